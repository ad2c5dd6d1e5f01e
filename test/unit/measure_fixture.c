/*
 * measure_fixture.c
 *	  The measures of the starter, without a server, and values as text.
 */
#include "measure_fixture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "terminology_fixture.h"

#define MAX_FIELDS 12

typedef bool (*RowReader)(TestHost *host, McMeasures *measures, char **fields);

static McDecimal
Decimal(const char *text)
{
	McDecimal value = {0, 0};

	(void) mc_decimal_read(text, strlen(text), &value);
	return value;
}

static const char *
OrNull(const char *text)
{
	return *text == '\0' ? NULL : text;
}

/* measure, title, class, unit, decimals, lowest, highest, out_of */
static bool
ReadMeasure(TestHost *host, McMeasures *measures, char **fields)
{
	int class = mc_measure_class(fields[2]);
	McMeasure measure = {
		.name = fields[0],
		.class = (McMeasureClass) class,
		.unit = OrNull(fields[3]),
		.decimals = (unsigned) atoi(fields[4]),
		.lowest = Decimal(fields[5]),
		.highest = Decimal(fields[6]),
		.out_of = (uint32_t) atoi(fields[7]),
	};

	return class >= 0 && mc_measures_add(&host->host, measures, &measure);
}

/* phrase, measure, second, letter_case */
static bool
ReadName(TestHost *host, McMeasures *measures, char **fields)
{
	return mc_measures_add_name(&host->host, measures, fields[0], OrNull(fields[1]),
								OrNull(fields[2]), strcmp(fields[3], "capital") == 0);
}

/* measure, spelling, unit, bare, factor, divisor, addend, sub_unit, sub_parts */
static bool
ReadUnit(TestHost *host, McMeasures *measures, char **fields)
{
	McMeasureUnit unit = {
		.unit = fields[2],
		.bare = strcmp(fields[3], "t") == 0,
		.conversion = {Decimal(fields[4]), Decimal(fields[5]), Decimal(fields[6])},
		.sub_unit = OrNull(fields[7]),
		.sub_parts = (uint32_t) atoi(fields[8]),
	};

	return mc_measures_add_unit(&host->host, measures, fields[0], fields[1], &unit);
}

/* phrase, role */
static bool
ReadWord(TestHost *host, McMeasures *measures, char **fields)
{
	int role = mc_value_role(fields[1]);

	return role >= 0 &&
		   mc_measures_add_word(&host->host, measures, fields[0], (McValueRole) role);
}

size_t
measure_fixture(TestHost *host, McMeasures *measures)
{
	static const struct
	{
		const char *path;
		RowReader reader;
	} files[] = {
		{"data/starter/measure.tsv", ReadMeasure},
		{"data/starter/measure_name.tsv", ReadName},
		{"data/starter/measure_unit.tsv", ReadUnit},
		{"data/starter/measure_word.tsv", ReadWord},
	};
	size_t rows = 0;

	mc_measures_init(measures, &host->host);
	for (size_t i = 0; i < sizeof(files) / sizeof(*files); i++)
	{
		FILE *file = fopen(files[i].path, "r");
		char line[1024];
		char *fields[MAX_FIELDS];

		if (file == NULL)
			return 0;
		(void) fixture_read_row(file, line, sizeof(line), fields, MAX_FIELDS);
		while (fixture_read_row(file, line, sizeof(line), fields, MAX_FIELDS) > 0)
		{
			if (!files[i].reader(host, measures, fields))
			{
				fprintf(stderr, "%s: the row of \"%s\" cannot act\n", files[i].path,
						fields[0]);
				fclose(file);
				return 0;
			}
			rows++;
		}
		fclose(file);
	}
	mc_measures_finish(&host->host, measures);
	return rows;
}

/* "55-60" of two numbers */
static void
PrintNumbers(FILE *out, const McDecimal *numbers, unsigned n)
{
	for (unsigned i = 0; i < n; i++)
	{
		char printed[MC_DECIMAL_BUFSIZE];

		mc_decimal_print(numbers[i], printed);
		fprintf(out, "%s%s", i > 0 ? "-" : "", printed);
	}
}

static bool
IsConverted(const McValue *value)
{
	for (unsigned i = 0; i < value->amount.nnumbers; i++)
		if (mc_decimal_compare(value->normal[i], value->amount.number[i]) != 0)
			return true;
	return false;
}

static void
PrintValue(FILE *out, const McMeasures *measures, const McValue *value)
{
	const char *comparator = mc_comparator_name(value->comparator);
	const McMeasure *measure = &measures->list[value->measure];

	fputs(measure->name, out);
	if (value->kind != MC_VALUE_MEASUREMENT)
		fprintf(out, " %s", mc_value_kind_name(value->kind));
	fprintf(out, " %s", comparator ? comparator : "");
	PrintNumbers(out, value->amount.number, value->amount.nnumbers);
	if (value->amount.unit != MC_NO_UNIT)
		fprintf(out, " %s", measures->units[value->amount.unit].unit);
	if (value->has_normal && IsConverted(value))
	{
		fputs(" = ", out);
		PrintNumbers(out, value->normal, value->amount.nnumbers);
		fprintf(out, " %s", measure->unit);
	}
	if (value->measured.year > 0)
		fprintf(out, " @%04d", value->measured.year);
	if (value->measured.month > 0)
		fprintf(out, "-%02d", value->measured.month);
	if (value->measured.day > 0)
		fprintf(out, "-%02d", value->measured.day);
	if (value->issue != MC_VALUE_OK)
		fprintf(out, " !%s", mc_value_issue_name(value->issue));
}

const char *
measure_print(const McMeasures *measures, const McValues *values)
{
	static char text[8192];
	FILE *out = fmemopen(text, sizeof(text), "w");

	if (out == NULL)
		abort();
	if (values->count == 0)
		fputs("-", out);
	for (size_t i = 0; i < values->count; i++)
	{
		if (i > 0)
			fputs(" | ", out);
		PrintValue(out, measures, &values->list[i]);
	}
	fclose(out);
	return text;
}
