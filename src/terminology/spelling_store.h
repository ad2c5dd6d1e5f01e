/*
 * spelling_store.h
 *		The words of a version for correcting misspelt ones, in table spelling_words.
 */
#ifndef MC_SPELLING_STORE_H
#define MC_SPELLING_STORE_H

#include "postgres.h"

#include "match/misspelt.h"
#include "terminology/version.h"

/* Write the words of a version, sorted by their bytes.  Connected to SPI. */
extern void mc_spelling_words_store(int32 words_version, const McSpelledWord *list,
									uint32 count);

/*
 * Read those of a version into the context; from the terms where they are missing, damaged
 * or of another edition of the text engine.  Connected to SPI.
 */
extern void mc_spelling_words_fetch(int32 words_version, MemoryContext context,
									McMisspeltWords *words);

/* Has a term or an abbreviation that is in no published version this word? */
extern bool mc_is_draft_word(const McVersion *last, const McWord *word);

#endif /* MC_SPELLING_STORE_H */
