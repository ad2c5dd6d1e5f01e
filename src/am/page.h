/*
 * page.h
 *		What stands on the pages of an index of stored phrases; docs/index-format.md.
 *
 * Structs and macros only.  layout_check.c holds sizes and offsets.
 */
#ifndef MC_AM_PAGE_H
#define MC_AM_PAGE_H

#include "postgres.h"

#include "storage/block.h"
#include "storage/bufpage.h"
#include "storage/itemptr.h"

#include "match/posting.h"

#define MC_META_BLOCK            0
#define MC_FIRST_DIRECTORY_BLOCK 1

#define MC_PAGE_ID 0xFC6D /* last two bytes of each page */

#define MC_INDEX_MAGIC  0x4D435048
#define MC_INDEX_FORMAT 1

typedef enum McPageKind
{
	MC_PAGE_META = 1,
	MC_PAGE_DIRECTORY,
	MC_PAGE_OVERFLOW, /* of a directory page */
	MC_PAGE_BUCKET,
	MC_PAGE_PENDING
} McPageKind;

typedef struct McPageSpecial
{
	BlockNumber next; /* page of the same chain, or InvalidBlockNumber */
	uint16 kind;
	uint16 page_id;
} McPageSpecial;

#define MC_PAGE_SPECIAL(page) ((McPageSpecial *) PageGetSpecialPointer(page))

/* Bytes of a page between header and special space */
#define MC_PAGE_ROOM (BLCKSZ - SizeOfPageHeaderData - sizeof(McPageSpecial))

/* Where the content of a page begins, where it ends, and what is free behind it */
#define MC_PAGE_CONTENT(page) ((char *) PageGetContents(page))
#define MC_PAGE_USED(page)    (((PageHeader) (page))->pd_lower - SizeOfPageHeaderData)
#define MC_PAGE_FREE(page)    (MC_PAGE_ROOM - MC_PAGE_USED(page))

/*
 * Most pending pages: twice the highest limit, because inserters may pass it.  Few, because
 * every record compares the metapage as a whole.
 */
#define MC_MAX_PENDING_LIMIT 64
#define MC_MAX_PENDING_PAGES (2 * MC_MAX_PENDING_LIMIT)

typedef struct McMetaPage
{
	uint32 magic;
	uint32 format;
	uint64 analyser;           /* mc_analyser_fingerprint() */
	uint64 generation;         /* of directory and buckets */
	uint64 pending_generation; /* of pending pages */
	uint64 phrases;            /* in buckets, those that vacuum flagged not counted */
	uint64 wordless;           /* of those, phrases that match nothing */
	uint64 too_long;
	uint64 dead;      /* flagged places */
	uint64 pending;   /* phrases in pending pages */
	uint64 gathering; /* word whose groups outside its bucket are being given up, or 0 */
	uint32 directory_pages;
	uint32 words; /* slots in use */
	BlockNumber open_bucket;
	uint32 pending_limit;     /* sort in at so many pages */
	uint32 pending_pages;     /* in use: the first so many of pending_blocks */
	uint32 pending_allocated; /* the rest are empty */
	uint32 walking;           /* 1: vacuum is walking over the pages */
	BlockNumber pending_blocks[MC_MAX_PENDING_PAGES];
} McMetaPage;

#define MC_META(page) ((McMetaPage *) PageGetContents(page))

/* A word of the directory; free if key is 0. */
typedef struct McSlot
{
	uint64 key;
	uint32 frequency;  /* phrases known to have it: an estimate */
	BlockNumber first; /* its bucket, or InvalidBlockNumber */
	uint32 count;      /* postings under it, dead ones included */
	uint16 offset;     /* of its first group in the content of that page */
	uint16 unused;
} McSlot;

#define MC_SLOTS_PER_PAGE ((int) (MC_PAGE_ROOM / sizeof(McSlot)))

/* A directory page with more is full, and the next of the chain is asked */
#define MC_SLOTS_FULL (MC_SLOTS_PER_PAGE * 9 / 10)

#define MC_SLOTS(page) ((McSlot *) PageGetContents(page))

/* Phrases under a word, on one page */
typedef struct McGroup
{
	uint64 key;
	uint32 bytes; /* of the postings behind it */
	uint32 count;
} McGroup;

/* Longest posting, in a bucket or pending */
#define MC_MAX_POSTING MC_POSTING_SIZE(MC_MAX_TERM_WORDS)

/* Phrases that match nothing stand under this. */
#define MC_KEY_NOTHING 1

/* Key of a group whose phrases, all flagged, have been gathered elsewhere */
#define MC_KEY_ABANDONED 0

/* Key of a word as it is stored: 0 and 1 have a meaning of their own. */
static inline uint64
mc_stored_key(uint64 stem_key)
{
	return stem_key < 2 ? stem_key + 2 : stem_key;
}

/* Directory page of a word: keys are hashes, so pages are ranges of keys. */
static inline BlockNumber
mc_directory_block(uint64 key, uint32 directory_pages)
{
	return MC_FIRST_DIRECTORY_BLOCK +
		   (BlockNumber) (((key >> 32) * (uint64) directory_pages) >> 32);
}

/* Heap row and reference of a posting */
static inline uint64
mc_reference_of_tid(const ItemPointerData *tid)
{
	return (uint64) ItemPointerGetBlockNumberNoCheck(tid) << 16 |
		   ItemPointerGetOffsetNumberNoCheck(tid);
}

static inline void
mc_tid_of_reference(uint64 reference, ItemPointerData *tid)
{
	ItemPointerSet(tid, (BlockNumber) (reference >> 16),
				   (OffsetNumber) (reference & 0xFFFF));
}

#endif /* MC_AM_PAGE_H */
