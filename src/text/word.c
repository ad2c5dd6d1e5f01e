/*
 * word.c
 *	  The distinct words of one text.
 */
#include "text/word.h"

#include <string.h>

#include "text/stem.h"

const uint64_t mc_first_bytes[9] = {
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

uint64_t
mc_hash_bytes(const char *text, size_t len)
{
	char padded[8] = {0};

	memcpy(padded, text, len < 8 ? len : 8);
	return mc_hash_word(text, len, mc_word_head(padded, len),
						len > 8 ? mc_word_tail(text, len) : 0);
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
mc_words_add(const McHost *host, McWords *words, const char *text, uint32_t len,
			 uint64_t key, uint32_t slot)
{
	McWord *word;
	McStem stem;

	MC_GROW(host, words->list, words->count, words->cap);
	mc_stem(text, len, key, &stem);
	word = &words->list[words->count];
	word->key = key;
	word->head = mc_word_head(text, len);
	word->tail = mc_word_tail(text, len);
	word->text = text;
	word->len = len;
	word->flags = stem.flags;
	word->stem_key = stem.key;
	words->count++;
	words->slots[slot] = (uint32_t) words->count;
	if (words->count * 2 > words->mask)
		ResetSlots(host, words, (words->mask + 1) * 2);
	return (uint32_t) words->count - 1;
}

uint32_t
mc_words_find(const McWords *words, const char *text, size_t len)
{
	uint64_t key = mc_hash_bytes(text, len);
	uint32_t slot = (uint32_t) key & words->mask;

	while (words->slots[slot])
	{
		uint32_t number = words->slots[slot] - 1;
		const McWord *word = &words->list[number];

		if (word->key == key && word->len == len && memcmp(word->text, text, len) == 0)
			return number;
		slot = (slot + 1) & words->mask;
	}
	return MC_NO_WORD;
}
