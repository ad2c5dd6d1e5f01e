/*
 * site_file.c
 *		Reader of tables of a site's own.
 */
#include "load/site_file.h"

#include <string.h>

#include "text/utf8.h"

#define BOM "\xEF\xBB\xBF"

static const char *const column_names[MC_SITE_COLUMNS] = {
	"code", "code_system", "phrase", "kind", "title", "short_title", "billable", "parent",
};

#define COLUMN(c) (1u << (c))

#define TERM_COLUMNS                                                             \
	(COLUMN(MC_SITE_CODE) | COLUMN(MC_SITE_CODE_SYSTEM) | COLUMN(MC_SITE_KIND) | \
	 COLUMN(MC_SITE_PHRASE))
#define TERM_NEEDED (COLUMN(MC_SITE_CODE) | COLUMN(MC_SITE_PHRASE))
#define CODE_COLUMNS                                                              \
	(COLUMN(MC_SITE_CODE) | COLUMN(MC_SITE_CODE_SYSTEM) | COLUMN(MC_SITE_TITLE) | \
	 COLUMN(MC_SITE_SHORT_TITLE) | COLUMN(MC_SITE_BILLABLE) | COLUMN(MC_SITE_PARENT))
#define CODE_NEEDED \
	(COLUMN(MC_SITE_CODE) | COLUMN(MC_SITE_CODE_SYSTEM) | COLUMN(MC_SITE_TITLE))

static bool
Is(McSiteField field, const char *text)
{
	return field.length == strlen(text) && memcmp(field.text, text, field.length) == 0;
}

static McSiteField
Trim(const char *text, size_t length)
{
	McSiteField field;

	while (length > 0 && *text == ' ')
	{
		text++;
		length--;
	}
	while (length > 0 && text[length - 1] == ' ')
		length--;
	field.text = text;
	field.length = length;
	return field;
}

/* The field that begins at *text, which moves behind it; NULL after the last. */
static McSiteField
NextField(const char **text, const char *end)
{
	const char *start = *text;
	const char *tab = memchr(start, '\t', (size_t) (end - start));

	*text = tab ? tab + 1 : NULL;
	return Trim(start, (size_t) ((tab ? tab : end) - start));
}

/* End of the line that begins at text, without its line end */
static const char *
LineEnd(const char *text, const char *end)
{
	const char *eol = memchr(text, '\n', (size_t) (end - text));

	if (eol == NULL)
		eol = end;
	return eol > text && eol[-1] == '\r' ? eol - 1 : eol;
}

McSiteFormat
mc_site_format(const char *content, size_t length)
{
	bool code = false;
	bool phrase = false;
	bool title = false;
	const char *end;

	if (length >= 3 && memcmp(content, BOM, 3) == 0)
	{
		content += 3;
		length -= 3;
	}
	if (length == 0)
		return MC_SITE_UNKNOWN;
	end = LineEnd(content, content + length);
	for (const char *text = content; text;)
	{
		McSiteField name = NextField(&text, end);

		code = code || Is(name, "code");
		phrase = phrase || Is(name, "phrase");
		title = title || Is(name, "title");
	}
	return !code    ? MC_SITE_UNKNOWN
		   : phrase ? MC_SITE_TERMS
		   : title  ? MC_SITE_CODES
					: MC_SITE_UNKNOWN;
}

void
mc_site_begin(McSiteReader *reader, const char *content, size_t length)
{
	memset(reader, 0, sizeof(*reader));
	reader->format = mc_site_format(content, length);
	reader->content = content;
	reader->length = length;
	if (length >= 3 && memcmp(content, BOM, 3) == 0)
		reader->offset = 3;
}

static McSiteStatus
Refuse(McSiteReader *reader, const char *problem)
{
	reader->line = reader->lines;
	reader->problem = problem;
	return MC_SITE_BAD;
}

/* Read the next line into *text and *end; false if it is damaged. */
static bool
ReadLine(McSiteReader *reader, const char **text, const char **end)
{
	const char *start = reader->content + reader->offset;
	const char *all = reader->content + reader->length;
	const char *eol = memchr(start, '\n', (size_t) (all - start));

	reader->lines++;
	if (eol == NULL)
	{
		Refuse(reader, "the last line is cut: it has no line end");
		return false;
	}
	*text = start;
	*end = LineEnd(start, all);
	reader->offset = (size_t) (eol + 1 - reader->content);
	for (const char *p = *text; p < *end;)
	{
		int width;
		uint32_t c = mc_utf8_read(p, *end, &width);

		if (c == 0xFFFD && width == 1)
		{
			Refuse(reader, "the text is not UTF-8");
			return false;
		}
		if ((c < ' ' && c != '\t') || c == 0x7F)
		{
			Refuse(reader, "the line has a control character");
			return false;
		}
		p += width;
	}
	return true;
}

static McSiteStatus
ReadHeader(McSiteReader *reader)
{
	bool terms = reader->format == MC_SITE_TERMS;
	unsigned allowed = terms ? TERM_COLUMNS : CODE_COLUMNS;
	unsigned needed = terms ? TERM_NEEDED : CODE_NEEDED;
	unsigned found = 0;
	const char *text;
	const char *end;

	if (!ReadLine(reader, &text, &end))
		return MC_SITE_BAD;
	while (text)
	{
		McSiteField name = NextField(&text, end);
		int c = 0;

		while (c < MC_SITE_COLUMNS && !Is(name, column_names[c]))
			c++;
		if (c == MC_SITE_COLUMNS || !(allowed & COLUMN(c)))
			return Refuse(reader,
						  terms ? "a column is none of phrase, code, code_system, kind"
								: "a column is none of code_system, code, title, "
								  "short_title, billable, parent");
		if (found & COLUMN(c))
			return Refuse(reader, "a column is named twice");
		found |= COLUMN(c);
		reader->column[reader->ncolumns++] = (McSiteColumn) c;
	}
	if ((found & needed) != needed)
		return Refuse(reader, terms ? "columns phrase and code are needed"
									: "columns code_system, code and title are needed");
	return MC_SITE_ROW;
}

/* Lower case letters, digits and underscores, as names of code systems are here */
static bool
IsSystem(McSiteField field)
{
	if (field.length == 0 || field.length > MC_SITE_NAME_MAX || field.text[0] < 'a' ||
		field.text[0] > 'z')
		return false;
	for (size_t i = 0; i < field.length; i++)
	{
		char c = field.text[i];

		if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'))
			return false;
	}
	return true;
}

/* Read a code of ICD-10-CM and let the field be how it is printed, in buf. */
static bool
ReadIcd10cm(McSiteField *field, char *buf)
{
	McIcd10cm code;
	size_t position;

	if (mc_icd10cm_parse(field->text, field->length, &code, &position) != MC_ICD10CM_OK)
		return false;
	field->length = (size_t) mc_icd10cm_print(code, buf);
	field->text = buf;
	return true;
}

/* Read yes or no; nothing means yes. */
static bool
ReadBillable(McSiteField field, bool *billable)
{
	static const char *const words[] = {"true",  "t", "yes", "y", "1",
										"false", "f", "no",  "n", "0"};
	const size_t count = sizeof(words) / sizeof(words[0]);

	*billable = true;
	for (size_t i = 0; i < count; i++)
		if (Is(field, words[i]))
		{
			*billable = i < count / 2;
			return true;
		}
	return field.length == 0;
}

static McSiteStatus
CheckTerm(McSiteReader *reader, McSiteRow *row)
{
	McSiteField *kind = &row->field[MC_SITE_KIND];
	McSiteField *system = &row->field[MC_SITE_CODE_SYSTEM];

	if (row->field[MC_SITE_PHRASE].length == 0)
		return Refuse(reader, "the phrase is empty");
	if (row->field[MC_SITE_PHRASE].length > MC_SITE_PHRASE_MAX)
		return Refuse(reader, "the phrase is longer than 2,000 bytes");
	if (kind->length == 0)
		*kind = (McSiteField){"site", 4};
	if (!Is(*kind, "site") && !Is(*kind, "synonym") && !Is(*kind, "lay"))
		return Refuse(reader, "the kind is none of site, synonym, lay");
	if (system->length == 0)
		*system = (McSiteField){"icd10cm", 7};
	return MC_SITE_ROW;
}

static McSiteStatus
CheckCode(McSiteReader *reader, McSiteRow *row)
{
	McSiteField system = row->field[MC_SITE_CODE_SYSTEM];

	if (row->field[MC_SITE_TITLE].length == 0)
		return Refuse(reader, "the title is empty");
	if (!ReadBillable(row->field[MC_SITE_BILLABLE], &row->billable))
		return Refuse(reader, "billable is neither true nor false");
	if (reader->rows == 0)
		reader->code_system = system;
	else if (system.length != reader->code_system.length ||
			 memcmp(system.text, reader->code_system.text, system.length) != 0)
		return Refuse(reader, "the code system is not that of the first row; "
							  "each takes a file of its own");
	return MC_SITE_ROW;
}

static McSiteStatus
CheckRow(McSiteReader *reader, McSiteRow *row)
{
	McSiteField *code = &row->field[MC_SITE_CODE];
	McSiteField *parent = &row->field[MC_SITE_PARENT];

	if ((reader->format == MC_SITE_TERMS ? CheckTerm(reader, row)
										 : CheckCode(reader, row)) == MC_SITE_BAD)
		return MC_SITE_BAD;
	if (!IsSystem(row->field[MC_SITE_CODE_SYSTEM]))
		return Refuse(reader, "the name of the code system is not made of lower case "
							  "letters, digits and underscores");
	if (code->length == 0)
		return Refuse(reader, "the code is empty");
	if (Is(row->field[MC_SITE_CODE_SYSTEM], "icd10cm") &&
		(!ReadIcd10cm(code, row->code) ||
		 (parent->length > 0 && !ReadIcd10cm(parent, row->parent))))
		return Refuse(reader, "the code is not one of ICD-10-CM");
	if (code->length > MC_SITE_NAME_MAX || parent->length > MC_SITE_NAME_MAX)
		return Refuse(reader, "the code is longer than 63 bytes");
	return MC_SITE_ROW;
}

McSiteStatus
mc_site_next(McSiteReader *reader, McSiteRow *row)
{
	const char *text;
	const char *end;
	int fields = 0;

	if (reader->format == MC_SITE_UNKNOWN)
		return Refuse(reader, "the first line names no columns");
	if (reader->lines == 0 && ReadHeader(reader) == MC_SITE_BAD)
		return MC_SITE_BAD;
	if (reader->offset == reader->length)
	{
		if (reader->rows == 0)
			return Refuse(reader, "nothing follows the header");
		return MC_SITE_END;
	}
	if (!ReadLine(reader, &text, &end))
		return MC_SITE_BAD;
	for (int i = 0; i < MC_SITE_COLUMNS; i++)
		row->field[i] = (McSiteField){"", 0};
	for (; text; fields++)
	{
		McSiteField field = NextField(&text, end);

		if (fields < reader->ncolumns)
			row->field[reader->column[fields]] = field;
	}
	if (fields != reader->ncolumns)
		return Refuse(reader, "the line does not have as many fields as the first line");
	row->line = reader->lines;
	row->billable = true;
	if (CheckRow(reader, row) == MC_SITE_BAD)
		return MC_SITE_BAD;
	reader->rows++;
	return MC_SITE_ROW;
}
