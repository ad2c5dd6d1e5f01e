/*
 * icd9cm_file.c
 *		ICD-9-CM diagnosis codes, and reader of the list of their titles.
 */
#include "load/icd9cm_file.h"

#include <string.h>

#include "load/gem_file.h"

/* Columns, from 1 */
#define CODE_FIRST  1
#define CODE_LAST   5
#define TITLE_FIRST 7

/* Multiple gestation placenta status: the last one since FY2011 */
#define LAST_CATEGORY "V91"

/* The publisher's other list has titles cut to 24 characters. */
#define SHORT_TITLE 24

static bool
IsDigits(const char *text, size_t length)
{
	for (size_t i = 0; i < length; i++)
		if (text[i] < '0' || text[i] > '9')
			return false;
	return true;
}

bool
mc_icd9cm_print(const char *text, size_t length, char *buf)
{
	char first = (char) (length > 0 ? text[0] & ~0x20 : 0);
	bool external = first == 'E';
	bool letter = external || first == 'V';
	size_t dot = external ? 4 : 3;

	if (length < dot || length > MC_ICD9CM_MAX_LEN ||
		!IsDigits(text + letter, length - letter))
		return false;
	if (buf)
	{
		memcpy(buf, text, dot);
		if (letter)
			buf[0] = first;
		buf += dot;
		if (length > dot)
		{
			*buf++ = '.';
			memcpy(buf, text + dot, length - dot);
			buf += length - dot;
		}
		*buf = '\0';
	}
	return true;
}

/*
 * Is it a line of an order file: number, code, flag?  The number alone could be
 * an ICD-9-CM code.
 */
static bool
IsOrderLine(const McLine *line)
{
	if (line->length <= 16 || line->text[13] != ' ' || line->text[15] != ' ' ||
		(line->text[14] != '0' && line->text[14] != '1'))
		return false;
	for (int i = 6; i < 13; i++)
	{
		char c = line->text[i];

		if (!(c >= '0' && c <= '9') && !(c >= 'A' && c <= 'Z') && (c != ' ' || i < 9))
			return false;
	}
	return IsDigits(line->text, CODE_LAST);
}

/* Length of the code in the first columns, or 0 if the line has none or no title */
static size_t
CodeLength(const McLine *line)
{
	size_t length = CODE_LAST;

	if (line->length < TITLE_FIRST || line->text[CODE_LAST] != ' ' ||
		line->text[TITLE_FIRST - 1] == ' ')
		return 0;
	while (length > 0 && line->text[length - 1] == ' ')
		length--;
	return mc_icd9cm_print(line->text, length, NULL) ? length : 0;
}

bool
mc_icd9cm_recognise(const char *content, size_t length)
{
	McLines lines;
	McLine line;
	uint32_t titles = 0;

	mc_lines_begin(&lines, content, length);
	while (mc_lines_glance(&lines, &line))
		titles += CodeLength(&line) > 0 && !IsOrderLine(&line) &&
				  mc_gem_direction(&line) == MC_GEM_NONE;
	return titles > lines.number / 2;
}

void
mc_icd9cm_begin(McIcd9cmReader *reader, const char *content, size_t length)
{
	memset(reader, 0, sizeof(*reader));
	mc_lines_begin(&reader->lines, content, length);
}

/* At the end: is the list whole, and the right one? */
static McReadStatus
Finish(McIcd9cmReader *reader)
{
	McLines *lines = &reader->lines;

	if (lines->number <= MC_LINE_SAMPLE_ROWS)
		return MC_READ_END;
	/* that of procedures has digits only, and ends here as well */
	if (strncmp(reader->last, LAST_CATEGORY, strlen(LAST_CATEGORY)) != 0)
		return mc_lines_refuse(
			lines, lines->number, NULL,
			"the list of diagnoses ends here, before category V91; the content is cut");
	if (reader->longest <= SHORT_TITLE)
		return mc_lines_refuse(lines, 0, NULL, "it has the short titles only");
	return MC_READ_END;
}

McReadStatus
mc_icd9cm_next(McIcd9cmReader *reader, McIcd9cmRow *row)
{
	McLines *lines = &reader->lines;
	McLine line;
	McReadStatus status = mc_lines_next(lines, &line);
	char code[MC_ICD9CM_MAX_LEN + 1] = "";
	size_t length;
	size_t width;

	if (status == MC_READ_END)
		return Finish(reader);
	if (status != MC_READ_ROW)
		return status;
	length = CodeLength(&line);
	row->title = mc_line_columns(&line, TITLE_FIRST, MC_LINE_MAX);
	if (length == 0 || row->title.length == 0 || IsOrderLine(&line) ||
		mc_gem_direction(&line) != MC_GEM_NONE)
		return mc_lines_refuse(
			lines, line.number, NULL,
			"the line has no ICD-9-CM code in columns 1 to 5 and title from column 7");
	memcpy(code, line.text, length);
	row->line = line.number;
	(void) mc_icd9cm_print(code, length, row->code);
	code[0] = row->code[0]; /* v01 is V01 a second time */
	if (strcmp(code, reader->last) == 0)
		return mc_lines_refuse(lines, line.number, row->code, "occurs a second time");
	if (strcmp(code, reader->last) < 0)
		return mc_lines_refuse(lines, line.number, row->code, "is out of order");
	memcpy(reader->last, code, sizeof(reader->last));
	width = mc_line_width(&line) - (TITLE_FIRST - 1);
	if (width > reader->longest)
		reader->longest = width;
	return MC_READ_ROW;
}
