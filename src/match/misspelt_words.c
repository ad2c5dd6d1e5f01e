/*
 * misspelt_words.c
 *	  The words of a version in one block of memory, for correcting misspelt ones.
 */
#include "match/misspelt_words.h"

#include <string.h>

#include "match/affix.h"
#include "match/common_words.h"
#include "match/spelling.h"
#include "match/word_block.h"
#include "text/stem.h"
#include "text/word.h"

#define BLOCK_MAGIC UINT64_C(0x6D65646377737031)

/*
 * What is worth being corrected to: a word of so many diseases that has the ending of a
 * disease or is the name of one by itself, or a word of so many more.
 */
#define MIN_TARGET        6
#define MIN_DISEASES      3
#define MIN_MANY_DISEASES 20
#define EVERYWHERE        3 /* mc_word_commonness() of what is none */

typedef struct BlockHeader
{
	uint64_t magic;
	uint32_t text_version;
	uint32_t nslots;
	uint32_t nwords;
	uint32_t text_size;
} BlockHeader;

/* Offsets of the arrays in the block */
typedef struct Layout
{
	size_t known;
	size_t first;
	size_t text_at;
	size_t marks;
	size_t text;
	size_t size;
} Layout;

static Layout
LayoutOf(const BlockHeader *header)
{
	Layout at;

	at.known = sizeof(BlockHeader);
	at.first = at.known + (size_t) header->nslots * sizeof(uint32_t);
	at.text_at = at.first + MC_MISSPELT_GROUPS * sizeof(uint32_t);
	at.marks = at.text_at + MC_MISSPELT_GROUPS * sizeof(uint32_t);
	at.text = at.marks + (size_t) header->nwords * sizeof(uint32_t);
	at.size = at.text + header->text_size;
	return at;
}

bool
mc_names_disease(uint64_t code)
{
	char letter = (char) (code >> 56);
	int number = (int) (code >> 48 & 0xFF) * 256 + (int) (code >> 40 & 0xFF);

	if (letter == 'T')
		/* T36-T65 are drugs and other substances */
		return number < '3' * 256 + '6' || number > '6' * 256 + '5';
	return letter >= 'A' && letter < 'T';
}

/* Letters a to z alone? */
static bool
IsCompared(const McSpelledWord *word)
{
	if (word->len < MC_MIN_MISSPELT || word->len > MC_MAX_MISSPELT)
		return false;
	for (uint32_t i = 0; i < word->len; i++)
	{
		if (word->word[i] < 'a' || word->word[i] > 'z')
			return false;
	}
	return true;
}

static uint64_t
StemOf(const McSpelledWord *word)
{
	/* stemming reads behind the word */
	char padded[MC_MAX_STEM_INPUT + 8] = {0};
	const char *text = word->word;
	McStem stem;

	if (word->len <= MC_MAX_STEM_INPUT)
		text = memcpy(padded, text, word->len);
	mc_stem(text, word->len, mc_hash_bytes(text, word->len), &stem);
	return stem.key;
}

static bool
IsTarget(const McSpelledWord *word)
{
	if (word->len < MIN_TARGET || word->diseases < MIN_DISEASES ||
		word->diseases < word->terms / 2)
		return false;
	/* what stands in every note makes no disease, and may unmake one: without */
	if (mc_word_commonness(StemOf(word)) >= EVERYWHERE)
		return false;
	return word->alone || mc_names_disease_kind(word->word, word->len) ||
		   word->diseases >= MIN_MANY_DISEASES;
}

static uint32_t
MarksOf(const McSpelledWord *word)
{
	uint32_t common = 31 - (uint32_t) __builtin_clz(word->terms | 1);

	return (mc_spelling_letters(word->word, word->len) & MC_MISSPELT_LETTERS) |
		   (IsTarget(word) ? MC_MISSPELT_TARGET : 0) | common << MC_MISSPELT_COMMON_AT;
}

static void
AddStem(uint32_t *known, uint32_t mask, uint64_t stem_key)
{
	uint32_t mark = (uint32_t) (stem_key >> 32) | 1;
	uint32_t slot = (uint32_t) stem_key & mask;

	while (known[slot] && known[slot] != mark)
		slot = (slot + 1) & mask;
	known[slot] = mark;
}

char *
mc_misspelt_words_write(const McHost *host, const McSpelledWord *list, uint32_t count,
						size_t *size)
{
	BlockHeader header = {
		.magic = BLOCK_MAGIC, .text_version = MC_TEXT_VERSION, .nslots = 16};
	uint32_t *next = mc_alloc(host, MC_MISSPELT_GROUPS * sizeof(uint32_t));
	uint32_t *first;
	uint32_t *text_at;
	uint32_t *marks;
	Layout at;
	char *block;

	memset(next, 0, MC_MISSPELT_GROUPS * sizeof(uint32_t));
	while (header.nslots < count * 2)
		header.nslots *= 2;
	for (uint32_t i = 0; i < count; i++)
	{
		if (!IsCompared(&list[i]))
			continue;
		next[mc_misspelt_group((uint32_t) (list[i].word[0] - 'a'), list[i].len)]++;
		header.nwords++;
		header.text_size += list[i].len;
	}
	at = LayoutOf(&header);
	block = mc_alloc(host, at.size);
	memset(block, 0, at.size);
	memcpy(block, &header, sizeof(header));
	first = (uint32_t *) (block + at.first);
	text_at = (uint32_t *) (block + at.text_at);
	marks = (uint32_t *) (block + at.marks);
	for (uint32_t g = 0; g + 1 < MC_MISSPELT_GROUPS; g++)
	{
		first[g + 1] = first[g] + next[g];
		text_at[g + 1] = text_at[g] + next[g] * (g % (MC_MAX_MISSPELT + 1));
		next[g] = first[g];
	}
	for (uint32_t i = 0; i < count; i++)
	{
		const McSpelledWord *word = &list[i];
		uint32_t group;

		AddStem((uint32_t *) (block + at.known), header.nslots - 1, StemOf(word));
		if (!IsCompared(word))
			continue;
		group = mc_misspelt_group((uint32_t) (word->word[0] - 'a'), word->len);
		marks[next[group]] = MarksOf(word);
		memcpy(block + at.text + text_at[group] +
				   (size_t) (next[group] - first[group]) * word->len,
			   word->word, word->len);
		next[group]++;
	}
	mc_release(host, next);
	*size = at.size;
	return block;
}

bool
mc_misspelt_words_open(McMisspeltWords *words, const char *block, size_t size)
{
	BlockHeader header;
	Layout at;

	if (!mc_word_block_header(block, size, BLOCK_MAGIC, &header, sizeof(header)))
		return false;
	at = LayoutOf(&header);
	if (at.size != size || !mc_is_slot_count(header.nslots))
		return false;
	words->known = (const uint32_t *) (block + at.known);
	words->known_mask = header.nslots - 1;
	words->first = (const uint32_t *) (block + at.first);
	words->text_at = (const uint32_t *) (block + at.text_at);
	words->marks = (const uint32_t *) (block + at.marks);
	words->text = block + at.text;
	return words->first[MC_MISSPELT_GROUPS - 1] == header.nwords &&
		   words->text_at[MC_MISSPELT_GROUPS - 1] == header.text_size;
}
