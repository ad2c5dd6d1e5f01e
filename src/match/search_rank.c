/*
 * search_rank.c
 *	  How well terms fit a query, and the best term of each code.
 *
 * A stem weighs the more, the fewer terms have it.  The score is the share of
 * the query that the term says, three parts of four, and the share of the term
 * that the query says, one part.
 */
#include "match/search_rank.h"

#include <stdlib.h>
#include <string.h>

/* Shares are counted in thousandths. */
#define WHOLE 1000

/* Parts of the query in the score, of PARTS */
#define QUERY_PARTS 3
#define PARTS       4

/* Least share of a reading's weight that a term has to have */
#define LEAST_READING 600

/* What a reading loses for not being there whole, in hundredths */
#define LOSS_INCOMPLETE 4

/* A stem of the query: where it stands */
struct McRankStem
{
	uint32_t group;
	uint32_t way;
	uint32_t next; /* the same stem elsewhere, + 1 */
};

struct McRankSlot
{
	uint64_t key;
	uint32_t first; /* number in stems + 1; 0: free */
};

void
mc_search_rank_begin(const McSearchQuery *query, McSearchRank *rank)
{
	const McHost *host = query->host;
	uint32_t nslots = 64;

	memset(rank, 0, sizeof(*rank));
	rank->query = query;
	mc_search_reader_init(host, &rank->reader);
	while (nslots < query->nstems * 2)
		nslots *= 2;
	rank->mask = nslots - 1;
	rank->slots = mc_alloc(host, nslots * sizeof(*rank->slots));
	memset(rank->slots, 0, nslots * sizeof(*rank->slots));
	rank->stems = mc_alloc(host, (query->nstems + 1) * sizeof(*rank->stems));
	rank->way_words = mc_alloc(host, (query->nways + 1) * sizeof(uint32_t));
	memset(rank->way_words, 0, (query->nways + 1) * sizeof(uint32_t));
	rank->touched = mc_alloc(host, (query->nways + 1) * sizeof(uint32_t));
	for (uint32_t group = 0; group < query->ngroups; group++)
	{
		for (uint32_t i = 0; i < query->groups[group].count; i++)
		{
			uint32_t way = query->groups[group].first + i;

			for (uint32_t k = 0; k < query->ways[way].count; k++)
			{
				uint32_t stem = query->ways[way].first + k;
				uint64_t key = query->stems[stem].key;
				uint32_t slot = (uint32_t) key & rank->mask;

				while (rank->slots[slot].first && rank->slots[slot].key != key)
					slot = (slot + 1) & rank->mask;
				rank->stems[stem].group = group;
				rank->stems[stem].way = way;
				rank->stems[stem].next = rank->slots[slot].first;
				rank->slots[slot].key = key;
				rank->slots[slot].first = stem + 1;
			}
		}
	}
	rank->hit_mask = 255;
	rank->hit_slots = mc_alloc(host, (rank->hit_mask + 1) * sizeof(uint32_t));
	memset(rank->hit_slots, 0, (rank->hit_mask + 1) * sizeof(uint32_t));
}

/* The distinct words of a term */
typedef struct TermWords
{
	uint64_t keys[MC_MAX_TERM_WORDS];
	uint32_t weights[MC_MAX_TERM_WORDS];
	uint32_t count;
	uint32_t weight; /* of all */
} TermWords;

static void
ReadTerm(McSearchRank *rank, const char *phrase, TermWords *term)
{
	const McSearchWords *words = rank->query->words;

	mc_search_read(&rank->reader, phrase, (uint32_t) strlen(phrase), false);
	term->count = 0;
	term->weight = 0;
	for (size_t i = 0; i < rank->reader.count && term->count < MC_MAX_TERM_WORDS; i++)
	{
		const McWord *word = rank->reader.list[i];
		uint32_t known = mc_search_stem(words, word->stem_key);
		uint32_t terms = 0;
		bool repeated = false;

		for (uint32_t k = 0; k < term->count; k++)
			repeated |= term->keys[k] == word->stem_key;
		if (repeated)
			continue;
		if (known != MC_NO_STEM)
			terms = words->stem_terms[known];
		else if (word->flags & MC_WORD_NUMBER)
			terms = mc_search_number_terms(words);
		term->keys[term->count] = word->stem_key;
		term->weights[term->count] = mc_search_weight(words, terms);
		term->weight += term->weights[term->count++];
	}
}

/* Note which words of the term are stems of the query.  Returns the ways touched. */
static uint32_t
FindWays(McSearchRank *rank, const TermWords *term)
{
	uint32_t ntouched = 0;

	for (uint32_t i = 0; i < term->count; i++)
	{
		uint32_t slot = (uint32_t) term->keys[i] & rank->mask;
		uint32_t stem;

		while (rank->slots[slot].first && rank->slots[slot].key != term->keys[i])
			slot = (slot + 1) & rank->mask;
		for (stem = rank->slots[slot].first; stem; stem = rank->stems[stem - 1].next)
		{
			uint32_t way = rank->stems[stem - 1].way;

			if (rank->way_words[way] == 0)
				rank->touched[ntouched++] = way;
			rank->way_words[way] |= UINT32_C(1) << i;
		}
	}
	return ntouched;
}

/* How a term says a word of the query: the best way */
typedef struct Said
{
	uint32_t quality; /* in thousandths; 0: not at all */
	uint32_t weight;
	uint32_t words; /* of the term, as bits */
} Said;

static void
WeighWay(const McSearchRank *rank, const TermWords *term, uint32_t number, Said *best)
{
	const McSearchWay *way = &rank->query->ways[number];
	uint32_t words = rank->way_words[number];
	uint32_t quality = way->quality * (WHOLE / 100);

	if ((uint32_t) __builtin_popcount(words) < way->count)
	{
		uint32_t there = 0;

		for (uint32_t i = 0; i < term->count; i++)
			there += words & (UINT32_C(1) << i) ? term->weights[i] : 0;
		there = there * WHOLE / way->weight;
		if (there < LEAST_READING)
			return;
		quality = (way->quality - LOSS_INCOMPLETE) * there / 100;
	}
	if (quality > best->quality ||
		(quality == best->quality && way->weight > best->weight))
	{
		best->quality = quality;
		best->weight = way->weight;
		best->words = words;
	}
}

/* Score of a term; how far its words stand in another order goes to *disorder. */
static uint32_t
Score(McSearchRank *rank, const TermWords *term, uint32_t *disorder)
{
	const McSearchQuery *query = rank->query;
	Said said[MC_MAX_SEARCH_WORDS] = {0};
	uint32_t ntouched = FindWays(rank, term);
	uint32_t covered = 0;
	uint64_t asked = 0;
	uint64_t got = 0;
	uint64_t covered_weight = 0;
	uint32_t last = 0;

	for (uint32_t i = 0; i < ntouched; i++)
	{
		uint32_t way = rank->touched[i];
		uint32_t group = rank->stems[query->ways[way].first].group;

		WeighWay(rank, term, way, &said[group]);
		rank->way_words[way] = 0;
	}
	*disorder = 0;
	for (uint32_t i = 0; i < query->ngroups; i++)
	{
		if (said[i].quality == 0)
		{
			asked += query->groups[i].weight;
			continue;
		}
		asked += said[i].weight;
		got += (uint64_t) said[i].weight * said[i].quality;
		covered |= said[i].words;
		*disorder += (uint32_t) __builtin_ctz(said[i].words) < last;
		last = (uint32_t) __builtin_ctz(said[i].words);
	}
	if (got == 0)
		return 0;
	for (uint32_t i = 0; i < term->count; i++)
		covered_weight += covered & (UINT32_C(1) << i) ? term->weights[i] : 0;
	return (uint32_t) ((got / asked * QUERY_PARTS +
						covered_weight * WHOLE / term->weight * (PARTS - QUERY_PARTS)) *
					   100 / (PARTS * WHOLE));
}

/* Does one hit come before the other?  A total order of their content. */
static int
CompareTerms(const McSearchHit *one, const McSearchHit *other)
{
	if (one->score != other->score)
		return one->score > other->score ? -1 : 1;
	if (one->disorder != other->disorder)
		return one->disorder < other->disorder ? -1 : 1;
	if (one->nwords != other->nwords)
		return one->nwords < other->nwords ? -1 : 1;
	if (one->source != other->source)
		return one->source < other->source ? -1 : 1;
	return strcmp(one->phrase, other->phrase);
}

static int
CompareHits(const void *a, const void *b)
{
	const McSearchHit *one = a;
	const McSearchHit *other = b;
	int order = CompareTerms(one, other);

	if (order != 0)
		return order;
	return one->code < other->code ? -1 : one->code > other->code;
}

static uint32_t
HitSlot(const McSearchRank *rank, McCode code)
{
	uint32_t slot = (uint32_t) (mc_mix(code, MC_HASH_A) >> 16) & rank->hit_mask;

	while (rank->hit_slots[slot] && rank->hits[rank->hit_slots[slot] - 1].code != code)
		slot = (slot + 1) & rank->hit_mask;
	return slot;
}

static McSearchHit *
NewHit(McSearchRank *rank, McCode code)
{
	const McHost *host = rank->query->host;
	McSearchHit *hit;

	if (rank->nhits * 2 >= rank->hit_mask)
	{
		rank->hit_mask = rank->hit_mask * 4 + 3;
		rank->hit_slots = mc_resize(host, rank->hit_slots,
									((size_t) rank->hit_mask + 1) * sizeof(uint32_t));
		memset(rank->hit_slots, 0, ((size_t) rank->hit_mask + 1) * sizeof(uint32_t));
		for (size_t i = 0; i < rank->nhits; i++)
			rank->hit_slots[HitSlot(rank, rank->hits[i].code)] = (uint32_t) i + 1;
	}
	MC_GROW(host, rank->hits, rank->nhits, rank->hits_cap);
	hit = &rank->hits[rank->nhits++];
	memset(hit, 0, sizeof(*hit));
	hit->code = code;
	hit->phrase = "";
	rank->hit_slots[HitSlot(rank, code)] = (uint32_t) rank->nhits;
	return hit;
}

/* Keep a hit if it is the best of its code. */
static void
Keep(McSearchRank *rank, const McSearchHit *hit)
{
	uint32_t slot = HitSlot(rank, hit->code);
	McSearchHit *known =
		rank->hit_slots[slot] ? &rank->hits[rank->hit_slots[slot] - 1] : NULL;
	size_t size = strlen(hit->phrase) + 1;
	char *copy;

	if (known && CompareTerms(known, hit) <= 0)
		return;
	if (known == NULL)
		known = NewHit(rank, hit->code);
	copy = mc_alloc(rank->query->host, size);
	memcpy(copy, hit->phrase, size);
	*known = *hit;
	known->phrase = copy;
}

void
mc_search_rank_term(McSearchRank *rank, const char *phrase, McCode code,
					McTermSource source)
{
	McSearchHit hit = {.code = code, .source = source, .phrase = phrase};
	TermWords term;

	if (++rank->ranked % MC_INTERRUPT_INTERVAL == 0)
		mc_interrupt(rank->query->host);
	ReadTerm(rank, phrase, &term);
	if (term.count == 0)
		return;
	hit.nwords = term.count;
	hit.score = Score(rank, &term, &hit.disorder);
	if (hit.score > 0)
		Keep(rank, &hit);
}

void
mc_search_rank_code(McSearchRank *rank, McCode code, uint32_t score, uint32_t place,
					const char *phrase)
{
	McSearchHit hit = {
		.code = code,
		.score = score,
		.disorder = place,
		.source = MC_SOURCE_TITLE,
		.phrase = phrase,
	};

	Keep(rank, &hit);
}

void
mc_search_rank_sort(McSearchRank *rank)
{
	if (rank->nhits > 0)
		qsort(rank->hits, rank->nhits, sizeof(McSearchHit), CompareHits);
	for (size_t i = 0; i <= rank->hit_mask; i++)
		rank->hit_slots[i] = 0;
	for (size_t i = 0; i < rank->nhits; i++)
		rank->hit_slots[HitSlot(rank, rank->hits[i].code)] = (uint32_t) i + 1;
}

size_t
mc_search_rank_above(const McSearchRank *rank, uint32_t score)
{
	size_t count = 0;

	for (size_t i = 0; i < rank->nhits; i++)
		count += rank->hits[i].score >= score;
	return count;
}
