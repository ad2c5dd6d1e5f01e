/*
 * hcc_table_file.c
 *		Reader of tables of risk adjustment models.
 */
#include "load/hcc_table_file.h"

#include <stdio.h>
#include <string.h>

#define MAX_HCC  9999
#define MAX_AGE  150
#define MIN_YEAR 2000
#define MAX_YEAR 2099

typedef enum Type
{
	TYPE_IGNORED,
	TYPE_MODEL,      /* CMS-HCC Model V28 */
	TYPE_DOMAIN,     /* CMS-HCC, with the next column the model */
	TYPE_VERSION,    /* V28 */
	TYPE_CODE,       /* of ICD-10-CM */
	TYPE_HCC,        /* 37, HCC37, RXHCC37 */
	TYPE_MAYBE_HCC,  /* or nothing */
	TYPE_SUPPRESSED, /* an HCC */
	TYPE_YEAR,
	TYPE_SEX, /* 1 male, 2 female, or nothing */
	TYPE_AGE_MIN,
	TYPE_AGE_MAX,
	TYPE_ACTION, /* override, invalid */
	TYPE_NAME,
	TYPE_TEXT,
	TYPE_NUMBER,
	TYPE_SECOND
} Type;

typedef struct Column
{
	const char *heading;
	Type type;
} Column;

static const Column columns[MC_HCC_TABLES][MC_HCC_FIELDS + 1] = {
	[MC_HCC_MAPPING] = {{"diagnosis_code", TYPE_CODE},
						{"cc", TYPE_HCC},
						{"model_name", TYPE_MODEL}},
	[MC_HCC_LABEL] = {{"cc", TYPE_HCC},
					  {"label", TYPE_TEXT},
					  {"model_domain", TYPE_DOMAIN},
					  {"model_version", TYPE_VERSION},
					  {"model_fullname", TYPE_IGNORED}},
	[MC_HCC_HIERARCHY] = {{"cc_parent", TYPE_HCC},
						  {"cc_child", TYPE_SUPPRESSED},
						  {"model_domain", TYPE_DOMAIN},
						  {"model_version", TYPE_VERSION},
						  {"model_fullname", TYPE_IGNORED}},
	[MC_HCC_EDIT] = {{"icd10", TYPE_CODE},
					 {"edit_type", TYPE_IGNORED},
					 {"sex", TYPE_SEX},
					 {"age_min", TYPE_AGE_MIN},
					 {"age_max", TYPE_AGE_MAX},
					 {"action", TYPE_ACTION},
					 {"cc_override", TYPE_MAYBE_HCC},
					 {"model_name", TYPE_MODEL},
					 {"description", TYPE_IGNORED}},
	[MC_HCC_COEFFICIENT] = {{"coefficient", TYPE_NAME},
							{"value", TYPE_NUMBER},
							{"model_domain", TYPE_DOMAIN},
							{"model_version", TYPE_VERSION}},
	[MC_HCC_ADJUSTMENT] = {{"model", TYPE_MODEL},
						   {"payment_year", TYPE_YEAR},
						   {"segment", TYPE_TEXT},
						   {"normalization_factor", TYPE_NUMBER},
						   {"ma_coding_pattern_adjustment", TYPE_SECOND}},
	[MC_HCC_VARIABLE] = {{"model", TYPE_MODEL},
						 {"variable", TYPE_NAME},
						 {"definition", TYPE_TEXT}},
	[MC_HCC_SEGMENT] = {{"model", TYPE_MODEL},
						{"segment", TYPE_NAME},
						{"term", TYPE_TEXT}},
	[MC_HCC_BLEND] = {{"payment_year", TYPE_YEAR},
					  {"model", TYPE_MODEL},
					  {"weight", TYPE_NUMBER}},
	[MC_HCC_ELIGIBLE] = {{"cpt_hcpcs_code", TYPE_NAME}},
};

static int
ColumnCount(McHccTable table)
{
	int count = 0;

	while (columns[table][count].heading)
		count++;
	return count;
}

/* The character that separates the headings of the table, or 0 if they are others */
static char
FindSeparator(const McLine *line, McHccTable table)
{
	static const char separators[] = {',', '\t'};
	int count = ColumnCount(table);

	for (size_t i = 0; i < sizeof(separators); i++)
	{
		McField fields[MC_HCC_FIELDS];
		bool same = mc_line_split(line, separators[i], fields, MC_HCC_FIELDS) == count;

		for (int k = 0; same && k < count; k++)
			same = mc_field_is(&fields[k], columns[table][k].heading);
		if (same)
			return separators[i];
	}
	return 0;
}

bool
mc_hcc_table_recognise(const char *content, size_t length, McHccTable table)
{
	McLines lines;
	McLine line;

	mc_lines_begin(&lines, content, length);
	return mc_lines_glance(&lines, &line) && FindSeparator(&line, table) != 0;
}

void
mc_hcc_table_begin(McHccTableReader *reader, McHccTable table, const char *content,
				   size_t length)
{
	memset(reader, 0, sizeof(*reader));
	reader->table = table;
	mc_lines_begin(&reader->lines, content, length);
	/* ra_labels_2026.csv is published so */
	reader->lines.open_end = table == MC_HCC_LABEL;
}

/* The number of 37, HCC37, RXHCC37; -1 if it is none */
static int
ReadHcc(McField field)
{
	static const char *const prefixes[] = {"rxhcc", "hcc"};
	int hcc;

	for (size_t i = 0; i < sizeof(prefixes) / sizeof(prefixes[0]); i++)
	{
		McField start = field;

		start.length = strlen(prefixes[i]);
		if (field.length <= start.length || !mc_field_is(&start, prefixes[i]))
			continue;
		field.text += start.length;
		field.length -= start.length;
		break;
	}
	hcc = mc_field_number(&field);
	return hcc > 0 && hcc <= MAX_HCC ? hcc : -1;
}

/* An age; true also where none is given */
static bool
ReadAge(const McField *field, int *age)
{
	*age = -1;
	if (field->length == 0)
		return true;
	*age = mc_field_number(field);
	return *age >= 0 && *age <= MAX_AGE;
}

static bool
ReadSex(const McField *field, char *sex)
{
	*sex = field->length == 0 ? 0 : mc_field_is(field, "2") ? 'F' : 'M';
	return field->length == 0 || mc_field_is(field, "1") || mc_field_is(field, "2");
}

/* Digits with at most one dot, at most six behind it; a minus may stand before */
static bool
IsDecimal(const McField *field)
{
	const char *at = field->text;
	const char *end = field->text + field->length;
	int whole = 0;
	int fraction = 0;

	if (at < end && *at == '-')
		at++;
	for (; at < end && *at >= '0' && *at <= '9'; at++)
		whole++;
	if (at < end && *at == '.')
		for (at++; at < end && *at >= '0' && *at <= '9'; at++)
			fraction++;
	return at == end && whole <= 4 && fraction <= 6 && whole + fraction > 0;
}

/* One word: letters, digits, underscores */
static bool
IsName(const McField *field)
{
	for (size_t i = 0; i < field->length; i++)
	{
		char c = field->text[i];

		if (!(c == '_' || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
			  (c >= 'a' && c <= 'z')))
			return false;
	}
	return field->length > 0 && field->length <= 60;
}

/* The model of "CMS-HCC" and "V28", which stand in two columns */
static bool
ReadDomainVersion(const McField *domain, const McField *version,
				  char model[MC_RISK_MODEL_SIZE])
{
	char both[64];
	int length = snprintf(both, sizeof(both), "%.*s %.*s", (int) domain->length,
						  domain->text, (int) version->length, version->text);

	return length < (int) sizeof(both) &&
		   mc_risk_model_name(both, (size_t) length, model);
}

/* Read the field of a column.  Returns NULL, or what is wrong with it. */
static const char *
ReadField(Type type, const McField *field, McHccRow *row)
{
	size_t position;

	switch (type)
	{
		case TYPE_IGNORED:
		case TYPE_DOMAIN:
			return NULL;
		case TYPE_MODEL:
			return mc_risk_model_name(field->text, field->length, row->model)
					   ? NULL
					   : "the line names no model";
		case TYPE_VERSION:
			/* the column before is its domain */
			return ReadDomainVersion(field - 1, field, row->model)
					   ? NULL
					   : "the line names no model";
		case TYPE_CODE:
			return mc_icd10cm_parse(field->text, field->length, &row->code, &position) ==
						   MC_ICD10CM_OK
					   ? NULL
					   : "the line has no ICD-10-CM code";
		case TYPE_MAYBE_HCC:
			if (field->length == 0)
				return NULL;
			/* FALLTHROUGH */
		case TYPE_HCC:
			row->hcc = ReadHcc(*field);
			return row->hcc > 0 ? NULL : "the line has no number of an HCC";
		case TYPE_SUPPRESSED:
			row->suppressed = ReadHcc(*field);
			return row->suppressed > 0 ? NULL : "the line has no number of an HCC";
		case TYPE_YEAR:
			row->payment_year = mc_field_number(field);
			return row->payment_year >= MIN_YEAR && row->payment_year <= MAX_YEAR
					   ? NULL
					   : "the line has no payment year";
		case TYPE_SEX:
			return ReadSex(field, &row->sex) ? NULL : "the sex is neither 1 nor 2";
		case TYPE_AGE_MIN:
			return ReadAge(field, &row->age_min) ? NULL : "the age is no number of years";
		case TYPE_AGE_MAX:
			return ReadAge(field, &row->age_max) ? NULL : "the age is no number of years";
		case TYPE_ACTION:
			row->name = *field;
			return mc_field_is(field, "override") || mc_field_is(field, "invalid")
					   ? NULL
					   : "the action is neither override nor invalid";
		case TYPE_NAME:
			row->name = *field;
			return IsName(field) ? NULL : "a name is missing or is not one word";
		case TYPE_TEXT:
			row->text = *field;
			return field->length > 0 ? NULL : "a text is missing";
		case TYPE_NUMBER:
			row->number = *field;
			return IsDecimal(field) ? NULL
									: "a number is missing or has more than six decimals";
		case TYPE_SECOND:
			row->second = *field;
			return IsDecimal(field) ? NULL
									: "a number is missing or has more than six decimals";
	}
	return NULL;
}

/* What is wrong with a row whose fields are right, or NULL */
static const char *
CheckRow(McHccTable table, const McHccRow *row)
{
	if (table == MC_HCC_HIERARCHY && row->hcc == row->suppressed)
		return "an HCC takes out itself";
	if (table == MC_HCC_EDIT && mc_field_is(&row->name, "override") != (row->hcc > 0))
		return "the action and the HCC do not agree";
	return NULL;
}

/* Remember that the mapping of a model has come so far; false if there are too many models. */
static bool
NoteModel(McHccTableReader *reader, const McHccRow *row)
{
	int i = 0;

	while (i < reader->model_count && strcmp(reader->models[i], row->model) != 0)
		i++;
	if (i == MC_HCC_MODELS)
		return false;
	if (i == reader->model_count)
		(void) snprintf(reader->models[reader->model_count++], MC_RISK_MODEL_SIZE, "%s",
						row->model);
	reader->complete[i] |= row->code >> 56 == 'Z';
	return true;
}

static McReadStatus
Finish(McHccTableReader *reader)
{
	McLines *lines = &reader->lines;

	if (lines->number == 1)
		return mc_lines_refuse(lines, 1, NULL, "no row follows the headings");
	for (int i = 0; i < reader->model_count; i++)
		if (lines->number > MC_LINE_SAMPLE_ROWS && !reader->complete[i])
			return mc_lines_refuse(
				lines, lines->number, NULL,
				"the mapping of a model ends before the codes with Z; the content is cut");
	return MC_READ_END;
}

McReadStatus
mc_hcc_table_next(McHccTableReader *reader, McHccRow *row)
{
	McLines *lines = &reader->lines;
	McLine line;
	McField fields[MC_HCC_FIELDS];
	int count = ColumnCount(reader->table);
	McReadStatus status = mc_lines_next(lines, &line);
	const char *problem = NULL;

	if (status == MC_READ_ROW && line.number == 1)
	{
		reader->separator = FindSeparator(&line, reader->table);
		if (reader->separator == 0)
			return mc_lines_refuse(lines, 1, NULL,
								   "the line does not name the columns of the table");
		status = mc_lines_next(lines, &line);
	}
	if (status == MC_READ_END)
		return Finish(reader);
	if (status != MC_READ_ROW)
		return status;

	if (mc_line_split(&line, reader->separator, fields, MC_HCC_FIELDS) != count)
		return mc_lines_refuse(lines, line.number, NULL,
							   "the line does not have as many fields as the first one");
	memset(row, 0, sizeof(*row));
	row->line = line.number;
	row->age_min = row->age_max = -1;
	for (int i = 0; i < count && !problem; i++)
		problem = ReadField(columns[reader->table][i].type, &fields[i], row);
	if (!problem)
		problem = CheckRow(reader->table, row);
	if (!problem && reader->table == MC_HCC_MAPPING && !NoteModel(reader, row))
		problem = "the file has too many models";
	return problem ? mc_lines_refuse(lines, line.number, NULL, problem) : MC_READ_ROW;
}
