/*
 * mue_file.c
 *		Reader of medically unlikely edits.
 */
#include "load/mue_file.h"

#include <string.h>

enum
{
	CODE,
	UNITS,
	MAI,
	RATIONALE,
	SERVICE,
	COLUMNS
};

static const McNamedColumn columns[COLUMNS] = {
	[CODE] = {"hcpcs", true},
	[UNITS] =
		{"practitionerservicesmue outpatienthospitalservicesmue dmesupplierservicesmue"
		 " facilityoutpatientservicesmue mueunits muevalue",
		 true},
	[MAI] = {"mueadjudication muemai", true},
	[RATIONALE] = {"muerationale", false},
	[SERVICE] = {"mueservice", false},
};

/* Words that tell for whom a list is, as they begin */
static McNcciSetting
SettingOf(const McField *field)
{
	if (mc_field_begins(field, "practitioner"))
		return MC_NCCI_PRACTITIONER;
	if (mc_field_begins(field, "outpatient") || mc_field_begins(field, "facility"))
		return MC_NCCI_OUTPATIENT;
	return mc_field_begins(field, "dme") ? MC_NCCI_DME : MC_NCCI_UNKNOWN;
}

bool
mc_mue_recognise(const char *content, size_t length)
{
	McNamedFields named;
	McLine line;

	return mc_named_find(content, length, columns, COLUMNS, &named, &line);
}

McNcciSetting
mc_mue_setting(const char *content, size_t length)
{
	McNamedFields named;
	McField fields[COLUMNS];
	McLines lines;
	McLine heading;
	McLine line;
	McNcciSetting setting;

	if (!mc_named_find(content, length, columns, COLUMNS, &named, &heading) ||
		!mc_named_split(&named, &heading, fields))
		return MC_NCCI_UNKNOWN;
	setting = SettingOf(&fields[UNITS]);
	mc_lines_begin(&lines, content, length);
	while (setting == MC_NCCI_UNKNOWN && mc_lines_glance(&lines, &line))
		if (line.number > heading.number)
			return mc_named_split(&named, &line, fields) ? SettingOf(&fields[SERVICE])
														 : MC_NCCI_UNKNOWN;
	return setting;
}

void
mc_mue_begin(McMueReader *reader, const char *content, size_t length)
{
	McLine heading;

	memset(reader, 0, sizeof(*reader));
	mc_lines_begin(&reader->lines, content, length);
	reader->setting = mc_mue_setting(content, length);
	if (mc_named_find(content, length, columns, COLUMNS, &reader->named, &heading))
		mc_lines_skip(&reader->lines, heading.number);
}

McReadStatus
mc_mue_next(McMueReader *reader, McMueRow *row)
{
	McLines *lines = &reader->lines;
	McLine line;
	McField fields[COLUMNS];
	McField mai;
	McReadStatus status =
		mc_named_next(&reader->named, lines,
					  reader->any ? NULL : "no code follows the heading", &line, fields);
	char code[MC_HCPCS_LENGTH + 1];

	if (status != MC_READ_ROW)
		return status;
	row->code = mc_hcpcs_parse(fields[CODE].text, fields[CODE].length);
	if (row->code == MC_HCPCS_NONE)
		return mc_lines_refuse(lines, line.number, NULL,
							   "the line does not begin with a code of five characters");
	mc_hcpcs_print(row->code, code);
	if (reader->any && row->code == reader->last)
		return mc_lines_refuse(lines, line.number, code, "occurs a second time");
	if (reader->any && row->code < reader->last)
		return mc_lines_refuse(lines, line.number, code, "is out of order");
	row->units = mc_field_number(&fields[UNITS]);
	if (row->units < 0)
		return mc_lines_refuse(lines, line.number, code,
							   "has an MUE value that is no number");
	/* "2 Date of Service Edit: Policy", or 2 */
	mai = fields[MAI];
	if (mai.length > 1 && mai.text[1] == ' ')
		mai.length = 1;
	row->mai = mc_field_number(&mai);
	if (row->mai < 1 || row->mai > 3)
		return mc_lines_refuse(lines, line.number, code,
							   "has an adjudication indicator other than 1, 2 and 3");
	if (fields[SERVICE].length > 0 && SettingOf(&fields[SERVICE]) != reader->setting)
		return mc_lines_refuse(lines, line.number, code,
							   "is for another type of service than the first one");
	row->rationale = fields[RATIONALE];
	row->line = line.number;
	reader->last = row->code;
	reader->any = true;
	return MC_READ_ROW;
}
