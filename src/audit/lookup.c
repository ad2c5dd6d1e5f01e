/*
 * lookup.c
 *	  What suggest() proposes and drops, looked up for a billed code.
 */
#include "audit/lookup.h"

#include "encounter/history.h"
#include "encounter/neoplasm_site.h"

/* A code gives way to another, which may give way in turn */
#define MAX_WINNERS 8

static McFate
FateOf(McRule dropped_by)
{
	switch (dropped_by)
	{
		case MC_RULE_NONE:
			return MC_FATE_NONE;
		case MC_RULE_UNCERTAIN:
		case MC_RULE_NEEDS_CONFIRMATION:
			return MC_FATE_UNCERTAIN;
		case MC_RULE_HISTORY_ACUTE:
		case MC_RULE_HISTORY_CODE:
		case MC_RULE_CANCER_HISTORY:
		case MC_RULE_REMISSION:
		case MC_RULE_SEQUELA:
			return MC_FATE_PAST;
		case MC_RULE_NEGATED:
		case MC_RULE_RULED_OUT:
		case MC_RULE_HYPOTHETICAL:
		case MC_RULE_OTHER_PERSON:
		case MC_RULE_ALLERGY:
		case MC_RULE_SCREENING:
		case MC_RULE_PLANNED:
		case MC_RULE_SEX:
			return MC_FATE_DENIED;
		case MC_RULE_SECONDARY_ONLY:
			return MC_FATE_ALONE;
		default:
			return MC_FATE_MERGED;
	}
}

McSuggestion *
mc_proposed(const McAuditWork *w, McCode code)
{
	for (size_t i = 0; i < w->suggestions->proposed; i++)
	{
		if (w->suggestions->list[i].code == code)
			return &w->suggestions->list[i];
	}
	return NULL;
}

const McSuggestion *
mc_dropped(const McAuditWork *w, McCode code, McFate fate)
{
	for (size_t i = w->suggestions->proposed; i < w->suggestions->count; i++)
	{
		const McSuggestion *s = &w->suggestions->list[i];

		if (s->code == code && FateOf(s->dropped_by) == fate)
			return s;
	}
	return NULL;
}

const McSuggestion *
mc_dropped_like(const McAuditWork *w, McCode code, McFate fate)
{
	for (size_t i = w->suggestions->proposed; i < w->suggestions->count; i++)
	{
		const McSuggestion *s = &w->suggestions->list[i];
		McRelation relation;

		if (FateOf(s->dropped_by) != fate)
			continue;
		relation = mc_relation(w->terminology, code, s->code);
		if (relation == MC_MORE_DETAIL ||
			(relation == MC_LESS_DETAIL && fate != MC_FATE_DENIED))
			return s;
	}
	return NULL;
}

McSuggestion *
mc_winner(const McAuditWork *w, const McSuggestion *dropped)
{
	McCode code = dropped->winner;

	for (int i = 0; code != 0 && i < MAX_WINNERS; i++)
	{
		McSuggestion *s = mc_proposed(w, code);
		const McSuggestion *next;

		if (s)
			return s;
		next = mc_dropped(w, code, MC_FATE_MERGED);
		if (next == NULL)
			next = mc_dropped(w, code, MC_FATE_PAST);
		code = next ? next->winner : 0;
	}
	return NULL;
}

McSuggestion *
mc_became(const McAuditWork *w, McCode code)
{
	McSuggestion *best = NULL;

	for (size_t i = 0; i < w->suggestions->proposed; i++)
	{
		McSuggestion *s = &w->suggestions->list[i];

		for (uint32_t k = 0; k < mc_evidence_read(s); k++)
		{
			const McFinding *f = mc_case_finding(&w->encounter_case, s->evidence[k]);

			if (f->code != code || f->assertion.negated ||
				f->assertion.experiencer != MC_PATIENT)
				continue;
			if (mc_icd10cm_category(s->code) == mc_icd10cm_category(code))
				return s;
			if (best == NULL)
				best = s;
			break;
		}
	}
	return best;
}

bool
mc_is_history(McCode code)
{
	return mc_code_in(code, "Z85 Z86 Z87 I25.2 I69");
}

McSuggestion *
mc_history_of(const McAuditWork *w, McCode code)
{
	const char *history = mc_personal_history(code);
	const McNeoplasmCategory *category = mc_neoplasm_category(code);
	bool stroke = mc_code_in(code, "I60 I61 I62 I63");

	if (category)
		history = category->history;
	for (size_t i = 0; i < w->suggestions->proposed; i++)
	{
		McSuggestion *s = &w->suggestions->list[i];

		if ((*history && mc_code_is_under(s->code, mc_code(history))) ||
			(stroke && mc_code_in(s->code, "I69")))
			return s;
	}
	return NULL;
}

/* Hypertension is in the codes of its disease of heart and kidney (Guidelines I.C.9.a). */
McSuggestion *
mc_hypertensive(const McAuditWork *w, McCode code)
{
	if (code != mc_code("I10"))
		return NULL;
	for (size_t i = 0; i < w->suggestions->proposed; i++)
	{
		if (mc_code_in(w->suggestions->list[i].code, "I11 I12 I13"))
			return &w->suggestions->list[i];
	}
	return NULL;
}

static bool
IsBilled(const McAuditWork *w, McCode code)
{
	for (size_t i = 0; i < w->nbilled; i++)
	{
		if (w->billed[i].code == code)
			return true;
	}
	return false;
}

McSuggestion *
mc_related(const McAuditWork *w, McCode code, McRelation relation)
{
	for (size_t i = 0; i < w->suggestions->proposed; i++)
	{
		McSuggestion *s = &w->suggestions->list[i];

		/* what a detail was taken for must not be billed for itself */
		if (s->code == code || (relation == MC_OTHER_DETAIL && IsBilled(w, s->code)))
			continue;
		if (mc_relation(w->terminology, code, s->code) == relation)
			return s;
	}
	return NULL;
}
