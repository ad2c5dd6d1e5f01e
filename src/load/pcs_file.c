/*
 * pcs_file.c
 *		Reader of the ICD-10-PCS order file.
 */
#include "load/pcs_file.h"

#include <string.h>

/* Columns, from 1 */
#define ORDER_FIRST 1
#define ORDER_LAST  5
#define CODE_FIRST  7
#define CODE_LAST   13
#define FLAG        15
#define SHORT_FIRST 17
#define SHORT_LAST  76
#define LONG_FIRST  78

/* The character in a column */
#define AT(line, column) ((line)->text[(column) -1])

/* The section that every edition since FY2016 ends with: new technology */
#define LAST_SECTION 'X'

static bool
IsDigits(const char *text, size_t length)
{
	for (size_t i = 0; i < length; i++)
		if (text[i] < '0' || text[i] > '9')
			return false;
	return true;
}

/* Characters of the code at text[0..7), which is filled up with blanks; 0 if it is none */
static size_t
CodeLength(const char *text)
{
	size_t length = 0;

	while (length < MC_PCS_CODE_LEN && ((text[length] >= '0' && text[length] <= '9') ||
										(text[length] >= 'A' && text[length] <= 'Z' &&
										 text[length] != 'I' && text[length] != 'O')))
		length++;
	for (size_t i = length; i < MC_PCS_CODE_LEN; i++)
		if (text[i] != ' ')
			return 0;
	return length == MC_PCS_HEADING_LEN || length == MC_PCS_CODE_LEN ? length : 0;
}

bool
mc_pcs_recognise(const char *content, size_t length)
{
	McLines lines;
	McLine line;
	int procedures = 0;
	int diseases = 0;

	mc_lines_begin(&lines, content, length);
	while (mc_lines_glance(&lines, &line))
	{
		if (line.length <= FLAG || !IsDigits(line.text, ORDER_LAST) ||
			AT(&line, ORDER_LAST + 1) != ' ' || AT(&line, CODE_LAST + 1) != ' ' ||
			(AT(&line, FLAG) != '0' && AT(&line, FLAG) != '1') ||
			AT(&line, FLAG + 1) != ' ')
			continue;
		if (IsDigits(&AT(&line, CODE_FIRST), 1))
			procedures++;
		else if (CodeLength(&AT(&line, CODE_FIRST)) == 0)
			diseases++;
	}
	return procedures > diseases;
}

void
mc_pcs_begin(McPcsReader *reader, const char *content, size_t length)
{
	memset(reader, 0, sizeof(*reader));
	mc_lines_begin(&reader->lines, content, length);
}

/* Split a line into the row; NULL, or what is wrong. */
static const char *
ReadLine(const McLine *line, McPcsRow *row)
{
	McField order = mc_line_columns(line, ORDER_FIRST, ORDER_LAST);
	int number = mc_field_number(&order);
	size_t length;

	if (!line->ascii || memchr(line->text, '\t', line->length))
		return "a character is not printable ASCII";
	if (order.length != ORDER_LAST || number < 0)
		return "columns 1 to 5 hold no order number";
	if ((uint32_t) number != line->number)
		return "the order number in columns 1 to 5 is not the number of the line; lines are missing or out of order";
	if (line->length < LONG_FIRST)
		return "the line is too short";
	if (AT(line, ORDER_LAST + 1) != ' ' || AT(line, CODE_LAST + 1) != ' ' ||
		AT(line, FLAG + 1) != ' ' || AT(line, SHORT_LAST + 1) != ' ')
		return "columns 6, 14, 16 and 77 are not all blank";
	length = CodeLength(&AT(line, CODE_FIRST));
	if (length == 0)
		return "columns 7 to 13 hold no ICD-10-PCS code";
	if (AT(line, FLAG) != '0' && AT(line, FLAG) != '1')
		return "column 15 is neither 0 (heading) nor 1 (billable code)";
	if (AT(line, SHORT_FIRST) == ' ')
		return "no short title begins in column 17";
	if (AT(line, LONG_FIRST) == ' ')
		return "no long title begins in column 78";
	row->order = line->number;
	row->billable = AT(line, FLAG) == '1';
	memcpy(row->code, &AT(line, CODE_FIRST), length);
	row->code[length] = '\0';
	row->short_title = mc_line_columns(line, SHORT_FIRST, SHORT_LAST);
	row->long_title = mc_line_columns(line, LONG_FIRST, MC_LINE_MAX);
	return NULL;
}

/* Was the last row a heading without a code under it? */
static bool
IsChildless(const McPcsReader *reader)
{
	return reader->last[0] != '\0' && strcmp(reader->last, reader->heading) == 0;
}

McReadStatus
mc_pcs_next(McPcsReader *reader, McPcsRow *row)
{
	McLines *lines = &reader->lines;
	McLine line;
	McReadStatus status = mc_lines_next(lines, &line);
	const char *problem;

	if (status == MC_READ_END && IsChildless(reader))
		return mc_lines_refuse(lines, lines->number, reader->last,
							   "is flagged as a heading, but no code follows under it");
	if (status == MC_READ_END && lines->number > MC_LINE_SAMPLE_ROWS &&
		reader->last[0] != LAST_SECTION)
		return mc_lines_refuse(
			lines, lines->number, NULL,
			"the list ends here, before section X; the content is cut");
	if (status != MC_READ_ROW)
		return status;

	problem = ReadLine(&line, row);
	if (problem)
		return mc_lines_refuse(lines, line.number, NULL, problem);
	if (row->billable != (strlen(row->code) == MC_PCS_CODE_LEN))
		return mc_lines_refuse(
			lines, line.number, row->code,
			"is flagged wrongly: headings have three characters, codes seven");
	if (strcmp(row->code, reader->last) == 0)
		return mc_lines_refuse(lines, line.number, row->code, "occurs a second time");
	if (strcmp(row->code, reader->last) < 0)
		return mc_lines_refuse(lines, line.number, row->code, "is out of order");
	row->parent[0] = '\0';
	if (row->billable)
	{
		if (reader->heading[0] == '\0' ||
			strncmp(row->code, reader->heading, MC_PCS_HEADING_LEN) != 0)
			return mc_lines_refuse(lines, line.number, row->code,
								   "does not stand under its heading");
		memcpy(row->parent, reader->heading, sizeof(row->parent));
	}
	else
	{
		if (IsChildless(reader))
			return mc_lines_refuse(
				lines, line.number - 1, reader->last,
				"is flagged as a heading, but no code follows under it");
		memcpy(reader->heading, row->code, sizeof(reader->heading));
	}
	memcpy(reader->last, row->code, sizeof(reader->last));
	return MC_READ_ROW;
}
