/*
 * quantity.c
 *	  Quantities in a note, and words looked up in short lists.
 */
#include "context/quantity.h"

#include <string.h>

/* Words for a quantity that is not counted, and what may stand between numbers. */
static const char *const vague_words[] = {"couple", "few", "many", "several", "some"};
static const char *const range_words[] = {"or", "to"};

int
mc_word_in(const McDocument *doc, const McToken *token, const char *const *list, size_t n)
{
	const McWord *word;
	size_t low = 0;

	if (token->word == MC_NO_WORD)
		return -1;
	word = &doc->words.list[token->word];
	while (low < n)
	{
		size_t mid = (low + n) / 2;
		size_t len = strlen(list[mid]);
		int order = memcmp(word->text, list[mid], len < word->len ? len : word->len);

		if (order == 0)
			order = word->len < len ? -1 : word->len > len;
		if (order == 0)
			return (int) mid;
		if (order > 0)
			low = mid + 1;
		else
			n = mid;
	}
	return -1;
}

/* May a word begin a quantity that is not counted?  By first letter and length of "a" and those above. */
static inline bool
MayBeVague(const McWord *word)
{
	switch (word->text[0])
	{
		case 'a':
			return word->len == 1;
		case 'c':
			return word->len == 6;
		case 'f':
			return word->len == 3;
		case 'm':
			return word->len == 4;
		case 's':
			return word->len == 4 || word->len == 7;
		default:
			return false;
	}
}

static bool
IsNumber(const McDocument *doc, uint32_t i)
{
	const McToken *token = &doc->tokens.list[i];

	return token->kind == MC_TOKEN_NUMBER ||
		   (token->kind == MC_TOKEN_WORD &&
			(doc->words.list[token->word].flags & MC_WORD_NUMBER));
}

uint32_t
mc_quantity_end(const McDocument *doc, uint32_t first, uint32_t end)
{
	static const char *const articles[] = {"a"};
	static const char *const of[] = {"of"};
	const McToken *t = doc->tokens.list;
	uint32_t i = first;

	if (i < end && IsNumber(doc, i))
	{
		if (i + 2 < end && IsNumber(doc, i + 2) &&
			(mc_is_punct(&t[i + 1], '-') || MC_WORD_IN(doc, &t[i + 1], range_words) >= 0))
			return i + 3;
		return i + 1;
	}
	/* asked of every word of a note: few begin as these do */
	if (i >= end || t[i].kind != MC_TOKEN_WORD ||
		!MayBeVague(&doc->words.list[t[i].word]))
		return first;
	if (i + 1 < end && MC_WORD_IN(doc, &t[i], articles) >= 0)
		i++;
	if (i >= end || MC_WORD_IN(doc, &t[i], vague_words) < 0)
		return first;
	i++;
	return i < end && MC_WORD_IN(doc, &t[i], of) >= 0 ? i + 1 : i;
}
