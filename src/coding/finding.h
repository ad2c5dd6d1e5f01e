/*
 * finding.h
 *	  Findings: the mentions of a note with what the note says of each.
 */
#ifndef MC_FINDING_H
#define MC_FINDING_H

#include "context/assertion.h"
#include "match/match.h"

typedef struct McFinding
{
	McMention mention;
	McAssertion assertion;
	McSectionCategory section;
} McFinding;

typedef struct McFindings
{
	McFinding *list; /* by place in the note */
	size_t count;
	bool truncated; /* the note had more than MC_MAX_MENTIONS */
} McFindings;

/* All findings of a document, no setting applied. */
extern void mc_findings(const McHost *host, const McTerminology *terminology,
						const McDocument *doc, McFindings *findings);

#endif /* MC_FINDING_H */
