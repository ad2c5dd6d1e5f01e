/*
 * resolve.h
 *	  One mention to the most specific code that its clause supports.
 */
#ifndef MC_RESOLVE_H
#define MC_RESOLVE_H

#include "coding/finding.h"

/*
 * Resolve findings, which are those of a document by place: side, acuity, stage,
 * grade, type and words of the title that stand beside a mention decide between the
 * codes below its own (ICD-10-CM Guidelines I.B.2; docs/resolution.md says which words
 * stand beside it).  Sets code, in_release, billable, open and the words read.
 */
extern void mc_resolve(const McHost *host, const McTerminology *terminology,
					   const McDocument *doc, McFinding *findings, size_t count);

/*
 * The most specific code at or below one, or in its place, that the attributes and words
 * (keys of stems) support; open gets what is left open.  The code itself where
 * nothing more is supported, or it has no card.
 */
extern McCode mc_most_specific(const McTerminology *terminology, McCode code,
							   const McAttributes *said, const uint64_t *stems,
							   size_t nstems, uint32_t *open);

#endif /* MC_RESOLVE_H */
