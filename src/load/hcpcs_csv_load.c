/*
 * hcpcs_csv_load.c
 *		HCPCS Level II descriptions as CSV into the table of codes.
 */
#include "load/hcpcs_csv_load.h"

#include "utils/builtins.h"
#include "utils/memutils.h"

#include "load/hcpcs_csv_file.h"
#include "load/line_load.h"

/* A description, with single blanks and without the quotes of CSV */
static Datum
MakeTitle(const McField *field)
{
	char *text = palloc(field->length + 1);

	return mc_line_load_text(text, mc_field_copy(field, text));
}

static void
LoadHcpcsCsv(McLoad *load)
{
	McRows *rows =
		mc_rows_begin(load, "code", "code title short_title billable tabular_order");
	MemoryContext old = CurrentMemoryContext;
	size_t length;
	const char *content = mc_load_utf8(load, &length);
	MemoryContext row_context = mc_line_load_row_context(load);
	McHcpcsCsvReader reader;
	McHcpcsCsvRow row;
	McReadStatus status;
	int32 count = 0;

	mc_hcpcs_csv_begin(&reader, content, length);
	while ((status = mc_hcpcs_csv_next(&reader, &row)) == MC_READ_ROW)
	{
		Datum values[5];

		count++;
		values[0] = CStringGetTextDatum(row.code);
		values[1] = MakeTitle(&row.title);
		values[2] = MakeTitle(&row.short_title);
		values[3] = BoolGetDatum(true);
		values[4] = Int32GetDatum(count);
		mc_rows_add(rows, values, NULL);
		MemoryContextReset(row_context);
		mc_line_load_progress(load, &reader.lines, count);
	}
	MemoryContextSwitchTo(old);
	MemoryContextDelete(row_context);
	if (status == MC_READ_BAD)
		mc_line_load_refuse(load, &reader.lines);
	load->rows = count;
	mc_rows_end(rows);
}

const McFileKind mc_hcpcs_csv_kind = {
	.name = "HCPCS Level II descriptions as CSV",
	.code_system = "hcpcs",
	.table_kind = "codes",
	.hint =
		"lines with hcpcs_code,hcpcs_desc_type,hcpcs_description, a long and a short description for each code",
	.recognise = mc_hcpcs_csv_recognise,
	.load = LoadHcpcsCsv,
	.table = "code",
};
