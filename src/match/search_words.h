/*
 * search_words.h
 *	  The words of all terms in one block of memory, for search: which stem a
 *	  word has, how many terms have it, which words begin with some letters.
 */
#ifndef MC_SEARCH_WORDS_H
#define MC_SEARCH_WORDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "text/host.h"

#define MC_NO_STEM UINT32_MAX

/* A word and the number of terms that have it */
typedef struct McWordCount
{
	const char *word; /* folded */
	uint32_t len;
	uint32_t terms;
} McWordCount;

typedef struct McSearchWords
{
	uint32_t nwords; /* sorted by their bytes */
	uint32_t nstems;
	uint32_t total;            /* words of all terms */
	const uint64_t *stem_keys; /* the stems, in the order of their first words */
	const uint32_t *stem_terms;
	const uint32_t *slots;   /* stem number + 1, by key; open addressing */
	const uint32_t *stems;   /* of each word */
	const uint32_t *terms;   /* that have it */
	const uint32_t *letters; /* mc_spelling_letters() */
	const uint32_t *places;  /* in text; one more than there are words */
	const char *text;
	uint32_t mask;
} McSearchWords;

/*
 * Write the block for a list of words, sorted by their bytes, each once.  The
 * block is the host's memory; it depends on nothing but the list.
 */
extern char *mc_search_words_write(const McHost *host, const McWordCount *list,
								   uint32_t count, size_t *size);

/*
 * Read from a block, which stays in use and is aligned to 8 bytes.  False if it
 * was not written by this version of the program on a machine like this.
 */
extern bool mc_search_words_open(McSearchWords *words, const char *block, size_t size);

/* Number of a stem by its key, or MC_NO_STEM. */
static inline uint32_t
mc_search_stem(const McSearchWords *words, uint64_t key)
{
	uint32_t slot = (uint32_t) key & words->mask;

	while (words->slots[slot])
	{
		uint32_t stem = words->slots[slot] - 1;

		if (words->stem_keys[stem] == key)
			return stem;
		slot = (slot + 1) & words->mask;
	}
	return MC_NO_STEM;
}

static inline const char *
mc_search_word(const McSearchWords *words, uint32_t word, uint32_t *len)
{
	*len = words->places[word + 1] - words->places[word];
	return words->text + words->places[word];
}

/* Number of the first word that does not come before these bytes. */
extern uint32_t mc_search_words_from(const McSearchWords *words, const char *bytes,
									 uint32_t len);

/*
 * What a stem that so many terms have says: MC_MIN_WEIGHT (most terms have it)
 * to MC_MAX_WEIGHT, four more where half as many have it.
 */
#define MC_MIN_WEIGHT 4
#define MC_MAX_WEIGHT 60

extern uint32_t mc_search_weight(const McSearchWords *words, uint32_t terms);

/* Numbers are in no list of words; a number counts as a stem of so many terms. */
extern uint32_t mc_search_number_terms(const McSearchWords *words);

#endif /* MC_SEARCH_WORDS_H */
