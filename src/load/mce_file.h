/*
 * mce_file.h
 *		Reader of the lists of the Medicare Code Editor.
 *
 * Two shapes: with tabs, a line for each list and code, with the version of the
 * editor, the name of the edit and the kind of code (D: ICD-10-CM, P:
 * ICD-10-PCS); and as CSV, with the group and the rule of a conflict, which tells
 * the ages as well: "Maternity (Ages 9-64)".
 *
 * Plain C without PostgreSQL; nothing here allocates or raises.
 */
#ifndef MC_MCE_FILE_H
#define MC_MCE_FILE_H

#include "load/named_fields.h"
#include "terminology/icd10cm.h"

#define MC_MCE_LIST_MAX 40 /* bytes of the name of a list, with the NUL */

typedef struct McMceRow
{
	uint32_t line;
	char list[MC_MCE_LIST_MAX]; /* newborn, female, unacceptable_principal, ... */
	bool procedure;             /* a code of ICD-10-PCS */
	char code[MC_ICD10CM_BUFSIZE];
	bool has_age;
	int age_from; /* years */
	int age_to;
} McMceRow;

typedef struct McMceReader
{
	McLines lines; /* tells what is wrong, after MC_READ_BAD */
	McNamedFields named;
	int version; /* 0: not told */
	bool any;
} McMceReader;

/* Does its first line name the columns of either shape? */
extern bool mc_mce_recognise(const char *content, size_t length);

/* The version of the editor that the first row tells, or 0 */
extern int mc_mce_version(const char *content, size_t length);

/* Begin to read content[0..length), UTF-8, which must stay. */
extern void mc_mce_begin(McMceReader *reader, const char *content, size_t length);

/* Read the next row.  Only MC_READ_END says that the content is complete. */
extern McReadStatus mc_mce_next(McMceReader *reader, McMceRow *row);

#endif /* MC_MCE_FILE_H */
