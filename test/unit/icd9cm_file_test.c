/*
 * icd9cm_file_test.c
 *		Unit test of ICD-9-CM codes and of the reader of their titles.
 *
 * With MEDCODE_DATA set, the official file under it is read as well.
 */
#include "load/icd9cm_file.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "line_check.h"
#include "test_host.h"

static const char *const sample = "042   A disease\n"
								  "25000 A disease, type II\n"
								  "25002 VALUE   x, of a disease\n"
								  "25003 Disease 1 of two\n"
								  "3860  M\xC3\xA9ni\xC3\xA8re's disease\n"
								  "E8000 An accident\n"
								  "V01   A contact\n"
								  "V9199 A status  \n";

static McReadStatus
read_titles(const char *content, size_t length, McLines *lines, unsigned *rows)
{
	McIcd9cmReader reader;
	McIcd9cmRow row;
	McReadStatus status;

	mc_icd9cm_begin(&reader, content, length);
	while ((status = mc_icd9cm_next(&reader, &row)) == MC_READ_ROW)
		++*rows;
	*lines = reader.lines;
	return status;
}

/* printed is NULL if the text is no code */
static void
test_code(const char *text, const char *printed)
{
	char buf[MC_ICD9CM_BUFSIZE] = "";
	bool is_code = mc_icd9cm_print(text, strlen(text), buf);

	test_ok(is_code == (printed != NULL) && (!printed || strcmp(buf, printed) == 0) &&
				mc_icd9cm_print(text, strlen(text), NULL) == is_code,
			"%s is %s", text, printed ? printed : "no code");
}

static void
test_rows(void)
{
	static const char *const codes[] = {"042",   "250.00", "250.02", "250.03",
										"386.0", "E800.0", "V01",    "V91.99"};
	McIcd9cmReader reader;
	McIcd9cmRow row;
	unsigned i = 0;
	bool good = true;

	mc_icd9cm_begin(&reader, sample, strlen(sample));
	while (good && mc_icd9cm_next(&reader, &row) == MC_READ_ROW)
	{
		good = i < 8 && strcmp(row.code, codes[i]) == 0 && row.line == i + 1;
		if (i == 4)
			good = good && row.title.length == strlen("M\xC3\xA9ni\xC3\xA8re's disease");
		if (i == 7)
			good = good && row.title.length == strlen("A status");
		i++;
	}
	test_ok(good && i == 8, "codes with dot, titles");
}

static void
test_damages(void)
{
	const char *shape =
		"the line has no ICD-9-CM code in columns 1 to 5 and title from column 7";

	check_refuses(read_titles, sample, "25000", "2500a", 2, shape);
	check_refuses(read_titles, sample, "25000 ", "250000", 2, shape);
	check_refuses(read_titles, sample, "25000 A disease, type II", "25000", 2, shape);
	check_refuses(read_titles, sample, "25000 A", "25000  ", 2, shape);
	check_refuses(read_titles, sample, "25000 A disease, type II", "25000 \t", 2, shape);
	check_refuses(read_titles, sample, "25000 A disease, type II", "25000 \xC2\xA0", 2,
				  shape); /* no-break space */
	check_refuses(read_titles, sample, "25000 A disease, type II", "", 2, shape);
	check_refuses(read_titles, sample, "25000 A disease, type II", "25000 E1165   10000",
				  2, shape); /* a mapping */
	check_refuses(read_titles, sample, "25000 A disease, type II",
				  "00002 E1165   1 A disease", 2, shape); /* an order file's */
	check_refuses(read_titles, sample, "25000 A", "A0000 A", 2, shape); /* ICD-10-CM */
	check_refuses(read_titles, sample, "25000", "042  ", 2,
				  "code 042 occurs a second time");
	check_refuses(read_titles, sample, "25000", "0419 ", 2, "code 041.9 is out of order");
	check_refuses(read_titles, sample, "V9199 A status  ", "v01   A contact", 8,
				  "code V01 occurs a second time");
	check_refuses(read_titles, sample, "V01  ", "E7999", 7,
				  "code E799.9 is out of order");
	check_refuses(read_titles, sample, "M\xC3\xA9ni", "M\xE9ni", 5,
				  "a character is not well-formed UTF-8");
}

/* A list of more than 200 codes and one more */
static void
test_long(const char *last, const char *title, const char *clause)
{
	char *text = malloc(300 * 100);
	char *to = text;
	McLines lines;
	unsigned rows = 0;
	char said[MC_LINE_PROBLEM_SIZE];
	McReadStatus status;

	for (int i = 0; i < 210; i++)
		to += sprintf(to, "%03d   %s\n", i, title);
	to += sprintf(to, "%-5s %s\n", last, title);
	status = read_titles(text, (size_t) (to - text), &lines, &rows);
	mc_lines_problem(&lines, said);
	test_ok((status == MC_READ_END) == (clause == NULL) &&
				(!clause || strcmp(said, clause) == 0),
			"a long list that ends with %s: %s", last, said);
	free(text);
}

static void
test_recognised(const char *content, bool wanted, const char *what)
{
	test_ok(mc_icd9cm_recognise(content, strlen(content)) == wanted, "%s: %s", what,
			wanted ? "recognised" : "not recognised");
}

int
main(void)
{
	const char *cut =
		"the list of diagnoses ends here, before category V91; the content is cut";

	test_code("042", "042");
	test_code("25000", "250.00");
	test_code("2500", "250.0");
	test_code("V01", "V01");
	test_code("V019", "V01.9");
	test_code("V9199", "V91.99");
	test_code("v5889", "V58.89"); /* so written in the mappings of 2018 */
	test_code("E800", "E800");
	test_code("E8000", "E800.0");
	test_code("", NULL);
	test_code("04", NULL);
	test_code("250000", NULL);
	test_code("V0", NULL);
	test_code("E80", NULL);
	test_code("E80000", NULL);
	test_code("M80", NULL);
	test_code("25X", NULL);
	test_code("250.0", NULL);
	test_code("E11", NULL);

	check_accepts(read_titles, sample, 8, "a small list");
	test_rows();
	test_damages();
	check_cuts(read_titles, sample, "1 2 3 4 5 6 7 8");
	test_long("V9199", "A title of more than twenty-four characters", NULL);
	test_long("V9199", "A short title", "it has the short titles only");
	test_long("V90", "A title of more than twenty-four characters", cut);
	test_long("9999", "A title of a procedure, which has no letters", cut);

	test_recognised(sample, true, "a list");
	test_recognised("x\n042   A disease\n0430  A disease\n", true,
					"a list whose first line is damaged");
	test_recognised("3860  M\xE9ni\xE8re's disease\n", true, "Windows-1252");
	test_recognised("0010  A000    00000\n0011  A001    00000\n", false, "mappings");
	test_recognised("00001 A00     0 Cholera\n", false, "order file");
	test_recognised("00001 001     0 Central Nervous System\n", false,
					"order file of procedures");
	test_recognised("042\tA disease\n", false, "separated by tabs");
	test_recognised("", false, "nothing");
	check_official_file(read_titles, "icd9cm/CMS32_DESC_LONG_DX.txt", true, 14567);
	return test_done();
}
