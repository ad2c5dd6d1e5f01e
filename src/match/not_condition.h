/*
 * not_condition.h
 *	  Phrases in which the name of a condition names none.
 */
#ifndef MC_NOT_CONDITION_H
#define MC_NOT_CONDITION_H

#include "match/terminology.h"
#include "text/document.h"

/*
 * Does a span of tokens stand in such a phrase: inside one (stroke volume), or right before or
 * behind words that make it none (asthma inhaler, vaccine against pneumonia), or is it all of one, a
 * name that the Index has for a part of the body (aortic arch)?  The words of a phrase
 * stand next to each other in one sentence; a hyphen may join them.
 */
extern bool mc_is_not_condition(const McNotConditions *phrases, const McDocument *doc,
								uint32_t first_token, uint32_t last_token);

/* What conditions are described by, a list of words */
extern const char mc_told_nouns[];

/*
 * Is a token one of those, and does the note say that it does not tell it: "multiple
 * sclerosis, activity not stated"?
 */
extern bool mc_is_untold(const McDocument *doc, uint32_t token);

/*
 * Does a term for osteoarthritis take the word "arthritis" from one of another kind: septic
 * [arthritis of the right knee]?
 */
extern bool mc_is_other_arthritis(const McDocument *doc, McCode code,
								  uint32_t first_token, uint32_t last_token);

/*
 * Does a term take the adjective "secondary" from "secondary to": kidney disease [secondary to
 * hypertension] is no secondary hypertension?
 */
extern bool mc_misreads_secondary(const McDocument *doc, const char *phrase,
								  uint32_t first_token, uint32_t last_token);

#endif /* MC_NOT_CONDITION_H */
