/*
 * gap.c
 *	  What stands between the words of a term that are not next to each other.
 */
#include "match/gap.h"

#include <string.h>

/* What one gap holds */
typedef struct Content
{
	unsigned modifiers;
	unsigned others;      /* words that count and are no modifiers */
	uint32_t conjunction; /* its last token; 0: none */
	uint32_t conjunction_first;
	bool broken;
	bool linked; /* words that do not count */
} Content;

bool
mc_is_conjunction(const McDocument *doc, uint32_t token)
{
	const McToken *t = &doc->tokens.list[token];
	const McWord *word;

	if (t->word == MC_NO_WORD)
		return mc_is_punct(t, '/') || mc_is_punct(t, '&');
	word = &doc->words.list[t->word];
	return (word->len == 3 && memcmp(word->text, "and", 3) == 0) ||
		   (word->len == 2 && memcmp(word->text, "or", 2) == 0);
}

unsigned
mc_word_roles(const McTerminology *terminology, const McDocument *doc, uint32_t token)
{
	return terminology->roles(terminology->arg,
							  doc->words.list[doc->tokens.list[token].word].key);
}

/* Look at the tokens between two of the term. */
static void
LookBetween(const McTerminology *terminology, const McDocument *doc, uint32_t before,
			uint32_t behind, Content *content)
{
	memset(content, 0, sizeof(*content));
	for (uint32_t i = before + 1; i < behind; i++)
	{
		const McToken *token = &doc->tokens.list[i];
		unsigned roles;

		if (mc_is_conjunction(doc, i))
		{
			/* and/or is one, two apart are none that is understood */
			content->broken |= content->conjunction != 0 && content->conjunction + 1 != i;
			if (content->conjunction == 0)
				content->conjunction_first = i;
			content->conjunction = i;
			continue;
		}
		if (token->word == MC_NO_WORD)
		{
			/* fracture, right distal radius; else a comma begins something else */
			content->broken |=
				!(mc_is_punct(token, ',') && i == before + 1) && !mc_is_punct(token, '-');
			continue;
		}
		roles = mc_word_roles(terminology, doc, i);
		content->broken |= (roles & MC_ROLE_BREAK) != 0;
		if (mc_token_counts(&doc->tokens, &doc->words, i))
		{
			if (roles & MC_ROLE_MODIFIER)
				content->modifiers++;
			else
				content->others++;
		}
		else
			content->linked = true;
	}
}

void
mc_gap(const McTerminology *terminology, const McDocument *doc, const uint32_t *tokens,
	   unsigned n, McGap *gap)
{
	memset(gap, 0, sizeof(*gap));
	for (unsigned i = 1; i < n; i++)
	{
		uint32_t before = tokens[i - 1];
		uint32_t behind = tokens[i];
		Content content;
		unsigned words;

		if (behind <= before + 1)
			continue;
		LookBetween(terminology, doc, before, behind, &content);
		words = content.modifiers + content.others;
		if (words == 0)
			continue; /* as next to each other */
		gap->nwords += words;
		if (content.broken || gap->nwords > MC_MAX_GAP)
		{
			gap->kind = MC_GAP_NONE;
			return;
		}
		if (content.conjunction == 0)
		{
			if (content.others > 0 || gap->kind > MC_GAP_MODIFIERS)
			{
				gap->kind = MC_GAP_NONE;
				return;
			}
			gap->kind = MC_GAP_MODIFIERS;
			continue;
		}
		/* the conjunction stands at one end of what is left out */
		if (gap->kind != MC_GAP_NONE)
		{
			gap->kind = MC_GAP_NONE;
			return;
		}
		if (content.conjunction_first == before + 1)
			gap->kind = MC_GAP_HEAD_BEHIND;
		else if (content.conjunction + 1 == behind)
			gap->kind = MC_GAP_HEAD_BEFORE;
		else
			return;
		/* ... and retinopathy [due to] diabetes */
		gap->linked =
			content.linked || (i + 1 < n && tokens[i + 1] > behind + 1 &&
							   !mc_token_counts(&doc->tokens, &doc->words, behind + 1));
		gap->skip_first = before + 1;
		gap->skip_last = behind - 1;
		gap->before = before;
		gap->behind = behind;
	}
}
