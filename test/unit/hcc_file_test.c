/*
 * hcc_file_test.c
 *		Unit test of the readers of risk adjustment files.
 *
 * With MEDCODE_DATA set, the official files under it are read as well.
 */
#include <stdlib.h>
#include <string.h>

#include "line_check.h"
#include "load/hcc_edition.h"
#include "load/hcc_format_file.h"
#include "load/hcc_macro_file.h"
#include "load/hcc_table_file.h"
#include "load/hcc_wide_file.h"
#include "test_host.h"

static McHccTable table;

static McReadStatus
read_table(const char *content, size_t length, McLines *lines, unsigned *rows)
{
	McHccTableReader reader;
	McHccRow row;
	McReadStatus status;

	mc_hcc_table_begin(&reader, table, content, length);
	while ((status = mc_hcc_table_next(&reader, &row)) == MC_READ_ROW)
		++*rows;
	*lines = reader.lines;
	return status;
}

static McReadStatus
read_format(const char *content, size_t length, McLines *lines, unsigned *rows)
{
	McHccFormatReader reader;
	McHccFormatRow row;
	McReadStatus status;

	mc_hcc_format_begin(&reader, content, length);
	while ((status = mc_hcc_format_next(&reader, &row)) == MC_READ_ROW)
		++*rows;
	*lines = reader.lines;
	return status;
}

static McReadStatus
read_macro(const char *content, size_t length, McLines *lines, unsigned *rows)
{
	McHccMacroReader *reader = malloc(sizeof(McHccMacroReader));
	McHccRow row;
	McReadStatus status;

	mc_hcc_macro_begin(reader, table, content, length);
	while ((status = mc_hcc_macro_next(reader, &row)) == MC_READ_ROW)
		++*rows;
	*lines = reader->lines;
	free(reader);
	return status;
}

static McReadStatus
read_wide(const char *content, size_t length, McLines *lines, unsigned *rows)
{
	McHccWideReader reader;
	McHccWideRow row;
	McReadStatus status;

	mc_hcc_wide_begin(&reader, content, length);
	while ((status = mc_hcc_wide_next(&reader, &row)) == MC_READ_ROW)
		++*rows;
	*lines = reader.lines;
	return status;
}

static void
test_tables(void)
{
	static const char *const mapping = "diagnosis_code,cc,model_name\n"
									   "E119,38,CMS-HCC Model V28\n"
									   "I132,85,CMS-HCC ESRD Model V24\n";
	static const char *const edits =
		"icd10,edit_type,sex,age_min,age_max,action,cc_override,model_name,description\n"
		"D66,sex,2,,,override,112,CMS-HCC Model V28,\"a, b\"\n"
		"J42,age,,,17,invalid,,CMS-HCC Model V28,x\n";

	table = MC_HCC_MAPPING;
	check_accepts(read_table, mapping, 2, "a mapping");
	check_refuses(read_table, mapping, "E119", "E1", 2, "the line has no ICD-10-CM code");
	check_refuses(read_table, mapping, "85", "HCC", 3,
				  "the line has no number of an HCC");
	check_refuses(read_table, mapping, "Model V28", "Model", 2,
				  "the line names no model");
	check_refuses(read_table, mapping, ",38", "", 2,
				  "the line does not have as many fields as the first one");
	check_refuses(read_table, mapping, "cc", "hcc", 1,
				  "the line does not name the columns of the table");
	check_cuts(read_table, mapping, "2 3");
	table = MC_HCC_EDIT;
	check_accepts(read_table, edits, 2, "edits");
	check_refuses(read_table, edits, "override,112", "invalid,112", 2,
				  "the action and the HCC do not agree");
	check_refuses(read_table, edits, ",2,", ",3,", 2, "the sex is neither 1 nor 2");
	check_refuses(read_table, edits, "17", "x", 3, "the age is no number of years");
	table = MC_HCC_HIERARCHY;
	check_refuses(read_table,
				  "cc_parent,cc_child,model_domain,model_version,model_fullname\n"
				  "8,9,CMS-HCC,V24,x\n",
				  ",9", ",8", 2, "an HCC takes out itself");
	table = MC_HCC_COEFFICIENT;
	check_refuses(
		read_table,
		"coefficient,value,model_domain,model_version\nCNA_HCC1,0.5,CMS-HCC,C28\n", "0.5",
		".", 2, "a number is missing or has more than six decimals");
}

static void
test_format(void)
{
	static const char *const sample = "B377\t2\t\nB377\t6\tD\nE119\t38\t\n";

	check_accepts(read_format, sample, 3, "CMS's mapping");
	check_refuses(read_format, sample, "6", "2", 2,
				  "code B37.7 has the same HCC a second time");
	check_refuses(read_format, sample, "E119", "A419", 3,
				  "code A41.9 is not in the order of codes");
	check_refuses(read_format, sample, "\tD", "\tX", 2, "the third field is not a D");
	check_refuses(read_format, sample, "38", "", 3,
				  "the second field is no number of an HCC");
}

static void
test_macros(void)
{
	static const char *const labels =
		"%MACRO V28L1;\n %* it's a comment;\n LABEL\n HCC1 =\"HIV \"\n HCC2 =\"Sepsis\"\n CC1=\"x\" ;\n%MEND V28L1;\n";
	static const char *const hierarchies =
		"%MACRO V28H1;\n%MACRO SET0(CC=, HIER= );\n IF HCC&CC=1 THEN x;\n%MEND SET0;\n"
		" /*Neo 1 */ %SET0(CC=17 , HIER=%STR(\n18, 19 ));\n%SET0(CC=5, HIER=%STR(4));\n%MEND V28H1;\n";
	static const char *const edits =
		"%MACRO V28ED(AGE=, SEX=, ICD10= );\n IF &SEX=\"2\" AND &ICD10 IN (\"D66\", \"D67\") THEN CC=\"112\";\n ELSE\n"
		" IF (&AGE < 6 OR &AGE > 18) AND &ICD10 = \"F3481\"\n THEN CC=\"-1.0\";\n"
		" %IF &SEDITS = 1 %THEN %DO;\n IF _X NE 1 THEN CC='-1.0';\n %END;\n%MEND V28ED;\n";

	table = MC_HCC_LABEL;
	test_ok(mc_hcc_macro_recognise(labels, strlen(labels), MC_HCC_LABEL) &&
				!mc_hcc_macro_recognise(labels, strlen(labels), MC_HCC_EDIT),
			"labels are recognised");
	check_accepts(read_macro, labels, 2, "labels");
	check_refuses(read_macro, labels, "HCC2 =", "HCC2 ", 5,
				  "a label is not written as NAME = \"text\"");
	check_refuses(read_macro, labels, "%MEND V28L1;\n", "", 7,
				  "the macro has no end; the content is cut");
	table = MC_HCC_HIERARCHY;
	check_accepts(read_macro, hierarchies, 3, "hierarchies");
	check_refuses(read_macro, hierarchies, "18, 19", "18, x", 6,
				  "a hierarchy is not written as %SET0(CC=n, HIER=%STR(n, n));");
	check_refuses(read_macro, hierarchies, "MACRO V28H1", "MACRO HIER", 1,
				  "the macro's name does not begin with that of a model");
	table = MC_HCC_EDIT;
	check_accepts(read_macro, edits, 4, "edits");
	check_refuses(read_macro, edits, "&AGE < 6", "&DOB < 6", 4,
				  "an edit is not one by age or sex of a list of codes");
	check_refuses(read_macro, edits, "\"D67\"", "\"D6\"", 2,
				  "an edit is not one by age or sex of a list of codes");
}

static void
test_wide(void)
{
	static const char *const sample =
		"CNA_HCC1,CNA_HCC2,CNA_HCC6,CNA_D1\n0.3,1,-0.125,0\n";

	check_accepts(read_wide, sample, 4, "coefficients");
	check_accepts(read_wide, "A_B\r\n1\r\n", 1, "one, with CRLF");
	check_refuses(read_wide, sample, ",0\n", "\n", 2,
				  "there are not as many numbers as names; the content is cut");
	check_refuses(read_wide, sample, "-0.125", "x", 2,
				  "a number is missing or has more than six decimals");
	check_refuses(read_wide, sample, "CNA_D1", "CNA D1", 1,
				  "a name is not that of a term");
}

static void
test_editions(void)
{
	static const struct
	{
		const char *release;
		const char *model;
		int first;
		int last;
	} names[] = {
		{"PY2026", "", 2026, 2026},
		{"V28-PY2024", "V28", 2024, 2024},
		{"ESRD-V24-PY2025", "ESRD V24", 2025, 2025},
		{"V28-PY2026-midyear", "V28", 2026, 2026},
		{"PY2020-PY2027", "", 2020, 2027},
		{"FY2026", NULL, 0, 0},
		{"V28", NULL, 0, 0},
		{"PY26", NULL, 0, 0},
		{"PY20261", NULL, 0, 0},
		{"site-PY2026", NULL, 0, 0},
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
	{
		McHccEdition edition;
		bool read = mc_hcc_edition_read(names[i].release, &edition);

		test_ok(read == (names[i].model != NULL) &&
					(!read || (strcmp(edition.model, names[i].model) == 0 &&
							   edition.first_year == names[i].first &&
							   edition.last_year == names[i].last)),
				"release %s", names[i].release);
	}
}

static void
check_file(CheckReader read, McHccTable kind, const char *path, unsigned rows)
{
	size_t length;
	char *content = check_official(path, false, &length);
	unsigned found = 0;
	McReadStatus status;
	McLines lines;

	if (!content)
		return;
	table = kind;
	status = read(content, length, &lines, &found);
	test_ok(status == MC_READ_END && found == rows, "%s has %u rows", path, found);
	free(content);
}

int
main(void)
{
	test_tables();
	test_format();
	test_macros();
	test_wide();
	test_editions();
	check_file(read_table, MC_HCC_MAPPING, "cms_hcc/tables/ra_dx_to_cc_2026.csv", 58985);
	check_file(read_table, MC_HCC_LABEL, "cms_hcc/tables/ra_labels_2026.csv", 783);
	check_file(read_format, MC_HCC_MAPPING, "cms_hcc/v28/F2824T1N.TXT", 8090);
	check_file(read_macro, MC_HCC_LABEL, "cms_hcc/v28/V28115L3.TXT", 115);
	check_file(read_macro, MC_HCC_HIERARCHY, "cms_hcc/v28/V28115H1.TXT", 149);
	check_file(read_macro, MC_HCC_EDIT, "cms_hcc/v28/V28I0ED1.TXT", 102);
	check_file(read_macro, MC_HCC_EDIT, "cms_hcc/v24/V24I0ED1.TXT", 18);
	check_file(read_wide, MC_HCC_COEFFICIENT, "cms_hcc/v28/V28hcccoefn.csv", 1271);
	return test_done();
}
