/*
 * add_on_load.c
 *		NCCI add-on code edits into their table.
 */
#include "load/add_on_load.h"

#include "utils/builtins.h"
#include "utils/memutils.h"

#include "load/add_on_file.h"
#include "load/line_load.h"

static Datum
CodeDatum(uint32 code)
{
	char text[MC_HCPCS_LENGTH + 1];

	mc_hcpcs_print(code, text);
	return CStringGetTextDatum(text);
}

static void
LoadAddOn(McLoad *load)
{
	McRows *rows =
		mc_rows_begin(load, "add_on_pair",
					  "line add_on_code primary_code edit_type effective deletion");
	MemoryContext old = CurrentMemoryContext;
	size_t length;
	const char *content = mc_load_utf8(load, &length);
	McAddOnReader *reader = palloc(sizeof(McAddOnReader));
	MemoryContext row_context = mc_line_load_row_context(load);
	McAddOnRow row;
	McReadStatus status;

	mc_add_on_begin(reader, content, length);
	while ((status = mc_add_on_next(reader, &row)) == MC_READ_ROW)
	{
		bool contractor = row.primary == MC_HCPCS_NONE;
		bool nulls[] = {
			false, false, contractor, false, !row.has_effective, !row.has_deletion};
		Datum values[] = {Int32GetDatum((int32) row.line),
						  CodeDatum(row.add_on),
						  contractor ? (Datum) 0 : CodeDatum(row.primary),
						  Int16GetDatum((int16) row.type),
						  row.has_effective ? mc_line_load_date(row.effective)
											: (Datum) 0,
						  row.has_deletion ? mc_line_load_date(row.deletion) : (Datum) 0};

		mc_rows_add(rows, values, nulls);
		MemoryContextReset(row_context);
		mc_line_load_progress(load, &reader->lines, ++load->rows);
	}
	MemoryContextSwitchTo(old);
	MemoryContextDelete(row_context);
	if (status == MC_READ_BAD)
		mc_line_load_refuse(load, &reader->lines);
	mc_rows_end(rows);
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
