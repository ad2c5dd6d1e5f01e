/*
 * site_file.h
 *		Reader of tables of a site's own: terms, and lists of codes.
 *
 * UTF-8 text, fields separated by tabs, no quoting.  The first line names the
 * columns, in any order; those in brackets may be missing or empty:
 *
 *		terms	phrase code [code_system] [kind]
 *		codes	code_system code title [short_title] [billable] [parent]
 *
 * A list of codes is of one code system.  It is the way in for what a licence
 * keeps from being shipped: SNOMED CT, CPT, names from UMLS.
 *
 * This file and site_file.c are plain C without PostgreSQL.
 */
#ifndef MC_SITE_FILE_H
#define MC_SITE_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "terminology/icd10cm.h"
#include "text/host.h"

typedef enum McSiteFormat
{
	MC_SITE_UNKNOWN,
	MC_SITE_TERMS,
	MC_SITE_CODES
} McSiteFormat;

/* What checks in medcode.term allow */
#define MC_SITE_PHRASE_MAX 2000 /* bytes */

/* Longest name of a code system, and longest code, in bytes */
#define MC_SITE_NAME_MAX 63

/* A part of the content, without blanks around; not terminated */
typedef struct McSiteField
{
	const char *text;
	size_t length;
} McSiteField;

typedef enum McSiteColumn
{
	MC_SITE_CODE,
	MC_SITE_CODE_SYSTEM,
	MC_SITE_PHRASE,
	MC_SITE_KIND,
	MC_SITE_TITLE,
	MC_SITE_SHORT_TITLE,
	MC_SITE_BILLABLE,
	MC_SITE_PARENT,
	MC_SITE_COLUMNS
} McSiteColumn;

typedef struct McSiteRow
{
	uint32_t line;
	McSiteField field[MC_SITE_COLUMNS]; /* empty if the column is missing */
	bool billable;                      /* true if the file does not say */
	/* a code of ICD-10-CM and its parent as printed: "e119" reads E11.9 */
	char code[MC_ICD10CM_BUFSIZE];
	char parent[MC_ICD10CM_BUFSIZE];
} McSiteRow;

typedef enum McSiteStatus
{
	MC_SITE_ROW,
	MC_SITE_END, /* the content is complete */
	MC_SITE_BAD  /* it is not; see line and problem */
} McSiteStatus;

typedef struct McSiteReader
{
	/* After MC_SITE_BAD: where, and a clause that says what is wrong */
	uint32_t line;
	const char *problem;

	size_t offset; /* bytes read so far */

	/* private */
	McSiteFormat format;
	const char *content;
	size_t length;
	uint32_t lines;
	uint32_t rows;
	int ncolumns;
	McSiteColumn column[MC_SITE_COLUMNS];
	McSiteField code_system; /* of the first row of a list of codes */
} McSiteReader;

/* Which of the two is it?  Looks at the first line only. */
extern McSiteFormat mc_site_format(const char *content, size_t length);

/*
 * Begin to read content[0..length), which must last as long as the reader and
 * its rows.
 */
extern void mc_site_begin(McSiteReader *reader, const char *content, size_t length);

/*
 * Read the next row.  Of terms, code_system is set to icd10cm and kind to site
 * where the file has nothing.  Only MC_SITE_END says that all rows are good.
 * A code that comes twice is for the caller to find.
 */
extern McSiteStatus mc_site_next(McSiteReader *reader, McSiteRow *row);

#endif /* MC_SITE_FILE_H */
