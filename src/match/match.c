/*
 * match.c
 *	  Which terms occur in a document.
 *
 * A term occurs where places next to each other hold all its words and each
 * place holds one.
 */
#include "match/match.h"

#include <stdlib.h>
#include <string.h>

#include "match/layout.h"
#include "match/occurs.h"
#include "text/stem.h"

/* What the score loses, of 100. */
#define LOSS_ORDER   10 /* words in another order than the term's */
#define LOSS_PUNCT   5  /* each comma or parenthesis inside */
#define LOSS_DERIVED 4  /* each word that is a derivation (infected: infection) */
#define LOSS_SHORT   2  /* an abbreviation was expanded */

typedef struct Matcher
{
	const McHost *host;
	const McTerminology *terminology;
	const McDocument *doc;
	McLayout layout;
	McMention *found; /* candidates of the batch */
	size_t nfound;
	size_t found_cap;
	unsigned long steps;
} Matcher;

static void
Step(Matcher *m)
{
	if (++m->steps % MC_INTERRUPT_INTERVAL == 0)
		mc_interrupt(m->host);
}

/*
 * Do the places from first_place on, as many as needed, hold all words of the
 * term?  chosen gets the item for each word.
 */
static bool
FillPlaces(const Matcher *m, const McTerm *term, uint32_t first_item, uint32_t last_place,
		   uint32_t *chosen)
{
	for (unsigned w = 0; w < term->nwords; w++)
	{
		uint32_t i = first_item;

		chosen[w] = UINT32_MAX;
		for (; i < m->layout.nitems && m->layout.items[i].place <= last_place; i++)
		{
			bool used = false;

			if (m->layout.keys[i] != term->words[w].stem_key)
				continue;
			for (unsigned v = 0; v < w; v++)
				used |= chosen[v] == i;
			if (!used)
			{
				chosen[w] = i;
				break;
			}
		}
		if (chosen[w] == UINT32_MAX)
			return false;
	}
	return true;
}

/* Is the word of an item an inflection of the term's word? */
static bool
IsInflection(const Matcher *m, const McItem *item, const McTermWord *word)
{
	const McWord *own;

	if (item->expansion > 0)
		return item->lemma_key == word->lemma_key;
	own = &m->doc->words.list[m->doc->tokens.list[item->token].word];
	/* most often the word stands there as it is */
	return own->key == word->lemma_key ||
		   mc_lemma_key(own->text, own->len) == word->lemma_key;
}

static bool
IsChosen(const uint32_t *chosen, unsigned n, uint32_t item)
{
	for (unsigned i = 0; i < n; i++)
	{
		if (chosen[i] == item)
			return true;
	}
	return false;
}

/*
 * An abbreviation stands for its last word at least, and the words before it
 * only with those behind them: CHF may be heart failure, COPD is not chronic.
 */
static bool
UsesWholeExpansions(const Matcher *m, const uint32_t *chosen, unsigned n)
{
	for (unsigned w = 0; w < n; w++)
	{
		const McItem *item = &m->layout.items[chosen[w]];
		unsigned behind = item->expansion - item->expansion_at - 1u;

		if (item->expansion < 2)
			continue;
		for (unsigned k = 1; k <= behind; k++)
		{
			if (!IsChosen(chosen, n, chosen[w] + k))
				return false;
		}
		if (behind == 0 && !IsChosen(chosen, n, chosen[w] - 1))
			return false;
	}
	return true;
}

/* Span and score of a choice of items; false when they do not lie together. */
static bool
Judge(const Matcher *m, const McTerm *term, const uint32_t *chosen, McMention *mention)
{
	uint32_t low = UINT32_MAX;
	uint32_t high = 0;
	uint32_t low_token = UINT32_MAX;
	uint32_t high_token = 0;
	uint32_t low_soft = UINT32_MAX;
	uint32_t high_soft = 0;
	uint32_t seen[MC_MAX_TERM_WORDS];
	unsigned places = 0;
	bool ordered = true;
	bool expanded = false;
	int score = 100;

	for (unsigned w = 0; w < term->nwords; w++)
	{
		const McItem *item = &m->layout.items[chosen[w]];
		bool repeated = false;

		for (unsigned v = 0; v < places; v++)
			repeated |= seen[v] == item->place;
		if (!repeated)
			seen[places++] = item->place;
		if (w > 0 && item->place < m->layout.items[chosen[w - 1]].place)
			ordered = false;
		low = item->place < low ? item->place : low;
		high = item->place > high ? item->place : high;
		low_token = item->token < low_token ? item->token : low_token;
		high_token = item->token > high_token ? item->token : high_token;
		low_soft = item->soft < low_soft ? item->soft : low_soft;
		high_soft = item->soft > high_soft ? item->soft : high_soft;
		expanded |= item->expansion > 0;
		if (!IsInflection(m, item, &term->words[w]))
		{
			/* alone, a derivation is another word: depressed is no depression */
			if (term->nwords == 1)
				return false;
			score -= LOSS_DERIVED;
		}
	}
	if (high - low + 1 != places ||
		(expanded && !UsesWholeExpansions(m, chosen, term->nwords)))
		return false;
	score -= ordered ? 0 : LOSS_ORDER;
	score -= (int) (high_soft - low_soft) * LOSS_PUNCT;
	score -= expanded ? LOSS_SHORT : 0;
	mention->first_token = low_token;
	mention->last_token = high_token;
	mention->covered = (uint16_t) places;
	mention->score = (uint8_t) (score < 1 ? 1 : score);
	return true;
}

static const char *
CopyPhrase(const McHost *host, const char *phrase)
{
	size_t size = strlen(phrase) + 1;

	return memcpy(mc_alloc(host, size), phrase, size);
}

/* Does the term occur around an item that holds its posting word? */
static void
TryTerm(Matcher *m, const McTerm *term, uint32_t anchor)
{
	uint32_t place = m->layout.items[anchor].place;
	uint32_t first = anchor;
	uint32_t chosen[MC_MAX_TERM_WORDS];
	McMention best = {.score = 0};
	bool found = false;

	/* every place from which the term's words could reach the anchor */
	while (first > 0 && m->layout.items[first - 1].place + term->nwords > place)
		first--;
	while (first < m->layout.nitems && m->layout.items[first].place <= place)
	{
		uint32_t from = m->layout.items[first].place;
		McMention mention = {.score = 0};

		Step(m);
		if (FillPlaces(m, term, first, from + term->nwords - 1, chosen) &&
			Judge(m, term, chosen, &mention) && (!found || mention.score > best.score))
		{
			best = mention;
			found = true;
		}
		while (first < m->layout.nitems && m->layout.items[first].place == from)
			first++;
	}
	if (!found)
		return;
	best.term = *term;
	best.term.phrase = CopyPhrase(m->host, term->phrase);
	best.term.words = NULL;
	best.sentence = mc_sentence_of(m->doc, best.first_token);
	MC_GROW(m->host, m->found, m->nfound, m->found_cap);
	m->found[m->nfound++] = best;
}

/* Better mentions first; a total order. */
static int
CompareMentions(const void *a, const void *b)
{
	const McMention *x = a;
	const McMention *y = b;
	int order;

	if (x->covered != y->covered)
		return x->covered > y->covered ? -1 : 1;
	if (x->term.nwords != y->term.nwords)
		return x->term.nwords > y->term.nwords ? -1 : 1;
	if (x->score != y->score)
		return x->score > y->score ? -1 : 1;
	if (x->in_release != y->in_release)
		return x->in_release ? -1 : 1;
	if (x->billable != y->billable)
		return x->billable ? -1 : 1;
	if (x->term.source != y->term.source)
		return x->term.source < y->term.source ? -1 : 1;
	if (x->first_token != y->first_token)
		return x->first_token < y->first_token ? -1 : 1;
	if (x->last_token != y->last_token)
		return x->last_token < y->last_token ? -1 : 1;
	/* not by id, which says in which order rows came */
	if (x->term.code != y->term.code)
		return x->term.code < y->term.code ? -1 : 1;
	order = strcmp(x->term.phrase, y->term.phrase);
	return order != 0 ? order : (x->term.id > y->term.id) - (x->term.id < y->term.id);
}

static int
ComparePlaces(const void *a, const void *b)
{
	const McMention *x = a;
	const McMention *y = b;

	return x->first_token < y->first_token ? -1 : x->first_token > y->first_token;
}

/* Of overlapping candidates keep the best, in the order of the note. */
static void
ResolveOverlaps(Matcher *m)
{
	size_t nbytes = (m->layout.end_token - m->layout.first_token) / 8 + 1;
	uint8_t *taken;
	size_t kept = 0;

	if (m->nfound == 0)
		return;
	taken = mc_alloc(m->host, nbytes);
	memset(taken, 0, nbytes);
	/* of several codes that a phrase has had, that of the release counts */
	for (size_t i = 0; i < m->nfound; i++)
	{
		McMention *mention = &m->found[i];
		McCodeInfo info = {.billable = false};

		mention->in_release =
			m->terminology->code(m->terminology->arg, mention->term.code, &info);
		mention->billable = info.billable;
		Step(m);
	}
	qsort(m->found, m->nfound, sizeof(McMention), CompareMentions);
	for (size_t i = 0; i < m->nfound; i++)
	{
		const McMention *mention = &m->found[i];
		uint32_t from = mention->first_token - m->layout.first_token;
		uint32_t to = mention->last_token - m->layout.first_token;
		bool free_span = true;

		Step(m);
		for (uint32_t t = from; t <= to; t++)
			free_span &= (taken[t / 8] >> (t % 8) & 1) == 0;
		if (!free_span)
			continue;
		for (uint32_t t = from; t <= to; t++)
			taken[t / 8] |= (uint8_t) (1 << (t % 8));
		m->found[kept++] = *mention;
	}
	m->nfound = kept;
	mc_release(m->host, taken);
	qsort(m->found, m->nfound, sizeof(McMention), ComparePlaces);
}

/* A term of the batch: try it at each place of the word it is posted under. */
static void
TryPosting(void *arg, const McPosting *posting, uint32_t first_item)
{
	Matcher *m = arg;
	McTerm term;

	if (!m->terminology->term(m->terminology->arg, mc_posting_reference(posting), &term))
		return;
	for (uint32_t item = first_item; item; item = m->layout.items[item - 1].next)
		TryTerm(m, &term, item - 1);
}

void
mc_match(const McHost *host, const McTerminology *terminology, const McDocument *doc,
		 McMentions *mentions)
{
	Matcher m = {.host = host, .terminology = terminology, .doc = doc};

	memset(mentions, 0, sizeof(*mentions));
	mc_layout_init(host, &m.layout);
	while (!mentions->truncated && mc_layout_next(&m.layout, terminology, doc))
	{
		m.nfound = 0;
		mc_find_phrases(&m.layout, &terminology->phrases, 0, TryPosting, &m);
		ResolveOverlaps(&m);
		for (size_t i = 0; i < m.nfound && !mentions->truncated; i++)
		{
			if (mentions->count == MC_MAX_MENTIONS)
			{
				mentions->truncated = true;
				break;
			}
			MC_GROW(host, mentions->list, mentions->count, mentions->cap);
			mentions->list[mentions->count++] = m.found[i];
		}
	}
	mc_layout_done(&m.layout);
	mc_release(host, m.found);
}
