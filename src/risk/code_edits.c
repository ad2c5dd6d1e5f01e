/*
 * code_edits.c
 *		How many typing errors lie between two codes.
 */
#include "risk/code_edits.h"

#include <string.h>

typedef struct Keys
{
	unsigned char key[MC_CODE_EDITS_MAX];
	int count;
} Keys;

/* What was typed of a code: false if it is too long for one */
static int
ReadKeys(Keys *keys, const char *code, size_t length)
{
	keys->count = 0;
	for (size_t i = 0; i < length; i++)
	{
		unsigned char key = (unsigned char) code[i];

		if (key == '.' || key == ' ')
			continue;
		if (keys->count == MC_CODE_EDITS_MAX)
			return 0;
		keys->key[keys->count++] =
			key >= 'a' && key <= 'z' ? (unsigned char) (key - 'a' + 'A') : key;
	}
	return 1;
}

static int
Least(int a, int b)
{
	return a < b ? a : b;
}

/*
 * The table of the distances of all beginnings, with a border of a number that no distance
 * reaches.  A swap goes back to where both keys stood last, so that what lies between
 * may have been changed, too.
 */
int
mc_code_edits(const char *a, size_t a_length, const char *b, size_t b_length)
{
	Keys from;
	Keys to;
	int distance[MC_CODE_EDITS_MAX + 2][MC_CODE_EDITS_MAX + 2];
	int last_row[256];

	if (!ReadKeys(&from, a, a_length) || !ReadKeys(&to, b, b_length))
		return -1;
	memset(last_row, 0, sizeof(last_row));
	distance[0][0] = from.count + to.count;
	for (int i = 0; i <= from.count; i++)
	{
		distance[i + 1][0] = from.count + to.count;
		distance[i + 1][1] = i;
	}
	for (int j = 0; j <= to.count; j++)
	{
		distance[0][j + 1] = from.count + to.count;
		distance[1][j + 1] = j;
	}
	for (int i = 1; i <= from.count; i++)
	{
		int last_column = 0;

		for (int j = 1; j <= to.count; j++)
		{
			int row = last_row[to.key[j - 1]];
			int column = last_column;
			int same = from.key[i - 1] == to.key[j - 1];
			int edits = distance[i][j] + !same;

			edits = Least(edits, Least(distance[i + 1][j], distance[i][j + 1]) + 1);
			edits = Least(edits,
						  distance[row][column] + (i - row - 1) + 1 + (j - column - 1));
			distance[i + 1][j + 1] = edits;
			if (same)
				last_column = j;
		}
		last_row[from.key[i - 1]] = i;
	}
	return distance[from.count + 1][to.count + 1];
}
