/*
 * hcpcs_file.h
 *		Reader of the HCPCS Level II file (HCPC2019_CONTR_ANWEB.txt).
 *
 * Records of 320 characters in fixed columns, ordered by code, behind some
 * lines of disclaimers.  A code, or a modifier, has one record and then as many
 * as its long description takes:
 *
 *		  1 -   5	code; a modifier stands at the right
 *		  6 -  10	number of the record: 00100, 00200, ... for each code
 *		 11			3: first record of a code, 4: next one; 7 and 8: of a modifier
 *		 12 -  91	long description
 *
 * and in the first record only:
 *
 *		 92 - 119	short description
 *		120 - 268	what mc_hcpcs_fields lists
 *		269 - 276	date added				277 - 284	date the action is effective
 *		285 - 292	last day of the code	293			action
 *
 * Plain C without PostgreSQL; nothing here allocates or raises.
 */
#ifndef MC_HCPCS_FILE_H
#define MC_HCPCS_FILE_H

#include "load/line_file.h"

#define MC_HCPCS_CODE_LEN 5

/* The last codes of every edition: speech and hearing services */
#define MC_HCPCS_LAST_SERIES "V53"

/* The longest description of 2019 has 17 records. */
#define MC_HCPCS_MAX_RECORDS 50
#define MC_HCPCS_TITLE_SIZE  (MC_HCPCS_MAX_RECORDS * (80 * 4 + 1))

/* Is text[0..5) a code: a letter and four digits? */
extern bool mc_hcpcs_is_code(const char *text);

typedef enum McHcpcsForm
{
	MC_HCPCS_TEXT,
	MC_HCPCS_NUMBER,
	MC_HCPCS_DAY /* YYYYMMDD */
} McHcpcsForm;

/* A field of the record: name in lower case with underscores, columns */
typedef struct McHcpcsField
{
	const char *name;
	unsigned first; /* column, from 1 */
	unsigned width;
	unsigned times; /* so many side by side */
	McHcpcsForm form;
} McHcpcsField;

/* All fields but code, descriptions and dates; ends with name NULL */
extern const McHcpcsField mc_hcpcs_fields[];

typedef struct McHcpcsRow
{
	uint32_t line; /* of the first record */
	char code[MC_HCPCS_CODE_LEN + 1];
	bool modifier;
	char title[MC_HCPCS_TITLE_SIZE];
	size_t title_length;
	McField short_title;
	bool has_added;
	McDay added;
	bool has_action_date;
	McDay action_date;
	bool has_terminated;
	McDay terminated; /* the last day on which it is valid */
	McLine record;    /* the first one */
} McHcpcsRow;

typedef struct McHcpcsReader
{
	McLines lines; /* tells what is wrong, after MC_READ_BAD */
	McLine line;   /* read, but not used yet */
	bool has_line;
	uint32_t rows;
	char last[MC_HCPCS_CODE_LEN + 1]; /* as in the record */
} McHcpcsReader;

/* Do its first lines look like one, damaged perhaps?  Any encoding. */
extern bool mc_hcpcs_recognise(const char *content, size_t length);

/* Begin to read content[0..length), UTF-8, which must stay. */
extern void mc_hcpcs_begin(McHcpcsReader *reader, const char *content, size_t length);

/* Read the next code.  Only MC_READ_END says that the content is complete. */
extern McReadStatus mc_hcpcs_next(McHcpcsReader *reader, McHcpcsRow *row);

/* The i-th value (from 0) of a field; of length 0 if it is blank */
extern McField mc_hcpcs_value(const McHcpcsRow *row, const McHcpcsField *field,
							  unsigned i);

#endif /* MC_HCPCS_FILE_H */
