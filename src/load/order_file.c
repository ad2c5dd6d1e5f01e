/*-------------------------------------------------------------------------
 *
 * order_file.c
 *		Reader of the ICD-10-CM order file, and of the titles in it.
 *
 *-------------------------------------------------------------------------
 */
#include "load/order_file.h"

#include <stdio.h>
#include <string.h>

/* Columns, 0-based */
#define ORDER_COLUMN 0
#define ORDER_WIDTH  5
#define CODE_COLUMN  6
#define FLAG_COLUMN  14
#define SHORT_COLUMN 16
#define SHORT_WIDTH  60
#define LONG_COLUMN  77

/*
 * A file of more rows than a sample by hand must reach the last category of
 * chapters A to Z.  Without that a cut behind a complete line would pass.
 */
#define SAMPLE_ROWS 200

/* Z99, dependence on enabling machines: in every edition, near the end */
#define LAST_CATEGORY UINT64_C(0x5A39390000000000)

size_t
mc_order_seen_size(size_t length)
{
	size_t rows = length / LONG_COLUMN + 1;
	size_t size = 16;

	if (rows > MC_ORDER_MAX_ROWS)
		rows = MC_ORDER_MAX_ROWS;
	while (size < 2 * rows)
		size *= 2;
	return size;
}

void
mc_order_begin(McOrderReader *reader, const char *content, size_t length, McIcd10cm *seen)
{
	memset(reader, 0, sizeof(*reader));
	reader->next = content;
	reader->end = content + length;
	reader->seen = seen;
	reader->seen_mask = mc_order_seen_size(length) - 1;
}

static McOrderStatus
Refuse(McOrderReader *reader, McOrderProblem problem, uint32_t line, McIcd10cm code)
{
	reader->problem = problem;
	reader->line = line;
	reader->code = code;
	return MC_ORDER_BAD;
}

/* Note a code; false if it was noted before. */
static bool
Remember(McOrderReader *reader, McIcd10cm code)
{
	uint64_t hash = code * UINT64_C(0x9E3779B97F4A7C15);
	size_t slot = (size_t) (hash >> 32) & reader->seen_mask;

	while (reader->seen[slot] != MC_ICD10CM_NONE)
	{
		if (reader->seen[slot] == code)
			return false;
		slot = (slot + 1) & reader->seen_mask;
	}
	reader->seen[slot] = code;
	return true;
}

/* Length without the blanks that fill up the column */
static size_t
Trimmed(const char *text, size_t length)
{
	while (length > 0 && text[length - 1] == ' ')
		length--;
	return length;
}

/* Read a code exactly as the file writes it: upper case, no dot. */
static bool
ReadCode(const char *text, McIcd10cm *code)
{
	char printed[MC_ICD10CM_BUFSIZE];
	size_t length = Trimmed(text, MC_ICD10CM_MAX_LEN);
	size_t position;

	if (mc_icd10cm_parse(text, length, code, &position) != MC_ICD10CM_OK)
		return false;
	return mc_icd10cm_print_undotted(*code, printed) == (int) length &&
		   memcmp(printed, text, length) == 0;
}

/* Split line[0..length), without its end, into the row. */
static McOrderProblem
ReadLine(const char *line, size_t length, McOrderRow *row)
{
	if (length <= FLAG_COLUMN)
		return MC_ORDER_TOO_SHORT;
	if (line[CODE_COLUMN - 1] != ' ' || line[FLAG_COLUMN - 1] != ' ')
		return MC_ORDER_COLUMNS;
	if (!ReadCode(line + CODE_COLUMN, &row->code))
		return MC_ORDER_BAD_CODE;
	if (line[FLAG_COLUMN] != '0' && line[FLAG_COLUMN] != '1')
		return MC_ORDER_BAD_FLAG;
	row->billable = line[FLAG_COLUMN] == '1';
	if (length <= LONG_COLUMN)
		return MC_ORDER_TOO_SHORT;
	if (line[SHORT_COLUMN - 1] != ' ' || line[LONG_COLUMN - 1] != ' ')
		return MC_ORDER_COLUMNS;
	if (line[SHORT_COLUMN] == ' ')
		return MC_ORDER_NO_SHORT_TITLE;
	if (line[LONG_COLUMN] == ' ')
		return MC_ORDER_NO_LONG_TITLE;
	row->short_title = line + SHORT_COLUMN;
	row->short_length = Trimmed(row->short_title, SHORT_WIDTH);
	row->long_title = line + LONG_COLUMN;
	row->long_length = Trimmed(row->long_title, length - LONG_COLUMN);
	return MC_ORDER_NO_PROBLEM;
}

/* Read the order number; false if there is none. */
static bool
ReadOrder(const char *line, size_t length, uint32_t *order)
{
	*order = 0;
	if (length < ORDER_WIDTH)
		return false;
	for (int i = ORDER_COLUMN; i < ORDER_COLUMN + ORDER_WIDTH; i++)
	{
		if (line[i] < '0' || line[i] > '9')
			return false;
		*order = *order * 10 + (uint32_t) (line[i] - '0');
	}
	return true;
}

/* Is the row before a heading with nothing under it, now that code follows? */
static bool
IsChildless(const McOrderReader *reader, McIcd10cm code)
{
	if (reader->depth == 0 || reader->path[reader->depth - 1].billable)
		return false;
	return code == MC_ICD10CM_NONE ||
		   !mc_icd10cm_is_under(code, reader->path[reader->depth - 1].code);
}

/* Find the heading of the row and put the row on the path. */
static McOrderStatus
Descend(McOrderReader *reader, McOrderRow *row)
{
	if (IsChildless(reader, row->code))
		return Refuse(reader, MC_ORDER_NO_CHILD, row->order - 1,
					  reader->path[reader->depth - 1].code);
	while (reader->depth > 0 &&
		   !mc_icd10cm_is_under(row->code, reader->path[reader->depth - 1].code))
		reader->depth--;

	row->parent = MC_ICD10CM_NONE;
	if (reader->depth > 0)
	{
		row->parent = reader->path[reader->depth - 1].code;
		if (reader->path[reader->depth - 1].billable)
			return Refuse(reader, MC_ORDER_BILLABLE_PARENT, row->order, row->code);
	}
	else if (mc_icd10cm_length(row->code) > MC_ICD10CM_CATEGORY_LEN)
		return Refuse(reader, MC_ORDER_NO_PARENT, row->order, row->code);

	/* Each is longer than the one above, so there is room. */
	reader->path[reader->depth].code = row->code;
	reader->path[reader->depth].billable = row->billable;
	reader->depth++;
	return MC_ORDER_ROW;
}

static McOrderStatus
Finish(McOrderReader *reader)
{
	if (reader->rows == 0)
		return Refuse(reader, MC_ORDER_EMPTY, 0, MC_ICD10CM_NONE);
	if (IsChildless(reader, MC_ICD10CM_NONE))
		return Refuse(reader, MC_ORDER_NO_CHILD, reader->rows,
					  reader->path[reader->depth - 1].code);
	if (reader->rows > SAMPLE_ROWS && !reader->last_category)
		return Refuse(reader, MC_ORDER_INCOMPLETE, reader->rows, MC_ICD10CM_NONE);
	return MC_ORDER_END;
}

McOrderStatus
mc_order_next(McOrderReader *reader, McOrderRow *row)
{
	const char *line = reader->next;
	size_t rest = (size_t) (reader->end - line);
	size_t limit = rest < MC_ORDER_MAX_LINE ? rest : MC_ORDER_MAX_LINE;
	uint32_t number = reader->rows + 1;
	size_t length;
	McOrderProblem problem;

	if (rest == 0)
		return Finish(reader);

	/* First what tells another kind of file from a damaged one */
	if (!ReadOrder(line, rest, &row->order))
		return Refuse(reader, MC_ORDER_NOT_NUMBERED, number, MC_ICD10CM_NONE);
	for (length = 0; length < limit; length++)
	{
		if (line[length] >= ' ' && line[length] <= '~')
			continue;
		if (line[length] == '\n' ||
			(line[length] == '\r' && length + 1 < limit && line[length + 1] == '\n'))
			break;
		if (line[length] == '\r' && length + 1 == rest)
			return Refuse(reader, MC_ORDER_NO_LINE_END, number, MC_ICD10CM_NONE);
		return Refuse(reader, MC_ORDER_NOT_ASCII, number, MC_ICD10CM_NONE);
	}
	if (length == limit)
		return Refuse(reader, limit == rest ? MC_ORDER_NO_LINE_END : MC_ORDER_TOO_LONG,
					  number, MC_ICD10CM_NONE);
	if (row->order != number)
		return Refuse(reader, MC_ORDER_NOT_IN_ORDER, number, MC_ICD10CM_NONE);

	problem = ReadLine(line, length, row);
	if (problem != MC_ORDER_NO_PROBLEM)
		return Refuse(reader, problem, number, MC_ICD10CM_NONE);
	if (!Remember(reader, row->code))
		return Refuse(reader, MC_ORDER_DUPLICATE, number, row->code);
	if (Descend(reader, row) == MC_ORDER_BAD)
		return MC_ORDER_BAD;

	if (row->code == LAST_CATEGORY)
		reader->last_category = true;
	reader->rows = number;
	reader->next = line + length + (line[length] == '\r' ? 2 : 1);
	return MC_ORDER_ROW;
}

/* What is wrong, as the predicate of the code concerned if there is one */
static const char *
ProblemText(McOrderProblem problem)
{
	switch (problem)
	{
		case MC_ORDER_NO_PROBLEM:
			break;
		case MC_ORDER_EMPTY:
			return "the content is empty";
		case MC_ORDER_NOT_NUMBERED:
			return "columns 1 to 5 hold no order number";
		case MC_ORDER_NOT_IN_ORDER:
			return "the order number in columns 1 to 5 is not the number of the line; lines are missing or out of order";
		case MC_ORDER_NOT_ASCII:
			return "a character is not printable ASCII";
		case MC_ORDER_NO_LINE_END:
			return "the line has no end; the content is cut";
		case MC_ORDER_TOO_SHORT:
			return "the line is too short";
		case MC_ORDER_TOO_LONG:
			return "the line is too long";
		case MC_ORDER_COLUMNS:
			return "columns 6, 14, 16 and 77 are not all blank";
		case MC_ORDER_BAD_CODE:
			return "columns 7 to 13 hold no ICD-10-CM code";
		case MC_ORDER_BAD_FLAG:
			return "column 15 is neither 0 (heading) nor 1 (billable code)";
		case MC_ORDER_NO_SHORT_TITLE:
			return "no short title begins in column 17";
		case MC_ORDER_NO_LONG_TITLE:
			return "no long title begins in column 78";
		case MC_ORDER_DUPLICATE:
			return "occurs a second time";
		case MC_ORDER_NO_PARENT:
			return "does not stand under its category";
		case MC_ORDER_BILLABLE_PARENT:
			return "stands under a code that is flagged as billable";
		case MC_ORDER_NO_CHILD:
			return "is flagged as a heading, but no code follows under it";
		case MC_ORDER_INCOMPLETE:
			return "the list ends here, before category Z99; the content is cut";
	}
	return "nothing is wrong";
}

void
mc_order_problem(const McOrderReader *reader, char *buf)
{
	const char *text = ProblemText(reader->problem);
	char code[MC_ICD10CM_BUFSIZE];

	if (reader->code == MC_ICD10CM_NONE)
		(void) snprintf(buf, MC_ORDER_PROBLEM_SIZE, "%s", text);
	else
	{
		(void) mc_icd10cm_print(reader->code, code);
		(void) snprintf(buf, MC_ORDER_PROBLEM_SIZE, "code %s %s", code, text);
	}
}

static char
Lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char) (c - 'A' + 'a') : c;
}

/* Does text begin with word, in whatever case? */
static bool
BeginsWith(const char *text, size_t length, const char *word)
{
	size_t i;

	for (i = 0; word[i] != '\0'; i++)
		if (i == length || Lower(text[i]) != word[i])
			return false;
	return true;
}

static bool
Contains(const char *text, size_t length, const char *word)
{
	for (size_t i = 0; i < length; i++)
		if (BeginsWith(text + i, length - i, word))
			return true;
	return false;
}

/* Are the parentheses and brackets still pairs? */
static bool
IsBalanced(const char *text, size_t length)
{
	int open = 0;

	for (size_t i = 0; i < length; i++)
	{
		if (text[i] == '(' || text[i] == '[')
			open++;
		else if ((text[i] == ')' || text[i] == ']') && --open < 0)
			return false;
	}
	return open == 0;
}

/*
 * How much of a segment that begins with "unspecified" says nothing: all of
 * "unspecified organism", but of "unspecified hip" only the first word, because
 * the code is one of the hip.
 */
static size_t
UnspecifiedWords(const char *segment, size_t size)
{
	static const char *const empty_words[] = {
		"cause",    "degree", "etiology", "location", "nature", "organism",
		"severity", "side",   "site",     "stage",    "type",
	};
	size_t first = strlen("unspecified ");

	for (size_t i = 0; i < sizeof(empty_words) / sizeof(empty_words[0]); i++)
	{
		if (size == first + strlen(empty_words[i]) &&
			BeginsWith(segment + first, size - first, empty_words[i]))
			return size;
	}
	return size <= first ? size : first;
}

size_t
mc_order_phrase(const char *title, size_t length, char *phrase)
{
	static const char *const leading = "unspecified ";
	size_t written = 0;
	size_t start = 0;

	if (BeginsWith(title, length, "other ") ||
		Contains(title, length, "other specified") ||
		Contains(title, length, "not elsewhere classified") ||
		Contains(title, length, "classified elsewhere"))
		return 0;
	if (BeginsWith(title, length, leading))
		start = strlen(leading);

	while (start < length)
	{
		const char *segment = title + start;
		const char *comma = memchr(segment, ',', length - start);
		size_t size = comma ? (size_t) (comma - segment) : length - start;
		size_t blanks = 0;

		start += size + 1;
		while (blanks < size && segment[blanks] == ' ')
			blanks++;
		if (BeginsWith(segment + blanks, size - blanks, "initial encounter") ||
			BeginsWith(segment + blanks, size - blanks, "subsequent encounter") ||
			(size - blanks == strlen("sequela") &&
			 BeginsWith(segment + blanks, size - blanks, "sequela")))
			return 0;
		segment += blanks;
		size -= blanks;
		if (BeginsWith(segment, size, "unspecified") &&
			(size == strlen("unspecified") || segment[strlen("unspecified")] == ' '))
		{
			size_t drop = UnspecifiedWords(segment, size);

			segment += drop;
			size -= drop;
			if (size == 0)
				continue;
		}
		if (written > 0)
		{
			phrase[written++] = ',';
			if (blanks > 0)
				phrase[written++] = ' ';
		}
		memcpy(phrase + written, segment, size);
		written += size;
	}
	if (Contains(phrase, written, "unspecified") || !IsBalanced(phrase, written))
		return 0;
	return written;
}
