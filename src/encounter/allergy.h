/*
 * allergy.h
 *	  Allergies of the patient: a status, no condition.
 */
#ifndef MC_ALLERGY_H
#define MC_ALLERGY_H

#include "encounter/case.h"

/*
 * Propose, for review, the status codes Z88 and Z91.0 of allergens that a section of
 * allergies lists or a sentence calls one (ICD-10-CM Guidelines I.C.21.c.3).
 */
extern void mc_note_allergies(McCase *c);

#endif /* MC_ALLERGY_H */
