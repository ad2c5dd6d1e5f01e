/*
 * grade.c
 *	  Roman numerals that grade a disease.
 */
#include "text/grade.h"

#include <string.h>

#include "text/fold.h"
#include "text/numeral.h"

/* Most tokens between a grade word and the last of its numerals. */
#define MAX_STEPS 6

/* Does a grade word stand before the token? (stages II-III, grade II/III) */
static bool
FollowsGrade(const McWords *words, const McToken *first, const McToken *token)
{
	const McToken *before = token;

	for (int steps = 0; before > first && steps < MAX_STEPS; steps++)
	{
		uint32_t flags;

		before--;
		if (mc_is_punct(before, '/'))
			continue;
		if (before->word == MC_NO_WORD)
			return false;
		flags = words->list[before->word].flags;
		if (flags & MC_WORD_GRADED)
			return true;
		/* only a numeral that touches this one can stand between */
		if (!(flags & MC_WORD_NUMBER) || !(token->flags & MC_TOK_JOINED))
			return false;
	}
	return false;
}

void
mc_read_grade(const McHost *host, McWords *words, const McToken *first, McToken *token)
{
	const McWord *word = &words->list[token->word];
	char digits[8] = {0};
	size_t n;
	char *text;

	if (!FollowsGrade(words, first, token))
		return;
	n = mc_roman_digits(word->text, word->len, digits);
	if (n == 0)
		return;
	text = mc_alloc(host, sizeof(digits) + MC_FOLD_PAD);
	memset(text, 0, sizeof(digits) + MC_FOLD_PAD);
	memcpy(text, digits, n);
	token->word = mc_words_intern(host, words, text, (uint32_t) n);
	token->kind = MC_TOKEN_NUMBER;
}
