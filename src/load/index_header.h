/*
 * index_header.h
 *		What stands before the first letter of an index file: which of the four
 *		files it is, of which version, with which columns.  For index_file.c.
 */
#ifndef MC_INDEX_HEADER_FILE_H
#define MC_INDEX_HEADER_FILE_H

#include "load/index_file.h"

/* Bytes of a heading that are looked at */
#define MC_INDEX_HEADING_SIZE 120

typedef struct McIndexHeader
{
	bool addenda;
	char
		version[MC_INDEX_HEADING_SIZE]; /* zero terminated within MC_INDEX_VERSION_SIZE */
	char title[MC_INDEX_HEADING_SIZE];
	char heads[1 + MC_INDEX_CELLS + 1][MC_INDEX_HEADING_SIZE]; /* by column, from 1 */
} McIndexHeader;

/*
 * Read up to the first letter, whose start is then the current event.  False:
 * an event came that does not belong there; it is the current one.
 */
extern bool mc_index_header(McXml *xml, McIndexHeader *header, McXmlEvent *event);

/* Which of the four files does the header belong to?  False: to none. */
extern bool mc_index_header_kind(const McIndexHeader *header, McIndexKind *kind);

/* The first column that is not what it has to be in a table, or 0 */
extern int mc_index_wrong_column(const McIndexHeader *header, McIndexKind kind);

/* Column that the element which starts names by its attribute col, from 1, or 0 */
extern int mc_index_column_attribute(McXml *xml);

/*
 * Make each run of white space, no-break spaces included, one blank, and drop
 * those at both ends and before a comma.  Returns the new length.
 */
extern size_t mc_normalize_space(char *text, size_t length);

#endif /* MC_INDEX_HEADER_FILE_H */
