/*
 * risk_score.h
 *		The score of one beneficiary: diagnoses to HCCs to the sum of terms.
 *
 * The order of the steps is that of CMS's software: edits of diagnoses by age
 * and sex, what an HCC requires, hierarchies, by the HCCs as they were before,
 * interactions, count of HCCs, terms of the segment.
 *
 * Plain C without PostgreSQL; nothing here allocates or raises.
 */
#ifndef MC_RISK_SCORE_H
#define MC_RISK_SCORE_H

#include "risk/risk_model.h"

/* Ages at which Medicare is entitled to by age, and oldest that is believed */
#define MC_RISK_AGED    65
#define MC_RISK_MAX_AGE 120

typedef enum McDual
{
	MC_DUAL_NONE,
	MC_DUAL_PARTIAL,
	MC_DUAL_FULL
} McDual;

typedef struct McBeneficiary
{
	int age;  /* on 1 February of the payment year */
	char sex; /* 'M' or 'F' */
	char
		orec; /* original reason for entitlement: '0' age, '1' disability, '2' ESRD, '3' both */
	McDual dual;
	bool medicaid;      /* for institutional members and new enrollees */
	bool institutional; /* long-term */
	bool new_enrollee;
	bool special_needs; /* in a plan for special needs */
} McBeneficiary;

typedef struct McRiskScore
{
	McHccSet found;       /* after edits */
	McHccSet unsupported; /* taken out because they lack what they require */
	McHccSet before;      /* before hierarchies: found without unsupported */
	McHccSet hccs;        /* after hierarchies */
	int count;            /* of hccs */
	int64_t raw;          /* thousandths, rounded */
	int64_t normalized;
	int64_t payment;
} McRiskScore;

/*
 * The HCCs that a code stands for at that age and sex, in *hccs; false if it
 * stands for none.  *edited: an edit decided.
 */
extern bool mc_risk_code_hccs(const McRiskModel *model, McIcd10cm code, int age, char sex,
							  McHccSet *hccs, bool *edited);

/* From score->found, the rest of the sets. */
extern void mc_risk_hierarchy(const McRiskModel *model, McRiskScore *score);

/* Does an HCC of the set "before" take out this one? */
extern bool mc_risk_suppresses(const McRiskModel *model, const McRiskScore *score, int by,
							   int place);

/*
 * The name of the segment a beneficiary belongs to, NULL if he is entitled
 * neither by age nor by disability.
 */
extern const char *mc_risk_segment_name(const McBeneficiary *beneficiary);

/* The age that counts: who turns 65 in the year, and is entitled by age alone, is 65. */
extern int mc_risk_age(const McBeneficiary *beneficiary);

/* Does a term of the segment hold? */
extern bool mc_risk_term_holds(const McRiskModel *model, const McRiskTerm *term,
							   const McBeneficiary *beneficiary,
							   const McRiskScore *score);

/* Does a variable hold? */
extern bool mc_risk_variable_holds(const McRiskVariable *variable,
								   const McBeneficiary *beneficiary,
								   const McRiskScore *score);

/* Sum the terms of the segment into the raw score, and the scores that follow from it. */
extern void mc_risk_sum(const McRiskModel *model, const McRiskSegment *segment,
						const McBeneficiary *beneficiary, McRiskScore *score);

/* a * b / c, rounded half away from zero; c is positive, the product fits */
extern int64_t mc_risk_scale(int64_t a, int64_t b, int64_t c);

#endif /* MC_RISK_SCORE_H */
