/*
 * reason_file_test.c
 *		Unit test of the reader of lists of reason and remark codes.
 *
 * With MEDCODE_DATA set, a real list under it is read as well.
 */
#include "load/reason_file.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "line_check.h"
#include "test_host.h"

#define HEADING                                                                      \
	"adj_code,adj_type,adj_description,adj_usage,adj_notes,adj_start_date,adj_last_" \
	"modified,adj_end_date\n"

static const char *const sample = HEADING
	"CO,Group,The provider bears it,,,,,\n"
	"16,CARC,\"Something is missing, or wrong\",\"At least one \"\"remark\"\"\",,1995-01-01,2020-03-01,\n"
	"15,CARC,A number is missing,,,1995-01-01,2017-11-01,2018-05-01\n"
	"MA130,RARC,Send a new claim,,a note,1997-01-01,,\n";

static McReadStatus
read_reasons(const char *content, size_t length, McLines *lines, unsigned *rows)
{
	McReasonReader reader;
	McReasonRow row;
	McReadStatus status;

	mc_reason_begin(&reader, content, length);
	while ((status = mc_reason_next(&reader, &row)) == MC_READ_ROW)
		++*rows;
	*lines = reader.lines;
	return status;
}

static void
test_rows(void)
{
	static const char *const wanted[] = {
		"2 0 CO The provider bears it|| 0-0-0 0-0-0",
		"3 1 16 Something is missing, or wrong|At least one \"remark\"| 1995-1-1 0-0-0",
		"4 1 15 A number is missing|| 1995-1-1 2018-5-1",
		"5 2 MA130 Send a new claim||a note 1997-1-1 0-0-0"};
	McReasonReader reader;
	McReasonRow row;
	unsigned i = 0;

	mc_reason_begin(&reader, sample, strlen(sample));
	for (; mc_reason_next(&reader, &row) == MC_READ_ROW; i++)
	{
		char text[3][100];
		char found[400];

		text[0][mc_field_copy(&row.title, text[0])] = '\0';
		text[1][mc_field_copy(&row.usage, text[1])] = '\0';
		text[2][mc_field_copy(&row.notes, text[2])] = '\0';
		sprintf(found, "%u %d %s %s|%s|%s %d-%d-%d %d-%d-%d", row.line, row.kind,
				row.code, text[0], text[1], text[2], row.start.year, row.start.month,
				row.start.day, row.end.year, row.end.month, row.end.day);
		test_ok(i < 4 && strcmp(found, wanted[i]) == 0, "row %s", found);
	}
	test_ok(i == 4, "four rows");
	test_ok(reader.newest.year == 2020 && reader.newest.month == 3,
			"the newest day is that of a change, not of an end announced");
}

/* A real list is complete, and a third of it is not. */
static void
test_list(void)
{
	size_t length;
	char *list = check_official("remit/carc_rarc_2024-06.csv", false, &length);
	const char *cut;
	McReadStatus status;
	McLines lines;
	unsigned rows = 0;

	if (list == NULL)
		return;
	status = read_reasons(list, length, &lines, &rows);
	test_ok(status == MC_READ_END && rows == 1581, "%u codes", rows);
	cut = memchr(list + length / 3, '\n', length / 3);
	status = read_reasons(list, (size_t) (cut - list) + 1, &lines, &rows);
	test_ok(status == MC_READ_BAD, "a list cut behind a line");
	free(list);
}

int
main(void)
{
	test_rows();
	test_ok(mc_reason_recognise(sample, strlen(sample)), "recognised");
	test_ok(!mc_reason_recognise("code,type\n", 10), "not another list");
	check_accepts(read_reasons, sample, 4, "the sample");
	check_refuses(read_reasons, sample, "adj_usage", "usage", 1,
				  "the line does not name the eight fields");
	check_refuses(read_reasons, sample, "15,CARC", "1.5,CARC", 4,
				  "the first field is no reason or remark code");
	check_refuses(read_reasons, sample, "15,CARC", "15,RARE", 4,
				  "code 15 is of a type other than Group, CARC and RARC");
	check_refuses(read_reasons, sample, "A number is missing", "", 4,
				  "code 15 has no description");
	check_refuses(read_reasons, sample, "2018-05-01", "2018-05-32", 4,
				  "code 15 has a date that is no day of the form YYYY-MM-DD");
	check_refuses(read_reasons, sample, "2018-05-01", "1995-01-01", 4,
				  "code 15 ends before it begins");
	check_refuses(read_reasons, sample, "2018-05-01", "2018-05-01,x", 4,
				  "the line does not have eight fields");
	check_cuts(read_reasons, sample, "3 4 5");
	test_list();
	return test_done();
}
