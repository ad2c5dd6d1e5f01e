/*
 * audit.c
 *	  One verdict for each billed code, and for each documented one that was not billed.
 *
 * The questions go in the order of docs/audit.md; the first that has an answer decides.
 */
#include "audit/audit.h"

#include <string.h>

#include "audit/lookup.h"

static void
Decide(McAuditRow *row, McVerdict verdict, McRule rule)
{
	row->verdict = verdict;
	row->rule = rule == MC_RULE_NONE ? mc_verdict_rule(verdict) : mc_rule_text(rule);
}

/* What denies a condition, to be shown beside what documents it */
static const McSuggestion *
Denial(const McAuditWork *w, McCode code)
{
	const McSuggestion *s = mc_dropped(w, code, MC_FATE_DENIED);

	return s ? s : mc_dropped_like(w, code, MC_FATE_DENIED);
}

/* A verdict that rests on another code, which may itself be one that cannot be coded from. */
static void
DecideFor(McAuditWork *w, McAuditRow *row, const McSuggestion *other, McVerdict verdict,
		  McRule rule)
{
	McRule reserve;
	McVerdict own = mc_documented(w, other, &reserve);

	row->use = other->code;
	if (own == MC_CONFLICTING_RECORD || own == MC_NOT_CODABLE_SOURCE ||
		own == MC_UNCERTAIN_NOT_CODABLE)
	{
		Decide(row, own, reserve);
		row->support = other;
		if (own == MC_CONFLICTING_RECORD)
			row->against = Denial(w, other->code);
		return;
	}
	Decide(row, verdict, rule);
	if (verdict == MC_CONFLICTING_DETAIL || verdict == MC_HISTORY_CODED_AS_ACTIVE)
		row->against = other;
	else
		row->support = other;
}

/* What the detail of the code to use says of the one that was billed */
static McVerdict
ByDetail(const McAuditWork *w, McCode billed, McCode use, McRule rule)
{
	if (mc_icd10cm_category(billed) != mc_icd10cm_category(use))
		return MC_COMPONENT_OF_COMBINATION;
	switch (mc_relation(w->terminology, billed, use))
	{
		case MC_LESS_DETAIL:
			return MC_LESS_SPECIFIC;
		case MC_MORE_DETAIL:
			return MC_OVER_SPECIFIED;
		case MC_OTHER_DETAIL:
			return MC_CONFLICTING_DETAIL;
		default:
			return rule == MC_RULE_PART_OF_COMBINATION ? MC_COMPONENT_OF_COMBINATION
													   : MC_LESS_SPECIFIC;
	}
}

/* Documented, and another code says it. */
static bool
JudgeMerged(McAuditWork *w, McAuditRow *row)
{
	const McSuggestion *dropped = mc_dropped(w, row->code, MC_FATE_MERGED);
	McSuggestion *other;
	McVerdict verdict;

	if (dropped)
	{
		other = mc_winner(w, dropped);
		if (other == NULL)
		{
			Decide(row, MC_COMPONENT_OF_COMBINATION, dropped->dropped_by);
			row->support = dropped;
			return true;
		}
		DecideFor(w, row, other, ByDetail(w, row->code, other->code, dropped->dropped_by),
				  dropped->dropped_by);
		if (row->verdict == MC_COMPONENT_OF_COMBINATION)
			row->support = dropped;
		return true;
	}
	other = mc_hypertensive(w, row->code);
	if (other)
	{
		DecideFor(w, row, other, MC_COMPONENT_OF_COMBINATION, MC_RULE_HYPERTENSION);
		return true;
	}
	other = mc_became(w, row->code);
	if (other == NULL)
		return false;
	verdict = mc_is_history(other->code) && !mc_is_history(row->code)
				  ? MC_HISTORY_CODED_AS_ACTIVE
				  : ByDetail(w, row->code, other->code, MC_RULE_NONE);
	DecideFor(w, row, other, verdict, MC_RULE_NONE);
	return true;
}

/* The condition is documented with less or more detail. */
static bool
JudgeDetail(McAuditWork *w, McAuditRow *row)
{
	McSuggestion *other = mc_related(w, row->code, MC_LESS_DETAIL);

	if (other)
	{
		DecideFor(w, row, other, MC_LESS_SPECIFIC, MC_RULE_NONE);
		return true;
	}
	other = mc_related(w, row->code, MC_MORE_DETAIL);
	if (other)
		DecideFor(w, row, other, MC_OVER_SPECIFIED, MC_RULE_NONE);
	return other != NULL;
}

/* Named, but not as something that the patient has now. */
static bool
JudgeNotCurrent(McAuditWork *w, McAuditRow *row)
{
	static const struct
	{
		McFate fate;
		McVerdict verdict;
	} fates[] = {
		{MC_FATE_UNCERTAIN, MC_UNCERTAIN_NOT_CODABLE},
		{MC_FATE_PAST, MC_HISTORY_CODED_AS_ACTIVE},
		{MC_FATE_DENIED, MC_CONTRADICTED},
	};
	const McSuggestion *s = mc_dropped(w, row->code, MC_FATE_ALONE);

	if (s)
	{
		Decide(row, MC_SUPPORTED_WEAK, s->dropped_by);
		row->support = s;
		return true;
	}
	for (int like = 0; like < 2; like++)
	{
		for (size_t i = 0; i < sizeof(fates) / sizeof(fates[0]); i++)
		{
			const McSuggestion *other;

			s = like ? mc_dropped_like(w, row->code, fates[i].fate)
					 : mc_dropped(w, row->code, fates[i].fate);
			if (s == NULL)
				continue;
			other = fates[i].fate == MC_FATE_PAST ? mc_winner(w, s) : NULL;
			row->use = other ? other->code : 0;
			Decide(row, fates[i].verdict, s->dropped_by);
			row->against = s;
			return true;
		}
	}
	s = mc_history_of(w, row->code);
	if (s == NULL)
		return false;
	row->use = s->code;
	Decide(row, MC_HISTORY_CODED_AS_ACTIVE, MC_RULE_NONE);
	row->against = s;
	return true;
}

/* A suggestion that is none: the words of the notes that speak for a code */
static bool
JudgeByClues(McAuditWork *w, McAuditRow *row)
{
	McSuggestion *asked = NULL;
	const McClues *clues = mc_audit_clues(w);

	for (size_t i = 0; i < clues->count; i++)
	{
		if (clues->list[i].kind == MC_CLUE_INDICATOR ||
			!mc_clue_of(w->terminology, w->words, &clues->list[i], row->code))
			continue;
		if (asked == NULL)
		{
			asked = mc_alloc(w->host, sizeof(McSuggestion));
			*asked = (McSuggestion){.code = row->code, .status = MC_QUERY};
			asked->words = mc_alloc(w->host, clues->count * sizeof(McSpokenWords));
		}
		asked->words[asked->nwords++] = clues->list[i].words;
	}
	if (asked == NULL)
		return false;
	Decide(row, MC_QUERY_PROVIDER, MC_RULE_NONE);
	row->support = asked;
	return true;
}

static void
Judge(McAuditWork *w, McAuditRow *row)
{
	McSuggestion *s = mc_proposed(w, row->code);

	if (s)
	{
		McRule rule;
		McVerdict verdict = mc_documented(w, s, &rule);

		Decide(row, verdict, rule);
		row->support = s;
		if (verdict == MC_CONFLICTING_RECORD)
			row->against = Denial(w, row->code);
		return;
	}
	if (JudgeMerged(w, row) || JudgeDetail(w, row) || JudgeNotCurrent(w, row))
		return;
	s = mc_related(w, row->code, MC_OTHER_DETAIL);
	if (s)
		DecideFor(w, row, s, MC_CONFLICTING_DETAIL, MC_RULE_NONE);
	else if (!JudgeByClues(w, row))
		Decide(row, MC_UNSUPPORTED, MC_RULE_NONE);
}

/* Is the code billed, or the one to use for a billed one? */
static bool
IsAccounted(const McAudit *audit, size_t nbilled, McCode code)
{
	for (size_t i = 0; i < nbilled; i++)
	{
		if (audit->list[i].code == code || audit->list[i].use == code)
			return true;
	}
	return false;
}

static void
AddMissed(McAuditWork *w, McAudit *audit)
{
	for (size_t i = 0; i < w->suggestions->proposed; i++)
	{
		McSuggestion *s = &w->suggestions->list[i];

		if (s->status == MC_SUGGEST && !IsAccounted(audit, w->nbilled, s->code))
		{
			McAuditRow *row = &audit->list[audit->count++];

			*row = (McAuditRow){.code = s->code, .support = s};
			Decide(row, MC_MISSED, MC_RULE_NONE);
		}
	}
}

void
mc_audit(const McHost *host, const McTerminology *terminology,
		 const McEncounter *encounter, McSuggestions *suggestions,
		 const McMeatWords *words, const McBilledCode *billed, size_t nbilled,
		 McAudit *audit)
{
	McAuditWork w = {.host = host,
					 .terminology = terminology,
					 .encounter = encounter,
					 .suggestions = suggestions,
					 .words = words,
					 .billed = billed,
					 .nbilled = nbilled,
					 .encounter_case = {.host = host,
										.terminology = terminology,
										.encounter = encounter,
										.list = suggestions->list,
										.count = suggestions->count,
										.cap = suggestions->cap}};
	bool record = mc_has_record(encounter);

	audit->count = nbilled;
	audit->list =
		mc_alloc(host, (nbilled + suggestions->proposed + 1) * sizeof(McAuditRow));
	for (size_t i = 0; i < nbilled; i++)
	{
		McAuditRow *row = &audit->list[i];

		*row = (McAuditRow){.code = billed[i].code, .position = billed[i].position};
		if (record)
			Judge(&w, row);
		else
		{
			Decide(row, MC_NO_RECORD, MC_RULE_NONE);
			row->support = mc_proposed(&w, row->code);
		}
		mc_interrupt(host);
	}
	if (!record)
		return;
	mc_judge_order(&w, audit->list);
	AddMissed(&w, audit);
	mc_validate(&w, audit);
}
