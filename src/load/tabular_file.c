/*
 * tabular_file.c
 *		Reader of the Tabular List in XML.
 *
 * tabular_part.c has what may stand where, tabular_note.c what the
 * texts of notes say.
 */
#include "load/tabular_file.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "terminology/code_set.h"
#include "load/tabular_part.h"
#include "load/xml_file.h"

/* The root, chapter, section, a code of each length, notes, a note */
#define MAX_DEPTH 16

/* A chapter's number or the name of a section: A00-A09 */
#define PLACE_SIZE 16

/* An element that is open */
typedef struct Open
{
	McTabularPart part;
	McNoteKind note; /* of MC_PART_NOTES */
	bool named;
	bool titled;
	McIcd10cm code;
	uint32_t line;
} Open;

struct McTabular
{
	const McHost *host;
	McXml *xml;
	Open open[MAX_DEPTH];
	int depth; /* of open */
	int passed_over;
	char *text; /* of the element that is open */
	size_t length;
	size_t capacity;
	/* place of chapter, section and code, for the notes below them */
	char places[3][PLACE_SIZE];
	int chapter;
	McIcd10cm first; /* of the section */
	McIcd10cm last;
	char (*sections)[PLACE_SIZE]; /* those so far */
	size_t section_count;
	size_t section_capacity;
	McIcd10cm *codes; /* those so far, as hash table */
	size_t code_count;
	size_t code_room;
	char character;   /* of the definition that is open */
	bool placeholder; /* the code that is open */
	bool has_version;
	bool listing;     /* a note has ended "such as:" */
	bool conditional; /* and it is so */
	uint32_t line;
	char problem[200];
};

McTabular *
mc_tabular_open(const McHost *host, const char *content, size_t length)
{
	McTabular *tabular = mc_alloc(host, sizeof(McTabular));

	memset(tabular, 0, sizeof(*tabular));
	tabular->host = host;
	tabular->xml = mc_xml_open(content, length);
	return tabular;
}

static McTabularStatus Refuse(McTabular *tabular, uint32_t line, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

static McTabularStatus
Refuse(McTabular *tabular, uint32_t line, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vsnprintf(tabular->problem, sizeof(tabular->problem), format, args);
	va_end(args);
	tabular->line = line;
	return MC_TABULAR_BAD;
}

/* Add to the text of the element, white space as single blanks. */
static void
AddText(McTabular *tabular, const char *text)
{
	for (; *text != '\0'; text++)
	{
		char c = *text;

		if (c == '\t' || c == '\n' || c == '\r' || c == ' ' ||
			(c == '\xC2' && text[1] == '\xA0'))
		{
			text += c == '\xC2';
			if (tabular->length == 0 || tabular->text[tabular->length - 1] == ' ')
				continue;
			c = ' ';
		}
		MC_GROW(tabular->host, tabular->text, tabular->length, tabular->capacity);
		tabular->text[tabular->length++] = c;
	}
}

/* The text of the element that ends, terminated */
static void
EndText(McTabular *tabular)
{
	if (tabular->length > 0 && tabular->text[tabular->length - 1] == ' ')
		tabular->length--;
	MC_GROW(tabular->host, tabular->text, tabular->length, tabular->capacity);
	tabular->text[tabular->length] = '\0';
}

/* Read a code exactly as it is printed. */
static bool
ReadCode(const char *text, size_t length, McIcd10cm *code)
{
	char printed[MC_ICD10CM_BUFSIZE];
	size_t position;

	return mc_icd10cm_parse(text, length, code, &position) == MC_ICD10CM_OK &&
		   mc_icd10cm_print(*code, printed) == (int) length &&
		   memcmp(printed, text, length) == 0;
}

/* Read the name of a section, A00-A09 or B10, into place, first and last. */
static bool
ReadSpan(const char *text, char *place, McIcd10cm *first, McIcd10cm *last)
{
	size_t length = strlen(text);
	const size_t one = MC_ICD10CM_CATEGORY_LEN;

	if (length != one && length != 2 * one + 1)
		return false;
	if (!ReadCode(text, one, first) || !ReadCode(text + length - one, one, last) ||
		(length > one && text[one] != '-') || *last < *first)
		return false;
	memcpy(place, text, length + 1);
	return true;
}

/*
 * Is the category in the section?  One with a letter at the end has its place
 * among those that begin alike: C4A stands between C43 and C44.
 */
static bool
IsInSection(const McTabular *tabular, McIcd10cm category)
{
	const int two = 48; /* bits behind the first two characters */
	char third = (char) (category >> (two - 8));

	if (category >= tabular->first && category <= tabular->last)
		return true;
	return third >= 'A' && category >> two >= tabular->first >> two &&
		   category >> two <= tabular->last >> two;
}

/* Note a code; false if it was noted before. */
static bool
Remember(McTabular *tabular, McIcd10cm code)
{
	if (2 * tabular->code_count >= tabular->code_room)
	{
		size_t room = tabular->code_room ? 4 * tabular->code_room : 1024;
		McIcd10cm *codes = mc_alloc(tabular->host, room * sizeof(McIcd10cm));

		memset(codes, 0, room * sizeof(McIcd10cm));
		for (size_t i = 0; i < tabular->code_room; i++)
			if (tabular->codes[i] != MC_ICD10CM_NONE)
				mc_code_set_add(codes, room, tabular->codes[i]);
		mc_release(tabular->host, tabular->codes);
		tabular->codes = codes;
		tabular->code_room = room;
	}
	tabular->code_count++;
	return mc_code_set_add(tabular->codes, tabular->code_room, code);
}

static bool
RememberSection(McTabular *tabular, const char *place)
{
	for (size_t i = 0; i < tabular->section_count; i++)
		if (strcmp(tabular->sections[i], place) == 0)
			return false;
	MC_GROW(tabular->host, tabular->sections, tabular->section_count,
			tabular->section_capacity);
	strcpy(tabular->sections[tabular->section_count++], place);
	return true;
}

/* The innermost chapter, section or code that is open */
static McTabularLevel
CurrentLevel(const McTabular *tabular)
{
	for (int i = tabular->depth - 1; i > 0; i--)
		if (tabular->open[i].part == MC_PART_CODE)
			return MC_LEVEL_CODE;
		else if (tabular->open[i].part == MC_PART_SECTION)
			return MC_LEVEL_SECTION;
	return MC_LEVEL_CHAPTER;
}

static void
SetRow(const McTabular *tabular, McTabularLevel level, McTabularRow *row)
{
	memset(row, 0, sizeof(*row));
	row->line = tabular->line;
	row->level = level;
	row->place = tabular->places[level];
	row->text = tabular->text;
	row->length = tabular->length;
}

/* The title without the codes of chapter or section behind it: "(A00-B99)" */
static void
DropSpan(McTabularRow *row)
{
	size_t i = row->length;

	if (i == 0 || row->text[i - 1] != ')')
		return;
	while (i > 0 && row->text[i - 1] != '(')
		i--;
	if (i < 2 || row->text[i] < 'A' || row->text[i] > 'Z' || row->text[i + 1] < '0' ||
		(row->text[i + 1] > '9' && row->text[i + 1] < 'A'))
		return;
	for (size_t c = i; c < row->length - 1; c++)
		if (strchr("- ", row->text[c]) == NULL &&
			(row->text[c] < '0' || row->text[c] > 'Z'))
			return;
	for (i--; i > 0 && row->text[i - 1] == ' '; i--)
		;
	row->length = i;
}

/*
 * <name> of a chapter or code has ended.  This and what follows return
 * MC_TABULAR_END if they give no row.
 */
static McTabularStatus
EndName(McTabular *tabular, Open *owner)
{
	const Open *heading = owner - 1;
	char *place = tabular->places[CurrentLevel(tabular)];

	if (owner->named)
		return Refuse(tabular, tabular->line, "a second <name>");
	owner->named = true;
	if (owner->part == MC_PART_CHAPTER)
	{
		int number = 0;

		for (size_t i = 0; i < tabular->length && i < 3; i++)
			number = tabular->text[i] >= '0' && tabular->text[i] <= '9'
						 ? 10 * number + (tabular->text[i] - '0')
						 : 1000;
		if (number <= tabular->chapter || number > 99)
			return Refuse(tabular, tabular->line,
						  "the number of the chapter is missing or out of order");
		tabular->chapter = number;
		snprintf(place, PLACE_SIZE, "%d", number);
		return MC_TABULAR_END;
	}
	if (!ReadCode(tabular->text, tabular->length, &owner->code))
		return Refuse(tabular, tabular->line,
					  "the <name> of a <diag> is no ICD-10-CM code");
	mc_icd10cm_print(owner->code, place);
	if (heading->part == MC_PART_SECTION)
	{
		if (mc_icd10cm_length(owner->code) != MC_ICD10CM_CATEGORY_LEN ||
			!IsInSection(tabular, owner->code))
			return Refuse(tabular, tabular->line, "code %s does not belong in section %s",
						  place, tabular->places[MC_LEVEL_SECTION]);
	}
	else if (owner->code == heading->code ||
			 !mc_icd10cm_is_under(owner->code, heading->code))
		return Refuse(tabular, tabular->line, "code %s stands under another heading",
					  place);
	if (!Remember(tabular, owner->code))
		return Refuse(tabular, tabular->line, "code %s occurs a second time", place);
	return MC_TABULAR_END;
}

/* <desc> has ended: now chapter, section or code are a row. */
static McTabularStatus
EndTitle(McTabular *tabular, Open *owner, McTabularRow *row)
{
	McTabularLevel level = CurrentLevel(tabular);

	if (!owner->named)
		return Refuse(tabular, tabular->line, "a <desc> without a <name> before it");
	if (owner->titled)
		return Refuse(tabular, tabular->line, "a second <desc>");
	if (tabular->length == 0)
		return Refuse(tabular, tabular->line, "an empty <desc>");
	owner->titled = true;
	SetRow(tabular, level, row);
	if (level == MC_LEVEL_CODE)
	{
		row->code = owner->code;
		row->parent = (owner - 1)->code;
		row->placeholder = tabular->placeholder;
		return MC_TABULAR_CODE;
	}
	DropSpan(row);
	if (level == MC_LEVEL_CHAPTER)
		return MC_TABULAR_CHAPTER;
	row->first = tabular->first;
	row->last = tabular->last;
	return MC_TABULAR_SECTION;
}

static McTabularStatus
EndNote(McTabular *tabular, McNoteKind kind, McTabularRow *row)
{
	const char *text = tabular->text;
	size_t length = tabular->length;
	bool asks = kind == MC_NOTE_CODE_FIRST || kind == MC_NOTE_USE_ADDITIONAL ||
				kind == MC_NOTE_CODE_ALSO;
	bool begins = (length > 0 && text[length - 1] == ':') ||
				  (length > 7 && strcmp(text + length - 7, "such as") == 0);
	/* "use additional" was before it: it is no member of a list */
	bool own =
		begins || (kind == MC_NOTE_USE_ADDITIONAL && strncmp(text, "code", 4) == 0);

	SetRow(tabular, CurrentLevel(tabular), row);
	row->note = kind;
	row->conditional = asks && mc_note_is_conditional(text, length);
	if (own)
	{
		tabular->listing = begins;
		tabular->conditional = row->conditional;
	}
	else if (tabular->listing)
	{
		row->listed = true;
		row->conditional |= tabular->conditional;
	}
	return MC_TABULAR_NOTE;
}

/* An element has started. */
static McTabularStatus
Start(McTabular *tabular, McTabularRow *row)
{
	Open *owner = tabular->depth > 0 ? &tabular->open[tabular->depth - 1] : NULL;
	McTabularPart part =
		mc_tabular_part(owner ? owner->part : MC_PART_NONE, mc_xml_name(tabular->xml));
	const char *value;
	McIcd10cm first;
	McIcd10cm last;
	Open *open;

	if (part == MC_PART_NONE && owner == NULL)
		return Refuse(tabular, tabular->line, "the root is not <" MC_TABULAR_ROOT ">");
	if (part == MC_PART_NONE)
		return Refuse(tabular, tabular->line, "element <%s> does not belong there",
					  mc_xml_tell_name(tabular->xml));
	if (owner && part != MC_PART_NAME && part != MC_PART_TITLE &&
		part != MC_PART_PASSED_OVER &&
		(owner->part == MC_PART_CHAPTER || owner->part == MC_PART_SECTION ||
		 owner->part == MC_PART_CODE) &&
		!owner->titled)
		return Refuse(tabular, tabular->line, "<%s> before <name> and <desc>",
					  mc_xml_tell_name(tabular->xml));
	if (part == MC_PART_CHAPTER && !tabular->has_version)
		return Refuse(tabular, tabular->line, "a chapter before the <version>");
	if (part == MC_PART_PASSED_OVER)
	{
		tabular->passed_over = 1;
		return MC_TABULAR_END;
	}
	if (tabular->depth == MAX_DEPTH)
		return Refuse(tabular, tabular->line, "elements are nested too deep");
	open = &tabular->open[tabular->depth++];
	memset(open, 0, sizeof(*open));
	open->part = part;
	open->line = tabular->line;
	tabular->length = 0;
	switch (part)
	{
		case MC_PART_ROOT:
			value = mc_xml_attribute(tabular->xml, "isAddenda");
			if (value && strcmp(value, "true") == 0)
				return Refuse(tabular, tabular->line,
							  "it is the addenda, not the whole list");
			break;
		case MC_PART_INDEXED:
		case MC_PART_SECTION:
			value = mc_xml_attribute(tabular->xml, "id");
			if (value == NULL ||
				!ReadSpan(value, tabular->places[MC_LEVEL_SECTION], &first, &last))
				return Refuse(tabular, tabular->line, "<%s> has no id such as A00-A09",
							  mc_xml_tell_name(tabular->xml));
			if (part == MC_PART_INDEXED)
			{
				SetRow(tabular, MC_LEVEL_SECTION, row);
				return MC_TABULAR_INDEXED;
			}
			tabular->first = first;
			tabular->last = last;
			open->named = true;
			if (!RememberSection(tabular, tabular->places[MC_LEVEL_SECTION]))
				return Refuse(tabular, tabular->line, "section %s occurs a second time",
							  tabular->places[MC_LEVEL_SECTION]);
			break;
		case MC_PART_CODE:
			value = mc_xml_attribute(tabular->xml, "placeholder");
			tabular->placeholder = value && strcmp(value, "true") == 0;
			break;
		case MC_PART_NOTES:
			mc_note_kind(mc_xml_name(tabular->xml), &open->note);
			tabular->listing = false;
			break;
		case MC_PART_CHARACTER:
			value = mc_xml_attribute(tabular->xml, "char");
			if (value == NULL || strlen(value) != 1 ||
				!((*value >= '0' && *value <= '9') || (*value >= 'A' && *value <= 'Z')))
				return Refuse(tabular, tabular->line,
							  "<extension> has no char that is one character");
			tabular->character = *value;
			break;
		default:
			break;
	}
	return MC_TABULAR_END;
}

/* An element has ended. */
static McTabularStatus
End(McTabular *tabular, McTabularRow *row)
{
	Open *open = &tabular->open[--tabular->depth];
	Open *owner = open - 1;

	if (mc_part_holds_text(open->part))
		EndText(tabular);
	switch (open->part)
	{
		case MC_PART_VERSION:
			if (tabular->length == 0)
				return Refuse(tabular, tabular->line, "the <version> is empty");
			tabular->has_version = true;
			break;
		case MC_PART_NAME:
			return EndName(tabular, owner);
		case MC_PART_TITLE:
			return EndTitle(tabular, owner, row);
		case MC_PART_NOTE:
			return EndNote(tabular, owner->note, row);
		case MC_PART_CHARACTER:
			SetRow(tabular, CurrentLevel(tabular), row);
			row->character = tabular->character;
			return MC_TABULAR_SEVENTH;
		case MC_PART_CHAPTER:
		case MC_PART_SECTION:
		case MC_PART_CODE:
			if (!open->titled)
				return Refuse(tabular, open->line, "<%s> lacks its <name> or <desc>",
							  mc_xml_tell_name(tabular->xml));
			/* back to the heading, for what follows there */
			if (owner->part == MC_PART_CODE)
				mc_icd10cm_print(owner->code, tabular->places[MC_LEVEL_CODE]);
			break;
		default:
			break;
	}
	return MC_TABULAR_END;
}

McTabularStatus
mc_tabular_next(McTabular *tabular, McTabularRow *row)
{
	if (tabular->xml == NULL)
		return Refuse(tabular, 0, "there is no memory to read it");
	for (unsigned events = 1;; events++)
	{
		McXmlEvent event = mc_xml_next(tabular->xml);
		McTabularPart part =
			tabular->depth > 0 ? tabular->open[tabular->depth - 1].part : MC_PART_NONE;
		McTabularStatus status = MC_TABULAR_END; /* no row */

		if (events % MC_INTERRUPT_INTERVAL == 0)
			mc_interrupt(tabular->host);
		tabular->line = mc_xml_line(tabular->xml);
		switch (event)
		{
			case MC_XML_START:
				if (tabular->passed_over > 0)
					tabular->passed_over++;
				else
					status = Start(tabular, row);
				break;
			case MC_XML_TEXT:
				if (tabular->passed_over > 0)
					break;
				if (mc_part_holds_text(part))
					AddText(tabular, mc_xml_text(tabular->xml));
				else
					status = Refuse(tabular, tabular->line, "text where none belongs");
				break;
			case MC_XML_END:
				if (tabular->passed_over > 0)
					tabular->passed_over--;
				else
					status = End(tabular, row);
				break;
			case MC_XML_DONE:
				if (tabular->chapter == 0)
					return Refuse(tabular, tabular->line, "it has no chapter");
				return MC_TABULAR_END;
			case MC_XML_BAD:
				return Refuse(tabular, tabular->line, "%s", mc_xml_problem(tabular->xml));
		}
		if (status != MC_TABULAR_END)
			return status;
	}
}

const char *
mc_tabular_problem(const McTabular *tabular)
{
	return tabular->problem;
}

uint32_t
mc_tabular_problem_line(const McTabular *tabular)
{
	return tabular->line;
}

size_t
mc_tabular_offset(const McTabular *tabular)
{
	return tabular->xml ? mc_xml_offset(tabular->xml) : 0;
}

void
mc_tabular_close(McTabular *tabular)
{
	if (tabular->xml != NULL)
		mc_xml_close(tabular->xml);
	tabular->xml = NULL;
}

bool
mc_tabular_release(const char *content, size_t length, char *release)
{
	McXml *xml = mc_xml_open(content, length);
	McXmlEvent event;
	bool inside = false;
	bool told = false;

	if (xml == NULL)
		return false;
	while ((event = mc_xml_next(xml)) != MC_XML_BAD && event != MC_XML_DONE && !told)
	{
		if (event == MC_XML_START)
		{
			inside = mc_xml_depth(xml) == 1 && mc_xml_is(xml, "version");
			if (mc_xml_is(xml, "chapter"))
				break;
		}
		else if (event == MC_XML_TEXT && inside)
		{
			const char *text = mc_xml_text(xml);
			const char *year = strstr(text, "20");

			if (year == NULL || strspn(year, "0123456789") != 4)
				break;
			told = true;
			snprintf(release, MC_TABULAR_RELEASE_SIZE, "FY%.4s%s", year,
					 strstr(text, "Apr") || strstr(text, "apr") || strstr(text, "APR")
						 ? "-April"
						 : "");
		}
		else
			inside = false;
	}
	mc_xml_close(xml);
	return told;
}
