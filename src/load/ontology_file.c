/*
 * ontology_file.c
 *		Reader of an ontology of diseases.
 */
#include "load/ontology_file.h"

#include <string.h>

#include "text/utf8.h"

#define TSV_HEADER      "id\tlabel\t"
#define TSV_COLUMNS     3
#define OBO_HEADER      "format-version:"
#define OBO_ONTOLOGY    "doid"
#define OBO_ACRONYM     "OMO:0003012" /* synonym type "acronym" */
#define CODE_PREFIX     "ICD10CM:"
#define OBSOLETE_PREFIX "obsolete " /* begins the label of a concept given up */
#define BOM             "\xEF\xBB\xBF"

/* Initials that are one word have at most so many characters. */
#define MAX_INITIALS 8

/* A line, without its end */
typedef struct Line
{
	const char *text;
	size_t length;
	uint32_t number;
} Line;

/* Part of a line */
typedef struct Span
{
	const char *text;
	size_t length;
} Span;

static bool
Begins(const char *text, size_t length, const char *with)
{
	return length >= strlen(with) && memcmp(text, with, strlen(with)) == 0;
}

static void
SkipBom(const char **content, size_t *length)
{
	if (!Begins(*content, *length, BOM))
		return;
	*content += strlen(BOM);
	*length -= strlen(BOM);
}

McOntologyFormat
mc_ontology_format(const char *content, size_t length)
{
	SkipBom(&content, &length);
	if (Begins(content, length, TSV_HEADER))
		return MC_ONTOLOGY_TSV;
	if (Begins(content, length, OBO_HEADER))
		return MC_ONTOLOGY_OBO;
	return MC_ONTOLOGY_UNKNOWN;
}

/* The value of a line "tag: value" with this tag; false if it has another. */
static bool
HasTag(const Line *line, const char *tag, Span *value)
{
	size_t size = strlen(tag);

	if (!Begins(line->text, line->length, tag) || size == line->length ||
		line->text[size] != ':')
		return false;
	value->text = line->text + size + 1;
	value->length = line->length - size - 1;
	while (value->length > 0 && *value->text == ' ')
	{
		value->text++;
		value->length--;
	}
	return true;
}

bool
mc_ontology_release(const char *content, size_t length, char *buf, size_t size)
{
	static const char shape[] = "0000-00-00";
	const size_t date = sizeof(shape) - 1;
	const char *end = content + length;
	Span version = {NULL, 0};

	SkipBom(&content, &length);
	while (content < end && *content != '[')
	{
		const char *eol = memchr(content, '\n', (size_t) (end - content));
		Line line = {content, (size_t) ((eol ? eol : end) - content), 0};

		if (line.length > 0 && line.text[line.length - 1] == '\r')
			line.length--;
		if (HasTag(&line, "data-version", &version))
			break;
		if (eol == NULL)
			return false;
		content = eol + 1;
	}
	for (size_t i = 0; version.text && i + date <= version.length; i++)
	{
		const char *name = version.text + i + date;
		size_t left = version.length - i - date;
		size_t j = 0;

		while (j < date &&
			   (shape[j] == '0' ? version.text[i + j] >= '0' && version.text[i + j] <= '9'
								: version.text[i + j] == shape[j]))
			j++;
		if (j < date)
			continue;
		/* "doid/releases/DATE/subsets/NAME.obo", or "doid/releases/DATE/doid.obo" */
		if (!Begins(name, left, "/subsets/"))
			left = 0;
		else
		{
			name += strlen("/subsets/");
			left -= strlen("/subsets/");
			if (left > 4 && memcmp(name + left - 4, ".obo", 4) == 0)
				left -= 4;
		}
		if (date + 1 + left + 1 > size)
			return false;
		memcpy(buf, version.text + i, date);
		if (left > 0)
		{
			buf[date] = '-';
			memcpy(buf + date + 1, name, left);
			left++;
		}
		buf[date + left] = '\0';
		return true;
	}
	return false;
}

void
mc_ontology_begin(McOntologyReader *reader, const McHost *host, const char *content,
				  size_t length)
{
	memset(reader, 0, sizeof(*reader));
	reader->format = mc_ontology_format(content, length);
	reader->host = host;
	reader->content = content;
	reader->length = length;
	if (Begins(content, length, BOM))
		reader->offset = strlen(BOM);
}

static McOntologyStatus
Refuse(McOntologyReader *reader, uint32_t line, const char *problem)
{
	reader->line = line;
	reader->problem = problem;
	return MC_ONTOLOGY_BAD;
}

/*
 * Read the next line.  False at the end of the content and where a line is
 * damaged, which sets the problem.
 */
static bool
ReadLine(McOntologyReader *reader, Line *line)
{
	const char *start = reader->content + reader->offset;
	const char *end = reader->content + reader->length;
	const char *eol;

	if (start == end)
		return false;
	line->text = start;
	line->number = ++reader->lines;
	if (line->number % MC_INTERRUPT_INTERVAL == 0)
		mc_interrupt(reader->host);
	eol = memchr(start, '\n', (size_t) (end - start));
	if (eol == NULL)
	{
		Refuse(reader, line->number, "the last line is cut: it has no line end");
		return false;
	}
	line->length = (size_t) (eol - start);
	if (line->length > 0 && eol[-1] == '\r')
		line->length--;
	for (size_t i = 0; i < line->length;)
	{
		int width;
		uint32_t c = mc_utf8_read(start + i, eol, &width);

		if (c == 0xFFFD && width == 1)
		{
			Refuse(reader, line->number, "the text is not UTF-8");
			return false;
		}
		if ((c < ' ' && c != '\t') || c == 0x7F)
		{
			Refuse(reader, line->number, "the line has a control character");
			return false;
		}
		i += (size_t) width;
	}
	reader->offset = (size_t) (eol + 1 - reader->content);
	return true;
}

/* Make room for a concept of so many bytes of content. */
static void
BeginConcept(McOntologyReader *reader, size_t size)
{
	/* each part is shorter than in the file, where it has a mark around it */
	if (reader->text_capacity < size + 1)
	{
		mc_release(reader->host, reader->text);
		reader->text = NULL;
		reader->text_capacity = 2 * size + 1000;
		reader->text = mc_alloc(reader->host, reader->text_capacity);
	}
	reader->text_length = 0;
	reader->concept.line = 0;
	reader->concept.id = NULL;
	reader->concept.obsolete = false;
	reader->concept.name_count = 0;
	reader->concept.code_count = 0;
}

/* Take over text without blanks around, as a string. */
static const char *
TakeText(McOntologyReader *reader, const char *text, size_t length)
{
	char *to = reader->text + reader->text_length;

	while (length > 0 && *text == ' ')
	{
		text++;
		length--;
	}
	while (length > 0 && text[length - 1] == ' ')
		length--;
	memcpy(to, text, length);
	to[length] = '\0';
	reader->text_length += length + 1;
	return to;
}

static void
AddName(McOntologyReader *reader, uint32_t line, McNameKind kind, const char *phrase)
{
	McOntologyConcept *concept = &reader->concept;

	MC_GROW(reader->host, concept->names, concept->name_count, reader->name_capacity);
	concept->names[concept->name_count].line = line;
	concept->names[concept->name_count].kind = kind;
	concept->names[concept->name_count++].phrase = phrase;
}

/* Add the code of a cross reference, if it is one to ICD-10-CM. */
static void
AddReference(McOntologyReader *reader, uint32_t line, const char *text, size_t length)
{
	McOntologyConcept *concept = &reader->concept;

	while (length > 0 && *text == ' ')
	{
		text++;
		length--;
	}
	if (!Begins(text, length, CODE_PREFIX))
		return;
	MC_GROW(reader->host, concept->codes, concept->code_count, reader->code_capacity);
	concept->codes[concept->code_count].line = line;
	concept->codes[concept->code_count++].text =
		TakeText(reader, text + strlen(CODE_PREFIX), length - strlen(CODE_PREFIX));
}

/* One word of capitals, digits and hyphens, such as "GIST" or "CMT2A" */
static bool
IsInitials(const char *phrase)
{
	size_t letters = 0;
	size_t length = strlen(phrase);

	for (size_t i = 0; i < length; i++)
	{
		if (phrase[i] >= 'A' && phrase[i] <= 'Z')
			letters++;
		else if (phrase[i] != '-' && (phrase[i] < '0' || phrase[i] > '9'))
			return false;
	}
	return letters >= 2 && length <= MAX_INITIALS;
}

/*
 * Split a line of a tsv into fields, which may stand in quotes.  How a quote
 * within would be written the publisher does not tell, so it is refused.
 */
static bool
SplitFields(const Line *line, Span *fields)
{
	const char *start = line->text;
	const char *end = line->text + line->length;

	for (int i = 0; i < TSV_COLUMNS; i++)
	{
		const char *tab = memchr(start, '\t', (size_t) (end - start));

		if ((tab == NULL) != (i == TSV_COLUMNS - 1))
			return false;
		if (tab == NULL)
			tab = end;
		fields[i].text = start;
		fields[i].length = (size_t) (tab - start);
		if (fields[i].length > 0 && *start == '"')
		{
			if (fields[i].length < 2 || tab[-1] != '"')
				return false;
			fields[i].text++;
			fields[i].length -= 2;
			if (memchr(fields[i].text, '"', fields[i].length))
				return false;
		}
		start = tab + 1;
	}
	return true;
}

static McOntologyStatus
NextTsv(McOntologyReader *reader)
{
	Line line;
	Span fields[TSV_COLUMNS];
	const char *label;

	if (reader->lines == 0)
	{
		if (!ReadLine(reader, &line))
			return MC_ONTOLOGY_BAD;
		if (line.length == strlen(TSV_HEADER "subClassOf") &&
			memcmp(line.text, TSV_HEADER "subClassOf", line.length) == 0)
			return Refuse(reader, 1,
						  "the file has no column xrefs, so it refers to no "
						  "codes; ICD10inDO.tsv of the same publisher does");
		if (line.length != strlen(TSV_HEADER "xrefs") ||
			memcmp(line.text, TSV_HEADER "xrefs", line.length) != 0)
			return Refuse(reader, 1, "the columns are not id, label and xrefs");
	}
	if (!ReadLine(reader, &line))
	{
		if (reader->problem == NULL && reader->lines == 1)
			return Refuse(reader, 1, "nothing follows the header");
		return reader->problem ? MC_ONTOLOGY_BAD : MC_ONTOLOGY_END;
	}
	if (!SplitFields(&line, fields))
		return Refuse(reader, line.number,
					  "the line does not have three fields, each in quotes");
	BeginConcept(reader, line.length);
	reader->concept.line = line.number;
	reader->concept.id = TakeText(reader, fields[0].text, fields[0].length);
	label = TakeText(reader, fields[1].text, fields[1].length);
	if (*reader->concept.id == '\0' || *label == '\0')
		return Refuse(reader, line.number, "id or label is empty");
	if (Begins(label, strlen(label), OBSOLETE_PREFIX))
	reader->concept.obsolete = true;
	AddName(reader, line.number, MC_NAME_LABEL, label);
	for (const char *text = fields[2].text, *end = text + fields[2].length; text < end;)
	{
		const char *comma = memchr(text, ',', (size_t) (end - text));

		if (comma == NULL)
			comma = end;
		AddReference(reader, line.number, text, (size_t) (comma - text));
		text = comma + 1;
	}
	return MC_ONTOLOGY_CONCEPT;
}

/*
 * Take over text of an obo file up to a quote or the end: a backslash makes
 * the next character an ordinary one.  *text moves behind what was read.
 */
static const char *
TakeEscaped(McOntologyReader *reader, const char **text, const char *end, bool quoted)
{
	char *to = reader->text + reader->text_length;
	const char *from = *text;
	size_t length = 0;

	while (from < end && !(quoted && *from == '"'))
	{
		if (*from == '\\' && from + 1 < end)
		{
			from++;
			/* a blank, whatever kind of it */
			to[length++] = (*from == 'n' || *from == 't' || *from == 'W') ? ' ' : *from;
			from++;
			continue;
		}
		to[length++] = *from++;
	}
	*text = from;
	while (length > 0 && to[length - 1] == ' ')
		length--;
	to[length] = '\0';
	reader->text_length += length + 1;
	return to;
}

/* Does the text have the word, behind blanks?  Moves behind it. */
static bool
TakeWord(const char **text, const char *end, const char *word)
{
	const char *at = *text;

	while (at < end && *at == ' ')
		at++;
	if (!Begins(at, (size_t) (end - at), word))
		return false;
	at += strlen(word);
	if (at < end && *at != ' ')
		return false;
	*text = at;
	return true;
}

/* The value of a tag synonym: "text" SCOPE [TYPE] [xrefs].  False if it is none. */
static bool
ReadSynonym(McOntologyReader *reader, uint32_t line, Span value)
{
	const char *at = value.text;
	const char *end = value.text + value.length;
	const char *phrase;

	if (at == end || *at++ != '"')
		return false;
	phrase = TakeEscaped(reader, &at, end, true);
	if (at == end || *phrase == '\0')
		return false;
	at++;
	if (TakeWord(&at, end, "RELATED") || TakeWord(&at, end, "BROAD") ||
		TakeWord(&at, end, "NARROW"))
		return true;
	if (!TakeWord(&at, end, "EXACT"))
		return false;
	AddName(reader, line,
			TakeWord(&at, end, OBO_ACRONYM) || IsInitials(phrase) ? MC_NAME_ABBREVIATION
																  : MC_NAME_EXACT,
			phrase);
	return true;
}

/* A line of a stanza [Term].  False if it is damaged, with the problem set. */
static bool
ReadTag(McOntologyReader *reader, const Line *line)
{
	McOntologyConcept *concept = &reader->concept;
	const char *colon = memchr(line->text, ':', line->length);
	Span value;

	if (colon == NULL)
	{
		Refuse(reader, line->number, "the line is no tag with a value");
		return false;
	}
	if (HasTag(line, "id", &value))
	concept->id = TakeText(reader, value.text, value.length);
	else if (HasTag(line, "name", &value))
	{
		const char *at = value.text;
		const char *label = TakeEscaped(reader, &at, value.text + value.length, false);

		if (*label != '\0')
			AddName(reader, line->number, MC_NAME_LABEL, label);
	}
	else if (HasTag(line, "xref", &value))
	{
		/* a reference may have a description and qualifiers behind a blank */
		size_t length = 0;

		while (length < value.length && value.text[length] != ' ')
			length++;
		AddReference(reader, line->number, value.text, length);
	}
	else if (HasTag(line, "is_obsolete", &value)) concept->obsolete =
		Begins(value.text, value.length, "true");
	else if (HasTag(line, "synonym", &value) && !ReadSynonym(reader, line->number, value))
	{
		Refuse(reader, line->number, "the synonym has no text in quotes with a scope");
		return false;
	}
	return true;
}

static McOntologyStatus
NextObo(McOntologyReader *reader)
{
	Line line;
	Span ontology;
	const char *rest;
	const char *next;
	bool closed = false;

	/* header and stanzas of other kinds */
	do
	{
		if (!ReadLine(reader, &line))
		{
			if (reader->problem)
				return MC_ONTOLOGY_BAD;
			if (reader->concept.id == NULL)
				return Refuse(reader, reader->lines, "the file has no term");
			return MC_ONTOLOGY_END;
		}
		if (HasTag(&line, "ontology", &ontology) &&
			!Begins(ontology.text, ontology.length, OBO_ONTOLOGY))
			return Refuse(reader, line.number,
						  "the ontology is not the Disease Ontology");
	} while (line.length != strlen("[Term]") || memcmp(line.text, "[Term]", 6) != 0);

	rest = reader->content + reader->offset;
	next = rest;
	do
	{
		next = memchr(next, '\n', (size_t) (reader->content + reader->length - next));
		next = next ? next + 1 : reader->content + reader->length;
	} while (next < reader->content + reader->length && *next != '\n' && *next != '\r');
	BeginConcept(reader, (size_t) (next - rest));
	reader->concept.line = line.number;
	while (!closed)
	{
		/* each stanza is followed by an empty line, the last one too */
		if (!ReadLine(reader, &line))
			return reader->problem ? MC_ONTOLOGY_BAD
								   : Refuse(reader, reader->lines,
											"the last term is cut: no empty "
											"line follows it");
		closed = line.length == 0;
		if (!closed && !ReadTag(reader, &line))
			return MC_ONTOLOGY_BAD;
	}
	if (reader->concept.id == NULL || *reader->concept.id == '\0')
		return Refuse(reader, reader->concept.line, "the term has no id");
	return MC_ONTOLOGY_CONCEPT;
}

McOntologyStatus
mc_ontology_next(McOntologyReader *reader, const McOntologyConcept **concept)
{
	*concept = &reader->concept;
	switch (reader->format)
	{
		case MC_ONTOLOGY_TSV:
			return NextTsv(reader);
		case MC_ONTOLOGY_OBO:
			return NextObo(reader);
		case MC_ONTOLOGY_UNKNOWN:
			break;
	}
	return Refuse(reader, 0, "the content begins as no file of an ontology");
}

McOntologyCoding
mc_ontology_coding(const McOntologyConcept *concept, McIcd10cm *code, uint32_t *line)
{
	*code = MC_ICD10CM_NONE;
	*line = concept->line;
	for (size_t i = 0; i < concept->code_count; i++)
	{
		const char *text = concept->codes[i].text;
		const char *dash = strchr(text, '-');
		McIcd10cm one;
		size_t position;

		*line = concept->codes[i].line;
		if (dash)
			return dash[1] == '\0' ? MC_CODING_DASH : MC_CODING_RANGE;
		if (mc_icd10cm_parse(text, strlen(text), &one, &position) != MC_ICD10CM_OK)
			return MC_CODING_BAD;
		if (*code != MC_ICD10CM_NONE && *code != one)
			return MC_CODING_SEVERAL;
		*code = one;
	}
	return *code == MC_ICD10CM_NONE ? MC_CODING_NONE : MC_CODING_ONE;
}

static bool
IsLetter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* Does the word stand in the text, not as a part of a longer one? */
static bool
HasWord(const char *text, const char *word)
{
	for (const char *at = strstr(text, word); at; at = strstr(at + 1, word))
		if ((at == text || !IsLetter(at[-1])) && !IsLetter(at[strlen(word)]))
			return true;
	return false;
}

bool
mc_ontology_is_phrase(const char *phrase)
{
	return *phrase != '\0' && strchr(phrase, ';') == NULL && !HasWord(phrase, "NOS") &&
		   !HasWord(phrase, "NEC") && !HasWord(phrase, "with or without") &&
		   !HasWord(phrase, "and/or");
}
