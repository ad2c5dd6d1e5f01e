/*
 * index_header.c
 *		What stands before the first letter of an index file.
 */
#include "load/index_header.h"

#include <string.h>

#define ROOT "ICD10CM.index"

/* The words by which a column is known, with letters only, in lower case */
static const struct
{
	const char *name;
	const char *key;
} columns[] = {
	[MC_COLUMN_MALIGNANT_PRIMARY] = {"malignant_primary", "primary"},
	[MC_COLUMN_MALIGNANT_SECONDARY] = {"malignant_secondary", "secondary"},
	[MC_COLUMN_IN_SITU] = {"in_situ", "insitu"},
	[MC_COLUMN_BENIGN] = {"benign", "benign"},
	[MC_COLUMN_UNCERTAIN_BEHAVIOR] = {"uncertain_behavior", "uncertain"},
	[MC_COLUMN_UNSPECIFIED_BEHAVIOR] = {"unspecified_behavior", "unspecified"},
	[MC_COLUMN_POISONING_ACCIDENTAL] = {"poisoning_accidental", "accidental"},
	[MC_COLUMN_POISONING_SELF_HARM] = {"poisoning_self_harm", "selfharm"},
	[MC_COLUMN_POISONING_ASSAULT] = {"poisoning_assault", "assault"},
	[MC_COLUMN_POISONING_UNDETERMINED] = {"poisoning_undetermined", "undetermined"},
	[MC_COLUMN_ADVERSE_EFFECT] = {"adverse_effect", "adverse"},
	[MC_COLUMN_UNDERDOSING] = {"underdosing", "underdosing"},
};

McIndexColumn
mc_index_column(McIndexKind kind, int cell)
{
	return (
		McIndexColumn) ((kind == MC_INDEX_DRUGS ? MC_COLUMN_POISONING_ACCIDENTAL : 0) +
						cell);
}

const char *
mc_index_column_name(McIndexColumn column)
{
	return columns[column].name;
}

static bool
IsBlank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

size_t
mc_normalize_space(char *text, size_t length)
{
	size_t to = 0;
	bool blank = false;

	for (size_t i = 0; i < length; i++)
	{
		if (IsBlank(text[i]))
		{
			blank = true;
			continue;
		}
		if ((unsigned char) text[i] == 0xC2 && i + 1 < length &&
			(unsigned char) text[i + 1] == 0xA0)
		{
			blank = true;
			i++;
			continue;
		}
		if (blank && to > 0 && text[i] != ',')
			text[to++] = ' ';
		blank = false;
		text[to++] = text[i];
	}
	return to;
}

/* Letters of text in lower case, at most size - 1 */
static void
LettersOnly(const char *text, char *to, size_t size)
{
	size_t length = 0;

	for (; *text && length + 1 < size; text++)
	{
		if (*text >= 'A' && *text <= 'Z')
			to[length++] = (char) (*text - 'A' + 'a');
		else if (*text >= 'a' && *text <= 'z')
			to[length++] = *text;
	}
	to[length] = '\0';
}

static bool
HasLetters(const char *text, const char *letters)
{
	char plain[MC_INDEX_HEADING_SIZE];

	LettersOnly(text, plain, sizeof(plain));
	return strstr(plain, letters) != NULL;
}

/* Read the text of the element that just began, cut to MC_INDEX_HEADING_SIZE. */
static bool
ReadHeading(McXml *xml, char *to)
{
	int depth = mc_xml_depth(xml);
	size_t length = 0;

	for (;;)
	{
		switch (mc_xml_next(xml))
		{
			case MC_XML_TEXT:
				for (const char *text = mc_xml_text(xml);
					 *text && length + 1 < MC_INDEX_HEADING_SIZE; text++)
					to[length++] = *text;
				break;
			case MC_XML_END:
				if (mc_xml_depth(xml) > depth)
					break;
				to[mc_normalize_space(to, length)] = '\0';
				return true;
			case MC_XML_START:
				break;
			default:
				return false;
		}
	}
}

int
mc_index_column_attribute(McXml *xml)
{
	const char *value = mc_xml_attribute(xml, "col");

	if (value == NULL || value[0] < '1' || value[0] > '1' + MC_INDEX_CELLS ||
		value[1] != '\0')
		return 0;
	return value[0] - '0';
}

bool
mc_index_header(McXml *xml, McIndexHeader *header, McXmlEvent *event)
{
	memset(header, 0, sizeof(*header));
	*event = mc_xml_next(xml);
	if (*event != MC_XML_START || !mc_xml_is(xml, ROOT))
		return false;
	{
		const char *addenda = mc_xml_attribute(xml, "isAddenda");

		header->addenda = addenda != NULL && strcmp(addenda, "true") == 0;
	}
	for (;;)
	{
		bool read = true;

		*event = mc_xml_next(xml);
		if (*event == MC_XML_END && mc_xml_depth(xml) > 0 &&
			mc_xml_is(xml, "indexHeading"))
			continue;
		if (*event != MC_XML_START)
			return false;
		if (mc_xml_is(xml, "letter") && mc_xml_depth(xml) == 1)
			return true;
		if (mc_xml_is(xml, "version"))
		{
			read = ReadHeading(xml, header->version);
			header->version[MC_INDEX_VERSION_SIZE - 1] = '\0';
		}
		else if (mc_xml_is(xml, "title"))
			read = ReadHeading(xml, header->title);
		else if (mc_xml_is(xml, "head"))
		{
			int column = mc_index_column_attribute(xml);

			if (column == 0)
				return false;
			read = ReadHeading(xml, header->heads[column]);
		}
		else if (!mc_xml_is(xml, "indexHeading"))
			return false;
		if (!read)
		{
			*event = MC_XML_BAD;
			return false;
		}
	}
}

bool
mc_index_header_kind(const McIndexHeader *header, McIndexKind *kind)
{
	if (HasLetters(header->heads[1], "neoplasm"))
		*kind = MC_INDEX_NEOPLASMS;
	else if (HasLetters(header->heads[1], "substance"))
		*kind = MC_INDEX_DRUGS;
	else if (header->heads[1][0] != '\0')
		return false;
	else if (HasLetters(header->title, "externalcause"))
		*kind = MC_INDEX_EXTERNAL_CAUSES;
	else if (HasLetters(header->title, "indextodiseases"))
		*kind = MC_INDEX_DISEASES;
	else
		return false;
	return true;
}

int
mc_index_wrong_column(const McIndexHeader *header, McIndexKind kind)
{
	for (int i = 0; i < MC_INDEX_CELLS; i++)
		if (!HasLetters(header->heads[2 + i], columns[mc_index_column(kind, i)].key))
			return 2 + i;
	return 0;
}

bool
mc_index_recognise(const char *content, size_t length, McIndexKind *kind, char *version)
{
	McXml *xml;
	McIndexHeader header;
	McXmlEvent event;
	bool found;

	if (!mc_xml_looks_like(content, length, ROOT, NULL))
		return false;
	xml = mc_xml_open(content, length);
	if (xml == NULL)
		return false;
	found = mc_index_header(xml, &header, &event) && mc_index_header_kind(&header, kind);
	mc_xml_close(xml);
	if (found)
		memcpy(version, header.version, MC_INDEX_VERSION_SIZE);
	return found;
}
