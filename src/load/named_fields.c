/*
 * named_fields.c
 *		Tables whose heading names the columns.
 */
#include "load/named_fields.h"

#include <string.h>

/* The next letter or digit of the field from *i on, in lower case; 0 at its end */
static char
NextLetter(const McField *field, size_t *i)
{
	while (*i < field->length)
	{
		char c = field->text[(*i)++];

		if (c >= 'A' && c <= 'Z')
			return (char) (c - 'A' + 'a');
		if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
			return c;
	}
	return 0;
}

/* Does it begin with text[0..length)? */
static bool
Begins(const McField *field, const char *text, size_t length)
{
	size_t at = 0;

	for (size_t i = 0; i < length; i++)
		if (NextLetter(field, &at) != text[i])
			return false;
	return true;
}

bool
mc_field_begins(const McField *field, const char *text)
{
	return Begins(field, text, strlen(text));
}

/* Does it begin as one of the beginnings does? */
static bool
Fits(const McField *field, const char *beginnings)
{
	for (const char *word = beginnings; *word;)
	{
		size_t length = strcspn(word, " ");

		if (Begins(field, word, length))
			return true;
		word += length;
		while (*word == ' ')
			word++;
	}
	return false;
}

bool
mc_named_heading(const McLine *line, const McNamedColumn *columns, int ncolumns,
				 McNamedFields *named)
{
	McField fields[MC_NAMED_FIELDS_MAX];

	for (const char *separator = "\t,|"; *separator; separator++)
	{
		bool used[MC_NAMED_FIELDS_MAX] = {false};
		bool complete = true;
		int count = mc_line_split(line, *separator, fields, MC_NAMED_FIELDS_MAX);

		if (count < 2)
			continue;
		for (int column = 0; column < ncolumns; column++)
		{
			int found = -1;

			for (int i = 0; i < count && found < 0; i++)
				if (!used[i] && Fits(&fields[i], columns[column].beginnings))
					found = i;
			if (found >= 0)
				used[found] = true;
			else if (columns[column].required)
				complete = false;
			named->at[column] = found;
		}
		if (complete)
		{
			named->separator = *separator;
			named->columns = ncolumns;
			named->fields = count;
			return true;
		}
	}
	return false;
}

bool
mc_named_find(const char *content, size_t length, const McNamedColumn *columns,
			  int ncolumns, McNamedFields *named, McLine *heading)
{
	McLines lines;

	mc_lines_begin(&lines, content, length);
	while (mc_lines_glance(&lines, heading) && heading->number <= MC_NAMED_PREFACE)
		if (mc_named_heading(heading, columns, ncolumns, named))
			return true;
	return false;
}

bool
mc_named_split(const McNamedFields *named, const McLine *line, McField *columns)
{
	McField fields[MC_NAMED_FIELDS_MAX];
	int count = mc_line_split(line, named->separator, fields, MC_NAMED_FIELDS_MAX);

	if (count < 0)
		return false;
	while (count > named->fields && fields[count - 1].length == 0)
		count--;
	if (count > named->fields)
		return false;
	for (int column = 0; column < named->columns; column++)
	{
		int at = named->at[column];

		if (at >= 0 && at < count)
			columns[column] = fields[at];
		else
			columns[column] = (McField){.text = line->text};
	}
	return count == named->fields || named->separator == '\t';
}

McReadStatus
mc_named_next(const McNamedFields *named, McLines *lines, const char *none, McLine *line,
			  McField *columns)
{
	McReadStatus status = mc_lines_next(lines, line);

	if (status == MC_READ_END && none)
		return mc_lines_refuse(lines, lines->number, NULL, none);
	if (status == MC_READ_ROW && !mc_named_split(named, line, columns))
		return mc_lines_refuse(lines, line->number, NULL,
							   "the line does not have the fields of the heading");
	return status;
}
