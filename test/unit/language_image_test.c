/*
 * language_image_test.c
 *	  The image of a dictionary, but for its terms, and of cues, whole and damaged,
 *	  and dictionaries opened again for additions.
 */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "context/assertion.h"
#include "terminology/language_image.h"
#include "terminology_fixture.h"

/* Bytes of a description of all look-ups */
#define DESCRIPTION_SIZE (1024 * 1024)

/* Longer than the header of an image */
#define BEGINNING 512

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

static const char *const generic_words[] = {"disease", "unspecified", "other", NULL};

static const FixtureTerm terms[] = {
	{"chest pain", "R07.9", MC_SOURCE_SITE},
	{"pain", "R52", MC_SOURCE_LAY},
	{"pain in the left arm", "M79.602", MC_SOURCE_SYNONYM},
	{"heart failure", "I50.9", MC_SOURCE_SYNONYM},
	{"congestive heart failure", "I50.9", MC_SOURCE_TITLE},
	{"acute on chronic congestive heart failure", "I50.23", MC_SOURCE_INCLUSION},
	{"gout", "M10.9", MC_SOURCE_INDEX},
	{"gout", "M10.00", MC_SOURCE_ONTOLOGY},
	{"Sj\xC3\xB6gren syndrome", "M35.00", MC_SOURCE_SYNONYM},
	{"crohn disease", "K50.90", MC_SOURCE_TITLE},
	{"chronic kidney disease stage 3", "N18.30", MC_SOURCE_TITLE},
	{"chronic kidney disease", "N18", MC_SOURCE_TITLE},
	{"alpha bravo charlie delta echo foxtrot golf hotel india juliett kilo lima mike "
	 "november oscar papa quebec romeo sierra tango uniform victor whiskey zulu",
	 "A00.0", MC_SOURCE_SITE},
	{NULL, NULL, MC_NSOURCES},
};

static const FixtureAbbreviation abbreviations[] = {
	{"CHF", "congestive heart failure", true},
	{"CKD", "chronic kidney disease", false},
	{"CP", "chest pain", true},
	{"CP", "cerebral palsy", true},
	{"h/o", "history of", false},
	{NULL, NULL, false},
};

static const FixtureHeader headers[] = {
	{"assessment", MC_SECTION_ASSESSMENT},
	{"family history", MC_SECTION_FAMILY},
	{"history of present illness", MC_SECTION_PRESENT_ILLNESS},
	{NULL, MC_SECTION_OTHER},
};

static const FixtureCue cues[] = {
	{"no", MC_CUE_NEGATED, MC_CUE_FORWARD, 0},
	{"no evidence of", MC_CUE_NEGATED, MC_CUE_FORWARD, 6},
	{"no increase", MC_CUE_NEGATED, MC_CUE_PSEUDO, 0},
	{"is unlikely", MC_CUE_UNCERTAIN, MC_CUE_BACKWARD, 0},
	{"history of", MC_CUE_HISTORICAL, MC_CUE_FORWARD, 0},
	{"if", MC_CUE_HYPOTHETICAL, MC_CUE_FORWARD, 0},
	{"mother", MC_CUE_FAMILY, MC_CUE_FORWARD, 0},
	{"but", MC_CUE_ANY, MC_CUE_TERMINATE, 0},
	{NULL, MC_CUE_ANY, MC_CUE_TERMINATE, 0},
};

static const char note[] =
	"HISTORY OF PRESENT ILLNESS:\nNo evidence of chest pain but CHF is unlikely. h/o gout.\n"
	"FAMILY HISTORY:\nMother had Sj\xC3\xB6gren's syndrome and CKD stage 3, no increase of pain.\n"
	"ASSESSMENT:\nAcute on chronic congestive heart failure. If pain in the left arm, call. CP.\n"
	"alpha bravo charlie delta echo foxtrot golf hotel india juliett kilo lima mike november "
	"oscar papa quebec romeo sierra tango uniform victor whiskey zulu. Cerebral palsy, history "
	"of crohn disease, yankee.\n"
	"PLAN:\nRest.\n";

static void
AddTerm(McDictionary *dictionary, const FixtureTerm *list, uint64_t id)
{
	const FixtureTerm *term = &list[id - 1];

	mc_dictionary_add_term(dictionary, term->phrase, id, fixture_code(term->code),
						   term->source);
}

static void
AddRest(TestHost *host, McDictionary *dictionary)
{
	for (const FixtureAbbreviation *a = abbreviations; a->abbreviation; a++)
		mc_dictionary_add_abbreviation(dictionary, a->abbreviation, a->expansion,
									   a->upper_only);
	for (const FixtureHeader *h = headers; h->title; h++)
		mc_headers_add(&host->host, mc_dictionary_headers(dictionary), h->title,
					   h->category);
}

static McDictionary *
Begin(TestHost *host)
{
	McDictionary *dictionary = mc_dictionary_create(&host->host);

	for (size_t i = 0; generic_words[i]; i++)
		mc_dictionary_add_generic(dictionary, generic_words[i]);
	return dictionary;
}

static void
AddTerms(McDictionary *dictionary, const FixtureTerm *list)
{
	for (uint64_t id = 1; list[id - 1].phrase; id++)
		AddTerm(dictionary, list, id);
}

/* A finished dictionary of the terms of a list and all else */
static McDictionary *
Build(TestHost *host, const FixtureTerm *list)
{
	McDictionary *dictionary = Begin(host);

	AddTerms(dictionary, list);
	AddRest(host, dictionary);
	mc_dictionary_finish(dictionary);
	return dictionary;
}

/* Terms to find with what an image holds, which are none of it */
static TestHost keep;
static McDictionary *kept_terms;

static void
BuildCues(TestHost *host, McCues *list)
{
	mc_cues_init(&host->host, list);
	for (uint64_t i = 0; cues[i].phrase; i++)
		mc_cues_add(list, cues[i].phrase, i + 1, cues[i].category, cues[i].direction,
					cues[i].max_scope);
	mc_cues_finish(list);
}

static char *Print(char *to, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* Append to a description; returns its end. */
static char *
Print(char *to, const char *format, ...)
{
	va_list args;
	int n;

	va_start(args, format);
	n = vsnprintf(to, 256, format, args);
	va_end(args);
	return to + (n < 256 ? n : 255);
}

static char *
PrintWords(char *to, const McTermWord *words, unsigned n)
{
	for (unsigned i = 0; i < n; i++)
		to = Print(to, " %llx/%llx", (unsigned long long) words[i].stem_key,
				   (unsigned long long) words[i].lemma_key);
	return to;
}

/* A posting and its term */
typedef struct Posted
{
	McTerm term;
	const McPosting *posting;
} Posted;

static int
ComparePosted(const void *a, const void *b)
{
	uint64_t x = ((const Posted *) a)->term.id;
	uint64_t y = ((const Posted *) b)->term.id;

	return x < y ? -1 : x > y;
}

/* Everything the dictionary has under a stem; as a set, because its order is nobody's business. */
static char *
PrintPosted(char *to, const char *end, const McDictionary *dictionary, uint64_t key)
{
	McPostings lists[MC_POSTING_LISTS];
	unsigned nlists = mc_dictionary_posted(dictionary, key, lists);
	size_t total = 0;
	size_t n = 0;
	Posted *sorted;

	for (unsigned l = 0; l < nlists; l++)
		total += lists[l].count;
	sorted = calloc(total + 1, sizeof(Posted));
	if (sorted == NULL)
		abort();
	for (unsigned l = 0; l < nlists; l++)
	{
		const McPosting *posting = lists[l].first;

		for (uint32_t i = 0; i < lists[l].count; i++, posting = mc_posting_next(posting))
		{
			sorted[n].posting = posting;
			if (mc_dictionary_term(dictionary, mc_posting_reference(posting),
								   &sorted[n].term))
				n++;
		}
	}
	qsort(sorted, n, sizeof(Posted), ComparePosted);
	to = Print(to, "posted %llx: %zu\n", (unsigned long long) key, total);
	for (size_t i = 0; i < n && end - to > 8192; i++)
	{
		const McTerm *term = &sorted[i].term;
		const McPosting *posting = sorted[i].posting;

		to = Print(to, "%llu %llx %.100s %u %u %u", (unsigned long long) term->id,
				   (unsigned long long) term->code, term->phrase, term->source,
				   mc_posting_words(posting), mc_posting_flags(posting));
		to = PrintWords(to, term->words, term->nwords);
		for (unsigned k = 0; k < mc_posting_keys(posting); k++)
			to = Print(to, " %llx", (unsigned long long) posting->keys[k]);
		to = Print(to, "\n");
	}
	free(sorted);
	return to;
}

static char *
PrintExpansions(char *to, const char *end, const McDictionary *dictionary, uint64_t key)
{
	const McExpansion *list = NULL;
	uint32_t n = mc_dictionary_expansions(dictionary, key, &list);

	to = Print(to, "expansions %llx:\n", (unsigned long long) key);
	for (uint32_t i = 0; i < n && end - to > 8192; i++)
	{
		to = Print(to, "%d", list[i].upper_only);
		to = PrintWords(to, list[i].words,
						list[i].nwords > MC_MAX_TERM_WORDS ? MC_MAX_TERM_WORDS
														   : list[i].nwords);
		to = Print(to, "\n");
	}
	return to;
}

static char *
PrintCues(char *to, const char *end, const McCues *list, uint64_t key)
{
	const McCue *found = NULL;
	uint32_t n = mc_cues_starting(list, key, &found);

	to = Print(to, "cues %llx:\n", (unsigned long long) key);
	for (uint32_t i = 0; i < n && end - to > 8192; i++)
	{
		to = Print(to, "%llu %u %u %u", (unsigned long long) found[i].id,
				   found[i].max_scope, found[i].category, found[i].direction);
		for (unsigned k = 0; k < found[i].ntokens && k < 64; k++)
			to = Print(to, " %llx", (unsigned long long) found[i].keys[k]);
		to = Print(to, "\n");
	}
	return to;
}

/*
 * All that can be asked of a dictionary and cues, by the words of the note and of more
 * text, and what the engine makes of the note with them.  The terms are those of another
 * dictionary, or of this one.  A buffer that the caller frees.
 */
static char *
Describe(const McDictionary *of_terms, McDictionary *dictionary, const McCues *list,
		 const char *more)
{
	char *description = malloc(DESCRIPTION_SIZE);
	char *end = description + DESCRIPTION_SIZE - 4096;
	char *to = description;
	char *all = malloc(sizeof(note) + strlen(more) + 2);
	TestHost work;
	McHeaders none;
	McDocument doc;
	McMentions mentions = {0};
	Fixture fixture;
	FixtureRows empty = {0};

	if (description == NULL || all == NULL)
		abort();
	sprintf(all, "%s\n%s", note, more);
	test_host_init(&work);
	mc_headers_init(&work.host, &none);
	mc_document(&work.host, &none, all, strlen(all), &doc);
	to = Print(to, "%zu terms\n", mc_dictionary_terms(of_terms));
	for (size_t i = 0; i < doc.words.count && end - to > 16384; i++)
	{
		const McTermWord word = {.stem_key = doc.words.list[i].stem_key};

		to = Print(to, "generic %d\n", mc_dictionary_is_generic(dictionary, &word, 1));
		to = PrintPosted(to, end, of_terms, word.stem_key);
		to = PrintExpansions(to, end, dictionary, doc.words.list[i].key);
	}
	for (size_t i = 0; i < doc.tokens.count && end - to > 16384; i++)
		to = PrintCues(to, end, list, mc_cue_key(&doc.words, &doc.tokens.list[i]));

	fixture_init(&work, &empty, &fixture);
	fixture.dictionary = dictionary;
	fixture.terms = of_terms;
	mc_document(&work.host, mc_dictionary_headers(dictionary), note, strlen(note), &doc);
	for (size_t i = 0; i < doc.sections.count && end - to > 16384; i++)
		to = Print(to, "section %u %u\n", doc.sections.list[i].start,
				   doc.sections.list[i].category);
	mc_match(&work.host, &fixture.handle, &doc, &mentions);
	for (size_t i = 0; i < mentions.count && end - to > 16384; i++)
	{
		const McMention *m = &mentions.list[i];
		McTarget target = {.first_token = m->first_token, .last_token = m->last_token};
		McAssertion assertion;

		mc_assert(&work.host, list, &doc, &target, 1, &assertion);
		to = Print(to, "mention %u %u %llu %u %s\n", m->first_token, m->last_token,
				   (unsigned long long) m->term.id, m->score,
				   fixture_print_assertion(&assertion));
	}
	fixture_done(&fixture);
	test_host_reset(&work);
	free(all);
	return description;
}

/* Do two descriptions agree?  Frees the second. */
static bool
Agrees(const char *want, char *have)
{
	bool same = strcmp(want, have) == 0;

	if (!same)
	{
		size_t at = 0;

		while (want[at] == have[at])
			at++;
		printf("# want ...%.120s\n# have ...%.120s\n", want + at, have + at);
	}
	free(have);
	return same;
}

/* The image in a buffer of malloc, so that reading behind it is noticed */
static char *
WriteImage(const McDictionary *dictionary, const McCues *list, size_t *size)
{
	char *image;

	*size = mc_language_image_size(dictionary, list);
	image = malloc(*size);
	if (image == NULL)
		abort();
	mc_language_image_write(dictionary, list, image);
	return image;
}

static char *
Copy(const char *image, size_t size)
{
	char *copy = malloc(size > 0 ? size : 1);

	if (copy == NULL)
		abort();
	memcpy(copy, image, size);
	return copy;
}

/* Open a copy of an image and describe it, with terms; NULL if it is refused. */
static char *
DescribeImage(const McDictionary *of_terms, const char *image, size_t size,
			  const char *more)
{
	char *copy = Copy(image, size);
	char *description = NULL;
	TestHost host;
	McDictionary *dictionary;
	McCues list;

	test_host_init(&host);
	if (mc_language_image_open(&host.host, copy, size, &dictionary, &list))
		description = Describe(of_terms, dictionary, &list, more);
	test_host_reset(&host);
	free(copy);
	return description;
}

static void
TestRoundTrip(void)
{
	TestHost host;
	TestHost opened;
	McDictionary *dictionary;
	McDictionary *other;
	McDictionary *again;
	McCues list;
	McCues list_again;
	char *want;
	char *have;
	char *image;
	char *second;
	char *copy;
	size_t size;
	size_t size_again;

	test_host_init(&host);
	dictionary = Build(&host, terms);
	other = Build(&host, &terms[COUNT(terms) - 1]);
	BuildCues(&host, &list);
	want = Describe(kept_terms, dictionary, &list, "");
	test_ok(strstr(want, "mention ") && strstr(want, "acute on chronic congestive"),
			"round trip: the dictionary finds something");
	image = WriteImage(dictionary, &list, &size);
	second = WriteImage(dictionary, &list, &size_again);
	test_ok(size == size_again && memcmp(image, second, size) == 0,
			"round trip: written twice, the same bytes");
	free(second);
	second = WriteImage(other, &list, &size_again);
	test_ok(size == size_again && memcmp(image, second, size) == 0,
			"round trip: terms are no part of the image");
	free(second);
	test_ok(Agrees(want, Describe(dictionary, dictionary, &list, "")),
			"round trip: writing leaves the dictionary as it was");
	test_ok(mc_language_image_total(image, size) == size &&
				mc_language_image_total(image, BEGINNING) == size,
			"round trip: the beginning says the size");
	test_ok(mc_language_image_total(image, 0) == 0 &&
				mc_language_image_total(image, 7) == 0 &&
				mc_language_image_total(image, 16) == 0,
			"round trip: but not if it is too short");
	test_host_reset(&host);

	have = DescribeImage(kept_terms, image, size, "");
	test_ok(have && Agrees(want, have),
			"round trip: an opened image gives what the dictionary gave");

	test_host_init(&opened);
	copy = Copy(image, size);
	if (mc_language_image_open(&opened.host, copy, size, &again, &list_again))
	{
		test_ok(mc_dictionary_terms(again) == 0,
				"round trip: an opened image has no terms");
		second = WriteImage(again, &list_again, &size_again);
		test_ok(size == size_again && memcmp(image, second, size) == 0,
				"round trip: the image of an opened image has the same bytes");
		free(second);
	}
	else
		test_ok(false, "round trip: opens a second time");
	test_host_reset(&opened);
	free(copy);
	free(image);
	free(want);
}

/* Nothing in it at all, and more than its maps begin with */
static void
TestSizes(void)
{
	static char text[200000];
	uint32_t state = 5;
	size_t length = 0;
	TestHost host;
	McDictionary *dictionary;
	McCues list;
	char *want;
	char *have;
	char *image;
	size_t size;
	size_t generic = 0;
	size_t expansions = 0;

	test_host_init(&host);
	dictionary = mc_dictionary_create(&host.host);
	mc_dictionary_finish(dictionary);
	mc_cues_init(&host.host, &list);
	mc_cues_finish(&list);
	want = Describe(dictionary, dictionary, &list, "");
	image = WriteImage(dictionary, &list, &size);
	have = DescribeImage(dictionary, image, size, "");
	test_ok(have && Agrees(want, have), "sizes: an empty dictionary");
	free(image);
	free(want);
	test_host_reset(&host);

	dictionary = Begin(&host);
	mc_cues_init(&host.host, &list);
	for (int i = 0; i < 3000; i++)
	{
		char word[3][16];
		char phrase[40];

		for (int w = 0; w < 3; w++)
			sprintf(word[w], "w%c%c%cx", (int) ('a' + fixture_random(&state) % 26),
					(int) ('a' + fixture_random(&state) % 26),
					(int) ('a' + fixture_random(&state) % 4));
		sprintf(phrase, "%s %s", word[1], word[2]);
		expansions +=
			mc_dictionary_add_abbreviation(dictionary, word[0], phrase, i % 2 == 0);
		if (i % 3 == 0)
			mc_dictionary_add_generic(dictionary, word[1]);
		if (i % 4 == 0)
			mc_headers_add(&host.host, mc_dictionary_headers(dictionary), phrase,
						   i % 8 == 0 ? MC_SECTION_LABS : MC_SECTION_FAMILY);
		mc_cues_add(&list, phrase, (uint64_t) i + 1, MC_CUE_NEGATED, MC_CUE_FORWARD, 0);
		length += (size_t) sprintf(text + length, "%s %s.\n", word[0], phrase);
	}
	mc_dictionary_finish(dictionary);
	mc_cues_finish(&list);
	want = Describe(kept_terms, dictionary, &list, text);
	for (const char *at = want; (at = strstr(at, "generic 1")); at++)
		generic++;
	test_ok(expansions == 3000 && generic > 600,
			"sizes: 3,000 abbreviations and cues, %zu generic words", generic);
	image = WriteImage(dictionary, &list, &size);
	have = DescribeImage(kept_terms, image, size, text);
	test_ok(have && Agrees(want, have), "sizes: their image");
	free(image);
	free(want);
	test_host_reset(&host);
}

/* Damage must be refused or harmless; the sanitizers see what is not. */
static void
TestDamage(void)
{
	TestHost host;
	McDictionary *dictionary;
	McCues list;
	char *image;
	size_t size;
	size_t total_at = 0;
	size_t magic = 0;
	size_t opened = 0;
	size_t cuts = 0;
	uint32_t state = 11;

	test_host_init(&host);
	dictionary = Build(&host, terms);
	BuildCues(&host, &list);
	image = WriteImage(dictionary, &list, &size);
	test_host_reset(&host);

	for (size_t at = 0; at < BEGINNING; at++)
		for (int bit = 0; bit < 8; bit++)
		{
			char *have;

			image[at] ^= (char) (1 << bit);
			magic += at < 8 && mc_language_image_total(image, size) == 0;
			have = DescribeImage(kept_terms, image, size, "");
			opened += at < 8 && have;
			free(have);
			image[at] ^= (char) (1 << bit);
		}
	test_ok(magic == 64 && opened == 0, "damage: of another kind, by its first bytes");
	test_ok(true, "damage: each bit of the header");

	for (int round = 0; round < 6000 / (int) test_slowness(); round++)
	{
		char *damaged = Copy(image, size);

		for (uint32_t n = 1 + fixture_random(&state) % 3; n > 0; n--)
			damaged[fixture_random(&state) % size] = (char) fixture_random(&state);
		free(DescribeImage(kept_terms, damaged, size, ""));
		free(damaged);
	}
	test_ok(true, "damage: random bytes");

	/* where the numbers are that something is counted or found by */
	for (size_t at = 0; at + 4 <= size; at += 4)
	{
		static const uint32_t extremes[] = {UINT32_MAX, 0x7FFFFFFF, 0x80000000, 1};
		uint32_t kept;

		memcpy(&kept, image + at, sizeof(kept));
		if (kept == 0 && fixture_random(&state) % 16 != 0)
			continue;
		memcpy(image + at, &extremes[at / 4 % COUNT(extremes)], sizeof(kept));
		free(DescribeImage(kept_terms, image, size, ""));
		memcpy(image + at, &kept, sizeof(kept));
	}
	test_ok(true, "damage: each number replaced");

	/* hash tables of usual sizes without a free slot, in which a look-up would not end */
	for (size_t slots = 64; slots <= 1024; slots *= 2)
		for (size_t from = 0; from + slots * 16 <= size; from += 16)
		{
			char *damaged = Copy(image, size);

			for (size_t at = from; at < from + slots * 16; at += 4)
				if (memcmp(damaged + at, &(uint32_t){0}, 4) == 0)
					memcpy(damaged + at, &(uint32_t){1}, 4);
			free(DescribeImage(kept_terms, damaged, size, ""));
			free(damaged);
		}
	test_ok(true, "damage: no slot free");

	for (size_t at = 0; at < BEGINNING && total_at == 0; at += 8)
		total_at = memcmp(image + at, &(uint64_t){size}, 8) == 0 ? at : 0;
	test_ok(total_at > 0, "damage: the header has the size");
	opened = 0;
	for (size_t cut = 0; cut < size; cut += 8)
	{
		char *part = Copy(image, cut);
		TestHost work;
		McDictionary *of_part;

		test_host_init(&work);
		for (int said = 0; said < 2; said++)
		{
			if (mc_language_image_open(&work.host, part, cut, &of_part, &list))
				opened++;
			/* once more with a header that says just this size */
			if (cut < total_at + 8)
				break;
			memcpy(part, image, cut);
			memcpy(part + total_at, &(uint64_t){cut}, 8);
		}
		test_host_reset(&work);
		free(part);
		cuts++;
	}
	test_ok(opened == 0, "damage: cut at %zu places, %zu opened", cuts, opened);
	free(image);
}

/* An allocation that fails leaves by longjmp at any place. */
static void
TestFailures(void)
{
	TestHost host;
	McDictionary *dictionary;
	McCues list;
	char *image;
	size_t size;
	volatile unsigned long n = 0;
	volatile bool finished = false;

	test_host_init(&host);
	dictionary = Build(&host, terms);
	BuildCues(&host, &list);
	image = WriteImage(dictionary, &list, &size);
	test_host_reset(&host);
	while (!finished && n < 10000)
	{
		char *copy = Copy(image, size);
		TestHost work;

		test_host_init(&work);
		work.fail_allocation = ++n;
		if (setjmp(work.escape) == 0)
		{
			McDictionary *opened;

			finished = mc_language_image_open(&work.host, copy, size, &opened, &list);
			mc_dictionary_reopen(opened);
			AddTerm(opened, terms, 1);
			AddRest(&work, opened);
			mc_dictionary_finish(opened);
		}
		else
			finished = false;
		test_host_reset(&work);
		free(copy);
	}
	test_ok(finished && n > 5, "failure at each of %lu allocations", n - 1);
	free(image);
}

/*
 * Add terms to a dictionary, or to what an image has of it: what comes out is what a
 * new dictionary of the same rows gives.
 */
static void
TestReopen(void)
{
	static const FixtureTerm added[] = {
		{"cerebral palsy", "G80.9", MC_SOURCE_SITE},
		{"gout", "M10.9", MC_SOURCE_SITE},
		{"other disease", "R69", MC_SOURCE_TITLE}, /* only generic words */
		{"yankee disease", "R69", MC_SOURCE_TITLE},
		{"chronic pain", "G89.29", MC_SOURCE_SITE},
		{NULL, NULL, MC_NSOURCES},
	};
	static const char more[] = "cerebral palsy gout other disease yankee chronic pain";

	/* how many of them are added */
	for (uint64_t nadded = 0; nadded < COUNT(added); nadded++)
		for (int from_image = 0; from_image < 2; from_image++)
		{
			TestHost host;
			TestHost fresh_host;
			McDictionary *dictionary;
			McDictionary *fresh;
			McCues list;
			char *image = NULL;
			char *want;
			char *have;
			size_t size;

			test_host_init(&host);
			test_host_init(&fresh_host);
			dictionary = Build(&host, terms);
			BuildCues(&host, &list);
			if (from_image)
			{
				image = WriteImage(dictionary, &list, &size);
				test_host_reset(&host);
				if (!mc_language_image_open(&host.host, image, size, &dictionary, &list))
					abort();
			}
			mc_dictionary_reopen(dictionary);
			if (from_image)
				AddTerms(dictionary, terms);
			fresh = Begin(&fresh_host);
			AddTerms(fresh, terms);
			for (uint64_t i = 0; i < nadded; i++)
				for (int which = 0; which < 2; which++)
					mc_dictionary_add_term(which == 0 ? dictionary : fresh,
										   added[i].phrase, 100 + i,
										   fixture_code(added[i].code), added[i].source);
			AddRest(&host, dictionary);
			AddRest(&fresh_host, fresh);
			mc_dictionary_finish(dictionary);
			mc_dictionary_finish(fresh);
			want = Describe(fresh, fresh, &list, more);
			have = Describe(dictionary, dictionary, &list, more);
			test_ok(Agrees(want, have), "reopened %s, %llu added: as one made anew",
					from_image ? "from an image" : "in memory",
					(unsigned long long) nadded);

			/* a second time, and its image */
			mc_dictionary_reopen(dictionary);
			AddRest(&host, dictionary);
			mc_dictionary_finish(dictionary);
			test_ok(Agrees(want, Describe(dictionary, dictionary, &list, more)),
					"and once more, with the same terms");
			{
				size_t of_it;
				char *written = WriteImage(dictionary, &list, &of_it);

				have = DescribeImage(fresh, written, of_it, more);
				test_ok(have && Agrees(want, have), "and its image");
				free(written);
			}
			test_host_reset(&fresh_host);
			test_host_reset(&host);
			free(image);
			free(want);
		}
}

/* Abbreviations and headers are gone when a dictionary is opened again; generic words stay. */
static void
TestReopenForgets(void)
{
	TestHost host;
	McDictionary *dictionary;
	bool generic;

	test_host_init(&host);
	dictionary = Build(&host, terms);
	mc_dictionary_reopen(dictionary);
	generic = mc_dictionary_add_term(dictionary, "other disease", 7, 1, MC_SOURCE_TITLE);
	mc_dictionary_finish(dictionary);
	test_ok(!generic, "reopened: a title of generic words is still none");
	{
		const McExpansion *expansions;
		McHeaders none;
		McDocument doc;
		uint32_t n = 0;
		bool known = false;

		mc_document(&host.host, mc_dictionary_headers(dictionary), note, strlen(note),
					&doc);
		for (size_t i = 0; i < doc.sections.count; i++)
			for (const FixtureHeader *h = headers; h->title; h++)
				known |= doc.sections.list[i].category == (uint32_t) h->category;
		test_ok(!known, "reopened: no headers until they are added");

		mc_headers_init(&host.host, &none);
		mc_document(&host.host, &none, "chf ckd cp", 10, &doc);
		for (size_t i = 0; i < doc.words.count; i++)
			n += mc_dictionary_expansions(dictionary, doc.words.list[i].key, &expansions);
		test_ok(doc.words.count == 3 && n == 0,
				"reopened: no abbreviations until they are added");
	}
	test_host_reset(&host);
}

int
main(void)
{
	test_host_init(&keep);
	kept_terms = Build(&keep, terms);
	TestRoundTrip();
	TestSizes();
	TestReopen();
	TestReopenForgets();
	TestFailures();
	TestDamage();
	test_host_reset(&keep);
	return test_done();
}
