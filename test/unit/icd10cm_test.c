/*-------------------------------------------------------------------------
 *
 * icd10cm_test.c
 *		Unit test of the packed ICD-10-CM code, without a server.
 *
 * Prints TAP.  With MEDCODE_DATA set, every code of the official order files
 * under it goes through parse and print as well.
 *
 *		cc -std=c99 -Isrc -o icd10cm_test test/unit/icd10cm_test.c \
 *			src/terminology/icd10cm.c
 *
 *-------------------------------------------------------------------------
 */
#include "terminology/icd10cm.h"
#include "test_host.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int tests = 0;
static int failures = 0;

static void
ok(bool pass, const char *name)
{
	tests++;
	if (!pass)
		failures++;
	printf("%sok %d - %s\n", pass ? "" : "not ", tests, name);
}

static McIcd10cm
packed(const char *text)
{
	McIcd10cm code;
	size_t position;

	(void) mc_icd10cm_parse(text, strlen(text), &code, &position);
	return code;
}

/* The same sequence on every machine */
static uint32_t
next_random(void)
{
	static uint32_t state = 20251001;

	state ^= state << 13;
	state ^= state >> 17;
	state ^= state << 5;
	return state;
}

/* A random code as text without dot; few characters, so that codes meet */
static void
random_code(char *buf)
{
	static const char *const others = "09AXZ";
	int len = 3 + (int) (next_random() % 5);

	buf[0] = "AEZ"[next_random() % 3];
	for (int i = 1; i < len; i++)
		buf[i] = others[next_random() % 5];
	buf[len] = '\0';
}

/*
 * Another way to say what a code is: strip white space, strip the dot if it
 * is the fourth of at least five characters, and look at what is left.
 */
static bool
oracle(const char *text, size_t len, char *undotted)
{
	static const char *const letters =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
	static const char *const digits = "0123456789";
	int n = 0;

	while (len > 0 && strchr(" \t\n\v\f\r", text[0]) != NULL && text[0] != '\0')
		text++, len--;
	while (len > 0 && strchr(" \t\n\v\f\r", text[len - 1]) != NULL &&
		   text[len - 1] != '\0')
		len--;
	for (size_t i = 0; i < len; i++)
	{
		const char *letter;

		if (i == 3 && text[i] == '.' && len > 4)
			continue;
		if (text[i] == '\0' || n == 7)
			return false;
		letter = strchr(letters, text[i]);
		if (letter != NULL)
			undotted[n++] = letters[(letter - letters) % 26];
		else if (n > 0 && strchr(digits, text[i]) != NULL)
			undotted[n++] = text[i];
		else
			return false;
	}
	undotted[n] = '\0';
	return n >= 3;
}

static void
test_packed_form(void)
{
	char buf[MC_ICD10CM_BUFSIZE];

	ok(packed("E11.9") == UINT64_C(0x4531313900000000), "packed form of a code");
	ok(packed("S72.001A") == UINT64_C(0x5337323030314100),
	   "packed form of seven characters");
	ok(packed(" \t e119\r\n") == packed("E11.9"),
	   "case, dot and white space do not matter");
	ok(packed("QA0") != 0 && packed("C4A.1") != 0 && packed("T36.0X1A") != 0,
	   "letters inside a code");
	ok(mc_icd10cm_print(packed("E11"), buf) == 3 && strcmp(buf, "E11") == 0,
	   "a category has no dot");
	ok(mc_icd10cm_print(packed("s72001a"), buf) == 8 && strcmp(buf, "S72.001A") == 0,
	   "print with dot");
	ok(mc_icd10cm_print_undotted(packed("S72.001A"), buf) == 7 &&
		   strcmp(buf, "S72001A") == 0,
	   "print without dot");
	ok(mc_icd10cm_print(MC_ICD10CM_NONE, buf) == 0 && buf[0] == '\0',
	   "none prints as nothing");
	ok(mc_icd10cm_length(packed("E11.65")) == 5 &&
		   mc_icd10cm_length(MC_ICD10CM_NONE) == 0,
	   "length");
	ok(mc_icd10cm_category(packed("E11.65")) == packed("E11") &&
		   mc_icd10cm_category(packed("E11")) == packed("E11"),
	   "category");
}

static void
test_refusals(void)
{
	static const struct
	{
		const char *text;
		McIcd10cmStatus status;
		size_t position;
	} cases[] = {
		{"", MC_ICD10CM_EMPTY, 0},
		{" \n ", MC_ICD10CM_EMPTY, 0},
		{"1", MC_ICD10CM_BAD_FIRST, 0},
		{"  .E11", MC_ICD10CM_BAD_FIRST, 2},
		{"-", MC_ICD10CM_BAD_FIRST, 0},
		{"\xC3\x84"
		 "11",
		 MC_ICD10CM_BAD_FIRST, 0},
		{"E", MC_ICD10CM_TOO_SHORT, 1},
		{" E1 ", MC_ICD10CM_TOO_SHORT, 3},
		{"E1-", MC_ICD10CM_BAD_CHAR, 2},
		{"E1.1", MC_ICD10CM_BAD_DOT, 2},
		{"E11.", MC_ICD10CM_TRAILING_DOT, 3},
		{" E11. ", MC_ICD10CM_TRAILING_DOT, 4},
		{"E11..", MC_ICD10CM_BAD_DOT, 4},
		{"E11.9.", MC_ICD10CM_BAD_DOT, 5},
		{"E119.", MC_ICD10CM_BAD_DOT, 4},
		{"E11-", MC_ICD10CM_TRAILING_DASH, 3},
		{"E11.-", MC_ICD10CM_TRAILING_DASH, 4},
		{"S72.0--", MC_ICD10CM_TRAILING_DASH, 5},
		{"E11-9", MC_ICD10CM_BAD_CHAR, 3},
		{"E11 .9", MC_ICD10CM_BAD_CHAR, 3},
		{"E11.9\xC3\xA9", MC_ICD10CM_BAD_CHAR, 5},
		{"E11.9\xC2\xA0", MC_ICD10CM_BAD_CHAR, 5},
		{"S72.001AB", MC_ICD10CM_TOO_LONG, 8},
		{"S72001A.", MC_ICD10CM_BAD_DOT, 7},
		{"S72001A-", MC_ICD10CM_TRAILING_DASH, 7},
	};
	bool as_told = true;
	McIcd10cm code;
	size_t position;

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
	{
		const char *text = cases[i].text;
		McIcd10cmStatus status;

		code = 1;
		status = mc_icd10cm_parse(text, strlen(text), &code, &position);
		if (status != cases[i].status || position != cases[i].position ||
			code != MC_ICD10CM_NONE)
		{
			printf("# case %d: status %d, position %d\n", (int) i, (int) status,
				   (int) position);
			as_told = false;
		}
	}
	ok(as_told, "what is no code is refused, with reason and position");
	ok(mc_icd10cm_parse("E11\0"
						"9",
						5, &code, &position) == MC_ICD10CM_BAD_CHAR &&
		   position == 3,
	   "a NUL is a bad character");
	ok(mc_icd10cm_parse("E11.99", 5, &code, &position) == MC_ICD10CM_OK &&
		   code == packed("E11.9"),
	   "nothing is read behind the length");
	ok(mc_icd10cm_parse(NULL, 0, &code, &position) == MC_ICD10CM_EMPTY, "no text at all");

	as_told = true;
	for (int status = MC_ICD10CM_OK; status <= MC_ICD10CM_TOO_LONG; status++)
	{
		if (strcmp(mc_icd10cm_status_text((McIcd10cmStatus) status), "unknown status") ==
			0)
			as_told = false;
	}
	ok(as_told, "every status has a text");
}

/* Random texts over the characters that matter, against the oracle */
static void
test_against_oracle(void)
{
	static const char alphabet[] = "EeZz09Xx.. -\n_\0\xC3";
	bool same = true;
	bool inside = true;
	int accepted = 0;

	for (int round = 0; round < 2000000 / (int) test_slowness(); round++)
	{
		char text[12];
		char want[16];
		char have[MC_ICD10CM_BUFSIZE];
		size_t len = next_random() % sizeof(text);
		size_t position;
		McIcd10cm code;
		bool is_code;

		/* mostly codes gone slightly wrong, or hardly any would be accepted */
		for (size_t i = 0; i < len; i++)
			text[i] = next_random() % 8 == 0
						  ? alphabet[next_random() % (sizeof(alphabet) - 1)]
					  : i == 3 && next_random() % 2 ? '.'
													: "E1A9x"[next_random() % 5];

		is_code = mc_icd10cm_parse(text, len, &code, &position) == MC_ICD10CM_OK;
		if (is_code != oracle(text, len, want))
			same = false;
		if (is_code)
		{
			accepted++;
			mc_icd10cm_print_undotted(code, have);
			if (strcmp(have, want) != 0 || !mc_icd10cm_is_valid(code))
				same = false;
		}
		else if (position > len)
			inside = false;
	}
	ok(same && accepted > 100000 / (int) test_slowness(),
	   "random texts, as the oracle has it");
	ok(inside, "positions lie in the text");
}

/* Order, subtrees and round trips of random pairs of codes */
static void
test_pairs(void)
{
	bool order = true;
	bool under = true;
	bool bounds = true;
	bool round_trip = true;
	int hits = 0;

	for (int round = 0; round < 1000000 / (int) test_slowness(); round++)
	{
		char a[8];
		char b[8];
		char dotted[MC_ICD10CM_BUFSIZE];
		McIcd10cm x;
		McIcd10cm y;
		bool prefix;

		random_code(a);
		random_code(b);
		x = packed(a);
		y = packed(b);

		if ((x < y) != (strcmp(a, b) < 0) || (x == y) != (strcmp(a, b) == 0))
			order = false;
		prefix = strncmp(a, b, strlen(b)) == 0;
		hits += prefix;
		if (mc_icd10cm_is_under(x, y) != prefix)
			under = false;
		if (!mc_icd10cm_is_valid(mc_icd10cm_heading_upper(x)) ||
			mc_icd10cm_heading_upper(x) < x)
			bounds = false;
		mc_icd10cm_print(x, dotted);
		if (packed(dotted) != x || !mc_icd10cm_is_valid(x))
			round_trip = false;
	}
	ok(order, "packed order is byte order");
	ok(under && hits > 1000 / (int) test_slowness(), "is_under is: begins with");
	ok(bounds, "the upper bound of a heading is a possible code, not below it");
	ok(round_trip, "printed codes read back");
}

/* Flip every bit of a valid word: what is still valid prints and reads back */
static void
test_validation(void)
{
	bool sound = true;
	McIcd10cm x = packed("T36.0X1A");

	for (int round = 0; round < 1000000 / (int) test_slowness(); round++)
	{
		char buf[MC_ICD10CM_BUFSIZE];
		McIcd10cm word = x;

		for (uint32_t flips = 1 + next_random() % 3; flips > 0; flips--)
			word ^= UINT64_C(1) << (next_random() % 64);
		mc_icd10cm_print(word, buf);
		if (mc_icd10cm_is_valid(word) != (packed(buf) == word))
			sound = false;
	}
	ok(sound, "a word is valid if and only if it prints and reads back");
	ok(!mc_icd10cm_is_valid(MC_ICD10CM_NONE), "none is not valid");
	ok(!mc_icd10cm_is_valid(packed("E11") | 1), "the eighth byte is zero");
	ok(!mc_icd10cm_is_valid(packed("E11") & ~UINT64_C(0xFF0000000000)),
	   "two characters are too few");
	ok(!mc_icd10cm_is_valid(packed("E11") | (McIcd10cm) '9' << 24), "no gap");
	ok(!mc_icd10cm_is_valid(packed("E11") | UINT64_C(0x2000000000000000)),
	   "no lower case");
	ok(!mc_icd10cm_is_valid(~UINT64_C(0)), "no garbage");
}

/* The code column of an order file: characters 7 to 13 of each line */
static void
test_order_file(const char *data, const char *year)
{
	char path[4096];
	char line[1024];
	char name[64];
	FILE *file;
	int lines = 0;
	bool good = true;

	snprintf(name, sizeof(name), "all codes of the order file of FY%s", year);
	snprintf(path, sizeof(path), "%s/data/icd10cm/fy%s/icd10cm_order_%s.txt", data, year,
			 year);
	file = data[0] != '\0' ? fopen(path, "r") : NULL;
	if (file == NULL)
	{
		ok(true, "order file # SKIP MEDCODE_DATA has none");
		return;
	}
	while (fgets(line, sizeof(line), file) != NULL)
	{
		char have[MC_ICD10CM_BUFSIZE];
		char want[8];
		size_t position;
		McIcd10cm code;

		if (strlen(line) < 16)
			continue;
		lines++;
		memcpy(want, line + 6, 7);
		want[7] = '\0';
		if (mc_icd10cm_parse(want, 7, &code, &position) != MC_ICD10CM_OK)
		{
			good = false;
			continue;
		}
		want[strcspn(want, " ")] = '\0';
		mc_icd10cm_print_undotted(code, have);
		if (strcmp(have, want) != 0)
			good = false;
	}
	fclose(file);
	ok(good && lines > 90000, name);
}

int
main(void)
{
	const char *data = getenv("MEDCODE_DATA");

	test_packed_form();
	test_refusals();
	test_against_oracle();
	test_pairs();
	test_validation();
	test_order_file(data ? data : "", "2021");
	test_order_file(data ? data : "", "2026");

	printf("1..%d\n", tests);
	return failures == 0 ? 0 : 1;
}
