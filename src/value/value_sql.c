/*
 * value_sql.c
 *		values_in for SQL.
 *
 * All offsets are characters of the note, 0-based, half open.
 */
#include "pg_host.h"

#include "utils/builtins.h"
#include "utils/date.h"
#include "utils/datetime.h"
#include "utils/numeric.h"

#include "terminology/installed.h"
#include "terminology/measure_store.h"
#include "value/value.h"

PG_FUNCTION_INFO_V1(mc_values_in_sql);

/* Columns of values_in */
enum
{
	COL_START_CHAR,
	COL_END_CHAR,
	COL_TEXT,
	COL_MEASURE,
	COL_KIND,
	COL_VALUE,
	COL_LOW,
	COL_HIGH,
	COL_COMPARATOR,
	COL_UNIT,
	COL_NORMAL_VALUE,
	COL_NORMAL_LOW,
	COL_NORMAL_HIGH,
	COL_NORMAL_UNIT,
	COL_MEASURED,
	COL_NAME_START,
	COL_NAME_END,
	COL_NAME,
	COL_SECTION,
	COL_ISSUE,
	NCOLUMNS
};

static Datum
NumericDatum(McDecimal number)
{
	char printed[MC_DECIMAL_BUFSIZE];

	mc_decimal_print(number, printed);
	return DirectFunctionCall3(numeric_in, CStringGetDatum(printed),
							   ObjectIdGetDatum(InvalidOid), Int32GetDatum(-1));
}

/*
 * One number is a value, or the end that its comparator says; two are the ends of a range.
 * column: that of value; low and high follow.
 */
static void
NumberColumns(const McValue *value, const McDecimal *numbers, int column, Datum *values,
			  bool *nulls)
{
	int low = column + 1;
	int high = column + 2;

	if (value->amount.nnumbers == 2)
	{
		values[low] = NumericDatum(numbers[0]);
		values[high] = NumericDatum(numbers[1]);
		nulls[low] = nulls[high] = false;
		return;
	}
	if (value->comparator == MC_COMPARE_BELOW || value->comparator == MC_COMPARE_AT_MOST)
		column = high;
	else if (value->comparator == MC_COMPARE_ABOVE ||
			 value->comparator == MC_COMPARE_AT_LEAST)
		column = low;
	values[column] = NumericDatum(numbers[0]);
	nulls[column] = false;
}

static void
TextColumn(const char *text, int column, Datum *values, bool *nulls)
{
	nulls[column] = text == NULL;
	if (text)
		values[column] = CStringGetTextDatum(text);
}

/* From the first of two tokens to the end of the second: start, end, text */
static void
SpanColumns(const McDocument *doc, uint32 first, uint32 last, int start, int end,
			int column, Datum *values, bool *nulls)
{
	uint32 from = doc->tokens.list[first].start;
	uint32 to = doc->tokens.list[last].end;

	values[start] = UInt32GetDatum(mc_char_offset(doc, from));
	values[end] = UInt32GetDatum(mc_char_offset(doc, to));
	values[column] = mc_text_between(doc, from, to);
	nulls[start] = nulls[end] = nulls[column] = false;
}

/* The first day of the month or year where the note says no more. */
static Datum
DateDatum(const McEventDate *date)
{
	int day = date2j(date->year, date->month > 0 ? date->month : 1,
					 date->day > 0 ? date->day : 1);

	return DateADTGetDatum(day - POSTGRES_EPOCH_JDATE);
}

static void
ValueRow(McResult *rows, const McMeasures *measures, const McValue *value)
{
	const McMeasure *measure = &measures->list[value->measure];
	const McAmount *amount = &value->amount;
	Datum values[NCOLUMNS];
	bool nulls[NCOLUMNS];

	memset(nulls, true, sizeof(nulls));
	SpanColumns(&rows->doc, value->first, value->last, COL_START_CHAR, COL_END_CHAR,
				COL_TEXT, values, nulls);
	SpanColumns(&rows->doc, value->name_first, value->name_last, COL_NAME_START,
				COL_NAME_END, COL_NAME, values, nulls);
	TextColumn(measure->name, COL_MEASURE, values, nulls);
	TextColumn(mc_value_kind_name(value->kind), COL_KIND, values, nulls);
	NumberColumns(value, amount->number, COL_VALUE, values, nulls);
	TextColumn(mc_comparator_name(value->comparator), COL_COMPARATOR, values, nulls);
	if (amount->unit != MC_NO_UNIT)
		TextColumn(measures->units[amount->unit].unit, COL_UNIT, values, nulls);
	if (value->has_normal)
	{
		NumberColumns(value, value->normal, COL_NORMAL_VALUE, values, nulls);
		TextColumn(measure->unit, COL_NORMAL_UNIT, values, nulls);
	}
	if (value->measured.year > 0)
	{
		values[COL_MEASURED] = DateDatum(&value->measured);
		nulls[COL_MEASURED] = false;
	}
	TextColumn(mc_section_name(value->section), COL_SECTION, values, nulls);
	TextColumn(mc_value_issue_name(value->issue), COL_ISSUE, values, nulls);
	mc_result_add(rows, values, nulls);
}

/* values_in(note) */
Datum
mc_values_in_sql(PG_FUNCTION_ARGS)
{
	McResult rows;
	const McTerminology *terminology;
	const McMeasures *measures;
	MemoryContext row_context;
	McValues values;

	mc_result_begin(fcinfo, &rows);
	terminology = mc_installed_terminology(0);
	mc_result_document(&rows, terminology->headers, PG_GETARG_TEXT_PP(0));
	measures = mc_installed_measures(mc_installed_stamp());
	mc_find_values(&rows.host, measures, &rows.doc, &values);
	if (values.count == 0)
		return mc_result_end(&rows);
	row_context = AllocSetContextCreate(rows.work, "medcode row", ALLOCSET_SMALL_SIZES);
	for (size_t i = 0; i < values.count; i++)
	{
		MemoryContext previous = MemoryContextSwitchTo(row_context);

		ValueRow(&rows, measures, &values.list[i]);
		MemoryContextSwitchTo(previous);
		MemoryContextReset(row_context);
	}
	return mc_result_end(&rows);
}
