/*
 * risk_model.h
 *		A risk adjustment model of one payment year, compiled from its rows.
 *
 * HCCs have places: the first one of the model is 0.  A set of them is four
 * words.  Numbers with decimals are millionths: those of the publishers have
 * three decimals, so that sums are exact.
 *
 * Plain C without PostgreSQL; memory is the host's.
 */
#ifndef MC_RISK_MODEL_H
#define MC_RISK_MODEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "risk/model_name.h"
#include "terminology/icd10cm.h"
#include "text/host.h"

/* HCCs in a model, at most; the largest, ESRD and RxHCC, have fewer than 90, V28 115 */
#define MC_RISK_HCCS 256

/* HCCs that a code stands for, at most */
#define MC_RISK_PER_CODE 4

#define MC_RISK_MILLION INT64_C(1000000)

typedef struct McHccSet
{
	uint64_t word[MC_RISK_HCCS / 64];
} McHccSet;

static inline bool
mc_hcc_has(const McHccSet *set, int place)
{
	return (set->word[place / 64] >> (place % 64)) & 1;
}

static inline void
mc_hcc_add(McHccSet *set, int place)
{
	set->word[place / 64] |= UINT64_C(1) << (place % 64);
}

static inline void
mc_hcc_remove(McHccSet *set, const McHccSet *others)
{
	for (int i = 0; i < MC_RISK_HCCS / 64; i++)
		set->word[i] &= ~others->word[i];
}

static inline bool
mc_hcc_meet(const McHccSet *a, const McHccSet *b)
{
	uint64_t common = 0;

	for (int i = 0; i < MC_RISK_HCCS / 64; i++)
		common |= a->word[i] & b->word[i];
	return common != 0;
}

static inline int
mc_hcc_count(const McHccSet *set)
{
	int count = 0;

	for (int i = 0; i < MC_RISK_HCCS / 64; i++)
		count += __builtin_popcountll(set->word[i]);
	return count;
}

/* The next place from "from" on that is in the set; -1 if there is none */
static inline int
mc_hcc_next(const McHccSet *set, int from)
{
	for (int i = from; i < MC_RISK_HCCS; i = (i / 64 + 1) * 64)
	{
		uint64_t rest = set->word[i / 64] >> (i % 64);

		if (rest)
			return i + __builtin_ctzll(rest);
	}
	return -1;
}

/* What a code stands for at some age or sex instead */
typedef struct McRiskEdit
{
	McIcd10cm code;
	char sex;    /* 'M', 'F', or 0: both */
	int age_min; /* -1: none */
	int age_max;
	int hcc; /* place; -1: nothing */
} McRiskEdit;

/* A code of the mapping, or with an edit; a slot of a hash table */
typedef struct McRiskCode
{
	McIcd10cm code; /* MC_ICD10CM_NONE: the slot is free */
	uint8_t hcc[MC_RISK_PER_CODE];
	uint8_t hcc_count;
	uint8_t edit_count;
	uint16_t edit; /* its first one */
	uint16_t
		later_year; /* the payment year of the later mapping it is from; 0: the model's */
} McRiskCode;

/* Something that an interaction needs: one of these HCCs, or to be disabled */
typedef struct McRiskFactor
{
	bool disabled;
	McHccSet hccs;
} McRiskFactor;

#define MC_RISK_FACTORS 4

typedef struct McRiskVariable
{
	const char *name;
	int factor_count; /* more than one: an interaction; else a group */
	McRiskFactor factor[MC_RISK_FACTORS];
} McRiskVariable;

/* HCCs that count only together with others, before hierarchies */
typedef struct McRiskRequirement
{
	int hcc;
	McHccSet others;
} McRiskRequirement;

typedef enum McRiskTermKind
{
	MC_RISK_AGE_SEX,             /* F65_69 */
	MC_RISK_NEW_ENROLLEE,        /* NMCAID_NORIGDIS_NEF65 */
	MC_RISK_ORIGINALLY_DISABLED, /* ORIGDS, and the two by sex */
	MC_RISK_MEDICAID,            /* LTIMCAID */
	MC_RISK_INTERACTION,
	MC_RISK_COUNT /* D4, D10P */
} McRiskTermKind;

/* A term of a segment, other than its HCCs */
typedef struct McRiskTerm
{
	McRiskTermKind kind;
	const char *name;
	int64_t coefficient;
	char sex; /* 'M', 'F', or 0: both */
	int low;  /* ages, or numbers of HCCs, both included */
	int high;
	bool medicaid;   /* of a new enrollee's cell */
	bool originally; /* likewise */
	int variable;    /* of an interaction */
} McRiskTerm;

typedef struct McRiskSegment
{
	const char *name; /* CNA */
	bool has_hccs;
	int64_t *hcc; /* coefficients by place */
	McRiskTerm *terms;
	int term_count;
} McRiskSegment;

typedef struct McRiskModel
{
	char name[MC_RISK_MODEL_SIZE];
	int payment_year;
	int hcc_count;
	int *hcc;             /* numbers by place, rising */
	const char **label;   /* by place; NULL where none is known */
	McHccSet *suppresses; /* by place */
	McRiskCode *codes;
	size_t code_slots; /* a power of two */
	McRiskEdit *edits; /* by code */
	int edit_count;
	McRiskRequirement *requirements;
	int requirement_count;
	McRiskVariable *variables;
	int variable_count;
	McRiskSegment *segments;
	int segment_count;
	bool has_adjustment;
	int64_t normalization; /* millionths */
	int64_t coding;
} McRiskModel;

/* The place of an HCC by its number; -1: the model does not have it */
extern int mc_risk_place(const McRiskModel *model, int hcc);

/* What is known of a code; NULL: it is not in the mapping */
extern const McRiskCode *mc_risk_code(const McRiskModel *model, McIcd10cm code);

/* The segment of that name, whatever its case; NULL if there is none */
extern const McRiskSegment *mc_risk_segment(const McRiskModel *model, const char *name);

#endif /* MC_RISK_MODEL_H */
