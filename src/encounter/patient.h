/*
 * patient.h
 *	  Sex and age of the patient where only the notes say them.
 */
#ifndef MC_PATIENT_H
#define MC_PATIENT_H

#include "encounter/encounter.h"

/*
 * Fill what the caller did not say of the patient from the notes: "62-year-old male", "34F",
 * else pronouns, if hardly any is of the other sex.  What the notes leave open stays
 * unknown.
 */
extern void mc_read_patient(const McHost *host, McEncounter *encounter);

#endif /* MC_PATIENT_H */
