/*
 * line_check.h
 *		What the unit tests of readers built on line_file.h share.
 */
#ifndef LINE_CHECK_H
#define LINE_CHECK_H

#include "load/line_file.h"

/* Read the content to its end; *lines tells what is wrong with it. */
typedef McReadStatus (*CheckReader)(const char *content, size_t length, McLines *lines,
									unsigned *rows);

/* The content is complete and has that many rows. */
extern void check_accepts(CheckReader read, const char *content, unsigned rows,
						  const char *what);

/* The sample with its first "from" replaced by "to" is refused, with line and clause. */
extern void check_refuses(CheckReader read, const char *sample, const char *from,
						  const char *to, uint32_t line, const char *clause);

/*
 * Of all beginnings of the sample, with LF and with CRLF, only those are
 * complete that end behind one of the lines named ("2 3 5").
 */
extern void check_cuts(CheckReader read, const char *sample, const char *lines);

/*
 * A file under MEDCODE_DATA, converted from Latin-1 if latin1 is set, to be
 * given back with free(); or NULL and a test that says so.
 */
extern char *check_official(const char *path, bool latin1, size_t *length);

/*
 * The official file is complete and has that many rows; cut in twenty places
 * behind the first 200 lines, in a line and behind one, it is not.
 */
extern void check_official_file(CheckReader read, const char *path, bool latin1,
								unsigned rows);

#endif /* LINE_CHECK_H */
