/*
 * audit_work.h
 *	  What the parts of mc_audit() share.
 */
#ifndef MC_AUDIT_WORK_H
#define MC_AUDIT_WORK_H

#include "audit/audit.h"
#include "audit/clue.h"
#include "encounter/case.h"

typedef struct McAuditWork
{
	const McHost *host;
	const McTerminology *terminology;
	const McEncounter *encounter;
	McSuggestions *suggestions;
	const McMeatWords *words;
	const McBilledCode *billed;
	size_t nbilled;
	McCase encounter_case; /* for helpers of the steps of mc_suggest() */
	McClues clues;         /* mc_audit_clues() */
	bool clues_read;
} McAuditWork;

/* The clues of the notes, read when they are first asked for */
extern const McClues *mc_audit_clues(McAuditWork *w);

/*
 * documented.c: the verdict for a billed code that is proposed, but for the order; rule:
 * what holds the documentation back, MC_RULE_NONE: nothing.
 */
extern McVerdict mc_documented(McAuditWork *w, const McSuggestion *s, McRule *rule);

/* documented.c: is there a note of the encounter that diagnoses may be coded from? */
extern bool mc_has_record(const McEncounter *encounter);

/* billed_order.c: supported codes that stand before one that has to come first */
extern void mc_judge_order(McAuditWork *w, McAuditRow *rows);

/* validation.c: conditions that are stated without any of their indicators */
extern void mc_validate(McAuditWork *w, McAudit *audit);

#endif /* MC_AUDIT_WORK_H */
