/*
 * dictionary_words.c
 *	  The words of a dictionary, for correcting misspelt ones.
 */
#include "match/dictionary_words.h"

#include <stdlib.h>
#include <string.h>

#include "match/dictionary_data.h"

typedef struct List
{
	McSpelledWord *words;
	size_t count;
	size_t cap;
} List;

static int
CompareWords(const void *a, const void *b)
{
	const McSpelledWord *one = a;
	const McSpelledWord *other = b;
	uint32_t len = one->len < other->len ? one->len : other->len;
	int order = memcmp(one->word, other->word, len);

	return order != 0 ? order : (one->len > other->len) - (one->len < other->len);
}

/* Add the words of a term that count and are no numbers, each once. */
static void
AddTerm(const McHost *host, const McTerm *term, McWords *words, McTokens *tokens,
		List *list)
{
	size_t first = list->count;
	size_t counted = 0;
	McFold fold;

	mc_words_reset(words);
	tokens->count = 0;
	mc_fold(host, term->phrase, (uint32_t) strlen(term->phrase), &fold);
	mc_tokenise(host, &fold, words, tokens);
	for (size_t i = 0; i < tokens->count; i++)
	{
		const McWord *word;
		McSpelledWord *to;
		char *copy;
		bool repeated = false;

		if (tokens->list[i].word == MC_NO_WORD || !mc_token_counts(tokens, words, i))
			continue;
		word = &words->list[tokens->list[i].word];
		if (word->flags & MC_WORD_NUMBER)
			continue;
		counted++;
		for (size_t k = first; k < list->count && !repeated; k++)
			repeated = list->words[k].len == word->len &&
					   memcmp(list->words[k].word, word->text, word->len) == 0;
		if (repeated)
			continue;
		MC_GROW(host, list->words, list->count, list->cap);
		to = &list->words[list->count++];
		copy = mc_alloc(host, word->len + 1);
		memcpy(copy, word->text, word->len);
		copy[word->len] = '\0';
		to->word = copy;
		to->len = word->len;
		to->terms = 1;
		to->diseases = mc_names_disease(term->code);
		to->alone = false;
	}
	if (counted == 1)
		list->words[list->count - 1].alone = list->words[list->count - 1].diseases > 0;
	mc_release(host, fold.text);
	mc_release(host, fold.steps);
}

/* Count equal words together. */
static void
Unite(const McHost *host, List *list)
{
	size_t n = 0;

	if (list->count == 0)
		return;
	qsort(list->words, list->count, sizeof(McSpelledWord), CompareWords);
	for (size_t i = 1; i < list->count; i++)
	{
		McSpelledWord *last = &list->words[n];

		if (CompareWords(last, &list->words[i]) != 0)
		{
			list->words[++n] = list->words[i];
			continue;
		}
		last->terms++;
		last->diseases += list->words[i].diseases;
		last->alone |= list->words[i].alone;
		mc_release(host, (char *) list->words[i].word);
	}
	list->count = n + 1;
}

void
mc_dictionary_misspelt(McDictionary *dictionary, McMisspelt *misspelt)
{
	const McHost *host = dictionary->host;
	List list = {0};
	McTokens tokens = {0};
	McWords words;
	size_t size;
	char *block;

	mc_words_init(host, &words, 16);
	for (size_t i = 0; i < dictionary->nterms; i++)
	{
		AddTerm(host, &dictionary->terms[i], &words, &tokens, &list);
		if (i % MC_INTERRUPT_INTERVAL == 0)
			mc_interrupt(host);
	}
	Unite(host, &list);
	block = mc_misspelt_words_write(host, list.words, (uint32_t) list.count, &size);
	for (size_t i = 0; i < list.count; i++)
		mc_release(host, (char *) list.words[i].word);
	mc_release(host, list.words);
	mc_release(host, words.list);
	mc_release(host, words.slots);
	mc_release(host, tokens.list);
	memset(misspelt, 0, sizeof(*misspelt));
	(void) mc_misspelt_words_open(&misspelt->words, block, size);
	mc_misspelt_init(host, misspelt);
}
