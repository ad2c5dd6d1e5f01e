/*
 * hcpcs_file_test.c
 *		Unit test of the HCPCS Level II file reader.
 *
 * With MEDCODE_DATA set, the official file under it is read as well.
 */
#include "load/hcpcs_file.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "line_check.h"
#include "test_host.h"

#define WIDTH 320

/* As wide as the long description */
#define SHIFT                                  \
	"                                        " \
	"                                        "

static char sample[8000];

/* Write a record: pairs of column and text, ended by column 0. */
static char *
put_record(char *to, ...)
{
	va_list args;
	int column;

	memset(to, ' ', WIDTH);
	va_start(args, to);
	while ((column = va_arg(args, int)) > 0)
	{
		const char *text = va_arg(args, const char *);

		memcpy(to + column - 1, text, strlen(text));
	}
	va_end(args);
	strcpy(to + WIDTH, "\n");
	return to + WIDTH + 1;
}

static void
make_sample(void)
{
	char *to = sample;

	to += sprintf(to, "***Disclaimers\t\t\n\t\t\t\n*Not for sale.\xC2\xA0\t\t\n\n");
	to = put_record(to, 1, "   A1001007A dressing", 92, "Dressing", 230, "C", 269,
					"2002070120020701", 293, "N", 0);
	to = put_record(to, 1, "   ZA001007A modifier of two", 92, "Modifier", 230, "D", 269,
					"201601012018040120180331D", 0);
	to = put_record(to, 1, "   ZA002008lines", 0);
	to = put_record(to, 1, "A0021001003A service,  with", 92, "Service", 120, "0038", 128,
					"9", 129, "60-9", 147, "2049    4450.1", 171, "1862(a)(7)", 181,
					"140220", 205, "A0030     A0040", 230, "I", 231, "YY20080101", 253,
					"0088", 257, "O1A", 261, "DP", 266, "  7", 269, "1985010119960910",
					293, "N", 0);
	to = put_record(to, 1, "A0021002004a long", 0);
	to = put_record(to, 1, "A0021003004\xC2\xB5g description", 0);
	(void) put_record(to, 1, "V5364001003A screening", 92, "Screening", 277, "20040101",
					  293, "N", 0);
}

static McReadStatus
read_hcpcs(const char *content, size_t length, McLines *lines, unsigned *rows)
{
	McHcpcsReader reader;
	McHcpcsRow *row = malloc(sizeof(McHcpcsRow));
	McReadStatus status;

	mc_hcpcs_begin(&reader, content, length);
	while ((status = mc_hcpcs_next(&reader, row)) == MC_READ_ROW)
		++*rows;
	*lines = reader.lines;
	free(row);
	return status;
}

/* Print what the reader made of a code: title, short title, dates, fields. */
static void
print_row(const char *code, char *to)
{
	McHcpcsReader reader;
	McHcpcsRow *row = malloc(sizeof(McHcpcsRow));

	*to = '\0';
	mc_hcpcs_begin(&reader, sample, strlen(sample));
	while (mc_hcpcs_next(&reader, row) == MC_READ_ROW)
	{
		if (strcmp(row->code, code) != 0)
			continue;
		to += sprintf(to, "%u%s %.*s/%.*s", row->line, row->modifier ? " modifier" : "",
					  (int) row->title_length, row->title, (int) row->short_title.length,
					  row->short_title.text);
		if (row->has_added)
			to += sprintf(to, " added %04d-%02d-%02d", row->added.year, row->added.month,
						  row->added.day);
		if (row->has_action_date)
			to += sprintf(to, " action %04d-%02d-%02d", row->action_date.year,
						  row->action_date.month, row->action_date.day);
		if (row->has_terminated)
			to += sprintf(to, " until %04d-%02d-%02d", row->terminated.year,
						  row->terminated.month, row->terminated.day);
		for (const McHcpcsField *field = mc_hcpcs_fields; field->name; field++)
			for (unsigned i = 0; i < field->times; i++)
			{
				McField value = mc_hcpcs_value(row, field, i);

				if (value.length > 0)
					to += sprintf(to, " %s=%.*s", field->name, (int) value.length,
								  value.text);
			}
	}
	free(row);
}

static void
test_row(const char *code, const char *wanted)
{
	char found[2000];

	print_row(code, found);
	test_ok(strcmp(found, wanted) == 0, "%s: %s (found %s)", code, wanted, found);
}

static void
test_damages(void)
{
	const char *record =
		"columns 1 to 11 hold no HCPCS code with number and type of the record";
	const char *number = "code A0021 has a record whose number is not the next one; "
						 "lines are missing or out of order";
	const char *field = "code A0021 has a field that is neither blank nor the number or "
						"date that belongs there";
	const char *width = "code A1 has a record that is too short or too long";

	check_refuses(read_hcpcs, sample, "***Disclaimers\t\t", "A line", 1, record);
	check_refuses(read_hcpcs, sample, "   A1001007", "   A1001009", 5, record);
	check_refuses(read_hcpcs, sample, "   A1001007", "   A1x01007", 5, record);
	check_refuses(read_hcpcs, sample, "   A1001007", "  A1 001007", 5, record);
	check_refuses(read_hcpcs, sample, "   A1001007", "   A1001003", 5, record);
	check_refuses(read_hcpcs, sample, "A0021001003", "A0021001007", 8, record);
	check_refuses(read_hcpcs, sample, "A0021001003", "a0021001003", 8, record);
	check_refuses(read_hcpcs, sample, "A0021001003", "A002X001003", 8, record);
	check_refuses(read_hcpcs, sample, "A0021001003", "A002-001003", 8, record);
	check_refuses(read_hcpcs, sample, "A0021001003", "10021001003", 8, record);
	check_refuses(read_hcpcs, sample, "A0021001003", "A002100-003", 8, record);
	check_refuses(read_hcpcs, sample, "A0021001003A service", "A0021001003\nA service", 8,
				  "code A0021 has a record that is too short or too long");
	check_refuses(read_hcpcs, sample, "A0021002004", "A00210\nA0021002004", 9, record);
	check_refuses(read_hcpcs, sample, "a long", SHIFT SHIFT SHIFT SHIFT "a long", 9,
				  "code A0021 is continued with more than a description");
	check_refuses(read_hcpcs, sample, "V5364001003", "\nV5364001003", 11, record);
	check_refuses(read_hcpcs, sample, "A0021001003", "A0021002003", 8, number);
	check_refuses(read_hcpcs, sample, "A0021002004", "A0021003004", 9, number);
	check_refuses(read_hcpcs, sample, "A0021003004", "A0021004004", 10, number);
	check_refuses(read_hcpcs, sample, "A0021001003", "A0021001004", 8,
				  "code A0021 is continued without its first record");
	check_refuses(read_hcpcs, sample, "A0021002004", "A0022002004", 9,
				  "code A0022 is continued without its first record");
	check_refuses(read_hcpcs, sample, "A0021002004", "A0021002003", 9,
				  "code A0021 occurs a second time");
	check_refuses(read_hcpcs, sample, "   ZA001007", "   A1001007", 6,
				  "code A1 occurs a second time");
	check_refuses(read_hcpcs, sample, "   A1001007", "   ZB001007", 6,
				  "code ZA is out of order");
	check_refuses(read_hcpcs, sample, "V5364001003", "A0001001003", 11,
				  "code A0001 is out of order");
	check_refuses(read_hcpcs, sample, "A dressing", "          ", 5,
				  "code A1 has no long description in columns 12 to 91");
	check_refuses(read_hcpcs, sample, "Dressing", "        ", 5,
				  "code A1 has no short description in columns 92 to 119");
	check_refuses(read_hcpcs, sample, "20020701", "20020732", 5,
				  "code A1 has no date in columns 269 to 276");
	check_refuses(read_hcpcs, sample, "19960910", "1996091 ", 8,
				  "code A0021 has no date in columns 277 to 284");
	check_refuses(read_hcpcs, sample, "20180331", "20180229", 6,
				  "code ZA has no date in columns 285 to 292");
	check_refuses(read_hcpcs, sample, "2002070120020701", "                ", 5,
				  "code A1 has neither a date added nor a date of its last action");
	check_refuses(read_hcpcs, sample, "        N ", "          ", 5,
				  "code A1 has no action in column 293");
	check_refuses(read_hcpcs, sample, "20080101", "20089901", 8, field);
	check_refuses(read_hcpcs, sample, "  71985", "  x1985", 8, field);
	check_refuses(read_hcpcs, sample, "A dressing", "A big dressing and more", 5,
				  width); /* shifted */
	check_refuses(read_hcpcs, sample, "a long  ", "a long\n ", 10,
				  record); /* cut in two */
	check_refuses(read_hcpcs, sample, "a long" SHIFT, SHIFT "a long", 9,
				  "code A0021 is continued with more than a description");
	check_refuses(read_hcpcs, sample, "a long", SHIFT "a long", 9,
				  "code A0021 is continued with more than a description");
}

/* More than 200 codes, up to the last one */
static void
test_long(const char *last, bool complete)
{
	char *text = malloc(300 * (WIDTH + 1));
	char *to = text;
	McLines lines;
	unsigned rows = 0;
	McReadStatus status;

	for (int i = 0; i < 210; i++)
	{
		char start[40];

		sprintf(start, "A%04d001003Long", i);
		to = put_record(to, 1, start, 92, "Short", 269, "19850101", 293, "N", 0);
	}
	to = put_record(to, 1, last, 92, "Short", 269, "19850101", 293, "N", 0);
	status = read_hcpcs(text, (size_t) (to - text), &lines, &rows);
	test_ok((status == MC_READ_END) == complete &&
				(complete || lines.problem_line == 211),
			"a long list that ends with %.5s is %s", last, complete ? "complete" : "cut");
	free(text);
}

/* A description of many records */
static void
test_many_records(int records, bool accepted)
{
	char *text = malloc(100 * (WIDTH + 1));
	char *to =
		put_record(text, 1, "A0001001003Long", 92, "Short", 269, "19850101", 293, "N", 0);
	McLines lines;
	unsigned rows = 0;
	McReadStatus status;

	for (int i = 2; i <= records; i++)
	{
		char start[100];

		sprintf(
			start, "A0001%03d004%s", i,
			"a full part of the description, which reaches from column 12 to column 91 of it.");
		to = put_record(to, 1, start, 0);
	}
	status = read_hcpcs(text, (size_t) (to - text), &lines, &rows);
	test_ok((status == MC_READ_END) == accepted, "a description of %d records", records);
	free(text);
}

static void
test_recognised(const char *content, bool wanted, const char *what)
{
	test_ok(mc_hcpcs_recognise(content, strlen(content)) == wanted, "%s: %s", what,
			wanted ? "recognised" : "not recognised");
}

int
main(void)
{
	char damaged[8000];

	make_sample();
	check_accepts(read_hcpcs, sample, 4, "a small list");
	test_row("A1", "5 modifier A dressing/Dressing added 2002-07-01 action 2002-07-01 "
				   "coverage=C action=N");
	test_row("ZA", "6 modifier A modifier of two lines/Modifier added 2016-01-01 action "
				   "2018-04-01 until 2018-03-31 coverage=D action=D");
	test_row("A0021",
			 "8 A service, with a long \xC2\xB5g description/Service added 1985-01-01 "
			 "action 1996-09-10 pricing=00 pricing=38 multiple_pricing=9 "
			 "coverage_issues_manual=60-9 carriers_manual=2049 carriers_manual=4450.1 "
			 "statute=1862(a)(7) lab_certification=140 lab_certification=220 "
			 "cross_reference=A0030 cross_reference=A0040 coverage=I "
			 "asc_payment_group=YY asc_payment_group_effective=20080101 "
			 "processing_note=0088 betos=O1A type_of_service=D type_of_service=P "
			 "anesthesia_base_units=7 action=N");
	test_row("V5364", "11 A screening/Screening action 2004-01-01 action=N");
	test_damages();
	/* behind 6 and 8 the description lacks a part, but nothing tells that */
	check_cuts(read_hcpcs, sample, "5 6 7 8 9 10 11");
	check_refuses(read_hcpcs, "\t\n\n", "", "", 2, "there is no record");
	test_long("V5364001003Long", true);
	test_long("V5200001003Long", false);
	test_many_records(50, true);
	test_many_records(51, false);

	test_recognised(sample, true, "a list");
	test_recognised(strstr(sample, "A0021"), true, "a list without its beginning");
	strcpy(damaged, sample);
	memcpy(strchr(damaged, '*'), "\xA0\x99", 2);
	test_recognised(damaged, true, "Windows-1252");
	test_recognised("A0021001003A service\n", false, "short lines");
	test_recognised(SHIFT SHIFT SHIFT SHIFT "A long line\n", false, "long lines");
	test_recognised("hcpcs_code,price\nA0021,00\n", false, "separated by commas");
	test_recognised("", false, "nothing");
	check_official_file(read_hcpcs, "hcpcs/raw_official/HCPC2019_CONTR_ANWEB.txt", true,
						6800);
	return test_done();
}
