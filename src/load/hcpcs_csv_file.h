/*
 * hcpcs_csv_file.h
 *		Reader of HCPCS Level II descriptions as CSV
 *		(hcpcs_level2_2024_july_descriptions.csv).
 *
 * The first line names the fields, hcpcs_code,hcpcs_desc_type,hcpcs_description;
 * then two lines for each code, Long and Short, ordered by code.
 *
 * Plain C without PostgreSQL; nothing here allocates or raises.
 */
#ifndef MC_HCPCS_CSV_FILE_H
#define MC_HCPCS_CSV_FILE_H

#include "load/hcpcs_file.h"
#include "load/line_file.h"

typedef struct McHcpcsCsvRow
{
	uint32_t line; /* of the long description */
	char code[MC_HCPCS_CODE_LEN + 1];
	McField title;
	McField short_title;
} McHcpcsCsvRow;

typedef struct McHcpcsCsvReader
{
	McLines lines; /* tells what is wrong, after MC_READ_BAD */
	char last[MC_HCPCS_CODE_LEN + 1];
} McHcpcsCsvReader;

/* Does its first line name the fields? */
extern bool mc_hcpcs_csv_recognise(const char *content, size_t length);

/* Begin to read content[0..length), UTF-8, which must stay. */
extern void mc_hcpcs_csv_begin(McHcpcsCsvReader *reader, const char *content,
							   size_t length);

/* Read the next code.  Only MC_READ_END says that the content is complete. */
extern McReadStatus mc_hcpcs_csv_next(McHcpcsCsvReader *reader, McHcpcsCsvRow *row);

#endif /* MC_HCPCS_CSV_FILE_H */
