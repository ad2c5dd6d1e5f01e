/*
 * hcpcs_csv_file.c
 *		Reader of HCPCS Level II descriptions as CSV.
 */
#include "load/hcpcs_csv_file.h"

#include <string.h>

enum
{
	FIELD_CODE,
	FIELD_TYPE,
	FIELD_DESCRIPTION,
	FIELDS
};

static bool
IsHeading(const McLine *line)
{
	McField fields[FIELDS];

	return mc_line_split(line, ',', fields, FIELDS) == FIELDS &&
		   mc_field_is(&fields[FIELD_CODE], "hcpcs_code") &&
		   mc_field_is(&fields[FIELD_TYPE], "hcpcs_desc_type") &&
		   mc_field_is(&fields[FIELD_DESCRIPTION], "hcpcs_description");
}

bool
mc_hcpcs_csv_recognise(const char *content, size_t length)
{
	McLines lines;
	McLine line;

	mc_lines_begin(&lines, content, length);
	return mc_lines_glance(&lines, &line) && IsHeading(&line);
}

void
mc_hcpcs_csv_begin(McHcpcsCsvReader *reader, const char *content, size_t length)
{
	memset(reader, 0, sizeof(*reader));
	mc_lines_begin(&reader->lines, content, length);
}

/* Read a line with a description of that type: "long" or "short". */
static McReadStatus
ReadDescription(McHcpcsCsvReader *reader, const char *type, char *code,
				McField *description)
{
	McLines *lines = &reader->lines;
	McLine line;
	McField fields[FIELDS];
	McReadStatus status = mc_lines_next(lines, &line);
	char text[MC_LINE_MAX];

	if (status != MC_READ_ROW)
		return status;
	if (mc_line_split(&line, ',', fields, FIELDS) != FIELDS)
		return mc_lines_refuse(lines, line.number, NULL,
							   "the line does not have three fields");
	if (fields[FIELD_CODE].length != MC_HCPCS_CODE_LEN ||
		!mc_hcpcs_is_code(fields[FIELD_CODE].text))
		return mc_lines_refuse(lines, line.number, NULL,
							   "the first field is no HCPCS code");
	memcpy(code, fields[FIELD_CODE].text, MC_HCPCS_CODE_LEN);
	code[MC_HCPCS_CODE_LEN] = '\0';
	if (!mc_field_is(&fields[FIELD_TYPE], type))
		return mc_lines_refuse(lines, line.number, code,
							   "does not have a line Long and then a line Short");
	if (mc_field_copy(&fields[FIELD_DESCRIPTION], text) == 0)
		return mc_lines_refuse(lines, line.number, code, "has no description");
	*description = fields[FIELD_DESCRIPTION];
	return MC_READ_ROW;
}

static McReadStatus
Finish(McHcpcsCsvReader *reader)
{
	McLines *lines = &reader->lines;

	if (reader->last[0] == '\0')
		return mc_lines_refuse(lines, lines->number, NULL, "no code follows the heading");
	if (lines->number > MC_LINE_SAMPLE_ROWS &&
		strncmp(reader->last, MC_HCPCS_LAST_SERIES, strlen(MC_HCPCS_LAST_SERIES)) != 0)
		return mc_lines_refuse(
			lines, lines->number, NULL,
			"the list ends here, before the codes V53; the content is cut");
	return MC_READ_END;
}

McReadStatus
mc_hcpcs_csv_next(McHcpcsCsvReader *reader, McHcpcsCsvRow *row)
{
	McLines *lines = &reader->lines;
	McLine line;
	McReadStatus status;
	char code[MC_HCPCS_CODE_LEN + 1];
	int order;

	if (lines->number == 0)
	{
		status = mc_lines_next(lines, &line);
		if (status != MC_READ_ROW)
			return status;
		if (!IsHeading(&line))
			return mc_lines_refuse(lines, 1, NULL,
								   "the line does not name code, type and description");
	}
	status = ReadDescription(reader, "long", row->code, &row->title);
	if (status != MC_READ_ROW)
		return status == MC_READ_END ? Finish(reader) : status;
	row->line = lines->number;
	order = strcmp(row->code, reader->last);
	if (order == 0)
		return mc_lines_refuse(lines, row->line, row->code, "occurs a second time");
	if (order < 0)
		return mc_lines_refuse(lines, row->line, row->code, "is out of order");
	status = ReadDescription(reader, "short", code, &row->short_title);
	if (status == MC_READ_BAD)
		return status;
	if (status == MC_READ_END || strcmp(code, row->code) != 0)
		return mc_lines_refuse(lines, row->line, row->code,
							   "has no line Short behind the line Long");
	memcpy(reader->last, row->code, sizeof(reader->last));
	return MC_READ_ROW;
}
