/*
 * stamp.h
 *		Has the terminology changed?
 *
 * Each statement that changes a table of the terminology adds a row with a random
 * number to medcode.terminology_change.  So writers do not meet there, a session sees its
 * own changes and not those of others, and what is rolled back leaves the stamp as it
 * was.
 */
#ifndef MC_STAMP_H
#define MC_STAMP_H

#include "postgres.h"

/* Tables whose rows carry a version */
typedef enum McVersioned
{
	MC_VERSIONED_TERM,
	MC_VERSIONED_ABBREVIATION,
	MC_VERSIONED_GENERIC_WORD,
	MC_VERSIONED_SECTION_HEADER,
	MC_VERSIONED_CUE,
	MC_VERSIONED_ABBREVIATION_RULE,
	MC_VERSIONED_CONDITION_CLASS,
	MC_VERSIONED_SYMPTOM,
	MC_VERSIONED_DRUG,
	MC_VERSIONED_WITH_EXCEPTION,
	MC_VERSIONED_WITH_LINK,
	MC_VERSIONED_NOT_A_CONDITION,
	MC_VERSIONED_WORD_ROLE,
	MC_VERSIONED_MEAT_CUE,
	MC_VERSIONED_DISEASE_TEST,
	MC_VERSIONED_CLINICAL_INDICATOR,
	MC_VERSIONED_RELEASE,
	MC_VERSIONED_RETIREMENT,
	MC_NVERSIONED
} McVersioned;

extern const char *mc_versioned_name(McVersioned table);

/* What the rows that the snapshot sees add up to, in any order */
typedef struct McStamp
{
	uint64 count;
	uint64 sum[2];
	uint64 changed; /* tables changed since the last version: bits by McVersioned */
} McStamp;

/* The stamp of the terminology that the active snapshot sees. */
extern McStamp mc_stamp(void);

static inline bool
mc_same_stamp(const McStamp *a, const McStamp *b)
{
	return a->count == b->count && a->sum[0] == b->sum[0] && a->sum[1] == b->sum[1];
}

#endif /* MC_STAMP_H */
