/*
 * hcpcs_csv_file_test.c
 *		Unit test of the reader of HCPCS Level II descriptions as CSV.
 *
 * With MEDCODE_DATA set, the official file under it is read as well.
 */
#include "load/hcpcs_csv_file.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "line_check.h"
#include "test_host.h"

#define HEADING "hcpcs_code,hcpcs_desc_type,hcpcs_description\n"

static const char *const sample = HEADING "A0021,Long,\"A service, long\"\n"
										  "A0021,Short,Service\n"
										  "V5364,Long,A screening\n"
										  "V5364,Short,\"Screen \"\"it\"\"\"\n";

static McReadStatus
read_csv(const char *content, size_t length, McLines *lines, unsigned *rows)
{
	McHcpcsCsvReader reader;
	McHcpcsCsvRow row;
	McReadStatus status;

	mc_hcpcs_csv_begin(&reader, content, length);
	while ((status = mc_hcpcs_csv_next(&reader, &row)) == MC_READ_ROW)
		++*rows;
	*lines = reader.lines;
	return status;
}

static void
test_rows(void)
{
	static const char *const wanted[] = {"2 A0021 A service, long|Service",
										 "4 V5364 A screening|Screen \"it\""};
	McHcpcsCsvReader reader;
	McHcpcsCsvRow row;
	unsigned i = 0;

	mc_hcpcs_csv_begin(&reader, sample, strlen(sample));
	while (mc_hcpcs_csv_next(&reader, &row) == MC_READ_ROW)
	{
		char found[100];
		size_t length = (size_t) sprintf(found, "%u %s ", row.line, row.code);

		length += mc_field_copy(&row.title, found + length);
		found[length++] = '|';
		length += mc_field_copy(&row.short_title, found + length);
		found[length] = '\0';
		test_ok(i < 2 && strcmp(found, wanted[i]) == 0, "row %s", found);
		i++;
	}
}

/* More than 200 lines, and a last code */
static void
test_long(const char *last, bool complete)
{
	char *text = malloc(300 * 40);
	char *to = text + sprintf(text, HEADING);
	McLines lines;
	unsigned rows = 0;

	for (int i = 0; i < 105; i++)
		to += sprintf(to, "A%04d,Long,Long\nA%04d,Short,Short\n", i, i);
	to += sprintf(to, "%s,Long,Long\n%s,Short,Short\n", last, last);
	test_ok((read_csv(text, (size_t) (to - text), &lines, &rows) == MC_READ_END) ==
				complete,
			"a long list that ends with %s is %s", last, complete ? "complete" : "cut");
	free(text);
}

int
main(void)
{
	const char *types = "code A0021 does not have a line Long and then a line Short";
	const char *fields = "the line does not have three fields";
	const char *code = "the first field is no HCPCS code";
	const char *no_short = "code A0021 has no line Short behind the line Long";

	check_accepts(read_csv, sample, 2, "a small list");
	test_rows();
	check_refuses(read_csv, sample, HEADING, "", 1,
				  "the line does not name code, type and description");
	check_refuses(read_csv, sample, "A0021,Long", "A0021,Short", 2, types);
	check_refuses(read_csv, sample, "A0021,Short", "A0021,Long", 3, types);
	check_refuses(read_csv, sample, "A0021,Short", "A0022,Short", 2, no_short);
	check_refuses(read_csv, sample, "A0021,Long", "A021,Long", 2, code);
	check_refuses(read_csv, sample, "A0021,Long", "A002X,Long", 2, code);
	check_refuses(read_csv, sample, "A0021,Long", "A00211,Long", 2, code);
	check_refuses(read_csv, sample, "A0021,Short,Service", "A0021,Short", 3, fields);
	check_refuses(read_csv, sample, "Service", "Service,x", 3, fields);
	check_refuses(read_csv, sample, "long\"", "long", 2, fields);
	check_refuses(read_csv, sample, "Service", "", 3, "code A0021 has no description");
	check_refuses(read_csv, sample, "Service", "\"  \"", 3,
				  "code A0021 has no description");
	check_refuses(read_csv, sample,
				  "V5364,Long,A screening\nV5364,Short,\"Screen \"\"it\"\"\"",
				  "A0021,Long,x\nA0021,Short,x", 4, "code A0021 occurs a second time");
	check_refuses(read_csv, sample,
				  "V5364,Long,A screening\nV5364,Short,\"Screen \"\"it\"\"\"",
				  "A0020,Long,x\nA0020,Short,x", 4, "code A0020 is out of order");
	check_refuses(read_csv, HEADING, "", "", 1, "no code follows the heading");
	check_cuts(read_csv, sample, "3 5");
	test_long("V5364", true);
	test_long("V2799", false);

	test_ok(mc_hcpcs_csv_recognise(sample, strlen(sample)), "recognised");
	test_ok(!mc_hcpcs_csv_recognise("hcpcs_code,price,multi\n", 23) &&
				!mc_hcpcs_csv_recognise("", 0),
			"not recognised");
	check_official_file(read_csv, "hcpcs/hcpcs_level2_2024_july_descriptions.csv", false,
						8033);
	return test_done();
}
