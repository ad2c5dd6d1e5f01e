/*
 * mce_load.c
 *		Lists of the Medicare Code Editor into their table.
 */
#include "load/mce_load.h"

#include "utils/builtins.h"
#include "utils/memutils.h"

#include "load/line_load.h"
#include "load/mce_file.h"

static void
LoadMce(McLoad *load)
{
	McRows *rows =
		mc_rows_begin(load, "mce_code", "list code_system code age_from age_to");
	MemoryContext old = CurrentMemoryContext;
	size_t length;
	const char *content = mc_load_utf8(load, &length);
	McMceReader *reader = palloc(sizeof(McMceReader));
	MemoryContext row_context = mc_line_load_row_context(load);
	McMceRow row;
	McReadStatus status;

	mc_mce_begin(reader, content, length);
	while ((status = mc_mce_next(reader, &row)) == MC_READ_ROW)
	{
		bool nulls[] = {false, false, false, !row.has_age, !row.has_age};
		Datum values[] = {CStringGetTextDatum(row.list),
						  CStringGetTextDatum(row.procedure ? "icd10pcs" : "icd10cm"),
						  CStringGetTextDatum(row.code), Int32GetDatum(row.age_from),
						  Int32GetDatum(row.age_to)};

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

/* Version 37 is that of fiscal year 2020. */
static char *
ReleaseOfMce(const char *content, size_t length)
{
	int version = mc_mce_version(content, length);

	return version > 0 ? psprintf("FY%d", 1983 + version) : NULL;
}

const McFileKind mc_mce_kind = {
	.name = "lists of the Medicare Code Editor",
	.code_system = "mce",
	.table_kind = "mce",
	.hint =
		"lines with MCE_Version, MCE_Edit_Type, ICD_Code_Type and ICD_Code, separated by tabs, or a CSV with icd_code and icd_conflict_rule",
	.recognise = mc_mce_recognise,
	.release = ReleaseOfMce,
	.load = LoadMce,
	.table = "mce_code",
};
