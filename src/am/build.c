/*
 * build.c
 *		Building an index of stored phrases.
 *
 * The heap is read once.  Its phrases go to a temporary file, their words are
 * sorted; the sorted words are counted and make the directory; with it the rarest
 * word of each phrase is chosen; the phrases, sorted by the frequency of that word,
 * fill the buckets.  The sorts come one after the other, each within
 * maintenance_work_mem; file and directory take none.
 */
#include "am/am.h"

#include "access/generic_xlog.h"
#include "access/tableam.h"
#include "access/xloginsert.h"
#include "catalog/index.h"
#include "catalog/pg_operator_d.h"
#include "catalog/pg_type_d.h"
#include "commands/progress.h"
#include "executor/tuptable.h"
#include "miscadmin.h"
#include "pgstat.h"
#include "storage/buffile.h"
#include "storage/smgr.h"
#include "utils/builtins.h"
#include "utils/memutils.h"
#include "utils/tuplesort.h"

#include "am/bucket.h"
#include "compat.h"

/* Directory pages of the smallest index */
#define MIN_DIRECTORY_PAGES 8

/* Columns of the phrases being sorted */
enum
{
	SORT_RANK = 1, /* most frequent words first */
	SORT_WORD,
	SORT_POSTING,
	SORT_COLUMNS = SORT_POSTING
};

typedef struct Build
{
	Relation index;
	McPhraseAnalyser *analyser;
	BufFile *phrases; /* pending postings, each behind its length */
	Tuplesortstate *words;
	double nphrases;
	uint32 nwords;
	uint32 directory_pages;
	Buffer bucket; /* the page being filled */
	McMetaPage counts;
} Build;

/* Keys are unsigned, the sort's integers are not. */
static Datum
KeyDatum(uint64 key)
{
	return Int64GetDatum((int64) (key ^ (UINT64CONST(1) << 63)));
}

static uint64
DatumKey(Datum datum)
{
	return (uint64) DatumGetInt64(datum) ^ (UINT64CONST(1) << 63);
}

/* A row of the heap */
static void
AddPhrase(Relation index, ItemPointer tid, Datum *values, bool *isnull, bool alive,
		  void *state)
{
	Build *build = state;
	uint64 buffer[MC_MAX_POSTING / sizeof(uint64)];
	McPosting *posting = (McPosting *) buffer;
	Size size;
	unsigned nkeys;

	(void) index;
	(void) alive;
	if (isnull[0])
		return;
	size = mc_analyse_phrase(build->analyser, values[0], tid, posting);
	BufFileWrite(build->phrases, posting, size);
	nkeys = mc_pending_keys(posting);
	for (unsigned i = 0; i < nkeys; i++)
	{
		bool repeated = false;

		for (unsigned j = 0; j < i; j++)
			repeated |= posting->keys[j] == posting->keys[i];
		if (!repeated)
			tuplesort_putdatum(build->words, KeyDatum(posting->keys[i]), false);
	}
	if (nkeys == 0)
		tuplesort_putdatum(build->words, KeyDatum(MC_KEY_NOTHING), false);
	build->nphrases++;
}

/* The next different word, and how many phrases have it; false at the end. */
static bool
NextWord(Build *build, uint64 *key, uint32 *count, Datum *ahead, bool *has_ahead)
{
	bool isnull;

	if (!*has_ahead)
		return false;
	*key = DatumKey(*ahead);
	*count = 0;
	do
	{
		if (*count < PG_UINT32_MAX)
			(*count)++;
		*has_ahead = mc_tuplesort_getdatum(build->words, ahead, &isnull);
	} while (*has_ahead && DatumKey(*ahead) == *key);
	return true;
}

static void
CountDifferentWords(Build *build)
{
	Datum ahead;
	bool isnull;
	bool has_ahead = mc_tuplesort_getdatum(build->words, &ahead, &isnull);
	uint64 key;
	uint32 count;

	while (NextWord(build, &key, &count, &ahead, &has_ahead))
	{
		build->nwords++;
		CHECK_FOR_INTERRUPTS();
	}
	tuplesort_rescan(build->words);
}

/* The page that comes next in the file, locked, of this kind. */
static Buffer
NewPage(Build *build, McPageKind kind)
{
	Buffer buffer = ReadBuffer(build->index, P_NEW);

	LockBuffer(buffer, BUFFER_LOCK_EXCLUSIVE);
	mc_page_init(BufferGetPage(buffer), kind);
	MarkBufferDirty(buffer);
	return buffer;
}

/* Write the directory: sorted words fill its pages in their order. */
static void
WriteDirectory(Build *build)
{
	Datum ahead = (Datum) 0;
	bool isnull;
	bool has_ahead;
	uint64 key;
	uint32 count;
	uint64 room =
		Max((uint64) build->nwords, (uint64) mc_am_expected_words(build->index));
	Buffer buffer = InvalidBuffer;
	BlockNumber block = InvalidBlockNumber; /* primary page being filled */
	int used = 0;

	build->directory_pages =
		(uint32) Max(room * 10 / 7 / MC_SLOTS_PER_PAGE + 1, MIN_DIRECTORY_PAGES);
	/* the metapage, and the pages that words are addressed to */
	UnlockReleaseBuffer(NewPage(build, MC_PAGE_META));
	for (uint32 i = 0; i < build->directory_pages; i++)
	{
		UnlockReleaseBuffer(NewPage(build, MC_PAGE_DIRECTORY));
		CHECK_FOR_INTERRUPTS();
	}
	has_ahead = build->nwords > 0 && mc_tuplesort_getdatum(build->words, &ahead, &isnull);
	while (NextWord(build, &key, &count, &ahead, &has_ahead))
	{
		BlockNumber wanted = mc_directory_block(key, build->directory_pages);
		bool found;
		McSlot *slot;

		if (wanted != block)
		{
			if (BufferIsValid(buffer))
				UnlockReleaseBuffer(buffer);
			buffer = ReadBuffer(build->index, wanted);
			LockBuffer(buffer, BUFFER_LOCK_EXCLUSIVE);
			block = wanted;
			used = 0;
		}
		else if (used >= MC_SLOTS_FULL)
		{
			Buffer next = NewPage(build, MC_PAGE_OVERFLOW);

			MC_PAGE_SPECIAL(BufferGetPage(buffer))->next = BufferGetBlockNumber(next);
			MarkBufferDirty(buffer);
			UnlockReleaseBuffer(buffer);
			buffer = next;
			used = 0;
		}
		slot = &MC_SLOTS(
			BufferGetPage(buffer))[mc_slot_find(BufferGetPage(buffer), key, &found)];
		slot->key = key;
		slot->frequency = count;
		slot->first = InvalidBlockNumber;
		MarkBufferDirty(buffer);
		used++;
		CHECK_FOR_INTERRUPTS();
	}
	if (BufferIsValid(buffer))
		UnlockReleaseBuffer(buffer);
}

static uint32
Frequency(void *arg, uint64 key)
{
	Build *build = arg;
	McSlot slot;
	BlockNumber block;
	int number;

	if (!mc_slot_read(build->index, build->directory_pages, key, &slot, &block, &number))
		elog(ERROR, "a word of index \"%s\" was not counted",
			 RelationGetRelationName(build->index));
	return slot.frequency;
}

static TupleDesc
SortColumns(void)
{
	TupleDesc desc = CreateTemplateTupleDesc(SORT_COLUMNS);

	TupleDescInitEntry(desc, SORT_RANK, "rank", INT8OID, -1, 0);
	TupleDescInitEntry(desc, SORT_WORD, "word", INT8OID, -1, 0);
	TupleDescInitEntry(desc, SORT_POSTING, "posting", BYTEAOID, -1, 0);
	return desc;
}

/* Choose the rarest word of each phrase, and sort the phrases by it. */
static Tuplesortstate *
SortPhrases(Build *build, TupleDesc desc)
{
	AttrNumber columns[] = {SORT_RANK, SORT_WORD};
	Oid operators[] = {Int8LessOperator, Int8LessOperator};
	Oid collations[] = {InvalidOid, InvalidOid};
	bool nulls_first[] = {false, false};
	Tuplesortstate *sort =
		tuplesort_begin_heap(desc, lengthof(columns), columns, operators, collations,
							 nulls_first, maintenance_work_mem, NULL, TUPLESORT_NONE);
	TupleTableSlot *slot = MakeSingleTupleTableSlot(desc, &TTSOpsVirtual);
	double done = 0;

	if (BufFileSeek(build->phrases, 0, 0, SEEK_SET) != 0)
		ereport(ERROR, (errcode_for_file_access(),
						errmsg("could not rewind the temporary file of a build")));
	for (; done < build->nphrases; done++)
	{
		uint64 pending[MC_MAX_POSTING / sizeof(uint64)];
		uint64 chosen[MC_MAX_POSTING / sizeof(uint64)];
		char value[VARHDRSZ + MC_MAX_POSTING];
		McPosting *posting = (McPosting *) pending;
		McPosting *out = (McPosting *) chosen;
		Size size;
		Size rest;
		uint64 key;

		if (BufFileRead(build->phrases, posting, sizeof(uint64)) != sizeof(uint64))
			elog(ERROR, "the temporary file of a build is short");
		rest = MC_PENDING_SIZE(posting) - sizeof(uint64);
		if (rest > 0 && BufFileRead(build->phrases, posting->keys, rest) != rest)
			elog(ERROR, "the temporary file of a build is short");
		key = mc_posting_choose(posting, Frequency, build, out);
		size = MC_POSTING_SIZE(mc_posting_keys(out));
		SET_VARSIZE(value, VARHDRSZ + size);
		memcpy(value + VARHDRSZ, out, size);
		ExecClearTuple(slot);
		slot->tts_values[SORT_RANK - 1] = Int64GetDatum(-(int64) Frequency(build, key));
		slot->tts_values[SORT_WORD - 1] = KeyDatum(key);
		slot->tts_values[SORT_POSTING - 1] = PointerGetDatum(value);
		memset(slot->tts_isnull, false, SORT_COLUMNS * sizeof(bool));
		ExecStoreVirtualTuple(slot);
		tuplesort_puttupleslot(sort, slot);
		CHECK_FOR_INTERRUPTS();
	}
	ExecDropSingleTupleTableSlot(slot);
	tuplesort_performsort(sort);
	return sort;
}

/* Put what is known of a word's phrases into its slot. */
static void
FinishWord(Build *build, uint64 key, BlockNumber first, uint16 offset, uint32 count)
{
	McSlot slot;
	BlockNumber block;
	int number;
	Buffer buffer;

	if (!mc_slot_read(build->index, build->directory_pages, key, &slot, &block, &number))
		elog(ERROR, "a word of index \"%s\" was not counted",
			 RelationGetRelationName(build->index));
	buffer = ReadBuffer(build->index, block);
	LockBuffer(buffer, BUFFER_LOCK_EXCLUSIVE);
	slot.first = first;
	slot.offset = offset;
	slot.count = count;
	MC_SLOTS(BufferGetPage(buffer))[number] = slot;
	MarkBufferDirty(buffer);
	UnlockReleaseBuffer(buffer);
}

/* Phrases of a word that are yet to be written: never more than fit a page */
typedef struct Run
{
	uint64 key;
	uint64 bytes[MC_PAGE_ROOM / sizeof(uint64)];
	Size used;
	McNewPosting list[MC_PAGE_ROOM / sizeof(uint64)];
	size_t n;
	/* what is written of it */
	BlockNumber first;
	uint16 offset;
	uint32 count;
} Run;

/*
 * Write what there is of a word.  A word that fits a page stands on one page, so that its
 * bucket is that page; only longer ones have a chain of them.
 */
static void
WriteRun(Build *build, Run *run)
{
	size_t done = 0;

	if (run->n == 0)
		return;
	if (run->count == 0 && BufferIsValid(build->bucket) &&
		MC_PAGE_FREE(BufferGetPage(build->bucket)) < sizeof(McGroup) + run->used)
	{
		UnlockReleaseBuffer(build->bucket);
		build->bucket = InvalidBuffer;
	}
	if (!BufferIsValid(build->bucket))
		build->bucket = NewPage(build, MC_PAGE_BUCKET);
	while (done < run->n)
	{
		uint16 offset;
		size_t fit = mc_bucket_append(BufferGetPage(build->bucket), run->list + done,
									  run->n - done, MC_PAGE_ROOM, &offset);

		MarkBufferDirty(build->bucket);
		if (run->count == 0 && fit > 0)
		{
			run->first = BufferGetBlockNumber(build->bucket);
			run->offset = offset;
		}
		run->count += (uint32) fit;
		done += fit;
		if (done < run->n)
		{
			Buffer next = NewPage(build, MC_PAGE_BUCKET);

			MC_PAGE_SPECIAL(BufferGetPage(build->bucket))->next =
				BufferGetBlockNumber(next);
			UnlockReleaseBuffer(build->bucket);
			build->bucket = next;
		}
	}
	run->used = 0;
	run->n = 0;
}

/* The word is complete: its slot, and room for the next. */
static void
EndRun(Build *build, Run *run, uint64 next_key)
{
	WriteRun(build, run);
	if (run->count > 0)
		FinishWord(build, run->key, run->first, run->offset, run->count);
	run->key = next_key;
	run->count = 0;
}

/* Fill the buckets with the sorted phrases. */
static void
WriteBuckets(Build *build, Tuplesortstate *sort, TupleDesc desc)
{
	TupleTableSlot *slot = MakeSingleTupleTableSlot(desc, &TTSOpsMinimalTuple);
	Run *run = palloc0(sizeof(Run));
	int64 done = 0;

	while (tuplesort_gettupleslot(sort, true, false, slot, NULL))
	{
		bool isnull;
		uint64 key = DatumKey(slot_getattr(slot, SORT_WORD, &isnull));
		struct varlena *value =
			(struct varlena *) DatumGetPointer(slot_getattr(slot, SORT_POSTING, &isnull));
		Size size = VARSIZE_ANY_EXHDR(value);
		McPosting *posting;
		unsigned flags;

		if (key != run->key)
			EndRun(build, run, key);
		else if (sizeof(McGroup) + run->used + size > sizeof(run->bytes))
			WriteRun(build, run);
		posting = (McPosting *) ((char *) run->bytes + run->used);
		memcpy(posting, VARDATA_ANY(value), size);
		run->list[run->n].key = key;
		run->list[run->n++].posting = posting;
		run->used += size;
		flags = mc_posting_flags(posting);
		build->counts.phrases++;
		build->counts.wordless += (flags & MC_POSTING_WORDLESS) != 0;
		build->counts.too_long += (flags & MC_POSTING_TOO_LONG) != 0;
		if (++done % 1024 == 0)
			pgstat_progress_update_param(PROGRESS_CREATEIDX_TUPLES_DONE, done);
		CHECK_FOR_INTERRUPTS();
	}
	EndRun(build, run, 0);
	if (BufferIsValid(build->bucket))
		UnlockReleaseBuffer(build->bucket);
	pfree(run);
	ExecDropSingleTupleTableSlot(slot);
}

static void
WriteMeta(Build *build)
{
	Buffer buffer = ReadBuffer(build->index, MC_META_BLOCK);
	McMetaPage *meta;

	LockBuffer(buffer, BUFFER_LOCK_EXCLUSIVE);
	mc_meta_init(BufferGetPage(buffer), build->index, build->directory_pages);
	meta = MC_META(BufferGetPage(buffer));
	meta->phrases = build->counts.phrases;
	meta->wordless = build->counts.wordless;
	meta->too_long = build->counts.too_long;
	meta->words = build->nwords;
	MarkBufferDirty(buffer);
	UnlockReleaseBuffer(buffer);
}

static void
Phase(int phase, int64 total)
{
	const int fields[] = {PROGRESS_CREATEIDX_SUBPHASE, PROGRESS_CREATEIDX_TUPLES_TOTAL,
						  PROGRESS_CREATEIDX_TUPLES_DONE};
	const int64 values[] = {phase, total, 0};

	pgstat_progress_update_multi_param(lengthof(fields), fields, values);
}

IndexBuildResult *
mc_am_build(Relation heap, Relation index, IndexInfo *info)
{
	Build build = {.index = index};
	IndexBuildResult *result = palloc0(sizeof(IndexBuildResult));
	TupleDesc desc = SortColumns();
	Tuplesortstate *sort;

	if (RelationGetNumberOfBlocks(index) != 0)
		elog(ERROR, "index \"%s\" already contains data", RelationGetRelationName(index));
	if (index->rd_opcintype[0] != TEXTOID)
		ereport(ERROR, (errcode(ERRCODE_DATATYPE_MISMATCH),
						errmsg("an index of type medcode is for text"),
						errhint("Use the operator class medcode.phrase_ops.")));
	build.analyser = mc_analyser_create(CurrentMemoryContext);
	build.phrases = BufFileCreateTemp(false);
	/* it ends before the other sort begins, so that each has all of the memory */
	build.words =
		tuplesort_begin_datum(INT8OID, Int8LessOperator, InvalidOid, false,
							  maintenance_work_mem, NULL, TUPLESORT_RANDOMACCESS);

	Phase(MC_PHASE_SCAN, 0);
	result->heap_tuples =
		table_index_build_scan(heap, index, info, true, true, AddPhrase, &build, NULL);
	Phase(MC_PHASE_WORDS, 0);
	tuplesort_performsort(build.words);
	CountDifferentWords(&build);
	Phase(MC_PHASE_DIRECTORY, 0);
	WriteDirectory(&build);
	tuplesort_end(build.words);
	Phase(MC_PHASE_CHOOSE, (int64) build.nphrases);
	sort = SortPhrases(&build, desc);
	BufFileClose(build.phrases);
	Phase(MC_PHASE_WRITE, (int64) build.nphrases);
	WriteBuckets(&build, sort, desc);
	tuplesort_end(sort);
	WriteMeta(&build);
	if (RelationNeedsWAL(index))
		log_newpage_range(index, MAIN_FORKNUM, 0, RelationGetNumberOfBlocks(index), true);
	MemoryContextDelete(build.analyser->context);
	result->index_tuples = build.nphrases;
	return result;
}

/* Write an empty index into the initial fork: what an unlogged one is after a crash. */
void
mc_am_build_empty(Relation index)
{
	for (uint32 i = 0; i <= MIN_DIRECTORY_PAGES; i++)
	{
		Buffer buffer = ReadBufferExtended(index, INIT_FORKNUM, P_NEW, RBM_NORMAL, NULL);
		PGAlignedBlock block;

		if (i == 0)
			mc_meta_init((Page) block.data, index, MIN_DIRECTORY_PAGES);
		else
			mc_page_init((Page) block.data, MC_PAGE_DIRECTORY);
		LockBuffer(buffer, BUFFER_LOCK_EXCLUSIVE);
		START_CRIT_SECTION();
		memcpy(BufferGetPage(buffer), block.data, BLCKSZ);
		MarkBufferDirty(buffer);
		/* whatever the wal_level: recovery copies this fork */
		log_newpage_buffer(buffer, true);
		END_CRIT_SECTION();
		UnlockReleaseBuffer(buffer);
	}
}
