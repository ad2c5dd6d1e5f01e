/*
 * inspect.c
 *		index_info, page_info, page_items and index_flush.
 *
 * Pages are copied and looked at without a lock, and nothing on them is trusted.
 */
#include "am/inspect.h"

#include <inttypes.h>

#include "access/genam.h"
#include "access/htup_details.h"
#include "access/table.h"
#include "access/xlog.h"
#include "catalog/index.h"
#include "catalog/pg_class.h"
#include "catalog/pg_type_d.h"
#include "funcapi.h"
#include "miscadmin.h"
#include "utils/acl.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"
#include "utils/rls.h"

#include "am/walk.h"
#include "compat.h"
#include "pg_host.h"

PG_FUNCTION_INFO_V1(mc_index_info_sql);
PG_FUNCTION_INFO_V1(mc_page_info_sql);
PG_FUNCTION_INFO_V1(mc_page_items_sql);
PG_FUNCTION_INFO_V1(mc_index_flush_sql);

static const char *const page_kinds[] = {
	[0] = "empty",
	[MC_PAGE_META] = "meta",
	[MC_PAGE_DIRECTORY] = "directory",
	[MC_PAGE_OVERFLOW] = "overflow",
	[MC_PAGE_BUCKET] = "bucket",
	[MC_PAGE_PENDING] = "pending",
};

char *
mc_reindex_hint(Relation index)
{
	return psprintf(
		"REINDEX INDEX %s;",
		quote_qualified_identifier(get_namespace_name(RelationGetNamespace(index)),
								   RelationGetRelationName(index)));
}

/* Table of an index; raises an error if it is no index or one of many partitions. */
static Oid
TableOfIndex(Oid index_id)
{
	char kind = get_rel_relkind(index_id);
	Oid heap_id;

	if (kind == '\0')
		ereport(ERROR, (errcode(ERRCODE_UNDEFINED_OBJECT),
						errmsg("relation with OID %u does not exist", index_id)));
	if (kind == RELKIND_PARTITIONED_INDEX)
		ereport(ERROR,
				(errcode(ERRCODE_WRONG_OBJECT_TYPE),
				 errmsg("\"%s\" is a partitioned index", get_rel_name(index_id)),
				 errdetail("It has no pages of its own, only its partitions have."),
				 errhint("SELECT relid FROM pg_partition_tree(%s) WHERE isleaf;",
						 quote_literal_cstr(quote_qualified_identifier(
							 get_namespace_name(get_rel_namespace(index_id)),
							 get_rel_name(index_id))))));
	heap_id = kind == RELKIND_INDEX ? IndexGetRelation(index_id, true) : InvalidOid;
	if (!OidIsValid(heap_id))
		ereport(
			ERROR,
			(errcode(ERRCODE_WRONG_OBJECT_TYPE),
			 errmsg("\"%s\" is not an index", get_rel_name(index_id)),
			 errhint(
				 "SELECT indexrelid::regclass FROM pg_index WHERE indrelid = %s::regclass;",
				 quote_literal_cstr(quote_qualified_identifier(
					 get_namespace_name(get_rel_namespace(index_id)),
					 get_rel_name(index_id))))));
	return heap_id;
}

/*
 * The keys of words are on the pages, and which rows have the same: that is not for
 * those who may not read all rows.
 */
void
mc_inspect_allowed(Oid index_id)
{
	Oid heap_id = TableOfIndex(index_id);
	AclResult result = pg_class_aclcheck(heap_id, GetUserId(), ACL_SELECT);

	if (result != ACLCHECK_OK)
		aclcheck_error(result, OBJECT_TABLE, get_rel_name(heap_id));
	if (check_enable_rls(heap_id, InvalidOid, true) == RLS_ENABLED)
		ereport(ERROR, (errcode(ERRCODE_INSUFFICIENT_PRIVILEGE),
						errmsg("permission denied for table %s", get_rel_name(heap_id)),
						errdetail("Its row-level security policies apply to you.")));
}

Relation
mc_inspect_open(Oid index_id, LOCKMODE lock, Relation *heap)
{
	Oid heap_id = TableOfIndex(index_id);
	Relation index;

	*heap = table_open(heap_id, lock);
	index = index_open(index_id, lock);
	/* it may have been dropped, and the number given to another, before the lock */
	if (heap_id != IndexGetRelation(index_id, false))
		ereport(ERROR, (errcode(ERRCODE_UNDEFINED_TABLE),
						errmsg("could not open the table of index \"%s\"",
							   RelationGetRelationName(index))));
	if (index->rd_indam->ambuild != mc_am_build)
		ereport(ERROR,
				(errcode(ERRCODE_WRONG_OBJECT_TYPE),
				 errmsg("\"%s\" is not an index of type medcode",
						RelationGetRelationName(index)),
				 errhint("SELECT c.oid::regclass FROM pg_class AS c JOIN pg_am AS a "
						 "ON a.oid = c.relam WHERE a.amname = 'medcode';")));
	if (RELATION_IS_OTHER_TEMP(index))
		ereport(ERROR, (errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
						errmsg("index \"%s\" is of a temporary table of another session",
							   RelationGetRelationName(index)),
						errdetail("Its pages are in the memory of that session."),
						errhint("Ask that session.")));
	if (!index->rd_index->indisvalid)
		ereport(ERROR,
				(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
				 errmsg("index \"%s\" is not valid", RelationGetRelationName(index)),
				 errdetail("It was never built completely."),
				 errhint("%s", mc_reindex_hint(index))));
	if (index->rd_rel->relpersistence == RELPERSISTENCE_UNLOGGED && RecoveryInProgress())
		ereport(ERROR, (errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
						errmsg("index \"%s\" is unlogged and has no pages here",
							   RelationGetRelationName(index)),
						errhint("Connect to the primary server.")));
	return index;
}

void
mc_inspect_close(Relation index, Relation heap, LOCKMODE lock)
{
	index_close(index, lock);
	table_close(heap, lock);
}

static void
ReportDamage(Relation index, BlockNumber block, Size offset, const char *damage)
{
	ereport(ERROR, (errcode(ERRCODE_INDEX_CORRUPTED),
					errmsg("index \"%s\" is corrupted at block %u, offset %zu",
						   RelationGetRelationName(index), block, offset),
					errdetail("%s", damage), errhint("%s", mc_reindex_hint(index))));
}

/* Copy a page; its kind, 0 if it is all zero. */
static int
CopyChecked(Relation index, BlockNumber block, BufferAccessStrategy strategy, char *copy)
{
	const char *damage;

	mc_page_copy(index, block, strategy, copy);
	if (PageIsNew((Page) copy))
		return 0;
	damage = mc_page_damage((Page) copy, block);
	if (damage)
		ReportDamage(index, block, 0, damage);
	return MC_PAGE_SPECIAL(copy)->kind;
}

static void
CopyMeta(Relation index, char *copy)
{
	const McMetaPage *meta = MC_META(copy);

	if (CopyChecked(index, MC_META_BLOCK, NULL, copy) != MC_PAGE_META ||
		meta->magic != MC_INDEX_MAGIC)
		ReportDamage(index, MC_META_BLOCK, 0, "Block 0 is not a metapage.");
	if (meta->format != MC_INDEX_FORMAT)
		ereport(ERROR,
				(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
				 errmsg("index \"%s\" has format %u, this library reads format %d",
						RelationGetRelationName(index), meta->format, MC_INDEX_FORMAT),
				 errhint("%s", mc_reindex_hint(index))));
}

static Datum
KeyText(uint64 key)
{
	return CStringGetTextDatum(psprintf("%016" PRIx64, key));
}

/* index_info(index regclass) returns record */
Datum
mc_index_info_sql(PG_FUNCTION_ARGS)
{
	Oid index_id = PG_GETARG_OID(0);
	BufferAccessStrategy strategy = GetAccessStrategy(BAS_BULKREAD);
	PGAlignedBlock copy;
	Relation heap;
	Relation index;
	TupleDesc desc;
	Datum values[18];
	bool nulls[18] = {false};
	int n = 0;
	int64 pages[lengthof(page_kinds)] = {0};
	uint64 used = 0;
	uint32 longest = 0;
	BlockNumber nblocks;
	const McMetaPage *meta = MC_META(copy.data);

	mc_inspect_allowed(index_id);
	if (get_call_result_type(fcinfo, NULL, &desc) != TYPEFUNC_COMPOSITE)
		elog(ERROR, "return type must be a row type");
	index = mc_inspect_open(index_id, AccessShareLock, &heap);
	nblocks = RelationGetNumberOfBlocks(index);
	for (BlockNumber block = MC_META_BLOCK + 1; block < nblocks; block++)
	{
		int kind = CopyChecked(index, block, strategy, copy.data);

		CHECK_FOR_INTERRUPTS();
		pages[kind]++;
		if (kind == MC_PAGE_BUCKET)
			used += MC_PAGE_USED(copy.data);
		else if (kind == MC_PAGE_DIRECTORY || kind == MC_PAGE_OVERFLOW)
		{
			for (int i = 0; i < MC_SLOTS_PER_PAGE; i++)
				longest = Max(longest, MC_SLOTS(copy.data)[i].count);
		}
	}
	CopyMeta(index, copy.data);
	values[n++] = Int32GetDatum((int32) meta->format);
	values[n++] = KeyText(meta->analyser);
	values[n++] = BoolGetDatum(meta->analyser == mc_analyser_fingerprint());
	values[n++] = KeyText(meta->generation);
	values[n++] = Int64GetDatum((int64) meta->phrases);
	values[n++] = Int64GetDatum((int64) meta->wordless);
	values[n++] = Int64GetDatum((int64) meta->too_long);
	values[n++] = Int64GetDatum((int64) meta->dead);
	values[n++] = Int64GetDatum((int64) meta->pending);
	values[n++] = Int64GetDatum((int64) meta->words);
	values[n++] = Int64GetDatum((int64) nblocks);
	values[n++] = Int64GetDatum(pages[MC_PAGE_DIRECTORY]);
	values[n++] = Int64GetDatum(pages[MC_PAGE_OVERFLOW]);
	values[n++] = Int64GetDatum(pages[MC_PAGE_BUCKET]);
	values[n++] = Int64GetDatum(pages[MC_PAGE_PENDING]);
	values[n++] = Int64GetDatum(pages[0]);
	values[n++] = Int64GetDatum((int64) longest);
	nulls[n] = pages[MC_PAGE_BUCKET] == 0;
	values[n] = Float4GetDatum(
		nulls[n]
			? 0
			: (float4) ((double) used / ((double) pages[MC_PAGE_BUCKET] * MC_PAGE_ROOM)));
	Assert(n + 1 == lengthof(values));
	mc_inspect_close(index, heap, AccessShareLock);
	PG_RETURN_DATUM(HeapTupleGetDatum(heap_form_tuple(desc, values, nulls)));
}

/* Check a block number of the caller. */
static BlockNumber
GivenBlock(Relation index, int64 block)
{
	BlockNumber nblocks = RelationGetNumberOfBlocks(index);

	if (block < 0 || block >= (int64) nblocks)
		ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE),
						errmsg("index \"%s\" has no block " INT64_FORMAT,
							   RelationGetRelationName(index), block),
						errdetail("It has %u blocks, the first is 0.", nblocks)));
	return (BlockNumber) block;
}

/* page_info(index regclass, block bigint) returns record */
Datum
mc_page_info_sql(PG_FUNCTION_ARGS)
{
	Oid index_id = PG_GETARG_OID(0);
	PGAlignedBlock copy;
	Page page = (Page) copy.data;
	Relation heap;
	Relation index;
	BlockNumber block;
	TupleDesc desc;
	Datum values[5];
	bool nulls[5] = {false};
	int kind;
	int32 items = 0;
	Size used = 0;
	McPageWalk walk;

	mc_inspect_allowed(index_id);
	if (get_call_result_type(fcinfo, NULL, &desc) != TYPEFUNC_COMPOSITE)
		elog(ERROR, "return type must be a row type");
	index = mc_inspect_open(index_id, AccessShareLock, &heap);
	block = GivenBlock(index, PG_GETARG_INT64(1));
	kind = CopyChecked(index, block, NULL, copy.data);
	nulls[1] = kind == 0 || MC_PAGE_SPECIAL(page)->next == InvalidBlockNumber;
	values[1] = nulls[1] ? (Datum) 0 : Int64GetDatum(MC_PAGE_SPECIAL(page)->next);
	switch (kind)
	{
		case MC_PAGE_META:
			used = MC_PAGE_USED(page);
			break;
		case MC_PAGE_DIRECTORY:
		case MC_PAGE_OVERFLOW:
			for (int i = 0; i < MC_SLOTS_PER_PAGE; i++)
				items += MC_SLOTS(page)[i].key != 0;
			used = (Size) items * sizeof(McSlot);
			break;
		case MC_PAGE_BUCKET:
		case MC_PAGE_PENDING:
			mc_walk_begin(&walk, page);
			while (mc_walk_next(&walk))
				items++;
			if (walk.damage)
				ReportDamage(index, block, walk.damage_at, walk.damage);
			used = walk.used;
			break;
	}
	values[0] = CStringGetTextDatum(page_kinds[kind]);
	values[2] = Int32GetDatum((int32) used);
	values[3] = Int32GetDatum((int32) (MC_PAGE_ROOM - used));
	values[4] = Int32GetDatum(items);
	mc_inspect_close(index, heap, AccessShareLock);
	PG_RETURN_DATUM(HeapTupleGetDatum(heap_form_tuple(desc, values, nulls)));
}

/* Columns of page_items */
enum
{
	ITEM_NUMBER,
	ITEM_KIND,
	ITEM_OFFSET,
	ITEM_WORD,
	ITEM_TID,
	ITEM_WORDS,
	ITEM_FLAGS,
	ITEM_KEYS,
	ITEM_PHRASES,
	ITEM_FREQUENCY,
	ITEM_BUCKET,
	ITEM_BUCKET_OFFSET,
	ITEM_VALUE,
	ITEM_COLUMNS
};

typedef struct PageItem
{
	Datum values[ITEM_COLUMNS];
	bool nulls[ITEM_COLUMNS];
} PageItem;

static void
SetColumn(PageItem *item, int column, Datum value)
{
	item->values[column] = value;
	item->nulls[column] = false;
}

static void
BeginItem(PageItem *item, int number, const char *kind, Size offset)
{
	memset(item->nulls, true, sizeof(item->nulls));
	SetColumn(item, ITEM_NUMBER, Int32GetDatum(number));
	SetColumn(item, ITEM_KIND, CStringGetTextDatum(kind));
	SetColumn(item, ITEM_OFFSET, Int32GetDatum((int32) offset));
}

static Datum
FlagsText(unsigned flags)
{
	static const char *const names[] = {"dead", "wordless", "too_long"};
	StringInfoData text;

	initStringInfo(&text);
	for (unsigned i = 0; i < lengthof(names); i++)
	{
		if (flags & (1u << i))
			appendStringInfo(&text, "%s%s", text.len > 0 ? " " : "", names[i]);
	}
	return CStringGetTextDatum(text.data);
}

/* Rows of a page of postings: groups are counted as items, for their offsets. */
static void
ListPostings(McResult *rows, Relation index, BlockNumber block, Page page)
{
	McPageWalk walk;
	int number = 0;

	mc_walk_begin(&walk, page);
	while (mc_walk_next(&walk))
	{
		PageItem item;
		ItemPointerData tid;
		Datum keys[MC_MAX_TERM_WORDS];
		unsigned nkeys =
			walk.pending ? mc_posting_words(walk.posting) : mc_posting_keys(walk.posting);

		if (walk.first)
		{
			BeginItem(&item, ++number, "group", walk.group_at);
			SetColumn(&item, ITEM_WORD, KeyText(walk.group->key));
			SetColumn(&item, ITEM_PHRASES, Int64GetDatum(walk.group->count));
			mc_result_add(rows, item.values, item.nulls);
		}
		BeginItem(&item, ++number, "phrase", walk.posting_at);
		if (!walk.pending)
			SetColumn(&item, ITEM_WORD, KeyText(walk.group->key));
		mc_tid_of_reference(mc_posting_reference(walk.posting), &tid);
		SetColumn(&item, ITEM_TID, PointerGetDatum(&tid));
		SetColumn(&item, ITEM_WORDS,
				  Int32GetDatum((int32) mc_posting_words(walk.posting)));
		SetColumn(&item, ITEM_FLAGS, FlagsText(mc_posting_flags(walk.posting)));
		for (unsigned i = 0; i < nkeys; i++)
			keys[i] = KeyText(walk.posting->keys[i]);
		SetColumn(&item, ITEM_KEYS,
				  PointerGetDatum(construct_array(keys, (int) nkeys, TEXTOID, -1, false,
												  TYPALIGN_INT)));
		mc_result_add(rows, item.values, item.nulls);
	}
	if (walk.damage)
		ReportDamage(index, block, walk.damage_at, walk.damage);
}

static void
ListSlots(McResult *rows, Page page)
{
	for (int i = 0; i < MC_SLOTS_PER_PAGE; i++)
	{
		const McSlot *slot = &MC_SLOTS(page)[i];
		PageItem item;

		if (slot->key == 0)
			continue;
		BeginItem(&item, i + 1, "word", (Size) i * sizeof(McSlot));
		SetColumn(&item, ITEM_WORD, KeyText(slot->key));
		SetColumn(&item, ITEM_PHRASES, Int64GetDatum(slot->count));
		SetColumn(&item, ITEM_FREQUENCY, Int64GetDatum(slot->frequency));
		if (slot->first != InvalidBlockNumber)
		{
			SetColumn(&item, ITEM_BUCKET, Int64GetDatum(slot->first));
			SetColumn(&item, ITEM_BUCKET_OFFSET, Int32GetDatum(slot->offset));
		}
		mc_result_add(rows, item.values, item.nulls);
	}
}

static void
ListMeta(McResult *rows, Page page)
{
	/* clang-format off */
	static const struct
	{
		const char *name;
		Size offset;
		Size size;
		bool hex;
	} fields[] = {
#define FIELD(name, hex) {#name, offsetof(McMetaPage, name), sizeof(((McMetaPage *) 0)->name), hex}
		FIELD(magic, true), FIELD(format, false), FIELD(analyser, true),
		FIELD(generation, true), FIELD(pending_generation, true),
		FIELD(phrases, false), FIELD(wordless, false), FIELD(too_long, false),
		FIELD(dead, false), FIELD(pending, false), FIELD(gathering, true), FIELD(directory_pages, false),
		FIELD(words, false), FIELD(open_bucket, false), FIELD(pending_limit, false),
		FIELD(pending_pages, false), FIELD(pending_allocated, false),
		FIELD(walking, false),
	};
	/* clang-format on */
	const McMetaPage *meta = MC_META(page);
	uint32 nblocks = Min(meta->pending_allocated, MC_MAX_PENDING_PAGES);
	int number = 0;
	PageItem item;

	for (size_t i = 0; i < lengthof(fields); i++)
	{
		const char *at = (const char *) meta + fields[i].offset;
		uint64 value = fields[i].size == sizeof(uint64) ? *(const uint64 *) at
														: *(const uint32 *) at;

		BeginItem(&item, ++number, fields[i].name, fields[i].offset);
		SetColumn(&item, ITEM_VALUE,
				  CStringGetTextDatum(
					  psprintf(fields[i].hex ? "%" PRIx64 : UINT64_FORMAT, value)));
		mc_result_add(rows, item.values, item.nulls);
	}
	for (uint32 i = 0; i < nblocks; i++)
	{
		BeginItem(&item, ++number,
				  i < meta->pending_pages ? "pending_block" : "free_block",
				  offsetof(McMetaPage, pending_blocks) + i * sizeof(BlockNumber));
		SetColumn(&item, ITEM_VALUE,
				  CStringGetTextDatum(psprintf("%u", meta->pending_blocks[i])));
		mc_result_add(rows, item.values, item.nulls);
	}
}

/* page_items(index regclass, block bigint) returns setof record */
Datum
mc_page_items_sql(PG_FUNCTION_ARGS)
{
	Oid index_id = PG_GETARG_OID(0);
	McResult rows;
	PGAlignedBlock copy;
	Relation heap;
	Relation index;
	BlockNumber block;

	mc_inspect_allowed(index_id);
	mc_result_begin(fcinfo, &rows);
	index = mc_inspect_open(index_id, AccessShareLock, &heap);
	block = GivenBlock(index, PG_GETARG_INT64(1));
	switch (CopyChecked(index, block, NULL, copy.data))
	{
		case MC_PAGE_META:
			ListMeta(&rows, (Page) copy.data);
			break;
		case MC_PAGE_DIRECTORY:
		case MC_PAGE_OVERFLOW:
			ListSlots(&rows, (Page) copy.data);
			break;
		case MC_PAGE_BUCKET:
		case MC_PAGE_PENDING:
			ListPostings(&rows, index, block, (Page) copy.data);
			break;
	}
	mc_inspect_close(index, heap, AccessShareLock);
	return mc_result_end(&rows);
}

/* index_flush(index regclass) returns bigint */
Datum
mc_index_flush_sql(PG_FUNCTION_ARGS)
{
	Oid index_id = PG_GETARG_OID(0);
	Relation heap;
	Relation index;
	int64 sorted;

	(void) TableOfIndex(index_id);
	if (!mc_owns_relation(index_id, GetUserId()))
		aclcheck_error(ACLCHECK_NOT_OWNER, OBJECT_INDEX, get_rel_name(index_id));
	if (RecoveryInProgress())
		ereport(ERROR, (errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
						errmsg("recovery is in progress"),
						errdetail("Pending phrases cannot be sorted in during recovery."),
						errhint("Connect to the primary server.")));
	index = mc_inspect_open(index_id, RowExclusiveLock, &heap);
	sorted = mc_am_flush(index, true);
	mc_inspect_close(index, heap, RowExclusiveLock);
	PG_RETURN_INT64(sorted);
}
