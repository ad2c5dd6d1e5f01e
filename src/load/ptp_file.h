/*
 * ptp_file.h
 *		Reader of NCCI procedure-to-procedure edits (ccipra-v302r0-f1.txt, also as
 *		CSV).
 *
 * Behind lines about copyright and a heading, which may take several lines, each
 * line has the column one code, the column two code, an asterisk for an edit
 * that was there before 1996, the effective date, the deletion date or an
 * asterisk, the modifier indicator 0, 1 or 9, and the rationale.  Some copies
 * leave columns out: the dates that are missing are not known.
 *
 * Rows come in any order, and a pair may occur several times, with other dates.
 *
 * Plain C without PostgreSQL; nothing here allocates or raises.
 */
#ifndef MC_PTP_FILE_H
#define MC_PTP_FILE_H

#include "load/named_fields.h"
#include "terminology/hcpcs_code.h"

typedef struct McPtpRow
{
	uint32_t line;
	uint32_t column1; /* as mc_hcpcs_parse() */
	uint32_t column2;
	bool prior_1996;
	bool has_effective;
	McDay effective;
	bool has_deletion;
	McDay deletion;
	int indicator; /* 0, 1, 9 */
	McField rationale;
} McPtpRow;

typedef struct McPtpReader
{
	McLines lines; /* tells what is wrong, after MC_READ_BAD */
	McNamedFields named;
	bool in_heading;
	bool any;
} McPtpReader;

/* Do its first lines name column 1 and column 2? */
extern bool mc_ptp_recognise(const char *content, size_t length);

/* Begin to read content[0..length), UTF-8, which must stay. */
extern void mc_ptp_begin(McPtpReader *reader, const char *content, size_t length);

/* Read the next row.  Only MC_READ_END says that the content is complete. */
extern McReadStatus mc_ptp_next(McPtpReader *reader, McPtpRow *row);

#endif /* MC_PTP_FILE_H */
