/*
 * index_file.c
 *		Reader of the ICD-10-CM Alphabetic Index and its tables.
 */
#include "load/index_file.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "terminology/icd10cm.h"
#include "load/index_header.h"

/* Strings are cut from blocks of this size. */
#define BLOCK_BYTES 65536

/* Terms between two interrupts */
#define INTERRUPT_TERMS 256

typedef struct Reader
{
	const McHost *host;
	McXml *xml;
	McIndex *index;
	bool has_cells;
	char *block; /* rest of the block that strings are cut from */
	size_t block_left;
	char *text; /* of the element being read */
	size_t length;
	size_t text_cap;
	/* the last term of each level, to which a note behind it belongs */
	uint32_t last[MC_INDEX_MAX_LEVEL + 1];
} Reader;

static bool
IsLetter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (unsigned char) c >= 0x80;
}

static bool
IsWord(char c)
{
	return IsLetter(c) || (c >= '0' && c <= '9');
}

/* ---- refusing and reporting ---- */

static bool Refuse(Reader *r, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

static bool
Refuse(Reader *r, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	(void) vsnprintf(r->index->problem, MC_INDEX_PROBLEM_SIZE, format, args);
	va_end(args);
	r->index->line = mc_xml_line(r->xml);
	return false;
}

/* Refuse the file for the event that came. */
static bool
RefuseEvent(Reader *r, McXmlEvent event)
{
	const char *name;

	switch (event)
	{
		case MC_XML_START:
			name = mc_xml_name(r->xml);
			if (strcmp(name, "diff") == 0 || strcmp(name, "old") == 0 ||
				strcmp(name, "new") == 0)
				return Refuse(r, "element %s marks a change; this is an addendum", name);
			return Refuse(r, "element %s does not belong there",
						  mc_xml_tell_name(r->xml));
		case MC_XML_TEXT:
			return Refuse(r, "there is text where none belongs");
		case MC_XML_BAD:
			return Refuse(r, "%s",
						  mc_xml_problem(r->xml) ? mc_xml_problem(r->xml)
												 : "it is no XML");
		case MC_XML_END:
			return Refuse(r, "element %s is not complete", mc_xml_tell_name(r->xml));
		case MC_XML_DONE:
			break;
	}
	return Refuse(r, "the document is not complete");
}

static void
Report(Reader *r, uint32_t line, const char *reason)
{
	McIndex *index = r->index;

	MC_GROW(r->host, index->oddities, index->oddity_count, index->oddities_cap);
	index->oddities[index->oddity_count].line = line;
	index->oddities[index->oddity_count++].reason = reason;
}

/* ---- texts ---- */

static void *
Allocate(Reader *r, size_t size)
{
	char *result;

	size = (size + sizeof(void *) - 1) / sizeof(void *) * sizeof(void *);
	if (size > BLOCK_BYTES / 4)
		return mc_alloc(r->host, size);
	if (size > r->block_left)
	{
		r->block = mc_alloc(r->host, BLOCK_BYTES);
		r->block_left = BLOCK_BYTES;
	}
	result = r->block;
	r->block += size;
	r->block_left -= size;
	return result;
}

static const char *
Keep(Reader *r, const char *text, size_t length)
{
	char *copy = Allocate(r, length + 1);

	memcpy(copy, text, length);
	copy[length] = '\0';
	return copy;
}

static void
Append(Reader *r, const char *text, size_t length)
{
	if (r->length + length + 1 > r->text_cap)
	{
		size_t capacity = r->text_cap ? r->text_cap : 256;

		while (capacity < r->length + length + 1)
			capacity *= 2;
		r->text = mc_resize(r->host, r->text, capacity);
		r->text_cap = capacity;
	}
	memcpy(r->text + r->length, text, length);
	r->length += length;
	r->text[r->length] = '\0';
}

/*
 * Read the text of the element that just began.  A nemod in it that has no
 * parentheses is given some.
 */
static bool
ReadText(Reader *r)
{
	int depth = mc_xml_depth(r->xml);
	size_t nemod = 0;

	r->length = 0;
	Append(r, "", 0);
	for (;;)
	{
		McXmlEvent event = mc_xml_next(r->xml);

		if (event == MC_XML_TEXT)
			Append(r, mc_xml_text(r->xml), strlen(mc_xml_text(r->xml)));
		else if (event == MC_XML_START && mc_xml_is(r->xml, "nemod") &&
				 mc_xml_depth(r->xml) == depth + 1)
			nemod = r->length;
		else if (event == MC_XML_END && mc_xml_depth(r->xml) > depth)
		{
			if (r->length > nemod && strchr(r->text + nemod, '(') == NULL)
			{
				Append(r, "()", 2);
				memmove(r->text + nemod + 1, r->text + nemod, r->length - nemod - 2);
				r->text[nemod] = '(';
				r->text[r->length - 1] = ')';
			}
		}
		else if (event == MC_XML_END)
			return true;
		else
			return RefuseEvent(r, event);
	}
}

/* The text of the element that just began; *text is NULL if there is none. */
static bool
ReadPlain(Reader *r, const char **text)
{
	if (*text != NULL)
		return Refuse(r, "element %s occurs twice in a term", mc_xml_tell_name(r->xml));
	if (!ReadText(r))
		return false;
	r->length = mc_normalize_space(r->text, r->length);
	if (r->length == 0)
		Report(r, mc_xml_line(r->xml), "an element has no text");
	else
		*text = Keep(r, r->text, r->length);
	return true;
}

/* Make the text a code; false if it is none. */
static bool
ParseCode(Reader *r, McIndexCode *code)
{
	size_t length = r->length;
	McIcd10cm packed;
	char printed[MC_ICD10CM_BUFSIZE];
	size_t position;

	if (length > 0 && r->text[length - 1] == '-')
	{
		code->incomplete = true;
		length--;
		if (length > 0 && r->text[length - 1] == '.')
			length--;
	}
	if (mc_icd10cm_parse(r->text, length, &packed, &position) != MC_ICD10CM_OK ||
		mc_icd10cm_print(packed, printed) != (int) length ||
		memcmp(printed, r->text, length) != 0)
		return false;
	code->code = Keep(r, r->text, length);
	return true;
}

/* The code in the element that just began.  *seen: has there been one? */
static bool
ReadCode(Reader *r, McIndexCode *code, bool *seen)
{
	McIndexCode read = {NULL, false};

	if (*seen)
		return Refuse(r, "element %s occurs twice in a term", mc_xml_tell_name(r->xml));
	*seen = true;
	if (!ReadText(r))
		return false;
	r->length = mc_normalize_space(r->text, r->length);
	if (ParseCode(r, &read))
		*code = read;
	else
		Report(r, mc_xml_line(r->xml), "the text is not a code; left out");
	return true;
}

/* Blank out parentheses that are no pairs; false if there were any. */
static bool
PairParentheses(char *text, size_t length)
{
	size_t open = 0;
	size_t close = 0;
	bool paired = true;

	for (size_t i = 0; i < length; i++)
	{
		if (text[i] == '(')
			open++;
		else if (text[i] == ')' && open > 0)
			open--;
		else if (text[i] == ')')
		{
			text[i] = ' ';
			paired = false;
		}
	}
	for (size_t i = length; open > 0 && i-- > 0;)
	{
		if (text[i] == ')')
			close++;
		else if (text[i] == '(' && close > 0)
			close--;
		else if (text[i] == '(')
		{
			text[i] = ' ';
			open--;
			paired = false;
		}
	}
	return paired;
}

/* Is this an ending that a word may have or not: infection(s)? */
static bool
IsEnding(const char *text, size_t length)
{
	return (length == 1 && text[0] == 's') ||
		   (length == 2 && memcmp(text, "es", 2) == 0) ||
		   (length == 2 && memcmp(text, "ly", 2) == 0);
}

/* Make the text a title and its nonessential modifiers. */
static void
ParseTitle(Reader *r, McIndexEntry *entry)
{
	uint32_t count = 0;
	uint32_t parentheses = 0;
	size_t to = 0;
	size_t start = 0;
	int depth = 0;

	if (!PairParentheses(r->text, r->length))
		Report(r, entry->line, "the parentheses of the title are no pairs");
	for (size_t i = 0; i < r->length; i++)
		parentheses += r->text[i] == '(';
	if (parentheses > 0)
		entry->nonessential = Allocate(r, parentheses * sizeof(char *));
	for (size_t i = 0; i < r->length; i++)
	{
		if (r->text[i] == '(' && depth++ == 0)
			start = i + 1;
		else if (r->text[i] == ')' && --depth == 0)
		{
			size_t length = mc_normalize_space(r->text + start, i - start);
			bool attached = start > 1 && IsWord(r->text[start - 2]);

			if (length > 0 && !(attached && IsEnding(r->text + start, length)))
				entry->nonessential[count++] = Keep(r, r->text + start, length);
			if (i + 1 < r->length && IsWord(r->text[i + 1]))
				r->text[to++] = ' ';
		}
		else if (depth == 0)
			r->text[to++] = r->text[i];
	}
	to = mc_normalize_space(r->text, to);
	while (to > 0 && (r->text[to - 1] == ',' || r->text[to - 1] == ' '))
		to--;
	entry->nonessential_count = count;
	if (to == 0 && count > 0)
	{
		Report(r, entry->line, "the title is only a nonessential modifier");
		entry->title = entry->nonessential[0];
	}
	else
		entry->title = Keep(r, r->text, to);
}

/* The cell that just began */
static bool
ReadCell(Reader *r, McIndexEntry *entry, unsigned *seen)
{
	int column = mc_index_column_attribute(r->xml);
	McIndexCode read = {NULL, false};

	if (!r->has_cells)
		return Refuse(r, "there is a cell, but no heading of columns");
	if (column < 2)
		return Refuse(r, "a cell is in none of the columns 2 to 7");
	if (*seen & (1u << column))
		return Refuse(r, "a term has two cells in column %d", column);
	*seen |= 1u << column;
	if (!ReadText(r))
		return false;
	r->length = mc_normalize_space(r->text, r->length);
	if (strspn(r->text, "-") >= r->length)
		return true; /* no code in this column */
	if (entry->cells == NULL)
	{
		entry->cells = Allocate(r, MC_INDEX_CELLS * sizeof(McIndexCode));
		memset(entry->cells, 0, MC_INDEX_CELLS * sizeof(McIndexCode));
	}
	if (ParseCode(r, &read))
		entry->cells[column - 2] = read;
	else
		Report(r, mc_xml_line(r->xml), "the text is not a code; left out");
	return true;
}

/* ---- terms ---- */

/* Number the entry; the terms below it come next. */
static uint32_t
Add(Reader *r, const McIndexEntry *entry)
{
	McIndex *index = r->index;

	MC_GROW(r->host, index->entries, index->count, index->entries_cap);
	index->entries[index->count++] = *entry;
	if (index->count % INTERRUPT_TERMS == 0)
		mc_interrupt(r->host);
	return (uint32_t) index->count;
}

/* The term that an entry belongs to that is a note, for the terms below it */
static bool
OwnerOfNote(Reader *r, const McIndexEntry *note, uint32_t depth, uint32_t *owner)
{
	*owner = r->last[depth] ? r->last[depth] : note->parent;
	if (*owner == 0)
		return Refuse(r, "a note holds terms, but no term stands before it");
	return true;
}

/* Does the level attribute agree with the nesting? */
static bool
CheckLevel(Reader *r, uint32_t depth)
{
	const char *value = mc_xml_attribute(r->xml, "level");
	char expected[16];

	if (depth > MC_INDEX_MAX_LEVEL)
		return Refuse(r, "terms are nested too deep");
	(void) snprintf(expected, sizeof(expected), "%u", (unsigned) depth);
	if (value == NULL || strcmp(value, expected) != 0)
		return Refuse(r, "the level of a term is not that of its nesting, %s", expected);
	return true;
}

/*
 * Read the mainTerm or term that just began, at this depth of the file, with
 * all below it.
 */
static bool
ReadTerm(Reader *r, uint32_t parent, uint32_t depth)
{
	McIndexEntry entry = {.line = mc_xml_line(r->xml), .parent = parent};
	McIndexCode subcategory = {NULL, false};
	McIndexCode category = {NULL, false};
	bool code_seen = false;
	bool manifestation_seen = false;
	bool subcategory_seen = false;
	bool category_seen = false;
	unsigned cells_seen = 0;
	bool note = false;
	bool closed = false; /* no more than terms may follow */
	uint32_t number = 0;

	if (parent != 0)
		entry.level = r->index->entries[parent - 1].level + 1;
	for (;;)
	{
		McXmlEvent event = mc_xml_next(r->xml);
		bool end = event == MC_XML_END;
		bool read;

		if (event != MC_XML_START && !end)
			return RefuseEvent(r, event);
		if (entry.title == NULL && (end || !mc_xml_is(r->xml, "title")))
			return Refuse(r, "a term does not begin with its title");
		if (!closed && (end || mc_xml_is(r->xml, "term")))
		{
			/* Its own elements are complete. */
			closed = true;
			if (code_seen)
				r->index->code_elements++;
			entry.see_category = category.code;
			if (subcategory.code && entry.code.code == NULL)
			{
				entry.code.code = subcategory.code;
				entry.code.incomplete = entry.subcategory = true;
			}
			else if (subcategory.code && entry.see_category == NULL)
				entry.see_category = subcategory.code;
			if (note)
			{
				Report(r, entry.line,
					   end ? "the title is a note, not a term; left out"
						   : "the title is a note, not a term; "
							 "the terms below it belong to the term before it");
				if (!end && !OwnerOfNote(r, &entry, depth, &number))
					return false;
			}
			else
			{
				number = Add(r, &entry);
				r->last[depth] = number;
			}
			if (depth < MC_INDEX_MAX_LEVEL)
				r->last[depth + 1] = 0;
		}
		if (end)
			return true;

		if (mc_xml_is(r->xml, "term"))
			read = CheckLevel(r, depth + 1) && ReadTerm(r, number, depth + 1);
		else if (closed)
			return RefuseEvent(r, event);
		else if (mc_xml_is(r->xml, "title"))
		{
			if (entry.title != NULL)
				return Refuse(r, "a term has two titles");
			read = ReadText(r);
			if (read)
			{
				ParseTitle(r, &entry);
				if (entry.title[0] == '\0')
					return Refuse(r, "a title has no words");
				note = strncmp(entry.title, "Note:", 5) == 0;
			}
		}
		else if (mc_xml_is(r->xml, "code"))
			read = ReadCode(r, &entry.code, &code_seen);
		else if (mc_xml_is(r->xml, "manif"))
			read = ReadCode(r, &entry.manifestation, &manifestation_seen);
		else if (mc_xml_is(r->xml, "subcat"))
			read = ReadCode(r, &subcategory, &subcategory_seen);
		else if (mc_xml_is(r->xml, "seecat"))
			read = ReadCode(r, &category, &category_seen);
		else if (mc_xml_is(r->xml, "see"))
			read = ReadPlain(r, &entry.see);
		else if (mc_xml_is(r->xml, "seeAlso"))
			read = ReadPlain(r, &entry.see_also);
		else if (mc_xml_is(r->xml, "cell"))
			read = ReadCell(r, &entry, &cells_seen);
		else if (mc_xml_is(r->xml, "warning"))
			read = ReadText(r);
		else
			return RefuseEvent(r, event);
		if (!read)
			return false;
	}
}

/* Read the letter that just began. */
static bool
ReadLetter(Reader *r)
{
	for (;;)
	{
		McXmlEvent event = mc_xml_next(r->xml);
		bool read;

		if (event == MC_XML_END)
			return true;
		if (event != MC_XML_START)
			return RefuseEvent(r, event);
		if (mc_xml_is(r->xml, "mainTerm"))
			read = ReadTerm(r, 0, 0);
		else if (mc_xml_is(r->xml, "title"))
			read = ReadText(r);
		else
			return RefuseEvent(r, event);
		if (!read)
			return false;
	}
}

bool
mc_index_read(const McHost *host, McXml *xml, McIndex *index)
{
	Reader reader = {.host = host, .xml = xml, .index = index};
	Reader *r = &reader;
	McIndexHeader header;
	McXmlEvent event;
	int column;

	memset(index, 0, sizeof(*index));
	if (!mc_index_header(xml, &header, &event))
		return RefuseEvent(r, event);
	if (!mc_index_header_kind(&header, &index->kind))
		return Refuse(r, "neither title nor headings are those of an index");
	if (header.addenda)
		return Refuse(r, "this is an addendum, not the whole index");
	r->has_cells = index->kind == MC_INDEX_NEOPLASMS || index->kind == MC_INDEX_DRUGS;
	column = r->has_cells ? mc_index_wrong_column(&header, index->kind) : 0;
	if (column != 0)
		return Refuse(r, "the heading of column %d is not that of the table", column);
	memcpy(index->version, header.version, MC_INDEX_VERSION_SIZE);
	do
	{
		if (event != MC_XML_START || !mc_xml_is(xml, "letter"))
			return RefuseEvent(r, event);
		if (!ReadLetter(r))
			return false;
		event = mc_xml_next(xml);
	} while (event != MC_XML_END);
	event = mc_xml_next(xml);
	if (event != MC_XML_DONE)
		return RefuseEvent(r, event);
	if (index->count == 0)
		return Refuse(r, "there is no main term");
	return true;
}
