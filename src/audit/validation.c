/*
 * validation.c
 *	  Clinical validation: conditions that are stated without any of their indicators.
 *
 * A diagnosis is coded because the provider states it (ICD-10-CM Guidelines I.A.19), so
 * this is a question for the provider and never a change of code.
 */
#include "audit/audit_work.h"

static bool
HasIndicators(const McMeatWords *words, McCode code)
{
	for (size_t i = 0; i < words->nindicated; i++)
	{
		if (mc_code_is_under(code, words->indicated[i]))
			return true;
	}
	return false;
}

/* Does the provider state the condition, with whatever detail? */
static bool
IsStated(McVerdict verdict)
{
	switch (verdict)
	{
		case MC_SUPPORTED:
		case MC_LESS_SPECIFIC:
		case MC_OVER_SPECIFIED:
		case MC_SEQUENCE:
		case MC_SUPPORTED_WEAK:
		case MC_LISTED_ONLY:
		case MC_MISSED:
			return true;
		default:
			return false;
	}
}

/* Does a clue stand in the words of the diagnosis itself: respiratory failure with hypoxia? */
static bool
IsInDiagnosis(const McAuditWork *w, const McClue *clue)
{
	const McFindings *findings = &w->encounter->notes[clue->words.note].findings;

	for (size_t i = 0; i < findings->count; i++)
	{
		const McFinding *f = &findings->list[i];

		if (f->mention.first_token <= clue->words.first_token &&
			f->mention.last_token >= clue->words.last_token &&
			mc_clue_of(w->terminology, w->words, clue, f->code))
			return true;
	}
	return false;
}

static bool
IsIndicated(McAuditWork *w, McCode code)
{
	const McClues *clues = mc_audit_clues(w);

	for (size_t i = 0; i < clues->count; i++)
	{
		if (clues->list[i].kind == MC_CLUE_INDICATOR &&
			mc_clue_of(w->terminology, w->words, &clues->list[i], code) &&
			!IsInDiagnosis(w, &clues->list[i]))
			return true;
	}
	return false;
}

void
mc_validate(McAuditWork *w, McAudit *audit)
{
	for (size_t i = 0; i < audit->count; i++)
	{
		McAuditRow *row = &audit->list[i];

		if (IsStated(row->verdict) && HasIndicators(w->words, row->code) &&
			!IsIndicated(w, row->code))
			row->advice =
				"stated, and none of its clinical indicators is in the notes: to be asked "
				"before a payer does, no change of code (ICD-10-CM Guidelines I.A.19; "
				"indicators: medcode.clinical_indicator)";
	}
}
