/*
 * hcpcs_file.c
 *		Reader of the HCPCS Level II file.
 */
#include "load/hcpcs_file.h"

#include <string.h>

/* Columns, from 1 */
#define CODE_FIRST       1
#define CODE_LAST        5
#define NUMBER_FIRST     6
#define NUMBER_LAST      10
#define RECORD_TYPE      11
#define LONG_FIRST       12
#define LONG_LAST        91
#define SHORT_FIRST      92
#define SHORT_LAST       119
#define ADDED_FIRST      269
#define ADDED_LAST       276
#define ACTION_FIRST     277
#define ACTION_LAST      284
#define TERMINATED_FIRST 285
#define TERMINATED_LAST  292
#define ACTION           293
#define RECORD_LAST      320

#define NUMBER_STEP 100

/* Record types */
#define FIRST_OF_CODE     '3'
#define NEXT_OF_CODE      '4'
#define FIRST_OF_MODIFIER '7'
#define NEXT_OF_MODIFIER  '8'

#define PREFIX_LENGTH RECORD_TYPE

const McHcpcsField mc_hcpcs_fields[] = {
	{"pricing", 120, 2, 4, MC_HCPCS_TEXT},
	{"multiple_pricing", 128, 1, 1, MC_HCPCS_TEXT},
	{"coverage_issues_manual", 129, 6, 3, MC_HCPCS_TEXT},
	{"carriers_manual", 147, 8, 3, MC_HCPCS_TEXT},
	{"statute", 171, 10, 1, MC_HCPCS_TEXT},
	{"lab_certification", 181, 3, 8, MC_HCPCS_TEXT},
	{"cross_reference", 205, 5, 5, MC_HCPCS_TEXT},
	{"coverage", 230, 1, 1, MC_HCPCS_TEXT},
	{"asc_payment_group", 231, 2, 1, MC_HCPCS_TEXT},
	{"asc_payment_group_effective", 233, 8, 1, MC_HCPCS_DAY},
	{"opps_payment_group", 241, 3, 1, MC_HCPCS_TEXT},
	{"opps_payment_policy", 244, 1, 1, MC_HCPCS_TEXT},
	{"opps_payment_effective", 245, 8, 1, MC_HCPCS_DAY},
	{"processing_note", 253, 4, 1, MC_HCPCS_TEXT},
	{"betos", 257, 3, 1, MC_HCPCS_TEXT},
	{"type_of_service", 261, 1, 5, MC_HCPCS_TEXT},
	{"anesthesia_base_units", 266, 3, 1, MC_HCPCS_NUMBER},
	{"action", ACTION, 1, 1, MC_HCPCS_TEXT},
	{NULL, 0, 0, 0, MC_HCPCS_TEXT},
};

static bool
IsLetterOrDigit(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z');
}

bool
mc_hcpcs_is_code(const char *text)
{
	if (text[0] < 'A' || text[0] > 'Z')
		return false;
	for (int i = 1; i < MC_HCPCS_CODE_LEN; i++)
		if (text[i] < '0' || text[i] > '9')
			return false;
	return true;
}

/* Does text[0..5) have the two characters of a modifier, at the right? */
static bool
IsModifier(const char *text)
{
	return memcmp(text, "   ", 3) == 0 && IsLetterOrDigit(text[3]) &&
		   IsLetterOrDigit(text[4]);
}

/* Does the line begin as a record does: code, number, type of record? */
static bool
IsRecord(const McLine *line)
{
	char type;

	if (line->length < PREFIX_LENGTH)
		return false;
	for (int i = NUMBER_FIRST - 1; i < NUMBER_LAST; i++)
		if (line->text[i] < '0' || line->text[i] > '9')
			return false;
	type = line->text[RECORD_TYPE - 1];
	if (type == FIRST_OF_CODE || type == NEXT_OF_CODE)
		return mc_hcpcs_is_code(line->text);
	return (type == FIRST_OF_MODIFIER || type == NEXT_OF_MODIFIER) &&
		   IsModifier(line->text);
}

bool
mc_hcpcs_recognise(const char *content, size_t length)
{
	McLines lines;
	McLine line;

	mc_lines_begin(&lines, content, length);
	while (mc_lines_glance(&lines, &line))
		if (IsRecord(&line) && line.length >= ACTION)
			return true;
	return false;
}

void
mc_hcpcs_begin(McHcpcsReader *reader, const char *content, size_t length)
{
	memset(reader, 0, sizeof(*reader));
	mc_lines_begin(&reader->lines, content, length);
}

/* Disclaimers have tabs from the table they come from, or are blank. */
static bool
IsPreface(const McLine *line)
{
	return mc_line_columns(line, 1, MC_LINE_MAX).length == 0 ||
		   memchr(line->text, '\t', line->length) != NULL;
}

/* Append the part of the long description that a record has. */
static void
AppendTitle(McHcpcsRow *row, const McLine *line)
{
	McField part = mc_line_columns(line, LONG_FIRST, LONG_LAST);

	if (part.length == 0)
		return;
	if (row->title_length > 0)
		row->title[row->title_length++] = ' ';
	row->title_length += mc_field_copy(&part, row->title + row->title_length);
}

/* Read a date that may be blank; false if it is none. */
static bool
ReadDay(const McLine *line, unsigned first, unsigned last, bool *has, McDay *day)
{
	McField field = mc_line_columns(line, first, last);

	*has = field.length > 0;
	return !*has || mc_field_day(&field, day);
}

/* Are the values of a field what its form says? */
static bool
IsOfForm(const McHcpcsRow *row, const McHcpcsField *field)
{
	McField value = mc_hcpcs_value(row, field, 0);
	McDay day;

	if (value.length == 0 || field->form == MC_HCPCS_TEXT)
		return true;
	return field->form == MC_HCPCS_NUMBER ? mc_field_number(&value) >= 0
										  : mc_field_day(&value, &day);
}

/* Read a first record into the row; NULL, or what is wrong, as predicate of the code. */
static const char *
ReadFirst(const McLine *line, McHcpcsRow *row)
{
	size_t width = mc_line_width(line);

	if (width < ACTION || width > RECORD_LAST)
		return "has a record that is too short or too long";
	row->record = *line;
	row->short_title = mc_line_columns(line, SHORT_FIRST, SHORT_LAST);
	AppendTitle(row, line);
	if (row->title_length == 0)
		return "has no long description in columns 12 to 91";
	if (row->short_title.length == 0)
		return "has no short description in columns 92 to 119";
	if (!ReadDay(line, ADDED_FIRST, ADDED_LAST, &row->has_added, &row->added))
		return "has no date in columns 269 to 276";
	if (!ReadDay(line, ACTION_FIRST, ACTION_LAST, &row->has_action_date,
				 &row->action_date))
		return "has no date in columns 277 to 284";
	if (!ReadDay(line, TERMINATED_FIRST, TERMINATED_LAST, &row->has_terminated,
				 &row->terminated))
		return "has no date in columns 285 to 292";
	if (!row->has_added && !row->has_action_date)
		return "has neither a date added nor a date of its last action";
	if (mc_line_columns(line, ACTION, ACTION).length == 0)
		return "has no action in column 293";
	for (const McHcpcsField *field = mc_hcpcs_fields; field->name; field++)
		if (!IsOfForm(row, field))
			return "has a field that is neither blank nor the number or date that belongs there";
	return NULL;
}

/* Read the next line into reader->line. */
static McReadStatus
NextLine(McHcpcsReader *reader)
{
	McReadStatus status;

	do
		status = mc_lines_next(&reader->lines, &reader->line);
	while (status == MC_READ_ROW && reader->rows == 0 && IsPreface(&reader->line));
	reader->has_line = status == MC_READ_ROW;
	if (reader->has_line && !IsRecord(&reader->line))
	{
		reader->has_line = false;
		return mc_lines_refuse(
			&reader->lines, reader->line.number, NULL,
			"columns 1 to 11 hold no HCPCS code with number and type of the record");
	}
	return status;
}

static McReadStatus
Finish(McHcpcsReader *reader)
{
	McLines *lines = &reader->lines;

	if (reader->rows == 0)
		return mc_lines_refuse(lines, lines->number, NULL, "there is no record");
	if (lines->number > MC_LINE_SAMPLE_ROWS &&
		strncmp(reader->last, MC_HCPCS_LAST_SERIES, strlen(MC_HCPCS_LAST_SERIES)) != 0)
		return mc_lines_refuse(
			lines, lines->number, NULL,
			"the list ends here, before the codes V53; the content is cut");
	return MC_READ_END;
}

McReadStatus
mc_hcpcs_next(McHcpcsReader *reader, McHcpcsRow *row)
{
	McLines *lines = &reader->lines;
	McReadStatus status = MC_READ_ROW;
	const char *problem;
	char raw[MC_HCPCS_CODE_LEN + 1] = "";
	McField code;
	char first;
	int records = 1;

	if (!reader->has_line && (status = NextLine(reader)) != MC_READ_ROW)
		return status == MC_READ_END ? Finish(reader) : status;

	memcpy(raw, reader->line.text, MC_HCPCS_CODE_LEN);
	code = mc_line_columns(&reader->line, CODE_FIRST, CODE_LAST);
	memset(row->code, 0, sizeof(row->code));
	memcpy(row->code, code.text, code.length);
	row->line = reader->line.number;
	row->title_length = 0;
	first = reader->line.text[RECORD_TYPE - 1];
	row->modifier = first == FIRST_OF_MODIFIER;
	if (first != FIRST_OF_CODE && first != FIRST_OF_MODIFIER)
		return mc_lines_refuse(lines, row->line, row->code,
							   "is continued without its first record");
	if (strcmp(raw, reader->last) == 0)
		return mc_lines_refuse(lines, row->line, row->code, "occurs a second time");
	if (strcmp(raw, reader->last) < 0)
		return mc_lines_refuse(lines, row->line, row->code, "is out of order");
	memcpy(reader->last, raw, sizeof(reader->last));
	problem = ReadFirst(&reader->line, row);
	if (problem)
		return mc_lines_refuse(lines, row->line, row->code, problem);

	for (;; records++)
	{
		McField number = mc_line_columns(&reader->line, NUMBER_FIRST, NUMBER_LAST);
		char type = reader->line.text[RECORD_TYPE - 1];

		if (mc_field_number(&number) != records * NUMBER_STEP)
			return mc_lines_refuse(
				lines, reader->line.number, row->code,
				"has a record whose number is not the next one; lines are missing or out of order");
		if (records > 1)
		{
			if (mc_line_width(&reader->line) > RECORD_LAST ||
				mc_line_columns(&reader->line, SHORT_FIRST, RECORD_LAST).length > 0)
				return mc_lines_refuse(lines, reader->line.number, row->code,
									   "is continued with more than a description");
			AppendTitle(row, &reader->line);
		}
		reader->rows++;
		status = NextLine(reader);
		if (status != MC_READ_ROW)
			break;
		type = reader->line.text[RECORD_TYPE - 1];
		if (type != (row->modifier ? NEXT_OF_MODIFIER : NEXT_OF_CODE) ||
			memcmp(reader->line.text, raw, MC_HCPCS_CODE_LEN) != 0)
			break;
		if (records == MC_HCPCS_MAX_RECORDS)
			return mc_lines_refuse(lines, reader->line.number, row->code,
								   "has more than 50 records");
	}
	return status == MC_READ_BAD ? status : MC_READ_ROW;
}

McField
mc_hcpcs_value(const McHcpcsRow *row, const McHcpcsField *field, unsigned i)
{
	unsigned first = field->first + i * field->width;

	return mc_line_columns(&row->record, first, first + field->width - 1);
}
