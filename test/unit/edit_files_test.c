/*
 * edit_files_test.c
 *		Unit test of the readers of edits of claims, and of pair edits as they are stored.
 */
#include <stdio.h>
#include <string.h>

#include "claim/ptp_pair.h"
#include "load/add_on_file.h"
#include "load/coverage_file.h"
#include "load/mce_file.h"
#include "load/mue_file.h"
#include "load/ptp_file.h"
#include "test_host.h"

#define PTP_HEADING \
	"Column 1\tColumn 2\t*=In existence prior to 1996\tEffective Date\tDeletion Date\tModifier\tPTP Edit Rationale\n"

static void
test_ptp(void)
{
	static const char content[] =
		"CPT only copyright\n" PTP_HEADING "11042\t97597\t \t20120101\t*\t1\twhy\n"
		"g0101\tG0102\t*\t19960101\t19960101\t9\twhy\n";
	McPtpReader reader;
	McPtpRow row;

	test_ok(mc_ptp_recognise(content, strlen(content)), "pair edits are recognised");
	mc_ptp_begin(&reader, content, strlen(content));
	test_ok(mc_ptp_next(&reader, &row) == MC_READ_ROW && row.line == 3 &&
				row.indicator == 1 && !row.prior_1996 && row.has_effective &&
				row.effective.year == 2012 && !row.has_deletion,
			"first pair");
	test_ok(mc_ptp_next(&reader, &row) == MC_READ_ROW && row.prior_1996 &&
				row.has_deletion && row.indicator == 9 &&
				row.column1 == mc_hcpcs_parse("G0101", 5),
			"second pair");
	test_ok(mc_ptp_next(&reader, &row) == MC_READ_END, "end of the pairs");
}

/* A line that is refused, and the clause */
static void
refuses_ptp(const char *line, const char *problem)
{
	char content[400];
	char found[MC_LINE_PROBLEM_SIZE];
	McPtpReader reader;
	McPtpRow row;

	snprintf(content, sizeof(content), "%s%s\n", PTP_HEADING, line);
	mc_ptp_begin(&reader, content, strlen(content));
	test_ok(mc_ptp_next(&reader, &row) == MC_READ_BAD, "refused: %s", problem);
	mc_lines_problem(&reader.lines, found);
	test_ok(strcmp(found, problem) == 0 && reader.lines.problem_line == 2, "says: %s",
			found);
}

static void
test_pairs(void)
{
	static const McPtpPair pairs[] = {
		{.column2 = 5, .effective = 100, .deletion = 200, .indicator = 1},
		{.column2 = 5, .effective = 300, .deletion = MC_PTP_NOT_DELETED, .indicator = 0},
		{.column2 = 7, .effective = 50, .deletion = 50, .indicator = 9},
		{.column2 = 9,
		 .effective = MC_PTP_DAY_UNKNOWN,
		 .deletion = 60,
		 .indicator = 1,
		 .prior_1996 = true},
	};
	uint8_t list[sizeof(pairs) / sizeof(pairs[0]) * MC_PTP_PAIR_SIZE];
	McPtpPair found;

	for (size_t i = 0; i < 4; i++)
		mc_ptp_pair_write(&pairs[i], list + i * MC_PTP_PAIR_SIZE);
	test_ok(mc_ptp_list_is_valid(list, sizeof(list)), "a list in order");
	test_ok(!mc_ptp_list_is_valid(list, sizeof(list) - 1), "a record cut short");
	test_ok(!mc_ptp_list_find(list, 4, 5, 99, &found), "before the first day");
	test_ok(mc_ptp_list_find(list, 4, 5, 100, &found) && found.indicator == 1,
			"first day");
	test_ok(mc_ptp_list_find(list, 4, 5, 200, &found), "day of deletion");
	test_ok(!mc_ptp_list_find(list, 4, 5, 201, &found), "between two lives");
	test_ok(mc_ptp_list_find(list, 4, 5, 30000, &found) && found.indicator == 0,
			"second life");
	test_ok(!mc_ptp_list_find(list, 4, 7, 50, &found), "an edit that never held");
	test_ok(mc_ptp_list_find(list, 4, 9, 1, &found) && found.prior_1996,
			"effective date not told");
	test_ok(!mc_ptp_list_find(list, 4, 6, 100, &found), "no such code");
}

static void
test_others(void)
{
	static const char mue[] =
		"HCPCS/CPT Code,DME Supplier Services MUE Values,MUE Adjudication Indicator,MUE Rationale\n"
		"A4253,2,\"3 Date of Service Edit: Clinical\",x\n";
	static const char add_on[] =
		"primary_code,add_on_code,aoc_edit_type\nCCCCC,0054T,2\n";
	static const char mce[] =
		"MCE_Version\tICD_Version\tMCE_Section\tMCE_Subsection\tMCE_Edit_Type\tICD_Code_Type\tICD_Code\tICD_Desc\n"
		"37\t10\t4\tC\tMaternity_Only\tD\tO80\tx";
	static const char coverage[] =
		"article_id,icd10_code_id,icd10_noncovered_group\nA1,Z00.00,2\n";
	McMueReader mue_reader;
	McMueRow mue_row;
	McAddOnReader add_on_reader;
	McAddOnRow add_on_row;
	McMceReader mce_reader;
	McMceRow mce_row;
	McCoverageReader coverage_reader;
	McCoverageRow coverage_row;

	mc_mue_begin(&mue_reader, mue, strlen(mue));
	test_ok(mue_reader.setting == MC_NCCI_DME, "suppliers' edits");
	test_ok(mc_mue_next(&mue_reader, &mue_row) == MC_READ_ROW && mue_row.units == 2 &&
				mue_row.mai == 3,
			"units");
	mc_add_on_begin(&add_on_reader, add_on, strlen(add_on));
	test_ok(mc_add_on_next(&add_on_reader, &add_on_row) == MC_READ_ROW &&
				add_on_row.primary == MC_HCPCS_NONE && add_on_row.type == 2,
			"the contractor decides");
	mc_mce_begin(&mce_reader, mce, strlen(mce));
	test_ok(mc_mce_next(&mce_reader, &mce_row) == MC_READ_ROW &&
				strcmp(mce_row.list, "maternity") == 0 && mce_row.age_from == 12 &&
				mce_row.age_to == 55,
			"ages of version 37, without an end of the line");
	mc_coverage_begin(&coverage_reader, coverage, strlen(coverage));
	test_ok(mc_coverage_next(&coverage_reader, &coverage_row) == MC_READ_ROW &&
				!coverage_row.covered && coverage_row.group == 2,
			"what is not covered");
}

int
main(void)
{
	test_ptp();
	refuses_ptp("1104\t97597\t \t20120101\t*\t1\tx",
				"column 1 is no code of five characters");
	refuses_ptp("11042\t97597\t \t20121301\t*\t1\tx",
				"code 11042 has an effective date that is no day");
	refuses_ptp("11042\t97597\t \t20120101\t20111231\t1\tx",
				"code 11042 is deleted before it is effective");
	refuses_ptp("11042\t97597\t \t20120101\t*\t2\tx",
				"code 11042 has a modifier indicator other than 0, 1 and 9");
	test_pairs();
	test_others();
	return test_done();
}
