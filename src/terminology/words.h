/*
 * words.h
 *		The words of a version, counted from its rows.
 */
#ifndef MC_WORDS_H
#define MC_WORDS_H

#include "postgres.h"

#include "match/misspelt_words.h"

/* Those of a published version, sorted by their bytes.  Connected to SPI. */
extern McSpelledWord *mc_words_of_version(int32 number, uint32 *count);

#endif /* MC_WORDS_H */
