/*
 * conversion_file.h
 *		Reader of the ICD-10-CM conversion table: which codes a new code was
 *		reported with before (icd10cm_conversion_table_2026).
 *
 * Three fields separated by tabs or commas: the code, since when, the codes
 * before.  The publisher's headings are "Current code assignment", "Effective",
 * "Previous Code(s) Assignment".  A year alone means 1 October of that year:
 * 2025 is the beginning of FY2026.  The codes before are written by hand:
 *
 *		C50.919, C50.929					H02.101-H02.106; H02.109
 *		C56.1 and C56.2						I63.- and P91.88
 *		K59.09 AND Code from categories T36-T50			None
 *
 * Whether all of several codes were reported or one of them is not told apart
 * by the publisher, and neither is it here.
 *
 * Plain C without PostgreSQL; nothing here allocates or raises.
 */
#ifndef MC_CONVERSION_FILE_H
#define MC_CONVERSION_FILE_H

#include "terminology/icd10cm.h"
#include "load/line_file.h"

/* Codes and ranges in one record; of FY2026 at most 8 */
#define MC_CONVERSION_MAX 64

typedef struct McCodeRange
{
	McIcd10cm first; /* a heading means all below it */
	McIcd10cm last;  /* of a single code the same */
} McCodeRange;

typedef struct McConversionRow
{
	uint32_t line;
	McIcd10cm code;
	McDay effective;
	int count; /* 0 where there was no code before, or it cannot be read */
	McCodeRange previous[MC_CONVERSION_MAX];
	bool unreadable; /* the codes before are not written in any way known */
	bool repeated;   /* the record is the same as the one before */
} McConversionRow;

typedef struct McConversionReader
{
	McLines lines; /* tells what is wrong, after MC_READ_BAD */
	char separator;
	McLine last;
	bool last_chapter; /* has a code with Z been read? */
} McConversionReader;

/* Does its first line have the headings? */
extern bool mc_conversion_recognise(const char *content, size_t length);

/* Begin to read content[0..length), UTF-8, which must stay. */
extern void mc_conversion_begin(McConversionReader *reader, const char *content,
								size_t length);

/* Read the next record.  Only MC_READ_END says that the content is complete. */
extern McReadStatus mc_conversion_next(McConversionReader *reader, McConversionRow *row);

#endif /* MC_CONVERSION_FILE_H */
