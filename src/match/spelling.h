/*
 * spelling.h
 *	  How many typing errors lie between two words.
 *
 * An error is a character typed too much, left out, taken for another, or
 * exchanged with its neighbour.  Characters are bytes.
 */
#ifndef MC_SPELLING_H
#define MC_SPELLING_H

#include <stdbool.h>
#include <stdint.h>

/* Longest word that is compared, in bytes */
#define MC_MAX_SPELLING 64

/* A word made ready to be compared with many others */
typedef struct McSpelling
{
	uint64_t places[256]; /* of each byte: where in the word it stands */
	uint32_t len;
	uint32_t letters; /* mc_spelling_letters() */
} McSpelling;

/* Which letters a word has, as bits: a to z, the rest by class. */
extern uint32_t mc_spelling_letters(const char *word, uint32_t len);

/* Make a word of 1 to MC_MAX_SPELLING bytes ready. */
extern void mc_spelling_begin(McSpelling *spelling, const char *word, uint32_t len);

/* Are more than so many bits set?  Few are asked for, so this is faster than to count them all. */
static inline bool
mc_has_more_bits(uint32_t bits, uint32_t few)
{
	for (; few > 0; few--)
		bits &= bits - 1;
	return bits != 0;
}

/*
 * Can a word of this length with these letters be within so many errors?  No
 * is certain; yes has to be seen.
 */
static inline bool
mc_spelling_possible(const McSpelling *spelling, uint32_t len, uint32_t letters,
					 uint32_t errors)
{
	uint32_t longer = len > spelling->len ? len - spelling->len : spelling->len - len;

	/* an error brings in at most one letter and takes away at most one */
	return longer <= errors && !mc_has_more_bits(spelling->letters & ~letters, errors) &&
		   !mc_has_more_bits(letters & ~spelling->letters, errors);
}

/* Errors between the word and another; no character takes part in two. */
extern uint32_t mc_spelling_errors(const McSpelling *spelling, const char *word,
								   uint32_t len);

/* The least number of errors between the word and any beginning of another. */
extern uint32_t mc_spelling_prefix_errors(const McSpelling *spelling, const char *word,
										  uint32_t len);

#endif /* MC_SPELLING_H */
