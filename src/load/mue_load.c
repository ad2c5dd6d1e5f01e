/*
 * mue_load.c
 *		Medically unlikely edits into their table.
 */
#include "load/mue_load.h"

#include "utils/builtins.h"
#include "utils/memutils.h"

#include "load/line_load.h"
#include "load/mue_file.h"
#include "load/ncci_load.h"

static void
LoadMue(McLoad *load)
{
	McRows *rows = mc_rows_begin(load, "mue_value", "code units mai rationale");
	MemoryContext old = CurrentMemoryContext;
	size_t length;
	const char *content = mc_load_utf8(load, &length);
	McMueReader *reader = palloc(sizeof(McMueReader));
	MemoryContext row_context = mc_line_load_row_context(load);
	McMueRow row;
	McReadStatus status;

	mc_mue_begin(reader, content, length);
	while ((status = mc_mue_next(reader, &row)) == MC_READ_ROW)
	{
		char code[MC_HCPCS_LENGTH + 1];
		Datum values[4];
		bool nulls[4] = {false};

		mc_hcpcs_print(row.code, code);
		values[0] = CStringGetTextDatum(code);
		values[1] = Int32GetDatum(row.units);
		values[2] = Int16GetDatum((int16) row.mai);
		nulls[3] = row.rationale.length == 0;
		values[3] = nulls[3] ? (Datum) 0 : mc_line_load_field(&row.rationale);
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

static char *
CodeSystemOfMue(const char *content, size_t length)
{
	McNcciSetting setting = mc_mue_setting(content, length);

	if (setting == MC_NCCI_UNKNOWN)
		ereport(
			ERROR,
			(errcode(ERRCODE_DATA_EXCEPTION),
			 errmsg("for whom the medically unlikely edits are is not known"),
			 errdetail("The heading names neither practitioner, outpatient hospital nor "
					   "DME supplier services."),
			 errhint("Load the publisher's file unchanged.")));
	return pstrdup(mc_ncci_code_system(setting));
}

const McFileKind mc_mue_kind = {
	.name = "list of medically unlikely edits",
	.code_system = "ncci_practitioner",
	.table_kind = "mue",
	.hint =
		"MCR_MUE_PractitionerServices_Eff_01-01-2026.csv: code, MUE value, adjudication indicator, rationale",
	.recognise = mc_mue_recognise,
	.code_system_of = CodeSystemOfMue,
	.load = LoadMue,
	.table = "mue_value",
};
