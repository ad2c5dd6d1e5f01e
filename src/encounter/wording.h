/*
 * wording.h
 *	  Words of a note, token by token: what the rules of history, neoplasms and
 *	  pregnancy read beside the findings.
 */
#ifndef MC_WORDING_H
#define MC_WORDING_H

#include "encounter/case.h"
#include "text/word_list.h"

/*
 * Do the tokens from on hold one of these alternatives ("s/p|status post")?  Returns
 * the number of tokens of the longest that stands there before end; 0: none.
 */
extern uint32_t mc_words_at(const McDocument *doc, uint32_t from, uint32_t end,
							const char *alternatives);

/* The same anywhere in from..end: the first token of it, or end */
static inline uint32_t
mc_words_within(const McDocument *doc, uint32_t from, uint32_t end,
				const char *alternatives)
{
	return mc_list_within(doc, from, end, alternatives, MC_NO_DOTS);
}

/*
 * The whole number that a token begins with, number words included: 28, 32w, six; -1
 * for what is none or has more than four digits.
 */
extern int mc_token_number(const McDocument *doc, uint32_t token);

/* Is a token a year of our time, 1900 to 2099? */
extern bool mc_token_is_year(const McDocument *doc, uint32_t token);

/*
 * Is what tokens first..last say affirmed of the patient: not negated, uncertain,
 * hypothetical or of somebody else?  historical gets whether it is past.
 */
extern bool mc_is_affirmed(const McCase *c, const McDocument *doc, uint32_t first,
						   uint32_t last, bool *historical);

/* Section that a token stands in */
extern McSectionCategory mc_section_of(const McDocument *doc, uint32_t token);

/*
 * A code as the release of the encounter has it: the most specific for what is said,
 * or the one it was made from (Z86.0100 was Z86.010).  0: none that is complete.
 */
extern McCode mc_in_release(const McCase *c, McCode code, const McAttributes *said);

#endif /* MC_WORDING_H */
