/*
 * dictionary_words.h
 *	  The words of a dictionary, for correcting misspelt ones.
 */
#ifndef MC_DICTIONARY_WORDS_H
#define MC_DICTIONARY_WORDS_H

#include "match/dictionary.h"
#include "match/misspelt.h"

/*
 * Begin correcting by the words of the terms of a finished dictionary.  is_own and arg are
 * the caller's to set.
 */
extern void mc_dictionary_misspelt(McDictionary *dictionary, McMisspelt *misspelt);

#endif /* MC_DICTIONARY_WORDS_H */
