/*
 * batch_load.c
 *		Rows on their way into tables of a user's schema.
 */
#include "x12/batch_load.h"

#include "catalog/namespace.h"
#include "catalog/pg_type.h"
#include "executor/spi.h"
#include "lib/stringinfo.h"
#include "mb/pg_wchar.h"
#include "miscadmin.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/date.h"
#include "utils/datetime.h"
#include "utils/lsyscache.h"
#include "utils/memutils.h"
#include "utils/numeric.h"

#define MAX_COLUMNS    40
#define ROWS_AT_A_TIME 4096

struct McBatch
{
	char *insert; /* up to what follows the query */
	SPIPlanPtr plan;
	int ncolumns;
	char kind[MAX_COLUMNS];
	Oid type[MAX_COLUMNS];
	Datum *values[MAX_COLUMNS];
	bool *nulls[MAX_COLUMNS];
	int column; /* the next one of the row */
	int rows;
	int64 total;
	MemoryContext context; /* of the values of these rows */
};

static Oid
TypeOf(char kind)
{
	switch (kind)
	{
		case 'i':
			return INT8OID;
		case 'b':
			return BOOLOID;
		case 'n':
			return NUMERICOID;
		case 'd':
			return DATEOID;
		default:
			return TEXTOID;
	}
}

/* How a column is made from what is passed */
static const char *
Expression(char kind)
{
	switch (kind)
	{
		case 'c':
			return "pg_catalog.string_to_array(u.%s, ' ')";
		case 'p':
			return "pg_catalog.string_to_array(u.%s, ' ')::pg_catalog.int4[]";
		default:
			return "u.%s";
	}
}

McBatch *
mc_batch_begin(const char *schema, const char *table, const char *columns,
			   const char *create)
{
	McBatch *batch = palloc0(sizeof(*batch));
	Oid namespace = get_namespace_oid(schema, false);
	StringInfoData names;
	StringInfoData list;
	StringInfoData arrays;
	char *rest = pstrdup(columns);

	if (!OidIsValid(get_relname_relid(table, namespace)))
		ereport(ERROR,
				(errcode(ERRCODE_UNDEFINED_TABLE),
				 errmsg("table \"%s\" does not exist in schema \"%s\"", table, schema),
				 errhint("SELECT medcode.%s(%s);", create, quote_literal_cstr(schema))));
	initStringInfo(&names);
	initStringInfo(&list);
	initStringInfo(&arrays);
	for (char *column = strtok_r(rest, " ", &rest); column;
		 column = strtok_r(NULL, " ", &rest))
	{
		int i = batch->ncolumns++;
		const char *comma = i > 0 ? ", " : "";
		const char *name = column + 2;

		Assert(i < MAX_COLUMNS);
		batch->kind[i] = column[0];
		batch->type[i] = TypeOf(column[0]);
		batch->values[i] = palloc(ROWS_AT_A_TIME * sizeof(Datum));
		batch->nulls[i] = palloc(ROWS_AT_A_TIME * sizeof(bool));
		appendStringInfo(&names, "%s%s", comma, name);
		appendStringInfoString(&list, comma);
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
		appendStringInfo(&list, Expression(column[0]), name);
#pragma GCC diagnostic pop
		appendStringInfo(&arrays, "%s$%d", comma, i + 1);
	}
	/* the parser takes unnest() of several arrays for that of pg_catalog */
	batch->insert = psprintf("INSERT INTO %s (%s) SELECT %s FROM unnest(%s) AS u(%s)",
							 quote_qualified_identifier(schema, table), names.data,
							 list.data, arrays.data, names.data);
	batch->context = AllocSetContextCreate(CurrentMemoryContext, "medcode rows of X12",
										   ALLOCSET_DEFAULT_SIZES);
	return batch;
}

static void
Add(McBatch *batch, char kind, Datum value, bool isnull)
{
	Assert(batch->column < batch->ncolumns && batch->kind[batch->column] == kind);
	(void) kind;
	batch->values[batch->column][batch->rows] = value;
	batch->nulls[batch->column][batch->rows] = isnull;
	batch->column++;
}

void
mc_batch_number_or_null(McBatch *batch, int64 number, bool has)
{
	Add(batch, 'i', Int64GetDatum(number), !has);
}

void
mc_batch_number(McBatch *batch, int64 number)
{
	mc_batch_number_or_null(batch, number, true);
}

/* Text of a file, which is ASCII, UTF-8 or of one byte a character */
static Datum
MakeText(McBatch *batch, const char *value)
{
	MemoryContext old = MemoryContextSwitchTo(batch->context);
	int length = (int) strlen(value);
	Datum result;

	if (!pg_verify_mbstr(PG_UTF8, value, length, true))
		value = pg_any_to_server(value, length, PG_LATIN1);
	result = CStringGetTextDatum(value);
	MemoryContextSwitchTo(old);
	return result;
}

void
mc_batch_text(McBatch *batch, const char *value)
{
	bool isnull = value[0] == '\0';

	Add(batch, 't', isnull ? (Datum) 0 : MakeText(batch, value), isnull);
}

void
mc_batch_codes(McBatch *batch, const char *codes)
{
	Add(batch, batch->kind[batch->column] == 'p' ? 'p' : 'c', MakeText(batch, codes),
		false);
}

void
mc_batch_bool(McBatch *batch, bool value)
{
	Add(batch, 'b', BoolGetDatum(value), false);
}

static void
AddNumeric(McBatch *batch, McX12Amount amount, bool has, int scale)
{
	MemoryContext old = MemoryContextSwitchTo(batch->context);
	Datum value = 0;
	int64 unit = 1;

	for (int i = scale; i < MC_X12_SCALE; i++)
		unit *= 10;
	if (has && amount % unit == 0)
		value = NumericGetDatum(int64_div_fast_to_numeric(amount / unit, scale));
	else if (has)
		value = NumericGetDatum(int64_div_fast_to_numeric(amount, MC_X12_SCALE));
	Add(batch, 'n', value, !has);
	MemoryContextSwitchTo(old);
}

void
mc_batch_amount(McBatch *batch, McX12Amount amount, bool has)
{
	AddNumeric(batch, amount, has, 2);
}

void
mc_batch_quantity(McBatch *batch, McX12Amount quantity, bool has)
{
	AddNumeric(batch, quantity, has, 0);
}

void
mc_batch_day(McBatch *batch, McDay day)
{
	DateADT date = date2j(day.year, day.month, day.day) - POSTGRES_EPOCH_JDATE;

	Add(batch, 'd', DateADTGetDatum(date), day.year == 0);
}

/* The arrays of the statement */
static void
MakeArrays(McBatch *batch, Datum *arrays)
{
	for (int i = 0; i < batch->ncolumns; i++)
	{
		int16 length;
		bool by_value;
		char align;
		int dims[1] = {batch->rows};
		int lower[1] = {1};

		get_typlenbyvalalign(batch->type[i], &length, &by_value, &align);
		arrays[i] = PointerGetDatum(construct_md_array(batch->values[i], batch->nulls[i],
													   1, dims, lower, batch->type[i],
													   length, by_value, align));
	}
}

static void
ArrayTypes(const McBatch *batch, Oid *types)
{
	for (int i = 0; i < batch->ncolumns; i++)
		types[i] = get_array_type(batch->type[i]);
}

static void
Forget(McBatch *batch)
{
	batch->total += batch->rows;
	batch->rows = 0;
	MemoryContextReset(batch->context);
	CHECK_FOR_INTERRUPTS();
}

static void
Flush(McBatch *batch)
{
	Datum arrays[MAX_COLUMNS];
	MemoryContext old;

	if (batch->rows == 0)
		return;
	if (batch->plan == NULL)
	{
		Oid types[MAX_COLUMNS];

		ArrayTypes(batch, types);
		batch->plan = SPI_prepare(batch->insert, batch->ncolumns, types);
		if (batch->plan == NULL)
			elog(ERROR, "%s while loading", SPI_result_code_string(SPI_result));
	}
	old = MemoryContextSwitchTo(batch->context);
	MakeArrays(batch, arrays);
	if (SPI_execute_plan(batch->plan, arrays, NULL, false, 0) != SPI_OK_INSERT)
		elog(ERROR, "could not add rows while loading");
	MemoryContextSwitchTo(old);
	Forget(batch);
}

void
mc_batch_row(McBatch *batch)
{
	Assert(batch->column == batch->ncolumns);
	batch->column = 0;
	if (++batch->rows == ROWS_AT_A_TIME)
		Flush(batch);
}

int64
mc_batch_row_returning(McBatch *batch, const char *column)
{
	Oid types[MAX_COLUMNS];
	Datum arrays[MAX_COLUMNS];
	MemoryContext old = MemoryContextSwitchTo(batch->context);
	bool isnull;
	int64 result = 0;

	Assert(batch->column == batch->ncolumns && batch->rows == 0);
	batch->column = 0;
	batch->rows = 1;
	ArrayTypes(batch, types);
	MakeArrays(batch, arrays);
	if (SPI_execute_with_args(
			psprintf("%s ON CONFLICT DO NOTHING RETURNING %s", batch->insert, column),
			batch->ncolumns, types, arrays, NULL, false, 0) != SPI_OK_INSERT_RETURNING)
		elog(ERROR, "could not add a row while loading");
	if (SPI_processed > 0)
		result = DatumGetInt64(
			SPI_getbinval(SPI_tuptable->vals[0], SPI_tuptable->tupdesc, 1, &isnull));
	SPI_freetuptable(SPI_tuptable);
	MemoryContextSwitchTo(old);
	Forget(batch);
	return result;
}

int64
mc_batch_end(McBatch *batch)
{
	Flush(batch);
	return batch->total;
}
