/*
 * note_index_sql.c
 *		Looking after an index of notes: how many rows wait to be read with the version that
 *		is published, and reading them.
 */
#include "notes/notes_sql.h"

#include "access/genam.h"
#include "access/gin_private.h"
#include "access/relscan.h"
#include "access/table.h"
#include "access/tableam.h"
#include "catalog/index.h"
#include "catalog/pg_am.h"
#include "catalog/pg_class.h"
#include "catalog/pg_type.h"
#include "executor/executor.h"
#include "executor/spi.h"
#include "funcapi.h"
#include "miscadmin.h"
#include "nodes/parsenodes.h"
#include "nodes/tidbitmap.h"
#include "tcop/pquery.h"
#include "utils/acl.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/guc.h"
#include "utils/lsyscache.h"
#include "utils/rel.h"
#include "utils/snapmgr.h"

#include "compat.h"
#include "encounter/statement.h"
#include "terminology/installed.h"
#include "terminology/version.h"

PG_FUNCTION_INFO_V1(mc_notes_index_status_sql);
PG_FUNCTION_INFO_V1(mc_rework_notes_index_sql);
PG_FUNCTION_INFO_V1(mc_note_keys_sql);

/* ---------- an index of notes ---------- */

typedef struct NotesIndex
{
	Relation table;
	Relation index;
	int column; /* of the notes, from 1 */
} NotesIndex;

/* The column of class note_ops; 0: there is none */
static int
NotesColumn(Relation index)
{
	for (int i = 0; i < IndexRelationGetNumberOfKeyAttributes(index); i++)
	{
		if (index->rd_rel->relam == GIN_AM_OID &&
			index_getprocinfo(index, (AttrNumber) (i + 1), GIN_EXTRACTVALUE_PROC)
					->fn_addr == mc_note_extract_value_sql)
			return i + 1;
	}
	return 0;
}

static void
OpenIndex(Oid oid, LOCKMODE mode, NotesIndex *notes)
{
	Oid table =
		get_rel_relkind(oid) == RELKIND_INDEX ? IndexGetRelation(oid, true) : InvalidOid;

	if (!OidIsValid(table))
		ereport(ERROR,
				(errcode(ERRCODE_WRONG_OBJECT_TYPE), errmsg("this is not an index"),
				 errhint("Of a partitioned table, name the indexes of its partitions.")));
	if (!mc_owns_relation(oid, GetUserId()))
		aclcheck_error(ACLCHECK_NOT_OWNER, OBJECT_INDEX, get_rel_name(oid));
	/* the table first, as everybody does */
	notes->table = table_open(table, mode);
	notes->index = index_open(oid, mode);
	notes->column = NotesColumn(notes->index);
	if (notes->column == 0)
		ereport(ERROR,
				(errcode(ERRCODE_WRONG_OBJECT_TYPE),
				 errmsg("index \"%s\" is none of class medcode.note_ops",
						RelationGetRelationName(notes->index)),
				 errhint("CREATE INDEX ON notes USING gin (body medcode.note_ops);")));
	if (!notes->index->rd_index->indisvalid)
		ereport(ERROR, (errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
						errmsg("index \"%s\" is not valid",
							   RelationGetRelationName(notes->index)),
						errhint("REINDEX INDEX it.")));
}

static void
CloseIndex(NotesIndex *notes)
{
	index_close(notes->index, NoLock);
	table_close(notes->table, NoLock);
}

/*
 * The rows that the index has for a strategy that is no operator, each once.  Row by row within
 * maintenance_work_mem (64 MB: 900,000 pages of the table), which GIN's own bitmap gets, too.
 */
static TIDBitmap *
RowsOf(const NotesIndex *notes, StrategyNumber strategy, Snapshot snapshot)
{
	TIDBitmap *rows = tbm_create((long) maintenance_work_mem * 1024L, NULL);
	int settings = NewGUCNestLevel();
	IndexScanDesc scan;
	ScanKeyData key;

	(void) set_config_option("work_mem",
							 psprintf("%d", Max(work_mem, maintenance_work_mem)),
							 PGC_USERSET, PGC_S_SESSION, GUC_ACTION_SAVE, true, 0, false);
	scan = mc_beginscan_bitmap(notes->index, snapshot, 1);
	ScanKeyEntryInitialize(&key, 0, (AttrNumber) notes->column, strategy, InvalidOid,
						   InvalidOid, InvalidOid, Int32GetDatum(0));
	index_rescan(scan, &key, 1, NULL, 0);
	(void) index_getbitmap(scan, rows);
	index_endscan(scan);
	AtEOXact_GUC(false, settings);
	return rows;
}

/* A page that is not kept row by row counts as one. */
static int64
CountRows(const NotesIndex *notes, StrategyNumber strategy, Snapshot snapshot)
{
	TIDBitmap *rows = RowsOf(notes, strategy, snapshot);
	McBitmapIterator *iterator = mc_bitmap_begin(rows);
	McBitmapPage page;
	OffsetNumber room[MaxHeapTuplesPerPage];
	int n;
	int64 count = 0;

	while (mc_bitmap_next(iterator, page, room, n))
		count += n >= 0 ? n : 1;
	mc_bitmap_end(iterator);
	tbm_free(rows);
	return count;
}

/*
 * medcode.notes_index_status(index regclass): the version that is published, rows in the index,
 * those that it decides, those that wait.  Dead rows that vacuum has not taken away count.
 */
Datum
mc_notes_index_status_sql(PG_FUNCTION_ARGS)
{
	Oid oid = PG_GETARG_OID(0);
	Snapshot snapshot = GetActiveSnapshot();
	NotesIndex notes;
	TupleDesc desc;
	Datum values[4];
	bool nulls[4] = {false};
	int64 all;
	int64 exact;

	if (get_call_result_type(fcinfo, NULL, &desc) != TYPEFUNC_COMPOSITE)
		elog(ERROR, "return type must be a row type");
	OpenIndex(oid, AccessShareLock, &notes);
	all = CountRows(&notes, MC_STRATEGY_INDEXED, snapshot);
	exact = CountRows(&notes, MC_STRATEGY_EXACT, snapshot);
	CloseIndex(&notes);
	values[0] = Int32GetDatum(mc_findings_version());
	values[1] = Int64GetDatum(all);
	values[2] = Int64GetDatum(exact);
	values[3] = Int64GetDatum(all - exact);
	PG_RETURN_DATUM(
		HeapTupleGetDatum(heap_form_tuple(BlessTupleDesc(desc), values, nulls)));
}

/* ---------- reading rows anew ---------- */

/* What entering rows needs */
typedef struct Entering
{
	NotesIndex notes;
	Snapshot snapshot;
	IndexInfo *info;
	EState *estate;
	ExprState *predicate;
	IndexFetchTableData *fetch;
	McReentry reentry;
	TupleTableSlot *slot;
	Datum values[INDEX_MAX_KEYS];
	bool nulls[INDEX_MAX_KEYS];
} Entering;

/* Make what GIN keeps between inserts, so that its support function knows of the reentry. */
static void
TellReentry(Entering *e)
{
	GinState *state = palloc(sizeof(GinState));

	initGinState(state, e->notes.index);
	state->extractValueFn[e->notes.column - 1].fn_extra = &e->reentry;
	e->info->ii_AmCache = state;
}

/*
 * Enter the row at this place once more, with the edition of now.  Its older keys stay until
 * the index is built anew.  The snapshot sees the row, so that vacuum lets it be.
 */
static bool
EnterRow(Entering *e, const ItemPointerData *place)
{
	ExprContext *context = GetPerTupleExprContext(e->estate);
	ItemPointerData root = *place;
	ItemPointerData seen = *place; /* of the chain that begins there */
	bool again = false;

	if (!table_index_fetch_tuple(e->fetch, &seen, e->snapshot, e->slot, &again, NULL))
		return false;
	context->ecxt_scantuple = e->slot;
	if (ExecQual(e->predicate, context))
	{
		FormIndexDatum(e->info, e->slot, e->estate, e->values, e->nulls);
		for (int edition = 0; edition <= 1; edition++)
		{
			e->reentry.edition = edition == 1;
			e->reentry.readable = e->reentry.readable && edition == 1;
			if (edition == 0 || e->reentry.readable)
				(void) index_insert(e->notes.index, e->values, e->nulls, &root,
									e->notes.table, UNIQUE_CHECK_NO, false, e->info);
		}
	}
	ExecClearTuple(e->slot);
	ResetExprContext(context);
	return true;
}

/* May rows be entered now?  Raises if not: they would be entered as "recheck", or wrongly. */
static void
RequireReadable(void)
{
	bool is_settled;
	McTerminology *terminology = mc_published_terminology(&is_settled);
	int32 version = mc_findings_version();
	McNoteFacts facts;
	int nest_level = mc_query_begin();
	bool is_own = mc_version_is_own(version);

	mc_query_end(nest_level);
	if (!is_settled)
		ereport(
			ERROR,
			(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
			 errmsg(
				 "version %d of the terminology has not been verified in this database",
				 version),
			 errhint("SELECT medcode.settle_version(%d);", version)));
	/* keys stay in an index when their transaction is rolled back, and the number is used again */
	if (is_own)
		ereport(ERROR,
				(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
				 errmsg("version %d of the terminology is published in this transaction",
						version),
				 errhint("COMMIT first.")));
	/* what the terminology lacks is said here, not swallowed with each note */
	mc_read_note(terminology, cstring_to_text("asthma"), &facts);
}

/*
 * Enter up to limit of the rows that wait behind *last, which becomes the last one looked at;
 * gives how many were seen, and *ended when there are no more.
 */
static int64
EnterBatch(Oid oid, int64 limit, ItemPointer last, bool *ended)
{
	Entering e = {.snapshot = RegisterSnapshot(GetActiveSnapshot())};
	McBitmapPage page;
	OffsetNumber room[MaxHeapTuplesPerPage];
	int kept;
	bool more = true;
	McBitmapIterator *iterator;
	TIDBitmap *rows;
	Oid user;
	int security;
	int settings;
	int64 done = 0;

	OpenIndex(oid, RowExclusiveLock, &e.notes);
	/* expressions and predicates of an index are its owner's, who may not act as the caller */
	GetUserIdAndSecContext(&user, &security);
	SetUserIdAndSecContext(e.notes.table->rd_rel->relowner,
						   security | SECURITY_RESTRICTED_OPERATION);
	settings = NewGUCNestLevel();
	rows = RowsOf(&e.notes, MC_STRATEGY_WAITING, e.snapshot);
	e.info = BuildIndexInfo(e.notes.index);
	TellReentry(&e);
	e.estate = CreateExecutorState();
	e.predicate = ExecPrepareQual(e.info->ii_Predicate, e.estate);
	e.slot = table_slot_create(e.notes.table, NULL);
	e.fetch = table_index_fetch_begin(e.notes.table);
	iterator = mc_bitmap_begin(rows);
	while (done < limit && (more = mc_bitmap_next(iterator, page, room, kept)))
	{
		/* a page that the bitmap does not keep row by row: any may wait */
		int n = kept >= 0 ? kept : (int) MaxHeapTuplesPerPage;

		for (int i = 0; i < n && done < limit; i++)
		{
			ItemPointerData place;

			ItemPointerSet(&place, mc_bitmap_block(page),
						   kept >= 0 ? mc_bitmap_row(page, room, i)
									 : (OffsetNumber) (i + 1));
			CHECK_FOR_INTERRUPTS();
			if (ItemPointerIsValid(last) && ItemPointerCompare(&place, last) <= 0)
				continue;
			if (EnterRow(&e, &place))
				done++;
			*last = place;
		}
	}
	*ended = !more;
	mc_bitmap_end(iterator);
	tbm_free(rows);
	table_index_fetch_end(e.fetch);
	ExecDropSingleTupleTableSlot(e.slot);
	FreeExecutorState(e.estate);
	AtEOXact_GUC(false, settings);
	SetUserIdAndSecContext(user, security);
	CloseIndex(&e.notes);
	UnregisterSnapshot(e.snapshot);
	return done;
}

/*
 * CALL medcode.rework_notes_index(index regclass, batch_size integer): enters the rows that
 * wait, a transaction for each batch.  The table is gone through once, and once more if
 * another version is published meanwhile.
 */
Datum
mc_rework_notes_index_sql(PG_FUNCTION_ARGS)
{
	Oid oid = PG_ARGISNULL(0) ? InvalidOid : PG_GETARG_OID(0);
	int32 limit = PG_ARGISNULL(1) ? 0 : PG_GETARG_INT32(1);
	bool atomic = !fcinfo->context || !IsA(fcinfo->context, CallContext) ||
				  ((CallContext *) fcinfo->context)->atomic;
	ItemPointerData last;
	int32 version = 0;
	int64 total = 0;
	bool ended = false;

	if (!OidIsValid(oid) || limit < 1)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("an index and a size of batches of 1 or more are needed")));
	if (SPI_connect_ext(atomic ? 0 : SPI_OPT_NONATOMIC) != SPI_OK_CONNECT)
		elog(ERROR, "SPI_connect failed");
	ItemPointerSetInvalid(&last);
	for (;;)
	{
		RequireReadable();
		if (version != mc_findings_version())
		{
			ItemPointerSetInvalid(&last);
			version = mc_findings_version();
		}
		else if (ended)
			break;
		total += EnterBatch(oid, limit, &last, &ended);
		if (atomic && ended)
			break;
		if (!atomic)
		{
			SPI_commit();
			EnsurePortalSnapshotExists();
		}
	}
	/* GIN looks at pending keys of a row and at those in its tree apart */
	(void) DirectFunctionCall1(gin_clean_pending_list, ObjectIdGetDatum(oid));
	if (SPI_finish() != SPI_OK_FINISH)
		elog(ERROR, "SPI_finish failed");
	ereport(NOTICE, (errmsg(INT64_FORMAT " rows were read anew", total)));
	PG_RETURN_VOID();
}

/* ---------- what is in it ---------- */

/*
 * medcode.note_keys(note text): what an index keeps of a note, one row for each distinct key
 */
Datum
mc_note_keys_sql(PG_FUNCTION_ARGS)
{
	McResult rows;
	McTerminology *terminology;
	McNoteFacts facts;
	McNoteKey edition;
	bool is_settled;

	mc_result_begin(fcinfo, &rows);
	terminology = mc_published_terminology(&is_settled);
	edition = mc_edition_key(mc_findings_version());
	mc_read_note(terminology, PG_GETARG_TEXT_PP(0), &facts);
	for (size_t i = 0; i < facts.count; i++)
	{
		McNoteKey key = mc_fact_key(edition, &facts.list[i]);
		McNoteFact fact = mc_key_fact(key);
		const char *section = fact.section & MC_FACT_DIAGNOSIS     ? "diagnosis"
							  : fact.section & MC_FACT_COURSE      ? "course"
							  : fact.section & MC_FACT_LIST        ? "list"
							  : fact.section & MC_FACT_OBSERVATION ? "observation"
																   : "other";
		bool nulls[10] = {false};
		Datum values[10] = {
			Int64GetDatum(key),
			UInt64GetDatum(fact.code),
			BoolGetDatum((fact.assertion & MC_FACT_NEGATED) != 0),
			BoolGetDatum((fact.assertion & MC_FACT_UNCERTAIN) != 0),
			BoolGetDatum((fact.assertion & MC_FACT_HISTORICAL) != 0),
			BoolGetDatum((fact.assertion & MC_FACT_HYPOTHETICAL) != 0),
			BoolGetDatum((fact.assertion & MC_FACT_FAMILY) != 0),
			CStringGetTextDatum(section),
			BoolGetDatum(fact.derived),
			Int32GetDatum(fact.score),
		};

		mc_result_add(&rows, values, nulls);
	}
	return mc_result_end(&rows);
}
