/*
 * pcs_load.c
 *		The ICD-10-PCS order file into the table of codes.
 */
#include "load/pcs_load.h"

#include "utils/builtins.h"
#include "utils/memutils.h"

#include "load/line_load.h"
#include "load/pcs_file.h"

static void
LoadPcs(McLoad *load)
{
	McRows *rows = mc_rows_begin(load, "code",
								 "code title short_title billable parent tabular_order");
	MemoryContext old = CurrentMemoryContext;
	MemoryContext row_context = mc_line_load_row_context(load);
	McPcsReader reader;
	McPcsRow row;
	McReadStatus status;

	mc_pcs_begin(&reader, load->content, load->length);
	while ((status = mc_pcs_next(&reader, &row)) == MC_READ_ROW)
	{
		bool nulls[6] = {[4] = row.parent[0] == '\0'};
		Datum values[6];

		values[0] = CStringGetTextDatum(row.code);
		values[1] = mc_line_load_field(&row.long_title);
		values[2] = mc_line_load_field(&row.short_title);
		values[3] = BoolGetDatum(row.billable);
		values[4] = CStringGetTextDatum(row.parent);
		values[5] = Int32GetDatum((int32) row.order);
		mc_rows_add(rows, values, nulls);
		MemoryContextReset(row_context);
		mc_line_load_progress(load, &reader.lines, ++load->rows);
	}
	MemoryContextSwitchTo(old);
	MemoryContextDelete(row_context);
	if (status == MC_READ_BAD)
		mc_line_load_refuse(load, &reader.lines);
	mc_rows_end(rows);
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
