/*
 * audit.h
 *	  The notes of an encounter held against the codes that were billed for it.
 *
 * One row a billed code, and one for each documented code that was not billed.
 * docs/audit.md has the verdicts, their rules and which goes before which.
 */
#ifndef MC_AUDIT_H
#define MC_AUDIT_H

#include "audit/verdict.h"
#include "encounter/suggestion.h"
#include "meat/meat.h"

/* Most billed codes of an encounter: a claim has 25, and the work grows with their number */
#define MC_MAX_BILLED 1000

typedef struct McBilledCode
{
	McCode code;       /* complete, of the release; each once */
	uint32_t position; /* on the claim, from 1 */
} McBilledCode;

typedef struct McAuditRow
{
	McCode code;
	uint32_t position; /* 0: documented, not billed */
	McVerdict verdict;
	McCode use;       /* the code to use instead, or to come before it; 0: none */
	const char *rule; /* of the verdict, with its source */
	const McSuggestion *support; /* documentation of it; NULL: none */
	const McSuggestion *against; /* what speaks against it; NULL: nothing */
	const char *advice;          /* a question of clinical validation; NULL: none */
} McAuditRow;

typedef struct McAudit
{
	McAuditRow *
		list; /* billed codes as they are given, then what was missed, as it was proposed */
	size_t count;
} McAudit;

/*
 * Judge the billed codes.  suggestions: of mc_suggest() for the same encounter; with no note
 * it has none.  words: those of the version that the suggestions were made with.
 */
extern void mc_audit(const McHost *host, const McTerminology *terminology,
					 const McEncounter *encounter, McSuggestions *suggestions,
					 const McMeatWords *words, const McBilledCode *billed, size_t nbilled,
					 McAudit *audit);

#endif /* MC_AUDIT_H */
