/*
 * verify.h
 *		What the parts of index_verify share: verify_pages.c reads all pages, verify_sums.c
 *		compares what several of them say, verify.c has the order and the rows.
 */
#ifndef MC_AM_VERIFY_H
#define MC_AM_VERIFY_H

#include "am/am.h"

#include "executor/tuptable.h"
#include "lib/bloomfilter.h"
#include "utils/tuplesort.h"

/* Columns of slots and groups, sorted to be compared */
enum
{
	MC_SORT_WORD = 1,
	MC_SORT_PLACE, /* slots before groups */
	MC_SORT_COUNT,
	MC_SORT_FIRST, /* of a slot: where its first group is */
	MC_SORT_COLUMNS = MC_SORT_FIRST
};

/* A place of an index as a number: block, then offset */
#define MC_PLACE(block, offset) ((int64) (((uint64) (block) << 16) | (uint64) (offset)))
#define MC_PLACE_BLOCK(place)   ((BlockNumber) ((uint64) (place) >> 16))
#define MC_PLACE_OFFSET(place)  ((uint32) ((uint64) (place) &0xFFFF))
#define MC_SLOT_PLACE(place)    ((place) + PG_INT64_MIN)

/* What is known of a page */
typedef struct McPageState
{
	uint8 kind;   /* 0 if it is all zero */
	bool reached; /* from another page, or the list of pending ones */
	bool alive;   /* a bucket page with phrases that have not been gathered elsewhere */
	bool filled;  /* a pending page that had phrases */
	bool listed;  /* in the list of pending pages before */
} McPageState;

/* A bucket page in its chain */
typedef struct McChainState
{
	BlockNumber head; /* the page that no other names as its next */
	uint32 position;  /* from there */
} McChainState;

typedef struct McVerifyCounts
{
	uint64 slots;
	uint64 in_slots; /* phrases that slots have */
	uint64 phrases;  /* in buckets, dead ones included */
	uint64 dead;
	uint64 wordless; /* not dead */
	uint64 too_long;
	uint64 abandoned; /* of the dead, those gathered elsewhere */
	uint64 pending;
} McVerifyCounts;

typedef struct McVerify
{
	Relation index;
	Relation heap;
	BufferAccessStrategy strategy;
	bool locked; /* nobody sorts in */
	McMetaPage before;
	McMetaPage after;
	BlockNumber nblocks; /* of the file, after before was read */
	BlockNumber heap_blocks;
	McPageState *pages;
	McChainState *chains;
	TupleDesc desc;
	Tuplesortstate *sort;
	TupleTableSlot *slot; /* of the sort */
	McVerifyCounts counts;
	bloom_filter *filter; /* phrases found, or NULL */
	McPhraseAnalyser *analyser;
	PGAlignedBlock copy;
} McVerify;

#define MC_META_OFFSET(field) offsetof(McMetaPage, field)

/* A word as it is sorted */
static inline Datum
mc_verify_key(uint64 key)
{
	return Int64GetDatum((int64) (key ^ (UINT64CONST(1) << 63)));
}

/* Raise an error about a place. */
_Noreturn extern void mc_verify_report(const McVerify *check, BlockNumber block,
									   Size offset, const char *detail);

/* Copy the metapage, with all pending blocks, and check what it says by itself. */
extern void mc_verify_meta(McVerify *check, McMetaPage *meta);

/*
 * Read and check all pages by themselves, and remember what is on several of them.  The
 * metapage before is known.  With a filter, the phrases are put there.
 */
extern void mc_verify_pages(McVerify *check, bool with_filter);

/* What identifies a phrase of a row: the row, and the words in any order.  Returns the size. */
extern Size mc_verify_fingerprint(const McPosting *posting, const uint64 *first,
								  unsigned nkeys, uint64 *out);

/* Compare directory and buckets with each other and with the metapage. */
extern void mc_verify_buckets(const McVerify *check);

/* Compare the pending pages with the metapage. */
extern void mc_verify_pending(McVerify *check);

#endif /* MC_AM_VERIFY_H */
