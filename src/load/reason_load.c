/*
 * reason_load.c
 *		Claim adjustment reason codes and remark codes into their table.
 */
#include "load/reason_load.h"

#include "utils/builtins.h"

#include "load/line_load.h"
#include "load/reason_file.h"

static Datum
MakeDay(McDay day)
{
	return day.year > 0 ? mc_line_load_date(day) : (Datum) 0;
}

static void
LoadReasons(McLoad *load)
{
	static const char *const kinds[MC_REASON_KINDS] = {"group", "carc", "rarc"};
	McLineRows rows;
	size_t length;
	const char *content = mc_load_utf8(load, &length);
	McReasonReader reader;
	McReasonRow row;

	mc_reason_begin(&reader, content, length);
	mc_line_rows_begin(&rows, load, &reader.lines,
					   "kind code title usage notes first_day end_day");
	while (mc_line_rows_take(&rows, mc_reason_next(&reader, &row)))
	{
		Datum values[7];
		bool nulls[7] = {false};

		values[0] = CStringGetTextDatum(kinds[row.kind]);
		values[1] = CStringGetTextDatum(row.code);
		values[2] = mc_line_load_tidy(&row.title);
		values[3] = mc_line_load_tidy(&row.usage);
		nulls[3] = row.usage.length == 0;
		values[4] = mc_line_load_tidy(&row.notes);
		nulls[4] = row.notes.length == 0;
		values[5] = MakeDay(row.start);
		nulls[5] = row.start.year == 0;
		values[6] = MakeDay(row.end);
		nulls[6] = row.end.year == 0;
		mc_line_rows_add(&rows, values, nulls);
	}
}

/* The newest day in the list: 2024-03-01; NULL if it is damaged, which the load says */
static char *
ReleaseOfReasons(const char *content, size_t length)
{
	McReasonReader reader;
	McReasonRow row;
	McReadStatus status;

	mc_reason_begin(&reader, content, length);
	while ((status = mc_reason_next(&reader, &row)) == MC_READ_ROW)
		continue;
	return reader.newest.year > 0 ? psprintf("%04d-%02d-%02d", reader.newest.year,
											 reader.newest.month, reader.newest.day)
								  : NULL;
}

const McFileKind mc_reason_kind = {
	.name = "list of adjustment reason and remark codes",
	.code_system = "x12",
	.table_kind = "reason_codes",
	.hint =
		"CSV with adj_code,adj_type,adj_description and five fields more, a licensed copy of the lists of X12",
	.recognise = mc_reason_recognise,
	.release = ReleaseOfReasons,
	.load = LoadReasons,
	.table = "reason_code",
};
