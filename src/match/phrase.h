/*
 * phrase.h
 *	  The words of a phrase.
 */
#ifndef MC_PHRASE_H
#define MC_PHRASE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "match/posting.h"
#include "text/token.h"

typedef struct McTermWord
{
	uint64_t stem_key;
	uint64_t lemma_key;
} McTermWord;

/* What analysing phrases one after the other reuses. */
typedef struct McPhraseReader
{
	const McHost *host;
	McWords words;
	McTokens tokens;
} McPhraseReader;

extern void mc_phrase_reader_init(const McHost *host, McPhraseReader *reader);

/*
 * The words of a phrase (UTF-8) that count, or all its words, in its order.
 * Returns their number; out has room for MC_MAX_TERM_WORDS, what is over is
 * only counted.  with_lemmas: fill lemma_key too.
 */
extern size_t mc_phrase_words(McPhraseReader *reader, const char *phrase, size_t len,
							  bool all, bool with_lemmas, McTermWord *out);

#endif /* MC_PHRASE_H */
