/*
 * search_rank.h
 *	  How well terms fit a query, and the best term of each code.
 */
#ifndef MC_SEARCH_RANK_H
#define MC_SEARCH_RANK_H

#include <stddef.h>
#include <stdint.h>

#include "match/search_query.h"
#include "match/terminology.h"

/* A code with the term that fits best */
typedef struct McSearchHit
{
	McCode code;
	uint32_t score;    /* 1..100 */
	uint32_t disorder; /* words in another order than the query's */
	uint32_t nwords;   /* of the term */
	McTermSource source;
	const char *phrase;
} McSearchHit;

typedef struct McSearchRank
{
	const McSearchQuery *query;
	McSearchReader reader;
	McSearchHit *hits; /* one for each code */
	size_t nhits;
	size_t hits_cap;
	size_t ranked; /* terms looked at */

	/* private */
	struct McRankSlot *slots; /* stems of the query, by key */
	uint32_t mask;
	struct McRankStem *stems;
	uint32_t *way_words; /* of each way: words of the term that are its stems */
	uint32_t *touched;   /* ways with such words */
	uint32_t *hit_slots; /* hit + 1, by code */
	uint32_t hit_mask;
} McSearchRank;

extern void mc_search_rank_begin(const McSearchQuery *query, McSearchRank *rank);

/* Look at a term; the phrase is copied when it is kept. */
extern void mc_search_rank_term(McSearchRank *rank, const char *phrase, McCode code,
								McTermSource source);

/*
 * Take in a code that was found by other means, with a score, its place among
 * those of equal score, and a phrase.
 */
extern void mc_search_rank_code(McSearchRank *rank, McCode code, uint32_t score,
								uint32_t place, const char *phrase);

/* Put the hits into order, the best first. */
extern void mc_search_rank_sort(McSearchRank *rank);

/* How many codes have a score of at least this? */
extern size_t mc_search_rank_above(const McSearchRank *rank, uint32_t score);

#endif /* MC_SEARCH_RANK_H */
