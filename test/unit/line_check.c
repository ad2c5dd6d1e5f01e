/*
 * line_check.c
 *		What the unit tests of readers built on line_file.h share.
 */
#include "line_check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "test_host.h"

/* Read a copy that ends where its memory ends, so that no byte behind it is read. */
static McReadStatus
read_exactly(CheckReader read, const char *content, size_t length, McLines *lines,
			 unsigned *rows)
{
	char *copy = malloc(length + 1);
	McReadStatus status;

	memcpy(copy + 1, content, length);
	*rows = 0;
	status = read(copy + 1, length, lines, rows);
	free(copy);
	return status;
}

void
check_accepts(CheckReader read, const char *content, unsigned rows, const char *what)
{
	McLines lines;
	unsigned found;
	char said[MC_LINE_PROBLEM_SIZE];
	McReadStatus status = read_exactly(read, content, strlen(content), &lines, &found);

	mc_lines_problem(&lines, said);
	test_ok(status == MC_READ_END && found == rows, "%s (%u rows; line %u: %s)", what,
			found, lines.problem_line, said);
}

void
check_refuses(CheckReader read, const char *sample, const char *from, const char *to,
			  uint32_t line, const char *clause)
{
	const char *place = strstr(sample, from);
	char *content = malloc(strlen(sample) + strlen(to) + 1);
	char said[MC_LINE_PROBLEM_SIZE] = "";
	McLines lines = {0};
	unsigned rows;
	bool good = false;

	if (place)
	{
		sprintf(content, "%.*s%s%s", (int) (place - sample), sample, to,
				place + strlen(from));
		good =
			read_exactly(read, content, strlen(content), &lines, &rows) == MC_READ_BAD &&
			lines.problem_line == line;
		mc_lines_problem(&lines, said);
	}
	test_ok(good && strcmp(said, clause) == 0, "line %u: %s (said: line %u: %s)", line,
			clause, lines.problem_line, said);
	free(content);
}

/* Is the number among those of the list? */
static bool
is_listed(const char *list, unsigned number)
{
	char *end;

	for (unsigned long listed; (listed = strtoul(list, &end, 10)) > 0; list = end)
		if (listed == number)
			return true;
	return false;
}

static void
check_cuts_of(CheckReader read, const char *content, const char *list, const char *name)
{
	unsigned wrong = 0;
	unsigned line = 0;

	for (size_t cut = 0; cut <= strlen(content); cut++)
	{
		bool behind = cut > 0 && content[cut - 1] == '\n';
		McLines lines;
		unsigned rows;
		bool passes;

		line += behind;
		passes = read_exactly(read, content, cut, &lines, &rows) == MC_READ_END;
		wrong += passes != (behind && is_listed(list, line));
	}
	test_ok(wrong == 0, "cuts at every byte, lines end in %s (%u wrong)", name, wrong);
}

void
check_cuts(CheckReader read, const char *sample, const char *lines)
{
	char *crlf = malloc(2 * strlen(sample) + 1);
	char *to = crlf;

	check_cuts_of(read, sample, lines, "LF");
	for (const char *at = sample; *at; at++)
	{
		if (*at == '\n')
			*to++ = '\r';
		*to++ = *at;
	}
	*to = '\0';
	check_cuts_of(read, crlf, lines, "CRLF");
	free(crlf);
}

char *
check_official(const char *path, bool latin1, size_t *length)
{
	const char *data = getenv("MEDCODE_DATA");
	char name[1000];
	FILE *file;
	char *text;
	size_t size;

	snprintf(name, sizeof(name), "%s/data/%s", data ? data : "", path);
	file = fopen(name, "rb");
	if (!file)
	{
		test_ok(true, "%s # SKIP MEDCODE_DATA has none", path);
		return NULL;
	}
	fseek(file, 0, SEEK_END);
	size = (size_t) ftell(file);
	rewind(file);
	text = malloc(2 * size + 1);
	*length = 0;
	for (size_t i = 0; i < size; i++)
	{
		int c = fgetc(file);

		if (latin1 && c >= 0x80)
		{
			text[(*length)++] = (char) (0xC0 | (c >> 6));
			c = 0x80 | (c & 0x3F);
		}
		text[(*length)++] = (char) c;
	}
	fclose(file);
	return text;
}

void
check_official_file(CheckReader read, const char *path, bool latin1, unsigned rows)
{
	size_t length;
	char *text = check_official(path, latin1, &length);
	McLines lines;
	unsigned found;
	unsigned passed = 0;
	McReadStatus status;

	if (!text)
		return;
	status = read_exactly(read, text, length, &lines, &found);
	test_ok(status == MC_READ_END && found == rows, "%s: %u rows", path, found);
	for (size_t cut = length / 20; cut < length; cut += length / 20 + 1)
	{
		const char *next = memchr(text + cut, '\n', length - cut);
		size_t behind = (size_t) (next - text) + 1;

		passed += read_exactly(read, text, behind - 1, &lines, &found) == MC_READ_END;
		passed += behind < length &&
				  read_exactly(read, text, behind, &lines, &found) == MC_READ_END;
	}
	test_ok(passed == 0, "%s: cut (%u pass)", path, passed);
	free(text);
}
