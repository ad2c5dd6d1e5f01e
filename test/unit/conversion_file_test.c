/*
 * conversion_file_test.c
 *		Unit test of the conversion table reader.
 *
 * With MEDCODE_DATA set, the official file under it is read as well.
 */
#include "load/conversion_file.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "line_check.h"
#include "test_host.h"

#define COMMAS "current_code,effective,previous_codes\n"
#define TABS   "Current code assignment\tEffective\tPrevious Code(s) Assignment\n"

static const char *const sample = COMMAS "A04.71,2017,A04.7\n"
										 "O44.20,2016,O44.00\n"
										 "O44.20,2016,O44.00\n"
										 "W453XXA,2025,W45.8XXA\n"
										 "Z3A.1,2023-04-01 00:00:00,None\n";

static McReadStatus
read_table(const char *content, size_t length, McLines *lines, unsigned *rows)
{
	McConversionReader reader;
	McConversionRow row;
	McReadStatus status;

	mc_conversion_begin(&reader, content, length);
	while ((status = mc_conversion_next(&reader, &row)) == MC_READ_ROW)
		++*rows;
	*lines = reader.lines;
	return status;
}

/* Print the record of a line: code, day, previous codes, what is odd. */
static void
print_record(const char *content, unsigned line, char *to)
{
	McConversionReader reader;
	McConversionRow row;

	*to = '\0';
	mc_conversion_begin(&reader, content, strlen(content));
	while (mc_conversion_next(&reader, &row) == MC_READ_ROW)
	{
		char first[MC_ICD10CM_BUFSIZE];
		char last[MC_ICD10CM_BUFSIZE];

		if (row.line != line)
			continue;
		mc_icd10cm_print(row.code, first);
		to += sprintf(to, "%s %04d-%02d-%02d", first, row.effective.year,
					  row.effective.month, row.effective.day);
		for (int i = 0; i < row.count; i++)
		{
			mc_icd10cm_print(row.previous[i].first, first);
			mc_icd10cm_print(row.previous[i].last, last);
			to += strcmp(first, last) == 0 ? sprintf(to, " %s", first)
										   : sprintf(to, " %s-%s", first, last);
		}
		to += sprintf(to, "%s%s", row.repeated ? " repeated" : "",
					  row.unreadable ? " unreadable" : "");
	}
}

static void
test_record(const char *content, unsigned line, const char *wanted)
{
	char found[2000];

	print_record(content, line, found);
	test_ok(strcmp(found, wanted) == 0, "line %u: %s (found %s)", line, wanted, found);
}

/* The previous codes, as the publisher writes them, and what they are */
static void
test_previous(const char *previous, const char *wanted)
{
	char content[1000];
	char found[2000];

	sprintf(content, TABS "I10\t2025\t%s\n", previous);
	print_record(content, 2, found);
	test_ok(strncmp(found, "I10 2025-10-01", 14) == 0 && strcmp(found + 14, wanted) == 0,
			"\"%s\" is%s (found %s)", previous, wanted, found);
}

/* The second field, and the first day of service */
static void
test_effective(const char *effective, const char *day)
{
	char content[200];
	char wanted[60] = "";

	sprintf(content, COMMAS "I10,%s,I11\n", effective);
	if (day)
		sprintf(wanted, "I10 %s I11", day);
	test_record(content, 2, wanted);
}

static void
test_damages(void)
{
	const char *heading =
		"the line does not name current code, effective and previous codes";
	const char *fields = "the line does not have three fields";
	const char *code = "the first field is no ICD-10-CM code";

	check_refuses(read_table, sample, COMMAS, "", 1, heading);
	check_refuses(read_table, sample, "previous_codes", "codes", 1, heading);
	check_refuses(read_table, sample, "effective", "since", 1, heading);
	check_refuses(read_table, sample, "A04.71,2017,A04.7", "A04.71,2017", 2, fields);
	check_refuses(read_table, sample, "A04.71,2017,A04.7", "A04.71,2017,A04.7,A04.8", 2,
				  fields);
	check_refuses(read_table, sample, "A04.71,2017,A04.7", "A04.71\t2017\tA04.7", 2,
				  fields);
	check_refuses(read_table, sample, "A04.71,2017,A04.7", "", 2, fields);
	check_refuses(read_table, sample, "A04.71,", "04.71,", 2, code);
	check_refuses(read_table, sample, "A04.71,", ",", 2, code);
	check_refuses(read_table, sample, "2017", "17", 2,
				  "code A04.71 has neither a year nor a date in the second field");
	check_refuses(read_table, sample, "2023-04-01", "2023-04-31", 6,
				  "code Z3A.1 has neither a year nor a date in the second field");
	check_refuses(read_table, sample, "None", "N\xF6ne", 6,
				  "a character is not well-formed UTF-8");
	check_refuses(read_table, COMMAS, "", "", 1, "no record follows the heading");
}

/* More than 200 records and a last one */
static void
test_long(const char *last, bool complete)
{
	char *text = malloc(300 * 40);
	char *to = text + sprintf(text, COMMAS);
	McLines lines;
	unsigned rows = 0;
	McReadStatus status;

	for (int i = 1; i <= 210; i++)
		to += sprintf(to, "A%02d.%d,2020,A00\n", i / 10, i % 10);
	to += sprintf(to, "%s,2020,A00\n", last);
	status = read_table(text, (size_t) (to - text), &lines, &rows);
	test_ok((status == MC_READ_END) == complete &&
				(complete || lines.problem_line == 212),
			"a long table that ends with %s is %s", last, complete ? "complete" : "cut");
	free(text);
}

static void
test_recognised(const char *content, bool wanted, const char *what)
{
	test_ok(mc_conversion_recognise(content, strlen(content)) == wanted, "%s: %s", what,
			wanted ? "recognised" : "not recognised");
}

int
main(void)
{
	char many[1000] = "";

	check_accepts(read_table, sample, 5, "a small table");
	test_record(sample, 2, "A04.71 2017-10-01 A04.7");
	test_record(sample, 3, "O44.20 2016-10-01 O44.00");
	test_record(sample, 4, "O44.20 2016-10-01 O44.00 repeated");
	test_record(sample, 5, "W45.3XXA 2025-10-01 W45.8XXA");
	test_record(sample, 6, "Z3A.1 2023-04-01");

	test_previous("C50.919, C50.929", " C50.919 C50.929");
	test_previous("S20.211A; S20.212A; S20.219A", " S20.211A S20.212A S20.219A");
	test_previous("M93.001 & M93.002", " M93.001 M93.002");
	test_previous("I63.011 AND I63.012", " I63.011 I63.012");
	test_previous("H02.201, H02.202, H02.204 and H02.205",
				  " H02.201 H02.202 H02.204 H02.205");
	test_previous("H35.20-H35.23", " H35.20-H35.23");
	test_previous("H35.20 - H35.23", " H35.20-H35.23");
	test_previous("H35.20\xE2\x80\x93H35.23", " H35.20-H35.23");
	test_previous("H35.20 \xE2\x80\x93 H35.23", " H35.20-H35.23");
	test_previous("H02.101-H02.106; H02.109", " H02.101-H02.106 H02.109");
	test_previous("H44.20-H44.23 and H35.051-H35.059", " H44.20-H44.23 H35.051-H35.059");
	test_previous("Codes in Categories T15-T19", " T15-T19");
	test_previous("K59.09 AND Code from categories T36-T50", " K59.09 T36-T50");
	test_previous("I63.- and P91.88", " I63 P91.88");
	test_previous("K31.89 and a code from R11-", " K31.89 R11");
	test_previous("\"J68.0, J68.9\"", " J68.0 J68.9");
	test_previous("NONE", "");
	test_previous("", " unreadable");
	test_previous("and", " unreadable");
	test_previous("J68.0, unknown", " unreadable");
	test_previous("J68.0 or J68.9", " unreadable");
	test_previous("H35.23-H35.20", " unreadable");
	test_previous("H35.20-H35.21-H35.22", " unreadable");
	test_previous("-H35.20", " unreadable");
	test_previous("-", " unreadable");
	test_previous("I63.", " unreadable");
	test_previous("I63.-I65", " unreadable");
	test_previous("H35.20 -H35.23", " unreadable");
	test_previous("Codes", " unreadable"); /* has the shape of a code */
	for (int i = 0; i < 65; i++)
		strcat(many, "A00.0,");
	test_previous(many, " unreadable");

	test_effective("2025", "2025-10-01");
	test_effective("2020-04-01 00:00:00", "2020-04-01");
	test_effective("2020-04-01", "2020-04-01");
	test_effective("4/1/2020", "2020-04-01");
	test_effective("04/01/2020", "2020-04-01");
	test_effective("13/1/2020", NULL);
	test_effective("4/1", NULL);
	test_effective("4/1/2020/1", NULL);
	test_effective("2020-04-01 12:00:00", NULL);
	test_effective("1017", NULL);
	test_effective("", NULL);

	test_damages();
	check_cuts(read_table, sample, "2 3 4 5 6");
	test_long("Z99.89", true);
	test_long("Y99.8", false);

	test_recognised(sample, true, "commas");
	test_recognised(TABS, true, "tabs");
	test_recognised("\"Current code assignment\",\"Effective\",\"Previous Code(s) "
					"Assignment\"\r\n",
					true, "quotes");
	test_recognised("current_code;effective;previous_codes\n", false, "semicolons");
	test_recognised("code,effective,previous_codes\n", false, "another table");
	test_recognised("", false, "nothing");
	check_official_file(read_table, "icd10cm/fy2026/icd10cm_conversion_table_2026.csv",
						false, 5892);
	return test_done();
}
