/*
 * bucket.h
 *		Directory and buckets: finding words, and sorting phrases in.
 */
#ifndef MC_AM_BUCKET_H
#define MC_AM_BUCKET_H

#include "am/am.h"

/* A word to be counted; frequency is what is known of it afterwards. */
typedef struct McWordTally
{
	uint64 key;
	uint32 added;
	uint32 frequency;
} McWordTally;

/* A phrase to be sorted in, and the word it is to stand under */
typedef struct McNewPosting
{
	uint64 key;
	const McPosting *posting; /* without that word */
} McNewPosting;

/*
 * Find a word in the directory: its slot, copied, and where it is.  False if it
 * is not there.
 */
extern bool mc_slot_read(Relation index, uint32 directory_pages, uint64 key, McSlot *slot,
						 BlockNumber *block, int *number);

/* The phrases of a word, copied from its bucket, and the pages they were on */
typedef struct McCollected
{
	MemoryContext context;
	char *bytes; /* postings one behind the other, without dead ones */
	Size used;
	Size size;
	uint32 count;
	BlockNumber *blocks;
	uint32 nblocks; /* that have some */
	uint32 blocks_size;
	uint32 walked; /* pages looked at */
} McCollected;

extern void mc_collected_init(MemoryContext context, McCollected *collected);

/*
 * Copy the phrases of a word.  False if there are not as many as the slot says: they
 * have been gathered elsewhere since it was read, and it must be read again.
 */
extern bool mc_bucket_collect(Relation index, const McSlot *slot, McCollected *collected);

/*
 * Count words, in ascending order of their keys, and make slots for new ones.
 * Only under the lock of mc_am_flush().
 */
extern void mc_count_words(Relation index, uint32 directory_pages, McWordTally *words,
						   size_t n);

/*
 * Sort phrases in, in ascending order of the words they are to stand under, which
 * have been counted.  Only under the lock of mc_am_flush().  may_gather: phrases of a
 * word may be moved to another page.
 */
extern void mc_sort_in(Relation index, uint32 directory_pages, const McNewPosting *list,
					   size_t n, bool may_gather);

/*
 * Add phrases of a word to a page, as many as fit; returns their number.
 * *offset is where the group begins that the first of them is in.
 */
extern size_t mc_bucket_append(Page page, const McNewPosting *list, size_t n, Size limit,
							   uint16 *offset);

#endif /* MC_AM_BUCKET_H */
