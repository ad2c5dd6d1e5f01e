/*
 * phrase.c
 *	  The words of a phrase.
 */
#include "match/phrase.h"

#include <string.h>

#include "text/fold.h"
#include "text/stem.h"

void
mc_phrase_reader_init(const McHost *host, McPhraseReader *reader)
{
	memset(reader, 0, sizeof(*reader));
	reader->host = host;
	mc_words_init(host, &reader->words, 64);
}

size_t
mc_phrase_words(McPhraseReader *reader, const char *phrase, size_t len, bool all,
				bool with_lemmas, McTermWord *out)
{
	const McHost *host = reader->host;
	McFold fold;
	size_t n = 0;

	mc_words_reset(&reader->words);
	mc_fold(host, phrase, (uint32_t) (len < MC_MAX_TEXT ? len : MC_MAX_TEXT), &fold);
	reader->tokens.count = 0;
	mc_tokenise(host, &fold, &reader->words, &reader->tokens);
	for (size_t i = 0; i < reader->tokens.count; i++)
	{
		const McToken *token = &reader->tokens.list[i];
		const McWord *word;

		if (token->word == MC_NO_WORD ||
			(!all && !mc_token_counts(&reader->tokens, &reader->words, i)))
			continue;
		word = &reader->words.list[token->word];
		if (n < MC_MAX_TERM_WORDS)
		{
			out[n].stem_key = word->stem_key;
			out[n].lemma_key = with_lemmas ? mc_lemma_key(word->text, word->len) : 0;
		}
		n++;
	}
	/* of the words only keys and flags are read from here on */
	mc_release(host, fold.text);
	mc_release(host, fold.steps);
	return n;
}
