/*
 * coverage_load.c
 *		Coverage policies into their table.
 */
#include "load/coverage_load.h"

#include "load/coverage_file.h"
#include "load/line_load.h"

static void
LoadCoverage(McLoad *load)
{
	McLineRows rows;
	size_t length;
	const char *content = mc_load_utf8(load, &length);
	McCoverageReader *reader = palloc(sizeof(McCoverageReader));
	McCoverageRow row;

	mc_coverage_begin(reader, content, length);
	mc_line_rows_begin(
		&rows, load, &reader->lines,
		"line policy contractor hcpcs diagnosis code_group covered documentation effective ends");
	while (mc_line_rows_take(&rows, mc_coverage_next(reader, &row)))
	{
		bool nulls[] = {false,
						false,
						row.contractor.length == 0,
						row.hcpcs == MC_HCPCS_NONE,
						row.diagnosis == MC_ICD10CM_NONE,
						row.group == 0,
						false,
						row.documentation.length == 0,
						!row.has_effective,
						!row.has_end};
		Datum values[lengthof(nulls)];

		values[0] = Int32GetDatum((int32) row.line);
		values[1] = mc_line_load_tidy(&row.policy);
		values[2] = mc_line_load_tidy(&row.contractor);
		values[3] = mc_line_load_hcpcs(row.hcpcs);
		values[4] = mc_line_load_icd10cm(row.diagnosis);
		values[5] = Int32GetDatum(row.group);
		values[6] = BoolGetDatum(row.covered);
		values[7] = mc_line_load_tidy(&row.documentation);
		values[8] = row.has_effective ? mc_line_load_date(row.effective) : (Datum) 0;
		values[9] = row.has_end ? mc_line_load_date(row.end) : (Datum) 0;
		mc_line_rows_add(&rows, values, nulls);
	}
}

const McFileKind mc_coverage_kind = {
	.name = "table of coverage policies",
	.code_system = "coverage",
	.table_kind = "coverage",
	.side_by_side = true,
	.hint =
		"article_x_icd10_covered.csv and the like, or columns policy, contractor, hcpcs, diagnosis, covered, documentation, effective, end_date",
	.recognise = mc_coverage_recognise,
	.load = LoadCoverage,
	.table = "coverage_row",
};
