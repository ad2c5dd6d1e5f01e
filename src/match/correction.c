/*
 * correction.c
 *	  Misspelt words where they stand: which are corrected, and in which terms.
 */
#include "match/correction.h"

#include <string.h>

/* Does nothing but a number or a mark stand before a token in its sentence? */
static bool
BeginsSentence(const McDocument *doc, uint32_t token)
{
	const McSentence *sentence = &doc->sentences.list[mc_sentence_of(doc, token)];
	const McToken *before;

	if (token == sentence->first_token)
		return true;
	before = &doc->tokens.list[token - 1];
	return doc->tokens.list[token].flags & MC_TOK_LINE ||
		   before->kind == MC_TOKEN_NUMBER || before->kind == MC_TOKEN_CHECKBOX ||
		   (before->kind == MC_TOKEN_PUNCT && before->punct != 0 &&
			strchr(":-*.)", before->punct) != NULL);
}

/* Does the title of a person stand before it? */
static bool
HasTitle(const McDocument *doc, uint32_t token)
{
	static const char *const titles[] = {"dr", "mr", "mrs", "ms", "miss", "prof"};

	for (uint32_t back = 1; back <= 2 && back <= token; back++)
	{
		const McToken *before = &doc->tokens.list[token - back];

		if (before->word == MC_NO_WORD)
			continue;
		for (size_t i = 0; i < sizeof(titles) / sizeof(titles[0]); i++)
		{
			const McWord *word = &doc->words.list[before->word];

			if (word->len >= strlen(titles[i]) &&
				memcmp(word->text, titles[i], strlen(titles[i])) == 0 &&
				(word->len == strlen(titles[i]) || (word->len == strlen(titles[i]) + 1 &&
													word->text[word->len - 1] == '.')))
				return true;
		}
		return false;
	}
	return false;
}

bool
mc_may_be_misspelt(const McTerminology *terminology, const McDocument *doc,
				   uint32_t token)
{
	const McToken *t = &doc->tokens.list[token];
	const McWord *word = &doc->words.list[t->word];

	if (t->kind != MC_TOKEN_WORD || terminology->roles(terminology->arg, word->key) != 0)
		return false;
	if (!(t->flags & MC_TOK_CAPITAL))
		return true;
	if (HasTitle(doc, token))
		return false;
	return word->len >= MC_MIN_CORRECTED_CAPITAL ||
		   (!(t->flags & MC_TOK_UPPER) && BeginsSentence(doc, token));
}

bool
mc_is_corrected_in(const McLayout *layout, const McItem *item, unsigned nwords)
{
	return nwords > 1 || layout->corrections[item->correction - 1].meant.rivals == 0;
}

const McCorrected *
mc_corrected_words(McMatcher *m, const McCandidate *candidate)
{
	unsigned n = candidate->mention.ncorrected;
	McCorrected *list = mc_alloc(m->host, n * sizeof(*list));

	for (unsigned i = 0; i < n; i++)
	{
		const McLaidCorrection *laid = &m->layout.corrections[candidate->corrections[i]];
		unsigned at = i;

		for (; at > 0 && list[at - 1].token > laid->token; at--)
			list[at] = list[at - 1];
		list[at].word = laid->meant.word;
		list[at].len = laid->meant.len;
		list[at].token = laid->token;
		list[at].is_doubtful = laid->meant.is_doubtful;
	}
	return list;
}

/* Is another word that this one may be meant as in a term as well? */
static bool
HasRival(const McLayout *layout, uint32_t number)
{
	const McLaidCorrection *list = layout->corrections;

	return (number > 0 && list[number - 1].token == list[number].token &&
			list[number - 1].used) ||
		   (number + 1 < layout->ncorrections &&
			list[number + 1].token == list[number].token && list[number + 1].used);
}

void
mc_drop_rivals(McMatcher *m)
{
	size_t kept = 0;

	if (m->layout.ncorrections == 0)
		return;
	for (size_t i = 0; i < m->nfound; i++)
	{
		for (unsigned k = 0; k < m->found[i].mention.ncorrected; k++)
			m->layout.corrections[m->found[i].corrections[k]].used = true;
		mc_match_step(m);
	}
	for (size_t i = 0; i < m->nfound; i++)
	{
		bool open = false;

		for (unsigned k = 0; k < m->found[i].mention.ncorrected; k++)
			open |= HasRival(&m->layout, m->found[i].corrections[k]);
		if (!open)
			m->found[kept++] = m->found[i];
		mc_match_step(m);
	}
	m->nfound = kept;
}
