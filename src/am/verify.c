/*
 * verify.c
 *		index_verify: is an index of stored phrases what docs/index-format.md says?
 *
 * What may change while it is being read.  Directory, buckets and which pages there
 * are change only when phrases are sorted in, which the heavyweight lock of the
 * metapage keeps away.  Two things go on under it:
 *
 * - Inserts append to pending pages, take free ones and make new ones.  Nothing leaves
 *	 the list, so what was counted on the pages of the list is no less than the
 *	 metapage had before and no more than it has after.
 * - Vacuum flags phrases in buckets, each with the metapage in the same record.  No flag
 *	 is taken back, so there is the same order; phrases and dead ones together stay the
 *	 same.
 *
 * So counts are compared with the metapage as it was before and after.  If nothing went
 * on both are the same, and the comparison is exact.
 *
 * In recovery there is no such lock, and replay may sort in at any time.  There each page
 * is checked by itself, and what several pages must have in common only if the
 * generations of the metapage are the same before and after.
 *
 * Pending pages are read before buckets, as a scan reads them: a phrase that moves
 * meanwhile is seen at least once, in recovery too.
 */
#include "am/inspect.h"

#include "access/genam.h"
#include "access/htup_details.h"
#include "access/tableam.h"
#include "access/transam.h"
#include "access/xact.h"
#include "access/xlog.h"
#include "catalog/index.h"
#include "catalog/pg_operator_d.h"
#include "catalog/pg_type_d.h"
#include "common/pg_prng.h"
#include "executor/tuptable.h"
#include "lib/bloomfilter.h"
#include "miscadmin.h"
#include "storage/lmgr.h"
#include "utils/builtins.h"
#include "utils/guc.h"
#include "utils/memutils.h"
#include "utils/snapmgr.h"
#include "utils/tuplesort.h"

#include "am/walk.h"

PG_FUNCTION_INFO_V1(mc_index_verify_sql);

/* Columns of slots and groups, sorted to be compared */
enum
{
	SORT_WORD = 1,
	SORT_PLACE, /* slots before groups */
	SORT_COUNT,
	SORT_FIRST, /* of a slot: where its first group is */
	SORT_COLUMNS = SORT_FIRST
};

/* A place of an index as a number: block, then offset */
#define PLACE(block, offset) ((int64) (((uint64) (block) << 16) | (uint64) (offset)))
#define PLACE_BLOCK(place)   ((BlockNumber) ((uint64) (place) >> 16))
#define PLACE_OFFSET(place)  ((uint32) ((uint64) (place) &0xFFFF))
#define SLOT_PLACE(place)    ((place) + PG_INT64_MIN)

/* What is known of a page */
typedef struct PageState
{
	uint8 kind;   /* 0 if it is all zero */
	bool reached; /* from another page, or the list of pending ones */
	bool alive;   /* a bucket page with phrases that have not been gathered elsewhere */
	bool filled;  /* a pending page that had phrases */
	bool listed;  /* in the list of pending pages before */
} PageState;

/* A bucket page in its chain */
typedef struct ChainState
{
	BlockNumber head; /* the page that no other names as its next */
	uint32 position;  /* from there */
} ChainState;

typedef struct Counts
{
	uint64 slots;
	uint64 in_slots; /* phrases that slots have */
	uint64 phrases;  /* in buckets, dead ones included */
	uint64 dead;
	uint64 wordless; /* not dead */
	uint64 too_long;
	uint64 abandoned; /* of the dead, those gathered elsewhere */
	uint64 pending;
} Counts;

typedef struct Check
{
	Relation index;
	Relation heap;
	BufferAccessStrategy strategy;
	bool locked; /* nobody sorts in */
	McMetaPage before;
	McMetaPage after;
	BlockNumber nblocks; /* of the file, after before was read */
	BlockNumber heap_blocks;
	PageState *pages;
	ChainState *chains;
	TupleDesc desc;
	Tuplesortstate *sort;
	TupleTableSlot *slot; /* of the sort */
	Counts counts;
	bloom_filter *filter; /* phrases found, or NULL */
	McPhraseAnalyser *analyser;
	PGAlignedBlock copy;
} Check;

/* Raise an error about a place. */
static void
Report(const Check *check, BlockNumber block, Size offset, const char *detail)
{
	ereport(ERROR,
			(errcode(ERRCODE_INDEX_CORRUPTED),
			 errmsg("index \"%s\" is corrupted at block %u, offset %zu",
					RelationGetRelationName(check->index), block, offset),
			 errdetail("%s", detail), errhint("%s", mc_reindex_hint(check->index))));
}

/* The same for a count of the metapage */
static void
ReportCount(const Check *check, Size offset, const char *what, uint64 stored,
			uint64 counted)
{
	Report(check, MC_META_BLOCK, offset,
		   psprintf("The metapage has " UINT64_FORMAT " %s, there are " UINT64_FORMAT ".",
					stored, what, counted));
}

#define META_OFFSET(field) offsetof(McMetaPage, field)

/* Copy a page and check its header; returns its kind. */
static int
ReadPage(Check *check, BlockNumber block)
{
	Page page = (Page) check->copy.data;
	const char *damage;

	CHECK_FOR_INTERRUPTS();
	mc_page_copy(check->index, block, check->strategy, check->copy.data);
	if (PageIsNew(page))
		return 0;
	damage = mc_page_damage(page, block);
	if (damage)
		Report(check, block, 0, damage);
	return MC_PAGE_SPECIAL(page)->kind;
}

/*
 * Is a block that a page names within the file?  In recovery it may have come after
 * the file was measured: then it is left out, and so are the sums.
 */
static bool
IsWithin(Check *check, BlockNumber named, BlockNumber block, Size offset)
{
	if (named < check->nblocks)
		return true;
	if (check->locked || named >= RelationGetNumberOfBlocks(check->index))
		Report(check, block, offset,
			   psprintf("It names block %u, which is not in the file.", named));
	return false;
}

/* Copy the metapage, with all pending blocks, and check what it says by itself. */
static void
ReadMeta(Check *check, McMetaPage *meta)
{
	if (ReadPage(check, MC_META_BLOCK) != MC_PAGE_META)
		Report(check, MC_META_BLOCK, 0, "Block 0 is all zero.");
	memcpy(meta, MC_META(check->copy.data), sizeof(*meta));
	if (meta->pending_allocated > MC_MAX_PENDING_PAGES ||
		meta->pending_pages > meta->pending_allocated)
		Report(check, MC_META_BLOCK, META_OFFSET(pending_pages),
			   "There are more pending pages than there can be.");
	if (meta->pending_limit < 1 || meta->pending_limit > MC_MAX_PENDING_LIMIT)
		Report(check, MC_META_BLOCK, META_OFFSET(pending_limit),
			   "The limit of pending pages is none that can be set.");
	if (meta->directory_pages == 0)
		Report(check, MC_META_BLOCK, META_OFFSET(directory_pages),
			   "There are no directory pages.");
}

static Datum
KeyDatum(uint64 key)
{
	return Int64GetDatum((int64) (key ^ (UINT64CONST(1) << 63)));
}

/* Remember a slot or a group. */
static void
PutSorted(Check *check, uint64 key, int64 place, uint32 count, int64 first)
{
	ExecClearTuple(check->slot);
	check->slot->tts_values[SORT_WORD - 1] = KeyDatum(key);
	check->slot->tts_values[SORT_PLACE - 1] = Int64GetDatum(place);
	check->slot->tts_values[SORT_COUNT - 1] = Int64GetDatum((int64) count);
	check->slot->tts_values[SORT_FIRST - 1] = Int64GetDatum(first);
	memset(check->slot->tts_isnull, false, SORT_COLUMNS * sizeof(bool));
	ExecStoreVirtualTuple(check->slot);
	tuplesort_puttupleslot(check->sort, check->slot);
}

static int
CompareKeys(const void *a, const void *b)
{
	uint64 x = *(const uint64 *) a;
	uint64 y = *(const uint64 *) b;

	return x < y ? -1 : x > y;
}

/* What identifies a phrase of a row: the row, and the words in any order. */
static Size
Fingerprint(const McPosting *posting, const uint64 *first, unsigned nkeys, uint64 *out)
{
	unsigned n = 0;

	out[0] = mc_posting_head(mc_posting_reference(posting),
							 mc_posting_flags(posting) & ~(unsigned) MC_POSTING_DEAD,
							 mc_posting_words(posting));
	if (first)
		out[++n] = *first;
	memcpy(out + 1 + n, posting->keys, nkeys * sizeof(uint64));
	n += nkeys;
	qsort(out + 1, n, sizeof(uint64), CompareKeys);
	return MC_POSTING_SIZE(n);
}

/* A phrase that is not dead: its row is in the table, and the filter knows it. */
static void
TakePosting(Check *check, BlockNumber block, const McPageWalk *walk)
{
	const McPosting *posting = walk->posting;
	BlockNumber heap_block = (BlockNumber) (mc_posting_reference(posting) >> 16);
	uint64 print[1 + MC_MAX_TERM_WORDS];

	/* the table may have grown; it does not become shorter under our lock */
	if (heap_block >= check->heap_blocks)
	{
		check->heap_blocks = RelationGetNumberOfBlocks(check->heap);
		if (heap_block >= check->heap_blocks)
			Report(
				check, block, walk->posting_at,
				psprintf(
					"The phrase is of a row in block %u, which the table does not have.",
					heap_block));
	}
	if (check->filter == NULL)
		return;
	if (walk->pending)
		bloom_add_element(check->filter, (unsigned char *) print,
						  Fingerprint(posting, NULL, mc_posting_words(posting), print));
	else
		bloom_add_element(
			check->filter, (unsigned char *) print,
			Fingerprint(posting, mc_posting_words(posting) > 0 ? &walk->group->key : NULL,
						mc_posting_keys(posting), print));
}

/* The pending pages that are in use by the metapage before. */
static void
CheckPending(Check *check)
{
	for (uint32 i = 0; i < check->before.pending_allocated; i++)
	{
		BlockNumber block = check->before.pending_blocks[i];
		Size offset = META_OFFSET(pending_blocks) + i * sizeof(BlockNumber);
		McPageWalk walk;

		if (!IsWithin(check, block, MC_META_BLOCK, offset))
			continue;
		if (check->pages[block].listed)
			Report(check, MC_META_BLOCK, offset,
				   psprintf("Block %u is twice in the list of pending pages.", block));
		check->pages[block].listed = true;
		if (ReadPage(check, block) != MC_PAGE_PENDING)
			Report(check, MC_META_BLOCK, offset,
				   psprintf("Block %u is not a pending page.", block));
		if (i >= check->before.pending_pages)
			continue;
		mc_walk_begin(&walk, (Page) check->copy.data);
		check->pages[block].filled = walk.used > 0;
		while (mc_walk_next(&walk))
		{
			check->counts.pending++;
			TakePosting(check, block, &walk);
		}
		if (walk.damage)
			Report(check, block, walk.damage_at, walk.damage);
	}
}

/* A slot that is in use, on a page of the chain that begins at primary. */
static void
CheckSlot(Check *check, BlockNumber primary, BlockNumber block, int number)
{
	Page page = (Page) check->copy.data;
	const McSlot *slot = &MC_SLOTS(page)[number];
	Size offset = (Size) number * sizeof(McSlot);
	bool found;

	if (mc_directory_block(slot->key, check->before.directory_pages) != primary)
		Report(check, block, offset, "The word belongs to another directory page.");
	if (mc_slot_find(page, slot->key, &found) != number)
		Report(check, block, offset, "The word is not where it is looked for.");
	if (slot->unused != 0 || slot->frequency < slot->count)
		Report(check, block, offset, "The counts of the word contradict each other.");
	if (slot->count == 0 && (slot->first != InvalidBlockNumber || slot->offset != 0))
		Report(check, block, offset, "A word without phrases names a bucket.");
	if (slot->count > 0)
	{
		if (slot->offset % sizeof(uint64) != 0 ||
			slot->offset + sizeof(McGroup) > MC_PAGE_ROOM)
			Report(check, block, offset, "The word names an impossible offset.");
		if (IsWithin(check, slot->first, block, offset))
			check->pages[slot->first].reached = true;
	}
	check->counts.slots++;
	check->counts.in_slots += slot->count;
	PutSorted(check, slot->key, SLOT_PLACE(PLACE(block, offset)), slot->count,
			  PLACE(slot->first, slot->offset));
}

/* A directory page and those it is continued on. */
static void
CheckDirectoryChain(Check *check, BlockNumber primary)
{
	static const McSlot empty;
	BlockNumber block = primary;

	while (block != InvalidBlockNumber)
	{
		BlockNumber next;

		if (ReadPage(check, block) !=
			(block == primary ? MC_PAGE_DIRECTORY : MC_PAGE_OVERFLOW))
			Report(check, block, 0, "The block is not the directory page it should be.");
		for (int i = 0; i < MC_SLOTS_PER_PAGE; i++)
		{
			const McSlot *slot = &MC_SLOTS(check->copy.data)[i];

			if (slot->key != 0)
				CheckSlot(check, primary, block, i);
			else if (memcmp(slot, &empty, sizeof(empty)) != 0)
				Report(check, block, (Size) i * sizeof(McSlot),
					   "A free slot is not empty.");
		}
		next = MC_PAGE_SPECIAL(check->copy.data)->next;
		if (next == InvalidBlockNumber || !IsWithin(check, next, block, 0))
			break;
		if (check->pages[next].reached)
			Report(check, block, 0,
				   psprintf("Block %u belongs to two chains of pages.", next));
		check->pages[next].reached = true;
		block = next;
	}
}

/* The groups of a bucket page. */
static void
CheckBucket(Check *check, BlockNumber block)
{
	BlockNumber next = MC_PAGE_SPECIAL(check->copy.data)->next;
	McPageWalk walk;

	if (check->chains[block].head == InvalidBlockNumber)
		check->chains[block].head = block;
	if (next != InvalidBlockNumber && IsWithin(check, next, block, 0))
	{
		/* next > block: so it has not been visited, and chains have no circles */
		if (check->chains[next].head != InvalidBlockNumber)
			Report(check, block, 0,
				   psprintf("Block %u is the next page of two others.", next));
		check->chains[next].head = check->chains[block].head;
		check->chains[next].position = check->chains[block].position + 1;
		check->pages[next].reached = true;
	}
	mc_walk_begin(&walk, (Page) check->copy.data);
	if (walk.used == 0)
		Report(check, block, 0, "The bucket page is empty.");
	while (mc_walk_next(&walk))
	{
		unsigned flags = mc_posting_flags(walk.posting);

		if (walk.first && walk.group->key != MC_KEY_ABANDONED)
		{
			check->pages[block].alive = true;
			PutSorted(check, walk.group->key, PLACE(block, walk.group_at),
					  walk.group->count, 0);
		}
		check->counts.phrases++;
		check->counts.abandoned += walk.group->key == MC_KEY_ABANDONED;
		if (flags & MC_POSTING_DEAD)
		{
			check->counts.dead++;
			continue;
		}
		check->counts.wordless += (flags & MC_POSTING_WORDLESS) != 0;
		check->counts.too_long += (flags & MC_POSTING_TOO_LONG) != 0;
		TakePosting(check, block, &walk);
	}
	if (walk.damage)
		Report(check, block, walk.damage_at, walk.damage);
}

/* All blocks in the order of the file. */
static void
CheckBlocks(Check *check)
{
	for (BlockNumber block = MC_META_BLOCK + 1; block < check->nblocks; block++)
	{
		int kind = ReadPage(check, block);
		McPageWalk walk;

		if ((kind == MC_PAGE_DIRECTORY) != (block <= check->before.directory_pages))
			Report(check, block, 0, "The directory pages are not those of the metapage.");
		if (check->chains[block].head != InvalidBlockNumber && kind != MC_PAGE_BUCKET)
			Report(check, block, 0, "A bucket goes on at a page that is not of one.");
		check->pages[block].kind = (uint8) kind;
		if (kind == MC_PAGE_BUCKET)
			CheckBucket(check, block);
		else if (kind == MC_PAGE_PENDING)
		{
			mc_walk_begin(&walk, (Page) check->copy.data);
			check->pages[block].filled |= walk.used > 0;
			while (mc_walk_next(&walk))
				;
			if (walk.damage)
				Report(check, block, walk.damage_at, walk.damage);
		}
	}
}

/* Is the page of a group within the bucket that begins at a page? */
static bool
IsInBucket(const Check *check, BlockNumber first, BlockNumber block)
{
	return first < check->nblocks &&
		   check->chains[block].head == check->chains[first].head &&
		   check->chains[block].position >= check->chains[first].position;
}

/* The word whose groups are being compared */
typedef struct Word
{
	bool any;
	int64 key;
	int64 place; /* of its slot */
	int64 first;
	bool begins; /* with a group where the slot says */
	uint64 wanted;
	uint64 found;
} Word;

static void
FinishWord(const Check *check, const Word *word)
{
	if (!word->any)
		return;
	if (word->wanted != word->found)
		Report(check, PLACE_BLOCK(word->place), PLACE_OFFSET(word->place),
			   psprintf("The word has " UINT64_FORMAT
						" phrases, in its bucket there are " UINT64_FORMAT ".",
						word->wanted, word->found));
	if (word->wanted > 0 && !word->begins)
		Report(check, PLACE_BLOCK(word->place), PLACE_OFFSET(word->place),
			   psprintf("The word has no phrases at block %u, offset %u.",
						PLACE_BLOCK(word->first), PLACE_OFFSET(word->first)));
}

/* Compare the slots with the groups: each word has all its groups in its bucket. */
static void
CompareWords(Check *check)
{
	Word word = {.any = false};
	TupleTableSlot *slot = MakeSingleTupleTableSlot(check->desc, &TTSOpsMinimalTuple);

	tuplesort_performsort(check->sort);
	while (tuplesort_gettupleslot(check->sort, true, false, slot, NULL))
	{
		bool isnull;
		int64 key = DatumGetInt64(slot_getattr(slot, SORT_WORD, &isnull));
		int64 place = DatumGetInt64(slot_getattr(slot, SORT_PLACE, &isnull));
		uint64 count = (uint64) DatumGetInt64(slot_getattr(slot, SORT_COUNT, &isnull));
		int64 first = DatumGetInt64(slot_getattr(slot, SORT_FIRST, &isnull));

		CHECK_FOR_INTERRUPTS();
		if (place < 0)
		{
			place -= PG_INT64_MIN;
			if (word.any && word.key == key)
				Report(check, PLACE_BLOCK(place), PLACE_OFFSET(place),
					   "The word is twice in the directory.");
			FinishWord(check, &word);
			word = (Word){
				.any = true, .key = key, .place = place, .first = first, .wanted = count};
			continue;
		}
		if (!word.any || word.key != key)
			Report(check, PLACE_BLOCK(place), PLACE_OFFSET(place),
				   "The group is of a word that is not in the directory.");
		/* what a crash left of a word that was being gathered */
		if (key == DatumGetInt64(KeyDatum(check->before.gathering)) &&
			PLACE_BLOCK(place) != PLACE_BLOCK(word.first))
			continue;
		if (word.wanted == 0 ||
			!IsInBucket(check, PLACE_BLOCK(word.first), PLACE_BLOCK(place)) ||
			(PLACE_BLOCK(place) == PLACE_BLOCK(word.first) && place < word.first))
			Report(check, PLACE_BLOCK(place), PLACE_OFFSET(place),
				   "The group is outside the bucket of its word.");
		word.begins |= place == word.first;
		word.found += count;
	}
	FinishWord(check, &word);
	ExecDropSingleTupleTableSlot(slot);
}

/* Each page is reached from somewhere. */
static void
CheckReached(const Check *check)
{
	for (BlockNumber block = MC_META_BLOCK + 1; block < check->nblocks; block++)
	{
		const PageState *page = &check->pages[block];

		/* a page is left alone when all its phrases have been gathered elsewhere */
		if (((page->kind == MC_PAGE_BUCKET && page->alive &&
			  check->before.gathering == 0) ||
			 page->kind == MC_PAGE_OVERFLOW) &&
			!page->reached)
			Report(check, block, 0, "No word and no other page leads to the page.");
		if (page->kind == MC_PAGE_DIRECTORY && page->reached)
			Report(check, block, 0, "Another page leads to the page.");
		if (page->reached && page->kind != MC_PAGE_BUCKET &&
			page->kind != MC_PAGE_OVERFLOW)
			Report(check, block, 0,
				   "Another page leads to the page, which is of another kind.");
	}
}

/* Counts of directory and buckets, against the metapage before and after */
static void
CompareCounts(const Check *check)
{
	const McMetaPage *before = &check->before;
	const McMetaPage *after = &check->after;
	const Counts *counts = &check->counts;

	if (before->words != counts->slots)
		ReportCount(check, META_OFFSET(words), "words", before->words, counts->slots);
	if (before->phrases + before->dead != counts->phrases)
		ReportCount(check, META_OFFSET(phrases), "phrases, dead ones included,",
					before->phrases + before->dead, counts->phrases);
	if (counts->in_slots + counts->abandoned != counts->phrases && before->gathering == 0)
		Report(check, MC_META_BLOCK, META_OFFSET(phrases),
			   psprintf("The words have " UINT64_FORMAT
						" phrases, there are " UINT64_FORMAT ".",
						counts->in_slots, counts->phrases - counts->abandoned));
	/* more become dead, fewer are left */
	if (counts->dead < before->dead || counts->dead > after->dead)
		ReportCount(check, META_OFFSET(dead), "dead phrases", after->dead, counts->dead);
	if (counts->wordless > before->wordless || counts->wordless < after->wordless)
		ReportCount(check, META_OFFSET(wordless), "phrases without a word",
					after->wordless, counts->wordless);
	if (counts->too_long > before->too_long || counts->too_long < after->too_long)
		ReportCount(check, META_OFFSET(too_long), "phrases that are too long",
					after->too_long, counts->too_long);
	if (before->directory_pages != after->directory_pages ||
		before->open_bucket != after->open_bucket)
		Report(check, MC_META_BLOCK, META_OFFSET(directory_pages),
			   "The metapage changed where it cannot.");
	if (before->open_bucket != InvalidBlockNumber &&
		(before->open_bucket >= check->nblocks ||
		 check->pages[before->open_bucket].kind != MC_PAGE_BUCKET))
		Report(check, MC_META_BLOCK, META_OFFSET(open_bucket),
			   psprintf("Block %u, open for new words, is not a bucket page.",
						before->open_bucket));
}

/* Count and list of pending pages, against the metapage before and after */
static void
ComparePending(Check *check)
{
	const McMetaPage *before = &check->before;
	const McMetaPage *after = &check->after;

	if (check->counts.pending < before->pending || check->counts.pending > after->pending)
		ReportCount(check, META_OFFSET(pending), "pending phrases", after->pending,
					check->counts.pending);
	if (after->pending_pages < before->pending_pages ||
		after->pending_allocated < before->pending_allocated ||
		memcmp(before->pending_blocks, after->pending_blocks,
			   before->pending_allocated * sizeof(BlockNumber)) != 0)
		Report(check, MC_META_BLOCK, META_OFFSET(pending_blocks),
			   "The list of pending pages changed where it cannot.");
	for (uint32 i = 0; i < after->pending_allocated; i++)
	{
		BlockNumber block = after->pending_blocks[i];
		Size offset = META_OFFSET(pending_blocks) + i * sizeof(BlockNumber);

		/* made after the file was measured, or seen before it was written to */
		if (block >= check->nblocks)
			continue;
		check->pages[block].listed = true;
		if (i < before->pending_pages && !check->pages[block].filled)
			Report(check, MC_META_BLOCK, offset,
				   psprintf("Pending page %u has no phrases.", block));
		if (i >= after->pending_pages && check->pages[block].filled)
			Report(check, MC_META_BLOCK, offset,
				   psprintf("Pending page %u is free and has phrases.", block));
	}
	for (BlockNumber block = MC_META_BLOCK + 1; block < check->nblocks; block++)
	{
		if (check->pages[block].kind == MC_PAGE_PENDING && !check->pages[block].listed)
			Report(check, block, 0, "The page is not in the list of pending pages.");
	}
}

/* Memory for what is known of the pages, 12 bytes each; the sort keeps within work_mem. */
static void
BeginCheck(Check *check)
{
	AttrNumber columns[] = {SORT_WORD, SORT_PLACE};
	Oid operators[] = {Int8LessOperator, Int8LessOperator};
	Oid collations[] = {InvalidOid, InvalidOid};
	bool nulls_first[] = {false, false};

	check->strategy = GetAccessStrategy(BAS_BULKREAD);
	check->pages = palloc_extended(check->nblocks * sizeof(PageState),
								   MCXT_ALLOC_HUGE | MCXT_ALLOC_ZERO);
	check->chains = palloc_extended(check->nblocks * sizeof(ChainState),
									MCXT_ALLOC_HUGE | MCXT_ALLOC_ZERO);
	for (BlockNumber block = 0; block < check->nblocks; block++)
		check->chains[block].head = InvalidBlockNumber;
	check->desc = CreateTemplateTupleDesc(SORT_COLUMNS);
	TupleDescInitEntry(check->desc, SORT_WORD, "word", INT8OID, -1, 0);
	TupleDescInitEntry(check->desc, SORT_PLACE, "place", INT8OID, -1, 0);
	TupleDescInitEntry(check->desc, SORT_COUNT, "phrases", INT8OID, -1, 0);
	TupleDescInitEntry(check->desc, SORT_FIRST, "first", INT8OID, -1, 0);
	check->slot = MakeSingleTupleTableSlot(check->desc, &TTSOpsVirtual);
	check->sort =
		tuplesort_begin_heap(check->desc, lengthof(columns), columns, operators,
							 collations, nulls_first, work_mem, NULL, TUPLESORT_NONE);
}

/* The index by itself.  With a filter, its phrases are put there. */
static void
CheckIndex(Check *check, bool with_filter)
{
	bool same_buckets;
	bool same_pending;
	McMetaPage usable;

	check->locked = !RecoveryInProgress();
	if (check->locked)
		LockPage(check->index, MC_META_BLOCK, ExclusiveLock);
	/* is it an index that this library can read at all? */
	mc_meta_read(check->index, NULL, &usable);
	ReadMeta(check, &check->before);
	check->nblocks = RelationGetNumberOfBlocks(check->index);
	BeginCheck(check);
	if (check->before.directory_pages >= check->nblocks)
		Report(check, MC_META_BLOCK, META_OFFSET(directory_pages),
			   psprintf("It has %u directory pages, the file has %u blocks.",
						check->before.directory_pages, check->nblocks));
	if (with_filter)
	{
		/* no more than fit the file, whatever the metapage says */
		uint64 most = (uint64) check->nblocks * (MC_PAGE_ROOM / sizeof(McPosting));
		uint64 phrases = check->before.phrases + check->before.pending;

		check->filter = bloom_create((int64) Max(Min(phrases, most), 1), work_mem,
									 pg_prng_uint64(&pg_global_prng_state));
	}
	CheckPending(check);
	for (uint32 i = 0; i < check->before.directory_pages; i++)
		CheckDirectoryChain(check, MC_FIRST_DIRECTORY_BLOCK + i);
	CheckBlocks(check);
	ReadMeta(check, &check->after);
	same_buckets = check->before.generation == check->after.generation;
	same_pending = check->before.pending_generation == check->after.pending_generation;
	if (check->locked)
		UnlockPage(check->index, MC_META_BLOCK, ExclusiveLock);
	if (check->locked || same_buckets)
	{
		CheckReached(check);
		CompareWords(check);
		CompareCounts(check);
	}
	if (check->locked || same_pending)
		ComparePending(check);
	if (!check->locked && !same_buckets && check->filter)
	{
		/* a phrase may have been gathered on a page that was behind us already */
		bloom_free(check->filter);
		check->filter = NULL;
	}
	if (!check->locked && !(same_buckets && same_pending))
		ereport(
			NOTICE,
			(errmsg("index \"%s\" changed while it was verified",
					RelationGetRelationName(check->index)),
			 errdetail(
				 "Each page is sound; what was on several, and the rows, were not compared."),
			 errhint("Verify it on the primary server, or while it is at rest.")));
	tuplesort_end(check->sort);
	ExecDropSingleTupleTableSlot(check->slot);
}

/* A row of the table that the snapshot sees: its phrase must be in the index. */
static void
CheckRow(Relation index, ItemPointer tid, Datum *values, bool *isnull, bool alive,
		 void *arg)
{
	Check *check = arg;
	uint64 buffer[MC_MAX_POSTING / sizeof(uint64)];
	uint64 print[1 + MC_MAX_TERM_WORDS];
	McPosting *posting = (McPosting *) buffer;
	Size size;

	(void) alive;
	if (isnull[0])
		return;
	(void) mc_analyse_phrase(check->analyser, values[0], tid, posting);
	size = Fingerprint(posting, NULL, mc_pending_keys(posting), print);
	if (bloom_lacks_element(check->filter, (unsigned char *) print, size))
		ereport(
			ERROR,
			(errcode(ERRCODE_INDEX_CORRUPTED),
			 errmsg("index \"%s\" lacks the phrase of the row at block %u, offset %u of "
					"table \"%s\"",
					RelationGetRelationName(index), ItemPointerGetBlockNumber(tid),
					ItemPointerGetOffsetNumber(tid),
					RelationGetRelationName(check->heap)),
			 errhint("%s", mc_reindex_hint(index))));
}

/* All rows of the table that a snapshot sees, as the first scan of a concurrent build */
static void
CheckRows(Check *check, Snapshot snapshot)
{
	IndexInfo *info = BuildIndexInfo(check->index);
	TableScanDesc scan =
		table_beginscan_strat(check->heap, snapshot, 0, NULL, true, true);

	info->ii_Concurrent = true;
	check->analyser = mc_analyser_create(CurrentMemoryContext);
	(void) table_index_build_scan(check->heap, check->index, info, true, false, CheckRow,
								  check, scan);
	MemoryContextDelete(check->analyser->context);
}

/* A snapshot whose rows were all inserted before the index is read */
static Snapshot
TakeSnapshot(Relation index)
{
	Snapshot snapshot = RegisterSnapshot(GetTransactionSnapshot());

	/* an old one may see row versions that the index was built without */
	if (IsolationUsesXactSnapshot() && index->rd_index->indcheckxmin &&
		!TransactionIdPrecedes(HeapTupleHeaderGetXmin(index->rd_indextuple->t_data),
							   snapshot->xmin))
		ereport(
			ERROR,
			(errcode(ERRCODE_T_R_SERIALIZATION_FAILURE),
			 errmsg(
				 "index \"%s\" cannot be verified with the snapshot of this transaction",
				 RelationGetRelationName(index)),
			 errhint("Begin another transaction.")));
	return snapshot;
}

/* index_verify(index regclass, heapallindexed boolean) returns void */
Datum
mc_index_verify_sql(PG_FUNCTION_ARGS)
{
	Oid index_id = PG_GETARG_OID(0);
	bool all_rows = PG_GETARG_BOOL(1);
	MemoryContext context = AllocSetContextCreate(
		CurrentMemoryContext, "medcode index_verify", ALLOCSET_DEFAULT_SIZES);
	MemoryContext caller;
	Check *check;
	Snapshot snapshot = NULL;
	Oid user;
	int security;
	int nest_level;

	mc_inspect_allowed(index_id);
	caller = MemoryContextSwitchTo(context);
	check = palloc0(sizeof(Check));
	check->index = mc_inspect_open(index_id, AccessShareLock, &check->heap);
	check->heap_blocks = RelationGetNumberOfBlocks(check->heap);
	/* expressions and predicate of the index are run as the owner of the table */
	GetUserIdAndSecContext(&user, &security);
	SetUserIdAndSecContext(check->heap->rd_rel->relowner,
						   security | SECURITY_RESTRICTED_OPERATION);
	nest_level = NewGUCNestLevel();
	if (all_rows)
		snapshot = TakeSnapshot(check->index);
	CheckIndex(check, all_rows);
	if (all_rows)
	{
		if (check->filter)
			CheckRows(check, snapshot);
		UnregisterSnapshot(snapshot);
	}
	AtEOXact_GUC(false, nest_level);
	SetUserIdAndSecContext(user, security);
	mc_inspect_close(check->index, check->heap, AccessShareLock);
	MemoryContextSwitchTo(caller);
	MemoryContextDelete(context);
	PG_RETURN_VOID();
}
