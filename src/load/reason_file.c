/*
 * reason_file.c
 *		Reader of lists of claim adjustment reason codes and remark codes, as CSV.
 */
#include "load/reason_file.h"

#include <string.h>

enum
{
	FIELD_CODE,
	FIELD_TYPE,
	FIELD_DESCRIPTION,
	FIELD_USAGE,
	FIELD_NOTES,
	FIELD_START,
	FIELD_MODIFIED,
	FIELD_END,
	FIELDS
};

static const char *const names[FIELDS] = {
	"adj_code",  "adj_type",       "adj_description",   "adj_usage",
	"adj_notes", "adj_start_date", "adj_last_modified", "adj_end_date"};

static const char *const kinds[MC_REASON_KINDS] = {"group", "carc", "rarc"};

static bool
IsHeading(const McLine *line)
{
	McField fields[FIELDS];

	if (mc_line_split(line, ',', fields, FIELDS) != FIELDS)
		return false;
	for (int i = 0; i < FIELDS; i++)
		if (!mc_field_is(&fields[i], names[i]))
			return false;
	return true;
}

bool
mc_reason_recognise(const char *content, size_t length)
{
	McLines lines;
	McLine line;

	mc_lines_begin(&lines, content, length);
	return mc_lines_glance(&lines, &line) && IsHeading(&line);
}

void
mc_reason_begin(McReasonReader *reader, const char *content, size_t length)
{
	memset(reader, 0, sizeof(*reader));
	mc_lines_begin(&reader->lines, content, length);
}

/* Capital letters and digits */
static bool
IsCode(const McField *field)
{
	if (field->length < 1 || field->length > MC_REASON_CODE_MAX)
		return false;
	for (size_t i = 0; i < field->length; i++)
		if (!(field->text[i] >= 'A' && field->text[i] <= 'Z') &&
			!(field->text[i] >= '0' && field->text[i] <= '9'))
			return false;
	return true;
}

static bool
IsLater(McDay a, McDay b)
{
	return a.year != b.year     ? a.year > b.year
		   : a.month != b.month ? a.month > b.month
								: a.day > b.day;
}

/* Read a day that may be missing.  False if it is none. */
static bool
ReadDay(const McField *field, McDay *day)
{
	*day = (McDay){0, 0, 0};
	return field->length == 0 || mc_field_day(field, day);
}

static McReadStatus
ReadDays(McReasonReader *reader, const McField *fields, McReasonRow *row)
{
	McDay modified;

	if (!ReadDay(&fields[FIELD_START], &row->start) ||
		!ReadDay(&fields[FIELD_MODIFIED], &modified) ||
		!ReadDay(&fields[FIELD_END], &row->end))
		return mc_lines_refuse(&reader->lines, row->line, row->code,
							   "has a date that is no day of the form YYYY-MM-DD");
	if (row->end.year > 0 && row->start.year > 0 && !IsLater(row->end, row->start))
		return mc_lines_refuse(&reader->lines, row->line, row->code,
							   "ends before it begins");
	/* an end is announced long before */
	if (IsLater(row->start, reader->newest))
		reader->newest = row->start;
	if (IsLater(modified, reader->newest))
		reader->newest = modified;
	return MC_READ_ROW;
}

static McReadStatus
Finish(McReasonReader *reader)
{
	McLines *lines = &reader->lines;

	/* behind the reason codes come the remark codes M, MA and N */
	if (lines->number > MC_LINE_SAMPLE_ROWS && !reader->has_last_series)
		return mc_lines_refuse(lines, lines->number, NULL,
							   "the list ends here, before the remark codes N; the "
							   "content is cut");
	if (reader->newest.year == 0)
		return mc_lines_refuse(lines, lines->number, NULL, "no code has a date");
	return MC_READ_END;
}

McReadStatus
mc_reason_next(McReasonReader *reader, McReasonRow *row)
{
	McLines *lines = &reader->lines;
	McLine line;
	McField fields[FIELDS];
	McReadStatus status = mc_lines_next(lines, &line);

	if (status == MC_READ_ROW && line.number == 1)
	{
		if (!IsHeading(&line))
			return mc_lines_refuse(lines, 1, NULL,
								   "the line does not name the eight fields");
		status = mc_lines_next(lines, &line);
	}
	if (status != MC_READ_ROW)
		return status == MC_READ_END ? Finish(reader) : status;
	row->line = line.number;
	if (mc_line_split(&line, ',', fields, FIELDS) != FIELDS)
		return mc_lines_refuse(lines, row->line, NULL,
							   "the line does not have eight fields");
	if (!IsCode(&fields[FIELD_CODE]))
		return mc_lines_refuse(lines, row->line, NULL,
							   "the first field is no reason or remark code");
	memcpy(row->code, fields[FIELD_CODE].text, fields[FIELD_CODE].length);
	row->code[fields[FIELD_CODE].length] = '\0';
	for (row->kind = MC_REASON_GROUP; row->kind < MC_REASON_KINDS; row->kind++)
		if (mc_field_is(&fields[FIELD_TYPE], kinds[row->kind]))
			break;
	if (row->kind == MC_REASON_KINDS)
		return mc_lines_refuse(lines, row->line, row->code,
							   "is of a type other than Group, CARC and RARC");
	if (fields[FIELD_DESCRIPTION].length == 0)
		return mc_lines_refuse(lines, row->line, row->code, "has no description");
	row->title = fields[FIELD_DESCRIPTION];
	row->usage = fields[FIELD_USAGE];
	row->notes = fields[FIELD_NOTES];
	reader->has_last_series = row->kind == MC_REASON_RARC && row->code[0] == 'N';
	return ReadDays(reader, fields, row);
}
