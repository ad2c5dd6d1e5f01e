/*
 * code_query_test.c
 *	  The query language: what is read, how it is printed, what is refused and where,
 *	  truth in three values, and what passes for a stored query.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "notes/code_query.h"
#include "terminology_fixture.h"

static TestHost host;

/* The nodes of a text; NULL and *error if it is none. */
static McQueryNode *
Parse(const char *text, uint32_t *count, McQueryError *error)
{
	/* a block of its own, so that reading past the end is seen */
	size_t len = strlen(text);
	char *copy = malloc(len ? len : 1);
	McQueryNode *nodes;

	if (copy == NULL)
		abort();
	if (len > 0)
		memcpy(copy, text, len);
	nodes = mc_query_parse(&host.host, copy, len, count, error);
	free(copy);
	return nodes;
}

static bool
PrintsAs(const char *text, const char *wanted)
{
	McQueryError error;
	uint32_t count;
	McQueryNode *nodes = Parse(text, &count, &error);

	return nodes && strcmp(mc_query_print(&host.host, nodes), wanted) == 0 &&
		   nodes->size == count && mc_query_is_valid(&host.host, nodes, count);
}

/* ---------- what is read ---------- */

static void
TestCanonical(void)
{
	static const struct
	{
		const char *text;
		const char *printed;
	} cases[] = {
		{"E11.9", "E11.9"},
		{"e119", "E11.9"},
		{" \t\r\n E11.9 \v\f ", "E11.9"},
		{"S72001A", "S72.001A"},
		{"E11", "E11"},
		{"E11*", "E11"},
		{"E11.*", "E11"},
		{"E11.-", "E11"},
		{"e11.6*", "E11.6"},
		{"c*", "C*"},
		{"e1*", "E1*"},
		{"I10-I15", "I10-I15"},
		{"i10 - i15", "I10-I15"},
		{"E08-E13.9", "E08-E13.9"},
		{"E08-E139", "E08-E13.9"},
		{"E08-E13.-", "E08-E13"},
		{"E11-E11", "E11"},
		{"E11.9-E11.9", "E11.9"},
		{"S72.001A-S72.001A", "S72.001A"},
		{"E11-E11.9", "E11-E11.9"},
		{"E11.9-E11", "E11.9-E11"},
		{"E11-E11.Z", "E11"},
		{"E11.2-E11.ZZ", "E11.2-E11"},
		{"T36.0X1A-T36.0X1Z", "T36.0X1A-T36.0X1"},
		{"hcc28:37", "hcc28:37"},
		{"HCC28:37", "hcc28:37"},
		{"hcc28/2025:37", "hcc28/2025:37"},
		{"hcc24:0018", "hcc24:18"},
		{"E11:affirmed", "E11"},
		{"E11:AFFIRMED", "E11"},
		{"E11@0", "E11"},
		{"E11:affirmed@0", "E11"},
		{"E11:negated", "E11:negated"},
		{"E11 : Negated @ 80", "E11:negated@80"},
		{"E11@80:negated", "E11:negated@80"},
		{"E11:historical@1", "E11:historical@1"},
		{"E11:family@100", "E11:family@100"},
		{"E11:uncertain", "E11:uncertain"},
		{"E11:any", "E11:any"},
		{"hcc28:37:any@80", "hcc28:37:any@80"},
		{"I10-I15:historical", "I10-I15:historical"},
		{"E11.-:negated", "E11:negated"},
		{"!A01", "!A01"},
		{"! A01", "!A01"},
		{"!!A01", "A01"},
		{"!!!A01", "!A01"},
		{"!(!A01)", "A01"},
		{"!(A01)", "!A01"},
		{"(((A01)))", "A01"},
		{"A01&B01", "A01 & B01"},
		{"A01 & (B01 & C01)", "A01 & B01 & C01"},
		{"(A01 & B01) & C01", "A01 & B01 & C01"},
		{"((A01 & B01) & (C01 & D01))", "A01 & B01 & C01 & D01"},
		{"A01|(B01|C01)|D01", "A01 | B01 | C01 | D01"},
		{"A01 & B01 | C01", "A01 & B01 | C01"},
		{"A01 | B01 & C01", "A01 | B01 & C01"},
		{"(A01 & B01) | C01", "A01 & B01 | C01"},
		{"(A01 | B01) & C01", "(A01 | B01) & C01"},
		{"A01 & (B01 | C01)", "A01 & (B01 | C01)"},
		{"!A01 & B01", "!A01 & B01"},
		{"!(A01 & B01)", "!(A01 & B01)"},
		{"!(A01 | B01) & !(C01 & D01)", "!(A01 | B01) & !(C01 & D01)"},
		{"!(!(A01 & B01)) & C01", "A01 & B01 & C01"},
		{"!!(A01 | B01) | C01", "A01 | B01 | C01"},
		{"A01 & A01", "A01 & A01"},
		{"HCC28", "HCC.28"},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
	{
		test_ok(PrintsAs(cases[i].text, cases[i].printed), "\"%s\" prints as \"%s\"",
				cases[i].text, cases[i].printed);
		test_ok(PrintsAs(cases[i].printed, cases[i].printed), "and that as itself");
		test_host_reset(&host);
	}
}

/* ---------- what is refused ---------- */

/* Where reading a text stops, in bytes; -1: it is read */
static long
StopsAt(const char *text)
{
	McQueryError error = {.position = 1000000000};
	uint32_t count;
	bool told;

	if (Parse(text, &count, &error) != NULL)
		return -1;
	told = error.problem != NULL && error.problem[0] != '\0' &&
		   error.position <= strlen(text);
	test_host_reset(&host);
	return told ? (long) error.position : -2;
}

static void
TestRefusals(void)
{
	static const struct
	{
		const char *text;
		long position;
	} cases[] = {
		{"", 0},
		{"   ", 3},
		{"&", 0},
		{"11", 0},
		{"E1", 2},
		{"E11 E12", 4},
		{"E11,E12", 3},
		{"E11 &", 5},
		{"E11 & ", 6},
		{"E11 & | E12", 6},
		{"E11 && E12", 5},
		{"& E11", 0},
		{"E11 !E12", 4},
		{"(E11", 4},
		{"E11)", 3},
		{"()", 1},
		{"((((", 4},
		{"!", 1},
		{"!!", 2},
		{"E11:", 4},
		{"E11:bogus", 4},
		{"E11:anyone", 4},
		{"E11:an", 4},
		{"E11:any:any", 7},
		{"E11:any:negated", 7},
		{"E11@", 4},
		{"E11@101", 4},
		{"E11@-1", 4},
		{"E11@1@2", 5},
		{"E11@4294967297", 4},
		{"E11@99999999999999999999999999", 4},
		{"E11.", 3},
		{"E1.1", 2},
		{"*", 0},
		{"1*", 0},
		{"E11-", 4},
		{"E11-&", 4},
		{"E12-E11", 0},
		{"A01 & E12-E11", 6},
		{"I10-I15-I20", 7},
		{"C*-D*", 2},
		{"E11.9.9", 5},
		{"S72.001AB", 8},
		{"hcc28:", 6},
		{"hcc28:x", 6},
		{"hcc28/2025", 10},
		{"hcc28/:37", 6},
		{"hcc28/20255:37", 6},
		{"hcc100:37", 3},
		{"hcc28:4294967333", 6},
		{"hcc28:99999999999999999999999999", 6},
		{"E11\xC2\xA0", 3}, /* a no-break space */
		{"\xC3\x84rger", 0},
		{"E11 & \xEF\xBC\xA5\x31\x31", 6}, /* a wide E */
		{"E11:\xC3\xA4ny", 4},
		{"E11@\xD9\xA1", 4}, /* an Arabic digit */
		{"E11 \xE2\x88\xA7 E12", 4},
		{"E11\xFF", 3},
		{"SELECTED", 7},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
	{
		long position = StopsAt(cases[i].text);

		test_ok(position == cases[i].position, "refused at %ld: \"%s\"",
				cases[i].position, cases[i].text);
		if (position != cases[i].position)
			printf("# position %ld\n", position);
	}
	test_ok(StopsAt("hcc0:37") >= 0 && StopsAt("hcc28:0") >= 0 &&
				StopsAt("hcc28/1999:37") >= 0,
			"no model 0, category 0, year 1999");
}

/* So many times before, a text, so many times behind */
static char *
Nested(const char *before, const char *text, const char *behind, int times)
{
	size_t size = (strlen(before) + strlen(behind)) * (size_t) times + strlen(text) + 1;
	char *all = malloc(size);
	char *end = all;

	if (all == NULL)
		abort();
	*end = '\0';
	for (int i = 0; i < times; i++)
		end = stpcpy(end, before);
	end = stpcpy(end, text);
	for (int i = 0; i < times; i++)
		end = stpcpy(end, behind);
	return all;
}

static void
TestNesting(void)
{
	static const struct
	{
		const char *before;
		const char *behind;
		const char *what;
	} cases[] = {
		{"(", ")", "parentheses"},
		{"!", "", "negations"},
		{"A01 & (B01 | ", ")", "operators in turn"},
		{"A01 | B01 & (", ")", "operators in turn, both at each depth"},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
	{
		for (int times = 99; times <= 102; times++)
		{
			char *text = Nested(cases[i].before, "E11", cases[i].behind, times);
			McQueryError error;
			uint32_t count;
			McQueryNode *nodes = Parse(text, &count, &error);
			bool good = (nodes != NULL) == (times <= 100);

			if (nodes && good)
			{
				char *printed = mc_query_print(&host.host, nodes);

				good = mc_query_is_valid(&host.host, nodes, count) &&
					   PrintsAs(printed, printed);
			}
			test_ok(good, "%s, %d deep: %s", cases[i].what, times,
					times <= 100 ? "read" : "refused");
			free(text);
			test_host_reset(&host);
		}
	}
	{
		/* as deep as the grammar allows: three levels of nodes in two of the text */
		char *text = Nested("A01 | B01 & !(", "C01 | D01", ")", 50);

		test_ok(PrintsAs(text, text), "the deepest tree of nodes is a valid one");
		free(text);
	}
	for (int k = 0; k < 3; k++)
	{
		const char *signs[] = {"(", "!", "!("};
		char *text = Nested(signs[k], "", "", 200000);

		test_ok(StopsAt(text) == 101, "200,000 times \"%s\" stops behind the hundredth",
				signs[k]);
		free(text);
	}
	test_host_reset(&host);
}

/* Parts are what is stored: each code, each "!", each row of operands. */
static void
TestSize(void)
{
	static const char *const signs[] = {" & ", " | "};

	for (int k = 0; k < 2; k++)
	{
		for (int parts = 9999; parts <= 10001; parts++)
		{
			char *text = malloc((size_t) parts * 8 + 8);
			char *at = text;
			McQueryError error;
			uint32_t count = 0;
			McQueryNode *nodes;

			if (text == NULL)
				abort();
			/* one part is the row itself */
			for (int i = 1; i < parts; i++)
				at += sprintf(at, "%s%c%02d", i > 1 ? signs[k] : "", 'A' + (i * 7) % 26,
							  i % 100);
			nodes = Parse(text, &count, &error);
			if (parts <= 10000)
				test_ok(nodes && count == (uint32_t) parts &&
							mc_query_is_valid(&host.host, nodes, count) &&
							strcmp(mc_query_print(&host.host, nodes), text) == 0,
						"%d parts joined by%sare read", parts, signs[k]);
			else
				test_ok(nodes == NULL && error.position <= strlen(text),
						"%d parts joined by%sare too many", parts, signs[k]);
			free(text);
			test_host_reset(&host);
		}
	}
}

/* ---------- random queries ---------- */

static uint32_t seed = 20261122;

static uint32_t
Random(uint32_t below)
{
	return fixture_random(&seed) % below;
}

typedef struct Tree
{
	char sign; /* & | ! or 0, an atom */
	int atom;
	int nkids;
	struct Tree *kids[4];
} Tree;

static Tree pool[4096];
static int npool;

static Tree *
Grow(int depth)
{
	Tree *tree = &pool[npool++];

	memset(tree, 0, sizeof(*tree));
	tree->sign = depth == 0 ? 0 : "&|!&|\0"[Random(6)];
	if (tree->sign == 0)
		tree->atom = (int) Random(1000);
	else
	{
		tree->nkids = tree->sign == '!' ? 1 : 2 + (int) Random(2);
		for (int i = 0; i < tree->nkids; i++)
			tree->kids[i] = Grow(depth - 1);
	}
	return tree;
}

static const struct
{
	const char *canonical;
	const char *spelled[4];
} codes[] = {
	{"E11", {"E11", "e11", "E11.-", "E11*"}},
	{"E11.9", {"E11.9", "e119", "E119", "E11.9*"}},
	{"C*", {"C*", "c*", "C*", "c*"}},
	{"I10-I15", {"I10-I15", "i10 - i15", "I10 -I15.-", "I10-I15*"}},
	{"hcc28:37", {"hcc28:37", "HCC28:37", "Hcc28:037", "hcc028:37"}},
	{"hcc28/2025:37",
	 {"hcc28/2025:37", "HCC28/2025:37", "hcc28/2025:37", "hcc28/2025:37"}},
};
static const char *const assertions[][3] = {
	{"", ":affirmed", " : Affirmed"},
	{":negated", ":negated", ": NEGATED"},
	{":historical", ":Historical", " :historical"},
	{":family", ":family", ":FAMILY"},
	{":uncertain", ":uncertain", " : uncertain"},
	{":any", ":Any", ": any"},
};
static const char *const scores[][3] = {
	{"", "@0", " @ 00"},
	{"@80", "@ 80", " @080"},
	{"@100", "@100", " @ 100"},
};

#define LENGTH(array) (sizeof(array) / sizeof((array)[0]))

/* What a tree prints as, by the rules of the page alone; above: sign that it stands under. */
static void
Canonical(const Tree *tree, char above, char *out)
{
	char sign = tree->sign;

	if (sign == 0)
	{
		sprintf(out + strlen(out), "%s%s%s", codes[tree->atom % LENGTH(codes)].canonical,
				assertions[tree->atom / 10 % LENGTH(assertions)][0],
				scores[tree->atom / 100 % LENGTH(scores)][0]);
		return;
	}
	if (sign == '!')
	{
		if (tree->kids[0]->sign == '!')
			Canonical(tree->kids[0]->kids[0], above, out);
		else
		{
			strcat(out, "!");
			Canonical(tree->kids[0], '!', out);
		}
		return;
	}
	/* an operand of its own kind, spread out, needs no parentheses */
	if (above == '!' || (above == '&' && sign == '|'))
		strcat(out, "(");
	for (int i = 0; i < tree->nkids; i++)
	{
		if (i > 0)
			sprintf(out + strlen(out), " %c ", sign);
		Canonical(tree->kids[i], sign, out);
	}
	if (above == '!' || (above == '&' && sign == '|'))
		strcat(out, ")");
}

/* The same spelt in one of many ways */
static void
Spell(const Tree *tree, char *out)
{
	bool enclosed = tree->sign == '&' || tree->sign == '|' || Random(4) == 0;

	strcat(out, Random(5) == 0 ? " \n" : "");
	if (enclosed)
		strcat(out, Random(2) ? "(" : "( ");
	if (tree->sign == 0)
	{
		const char *assertion =
			assertions[tree->atom / 10 % LENGTH(assertions)][Random(3)];
		const char *score = scores[tree->atom / 100 % LENGTH(scores)][Random(3)];
		bool turned = Random(2) == 0;

		sprintf(out + strlen(out), "%s%s%s",
				codes[tree->atom % LENGTH(codes)].spelled[Random(4)],
				turned ? score : assertion, turned ? assertion : score);
	}
	else if (tree->sign == '!')
	{
		strcat(out, Random(3) == 0 ? "!!! " : "!");
		Spell(tree->kids[0], out);
	}
	else
	{
		for (int i = 0; i < tree->nkids; i++)
		{
			if (i > 0)
				sprintf(out + strlen(out), Random(2) ? "%c" : " %c ", tree->sign);
			Spell(tree->kids[i], out);
		}
	}
	if (enclosed)
		strcat(out, Random(2) ? ")" : " )");
}

/* Truth in two values; bit i of values is that of the i-th atom. */
static bool
Holds(const Tree *tree, uint32_t values, int *atom)
{
	bool result = tree->sign == '&';

	if (tree->sign == 0)
		return values >> (*atom)++ & 1;
	if (tree->sign == '!')
		return !Holds(tree->kids[0], values, atom);
	for (int i = 0; i < tree->nkids; i++)
	{
		bool part = Holds(tree->kids[i], values, atom);

		result = tree->sign == '&' ? result && part : result || part;
	}
	return result;
}

static int
CountAtoms(const Tree *tree)
{
	int count = tree->sign == 0;

	for (int i = 0; i < tree->nkids; i++)
		count += CountAtoms(tree->kids[i]);
	return count;
}

/* With some atoms left open, is the query as true as all ways to close them say? */
static bool
TruthIsRight(const Tree *tree, const McQueryNode *nodes, int natoms)
{
	uint8_t atoms[16];
	uint32_t all = 1;

	for (int i = 0; i < natoms; i++)
		all *= 3;
	for (uint32_t given = 0; given < all; given++)
	{
		uint32_t rest = given;
		bool may[2] = {false, false};
		uint32_t open = 0;
		uint32_t known = 0;
		McTruth wanted;

		for (int i = 0; i < natoms; i++, rest /= 3)
		{
			atoms[i] = (uint8_t) (rest % 3);
			open |= (uint32_t) (atoms[i] == MC_MAYBE) << i;
			known |= (uint32_t) (atoms[i] == MC_TRUE) << i;
		}
		/* all subsets of the open ones */
		for (uint32_t some = open;; some = (some - 1) & open)
		{
			int atom = 0;

			may[Holds(tree, known | some, &atom)] = true;
			if (some == 0)
				break;
		}
		wanted = may[0] && may[1] ? MC_MAYBE : may[1] ? MC_TRUE : MC_FALSE;
		if (mc_query_truth(nodes, atoms) != wanted)
			return false;
	}
	return true;
}

static void
TestRandom(void)
{
	static char text[1 << 16];
	static char wanted[1 << 16];
	bool printed = true;
	bool again = true;
	bool valid = true;
	bool negation = true;
	bool truth = true;
	int decided = 0;

	for (int round = 0; round < 20000 / (int) test_slowness(); round++)
	{
		McQueryError error;
		uint32_t count;
		Tree *tree;
		McQueryNode *nodes;
		int natoms;

		npool = 0;
		tree = Grow((int) Random(5));
		text[0] = wanted[0] = '\0';
		Canonical(tree, 0, wanted);
		Spell(tree, text);
		nodes = Parse(text, &count, &error);
		if (nodes == NULL || strcmp(mc_query_print(&host.host, nodes), wanted) != 0)
		{
			if (printed)
				printf("# %s\n# wanted %s\n", text, wanted);
			printed = false;
			continue;
		}
		again = again && PrintsAs(wanted, wanted);
		valid = valid && mc_query_is_valid(&host.host, nodes, count);
		negation =
			negation && mc_query_has_negation(nodes) == (strchr(wanted, '!') != NULL);
		natoms = CountAtoms(tree);
		if (natoms <= 7)
		{
			truth = truth && TruthIsRight(tree, nodes, natoms);
			decided++;
		}
		test_host_reset(&host);
	}
	test_ok(printed, "queries spelt in many ways print as the page says");
	test_ok(again, "and what is printed prints as itself");
	test_ok(valid, "and is valid");
	test_ok(negation, "a \"!\" is seen where there is one");
	test_ok(truth && decided > 5000 / (int) test_slowness(),
			"truth in three values is that of all assignments");
}

/* Bytes at random: an answer, and what is read prints as itself */
static void
TestGarbage(void)
{
	static const char alphabet[] = "EeC19.*-&|!() :@hc/2n\tany\xC3\xA4";
	bool sound = true;
	int read = 0;

	for (int round = 0; round < 300000 / (int) test_slowness(); round++)
	{
		char text[24];
		size_t len = Random(sizeof(text));
		McQueryError error = {.position = 1000};
		McQueryNode *nodes;
		uint32_t count;

		for (size_t i = 0; i < len; i++)
			text[i] = alphabet[Random(sizeof(alphabet) - 1)];
		text[len] = '\0';
		nodes = Parse(text, &count, &error);
		if (nodes)
		{
			char *printed = mc_query_print(&host.host, nodes);

			read++;
			if (!mc_query_is_valid(&host.host, nodes, count) ||
				!PrintsAs(printed, printed))
				sound = false;
		}
		else if (error.position > len)
			sound = false;
		test_host_reset(&host);
	}
	test_ok(sound && read > 100 / (int) test_slowness(),
			"random text is read soundly or refused within it");
}

/* ---------- stored nodes ---------- */

static void
TestDamage(void)
{
	static const char *const queries[] = {
		"E11.9",
		"C*@80",
		"I10-I15:historical",
		"hcc28/2025:37:any@80",
		"!E11:negated",
		"A01 & B01",
		"A01 | !(B01 & C01:any@1) | hcc28:37",
		"(A01 | B01) & !(C01 | D01 & E01) & F01-G01",
	};

	for (size_t q = 0; q < LENGTH(queries); q++)
	{
		McQueryError error;
		uint32_t count;
		McQueryNode *parsed = Parse(queries[q], &count, &error);
		McQueryNode good[16];
		size_t size = count * sizeof(McQueryNode);
		McQueryNode *block = malloc(size); /* no more, so that reading on is seen */
		bool sound = true;
		bool closed = true;
		int valid = 0;

		if (block == NULL || parsed == NULL || count > LENGTH(good))
			abort();
		memcpy(good, parsed, size);
		for (size_t at = 0; at < size; at++)
		{
			for (int value = 0; value < 256; value++)
			{
				memcpy(block, good, size);
				if (((uint8_t *) block)[at] == value)
					continue;
				((uint8_t *) block)[at] = (uint8_t) value;
				if (!mc_query_is_valid(&host.host, block, count))
					continue;
				valid++;
				if (at % sizeof(McQueryNode) == offsetof(McQueryNode, unused))
					closed = false;
				{
					char *printed = mc_query_print(&host.host, block);
					uint32_t count2 = 0;
					McQueryNode *read = Parse(printed, &count2, &error);

					if (read == NULL || count2 != count || memcmp(read, block, size) != 0)
						sound = false;
				}
			}
			test_host_reset(&host);
		}
		test_ok(sound && closed && valid > 0 && valid < (int) size * 64,
				"one byte of \"%s\" damaged: refused, or another canonical query",
				queries[q]);
		sound = !mc_query_is_valid(&host.host, good, 0);
		if (count > 1)
		{
			McQueryNode *less = malloc(size - sizeof(McQueryNode));

			if (less == NULL)
				abort();
			memcpy(less, good, size - sizeof(McQueryNode));
			sound = sound && !mc_query_is_valid(&host.host, less, count - 1);
			free(less);
		}
		test_ok(sound, "and with a node cut off");
		free(block);
		test_host_reset(&host);
	}
}

static McQueryNode
Codes(const char *text)
{
	McQueryError error;
	uint32_t count;
	McQueryNode *nodes = Parse(text, &count, &error);

	if (nodes == NULL || count != 1)
		abort();
	return *nodes;
}

/* Shapes that text cannot have */
static void
TestShapes(void)
{
	McQueryNode a = Codes("A01");
	McQueryNode b = Codes("B01");
	McQueryNode nodes[8];
	uint32_t large = MC_QUERY_MAX_NODES + 1;
	McQueryNode *many;

#define OPERATOR(kind, all) ((McQueryNode){.type = (kind), .size = (all)})
#define VALID(count)        mc_query_is_valid(&host.host, nodes, (count))

	nodes[0] = OPERATOR(MC_QUERY_AND, 3);
	nodes[1] = a;
	nodes[2] = b;
	test_ok(VALID(3), "a & b");
	test_ok(!VALID(2), "without b");
	nodes[0] = OPERATOR(MC_QUERY_AND, 2);
	test_ok(!VALID(2), "& with one operand");
	nodes[0] = OPERATOR(MC_QUERY_AND, 1);
	test_ok(!VALID(1), "& with none");
	nodes[0] = OPERATOR(MC_QUERY_NOT, 1);
	test_ok(!VALID(1), "! with none");
	nodes[0] = OPERATOR(MC_QUERY_NOT, 3);
	test_ok(!VALID(3), "! with two");
	nodes[0] = OPERATOR(MC_QUERY_NOT, 3);
	nodes[1] = OPERATOR(MC_QUERY_NOT, 2);
	nodes[2] = a;
	test_ok(!VALID(3), "!!a");
	nodes[0] = OPERATOR(MC_QUERY_AND, 5);
	nodes[1] = a;
	nodes[2] = OPERATOR(MC_QUERY_AND, 3);
	nodes[3] = a;
	nodes[4] = b;
	test_ok(!VALID(5), "a & (a & b)");
	nodes[2].type = MC_QUERY_OR;
	test_ok(VALID(5), "a & (a | b)");
	nodes[2].assertion = MC_QUERY_ANY;
	test_ok(!VALID(5), "an operator with an assertion");
	nodes[2] = OPERATOR(MC_QUERY_OR, 4);
	test_ok(!VALID(5), "an operand longer than what it is in");
	nodes[0] = a;
	nodes[1] = b;
	test_ok(!VALID(2), "two queries");
	nodes[0].size = 2;
	test_ok(!VALID(2), "a code with something below");
	nodes[0] = a;
	nodes[0].high = nodes[0].low;
	test_ok(!VALID(1), "a code without what is below it");
	nodes[0] = Codes("hcc28:37");
	nodes[0].low = UINT64_C(1) << 32 | 37;
	test_ok(!VALID(1), "a category of more than 32 bits");
	nodes[0] = Codes("hcc28/2025:37");
	nodes[0].high |= UINT64_C(1) << 20;
	test_ok(!VALID(1), "a year of more than 16 bits");

	/* more than there may be, and deeper */
	many = calloc(large, sizeof(McQueryNode));
	if (many == NULL)
		abort();
	many[0] = OPERATOR(MC_QUERY_AND, large);
	for (uint32_t i = 1; i < large; i++)
		many[i] = a;
	test_ok(!mc_query_is_valid(&host.host, many, large), "10,001 nodes");
	for (uint32_t i = 0; i + 1 < 10000; i++)
		many[i] = OPERATOR(MC_QUERY_NOT, 10000 - i);
	many[9999] = a;
	test_ok(!mc_query_is_valid(&host.host, many, 10000), "9,999 negations");
	for (uint32_t i = 0; i + 2 < 9999; i += 2)
	{
		many[i] = OPERATOR(i / 2 % 2 ? MC_QUERY_OR : MC_QUERY_AND, 9999 - i);
		many[i + 1] = a;
	}
	many[9998] = b;
	test_ok(!mc_query_is_valid(&host.host, many, 9999), "operators 4,999 deep");
	free(many);
	test_host_reset(&host);
}

int
main(void)
{
	test_host_init(&host);
	TestCanonical();
	TestRefusals();
	TestNesting();
	TestSize();
	TestRandom();
	TestGarbage();
	TestDamage();
	TestShapes();
	return test_done();
}
