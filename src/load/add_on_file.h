/*
 * add_on_file.h
 *		Reader of NCCI add-on code edits (AOC_V2026Q1-MCR.txt, also as CSV).
 *
 * The heading names the add-on code, the primary code, and perhaps the type of
 * the edit, its effective and its deletion date.  Type 1: the primaries are
 * listed; 2: the contractor decides, with CCCCC in place of a code; 3: some are listed.
 *
 * Plain C without PostgreSQL; nothing here allocates or raises.
 */
#ifndef MC_ADD_ON_FILE_H
#define MC_ADD_ON_FILE_H

#include "load/named_fields.h"
#include "terminology/hcpcs_code.h"

typedef struct McAddOnRow
{
	uint32_t line;
	uint32_t add_on;
	uint32_t primary; /* MC_HCPCS_NONE: the contractor decides */
	int type;         /* 1, 2, 3 */
	bool has_effective;
	McDay effective;
	bool has_deletion;
	McDay deletion; /* the last day */
} McAddOnRow;

typedef struct McAddOnReader
{
	McLines lines; /* tells what is wrong, after MC_READ_BAD */
	McNamedFields named;
	bool any;
} McAddOnReader;

/* Do its first lines name an add-on code and a primary code? */
extern bool mc_add_on_recognise(const char *content, size_t length);

/* Begin to read content[0..length), UTF-8, which must stay. */
extern void mc_add_on_begin(McAddOnReader *reader, const char *content, size_t length);

/* Read the next row.  Only MC_READ_END says that the content is complete. */
extern McReadStatus mc_add_on_next(McAddOnReader *reader, McAddOnRow *row);

#endif /* MC_ADD_ON_FILE_H */
