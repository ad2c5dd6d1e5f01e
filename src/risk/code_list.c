/*
 * code_list.c
 *		When codes of ICD-10-CM were valid.
 */
#include "risk/code_list.h"

static size_t
FindSlot(const McCodeList *list, McIcd10cm code)
{
	size_t slot = (size_t) ((code * UINT64_C(0x9E3779B97F4A7C15)) >> 32);

	slot &= list->slot_count - 1;
	while (list->slots[slot].code != MC_ICD10CM_NONE && list->slots[slot].code != code)
		slot = (slot + 1) & (list->slot_count - 1);
	return slot;
}

McListedCode *
mc_code_list_slot(McCodeList *list, McIcd10cm code)
{
	McListedCode *listed = &list->slots[FindSlot(list, code)];

	if (listed->code == MC_ICD10CM_NONE)
	{
		listed->code = code;
		listed->changed = MC_DAY_UNKNOWN;
	}
	return listed;
}

const McListedCode *
mc_code_list_find(const McCodeList *list, McIcd10cm code)
{
	const McListedCode *listed = &list->slots[FindSlot(list, code)];

	return listed->code == MC_ICD10CM_NONE ? NULL : listed;
}

/* The release that applies on a day, -1: it is before the first */
static int
ReleaseOn(const McCodeList *list, int32_t day)
{
	int i = list->release_count - 1;

	while (i >= 0 && list->from[i] > day)
		i--;
	return i;
}

McCodeStatus
mc_code_status(const McCodeList *list, McIcd10cm code, int32_t first, int32_t last)
{
	const McListedCode *listed = mc_code_list_find(list, code);
	int from = ReleaseOn(list, first);
	int to = ReleaseOn(list, last);
	uint32_t asked = 0;

	if (listed && to >= 0)
		for (int i = from < 0 ? 0 : from; i <= to; i++)
			asked |= UINT32_C(1) << i;
	if (listed && (listed->billable & asked))
		return MC_CODE_VALID;
	if (list->partial || from < 0)
		return MC_CODE_UNCHECKED;
	if (!listed)
		return MC_CODE_UNKNOWN;
	if (listed->billable & ((UINT32_C(1) << from) - 1))
		return MC_CODE_RETIRED;
	if (listed->billable >> to >> 1)
		return MC_CODE_NOT_YET;
	return listed->heading ? MC_CODE_HEADING : MC_CODE_UNKNOWN;
}

int32_t
mc_code_first_day(const McCodeList *list, McIcd10cm code)
{
	const McListedCode *listed = mc_code_list_find(list, code);

	if (!listed || list->partial)
		return MC_DAY_UNKNOWN;
	if (listed->changed != MC_DAY_UNKNOWN)
		return listed->changed;
	if (listed->billable == 0 || (listed->billable & 1))
		return MC_DAY_UNKNOWN;
	return list->from[__builtin_ctz(listed->billable)];
}
