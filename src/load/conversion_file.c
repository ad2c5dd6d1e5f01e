/*
 * conversion_file.c
 *		Reader of the ICD-10-CM conversion table.
 */
#include "load/conversion_file.h"

#include <string.h>

enum
{
	FIELD_CODE,
	FIELD_EFFECTIVE,
	FIELD_PREVIOUS,
	FIELDS
};

/* Midnight, as spreadsheets write it behind a date */
#define MIDNIGHT " 00:00:00"

/* Does a field begin with the word, in lower case here, in whatever case there? */
static bool
BeginsWith(const McField *field, const char *word)
{
	McField start = *field;

	if (start.length < strlen(word))
		return false;
	start.length = strlen(word);
	return mc_field_is(&start, word);
}

/* The character that separates the headings, or 0 if they are none */
static char
FindSeparator(const McLine *line)
{
	static const char separators[] = {'\t', ','};
	McField fields[FIELDS];

	for (size_t i = 0; i < sizeof(separators); i++)
		if (mc_line_split(line, separators[i], fields, FIELDS) == FIELDS &&
			BeginsWith(&fields[FIELD_CODE], "current") &&
			BeginsWith(&fields[FIELD_EFFECTIVE], "effective") &&
			BeginsWith(&fields[FIELD_PREVIOUS], "previous"))
			return separators[i];
	return 0;
}

bool
mc_conversion_recognise(const char *content, size_t length)
{
	McLines lines;
	McLine line;

	mc_lines_begin(&lines, content, length);
	return mc_lines_glance(&lines, &line) && FindSeparator(&line) != 0;
}

void
mc_conversion_begin(McConversionReader *reader, const char *content, size_t length)
{
	memset(reader, 0, sizeof(*reader));
	mc_lines_begin(&reader->lines, content, length);
}

/* Read one of the three numbers of 4/1/2023; *at moves behind it and its slash. */
static int
ReadNumber(const char **at, const char *end)
{
	McField number = {*at, 0, false};

	while (*at < end && **at != '/')
		++*at;
	number.length = (size_t) (*at - number.text);
	if (*at < end)
		++*at;
	return mc_field_number(&number);
}

/* Read the first day of a code: 2025, 2023-04-01, 2023-04-01 00:00:00 or 4/1/2023. */
static bool
ReadEffective(McField field, McDay *day)
{
	const char *at = field.text;
	const char *end = field.text + field.length;

	if (field.length == 4)
	{
		*day = (McDay){mc_field_number(&field), 10, 1};
		return mc_day_is_valid(*day);
	}
	if (memchr(at, '/', field.length))
	{
		day->month = ReadNumber(&at, end);
		day->day = ReadNumber(&at, end);
		day->year = ReadNumber(&at, end);
		return at == end && mc_day_is_valid(*day);
	}
	if (field.length > strlen(MIDNIGHT) &&
		memcmp(end - strlen(MIDNIGHT), MIDNIGHT, strlen(MIDNIGHT)) == 0)
		field.length -= strlen(MIDNIGHT);
	return mc_field_day(&field, day);
}

/* Is it a word between or before codes? */
static bool
IsFiller(const McField *word)
{
	static const char *const words[] = {"a",    "and",   "categories", "category",
										"code", "codes", "from",       "in"};

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (mc_field_is(word, words[i]))
			return true;
	return false;
}

/* Read a code.  Words have the shape of codes too, but no digits. */
static bool
ReadCode(const char *text, size_t length, McIcd10cm *code)
{
	size_t position;
	bool digit = false;

	for (size_t i = 0; i < length; i++)
		digit |= text[i] >= '0' && text[i] <= '9';
	return digit && mc_icd10cm_parse(text, length, code, &position) == MC_ICD10CM_OK;
}

/* Read a code, a heading with dash (I63.-), or a range. */
static bool
ReadRange(const McField *word, McCodeRange *range)
{
	const char *dash = memchr(word->text, '-', word->length);
	size_t first = dash ? (size_t) (dash - word->text) : word->length;
	size_t last = dash ? word->length - first - 1 : 0;

	if (dash && last == 0 && first > 0 && word->text[first - 1] == '.')
		first--;
	if (!ReadCode(word->text, first, &range->first))
		return false;
	range->last = range->first;
	if (last == 0)
		return true;
	return ReadCode(dash + 1, last, &range->last) && range->first <= range->last;
}

/* Read the codes before from text[0..length), with single blanks; false if that fails. */
static bool
ReadPrevious(const char *text, size_t length, McConversionRow *row)
{
	McField all = {text, length, false};
	const char *end = text + length;

	row->count = 0;
	if (mc_field_is(&all, "none"))
		return true;
	for (const char *at = text; at < end;)
	{
		McField word = {at, 0, false};

		while (at < end && !strchr(" ,;&", *at))
			at++;
		word.length = (size_t) (at - word.text);
		if (at < end)
			at++;
		if (word.length == 0 || IsFiller(&word))
			continue;
		if (row->count == MC_CONVERSION_MAX ||
			!ReadRange(&word, &row->previous[row->count]))
			return false;
		row->count++;
	}
	return row->count > 0;
}

/*
 * Copy the field to buf with every dash as "-", and without the blanks around
 * one that stands between two codes.  Returns the length.
 */
static size_t
CopyPrevious(const McField *field, char *buf)
{
	size_t length = mc_field_copy(field, buf);
	size_t to = 0;

	for (size_t from = 0; from < length; from++)
	{
		/* en dash */
		if (length - from >= 3 && memcmp(buf + from, "\xE2\x80\x93", 3) == 0)
		{
			from += 2;
			buf[from] = '-';
		}
		if (buf[from] == '-' && to > 0 && buf[to - 1] == ' ' && from + 1 < length &&
			buf[from + 1] == ' ')
		{
			buf[to - 1] = '-';
			from++;
			continue;
		}
		buf[to++] = buf[from];
	}
	return to;
}

static McReadStatus
Finish(McConversionReader *reader)
{
	McLines *lines = &reader->lines;

	if (lines->number == 1)
		return mc_lines_refuse(lines, 1, NULL, "no record follows the heading");
	if (lines->number > MC_LINE_SAMPLE_ROWS && !reader->last_chapter)
		return mc_lines_refuse(
			lines, lines->number, NULL,
			"the list ends here, before the codes with Z; the content is cut");
	return MC_READ_END;
}

McReadStatus
mc_conversion_next(McConversionReader *reader, McConversionRow *row)
{
	McLines *lines = &reader->lines;
	McLine line;
	McField fields[FIELDS];
	McReadStatus status = mc_lines_next(lines, &line);
	char previous[MC_LINE_MAX];
	char printed[MC_ICD10CM_BUFSIZE];
	size_t position;

	if (status == MC_READ_ROW && line.number == 1)
	{
		reader->separator = FindSeparator(&line);
		if (reader->separator == 0)
			return mc_lines_refuse(
				lines, 1, NULL,
				"the line does not name current code, effective and previous codes");
		status = mc_lines_next(lines, &line);
	}
	if (status == MC_READ_END)
		return Finish(reader);
	if (status != MC_READ_ROW)
		return status;

	if (mc_line_split(&line, reader->separator, fields, FIELDS) != FIELDS)
		return mc_lines_refuse(lines, line.number, NULL,
							   "the line does not have three fields");
	if (mc_icd10cm_parse(fields[FIELD_CODE].text, fields[FIELD_CODE].length, &row->code,
						 &position) != MC_ICD10CM_OK)
		return mc_lines_refuse(lines, line.number, NULL,
							   "the first field is no ICD-10-CM code");
	(void) mc_icd10cm_print(row->code, printed);
	if (!ReadEffective(fields[FIELD_EFFECTIVE], &row->effective))
		return mc_lines_refuse(lines, line.number, printed,
							   "has neither a year nor a date in the second field");
	row->unreadable =
		!ReadPrevious(previous, CopyPrevious(&fields[FIELD_PREVIOUS], previous), row);
	if (row->unreadable)
		row->count = 0;
	row->repeated = reader->last.number > 0 && reader->last.length == line.length &&
					memcmp(reader->last.text, line.text, line.length) == 0;
	row->line = line.number;
	reader->last = line;
	reader->last_chapter |= printed[0] == 'Z';
	return MC_READ_ROW;
}
