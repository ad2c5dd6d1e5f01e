/*
 * common_words.h
 *	  Words that are common in clinical prose.
 *
 * A phrase is stored under one of its words.  Which one does not change what is found,
 * only how often a phrase is looked at in vain: a word may be rare among the
 * phrases of a dictionary and still stand in every second note (present, normal,
 * continue).
 */
#ifndef MC_COMMON_WORDS_H
#define MC_COMMON_WORDS_H

#include <stdint.h>

/*
 * How common is a stem: 0 of most words, 1 in one note of twenty, 2 of six, 3 of
 * three, by and large.
 */
extern unsigned mc_word_commonness(uint64_t stem_key);

#endif /* MC_COMMON_WORDS_H */
