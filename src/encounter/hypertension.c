/*
 * hypertension.c
 *	  Hypertension with heart and kidney disease (ICD-10-CM Guidelines I.C.9.a, I.A.15).
 *
 *	  heart failure   kidney disease   code
 *	  no, no heart    none             I10
 *	  no, heart       none             I11.9
 *	  yes             none             I11.0  with I50.-
 *	  no              stage 1-4, none  I12.9  with N18.-
 *	  no              stage 5, ESRD    I12.0  with N18.5, N18.6
 *	  yes             stage 1-4, none  I13.0  with I50.- and N18.-
 *	  no, heart       stage 1-4, none  I13.10 with N18.-
 *	  no, heart       stage 5, ESRD    I13.11 with N18.5, N18.6
 *	  yes             stage 5, ESRD    I13.2  with both
 */
#include "encounter/case.h"

/* What the note says when another cause is meant, beside a word for hypertension */
static const char unrelated_words[] =
	"not due to|unrelated to|not related to|unrelated|not caused by|not secondary to|not from|"
	"independent of";
static const char hypertension_words[] = "hypertension|hypertensive|htn|blood pressure";
static const char other_cause_words[] =
	"not hypertensive|nonhypertensive|non hypertensive|non-hypertensive";

/* Does the note say that a part has another cause? */
static bool
IsUnrelated(const McCase *c, size_t part)
{
	const McSuggestion *s = &c->list[part];

	for (uint32_t i = 0; i < mc_evidence_read(s); i++)
	{
		if (mc_sentence_has(c, s->evidence[i], other_cause_words) ||
			(mc_sentence_has(c, s->evidence[i], unrelated_words) &&
			 mc_sentence_has(c, s->evidence[i], hypertension_words)))
			return true;
	}
	return false;
}

/* Take a part out if it is linked and its cause is not another. */
static size_t
Linked(const McCase *c, const char *headings)
{
	size_t part = mc_case_number_in(c, headings);

	return part < c->count && IsUnrelated(c, part) ? c->count : part;
}

/* A code that the table has; 0: hypertension alone */
static McCode
TableCode(bool failure, bool heart, bool kidney, bool end_stage)
{
	if (kidney)
	{
		if (failure)
			return mc_code(end_stage ? "I13.2" : "I13.0");
		if (heart)
			return mc_code(end_stage ? "I13.11" : "I13.10");
		return mc_code(end_stage ? "I12.0" : "I12.9");
	}
	if (failure)
		return mc_code("I11.0");
	return heart ? mc_code("I11.9") : 0;
}

/* Resistant hypertension stands behind the code of the hypertension itself (I.C.9.a.12) */
static void
AddBesideResistant(McCase *c)
{
	size_t resistant = mc_case_number_in(c, "I1A.0");

	if (resistant < c->count && mc_case_number_in(c, "I10 I11 I12 I13 I15") == c->count)
		(void) mc_case_derive(c, mc_code("I10"), MC_RULE_HYPERTENSION, &resistant, 1);
}

/* Secondary hypertension by the disease that its sentence lays it to (I.C.9.a.6, Alphabetic Index) */
static void
SettleSecondary(McCase *c)
{
	static const struct
	{
		const char *causes;
		const char *code;
	} rows[] = {
		{"I70.1 I77.3 I77.89 Q27.1", "I15.0"},
		{"N0 N1 N25 N26 N27 N28 Q61", "I15.1"},
		{"C74 D35.0 E0 E2 E3", "I15.2"},
	};
	size_t secondary = mc_case_number_in(c, "I15.9");
	const McSuggestion *s;

	if (secondary == c->count)
		return;
	s = &c->list[secondary];
	for (size_t i = 0; i < c->count; i++)
	{
		const McSuggestion *cause = &c->list[i];

		if (!mc_is_proposed(cause) || cause->status > s->status ||
			!mc_share_sentence(c, s, cause,
							   "due to|secondary to|caused by|because of|from|"
							   "attributed to|related to|in the setting of") ||
			mc_share_sentence(c, s, cause, unrelated_words))
			continue;
		for (size_t k = 0; k < sizeof(rows) / sizeof(rows[0]); k++)
		{
			if (mc_code_in(cause->code, rows[k].causes) &&
				mc_case_is_billable(c, mc_code(rows[k].code)))
			{
				(void) mc_case_recode(c, secondary, mc_code(rows[k].code),
									  MC_RULE_WRITTEN_LINK);
				return;
			}
		}
	}
}

void
mc_combine_hypertension(McCase *c)
{
	size_t tension;
	size_t failure;
	size_t heart;
	size_t kidney;
	size_t none;
	size_t parts[4];
	size_t nparts = 0;
	McCode code;
	size_t made;

	AddBesideResistant(c);
	SettleSecondary(c);
	tension = mc_case_number_in(c, "I10 I11 I12 I13");
	failure = Linked(c, "I50");
	heart = Linked(c, "I51.4 I51.5 I51.7 I51.89 I51.9");
	kidney = Linked(c, "N18");
	none = c->count;
	/* in pregnancy chapter 15 has codes of its own */
	if (tension == none || mc_case_number_in(c, "O10 O11 O13 O14 O15 O16") < none)
		return;
	/* the note may name the hypertensive heart disease itself */
	code = TableCode(failure < none || mc_case_number_in(c, "I11.0 I13.0 I13.2") < none,
					 heart < none || mc_case_number_in(c, "I11.9 I13.1") < none,
					 kidney < none,
					 kidney < none && mc_code_in(c->list[kidney].code, "N18.5 N18.6"));
	if (code == 0)
		return;
	parts[nparts++] = tension;
	if (failure < none)
		parts[nparts++] = failure;
	if (failure == none && heart < none)
		parts[nparts++] = heart;
	if (kidney < none)
		parts[nparts++] = kidney;
	made = mc_case_derive(c, code, MC_RULE_HYPERTENSION, parts, nparts);
	/* a doubtful combination does not take the place of what is sure */
	if (c->list[made].status > c->list[tension].status)
		return;
	for (size_t i = 0; i < none; i++)
	{
		McSuggestion *s = &c->list[i];

		if (!mc_is_proposed(s) || i == made)
			continue;
		if (mc_code_in(s->code, "I10 I11 I12 I13"))
			mc_case_drop(s, MC_RULE_PART_OF_COMBINATION, code);
		/* I51.5 and I51.7 take no further code; I51.4, I51.89 and I51.9 do (I.C.9.a.1) */
		else if (mc_code_in(s->code, "I51.5 I51.7") && !IsUnrelated(c, i))
			mc_case_drop(s, MC_RULE_PART_OF_COMBINATION, code);
	}
	if (failure < none)
		c->list[failure].paired_with = code;
	if (kidney < none)
		c->list[kidney].paired_with = code;
	if (heart < none && mc_is_proposed(&c->list[heart]))
		c->list[heart].paired_with = code;
}
