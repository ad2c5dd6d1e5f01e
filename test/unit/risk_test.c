/*
 * risk_test.c
 *		Unit test of scores: small models made here, each step by itself.
 */
#include "risk/code_list.h"
#include "risk/risk_build.h"
#include "risk/risk_score.h"
#include "risk/risk_term.h"

#include <stdio.h>
#include <string.h>

#include "test_host.h"

static McIcd10cm
code(const char *text)
{
	McIcd10cm packed;
	size_t position;

	mc_icd10cm_parse(text, strlen(text), &packed, &position);
	return packed;
}

static TestHost test;

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* Rows of a model of three diseases; HCC 9 outranks 2 and 5, 7 requires 5 or 9. */
static McRiskRows
sample(void)
{
	static McRiskMappingRow mapping[5];
	static const McRiskPairRow hierarchy_rows[] = {{9, 2}, {9, 5}, {5, 2}};
	static McRiskEditRow edits[2];
	static const McRiskTextRow variable_rows[] = {{"G", "HCC2 | HCC5"},
												  {"G_SEVEN", "G & HCC7"},
												  {"SICK_G", "DISABL & G"},
												  {"HCC7", "HCC5|HCC9"}};
	static const McRiskTextRow segment_rows[] = {
		{"CNA", "F65_69"}, {"CNA", "M65_GT"},
		{"CNA", "HCC"},    {"CNA", "G_SEVEN"},
		{"CNA", "D1"},     {"CNA", "D2P"},
		{"CND", "F0_64"},  {"CND", "HCC"},
		{"CND", "SICK_G"}, {"CNA", "OriginallyDisabled_Female"}};
	static const McRiskCoefficientRow coefficient_rows[] = {
		{"CNA_F65_69", 300000}, {"CNA_M65_GT", 400000},
		{"CNA_HCC2", 100000},   {"CNA_HCC5", 200000},
		{"CNA_HCC7", 10000},    {"cna_hcc9", 500000},
		{"CNA_G_SEVEN", 7000},  {"CNA_D1", 0},
		{"CNA_D2P", 50000},     {"CND_F0_64", 250000},
		{"CND_HCC2", 110000},   {"CND_HCC5", 0},
		{"CND_HCC7", 0},        {"CND_HCC9", 0},
		{"CND_SICK_G", 33000},  {"CNA_OriginallyDisabled_Female", 90000}};
	/* compiling sorts them */
	static McRiskPairRow hierarchy[COUNT(hierarchy_rows)];
	static McRiskTextRow variables[COUNT(variable_rows)];
	static McRiskTextRow segments[COUNT(segment_rows)];
	static McRiskCoefficientRow coefficients[COUNT(coefficient_rows)];
	McRiskRows rows = {0};

	memcpy(hierarchy, hierarchy_rows, sizeof(hierarchy));
	memcpy(variables, variable_rows, sizeof(variables));
	memcpy(segments, segment_rows, sizeof(segments));
	memcpy(coefficients, coefficient_rows, sizeof(coefficients));
	mapping[0] = (McRiskMappingRow){code("A00"), 2, 0};
	mapping[1] = (McRiskMappingRow){code("B00"), 5, 0};
	mapping[2] = (McRiskMappingRow){code("C00"), 9, 0};
	mapping[3] = (McRiskMappingRow){code("C00"), 2, 0};
	mapping[4] = (McRiskMappingRow){code("D00"), 7, 0};
	edits[0] = (McRiskEditRow){code("A00"), 'M', -1, -1, 5};
	edits[1] = (McRiskEditRow){code("B00"), 0, -1, 17, 0};
	rows.mapping = mapping, rows.mapping_count = COUNT(mapping);
	rows.hierarchy = hierarchy, rows.hierarchy_count = COUNT(hierarchy);
	rows.edits = edits, rows.edit_count = COUNT(edits);
	rows.variables = variables, rows.variable_count = COUNT(variables);
	rows.segments = segments, rows.segment_count = COUNT(segments);
	rows.coefficients = coefficients, rows.coefficient_count = COUNT(coefficients);
	return rows;
}

static McRiskModel
build(void)
{
	McRiskRows rows = sample();
	McRiskModel model = {
		.has_adjustment = true, .normalization = 1067000, .coding = 59000};
	char problem[MC_RISK_PROBLEM_SIZE];

	test_ok(mc_risk_build(&test.host, &rows, &model, problem),
			"the sample makes a model: %s", problem);
	return model;
}

/* The score of codes separated by blanks */
static McRiskScore
score(const McRiskModel *model, const char *codes, McBeneficiary who)
{
	const char *name = mc_risk_segment_name(&who);
	McRiskScore result;

	memset(&result, 0, sizeof(result));
	for (const char *at = codes; *at; at += strspn(at, " "))
	{
		char word[8] = "";
		bool edited;

		strncat(word, at, strcspn(at, " "));
		at += strcspn(at, " ");
		mc_risk_code_hccs(model, code(word), who.age, who.sex, &result.found, &edited);
	}
	mc_risk_hierarchy(model, &result);
	if (name && mc_risk_segment(model, name))
		mc_risk_sum(model, mc_risk_segment(model, name), &who, &result);
	return result;
}

static void
check(const McRiskModel *model, const char *codes, McBeneficiary who, const char *wanted,
	  long raw)
{
	McRiskScore found = score(model, codes, who);
	char text[100] = "";

	for (int i = mc_hcc_next(&found.hccs, 0); i >= 0; i = mc_hcc_next(&found.hccs, i + 1))
		sprintf(text + strlen(text), "%s%d", text[0] ? " " : "", model->hcc[i]);
	test_ok(strcmp(text, wanted) == 0 && found.raw == raw, "%s: HCCs %s, raw %ld", codes,
			text, (long) found.raw);
}

static void
test_scores(void)
{
	McRiskModel model = build();
	McBeneficiary aged = {.age = 67, .sex = 'F', .orec = '0'};
	McBeneficiary man = {.age = 30, .sex = 'M', .orec = '1'};
	McBeneficiary disabled = {.age = 30, .sex = 'F', .orec = '1'};
	McBeneficiary first = {.age = 67, .sex = 'F', .orec = '1'};

	check(&model, "", aged, "", 300);
	check(&model, "A00", aged, "2", 400);
	check(&model, "Z99", aged, "", 300);
	check(&model, "A00 B00", aged, "5", 500);
	/* 9 takes out 2 and 5, although 5 is there to take out 2 as well */
	check(&model, "A00 B00 C00", aged, "9", 800);
	check(&model, "D00", aged, "", 300);
	check(&model, "D00 B00", aged, "5 7", 300 + 200 + 10 + 7 + 50);
	/* what is required counts before hierarchies, an interaction after them */
	check(&model, "D00 C00", aged, "7 9", 300 + 500 + 10 + 50);
	/* a man has the other HCC, and no cell here */
	check(&model, "A00", man, "5", 33);
	check(&model, "A00", disabled, "2", 250 + 110 + 33);
	check(&model, "", first, "", 390);
	test_ok(score(&model, "A00", aged).normalized == 375 &&
				score(&model, "A00", aged).payment == 353,
			"400 / 1.067 is 375, times 0.941 is 353");
}

static void
test_problems(void)
{
	char problem[MC_RISK_PROBLEM_SIZE];
	McRiskModel model = {0};
	McRiskRows rows = sample();

	rows.coefficient_count = 1;
	test_ok(!mc_risk_build(&test.host, &rows, &model, problem) &&
				strstr(problem, "has no coefficient"),
			"a missing coefficient: %s", problem);
	rows = sample();
	rows.coefficients[1].term = "CNA_D1";
	rows.coefficients[1].millionths = 5;
	memset(&model, 0, sizeof(model));
	test_ok(!mc_risk_build(&test.host, &rows, &model, problem) &&
				strstr(problem, "coefficient"),
			"two coefficients: %s", problem);
	rows = sample();
	rows.variables[0].text = "HCC2 |";
	memset(&model, 0, sizeof(model));
	test_ok(!mc_risk_build(&test.host, &rows, &model, problem) &&
				strstr(problem, "cannot be read"),
			"a definition that breaks off: %s", problem);
	rows.variables[0].text = "G";
	memset(&model, 0, sizeof(model));
	test_ok(!mc_risk_build(&test.host, &rows, &model, problem),
			"a definition by itself: %s", problem);
	rows.variables[0].text = "HCC2 | HCC5";
	rows.segments[0].text = "NOTHING";
	memset(&model, 0, sizeof(model));
	test_ok(!mc_risk_build(&test.host, &rows, &model, problem) &&
				strstr(problem, "is not defined"),
			"a term without definition: %s", problem);
}

static void
test_terms(void)
{
	McRiskTerm term;

	test_ok(mc_risk_term_read("F65_69", &term) && term.kind == MC_RISK_AGE_SEX &&
				term.sex == 'F' && term.low == 65 && term.high == 69,
			"F65_69");
	test_ok(mc_risk_term_read("NMCAID_ORIGDIS_NEM65", &term) &&
				term.kind == MC_RISK_NEW_ENROLLEE && !term.medicaid && term.originally &&
				term.sex == 'M' && term.high == 65,
			"NMCAID_ORIGDIS_NEM65");
	test_ok(mc_risk_term_read("D10P", &term) && term.kind == MC_RISK_COUNT &&
				term.low == 10 && term.high > 1000,
			"D10P");
	test_ok(!mc_risk_term_read("F65", &term) &&
				!mc_risk_term_read("DIABETES_HF", &term) &&
				!mc_risk_term_read("D", &term) && !mc_risk_term_read("F65_60", &term),
			"names that need a definition");
	test_ok(mc_risk_hcc_read("HCC37", 5) == 37 && mc_risk_hcc_read("HCC", 3) == 0 &&
				mc_risk_hcc_read("HCC3x", 5) == 0,
			"numbers of HCCs");
	test_ok(mc_risk_scale(2497, 1000000, 1067000) == 2340 &&
				mc_risk_scale(5, 1, 10) == 1 && mc_risk_scale(-5, 1, 10) == -1 &&
				mc_risk_scale(4, 1, 10) == 0,
			"half is rounded away from zero");
}

static void
test_code_list(void)
{
	McListedCode slots[16] = {{0}};
	McCodeList list = {
		.slots = slots, .slot_count = 16, .from = {100, 200, 300}, .release_count = 3};

	mc_code_list_slot(&list, code("A00.0"))->billable = 7;
	mc_code_list_slot(&list, code("A00.1"))->billable = 1;
	mc_code_list_slot(&list, code("A00.2"))->billable = 4;
	mc_code_list_slot(&list, code("A00"))->heading = 7;
	test_ok(mc_code_status(&list, code("A00.0"), 100, 100) == MC_CODE_VALID,
			"valid always");
	test_ok(mc_code_status(&list, code("A00.1"), 199, 199) == MC_CODE_VALID &&
				mc_code_status(&list, code("A00.1"), 200, 200) == MC_CODE_RETIRED,
			"retired from the day of the next release");
	test_ok(mc_code_status(&list, code("A00.2"), 299, 299) == MC_CODE_NOT_YET &&
				mc_code_status(&list, code("A00.2"), 250, 350) == MC_CODE_VALID,
			"not yet valid; valid in a part of the days");
	test_ok(mc_code_status(&list, code("A00"), 250, 250) == MC_CODE_HEADING, "a heading");
	test_ok(mc_code_status(&list, code("A01"), 250, 250) == MC_CODE_UNKNOWN, "unknown");
	test_ok(mc_code_status(&list, code("A00.0"), 99, 99) == MC_CODE_UNCHECKED,
			"before the first release");
	test_ok(mc_code_first_day(&list, code("A00.2")) == 300 &&
				mc_code_first_day(&list, code("A00.0")) == MC_DAY_UNKNOWN,
			"first days");
}

int
main(void)
{
	test_host_init(&test);
	test_scores();
	test_problems();
	test_terms();
	test_code_list();
	test_host_reset(&test);
	return test_done();
}
