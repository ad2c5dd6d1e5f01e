/*
 * add_on_load.c
 *		NCCI add-on code edits into their table.
 */
#include "load/add_on_load.h"

#include "load/add_on_file.h"
#include "load/line_load.h"

static void
LoadAddOn(McLoad *load)
{
	McLineRows rows;
	size_t length;
	const char *content = mc_load_utf8(load, &length);
	McAddOnReader *reader = palloc(sizeof(McAddOnReader));
	McAddOnRow row;

	mc_add_on_begin(reader, content, length);
	mc_line_rows_begin(&rows, load, &reader->lines,
					   "line add_on_code primary_code edit_type effective deletion");
	while (mc_line_rows_take(&rows, mc_add_on_next(reader, &row)))
	{
		bool contractor = row.primary == MC_HCPCS_NONE;
		bool nulls[] = {
			false, false, contractor, false, !row.has_effective, !row.has_deletion};
		Datum values[] = {Int32GetDatum((int32) row.line),
						  mc_line_load_hcpcs(row.add_on),
						  contractor ? (Datum) 0 : mc_line_load_hcpcs(row.primary),
						  Int16GetDatum((int16) row.type),
						  row.has_effective ? mc_line_load_date(row.effective)
											: (Datum) 0,
						  row.has_deletion ? mc_line_load_date(row.deletion) : (Datum) 0};

		mc_line_rows_add(&rows, values, nulls);
	}
}

const McFileKind mc_add_on_kind = {
	.name = "list of add-on codes",
	.code_system = "ncci",
	.table_kind = "add_on",
	.hint =
		"AOC_V2026Q1-MCR.txt: add-on code, primary code, type of the edit, effective and deletion date",
	.recognise = mc_add_on_recognise,
	.load = LoadAddOn,
	.table = "add_on_pair",
};
