/*
 * pcs_file.h
 *		Reader of the ICD-10-PCS order file.
 *
 * The columns are those of the ICD-10-CM order file (order_file.h), but the
 * codes are procedures': seven characters of 0-9 and A-Z without I and O, under
 * headings of three, which are tables: section, body system, root operation.
 * The list is ordered by its characters, which finds what is out of order and
 * what occurs twice.
 *
 * Plain C without PostgreSQL; nothing here allocates or raises.
 */
#ifndef MC_PCS_FILE_H
#define MC_PCS_FILE_H

#include "load/line_file.h"

#define MC_PCS_HEADING_LEN 3
#define MC_PCS_CODE_LEN    7

typedef struct McPcsRow
{
	uint32_t order;                   /* also the number of the line */
	char code[MC_PCS_CODE_LEN + 1];   /* heading or code, as printed */
	char parent[MC_PCS_CODE_LEN + 1]; /* the heading; "" for a heading */
	bool billable;
	McField short_title;
	McField long_title;
} McPcsRow;

typedef struct McPcsReader
{
	McLines lines; /* tells what is wrong, after MC_READ_BAD */
	char last[MC_PCS_CODE_LEN + 1];
	char heading[MC_PCS_CODE_LEN + 1];
} McPcsReader;

/*
 * Do its first lines look like one, damaged perhaps?  In ICD-10-CM every code
 * begins with a letter, in ICD-10-PCS those of the first sections with a digit.
 */
extern bool mc_pcs_recognise(const char *content, size_t length);

/* Begin to read content[0..length), which must stay. */
extern void mc_pcs_begin(McPcsReader *reader, const char *content, size_t length);

/*
 * Read the next row.  Only MC_READ_END says that the content is complete; rows
 * must not be kept where it does not come to that.
 */
extern McReadStatus mc_pcs_next(McPcsReader *reader, McPcsRow *row);

#endif /* MC_PCS_FILE_H */
