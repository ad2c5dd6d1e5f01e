/*
 * statement.c
 *	  What the sections of a note state: diagnoses, the course, observations, lists.
 */
#include "encounter/statement.h"

/* Tokens beside a mention in a line that is the heading of a problem */
#define MAX_BESIDE 5

/* Does the section record what was dealt with in this encounter? */
McSupport
mc_section_support(McSectionCategory section)
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
int
mc_section_rank(McSectionCategory section)
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
bool
mc_is_observation(McSectionCategory section)
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

/*
 * Is the sentence the heading of a problem: a line of its own with little beside the
 * mention, or an item of a list?
 */
bool
mc_heads_problem(const McNote *note, const McFinding *finding)
{
	const McDocument *doc = note->doc;
	const McSentence *sentence = &doc->sentences.list[finding->mention.sentence];
	const McToken *t = doc->tokens.list;
	uint32_t length = sentence->end_token - sentence->first_token;
	uint32_t covered = finding->mention.last_token - finding->mention.first_token + 1;
	bool own_line = t[sentence->first_token].flags & MC_TOK_LINE &&
					(sentence->end_token == doc->tokens.count ||
					 t[sentence->end_token].flags & MC_TOK_LINE);

	return sentence->flags & MC_SENT_ITEM || (own_line && length <= covered + MAX_BESIDE);
}

/*
 * The rank of what a finding stands in.  The heading of a problem in a plan names it as
 * an assessment does: "Plan: ... 2. Closed fracture of the femur".
 */
int
mc_finding_rank(const McNote *note, const McFinding *finding)
{
	if (finding->section == MC_SECTION_PLAN && mc_heads_problem(note, finding))
		return 2;
	return mc_section_rank(finding->section);
}

bool
mc_note_states(const McNote *note)
{
	for (size_t i = 0; i < note->findings.count; i++)
	{
		if (mc_section_states(note->findings.list[i].section))
			return true;
	}
	return false;
}
