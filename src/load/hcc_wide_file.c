/*
 * hcc_wide_file.c
 *		Reader of CMS's coefficients, all in one row.
 */
#include "load/hcc_wide_file.h"

#include <string.h>

/* Terms of HCCs that must stand in the first line: no other table has so many */
#define GLANCE 20

/* The end of the line that begins at p, without its line end */
static const char *
LineEnd(const char *p, const char *end)
{
	const char *newline = memchr(p, '\n', (size_t) (end - p));

	if (!newline)
		return end;
	return newline > p && newline[-1] == '\r' ? newline - 1 : newline;
}

/* The next field of a line; *at moves behind its comma */
static McField
NextField(const char **at, const char *end)
{
	const char *comma = memchr(*at, ',', (size_t) (end - *at));
	McField field = {*at, (size_t) ((comma ? comma : end) - *at), false};

	*at = comma ? comma + 1 : end;
	return field;
}

static bool
IsTerm(const McField *field)
{
	bool underscore = false;

	for (size_t i = 0; i < field->length; i++)
	{
		char c = field->text[i];

		underscore |= c == '_' && i > 0;
		if (!(c == '_' || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
			  (c >= 'a' && c <= 'z')))
			return false;
	}
	return underscore && field->length <= 60;
}

/* A number with at most six decimals */
static bool
IsNumber(const McField *field)
{
	size_t at = field->length > 0 && field->text[0] == '-';
	size_t dot = field->length;

	for (size_t i = at; i < field->length; i++)
	{
		if (field->text[i] == '.' && dot == field->length)
			dot = i;
		else if (field->text[i] < '0' || field->text[i] > '9')
			return false;
	}
	return field->length > at && dot - at <= 4 && field->length - dot <= 7 &&
		   field->length - at > (dot < field->length);
}

bool
mc_hcc_wide_recognise(const char *content, size_t length)
{
	const char *end = LineEnd(content, content + length);
	int hccs = 0;

	for (const char *at = content; at < end;)
	{
		McField field = NextField(&at, end);

		if (!IsTerm(&field))
			return false;
		for (size_t i = 0; i + 4 < field.length; i++)
			hccs += memcmp(field.text + i, "_HCC", 4) == 0;
	}
	return hccs >= GLANCE;
}

void
mc_hcc_wide_begin(McHccWideReader *reader, const char *content, size_t length)
{
	const char *end = content + length;

	memset(reader, 0, sizeof(*reader));
	mc_lines_begin(&reader->lines, content, length);
	reader->name = content;
	reader->name_end = LineEnd(content, end);
	reader->value = reader->name_end;
	while (reader->value < end && (*reader->value == '\r' || *reader->value == '\n'))
		reader->value++;
	reader->value_end = LineEnd(reader->value, end);
}

McReadStatus
mc_hcc_wide_next(McHccWideReader *reader, McHccWideRow *row)
{
	if (reader->name == reader->name_end && reader->value == reader->value_end &&
		reader->place > 0)
	{
		for (const char *at = reader->value_end; at < reader->lines.end; at++)
			if (*at != '\r' && *at != '\n')
				return mc_lines_refuse(&reader->lines, 3, NULL,
									   "more than a line of names and one of numbers");
		return MC_READ_END;
	}
	if (reader->name == reader->name_end || reader->value == reader->value_end)
		return mc_lines_refuse(
			&reader->lines, 2, NULL,
			"there are not as many numbers as names; the content is cut");
	row->place = ++reader->place;
	row->term = NextField(&reader->name, reader->name_end);
	row->number = NextField(&reader->value, reader->value_end);
	if (!IsTerm(&row->term))
		return mc_lines_refuse(&reader->lines, 1, NULL, "a name is not that of a term");
	if (!IsNumber(&row->number))
		return mc_lines_refuse(&reader->lines, 2, NULL,
							   "a number is missing or has more than six decimals");
	return MC_READ_ROW;
}
