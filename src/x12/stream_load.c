/*
 * stream_load.c
 *		Where the content of a load comes from.
 */
#include "x12/stream_load.h"

#include "catalog/pg_authid.h"
#include "catalog/pg_type.h"
#include "executor/spi.h"
#include "fmgr.h"
#include "miscadmin.h"
#include "storage/fd.h"
#include "utils/acl.h"
#include "utils/builtins.h"

#include "pg_host.h"

/* ---- a file ---- */

static size_t
ReadFile(void *arg, char *buffer, size_t size)
{
	FILE *file = arg;
	size_t got = fread(buffer, 1, size, file);

	if (ferror(file))
		ereport(ERROR,
				(errcode_for_file_access(), errmsg("could not read the file: %m")));
	if (got == 0)
		FreeFile(file); /* nothing reads behind the end */
	return got;
}

McX12Source
mc_stream_file(const char *path)
{
	off_t size;

	if (!has_privs_of_role(GetUserId(), ROLE_PG_READ_SERVER_FILES))
		ereport(ERROR,
				(errcode(ERRCODE_INSUFFICIENT_PRIVILEGE),
				 errmsg("permission denied to read files of the server"),
				 errdetail("It takes the rights of role pg_read_server_files."),
				 errhint("GRANT pg_read_server_files TO %s; or pass the content.",
						 quote_identifier(GetUserNameFromId(GetUserId(), false)))));
	return (McX12Source){ReadFile, mc_open_server_file(path, &size)};
}

/* ---- a value ---- */

typedef struct Value
{
	const char *data;
	size_t left;
} Value;

static size_t
ReadValue(void *arg, char *buffer, size_t size)
{
	Value *value = arg;

	if (size > value->left)
		size = value->left;
	memcpy(buffer, value->data, size);
	value->data += size;
	value->left -= size;
	return size;
}

McX12Source
mc_stream_value(const struct varlena *value)
{
	Value *v = palloc(sizeof(*v));

	v->data = VARDATA_ANY(value);
	v->left = VARSIZE_ANY_EXHDR(value);
	return (McX12Source){ReadValue, v};
}

/* ---- a query ---- */

typedef struct Pieces
{
	Portal portal;
	SPITupleTable *row; /* that has the piece */
	Value piece;
	int64 number; /* of the piece */
	MemoryContext context;
	struct varlena *detoasted;
} Pieces;

static int64
PieceNumber(HeapTuple tuple, TupleDesc desc)
{
	Oid type = SPI_gettypeid(desc, 1);
	bool isnull;
	Datum number = SPI_getbinval(tuple, desc, 1, &isnull);

	if (isnull)
		return 0;
	return type == INT8OID   ? DatumGetInt64(number)
		   : type == INT4OID ? DatumGetInt32(number)
							 : DatumGetInt16(number);
}

static void
CheckColumns(TupleDesc desc)
{
	Oid number = desc->natts == 2 ? SPI_gettypeid(desc, 1) : InvalidOid;
	Oid piece = desc->natts == 2 ? SPI_gettypeid(desc, 2) : InvalidOid;

	if ((number != INT8OID && number != INT4OID && number != INT2OID) ||
		(piece != TEXTOID && piece != BYTEAOID))
		ereport(
			ERROR,
			(errcode(ERRCODE_DATATYPE_MISMATCH), errmsg("the query does not give pieces"),
			 errdetail("It has to give two columns: a whole number and text or bytea."),
			 errhint("'SELECT number, content FROM upload ORDER BY number'")));
}

/* Get the next piece.  False if there is none. */
static bool
NextPiece(Pieces *query)
{
	MemoryContext old;
	bool isnull;
	Datum piece;

	if (query->row)
		SPI_freetuptable(query->row);
	if (query->detoasted)
		pfree(query->detoasted);
	query->row = NULL;
	query->detoasted = NULL;
	SPI_cursor_fetch(query->portal, true, 1);
	query->row = SPI_tuptable;
	if (SPI_processed == 0)
		return false;
	CheckColumns(query->row->tupdesc);
	query->number++;
	piece = SPI_getbinval(query->row->vals[0], query->row->tupdesc, 2, &isnull);
	if (isnull || PieceNumber(query->row->vals[0], query->row->tupdesc) != query->number)
		ereport(ERROR,
				(errcode(ERRCODE_DATA_EXCEPTION),
				 errmsg("piece %lld is missing, or NULL", (long long) query->number),
				 errhint("Pieces come in order, numbered from 1 on: "
						 "'SELECT number, content FROM upload ORDER BY number'")));
	old = MemoryContextSwitchTo(query->context);
	query->detoasted = PG_DETOAST_DATUM_COPY(piece);
	MemoryContextSwitchTo(old);
	query->piece.data = VARDATA_ANY(query->detoasted);
	query->piece.left = VARSIZE_ANY_EXHDR(query->detoasted);
	return true;
}

static size_t
ReadQuery(void *arg, char *buffer, size_t size)
{
	Pieces *query = arg;

	while (query->piece.left == 0)
		if (!NextPiece(query))
			return 0;
	return ReadValue(&query->piece, buffer, size);
}

McX12Source
mc_stream_query(const char *text)
{
	Pieces *query = palloc0(sizeof(*query));
	SPIPlanPtr plan = SPI_prepare(text, 0, NULL);

	if (plan == NULL)
		elog(ERROR, "%s", SPI_result_code_string(SPI_result));
	query->portal = SPI_cursor_open(NULL, plan, NULL, NULL, true);
	query->context = CurrentMemoryContext;
	return (McX12Source){ReadQuery, query};
}
