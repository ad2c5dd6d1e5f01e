/*
 * finding.h
 *	  Findings: the mentions of a note with what the note says of each and the
 *	  code that it supports.
 */
#ifndef MC_FINDING_H
#define MC_FINDING_H

#include "coding/attribute.h"
#include "context/assertion.h"
#include "match/match.h"

typedef struct McFinding
{
	McMention mention;
	McAssertion assertion;
	McSectionCategory section;
	McCode code;     /* the most specific one that the mention's clause supports */
	bool in_release; /* is it in the release that applies? */
	bool billable;   /* and complete? */
	uint32_t open; /* bit of each axis (McAxis) that would decide more; MC_OPEN_DETAIL */
	uint32_t from_token; /* the words that were read for it, half open */
	uint32_t to_token;
} McFinding;

typedef struct McFindings
{
	McFinding *list; /* by place in the note */
	size_t count;
	const McLoser *losers; /* terms that gave way; winner is a number in list */
	size_t nlosers;
	bool truncated; /* the note had more than MC_MAX_MENTIONS */
} McFindings;

/* All findings of a document, no setting applied. */
extern void mc_findings(const McHost *host, const McTerminology *terminology,
						const McDocument *doc, McFindings *findings);

#endif /* MC_FINDING_H */
