/*-------------------------------------------------------------------------
 *
 * x12_sql.c
 *		Loading X12 remittances and claims.
 *
 *		medcode.load_835(path text, target_schema text, keep_names boolean)
 *		medcode.load_835_content(content text or bytea, ...)
 *		medcode.load_835_pieces(query text, ...)
 *		and the same for 837
 *
 * In: the path of a file on the server, its content, or a query that gives numbered
 * pieces of it; the schema that has the tables of create_remittance_tables() or
 * create_claim_tables(); whether the names of patients are kept.
 *
 * Out: one row with the numbers of rows added to the tables, and of segments read.
 *
 * Raised: 22000 with segment and reason, never with content, where the file is not
 * complete or does not balance; 23505 where it has been loaded before; 42P01 without
 * tables; 42501 without rights; 22004 for NULL.  Then nothing stays.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "access/htup_details.h"
#include "executor/spi.h"
#include "fmgr.h"
#include "funcapi.h"
#include "miscadmin.h"
#include "utils/builtins.h"

#include "x12/claim_load.h"
#include "x12/remittance_load.h"
#include "x12/stream_load.h"

PG_FUNCTION_INFO_V1(mc_load_835_file);
PG_FUNCTION_INFO_V1(mc_load_835_content);
PG_FUNCTION_INFO_V1(mc_load_835_pieces);
PG_FUNCTION_INFO_V1(mc_load_837_file);
PG_FUNCTION_INFO_V1(mc_load_837_content);
PG_FUNCTION_INFO_V1(mc_load_837_pieces);

#define COUNTS 6
StaticAssertDecl(COUNTS == MC_REMIT_COUNTS && COUNTS == MC_CLAIM_COUNTS,
				 "all loads give the same number of counts");

typedef enum From
{
	FROM_FILE,
	FROM_CONTENT,
	FROM_PIECES
} From;

typedef void (*LoadStream)(McX12Source, const char *, bool, int64 *);

static McX12Source
Open(FunctionCallInfo fcinfo, From from)
{
	char *argument;

	if (from == FROM_CONTENT)
		return mc_stream_value(PG_GETARG_VARLENA_PP(0));
	argument = text_to_cstring(PG_GETARG_TEXT_PP(0));
	if (from == FROM_PIECES)
		return mc_stream_query(argument);
	canonicalize_path(argument);
	return mc_stream_file(argument);
}

static Datum
Load(FunctionCallInfo fcinfo, From from, LoadStream load)
{
	static const char *const names[] = {"path", "content", "query"};
	TupleDesc result;
	int64 counts[COUNTS];
	Datum values[COUNTS];
	bool nulls[COUNTS] = {false};

	if (PG_ARGISNULL(0) || PG_ARGISNULL(1) || PG_ARGISNULL(2))
		ereport(ERROR, (errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
						errmsg("%s is NULL", PG_ARGISNULL(0)   ? names[from]
											 : PG_ARGISNULL(1) ? "target_schema"
															   : "keep_names")));
	if (get_call_result_type(fcinfo, NULL, &result) != TYPEFUNC_COMPOSITE)
		elog(ERROR, "return type must be a row type");
	result = BlessTupleDesc(result);
	if (SPI_connect() != SPI_OK_CONNECT)
		elog(ERROR, "SPI_connect failed");
	load(Open(fcinfo, from), text_to_cstring(PG_GETARG_TEXT_PP(1)), PG_GETARG_BOOL(2),
		 counts);
	if (SPI_finish() != SPI_OK_FINISH)
		elog(ERROR, "SPI_finish failed");
	for (int i = 0; i < COUNTS; i++)
		values[i] = Int64GetDatum(counts[i]);
	return HeapTupleGetDatum(heap_form_tuple(result, values, nulls));
}

/* medcode.load_835(path text, target_schema text, keep_names boolean) */
Datum
mc_load_835_file(PG_FUNCTION_ARGS)
{
	return Load(fcinfo, FROM_FILE, mc_remit_load);
}

/* medcode.load_835_content(content text or bytea, ...) */
Datum
mc_load_835_content(PG_FUNCTION_ARGS)
{
	return Load(fcinfo, FROM_CONTENT, mc_remit_load);
}

/* medcode.load_835_pieces(query text, ...) */
Datum
mc_load_835_pieces(PG_FUNCTION_ARGS)
{
	return Load(fcinfo, FROM_PIECES, mc_remit_load);
}

/* medcode.load_837(path text, target_schema text, keep_names boolean) */
Datum
mc_load_837_file(PG_FUNCTION_ARGS)
{
	return Load(fcinfo, FROM_FILE, mc_claim_load);
}

/* medcode.load_837_content(content text or bytea, ...) */
Datum
mc_load_837_content(PG_FUNCTION_ARGS)
{
	return Load(fcinfo, FROM_CONTENT, mc_claim_load);
}

/* medcode.load_837_pieces(query text, ...) */
Datum
mc_load_837_pieces(PG_FUNCTION_ARGS)
{
	return Load(fcinfo, FROM_PIECES, mc_claim_load);
}
