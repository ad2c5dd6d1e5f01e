/*
 * search_reader.c
 *	  The words of a short text, as search reads a term and a query.
 */
#include "match/search_reader.h"

#include <string.h>

void
mc_search_reader_init(const McHost *host, McSearchReader *reader)
{
	memset(reader, 0, sizeof(*reader));
	reader->host = host;
	mc_words_init(host, &reader->words, 64);
}

void
mc_search_read(McSearchReader *reader, const char *text, uint32_t len, bool all)
{
	const McHost *host = reader->host;

	mc_release(host, reader->fold.text);
	mc_release(host, reader->fold.steps);
	memset(&reader->fold, 0, sizeof(reader->fold));
	mc_words_reset(&reader->words);
	reader->tokens.count = 0;
	reader->count = 0;
	mc_fold(host, text, len, &reader->fold);
	mc_tokenise(host, &reader->fold, &reader->words, &reader->tokens);
	for (size_t i = 0; i < reader->tokens.count; i++)
	{
		uint32_t word = reader->tokens.list[i].word;

		if (word == MC_NO_WORD ||
			(!all && !mc_token_counts(&reader->tokens, &reader->words, i)))
			continue;
		MC_GROW(host, reader->list, reader->count, reader->cap);
		reader->list[reader->count++] = &reader->words.list[word];
	}
}
