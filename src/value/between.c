/*
 * between.c
 *	  What stands between the name of a measure and its value, and between values.
 */
#include "value/between.h"

#include <string.h>

void
mc_between_begin(McBetween *seen)
{
	memset(seen, 0, sizeof(*seen));
	seen->unit = MC_NO_UNIT;
}

bool
mc_between_word(McBetween *seen, McValueRole role, uint32_t token, bool behind_value)
{
	McComparator comparator = MC_COMPARE_NONE;

	switch (role)
	{
		case MC_ROLE_FILLER:
			return true;
		case MC_ROLE_POINT:
		case MC_ROLE_TO:
			seen->change = false;
			return true;
		case MC_ROLE_WAS:
			seen->change = false;
			seen->earlier |= behind_value && seen->date.year == 0;
			return true;
		case MC_ROLE_FROM:
			seen->change = false;
			seen->trend = true;
			seen->earlier = seen->again = behind_value;
			return true;
		case MC_ROLE_BETWEEN:
			seen->between = true;
			return true;
		case MC_ROLE_CHANGE:
			seen->change = true;
			return true;
		case MC_ROLE_AND:
			seen->comma = true;
			return behind_value;
		case MC_ROLE_EARLIER:
			seen->earlier = true;
			return true;
		case MC_ROLE_AGAIN:
			seen->again = true;
			return true;
		case MC_ROLE_NOW:
			seen->now = true;
			seen->change = false;
			return true;
		case MC_ROLE_GOAL:
			seen->goal = true;
			return true;
		case MC_ROLE_REFERENCE:
			seen->reference = true;
			return true;
		case MC_ROLE_NORMAL:
			seen->normal = true;
			return true;
		case MC_ROLE_INSTRUCTION:
			seen->instruction = true;
			return true;
		case MC_ROLE_ORDER:
			seen->order = true;
			return true;
		case MC_ROLE_BELOW:
			comparator = MC_COMPARE_BELOW;
			break;
		case MC_ROLE_AT_MOST:
			comparator = MC_COMPARE_AT_MOST;
			break;
		case MC_ROLE_OVER:
		case MC_ROLE_ABOVE:
			comparator = MC_COMPARE_ABOVE;
			break;
		case MC_ROLE_AT_LEAST:
			comparator = MC_COMPARE_AT_LEAST;
			break;
		case MC_ROLE_ABOUT:
			comparator = MC_COMPARE_ABOUT;
			break;
		default:
			return false;
	}
	seen->comparator = comparator;
	seen->comparator_first = token;
	return true;
}

/* A sign of ASCII */
static uint32_t
TakeSign(McBetween *seen, const McDocument *doc, uint32_t token, uint32_t end,
		 bool behind_value, bool behind_name)
{
	const McToken *t = &doc->tokens.list[token];
	const McToken *next = token + 1 < end ? t + 1 : NULL;
	bool joined = next && (next->flags & MC_TOK_JOINED);

	switch (t->punct)
	{
		case ':':
		case '=':
			seen->change = false;
			return token + 1;
		case '(':
		case ')':
		case '[':
		case ']':
		case '|':
		case '*':
		case '#':
			return token + 1;
		case '-':
			/* an arrow, of any number of hyphens */
			if (next && joined && mc_is_punct(next, '-'))
				return token + 1;
			if (next && joined && mc_is_punct(next, '>'))
			{
				seen->now = true;
				return token + 2;
			}
			return token + 1;
		case '<':
		case '>':
			seen->comparator = t->punct == '<' ? MC_COMPARE_BELOW : MC_COMPARE_ABOVE;
			seen->comparator_first = token;
			if (next && joined && mc_is_punct(next, '='))
			{
				seen->comparator =
					t->punct == '<' ? MC_COMPARE_AT_MOST : MC_COMPARE_AT_LEAST;
				return token + 2;
			}
			return token + 1;
		case '~':
			seen->comparator = MC_COMPARE_ABOUT;
			seen->comparator_first = token;
			return token + 1;
		case ',':
		case ';':
			seen->comma = true;
			return behind_value ? token + 1 : 0;
		case '+': /* K+ */
		case '.': /* wt. */
			return behind_name && (t->flags & MC_TOK_JOINED) ? token + 1 : 0;
		default:
			return 0;
	}
}

uint32_t
mc_between_sign(McBetween *seen, const McDocument *doc, uint32_t token, uint32_t end,
				bool behind_value, bool behind_name)
{
	static const struct
	{
		const char *sign;
		McComparator comparator;
	} signs[] = {
		{"\xe2\x89\xa4", MC_COMPARE_AT_MOST},  /* less-than or equal to */
		{"\xe2\x89\xa5", MC_COMPARE_AT_LEAST}, /* greater-than or equal to */
		{"\xe2\x89\x88", MC_COMPARE_ABOUT},    /* almost equal to */
	};
	const McToken *t = &doc->tokens.list[token];

	if (t->kind == MC_TOKEN_PUNCT && t->punct != 0)
		return TakeSign(seen, doc, token, end, behind_value, behind_name);
	if (t->end - t->start == 3)
	{
		const char *text = doc->fold.original + t->start;

		for (size_t i = 0; i < sizeof(signs) / sizeof(*signs); i++)
		{
			if (memcmp(text, signs[i].sign, 3) == 0)
			{
				seen->comparator = signs[i].comparator;
				seen->comparator_first = token;
				return token + 1;
			}
		}
		if (memcmp(text, "\xe2\x86\x92", 3) == 0) /* arrow to the right */
		{
			seen->now = true;
			return token + 1;
		}
	}
	return 0;
}
