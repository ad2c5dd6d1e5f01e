/*
 * section_assertion.h
 *	  What the section of a mention says of it.
 */
#ifndef MC_SECTION_ASSERTION_H
#define MC_SECTION_ASSERTION_H

#include "context/assertion.h"

/*
 * Let the section speak for a target where no cue does, and none of its sentence
 * says the opposite: a family history is of relatives, a past history is past,
 * instructions are hypothetical, an indication is uncertain, what is listed under
 * allergies is one.  found are the cues of the sentence; out has what they decided.
 */
extern void mc_apply_section(const McDocument *doc, const McFoundCues *found,
							 const McSentence *sentence, const McTarget *target,
							 McAssertion *out);

#endif /* MC_SECTION_ASSERTION_H */
