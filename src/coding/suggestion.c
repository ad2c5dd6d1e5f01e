/*
 * suggestion.c
 *	  From findings to the codes proposed for an encounter.
 */
#include "coding/suggestion.h"

#include <stdlib.h>
#include <string.h>

static const char *const setting_names[MC_NSETTINGS] = {
	[MC_INPATIENT] = "inpatient",
	[MC_OUTPATIENT] = "outpatient",
	[MC_ED] = "ed",
	[MC_OBSERVATION] = "observation",
	[MC_PROFESSIONAL] = "professional",
	[MC_SNF] = "snf",
	[MC_REHAB] = "rehab",
	[MC_HOME_HEALTH] = "home_health",
	[MC_HOSPICE] = "hospice",
};

/* What a finding's section is worth as evidence for this encounter. */
#define LOSS_LIST      20 /* lists, past history, observations */
#define LOSS_ELSEWHERE 10 /* neither that nor the provider's statement */

/* The category of a code: its first three characters. */
static inline McCode
Category(McCode code)
{
	return code & UINT64_C(0xFFFFFF0000000000);
}

int
mc_setting_by_name(const char *name)
{
	for (int i = 0; i < MC_NSETTINGS; i++)
	{
		if (strcmp(setting_names[i], name) == 0)
			return i;
	}
	return -1;
}

const char *
mc_status_name(McSuggestionStatus status)
{
	static const char *const names[] = {
		[MC_SUGGEST] = "suggest",
		[MC_REVIEW] = "review",
		[MC_QUERY] = "query",
	};

	return names[status];
}

const char *
mc_support_name(McSupport support)
{
	static const char *const names[] = {
		[MC_ASSESSED] = "assessed",
		[MC_LIST_ONLY] = "list_only",
		[MC_HISTORY] = "history",
	};

	return names[support];
}

const char *
mc_rule_text(unsigned bit)
{
	switch (bit)
	{
		case MC_RULE_UNCERTAIN_INPATIENT:
			return "uncertain diagnosis at discharge is coded as if established "
				   "(ICD-10-CM Guidelines II.H, III.C)";
		case MC_RULE_HEADING:
			return "a heading is no complete code, more detail is needed "
				   "(ICD-10-CM Guidelines I.B.2)";
		case MC_RULE_LIST_ONLY:
			return "found only in a list or the past history, coded if it affects "
				   "this encounter (ICD-10-CM Guidelines III, IV.J)";
		case MC_RULE_NOT_IN_RELEASE:
			return "not a code of the release that applies on this date "
				   "(ICD-10-CM Guidelines I.A)";
		case MC_RULE_NOT_ASSESSED:
			return "not named in the note's assessment, coded if it affects this "
				   "encounter (ICD-10-CM Guidelines III, IV.J)";
		case MC_RULE_FINDING_ONLY:
			return "only observed or asked for, coded if the provider states that it "
				   "matters (ICD-10-CM Guidelines III.B)";
		case MC_RULE_HISTORY:
			return "the note calls it past, coded if it is still present or treated "
				   "(ICD-10-CM Guidelines IV.J)";
		default:
			return "";
	}
}

/* Does the section record what was dealt with in this encounter? */
static McSupport
SectionSupport(McSectionCategory section)
{
	switch (section)
	{
		case MC_SECTION_PAST_MEDICAL:
		case MC_SECTION_PAST_SURGICAL:
		case MC_SECTION_PROBLEM_LIST:
		case MC_SECTION_OBSTETRIC:
		case MC_SECTION_PSYCHIATRIC:
		case MC_SECTION_MEDICATIONS:
		case MC_SECTION_DISCHARGE_MEDICATIONS:
		case MC_SECTION_SOCIAL:
			return MC_LIST_ONLY;
		default:
			return MC_ASSESSED;
	}
}

/*
 * How far a section states what the patient has: 2 a list of diagnoses or an
 * assessment, 1 what tells the course or the plan, 0 anything else.  A note's
 * strongest statement counts.
 */
static int
StatementRank(McSectionCategory section)
{
	switch (section)
	{
		case MC_SECTION_ASSESSMENT:
		case MC_SECTION_ASSESSMENT_AND_PLAN:
		case MC_SECTION_IMPRESSION:
		case MC_SECTION_DIAGNOSES:
		case MC_SECTION_DISCHARGE_DIAGNOSIS:
		case MC_SECTION_POSTOPERATIVE_DIAGNOSIS:
			return 2;
		case MC_SECTION_ADMISSION_DIAGNOSIS:
		case MC_SECTION_HOSPITAL_COURSE:
		case MC_SECTION_PLAN:
			return 1;
		default:
			return 0;
	}
}

/* Is this where findings are recorded that are no diagnoses yet? */
static bool
IsObservation(McSectionCategory section)
{
	switch (section)
	{
		case MC_SECTION_REVIEW_OF_SYSTEMS:
		case MC_SECTION_VITAL_SIGNS:
		case MC_SECTION_PHYSICAL_EXAM:
		case MC_SECTION_EXAM_ITEM:
		case MC_SECTION_MENTAL_STATUS:
		case MC_SECTION_LABS:
		case MC_SECTION_IMAGING:
		case MC_SECTION_STUDIES:
		case MC_SECTION_OBJECTIVE:
		case MC_SECTION_TECHNIQUE:
		case MC_SECTION_COMPARISON:
			return true;
		default:
			return false;
	}
}

static unsigned
SectionLoss(McSectionCategory section)
{
	if (StatementRank(section) > 0)
		return 0;
	return SectionSupport(section) == MC_LIST_ONLY || IsObservation(section)
			   ? LOSS_LIST
			   : LOSS_ELSEWHERE;
}

/* Sections that make the final statement of an inpatient stay. */
static bool
IsFinalStatement(McSectionCategory section)
{
	return section == MC_SECTION_DISCHARGE_DIAGNOSIS || section == MC_SECTION_DIAGNOSES ||
		   section == MC_SECTION_HOSPITAL_COURSE || section == MC_SECTION_ASSESSMENT ||
		   section == MC_SECTION_ASSESSMENT_AND_PLAN || section == MC_SECTION_IMPRESSION;
}

static void
Reserve(McSuggestion *proposal, unsigned rule)
{
	proposal->status = MC_REVIEW;
	proposal->rules |= rule;
}

/*
 * May this finding be coded in this setting, and with what reserve?
 * statement: the rank of the note's strongest statement.
 */
static bool
IsCodable(const McFinding *finding, McSetting setting, int statement,
		  McSuggestion *proposal)
{
	const McAssertion *a = &finding->assertion;

	proposal->status = MC_SUGGEST;
	proposal->rules = 0;
	proposal->support = SectionSupport(finding->section);
	if (a->negated || a->hypothetical || a->experiencer != MC_PATIENT ||
		finding->section == MC_SECTION_ALLERGIES)
		return false;
	if (a->uncertain)
	{
		if (setting != MC_INPATIENT || !IsFinalStatement(finding->section))
			return false;
		Reserve(proposal, MC_RULE_UNCERTAIN_INPATIENT);
	}
	if (a->historical && a->cue_first[MC_CUE_HISTORICAL] != MC_NO_TOKEN)
	{
		proposal->support = MC_HISTORY;
		Reserve(proposal, MC_RULE_HISTORY);
	}
	else if (proposal->support == MC_LIST_ONLY)
		Reserve(proposal, MC_RULE_LIST_ONLY);
	else if (IsObservation(finding->section))
		Reserve(proposal, MC_RULE_FINDING_ONLY);
	else if (StatementRank(finding->section) < statement)
		Reserve(proposal, MC_RULE_NOT_ASSESSED);
	return true;
}

static McSuggestion *
FindSuggestion(McSuggestions *suggestions, McCode code)
{
	for (size_t i = 0; i < suggestions->count; i++)
	{
		if (suggestions->list[i].code == code)
			return &suggestions->list[i];
	}
	return NULL;
}

/* Add a finding to the suggestion of its code. */
static void
AddEvidence(const McHost *host, McSuggestions *suggestions, const McFinding *finding,
			uint32_t number, const McSuggestion *proposal)
{
	McSuggestion *s = FindSuggestion(suggestions, finding->mention.term.code);
	unsigned loss = SectionLoss(finding->section);
	uint8_t score =
		(uint8_t) (finding->mention.score > loss ? finding->mention.score - loss : 1);

	if (s == NULL)
	{
		MC_GROW(host, suggestions->list, suggestions->count, suggestions->cap);
		s = &suggestions->list[suggestions->count++];
		*s = *proposal;
		s->code = finding->mention.term.code;
		s->score = score;
		s->section = finding->section;
		s->first_finding = number;
		s->nfindings = 0;
		s->findings = NULL;
	}
	else
	{
		/* one unreserved statement is enough */
		if (proposal->status < s->status)
		{
			s->status = proposal->status;
			s->rules = proposal->rules;
		}
		if (proposal->support < s->support)
			s->support = proposal->support;
		if (score > s->score)
		{
			s->score = score;
			s->section = finding->section;
		}
	}
	/* the array doubles at each power of two */
	if ((s->nfindings & (s->nfindings - 1)) == 0)
		s->findings = mc_resize(host, s->findings,
								(s->nfindings ? s->nfindings * 2 : 1) * sizeof(uint32_t));
	s->findings[s->nfindings++] = number;
}

static bool
IsUnspecified(const McTerminology *terminology, McCode code)
{
	McCodeInfo info;

	return terminology->code(terminology->arg, code, &info) &&
		   (strstr(info.title, "nspecified") != NULL ||
			strstr(info.title, "without complication") != NULL);
}

/* Unspecified codes give way to specific ones of their category. */
static void
KeepMostSpecific(const McTerminology *terminology, McSuggestions *suggestions)
{
	size_t kept = 0;

	for (size_t i = 0; i < suggestions->count; i++)
	{
		const McSuggestion *s = &suggestions->list[i];
		bool yields = false;

		for (size_t j = 0; j < suggestions->count && !yields; j++)
			yields = j != i && suggestions->list[j].status <= s->status &&
					 Category(suggestions->list[j].code) == Category(s->code) &&
					 !IsUnspecified(terminology, suggestions->list[j].code) &&
					 IsUnspecified(terminology, s->code);
		if (!yields)
		{
			McSuggestion swap = suggestions->list[kept];

			suggestions->list[kept++] = *s;
			suggestions->list[i] = swap;
		}
	}
	suggestions->count = kept;
}

/* What the release says of each code. */
static void
CheckRelease(const McTerminology *terminology, McSuggestions *suggestions)
{
	for (size_t i = 0; i < suggestions->count; i++)
	{
		McSuggestion *s = &suggestions->list[i];
		McCodeInfo info;

		if (!terminology->code(terminology->arg, s->code, &info))
		{
			s->status = MC_QUERY;
			s->rules |= MC_RULE_NOT_IN_RELEASE;
		}
		else if (!info.billable)
		{
			s->status = MC_QUERY;
			s->rules |= MC_RULE_HEADING;
		}
	}
}

/* Order proposed: what is sure first, then by place in the note, then by code. */
static int
CompareSuggestions(const void *a, const void *b)
{
	const McSuggestion *x = a;
	const McSuggestion *y = b;

	if (x->status != y->status)
		return x->status < y->status ? -1 : 1;
	if (x->support != y->support)
		return x->support < y->support ? -1 : 1;
	if (x->score != y->score)
		return x->score > y->score ? -1 : 1;
	if (x->first_finding != y->first_finding)
		return x->first_finding < y->first_finding ? -1 : 1;
	return x->code < y->code ? -1 : x->code > y->code;
}

void
mc_suggest(const McHost *host, const McTerminology *terminology, const McDocument *doc,
		   const McFindings *findings, McSetting setting, McSuggestions *suggestions)
{
	int statement = 0;

	memset(suggestions, 0, sizeof(*suggestions));
	for (size_t i = 0; i < doc->sections.count; i++)
	{
		int rank = StatementRank((McSectionCategory) doc->sections.list[i].category);

		statement = rank > statement ? rank : statement;
	}
	for (size_t i = 0; i < findings->count; i++)
	{
		McSuggestion proposal = {0};

		if (IsCodable(&findings->list[i], setting, statement, &proposal))
			AddEvidence(host, suggestions, &findings->list[i], (uint32_t) i, &proposal);
		if ((i & (MC_INTERRUPT_INTERVAL - 1)) == 0)
			mc_interrupt(host);
	}
	if (suggestions->count == 0)
		return;
	CheckRelease(terminology, suggestions);
	KeepMostSpecific(terminology, suggestions);
	qsort(suggestions->list, suggestions->count, sizeof(McSuggestion),
		  CompareSuggestions);
}
