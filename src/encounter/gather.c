/*
 * gather.c
 *	  Which findings may be coded in the setting, and with what reserve.
 */
#include <stdlib.h>
#include <string.h>

#include "encounter/case.h"
#include "encounter/statement.h"
#include "encounter/wording.h"
#include "text/word_list.h"

/* What a finding's section is worth as evidence for this encounter. */
#define LOSS_LIST      20 /* lists, past history, observations */
#define LOSS_ELSEWHERE 10 /* neither that nor the provider's statement */

/* Tokens of a sentence that tells about a problem rather than naming it */
#define MIN_NARRATIVE 8

/* What each further mention adds, and how much at most */
#define GAIN_MENTION 2
#define GAIN_MOST    6

static unsigned
SectionLoss(McSectionCategory section)
{
	if (mc_section_rank(section) > 0)
		return 0;
	return mc_section_support(section) == MC_LIST_ONLY || mc_is_observation(section)
			   ? LOSS_LIST
			   : LOSS_ELSEWHERE;
}

/* Sections that make the final statement of an inpatient stay: 2 surely, 1 perhaps. */
static int
FinalRank(const McNote *note, int final_note, McSectionCategory section)
{
	if (note->not_final)
		return 0;
	if (note->kind == MC_DOC_ADMISSION || note->kind == MC_DOC_PROGRESS ||
		section == MC_SECTION_ADMISSION_DIAGNOSIS)
		return final_note == 1 ? 2 : 0;
	if (section == MC_SECTION_DISCHARGE_DIAGNOSIS)
		return 2;
	if (section == MC_SECTION_DIAGNOSES || section == MC_SECTION_HOSPITAL_COURSE ||
		section == MC_SECTION_ASSESSMENT || section == MC_SECTION_ASSESSMENT_AND_PLAN ||
		section == MC_SECTION_IMPRESSION)
		return final_note == 1 || note->kind == MC_DOC_DISCHARGE ? 2
			   : final_note == 0                                 ? 0
																 : 1;
	return final_note == 1 ? 1 : 0;
}

/*
 * Infections that are coded only when confirmed, inpatient too: HIV, Zika,
 * influenza of identified viruses, COVID-19 (ICD-10-CM Guidelines I.C.1.a.1,
 * I.C.1.f, I.C.10.c, I.C.1.g.1.a).
 */
static bool
NeedsConfirmation(McCode code)
{
	return mc_code_in(code, "B20 Z21 A92.5 J09 J10 U07.1");
}

/*
 * Influenza that is suspected to be avian, novel or of another identified virus is coded as
 * influenza of a virus not identified (I.C.10.c): J09.X2 and J10.1 as J11.1; 0: not such a code.
 */
static McCode
UnidentifiedInfluenza(const McCase *c, McCode code)
{
	static const struct
	{
		const char *identified;
		const char *unidentified;
	} rows[] = {
		{"J09.X1 J10.0", "J11.00"}, {"J09.X2 J10.1", "J11.1"}, {"J09.X3 J10.2", "J11.2"},
		{"J10.81", "J11.81"},       {"J10.82", "J11.82"},      {"J10.83", "J11.83"},
		{"J09.X9 J10.8", "J11.89"},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
	{
		if (mc_code_in(code, rows[i].identified) &&
			mc_case_is_billable(c, mc_code(rows[i].unidentified)))
			return mc_code(rows[i].unidentified);
	}
	return 0;
}

/* What others than the provider may document (I.B.14) */
static bool
AnyClinicianMayState(McCode code)
{
	return mc_code_in(code, "Z68 R40.2 R29.7 Z55 Z56 Z57 Z58 Z59 Z60 Z61 Z62 Z63 Z64 Z65 "
							"Y90 Z28.3");
}

static void
Reserve(McSuggestion *proposal, McRule rule)
{
	if (proposal->status < MC_REVIEW)
		proposal->status = MC_REVIEW;
	proposal->rules |= MC_RULE_BIT(rule);
}

/*
 * A symptom before contrasted diagnoses is not one of them: "chest pain, angina versus reflux"
 * (II.D, IV.H).
 */
static bool
IsContrasted(const McNote *note, const McFinding *finding)
{
	uint32_t cue = finding->assertion.cue_first[MC_CUE_UNCERTAIN];
	uint32_t versus;

	if (cue == MC_NO_TOKEN || !mc_is_symptom_code(finding->code) ||
		cue < finding->mention.last_token)
		return false;
	versus = note->doc->tokens.list[cue].word;
	return versus != MC_NO_WORD &&
		   (versus == mc_words_find(&note->doc->words, "versus", 6) ||
			versus == mc_words_find(&note->doc->words, "vs", 2));
}

/* Looked for, and not found: the encounter for it is one all the same (I.C.21.c.5) */
static bool
IsScreened(const McFinding *finding)
{
	const McAssertion *a = &finding->assertion;

	return mc_code_in(finding->code, "Z11 Z12 Z13") &&
		   a->cue_first[MC_CUE_NEGATED] != MC_NO_TOKEN &&
		   a->cue_first[MC_CUE_NEGATED] > finding->mention.last_token;
}

/* May an uncertain diagnosis be coded?  II.H, III.C, IV.H */
static void
JudgeUncertain(const McCase *c, const McNote *note, const McFinding *finding,
			   McSuggestion *proposal)
{
	int final_rank = FinalRank(note, c->encounter->final_note, finding->section);
	McCode influenza = UnidentifiedInfluenza(c, finding->code);

	if (c->encounter->setting != MC_INPATIENT)
		mc_case_drop(proposal, MC_RULE_UNCERTAIN, 0);
	else if (influenza != 0 && final_rank == 2)
	{
		proposal->code = influenza;
		proposal->rules |= MC_RULE_BIT(MC_RULE_NEEDS_CONFIRMATION);
	}
	else if (NeedsConfirmation(finding->code))
		mc_case_drop(proposal, MC_RULE_NEEDS_CONFIRMATION, 0);
	else if (final_rank == 2)
		proposal->rules |= MC_RULE_BIT(MC_RULE_UNCERTAIN_INPATIENT);
	else
		Reserve(proposal, final_rank == 1 ? MC_RULE_UNCERTAIN_INPATIENT
										  : MC_RULE_UNCERTAIN_NOT_FINAL);
}

/* May what stands in this kind of document be coded?  III.B, IV.K, I.B.14 */
static void
JudgeDocument(const McCase *c, const McNote *note, const McFinding *finding,
			  McSuggestion *proposal)
{
	if ((note->author == MC_AUTHOR_CLINICIAN || note->kind == MC_DOC_NURSING) &&
		!AnyClinicianMayState(finding->code))
		Reserve(proposal, MC_RULE_NOT_THE_PROVIDER);
	if (note->is_unsigned)
		Reserve(proposal, MC_RULE_UNSIGNED);
	if (note->kind == MC_DOC_LABORATORY)
		Reserve(proposal, MC_RULE_FINDING_ONLY);
	if ((note->kind == MC_DOC_RADIOLOGY || note->kind == MC_DOC_PATHOLOGY) &&
		c->encounter->setting == MC_INPATIENT)
		Reserve(proposal, MC_RULE_TEST_REPORT);
	if (note->kind == MC_DOC_PROBLEM_LIST)
	{
		proposal->support = MC_LIST_ONLY;
		Reserve(proposal, MC_RULE_LIST_ONLY);
	}
}

/* Is the indication of a test, which is no diagnosis yet, all that makes it uncertain? */
static bool
IsReasonForTest(const McFinding *finding)
{
	return finding->section == MC_SECTION_INDICATION && finding->assertion.uncertain &&
		   finding->assertion.cue_first[MC_CUE_UNCERTAIN] == MC_NO_TOKEN;
}

/*
 * Does the strongest statement of a note go by problems, each with a heading of its own?  What
 * is told below them explains the problems and is not one itself.
 */
static bool
GoesByProblems(const McCase *c, uint32_t note, int strongest)
{
	const McNote *n = &c->encounter->notes[note];
	for (uint32_t i = 0; i < n->findings.count; i++)
	{
		const McFinding *finding = &n->findings.list[i];

		if (mc_finding_rank(n, finding) == strongest && !finding->assertion.negated &&
			mc_heads_problem(n, finding))
			return true;
	}
	return false;
}

/* Is a finding told in the text below a problem's heading? */
static bool
IsNarrative(const McNote *note, const McFinding *finding)
{
	const McSentence *sentence = &note->doc->sentences.list[finding->mention.sentence];

	return sentence->end_token - sentence->first_token > MIN_NARRATIVE &&
		   !mc_heads_problem(note, finding);
}

/* Words between a cause and what it is the cause of, before the name of an operation */
#define REACH_CAUSE 3

/*
 * Is a condition named only by the operation that was done for it, as the cause of another:
 * infection due to the [hernia] repair?
 */
static bool
IsOfRepair(const McNote *note, const McFinding *finding)
{
	const McDocument *doc = note->doc;
	const McSentence *sentence = &doc->sentences.list[finding->mention.sentence];
	uint32_t first = finding->mention.first_token;
	uint32_t behind = finding->mention.last_token + 1;
	uint32_t from = first > sentence->first_token + REACH_CAUSE + 2
						? first - REACH_CAUSE - 2
						: sentence->first_token;

	return behind < sentence->end_token &&
		   mc_token_is(doc, behind, "repair|excision|resection|removal") &&
		   mc_list_within(doc, from, first,
						  "due to|following|after|complicating|secondary to|related to",
						  MC_NO_DOTS) < first;
}

/* What a note states, and where */
typedef struct Statement
{
	int rank;          /* of the strongest statement */
	bool symptoms;     /* it leaves them to be coded */
	bool by_problems;  /* it goes by problems, each with a heading of its own */
	bool preoperative; /* the preoperative diagnosis stands */
	bool disease;      /* no list of diagnoses, but the story names a disease */
} Statement;

/*
 * Does the preoperative diagnosis stand?  It is what the surgery was done for, unless the
 * postoperative one is known to be different (IV.N).
 */
static bool
PreoperativeStands(const McDocument *doc)
{
	for (size_t i = 0; i < doc->sections.count; i++)
	{
		const McSection *section = &doc->sections.list[i];
		uint32_t end = section->body_token + 2 < doc->tokens.count
						   ? section->body_token + 2
						   : doc->tokens.count;

		if (section->category == MC_SECTION_POSTOPERATIVE_DIAGNOSIS &&
			mc_words_within(doc, section->body_token, end, "same|unchanged") == end)
			return false;
	}
	return true;
}

/* Is it that, with no word of doubt? */
static bool
IsPreoperative(const McFinding *finding)
{
	return finding->section == MC_SECTION_PREOPERATIVE_DIAGNOSIS &&
		   finding->assertion.uncertain &&
		   finding->assertion.cue_first[MC_CUE_UNCERTAIN] == MC_NO_TOKEN;
}

/*
 * Is it told of an operation as it went?  There organs are cut and dislocated, and symptoms are
 * those of the anesthesia; what is put in or taken out today is no status yet (I.C.21.c.3).
 */
static bool
IsOfOperation(const McNote *note, const McFinding *finding)
{
	if (finding->section == MC_SECTION_OPERATIVE_DETAILS)
		return true;
	return finding->section == MC_SECTION_PROCEDURE &&
		   (mc_code_in(finding->code, "Z89 Z90 Z93 Z94 Z95 Z96 Z97 Z98 Z99") ||
			(mc_code_in(finding->code, "R V W X Y Z") && IsNarrative(note, finding)));
}

/* A symptom in the telling of an illness or a stay */
static bool
IsToldSymptom(const McNote *note, const McFinding *finding)
{
	return (finding->section == MC_SECTION_PRESENT_ILLNESS ||
			finding->section == MC_SECTION_HOSPITAL_COURSE) &&
		   mc_is_symptom_code(finding->code) && IsNarrative(note, finding);
}

/* What a finding alone would give. */
static McSuggestion
Propose(const McCase *c, McEvidence e, const Statement *statement)
{
	const McNote *note = &c->encounter->notes[e.note];
	const McFinding *finding = mc_case_finding(c, e);
	const McAssertion *a = &finding->assertion;
	unsigned loss = SectionLoss(finding->section);
	bool stands = statement->preoperative && IsPreoperative(finding);
	int rank = stands ? 2 : mc_finding_rank(note, finding);
	McSuggestion p = {
		.code = finding->code,
		.status = MC_SUGGEST,
		.support = mc_section_support(finding->section),
		.section = finding->section,
		.score =
			(uint8_t) (finding->mention.score > loss ? finding->mention.score - loss : 1),
		.open = finding->open,
		.first = e,
	};

	if (a->negated && !IsScreened(finding))
		mc_case_drop(&p, MC_RULE_NEGATED, 0);
	else if (a->experiencer != MC_PATIENT)
		mc_case_drop(&p, MC_RULE_OTHER_PERSON, 0);
	else if (finding->section == MC_SECTION_ALLERGIES)
		mc_case_drop(&p, MC_RULE_ALLERGY, 0);
	else if (a->hypothetical)
		mc_case_drop(&p, MC_RULE_HYPOTHETICAL, 0);
	else if (IsOfRepair(note, finding))
		mc_case_drop(&p, MC_RULE_HISTORY_ACUTE, 0);
	else if (IsReasonForTest(finding))
		Reserve(&p, MC_RULE_REASON_FOR_VISIT);
	else if (a->uncertain && !stands && !IsContrasted(note, finding))
		JudgeUncertain(c, note, finding, &p);
	if (p.dropped_by != MC_RULE_NONE)
		return p;
	JudgeDocument(c, note, finding, &p);
	if (a->historical && a->cue_first[MC_CUE_HISTORICAL] != MC_NO_TOKEN)
	{
		p.support = MC_HISTORY;
		Reserve(&p, MC_RULE_HISTORY);
	}
	else if (p.support == MC_LIST_ONLY)
		Reserve(&p, MC_RULE_LIST_ONLY);
	else if (mc_is_observation(finding->section) || IsOfOperation(note, finding))
		Reserve(&p, MC_RULE_FINDING_ONLY);
	else if ((statement->by_problems && IsNarrative(note, finding) &&
			  mc_is_symptom_code(finding->code)) ||
			 (statement->disease && IsToldSymptom(note, finding)))
		Reserve(&p, MC_RULE_NOT_ASSESSED);
	else if (rank < statement->rank &&
			 !(statement->symptoms && mc_is_symptom_code(finding->code)))
		Reserve(&p, MC_RULE_NOT_ASSESSED);
	return p;
}

/* By what becomes of it, code, note and place */
static int
CompareProposals(const void *a, const void *b)
{
	const McSuggestion *x = a;
	const McSuggestion *y = b;

	if (x->dropped_by != y->dropped_by)
		return x->dropped_by < y->dropped_by ? -1 : 1;
	if (x->code != y->code)
		return x->code < y->code ? -1 : 1;
	if (x->first.note != y->first.note)
		return x->first.note < y->first.note ? -1 : 1;
	return x->first.finding < y->first.finding ? -1 : x->first.finding > y->first.finding;
}

/* The suggestion of the n findings of one code. */
static void
AddSuggestion(McCase *c, const McSuggestion *proposals, size_t n)
{
	McSuggestion *s;
	unsigned gain = (unsigned) (n - 1) * GAIN_MENTION;

	MC_GROW(c->host, c->list, c->count, c->cap);
	s = &c->list[c->count++];
	*s = proposals[0];
	s->evidence = mc_alloc(c->host, n * sizeof(McEvidence));
	for (size_t i = 0; i < n; i++)
	{
		const McSuggestion *p = &proposals[i];

		s->evidence[s->nevidence++] = p->first;
		s->open &= p->open;
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
	gain = gain > GAIN_MOST ? GAIN_MOST : gain;
	s->score = (uint8_t) (s->score + gain > 100 ? 100 : s->score + gain);
}

/*
 * The strongest statement of a note.  Where it names nothing but uncertain diagnoses symptoms
 * count wherever they are, IV.H.
 */
static Statement
StrongestStatement(const McCase *c, uint32_t note)
{
	const McDocument *doc = c->encounter->notes[note].doc;
	const McFindings *findings = &c->encounter->notes[note].findings;
	Statement all = {.rank = 0};
	int strongest = 0;
	bool certain = false;
	bool uncertain = false;

	bool stands = PreoperativeStands(doc);

	for (size_t i = 0; i < doc->sections.count; i++)
	{
		McSectionCategory section = (McSectionCategory) doc->sections.list[i].category;
		int rank = mc_section_rank(section);

		if (rank > strongest &&
			!(stands && section == MC_SECTION_POSTOPERATIVE_DIAGNOSIS))
			strongest = rank;
	}
	if (strongest < 2 && stands)
	{
		all.preoperative = true;
		for (uint32_t i = 0; i < findings->count && strongest < 2; i++)
			strongest = IsPreoperative(&findings->list[i]) ? 2 : strongest;
	}
	for (uint32_t i = 0; i < findings->count; i++)
	{
		const McFinding *finding = &findings->list[i];
		McEvidence e = {.note = note, .finding = i};
		McSuggestion p;

		if (mc_finding_rank(&c->encounter->notes[note], finding) < strongest &&
			!(all.preoperative && IsPreoperative(finding)))
			continue;
		p = Propose(c, e, &all);
		certain |= p.dropped_by == MC_RULE_NONE;
		uncertain |= p.dropped_by == MC_RULE_UNCERTAIN;
		all.disease |= strongest < 2 && p.dropped_by == MC_RULE_NONE &&
					   p.status == MC_SUGGEST && !mc_is_symptom_code(finding->code) &&
					   !mc_code_in(finding->code, "V W X Y Z");
	}
	all.symptoms = !certain && (uncertain || strongest < 2);
	/* a plan that names no problem is no statement of any */
	all.rank = strongest == 1 && !certain ? 0 : strongest;
	all.by_problems = all.rank == 2 && GoesByProblems(c, note, all.rank);
	return all;
}

void
mc_gather(McCase *c)
{
	McSuggestion *proposals;
	size_t total = 0;
	size_t n = 0;
	size_t end;

	for (size_t k = 0; k < c->encounter->nnotes; k++)
		total += c->encounter->notes[k].findings.count;
	proposals = mc_alloc(c->host, (total + 1) * sizeof(McSuggestion));
	for (uint32_t k = 0; k < c->encounter->nnotes; k++)
	{
		const McFindings *findings = &c->encounter->notes[k].findings;
		Statement statement = StrongestStatement(c, k);

		for (uint32_t i = 0; i < findings->count; i++)
		{
			McEvidence e = {.note = k, .finding = i};

			proposals[n++] = Propose(c, e, &statement);
			if ((i & (MC_INTERRUPT_INTERVAL - 1)) == 0)
				mc_interrupt(c->host);
		}
	}
	qsort(proposals, n, sizeof(McSuggestion), CompareProposals);
	for (size_t first = 0; first < n; first = end)
	{
		for (end = first + 1; end < n && proposals[end].code == proposals[first].code &&
							  proposals[end].dropped_by == proposals[first].dropped_by;)
			end++;
		AddSuggestion(c, &proposals[first], end - first);
	}
	mc_release(c->host, proposals);
}
