/*
 * layout.c
 *	  The words of a note laid out at places, for finding phrases in it.
 */
#include "match/layout.h"

#include <stddef.h>
#include <string.h>

#include "match/abbreviation.h"
#include "match/correction.h"
#include "match/shared_ending.h"

/* Distance in places that no phrase can bridge: a full stop, a colon. */
#define BARRIER (2 * MC_MAX_TERM_WORDS + 16)

/*
 * Tokens laid out together.  No phrase reaches over the end of a sentence, so a
 * long note is done in batches of sentences, in bounded memory; only a sentence
 * longer than this is cut.
 */
#define BATCH_TOKENS 65536

void
mc_layout_init(const McHost *host, McLayout *layout)
{
	/* marks, the largest part, are cleared with each part of the note */
	memset(layout, 0, offsetof(McLayout, marks));
	layout->host = host;
}

void
mc_layout_done(McLayout *layout)
{
	mc_release(layout->host, layout->items);
	mc_release(layout->host, layout->keys);
	mc_release(layout->host, layout->stems);
	mc_release(layout->host, layout->written);
	mc_release(layout->host, layout->corrections);
	mc_definitions_done(layout->host, &layout->definitions);
}

static void
AddItem(McLayout *layout, uint64_t stem_key, uint64_t lemma_key, uint32_t place,
		uint32_t token, uint32_t soft, unsigned expansion, unsigned expansion_at)
{
	size_t n = layout->nitems;
	McItem *item;

	MC_GROW(layout->host, layout->items, n, layout->items_cap);
	MC_GROW(layout->host, layout->keys, n, layout->keys_cap);
	layout->keys[n] = stem_key;
	item = &layout->items[n];
	item->lemma_key = lemma_key;
	item->place = place;
	item->token = token;
	item->soft = soft;
	item->next = 0;
	item->expansion = (uint8_t) expansion;
	item->expansion_at = (uint8_t) expansion_at;
	item->correction = 0;
	layout->nitems++;
}

/* Lay out an expansion at the place of its abbreviation. */
static void
AddExpansion(McLayout *layout, const McExpansion *expansion, uint32_t token,
			 uint32_t place, uint32_t soft)
{
	for (unsigned j = 0; j < expansion->nwords; j++)
		AddItem(layout, expansion->words[j].stem_key, expansion->words[j].lemma_key,
				place, token, soft, expansion->nwords, j);
}

/* Which readings of an abbreviation are written out; looked for once a note. */
static uint64_t
WrittenOut(McLayout *layout, const McDocument *doc, uint32_t word,
		   const McExpansion *list, uint32_t n)
{
	for (size_t i = 0; i < layout->nwritten; i++)
	{
		if (layout->written[i].word == word)
			return layout->written[i].readings;
	}
	MC_GROW(layout->host, layout->written, layout->nwritten, layout->written_cap);
	layout->written[layout->nwritten].word = word;
	layout->written[layout->nwritten].readings = mc_written_out(doc, list, n);
	return layout->written[layout->nwritten++].readings;
}

/* What is known of a word of the note */
#define WORD_PLAIN   1 /* no abbreviation */
#define WORD_DEFINED 2 /* an abbreviation that the note defines */
#define WORD_RIGHT   3 /* plain, and not misspelt */

/*
 * Lay out what an abbreviation stands for at its place.  known remembers of each word
 * what it is, so that it is looked up once.
 */
static void
AddExpansions(McLayout *layout, const McTerminology *terminology, const McDocument *doc,
			  uint8_t *known, uint32_t number, uint32_t place, uint32_t soft)
{
	const McToken *token = &doc->tokens.list[number];
	const McExpansion *list;
	bool ambiguous = false;
	bool plain = false;
	uint32_t n;

	if (known[token->word] == WORD_PLAIN || known[token->word] == WORD_RIGHT)
		return;
	if (known[token->word] == WORD_DEFINED)
	{
		AddExpansion(layout, mc_definition_of(&layout->definitions, token->word), number,
					 place, soft);
		return;
	}
	n = terminology->expansions(terminology->arg, doc->words.list[token->word].key,
								&list);
	known[token->word] = n == 0 ? WORD_PLAIN : 0;
	for (uint32_t i = 0; i < n; i++)
	{
		if (list[i].ambiguous)
			ambiguous = true;
		else
			plain = true;
		if (!list[i].ambiguous && (!list[i].upper_only || token->flags & MC_TOK_UPPER))
			AddExpansion(layout, &list[i], number, place, soft);
	}
	/* a row that calls it unambiguous settles it */
	if (ambiguous && !plain)
	{
		uint32_t reading = mc_reading(doc, number, list, n,
									  WrittenOut(layout, doc, token->word, list, n));

		if (reading != MC_NO_READING)
			AddExpansion(layout, &list[reading], number, place, soft);
	}
}

/* Lay out what a misspelt word is meant as at its place. */
static void
AddCorrections(McLayout *layout, const McTerminology *terminology, const McDocument *doc,
			   uint8_t *known, uint32_t number, uint32_t place, uint32_t soft)
{
	uint32_t word = doc->tokens.list[number].word;
	const McCorrection *list;
	uint32_t n;

	if (known[word] != WORD_PLAIN || terminology->corrections == NULL)
		return;
	n = terminology->corrections(terminology->arg, &doc->words.list[word], &list);
	if (n == 0)
		known[word] = WORD_RIGHT;
	if (n == 0 || !mc_may_be_misspelt(terminology, doc, number))
		return;
	for (uint32_t i = 0; i < n; i++)
	{
		size_t at = layout->ncorrections;

		MC_GROW(layout->host, layout->corrections, at, layout->corrections_cap);
		layout->corrections[at].meant = list[i];
		layout->corrections[at].token = number;
		layout->corrections[at].used = false;
		layout->ncorrections++;
		AddItem(layout, list[i].stem_key, list[i].lemma_key, place, number, soft, 1, 0);
		layout->items[layout->nitems - 1].correction = (uint32_t) at + 1;
	}
}

/* May a phrase reach over this token? */
static bool
IsSoft(const McToken *token)
{
	return token->kind == MC_TOKEN_PUNCT && token->punct != 0 &&
		   strchr(",()[]{}%/-'\"", token->punct);
}

/* Lay out the words of the batch. */
static void
LayOut(McLayout *layout, const McTerminology *terminology, const McDocument *doc)
{
	const McSentence *sentence =
		&doc->sentences.list[mc_sentence_of(doc, layout->first_token)];
	uint32_t place = BARRIER;
	uint32_t soft = 0;
	uint8_t *known = NULL;
	McTermWord whole;

	if (terminology)
	{
		known = mc_alloc(layout->host, doc->words.count + 1);
		memset(known, 0, doc->words.count + 1);
		for (size_t i = 0; i < layout->definitions.count; i++)
			known[layout->definitions.list[i].word] = WORD_DEFINED;
	}
	layout->nitems = 0;
	layout->ncorrections = 0;
	for (uint32_t i = layout->first_token; i < layout->end_token; i++)
	{
		const McToken *token = &doc->tokens.list[i];

		if (i % MC_INTERRUPT_INTERVAL == 0)
			mc_interrupt(layout->host);
		if (i == sentence->end_token)
		{
			sentence++;
			place += BARRIER;
		}
		if (token->word == MC_NO_WORD)
		{
			if (IsSoft(token))
				soft++;
			else
				place += BARRIER;
			continue;
		}
		if (!mc_token_counts(&doc->tokens, &doc->words, i))
		{
			if (terminology == NULL)
				continue;
			AddExpansions(layout, terminology, doc, known, i, place + 1, soft);
			if (layout->nitems > 0 && layout->items[layout->nitems - 1].token == i)
				place++;
			continue;
		}
		place++;
		AddItem(layout, doc->words.list[token->word].stem_key, 0, place, i, soft, 0, 0);
		if (terminology)
		{
			AddExpansions(layout, terminology, doc, known, i, place, soft);
			AddCorrections(layout, terminology, doc, known, i, place, soft);
		}
		/* nephro- and retinopathy */
		if (terminology && i + 1 < layout->end_token &&
			mc_is_punct(&doc->tokens.list[i + 1], '-') &&
			mc_shared_ending(doc, i, &whole))
			AddItem(layout, whole.stem_key, whole.lemma_key, place, i, soft, 1, 0);
	}
	mc_release(layout->host, known);
}

/* Chain the items of each stem. */
static void
IndexStems(McLayout *layout)
{
	uint32_t nslots = 256;

	while (nslots < layout->nitems * 2)
		nslots *= 2;
	if (layout->stems == NULL || nslots > layout->mask + 1)
	{
		layout->stems =
			mc_resize(layout->host, layout->stems, nslots * sizeof(McLayoutStem));
		layout->mask = nslots - 1;
	}
	memset(layout->stems, 0, ((size_t) layout->mask + 1) * sizeof(McLayoutStem));
	memset(layout->marks, 0, sizeof(layout->marks));
	layout->nstems = 0;
	for (size_t i = 0; i < layout->nitems; i++)
	{
		uint64_t key = layout->keys[i];
		McLayoutStem *stem = (McLayoutStem *) mc_layout_stem(layout, key);

		if (stem->first == 0)
		{
			stem->key = key;
			stem->first = (uint32_t) i + 1;
			layout->marks[mc_mark(key) / 64] |= UINT64_C(1) << (mc_mark(key) % 64);
			layout->nstems++;
		}
		else
			layout->items[stem->last - 1].next = (uint32_t) i + 1;
		stem->last = (uint32_t) i + 1;
	}
}

/* The end of the batch that begins at a token: the last sentence it holds whole. */
static uint32_t
BatchEnd(const McDocument *doc, uint32_t first_token)
{
	uint32_t end = first_token + BATCH_TOKENS;
	uint32_t sentence_start;

	if (end >= doc->tokens.count)
		return (uint32_t) doc->tokens.count;
	sentence_start = doc->sentences.list[mc_sentence_of(doc, end)].first_token;
	return sentence_start > first_token ? sentence_start : end;
}

bool
mc_layout_next(McLayout *layout, const McTerminology *terminology, const McDocument *doc)
{
	layout->first_token = layout->end_token;
	if (terminology && layout->first_token == 0)
		mc_find_definitions(layout->host, doc, &layout->definitions);
	if (layout->first_token >= doc->tokens.count)
	{
		if (layout->first_token == 0)
			memset(layout->marks, 0, sizeof(layout->marks));
		return false;
	}
	layout->end_token = BatchEnd(doc, layout->first_token);
	LayOut(layout, terminology, doc);
	IndexStems(layout);
	return true;
}
