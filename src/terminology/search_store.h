/*
 * search_store.h
 *		The words of a version for search, in table search_words.
 */
#ifndef MC_SEARCH_STORE_H
#define MC_SEARCH_STORE_H

#include "postgres.h"

#include "match/search_words.h"

/* Write the words of a version, sorted by their bytes.  Connected to SPI. */
extern void mc_search_words_store(int32 words_version, const McWordCount *list,
								  uint32 count);

/*
 * Read those of a version into the context; from the vocabulary where they are
 * missing, damaged or of another edition of the text engine.  more, sorted by
 * its bytes, is added.  Connected to SPI.
 */
extern void mc_search_words_fetch(int32 words_version, const McWordCount *more,
								  uint32 nmore, MemoryContext context,
								  McSearchWords *words);

#endif /* MC_SEARCH_STORE_H */
