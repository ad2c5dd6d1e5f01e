/*
 * statement.h
 *	  What the sections of a note state: diagnoses, the course, observations, lists.
 */
#ifndef MC_STATEMENT_H
#define MC_STATEMENT_H

#include "encounter/encounter.h"
#include "encounter/suggestion.h"

/* Does the section record what was dealt with in this encounter? */
extern McSupport mc_section_support(McSectionCategory section);

/*
 * How far a section states what the patient has: 2 a list of diagnoses or an
 * assessment, 1 what tells the course or the plan, 0 anything else.
 */
extern int mc_section_rank(McSectionCategory section);

/* Does the provider state there what the patient has: a rank of 1 or 2? */
static inline bool
mc_section_states(McSectionCategory section)
{
	return mc_section_rank(section) > 0;
}

/* Has a note a finding in such a section? */
extern bool mc_note_states(const McNote *note);

/* Is this where findings are recorded that are no diagnoses yet? */
extern bool mc_is_observation(McSectionCategory section);

/* Is a finding's sentence the heading of a problem: an item of a list, a short line of its own? */
extern bool mc_heads_problem(const McNote *note, const McFinding *finding);

/* The rank of what a finding stands in; the heading of a problem in a plan has that of an assessment. */
extern int mc_finding_rank(const McNote *note, const McFinding *finding);

#endif /* MC_STATEMENT_H */
