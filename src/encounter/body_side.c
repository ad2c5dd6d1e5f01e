/*
 * body_side.c
 *	  Which side of the body an encounter speaks of, by body part.
 *
 * Other clinicians' notes may say the side as well (ICD-10-CM Guidelines I.B.13, I.B.14).
 */
#include "encounter/body_side.h"

#include <string.h>

/* Words behind a side that it may be said of: right, middle and ring finger */
#define REACH 4

static uint16_t
SideOf(const McDocument *doc, const McToken *token)
{
	static const struct
	{
		const char *word;
		uint16_t side;
	} words[] = {
		{"left", 1u << MC_SIDE_LEFT},
		{"right", 1u << MC_SIDE_RIGHT},
		{"bilateral", 1u << MC_SIDE_BILATERAL},
		{"bilaterally", 1u << MC_SIDE_BILATERAL},
		{"both", 1u << MC_SIDE_BILATERAL},
		{"lt", 1u << MC_SIDE_LEFT},
		{"rt", 1u << MC_SIDE_RIGHT},
		{"left-sided", 1u << MC_SIDE_LEFT},
		{"right-sided", 1u << MC_SIDE_RIGHT},
	};
	const McWord *word;

	if (token->word == MC_NO_WORD)
		return 0;
	word = &doc->words.list[token->word];
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
	{
		if (strlen(words[i].word) == word->len &&
			memcmp(words[i].word, word->text, word->len) == 0)
			return words[i].side;
	}
	return 0;
}

/*
 * Is it a word for what is wrong, not for where?  "Right knee pain" says nothing of the side
 * of another pain.
 */
static bool
NamesNoPart(const McDocument *doc, const McToken *token)
{
	static const char *const words[] = {
		"pain",      "pains",          "ache",        "swelling",   "fracture",
		"fractures", "sprain",         "strain",      "injury",     "injuries",
		"arthritis", "osteoarthritis", "weakness",    "numbness",   "mass",
		"lesion",    "lesions",        "ulcer",       "ulcers",     "wound",
		"wounds",    "laceration",     "lacerations", "cellulitis", "abscess",
		"infection", "effusion",       "edema",       "stiffness",  "tear",
		"rupture",   "contusion",      "dislocation", "cancer",     "carcinoma",
		"disorder",
	};
	const McWord *word = &doc->words.list[token->word];

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
	{
		if (strlen(words[i]) == word->len && memcmp(words[i], word->text, word->len) == 0)
			return true;
	}
	return false;
}

static void
Remember(McBodySides *sides, uint64_t stem, uint16_t side, bool examined)
{
	for (size_t i = 0; i < sides->count; i++)
	{
		if (sides->list[i].stem == stem && sides->list[i].examined == examined)
		{
			sides->list[i].side |= side;
			return;
		}
	}
	if (sides->count == MC_MAX_BODY_SIDES)
		return;
	sides->list[sides->count].stem = stem;
	sides->list[sides->count].side = side;
	sides->list[sides->count].examined = examined;
	sides->count++;
}

static bool
IsExamination(McSectionCategory section)
{
	switch (section)
	{
		case MC_SECTION_PHYSICAL_EXAM:
		case MC_SECTION_EXAM_ITEM:
		case MC_SECTION_IMAGING:
		case MC_SECTION_STUDIES:
		case MC_SECTION_LABS:
		case MC_SECTION_OBJECTIVE:
		case MC_SECTION_PAST_MEDICAL:
		case MC_SECTION_PAST_SURGICAL:
		case MC_SECTION_FAMILY:
			return true;
		default:
			return false;
	}
}

static void
ReadSentence(const McDocument *doc, const McSentence *sentence, McBodySides *sides)
{
	const McToken *t = doc->tokens.list;
	bool examined =
		IsExamination((McSectionCategory) doc->sections.list[sentence->section].category);

	for (uint32_t i = sentence->first_token; i < sentence->end_token; i++)
	{
		uint16_t side = SideOf(doc, &t[i]);

		if (side == 0)
			continue;
		for (uint32_t k = i + 1; k < sentence->end_token && k <= i + REACH; k++)
		{
			if (t[k].kind == MC_TOKEN_PUNCT || SideOf(doc, &t[k]))
				break;
			if (t[k].word != MC_NO_WORD &&
				!(doc->words.list[t[k].word].flags & MC_WORD_FUNCTION) &&
				!NamesNoPart(doc, &t[k]))
				Remember(sides, doc->words.list[t[k].word].stem_key, side, examined);
		}
		/* knee, right; knee on the right */
		for (uint32_t k = i; k > sentence->first_token && k + 3 > i; k--)
		{
			if (t[k - 1].word != MC_NO_WORD &&
				!(doc->words.list[t[k - 1].word].flags & MC_WORD_FUNCTION))
			{
				bool ends =
					i + 1 == sentence->end_token || t[i + 1].kind == MC_TOKEN_PUNCT;

				if (ends && SideOf(doc, &t[k - 1]) == 0)
					Remember(sides, doc->words.list[t[k - 1].word].stem_key, side,
							 examined);
				break;
			}
		}
	}
}

void
mc_body_sides(const McCase *c, McBodySides *sides)
{
	sides->count = 0;
	for (size_t n = 0; n < c->encounter->nnotes; n++)
	{
		const McDocument *doc = c->encounter->notes[n].doc;

		for (size_t s = 0; s < doc->sentences.count; s++)
			ReadSentence(doc, &doc->sentences.list[s], sides);
		mc_interrupt(c->host);
	}
}

uint16_t
mc_body_side_of(const McBodySides *sides, uint64_t stem)
{
	uint16_t stated = 0;
	uint16_t examined = 0;
	uint16_t side;

	for (size_t i = 0; i < sides->count; i++)
	{
		if (sides->list[i].stem != stem)
			continue;
		if (sides->list[i].examined)
			examined |= sides->list[i].side;
		else
			stated |= sides->list[i].side;
	}
	side = stated ? stated : examined;
	return (side & (side - 1)) == 0 ? side : 0;
}
