/*
 * hcc_format_file.h
 *		Reader of CMS's mapping of diagnoses (F2824T1N.TXT): code without dot,
 *		HCC, and nothing, or a D where the code stands in the line before with
 *		another HCC; separated by tabs.  The file does not name its model.
 *
 * Plain C without PostgreSQL; nothing here allocates or raises.
 */
#ifndef MC_HCC_FORMAT_FILE_H
#define MC_HCC_FORMAT_FILE_H

#include "load/line_file.h"
#include "terminology/icd10cm.h"

/* HCCs that a code stands for, at most; CMS's programs look for three */
#define MC_HCC_PER_CODE 4

typedef struct McHccFormatRow
{
	uint32_t line;
	McIcd10cm code;
	int hcc;
} McHccFormatRow;

typedef struct McHccFormatReader
{
	McLines lines; /* tells what is wrong, after MC_READ_BAD */
	McIcd10cm last;
	int hccs[MC_HCC_PER_CODE]; /* of the last code */
	int count;
} McHccFormatReader;

/* Do its first lines look like those of a mapping? */
extern bool mc_hcc_format_recognise(const char *content, size_t length);

/* Begin to read content[0..length), ASCII, which must stay. */
extern void mc_hcc_format_begin(McHccFormatReader *reader, const char *content,
								size_t length);

/* Read the next row.  Only MC_READ_END says that the content is complete. */
extern McReadStatus mc_hcc_format_next(McHccFormatReader *reader, McHccFormatRow *row);

#endif /* MC_HCC_FORMAT_FILE_H */
