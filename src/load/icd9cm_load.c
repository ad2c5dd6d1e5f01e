/*
 * icd9cm_load.c
 *		The titles of ICD-9-CM into the table of codes.
 */
#include "load/icd9cm_load.h"

#include "utils/builtins.h"

#include "load/icd9cm_file.h"
#include "load/line_load.h"

static void
LoadIcd9cm(McLoad *load)
{
	McLineRows rows;
	size_t length;
	const char *content = mc_load_utf8(load, &length);
	McIcd9cmReader reader;
	McIcd9cmRow row;

	mc_icd9cm_begin(&reader, content, length);
	mc_line_rows_begin(&rows, load, &reader.lines, "code title billable tabular_order");
	while (mc_line_rows_take(&rows, mc_icd9cm_next(&reader, &row)))
	{
		Datum values[4];

		values[0] = CStringGetTextDatum(row.code);
		values[1] = mc_line_load_field(&row.title);
		values[2] = BoolGetDatum(true);
		values[3] = Int32GetDatum((int32) row.line);
		mc_line_rows_add(&rows, values, NULL);
	}
}

const McFileKind mc_icd9cm_kind = {
	.name = "ICD-9-CM list of titles",
	.code_system = "icd9cm",
	.table_kind = "codes",
	.hint =
		"CMS32_DESC_LONG_DX.txt, lines with the code of a diagnosis without dot in columns 1 to 5 and its long title from column 7",
	.recognise = mc_icd9cm_recognise,
	.load = LoadIcd9cm,
	.table = "code",
};
