/*
 * code_list.h
 *		When codes of ICD-10-CM were valid: all codes of all loaded releases.
 *
 * Plain C without PostgreSQL; nothing here allocates or raises.
 */
#ifndef MC_RISK_CODE_LIST_H
#define MC_RISK_CODE_LIST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "terminology/icd10cm.h"

/* Releases, the newest ones, that are told apart */
#define MC_CODE_RELEASES 32

/* Days before all others */
#define MC_DAY_UNKNOWN INT32_MIN

typedef struct McListedCode
{
	McIcd10cm code;    /* MC_ICD10CM_NONE: the slot is free */
	uint32_t billable; /* a bit for each release, the oldest one the lowest */
	uint32_t heading;
	int32_t changed; /* first day by the conversion table; MC_DAY_UNKNOWN */
} McListedCode;

typedef struct McCodeList
{
	McListedCode *slots;
	size_t slot_count; /* a power of two */
	int32_t
		from[MC_CODE_RELEASES]; /* first days, rising; days are the caller's numbers */
	int release_count;
	bool partial; /* the starter's codes only */
} McCodeList;

typedef enum McCodeStatus
{
	MC_CODE_VALID,
	MC_CODE_RETIRED,
	MC_CODE_NOT_YET,
	MC_CODE_HEADING,
	MC_CODE_UNKNOWN,
	MC_CODE_UNCHECKED /* no release tells */
} McCodeStatus;

/* The slot of a code, taken if it is not there; the table must not become full. */
extern McListedCode *mc_code_list_slot(McCodeList *list, McIcd10cm code);

/* What is known of a code; NULL: nothing */
extern const McListedCode *mc_code_list_find(const McCodeList *list, McIcd10cm code);

/* Was the code billable on one of these days? */
extern McCodeStatus mc_code_status(const McCodeList *list, McIcd10cm code, int32_t first,
								   int32_t last);

/* The first day of a code, MC_DAY_UNKNOWN where it is as old as the list */
extern int32_t mc_code_first_day(const McCodeList *list, McIcd10cm code);

#endif /* MC_RISK_CODE_LIST_H */
