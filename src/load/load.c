/*
 * load.c
 *		What all loads of publishers' files share.
 */
#include "load/load.h"

#include "access/heapam.h"
#include "access/table.h"
#include "access/tableam.h"
#include "access/xact.h"
#include "catalog/namespace.h"
#include "catalog/pg_type.h"
#include "commands/progress.h"
#include "executor/executor.h"
#include "executor/spi.h"
#include "lib/stringinfo.h"
#include "mb/pg_wchar.h"
#include "miscadmin.h"
#include "pgstat.h"
#include "rewrite/rewriteHandler.h"
#include "utils/acl.h"
#include "utils/builtins.h"
#include "utils/datum.h"
#include "utils/hsearch.h"
#include "utils/json.h"
#include "utils/lsyscache.h"
#include "utils/memutils.h"
#include "utils/rel.h"

#include "compat.h"

/* Most rejected rows listed; all are counted. */
#define MAX_REJECTED_LISTED 1000

/* Rows written at a time */
#define BATCH_ROWS 500

/* Longest code in a list of codes */
#define CODE_SIZE 16

#define MAX_COLUMNS 24

struct McRows
{
	Relation rel;
	EState *estate;
	ResultRelInfo *target;
	BulkInsertState bulk;
	TupleTableSlot *slots[BATCH_ROWS];
	MemoryContext batch_context;
	Datum *defaults; /* of a whole row */
	bool *default_nulls;
	int ncolumns;
	AttrNumber attribute[MAX_COLUMNS];
	int nslots;
	int64 added;
};

/* Set text to what format and the arguments behind it give. */
#define FORMAT(text, format)                                    \
	do                                                          \
	{                                                           \
		int needed;                                             \
		initStringInfo(&(text));                                \
		do                                                      \
		{                                                       \
			va_list args;                                       \
			va_start(args, format);                             \
			needed = appendStringInfoVA(&(text), format, args); \
			va_end(args);                                       \
			if (needed > 0)                                     \
				enlargeStringInfo(&(text), needed);             \
		} while (needed > 0);                                   \
	} while (0)

void
mc_load_refuse(const McLoad *load, uint32 line, const char *format, ...)
{
	StringInfoData reason;

	FORMAT(reason, format);
	ereport(ERROR,
			(errcode(ERRCODE_DATA_EXCEPTION),
			 errmsg("not a complete %s", load->kind->name),
			 line > 0 ? errdetail("Line %u: %s.", line, reason.data)
					  : errdetail("Of the content: %s.", reason.data),
			 errhint(load->kind->origin ? "What can be loaded: %s."
										: "Load the publisher's file unchanged: %s.",
					 load->kind->hint)));
}

void
mc_load_reject(McLoad *load, uint32 line, const char *format, ...)
{
	StringInfoData reason;

	if (load->rejected++ >= MAX_REJECTED_LISTED)
		return;
	FORMAT(reason, format);
	appendStringInfo(load->rejected_rows, "%s{\"line\": %u, \"reason\": ",
					 load->rejected_rows->len > 1 ? ", " : "", line);
	escape_json(load->rejected_rows, reason.data);
	appendStringInfoChar(load->rejected_rows, '}');
	pfree(reason.data);
}

void
mc_load_progress(McLoad *load, size_t offset)
{
	(void) load;
	pgstat_progress_update_param(PROGRESS_COPY_BYTES_PROCESSED, (int64) offset);
	CHECK_FOR_INTERRUPTS();
}

const char *
mc_load_utf8(const McLoad *load, size_t *length)
{
	unsigned char *converted;

	if (pg_verify_mbstr(PG_UTF8, load->content, (int) load->length, true))
	{
		*length = load->length;
		return load->content;
	}
	converted =
		pg_do_encoding_conversion((unsigned char *) unconstify(char *, load->content),
								  (int) load->length, PG_WIN1252, PG_UTF8);
	*length = strlen((char *) converted);
	return (const char *) converted;
}

/* The codes of a release by its name, in load->codes; NULL if it has none. */
static void
ReadCodes(McLoad *load)
{
	Oid types[] = {TEXTOID, TEXTOID};
	HASHCTL ctl = {
		.keysize = CODE_SIZE,
		.entrysize = CODE_SIZE,
		.hcxt = load->context,
	};
	Datum values[2];

	values[0] = CStringGetTextDatum(load->code_system);
	values[1] = CStringGetTextDatum(load->edition->release);
	load->codes_read = true;
	SPI_connect();
	if (SPI_execute_with_args(
			"SELECT c.code FROM medcode.code AS c WHERE c.release_id = ("
			" SELECT r.release_id FROM medcode.release AS r"
			" WHERE r.code_system = $1 AND r.kind = 'codes' AND r.release = $2 AND r.origin <> 'starter'"
			" ORDER BY r.version DESC LIMIT 1)",
			2, types, values, NULL, false, 0) != SPI_OK_SELECT)
		elog(ERROR, "could not read the codes");
	if (SPI_processed > 0)
		load->codes = hash_create("medcode codes of a load", (long) SPI_processed, &ctl,
								  HASH_ELEM | HASH_STRINGS | HASH_CONTEXT);
	for (uint64 i = 0; i < SPI_processed; i++)
	{
		char *code = SPI_getvalue(SPI_tuptable->vals[i], SPI_tuptable->tupdesc, 1);

		if (strlen(code) < CODE_SIZE)
			hash_search(load->codes, code, HASH_ENTER, NULL);
		pfree(code);
	}
	SPI_finish();
}

bool
mc_load_has_codes(McLoad *load)
{
	if (!load->codes_read)
		ReadCodes(load);
	return load->codes != NULL;
}

bool
mc_load_knows_code(McLoad *load, const char *code)
{
	return mc_load_has_codes(load) && strlen(code) < CODE_SIZE &&
		   hash_search(load->codes, code, HASH_FIND, NULL) != NULL;
}

/*
 * What a column that the load does not give holds: NULL, or the constants that
 * sql/21-codes.sql has for it.
 */
static void
SetDefaults(McRows *rows, int64 release_id)
{
	TupleDesc desc = RelationGetDescr(rows->rel);

	rows->defaults = palloc0((Size) desc->natts * sizeof(Datum));
	rows->default_nulls = palloc((Size) desc->natts * sizeof(bool));
	for (int i = 0; i < desc->natts; i++)
	{
		Form_pg_attribute attribute = TupleDescAttr(desc, i);
		Node *expression;

		rows->default_nulls[i] = true;
		if (strcmp(NameStr(attribute->attname), "release_id") == 0)
		{
			rows->defaults[i] = Int64GetDatum(release_id);
			rows->default_nulls[i] = false;
			continue;
		}
		if (strcmp(NameStr(attribute->attname), "origin") == 0)
		{
			rows->defaults[i] = CStringGetTextDatum("official");
			rows->default_nulls[i] = false;
			continue;
		}
		expression = attribute->atthasdef ? build_column_default(rows->rel, i + 1) : NULL;
		if (expression)
		{
			ExprState *state = ExecInitExpr((Expr *) expression, NULL);
			ExprContext *context = GetPerTupleExprContext(rows->estate);
			bool isnull;
			Datum value = ExecEvalExpr(state, context, &isnull);

			rows->default_nulls[i] = isnull;
			if (!isnull)
				rows->defaults[i] =
					datumCopy(value, attribute->attbyval, attribute->attlen);
		}
	}
}

McRows *
mc_rows_begin(McLoad *load, const char *table, const char *columns)
{
	MemoryContext old = MemoryContextSwitchTo(load->context);
	McRows *rows = palloc0(sizeof(McRows));
	char *names = pstrdup(columns);
	char *rest = NULL;
	Oid relid = get_relname_relid(table, get_namespace_oid("medcode", false));
	AclResult allowed;

	if (!OidIsValid(relid))
		elog(ERROR, "table medcode.%s is missing", table);
	allowed = pg_class_aclcheck(relid, GetUserId(), ACL_INSERT);
	if (allowed != ACLCHECK_OK)
		aclcheck_error(allowed, OBJECT_TABLE, table);
	rows->rel = table_open(relid, RowExclusiveLock);
	rows->estate = CreateExecutorState();
	rows->target = makeNode(ResultRelInfo);
	InitResultRelInfo(rows->target, rows->rel, 0, NULL, 0);
	ExecOpenIndices(rows->target, false);
	rows->bulk = GetBulkInsertState();
	rows->batch_context = AllocSetContextCreate(load->context, "medcode load batch",
												ALLOCSET_DEFAULT_SIZES);
	SetDefaults(rows, load->release_id);
	for (char *name = strtok_r(names, " ", &rest); name;
		 name = strtok_r(NULL, " ", &rest))
	{
		AttrNumber attribute = get_attnum(relid, name);

		if (attribute == InvalidAttrNumber || rows->ncolumns == MAX_COLUMNS)
			elog(ERROR, "column %s of medcode.%s cannot be filled", name, table);
		rows->attribute[rows->ncolumns++] = attribute;
	}
	MemoryContextSwitchTo(old);
	return rows;
}

/* Write the rows collected. */
static void
WriteBatch(McRows *rows)
{
	MemoryContext old;

	if (rows->nslots == 0)
		return;
	old = MemoryContextSwitchTo(rows->batch_context);
	table_multi_insert(rows->rel, rows->slots, rows->nslots, GetCurrentCommandId(true), 0,
					   rows->bulk);
	for (int i = 0; i < rows->nslots; i++)
	{
		if (rows->target->ri_NumIndices > 0)
			list_free(mc_insert_index_tuples(rows->target, rows->slots[i], rows->estate));
		ExecClearTuple(rows->slots[i]);
	}
	MemoryContextSwitchTo(old);
	ResetPerTupleExprContext(rows->estate);
	MemoryContextReset(rows->batch_context);
	rows->added += rows->nslots;
	rows->nslots = 0;
	CHECK_FOR_INTERRUPTS();
}

void
mc_rows_add(McRows *rows, const Datum *values, const bool *nulls)
{
	TupleDesc desc = RelationGetDescr(rows->rel);
	TupleTableSlot *slot;

	if (rows->slots[rows->nslots] == NULL)
	{
		MemoryContext old = MemoryContextSwitchTo(rows->estate->es_query_cxt);

		rows->slots[rows->nslots] = table_slot_create(rows->rel, NULL);
		MemoryContextSwitchTo(old);
	}
	slot = rows->slots[rows->nslots];
	ExecClearTuple(slot);
	memcpy(slot->tts_values, rows->defaults, (Size) desc->natts * sizeof(Datum));
	memcpy(slot->tts_isnull, rows->default_nulls, (Size) desc->natts * sizeof(bool));
	for (int i = 0; i < rows->ncolumns; i++)
	{
		slot->tts_values[rows->attribute[i] - 1] = values[i];
		slot->tts_isnull[rows->attribute[i] - 1] = nulls && nulls[i];
	}
	ExecStoreVirtualTuple(slot);
	/* a copy, for the caller may free the values */
	slot->tts_tableOid = RelationGetRelid(rows->rel);
	ExecMaterializeSlot(slot);
	GetPerTupleExprContext(rows->estate)->ecxt_scantuple = slot;
	if (desc->constr)
		ExecConstraints(rows->target, slot, rows->estate);
	if (++rows->nslots == BATCH_ROWS)
		WriteBatch(rows);
}

int64
mc_rows_end(McRows *rows)
{
	int64 added;

	WriteBatch(rows);
	added = rows->added;
	for (int i = 0; i < BATCH_ROWS && rows->slots[i]; i++)
		ExecDropSingleTupleTableSlot(rows->slots[i]);
	FreeBulkInsertState(rows->bulk);
	table_finish_bulk_insert(rows->rel, 0);
	ExecCloseIndices(rows->target);
	FreeExecutorState(rows->estate);
	table_close(rows->rel, NoLock);
	MemoryContextDelete(rows->batch_context);
	/* what was written can be seen by what follows */
	CommandCounterIncrement();
	pfree(rows);
	return added;
}
