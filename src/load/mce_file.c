/*
 * mce_file.c
 *		Reader of the lists of the Medicare Code Editor.
 */
#include "load/mce_file.h"

#include <string.h>

enum
{
	VERSION,
	TYPE, /* before CODE, whose name begins likewise */
	CODE,
	EDIT,
	COLUMNS
};

/* The two shapes */
static const McNamedColumn shapes[][COLUMNS] = {
	{
		[VERSION] = {"mceversion", true},
		[TYPE] = {"icdcodetype", true},
		[CODE] = {"icdcode", true},
		[EDIT] = {"mceedittype", true},
	},
	{
		[VERSION] = {"mceversion", false},
		[TYPE] = {"icdcodetype", false},
		[CODE] = {"icdcode", true},
		[EDIT] = {"icdconflictrule", true},
	},
};

/* From version 38 on: ages of maternity, as the CSV of version 41 prints them */
#define MATERNITY_CHANGED 38

/* Names of lists as the publisher begins them, in letters and digits */
static const struct
{
	const char *beginning;
	const char *list;
	int age_from;
	int age_to; /* -1: no ages */
} lists[] = {
	{"newborn", "newborn", 0, 0},
	{"perinatal", "newborn", 0, 0},
	{"pediatric", "pediatric", 0, 17},
	{"maternity", "maternity", 9, 64},
	{"adult", "adult", 15, 124},
	{"female", "female", 0, -1},
	{"male", "male", 0, -1},
	{"principalmanifestation", "manifestation", 0, -1},
	{"manifestation", "manifestation", 0, -1},
	{"principalunacceptable", "unacceptable_principal", 0, -1},
	{"unacceptableprincipal", "unacceptable_principal", 0, -1},
	{"principalquestionable", "questionable_admission", 0, -1},
	{"questionableadmission", "questionable_admission", 0, -1},
	{"wrongperformed", "wrong_procedure", 0, -1},
	{"unspecified", "unspecified", 0, -1},
};

static bool
FindHeading(const char *content, size_t length, McNamedFields *named, McLine *heading)
{
	for (size_t i = 0; i < sizeof(shapes) / sizeof(shapes[0]); i++)
		if (mc_named_find(content, length, shapes[i], COLUMNS, named, heading))
			return true;
	return false;
}

bool
mc_mce_recognise(const char *content, size_t length)
{
	McNamedFields named;
	McLine heading;

	return FindHeading(content, length, &named, &heading);
}

int
mc_mce_version(const char *content, size_t length)
{
	McNamedFields named;
	McField fields[COLUMNS];
	McLines lines;
	McLine heading;
	McLine line;
	int version;

	if (!FindHeading(content, length, &named, &heading))
		return 0;
	mc_lines_begin(&lines, content, length);
	while (mc_lines_glance(&lines, &line))
		if (line.number > heading.number)
		{
			if (!mc_named_split(&named, &line, fields))
				return 0;
			version = mc_field_number(&fields[VERSION]);
			return version > 0 && version < 200 ? version : 0;
		}
	return 0;
}

void
mc_mce_begin(McMceReader *reader, const char *content, size_t length)
{
	McLine heading;

	memset(reader, 0, sizeof(*reader));
	mc_lines_begin(&reader->lines, content, length);
	reader->lines.open_end = true; /* that of version 37 */
	reader->version = mc_mce_version(content, length);
	if (FindHeading(content, length, &reader->named, &heading))
		mc_lines_skip(&reader->lines, heading.number);
}

/* The name of a list that is none of ours: as it is, in lower case */
static bool
CopyName(const McField *field, char *list)
{
	if (field->length == 0 || field->length >= MC_MCE_LIST_MAX)
		return false;
	for (size_t i = 0; i < field->length; i++)
	{
		char c = field->text[i];

		if (c >= 'A' && c <= 'Z')
			c = (char) (c - 'A' + 'a');
		if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'))
			return false;
		list[i] = c;
	}
	list[field->length] = '\0';
	return true;
}

/* "(Ages 9-64)": the numbers of a rule */
static void
ReadAges(const McField *field, McMceRow *row)
{
	int numbers[2];
	int n = 0;

	for (size_t i = 0; i < field->length && n < 2; i++)
	{
		int value = -1;

		for (; i < field->length && field->text[i] >= '0' && field->text[i] <= '9' &&
			   value < 1000;
			 i++)
			value = (value < 0 ? 0 : value * 10) + (field->text[i] - '0');
		if (value >= 0)
			numbers[n++] = value;
	}
	if (n == 0)
		return;
	row->age_from = numbers[0];
	row->age_to = n == 2 ? numbers[1] : numbers[0];
}

static bool
ReadList(const McMceReader *reader, const McField *field, McMceRow *row)
{
	row->has_age = false;
	for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++)
	{
		if (!mc_field_begins(field, lists[i].beginning))
			continue;
		memcpy(row->list, lists[i].list, strlen(lists[i].list) + 1);
		row->has_age = lists[i].age_to >= 0;
		if (!row->has_age)
			return true;
		row->age_from = lists[i].age_from;
		row->age_to = lists[i].age_to;
		if (strcmp(row->list, "maternity") == 0 && reader->version > 0 &&
			reader->version < MATERNITY_CHANGED)
		{
			row->age_from = 12;
			row->age_to = 55;
		}
		ReadAges(field, row);
		return true;
	}
	return CopyName(field, row->list);
}

/* A code of ICD-10-PCS: seven letters or digits */
static bool
CopyProcedure(const McField *field, char *code)
{
	if (field->length != 7)
		return false;
	for (size_t i = 0; i < 7; i++)
		if (!((field->text[i] >= '0' && field->text[i] <= '9') ||
			  (field->text[i] >= 'A' && field->text[i] <= 'Z')))
			return false;
	memcpy(code, field->text, 7);
	code[7] = '\0';
	return true;
}

McReadStatus
mc_mce_next(McMceReader *reader, McMceRow *row)
{
	McLines *lines = &reader->lines;
	McLine line;
	McField fields[COLUMNS];
	McIcd10cm code;
	size_t position;
	McReadStatus status =
		mc_named_next(&reader->named, lines,
					  reader->any ? NULL : "no code follows the heading", &line, fields);

	if (status != MC_READ_ROW)
		return status;
	row->procedure = mc_field_is(&fields[TYPE], "p");
	if (fields[TYPE].length > 0 && !row->procedure && !mc_field_is(&fields[TYPE], "d"))
		return mc_lines_refuse(lines, line.number, NULL,
							   "the kind of code is neither D nor P");
	if (row->procedure)
	{
		if (!CopyProcedure(&fields[CODE], row->code))
			return mc_lines_refuse(lines, line.number, NULL,
								   "the code is no ICD-10-PCS code");
	}
	else
	{
		if (mc_icd10cm_parse(fields[CODE].text, fields[CODE].length, &code, &position) !=
			MC_ICD10CM_OK)
			return mc_lines_refuse(lines, line.number, NULL,
								   "the code is no ICD-10-CM code");
		(void) mc_icd10cm_print(code, row->code);
	}
	if (!ReadList(reader, &fields[EDIT], row))
		return mc_lines_refuse(lines, line.number, row->code,
							   "stands in a list without name");
	if (reader->version > 0 && mc_field_number(&fields[VERSION]) != reader->version)
		return mc_lines_refuse(lines, line.number, row->code,
							   "is of another version than the first line");
	row->line = line.number;
	reader->any = true;
	return MC_READ_ROW;
}
