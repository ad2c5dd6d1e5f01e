/*
 * value_test.c
 *	  Unit tests of values in notes.
 *
 * The cases are rows of value_cases.tsv, run with the measures and headers of the starter, as
 * a user would.  Paths are relative to the root of the repository.
 */
#include <stdio.h>
#include <string.h>

#include "measure_fixture.h"
#include "terminology_fixture.h"

#define CASES_FILE   "test/unit/value_cases.tsv"
#define HEADERS_FILE "data/starter/section_header.tsv"

static McMeasures measures;
static McHeaders headers;

/* \n and \t in a file of cases */
static void
Unescape(char *text)
{
	char *to = text;

	for (const char *p = text; *p != '\0'; p++)
	{
		if (p[0] == '\\' && (p[1] == 'n' || p[1] == 't'))
			*to++ = *++p == 'n' ? '\n' : '\t';
		else
			*to++ = *p;
	}
	*to = '\0';
}

static void
RunCases(void)
{
	FILE *file = fopen(CASES_FILE, "r");
	char line[4096];
	char *fields[3];
	unsigned ncases = 0;

	test_ok(file != NULL, "%s can be read", CASES_FILE);
	if (file == NULL)
		return;
	(void) fixture_read_row(file, line, sizeof(line), fields, 3);
	while (fixture_read_row(file, line, sizeof(line), fields, 3) == 3)
	{
		TestHost host;
		McDocument doc;
		McValues values;
		const char *printed;

		test_host_init(&host);
		Unescape(fields[0]);
		mc_document(&host.host, &headers, fields[0], strlen(fields[0]), &doc);
		mc_find_values(&host.host, &measures, &doc, &values);
		printed = measure_print(&measures, &values);
		test_ok(strcmp(printed, fields[1]) == 0, "%s: %s", fields[2], fields[0]);
		if (strcmp(printed, fields[1]) != 0)
			printf("#      got: %s\n# expected: %s\n", printed, fields[1]);
		test_host_reset(&host);
		ncases++;
	}
	fclose(file);
	test_ok(ncases >= 120, "%u cases", ncases);
}

static McDecimal
Decimal(const char *text)
{
	McDecimal value;

	test_ok(mc_decimal_read(text, strlen(text), &value), "%s is a number", text);
	return value;
}

static void
TestDecimals(void)
{
	static const char *const wrong[] = {
		"", ".", "1.2.3", "12345678901", "0.1234567890", "7a", "-1", "1,5"};
	static const struct
	{
		const char *value;
		const char *factor;
		const char *divisor;
		const char *addend;
		unsigned decimals;
		const char *result;
	} conversions[] = {
		{"210", "0.45359237", "1", "0", 1, "95.3"},
		{"53", "0.09148", "1", "2.152", 1, "7.0"},
		{"88.4", "1", "88.4", "0", 2, "1.00"},
		{"0.5", "1", "1", "0", 0, "0.5"}, /* an identity keeps what was written */
		{"1", "1", "8", "0", 2, "0.13"},  /* 0.125, half up */
		{"1", "0.5", "1", "0", 0, "1"},   /* 0.5, half up */
		{"70", "2.54", "1", "0", 4, "177.8000"},
		{"9999999999", "999999999.9", "0.0001", "0.0001", 4, NULL}, /* no overflow */
	};

	for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++)
	{
		McDecimal value;

		test_ok(!mc_decimal_read(wrong[i], strlen(wrong[i]), &value), "\"%s\" is none",
				wrong[i]);
	}
	for (size_t i = 0; i < sizeof(conversions) / sizeof(*conversions); i++)
	{
		McConversion c = {Decimal(conversions[i].factor), Decimal(conversions[i].divisor),
						  Decimal(conversions[i].addend)};
		char printed[MC_DECIMAL_BUFSIZE];

		test_ok(mc_conversion_is_valid(&c), "a valid conversion");
		mc_decimal_print(mc_decimal_convert(Decimal(conversions[i].value), &c,
											conversions[i].decimals),
						 printed);
		test_ok(conversions[i].result == NULL ||
					strcmp(printed, conversions[i].result) == 0,
				"%s becomes %s", conversions[i].value, printed);
	}
	test_ok(mc_decimal_compare(Decimal("7.20"), Decimal("7.2")) == 0, "7.20 is 7.2");
	test_ok(mc_decimal_compare(Decimal("7.19"), Decimal("7.2")) < 0, "7.19 is below 7.2");
}

/* Rows that cannot act are refused. */
static void
TestRows(TestHost *host)
{
	McMeasures few;
	McMeasure known = {.name = "x", .highest = {9, 0}};
	McMeasureUnit unit = {.unit = "u", .conversion = {{1, 0}, {0, 0}, {0, 0}}};

	mc_measures_init(&few, &host->host);
	test_ok(mc_measures_add(&host->host, &few, &known), "a measure");
	test_ok(!mc_measures_add(&host->host, &few, &known), "not twice");
	test_ok(!mc_measures_add_name(&host->host, &few, "x", "y", NULL, false),
			"no name of an unknown measure");
	test_ok(!mc_measures_add_name(&host->host, &few, " ", "x", NULL, false),
			"no name without a word");
	test_ok(
		!mc_measures_add_name(&host->host, &few, "a b c d e f g h i", "x", NULL, false),
		"no name of nine words");
	test_ok(!mc_measures_add_unit(&host->host, &few, "x", "u", &unit),
			"no division by zero");
}

int
main(void)
{
	TestHost host;

	test_host_init(&host);
	test_ok(measure_fixture(&host, &measures) > 0, "the rows of the starter can act");
	mc_headers_init(&host.host, &headers);
	test_ok(fixture_read_headers(&host, HEADERS_FILE, &headers) > 0, "headers");
	TestDecimals();
	TestRows(&host);
	RunCases();
	test_host_reset(&host);
	return test_done();
}
