/*
 * match.c
 *	  Which terms occur in a document.
 *
 * The words of the note that count are laid out at places 1, 2, 3, ...; an
 * abbreviation lays all words it stands for at its place.  A term occurs where
 * places next to each other hold all its words and each place holds one.
 */
#include "match/match.h"

#include <stdlib.h>
#include <string.h>

#include "text/stem.h"

/* Distance in places that no term can bridge: a full stop, a colon. */
#define BARRIER (2 * MC_MAX_TERM_WORDS)

/* What the score loses, of 100. */
#define LOSS_ORDER   10 /* words in another order than the term's */
#define LOSS_PUNCT   5  /* each comma or parenthesis inside */
#define LOSS_DERIVED 4  /* each word that is a derivation (infected: infection) */
#define LOSS_SHORT   2  /* an abbreviation was expanded */

/*
 * Tokens looked at together.  No term reaches over the end of a sentence, so a
 * long note is done in batches of sentences, in bounded memory; only a sentence
 * longer than this is cut.
 */
#define BATCH_TOKENS 65536

/* A word at a place. */
typedef struct Item
{
	uint64_t stem_key;
	uint64_t lemma_key; /* of an expansion's word; else worked out when asked */
	uint32_t place;
	uint32_t token;
	uint32_t soft;        /* commas and parentheses before it */
	uint32_t next;        /* item with the same stem, + 1 */
	uint8_t expansion;    /* words of the expansion it comes from; 0: none */
	uint8_t expansion_at; /* its number among them */
} Item;

/* A stem of the note and where it stands. */
typedef struct Stem
{
	uint64_t key;
	uint32_t first; /* item + 1; 0: free slot */
	uint32_t last;
} Stem;

typedef struct Matcher
{
	const McHost *host;
	const McTerminology *terminology;
	const McDocument *doc;
	Item *items; /* ascending by place */
	size_t nitems;
	size_t items_cap;
	Stem *stems; /* open addressing */
	uint32_t mask;
	uint64_t marks[(1 << MC_MARK_BITS) / 64]; /* of the note's stems */
	uint32_t first_token;                     /* of the batch */
	uint32_t end_token;
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

static void
AddItem(Matcher *m, uint64_t stem_key, uint64_t lemma_key, uint32_t place, uint32_t token,
		uint32_t soft, unsigned expansion, unsigned expansion_at)
{
	Item *item;

	MC_GROW(m->host, m->items, m->nitems, m->items_cap);
	item = &m->items[m->nitems++];
	item->stem_key = stem_key;
	item->lemma_key = lemma_key;
	item->place = place;
	item->token = token;
	item->soft = soft;
	item->next = 0;
	item->expansion = (uint8_t) expansion;
	item->expansion_at = (uint8_t) expansion_at;
}

static void
AddExpansions(Matcher *m, const McToken *token, uint32_t place, uint32_t number,
			  uint32_t soft)
{
	const McWord *word = &m->doc->words.list[token->word];
	const McExpansion *list;
	uint32_t n = m->terminology->expansions(m->terminology->arg, word->key, &list);

	for (uint32_t i = 0; i < n; i++)
	{
		if (list[i].upper_only && !(token->flags & MC_TOK_UPPER))
			continue;
		for (unsigned j = 0; j < list[i].nwords; j++)
			AddItem(m, list[i].words[j].stem_key, list[i].words[j].lemma_key, place,
					number, soft, list[i].nwords, j);
	}
}

/* Lay out the words of the batch. */
static void
LayOut(Matcher *m)
{
	const McDocument *doc = m->doc;
	const McSentence *sentence =
		&doc->sentences.list[mc_sentence_of(doc, m->first_token)];
	uint32_t place = BARRIER;
	uint32_t soft = 0;

	m->nitems = 0;
	for (uint32_t i = m->first_token; i < m->end_token; i++)
	{
		const McToken *token = &doc->tokens.list[i];
		const McWord *word;

		Step(m);
		if (i == sentence->end_token)
		{
			sentence++;
			place += BARRIER;
		}
		if (token->word == MC_NO_WORD)
		{
			if (token->kind == MC_TOKEN_PUNCT && token->punct != 0 &&
				strchr(",()[]%/-'\"", token->punct))
				soft++;
			else
				place += BARRIER;
			continue;
		}
		word = &doc->words.list[token->word];
		if (!mc_token_counts(&doc->tokens, &doc->words, i))
		{
			AddExpansions(m, token, place + 1, i, soft);
			if (m->nitems > 0 && m->items[m->nitems - 1].token == i)
				place++;
			continue;
		}
		place++;
		AddItem(m, word->stem_key, 0, place, i, soft, 0, 0);
		AddExpansions(m, token, place, i, soft);
	}
}

static Stem *
FindStem(const Matcher *m, uint64_t key)
{
	uint32_t slot = (uint32_t) (key >> 8) & m->mask;

	while (m->stems[slot].first && m->stems[slot].key != key)
		slot = (slot + 1) & m->mask;
	return &m->stems[slot];
}

/* Chain the items of each stem. */
static void
IndexStems(Matcher *m)
{
	uint32_t nslots = 256;

	while (nslots < m->nitems * 2)
		nslots *= 2;
	if (m->stems == NULL || nslots > m->mask + 1)
	{
		m->stems = mc_resize(m->host, m->stems, nslots * sizeof(Stem));
		m->mask = nslots - 1;
	}
	memset(m->stems, 0, ((size_t) m->mask + 1) * sizeof(Stem));
	memset(m->marks, 0, sizeof(m->marks));
	for (size_t i = 0; i < m->nitems; i++)
	{
		Stem *stem = FindStem(m, m->items[i].stem_key);

		if (stem->first == 0)
		{
			stem->key = m->items[i].stem_key;
			stem->first = (uint32_t) i + 1;
			m->marks[mc_mark(stem->key) / 64] |= UINT64_C(1) << (mc_mark(stem->key) % 64);
		}
		else
			m->items[stem->last - 1].next = (uint32_t) i + 1;
		stem->last = (uint32_t) i + 1;
	}
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
		for (; i < m->nitems && m->items[i].place <= last_place; i++)
		{
			bool used = false;

			if (m->items[i].stem_key != term->words[w].stem_key)
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
IsInflection(const Matcher *m, const Item *item, const McTermWord *word)
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
		const Item *item = &m->items[chosen[w]];
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
		const Item *item = &m->items[chosen[w]];
		bool repeated = false;

		for (unsigned v = 0; v < places; v++)
			repeated |= seen[v] == item->place;
		if (!repeated)
			seen[places++] = item->place;
		if (w > 0 && item->place < m->items[chosen[w - 1]].place)
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

/* Does the term occur around an item that holds its posting word? */
static void
TryTerm(Matcher *m, const McTerm *term, uint32_t anchor)
{
	uint32_t place = m->items[anchor].place;
	uint32_t first = anchor;
	uint32_t chosen[MC_MAX_TERM_WORDS];
	McMention best = {.score = 0};
	bool found = false;

	/* every place from which the term's words could reach the anchor */
	while (first > 0 && m->items[first - 1].place + term->nwords > place)
		first--;
	while (first < m->nitems && m->items[first].place <= place)
	{
		uint32_t from = m->items[first].place;
		McMention mention = {.score = 0};

		Step(m);
		if (FillPlaces(m, term, first, from + term->nwords - 1, chosen) &&
			Judge(m, term, chosen, &mention) && (!found || mention.score > best.score))
		{
			best = mention;
			found = true;
		}
		while (first < m->nitems && m->items[first].place == from)
			first++;
	}
	if (!found)
		return;
	best.term = *term;
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
	if (x->term.billable != y->term.billable)
		return x->term.billable ? -1 : 1;
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
	size_t nbytes = (m->end_token - m->first_token) / 8 + 1;
	uint8_t *taken;
	size_t kept = 0;

	if (m->nfound == 0)
		return;
	taken = mc_alloc(m->host, nbytes);
	memset(taken, 0, nbytes);
	/* of several codes that a phrase has had, that of the release counts */
	for (size_t i = 0; i < m->nfound; i++)
	{
		McTerm *term = &m->found[i].term;
		McCodeInfo info;

		m->found[i].in_release =
			m->terminology->code(m->terminology->arg, term->code, &info);
		if (m->found[i].in_release)
			term->billable = info.billable;
		Step(m);
	}
	qsort(m->found, m->nfound, sizeof(McMention), CompareMentions);
	for (size_t i = 0; i < m->nfound; i++)
	{
		const McMention *mention = &m->found[i];
		uint32_t from = mention->first_token - m->first_token;
		uint32_t to = mention->last_token - m->first_token;
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

/* May the note hold all words of the term? */
static inline bool
IsMarked(const Matcher *m, const McTerm *term)
{
	uint64_t marked = 1;

	for (unsigned i = 0; i < MC_TERM_MARKS; i++)
		marked &= m->marks[term->marks[i] / 64] >> (term->marks[i] % 64);
	return marked != 0;
}

/* The mentions of the batch. */
static void
MatchBatch(Matcher *m)
{
	m->nfound = 0;
	LayOut(m);
	IndexStems(m);
	for (uint32_t slot = 0; slot <= m->mask; slot++)
	{
		const McTerm *terms;
		uint32_t n;

		if (m->stems[slot].first == 0)
			continue;
		n = m->terminology->posted(m->terminology->arg, m->stems[slot].key, &terms);
		for (uint32_t i = 0; i < n; i++)
		{
			if (!IsMarked(m, &terms[i]))
				continue;
			for (uint32_t item = m->stems[slot].first; item;
				 item = m->items[item - 1].next)
				TryTerm(m, &terms[i], item - 1);
		}
	}
	ResolveOverlaps(m);
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

void
mc_match(const McHost *host, const McTerminology *terminology, const McDocument *doc,
		 McMentions *mentions)
{
	Matcher m = {.host = host, .terminology = terminology, .doc = doc};

	memset(mentions, 0, sizeof(*mentions));
	while (m.first_token < doc->tokens.count && !mentions->truncated)
	{
		m.end_token = BatchEnd(doc, m.first_token);
		MatchBatch(&m);
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
		m.first_token = m.end_token;
	}
	mc_release(host, m.items);
	mc_release(host, m.stems);
	mc_release(host, m.found);
}
