/*
 * mue_load.c
 *		Medically unlikely edits into their table.
 */
#include "load/mue_load.h"

#include "load/line_load.h"
#include "load/mue_file.h"
#include "load/ncci_load.h"

static void
LoadMue(McLoad *load)
{
	McLineRows rows;
	size_t length;
	const char *content = mc_load_utf8(load, &length);
	McMueReader *reader = palloc(sizeof(McMueReader));
	McMueRow row;

	mc_mue_begin(reader, content, length);
	mc_line_rows_begin(&rows, load, &reader->lines, "code units mai rationale");
	while (mc_line_rows_take(&rows, mc_mue_next(reader, &row)))
	{
		Datum values[4];
		bool nulls[4] = {false};

		values[0] = mc_line_load_hcpcs(row.code);
		values[1] = Int32GetDatum(row.units);
		values[2] = Int16GetDatum((int16) row.mai);
		nulls[3] = row.rationale.length == 0;
		values[3] = nulls[3] ? (Datum) 0 : mc_line_load_field(&row.rationale);
		mc_line_rows_add(&rows, values, nulls);
	}
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
