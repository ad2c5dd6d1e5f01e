/*
 * search_test.c
 *	  What a person typed, and the terms that fit it best, without a server.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "document_check.h"
#include "match/search_rank.h"
#include "terminology/icd10cm.h"
#include "text/stem.h"

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

static const struct
{
	const char *phrase;
	const char *code;
	McTermSource source;
} terms[] = {
	{"type 2 diabetes mellitus", "E11.9", MC_SOURCE_SYNONYM},
	{"diabetes mellitus", "E11.9", MC_SOURCE_SYNONYM},
	{"type 2 diabetes mellitus with diabetic retinopathy", "E11.319", MC_SOURCE_SYNONYM},
	{"type 1 diabetes mellitus", "E10.9", MC_SOURCE_SYNONYM},
	{"hypertension", "I10", MC_SOURCE_SYNONYM},
	{"pulmonary hypertension", "I27.20", MC_SOURCE_SYNONYM},
	{"low back pain", "M54.50", MC_SOURCE_SYNONYM},
	{"pain in right leg", "M79.604", MC_SOURCE_TITLE},
	{"fracture of distal radius", "S52.509", MC_SOURCE_INDEX},
	{"left distal radius fracture", "S52.502", MC_SOURCE_INDEX},
	{"heart failure", "I50.9", MC_SOURCE_SYNONYM},
	{"congestive heart failure", "I50.9", MC_SOURCE_SYNONYM},
	{"myocardial infarction", "I21.9", MC_SOURCE_SYNONYM},
	{"old myocardial infarction", "I25.2", MC_SOURCE_SYNONYM},
	{"M\xC3\xA9ni\xC3\xA8re disease", "H81.09", MC_SOURCE_INDEX},
	{"asthma", "J45.909", MC_SOURCE_TITLE},
	{"asthma", "J45.90", MC_SOURCE_SYNONYM},
	{"of the", "R69", MC_SOURCE_SYNONYM},
};

static const char *const abbreviations[][2] = {
	{"DM2", "type 2 diabetes mellitus"},
	{"CHF", "congestive heart failure"},
	{"MI", "myocardial infarction"},
	{"MI", "mitral insufficiency"},
	{"two words", "asthma"},
	{"xx", "of the"},
};

typedef struct Fixture
{
	TestHost host;
	McSearchWords words;
	McReadings readings;
} Fixture;

static int
CompareWords(const void *a, const void *b)
{
	return strcmp(((const McWordCount *) a)->word, ((const McWordCount *) b)->word);
}

/* The words of all terms, counted as a version counts them. */
static char *
WriteWords(const McHost *host, size_t *size)
{
	McWordCount list[200];
	uint32_t count = 0;
	uint32_t distinct = 0;
	McSearchReader reader;

	mc_search_reader_init(host, &reader);
	for (size_t i = 0; i < COUNT(terms); i++)
	{
		mc_search_read(&reader, terms[i].phrase, (uint32_t) strlen(terms[i].phrase),
					   false);
		for (size_t k = 0; k < reader.count; k++)
		{
			char *word;

			if (reader.list[k]->flags & MC_WORD_NUMBER)
				continue;
			word = mc_alloc(host, reader.list[k]->len + 1);
			memcpy(word, reader.list[k]->text, reader.list[k]->len);
			word[reader.list[k]->len] = '\0';
			list[count++] = (McWordCount){word, reader.list[k]->len, 1};
		}
	}
	qsort(list, count, sizeof(*list), CompareWords);
	for (uint32_t i = 0; i < count; i++)
	{
		if (distinct > 0 && strcmp(list[distinct - 1].word, list[i].word) == 0)
			list[distinct - 1].terms++;
		else
			list[distinct++] = list[i];
	}
	return mc_search_words_write(host, list, distinct, size);
}

static void
Prepare(Fixture *fixture)
{
	const McHost *host = &fixture->host.host;
	McSearchReader reader;
	size_t size;
	char *block = WriteWords(host, &size);

	if (!mc_search_words_open(&fixture->words, block, size))
		abort();
	mc_readings_init(host, &fixture->readings);
	mc_search_reader_init(host, &reader);
	for (size_t i = 0; i < COUNT(abbreviations); i++)
		mc_readings_add(&fixture->readings, &reader, abbreviations[i][0],
						abbreviations[i][1]);
	mc_readings_finish(&fixture->readings);
}

/* Rank all terms for a query: the first codes as text, each with its score. */
static void
Search(Fixture *fixture, const char *typed, size_t most, CheckLine *line)
{
	const McHost *host = &fixture->host.host;
	McSearchQuery query;
	McSearchRank rank;

	check_reset(line);
	mc_search_query(host, &fixture->words, &fixture->readings, typed,
					(uint32_t) strlen(typed), &query);
	if (query.ngroups == 0)
		return;
	mc_search_rank_begin(&query, &rank);
	for (size_t i = 0; i < COUNT(terms); i++)
	{
		uint64_t code;
		size_t position;

		if (mc_icd10cm_parse(terms[i].code, strlen(terms[i].code), &code, &position) !=
			MC_ICD10CM_OK)
			abort();
		mc_search_rank_term(&rank, terms[i].phrase, code, terms[i].source);
	}
	mc_search_rank_sort(&rank);
	for (size_t i = 0; i < rank.nhits && i < most; i++)
	{
		char text[64];
		char code[MC_ICD10CM_BUFSIZE];

		mc_icd10cm_print(rank.hits[i].code, code);
		snprintf(text, sizeof(text), "%s%s %u", i ? ", " : "", code, rank.hits[i].score);
		check_add(line, text);
	}
}

/* The first code; with its score where that is what the case is about */
static const struct
{
	const char *typed;
	const char *first;
} cases[] = {
	{"hypertension", "I10 100"},
	{"HYPERTENSIONS", "I10 100"},
	{"hypert", "I10"},
	{"hyper tension", "I10"},
	{"hpyertension", "I10"},
	{"hypretenson", "I10"},
	{"lowback pain", "M54.50"},
	{"low bakc pian", "M54.50"},
	{"pain back low", "M54.50 100"},
	{"dm2", "E11.9"},
	{"dm2 retinop", "E11.319"},
	{"chf", "I50.9"},
	{"mi", "I21.9"},
	{"old mi", "I25.2"},
	{"fracture left radius distal", "S52.502 100"},
	{"type ii diabetes mellitus", "E11.9 100"},
	{"type 1 diabetes", "E10.9"},
	{"meniere disease", "H81.09 100"},
	{"menier", "H81.09"},
	{"of the heart failure", "I50.9 100"},
	{"heart failure qqqq", "I50.9"},
	{"fialure hart", "I50.9"},
	{"lownback", "M54.50"},
};

static void
TestCases(Fixture *fixture)
{
	for (size_t i = 0; i < COUNT(cases); i++)
	{
		CheckLine line;

		Search(fixture, cases[i].typed, 1, &line);
		if (strchr(cases[i].first, ' ') == NULL)
			line.text[strcspn(line.text, " ")] = '\0';
		check_case(cases[i].typed, cases[i].first, line.text);
	}
}

static void
TestScores(Fixture *fixture)
{
	static const char *const falling[] = {"hypertension", "hypertensio", "hypetrension",
										  "hypetrensiom"};
	CheckLine line;
	unsigned last = 101;

	for (size_t i = 0; i < COUNT(falling); i++)
	{
		unsigned score;

		Search(fixture, falling[i], 1, &line);
		test_ok(sscanf(line.text, "I10 %u", &score) == 1 && score < last, "%s: %s, less",
				falling[i], line.text);
		last = score;
	}
	Search(fixture, "pulmonary hypertension", 2, &line);
	test_ok(strncmp(line.text, "I27.20 100, I10 ", 16) == 0,
			"a word that the term lacks costs: %s", line.text);
	Search(fixture, "distal radius fracture", 2, &line);
	test_ok(strncmp(line.text, "S52.509 100, S52.502 9", 22) == 0,
			"and one that the query lacks: %s", line.text);
	Search(fixture, "asthma", 2, &line);
	check_case("equal terms: the better source first", "J45.90 100, J45.909 100",
			   line.text);
	Search(fixture, "diabetes mellitus", 1, &line);
	check_case("each code once, with its best term", "E11.9 100", line.text);
}

static void
TestNothing(Fixture *fixture)
{
	static const char *const wordless[] = {"", " ", "?!", "\xF0\x9F\x98\x80"};
	static const char *const unknown[] = {"xyzzy", "of", "123456", "zz qq xx"};
	CheckLine line;

	for (size_t i = 0; i < COUNT(wordless); i++)
	{
		McSearchQuery query;

		mc_search_query(&fixture->host.host, &fixture->words, &fixture->readings,
						wordless[i], (uint32_t) strlen(wordless[i]), &query);
		test_ok(query.ngroups == 0, "no word in '%s'", wordless[i]);
	}
	for (size_t i = 0; i < COUNT(unknown); i++)
	{
		Search(fixture, unknown[i], 10, &line);
		check_case(unknown[i], "", line.text);
	}
}

/* The last word may be incomplete, but not behind a blank if it is a word. */
static void
TestOpen(Fixture *fixture)
{
	CheckLine line;

	Search(fixture, "di", 9, &line);
	test_ok(strstr(line.text, "E11.9") && strstr(line.text, "S52.509"),
			"two letters say all words that begin with them: %s", line.text);
	Search(fixture, "low ", 9, &line);
	test_ok(strstr(line.text, "M54.50 ") == line.text, "a whole word: %s", line.text);
}

static void
TestLong(Fixture *fixture)
{
	size_t size = 100000;
	char *typed = malloc(size + 1);
	CheckLine line;

	memset(typed, 'a', size);
	typed[size] = '\0';
	Search(fixture, typed, 1, &line);
	check_case("one word of 100,000 letters", "", line.text);
	for (size_t i = 0; i < size; i++)
		typed[i] = i % 3 == 2 ? ' ' : (char) ('a' + (i * 7 + i / 26) % 26);
	Search(fixture, typed, 1, &line);
	test_ok(true, "33,333 words");
	memcpy(typed, "asthma ", 7);
	Search(fixture, typed, 1, &line);
	test_ok(strncmp(line.text, "J45.90 ", 7) == 0, "of which the first counts: %s",
			line.text);
	free(typed);
}

/* The block is refused unless it is whole and of this program. */
static void
TestBlock(Fixture *fixture)
{
	const McHost *host = &fixture->host.host;
	size_t size;
	size_t again;
	char *block = WriteWords(host, &size);
	char *other = WriteWords(host, &again);
	McSearchWords words;
	bool refused = true;

	test_ok(size == again && memcmp(block, other, size) == 0,
			"the same list, the same block");
	test_ok(!mc_search_words_open(&words, block, size - 1) &&
				!mc_search_words_open(&words, block, 8),
			"a short block is refused");
	for (size_t i = 0; i < 12; i++)
	{
		block[i] ^= 1;
		refused &= !mc_search_words_open(&words, block, size);
		block[i] ^= 1;
	}
	test_ok(refused, "one of another program is refused");
	test_ok(mc_search_words_open(&words, block, size), "and the right one is not");
	block = mc_search_words_write(host, NULL, 0, &size);
	test_ok(mc_search_words_open(&words, block, size) && words.nwords == 0 &&
				mc_search_stem(&words, 1) == MC_NO_STEM,
			"no words");
	test_ok(mc_search_weight(&words, 0) == MC_MIN_WEIGHT, "and what they weigh");
	test_ok(mc_search_weight(&fixture->words, 0) > mc_search_weight(&fixture->words, 3),
			"a rare stem weighs more");
}

/* Lexemes fit into a tsvector, and end between characters. */
static void
TestLexemes(void)
{
	char word[300 + 1];
	char out[MC_MAX_LEXEME];

	test_ok(mc_search_lexeme("fractures", 9, out) == 7 && memcmp(out, "fractur", 7) == 0,
			"a stem");
	memset(word, 'x', 300);
	test_ok(mc_search_lexeme(word, 300, out) == MC_MAX_LEXEME, "a long word is cut");
	for (size_t i = 0; i < 300; i += 2)
		memcpy(word + i, "\xC3\xA9", 2);
	test_ok(mc_search_lexeme(word, 300, out) == MC_MAX_LEXEME - 1,
			"but not within a character");
}

/* Search with a host that leaves at the n-th allocation.  Returns whether it did. */
static bool
LeftAt(unsigned long n)
{
	static Fixture fixture;
	CheckLine line;

	test_host_init(&fixture.host);
	fixture.host.fail_allocation = n;
	if (setjmp(fixture.host.escape) == 0)
	{
		Prepare(&fixture);
		Search(&fixture, "dm2 lowback retinopahty menier", 3, &line);
		test_host_reset(&fixture.host);
		return false;
	}
	test_host_reset(&fixture.host);
	return true;
}

static void
TestFailures(void)
{
	unsigned long n = 1;

	while (n < 100000 && LeftAt(n))
		n++;
	test_ok(n > 100 && n < 100000, "left at each of %lu allocations", n - 1);
}

int
main(void)
{
	Fixture fixture;

	test_host_init(&fixture.host);
	Prepare(&fixture);
	TestCases(&fixture);
	TestScores(&fixture);
	TestNothing(&fixture);
	TestOpen(&fixture);
	TestLong(&fixture);
	TestBlock(&fixture);
	TestLexemes();
	test_host_reset(&fixture.host);
	TestFailures();
	return test_done();
}
