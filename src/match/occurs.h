/*
 * occurs.h
 *	  Do the words of a phrase stand together in a note?  What the SQL function
 *	  occurs, the index and the matcher all ask.
 */
#ifndef MC_OCCURS_H
#define MC_OCCURS_H

#include <stdbool.h>

#include "match/layout.h"
#include "match/posting.h"

/*
 * Words not of the phrase that may stand between its words, for the SQL function
 * occurs and the index.  What is stored depends on none of it.
 */
#define MC_OCCURS_SLACK 5

/*
 * Do all words of a phrase stand within a window of as many places as it has
 * words, and slack more, each at a word of its own?  first_item is the first
 * item (+ 1) of the word that the posting stands under.
 */
extern bool mc_occurs(McLayout *layout, uint32_t first_item, const McPosting *posting,
					  unsigned slack);

/* Called for each phrase that occurs, with its posting, valid for the call. */
typedef void (*McPhraseFound)(void *arg, const McPosting *posting, uint32_t first_item);

/* Find all stored phrases that occur in a layout. */
extern void mc_find_phrases(McLayout *layout, const McPhrases *phrases, unsigned slack,
							McPhraseFound found, void *arg);

#endif /* MC_OCCURS_H */
