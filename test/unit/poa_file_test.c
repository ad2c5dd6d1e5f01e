/*
 * poa_file_test.c
 *		Unit test of the reader of the POA-exempt list.
 *
 * With MEDCODE_DATA set, the official file under it is read as well.
 */
#include "load/poa_file.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "line_check.h"
#include "test_host.h"

#define HEADING "Order26\tPOAexemptCode\tDescription\n"

static const char *const sample = HEADING "01238\tB90.0\tSequelae of a disease\n"
										  "02000\tC44.1\t\"A tumour, unspecified\"\n"
										  "02001\tC4A.1\t\"Merkel \"\"cells\"\", left\"\n"
										  "12000\tI10\tA disease\n"
										  "98181\tZ99.89\tDependence on machines\n";

static McReadStatus
read_poa(const char *content, size_t length, McLines *lines, unsigned *rows)
{
	McIcd10cm *seen = calloc(mc_poa_seen_size(length), sizeof(McIcd10cm));
	McPoaReader reader;
	McPoaRow row;
	McReadStatus status;

	mc_poa_begin(&reader, content, length, seen);
	while ((status = mc_poa_next(&reader, &row)) == MC_READ_ROW)
		++*rows;
	*lines = reader.lines;
	free(seen);
	return status;
}

static void
test_rows(void)
{
	static const char *const wanted[] = {
		"2 B90.0 Sequelae of a disease", "3 C44.1 A tumour, unspecified",
		"4 C4A.1 Merkel \"cells\", left", "5 I10 A disease",
		"6 Z99.89 Dependence on machines"};
	McIcd10cm *seen = calloc(mc_poa_seen_size(strlen(sample)), sizeof(McIcd10cm));
	McPoaReader reader;
	McPoaRow row;
	unsigned i = 0;

	mc_poa_begin(&reader, sample, strlen(sample), seen);
	while (mc_poa_next(&reader, &row) == MC_READ_ROW)
	{
		char found[200];
		char code[MC_ICD10CM_BUFSIZE];

		mc_icd10cm_print(row.code, code);
		sprintf(found, "%u %s %.*s", row.line, code, (int) row.title_length, row.title);
		test_ok(i < 5 && strcmp(found, wanted[i]) == 0, "row %s", found);
		i++;
	}
	free(seen);
}

static void
test_damages(void)
{
	const char *fields = "the line does not have three fields separated by tabs";
	const char *order = "the first field is no order number";
	const char *code = "the second field is no ICD-10-CM code";

	check_refuses(read_poa, sample, HEADING, "", 1,
				  "the line does not name order, POA-exempt code and title");
	check_refuses(read_poa, sample, "B90.0\tS", "B90.0 S", 2, fields);
	check_refuses(read_poa, sample, "disease\n", "disease\tx\n", 2, fields);
	check_refuses(read_poa, sample, "unspecified\"", "unspecified", 3, fields);
	check_refuses(read_poa, sample, "I10\tA disease", "", 5, fields);
	check_refuses(read_poa, sample, "12000\tI10\tA disease\n", "\n", 5, fields);
	check_refuses(read_poa, sample, "01238", "0123x", 2, order);
	check_refuses(read_poa, sample, "01238", "", 2, order);
	check_refuses(read_poa, sample, "01238", "100000", 2, order);
	check_refuses(read_poa, sample, "01238", "00000", 2, order);
	check_refuses(read_poa, sample, "B90.0", "90.0", 2, code);
	check_refuses(read_poa, sample, "B90.0", "", 2, code);
	check_refuses(read_poa, sample, "02001", "02000", 4,
				  "code C4A.1 has an order number that is not behind the one before");
	check_refuses(read_poa, sample, "02001", "01999", 4,
				  "code C4A.1 has an order number that is not behind the one before");
	check_refuses(read_poa, sample, "Z99.89", "B90.0", 6,
				  "code B90.0 occurs a second time");
	check_refuses(read_poa, sample, "A disease", "", 5, "code I10 has no title");
	check_refuses(read_poa, sample, "A disease", "A diseas\xE9", 5,
				  "a character is not well-formed UTF-8");
	check_refuses(read_poa, HEADING, "", "", 1, "no code follows the heading");
}

/* More than 200 codes and a last one */
static void
test_long(const char *last, bool complete)
{
	char *text = malloc(300 * 40);
	char *to = text + sprintf(text, HEADING);
	McLines lines;
	unsigned rows = 0;
	McReadStatus status;

	for (int i = 1; i <= 210; i++)
		to += sprintf(to, "%05d\tA%02d.%d\tA title\n", i, i / 10, i % 10);
	to += sprintf(to, "00999\t%s\tA title\n", last);
	status = read_poa(text, (size_t) (to - text), &lines, &rows);
	test_ok((status == MC_READ_END) == complete &&
				(complete || lines.problem_line == 212),
			"a long list that ends with %s is %s", last, complete ? "complete" : "cut");
	free(text);
}

/* year is -1 if the first line is not recognised */
static void
test_heading(const char *content, int year)
{
	size_t length = strlen(content);

	test_ok(mc_poa_recognise(content, length) == (year >= 0) &&
				mc_poa_year(content, length) == (year > 0 ? year : 0),
			"year %d from %.12s", year, content);
}

int
main(void)
{
	check_accepts(read_poa, sample, 5, "a small list");
	test_rows();
	test_damages();
	check_cuts(read_poa, sample, "2 3 4 5 6");
	test_long("Z99.89", true);
	test_long("Z98.89", false);

	test_heading(sample, 2026);
	test_heading("ORDER27\tPOAExempt\tDescription\r\n", 2027);
	test_heading("Order2026\tPOAexemptCode\tDescription\n", 2026);
	test_heading("Order\tPOAexemptCode\tDescription\n", 0);
	test_heading("Order26,POAexemptCode,Description\n", -1);
	test_heading("Order26\tCode\tDescription\n", -1);
	test_heading("Ordering\tPOAexemptCode\tDescription\n", -1);
	test_heading("01238\tB90.0\tA title\n", -1);
	test_heading("", -1);
	check_official_file(read_poa, "icd10cm/fy2026/POAexemptCodesFY26.txt", false, 38349);
	return test_done();
}
