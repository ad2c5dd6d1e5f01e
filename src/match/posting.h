/*
 * posting.h
 *	  A phrase as it is stored to be found: the same in memory and on the pages
 *	  of an index.
 */
#ifndef MC_POSTING_H
#define MC_POSTING_H

#include <stdint.h>

/* Most words of a phrase that count; a longer phrase occurs nowhere. */
#define MC_MAX_TERM_WORDS 24

/*
 * A phrase stands under the rarest of its words; keys are those of the others,
 * rarest first, as often as the phrase has them.
 */
typedef struct McPosting
{
	uint64_t head; /* reference << 16 | flags << 8 | number of words */
	uint64_t keys[];
} McPosting;

/* Flags: such a phrase occurs nowhere. */
#define MC_POSTING_DEAD     0x01 /* its row is gone */
#define MC_POSTING_WORDLESS 0x02 /* no word of it counts */
#define MC_POSTING_TOO_LONG 0x04 /* it has more than MC_MAX_TERM_WORDS */

/* Bytes of a posting with so many keys */
#define MC_POSTING_SIZE(nkeys) (sizeof(uint64_t) * (1 + (size_t) (nkeys)))

static inline uint64_t
mc_posting_head(uint64_t reference, unsigned flags, unsigned nwords)
{
	return reference << 16 | (uint64_t) flags << 8 | nwords;
}

/* What names the phrase to whoever stored it: 48 bits. */
static inline uint64_t
mc_posting_reference(const McPosting *posting)
{
	return posting->head >> 16;
}

static inline unsigned
mc_posting_flags(const McPosting *posting)
{
	return (posting->head >> 8) & 0xFF;
}

/* Words of the phrase; 0 of one that occurs nowhere. */
static inline unsigned
mc_posting_words(const McPosting *posting)
{
	return posting->head & 0xFF;
}

/* Keys behind the head of a posting that stands under its first word. */
static inline unsigned
mc_posting_keys(const McPosting *posting)
{
	unsigned nwords = mc_posting_words(posting);

	return nwords > 0 ? nwords - 1 : 0;
}

/* The posting that stands behind this one. */
static inline const McPosting *
mc_posting_next(const McPosting *posting)
{
	return (const McPosting *) (posting->keys + mc_posting_keys(posting));
}

/*
 * A mark is a short hash of a stem.  A note marks the stems it has in a bitmap; a phrase
 * with an unmarked word is not in it, and is dismissed at that.
 */
#define MC_MARK_BITS 16

static inline uint32_t
mc_mark(uint64_t stem_key)
{
	return (uint32_t) (stem_key >> (64 - MC_MARK_BITS));
}

/* What is looked at of a posting before itself */
typedef struct McPostingMark
{
	uint16_t mark; /* of its next word; of the list's own where there is none */
	uint16_t at;   /* where it stands: from the first posting, in units of 8 bytes */
} McPostingMark;

/* Postings that stand one behind the other. */
typedef struct McPostings
{
	const McPosting *first;
	const McPostingMark *marks; /* of each, or NULL */
	uint32_t count;
} McPostings;

/* Lists that one word may have. */
#define MC_POSTING_LISTS 2

/* Whoever holds stored phrases. */
typedef struct McPhrases
{
	void *arg;

	/*
	 * The phrases that stand under a word.  Returns the number of lists; they
	 * stay valid until the next call.
	 */
	unsigned (*posted)(void *arg, uint64_t stem_key, McPostings lists[MC_POSTING_LISTS]);

	/* Said of a word that will be asked for soon, so that memory is there; may be NULL. */
	void (*expect)(void *arg, uint64_t stem_key);
} McPhrases;

#endif /* MC_POSTING_H */
