/*
 * ptp_pair.h
 *		NCCI procedure-to-procedure edits of one column one code, as they are stored.
 *
 * A list is a run of records of MC_PTP_PAIR_SIZE bytes, ordered by column two
 * code, then by effective date, numbers with the most significant byte first:
 *
 *		4	column two code, as mc_hcpcs_parse() gives it
 *		2	effective day; 0: the file does not tell
 *		2	deletion day, the last one on which the edit holds; 0xFFFF: none
 *		1	modifier indicator 0, 1 or 9; with 0x80 where it was there before 1996
 *		1	number of the rationale among those of the file
 *
 * Days count from 1970-01-01.  2.5 million edits take 25 MB.
 */
#ifndef MC_PTP_PAIR_H
#define MC_PTP_PAIR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define MC_PTP_PAIR_SIZE     10
#define MC_PTP_DAY_UNKNOWN   0
#define MC_PTP_NOT_DELETED   UINT16_MAX
#define MC_PTP_RETROACTIVELY 9 /* the indicator of an edit that never held */

typedef struct McPtpPair
{
	uint32_t column2;
	uint16_t effective;
	uint16_t deletion;
	uint8_t indicator;
	bool prior_1996;
	uint8_t rationale;
} McPtpPair;

extern void mc_ptp_pair_write(const McPtpPair *pair, uint8_t *record);
extern void mc_ptp_pair_read(const uint8_t *record, McPtpPair *pair);

/* Is a block of that many bytes a list: whole records, in order? */
extern bool mc_ptp_list_is_valid(const uint8_t *list, size_t size);

/* Does the edit hold on a day?  The day of deletion is one on which it does. */
extern bool mc_ptp_pair_holds(const McPtpPair *pair, int day);

/*
 * The edit of the list against a column two code on a day.  Of several the strictest.
 * False: there is none.
 */
extern bool mc_ptp_list_find(const uint8_t *list, size_t count, uint32_t column2, int day,
							 McPtpPair *found);

#endif /* MC_PTP_PAIR_H */
