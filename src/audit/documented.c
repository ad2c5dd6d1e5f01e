/*
 * documented.c
 *	  How far documentation of a code bears it.
 */
#include "audit/audit_work.h"

/* May diagnoses be coded from this note?  III.B, IV.K, I.B.14 */
static bool
IsAcceptable(const McEncounter *encounter, const McNote *note)
{
	if (note->doc->tokens.count == 0 || note->is_unsigned ||
		note->author != MC_AUTHOR_PROVIDER)
		return false;
	switch (note->kind)
	{
		case MC_DOC_LABORATORY:
		case MC_DOC_NURSING:
		case MC_DOC_PROBLEM_LIST:
			return false;
		case MC_DOC_RADIOLOGY:
		case MC_DOC_PATHOLOGY:
			return encounter->setting != MC_INPATIENT;
		default:
			return true;
	}
}

bool
mc_has_record(const McEncounter *encounter)
{
	for (size_t i = 0; i < encounter->nnotes; i++)
	{
		if (IsAcceptable(encounter, &encounter->notes[i]))
			return true;
	}
	return false;
}

const McClues *
mc_audit_clues(McAuditWork *w)
{
	if (!w->clues_read)
		mc_read_clues(w->host, w->terminology, w->encounter, w->words, &w->clues);
	w->clues_read = true;
	return &w->clues;
}

/* Is an element of MEAT in the sentence that names it, or a drug or test of it elsewhere? */
static bool
WasDealtWith(McAuditWork *w, const McSuggestion *s)
{
	const McClues *clues;

	for (uint32_t i = 0; i < mc_evidence_read(s); i++)
	{
		McEvidence e = s->evidence[i];

		if (mc_is_followed_up(&w->encounter->notes[e.note],
							  mc_case_finding(&w->encounter_case, e), w->words))
			return true;
	}
	clues = mc_audit_clues(w);
	for (size_t i = 0; i < clues->count; i++)
	{
		const McClue *clue = &clues->list[i];

		if (clue->acted && clue->kind != MC_CLUE_INDICATOR &&
			mc_clue_of(w->terminology, w->words, clue, s->code))
			return true;
	}
	return false;
}

/* Does all of it stand in reports and values? */
static bool
IsOnlyTested(const McAuditWork *w, const McSuggestion *s)
{
	for (uint32_t i = 0; i < mc_evidence_read(s); i++)
	{
		if (w->encounter->notes[s->evidence[i].note].kind == MC_DOC_LABORATORY)
			continue;
		switch (mc_case_finding(&w->encounter_case, s->evidence[i])->section)
		{
			case MC_SECTION_LABS:
			case MC_SECTION_IMAGING:
			case MC_SECTION_STUDIES:
			case MC_SECTION_PATHOLOGY:
			case MC_SECTION_FINDINGS:
				break;
			default:
				return false;
		}
	}
	return s->nevidence > 0;
}

/* Does a word of the notes call it past, not only the list that it stands in? */
static bool
IsCalledPast(const McAuditWork *w, const McSuggestion *s)
{
	for (uint32_t i = 0; i < mc_evidence_read(s); i++)
	{
		if (mc_case_finding(&w->encounter_case, s->evidence[i])
				->assertion.cue_first[MC_CUE_HISTORICAL] != MC_NO_TOKEN)
			return true;
	}
	return false;
}

/* Codes whose place is in lists: what the patient has been, takes, has lost */
static bool
BelongsInLists(McCode code)
{
	return mc_code_in(code, "I25.2 Z79 Z8 Z90 Z91 Z92 Z93 Z94 Z95 Z96 Z97 Z98 Z99");
}

/* Reserves under which a code is not to be billed from this documentation, and their verdicts */
static const struct
{
	McRule rule;
	McVerdict verdict;
} refusals[] = {
	{MC_RULE_NOTES_DISAGREE, MC_CONFLICTING_RECORD},
	{MC_RULE_CONFLICTING_SIDE, MC_CONFLICTING_RECORD},
	{MC_RULE_NOT_THE_PROVIDER, MC_NOT_CODABLE_SOURCE},
	{MC_RULE_TEST_REPORT, MC_NOT_CODABLE_SOURCE},
	{MC_RULE_UNSIGNED, MC_NOT_CODABLE_SOURCE},
	{MC_RULE_UNCERTAIN_NOT_FINAL, MC_UNCERTAIN_NOT_CODABLE},
};

/* ... and those under which it may, if it was dealt with */
static const McRule weak[] = {MC_RULE_LIST_ONLY, MC_RULE_HISTORY, MC_RULE_HISTORY_CHRONIC,
							  MC_RULE_NOT_ASSESSED};

McVerdict
mc_documented(McAuditWork *w, const McSuggestion *s, McRule *rule)
{
	static const McRule doubts[] = {MC_RULE_FINDING_ONLY, MC_RULE_UNCERTAIN_INPATIENT,
									MC_RULE_MISSPELT_DOUBT, MC_RULE_CANCER_HISTORY};

	*rule = MC_RULE_NONE;
	if (s->status == MC_SUGGEST)
		return MC_SUPPORTED;
	for (size_t i = 0; i < sizeof(refusals) / sizeof(refusals[0]); i++)
	{
		if (s->rules & MC_RULE_BIT(refusals[i].rule))
		{
			*rule = refusals[i].rule;
			return refusals[i].verdict;
		}
	}
	if (s->rules & MC_RULE_BIT(MC_RULE_FINDING_ONLY) && IsOnlyTested(w, s))
		return MC_NOT_CODABLE_SOURCE;
	for (size_t i = 0; i < sizeof(doubts) / sizeof(doubts[0]); i++)
	{
		if (s->rules & MC_RULE_BIT(doubts[i]))
		{
			*rule = doubts[i];
			return MC_SUPPORTED_WEAK;
		}
	}
	for (size_t i = 0; i < sizeof(weak) / sizeof(weak[0]); i++)
	{
		if (!(s->rules & MC_RULE_BIT(weak[i])))
			continue;
		if (WasDealtWith(w, s))
			return MC_SUPPORTED;
		*rule = weak[i];
		return s->support == MC_LIST_ONLY && !IsCalledPast(w, s) &&
					   !BelongsInLists(s->code)
				   ? MC_LISTED_ONLY
				   : MC_SUPPORTED_WEAK;
	}
	return MC_SUPPORTED;
}
