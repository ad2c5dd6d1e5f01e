/*
 * mental.c
 *	  Dementia: without behavioural disturbance where none is documented, and beside the disease
 *	  that it comes from (ICD-10-CM Guidelines I.C.5.d, I.A.13; Alphabetic Index, Dementia).
 *	  Use, abuse and dependence of one substance: the most severe alone (I.C.5.b.2).
 */
#include "encounter/mental.h"

#include "encounter/wording.h"

/* "Dementia, mild NOS" is that without behavioural disturbance (Tabular List, F01-F03). */
static void
CompleteSeverity(McCase *c, size_t number)
{
	const McSuggestion *s = &c->list[number];
	McCode code = s->code;

	if (mc_case_is_billable(c, code) || (code & 0xFFFFFFFF) != 0 ||
		(code >> 32 & 0xFF) == 0)
		return;
	for (uint32_t i = 0; i < mc_evidence_read(s); i++)
	{
		if (mc_sentence_has(c, s->evidence[i],
							"with behavioral disturbance|with agitation|with "
							"psychotic disturbance|with mood disturbance|with "
							"anxiety|with behavioural disturbance|agitated"))
			return;
	}
	code |= (McCode) '0' << 24;
	if (mc_case_is_billable(c, code))
	{
		size_t made = mc_case_recode(c, number, code, MC_RULE_TWO_CODES);

		c->list[made].open = 0;
	}
}

/* "Severity not documented" is no severe dementia. */
static bool
DropSeverity(McCase *c, size_t number)
{
	const McSuggestion *s = &c->list[number];
	McCode code = s->code;
	char vague = mc_code_in(code, "F01") ? '5' : mc_code_in(code, "F02") ? '8' : '9';

	if ((code >> 32 & 0xFF) != 'C' || s->nevidence == 0 ||
		!mc_sentence_has(
			c, s->first,
			"severity not documented|severity not specified|severity not stated|"
			"unspecified severity|severity unspecified|severity unknown|"
			"severity not recorded") ||
		mc_sentence_has(c, s->first, "severe"))
		return false;
	code = (code & ~((McCode) 0xFF << 32)) | (McCode) vague << 32;
	if (!mc_case_is_billable(c, code))
		return false;
	(void) mc_case_recode(c, number, code, MC_RULE_TWO_CODES);
	return true;
}

/* Dementia in a disease that a term took for the disease alone */
static void
AddDementia(McCase *c, size_t number)
{
	size_t made;
	McSuggestion *s = &c->list[number];
	bool named = false;

	for (uint32_t i = 0; i < mc_evidence_read(s) && !named; i++)
	{
		const McDocument *doc = mc_case_document(c, s->evidence[i]);
		const McMention *m = &mc_case_finding(c, s->evidence[i])->mention;

		for (uint32_t t = m->first_token; t <= m->last_token; t++)
			named |= mc_token_is(doc, t, "dementia");
	}
	if (!named || mc_case_number_in(c, "F01 F02 F03") < c->count ||
		!mc_case_is_billable(c, mc_code("F02.80")))
		return;
	made = mc_case_derive(c, mc_code("F02.80"), MC_RULE_TWO_CODES, &number, 1);
	c->list[made].role = MC_ROLE_MANIFESTATION;
	c->list[made].paired_with = c->list[number].code;
}

/* How bad: use 9, abuse 1, dependence 2, in this order; 0: none of them */
static int
Severity(McCode code)
{
	switch (code >> 32 & 0xFF)
	{
		case '9':
			return 1;
		case '1':
			return 2;
		case '2':
			return 3;
		default:
			return 0;
	}
}

/* F10.11, F10.21 and their kin */
static bool
IsInRemission(McCode code)
{
	return (code >> 24 & 0xFF) == '1' && (code & 0xFFFFFF) == 0;
}

static void
KeepWorst(McCase *c, size_t number)
{
	McSuggestion *s = &c->list[number];

	for (size_t i = 0; i < c->count; i++)
	{
		McSuggestion *worse = &c->list[i];
		McCode category = mc_icd10cm_category(worse->code);

		if (i == number || !mc_is_proposed(worse) ||
			category != mc_icd10cm_category(s->code) ||
			Severity(worse->code) <= Severity(s->code) || Severity(s->code) == 0 ||
			worse->support > s->support || worse->status > s->status ||
			IsInRemission(worse->code))
			continue;
		mc_case_drop(s, MC_RULE_LESS_SPECIFIC, worse->code);
		return;
	}
}

void
mc_settle_mental(McCase *c)
{
	size_t count = c->count;

	for (size_t i = 0; i < count; i++)
	{
		McCode code = c->list[i].code;

		if (!mc_is_proposed(&c->list[i]))
			continue;
		if (mc_code_in(code, "F01 F02 F03"))
		{
			if (!DropSeverity(c, i))
				CompleteSeverity(c, i);
		}
		else if (mc_code_in(code, "G20 G30 G31.0 G31.83 G10"))
			AddDementia(c, i);
		else if (mc_code_in(code, "F10 F11 F12 F13 F14 F15 F16 F18 F19"))
			KeepWorst(c, i);
		mc_interrupt(c->host);
	}
}
