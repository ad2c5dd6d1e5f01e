/*
 * line_file_test.c
 *		Unit test of reading lines, fields and dates.
 */
#include "load/line_file.h"

#include <string.h>

#include "line_check.h"
#include "test_host.h"

static McReadStatus
read_lines(const char *content, size_t length, McLines *lines, unsigned *rows)
{
	McLine line;
	McReadStatus status;

	mc_lines_begin(lines, content, length);
	while ((status = mc_lines_next(lines, &line)) == MC_READ_ROW)
		++*rows;
	return status;
}

static void
test_byte_order_mark(void)
{
	static const char *const content = "\xEF\xBB\xBF"
									   "first\n";
	McLines lines;
	McLine line;

	mc_lines_begin(&lines, content, strlen(content));
	test_ok(mc_lines_next(&lines, &line) == MC_READ_ROW && line.length == strlen("first"),
			"a byte order mark is not part of the first line");
}

/* However long a file is, it is recognised by its beginning. */
static void
test_glance(void)
{
	static const char content[] = "1\r\n2\n\xE9\n4";
	char many[2 * MC_LINE_GLANCE + 20];
	McLines lines;
	McLine line;
	unsigned count = 0;

	mc_lines_begin(&lines, content, strlen(content));
	while (mc_lines_glance(&lines, &line))
		count += line.length == 1;
	test_ok(count == 4, "lines without any check");
	for (size_t i = 0; i < sizeof(many); i++)
		many[i] = '\n';
	mc_lines_begin(&lines, many, sizeof(many));
	for (count = 0; mc_lines_glance(&lines, &line);)
		count++;
	test_ok(count == MC_LINE_GLANCE, "no more than the first lines");
}

static void
test_lines(void)
{
	static char longest[MC_LINE_MAX + 10];
	const char *control = "a character is a control character";
	const char *utf8 = "a character is not well-formed UTF-8";

	check_accepts(read_lines, "a\nb\n", 2, "LF");
	check_accepts(read_lines, "a\r\nb\r\n", 2, "CRLF");
	check_accepts(read_lines, "\n\r\n", 2, "empty lines");
	check_accepts(read_lines, "\xEF\xBB\xBFM\xC3\xA9ni\xC3\xA8re\tsyndrome\n", 1,
				  "byte order mark, accents, tab");
	test_byte_order_mark();
	check_cuts(read_lines, "one\ntwo\nM\xC3\xA9ni\xC3\xA8re\n", "1 2 3");
	check_refuses(read_lines, "", "", "", 0, "the content is empty");
	check_refuses(read_lines, "a\nb\n", "b\n", "b", 2,
				  "the line has no end; the content is cut");
	check_refuses(read_lines, "a\nb\n", "b", "b\rb", 2,
				  "a carriage return is not at the end of the line");
	check_refuses(read_lines, "a\nb\n", "b", "M\xE9ni", 2, utf8); /* Windows-1252 */
	check_refuses(read_lines, "a\nb\n", "b", "M\xEF\xBF\xBDni", 2, utf8);
	check_refuses(read_lines, "a\nb\n", "b", "b\x1A", 2, control);
	check_refuses(read_lines, "a\nb\n", "b", "b\x7F", 2, control);
	check_refuses(read_lines, "a\nb\n", "b", "b\xC2\x85", 2, control);

	memset(longest, 'x', MC_LINE_MAX + 1);
	check_refuses(read_lines, "a\nb\n", "b", longest, 2, "the line is too long");
	longest[MC_LINE_MAX] = '\n';
	check_accepts(read_lines, longest, 1, "the longest line");
}

/* UTF-16, which has zero bytes */
static void
test_utf16(void)
{
	static const char content[] = "a\0b\0\n\0";
	McLines lines;
	unsigned rows = 0;

	test_ok(read_lines(content, sizeof(content) - 1, &lines, &rows) == MC_READ_BAD &&
				lines.problem_line == 1,
			"UTF-16 is no text");
}

static McLine
make_line(const char *text)
{
	McLine line = {text, strlen(text), 1, true};

	for (const char *at = text; *at; at++)
		line.ascii &= (unsigned char) *at < 0x80;
	return line;
}

static void
test_columns(const char *text, unsigned first, unsigned last, const char *wanted)
{
	McLine line = make_line(text);
	McField field = mc_line_columns(&line, first, last);

	test_ok(field.length == strlen(wanted) &&
				memcmp(field.text, wanted, field.length) == 0,
			"columns %u to %u of \"%s\" have \"%s\"", first, last, text, wanted);
}

/* The fields, each as copied, joined with bars; "-" if the line cannot be split */
static void
test_split(const char *text, char separator, const char *wanted)
{
	McLine line = make_line(text);
	McField fields[4];
	int count = mc_line_split(&line, separator, fields, 4);
	char found[100] = "-";
	size_t length = 0;

	for (int i = 0; i < count; i++)
	{
		if (i > 0)
			found[length++] = '|';
		length += mc_field_copy(&fields[i], found + length);
		found[length] = '\0';
	}
	test_ok(strcmp(found, wanted) == 0, "fields of <%s> are %s (found %s)", text, wanted,
			found);
}

static void
test_number(const char *text, int wanted)
{
	McField field = {text, strlen(text), false};

	test_ok(mc_field_number(&field) == wanted, "number of \"%s\" is %d", text, wanted);
}

static void
test_day(const char *text, int year, int month, int day)
{
	McField field = {text, strlen(text), false};
	McDay found = {0, 0, 0};
	bool valid = mc_field_day(&field, &found);

	test_ok(valid == (year > 0) && (!valid || (found.year == year &&
											   found.month == month && found.day == day)),
			"\"%s\" is %s", text, year > 0 ? "a day" : "none");
}

int
main(void)
{
	McLine line;

	test_lines();
	test_utf16();
	test_glance();

	test_columns("12345", 2, 4, "234");
	test_columns("1 3 5", 2, 4, "3");
	test_columns("123", 2, 9, "23");
	test_columns("123", 7, 9, "");
	test_columns("     ", 1, 5, "");
	test_columns("\xC3\xA9\xC3\xA8 xyz", 2, 4, "\xC3\xA8 x");
	test_columns("\xC2\xA0yz\xC2\xA0", 1, 4, "yz"); /* no-break space */
	line = make_line("\xC3\xA9\xC3\xA8 x");
	test_ok(mc_line_width(&line) == 4, "characters rather than bytes");

	test_split("a,b,c", ',', "a|b|c");
	test_split("a, b ,", ',', "a|b|");
	test_split("", ',', "");
	test_split("a\t\"b, c\"\td", '\t', "a|b, c|d");
	test_split("a,\"b, \"\"c\"\"\",d", ',', "a|b, \"c\"|d");
	test_split("a,\"\"", ',', "a|");
	test_split("a,\"b", ',', "-");
	test_split("a,\"b\"c", ',', "-");
	test_split("a,b\"c", ',', "a|b\"c");
	test_split("a,b,c,d,e", ',', "-");
	test_split("  a   \t b\xC2\xA0\xC2\xA0 c", ',', "a b c");

	test_split("\"  a  b \"", ',', "a b");

	test_number("0", 0);
	test_number("00042", 42);
	test_number("999999999", 999999999);
	test_number("1000000000", -1);
	test_number("", -1);
	test_number("-1", -1);
	test_number("1x", -1);

	test_day("20190131", 2019, 1, 31);
	test_day("2019-01-31", 2019, 1, 31);
	test_day("20240229", 2024, 2, 29);
	test_day("20230229", 0, 0, 0);
	test_day("21000229", 0, 0, 0);
	test_day("20000229", 2000, 2, 29);
	test_day("20190431", 0, 0, 0);
	test_day("20191301", 0, 0, 0);
	test_day("20190100", 0, 0, 0);
	test_day("20190001", 0, 0, 0);
	test_day("18991231", 0, 0, 0);
	test_day("22000101", 0, 0, 0);
	test_day("2019013", 0, 0, 0);
	test_day("2019/01/31", 0, 0, 0);
	test_day("", 0, 0, 0);
	return test_done();
}
