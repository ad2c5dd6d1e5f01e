/*
 * search_words.c
 *	  The words of all terms in one block of memory, for search.
 */
#include "match/search_words.h"

#include <string.h>

#include "match/spelling.h"
#include "match/word_block.h"
#include "text/stem.h"
#include "text/word.h"

#define BLOCK_MAGIC UINT64_C(0x6D65646377647331)

/* Words of the average term; only the order of magnitude matters. */
#define WORDS_PER_TERM 4

/* A number is as common as this share of all words. */
#define NUMBER_SHARE 32

typedef struct BlockHeader
{
	uint64_t magic;
	uint32_t text_version;
	uint32_t nwords;
	uint32_t nstems;
	uint32_t nslots;
	uint32_t text_size;
	uint32_t total;
} BlockHeader;

/* Offsets of the arrays in the block */
typedef struct Layout
{
	size_t stem_keys;
	size_t stem_terms;
	size_t slots;
	size_t stems;
	size_t terms;
	size_t letters;
	size_t places;
	size_t text;
	size_t size;
} Layout;

static Layout
LayoutOf(const BlockHeader *header)
{
	Layout at;

	at.stem_keys = sizeof(BlockHeader);
	at.stem_terms = at.stem_keys + (size_t) header->nstems * sizeof(uint64_t);
	at.slots = at.stem_terms + (size_t) header->nstems * sizeof(uint32_t);
	at.stems = at.slots + (size_t) header->nslots * sizeof(uint32_t);
	at.terms = at.stems + (size_t) header->nwords * sizeof(uint32_t);
	at.letters = at.terms + (size_t) header->nwords * sizeof(uint32_t);
	at.places = at.letters + (size_t) header->nwords * sizeof(uint32_t);
	at.text = at.places + ((size_t) header->nwords + 1) * sizeof(uint32_t);
	at.size = at.text + header->text_size;
	return at;
}

/* Words as they are gathered */
typedef struct Gathered
{
	uint32_t *slots;
	uint32_t mask;
	uint64_t *stem_keys;
	uint32_t *stem_terms;
	uint32_t *stems; /* of each word */
	uint32_t nstems;
} Gathered;

/* Give each word its stem, and each stem the terms of its words. */
static void
GatherStems(const McHost *host, const McWordCount *list, uint32_t count, Gathered *to)
{
	uint32_t nslots = 16;

	while (nslots < count * 2)
		nslots *= 2;
	to->mask = nslots - 1;
	to->nstems = 0;
	to->slots = mc_alloc(host, nslots * sizeof(uint32_t));
	memset(to->slots, 0, nslots * sizeof(uint32_t));
	to->stem_keys = mc_alloc(host, (count + 1) * sizeof(uint64_t));
	to->stem_terms = mc_alloc(host, (count + 1) * sizeof(uint32_t));
	to->stems = mc_alloc(host, (count + 1) * sizeof(uint32_t));
	for (uint32_t i = 0; i < count; i++)
	{
		/* stemming reads behind the word */
		char padded[MC_MAX_STEM_INPUT + 8] = {0};
		const char *word = list[i].word;
		uint32_t slot;
		McStem stem;

		if (list[i].len <= MC_MAX_STEM_INPUT)
			word = memcpy(padded, word, list[i].len);
		mc_stem(word, list[i].len, mc_hash_bytes(word, list[i].len), &stem);
		slot = (uint32_t) stem.key & to->mask;
		while (to->slots[slot] && to->stem_keys[to->slots[slot] - 1] != stem.key)
			slot = (slot + 1) & to->mask;
		if (to->slots[slot] == 0)
		{
			to->stem_keys[to->nstems] = stem.key;
			to->stem_terms[to->nstems] = 0;
			to->slots[slot] = ++to->nstems;
		}
		to->stems[i] = to->slots[slot] - 1;
		to->stem_terms[to->stems[i]] += list[i].terms;
	}
}

char *
mc_search_words_write(const McHost *host, const McWordCount *list, uint32_t count,
					  size_t *size)
{
	BlockHeader header = {
		.magic = BLOCK_MAGIC,
		.text_version = MC_TEXT_VERSION,
		.nwords = count,
	};
	Gathered gathered;
	Layout at;
	char *block;
	uint32_t place = 0;

	GatherStems(host, list, count, &gathered);
	header.nstems = gathered.nstems;
	header.nslots = gathered.mask + 1;
	for (uint32_t i = 0; i < count; i++)
	{
		header.text_size += list[i].len;
		header.total += list[i].terms;
	}
	at = LayoutOf(&header);
	block = mc_alloc(host, at.size);
	memcpy(block, &header, sizeof(header));
	memcpy(block + at.stem_keys, gathered.stem_keys, header.nstems * sizeof(uint64_t));
	memcpy(block + at.stem_terms, gathered.stem_terms, header.nstems * sizeof(uint32_t));
	memcpy(block + at.slots, gathered.slots, header.nslots * sizeof(uint32_t));
	memcpy(block + at.stems, gathered.stems, count * sizeof(uint32_t));
	for (uint32_t i = 0; i < count; i++)
	{
		uint32_t letters = mc_spelling_letters(list[i].word, list[i].len);

		memcpy(block + at.terms + i * sizeof(uint32_t), &list[i].terms, sizeof(uint32_t));
		memcpy(block + at.letters + i * sizeof(uint32_t), &letters, sizeof(uint32_t));
		memcpy(block + at.places + i * sizeof(uint32_t), &place, sizeof(uint32_t));
		memcpy(block + at.text + place, list[i].word, list[i].len);
		place += list[i].len;
	}
	memcpy(block + at.places + count * sizeof(uint32_t), &place, sizeof(uint32_t));
	mc_release(host, gathered.slots);
	mc_release(host, gathered.stem_keys);
	mc_release(host, gathered.stem_terms);
	mc_release(host, gathered.stems);
	*size = at.size;
	return block;
}

bool
mc_search_words_open(McSearchWords *words, const char *block, size_t size)
{
	BlockHeader header;
	Layout at;

	if (!mc_word_block_header(block, size, BLOCK_MAGIC, &header, sizeof(header)))
		return false;
	at = LayoutOf(&header);
	if (at.size != size || !mc_is_slot_count(header.nslots))
		return false;
	words->nwords = header.nwords;
	words->nstems = header.nstems;
	words->total = header.total;
	words->stem_keys = (const uint64_t *) (block + at.stem_keys);
	words->stem_terms = (const uint32_t *) (block + at.stem_terms);
	words->slots = (const uint32_t *) (block + at.slots);
	words->stems = (const uint32_t *) (block + at.stems);
	words->terms = (const uint32_t *) (block + at.terms);
	words->letters = (const uint32_t *) (block + at.letters);
	words->places = (const uint32_t *) (block + at.places);
	words->text = block + at.text;
	words->mask = header.nslots - 1;
	return true;
}

uint32_t
mc_search_words_from(const McSearchWords *words, const char *bytes, uint32_t len)
{
	uint32_t low = 0;
	uint32_t high = words->nwords;

	while (low < high)
	{
		uint32_t middle = low + (high - low) / 2;
		uint32_t word_len;
		const char *word = mc_search_word(words, middle, &word_len);
		int order = memcmp(word, bytes, word_len < len ? word_len : len);

		if (order < 0 || (order == 0 && word_len < len))
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* Four times the logarithm to base 2, rounded down; of 1 and more. */
static uint32_t
QuarterLogarithm(uint64_t value)
{
	/* 2 to the power of 1/4, 2/4, 3/4, in 1/65536 */
	static const uint32_t roots[] = {77936, 92682, 110218};
	uint32_t whole = 63 - (uint32_t) __builtin_clzll(value);
	uint64_t mantissa = whole <= 16 ? value << (16 - whole) : value >> (whole - 16);
	uint32_t quarters = 0;

	while (quarters < 3 && mantissa >= roots[quarters])
		quarters++;
	return whole * 4 + quarters;
}

uint32_t
mc_search_weight(const McSearchWords *words, uint32_t terms)
{
	uint32_t all = QuarterLogarithm(words->total / WORDS_PER_TERM + 1);
	uint32_t some = QuarterLogarithm((uint64_t) terms + 1);
	uint32_t weight = MC_MIN_WEIGHT + (all > some ? all - some : 0);

	return weight < MC_MAX_WEIGHT ? weight : MC_MAX_WEIGHT;
}

uint32_t
mc_search_number_terms(const McSearchWords *words)
{
	return words->total / NUMBER_SHARE;
}
