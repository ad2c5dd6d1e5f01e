/*
 * gem_file_test.c
 *		Unit test of the reader of the General Equivalence Mappings.
 *
 * With MEDCODE_DATA set, the official files under it are read as well.
 */
#include "load/gem_file.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "line_check.h"
#include "test_host.h"

static const char *const from_icd9cm = "0010  A000    00000\n"
									   "24901 E0865   10111\n"
									   "24901 E0965   10121\n"
									   "24901 E119    10112\n"
									   "36570 NoDx    11000\n"
									   "E8000 V05XXXA 10000\n"
									   "V9199 O30899  10000\n";

static const char *const from_icd10cm = "A000    0010  00000\n"
										"A021    0031  10111\n"
										"A021    99591 10112\n"
										"A1801   01500 10111\n"
										"A1801   01500 10121\n"
										"A1801   71148 10112\n"
										"R29700  NoDx  11000\n"
										"T8853XD v5889 10000\n"
										"V050XXA E8002 10000\n"
										"Z9989   V468  10000\n";

static McReadStatus
read_all(const char *content, size_t length, McGemDirection direction, McLines *lines,
		 unsigned *rows)
{
	McGemReader reader;
	McGemRow row;
	McReadStatus status;

	mc_gem_begin(&reader, content, length, direction);
	while ((status = mc_gem_next(&reader, &row)) == MC_READ_ROW)
		++*rows;
	*lines = reader.lines;
	return status;
}

static McReadStatus
read_icd9cm(const char *content, size_t length, McLines *lines, unsigned *rows)
{
	return read_all(content, length, MC_GEM_FROM_ICD9CM, lines, rows);
}

static McReadStatus
read_icd10cm(const char *content, size_t length, McLines *lines, unsigned *rows)
{
	return read_all(content, length, MC_GEM_FROM_ICD10CM, lines, rows);
}

/* The row of that number: source, target, approximate, combination, scenario, choice list */
static void
test_row(const char *content, McGemDirection direction, unsigned number,
		 const char *wanted)
{
	McGemReader reader;
	McGemRow row;
	char found[60] = "";

	mc_gem_begin(&reader, content, strlen(content), direction);
	while (mc_gem_next(&reader, &row) == MC_READ_ROW)
		if (row.line == number)
			sprintf(found, "%s %s %d%d%d%d", row.source, row.target, row.approximate,
					row.combination, row.scenario, row.choice_list);
	test_ok(strcmp(found, wanted) == 0, "line %u: %s (found %s)", number, wanted, found);
}

static void
test_damages(void)
{
	const char *width = "the line does not have 19 characters";
	const char *columns = "the line has no two codes and five digits in their columns";
	const char *combination = "columns 17 to 19 do not agree about a combination";

	check_refuses(read_icd9cm, from_icd9cm, "00000", "0000", 1, width);
	check_refuses(read_icd9cm, from_icd9cm, "00000", "000000", 1, width);
	check_refuses(read_icd9cm, from_icd9cm, "24901 E0865   10111", "", 2, width);
	check_refuses(read_icd9cm, from_icd9cm, "00000", "0000x", 1, columns);
	check_refuses(read_icd9cm, from_icd9cm, "A000    0", "A000   00", 1, columns);
	check_refuses(read_icd9cm, from_icd9cm, "0010  A000 ", "0010xxA000 ", 1, columns);
	check_refuses(read_icd9cm, from_icd9cm, "0010 ", "001x ", 1,
				  "columns 1 to 5 hold no ICD-9-CM code");
	check_refuses(read_icd9cm, from_icd9cm, "A000", "0000", 1,
				  "columns 7 to 13 hold no ICD-10-CM code");
	check_refuses(read_icd9cm, from_icd9cm, "A000", "a000", 1,
				  "columns 7 to 13 hold no ICD-10-CM code");
	check_refuses(read_icd9cm, from_icd9cm, "A000 ", "A00.0", 1,
				  "columns 7 to 13 hold no ICD-10-CM code");
	check_refuses(read_icd9cm, from_icd9cm, "00000", "20000", 1,
				  "columns 15 to 17 are not all 0 or 1");
	check_refuses(read_icd9cm, from_icd9cm, "00000", "02000", 1,
				  "columns 15 to 17 are not all 0 or 1");
	check_refuses(read_icd9cm, from_icd9cm, "00000", "00200", 1,
				  "columns 15 to 17 are not all 0 or 1");
	check_refuses(read_icd9cm, from_icd9cm, "00000", "0-000", 1, columns);
	check_refuses(read_icd9cm, from_icd9cm, "NoDx ", "NoDxx", 5,
				  "column 16 does not agree with the target");
	check_refuses(read_icd9cm, from_icd9cm, "11000", "10000", 5,
				  "column 16 does not agree with the target");
	check_refuses(read_icd9cm, from_icd9cm, "A000    00000", "A000    11000", 1,
				  "column 16 does not agree with the target");
	check_refuses(read_icd9cm, from_icd9cm, "10111", "10011", 2, combination);
	check_refuses(read_icd9cm, from_icd9cm, "10111", "10101", 2, combination);
	check_refuses(read_icd9cm, from_icd9cm, "10111", "10110", 2, combination);
	check_refuses(read_icd9cm, from_icd9cm, "00000", "00010", 1, combination);
	check_refuses(read_icd9cm, from_icd9cm, "24901 E0965   10121", "24901 E0865   00111",
				  3, "code 249.01 is mapped the same way a second time");
	check_refuses(read_icd9cm, from_icd9cm, "36570", "24900", 5,
				  "code 249.00 is out of order");
	check_refuses(read_icd9cm, from_icd9cm, "24901 E0865   10111", "A000    0010  00000",
				  2, "the mapping goes in the other direction");

	check_refuses(read_icd10cm, from_icd10cm, "A021   ", "0021   ", 2,
				  "columns 1 to 7 hold no ICD-10-CM code");
	check_refuses(read_icd10cm, from_icd10cm, "0031", "A031", 2,
				  "columns 9 to 13 hold no ICD-9-CM code");
	check_refuses(read_icd10cm, from_icd10cm, "A021    99591 10112",
				  "A021    0031  10111", 3,
				  "code A02.1 is mapped the same way a second time");
	check_refuses(read_icd10cm, from_icd10cm, "A021    0031 ", "0031  A021   ", 2,
				  "the mapping goes in the other direction");
	check_refuses(read_icd10cm, from_icd10cm, "R29700", "A01000", 7,
				  "code A01.000 is out of order");
}

/* More than 200 mappings, from V codes or category Z99 as the last, or not */
static void
test_long(McGemDirection direction, const char *last, bool complete)
{
	char *text = malloc(300 * 20 + 1);
	char *to = text;
	McLines lines;
	unsigned rows = 0;
	McReadStatus status;

	for (int i = 0; i < 210; i++)
		to += direction == MC_GEM_FROM_ICD9CM
				  ? sprintf(to, "%03d   A000    10000\n", i)
				  : sprintf(to, "A%02d%d    0010  10000\n", i / 10, i % 10);
	to += sprintf(to, "%s\n", last);
	status = read_all(text, (size_t) (to - text), direction, &lines, &rows);
	test_ok((status == MC_READ_END) == complete &&
				(complete || lines.problem_line == 211),
			"a long list that ends with %s is %s", last, complete ? "complete" : "cut");
	free(text);
}

static void
test_many(void)
{
	char *text = malloc(1100 * 20 + 1);
	char *to = text;
	McLines lines;
	unsigned rows = 0;

	for (int i = 0; i < 1001; i++)
		to += sprintf(to, "0010  A%02d%X%X%X  10000\n", i / 100, i % 10, i / 10 % 10,
					  i / 100 % 10);
	test_ok(read_icd9cm(text, (size_t) (to - text), &lines, &rows) == MC_READ_BAD &&
				lines.problem_line == 1001,
			"a code with more than 1,000 mappings");
	free(text);
}

static void
test_recognised(const char *content, McGemDirection wanted, const char *what)
{
	size_t length = strlen(content);

	test_ok(mc_gem_recognise(content, length, MC_GEM_FROM_ICD9CM) ==
					(wanted == MC_GEM_FROM_ICD9CM) &&
				mc_gem_recognise(content, length, MC_GEM_FROM_ICD10CM) ==
					(wanted == MC_GEM_FROM_ICD10CM),
			"%s: direction %d", what, (int) wanted);
}

int
main(void)
{
	check_accepts(read_icd9cm, from_icd9cm, 7, "from ICD-9-CM");
	check_accepts(read_icd10cm, from_icd10cm, 10, "from ICD-10-CM");
	test_row(from_icd9cm, MC_GEM_FROM_ICD9CM, 1, "001.0 A00.0 0000");
	test_row(from_icd9cm, MC_GEM_FROM_ICD9CM, 3, "249.01 E09.65 1121");
	test_row(from_icd9cm, MC_GEM_FROM_ICD9CM, 4, "249.01 E11.9 1112");
	test_row(from_icd9cm, MC_GEM_FROM_ICD9CM, 5, "365.70  1000");
	test_row(from_icd9cm, MC_GEM_FROM_ICD9CM, 6, "E800.0 V05.XXXA 1000");
	test_row(from_icd9cm, MC_GEM_FROM_ICD9CM, 7, "V91.99 O30.899 1000");
	test_row(from_icd10cm, MC_GEM_FROM_ICD10CM, 3, "A02.1 995.91 1112");
	test_row(from_icd10cm, MC_GEM_FROM_ICD10CM, 7, "R29.700  1000");
	test_row(from_icd10cm, MC_GEM_FROM_ICD10CM, 8, "T88.53XD V58.89 1000");
	test_row(from_icd10cm, MC_GEM_FROM_ICD10CM, 9, "V05.0XXA E800.2 1000");
	test_damages();
	check_cuts(read_icd9cm, from_icd9cm, "1 2 3 4 5 6 7");
	check_cuts(read_icd10cm, from_icd10cm, "1 2 3 4 5 6 7 8 9 10");
	test_long(MC_GEM_FROM_ICD9CM, "V9199 O30899  10000", true);
	test_long(MC_GEM_FROM_ICD9CM, "V9010 O30899  10000", false);
	test_long(MC_GEM_FROM_ICD9CM, "E8000 O30899  10000", false);
	test_long(MC_GEM_FROM_ICD10CM, "Z9989   V468  10000", true);
	test_long(MC_GEM_FROM_ICD10CM, "Z9889   V468  10000", false);
	test_many();

	test_recognised(from_icd9cm, MC_GEM_FROM_ICD9CM, "from ICD-9-CM");
	test_recognised(from_icd10cm, MC_GEM_FROM_ICD10CM, "from ICD-10-CM");
	test_recognised("V050  V050    10000\r\n", MC_GEM_FROM_ICD9CM,
					"codes that both systems have, from ICD-9-CM");
	test_recognised("V050    V050  10000\r\n", MC_GEM_FROM_ICD10CM,
					"codes that both systems have, from ICD-10-CM");
	test_recognised("x\n0010  A000    00000\n0011  A001    00000\n", MC_GEM_FROM_ICD9CM,
					"a list whose first line is damaged");
	test_recognised("0010  Cholera 12345\n", MC_GEM_NONE, "titles of ICD-9-CM");
	test_recognised("", MC_GEM_NONE, "nothing");
	check_official_file(read_icd9cm, "icd9cm/2018_I9gem.txt", false, 24860);
	check_official_file(read_icd10cm, "icd9cm/2018_I10gem.txt", false, 81593);
	return test_done();
}
