/*
 * quantity.h
 *	  Quantities in a note, and words looked up in short lists.
 */
#ifndef MC_QUANTITY_H
#define MC_QUANTITY_H

#include "text/document.h"

/*
 * The token behind the quantity that begins at token first and ends before end:
 * 3, 2-3, two to three, a few, a couple of, several.  first when there is none.
 */
extern uint32_t mc_quantity_end(const McDocument *doc, uint32_t first, uint32_t end);

/*
 * The place of a token's folded word in a list of n words in the order of
 * strcmp; -1 when it is not there.
 */
extern int mc_word_in(const McDocument *doc, const McToken *token,
					  const char *const *list, size_t n);

#define MC_WORD_IN(doc, token, list) \
	mc_word_in((doc), (token), (list), sizeof(list) / sizeof((list)[0]))

#endif /* MC_QUANTITY_H */
