/*
 * scan.c
 *		Index scans: the rows whose phrase occurs in a note.
 */
#include "am/am.h"

#include "access/relscan.h"
#include "miscadmin.h"
#include "nodes/tidbitmap.h"
#include "pgstat.h"
#include "utils/builtins.h"
#include "utils/memutils.h"
#include "utils/snapmgr.h"

#include "am/read.h"
#include "compat.h"
#include "match/occurs.h"
#include "pg_host.h"

typedef struct NoteScan
{
	McReader *reader;
	MemoryContext context; /* of the rows found */
	bool done;             /* found for the present keys */
	uint64 *rows;          /* references, ascending, each once */
	size_t nrows;
	size_t rows_cap;
	size_t next;
	/* the note they were found for, as it was given: a nested loop may give it again */
	struct varlena *note;
	Size note_size;
	size_t note_cap;
} NoteScan;

IndexScanDesc
mc_am_begin_scan(Relation index, int nkeys, int norderbys)
{
	IndexScanDesc scan = RelationGetIndexScan(index, nkeys, norderbys);
	NoteScan *state = palloc0(sizeof(NoteScan));

	state->reader = mc_reader_create(CurrentMemoryContext);
	state->context = AllocSetContextCreate(CurrentMemoryContext, "medcode scan",
										   ALLOCSET_DEFAULT_SIZES);
	scan->opaque = state;
	return scan;
}

void
mc_am_rescan(IndexScanDesc scan, ScanKey keys, int nkeys, ScanKey orderbys, int norderbys)
{
	NoteScan *state = scan->opaque;

	(void) orderbys;
	(void) norderbys;
	if (keys && nkeys > 0)
		memmove(scan->keyData, keys, (Size) nkeys * sizeof(ScanKeyData));
	state->done = false;
	state->next = 0;
}

void
mc_am_end_scan(IndexScanDesc scan)
{
	NoteScan *state = scan->opaque;

	mc_reader_free(state->reader);
	MemoryContextDelete(state->context);
	pfree(state);
}

static void
AddRow(void *arg, const McPosting *posting, uint32_t first_item)
{
	NoteScan *state = arg;

	(void) first_item;
	if (state->nrows == state->rows_cap)
	{
		size_t cap = state->rows_cap ? state->rows_cap * 2 : 256;

		state->rows = state->rows
						  ? repalloc_huge(state->rows, cap * sizeof(uint64))
						  : MemoryContextAllocHuge(state->context, cap * sizeof(uint64));
		state->rows_cap = cap;
	}
	state->rows[state->nrows++] = mc_posting_reference(posting);
}

static int
CompareRows(const void *a, const void *b)
{
	uint64 x = *(const uint64 *) a;
	uint64 y = *(const uint64 *) b;

	return x < y ? -1 : x > y;
}

/* Add the rows whose phrase occurs in a note, in ascending order, each once. */
static void
FindRows(NoteScan *state, Datum note)
{
	MemoryContext context = AllocSetContextCreate(CurrentMemoryContext, "medcode note",
												  ALLOCSET_DEFAULT_SIZES);
	MemoryContext caller = MemoryContextSwitchTo(context);
	McHost host = mc_pg_host(context);
	text *value = DatumGetTextPP(note);
	McPhrases phrases = mc_reader_phrases(state->reader);
	McHeaders none;
	McDocument doc;
	McLayout layout;
	size_t kept = 0;

	state->nrows = 0;
	mc_headers_init(&host, &none);
	mc_document(&host, &none, VARDATA_ANY(value), VARSIZE_ANY_EXHDR(value), &doc);
	mc_layout_init(&host, &layout);
	while (mc_layout_next(&layout, NULL, &doc))
		mc_find_phrases(&layout, &phrases, MC_OCCURS_SLACK, AddRow, state);
	MemoryContextSwitchTo(caller);
	MemoryContextDelete(context);
	if (state->nrows > 1)
		qsort(state->rows, state->nrows, sizeof(uint64), CompareRows);
	for (size_t i = 0; i < state->nrows; i++)
	{
		if (kept == 0 || state->rows[kept - 1] != state->rows[i])
			state->rows[kept++] = state->rows[i];
	}
	state->nrows = kept;
}

double
mc_count_occurring(Relation index, Datum note)
{
	NoteScan state = {.reader = mc_reader_create(CurrentMemoryContext),
					  .context = CurrentMemoryContext};

	mc_reader_begin(state.reader, index, NULL);
	FindRows(&state, note);
	mc_reader_free(state.reader);
	if (state.rows)
		pfree(state.rows);
	return (double) state.nrows;
}

/* Keep of the rows found for one note those that were found for another too. */
static void
Intersect(NoteScan *state, const uint64 *rows, size_t nrows)
{
	size_t kept = 0;
	size_t j = 0;

	for (size_t i = 0; i < state->nrows; i++)
	{
		while (j < nrows && rows[j] < state->rows[i])
			j++;
		if (j < nrows && rows[j] == state->rows[i])
			state->rows[kept++] = state->rows[i];
	}
	state->nrows = kept;
}

/* Is this the note that the rows were found for?  Compared as it is stored. */
static bool
IsSameNote(const NoteScan *state, const struct varlena *note)
{
	Size size = VARSIZE_ANY(note);

	return state->note_size == size && memcmp(state->note, note, size) == 0;
}

static void
RememberNote(NoteScan *state, const struct varlena *note)
{
	Size size = VARSIZE_ANY(note);

	if (size > state->note_cap)
	{
		if (state->note)
			pfree(state->note);
		state->note = NULL;
		state->note_size = state->note_cap = 0;
		state->note = MemoryContextAllocHuge(state->context, size);
		state->note_cap = size;
	}
	memcpy(state->note, note, size);
	state->note_size = size;
}

/* Find the rows of the present keys. */
static void
Find(IndexScanDesc scan)
{
	NoteScan *state = scan->opaque;

	state->done = true;
	state->next = 0;
	for (int i = 0; i < scan->numberOfKeys; i++)
	{
		if (scan->keyData[i].sk_flags & SK_ISNULL)
		{
			state->nrows = 0;
			state->note_size = 0;
			return;
		}
	}
	/* under one snapshot the same note finds the same rows */
	if (scan->numberOfKeys == 1 && IsSameNote(state, (struct varlena *) DatumGetPointer(
														 scan->keyData[0].sk_argument)))
		return;
	state->note_size = 0;
	mc_reader_begin(state->reader, scan->indexRelation, scan->xs_snapshot);
	for (int i = 0; i < scan->numberOfKeys; i++)
	{
		uint64 *rows = state->rows;
		size_t nrows = state->nrows;

		if (i > 0)
		{
			state->rows = NULL;
			state->rows_cap = 0;
		}
		FindRows(state, scan->keyData[i].sk_argument);
		if (i > 0)
		{
			Intersect(state, rows, nrows);
			if (rows)
				pfree(rows);
		}
	}
	if (scan->numberOfKeys == 1)
		RememberNote(state,
					 (struct varlena *) DatumGetPointer(scan->keyData[0].sk_argument));
}

bool
mc_am_get_tuple(IndexScanDesc scan, ScanDirection direction)
{
	NoteScan *state = scan->opaque;

	(void) direction;
	if (!state->done)
	{
		if (!IsMVCCSnapshot(scan->xs_snapshot))
			ereport(ERROR,
					(errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
					 errmsg("an index of type medcode needs a snapshot of one moment")));
		mc_count_index_scan(scan);
		Find(scan);
	}
	if (state->next >= state->nrows)
		return false;
	mc_tid_of_reference(state->rows[state->next++], &scan->xs_heaptid);
	/* the keys of all words were compared */
	scan->xs_recheck = false;
	return true;
}

int64
mc_am_get_bitmap(IndexScanDesc scan, TIDBitmap *bitmap)
{
	NoteScan *state = scan->opaque;

	mc_count_index_scan(scan);
	if (!state->done)
		Find(scan);
	for (size_t i = 0; i < state->nrows; i++)
	{
		ItemPointerData tid;

		mc_tid_of_reference(state->rows[i], &tid);
		tbm_add_tuples(bitmap, &tid, 1, false);
	}
	return (int64) state->nrows;
}
