/*
 * hcc_format_file.c
 *		Reader of CMS's mapping of diagnoses to HCCs.
 */
#include "load/hcc_format_file.h"

#include <string.h>

enum
{
	FIELD_CODE,
	FIELD_HCC,
	FIELD_MARK,
	FIELDS
};

#define MAX_HCC 9999

/* Lines that must look right for a file to be taken for a mapping */
#define GLANCE 3

/* Read a line; NULL, or what is wrong with it. */
static const char *
ReadRow(const McLine *line, McHccFormatRow *row)
{
	McField fields[FIELDS];
	int count = mc_line_split(line, '\t', fields, FIELDS);
	size_t position;

	row->line = line->number;
	if (count != FIELDS && count != FIELD_MARK)
		return "the line does not have a code and an HCC separated by a tab";
	if (mc_icd10cm_parse(fields[FIELD_CODE].text, fields[FIELD_CODE].length, &row->code,
						 &position) != MC_ICD10CM_OK)
		return "the first field is no ICD-10-CM code";
	row->hcc = mc_field_number(&fields[FIELD_HCC]);
	if (row->hcc <= 0 || row->hcc > MAX_HCC)
		return "the second field is no number of an HCC";
	if (count == FIELDS && fields[FIELD_MARK].length > 0 &&
		!mc_field_is(&fields[FIELD_MARK], "d"))
		return "the third field is not a D";
	return NULL;
}

bool
mc_hcc_format_recognise(const char *content, size_t length)
{
	McLines lines;
	McLine line;
	McHccFormatRow row;
	int seen = 0;

	mc_lines_begin(&lines, content, length);
	while (seen < GLANCE && mc_lines_glance(&lines, &line))
	{
		if (ReadRow(&line, &row) != NULL)
			return false;
		seen++;
	}
	return seen > 0;
}

void
mc_hcc_format_begin(McHccFormatReader *reader, const char *content, size_t length)
{
	memset(reader, 0, sizeof(*reader));
	mc_lines_begin(&reader->lines, content, length);
}

McReadStatus
mc_hcc_format_next(McHccFormatReader *reader, McHccFormatRow *row)
{
	McLines *lines = &reader->lines;
	McLine line;
	McReadStatus status = mc_lines_next(lines, &line);
	char printed[MC_ICD10CM_BUFSIZE];
	const char *problem;

	if (status == MC_READ_END && lines->number > MC_LINE_SAMPLE_ROWS &&
		reader->last >> 56 != 'Z')
		return mc_lines_refuse(
			lines, lines->number, NULL,
			"the mapping ends here, before the codes with Z; the content is cut");
	if (status != MC_READ_ROW)
		return status;
	problem = ReadRow(&line, row);
	if (problem)
		return mc_lines_refuse(lines, line.number, NULL, problem);
	(void) mc_icd10cm_print(row->code, printed);
	if (row->code < reader->last)
		return mc_lines_refuse(lines, line.number, printed,
							   "is not in the order of codes");
	if (row->code != reader->last)
		reader->count = 0;
	for (int i = 0; i < reader->count; i++)
		if (reader->hccs[i] == row->hcc)
			return mc_lines_refuse(lines, line.number, printed,
								   "has the same HCC a second time");
	if (reader->count == MC_HCC_PER_CODE)
		return mc_lines_refuse(lines, line.number, printed, "has too many HCCs");
	reader->hccs[reader->count++] = row->hcc;
	reader->last = row->code;
	return MC_READ_ROW;
}
