/*
 * gem_file.c
 *		Reader of the General Equivalence Mappings.
 */
#include "load/gem_file.h"

#include <string.h>

#include "load/icd9cm_file.h"

#define WIDTH     19
#define NO_TARGET "NoDx"

/* Columns, 0-based */
#define APPROXIMATE 14
#define NO_MAP      15
#define COMBINATION 16
#define SCENARIO    17
#define CHOICE_LIST 18

/* A source code with more lines than this is none; in the 2018 files the most are 12. */
#define MAX_GROUP 1000

typedef struct Place
{
	size_t first; /* 0-based */
	size_t width;
} Place;

static Place
SourcePlace(McGemDirection direction)
{
	return (Place){0, direction == MC_GEM_FROM_ICD9CM ? 5 : 7};
}

static Place
TargetPlace(McGemDirection direction)
{
	return direction == MC_GEM_FROM_ICD9CM ? (Place){6, 7} : (Place){8, 5};
}

/* Does a code begin here, or what stands for none?  A word would go on in small letters. */
static bool
IsTarget(const char *text)
{
	return (text[0] != ' ' && text[1] >= '0' && text[1] <= '9') ||
		   (text[0] != ' ' && text[1] >= 'A' && text[1] <= 'Z') ||
		   memcmp(text, NO_TARGET, strlen(NO_TARGET)) == 0;
}

McGemDirection
mc_gem_direction(const McLine *line)
{
	const char *text = line->text;

	if (line->length != WIDTH || text[13] != ' ')
		return MC_GEM_NONE;
	for (int i = APPROXIMATE; i <= CHOICE_LIST; i++)
		if (text[i] < '0' || text[i] > '9')
			return MC_GEM_NONE;
	/* Codes have three characters at least, so that one of the two places is filled. */
	if (text[7] == ' ')
		return IsTarget(text + 8) ? MC_GEM_FROM_ICD10CM : MC_GEM_NONE;
	return text[5] == ' ' && IsTarget(text + 6) ? MC_GEM_FROM_ICD9CM : MC_GEM_NONE;
}

bool
mc_gem_recognise(const char *content, size_t length, McGemDirection direction)
{
	McLines lines;
	McLine line;
	uint32_t found = 0;

	mc_lines_begin(&lines, content, length);
	while (mc_lines_glance(&lines, &line))
		found += mc_gem_direction(&line) == direction;
	return found > lines.number / 2;
}

void
mc_gem_begin(McGemReader *reader, const char *content, size_t length,
			 McGemDirection direction)
{
	memset(reader, 0, sizeof(*reader));
	mc_lines_begin(&reader->lines, content, length);
	reader->direction = direction;
}

/* Print the code at a place, filled up with blanks; false if it is none of the system. */
static bool
PrintCode(const char *text, Place place, bool icd9cm, char *buf)
{
	size_t length = place.width;
	size_t position;
	McIcd10cm code;

	text += place.first;
	while (length > 0 && text[length - 1] == ' ')
		length--;
	if (icd9cm)
		return mc_icd9cm_print(text, length, buf);
	if (mc_icd10cm_parse(text, length, &code, &position) != MC_ICD10CM_OK ||
		mc_icd10cm_print_undotted(code, buf) != (int) length ||
		memcmp(buf, text, length) != 0)
		return false;
	(void) mc_icd10cm_print(code, buf);
	return true;
}

/* Does the place hold what stands for no target, and nothing else? */
static bool
IsNoTarget(const char *text, size_t width)
{
	for (size_t i = strlen(NO_TARGET); i < width; i++)
		if (text[i] != ' ')
			return false;
	return memcmp(text, NO_TARGET, strlen(NO_TARGET)) == 0;
}

/* Split a line into the row; NULL, or what is wrong. */
static const char *
ReadLine(const McGemReader *reader, const McLine *line, McGemRow *row)
{
	const char *text = line->text;
	bool from_icd9cm = reader->direction == MC_GEM_FROM_ICD9CM;
	Place target = TargetPlace(reader->direction);
	bool no_map;

	if (line->length != WIDTH)
		return "the line does not have 19 characters";
	if (mc_gem_direction(line) == MC_GEM_NONE)
		return "the line has no two codes and five digits in their columns";
	if (mc_gem_direction(line) != reader->direction)
		return "the mapping goes in the other direction";
	if (!PrintCode(text, SourcePlace(reader->direction), from_icd9cm, row->source))
		return from_icd9cm ? "columns 1 to 5 hold no ICD-9-CM code"
						   : "columns 1 to 7 hold no ICD-10-CM code";
	if (text[APPROXIMATE] > '1' || text[NO_MAP] > '1' || text[COMBINATION] > '1')
		return "columns 15 to 17 are not all 0 or 1";
	no_map = IsNoTarget(text + target.first, target.width);
	if (no_map != (text[NO_MAP] == '1'))
		return "column 16 does not agree with the target";
	row->target[0] = '\0';
	if (!no_map && !PrintCode(text, target, !from_icd9cm, row->target))
		return from_icd9cm ? "columns 7 to 13 hold no ICD-10-CM code"
						   : "columns 9 to 13 hold no ICD-9-CM code";
	row->combination = text[COMBINATION] == '1';
	if (row->combination != (text[SCENARIO] != '0') ||
		row->combination != (text[CHOICE_LIST] != '0'))
		return "columns 17 to 19 do not agree about a combination";
	row->approximate = text[APPROXIMATE] == '1';
	row->scenario = text[SCENARIO] - '0';
	row->choice_list = text[CHOICE_LIST] - '0';
	row->line = line->number;
	return NULL;
}

/* Is there a line before, of the same source, that says the same? */
static bool
IsRepeated(const McGemReader *reader, const char *text)
{
	const char *line = reader->group;

	for (uint32_t i = 0; i < reader->group_size; i++)
	{
		if (memcmp(line, text, NO_MAP - 1) == 0 &&
			memcmp(line + SCENARIO, text + SCENARIO, WIDTH - SCENARIO) == 0)
			return true;
		line = (const char *) memchr(line, '\n', WIDTH + 2) + 1;
	}
	return false;
}

McReadStatus
mc_gem_next(McGemReader *reader, McGemRow *row)
{
	McLines *lines = &reader->lines;
	McLine line;
	McReadStatus status = mc_lines_next(lines, &line);
	size_t width = SourcePlace(reader->direction).width;
	const char *problem;
	int order;

	if (status == MC_READ_END && lines->number > MC_LINE_SAMPLE_ROWS &&
		!reader->last_part)
		return mc_lines_refuse(
			lines, lines->number, NULL,
			reader->direction == MC_GEM_FROM_ICD9CM
				? "the list ends here, before category V91; the content is cut"
				: "the list ends here, before category Z99; the content is cut");
	if (status != MC_READ_ROW)
		return status;

	problem = ReadLine(reader, &line, row);
	if (problem)
		return mc_lines_refuse(lines, line.number, NULL, problem);
	order = reader->last ? memcmp(line.text, reader->last, width) : 1;
	if (order < 0)
		return mc_lines_refuse(lines, line.number, row->source, "is out of order");
	if (order > 0)
	{
		reader->group = line.text;
		reader->group_size = 0;
	}
	else if (IsRepeated(reader, line.text))
		return mc_lines_refuse(lines, line.number, row->source,
							   "is mapped the same way a second time");
	if (++reader->group_size > MAX_GROUP)
		return mc_lines_refuse(lines, line.number, row->source,
							   "has more than 1,000 mappings");
	reader->last = line.text;
	reader->last_part = reader->direction == MC_GEM_FROM_ICD9CM
							? strncmp(row->source, "V91", 3) == 0
							: strncmp(row->source, "Z99", 3) == 0;
	return MC_READ_ROW;
}
