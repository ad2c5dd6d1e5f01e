/*
 * spelling_test.c
 *	  Typing errors between words, beside the textbook's table of distances.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "document_check.h"
#include "match/spelling.h"

/* Optimal string alignment: the table, row by row. */
static uint32_t
Table(const char *one, uint32_t n, const char *other, uint32_t m, bool prefix)
{
	uint32_t d[MC_MAX_SPELLING + 2][MC_MAX_SPELLING + 2];
	uint32_t least;

	for (uint32_t i = 0; i <= n; i++)
	{
		for (uint32_t k = 0; k <= m; k++)
		{
			uint32_t best;

			if (i == 0 || k == 0)
			{
				d[i][k] = i + k;
				continue;
			}
			best = d[i - 1][k - 1] + (one[i - 1] != other[k - 1]);
			if (d[i - 1][k] + 1 < best)
				best = d[i - 1][k] + 1;
			if (d[i][k - 1] + 1 < best)
				best = d[i][k - 1] + 1;
			if (i > 1 && k > 1 && one[i - 1] == other[k - 2] &&
				one[i - 2] == other[k - 1] && d[i - 2][k - 2] + 1 < best)
				best = d[i - 2][k - 2] + 1;
			d[i][k] = best;
		}
	}
	least = d[n][m];
	for (uint32_t k = 0; prefix && k <= m; k++)
		least = d[n][k] < least ? d[n][k] : least;
	return least;
}

static const struct
{
	const char *typed;
	const char *meant;
	uint32_t errors;
} cases[] = {
	{"pain", "pain", 0},
	{"pian", "pain", 1},
	{"pin", "pain", 1},
	{"paain", "pain", 1},
	{"paim", "pain", 1},
	{"apin", "pain", 1},
	{"paint", "pain", 1},
	{"diabtes", "diabetes", 1},
	{"dibates", "diabetes", 2},
	{"hpyertensoin", "hypertension", 2},
	{"a", "b", 1},
	{"ca", "abc", 3},
};

static void
TestCases(void)
{
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
	{
		McSpelling spelling;

		mc_spelling_begin(&spelling, cases[i].typed, (uint32_t) strlen(cases[i].typed));
		test_ok(mc_spelling_errors(&spelling, cases[i].meant,
								   (uint32_t) strlen(cases[i].meant)) == cases[i].errors,
				"%s: %s, %u errors", cases[i].typed, cases[i].meant, cases[i].errors);
	}
}

/* Words of few letters, up to the longest, so that errors of all kinds meet. */
static void
TestRandom(void)
{
	unsigned rounds = 20000 / test_slowness();
	bool same = true;
	bool same_prefix = true;
	bool possible = true;

	srand(7);
	for (unsigned round = 0; round < rounds; round++)
	{
		char words[2][MC_MAX_SPELLING];
		uint32_t len[2];
		uint32_t errors;
		McSpelling spelling;

		for (int w = 0; w < 2; w++)
		{
			uint32_t longest = round % 4 == 0 ? MC_MAX_SPELLING : 8;

			len[w] = 1 + (uint32_t) rand() % longest;
			for (uint32_t i = 0; i < len[w]; i++)
				words[w][i] = round % 3 == 0 ? (char) (0x80 + rand() % 4)
											 : (char) ('a' + rand() % 3);
		}
		mc_spelling_begin(&spelling, words[0], len[0]);
		errors = Table(words[0], len[0], words[1], len[1], false);
		same &= mc_spelling_errors(&spelling, words[1], len[1]) == errors;
		same_prefix &= mc_spelling_prefix_errors(&spelling, words[1], len[1]) ==
					   Table(words[0], len[0], words[1], len[1], true);
		possible &= mc_spelling_possible(&spelling, len[1],
										 mc_spelling_letters(words[1], len[1]), errors);
	}
	test_ok(same, "errors as in the table");
	test_ok(same_prefix, "errors to a beginning as in the table");
	test_ok(possible, "no word within reach is ruled out");
}

static void
TestRulesOut(void)
{
	McSpelling spelling;

	mc_spelling_begin(&spelling, "asthma", 6);
	test_ok(!mc_spelling_possible(&spelling, 9, mc_spelling_letters("asthmatic", 9), 2),
			"three letters longer is out of reach of two errors");
	test_ok(!mc_spelling_possible(&spelling, 6, mc_spelling_letters("eczema", 6), 2),
			"three other letters are out of reach of two errors");
}

int
main(void)
{
	TestCases();
	TestRandom();
	TestRulesOut();
	return test_done();
}
