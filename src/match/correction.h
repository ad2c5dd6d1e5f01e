/*
 * correction.h
 *	  Misspelt words where they stand: which are corrected, and in which terms.
 */
#ifndef MC_CORRECTION_H
#define MC_CORRECTION_H

#include "match/candidate.h"

/*
 * May the word at a token be misspelt?  Names are not, nor words in capitals that may be
 * abbreviations, nor words of which the terminology says what they do.
 */
extern bool mc_may_be_misspelt(const McTerminology *terminology, const McDocument *doc,
							   uint32_t token);

/*
 * May a term of so many words have the word that an item was corrected to?  Which of two
 * words is meant is told by the words beside it.
 */
extern bool mc_is_corrected_in(const McLayout *layout, const McItem *item,
							   unsigned nwords);

/* The misspelt words of a candidate, in the order of the note. */
extern const McCorrected *mc_corrected_words(McMatcher *m, const McCandidate *candidate);

#endif /* MC_CORRECTION_H */
