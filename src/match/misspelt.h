/*
 * misspelt.h
 *	  What a word that no term has is meant as.
 *
 * Which word that is depends on the word and the words of the version alone.
 */
#ifndef MC_MISSPELT_H
#define MC_MISSPELT_H

#include <stdbool.h>
#include <stdint.h>

#include "match/misspelt_words.h"
#include "text/token.h"

/* Shortest word that is corrected, in letters; shortest one with a capital within a sentence */
#define MC_MIN_CORRECTED         6
#define MC_MIN_CORRECTED_CAPITAL 9

/* Words that one may be meant as, at most */
#define MC_MAX_MEANT 2

typedef struct McCorrection
{
	const char *word; /* as the terminology has it, not terminated */
	uint64_t stem_key;
	uint64_t lemma_key;
	uint8_t len;
	uint8_t errors;
	uint8_t rivals;   /* other words that it may be meant as */
	bool is_doubtful; /* for a coder to look at */
} McCorrection;

/* What was found of a word before */
typedef struct McMisspeltSlot
{
	uint64_t key;
	uint32_t meant[MC_MAX_MEANT]; /* number of a word */
	uint16_t group[MC_MAX_MEANT];
	uint8_t errors;
	uint8_t count; /* of words; 0: the slot is free */
} McMisspeltSlot;

/*
 * Slots of the memory of what was found, and of the words that are left as they are; a new
 * word takes the place of an older one.
 */
#define MC_MISSPELT_SLOTS 256
#define MC_LEFT_SLOTS     16384

typedef struct McMisspelt
{
	McMisspeltWords words;
	/* Is a word right after all?  Asked once of one that would be corrected; NULL: none is. */
	bool (*is_own)(void *arg, const McWord *word);
	void *arg;
	McMisspeltSlot *slots;
	uint64_t *left;                   /* keys */
	McCorrection meant[MC_MAX_MEANT]; /* lent at the last call */
} McMisspelt;

/* Make room for what is found; words, is_own and arg are the caller's to set. */
extern void mc_misspelt_init(const McHost *host, McMisspelt *misspelt);

/*
 * What a word is meant as: the number of words, 0 for a word that is right, is no word
 * of letters or is nothing that is known.  *list is good until the next call, the words in
 * it as long as the block.
 */
extern uint32_t mc_misspelt(McMisspelt *misspelt, const McWord *word,
							const McCorrection **list);

#endif /* MC_MISSPELT_H */
