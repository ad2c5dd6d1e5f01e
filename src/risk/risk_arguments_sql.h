/*
 * risk_arguments_sql.h
 *		The arguments of the functions of risk adjustment, and what follows from
 *		them: the beneficiary, his codes, what is wrong with either.
 */
#ifndef MC_RISK_ARGUMENTS_SQL_H
#define MC_RISK_ARGUMENTS_SQL_H

#include "postgres.h"

#include "fmgr.h"

#include "risk/risk_score.h"
#include "risk/risk_store.h"

/* A code as it was given */
typedef struct McRiskDiagnosis
{
	McIcd10cm code; /* MC_ICD10CM_NONE: it is none */
	const text *given;
	McHccSet hccs;     /* after edits; empty if it does not count */
	const char *issue; /* NULL: nothing */
	bool edited;
	int later_year; /* the mapping of that payment year decided; 0: that of the model's */
} McRiskDiagnosis;

typedef struct McRiskCase
{
	const McRiskImage *image;
	McBeneficiary beneficiary;
	const char *issue; /* why there can be no score; NULL: nothing */
	const McRiskSegment *segment;
	McRiskDiagnosis *diagnoses;
	int diagnosis_count;
	McRiskScore score;
} McRiskCase;

/* Places of the arguments; -1: the function does not have it */
typedef struct McRiskPlaces
{
	int codes;
	int model;
	int payment_year;
	int age;
	int sex;
	int dual;
	int orec;
	int institutional;
	int new_enrollee;
	int medicaid;
	int special_needs;
	int segment;
	int dates;
} McRiskPlaces;

/*
 * Read the arguments of a call and find the HCCs, and, if the function has
 * those that a score needs, the segment.  Of the beneficiary only what is
 * unknown becomes an issue; raises 22023 for what is no value of its kind, and
 * what mc_risk_image() does.
 */
extern void mc_risk_case(FunctionCallInfo fcinfo, const McRiskPlaces *places,
						 McRiskCase *result);

/* The codes of the case of which an HCC is in the set, as printed, each once; NULL: none */
extern Datum mc_risk_codes_of(const McRiskCase *a_case, const McHccSet *hccs,
							  bool *isnull);

/* Numbers of the HCCs of a set, as integer[] */
extern Datum mc_risk_numbers(const McRiskModel *model, const McHccSet *hccs);

/* A number of millionths as numeric, with three decimals where they suffice */
extern Datum mc_risk_numeric(int64 millionths);

#endif /* MC_RISK_ARGUMENTS_SQL_H */
