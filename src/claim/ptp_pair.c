/*
 * ptp_pair.c
 *		NCCI procedure-to-procedure edits of one column one code.
 */
#include "claim/ptp_pair.h"

#include <string.h>

#define PRIOR_1996 0x80

void
mc_ptp_pair_write(const McPtpPair *pair, uint8_t *record)
{
	record[0] = (uint8_t) (pair->column2 >> 24);
	record[1] = (uint8_t) (pair->column2 >> 16);
	record[2] = (uint8_t) (pair->column2 >> 8);
	record[3] = (uint8_t) pair->column2;
	record[4] = (uint8_t) (pair->effective >> 8);
	record[5] = (uint8_t) pair->effective;
	record[6] = (uint8_t) (pair->deletion >> 8);
	record[7] = (uint8_t) pair->deletion;
	record[8] = (uint8_t) (pair->indicator | (pair->prior_1996 ? PRIOR_1996 : 0));
	record[9] = pair->rationale;
}

static uint32_t
Column2(const uint8_t *record)
{
	return (uint32_t) record[0] << 24 | (uint32_t) record[1] << 16 |
		   (uint32_t) record[2] << 8 | record[3];
}

void
mc_ptp_pair_read(const uint8_t *record, McPtpPair *pair)
{
	pair->column2 = Column2(record);
	pair->effective = (uint16_t) (record[4] << 8 | record[5]);
	pair->deletion = (uint16_t) (record[6] << 8 | record[7]);
	pair->indicator = record[8] & (PRIOR_1996 - 1);
	pair->prior_1996 = (record[8] & PRIOR_1996) != 0;
	pair->rationale = record[9];
}

bool
mc_ptp_list_is_valid(const uint8_t *list, size_t size)
{
	if (size % MC_PTP_PAIR_SIZE != 0)
		return false;
	for (size_t at = MC_PTP_PAIR_SIZE; at < size; at += MC_PTP_PAIR_SIZE)
		if (Column2(list + at) < Column2(list + at - MC_PTP_PAIR_SIZE))
			return false;
	return true;
}

bool
mc_ptp_pair_holds(const McPtpPair *pair, int day)
{
	if (pair->indicator == MC_PTP_RETROACTIVELY)
		return false;
	return (pair->effective == MC_PTP_DAY_UNKNOWN || pair->effective <= day) &&
		   (pair->deletion == MC_PTP_NOT_DELETED || day <= pair->deletion);
}

bool
mc_ptp_list_find(const uint8_t *list, size_t count, uint32_t column2, int day,
				 McPtpPair *found)
{
	size_t low = 0;
	size_t high = count;
	bool any = false;

	while (low < high)
	{
		size_t mid = low + (high - low) / 2;

		if (Column2(list + mid * MC_PTP_PAIR_SIZE) < column2)
			low = mid + 1;
		else
			high = mid;
	}
	for (; low < count && Column2(list + low * MC_PTP_PAIR_SIZE) == column2; low++)
	{
		McPtpPair pair;

		mc_ptp_pair_read(list + low * MC_PTP_PAIR_SIZE, &pair);
		if (mc_ptp_pair_holds(&pair, day) && (!any || pair.indicator < found->indicator))
		{
			*found = pair;
			any = true;
		}
	}
	return any;
}
