/*
 * wording.c
 *	  Words of a note, token by token.
 */
#include "encounter/wording.h"

#include <string.h>

#include "coding/resolve.h"
#include "text/numeral.h"

/* Characters by which a code grew from one release to another */
#define MAX_SHORTENED 2

static bool
IsWord(const McDocument *doc, uint32_t token, const char *text, size_t length)
{
	uint32_t number = doc->tokens.list[token].word;
	const McWord *word;

	if (number == MC_NO_WORD)
		return false;
	word = &doc->words.list[number];
	return word->len == length && memcmp(word->text, text, length) == 0;
}

bool
mc_token_is(const McDocument *doc, uint32_t token, const char *words)
{
	uint32_t number = doc->tokens.list[token].word;
	const McWord *word = number == MC_NO_WORD ? NULL : &doc->words.list[number];

	if (word == NULL || word->len == 0)
		return false;
	for (;;)
	{
		const char *bar = strchr(words, '|');

		/* most alternatives differ in their first letter */
		if (word->text[0] == *words &&
			IsWord(doc, token, words, bar ? (size_t) (bar - words) : strlen(words)))
			return true;
		if (bar == NULL)
			return false;
		words = bar + 1;
	}
}

uint32_t
mc_words_at(const McDocument *doc, uint32_t from, uint32_t end, const char *alternatives)
{
	uint32_t longest = 0;
	uint32_t number = from < end ? doc->tokens.list[from].word : MC_NO_WORD;
	const McWord *word = number == MC_NO_WORD ? NULL : &doc->words.list[number];

	if (word == NULL || word->len == 0)
		return 0;
	while (*alternatives)
	{
		uint32_t t = from;
		bool same = true;

		/* most alternatives differ in their first letter */
		if (word->text[0] != *alternatives)
		{
			const char *bar = strchr(alternatives, '|');

			if (bar == NULL)
				break;
			alternatives = bar + 1;
			continue;
		}

		while (*alternatives && *alternatives != '|')
		{
			size_t length = strcspn(alternatives, " |");

			same = same && t < end && IsWord(doc, t, alternatives, length);
			t++;
			alternatives += length;
			alternatives += *alternatives == ' ';
		}
		alternatives += *alternatives == '|';
		if (same && t - from > longest)
			longest = t - from;
	}
	return longest;
}

uint32_t
mc_words_within(const McDocument *doc, uint32_t from, uint32_t end,
				const char *alternatives)
{
	for (uint32_t t = from; t < end; t++)
	{
		if (doc->tokens.list[t].word != MC_NO_WORD &&
			mc_words_at(doc, t, end, alternatives) > 0)
			return t;
	}
	return end;
}

int
mc_token_number(const McDocument *doc, uint32_t token)
{
	uint32_t number = doc->tokens.list[token].word;
	const McWord *word;
	const char *digits;
	size_t length;
	int value = 0;
	size_t i = 0;

	if (number == MC_NO_WORD)
		return -1;
	word = &doc->words.list[number];
	digits = mc_number_word(word->text, word->len);
	length = digits ? strlen(digits) : word->len;
	if (digits == NULL)
		digits = word->text;
	for (; i < length && digits[i] >= '0' && digits[i] <= '9'; i++)
	{
		if (i == 4)
			return -1;
		value = value * 10 + (digits[i] - '0');
	}
	return i == 0 ? -1 : value;
}

bool
mc_token_is_year(const McDocument *doc, uint32_t token)
{
	int value = mc_token_number(doc, token);

	return value >= 1900 && value <= 2099 &&
		   doc->tokens.list[token].end - doc->tokens.list[token].start == 4;
}

bool
mc_is_affirmed(const McCase *c, const McDocument *doc, uint32_t first, uint32_t last,
			   bool *historical)
{
	McTarget target = {.first_token = first, .last_token = last};
	McAssertion a;

	mc_assert(c->host, c->terminology->cues, doc, &target, 1, &a);
	*historical = a.historical;
	return !a.negated && !a.uncertain && !a.hypothetical && a.experiencer == MC_PATIENT;
}

McSectionCategory
mc_section_of(const McDocument *doc, uint32_t token)
{
	uint32_t sentence = mc_sentence_of(doc, token);

	return (McSectionCategory) doc->sections.list[doc->sentences.list[sentence].section]
		.category;
}

McCode
mc_in_release(const McCase *c, McCode code, const McAttributes *said)
{
	McCodeInfo info;
	int shortened = 0;

	for (int shift = 0; shift <= 56 && code != 0 && shortened <= MAX_SHORTENED;
		 shift += 8)
	{
		/* the last character of what is left */
		McCode last = (McCode) 0xFF << shift;

		if ((code & last) == 0)
			continue;
		if (c->terminology->code(c->terminology->arg, code, &info))
		{
			uint32_t open;

			if (!info.billable)
				code = mc_most_specific(c->terminology, code, said, NULL, 0, &open);
			return mc_case_is_billable(c, code) ? code : 0;
		}
		code &= ~last;
		shortened++;
	}
	return 0;
}
