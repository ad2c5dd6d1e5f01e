/*
 * poa_file.h
 *		Reader of the list of codes that need no indicator "present on
 *		admission" (POAexemptCodesFY26.txt).
 *
 * Fields separated by tabs: order number, code with dot, title, which stands in
 * quotes where it has a comma.  The order numbers are those of the order file,
 * so they rise, with gaps.  The first line names the fields, and the year:
 * Order26.
 *
 * Plain C without PostgreSQL; nothing here allocates or raises.
 */
#ifndef MC_POA_FILE_H
#define MC_POA_FILE_H

#include "terminology/icd10cm.h"
#include "load/line_file.h"

/* A line has an order number of five digits. */
#define MC_POA_MAX_ROWS 99999

typedef struct McPoaRow
{
	uint32_t line;
	McIcd10cm code;
	char title[MC_LINE_MAX];
	size_t title_length;
} McPoaRow;

typedef struct McPoaReader
{
	McLines lines; /* tells what is wrong, after MC_READ_BAD */
	int order;     /* the last one */
	McIcd10cm last;
	McIcd10cm *seen;
	size_t seen_size;
} McPoaReader;

/* Does its first line look like that of the list? */
extern bool mc_poa_recognise(const char *content, size_t length);

/* The fiscal year that the first line tells, such as 2026, or 0 */
extern int mc_poa_year(const char *content, size_t length);

/* How many elements a reader of a content of length bytes needs to remember its codes */
extern size_t mc_poa_seen_size(size_t length);

/*
 * Begin to read content[0..length), UTF-8, which must stay.  seen has room for
 * mc_poa_seen_size(length) elements, all zero, and stays the caller's.
 */
extern void mc_poa_begin(McPoaReader *reader, const char *content, size_t length,
						 McIcd10cm *seen);

/* Read the next row.  Only MC_READ_END says that the content is complete. */
extern McReadStatus mc_poa_next(McPoaReader *reader, McPoaRow *row);

#endif /* MC_POA_FILE_H */
