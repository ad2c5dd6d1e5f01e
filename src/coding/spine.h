/*
 * spine.h
 *	  The region of the spine that a level names: L4-5, C7-T1, S1.
 */
#ifndef MC_SPINE_H
#define MC_SPINE_H

#include "match/terminology.h"
#include "text/document.h"

/* Most words that are added */
#define MC_SPINE_WORDS 2

/*
 * For the code of a disease of the spine (M40-M54, M99), the stems that its titles have for the
 * region which tokens from..to name, by a word (lumbar) or by their first level: radiculopathy at
 * L5-S1 is of the lumbosacral region.  Into stems; returns how many.
 */
extern size_t mc_spine_words(const McDocument *doc, McCode code, uint32_t from,
							 uint32_t to, uint64_t *stems);

#endif /* MC_SPINE_H */
