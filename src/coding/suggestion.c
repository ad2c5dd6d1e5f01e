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

/*
 * Infections that are coded only when confirmed, inpatient too: HIV, Zika,
 * influenza of identified viruses, COVID-19 (ICD-10-CM Guidelines I.C.1.a.1,
 * I.C.1.f, I.C.10.c, I.C.1.g.1.a).
 */
static bool
NeedsConfirmation(McCode code)
{
	static const char *const prefixes[] = {"B20", "Z21", "A925", "J09", "J10", "U071"};

	for (size_t i = 0; i < sizeof(prefixes) / sizeof(prefixes[0]); i++)
	{
		size_t n = strlen(prefixes[i]);
		size_t k = 0;

		while (k < n && (char) (code >> (56 - 8 * k) & 0xFF) == prefixes[i][k])
			k++;
		if (k == n)
			return true;
	}
	return false;
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

	unsigned loss = SectionLoss(finding->section);

	memset(proposal, 0, sizeof(*proposal));
	proposal->code = finding->mention.term.code;
	proposal->status = MC_SUGGEST;
	proposal->support = SectionSupport(finding->section);
	proposal->section = finding->section;
	proposal->score =
		(uint8_t) (finding->mention.score > loss ? finding->mention.score - loss : 1);
	if (a->negated || a->hypothetical || a->experiencer != MC_PATIENT ||
		finding->section == MC_SECTION_ALLERGIES)
		return false;
	if (a->uncertain)
	{
		if (setting != MC_INPATIENT || !IsFinalStatement(finding->section) ||
			NeedsConfirmation(finding->mention.term.code))
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

/* A finding that may be coded. */
typedef struct Codable
{
	McSuggestion proposal; /* what it alone would give */
	uint32_t number;       /* of the finding */
} Codable;

static int
CompareCodable(const void *a, const void *b)
{
	const Codable *x = a;
	const Codable *y = b;

	if (x->proposal.code != y->proposal.code)
		return x->proposal.code < y->proposal.code ? -1 : 1;
	return x->number < y->number ? -1 : x->number > y->number;
}

/* The suggestion of the n findings of one code. */
static void
AddSuggestion(const McHost *host, McSuggestions *suggestions, const Codable *list,
			  size_t n)
{
	McSuggestion *s;

	MC_GROW(host, suggestions->list, suggestions->count, suggestions->cap);
	s = &suggestions->list[suggestions->count++];
	*s = list[0].proposal;
	s->first_finding = list[0].number;
	s->findings = mc_alloc(host, n * sizeof(uint32_t));
	for (size_t i = 0; i < n; i++)
	{
		const McSuggestion *p = &list[i].proposal;

		s->findings[s->nfindings++] = list[i].number;
		/* the least reserved statement speaks for the code */
		if (p->status < s->status || (p->status == s->status && p->support < s->support))
		{
			s->status = p->status;
			s->support = p->support;
			s->rules = p->rules;
		}
		if (p->score > s->score)
		{
			s->score = p->score;
			s->section = p->section;
		}
	}
}

/*
 * How little a code says: 2 when it is the unspecified one of its category
 * (N18.9), 1 when it leaves something open below that (N18.30), else 0.
 */
static int
Vagueness(const McTerminology *terminology, McCode code)
{
	McCodeInfo info;

	if (!terminology->code(terminology->arg, code, &info) ||
		(strstr(info.title, "nspecified") == NULL &&
		 strstr(info.title, "without complication") == NULL))
		return 0;
	/* depression not further specified is F32.A */
	return (code >> 32 & 0xFF) == '9' || (code >> 32 & 0xFF) == 'A' ? 2 : 1;
}

/*
 * Vague codes give way to specific ones of their category that are no less
 * certain.  The suggestions are in the order of their codes.
 */
static void
KeepMostSpecific(const McHost *host, const McTerminology *terminology,
				 McSuggestions *suggestions)
{
	size_t kept = 0;
	size_t end;

	for (size_t first = 0; first < suggestions->count; first = end)
	{
		/* the clearest of the category, for each status */
		int clearest[MC_QUERY + 1] = {2, 2, 2};

		for (end = first;
			 end < suggestions->count && Category(suggestions->list[end].code) ==
											 Category(suggestions->list[first].code);
			 end++)
		{
			const McSuggestion *s = &suggestions->list[end];
			int vagueness = Vagueness(terminology, s->code);

			for (int status = (int) s->status; status <= MC_QUERY; status++)
			{
				if (vagueness < clearest[status])
					clearest[status] = vagueness;
			}
		}
		for (size_t i = first; i < end; i++)
		{
			const McSuggestion *s = &suggestions->list[i];

			if (Vagueness(terminology, s->code) <= clearest[s->status])
				suggestions->list[kept++] = *s;
		}
		mc_interrupt(host);
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

/* Order proposed: the surest first, then by place in the note, then by code. */
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
	Codable *codable;
	size_t n = 0;
	size_t end;

	memset(suggestions, 0, sizeof(*suggestions));
	for (size_t i = 0; i < doc->sections.count; i++)
	{
		int rank = StatementRank((McSectionCategory) doc->sections.list[i].category);

		statement = rank > statement ? rank : statement;
	}
	codable = mc_alloc(host, (findings->count + 1) * sizeof(Codable));
	for (size_t i = 0; i < findings->count; i++)
	{
		if (IsCodable(&findings->list[i], setting, statement, &codable[n].proposal))
			codable[n++].number = (uint32_t) i;
		if ((i & (MC_INTERRUPT_INTERVAL - 1)) == 0)
			mc_interrupt(host);
	}
	qsort(codable, n, sizeof(Codable), CompareCodable);
	for (size_t first = 0; first < n; first = end)
	{
		for (end = first + 1;
			 end < n && codable[end].proposal.code == codable[first].proposal.code;)
			end++;
		AddSuggestion(host, suggestions, &codable[first], end - first);
	}
	mc_release(host, codable);
	if (suggestions->count == 0)
		return;
	CheckRelease(terminology, suggestions);
	KeepMostSpecific(host, terminology, suggestions);
	qsort(suggestions->list, suggestions->count, sizeof(McSuggestion),
		  CompareSuggestions);
}
