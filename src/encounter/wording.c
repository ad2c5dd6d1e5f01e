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

uint32_t
mc_words_at(const McDocument *doc, uint32_t from, uint32_t end, const char *alternatives)
{
	McListed found;

	return mc_list_at(doc, from, end, alternatives, MC_NO_DOTS, &found)
			   ? found.last - from + 1
			   : 0;
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
	/* asked of every word of a note: few begin so */
	if (!(word->flags & MC_WORD_NUMBER) && (word->text[0] < '0' || word->text[0] > '9'))
		return -1;
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
