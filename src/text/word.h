/*
 * word.h
 *	  The distinct words of one text.  A token says which word it is; what
 *	  depends on the word alone (its stem, whether it is a number) is worked
 *	  out once for each word, not for each place where it stands.
 */
#ifndef MC_WORD_H
#define MC_WORD_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "text/host.h"

#define MC_NO_WORD UINT32_MAX

/* flags of a word */
#define MC_WORD_FUNCTION 0x0001 /* of, the, in: carries no meaning of its own */
#define MC_WORD_NUMBER   0x0002 /* begins with a digit or is a number word */
#define MC_WORD_ROMAN    0x0004 /* could be a Roman numeral: ii, iiib, iv */
#define MC_WORD_GRADED   0x0008 /* stage, type, grade: a numeral may follow */

typedef struct McWord
{
	uint64_t key;      /* hash of the folded word */
	uint64_t stem_key; /* hash of its stem: equal stems, equal keys */
	uint64_t head;     /* its first eight bytes, zero padded */
	uint64_t tail;     /* its last eight, if it has more than eight */
	const char *text;  /* folded word, not terminated */
	uint32_t len;
	uint32_t flags;
} McWord;

typedef struct McWords
{
	McWord *list;
	size_t count;
	size_t cap;
	uint32_t *slots; /* open addressing, word number + 1 */
	uint32_t mask;
} McWords;

extern void mc_words_init(const McHost *host, McWords *words, size_t expected);

/* Forget all words but keep the memory. */
extern void mc_words_reset(McWords *words);

/* Keeps the first n bytes of a little-endian load. */
extern const uint64_t mc_first_bytes[9];

#define MC_HASH_A UINT64_C(0x9E3779B97F4A7C15)
#define MC_HASH_B UINT64_C(0xC2B2AE3D27D4EB4F)
#define MC_HASH_C UINT64_C(0x165667B19E3779F9)

static inline uint64_t
mc_load64(const char *p)
{
	uint64_t v;

	memcpy(&v, p, 8);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
	v = __builtin_bswap64(v);
#endif
	return v;
}

static inline uint64_t
mc_mix(uint64_t a, uint64_t b)
{
	__uint128_t m = (__uint128_t) a * b;

	return (uint64_t) m ^ (uint64_t) (m >> 64);
}

/* The first eight bytes of a word, zero padded; eight may be read. */
static inline uint64_t
mc_word_head(const char *p, size_t len)
{
	return mc_load64(p) & mc_first_bytes[len < 8 ? len : 8];
}

/* The last eight bytes of a word of more than eight, else zero. */
static inline uint64_t
mc_word_tail(const char *p, size_t len)
{
	uint64_t more = len > 8;

	/* no branch: word lengths are hard to guess */
	return mc_load64(p + (more ? len - 8 : 0)) & (0 - more);
}

/*
 * The hash: of the first eight bytes, the last eight if there are more than
 * eight, and what lies between if there are more than sixteen.
 */
static inline uint64_t
mc_hash_word(const char *p, size_t len, uint64_t head, uint64_t tail)
{
	uint64_t h = mc_mix(head ^ (len * MC_HASH_A), MC_HASH_B ^ tail);

	for (size_t i = 8; i + 8 < len; i += 8)
		h = mc_mix(h ^ mc_load64(p + i), MC_HASH_C);
	return h ^ (h >> 29);
}

/* Add a word that is not there yet; slot is where its number goes. */
extern uint32_t mc_words_add(const McHost *host, McWords *words, const char *text,
							 uint32_t len, uint64_t key, uint32_t slot);

/*
 * Number of the word with these folded bytes, added if it is new.  text must
 * outlive words and needs MC_FOLD_PAD readable bytes behind its end.
 */
static inline uint32_t
mc_words_intern(const McHost *host, McWords *words, const char *text, uint32_t len)
{
	uint64_t head = mc_word_head(text, len);
	uint64_t tail = mc_word_tail(text, len);
	uint64_t key = mc_hash_word(text, len, head, tail);
	uint32_t slot = (uint32_t) key & words->mask;

	while (words->slots[slot])
	{
		const McWord *word = &words->list[words->slots[slot] - 1];

		if (word->head == head && word->tail == tail && word->len == len &&
			(len <= 16 || memcmp(word->text, text, len) == 0))
			return words->slots[slot] - 1;
		slot = (slot + 1) & words->mask;
	}
	return mc_words_add(host, words, text, len, key, slot);
}

/* Hash of a byte string; the same on every machine and in every release. */
extern uint64_t mc_hash_bytes(const char *text, size_t len);

/* Number of a folded word among those of a text, or MC_NO_WORD. */
extern uint32_t mc_words_find(const McWords *words, const char *text, size_t len);

/* The same by its hash */
static inline uint32_t
mc_words_with_key(const McWords *words, uint64_t key)
{
	uint32_t slot = (uint32_t) key & words->mask;

	while (words->slots[slot])
	{
		uint32_t number = words->slots[slot] - 1;

		if (words->list[number].key == key)
			return number;
		slot = (slot + 1) & words->mask;
	}
	return MC_NO_WORD;
}

static inline const char *
mc_word_text(const McWords *words, uint32_t word)
{
	return words->list[word].text;
}

#endif /* MC_WORD_H */
