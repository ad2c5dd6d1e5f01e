/*
 * hcc_wide_file.h
 *		Reader of CMS's coefficients (V28hcccoefn.csv): a line of a thousand names
 *		of terms, and a line with as many numbers, separated by commas.  The file
 *		does not name its model.
 *
 * Plain C without PostgreSQL; nothing here allocates or raises.
 */
#ifndef MC_HCC_WIDE_FILE_H
#define MC_HCC_WIDE_FILE_H

#include "load/line_file.h"

typedef struct McHccWideRow
{
	uint32_t place; /* from 1 */
	McField term;
	McField number;
} McHccWideRow;

typedef struct McHccWideReader
{
	McLines lines; /* tells what is wrong, after MC_READ_BAD */
	const char *name;
	const char *name_end;
	const char *value;
	const char *value_end;
	uint32_t place;
} McHccWideReader;

/* Is the first line one of names of terms, several of them of HCCs? */
extern bool mc_hcc_wide_recognise(const char *content, size_t length);

/* Begin to read content[0..length), which must stay. */
extern void mc_hcc_wide_begin(McHccWideReader *reader, const char *content,
							  size_t length);

/* Read the next term.  Only MC_READ_END says that the content is complete. */
extern McReadStatus mc_hcc_wide_next(McHccWideReader *reader, McHccWideRow *row);

#endif /* MC_HCC_WIDE_FILE_H */
