/*
 * misspelt_words.h
 *	  The words of a version in one block of memory, for correcting misspelt ones:
 *	  which stems any term has, and the words by first letter and length.
 */
#ifndef MC_MISSPELT_WORDS_H
#define MC_MISSPELT_WORDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "text/host.h"

/* Words of letters a to z of these lengths are compared */
#define MC_MIN_MISSPELT 5
#define MC_MAX_MISSPELT 40

/* Letters a to z and lengths up to the longest, and one more for the end of the last */
#define MC_MISSPELT_GROUPS (26 * (MC_MAX_MISSPELT + 1) + 1)

/* A word, the terms that have it, and those of them that name a disease or an injury */
typedef struct McSpelledWord
{
	const char *word; /* folded */
	uint32_t len;
	uint32_t terms;
	uint32_t diseases;
	bool alone; /* one of these terms is nothing but this word */
} McSpelledWord;

/* Bits of McMisspeltWords.marks above those of the letters */
#define MC_MISSPELT_LETTERS     0x03FFFFFF
#define MC_MISSPELT_TARGET      0x04000000 /* may be what a misspelt word is meant as */
#define MC_MISSPELT_COMMON_AT   27         /* logarithm of the terms that have it */
#define MC_MISSPELT_COMMON_MASK 0x1F

typedef struct McMisspeltWords
{
	const uint32_t *known; /* marks of the stems that terms have, by hash; 0: free */
	uint32_t known_mask;
	const uint32_t *first; /* word of each group */
	const uint32_t *text_at;
	const uint32_t *marks; /* of each word: letters, target, how common */
	const char *text;
} McMisspeltWords;

/* Does the code of a term name a disease, a symptom or an injury, not a drug or a cause? */
extern bool mc_names_disease(uint64_t code);

/*
 * Write the block for a list of words, sorted by their bytes, each once.  It is the
 * host's memory and depends on nothing but the list.
 */
extern char *mc_misspelt_words_write(const McHost *host, const McSpelledWord *list,
									 uint32_t count, size_t *size);

/*
 * Read from a block, which stays in use and is aligned to 8 bytes.  False if it was not
 * written by this version of the program on a machine like this.
 */
extern bool mc_misspelt_words_open(McMisspeltWords *words, const char *block,
								   size_t size);

/* Has any term a word of this stem?  Of a foreign stem a yes is wrong once in 2^17. */
static inline bool
mc_is_spelled(const McMisspeltWords *words, uint64_t stem_key)
{
	uint32_t mark = (uint32_t) (stem_key >> 32) | 1;
	uint32_t slot = (uint32_t) stem_key & words->known_mask;

	while (words->known[slot])
	{
		if (words->known[slot] == mark)
			return true;
		slot = (slot + 1) & words->known_mask;
	}
	return false;
}

/* Words of a first letter (0 to 25) and a length: from first[group] to first[group + 1]. */
static inline uint32_t
mc_misspelt_group(uint32_t letter, uint32_t len)
{
	return letter * (MC_MAX_MISSPELT + 1) + len;
}

static inline const char *
mc_misspelt_word(const McMisspeltWords *words, uint32_t group, uint32_t word)
{
	uint32_t len = group % (MC_MAX_MISSPELT + 1);

	return words->text + words->text_at[group] + (word - words->first[group]) * len;
}

static inline uint32_t
mc_misspelt_common(uint32_t marks)
{
	return marks >> MC_MISSPELT_COMMON_AT & MC_MISSPELT_COMMON_MASK;
}

#endif /* MC_MISSPELT_WORDS_H */
