/*
 * word_list.h
 *	  Lists of words that rules look for in a note: alternatives separated by '|',
 *	  each some folded words ("s/p|status post").
 *
 * A list is a constant, known by where it stands in memory.  It is compiled at its
 * first use, into a table from the first word to the alternatives that begin with it, and
 * kept for the life of the process.
 */
#ifndef MC_WORD_LIST_H
#define MC_WORD_LIST_H

#include "text/document.h"

/* An alternative that stands in a note */
typedef struct McListed
{
	uint32_t last;  /* its last token */
	uint32_t which; /* its number in the list */
} McListed;

/* May a dot stand between the words of an alternative: E. coli? */
typedef enum McListDots
{
	MC_NO_DOTS,
	MC_OVER_DOTS
} McListDots;

/*
 * Does an alternative begin at a token, and end before end?  The longest counts, of
 * equally long ones the first of the list.
 */
extern bool mc_list_at(const McDocument *doc, uint32_t token, uint32_t end,
					   const char *words, McListDots dots, McListed *found);

/* The first token in from..end at which one begins, or end */
extern uint32_t mc_list_within(const McDocument *doc, uint32_t from, uint32_t end,
							   const char *words, McListDots dots);

/* Is a token, alone, one of them? */
extern bool mc_token_is(const McDocument *doc, uint32_t token, const char *words);

/*
 * Has a document all words of any of them, wherever they stand?  It is quick: where not, they
 * need not be looked for.
 */
extern bool mc_list_may_occur(const McDocument *doc, const char *words);

/*
 * Add a mark to marks[number of the word] for the first words of those of which a document has
 * all words.  False: none.
 */
extern bool mc_list_mark(const McDocument *doc, const char *words, uint8_t mark,
						 uint8_t *marks);

#endif /* MC_WORD_LIST_H */
