/*
 * measure_store.c
 *		The measures of this database.
 */
#include "terminology/measure_store.h"

#include "executor/spi.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/memutils.h"

#include "pg_host.h"
#include "terminology/version.h"

/* What the session keeps, freed as a whole */
typedef struct Kept
{
	MemoryContext context;
	McStamp stamp;
	McMeasures measures;
} Kept;

static Kept *kept;

typedef bool (*RowReader)(const McHost *host, McMeasures *measures, char **fields);

static McDecimal
Decimal(const char *text)
{
	McDecimal value = {0, 0};

	if (text && !mc_decimal_read(text, strlen(text), &value))
		value.digits = 0;
	return value;
}

static uint32
Count(const char *text)
{
	return text ? (uint32) strtoul(text, NULL, 10) : 0;
}

static bool
ReadMeasure(const McHost *host, McMeasures *measures, char **fields)
{
	McMeasure measure = {
		.name = fields[0],
		.class = (McMeasureClass) mc_measure_class(fields[1]),
		.unit = fields[2],
		.decimals = Count(fields[3]),
		.lowest = Decimal(fields[4]),
		.highest = Decimal(fields[5]),
		.out_of = Count(fields[6]),
	};

	return mc_measures_add(host, measures, &measure);
}

static bool
ReadName(const McHost *host, McMeasures *measures, char **fields)
{
	return mc_measures_add_name(host, measures, fields[0], fields[1], fields[2],
								strcmp(fields[3], "capital") == 0);
}

static bool
ReadUnit(const McHost *host, McMeasures *measures, char **fields)
{
	McMeasureUnit unit = {
		.unit = fields[2],
		.bare = strcmp(fields[3], "t") == 0,
		.conversion = {Decimal(fields[4]), Decimal(fields[5]), Decimal(fields[6])},
		.sub_unit = fields[7],
		.sub_parts = Count(fields[8]),
	};

	return mc_measures_add_unit(host, measures, fields[0], fields[1], &unit);
}

static bool
ReadWord(const McHost *host, McMeasures *measures, char **fields)
{
	return mc_measures_add_word(host, measures, fields[0],
								(McValueRole) mc_value_role(fields[1]));
}

#define MAX_FIELDS 9

/* What is read, in this order; key: a site's row with the same takes the starter's place. */
static const struct
{
	const char *relation;
	const char *fields;
	const char *key;
	RowReader reader;
} tables[] = {
	{"measure", "measure, class, unit, decimals, lowest, highest, out_of", "measure",
	 ReadMeasure},
	{"measure_name", "phrase, measure, second, letter_case", "phrase", ReadName},
	{"measure_unit",
	 "measure, spelling, unit, bare, factor, divisor, addend, sub_unit, sub_parts",
	 "measure, spelling", ReadUnit},
	{"measure_word", "phrase, role", "phrase, role IN ('count', 'other')", ReadWord},
};

/* Rows of a table; how many cannot act. */
static int
ReadTable(const McHost *host, McMeasures *measures, size_t number, MemoryContext scratch)
{
	const char *relation = tables[number].relation;
	char *query = psprintf("SELECT DISTINCT ON (%s) %s FROM medcode.%s ORDER BY %s,"
						   " origin OPERATOR(pg_catalog.=) 'starter', %s",
						   tables[number].key, tables[number].fields, relation,
						   tables[number].key, tables[number].fields);
	int ignored = 0;

	if (SPI_execute(query, true, 0) != SPI_OK_SELECT)
		elog(ERROR, "could not read the measures");
	for (uint64 i = 0; i < SPI_processed; i++)
	{
		char *fields[MAX_FIELDS];

		for (int k = 0; k < SPI_tuptable->tupdesc->natts; k++)
			fields[k] = SPI_getvalue(SPI_tuptable->vals[i], SPI_tuptable->tupdesc, k + 1);
		ignored += !tables[number].reader(host, measures, fields);
		MemoryContextReset(scratch);
		CHECK_FOR_INTERRUPTS();
	}
	SPI_freetuptable(SPI_tuptable);
	return ignored;
}

/* In the caller's memory until it is complete, so that an error leaves nothing behind. */
static Kept *
Read(const McStamp *stamp)
{
	MemoryContext context = AllocSetContextCreate(
		CurrentMemoryContext, "medcode measures", ALLOCSET_DEFAULT_SIZES);
	Kept *fresh = MemoryContextAllocZero(context, sizeof(Kept));
	McHost host = mc_pg_host(context);
	MemoryContext scratch = AllocSetContextCreate(CurrentMemoryContext, "medcode phrase",
												  ALLOCSET_DEFAULT_SIZES);
	McHost scratch_host = mc_pg_host(scratch);

	fresh->context = context;
	fresh->stamp = *stamp;
	mc_measures_init(&fresh->measures, &scratch_host);
	for (size_t i = 0; i < lengthof(tables); i++)
	{
		int ignored = ReadTable(&host, &fresh->measures, i, scratch);

		if (ignored > 0)
			ereport(WARNING,
					(errmsg("%d rows of medcode.%s can never act and are ignored",
							ignored, tables[i].relation),
					 errdetail("They name no measure that is there, or have no word or"
							   " more than %d.",
							   MC_PHRASE_ITEMS)));
	}
	mc_measures_finish(&host, &fresh->measures);
	MemoryContextDelete(scratch);
	return fresh;
}

const McMeasures *
mc_installed_measures(const McStamp *stamp)
{
	if (kept == NULL || !mc_same_stamp(&kept->stamp, stamp))
	{
		int nest_level = mc_query_begin();
		Kept *fresh = Read(stamp);
		Kept *old = kept;

		MemoryContextSetParent(fresh->context, CacheMemoryContext);
		kept = fresh;
		if (old)
			MemoryContextDelete(old->context);
		mc_query_end(nest_level);
	}
	return &kept->measures;
}
