/*
 * clue.h
 *	  What stands in the notes beside diagnoses: drugs, tests, indicators of a condition.
 */
#ifndef MC_CLUE_H
#define MC_CLUE_H

#include "coding/knowledge.h"
#include "encounter/suggestion.h"
#include "meat/meat.h"

typedef enum McClueKind
{
	MC_CLUE_DRUG,
	MC_CLUE_TEST,
	MC_CLUE_INDICATOR
} McClueKind;

typedef struct McClue
{
	McSpokenWords words;
	McClueKind kind;
	bool acted; /* where the provider tells what was done now, not in a list of drugs */
	const McDrug *drug;
	const McCue *cues; /* of tests and indicators: one for each condition */
	uint32_t ncues;
} McClue;

typedef struct McClues
{
	McClue *list; /* by note and place */
	size_t count;
} McClues;

/*
 * All clues of the notes that are not denied, feared or of another person.  Not those of
 * allergies, instructions and the like.
 */
extern void mc_read_clues(const McHost *host, const McTerminology *terminology,
						  const McEncounter *encounter, const McMeatWords *words,
						  McClues *clues);

/* Is it a clue of this condition? */
extern bool mc_clue_of(const McTerminology *terminology, const McMeatWords *words,
					   const McClue *clue, McCode code);

/* Does a word that shows an element of MEAT stand in the sentence of a finding? */
extern bool mc_is_followed_up(const McNote *note, const McFinding *finding,
							  const McMeatWords *words);

#endif /* MC_CLUE_H */
