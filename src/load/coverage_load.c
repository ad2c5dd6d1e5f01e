/*
 * coverage_load.c
 *		Coverage policies into their table.
 */
#include "load/coverage_load.h"

#include "utils/builtins.h"
#include "utils/memutils.h"

#include "load/coverage_file.h"
#include "load/line_load.h"

/* A text with single blanks and without the quotes of CSV */
static Datum
TextOf(const McField *field)
{
	char *text = palloc(field->length + 1);

	return mc_line_load_text(text, mc_field_copy(field, text));
}

static void
LoadCoverage(McLoad *load)
{
	McRows *rows = mc_rows_begin(
		load, "coverage_row",
		"line policy contractor hcpcs diagnosis code_group covered documentation effective ends");
	MemoryContext old = CurrentMemoryContext;
	size_t length;
	const char *content = mc_load_utf8(load, &length);
	McCoverageReader *reader = palloc(sizeof(McCoverageReader));
	MemoryContext row_context = mc_line_load_row_context(load);
	McCoverageRow row;
	McReadStatus status;

	mc_coverage_begin(reader, content, length);
	while ((status = mc_coverage_next(reader, &row)) == MC_READ_ROW)
	{
		char hcpcs[MC_HCPCS_LENGTH + 1] = "";
		char diagnosis[MC_ICD10CM_BUFSIZE] = "";
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

		if (!nulls[3])
			mc_hcpcs_print(row.hcpcs, hcpcs);
		if (!nulls[4])
			(void) mc_icd10cm_print(row.diagnosis, diagnosis);
		values[0] = Int32GetDatum((int32) row.line);
		values[1] = TextOf(&row.policy);
		values[2] = TextOf(&row.contractor);
		values[3] = CStringGetTextDatum(hcpcs);
		values[4] = CStringGetTextDatum(diagnosis);
		values[5] = Int32GetDatum(row.group);
		values[6] = BoolGetDatum(row.covered);
		values[7] = TextOf(&row.documentation);
		values[8] = row.has_effective ? mc_line_load_date(row.effective) : (Datum) 0;
		values[9] = row.has_end ? mc_line_load_date(row.end) : (Datum) 0;
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
