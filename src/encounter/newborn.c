/*
 * newborn.c
 *	  The record of a newborn (ICD-10-CM Guidelines I.C.16): its own conditions have
 *	  codes of chapter 16, its mother's are not its own.
 */
#include "encounter/gestation.h"
#include "encounter/wording.h"

/* Words between the name of the birth weight and its number; what is no weight in grams */
#define WEIGHT_REACH 4
#define LEAST_GRAMS  200

typedef struct NewbornRow
{
	const char *headings;
	const char *code;
} NewbornRow;

/*
 * Conditions whose cause may be the birth process: where the note does not say that they were
 * acquired later, chapter 16 has them (I.C.16.a.5).
 */
static const NewbornRow rows[] = {
	{"R17 E80.6 E80.7", "P59.9"},
	{"R63.3", "P92.9"},
	{"R50.9", "P81.9"},
	{"E16.2", "P70.4"},
	{"A41.9", "P36.9"},
	{"D64.9", "P61.4"},
	{"R56.9", "P90"},
	{"J18.9", "P23.9"},
	{"R06.03", "P22.9"},
	{"R06.82", "P22.1"},
	{"R23.0", "P28.2"},
	{"R68.0 T68", "P80.9"},
	{"E86.0", "P74.1"},
	{"D69.6", "P61.0"},
	{"R11.1", "P92.09"},
	{"H10.9", "P39.1"},
	{"N39.0", "P39.3"},
	{"E83.51", "P71.1"},
	{"E87.1", "P74.22"},
	{"E87.5", "P74.31"},
	{"I50.9", "P29.0"},
	{"R00.1", "P29.12"},
	{"R00.0", "P29.11"},
};

/* Was it acquired after the birth? */
static bool
IsAcquired(const McCase *c, const McSuggestion *s)
{
	for (uint32_t i = 0; i < s->nevidence; i++)
	{
		if (mc_sentence_has(c, s->evidence[i],
							"community acquired|acquired at home|sick contact|"
							"sick contacts|exposure|exposed"))
			return true;
	}
	return false;
}

/* Outcome of the birth on the newborn's record, given once, at the birth (I.C.16.a.2) */
static void
AddBirth(McCase *c)
{
	McAttributes nothing = {.flags = 0};
	bool cesarean =
		mc_notes_have(c, "cesarean|c section|cesarean section|c/s|cesarean delivery");
	bool vaginal = mc_notes_have(c, "vaginal delivery|vaginally|nsvd|svd|vaginal birth");
	bool twin = mc_notes_have(c, "twin|twins");
	size_t own = mc_case_number_in(c, "Z38");
	size_t made;
	McCode code;

	if (own == c->count)
		own = mc_case_number_in(c, "P Q Z05 Z41 Z23");

	if (c->encounter->setting != MC_INPATIENT || own == c->count || cesarean == vaginal ||
		(mc_code_in(c->list[own].code, "Z38") &&
		 mc_case_is_billable(c, c->list[own].code)) ||
		mc_notes_have(c, "transferred from|readmitted|readmission|admitted from home"))
		return;
	code = mc_in_release(c,
						 mc_code(twin ? (cesarean ? "Z38.31" : "Z38.30")
									  : (cesarean ? "Z38.01" : "Z38.00")),
						 &nothing);
	if (code == 0)
		return;
	if (mc_code_in(c->list[own].code, "Z38"))
	{
		made = mc_case_recode(c, own, code, MC_RULE_NEWBORN);
		c->list[made].open = 0;
	}
	else
		made = mc_case_derive(c, code, MC_RULE_NEWBORN, &own, 1);
	c->list[made].role = MC_ROLE_PRINCIPAL;
}

/* Birth weight in grams that a note tells; -1: none */
static int
BirthWeight(const McCase *c)
{
	for (size_t n = 0; n < c->encounter->nnotes; n++)
	{
		const McDocument *doc = c->encounter->notes[n].doc;
		uint32_t end = (uint32_t) doc->tokens.count;

		for (uint32_t t = 0; t < end; t++)
		{
			uint32_t length =
				mc_words_at(doc, t, end, "birth weight|birthweight|bw|birth wt");

			for (uint32_t k = t + length;
				 length > 0 && k + 1 < end && k < t + length + WEIGHT_REACH; k++)
			{
				int grams = mc_token_number(doc, k);

				if (grams >= LEAST_GRAMS &&
					mc_token_is(doc, k + 1, "g|gm|gms|gram|grams"))
					return grams;
			}
		}
		mc_interrupt(c->host);
	}
	return -1;
}

/* The weight of a newborn that is called preterm or light, beside its weeks (I.C.16.d) */
static void
AddWeight(McCase *c)
{
	/* grams below which the code holds (Tabular List, P07.0, P07.1) */
	static const struct
	{
		int below;
		const char *code;
	} weights[] = {
		{500, "P07.01"},  {750, "P07.02"},  {1000, "P07.03"}, {1250, "P07.14"},
		{1500, "P07.15"}, {1750, "P07.16"}, {2000, "P07.17"}, {2500, "P07.18"},
	};
	size_t basis = mc_case_number_in(c, "P07");
	int grams = basis < c->count ? BirthWeight(c) : -1;

	for (size_t k = 0; grams > 0 && k < sizeof(weights) / sizeof(weights[0]); k++)
	{
		McCode code = mc_code(weights[k].code);
		size_t vague;

		if (grams >= weights[k].below)
			continue;
		if (!mc_case_is_billable(c, code))
			return;
		(void) mc_case_derive(c, code, MC_RULE_NEWBORN, &basis, 1);
		vague = mc_case_number_in(c, "P07.00 P07.10");
		if (vague < c->count)
			mc_case_drop(&c->list[vague], MC_RULE_LESS_SPECIFIC, code);
		return;
	}
}

/* The code for a suspicion that one sentence says is ruled out, or 0 */
static McCode
RuledOutIn(const McDocument *doc, const McSentence *sentence)
{
	static const struct
	{
		const char *words;
		const char *code;
	} suspicions[] = {
		{"infection|sepsis|infectious", "Z05.1"},
		{"cardiac|heart", "Z05.0"},
		{"neurologic|neurological|seizure|seizures", "Z05.2"},
		{"respiratory", "Z05.3"},
	};
	uint32_t first = sentence->first_token;
	uint32_t end = sentence->end_token;

	if (mc_words_within(doc, first, end, "ruled out|not found|excluded") == end ||
		mc_words_within(doc, first, end,
						"observed for|observation for|evaluated for|monitored for") ==
			end)
		return 0;
	for (size_t i = 0; i < sizeof(suspicions) / sizeof(suspicions[0]); i++)
	{
		if (mc_words_within(doc, first, end, suspicions[i].words) < end)
			return mc_code(suspicions[i].code);
	}
	return 0;
}

/* Observed for a condition that was not there, with no sign of any (I.C.16.b.1) */
static void
AddObservation(McCase *c)
{
	size_t basis = mc_case_number_in(c, "Z38");
	McCode birth;

	if (basis == c->count || mc_case_number_in(c, "P R Z05") < c->count)
		return;
	for (size_t n = 0; n < c->encounter->nnotes; n++)
	{
		const McDocument *doc = c->encounter->notes[n].doc;

		for (size_t k = 0; k < doc->sentences.count; k++)
		{
			McCode code = RuledOutIn(doc, &doc->sentences.list[k]);

			if (code == 0 || !mc_case_is_billable(c, code))
				continue;
			birth = c->list[basis].code;
			basis = mc_case_derive(c, code, MC_RULE_NEWBORN, &basis, 1);
			c->list[basis].paired_with = birth;
			return;
		}
		mc_interrupt(c->host);
	}
}

/* The routine check of a newborn has a code by its age (I.C.21.c.16, Z00.11). */
static void
SettleCheck(McCase *c)
{
	size_t check = mc_case_number_in(c, "Z00.11");
	McCode code = mc_code(c->encounter->age_days < 8 ? "Z00.110" : "Z00.111");

	if (check == c->count || c->encounter->age_days < 0 || !mc_case_is_billable(c, code))
		return;
	check = mc_case_recode(c, check, code, MC_RULE_NEWBORN);
	c->list[check].open = 0;
}

void
mc_settle_newborn(McCase *c)
{
	McAttributes nothing = {.flags = 0};
	size_t count = c->count;

	for (size_t i = 0; i < count; i++)
	{
		McSuggestion *s = &c->list[i];

		if (!mc_is_proposed(s))
			continue;
		if (mc_code_in(s->code, "O Z33 Z34 Z3A Z37 Z39"))
		{
			mc_case_drop(s, MC_RULE_NEWBORN, 0);
			continue;
		}
		for (size_t k = 0; k < sizeof(rows) / sizeof(rows[0]); k++)
		{
			McCode code;

			if (!mc_code_in(s->code, rows[k].headings) || IsAcquired(c, s))
				continue;
			code = mc_in_release(c, mc_code(rows[k].code), &nothing);
			if (code != 0)
				(void) mc_case_recode(c, i, code, MC_RULE_NEWBORN);
			break;
		}
	}
	AddBirth(c);
	AddWeight(c);
	AddObservation(c);
	SettleCheck(c);
}
