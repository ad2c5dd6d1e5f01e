/*
 * occurs_test.c
 *	  The words of phrases, and which phrases occur in a note: what docs/phrases.md
 *	  says, asked in every way there is.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "match/layout.h"
#include "match/occurs.h"
#include "match/phrase.h"
#include "terminology_fixture.h"
#include "text/stem.h"

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

/* Words of a phrase that is too long by one */
#define TOO_MANY (MC_MAX_TERM_WORDS + 1)

static const McHeaders *
NoHeaders(TestHost *host)
{
	McHeaders *headers = mc_alloc(&host->host, sizeof(McHeaders));

	mc_headers_init(&host->host, headers);
	return headers;
}

/* The words of a phrase that count; returns their number. */
static size_t
WordsOf(TestHost *host, const char *phrase, McTermWord words[MC_MAX_TERM_WORDS])
{
	McPhraseReader reader;

	mc_phrase_reader_init(&host->host, &reader);
	return mc_phrase_words(&reader, phrase, strlen(phrase), false, false, words);
}

/* What docs/phrases.md lets stand within a window */
static bool
IsAllowedWithin(const McToken *token)
{
	static const char allowed[] = {',', '(', ')', '[', ']', '"', '\'', '/', '-', '%'};

	for (size_t i = 0; i < COUNT(allowed); i++)
		if (mc_is_punct(token, allowed[i]))
			return true;
	return false;
}

/* Are all words among those of a window, as often as the phrase has them? */
static bool
HasAll(const uint64_t *window, size_t size, const McTermWord *words, size_t n)
{
	for (size_t i = 0; i < n; i++)
	{
		size_t wanted = 0;
		size_t there = 0;

		for (size_t k = 0; k < n; k++)
			wanted += words[k].stem_key == words[i].stem_key;
		for (size_t k = 0; k < size; k++)
			there += window[k] == words[i].stem_key;
		if (there < wanted)
			return false;
	}
	return true;
}

/* The definition, word by word and in no hurry */
static bool
OccursByDefinition(const McDocument *doc, const McTermWord *words, size_t n, size_t slack)
{
	uint64_t *run = malloc((doc->tokens.count + 1) * sizeof(uint64_t));
	bool found = false;

	if (run == NULL)
		abort();
	for (size_t s = 0; s < doc->sentences.count && !found; s++)
	{
		const McSentence *sentence = &doc->sentences.list[s];
		uint32_t i = sentence->first_token;

		while (i < sentence->end_token && !found)
		{
			size_t length = 0;

			/* a run of words that nothing but what is allowed stands between */
			for (; i < sentence->end_token; i++)
			{
				const McToken *token = &doc->tokens.list[i];

				if (token->word == MC_NO_WORD && !IsAllowedWithin(token))
					break;
				if (mc_token_counts(&doc->tokens, &doc->words, i))
					run[length++] = doc->words.list[token->word].stem_key;
			}
			i++;
			for (size_t from = 0; from < length && n > 0 && n <= MC_MAX_TERM_WORDS;
				 from++)
				found |= HasAll(run + from,
								length - from < n + slack ? length - from : n + slack,
								words, n);
		}
	}
	free(run);
	return found;
}

/* A posting under one of the words, in a block of malloc, so that reading behind it is noticed */
static McPosting *
MakePosting(uint64_t reference, unsigned flags, const McTermWord *words, size_t n,
			size_t under)
{
	McPosting *posting;
	size_t nkeys = 0;

	if (n > MC_MAX_TERM_WORDS)
	{
		flags |= MC_POSTING_TOO_LONG;
		n = 0;
	}
	else if (n == 0)
		flags |= MC_POSTING_WORDLESS;
	posting = malloc(MC_POSTING_SIZE(n > 0 ? n - 1 : 0));
	if (posting == NULL)
		abort();
	posting->head = mc_posting_head(reference, flags, (unsigned) n);
	for (size_t i = 0; i < n; i++)
		if (i != under)
			posting->keys[nkeys++] = words[i].stem_key;
	return posting;
}

/* Does a phrase that is posted under one of its words occur in the document? */
static bool
OccursAs(TestHost *host, const McDocument *doc, const McTermWord *words, size_t n,
		 size_t under, unsigned slack)
{
	McPosting *posting = MakePosting(1, 0, words, n, under);
	McLayout layout;
	bool occurs = false;

	mc_layout_init(&host->host, &layout);
	while (mc_layout_next(&layout, NULL, doc))
	{
		/* one that occurs nowhere may stand under anything: here, under each word */
		if (mc_posting_words(posting) > 0)
			occurs |=
				mc_occurs(&layout, mc_layout_stem(&layout, words[under].stem_key)->first,
						  posting, slack);
		else
			for (size_t i = 0; i < layout.nitems; i++)
				occurs |= mc_occurs(&layout, (uint32_t) i + 1, posting, slack);
	}
	mc_layout_done(&layout);
	free(posting);
	return occurs;
}

/* How often each phrase was found, by reference */
typedef struct Found
{
	unsigned times[1024];
	bool sound;
	const McLayout *layout;
} Found;

static void
NoteFound(void *arg, const McPosting *posting, uint32_t first_item)
{
	Found *found = arg;
	uint64_t reference = mc_posting_reference(posting);

	found->sound &= reference < COUNT(found->times) && first_item > 0 &&
					first_item <= found->layout->nitems;
	if (reference < COUNT(found->times))
		found->times[reference]++;
}

/* Find phrases in a document, in all its parts; returns their number. */
static unsigned
FindAll(TestHost *host, const McDocument *doc, const McPhrases *phrases, unsigned slack,
		Found *found)
{
	McLayout layout;
	unsigned parts = 0;

	memset(found, 0, sizeof(*found));
	found->sound = true;
	found->layout = &layout;
	mc_layout_init(&host->host, &layout);
	for (; mc_layout_next(&layout, NULL, doc); parts++)
		mc_find_phrases(&layout, phrases, slack, NoteFound, found);
	mc_layout_done(&layout);
	return parts;
}

/*
 * Does the phrase occur in the note: as a posting under each of its words, as a term of
 * a dictionary, by definition?  1 or 0; -1 if the answers differ.
 */
static int
Answer(const char *phrase, const char *note, size_t len, unsigned slack)
{
	const FixtureTerm terms[] = {{phrase, "A00", MC_SOURCE_SITE},
								 {NULL, NULL, MC_NSOURCES}};
	const FixtureRows rows = {terms, NULL, NULL, NULL, NULL};
	McTermWord words[MC_MAX_TERM_WORDS];
	TestHost host;
	Fixture fixture;
	McDocument doc;
	Found found;
	size_t n;
	bool want;
	bool same;

	test_host_init(&host);
	mc_document(&host.host, NoHeaders(&host), note, len, &doc);
	n = WordsOf(&host, phrase, words);
	want = OccursByDefinition(&doc, words, n, slack);
	same = OccursAs(&host, &doc, words, n, 0, slack) == want;
	for (size_t under = 1; under < n && n <= MC_MAX_TERM_WORDS; under++)
		same &= OccursAs(&host, &doc, words, n, under, slack) == want;
	fixture_init(&host, &rows, &fixture);
	FindAll(&host, &doc, &fixture.handle.phrases, slack, &found);
	same &= (found.times[0] > 0) == want && found.sound;
	fixture_done(&fixture);
	test_host_reset(&host);
	return same ? want : -1;
}

static void
Check(const char *phrase, const char *note, bool want, const char *rule)
{
	int have = Answer(phrase, note, strlen(note), MC_OCCURS_SLACK);

	test_ok(have == (int) want, "%s: %s", want ? "occurs" : "occurs not", rule);
	if (have != (int) want)
		printf("# phrase \"%s\"\n# note \"%.200s\"\n# %s\n", phrase, note,
			   have < 0 ? "the answers differ" : "all answers agree");
}

static const struct
{
	const char *phrase;
	const char *note;
	bool occurs;
	const char *rule;
} cases[] = {
	/* words */
	{"fever", "Fever.", true, "one word"},
	{"fever", "no such word", false, "one word that is not there"},
	{"FEVER", "and Fever", true, "capitals"},
	{"fractures", "a fracture", true, "inflection undone"},
	{"fracture", "fractured", true, "the same stem"},
	{"oedema", "edema", true, "spelling undone"},
	{"two", "2", true, "a number word is its number"},
	{"2 lesions", "two lesions", true, "and in the note"},
	{"prostatitis", "prostate", false, "the disease suffix kept"},
	{"Sj\xC3\xB6gren", "sjogren", true, "diacritics"},
	{"crohn", "Crohn\xE2\x80\x99s", true, "possessive"},
	/* words that do not count */
	{"fever of the cough", "cough fever", true, "words of the phrase that do not count"},
	{"fever, (cough)!", "fever cough", true, "punctuation of the phrase"},
	{"fever. Cough", "fever cough", true, "a sentence of the phrase is none"},
	{"fever cough",
	 "fever of the in the alpha of the bravo in the charlie of the delta in the echo of the cough",
	 true, "words of the note that do not count do not fill the window"},
	{"fever of the cough", "fever alpha bravo charlie delta echo foxtrot cough", false,
	 "words of the phrase that do not count do not widen the window"},
	{"of the", "of the", false, "a phrase without a word that counts"},
	{"", "fever", false, "an empty phrase"},
	{" ,.;- ", "fever , . ; -", false, "a phrase of punctuation"},
	{"type 2", "type 1", false, "numbers count"},
	{"fever cough", "fever 1 2 3 4 5 cough", true, "numbers fill the window: inside"},
	{"fever cough", "fever 1 2 3 4 5 6 cough", false, "numbers fill the window: outside"},
	/* the window: two words and five */
	{"fever cough", "fever cough", true, "side by side"},
	{"fever cough", "cough fever", true, "in another order"},
	{"fever cough", "fever alpha bravo charlie delta echo cough", true, "five between"},
	{"fever cough", "fever alpha bravo charlie delta echo foxtrot cough", false,
	 "six between"},
	{"fever cough", "cough alpha bravo charlie delta echo fever", true,
	 "five between, in another order"},
	{"fever cough", "cough alpha bravo charlie delta echo foxtrot fever", false,
	 "six between, in another order"},
	{"fever cough", "fever alpha bravo charlie delta echo foxtrot cough golf hotel fever",
	 true, "a later place counts"},
	{"fever cough rash", "rash alpha bravo fever charlie delta echo cough", true,
	 "three words, five others among them"},
	{"fever cough rash", "rash alpha bravo fever charlie delta echo foxtrot cough", false,
	 "three words, six others among them"},
	{"fever cough rash", "fever alpha bravo cough charlie delta echo foxtrot rash", false,
	 "each pair of neighbours is near, all three are not"},
	{"fever cough", "fever", false, "a word is missing"},
	{"fever cough", "cough", false, "the other word is missing"},
	/* repeated words */
	{"knee knee", "knee", false, "a word twice, there once"},
	{"knee knee", "knee knee", true, "a word twice, there twice"},
	{"knee knees", "knees, knee", true, "a stem twice"},
	{"knee knee", "knee alpha bravo charlie delta echo knee", true,
	 "a word twice within the window"},
	{"knee knee", "knee alpha bravo charlie delta echo foxtrot knee", false,
	 "a word twice, the window too narrow"},
	{"knee pain knee", "knee pain", false, "a word twice and another, there once"},
	{"knee pain knee", "pain knee alpha knee", true, "a word twice and another"},
	{"knee pain knee pain", "knee pain knee", false, "two words twice, one there once"},
	{"knee pain knee pain", "pain pain knee knee", true, "two words twice"},
	{"knee knee knee", "knee knee. Knee", false, "a word three times in two sentences"},
	{"knee knee knee", "knee alpha knee bravo knee", true, "a word three times"},
	/* what ends the window */
	{"fever cough", "Fever. Cough.", false, "the end of the sentence"},
	{"fever cough", "fever. cough", false, "a full stop"},
	{"fever cough", "Fever! Cough", false, "an exclamation mark"},
	{"fever cough", "Fever? Cough", false, "a question mark"},
	{"fever cough", "fever\n\ncough", false, "a blank line"},
	{"fever cough", "- fever\n- cough", false, "items of a list"},
	{"fever cough", "fever: cough", false, "a colon"},
	{"fever cough", "fever; cough", false, "a semicolon"},
	{"fever cough", "fever = cough", false, "an equals sign"},
	{"fever cough", "fever + cough", false, "a plus sign"},
	{"fever cough", "fever & cough", false, "an ampersand"},
	{"fever cough", "fever \xF0\x9F\x98\x80 cough", false, "a symbol"},
	{"fever cough", "fever ____ cough", false, "a blank of de-identification"},
	{"fever cough", "fever [**2151-7-4**] cough", false, "another such blank"},
	{"fever cough", "fever\n[x] cough", false, "a check box"},
	{"fever cough", "fever; cough fever", true, "behind what ends it"},
	/* what does not */
	{"fever cough", "fever, cough", true, "a comma"},
	{"fever cough", "fever (cough)", true, "parentheses"},
	{"fever cough", "fever [cough]", true, "brackets"},
	{"fever cough", "fever \"cough\"", true, "quotation marks"},
	{"fever cough",
	 "fever \xE2\x80\x9C"
	 "cough\xE2\x80\x9D",
	 true, "typographic quotation marks"},
	{"fever cough", "fever 'cough'", true, "single quotation marks"},
	{"fever cough", "fever/cough", true, "a slash"},
	{"fever cough", "fever - cough", true, "a hyphen"},
	{"fever cough", "fever-cough", true, "a hyphen without blanks"},
	{"fever cough", "fever 5% cough", true, "a percent sign"},
	{"fever cough", "fever ,,(([[\"'/-% cough", true, "all of them do not fill it"},
	{"fever cough", "fever, alpha, bravo, charlie, delta, echo, cough", true,
	 "commas, five between"},
	{"fever cough", "fever, alpha, bravo, charlie, delta, echo, foxtrot, cough", false,
	 "commas, six between"},
	/* notes of little */
	{"fever", "", false, "in an empty note"},
	{"fever", " \n\t ", false, "in white space"},
	{"fever", "of the, (and)", false, "in a note without words that count"},
	/* not the terminology's business */
	{"chest pain", "CP", false, "an abbreviation"},
};

static void
TestCases(void)
{
	for (size_t i = 0; i < COUNT(cases); i++)
		Check(cases[i].phrase, cases[i].note, cases[i].occurs, cases[i].rule);
}

/* n words, each of its own, with a word between two where within says so */
static void
PrintWords(char *to, size_t n, size_t within, bool backwards)
{
	*to = '\0';
	for (size_t i = 0; i < n; i++)
	{
		size_t number = backwards ? n - 1 - i : i;

		to += sprintf(to, "%sw%c%cx", i > 0 ? " of the " : "", (int) ('b' + number / 5),
					  (int) ('k' + number % 5));
		/* not behind the last */
		if (i + 1 < n && i < within)
			to += sprintf(to, " other%c", (int) ('a' + i));
	}
}

/* The longest phrase, and one longer */
static void
TestLong(void)
{
	char phrase[1024];
	char note[2048];

	for (int backwards = 0; backwards < 2; backwards++)
	{
		PrintWords(phrase, MC_MAX_TERM_WORDS, 0, false);
		PrintWords(note, MC_MAX_TERM_WORDS, 0, backwards);
		Check(phrase, note, true, "24 words");
		PrintWords(note, MC_MAX_TERM_WORDS, MC_OCCURS_SLACK, backwards);
		Check(phrase, note, true, "24 words, five others among them");
		PrintWords(note, MC_MAX_TERM_WORDS, MC_OCCURS_SLACK + 1, backwards);
		Check(phrase, note, false, "24 words, six others among them");
		PrintWords(note, MC_MAX_TERM_WORDS - 1, 0, backwards);
		Check(phrase, note, false, "24 words, one of them missing");
		PrintWords(phrase, TOO_MANY, 0, false);
		PrintWords(note, TOO_MANY, 0, backwards);
		Check(phrase, note, false, "25 words");
	}
	*phrase = *note = '\0';
	for (size_t i = 0; i < MC_MAX_TERM_WORDS; i++)
	{
		if (i > 0)
			strcat(note, i % 4 == 1 && i <= 17 ? " alpha knee" : " knee");
		else
			strcat(note, "knee");
		strcat(phrase, "knee ");
	}
	Check(phrase, note, true, "one word 24 times, five others among them");
	*strstr(note, "knee") = 'x';
	Check(phrase, note, false, "one word 24 times, there 23 times");
}

/* Other widths than that of the SQL function */
static void
TestSlack(void)
{
	static const struct
	{
		const char *note;
		unsigned least; /* slack with which it occurs */
	} notes[] = {
		{"fever cough rash", 0},
		{"rash, cough of the fever", 0},
		{"fever alpha cough rash", 1},
		{"fever alpha cough bravo rash", 2},
		{"rash alpha bravo charlie delta echo foxtrot golf fever hotel cough", 8},
	};

	for (size_t i = 0; i < COUNT(notes); i++)
	{
		bool good = true;

		for (unsigned slack = 0; slack < 20; slack++)
			good &= Answer("fever cough rash", notes[i].note, strlen(notes[i].note),
						   slack) == (slack >= notes[i].least);
		test_ok(good, "slack: from %u on in \"%s\"", notes[i].least, notes[i].note);
	}
}

/* Lists of hand-made postings under two words */
typedef struct Lists
{
	uint64_t keys[2];
	McPostings lists[2][MC_POSTING_LISTS];
	unsigned nlists[2];
} Lists;

static unsigned
PostedIn(void *arg, uint64_t stem_key, McPostings lists[MC_POSTING_LISTS])
{
	const Lists *held = arg;

	for (size_t i = 0; i < COUNT(held->keys); i++)
		if (held->keys[i] == stem_key)
		{
			memcpy(lists, held->lists[i], sizeof(held->lists[i]));
			return held->nlists[i];
		}
	return 0;
}

/* Put postings one behind the other into a block of malloc; frees them. */
static McPostings
Join(McPosting **postings, uint32_t count)
{
	McPostings list = {.count = count};
	size_t size = 0;
	char *block;

	for (uint32_t i = 0; i < count; i++)
		size += MC_POSTING_SIZE(mc_posting_keys(postings[i]));
	block = malloc(size > 0 ? size : 1);
	if (block == NULL)
		abort();
	list.first = (const McPosting *) block;
	for (uint32_t i = 0; i < count; i++)
	{
		size = MC_POSTING_SIZE(mc_posting_keys(postings[i]));
		memcpy(block, postings[i], size);
		block += size;
		free(postings[i]);
	}
	return list;
}

/* Postings as they are stored: what heads say, several lists, dead ones among them */
static void
TestPostings(void)
{
	static const char note[] = "Knee pain, fever of the knee; cough.";
	McPosting *first[6];
	McPosting *second[2];
	McTermWord words[MC_MAX_TERM_WORDS] = {{0, 0}};
	Lists held;
	McPhrases phrases = {&held, PostedIn, NULL};
	TestHost host;
	McDocument doc;
	Found found;
	unsigned parts;
	bool right = true;
	const McPosting *posting;

	posting = first[0] =
		MakePosting(UINT64_C(0xFEDCBA987654), MC_POSTING_DEAD, words, 1, 0);
	test_ok(mc_posting_reference(posting) == UINT64_C(0xFEDCBA987654) &&
				mc_posting_flags(posting) == MC_POSTING_DEAD &&
				mc_posting_words(posting) == 1 && mc_posting_keys(posting) == 0 &&
				mc_posting_next(posting) == posting + 1,
			"posting: the head has 48 bits of reference, flags and words");
	free(first[0]);

	test_host_init(&host);
	mc_document(&host.host, NoHeaders(&host), note, strlen(note), &doc);
	WordsOf(&host, "knee pain", words);
	held.keys[0] = words[0].stem_key;
	first[0] = MakePosting(1, 0, words, 2, 0);
	first[1] = MakePosting(2, MC_POSTING_DEAD, words, 2, 0);
	first[2] = MakePosting(3, MC_POSTING_TOO_LONG, words, 0, 0);
	first[3] = MakePosting(4, MC_POSTING_WORDLESS, words, 0, 0);
	first[4] = MakePosting(5, 0, words, 1, 0);
	first[5] = MakePosting(6, MC_POSTING_DEAD, words, 1, 0);
	held.lists[0][0] = Join(first, 6);
	WordsOf(&host, "knee knee pain fever", words);
	second[0] = MakePosting(7, 0, words, 4, 1);
	WordsOf(&host, "knee cough", words);
	second[1] = MakePosting(8, 0, words, 2, 0);
	held.lists[0][1] = Join(second, 2);
	held.nlists[0] = 2;
	held.keys[1] = words[1].stem_key;
	first[0] = MakePosting(9, 0, words, 1, 0);
	held.lists[1][0] = Join(first, 1);
	held.lists[1][1] = Join(first, 0);
	held.nlists[1] = 2;

	parts = FindAll(&host, &doc, &phrases, MC_OCCURS_SLACK, &found);
	for (size_t i = 0; i < COUNT(found.times); i++)
		right &= found.times[i] == (i == 1 || i == 5 || i == 7 || i == 9);
	test_ok(right && found.sound && parts == 1,
			"postings: each live one that occurs is found once, of every list");
	for (size_t i = 0; i < 2; i++)
		for (unsigned l = 0; l < held.nlists[i]; l++)
			free((void *) held.lists[i][l].first);
	test_host_reset(&host);
}

/* With a terminology an abbreviation lays the words it stands for at its place. */
static void
TestExpansions(void)
{
	static const FixtureAbbreviation abbreviations[] = {
		{"CP", "chest pain", true},
		{"CP", "cerebral palsy", true},
		{NULL, NULL, false},
	};
	static const struct
	{
		const char *note;
		const char *phrase;
		bool with;
		bool without;
	} expanded[] = {
		{"CP", "chest pain", true, false},
		{"CP", "cerebral palsy", true, false},
		{"CP", "cp", true, true},
		{"CP fever", "pain fever", true, false},
		{"cp", "chest pain", false, false},
		{"CP", "pain pain", false, false},
		{"CP, CP", "pain pain", true, false},
		{"chest pain", "chest pain", true, true},
	};
	const FixtureRows rows = {NULL, abbreviations, NULL, NULL, NULL};
	TestHost host;
	Fixture fixture;

	test_host_init(&host);
	fixture_init(&host, &rows, &fixture);
	for (size_t i = 0; i < COUNT(expanded); i++)
	{
		McTermWord words[MC_MAX_TERM_WORDS];
		size_t n = WordsOf(&host, expanded[i].phrase, words);
		McPosting *posting = MakePosting(1, 0, words, n, 0);
		McDocument doc;
		bool occurs[2];

		mc_document(&host.host, fixture.handle.headers, expanded[i].note,
					strlen(expanded[i].note), &doc);
		for (int with = 0; with < 2; with++)
		{
			McLayout layout;

			mc_layout_init(&host.host, &layout);
			mc_layout_next(&layout, with ? &fixture.handle : NULL, &doc);
			occurs[with] = mc_occurs(
				&layout, mc_layout_stem(&layout, words[0].stem_key)->first, posting, 0);
			mc_layout_done(&layout);
		}
		test_ok(occurs[0] == expanded[i].without && occurs[1] == expanded[i].with,
				"expansions: \"%s\" in \"%s\" with a terminology: %d, without: %d",
				expanded[i].phrase, expanded[i].note, expanded[i].with,
				expanded[i].without);
		free(posting);
	}
	fixture_done(&fixture);
	test_host_reset(&host);
}

/* Append to a note so many sentences of ten different words and a full stop. */
static char *
Fill(char *to, size_t sentences, uint32_t *state)
{
	for (size_t i = 0; i < sentences; i++)
		for (int w = 0; w < 10; w++)
			to += sprintf(to, "%sw%c%c%cx%s", w > 0 ? " " : "",
						  (int) ('a' + fixture_random(state) % 26),
						  (int) ('a' + fixture_random(state) % 26),
						  (int) ('a' + fixture_random(state) % 26), w == 9 ? ".\n" : "");
	return to;
}

/* A note of several parts, with a sentence over each place where one might be cut */
static void
TestBatches(void)
{
	static const FixtureTerm terms[] = {
		{"fever cough", "A00", MC_SOURCE_SITE}, /* in the first sentence */
		{"knee pain", "A01", MC_SOURCE_SITE},   /* in the last */
		{"rash elbow", "A02", MC_SOURCE_SITE},  /* around token 65,536 */
		{"fever knee", "A03", MC_SOURCE_SITE},  /* in the first and the last */
		{"gout", "A04", MC_SOURCE_SITE},        /* twice a part */
		{"gout gout", "A05", MC_SOURCE_SITE},   /* but never twice at one place */
		{"tophus gout", "A06", MC_SOURCE_SITE}, /* in one sentence, far apart */
		{"nausea", "A07", MC_SOURCE_SITE},      /* nowhere */
		{NULL, NULL, MC_NSOURCES},
	};
	static const unsigned want[] = {1, 1, 1, 0, 3, 0, 0, 0};
	const FixtureRows rows = {terms, NULL, NULL, NULL, NULL};
	char *note = malloc(4000000);
	char *to = note;
	uint32_t state = 3;
	TestHost host;
	Fixture fixture;
	McDocument doc;
	McLayout layout;
	Found found;
	size_t before;
	uint32_t end = 0;
	unsigned parts = 0;
	bool whole = true;
	bool marked = true;
	size_t marks = 0;
	bool right = true;

	if (note == NULL)
		abort();
	to += sprintf(to, "Fever and cough; gout.\n"); /* 6 tokens */
	to = Fill(to, 5956, &state);                   /* to 65,522 */
	to +=
		sprintf(to, "Tophus alpha bravo charlie delta echo foxtrot golf hotel india rash "
					"elbow juliett kilo lima mike november gout.\n");
	to = Fill(to, 5900, &state);
	to += sprintf(to, "Gout.\n");
	to = Fill(to, 1000, &state);
	to += sprintf(to, "Knee pain; gout");
	test_host_init(&host);
	fixture_init(&host, &rows, &fixture);
	mc_document(&host.host, NoHeaders(&host), note, (size_t) (to - note), &doc);
	before = host.live_bytes;
	mc_layout_init(&host.host, &layout);
	for (; mc_layout_next(&layout, NULL, &doc); parts++)
	{
		uint32_t sentence = mc_sentence_of(&doc, layout.first_token);

		whole &= layout.first_token == end && layout.end_token > end &&
				 doc.sentences.list[sentence].first_token == end;
		end = layout.end_token;
		/* what is marked is of this part */
		for (size_t i = 0; i < layout.nitems; i++)
			marked &= mc_is_marked(&layout, layout.keys[i]);
		for (uint32_t mark = 0; mark < 1 << MC_MARK_BITS; mark++)
			marks += mc_is_marked(&layout, (uint64_t) mark << (64 - MC_MARK_BITS));
		marked &= marks <= layout.nstems;
		marks = 0;
	}
	test_ok(marked, "parts: a part has the marks of its stems, and no others");
	test_ok(parts == 3 && end == doc.tokens.count && whole &&
				!mc_layout_next(&layout, NULL, &doc),
			"parts: %u of whole sentences that make up the %zu tokens", parts,
			doc.tokens.count);
	mc_layout_done(&layout);
	test_ok(host.live_bytes == before, "parts: a layout gives back what it took");

	FindAll(&host, &doc, &fixture.handle.phrases, MC_OCCURS_SLACK, &found);
	for (size_t i = 0; i < COUNT(want); i++)
	{
		right &= found.times[i] == want[i];
		if (found.times[i] != want[i])
			printf("# \"%s\": want %u, have %u\n", terms[i].phrase, want[i],
				   found.times[i]);
	}
	test_ok(right && found.sound,
			"parts: each phrase is found in each part it occurs in");
	{
		uint32_t rash = 0;

		for (uint32_t i = 0; i < doc.tokens.count; i++)
			if (doc.tokens.list[i].end - doc.tokens.list[i].start == 4 &&
				memcmp(note + doc.tokens.list[i].start, "rash", 4) == 0)
				rash = i;
		test_ok(rash < 65536 && rash + 8 > 65536 &&
					doc.sentences.list[mc_sentence_of(&doc, rash)].end_token > 65536,
				"parts: and one of them lies where a part would have been cut (%u)",
				rash);
	}
	for (size_t i = 0; i < COUNT(want); i++)
	{
		McTermWord words[MC_MAX_TERM_WORDS];
		size_t n = WordsOf(&host, terms[i].phrase, words);

		for (size_t under = 0; under < n; under++)
			right &=
				OccursAs(&host, &doc, words, n, under, MC_OCCURS_SLACK) == (want[i] > 0);
		right &= OccursByDefinition(&doc, words, n, MC_OCCURS_SLACK) == (want[i] > 0);
	}
	test_ok(right, "parts: as by definition, under any word");
	fixture_done(&fixture);
	test_host_reset(&host);
	free(note);
}

/* A sentence that is too long for one part: nothing is lost but at the cut. */
static void
TestEndlessSentence(void)
{
	static const FixtureTerm terms[] = {
		{"fever cough", "A00", MC_SOURCE_SITE},
		{"knee pain", "A01", MC_SOURCE_SITE},
		{NULL, NULL, MC_NSOURCES},
	};
	const FixtureRows rows = {terms, NULL, NULL, NULL, NULL};
	char *note = malloc(2000000);
	char *to = note;
	TestHost host;
	Fixture fixture;
	McDocument doc;
	Found found;
	unsigned parts;

	if (note == NULL)
		abort();
	to += sprintf(to, "fever cough");
	for (int i = 0; i < 150000; i++)
		to += sprintf(to, " alpha");
	to += sprintf(to, " knee pain");
	test_host_init(&host);
	fixture_init(&host, &rows, &fixture);
	mc_document(&host.host, NoHeaders(&host), note, (size_t) (to - note), &doc);
	parts = FindAll(&host, &doc, &fixture.handle.phrases, MC_OCCURS_SLACK, &found);
	test_ok(doc.sentences.count == 1 && parts == 3 && found.times[0] == 1 &&
				found.times[1] == 1 && found.sound,
			"an endless sentence: %u parts", parts);
	fixture_done(&fixture);
	test_host_reset(&host);
	free(note);
}

/* Random phrases and notes of few words: every way gives what the definition says. */
static void
TestRandom(void)
{
	static const char *const pieces[] = {
		"fever", "fevers", "cough", "knee", "pain", "pains", "rash", "two", "2",
		"alpha", "bravo",  "of",    "the",  "in",   ",",     "(",    ")",   "-",
		"/",     "\"",     ".",     ";",    "\n",   "\n\n",  "%",    ":",
	};
	enum
	{
		NPHRASES = 12,
		NWORDS = 14 /* of the pieces, with those that do not count */
	};
	uint32_t state = 42;
	bool same = true;
	bool once = true;
	size_t yes = 0;
	size_t no = 0;

	for (int round = 0; round < 1500 / (int) test_slowness() && same && once; round++)
	{
		char phrases[NPHRASES][128];
		FixtureTerm terms[NPHRASES + 1];
		const FixtureRows rows = {terms, NULL, NULL, NULL, NULL};
		char note[1024] = "";
		unsigned slack = fixture_random(&state) % 3 == 0 ? fixture_random(&state) % 9
														 : MC_OCCURS_SLACK;
		size_t reference = 0;
		TestHost host;
		Fixture fixture;
		McDocument doc;
		Found found;

		for (int i = 0; i < NPHRASES; i++)
		{
			phrases[i][0] = '\0';
			for (uint32_t n = 1 + fixture_random(&state) % 5; n > 0; n--)
				sprintf(phrases[i] + strlen(phrases[i]), "%s ",
						pieces[fixture_random(&state) % NWORDS]);
			terms[i] = (FixtureTerm){phrases[i], "A00", MC_SOURCE_SITE};
		}
		terms[NPHRASES] = (FixtureTerm){NULL, NULL, MC_NSOURCES};
		for (uint32_t n = fixture_random(&state) % 60; n > 0; n--)
			sprintf(note + strlen(note), "%s%s",
					pieces[fixture_random(&state) % COUNT(pieces)],
					fixture_random(&state) % 8 != 0 ? " " : "");
		test_host_init(&host);
		fixture_init(&host, &rows, &fixture);
		mc_document(&host.host, NoHeaders(&host), note, strlen(note), &doc);
		FindAll(&host, &doc, &fixture.handle.phrases, slack, &found);
		once &= found.sound;
		for (int i = 0; i < NPHRASES; i++)
		{
			McTermWord words[MC_MAX_TERM_WORDS];
			size_t n = WordsOf(&host, phrases[i], words);
			bool want = OccursByDefinition(&doc, words, n, slack);

			for (size_t under = 0; under < n; under++)
				same &= OccursAs(&host, &doc, words, n, under, slack) == want;
			/* what has no word is not in the dictionary */
			if (n > 0)
				once &= found.times[reference++] == want;
			yes += want;
			no += !want;
			if (!same || !once)
			{
				printf("# phrase \"%s\", slack %u, by definition %d\n# note \"%s\"\n",
					   phrases[i], slack, want, note);
				break;
			}
		}
		fixture_done(&fixture);
		test_host_reset(&host);
	}
	test_ok(same, "random: under any word, as by definition");
	test_ok(once, "random: found once if it occurs, else not at all");
	test_ok(yes > 1000 / test_slowness() && no > 1000 / test_slowness(),
			"random: %zu occur, %zu do not", yes, no);
}

/* Lay out, find, give back; the sum of what was found. */
static unsigned
Run(TestHost *host, const McPhrases *phrases, const char *note, size_t len)
{
	McDocument doc;
	Found found;
	unsigned sum = 0;

	mc_document(&host->host, NoHeaders(host), note, len, &doc);
	FindAll(host, &doc, phrases, MC_OCCURS_SLACK, &found);
	for (size_t i = 0; i < COUNT(found.times); i++)
		sum = sum * 31 + found.times[i];
	return sum;
}

/* Leave at the n-th allocation or interrupt, then run again; false if there was no n-th. */
static bool
FailAt(const McPhrases *phrases, const char *note, size_t len, unsigned long allocation,
	   unsigned long interrupt, unsigned want, bool *same)
{
	TestHost host;
	volatile bool failed = false;

	test_host_init(&host);
	host.fail_allocation = allocation;
	host.fail_interrupt = interrupt;
	if (setjmp(host.escape) == 0)
		Run(&host, phrases, note, len);
	else
		failed = true;
	test_host_reset(&host);
	if (failed)
	{
		host.fail_allocation = 0;
		host.fail_interrupt = 0;
		*same &= Run(&host, phrases, note, len) == want;
		test_host_reset(&host);
	}
	return failed;
}

static void
TestFailures(void)
{
	static const FixtureTerm terms[] = {
		{"fever cough", "A00", MC_SOURCE_SITE},
		{"gout gout", "A01", MC_SOURCE_SITE},
		{"knee pain", "A02", MC_SOURCE_SITE},
		{NULL, NULL, MC_NSOURCES},
	};
	const FixtureRows rows = {terms, NULL, NULL, NULL, NULL};
	char *note = malloc(2000000);
	char *to = note;
	uint32_t state = 9;
	TestHost keep;
	TestHost host;
	Fixture fixture;
	unsigned long n;
	unsigned want;
	bool same = true;
	size_t len;

	if (note == NULL)
		abort();
	test_host_init(&keep);
	test_host_init(&host);
	fixture_init(&keep, &rows, &fixture);

	/* memory: so many stems that every array has to grow */
	to += sprintf(to, "Fever, cough. ");
	to = Fill(to, 300, &state);
	len = (size_t) (to - note);
	want = Run(&host, &fixture.handle.phrases, note, len);
	test_host_reset(&host);
	for (n = 1; FailAt(&fixture.handle.phrases, note, len, n, 0, want, &same); n++)
		;
	test_ok(same && n > 20, "failure at each of %lu allocations leaves nothing behind",
			n - 1);

	/* interrupts: two parts */
	to = Fill(to, 6500, &state);
	for (int i = 0; i < 9000; i++)
		to += sprintf(to, "Gout. ");
	to += sprintf(to, "Knee pain.");
	len = (size_t) (to - note);
	want = Run(&host, &fixture.handle.phrases, note, len);
	test_host_reset(&host);
	same = true;
	for (n = 1; FailAt(&fixture.handle.phrases, note, len, 0, n, want, &same); n++)
		;
	test_ok(same && n > 30, "cancelling at each of %lu interrupts leaves nothing behind",
			n - 1);
	fixture_done(&fixture);
	test_host_reset(&keep);

	/* a phrase's words */
	same = true;
	for (n = 1;; n++)
	{
		McTermWord words[MC_MAX_TERM_WORDS];
		volatile bool failed = false;

		test_host_init(&host);
		host.fail_allocation = n;
		if (setjmp(host.escape) == 0)
			same &= WordsOf(&host, "pain of the left knee", words) == 3;
		else
			failed = true;
		test_host_reset(&host);
		if (!failed)
			break;
	}
	test_ok(same && n > 4, "failure at each of %lu allocations for the words of a phrase",
			n - 1);
	free(note);
}

/* A word that stands everywhere, and phrases that nearly occur: it gives way. */
static void
TestGivesWay(void)
{
	char phrase[256] = "";
	char *note = malloc(2000000);
	char *to = note;
	McTermWord words[MC_MAX_TERM_WORDS];
	TestHost host;
	McDocument doc;
	McLayout layout;
	McPosting *posting;
	unsigned long before;
	bool occurs;
	size_t n;

	if (note == NULL)
		abort();
	for (int i = 0; i < 12; i++)
		strcat(phrase, "knee pain ");
	for (int i = 0; i < 6000; i++)
		to += sprintf(to, "knee pain knee pain alpha knee pain knee bravo ");
	test_host_init(&host);
	mc_document(&host.host, NoHeaders(&host), note, (size_t) (to - note), &doc);
	n = WordsOf(&host, phrase, words);
	posting = MakePosting(1, 0, words, n, 0);
	mc_layout_init(&host.host, &layout);
	mc_layout_next(&layout, NULL, &doc);
	before = host.interrupts;
	occurs = mc_occurs(&layout, mc_layout_stem(&layout, words[0].stem_key)->first,
					   posting, MC_OCCURS_SLACK);
	/* 24,000 places to try */
	test_ok(!occurs && n == 24 && host.interrupts - before >= 5,
			"a word that stands everywhere: %lu interrupts", host.interrupts - before);
	mc_layout_done(&layout);
	free(posting);
	test_host_reset(&host);
	free(note);
}

static uint64_t
StemKey(const char *word)
{
	char padded[MC_MAX_STEM_INPUT + 16] = "";
	McStem stem;

	strcpy(padded, word);
	mc_stem(padded, (uint32_t) strlen(word), mc_hash_bytes(word, strlen(word)), &stem);
	return stem.key;
}

static void
TestPhraseWords(void)
{
	McTermWord words[TOO_MANY];
	const McTermWord guard = {1, 2};
	char phrase[1024];
	char *exact;
	TestHost host;
	McPhraseReader reader;
	size_t n;
	size_t settled;
	bool filled = true;

	test_host_init(&host);
	mc_phrase_reader_init(&host.host, &reader);

	n = mc_phrase_words(&reader, "Fractures of the femur", 22, false, true, words);
	test_ok(n == 2 && words[0].stem_key == StemKey("fracture") &&
				words[1].stem_key == StemKey("femur"),
			"phrase: the words that count, in its order");
	test_ok(n == 2 && words[0].lemma_key == mc_lemma_key("fracture", 8) &&
				words[1].lemma_key == mc_lemma_key("femur", 5),
			"phrase: with lemmas");
	n = mc_phrase_words(&reader, "fractured femur", 15, false, true, words);
	test_ok(n == 2 && words[0].stem_key == StemKey("fracture") &&
				words[0].lemma_key != mc_lemma_key("fracture", 8),
			"phrase: a derivation has the stem, and a lemma of its own");
	n = mc_phrase_words(&reader, "Fractures, of the femur.", 24, true, true, words);
	test_ok(n == 4 && words[0].stem_key == StemKey("fracture") &&
				words[1].stem_key == StemKey("of") &&
				words[2].stem_key == StemKey("the") &&
				words[3].stem_key == StemKey("femur") &&
				words[1].lemma_key == mc_lemma_key("of", 2),
			"phrase: all words, but no punctuation");
	for (int all = 0; all < 2; all++)
	{
		n = mc_phrase_words(&reader, "knee knees knee", 15, all, false, words);
		test_ok(n == 3 && words[0].stem_key == StemKey("knee") &&
					words[1].stem_key == words[0].stem_key &&
					words[2].stem_key == words[0].stem_key && words[0].lemma_key == 0 &&
					words[1].lemma_key == 0 && words[2].lemma_key == 0,
				"phrase: repeated words stay, without lemmas, %s",
				all ? "all words" : "those that count");
		test_ok(mc_phrase_words(&reader, "", 0, all, true, words) == 0 &&
					mc_phrase_words(&reader, " \n ", 3, all, true, words) == 0 &&
					mc_phrase_words(&reader, "-,;.!", 5, all, true, words) == 0,
				"phrase: without words, %s", all ? "all words" : "those that count");
	}
	test_ok(mc_phrase_words(&reader, "of the", 6, false, true, words) == 0 &&
				mc_phrase_words(&reader, "of the", 6, true, true, words) == 2,
			"phrase: without words that count");
	test_ok(mc_phrase_words(&reader, "hepatitis A", 11, false, false, words) == 2 &&
				mc_phrase_words(&reader, "a hepatitis", 11, false, false, words) == 1,
			"phrase: the letter that names a kind counts");

	/* only len bytes are read */
	exact = malloc(11);
	if (exact == NULL)
		abort();
	memcpy(exact, "fever cough", 11);
	test_ok(mc_phrase_words(&reader, exact, 11, false, true, words) == 2 &&
				words[1].stem_key == StemKey("cough") &&
				mc_phrase_words(&reader, exact, 8, false, true, words) == 2 &&
				words[1].stem_key == StemKey("co") &&
				mc_phrase_words(&reader, exact, 5, false, true, words) == 1,
			"phrase: as long as said");
	free(exact);

	for (size_t many = MC_MAX_TERM_WORDS - 1; many <= 60; many++)
	{
		PrintWords(phrase, many, 0, false);
		words[MC_MAX_TERM_WORDS] = guard;
		n = mc_phrase_words(&reader, phrase, strlen(phrase), false, true, words);
		filled &=
			n == many && memcmp(&words[MC_MAX_TERM_WORDS], &guard, sizeof(guard)) == 0;
		for (size_t i = 0; i < n && i < MC_MAX_TERM_WORDS; i++)
		{
			char word[8];

			sprintf(word, "w%c%cx", (int) ('b' + i / 5), (int) ('k' + i % 5));
			filled &= words[i].stem_key == StemKey(word) &&
					  words[i].lemma_key == mc_lemma_key(word, 4);
		}
		if (many == MC_MAX_TERM_WORDS)
			test_ok(filled, "phrase: 24 words");
		if (many == TOO_MANY)
			test_ok(filled, "phrase: the 25th word is only counted");
	}
	test_ok(filled, "phrase: up to 60 words");
	PrintWords(phrase, MC_MAX_TERM_WORDS, 0, false);
	words[MC_MAX_TERM_WORDS] = guard;
	n = mc_phrase_words(&reader, phrase, strlen(phrase), true, false, words);
	test_ok(n == 3 * MC_MAX_TERM_WORDS - 2 &&
				memcmp(&words[MC_MAX_TERM_WORDS], &guard, sizeof(guard)) == 0 &&
				words[1].stem_key == StemKey("of") && words[0].lemma_key == 0,
			"phrase: all of too many words");

	/* a ligature, whose folding takes memory of its own */
	strcat(phrase, " \xEF\xAC\x81"
				   "brosis");
	mc_phrase_words(&reader, phrase, strlen(phrase), true, true, words);
	settled = host.live_bytes;
	for (int i = 0; i < 1000; i++)
		mc_phrase_words(&reader, phrase, strlen(phrase), i % 2 == 0, true, words);
	test_ok(host.live_bytes == settled, "phrase: a thousand more take no more memory");
	test_host_reset(&host);
}

int
main(void)
{
	TestPhraseWords();
	TestCases();
	TestLong();
	TestSlack();
	TestPostings();
	TestExpansions();
	TestBatches();
	TestEndlessSentence();
	TestRandom();
	TestGivesWay();
	TestFailures();
	return test_done();
}
