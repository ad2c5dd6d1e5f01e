/*
 * pending.h
 *		Phrases inserted and not yet sorted in.
 */
#ifndef MC_AM_PENDING_H
#define MC_AM_PENDING_H

#include "am/am.h"

/* A copy of the pending pages: postings one behind the other */
typedef struct McPendingCopy
{
	char *bytes; /* palloc'd */
	Size used;
	uint32 npages;
	BlockNumber *blocks;
	uint32 *page_bytes; /* copied of each */
} McPendingCopy;

/* Copy the pending pages that the metapage names, in their order. */
extern void mc_pending_copy(Relation index, const McMetaPage *meta, McPendingCopy *copy);

/* Postings of a copy, as loop */
#define MC_FOREACH_PENDING(posting, copy)                              \
	for (const McPosting *posting = (const McPosting *) (copy)->bytes; \
		 (const char *) posting < (copy)->bytes + (copy)->used;        \
		 posting =                                                     \
			 (const McPosting *) ((const char *) posting + MC_PENDING_SIZE(posting)))

#endif /* MC_AM_PENDING_H */
