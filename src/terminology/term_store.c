/*
 * term_store.c
 *		Terms of table medcode.term, found through its index of phrases.
 */
#include "terminology/term_store.h"

#include "access/genam.h"
#include "access/relation.h"
#include "access/relscan.h"
#include "access/table.h"
#include "access/tableam.h"
#include "access/transam.h"
#include "access/visibilitymap.h"
#include "catalog/namespace.h"
#include "catalog/pg_class.h"
#include "catalog/pg_index.h"
#include "commands/defrem.h"
#include "executor/tuptable.h"
#include "miscadmin.h"
#include "pgstat.h"
#include "storage/predicate.h"
#include "utils/acl.h"
#include "utils/builtins.h"
#include "utils/inval.h"
#include "utils/lsyscache.h"
#include "utils/memutils.h"
#include "utils/rel.h"
#include "utils/rls.h"
#include "utils/snapmgr.h"

#include "am/am.h"
#include "am/read.h"
#include "compat.h"
#include "pg_host.h"
#include "terminology/icd10cm.h"

/* Columns of medcode.term, in its order */
enum
{
	COL_TERM_ID = 1,
	COL_PHRASE,
	COL_CODE_SYSTEM,
	COL_CODE,
	COL_KIND,
	COL_VERSION
};

/* Terms remembered, in two halves of which the older is forgotten when the younger is full */
#define HALF_SLOTS  16384
#define HALF_TERMS  (HALF_SLOTS * 5 / 8)
#define FIRST_BYTES (32 * 1024)
#define HALF_BYTES  (1024 * 1024)

/* A remembered term: this, its words, its phrase */
typedef struct Remembered
{
	uint64 id;
	McCode code;
	int32 version;
	uint32 size;
	uint16 nwords;
	uint8 source;
	bool counts; /* false: of another code system */
	McTermWord words[FLEXIBLE_ARRAY_MEMBER];
} Remembered;

typedef struct Slot
{
	uint64 reference; /* + 1; 0: free */
	uint32 offset;
	uint32 unused;
} Slot;

typedef struct Half
{
	Slot *slots;
	char *bytes;
	uint32 room; /* of them, at most HALF_BYTES */
	uint32 used;
	uint32 terms;
} Half;

struct McTermStore
{
	MemoryContext context;
	McReader *reader;
	Oid index_oid; /* whose rows are remembered */
	uint64 generation;
	Half young;
	Half old;
	McHost host;
	McPhraseReader phrase_reader;
	MemoryContext row_context;
	/* while open */
	Relation heap;
	Relation index;
	IndexFetchTableData *fetch;
	TupleTableSlot *slot;
	Snapshot snapshot;
	bool visit_rows;
	bool used_map;
	Buffer map_buffer;
};

/* The table and its index, until the catalog says that something changed */
static Oid term_oid;
static Oid term_index_oid;

static void
ForgetIndex(Datum arg, Oid relid)
{
	(void) arg;
	if (relid == InvalidOid || relid == term_oid || relid == term_index_oid)
		term_oid = term_index_oid = InvalidOid;
}

/* May the index answer for all phrases that the snapshot can see? */
static bool
Serves(Relation index, Oid am)
{
	Form_pg_index form = index->rd_index;

	if (index->rd_rel->relam != am || !form->indisvalid || form->indnkeyatts != 1 ||
		form->indkey.values[0] != COL_PHRASE ||
		!heap_attisnull(index->rd_indextuple, Anum_pg_index_indpred, NULL))
		return false;
	/* chains that were broken when it was built, for snapshots older than it */
	return !form->indcheckxmin ||
		   TransactionIdPrecedes(HeapTupleHeaderGetXmin(index->rd_indextuple->t_data),
								 TransactionXmin);
}

/* Open the table and an index that serves. */
static void
OpenRelations(McTermStore *store)
{
	static bool registered = false;
	List *indexes;
	ListCell *cell;
	Oid am;

	if (!registered)
	{
		CacheRegisterRelcacheCallback(ForgetIndex, (Datum) 0);
		registered = true;
	}
	if (OidIsValid(term_index_oid))
	{
		store->heap = table_open(term_oid, AccessShareLock);
		/* the locks may have brought news */
		if (OidIsValid(term_index_oid))
		{
			store->index = try_relation_open(term_index_oid, AccessShareLock);
			if (store->index && OidIsValid(term_index_oid))
				return;
			if (store->index)
				relation_close(store->index, NoLock);
			store->index = NULL;
		}
		table_close(store->heap, NoLock);
		store->heap = NULL;
	}
	store->heap = table_open(
		get_relname_relid("term", get_namespace_oid("medcode", false)), AccessShareLock);
	am = get_index_am_oid("medcode", false);
	indexes = RelationGetIndexList(store->heap);
	foreach (cell, indexes)
	{
		Relation index = try_relation_open(lfirst_oid(cell), AccessShareLock);

		if (index == NULL)
			continue; /* dropped meanwhile */
		if (Serves(index, am))
		{
			store->index = index;
			break;
		}
		relation_close(index, AccessShareLock);
	}
	list_free(indexes);
	if (store->index == NULL)
		ereport(ERROR,
				(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
				 errmsg("table medcode.term has no index of its phrases"),
				 errdetail(
					 "It must be valid, over the whole table, and on the column alone."),
				 errhint("CREATE INDEX ON medcode.term USING medcode (phrase);")));
	/* next time without looking, unless it is one that only this snapshot may use */
	if (!store->index->rd_index->indcheckxmin)
	{
		term_oid = RelationGetRelid(store->heap);
		term_index_oid = RelationGetRelid(store->index);
	}
}

/* Who calls may read what he is shown. */
static void
CheckRights(Relation heap)
{
	Oid relid = RelationGetRelid(heap);
	AclResult right = pg_class_aclcheck(relid, GetUserId(), ACL_SELECT);

	if (right != ACLCHECK_OK)
		aclcheck_error(right, OBJECT_TABLE, RelationGetRelationName(heap));
	if (check_enable_rls(relid, InvalidOid, true) == RLS_ENABLED)
		ereport(ERROR,
				(errcode(ERRCODE_INSUFFICIENT_PRIVILEGE),
				 errmsg("row-level security is not supported on table medcode.term"),
				 errhint("ALTER TABLE medcode.term DISABLE ROW LEVEL SECURITY;")));
}

McTermStore *
mc_term_store_create(MemoryContext parent)
{
	MemoryContext context =
		AllocSetContextCreate(parent, "medcode terms", ALLOCSET_DEFAULT_SIZES);
	McTermStore *store = MemoryContextAllocZero(context, sizeof(McTermStore));

	store->context = context;
	store->reader = mc_reader_create(context);
	store->row_context =
		AllocSetContextCreate(context, "medcode term row", ALLOCSET_SMALL_SIZES);
	store->host = mc_pg_host(context);
	mc_phrase_reader_init(&store->host, &store->phrase_reader);
	return store;
}

static void
MakeHalf(McTermStore *store, Half *half)
{
	if (half->bytes == NULL)
	{
		half->bytes = MemoryContextAlloc(store->context, FIRST_BYTES);
		half->room = FIRST_BYTES;
	}
	if (half->slots == NULL)
		half->slots = MemoryContextAllocZero(store->context, HALF_SLOTS * sizeof(Slot));
}

static void
EmptyHalf(Half *half)
{
	if (half->slots)
		memset(half->slots, 0, HALF_SLOTS * sizeof(Slot));
	half->used = half->terms = 0;
}

void
mc_term_store_open(McTermStore *store, bool visit_rows)
{
	/* whatever an error left open is closed by now */
	store->heap = store->index = NULL;
	store->fetch = NULL;
	store->slot = NULL;
	OpenRelations(store);
	CheckRights(store->heap);
	store->snapshot = GetActiveSnapshot();
	PredicateLockRelation(store->index, store->snapshot);
	pgstat_count_index_scan(store->index);
	mc_reader_begin(store->reader, store->index, store->snapshot);
	/*
	 * A reference means the same row as long as the index does not change: every
	 * column that is read here is in an index, so that no row changes in place.
	 */
	if (store->index_oid != RelationGetRelid(store->index) ||
		store->generation != mc_reader_generation(store->reader))
	{
		MakeHalf(store, &store->young);
		EmptyHalf(&store->young);
		EmptyHalf(&store->old);
		store->index_oid = RelationGetRelid(store->index);
		store->generation = mc_reader_generation(store->reader);
	}
	store->fetch = table_index_fetch_begin(store->heap);
	store->slot = table_slot_create(store->heap, NULL);
	store->visit_rows = visit_rows;
	store->used_map = false;
	store->map_buffer = InvalidBuffer;
}

bool
mc_term_store_close(McTermStore *store)
{
	bool valid = true;

	/*
	 * A row that vacuum took away may have had its page marked since, but its posting
	 * was flagged before that.
	 */
	if (store->used_map)
		valid = mc_reader_is_current(store->reader);
	if (BufferIsValid(store->map_buffer))
		ReleaseBuffer(store->map_buffer);
	table_index_fetch_end(store->fetch);
	ExecDropSingleTupleTableSlot(store->slot);
	index_close(store->index, NoLock);
	table_close(store->heap, NoLock);
	store->heap = store->index = NULL;
	store->fetch = NULL;
	store->slot = NULL;
	return valid;
}

McPhrases
mc_term_store_phrases(McTermStore *store)
{
	return mc_reader_phrases(store->reader);
}

static Slot *
FindSlot(const Half *half, uint64 reference)
{
	uint32 at = (uint32) ((reference * MC_HASH_A) >> 40) % HALF_SLOTS;

	while (half->slots[at].reference != 0 && half->slots[at].reference != reference + 1)
		at = (at + 1) % HALF_SLOTS;
	return &half->slots[at];
}

/* Remember a term; returns where.  It may stand in the older half. */
static const Remembered *
Remember(McTermStore *store, uint64 reference, const Remembered *term)
{
	Slot *slot;
	char *to;
	uint32 size = term->size;

	if (store->young.terms >= HALF_TERMS || store->young.used + size > HALF_BYTES)
	{
		Half older = store->old;

		store->old = store->young;
		store->young = older;
		MakeHalf(store, &store->young);
		EmptyHalf(&store->young);
	}
	while (store->young.used + size > store->young.room)
	{
		store->young.bytes = repalloc(store->young.bytes, store->young.room * 2);
		store->young.room *= 2;
	}
	slot = FindSlot(&store->young, reference);
	to = store->young.bytes + store->young.used;
	slot->reference = reference + 1;
	slot->offset = store->young.used;
	store->young.used += size;
	store->young.terms++;
	return memmove(to, term, size);
}

static const Remembered *
Recall(McTermStore *store, uint64 reference)
{
	const Slot *slot = FindSlot(&store->young, reference);

	if (slot->reference != 0)
		return (const Remembered *) (store->young.bytes + slot->offset);
	if (store->old.slots == NULL)
		return NULL;
	slot = FindSlot(&store->old, reference);
	if (slot->reference == 0)
		return NULL;
	return Remember(store, reference,
					(const Remembered *) (store->old.bytes + slot->offset));
}

/* Read a row, in the memory of the row. */
static Remembered *
ReadRow(McTermStore *store, TupleTableSlot *slot)
{
	bool isnull;
	const text *phrase;
	char *code;
	char *system;
	int source;
	McTermWord words[MC_MAX_TERM_WORDS];
	size_t nwords;
	size_t len;
	size_t size;
	size_t position;
	Remembered *term;

	phrase = DatumGetTextPP(slot_getattr(slot, COL_PHRASE, &isnull));
	system = TextDatumGetCString(slot_getattr(slot, COL_CODE_SYSTEM, &isnull));
	code = TextDatumGetCString(slot_getattr(slot, COL_CODE, &isnull));
	source =
		mc_source_by_name(TextDatumGetCString(slot_getattr(slot, COL_KIND, &isnull)));
	len = VARSIZE_ANY_EXHDR(phrase);
	nwords = mc_phrase_words(&store->phrase_reader, VARDATA_ANY(phrase), len, false, true,
							 words);
	size = MAXALIGN(offsetof(Remembered, words) + nwords * sizeof(McTermWord) + len + 1);
	term = palloc0(size);
	term->id = (uint64) DatumGetInt64(slot_getattr(slot, COL_TERM_ID, &isnull));
	term->version = DatumGetInt32(slot_getattr(slot, COL_VERSION, &isnull));
	term->size = (uint32) size;
	term->nwords = (uint16) nwords;
	term->counts =
		strcmp(system, "icd10cm") == 0 && source >= 0 &&
		mc_icd10cm_parse(code, strlen(code), &term->code, &position) == MC_ICD10CM_OK;
	term->source = (uint8) source;
	memcpy(term->words, words, nwords * sizeof(McTermWord));
	memcpy((char *) (term->words + nwords), VARDATA_ANY(phrase), len);
	return term;
}

bool
mc_term_store_get(McTermStore *store, uint64 reference, McStoredTerm *term)
{
	const Remembered *known = Recall(store, reference);
	ItemPointerData tid;
	bool again = false;

	mc_tid_of_reference(reference, &tid);
	if (known && !store->visit_rows &&
		VM_ALL_VISIBLE(store->heap, ItemPointerGetBlockNumber(&tid), &store->map_buffer))
		store->used_map = true;
	else if (!table_index_fetch_tuple(store->fetch, &tid, store->snapshot, store->slot,
									  &again, NULL))
		return false;
	if (known == NULL)
	{
		MemoryContext caller = MemoryContextSwitchTo(store->row_context);
		Remembered *row = ReadRow(store, store->slot);

		MemoryContextSwitchTo(caller);
		if (row->nwords == 0 || row->nwords > MC_MAX_TERM_WORDS)
			elog(ERROR, "index \"%s\" leads to a row whose phrase has %u words",
				 RelationGetRelationName(store->index), row->nwords);
		known = Remember(store, reference, row);
		MemoryContextReset(store->row_context);
	}
	term->term.id = known->id;
	term->term.code = known->code;
	term->term.words = known->words;
	term->term.nwords = known->nwords;
	term->term.phrase = (const char *) (known->words + known->nwords);
	term->term.source = known->source;
	term->version = known->version;
	return known->counts;
}

void
mc_term_store_flush(void)
{
	Relation heap = table_open(
		get_relname_relid("term", get_namespace_oid("medcode", false)), AccessShareLock);
	Oid am = get_index_am_oid("medcode", false);
	List *indexes = RelationGetIndexList(heap);
	ListCell *cell;

	foreach (cell, indexes)
	{
		Relation index = index_open(lfirst_oid(cell), RowExclusiveLock);

		if (index->rd_rel->relam == am && index->rd_index->indisready)
			(void) mc_am_tidy(index);
		index_close(index, NoLock);
	}
	list_free(indexes);
	table_close(heap, NoLock);
}
