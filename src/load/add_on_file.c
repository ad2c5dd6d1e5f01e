/*
 * add_on_file.c
 *		Reader of NCCI add-on code edits.
 */
#include "load/add_on_file.h"

#include <string.h>

enum
{
	ADD_ON,
	PRIMARY,
	TYPE,
	EFFECTIVE,
	DELETION,
	COLUMNS
};

static const McNamedColumn columns[COLUMNS] = {
	[ADD_ON] = {"addoncode", true},
	[PRIMARY] = {"primarycode", true},
	[TYPE] = {"aocedittype addonedittype edittype", false},
	[EFFECTIVE] = {"effective addonediteff", false},
	[DELETION] = {"deletion addoneditdel", false},
};

/* What stands for the primary code that the contractor decides on */
#define ANY_PRIMARY "CCCCC"

bool
mc_add_on_recognise(const char *content, size_t length)
{
	McNamedFields named;
	McLine line;

	return mc_named_find(content, length, columns, COLUMNS, &named, &line);
}

void
mc_add_on_begin(McAddOnReader *reader, const char *content, size_t length)
{
	McLine heading;

	memset(reader, 0, sizeof(*reader));
	mc_lines_begin(&reader->lines, content, length);
	if (mc_named_find(content, length, columns, COLUMNS, &reader->named, &heading))
		mc_lines_skip(&reader->lines, heading.number);
}

static bool
ReadDay(const McField *field, bool *has, McDay *day)
{
	*has = field->length > 0 && !(field->length == 1 && field->text[0] == '*');
	return !*has || mc_field_day(field, day);
}

McReadStatus
mc_add_on_next(McAddOnReader *reader, McAddOnRow *row)
{
	McLines *lines = &reader->lines;
	McLine line;
	McField fields[COLUMNS];
	McReadStatus status =
		mc_named_next(&reader->named, lines,
					  reader->any ? NULL : "no code follows the heading", &line, fields);
	char code[MC_HCPCS_LENGTH + 1];

	if (status != MC_READ_ROW)
		return status;
	row->add_on = mc_hcpcs_parse(fields[ADD_ON].text, fields[ADD_ON].length);
	if (row->add_on == MC_HCPCS_NONE)
		return mc_lines_refuse(lines, line.number, NULL,
							   "the add-on code is no code of five characters");
	mc_hcpcs_print(row->add_on, code);
	row->primary = mc_hcpcs_parse(fields[PRIMARY].text, fields[PRIMARY].length);
	if (row->primary == MC_HCPCS_NONE)
		return mc_lines_refuse(lines, line.number, code,
							   "has a primary code that is no code of five characters");
	if (row->primary == mc_hcpcs_parse(ANY_PRIMARY, strlen(ANY_PRIMARY)))
		row->primary = MC_HCPCS_NONE;
	row->type = reader->named.at[TYPE] >= 0     ? mc_field_number(&fields[TYPE])
				: row->primary == MC_HCPCS_NONE ? 2
												: 1;
	if (row->type < 1 || row->type > 3)
		return mc_lines_refuse(lines, line.number, code,
							   "has an edit type other than 1, 2 and 3");
	if (!ReadDay(&fields[EFFECTIVE], &row->has_effective, &row->effective) ||
		!ReadDay(&fields[DELETION], &row->has_deletion, &row->deletion))
		return mc_lines_refuse(lines, line.number, code, "has a date that is no day");
	row->line = line.number;
	reader->any = true;
	return MC_READ_ROW;
}
