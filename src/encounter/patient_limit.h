/*
 * patient_limit.h
 *	  Codes for one sex and for some ages: the edits of the Medicare Code Editor.
 */
#ifndef MC_PATIENT_LIMIT_H
#define MC_PATIENT_LIMIT_H

#include "encounter/encounter.h"

/* The sex that a code is for; MC_SEX_UNKNOWN: both */
extern McSex mc_sex_of_code(McCode code);

/* Is the code for patients of an age, given in days? */
extern bool mc_is_for_age(McCode code, int age_days);

#endif /* MC_PATIENT_LIMIT_H */
