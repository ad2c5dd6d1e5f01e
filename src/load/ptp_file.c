/*
 * ptp_file.c
 *		Reader of NCCI procedure-to-procedure edits.
 */
#include "load/ptp_file.h"

#include <string.h>

enum
{
	COLUMN_1,
	COLUMN_2,
	PRIOR,
	EFFECTIVE,
	DELETION,
	INDICATOR,
	RATIONALE,
	COLUMNS
};

static const McNamedColumn columns[COLUMNS] = {
	[COLUMN_1] = {"column1", true},
	[COLUMN_2] = {"column2", true},
	[PRIOR] = {"inexistence prior", false},
	[EFFECTIVE] = {"effective", false},
	[DELETION] = {"deletion", true},
	[INDICATOR] = {"modifier", true},
	[RATIONALE] = {"rationale ptpeditrationale", false},
};

/* Lines that a heading may take */
#define HEADING_LINES 12

/* Does a heading begin here whose columns are named over several lines? */
static bool
IsLongHeading(const McLine *line, McNamedFields *named)
{
	for (const char *separator = "\t,"; *separator; separator++)
	{
		const char *first = memchr(line->text, *separator, line->length);
		McField one = {.text = line->text};
		McField two;

		if (!first)
			continue;
		one.length = (size_t) (first - line->text);
		two.text = first + 1;
		two.length = line->length - one.length - 1;
		if (!mc_field_begins(&one, "column1") || !mc_field_begins(&two, "column2"))
			continue;
		*named = (McNamedFields){
			.separator = *separator, .columns = COLUMNS, .fields = COLUMNS};
		for (int i = 0; i < COLUMNS; i++)
			named->at[i] = i;
		return true;
	}
	return false;
}

/* The line of the heading, or false */
static bool
FindHeading(const char *content, size_t length, McNamedFields *named, uint32_t *number)
{
	McLines lines;
	McLine line;

	mc_lines_begin(&lines, content, length);
	while (mc_lines_glance(&lines, &line) && line.number <= MC_NAMED_PREFACE)
		if (mc_named_heading(&line, columns, COLUMNS, named) ||
			IsLongHeading(&line, named))
		{
			*number = line.number;
			return true;
		}
	return false;
}

bool
mc_ptp_recognise(const char *content, size_t length)
{
	McNamedFields named;
	uint32_t number;

	return FindHeading(content, length, &named, &number);
}

void
mc_ptp_begin(McPtpReader *reader, const char *content, size_t length)
{
	uint32_t number = 0;

	memset(reader, 0, sizeof(*reader));
	mc_lines_begin(&reader->lines, content, length);
	if (FindHeading(content, length, &reader->named, &number))
		mc_lines_skip(&reader->lines, number);
	reader->in_heading = true;
}

/* Is there a date in the line?  A heading has none. */
static bool
HasDay(const McPtpReader *reader, const McLine *line)
{
	McField fields[MC_NAMED_FIELDS_MAX];
	McDay day;
	int count = mc_line_split(line, reader->named.separator, fields, MC_NAMED_FIELDS_MAX);

	for (int i = 0; i < count; i++)
		if (mc_field_day(&fields[i], &day))
			return true;
	return count < 0;
}

/* A date; an asterisk or nothing is none. */
static bool
ReadDay(const McField *field, bool *has, McDay *day)
{
	*has = field->length > 0 && !(field->length == 1 && field->text[0] == '*');
	return !*has || mc_field_day(field, day);
}

static int
DayNumber(McDay day)
{
	return (day.year * 100 + day.month) * 100 + day.day;
}

McReadStatus
mc_ptp_next(McPtpReader *reader, McPtpRow *row)
{
	McLines *lines = &reader->lines;
	McLine line;
	McField fields[COLUMNS];
	McReadStatus status;
	char code[MC_HCPCS_LENGTH + 1];
	bool split;

	for (;;)
	{
		status = mc_lines_next(lines, &line);
		if (status == MC_READ_END && !reader->any)
			return mc_lines_refuse(lines, lines->number, NULL,
								   "no pair of codes follows the heading");
		if (status != MC_READ_ROW)
			return status;
		split = mc_named_split(&reader->named, &line, fields);
		row->column1 =
			split ? mc_hcpcs_parse(fields[COLUMN_1].text, fields[COLUMN_1].length)
				  : MC_HCPCS_NONE;
		row->column2 =
			split ? mc_hcpcs_parse(fields[COLUMN_2].text, fields[COLUMN_2].length)
				  : MC_HCPCS_NONE;
		if (!reader->in_heading ||
			(row->column1 != MC_HCPCS_NONE && row->column2 != MC_HCPCS_NONE))
			break;
		/* the rest of a heading: words, and no code at the beginning */
		if (line.number > MC_NAMED_PREFACE + HEADING_LINES ||
			row->column1 != MC_HCPCS_NONE || HasDay(reader, &line))
			break;
	}
	reader->in_heading = false;
	if (!split)
		return mc_lines_refuse(lines, line.number, NULL,
							   "the line does not have the fields of the heading");
	if (row->column1 == MC_HCPCS_NONE)
		return mc_lines_refuse(lines, line.number, NULL,
							   "column 1 is no code of five characters");
	mc_hcpcs_print(row->column1, code);
	if (row->column2 == MC_HCPCS_NONE)
		return mc_lines_refuse(lines, line.number, code,
							   "has no code of five characters in column 2");
	row->prior_1996 = fields[PRIOR].length > 0;
	if (!ReadDay(&fields[EFFECTIVE], &row->has_effective, &row->effective))
		return mc_lines_refuse(lines, line.number, code,
							   "has an effective date that is no day");
	if (!ReadDay(&fields[DELETION], &row->has_deletion, &row->deletion))
		return mc_lines_refuse(lines, line.number, code,
							   "has a deletion date that is no day");
	if (row->has_effective && row->has_deletion &&
		DayNumber(row->deletion) < DayNumber(row->effective))
		return mc_lines_refuse(lines, line.number, code,
							   "is deleted before it is effective");
	row->indicator = mc_field_number(&fields[INDICATOR]);
	if (row->indicator != 0 && row->indicator != 1 && row->indicator != 9)
		return mc_lines_refuse(lines, line.number, code,
							   "has a modifier indicator other than 0, 1 and 9");
	row->rationale = fields[RATIONALE];
	row->line = line.number;
	reader->any = true;
	return MC_READ_ROW;
}
