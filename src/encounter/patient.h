/*
 * patient.h
 *	  Sex and age of the patient where only the notes say them.
 */
#ifndef MC_PATIENT_H
#define MC_PATIENT_H

#include "encounter/encounter.h"

/* "62-year-old male", "3-day-old infant": words of a note, outside of sections that speak of others as well */
typedef struct McPatientStatement
{
	uint32_t first; /* tokens, both included */
	uint32_t last;
	int age_days;
	McSex sex;
} McPatientStatement;

typedef struct McPatientStatements
{
	McPatientStatement *list; /* host memory */
	size_t count;
	size_t capacity;
} McPatientStatements;

/* What a note says of the age and the sex of the patient, in its order. */
extern void mc_patient_statements(const McHost *host, const McDocument *doc,
								  McPatientStatements *statements);

/*
 * Fill what the caller did not say of the patient from the notes: "62-year-old male", "34F",
 * else pronouns, if hardly any is of the other sex.  What the notes leave open stays
 * unknown.
 */
extern void mc_read_patient(const McHost *host, McEncounter *encounter);

#endif /* MC_PATIENT_H */
