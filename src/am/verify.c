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
#include "am/verify.h"

#include "access/genam.h"
#include "access/htup_details.h"
#include "access/tableam.h"
#include "access/transam.h"
#include "access/xact.h"
#include "access/xlog.h"
#include "catalog/index.h"
#include "miscadmin.h"
#include "storage/lmgr.h"
#include "utils/builtins.h"
#include "utils/guc.h"
#include "utils/memutils.h"
#include "utils/snapmgr.h"

#include "am/inspect.h"

PG_FUNCTION_INFO_V1(mc_index_verify_sql);

/* The index by itself.  With a filter, its phrases are put there. */
static void
CheckIndex(McVerify *check, bool with_filter)
{
	bool same_buckets;
	bool same_pending;
	McMetaPage usable;

	check->locked = !RecoveryInProgress();
	if (check->locked)
		LockPage(check->index, MC_META_BLOCK, ExclusiveLock);
	/* is it an index that this library can read at all? */
	mc_meta_read(check->index, NULL, &usable);
	mc_verify_meta(check, &check->before);
	check->nblocks = RelationGetNumberOfBlocks(check->index);
	mc_verify_pages(check, with_filter);
	mc_verify_meta(check, &check->after);
	same_buckets = check->before.generation == check->after.generation;
	same_pending = check->before.pending_generation == check->after.pending_generation;
	if (check->locked)
		UnlockPage(check->index, MC_META_BLOCK, ExclusiveLock);
	if (check->locked || same_buckets)
		mc_verify_buckets(check);
	if (check->locked || same_pending)
		mc_verify_pending(check);
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
	McVerify *check = arg;
	uint64 buffer[MC_MAX_POSTING / sizeof(uint64)];
	uint64 print[1 + MC_MAX_TERM_WORDS];
	McPosting *posting = (McPosting *) buffer;
	Size size;

	(void) alive;
	if (isnull[0])
		return;
	(void) mc_analyse_phrase(check->analyser, values[0], tid, posting);
	size = mc_verify_fingerprint(posting, NULL, mc_pending_keys(posting), print);
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
CheckRows(McVerify *check, Snapshot snapshot)
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
	McVerify *check;
	Snapshot snapshot = NULL;
	Oid user;
	int security;
	int nest_level;

	mc_inspect_allowed(index_id);
	caller = MemoryContextSwitchTo(context);
	check = palloc0(sizeof(McVerify));
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
