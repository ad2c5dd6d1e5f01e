/*
 * gestation.h
 *	  Whether the patient of an encounter is pregnant, giving birth, or newborn, and how
 *	  far the pregnancy is.
 */
#ifndef MC_GESTATION_H
#define MC_GESTATION_H

#include "encounter/case.h"

/* Last day that a record is a newborn's (ICD-10-CM Guidelines I.C.16.a: 28 days) */
#define MC_NEWBORN_DAYS 28

typedef struct McGestation
{
	bool pregnant;
	bool
		incidental; /* the provider says that the pregnancy does not matter (I.C.15.a.1) */
	bool delivers;  /* the birth is in this stay */
	bool stillborn;
	bool twins;
	int weeks;             /* completed; -1: not told */
	McAttributes by_weeks; /* the trimester, in childbirth too */
	McAttributes said;     /* the trimester, or childbirth */
} McGestation;

extern void mc_gestation(McCase *c, McGestation *gestation);

/* Is the patient a newborn, by age or by the words of the note? */
extern bool mc_is_newborn(const McCase *c);

/* obstetric.c: what the codes added later must not say beside gestational diabetes */
extern void mc_finish_pregnancy(McCase *c);

/* obstetric.c: what the codes added later must not say beside gestational diabetes */
extern void mc_finish_pregnancy(McCase *c);

/* newborn.c: codes of a newborn's record */
extern void mc_settle_newborn(McCase *c);

#endif /* MC_GESTATION_H */
