/*
 * note_index_sql.c
 *		Looking after an index of notes: how many rows wait to be read with the version that
 *		is published, and reading them.
 */
#include "notes/notes_sql.h"

#include "access/genam.h"
#include "access/gin.h"
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
#include "utils/acl.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"
#include "utils/rel.h"
#include "utils/snapmgr.h"

#include "compat.h"
#include "encounter/statement.h"
#include "terminology/installed.h"

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

/* The rows that the index has for a strategy that is no operator; *count of them */
static TIDBitmap *
RowsOf(const NotesIndex *notes, StrategyNumber strategy, Snapshot snapshot, int64 *count)
{
	TIDBitmap *rows = tbm_create((long) maintenance_work_mem * 1024L, NULL);
	IndexScanDesc scan = index_beginscan_bitmap(notes->index, snapshot, 1);
	ScanKeyData key;

	ScanKeyEntryInitialize(&key, 0, (AttrNumber) notes->column, strategy, InvalidOid,
						   InvalidOid, InvalidOid, Int32GetDatum(0));
	index_rescan(scan, &key, 1, NULL, 0);
	*count = index_getbitmap(scan, rows);
	index_endscan(scan);
	return rows;
}

static int64
CountRows(const NotesIndex *notes, StrategyNumber strategy, Snapshot snapshot)
{
	int64 count;

	tbm_free(RowsOf(notes, strategy, snapshot, &count));
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
	int64 waiting;

	if (get_call_result_type(fcinfo, NULL, &desc) != TYPEFUNC_COMPOSITE)
		elog(ERROR, "return type must be a row type");
	OpenIndex(oid, AccessShareLock, &notes);
	all = CountRows(&notes, MC_STRATEGY_INDEXED, snapshot);
	waiting = CountRows(&notes, MC_STRATEGY_WAITING, snapshot);
	CloseIndex(&notes);
	values[0] = Int32GetDatum(mc_findings_version());
	values[1] = Int64GetDatum(all);
	values[2] = Int64GetDatum(all - waiting);
	values[3] = Int64GetDatum(waiting);
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
	TupleTableSlot *slot;
	Datum values[INDEX_MAX_KEYS];
	bool nulls[INDEX_MAX_KEYS];
} Entering;

/*
 * Enter the row at this place once more, with the edition of now.  Its older keys stay until
 * the index is built anew.  The snapshot sees the row, so that vacuum lets it be.
 */
static bool
EnterRow(Entering *e, BlockNumber block, OffsetNumber offset)
{
	ExprContext *context = GetPerTupleExprContext(e->estate);
	ItemPointerData root;
	ItemPointerData place;
	bool again = false;

	ItemPointerSet(&root, block, offset);
	place = root;
	if (!table_index_fetch_tuple(e->fetch, &place, e->snapshot, e->slot, &again, NULL))
		return false;
	context->ecxt_scantuple = e->slot;
	if (ExecQual(e->predicate, context))
	{
		FormIndexDatum(e->info, e->slot, e->estate, e->values, e->nulls);
		(void) index_insert(e->notes.index, e->values, e->nulls, &root, e->notes.table,
							UNIQUE_CHECK_NO, false, e->info);
	}
	ExecClearTuple(e->slot);
	ResetExprContext(context);
	return true;
}

/* Enter up to limit of the rows that wait; gives how many were seen. */
static int64
EnterBatch(Oid oid, int64 limit)
{
	Entering e = {.snapshot = RegisterSnapshot(GetActiveSnapshot())};
	TBMIterateResult *page;
	TBMIterator *iterator;
	TIDBitmap *rows;
	int64 done = 0;
	int64 count;

	OpenIndex(oid, RowExclusiveLock, &e.notes);
	rows = RowsOf(&e.notes, MC_STRATEGY_WAITING, e.snapshot, &count);
	e.info = BuildIndexInfo(e.notes.index);
	e.estate = CreateExecutorState();
	e.predicate = ExecPrepareQual(e.info->ii_Predicate, e.estate);
	e.slot = table_slot_create(e.notes.table, NULL);
	e.fetch = table_index_fetch_begin(e.notes.table);
	iterator = tbm_begin_iterate(rows);
	while (done < limit && (page = tbm_iterate(iterator)) != NULL)
	{
		/* a page that the bitmap does not keep row by row: any may wait */
		int n = page->ntuples >= 0 ? page->ntuples : (int) MaxHeapTuplesPerPage;

		for (int i = 0; i < n && done < limit; i++)
		{
			OffsetNumber offset =
				page->ntuples >= 0 ? page->offsets[i] : (OffsetNumber) (i + 1);

			CHECK_FOR_INTERRUPTS();
			if (EnterRow(&e, page->blockno, offset))
				done++;
		}
	}
	tbm_end_iterate(iterator);
	tbm_free(rows);
	table_index_fetch_end(e.fetch);
	ExecDropSingleTupleTableSlot(e.slot);
	FreeExecutorState(e.estate);
	CloseIndex(&e.notes);
	UnregisterSnapshot(e.snapshot);
	return done;
}

/* Rows that wait still and can be seen: those of an older edition that are dead do not count. */
static int64
Waiting(Oid oid)
{
	NotesIndex notes;
	int64 count;

	OpenIndex(oid, AccessShareLock, &notes);
	count = CountRows(&notes, MC_STRATEGY_WAITING, GetActiveSnapshot());
	CloseIndex(&notes);
	return count;
}

/*
 * CALL medcode.rework_notes_index(index regclass, batch_size integer): enters the rows that
 * wait, a transaction for each batch.
 */
Datum
mc_rework_notes_index_sql(PG_FUNCTION_ARGS)
{
	Oid oid = PG_ARGISNULL(0) ? InvalidOid : PG_GETARG_OID(0);
	int32 limit = PG_ARGISNULL(1) ? 0 : PG_GETARG_INT32(1);
	bool atomic = !fcinfo->context || !IsA(fcinfo->context, CallContext) ||
				  ((CallContext *) fcinfo->context)->atomic;
	int64 waiting;
	int64 total = 0;
	bool is_settled;

	if (!OidIsValid(oid) || limit < 1)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("an index and a size of batches of 1 or more are needed")));
	(void) mc_published_terminology(&is_settled);
	if (!is_settled)
		ereport(
			ERROR,
			(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
			 errmsg(
				 "the terminology that is published has not been verified in this database"),
			 errhint("SELECT medcode.settle_version();")));
	if (SPI_connect_ext(atomic ? 0 : SPI_OPT_NONATOMIC) != SPI_OK_CONNECT)
		elog(ERROR, "SPI_connect failed");
	waiting = Waiting(oid);
	for (;;)
	{
		int64 done = EnterBatch(oid, limit);
		int64 left;

		total += done;
		if (!atomic)
		{
			SPI_commit();
			PushActiveSnapshot(GetTransactionSnapshot());
		}
		else
			CommandCounterIncrement();
		left = Waiting(oid);
		if (!atomic)
			PopActiveSnapshot();
		/* what is left and cannot be seen is dead */
		if (done == 0 || left == 0)
			break;
		if (left >= waiting)
			ereport(
				ERROR,
				(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
				 errmsg("rows of index \"%s\" cannot be read anew", get_rel_name(oid)),
				 errdetail(INT64_FORMAT " rows wait.", left),
				 errhint(
					 "SELECT * FROM medcode.suggest('asthma'); says what the terminology lacks.")));
		waiting = left;
		if (!atomic)
			PushActiveSnapshot(GetTransactionSnapshot());
	}
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
