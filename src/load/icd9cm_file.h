/*
 * icd9cm_file.h
 *		ICD-9-CM diagnosis codes, and reader of the list of their titles.
 *
 * A code is three digits and up to two more, V with two and up to two more, or
 * E with three and up to one more; printed with a dot before what is "more".
 *
 * The list (CMS32_DESC_LONG_DX.txt): code without dot in columns 1 to 5, full
 * title from column 7, ordered by its characters.  Billable codes only.
 *
 * Plain C without PostgreSQL; nothing here allocates or raises.
 */
#ifndef MC_ICD9CM_FILE_H
#define MC_ICD9CM_FILE_H

#include "load/line_file.h"

#define MC_ICD9CM_MAX_LEN 5
#define MC_ICD9CM_BUFSIZE (MC_ICD9CM_MAX_LEN + 2) /* with dot and NUL */

/*
 * Does text[0..length), without dot, have the shape of a code?  Then prints it
 * with its dot to buf, which has room for MC_ICD9CM_BUFSIZE bytes, unless that
 * is NULL.  A small letter, which the 2018 mappings have once, becomes a capital.
 */
extern bool mc_icd9cm_print(const char *text, size_t length, char *buf);

typedef struct McIcd9cmRow
{
	uint32_t line;
	char code[MC_ICD9CM_BUFSIZE]; /* as printed */
	McField title;
} McIcd9cmRow;

typedef struct McIcd9cmReader
{
	McLines lines; /* tells what is wrong, after MC_READ_BAD */
	char last[MC_ICD9CM_MAX_LEN + 1];
	size_t longest; /* title so far, in characters */
} McIcd9cmReader;

/* Do its first lines look like a list of titles, damaged perhaps? */
extern bool mc_icd9cm_recognise(const char *content, size_t length);

/* Begin to read content[0..length), which must stay. */
extern void mc_icd9cm_begin(McIcd9cmReader *reader, const char *content, size_t length);

/* Read the next row.  Only MC_READ_END says that the content is complete. */
extern McReadStatus mc_icd9cm_next(McIcd9cmReader *reader, McIcd9cmRow *row);

#endif /* MC_ICD9CM_FILE_H */
