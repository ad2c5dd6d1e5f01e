/*
 * word.c
 *	  The distinct words of one text.
 */
#include "text/word.h"

#include <string.h>

#include "text/stem.h"

static inline uint64_t
Load64(const char *p)
{
	uint64_t v;

	memcpy(&v, p, 8);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
	v = __builtin_bswap64(v);
#endif
	return v;
}

static inline uint64_t
Mix(uint64_t a, uint64_t b)
{
	__uint128_t m = (__uint128_t) a * b;

	return (uint64_t) m ^ (uint64_t) (m >> 64);
}

#define HASH_A UINT64_C(0x9E3779B97F4A7C15)
#define HASH_B UINT64_C(0xC2B2AE3D27D4EB4F)
#define HASH_C UINT64_C(0x165667B19E3779F9)

/* Keeps the first n bytes of a little-endian load. */
static const uint64_t first_bytes[9] = {
	0,
	0xFF,
	0xFFFF,
	0xFFFFFF,
	0xFFFFFFFF,
	UINT64_C(0xFFFFFFFFFF),
	UINT64_C(0xFFFFFFFFFFFF),
	UINT64_C(0xFFFFFFFFFFFFFF),
	UINT64_MAX,
};

/* The first eight bytes of a word, zero padded. */
static inline uint64_t
Head(const char *p, size_t len)
{
	return Load64(p) & first_bytes[len < 8 ? len : 8];
}

/*
 * The hash: the first eight bytes, the last eight if there are more than
 * eight, and what lies between if there are more than sixteen.  Nearly all
 * words take no branch.  Eight bytes behind the word may be read.
 */
static inline uint64_t
HashWord(const char *p, size_t len, uint64_t head)
{
	uint64_t tail = len > 8 ? Load64(p + len - 8) : 0;
	uint64_t h = Mix(head ^ (len * HASH_A), HASH_B ^ tail);

	for (size_t i = 8; i + 8 < len; i += 8)
		h = Mix(h ^ Load64(p + i), HASH_C);
	return h ^ (h >> 29);
}

uint64_t
mc_hash_bytes(const char *text, size_t len)
{
	char padded[8] = {0};

	memcpy(padded, text, len < 8 ? len : 8);
	return HashWord(text, len, Head(padded, len));
}

static void
ResetSlots(const McHost *host, McWords *words, uint32_t nslots)
{
	words->slots = mc_resize(host, words->slots, nslots * sizeof(uint32_t));
	memset(words->slots, 0, nslots * sizeof(uint32_t));
	words->mask = nslots - 1;
	for (size_t i = 0; i < words->count; i++)
	{
		uint32_t slot = (uint32_t) words->list[i].key & words->mask;

		while (words->slots[slot])
			slot = (slot + 1) & words->mask;
		words->slots[slot] = (uint32_t) i + 1;
	}
}

void
mc_words_init(const McHost *host, McWords *words, size_t expected)
{
	uint32_t nslots = 256;

	memset(words, 0, sizeof(*words));
	while (nslots < 4096 && nslots < expected * 2)
		nslots *= 2;
	words->cap = nslots / 2;
	words->list = mc_alloc(host, words->cap * sizeof(McWord));
	ResetSlots(host, words, nslots);
}

void
mc_words_reset(McWords *words)
{
	words->count = 0;
	memset(words->slots, 0, ((size_t) words->mask + 1) * sizeof(uint32_t));
}

uint32_t
mc_words_intern(const McHost *host, McWords *words, const char *text, uint32_t len)
{
	uint64_t head = Head(text, len);
	uint64_t key = HashWord(text, len, head);
	uint32_t slot = (uint32_t) key & words->mask;
	McWord *word;
	McStem stem;

	while (words->slots[slot])
	{
		word = &words->list[words->slots[slot] - 1];
		if (word->key == key && word->head == head && word->len == len &&
			(len <= 8 || memcmp(word->text, text, len) == 0))
			return words->slots[slot] - 1;
		slot = (slot + 1) & words->mask;
	}

	MC_GROW(host, words->list, words->count, words->cap);
	mc_stem(text, len, key, &stem);
	word = &words->list[words->count];
	word->key = key;
	word->head = head;
	word->len = len;
	word->text = text;
	word->flags = stem.flags;
	word->stem_key = stem.key;
	words->count++;
	words->slots[slot] = (uint32_t) words->count;
	if (words->count * 2 > words->mask)
		ResetSlots(host, words, (words->mask + 1) * 2);
	return (uint32_t) words->count - 1;
}
