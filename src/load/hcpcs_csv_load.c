/*
 * hcpcs_csv_load.c
 *		HCPCS Level II descriptions as CSV into the table of codes.
 */
#include "load/hcpcs_csv_load.h"

#include "utils/builtins.h"

#include "load/hcpcs_csv_file.h"
#include "load/line_load.h"

static void
LoadHcpcsCsv(McLoad *load)
{
	McLineRows rows;
	size_t length;
	const char *content = mc_load_utf8(load, &length);
	McHcpcsCsvReader reader;
	McHcpcsCsvRow row;

	mc_hcpcs_csv_begin(&reader, content, length);
	mc_line_rows_begin(&rows, load, &reader.lines,
					   "code title short_title billable tabular_order");
	while (mc_line_rows_take(&rows, mc_hcpcs_csv_next(&reader, &row)))
	{
		Datum values[5];

		values[0] = CStringGetTextDatum(row.code);
		values[1] = mc_line_load_tidy(&row.title);
		values[2] = mc_line_load_tidy(&row.short_title);
		values[3] = BoolGetDatum(true);
		values[4] = Int32GetDatum((int32) load->rows);
		mc_line_rows_add(&rows, values, NULL);
	}
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
