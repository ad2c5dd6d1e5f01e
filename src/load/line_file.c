/*
 * line_file.c
 *		Lines of a publisher's file, and what readers of lines share.
 */
#include "load/line_file.h"

#include <stdio.h>
#include <string.h>

#include "text/utf8.h"

#define NO_BREAK_SPACE 0xA0

void
mc_lines_begin(McLines *lines, const char *content, size_t length)
{
	memset(lines, 0, sizeof(*lines));
	lines->next = content;
	lines->end = content + length;
	if (length >= 3 && memcmp(content, "\xEF\xBB\xBF", 3) == 0)
		lines->next += 3;
}

void
mc_lines_skip(McLines *lines, uint32_t number)
{
	McLine line;

	while (lines->number < number && mc_lines_next(lines, &line) == MC_READ_ROW)
		;
}

McReadStatus
mc_lines_refuse(McLines *lines, uint32_t line, const char *code, const char *problem)
{
	lines->problem_line = line;
	lines->problem = problem;
	(void) snprintf(lines->code, sizeof(lines->code), "%s", code ? code : "");
	return MC_READ_BAD;
}

void
mc_lines_problem(const McLines *lines, char *buf)
{
	const char *problem = lines->problem ? lines->problem : "nothing is wrong";

	if (lines->code[0] == '\0')
		(void) snprintf(buf, MC_LINE_PROBLEM_SIZE, "%s", problem);
	else
		(void) snprintf(buf, MC_LINE_PROBLEM_SIZE, "code %s %s", lines->code, problem);
}

McReadStatus
mc_lines_next(McLines *lines, McLine *line)
{
	const char *at = lines->next;

	if (at == lines->end)
		return lines->number > 0
				   ? MC_READ_END
				   : mc_lines_refuse(lines, 0, NULL, "the content is empty");
	lines->number++;
	line->text = at;
	line->number = lines->number;
	line->ascii = true;
	while (at < lines->end && *at != '\n')
	{
		int width;
		uint32_t c = mc_utf8_read(at, lines->end, &width);

		if (c == '\r')
		{
			if (at + 1 == lines->end)
				break;
			if (at[1] != '\n')
				return mc_lines_refuse(lines, lines->number, NULL,
									   "a carriage return is not at the end of the line");
			at++;
			continue;
		}
		/* U+FFFD: ill-formed, or lost in a conversion before */
		if (c == 0xFFFD)
			return mc_lines_refuse(lines, lines->number, NULL,
								   "a character is not well-formed UTF-8");
		if ((c < ' ' && c != '\t') || (c >= 0x7F && c < 0xA0))
			return mc_lines_refuse(lines, lines->number, NULL,
								   "a character is a control character");
		if (width > 1)
			line->ascii = false;
		at += width;
		if (at - line->text > MC_LINE_MAX)
			return mc_lines_refuse(lines, lines->number, NULL, "the line is too long");
	}
	if ((at == lines->end || *at != '\n') && !(lines->open_end && at == lines->end))
		return mc_lines_refuse(lines, lines->number, NULL,
							   "the line has no end; the content is cut");
	lines->next = at == lines->end ? at : at + 1;
	line->length = (size_t) (at - line->text);
	if (line->length > 0 && at[-1] == '\r')
		line->length--;
	return MC_READ_ROW;
}

bool
mc_lines_glance(McLines *lines, McLine *line)
{
	size_t rest = (size_t) (lines->end - lines->next);
	const char *newline = rest > 0 ? memchr(lines->next, '\n', rest) : NULL;

	if (rest == 0 || lines->number == MC_LINE_GLANCE)
		return false;
	line->text = lines->next;
	line->length = newline ? (size_t) (newline - lines->next) : rest;
	line->number = ++lines->number;
	line->ascii = true;
	lines->next += line->length + (newline ? 1 : 0);
	if (line->length > 0 && line->text[line->length - 1] == '\r')
		line->length--;
	return true;
}

/* Bytes of the white space at p; 0 if there is none */
static int
WhiteSpace(const char *p, const char *end)
{
	int width;
	uint32_t c = mc_utf8_read(p, end, &width);

	return c == ' ' || c == '\t' || c == NO_BREAK_SPACE ? width : 0;
}

/* The text between two places, without white space at its ends */
static McField
Trim(const char *from, const char *to)
{
	McField field = {from, 0, false};
	int width;

	while (field.text < to && (width = WhiteSpace(field.text, to)) > 0)
		field.text += width;
	for (const char *at = field.text; at < to; at += width)
	{
		(void) mc_utf8_read(at, to, &width);
		if (WhiteSpace(at, to) == 0)
			field.length = (size_t) (at + width - field.text);
	}
	return field;
}

size_t
mc_line_width(const McLine *line)
{
	const char *end = line->text + line->length;
	size_t count = 0;
	int width;

	if (line->ascii)
		return line->length;
	for (const char *at = line->text; at < end; at += width, count++)
		(void) mc_utf8_read(at, end, &width);
	return count;
}

/* The place in the line before the character of that column, or its end */
static const char *
Column(const McLine *line, unsigned column)
{
	const char *end = line->text + line->length;
	const char *at = line->text;
	int width;

	if (line->ascii)
		return column - 1 < line->length ? at + (column - 1) : end;
	for (unsigned i = 1; i < column && at < end; i++, at += width)
		(void) mc_utf8_read(at, end, &width);
	return at;
}

McField
mc_line_columns(const McLine *line, unsigned first, unsigned last)
{
	return Trim(Column(line, first), Column(line, last + 1));
}

int
mc_line_split(const McLine *line, char separator, McField *fields, int max)
{
	const char *at = line->text;
	const char *end = line->text + line->length;
	int count = 0;

	for (;;)
	{
		const char *start = at;

		if (count == max)
			return -1;
		if (at < end && *at == '"')
		{
			for (at++; at < end; at++)
			{
				if (*at != '"')
					continue;
				if (at + 1 < end && at[1] == '"')
					at++;
				else
					break;
			}
			if (at == end || (at + 1 < end && at[1] != separator))
				return -1;
			fields[count].text = start + 1;
			fields[count].length = (size_t) (at - start - 1);
			fields[count].quoted = true;
			at++;
		}
		else
		{
			while (at < end && *at != separator)
				at++;
			fields[count] = Trim(start, at);
		}
		count++;
		if (at == end)
			return count;
		at++;
	}
}

size_t
mc_field_copy(const McField *field, char *buf)
{
	const char *end = field->text + field->length;
	size_t length = 0;
	bool blank = false;

	for (const char *at = field->text; at < end;)
	{
		int width = WhiteSpace(at, end);

		if (width > 0)
		{
			blank = true;
			at += width;
			continue;
		}
		if (blank && length > 0)
			buf[length++] = ' ';
		blank = false;
		if (field->quoted && *at == '"')
			at++;
		buf[length++] = *at++;
	}
	return length;
}

bool
mc_field_is(const McField *field, const char *text)
{
	size_t i;

	for (i = 0; i < field->length && text[i] != '\0'; i++)
	{
		char c = field->text[i];

		if ((c >= 'A' && c <= 'Z' ? (char) (c - 'A' + 'a') : c) != text[i])
			return false;
	}
	return i == field->length && text[i] == '\0';
}

int
mc_digits(const char *text, size_t count)
{
	int value = 0;

	for (size_t i = 0; i < count; i++)
	{
		if (text[i] < '0' || text[i] > '9')
			return -1;
		value = value * 10 + (text[i] - '0');
	}
	return value;
}

int
mc_field_number(const McField *field)
{
	return field->length > 0 && field->length <= 9 ? mc_digits(field->text, field->length)
												   : -1;
}

bool
mc_day_is_valid(McDay day)
{
	static const int days[] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	bool leap = day.year % 4 == 0 && (day.year % 100 != 0 || day.year % 400 == 0);

	if (day.year < 1900 || day.year > 2199 || day.month < 1 || day.month > 12)
		return false;
	return day.day >= 1 && day.day <= days[day.month - 1] - (day.month == 2 && !leap);
}

bool
mc_field_day(const McField *field, McDay *day)
{
	size_t dash = field->length == 10;
	McField year = {field->text, 4, false};
	McField month = {field->text + 4 + dash, 2, false};
	McField number = {field->text + 6 + 2 * dash, 2, false};

	if (field->length != 8 + 2 * dash)
		return false;
	if (dash && (field->text[4] != '-' || field->text[7] != '-'))
		return false;
	day->year = mc_field_number(&year);
	day->month = mc_field_number(&month);
	day->day = mc_field_number(&number);
	return mc_day_is_valid(*day);
}
