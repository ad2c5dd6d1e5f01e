/*
 * misspelt.c
 *	  What a word that no term has is meant as.
 *
 * Precision first: a word that is not corrected is not found, one corrected wrongly is
 * a wrong diagnosis.  docs/matching.md has the rules.
 */
#include "match/misspelt.h"

#include <string.h>

#include "match/affix.h"
#include "match/common_words.h"
#include "match/spelling.h"
#include "text/stem.h"

/* Shortest word with two errors; shortest one that is no doubtful correction */
#define MIN_TWO_ERRORS 10
#define MIN_SURE       8

/*
 * Up to this length a word is as easily another one that is not much rarer; and with a letter
 * taken for another it is as a rule a word that is not known here: flatter, mobster
 */
#define MAX_CROWDED        8
#define MUCH_RARER         2 /* in powers of two */
#define MAX_CROWDED_LETTER 7

/* Words that could be meant are told from it by the last letters */
#define MIN_ROOT   4
#define MAX_ENDING 3

void
mc_misspelt_init(const McHost *host, McMisspelt *misspelt)
{
	misspelt->slots = mc_alloc(host, MC_MISSPELT_SLOTS * sizeof(McMisspeltSlot));
	memset(misspelt->slots, 0, MC_MISSPELT_SLOTS * sizeof(McMisspeltSlot));
	misspelt->left = mc_alloc(host, MC_LEFT_SLOTS * sizeof(uint64_t));
	memset(misspelt->left, 0, MC_LEFT_SLOTS * sizeof(uint64_t));
}

/* A word of the version near the written one */
typedef struct Near
{
	const char *text;
	uint32_t len;
	uint32_t group;
	uint32_t word;
	uint32_t marks;
	uint32_t errors;
} Near;

/* Most of them that are looked at; of a word that resembles so many none is taken */
#define MAX_NEAR 64

typedef struct Nearest
{
	Near list[MAX_NEAR];
	uint32_t count;
	uint32_t least; /* errors of the nearest */
} Nearest;

/* Words with the first letter of the written one, up to so many errors from it. */
static void
FindNear(const McMisspeltWords *words, const McWord *written, uint32_t errors,
		 Nearest *near)
{
	uint32_t longest = written->len + errors;
	McSpelling spelling;

	near->count = 0;
	near->least = UINT32_MAX;
	mc_spelling_begin(&spelling, written->text, written->len);
	if (longest > MC_MAX_MISSPELT)
		longest = MC_MAX_MISSPELT;
	for (uint32_t len = written->len - errors; len <= longest; len++)
	{
		uint32_t group = mc_misspelt_group((uint32_t) (written->text[0] - 'a'), len);

		for (uint32_t w = words->first[group]; w < words->first[group + 1]; w++)
		{
			uint32_t marks = words->marks[w];
			Near *n = &near->list[near->count];

			if (!mc_spelling_possible(&spelling, len, marks & MC_MISSPELT_LETTERS,
									  errors))
				continue;
			n->text = mc_misspelt_word(words, group, w);
			n->errors = mc_spelling_errors(&spelling, n->text, len);
			if (n->errors > errors)
				continue;
			n->len = len;
			n->group = group;
			n->word = w;
			n->marks = marks;
			near->least = n->errors < near->least ? n->errors : near->least;
			if (++near->count == MAX_NEAR)
				return;
		}
	}
}

static uint64_t
StemOf(const Near *n)
{
	char padded[MC_MAX_STEM_INPUT + 8] = {0};
	McStem stem;

	memcpy(padded, n->text, n->len);
	mc_stem(padded, n->len, mc_hash_bytes(padded, n->len), &stem);
	return stem.key;
}

/* Forms of one word, or words that differ in the last letters alone? */
static bool
AreRelated(const Near *one, const Near *other)
{
	uint32_t shorter = one->len < other->len ? one->len : other->len;
	uint32_t longer = one->len < other->len ? other->len : one->len;

	return (shorter >= MIN_ROOT + MAX_ENDING && longer - shorter <= MAX_ENDING &&
			memcmp(one->text, other->text, shorter - MAX_ENDING) == 0) ||
		   StemOf(one) == StemOf(other);
}

/*
 * What is left when vowels are taken for one another, doubled letters for single ones, ph for
 * f and an h for none: words that sound alike have the same.  Returns its length.
 */
static uint32_t
Sound(const char *word, uint32_t len, char *sound)
{
	uint32_t n = 0;

	for (uint32_t i = 0; i < len; i++)
	{
		char c = memchr("aeiouy", word[i], 6) ? 'a' : word[i];

		if (c == 'p' && i + 1 < len && word[i + 1] == 'h')
			c = 'f';
		if (c != 'h' && (n == 0 || sound[n - 1] != c))
			sound[n++] = c;
	}
	return n;
}

static bool
SoundAlike(const McWord *written, const Near *meant)
{
	char one[MC_MAX_MISSPELT];
	char other[MC_MAX_MISSPELT];
	uint32_t len = Sound(written->text, written->len, one);

	return written->len <= meant->len + 1 && meant->len <= written->len + 1 &&
		   Sound(meant->text, meant->len, other) == len && memcmp(one, other, len) == 0;
}

/* Is the end of the written word right?  The last two letters may be exchanged. */
static bool
EndsRight(const McWord *written, const Near *meant)
{
	const char *one = written->text + written->len - 2;
	const char *other = meant->text + meant->len - 2;

	return one[1] == other[1] || (one[0] == other[1] && one[1] == other[0]);
}

/* Is a letter taken for another one, and nothing else? */
static bool
IsExchangedLetter(const McWord *written, const Near *meant)
{
	uint32_t differing = 0;

	for (uint32_t i = 0; i < written->len && written->len == meant->len; i++)
		differing += written->text[i] != meant->text[i];
	return differing == 1;
}

/* May the written word be this one? */
static bool
MayMean(const McWord *written, const Near *meant)
{
	return (meant->marks & MC_MISSPELT_TARGET) && EndsRight(written, meant) &&
		   ((meant->errors < 2 && !mc_is_inflected(written->text, written->len)) ||
			SoundAlike(written, meant)) &&
		   (written->len > MAX_CROWDED_LETTER || !IsExchangedLetter(written, meant)) &&
		   !mc_end_apart(written->text, written->len, meant->text, meant->len) &&
		   !mc_is_derived(written->text, written->len, meant->text, meant->len) &&
		   !mc_begin_apart(written->text, written->len, meant->text, meant->len) &&
		   !mc_differ_in_affix(written->text, written->len, meant->text, meant->len);
}

/*
 * Does a word that is an error further away make this one doubtful?  One with another
 * beginning or ending does; near a short word any that is not much rarer.
 */
static bool
Contests(const McWord *written, const Near *meant, bool alone, const Near *other)
{
	if (mc_differ_in_affix(meant->text, meant->len, other->text, other->len))
		return true;
	/* of two the words beside it decide */
	return alone && (written->len <= MAX_CROWDED || meant->errors > 1) &&
		   !AreRelated(meant, other) &&
		   mc_misspelt_common(other->marks) + MUCH_RARER >=
			   mc_misspelt_common(meant->marks);
}

/*
 * The words that are meant, of the nearest ones: of each stem the one that most terms
 * have.  More than there may be: none.
 */
static uint32_t
ChooseMeant(const McWord *written, const Nearest *near, const Near **meant)
{
	uint32_t count = 0;

	for (uint32_t i = 0; i < near->count; i++)
	{
		const Near *n = &near->list[i];
		uint32_t k = 0;

		if (n->errors > near->least)
			continue;
		while (k < count && !AreRelated(meant[k], n))
			k++;
		if (k < count)
		{
			bool better = MayMean(written, n);

			if (better &&
				(!MayMean(written, meant[k]) ||
				 mc_misspelt_common(n->marks) > mc_misspelt_common(meant[k]->marks)))
				meant[k] = n;
			continue;
		}
		if (count == MC_MAX_MEANT)
			return 0;
		meant[count++] = n;
	}
	for (uint32_t k = 0; k < count; k++)
	{
		if (!MayMean(written, meant[k]))
			return 0;
		for (uint32_t i = 0; i < near->count; i++)
		{
			if (near->list[i].errors == near->least + 1 &&
				Contests(written, meant[k], count == 1, &near->list[i]))
				return 0;
		}
	}
	if (count == 2 &&
		(near->least > 1 || mc_differ_in_affix(meant[0]->text, meant[0]->len,
											   meant[1]->text, meant[1]->len)))
		return 0;
	return count;
}

/* A word of letters, long enough, that is not as common as those of any text? */
static bool
IsCorrectable(const McMisspeltWords *words, const McWord *word)
{
	if (word->len < MC_MIN_CORRECTED || word->len > MC_MAX_MISSPELT ||
		word->flags & (MC_WORD_NUMBER | MC_WORD_FUNCTION) ||
		mc_is_spelled(words, word->stem_key))
		return false;
	for (uint32_t i = 0; i < word->len; i++)
	{
		if (word->text[i] < 'a' || word->text[i] > 'z')
			return false;
	}
	return true;
}

/* Look for what a word is meant as; false: nothing. */
static bool
LookFor(const McMisspelt *misspelt, const McWord *written, McMisspeltSlot *slot)
{
	uint32_t errors = written->len >= MIN_TWO_ERRORS ? 2 : 1;
	const Near *meant[MC_MAX_MEANT];
	Nearest near;
	uint32_t count;

	if (mc_word_commonness(written->stem_key) > 0 ||
		mc_names_procedure_kind(written->text, written->len))
		return false;
	FindNear(&misspelt->words, written, errors, &near);
	/* those one error further away speak against it */
	if (near.least == errors)
		FindNear(&misspelt->words, written, errors + 1, &near);
	if (near.count == 0 || near.count == MAX_NEAR)
		return false;
	count = ChooseMeant(written, &near, meant);
	if (count == 0 || (misspelt->is_own && misspelt->is_own(misspelt->arg, written)))
		return false;
	slot->key = written->key;
	slot->count = (uint8_t) count;
	slot->errors = (uint8_t) near.least;
	for (uint32_t k = 0; k < count; k++)
	{
		slot->meant[k] = meant[k]->word;
		slot->group[k] = (uint16_t) meant[k]->group;
	}
	return true;
}

uint32_t
mc_misspelt(McMisspelt *misspelt, const McWord *word, const McCorrection **list)
{
	const McMisspeltWords *words = &misspelt->words;
	uint64_t *left = &misspelt->left[(word->key >> 20) % MC_LEFT_SLOTS & ~1u];
	McMisspeltSlot *slot = &misspelt->slots[(word->key >> 20) % MC_MISSPELT_SLOTS];

	/* two words have a place together: the later one, and the one before */
	if (left[0] == word->key || left[1] == word->key || !IsCorrectable(words, word))
		return 0;
	if ((slot->count == 0 || slot->key != word->key) && !LookFor(misspelt, word, slot))
	{
		left[1] = left[0];
		left[0] = word->key;
		return 0;
	}
	for (uint32_t k = 0; k < slot->count; k++)
	{
		McCorrection *c = &misspelt->meant[k];
		char padded[MC_MAX_STEM_INPUT + 8] = {0};
		McStem stem;

		c->word = mc_misspelt_word(words, slot->group[k], slot->meant[k]);
		c->len = (uint8_t) (slot->group[k] % (MC_MAX_MISSPELT + 1));
		memcpy(padded, c->word, c->len);
		mc_stem(padded, c->len, mc_hash_bytes(padded, c->len), &stem);
		c->stem_key = stem.key;
		c->lemma_key = mc_lemma_key(padded, c->len);
		c->errors = slot->errors;
		c->rivals = (uint8_t) (slot->count - 1);
		c->is_doubtful = slot->errors > 1 || slot->count > 1 || word->len < MIN_SURE;
	}
	*list = misspelt->meant;
	return slot->count;
}
