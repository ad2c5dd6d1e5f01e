/*
 * xml_file.c
 *		Reading the publishers' XML files, event by event.
 */
#include "load/xml_file.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include <libxml/xmlreader.h>

/* How much of a file is looked at to tell its kind */
#define LOOK_BYTES 4000

/* A longer name of an element is not told in a message. */
#define LONGEST_TOLD_NAME 30

struct McXml
{
	xmlTextReaderPtr reader;
	xmlChar *attribute; /* last one asked for */
	const char *name;
	const char *text;
	const char *problem;
	uint32_t line;
	uint32_t error_line; /* of the first error */
	int depth;
	bool pending_end; /* of an empty element, which libxml2 does not report */
};

/* Errors are told by the caller, not printed; their texts quote the content. */
static void
NoteError(void *arg, const char *message, xmlParserSeverities severity,
		  xmlTextReaderLocatorPtr locator)
{
	McXml *xml = arg;

	(void) message;
	(void) locator; /* tells the line of the node around the error */
	/* the parser is ahead of the reader: what is right before comes yet */
	if (severity == XML_PARSER_SEVERITY_ERROR && xml->error_line == 0)
		xml->error_line = (uint32_t) xmlTextReaderGetParserLineNumber(xml->reader);
}

McXml *
mc_xml_open(const char *content, size_t length)
{
	McXml *xml = calloc(1, sizeof(McXml));

	if (xml == NULL)
		return NULL;
	if (length > INT_MAX)
	{
		xml->problem = "it is too large";
		return xml;
	}
	/* without XML_PARSE_NOENT and XML_PARSE_DTDLOAD entities stay unexpanded */
	xml->reader =
		xmlReaderForMemory(content, (int) length, NULL, NULL,
						   XML_PARSE_NONET | XML_PARSE_NOCDATA | XML_PARSE_BIG_LINES);
	if (xml->reader == NULL)
	{
		free(xml);
		return NULL;
	}
	xmlTextReaderSetErrorHandler(xml->reader, NoteError, xml);
	return xml;
}

static void
ForgetAttribute(McXml *xml)
{
	xmlFree(xml->attribute);
	xml->attribute = NULL;
}

/*
 * Line of the node, of an element that of its start tag.  The parser itself is
 * ahead by up to one buffer.  Beyond 65,535 a node takes its line from the text
 * beside it, and an end tag from the text before it.
 */
static uint32_t
CurrentLine(const McXml *xml)
{
	xmlNodePtr node = xmlTextReaderCurrentNode(xml->reader);
	long line = node ? xmlGetLineNo(node) : 0;

	if (node && node->line == USHRT_MAX &&
		xmlTextReaderNodeType(xml->reader) == XML_READER_TYPE_END_ELEMENT)
		return xml->line;
	if (line <= 0 || line == USHRT_MAX)
		line = xmlTextReaderGetParserLineNumber(xml->reader);
	return line > 0 ? (uint32_t) line : 1;
}

McXmlEvent
mc_xml_next(McXml *xml)
{
	ForgetAttribute(xml);
	if (xml->problem)
		return MC_XML_BAD;
	if (xml->pending_end)
	{
		xml->pending_end = false;
		return MC_XML_END;
	}
	for (;;)
	{
		int result;

		result = xmlTextReaderRead(xml->reader);
		if (result == 0)
		{
			xml->line = CurrentLine(xml);
			return MC_XML_DONE;
		}
		if (result < 0)
		{
			xml->line = xml->error_line ? xml->error_line : CurrentLine(xml);
			xml->problem = "the XML is damaged or cut, or its encoding is wrong";
			return MC_XML_BAD;
		}
		xml->line = CurrentLine(xml);
		xml->depth = xmlTextReaderDepth(xml->reader);
		switch (xmlTextReaderNodeType(xml->reader))
		{
			case XML_READER_TYPE_ELEMENT:
				xml->name = (const char *) xmlTextReaderConstName(xml->reader);
				xml->pending_end = xmlTextReaderIsEmptyElement(xml->reader) == 1;
				return MC_XML_START;
			case XML_READER_TYPE_END_ELEMENT:
				xml->name = (const char *) xmlTextReaderConstName(xml->reader);
				return MC_XML_END;
			case XML_READER_TYPE_TEXT:
			case XML_READER_TYPE_CDATA:
				xml->text = (const char *) xmlTextReaderConstValue(xml->reader);
				if (xml->text != NULL)
					return MC_XML_TEXT;
				break;
			case XML_READER_TYPE_DOCUMENT_TYPE:
				/* a mere name of an external one is not followed, and harmless */
				if (xmlTextReaderCurrentNode(xml->reader)->children == NULL)
					break;
				xml->problem = "it brings a document type of its own";
				xml->line = 0; /* libxml2 does not know */
				return MC_XML_BAD;
			case XML_READER_TYPE_ENTITY_REFERENCE:
				xml->problem = "it uses an entity of its own";
				return MC_XML_BAD;
			default: /* comments, white space, the declaration */
				break;
		}
	}
}

const char *
mc_xml_name(const McXml *xml)
{
	return xml->name;
}

const char *
mc_xml_tell_name(const McXml *xml)
{
	for (const char *c = xml->name; *c != '\0'; c++)
		if (*c <= ' ' || *c > '~' || c - xml->name >= LONGEST_TOLD_NAME)
			return "(unknown)";
	return xml->name;
}

bool
mc_xml_is(const McXml *xml, const char *name)
{
	return strcmp(xml->name, name) == 0;
}

const char *
mc_xml_text(const McXml *xml)
{
	return xml->text;
}

const char *
mc_xml_attribute(McXml *xml, const char *name)
{
	ForgetAttribute(xml);
	xml->attribute = xmlTextReaderGetAttribute(xml->reader, (const xmlChar *) name);
	return (const char *) xml->attribute;
}

uint32_t
mc_xml_line(const McXml *xml)
{
	return xml->line;
}

int
mc_xml_depth(const McXml *xml)
{
	return xml->depth;
}

size_t
mc_xml_offset(const McXml *xml)
{
	long offset = xml->reader ? xmlTextReaderByteConsumed(xml->reader) : 0;

	return offset > 0 ? (size_t) offset : 0;
}

const char *
mc_xml_problem(const McXml *xml)
{
	return xml->problem;
}

void
mc_xml_close(McXml *xml)
{
	if (xml == NULL)
		return;
	ForgetAttribute(xml);
	xmlFreeTextReader(xml->reader);
	free(xml);
}

/* Where text occurs in content[0..length), or NULL */
static const char *
Find(const char *content, size_t length, const char *text)
{
	size_t n = strlen(text);

	for (size_t i = 0; i + n <= length; i++)
		if (memcmp(content + i, text, n) == 0)
			return content + i;
	return NULL;
}

bool
mc_xml_looks_like(const char *content, size_t length, const char *root,
				  const char *within)
{
	size_t look = length < LOOK_BYTES ? length : LOOK_BYTES;
	size_t n = strlen(root);
	size_t i = 0;

	if (look >= 3 && memcmp(content, "\xEF\xBB\xBF", 3) == 0)
		i = 3;
	while (i < look && strchr(" \t\r\n", content[i]) && content[i] != '\0')
		i++;
	if (i >= look || content[i] != '<')
		return false;
	/* the first element that is no declaration and no comment */
	while (i + 1 < look)
	{
		const char *end;

		if (content[i] != '<')
		{
			i++;
			continue;
		}
		if (content[i + 1] != '?' && content[i + 1] != '!')
			break;
		end = look - i >= 4 && memcmp(content + i, "<!--", 4) == 0
				  ? Find(content + i, look - i, "-->")
				  : memchr(content + i, '>', look - i);
		if (end == NULL)
			return false;
		i = (size_t) (end - content) + 1;
	}
	if (look - i < n + 2 || memcmp(content + i + 1, root, n) != 0 ||
		strchr(" \t\r\n>/", content[i + 1 + n]) == NULL)
		return false;
	return within == NULL || Find(content, look, within) != NULL;
}
