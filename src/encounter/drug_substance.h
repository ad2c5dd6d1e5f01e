/*
 * drug_substance.h
 *	  Which group of T36-T50 a drug is in.
 */
#ifndef MC_DRUG_SUBSTANCE_H
#define MC_DRUG_SUBSTANCE_H

#include "match/terminology.h"
#include "text/document.h"

/* A drug, or class of drugs: folded words with one blank between, and four or five characters of
 * T36-T50 to which intent and encounter are added. */
typedef struct McSubstance
{
	const char *name;
	const char *stem; /* T36.0X */
} McSubstance;

/* The substances by name, and their number */
extern const McSubstance *mc_substances(size_t *count);

/*
 * The substance whose name, or its plural, begins at a token; the longest name wins.  end
 * is one past the last token that may be read.  NULL: none.
 */
extern const McSubstance *mc_substance_at(const McDocument *doc, uint32_t token,
										  uint32_t end, uint32_t *last);

/*
 * Mark the words of a document that begin a substance's name, by their numbers; begins has
 * room for one more than there are words.  False: none.
 */
extern bool mc_substance_words(const McDocument *doc, uint8_t *begins);

/* What the Table of Drugs has a column for */
typedef enum McIntent
{
	MC_ACCIDENTAL = '1',
	MC_SELF_HARM = '2',
	MC_ASSAULT = '3',
	MC_UNDETERMINED = '4',
	MC_ADVERSE = '5',
	MC_UNDERDOSED = '6'
} McIntent;

/* The complete code: T36.0X with adverse effect and A is T36.0X5A */
extern McCode mc_substance_code(const McSubstance *substance, McIntent intent,
								char encounter);

#endif /* MC_DRUG_SUBSTANCE_H */
