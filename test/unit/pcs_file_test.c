/*
 * pcs_file_test.c
 *		Unit test of the ICD-10-PCS order file reader.
 *
 * With MEDCODE_DATA set, the official file under it is read as well.
 */
#include "load/pcs_file.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "line_check.h"
#include "test_host.h"

/* Columns 17 to 76, and the blank behind */
#define SHORT "A short title                                                "

static const char *const sample = "00001 001     0 " SHORT "A heading\n"
								  "00002 0016070 1 " SHORT "A long title\n"
								  "00003 0016071 1 " SHORT "A long title\n"
								  "00004 B00     0 " SHORT "A heading\n"
								  "00005 B00B0ZZ 1 " SHORT "A long title  \n";

static McReadStatus
read_pcs(const char *content, size_t length, McLines *lines, unsigned *rows)
{
	McPcsReader reader;
	McPcsRow row;
	McReadStatus status;

	mc_pcs_begin(&reader, content, length);
	while ((status = mc_pcs_next(&reader, &row)) == MC_READ_ROW)
		++*rows;
	*lines = reader.lines;
	return status;
}

static bool
is_field(const McField *field, const char *text)
{
	return field->length == strlen(text) && memcmp(field->text, text, field->length) == 0;
}

static void
test_rows(void)
{
	static const char *const codes[] = {"001", "0016070", "0016071", "B00", "B00B0ZZ"};
	static const char *const parents[] = {"", "001", "001", "", "B00"};
	McPcsReader reader;
	McPcsRow row;
	unsigned i = 0;
	bool good = true;

	mc_pcs_begin(&reader, sample, strlen(sample));
	while (good && mc_pcs_next(&reader, &row) == MC_READ_ROW)
	{
		good = i < 5 && strcmp(row.code, codes[i]) == 0 &&
			   strcmp(row.parent, parents[i]) == 0 &&
			   row.billable == (i != 0 && i != 3) && row.order == i + 1 &&
			   is_field(&row.short_title, "A short title") &&
			   is_field(&row.long_title, row.billable ? "A long title" : "A heading");
		i++;
	}
	test_ok(good && i == 5, "codes, parents, flags and titles");
}

static void
test_damages(void)
{
	const char *number = "columns 1 to 5 hold no order number";
	const char *order =
		"the order number in columns 1 to 5 is not the number of the line; "
		"lines are missing or out of order";
	const char *code = "columns 7 to 13 hold no ICD-10-PCS code";
	const char *columns = "columns 6, 14, 16 and 77 are not all blank";
	const char *childless =
		"code 001 is flagged as a heading, but no code follows under it";

	check_refuses(read_pcs, sample, "00002", "0000 ", 2, number);
	check_refuses(read_pcs, sample, "00002", "     ", 2, number);
	check_refuses(read_pcs, sample, "00002", "0000-", 2, number);
	check_refuses(read_pcs, sample, "00002", "00003", 2, order);
	check_refuses(read_pcs, sample, "00001", "00000", 1, order);
	check_refuses(read_pcs, sample, "A long", "A l\xC3\xB6ng", 2,
				  "a character is not printable ASCII");
	check_refuses(read_pcs, sample, "A long", "A\tlong", 2,
				  "a character is not printable ASCII");
	check_refuses(read_pcs, sample, SHORT "A long title", "A long title", 2,
				  "the line is too short");
	check_refuses(read_pcs, sample, "00002 ", "00002x", 2, columns);
	check_refuses(read_pcs, sample, "  A long", " xA long", 2, columns);
	check_refuses(read_pcs, sample, "0016070 1", "0016070x1", 2, columns);
	check_refuses(read_pcs, sample, "0016070 1 ", "0016070 1x", 2, columns);
	check_refuses(read_pcs, sample, "0016070", "001607O", 2, code); /* letter O */
	check_refuses(read_pcs, sample, "0016070", "001607I", 2, code);
	check_refuses(read_pcs, sample, "0016070", "001607 ", 2, code);
	check_refuses(read_pcs, sample, "0016070", "00160z0", 2, code);
	check_refuses(read_pcs, sample, "0016070", "0016 70", 2, code);
	check_refuses(read_pcs, sample, "0016070", "001 070", 2, code);
	check_refuses(read_pcs, sample, "0016070 1", "0016070 2", 2,
				  "column 15 is neither 0 (heading) nor 1 (billable code)");
	check_refuses(read_pcs, sample, "0016070 1", "0016070 0", 2,
				  "code 0016070 is flagged wrongly: headings have three characters, "
				  "codes seven");
	check_refuses(read_pcs, sample, "001     0", "001     1", 1,
				  "code 001 is flagged wrongly: headings have three characters, "
				  "codes seven");
	check_refuses(read_pcs, sample, "1 A short ", "1  short  ", 2,
				  "no short title begins in column 17");
	check_refuses(read_pcs, sample, "A long", " long ", 2,
				  "no long title begins in column 78");
	check_refuses(read_pcs, sample, "0016071", "0016070", 3,
				  "code 0016070 occurs a second time");
	check_refuses(read_pcs, sample, "0016071", "001606Z", 3,
				  "code 001606Z is out of order");
	check_refuses(read_pcs, sample, "0016070", "0026070", 2,
				  "code 0026070 does not stand under its heading");
	check_refuses(read_pcs, sample, "001     0", "0016000 1", 1,
				  "code 0016000 does not stand under its heading");
	check_refuses(read_pcs, sample, "0016070 1", "002     0", 1, childless);
	check_refuses(read_pcs, sample, "B00B0ZZ 1", "C00     0", 4,
				  "code B00 is flagged as a heading, but no code follows under it");
	check_refuses(read_pcs, sample, "B00", "C44", 5,
				  "code B00B0ZZ is out of order"); /* as a line of ICD-10-CM is */
}

/* A list of more than 200 lines, up to the section */
static void
test_long(char section, bool complete)
{
	char *text = malloc(300 * 120);
	char *to = text;
	unsigned n = 0;
	McLines lines;
	unsigned rows = 0;
	McReadStatus status;

	to += sprintf(to, "%05u 001     0 " SHORT "A heading\n", ++n);
	for (int i = 0; i < 230; i++)
		to += sprintf(to, "%05u 0010%03d 1 " SHORT "A long title\n", ++n, i);
	to += sprintf(to, "%05u %c00     0 " SHORT "A heading\n", ++n, section);
	to += sprintf(to, "%05u %c000000 1 " SHORT "A long title\n", ++n, section);
	status = read_pcs(text, (size_t) (to - text), &lines, &rows);
	test_ok((status == MC_READ_END) == complete && (complete || lines.problem_line == n),
			"a long list that ends in section %c is %s", section,
			complete ? "complete" : "cut");
	free(text);
}

static void
test_recognised(const char *content, bool wanted, const char *what)
{
	test_ok(mc_pcs_recognise(content, strlen(content)) == wanted, "%s: %s", what,
			wanted ? "recognised" : "not recognised");
}

int
main(void)
{
	check_accepts(read_pcs, sample, 5, "a small list");
	test_rows();
	test_damages();
	check_cuts(read_pcs, sample, "2 3 5");
	test_long('X', true);
	test_long('H', false);

	test_recognised(sample, true, "a list");
	test_recognised(strchr(sample, '\n') + 1, true, "a list without its first line");
	test_recognised("x\n00002 0016070 1 " SHORT "A long title\n", true,
					"a list whose first line is damaged");
	test_recognised("00001 B00     0 " SHORT "Herpes\n00002 B000    1 " SHORT "Eczema\n",
					false, "ICD-10-CM order file");
	test_recognised("00001 001     0 " SHORT "Bypass\n00002 B000    1 " SHORT
					"Eczema\n00003 B001    1 " SHORT "Dermatitis\n",
					false, "more codes of ICD-10-CM than of ICD-10-PCS");
	test_recognised("0000x 0016070 1 x\n", false, "no number");
	test_recognised("00001x0016070 1 x\n", false, "column 6 filled");
	test_recognised("00001 0016070x1 x\n", false, "column 14 filled");
	test_recognised("00001 0016070 2 x\n", false, "no flag");
	test_recognised("00001 0016070 1xx\n", false, "column 16 filled");
	test_recognised("00320 Localized salmonella infection\n", false, "ICD-9-CM titles");
	test_recognised("", false, "nothing");
	check_official_file(read_pcs, "icd10pcs/icd10pcs_order_2026.txt", false, 80029);
	return test_done();
}
