/*
 * code_edits_test.c
 *		Typing errors between codes.
 */
#include <stdio.h>
#include <string.h>

#include "risk/code_edits.h"
#include "test_host.h"

static const struct
{
	const char *a;
	const char *b;
	int edits;
} cases[] = {
	{"", "", 0},
	{"", "I10", 3},
	{"I10", "I10", 0},
	{"250.00", "205.00", 1}, /* swapped */
	{"I21.9", "i12.9", 1},
	{"I219", "I21.9", 0},   /* dots do not count */
	{"E11.9", "E11.90", 1}, /* one more */
	{"C50919", "C5919", 1}, /* one less */
	{"C34.90", "C44.90", 1},
	{"I21.9", "I91.2", 2}, /* no neighbours */
	{"CA", "ABC", 2},      /* swapped, and one typed between */
	{"F32.9", "F23.0", 2}, /* swapped, and another changed */
	{"I10", "E11.9", 3},
};

/* Strings one error apart, made from one: distance 1, in both directions */
static void
CheckNeighbours(const char *code)
{
	size_t length = strlen(code);
	char other[16];

	for (size_t i = 0; i < length; i++)
	{
		/* a key that codes do not have, so that no error undoes another */
		memcpy(other, code, length + 1);
		other[i] = '#';
		test_ok(mc_code_edits(code, length, other, length) == 1 &&
					mc_code_edits(other, length, code, length) == 1,
				"%s with another key at %zu", code, i);
		memcpy(other, code, i);
		memcpy(other + i, code + i + 1, length - i);
		test_ok(mc_code_edits(code, length, other, length - 1) == 1 &&
					mc_code_edits(other, length - 1, code, length) == 1,
				"%s without the key at %zu", code, i);
		if (i + 1 < length && code[i] != code[i + 1])
		{
			memcpy(other, code, length + 1);
			other[i] = code[i + 1];
			other[i + 1] = code[i];
			test_ok(mc_code_edits(code, length, other, length) == 1,
					"%s with the keys at %zu swapped", code, i);
		}
	}
}

int
main(void)
{
	char longest[MC_CODE_EDITS_MAX + 1];

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
	{
		int there =
			mc_code_edits(cases[i].a, strlen(cases[i].a), cases[i].b, strlen(cases[i].b));
		int back =
			mc_code_edits(cases[i].b, strlen(cases[i].b), cases[i].a, strlen(cases[i].a));

		test_ok(there == cases[i].edits && back == there, "%s and %s: %d errors, not %d",
				cases[i].a, cases[i].b, cases[i].edits, there);
	}
	CheckNeighbours("S72001A");
	CheckNeighbours("I2119");
	memset(longest, 'A', sizeof(longest));
	test_ok(mc_code_edits(longest, MC_CODE_EDITS_MAX, "", 0) == MC_CODE_EDITS_MAX,
			"the longest code");
	test_ok(mc_code_edits(longest, MC_CODE_EDITS_MAX + 1, "", 0) == -1 &&
				mc_code_edits("", 0, longest, MC_CODE_EDITS_MAX + 1) == -1,
			"a longer one is none");
	return test_done();
}
