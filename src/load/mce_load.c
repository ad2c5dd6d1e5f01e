/*
 * mce_load.c
 *		Lists of the Medicare Code Editor into their table.
 */
#include "load/mce_load.h"

#include "utils/builtins.h"

#include "load/line_load.h"
#include "load/mce_file.h"

static void
LoadMce(McLoad *load)
{
	McLineRows rows;
	size_t length;
	const char *content = mc_load_utf8(load, &length);
	McMceReader *reader = palloc(sizeof(McMceReader));
	McMceRow row;

	mc_mce_begin(reader, content, length);
	mc_line_rows_begin(&rows, load, &reader->lines,
					   "list code_system code age_from age_to");
	while (mc_line_rows_take(&rows, mc_mce_next(reader, &row)))
	{
		bool nulls[] = {false, false, false, !row.has_age, !row.has_age};
		Datum values[] = {CStringGetTextDatum(row.list),
						  CStringGetTextDatum(row.procedure ? "icd10pcs" : "icd10cm"),
						  CStringGetTextDatum(row.code), Int32GetDatum(row.age_from),
						  Int32GetDatum(row.age_to)};

		mc_line_rows_add(&rows, values, nulls);
	}
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
