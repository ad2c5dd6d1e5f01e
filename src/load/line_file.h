/*
 * line_file.h
 *		Lines of a publisher's file, and what readers of lines share.
 *
 * Content is UTF-8, lines end in LF or CRLF, the last one too: where its end
 * is missing, the content was cut, unless a publisher is known to leave it out.  Of control characters only the tab is
 * allowed, so that text in another encoding is told from a damaged file.
 *
 * The readers of code files are built on this: each line is checked, and the
 * first one that is wrong is refused with a clause that quotes nothing of the
 * content but well-formed codes.
 *
 * This file and line_file.c are plain C without PostgreSQL.  Nothing here
 * allocates, raises, reads a locale or keeps state.
 */
#ifndef MC_LINE_FILE_H
#define MC_LINE_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* No line of the files read this way comes near; the longest, a description, has 3,414. */
#define MC_LINE_MAX 8000

/* A list longer than one made by hand must reach its publisher's last part. */
#define MC_LINE_SAMPLE_ROWS 200

/* Lines that are looked at to recognise a kind of file */
#define MC_LINE_GLANCE 40

/* Bytes that mc_lines_problem() may write, with the NUL */
#define MC_LINE_PROBLEM_SIZE 160

typedef enum McReadStatus
{
	MC_READ_ROW, /* a line or row was read */
	MC_READ_END, /* the content is complete */
	MC_READ_BAD  /* it is not; nothing more may be read */
} McReadStatus;

typedef struct McLine
{
	const char *text; /* without its end; not terminated */
	size_t length;    /* bytes */
	uint32_t number;  /* from 1 */
	bool ascii;       /* one byte for each character */
} McLine;

typedef struct McLines
{
	/* After MC_READ_BAD: line (0: of the content as a whole) and clause */
	uint32_t problem_line;
	const char *problem; /* predicate of the code, if there is one */
	char code[16];

	bool open_end;   /* the last line may lack its end */
	uint32_t number; /* of the last line read */
	const char *next;
	const char *end;
} McLines;

/* A field of a line: the text itself, or with quotes that are to be taken off */
typedef struct McField
{
	const char *text;
	size_t length;
	bool quoted; /* text is what stands between the quotes, and has "" for " */
} McField;

/* A day of the calendar */
typedef struct McDay
{
	int year;
	int month;
	int day;
} McDay;

/* Begin to read content[0..length), any bytes.  A byte order mark is skipped. */
extern void mc_lines_begin(McLines *lines, const char *content, size_t length);

/* Read a line.  MC_READ_BAD also if there is none at all. */
extern McReadStatus mc_lines_next(McLines *lines, McLine *line);

/*
 * The same without any check, for recognising: false at the end, or behind the
 * first MC_LINE_GLANCE lines.  Bytes count as characters.
 */
extern bool mc_lines_glance(McLines *lines, McLine *line);

/* Read on behind the line of that number: a heading that was found by glancing. */
extern void mc_lines_skip(McLines *lines, uint32_t number);

/*
 * Refuse the content.  problem is a constant clause, or with a code (printed,
 * terminated, well-formed; else NULL) the predicate of "code E11.9 ...".
 * Returns MC_READ_BAD.
 */
extern McReadStatus mc_lines_refuse(McLines *lines, uint32_t line, const char *code,
									const char *problem);

/* Write the clause to buf, which has room for MC_LINE_PROBLEM_SIZE bytes. */
extern void mc_lines_problem(const McLines *lines, char *buf);

/*
 * The part of a line that fills columns first to last (from 1, characters
 * rather than bytes, both included), without white space at its ends, which
 * are also those of the line if it is shorter.
 */
extern McField mc_line_columns(const McLine *line, unsigned first, unsigned last);

/* Number of characters */
extern size_t mc_line_width(const McLine *line);

/*
 * Split a line at the separator; quotes protect it, as in CSV.  Returns the
 * number of fields, at most max, or -1 if there are more or quotes are wrong.
 * White space at the ends of fields without quotes is left out.
 */
extern int mc_line_split(const McLine *line, char separator, McField *fields, int max);

/*
 * Copy a field to buf, which has room for its length, with every run of white
 * space as one blank and none at the ends.  Returns the length; no NUL.
 */
extern size_t mc_field_copy(const McField *field, char *buf);

/* Is it this text?  Letters of whatever case; text is lower case. */
extern bool mc_field_is(const McField *field, const char *text);

/*
 * The number that count digits, at most 9, stand for; -1 if they are none.  Reads no
 * further than to the first character that is none.
 */
extern int mc_digits(const char *text, size_t count);

/* The number that 1 to 9 digits stand for; -1 if it is none */
extern int mc_field_number(const McField *field);

/* Is it a day of the Gregorian calendar in the years 1900 to 2199? */
extern bool mc_day_is_valid(McDay day);

/* Read the day from YYYYMMDD, or YYYY-MM-DD. */
extern bool mc_field_day(const McField *field, McDay *day);

#endif /* MC_LINE_FILE_H */
