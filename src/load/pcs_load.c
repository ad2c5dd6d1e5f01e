/*
 * pcs_load.c
 *		The ICD-10-PCS order file into the table of codes.
 */
#include "load/pcs_load.h"

#include "utils/builtins.h"

#include "load/line_load.h"
#include "load/pcs_file.h"

static void
LoadPcs(McLoad *load)
{
	McLineRows rows;
	McPcsReader reader;
	McPcsRow row;

	mc_pcs_begin(&reader, load->content, load->length);
	mc_line_rows_begin(&rows, load, &reader.lines,
					   "code title short_title billable parent tabular_order");
	while (mc_line_rows_take(&rows, mc_pcs_next(&reader, &row)))
	{
		bool nulls[6] = {[4] = row.parent[0] == '\0'};
		Datum values[6];

		values[0] = CStringGetTextDatum(row.code);
		values[1] = mc_line_load_field(&row.long_title);
		values[2] = mc_line_load_field(&row.short_title);
		values[3] = BoolGetDatum(row.billable);
		values[4] = CStringGetTextDatum(row.parent);
		values[5] = Int32GetDatum((int32) row.order);
		mc_line_rows_add(&rows, values, nulls);
	}
}

const McFileKind mc_pcs_kind = {
	.name = "ICD-10-PCS order file",
	.code_system = "icd10pcs",
	.table_kind = "codes",
	.hint =
		"icd10pcs_order_2026.txt, lines with order number, code, flag, short and long title in fixed columns",
	.recognise = mc_pcs_recognise,
	.load = LoadPcs,
	.table = "code",
};
