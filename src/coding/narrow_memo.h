/*
 * narrow_memo.h
 *	  What cards were narrowed to before.
 *
 * The same conditions are said in the same words in note after note, and a result depends
 * on nothing but the card, the start, and what is documented of its axes and its words.
 */
#ifndef MC_NARROW_MEMO_H
#define MC_NARROW_MEMO_H

#include <string.h>

#include "coding/card.h"
#include "text/word.h"

/* Most documented words of a case that is remembered */
#define MC_MEMO_WORDS 8

/* Cases remembered; a later one takes the place of an earlier */
#define MC_MEMO_CASES 2048

/* What a result depends on; without padding, because it is compared as bytes */
typedef struct McNarrowCase
{
	uint64_t card; /* McCard.number */
	uint16_t start;
	uint16_t value[MC_NAXES];
	uint16_t words[MC_MEMO_WORDS]; /* numbers in the card, ascending; then MC_NO_NODE */
} McNarrowCase;

_Static_assert(sizeof(McNarrowCase) % 8 == 0 &&
				   sizeof(McNarrowCase) ==
					   8 + sizeof(uint16_t) * (1 + MC_NAXES + MC_MEMO_WORDS),
			   "layout of McNarrowCase");

struct McNarrowMemo
{
	struct
	{
		McNarrowCase narrowed; /* card 0: none */
		McNarrow result;
	} cases[MC_MEMO_CASES];
};

static inline uint32_t
mc_narrow_case_place(const McNarrowCase *narrowed)
{
	const char *bytes = (const char *) narrowed;
	uint64_t hash = MC_HASH_A;

	for (size_t i = 0; i < sizeof(*narrowed); i += 8)
		hash = mc_mix(hash ^ mc_load64(bytes + i), MC_HASH_B);
	return (uint32_t) (hash % MC_MEMO_CASES);
}

/* Its result, or NULL if it is not remembered */
static inline const McNarrow *
mc_narrow_memo_find(const McNarrowMemo *memo, const McNarrowCase *narrowed)
{
	uint32_t place = mc_narrow_case_place(narrowed);

	return memcmp(&memo->cases[place].narrowed, narrowed, sizeof(*narrowed)) == 0
			   ? &memo->cases[place].result
			   : NULL;
}

static inline void
mc_narrow_memo_put(McNarrowMemo *memo, const McNarrowCase *narrowed,
				   const McNarrow *result)
{
	uint32_t place = mc_narrow_case_place(narrowed);

	memo->cases[place].narrowed = *narrowed;
	memo->cases[place].result = *result;
}

#endif /* MC_NARROW_MEMO_H */
