/*
 * allergy.c
 *	  Allergies of the patient: a status, no condition (ICD-10-CM Guidelines I.C.21.c.3).
 */
#include "encounter/allergy.h"

#include <string.h>

#include "encounter/drug_substance.h"
#include "encounter/stated.h"

/* Allergens that are no drugs of T36-T50, or have a code of their own: Index, Allergy */
static const struct
{
	const char *words;
	const char *code;
} allergens[] = {
	{"peanut|peanuts", "Z91.010"},
	{"milk|dairy|cow milk|cow's milk", "Z91.0110"},
	{"egg|eggs", "Z91.0120"},
	{"shellfish|seafood|fish|shrimp|crab|lobster|salmon|tuna", "Z91.013"},
	{"alpha gal|red meat", "Z91.014"},
	{"tree nuts|tree nut|nuts|walnut|walnuts|almonds|cashews|soy|wheat|strawberries|"
	 "strawberry|sesame|food",
	 "Z91.018"},
	{"bee|bees|bee sting|bee stings|bee venom|honeybee", "Z91.030"},
	{"wasp|wasps|wasp stings|insect stings|fire ants|hornets|yellow jackets", "Z91.038"},
	{"latex", "Z91.040"},
	{"contrast|contrast dye|iv contrast|iodinated contrast|contrast media|iv dye|"
	 "radiographic dye|iodine contrast|radiocontrast",
	 "Z91.041"},
	{"adhesive|adhesives|adhesive tape|tape|nickel", "Z91.048"},
	{"dust|dust mite|dust mites|pollen|mold|cat dander|dog dander|pet dander|grass|"
	 "ragweed",
	 "Z91.09"},
};

#define NALLERGENS (sizeof(allergens) / sizeof(allergens[0]))

/* The group of a drug to the code of its allergy, the first that fits: Z88, by title */
static const struct
{
	const char *groups;
	const char *code;
} drug_groups[] = {
	{"T36.0", "Z88.0"},   {"T36", "Z88.1"},
	{"T37.0", "Z88.2"},   {"T37", "Z88.3"},
	{"T41", "Z88.4"},     {"T40.0 T40.2 T40.3 T40.4 T40.6", "Z88.5"},
	{"T39", "Z88.6"},     {"T50.A T50.B T50.Z", "Z88.7"},
	{"T50.8", "Z91.041"}, {"T3 T4 T50", "Z88.8"},
};

#define DRUG 1000

/* which: number of an allergen, or DRUG and the number of the group */
static bool
FindAllergen(const void *arg, const McDocument *doc, uint32_t token, uint32_t end,
			 uint32_t *last, uint32_t *which)
{
	const McSubstance *substance;
	bool found = false;

	(void) arg;
	for (uint32_t i = 0; i < NALLERGENS; i++)
	{
		uint32_t reached;

		if (mc_stated_at(doc, token, end, allergens[i].words, &reached, NULL) &&
			(!found || reached > *last))
		{
			found = true;
			*last = reached;
			*which = i;
		}
	}
	if (found)
		return true;
	substance = mc_substance_at(doc, token, end, last);
	if (substance == NULL || strcmp(substance->stem, "T50.90") == 0)
		return false;
	for (uint32_t i = 0; i < sizeof(drug_groups) / sizeof(drug_groups[0]); i++)
	{
		if (mc_code_in(mc_code(substance->stem), drug_groups[i].groups))
		{
			*which = DRUG + i;
			return true;
		}
	}
	return false;
}

/* Is a place of a sentence within the list that "allergic to" begins? */
static bool
FollowsAllergicTo(const McDocument *doc, const McSentence *sentence, uint32_t token)
{
	static const char heads[] = "allergic to|allergy to|allergies to|anaphylaxis to|"
								"anaphylactic to";

	for (uint32_t t = token; t > sentence->first_token; t--)
	{
		uint32_t last;

		if (mc_stated_at(doc, t - 1, token, heads, &last, NULL))
			return true;
		/* a list: allergic to penicillin, sulfa and latex */
		if (token - t > 8 ||
			mc_stated_within(doc, t - 1, t,
							 "but|takes|taking|started|given|for|with|is|on"))
			return false;
	}
	return false;
}

static bool
IsCalledAllergy(const McDocument *doc, const McStated *said)
{
	const McSentence *sentence = &doc->sentences.list[said->sentence];
	uint32_t last;

	if (mc_stated_at(doc, said->last + 1, sentence->end_token,
					 "allergy|allergies|hypersensitivity", &last, NULL))
		return true;
	return FollowsAllergicTo(doc, sentence, said->first);
}

/* Words that make an entry of the list of allergies none */
static bool
IsTolerated(const McDocument *doc, const McSentence *sentence)
{
	return mc_stated_within(doc, sentence->first_token, sentence->end_token,
							"tolerates|tolerated|tolerate|tolerating|nkda|nka|"
							"no known|not allergic|desensitized|delabeled");
}

static bool
MarkAllergens(const void *arg, const McDocument *doc, uint8_t *begins)
{
	bool any = mc_substance_words(doc, begins);

	(void) arg;
	for (size_t i = 0; i < NALLERGENS; i++)
		any |= mc_list_mark(doc, allergens[i].words, 1, begins);
	return any;
}

/* Does a sentence tell of allergies, by its section or a word of its own? */
static bool
IsOfAllergies(const McDocument *doc, const McSentence *sentence)
{
	return doc->sections.list[sentence->section].category == MC_SECTION_ALLERGIES ||
		   mc_stated_within(doc, sentence->first_token, sentence->end_token,
							"allergic|allergy|allergies|anaphylaxis|anaphylactic|"
							"hypersensitivity");
}

/* Is there anything in the notes about allergies? */
static bool
TellOfAllergies(const McCase *c)
{
	if (mc_notes_have(c, "allergic|allergy|allergies|anaphylaxis|anaphylactic|"
						 "hypersensitivity"))
		return true;
	for (size_t n = 0; n < c->encounter->nnotes; n++)
	{
		const McDocument *doc = c->encounter->notes[n].doc;

		for (size_t i = 0; i < doc->sections.count; i++)
		{
			if (doc->sections.list[i].category == MC_SECTION_ALLERGIES)
				return true;
		}
	}
	return false;
}

void
mc_note_allergies(McCase *c)
{
	McStatedList said;

	if (!TellOfAllergies(c))
		return;
	mc_stated_find(c, MarkAllergens, IsOfAllergies, FindAllergen, NULL, &said);
	for (size_t i = 0; i < said.count; i++)
	{
		const McStated *at = &said.list[i];
		const McDocument *doc = c->encounter->notes[at->note].doc;
		const McAssertion *a = &at->assertion;
		const char *code;
		McCode status;
		size_t made;

		if (a->negated || a->hypothetical || a->uncertain ||
			a->experiencer != MC_PATIENT || at->section == MC_SECTION_FAMILY ||
			IsTolerated(doc, &doc->sentences.list[at->sentence]))
			continue;
		if (at->section != MC_SECTION_ALLERGIES && !IsCalledAllergy(doc, at))
			continue;
		code = at->which >= DRUG ? drug_groups[at->which - DRUG].code
								 : allergens[at->which].code;
		status = mc_code(code);
		if (!mc_case_is_billable(c, status))
			continue;
		made =
			mc_case_add_stated(c, status, MC_RULE_ALLERGY, at, MC_REVIEW, MC_ROLE_STATUS);
		c->list[made].role = MC_ROLE_STATUS;
		mc_interrupt(c->host);
	}
	mc_release(c->host, said.list);
}
