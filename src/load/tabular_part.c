/*
 * tabular_part.c
 *		What may stand where in the Tabular List.
 */
#include "load/tabular_part.h"

#include <string.h>

const char *
mc_tabular_level_name(McTabularLevel level)
{
	static const char *const names[] = {"chapter", "section", "code"};

	return names[level];
}

const char *
mc_note_kind_name(McNoteKind kind)
{
	static const char *const names[] = {
		"includes",  "inclusion_term",    "excludes1",
		"excludes2", "code_first",        "use_additional",
		"code_also", "seventh_character", "note"};

	return names[kind];
}

bool
mc_note_kind(const char *name, McNoteKind *kind)
{
	static const char *const names[] = {"includes",  "inclusionTerm", "excludes1",
										"excludes2", "codeFirst",     "useAdditionalCode",
										"codeAlso",  "sevenChrNote",  "notes"};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (strcmp(name, names[i]) == 0)
		{
			*kind = (McNoteKind) i;
			return true;
		}
	return false;
}

McTabularPart
mc_tabular_part(McTabularPart parent, const char *name)
{
	static const struct
	{
		McTabularPart parent;
		const char *name;
		McTabularPart part;
	} parts[] = {
		{MC_PART_NONE, MC_TABULAR_ROOT, MC_PART_ROOT},
		{MC_PART_ROOT, "version", MC_PART_VERSION},
		{MC_PART_ROOT, "title", MC_PART_PASSED_OVER},
		{MC_PART_ROOT, "introduction", MC_PART_PASSED_OVER},
		{MC_PART_ROOT, "chapter", MC_PART_CHAPTER},
		{MC_PART_CHAPTER, "name", MC_PART_NAME},
		{MC_PART_CHAPTER, "desc", MC_PART_TITLE},
		{MC_PART_CHAPTER, "sectionIndex", MC_PART_INDEX},
		{MC_PART_CHAPTER, "section", MC_PART_SECTION},
		{MC_PART_INDEX, "sectionRef", MC_PART_INDEXED},
		{MC_PART_INDEX, "note", MC_PART_PASSED_OVER},
		{MC_PART_SECTION, "name", MC_PART_PASSED_OVER},
		{MC_PART_SECTION, "desc", MC_PART_TITLE},
		{MC_PART_SECTION, "deactivated", MC_PART_PASSED_OVER},
		{MC_PART_SECTION, "diag", MC_PART_CODE},
		{MC_PART_CODE, "name", MC_PART_NAME},
		{MC_PART_CODE, "desc", MC_PART_TITLE},
		{MC_PART_CODE, "visualImpairment", MC_PART_PASSED_OVER},
		{MC_PART_CODE, "diag", MC_PART_CODE},
		{MC_PART_NOTES, "note", MC_PART_NOTE},
		{MC_PART_DEFINITION, "extension", MC_PART_CHARACTER},
		{MC_PART_DEFINITION, "note", MC_PART_PASSED_OVER},
	};

	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		if (parts[i].parent == parent && strcmp(parts[i].name, name) == 0)
			return parts[i].part;
	if (parent == MC_PART_CHAPTER || parent == MC_PART_SECTION || parent == MC_PART_CODE)
	{
		McNoteKind kind;

		if (strcmp(name, "sevenChrDef") == 0)
			return MC_PART_DEFINITION;
		if (mc_note_kind(name, &kind))
			return MC_PART_NOTES;
	}
	return MC_PART_NONE;
}

bool
mc_part_holds_text(McTabularPart part)
{
	return part == MC_PART_VERSION || part == MC_PART_NAME || part == MC_PART_TITLE ||
		   part == MC_PART_NOTE || part == MC_PART_CHARACTER || part == MC_PART_INDEXED;
}
