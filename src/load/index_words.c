/*
 * index_words.c
 *		The words of titles and references of the Index, made comparable.
 */
#include "load/index_words.h"

#include <string.h>

#include "text/stem.h"

#define COUNT(list) (sizeof(list) / sizeof((list)[0]))

/* Words that are not compared */
static const char *const ignored[] = {"a", "an", "nec", "nos", "of", "the"};

/* Words that say nothing behind "specified" */
static const char *const vague[] = {"form", "kind", "part", "site", "type"};

bool
mc_index_is_word(const char *text, uint32_t length, const char *word)
{
	return strlen(word) == length && memcmp(text, word, length) == 0;
}

bool
mc_index_is_any(const char *text, uint32_t length, const char *const *list, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (mc_index_is_word(text, length, list[i]))
			return true;
	return false;
}

static bool
IsWordByte(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (unsigned char) c >= 0x80;
}

void
mc_index_split_words(const char *text, uint32_t length, McIndexWords *words)
{
	uint32_t at = 0;
	int depth = 0;
	bool specified = false;

	words->count = 0;
	words->cut = false;
	while (at < length)
	{
		uint32_t start = at;

		if (text[at] == '(')
			depth++;
		else if (text[at] == ')' && depth > 0)
			depth--;
		else if (text[at] == ',' && depth == 0 && words->count > 0)
			words->comma[words->count - 1] = true;
		if (!IsWordByte(text[at]) || depth > 0)
		{
			at++;
			continue;
		}
		/* an apostrophe belongs to a word, and a dot between two letters of it */
		while (at < length &&
			   (IsWordByte(text[at]) || ((text[at] == '\'' || text[at] == '.') &&
										 at + 1 < length && IsWordByte(text[at + 1]))))
			at++;
		if (mc_index_is_any(text + start, at - start, ignored, COUNT(ignored)))
			continue;
		if (words->count == MC_INDEX_MAX_WORDS)
		{
			words->cut = true;
			return;
		}
		words->text[words->count] = text + start;
		words->length[words->count] = at - start;
		words->comma[words->count] = false;
		words->key[words->count] = mc_lemma_key(text + start, at - start);
		if (specified && mc_index_is_any(text + start, at - start, vague, COUNT(vague)))
			continue;
		specified = mc_index_is_word(text + start, at - start, "specified");
		words->count++;
	}
}

void
mc_index_fold_words(const McHost *host, const char *text, McFold *fold,
					McIndexWords *words)
{
	mc_fold(host, text, (uint32_t) strlen(text), fold);
	mc_index_split_words(fold->text, fold->len, words);
}

void
mc_index_free_fold(const McHost *host, McFold *fold)
{
	mc_release(host, fold->text);
	mc_release(host, fold->steps);
}

bool
mc_index_words_alike(const McIndexWords *a, unsigned i, const McIndexWords *b, unsigned j)
{
	uint32_t longest = a->length[i] > b->length[j] ? a->length[i] : b->length[j];
	uint32_t same = 0;

	if (a->key[i] == b->key[j])
		return true;
	while (same < a->length[i] && same < b->length[j] &&
		   a->text[i][same] == b->text[j][same])
		same++;
	return same >= 4 && 3 * same >= 2 * longest;
}
