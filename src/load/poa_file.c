/*
 * poa_file.c
 *		Reader of the list of codes exempt from the indicator "present on
 *		admission".
 */
#include "load/poa_file.h"

#include <string.h>

#include "terminology/code_set.h"

enum
{
	FIELD_ORDER,
	FIELD_CODE,
	FIELD_TITLE,
	FIELDS
};

/* Shortest line: order number, code, title of one character, two tabs, line end */
#define SHORTEST_LINE 9

/* Z99, dependence on enabling machines, which the list ends with */
#define LAST_CATEGORY UINT64_C(0x5A39390000000000)

/* Does the line name the fields?  *year is what stands behind "Order", or 0. */
static bool
IsHeading(const McLine *line, int *year)
{
	McField fields[FIELDS];
	McField word;
	McField digits;
	McField kind;
	int number;

	if (mc_line_split(line, '\t', fields, FIELDS) != FIELDS)
		return false;
	word = digits = fields[FIELD_ORDER];
	if (word.length < strlen("order"))
		return false;
	word.length = strlen("order");
	digits.text += word.length;
	digits.length -= word.length;
	kind = fields[FIELD_CODE];
	if (kind.length > strlen("poa"))
		kind.length = strlen("poa");
	number = mc_field_number(&digits);
	*year = number < 0 ? 0 : number < 100 ? 2000 + number : number < 2200 ? number : 0;
	return mc_field_is(&word, "order") && mc_field_is(&kind, "poa") &&
		   (number >= 0 || digits.length == 0);
}

bool
mc_poa_recognise(const char *content, size_t length)
{
	McLines lines;
	McLine line;
	int year;

	mc_lines_begin(&lines, content, length);
	return mc_lines_glance(&lines, &line) && IsHeading(&line, &year);
}

int
mc_poa_year(const char *content, size_t length)
{
	McLines lines;
	McLine line;
	int year;

	mc_lines_begin(&lines, content, length);
	return mc_lines_glance(&lines, &line) && IsHeading(&line, &year) ? year : 0;
}

size_t
mc_poa_seen_size(size_t length)
{
	size_t rows = length / SHORTEST_LINE + 1;

	return mc_code_set_size(rows < MC_POA_MAX_ROWS ? rows : MC_POA_MAX_ROWS);
}

void
mc_poa_begin(McPoaReader *reader, const char *content, size_t length, McIcd10cm *seen)
{
	memset(reader, 0, sizeof(*reader));
	mc_lines_begin(&reader->lines, content, length);
	reader->seen = seen;
	reader->seen_size = mc_poa_seen_size(length);
}

static McReadStatus
Finish(McPoaReader *reader)
{
	McLines *lines = &reader->lines;

	if (reader->last == MC_ICD10CM_NONE)
		return mc_lines_refuse(lines, lines->number, NULL, "no code follows the heading");
	if (lines->number > MC_LINE_SAMPLE_ROWS &&
		!mc_icd10cm_is_under(reader->last, LAST_CATEGORY))
		return mc_lines_refuse(
			lines, lines->number, NULL,
			"the list ends here, before category Z99; the content is cut");
	return MC_READ_END;
}

McReadStatus
mc_poa_next(McPoaReader *reader, McPoaRow *row)
{
	McLines *lines = &reader->lines;
	McLine line;
	McField fields[FIELDS];
	McReadStatus status = mc_lines_next(lines, &line);
	char printed[MC_ICD10CM_BUFSIZE];
	size_t position;
	int order;

	if (status == MC_READ_ROW && line.number == 1)
	{
		int year;

		if (!IsHeading(&line, &year))
			return mc_lines_refuse(
				lines, 1, NULL,
				"the line does not name order, POA-exempt code and title");
		status = mc_lines_next(lines, &line);
	}
	if (status == MC_READ_END)
		return Finish(reader);
	if (status != MC_READ_ROW)
		return status;

	if (mc_line_split(&line, '\t', fields, FIELDS) != FIELDS)
		return mc_lines_refuse(lines, line.number, NULL,
							   "the line does not have three fields separated by tabs");
	order = mc_field_number(&fields[FIELD_ORDER]);
	if (order <= 0 || order > MC_POA_MAX_ROWS)
		return mc_lines_refuse(lines, line.number, NULL,
							   "the first field is no order number");
	if (mc_icd10cm_parse(fields[FIELD_CODE].text, fields[FIELD_CODE].length, &row->code,
						 &position) != MC_ICD10CM_OK)
		return mc_lines_refuse(lines, line.number, NULL,
							   "the second field is no ICD-10-CM code");
	(void) mc_icd10cm_print(row->code, printed);
	if (order <= reader->order)
		return mc_lines_refuse(lines, line.number, printed,
							   "has an order number that is not behind the one before");
	if (!mc_code_set_add(reader->seen, reader->seen_size, row->code))
		return mc_lines_refuse(lines, line.number, printed, "occurs a second time");
	row->title_length = mc_field_copy(&fields[FIELD_TITLE], row->title);
	if (row->title_length == 0)
		return mc_lines_refuse(lines, line.number, printed, "has no title");
	row->line = line.number;
	reader->order = order;
	reader->last = row->code;
	return MC_READ_ROW;
}
