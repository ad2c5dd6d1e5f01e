/*
 * reason_file.h
 *		Reader of lists of claim adjustment reason codes and remittance advice remark
 *		codes, as CSV.
 *
 * The first line names the fields: adj_code,adj_type,adj_description,adj_usage,
 * adj_notes,adj_start_date,adj_last_modified,adj_end_date.  Types are Group, CARC and
 * RARC, dates YYYY-MM-DD.  The texts are X12's: a site loads its licensed copy.
 *
 * Plain C without PostgreSQL; nothing here allocates or raises.
 */
#ifndef MC_REASON_FILE_H
#define MC_REASON_FILE_H

#include "load/line_file.h"

/* Longest code: MA130 has 5 */
#define MC_REASON_CODE_MAX 5

typedef enum McReasonKind
{
	MC_REASON_GROUP,
	MC_REASON_CARC,
	MC_REASON_RARC,
	MC_REASON_KINDS
} McReasonKind;

typedef struct McReasonRow
{
	uint32_t line;
	McReasonKind kind;
	char code[MC_REASON_CODE_MAX + 1];
	McField title;
	McField usage; /* empty: none */
	McField notes; /* empty: none */
	McDay start;   /* year 0: none */
	McDay end;     /* first day on which it is not used any more; year 0: none */
} McReasonRow;

typedef struct McReasonReader
{
	McLines lines; /* tells what is wrong, after MC_READ_BAD */
	McDay newest;  /* day in the list so far */

	/* private */
	bool has_last_series;
} McReasonReader;

/* Does its first line name the fields? */
extern bool mc_reason_recognise(const char *content, size_t length);

/* Begin to read content[0..length), UTF-8, which must stay. */
extern void mc_reason_begin(McReasonReader *reader, const char *content, size_t length);

/*
 * Read the next code.  Only MC_READ_END says that the content is complete, as far as can
 * be told: a list that was cut behind one of its last codes, N, cannot.  A code that
 * comes twice is for the caller to find.
 */
extern McReadStatus mc_reason_next(McReasonReader *reader, McReasonRow *row);

#endif /* MC_REASON_FILE_H */
