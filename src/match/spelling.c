/*
 * spelling.c
 *	  How many typing errors lie between two words.
 *
 * H. Hyyro, A bit-vector algorithm for computing Levenshtein and Damerau edit
 * distances (2003): a column of the table of distances as two words of bits.
 */
#include "match/spelling.h"

#include <string.h>

uint32_t
mc_spelling_letters(const char *word, uint32_t len)
{
	uint32_t letters = 0;

	for (uint32_t i = 0; i < len; i++)
	{
		unsigned char c = (unsigned char) word[i];

		if (c >= 'a' && c <= 'z')
			letters |= UINT32_C(1) << (c - 'a');
		else
			letters |= UINT32_C(1) << (26 + c % 6);
	}
	return letters;
}

void
mc_spelling_begin(McSpelling *spelling, const char *word, uint32_t len)
{
	memset(spelling->places, 0, sizeof(spelling->places));
	for (uint32_t i = 0; i < len; i++)
		spelling->places[(unsigned char) word[i]] |= UINT64_C(1) << i;
	spelling->len = len;
	spelling->letters = mc_spelling_letters(word, len);
}

/* A column: the distances of all beginnings of the word to what was read. */
typedef struct Column
{
	uint64_t up;   /* one more than the beginning that is one shorter */
	uint64_t down; /* one less */
	uint64_t same; /* diagonals without an error */
	uint64_t last; /* places of the character read last */
	uint32_t errors;
} Column;

static inline Column
FirstColumn(const McSpelling *spelling)
{
	return (Column){.up = UINT64_MAX, .errors = spelling->len};
}

static inline void
ReadCharacter(const McSpelling *spelling, Column *column, char c)
{
	uint64_t last_bit = UINT64_C(1) << (spelling->len - 1);
	uint64_t here = spelling->places[(unsigned char) c];
	uint64_t exchanged = ((~column->same & here) << 1) & column->last;
	uint64_t more;
	uint64_t less;

	column->same = (((here & column->up) + column->up) ^ column->up) | here |
				   column->down | exchanged;
	more = column->down | ~(column->same | column->up);
	less = column->same & column->up;
	column->errors += (more & last_bit) != 0;
	column->errors -= (less & last_bit) != 0;
	more = more << 1 | 1;
	column->up = less << 1 | ~(column->same | more);
	column->down = more & column->same;
	column->last = here;
}

uint32_t
mc_spelling_errors(const McSpelling *spelling, const char *word, uint32_t len)
{
	Column column = FirstColumn(spelling);

	for (uint32_t i = 0; i < len; i++)
		ReadCharacter(spelling, &column, word[i]);
	return column.errors;
}

uint32_t
mc_spelling_prefix_errors(const McSpelling *spelling, const char *word, uint32_t len)
{
	Column column = FirstColumn(spelling);
	uint32_t least = column.errors;

	for (uint32_t i = 0; i < len; i++)
	{
		ReadCharacter(spelling, &column, word[i]);
		if (column.errors < least)
			least = column.errors;
	}
	return least;
}
