/*
 * order_file_test.c
 *		Unit test of the order file reader.
 *
 * With MEDCODE_DATA set, the official files under it are read as well.
 */
#include "test_host.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "load/order_file.h"

/* A small list: code, flag, parent */
static const struct
{
	const char *code;
	bool billable;
	const char *parent;
} sample[] = {
	{"E11", false, ""},
	{"E110", false, "E11"},
	{"E1100", true, "E110"},
	{"E1101", true, "E110"},
	{"E119", true, "E11"},
	{"C4A", false, ""},
	{"C4A0", true, "C4A"},
	{"C44", false, ""}, /* before C4A as text, not in the list */
	{"C441", true, "C44"},
	{"S72", false, ""},
	{"S720XXA", true, "S72"}, /* skips levels */
	{"I10", true, ""},
};

#define ROWS       ((unsigned) (sizeof(sample) / sizeof(sample[0])))
#define LONG_TITLE "A long title"
#define WIDTH      (77 + (sizeof(LONG_TITLE) - 1) + 1)

static char content[ROWS * (WIDTH + 1) + 1];

/* Write the sample to content. */
static void
make_sample(const char *end)
{
	char *to = content;

	for (unsigned i = 0; i < ROWS; i++)
		to += sprintf(to, "%05u %-7s %d %-60s %s%s", i + 1, sample[i].code,
					  sample[i].billable, "A short title", LONG_TITLE, end);
}

/* Read text[0..length) to its end; reader and rows tell about it. */
static McOrderStatus
read_all(const char *text, size_t length, McOrderReader *reader, unsigned *rows,
		 unsigned *billable)
{
	McIcd10cm *seen = calloc(mc_order_seen_size(length), sizeof(McIcd10cm));
	char *copy = malloc(length + 1);
	char *exact = copy + 1; /* ends where the memory ends */
	McOrderRow row;
	McOrderStatus status;

	if (length > 0)
		memcpy(exact, text, length);
	*rows = *billable = 0;
	mc_order_begin(reader, exact, length, seen);
	while ((status = mc_order_next(reader, &row)) == MC_ORDER_ROW)
	{
		++*rows;
		*billable += row.billable;
	}
	free(copy);
	free(seen);
	return status;
}

static void
test_rows(const char *end, const char *name)
{
	McIcd10cm seen[64] = {0};
	McOrderReader reader;
	McOrderRow row;
	unsigned i = 0;
	bool good = true;

	make_sample(end);
	good = mc_order_seen_size(strlen(content)) <= 64;
	mc_order_begin(&reader, content, strlen(content), seen);
	while (good && mc_order_next(&reader, &row) == MC_ORDER_ROW)
	{
		char code[MC_ICD10CM_BUFSIZE];
		char parent[MC_ICD10CM_BUFSIZE] = "";

		mc_icd10cm_print_undotted(row.code, code);
		if (row.parent != MC_ICD10CM_NONE)
			mc_icd10cm_print_undotted(row.parent, parent);
		good = i < ROWS && strcmp(code, sample[i].code) == 0 &&
			   strcmp(parent, sample[i].parent) == 0 &&
			   row.billable == sample[i].billable && row.order == i + 1 &&
			   row.short_length == strlen("A short title") &&
			   memcmp(row.short_title, "A short title", row.short_length) == 0 &&
			   row.long_length == strlen(LONG_TITLE) &&
			   memcmp(row.long_title, LONG_TITLE, row.long_length) == 0;
		i++;
	}
	test_ok(good && i == ROWS && reader.problem == MC_ORDER_NO_PROBLEM,
			"rows of a list with %s", name);
}

/* Put a text over the sample and see what the reader says. */
static void
test_damage(unsigned line, unsigned column, const char *text, McOrderProblem problem,
			unsigned problem_line, const char *clause)
{
	McOrderReader reader;
	unsigned rows;
	unsigned billable;
	char said[MC_ORDER_PROBLEM_SIZE] = "";
	McOrderStatus status;

	make_sample("\n");
	memcpy(content + (line - 1) * WIDTH + column - 1, text, strlen(text));
	status = read_all(content, strlen(content), &reader, &rows, &billable);
	if (status == MC_ORDER_BAD)
		mc_order_problem(&reader, said);
	test_ok(status == MC_ORDER_BAD && reader.problem == problem &&
				reader.line == problem_line && strcmp(said, clause) == 0,
			"line %u: %s (said: line %u: %s)", problem_line, clause, reader.line, said);
}

static void
test_damages(void)
{
	const char *cut_order =
		"the order number in columns 1 to 5 is not the number of the line; "
		"lines are missing or out of order";
	const char *columns = "columns 6, 14, 16 and 77 are not all blank";
	const char *bad_code = "columns 7 to 13 hold no ICD-10-CM code";

	test_damage(1, 1, "<?xml", MC_ORDER_NOT_NUMBERED, 1,
				"columns 1 to 5 hold no order number");
	test_damage(3, 1, " ", MC_ORDER_NOT_NUMBERED, 3,
				"columns 1 to 5 hold no order number");
	test_damage(1, 1, "00002", MC_ORDER_NOT_IN_ORDER, 1, cut_order);
	test_damage(4, 1, "00005", MC_ORDER_NOT_IN_ORDER, 4, cut_order);
	test_damage(4, 1, "00003", MC_ORDER_NOT_IN_ORDER, 4, cut_order);
	test_damage(2, 20, "\xc3\xa9", MC_ORDER_NOT_ASCII, 2,
				"a character is not printable ASCII");
	test_damage(2, 80, "\t", MC_ORDER_NOT_ASCII, 2, "a character is not printable ASCII");
	test_damage(2, 80, "\r", MC_ORDER_NOT_ASCII, 2, "a character is not printable ASCII");
	test_damage(2, 10, "\n", MC_ORDER_TOO_SHORT, 2, "the line is too short");
	test_damage(2, 40, "\n", MC_ORDER_TOO_SHORT, 2, "the line is too short");
	test_damage(2, 78, "\n", MC_ORDER_TOO_SHORT, 2, "the line is too short");
	test_damage(2, 6, "x", MC_ORDER_COLUMNS, 2, columns);
	test_damage(2, 14, "x", MC_ORDER_COLUMNS, 2, columns);
	test_damage(2, 16, "x", MC_ORDER_COLUMNS, 2, columns);
	test_damage(2, 77, "x", MC_ORDER_COLUMNS, 2, columns);
	test_damage(1, 7, "e11", MC_ORDER_BAD_CODE, 1, bad_code);
	test_damage(1, 7, " E11", MC_ORDER_BAD_CODE, 1, bad_code);
	test_damage(1, 7, "001", MC_ORDER_BAD_CODE, 1, bad_code); /* ICD-10-PCS */
	test_damage(1, 7, "E1 ", MC_ORDER_BAD_CODE, 1, bad_code);
	test_damage(1, 7, "   ", MC_ORDER_BAD_CODE, 1, bad_code);
	test_damage(2, 7, "E11.0", MC_ORDER_BAD_CODE, 2, bad_code);
	test_damage(2, 15, "2", MC_ORDER_BAD_FLAG, 2,
				"column 15 is neither 0 (heading) nor 1 (billable code)");
	test_damage(2, 17, " ", MC_ORDER_NO_SHORT_TITLE, 2,
				"no short title begins in column 17");
	test_damage(2, 78, " ", MC_ORDER_NO_LONG_TITLE, 2,
				"no long title begins in column 78");
	test_damage(4, 7, "E1100", MC_ORDER_DUPLICATE, 4, "code E11.00 occurs a second time");
	test_damage(8, 7, "E11", MC_ORDER_DUPLICATE, 8, "code E11 occurs a second time");
	test_damage(5, 7, "E129", MC_ORDER_NO_PARENT, 5,
				"code E12.9 does not stand under its category");
	test_damage(9, 7, "C4A1", MC_ORDER_NO_CHILD, 8,
				"code C44 is flagged as a heading, but no code follows under it");
	test_damage(12, 7, "E118", MC_ORDER_NO_PARENT, 12,
				"code E11.8 does not stand under its category");
	test_damage(1, 15, "1", MC_ORDER_BILLABLE_PARENT, 2,
				"code E11.0 stands under a code that is flagged as billable");
	test_damage(5, 15, "0", MC_ORDER_NO_CHILD, 5,
				"code E11.9 is flagged as a heading, but no code follows under it");
	test_damage(12, 15, "0", MC_ORDER_NO_CHILD, 12,
				"code I10 is flagged as a heading, but no code follows under it");
}

/* Whatever is cut off, only a cut behind a billable code can pass. */
static void
test_cuts(const char *end)
{
	size_t length;
	unsigned passed = 0;
	unsigned complete = 0;

	make_sample(end);
	length = strlen(content);
	for (size_t cut = 0; cut <= length; cut++)
	{
		McOrderReader reader;
		unsigned rows;
		unsigned billable;

		if (read_all(content, cut, &reader, &rows, &billable) == MC_ORDER_BAD)
			continue;
		passed++;
		complete += content[cut - 1] == '\n' && sample[rows - 1].billable;
	}
	test_ok(passed == 7 && complete == 7, "cuts at every byte, lines of %u bytes",
			(unsigned) (length / ROWS));
}

/* A list that goes on and on */
static void
test_long(void)
{
	McOrderReader reader;
	unsigned rows;
	unsigned billable;
	char *text = malloc(400 * WIDTH + 2000);
	char *to = text;
	McOrderStatus status;

	for (unsigned i = 0; i < 260; i++)
		to += sprintf(to, "%05u %c%02u     1 %-60s %s\n", i + 1,
					  i < 60    ? 'Q'
					  : i < 160 ? 'Y'
								: 'Z',
					  i < 60 ? i : (i - 60) % 100, "A short title", LONG_TITLE);
	test_ok(read_all(text, (size_t) (to - text), &reader, &rows, &billable) ==
					MC_ORDER_END &&
				rows == 260,
			"a list that ends with category Z99");
	status = read_all(text, (size_t) (to - text) - WIDTH, &reader, &rows, &billable);
	test_ok(status == MC_ORDER_BAD && reader.problem == MC_ORDER_INCOMPLETE &&
				reader.line == 259,
			"a long list must reach category Z99");

	memcpy(text, "00001 ", 6);
	memset(text + 6, 'x', 1500);
	status = read_all(text, 1500, &reader, &rows, &billable);
	test_ok(status == MC_ORDER_BAD && reader.problem == MC_ORDER_TOO_LONG,
			"a line without end");
	status = read_all(text, 999, &reader, &rows, &billable);
	test_ok(status == MC_ORDER_BAD && reader.problem == MC_ORDER_NO_LINE_END,
			"a line that is cut");
	status = read_all(text, 0, &reader, &rows, &billable);
	test_ok(status == MC_ORDER_BAD && reader.problem == MC_ORDER_EMPTY &&
				reader.line == 0,
			"no content");
	free(text);
}

static void
test_phrases(void)
{
	static const struct
	{
		const char *title;
		const char *phrase;
	} cases[] = {
		{"Essential (primary) hypertension", "Essential (primary) hypertension"},
		{"Pneumonia, unspecified organism", "Pneumonia"},
		{"Heart failure, unspecified", "Heart failure"},
		{"Bursitis, unspecified hand", "Bursitis, hand"},
		{"Alcohol use, unspecified with intoxication delirium",
		 "Alcohol use, with intoxication delirium"},
		{"Unspecified asthma, uncomplicated", "asthma, uncomplicated"},
		{"Rheumatoid arthritis, unspecified, left hip", "Rheumatoid arthritis, left hip"},
		{"Unspecified, of skin", "of skin"},
		{"Cutaneous abscess of unspecified foot", ""},
		{"Leprosy [Hansen's disease], unspecified", "Leprosy [Hansen's disease]"},
		{"Carditis (acute, unspecified)", ""},
		{"Carditis, unspecified\xC3\xA9", ""},
		{"Carditis, unspecified-site", ""},
		{"Other cholelithiasis", ""},
		{"Otherness", "Otherness"},
		{"Dementia in Other Specified diseases", ""},
		{"Cough, not elsewhere classified", ""},
		{"Nephritis in diseases classified elsewhere", ""},
		{"Fracture of femur, initial encounter for closed fracture", ""},
		{"Sprain of ankle, Subsequent encounter", ""},
		{"Sprain of ankle, sequela", ""},
		{"Sequelae of hyperalimentation", "Sequelae of hyperalimentation"},
		{"Twin pregnancy, third trimester, fetus 1",
		 "Twin pregnancy, third trimester, fetus 1"},
		{"Unspecified", ""},
		{",", ""},
		{"", ""},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
	{
		size_t length = strlen(cases[i].title);
		char *phrase = malloc(length + 1);
		size_t size = mc_order_phrase(cases[i].title, length, phrase);

		test_ok(size == strlen(cases[i].phrase) &&
					memcmp(phrase, cases[i].phrase, size) == 0,
				"phrase of \"%s\" is \"%.*s\"", cases[i].title, (int) size, phrase);
		free(phrase);
	}
}

static void
test_official(const char *year, unsigned want_rows, unsigned want_billable)
{
	const char *data = getenv("MEDCODE_DATA");
	char path[1000];
	FILE *file;
	char *text;
	size_t length;
	McOrderReader reader;
	unsigned rows;
	unsigned billable;
	unsigned passed = 0;
	McOrderStatus status;

	snprintf(path, sizeof(path), "%s/data/icd10cm/fy%s/icd10cm_order_%s.txt",
			 data ? data : "", year, year);
	file = fopen(path, "rb");
	if (!file)
	{
		test_ok(true, "order file of FY%s # SKIP MEDCODE_DATA has none", year);
		return;
	}
	fseek(file, 0, SEEK_END);
	length = (size_t) ftell(file);
	rewind(file);
	text = malloc(length);
	length = fread(text, 1, length, file);
	fclose(file);

	status = read_all(text, length, &reader, &rows, &billable);
	test_ok(status == MC_ORDER_END && rows == want_rows && billable == want_billable,
			"order file of FY%s: %u rows, %u billable", year, rows, billable);
	for (size_t cut = length / 20; cut < length; cut += length / 20 + 1)
	{
		/* in the line, and behind it */
		const char *next = memchr(text + cut, '\n', length - cut);
		size_t behind = (size_t) (next - text) + 1;

		passed += read_all(text, behind - 2, &reader, &rows, &billable) == MC_ORDER_END;
		passed += read_all(text, behind - 1, &reader, &rows, &billable) == MC_ORDER_END;
		passed += behind < length &&
				  read_all(text, behind, &reader, &rows, &billable) == MC_ORDER_END;
	}
	test_ok(passed == 0, "order file of FY%s cut", year);
	free(text);
}

int
main(void)
{
	test_rows("\n", "LF");
	test_rows("\r\n", "CRLF");
	test_damages();
	test_cuts("\n");
	test_cuts("\r\n");
	test_long();
	test_phrases();
	test_official("2021", 95358, 72621);
	test_official("2025", 97584, 74260);
	test_official("2026", 98186, 74719);
	return test_done();
}
