/*
 * edit_file_fuzz.c
 *		Readers of edits of claims: any bytes give rows that keep their promises, then
 *		an end or a refusal with a line.
 */
#include "fuzz.h"
#include "load/add_on_file.h"
#include "load/coverage_file.h"
#include "load/mce_file.h"
#include "load/mue_file.h"
#include "load/ptp_file.h"

static void
CheckEnd(McReadStatus status, const McLines *lines)
{
	char problem[MC_LINE_PROBLEM_SIZE];

	if (status == MC_READ_END)
		return;
	MUST(lines->problem != NULL);
	mc_lines_problem(lines, problem);
	MUST(strlen(problem) < sizeof(problem));
}

static void
ReadPtp(const char *content, size_t size)
{
	McPtpReader reader;
	McPtpRow row;
	McReadStatus status;

	mc_ptp_begin(&reader, content, size);
	while ((status = mc_ptp_next(&reader, &row)) == MC_READ_ROW)
	{
		MUST(row.column1 != MC_HCPCS_NONE && row.column2 != MC_HCPCS_NONE);
		MUST(row.indicator == 0 || row.indicator == 1 || row.indicator == 9);
		MUST(!row.has_effective || mc_day_is_valid(row.effective));
	}
	CheckEnd(status, &reader.lines);
}

static void
ReadMue(const char *content, size_t size)
{
	McMueReader reader;
	McMueRow row;
	McReadStatus status;

	mc_mue_begin(&reader, content, size);
	while ((status = mc_mue_next(&reader, &row)) == MC_READ_ROW)
		MUST(row.units >= 0 && row.mai >= 1 && row.mai <= 3);
	CheckEnd(status, &reader.lines);
}

static void
ReadAddOn(const char *content, size_t size)
{
	McAddOnReader reader;
	McAddOnRow row;
	McReadStatus status;

	mc_add_on_begin(&reader, content, size);
	while ((status = mc_add_on_next(&reader, &row)) == MC_READ_ROW)
		MUST(row.add_on != MC_HCPCS_NONE && row.type >= 1 && row.type <= 3);
	CheckEnd(status, &reader.lines);
}

static void
ReadMce(const char *content, size_t size)
{
	McMceReader reader;
	McMceRow row;
	McReadStatus status;

	mc_mce_begin(&reader, content, size);
	while ((status = mc_mce_next(&reader, &row)) == MC_READ_ROW)
		MUST(row.list[0] != '\0' && strlen(row.list) < MC_MCE_LIST_MAX &&
			 row.code[0] != '\0');
	CheckEnd(status, &reader.lines);
}

static void
ReadCoverage(const char *content, size_t size)
{
	McCoverageReader reader;
	McCoverageRow row;
	McReadStatus status;

	mc_coverage_begin(&reader, content, size);
	while ((status = mc_coverage_next(&reader, &row)) == MC_READ_ROW)
		MUST(row.policy.length > 0 && row.group >= 0 &&
			 (row.hcpcs != MC_HCPCS_NONE || row.diagnosis != MC_ICD10CM_NONE));
	CheckEnd(status, &reader.lines);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *content = fuzz_text(data, size);

	if (mc_ptp_recognise(content, size))
		ReadPtp(content, size);
	if (mc_mue_recognise(content, size))
		ReadMue(content, size);
	if (mc_add_on_recognise(content, size))
		ReadAddOn(content, size);
	if (mc_mce_recognise(content, size))
		ReadMce(content, size);
	if (mc_coverage_recognise(content, size))
		ReadCoverage(content, size);
	free(content);
	return 0;
}
