/*
 * spine.c
 *	  The region of the spine that a level names: L4-5, C7-T1, S1.
 */
#include "coding/spine.h"

#include <string.h>

#include "terminology/icd10cm.h"

/* A category of three characters, packed as codes are */
#define CATEGORY(a, b, c) ((McCode) (a) << 56 | (McCode) (b) << 48 | (McCode) (c) << 40)

typedef struct Level
{
	char part; /* c, t, l, s; 0: none */
	int number;
} Level;

/* The regions of the titles, as they are stemmed */
static const char *const regions[] = {
	"cervic", "thorac", "lumbar", "sacral", "lumbosacr", "cervicothorac", "thoracolumbar",
};

enum
{
	CERVICAL,
	THORACIC,
	LUMBAR,
	SACRAL,
	LUMBOSACRAL,
	CERVICOTHORACIC,
	THORACOLUMBAR,
	NREGIONS
};

static int
NumberOf(const char *text, uint32_t len)
{
	int number = 0;

	if (len == 0 || len > 2)
		return 0;
	for (uint32_t i = 0; i < len; i++)
	{
		if (text[i] < '0' || text[i] > '9')
			return 0;
		number = number * 10 + text[i] - '0';
	}
	return number;
}

/* The level that a token is: c1 to c8, t1 to t12, l1 to l5, s1 to s5 */
static Level
LevelAt(const McDocument *doc, uint32_t token)
{
	static const struct
	{
		char part;
		int most;
	} parts[] = {{'c', 8}, {'t', 12}, {'l', 5}, {'s', 5}};
	Level none = {0, 0};
	const McWord *word;

	if (token >= doc->tokens.count || doc->tokens.list[token].word == MC_NO_WORD)
		return none;
	word = &doc->words.list[doc->tokens.list[token].word];
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
	{
		Level level = {parts[i].part, 0};

		if (word->len < 2 || word->text[0] != parts[i].part)
			continue;
		level.number = NumberOf(word->text + 1, word->len - 1);
		return level.number >= 1 && level.number <= parts[i].most ? level : none;
	}
	return none;
}

/* The lower level where a token begins a range, else the level itself: L5-S1, L4-5, C5/6 */
static Level
LowerOf(const McDocument *doc, uint32_t token, Level upper)
{
	uint32_t next = token + 1;
	Level lower;
	const McWord *word;

	/* a hyphen between joins them and is no token */
	if (next < doc->tokens.count && (mc_is_punct(&doc->tokens.list[next], '/') ||
									 mc_is_punct(&doc->tokens.list[next], '-')))
		next++;
	else if (next >= doc->tokens.count || !(doc->tokens.list[next].flags & MC_TOK_HYPHEN))
		return upper;
	lower = LevelAt(doc, next);
	if (lower.part != 0)
		return lower;
	if (next >= doc->tokens.count || doc->tokens.list[next].word == MC_NO_WORD)
		return upper;
	word = &doc->words.list[doc->tokens.list[next].word];
	lower.number = NumberOf(word->text, word->len);
	/* L4-5 */
	if (lower.number != upper.number + 1)
		return upper;
	lower.part = upper.part;
	return lower;
}

static int
RegionOf(Level upper, Level lower)
{
	switch (upper.part)
	{
		case 'c':
			return lower.part == 't' ? CERVICOTHORACIC : CERVICAL;
		case 't':
			/* T1 and T2 alone are more often images */
			if (lower.part == 't' && lower.number == upper.number && upper.number <= 2)
				return NREGIONS;
			return lower.part == 'l' ? THORACOLUMBAR : THORACIC;
		case 'l':
			return lower.part == 's' ? LUMBOSACRAL : LUMBAR;
		default:
			/* the first sacral root leaves below the last lumbar disc */
			return upper.number == 1 ? LUMBOSACRAL : SACRAL;
	}
}

size_t
mc_spine_words(const McDocument *doc, McCode code, uint32_t from, uint32_t to,
			   uint64_t *stems)
{
	uint64_t known[NREGIONS];
	McCode category = mc_icd10cm_category(code);
	int found = NREGIONS;
	bool named = false;
	size_t n = 0;

	if ((category < CATEGORY('M', '4', '0') || category > CATEGORY('M', '5', '4')) &&
		category != CATEGORY('M', '9', '9'))
		return 0;
	for (int r = 0; r < NREGIONS; r++)
		known[r] = mc_hash_bytes(regions[r], strlen(regions[r]));
	for (uint32_t t = from; t < to && !named; t++)
	{
		uint32_t word = doc->tokens.list[t].word;
		Level upper;

		if (word == MC_NO_WORD)
			continue;
		for (int r = 0; r < NREGIONS; r++)
			named |= doc->words.list[word].stem_key == known[r];
		upper = found == NREGIONS ? LevelAt(doc, t) : (Level){0, 0};
		if (upper.part != 0)
			found = RegionOf(upper, LowerOf(doc, t, upper));
	}
	if (!named && found == NREGIONS)
		return 0;
	if (!named)
		stems[n++] = known[found];
	stems[n++] = mc_hash_bytes("region", strlen("region"));
	return n;
}
