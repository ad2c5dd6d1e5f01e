/*
 * code_set.h
 *		A set of ICD-10-CM codes, for finding what occurs twice in a file.
 *
 * A table of the caller's memory, all zero at the beginning, with open
 * addressing.  It must never become full: see mc_code_set_size().
 */
#ifndef MC_CODE_SET_H
#define MC_CODE_SET_H

#include "terminology/icd10cm.h"

/* Elements that a table needs for so many codes: a power of two */
static inline size_t
mc_code_set_size(size_t codes)
{
	size_t size = 16;

	while (size < 2 * codes)
		size *= 2;
	return size;
}

/* Add a code; false if it is there already. */
static inline bool
mc_code_set_add(McIcd10cm *set, size_t size, McIcd10cm code)
{
	uint64_t hash = code * UINT64_C(0x9E3779B97F4A7C15);
	size_t slot = (size_t) (hash >> 32) & (size - 1);

	while (set[slot] != MC_ICD10CM_NONE)
	{
		if (set[slot] == code)
			return false;
		slot = (slot + 1) & (size - 1);
	}
	set[slot] = code;
	return true;
}

#endif /* MC_CODE_SET_H */
