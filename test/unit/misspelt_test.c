/*
 * misspelt_test.c
 *	  Unit tests of misspelt words: what they are meant as, and in which terms.
 */
#include <stdio.h>
#include <string.h>

#include "match/dictionary_words.h"
#include "terminology_fixture.h"
#include "text/stem.h"

/* Each condition with two more terms: a word of fewer is not worth being corrected to. */
#define THREE(word, code)                                                      \
	{word, code, MC_SOURCE_SYNONYM}, {"acute " word, code, MC_SOURCE_SYNONYM}, \
	{                                                                          \
		"severe " word, code, MC_SOURCE_SYNONYM                                \
	}

static const FixtureTerm terms[] = {
	THREE("pneumonia", "J18.9"),
	THREE("hypertension", "I10"),
	THREE("hypotension", "I95.9"),
	THREE("diabetes mellitus", "E11.9"),
	THREE("diabetes", "E11.8"),
	THREE("gastritis", "K29.70"),
	THREE("hyperkalemia", "E87.5"),
	THREE("hypokalemia", "E87.6"),
	THREE("atrial fibrillation", "I48.91"),
	THREE("arterial thrombosis", "I74.9"),
	THREE("atrial thrombosis", "I51.3"),
	THREE("fibrillation", "I49.01"),
	THREE("atrial", "I51.89"),
	THREE("arterial", "I77.9"),
	THREE("hemorrhoids", "K64.9"),
	THREE("infection", "B99.9"),
	THREE("ptosis", "H02.409"),
	{"rare pneumonitis", "J84.9", MC_SOURCE_SYNONYM},
	{"poisoning by lamotrigine", "T42.6X1A", MC_SOURCE_SYNONYM},
	{"lamotrigine poisoning", "T42.6X1A", MC_SOURCE_SYNONYM},
	{"lamotrigine", "T42.6X1A", MC_SOURCE_SYNONYM},
	{NULL, NULL, MC_NSOURCES},
};

static const FixtureRole roles[] = {{"inflection", "own"}, {NULL, NULL}};

static McMisspelt misspelt;

static uint32_t
Corrections(void *arg, const McWord *word, const McCorrection **list)
{
	(void) arg;
	return mc_misspelt(&misspelt, word, list);
}

static void
Begin(TestHost *host, Fixture *fixture)
{
	const FixtureRows rows = {terms, NULL, NULL, NULL, NULL};
	const FixtureLanguage language = {NULL, roles, NULL};

	fixture_init_language(host, &rows, &language, fixture);
	mc_dictionary_misspelt(fixture->dictionary, &misspelt);
	fixture->handle.corrections = Corrections;
}

/* What a word is meant as, "" if nothing, with a blank between two */
static const char *
Meant(const char *word)
{
	static char out[128];
	char padded[128] = {0};
	McWord w = {.text = padded};
	const McCorrection *list;
	McStem stem;
	uint32_t n;

	strcpy(padded, word);
	w.len = (uint32_t) strlen(word);
	w.key = mc_hash_bytes(padded, w.len);
	mc_stem(padded, w.len, w.key, &stem);
	w.stem_key = stem.key;
	w.flags = stem.flags;
	n = mc_misspelt(&misspelt, &w, &list);
	out[0] = '\0';
	for (uint32_t i = 0; i < n; i++)
		sprintf(out + strlen(out), "%s%.*s", i > 0 ? " " : "", list[i].len, list[i].word);
	return out;
}

static void
TestWords(void)
{
	static const char *const cases[][2] = {
		/* an error of each kind */
		{"pnuemonia", "pneumonia"},
		{"pneumona", "pneumonia"},
		{"pneumoniia", "pneumonia"},
		{"pneomonia", "pneumonia"},
		{"hypertenson", "hypertension"},
		{"diabetis", "diabetes"},
		/* two of one word, that the words beside it decide */
		{"artrial", "atrial arterial"},
		/* two errors by ear; others are none */
		{"hemmorhoids", "hemorrhoids"},
		{"hemorkoigs", ""},
		/* another beginning or ending may be meant */
		{"hyptension", ""},
		{"hyprkalemia", ""},
		{"hypkalemia", ""},
		{"hyporkalemia", ""},
		{"hypekalemia", ""},
		{"gastrosis", ""},
		/* the first letter, the last, a short word, one that is right, a form, a derivation */
		{"qneumonia", ""},
		{"hypertensiox", ""},
		{"ptsis", ""},
		{"ptasis", ""},
		{"pneumonias", ""},
		{"pneumonia", ""},
		{"gastritic", ""},
		/* too few terms, no disease, an instrument */
		{"pneumonitiss", ""},
		{"lamotrigne", ""},
		{"infectotomy", ""},
		/* not of letters a to z */
		{"pn3umonia", ""},
		{"pneumonia's", ""},
		{"pn\xc3\xa9umonia", ""},
		{"zzzzzzzz", ""},
	};
	TestHost host;
	Fixture fixture;

	test_host_init(&host);
	Begin(&host, &fixture);
	/* found, and found again in the memory */
	for (int round = 0; round < 2; round++)
	{
		for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
			test_ok(strcmp(Meant(cases[i][0]), cases[i][1]) == 0, "%s: \"%s\", is \"%s\"",
					cases[i][0], cases[i][1], Meant(cases[i][0]));
	}
	fixture_done(&fixture);
	test_host_reset(&host);
}

static void
TestNotes(void)
{
	static const char *const cases[][2] = {
		{"He has pnuemonia.", "pnuemonia=J18.9"},
		{"He has diabetis mellitus.", "diabetis mellitus=E11.9"},
		{"Hypertenson. Pneumonia.", "Hypertenson=I10 | Pneumonia=J18.9"},
		/* the neighbour decides; alone, or where both are a term, nothing does */
		{"artrial fibrillation", "artrial fibrillation=I48.91"},
		{"artrial fibrilation", "artrial fibrilation=I48.91"},
		{"artrial", ""},
		{"artrial thrombosis", ""},
		/* a role, a title, a capital within a sentence, capitals */
		{"an infekction, an inflection", "infekction=B99.9"},
		{"Dr. Gastrits", ""},
		{"seen with Gastrits", ""},
		{"seen with gastrits", "gastrits=K29.70"},
		{"seen with Hypertenson", "Hypertenson=I10"},
		{"GASTRITS", ""},
		{"1. Gastrits", "Gastrits=K29.70"},
	};
	TestHost host;
	Fixture fixture;

	test_host_init(&host);
	Begin(&host, &fixture);
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
	{
		McDocument doc;
		McMentions mentions;
		const char *printed;

		mc_document(&host.host, fixture.handle.headers, cases[i][0], strlen(cases[i][0]),
					&doc);
		mc_match(&host.host, &fixture.handle, &doc, &mentions);
		printed = fixture_print_mentions(&doc, &mentions);
		test_ok(strcmp(printed, cases[i][1]) == 0, "\"%s\": \"%s\", is \"%s\"",
				cases[i][0], cases[i][1], printed);
		if (i == 0)
			test_ok(mentions.list[0].score == 85 && mentions.list[0].ncorrected == 1 &&
						mentions.list[0].corrected[0].token == 2 &&
						memcmp(mentions.list[0].corrected[0].word, "pneumonia", 9) == 0,
					"a misspelt word lowers the score and is named");
	}
	fixture_done(&fixture);
	test_host_reset(&host);
}

/* The block is the same for the same words, and no other is taken for one. */
static void
TestBlock(void)
{
	static const McSpelledWord list[] = {{"gastritis", 9, 5, 5, true},
										 {"pneumonia", 9, 40, 40, true},
										 {"x", 1, 1, 1, false}};
	TestHost host;
	McMisspeltWords words;
	size_t size;
	size_t again;
	char *block;
	char *other;

	test_host_init(&host);
	block = mc_misspelt_words_write(&host.host, list, 3, &size);
	other = mc_misspelt_words_write(&host.host, list, 3, &again);
	test_ok(size == again && memcmp(block, other, size) == 0,
			"block: same words, same block");
	test_ok(mc_misspelt_words_open(&words, block, size), "block: is opened");
	test_ok(!mc_misspelt_words_open(&words, block, size - 1) &&
				!mc_misspelt_words_open(&words, block, 4),
			"block: a part of one is none");
	other[0] ^= 1;
	test_ok(!mc_misspelt_words_open(&words, other, size), "block: of other kind is none");
	block = mc_misspelt_words_write(&host.host, NULL, 0, &size);
	test_ok(mc_misspelt_words_open(&words, block, size), "block: of no words");
	test_host_reset(&host);
}

int
main(void)
{
	TestWords();
	TestNotes();
	TestBlock();
	return test_done();
}
