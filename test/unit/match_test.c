/*
 * match_test.c
 *	  Unit tests of the dictionary in memory and of matching.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "terminology_fixture.h"
#include "text/stem.h"

static const FixtureCode codes[] = {
	{"R05.9", "Cough, unspecified", false},
	{NULL, NULL, false},
};

static const FixtureTerm terms[] = {
	{"chest pain", "R07.9", MC_SOURCE_SYNONYM},
	{"pain in the left arm", "M79.602", MC_SOURCE_SYNONYM},
	{"fever", "R50.9", MC_SOURCE_SYNONYM},
	{"cough", "R05.9", MC_SOURCE_SYNONYM},
	{"seizure", "R56.9", MC_SOURCE_SYNONYM},
	{"crohn disease", "K50.90", MC_SOURCE_SYNONYM},
	{"fracture of femur", "S72.90", MC_SOURCE_SYNONYM},
	{"type 2 diabetes mellitus", "E11.9", MC_SOURCE_SYNONYM},
	{"diabetes mellitus", "E14", MC_SOURCE_SYNONYM},
	{"heart failure", "I50.9", MC_SOURCE_SYNONYM},
	{"chronic heart failure", "I50.22", MC_SOURCE_SYNONYM},
	{"acute on chronic congestive heart failure", "I50.23", MC_SOURCE_SYNONYM},
	{"failure", "R99", MC_SOURCE_SYNONYM},
	{"chronic", "Z99.9", MC_SOURCE_SYNONYM},
	{"chronic obstructive pulmonary disease", "J44.9", MC_SOURCE_SYNONYM},
	{"chronic obstructive pulmonary disease with exacerbation", "J44.1",
	 MC_SOURCE_SYNONYM},
	{"depression", "F32.A", MC_SOURCE_SYNONYM},
	{"kidney failure", "N19", MC_SOURCE_SYNONYM},
	{"acute kidney failure", "N17.9", MC_SOURCE_SYNONYM},
	{"hepatitis", "K75.9", MC_SOURCE_SYNONYM},
	{"hepatitis A", "B15.9", MC_SOURCE_SYNONYM},
	{"hepatitis B", "B19.10", MC_SOURCE_SYNONYM},
	{"chronic kidney disease stage 3", "N18.30", MC_SOURCE_SYNONYM},
	{"chronic kidney disease stage 3b", "N18.32", MC_SOURCE_SYNONYM},
	{"chronic kidney disease", "N18.9", MC_SOURCE_SYNONYM},
	{"prostatitis", "N41.9", MC_SOURCE_SYNONYM},
	{"prostate cancer", "C61", MC_SOURCE_SYNONYM},
	{"multiple sclerosis", "G35", MC_SOURCE_SYNONYM},
	{"acute gonococcal infection of the lower genitourinary tract", "A54.00",
	 MC_SOURCE_TITLE},
	{"leukaemia", "C95.90", MC_SOURCE_SYNONYM},
	{"diverticulum", "K57.90", MC_SOURCE_SYNONYM},
	{"sjogren syndrome", "M35.00", MC_SOURCE_SYNONYM},
	{NULL, NULL, MC_NSOURCES},
};

static const FixtureAbbreviation abbreviations[] = {
	{"CHF", "congestive heart failure", true},
	{"COPD", "chronic obstructive pulmonary disease", true},
	{"CKD", "chronic kidney disease", true},
	{"DM", "diabetes mellitus", true},
	{"T2DM", "type 2 diabetes mellitus", false},
	{"MS", "multiple sclerosis", true},
	{"cp", "chest pain", false},
	{"fx", "fracture", false},
	{"h/o", "history of", false},
	{NULL, NULL, false},
};

static const struct
{
	const char *note;
	const char *mentions;
	const char *rule;
} cases[] = {
	{"Reports chest pain today.", "chest pain=R07.9", "words next to each other"},
	{"Reports pain of the chest.", "pain of the chest=R07.9",
	 "reordered, function words between"},
	{"Pain, chest", "Pain, chest=R07.9", "reordered, a comma between"},
	{"pain in left arm", "pain in left arm=M79.602",
	 "function words of the phrase do not count"},
	{"left arm pain", "left arm pain=M79.602", "reordered without function words"},
	{"CHEST PAIN", "CHEST PAIN=R07.9", "capitals"},
	{"chest-pain", "chest-pain=R07.9", "joined by a hyphen"},
	{"chest pains", "chest pains=R07.9", "plural in a phrase"},
	{"Two seizures.", "seizures=R56.9", "plural of a single word"},
	{"Crohn's disease", "Crohn's disease=K50.90", "possessive"},
	{"Crohn\xE2\x80\x99s disease", "Crohn\xE2\x80\x99s disease=K50.90",
	 "typographic possessive"},
	{"fractured femur", "fractured femur=S72.90",
	 "a phrase of several words matches by stem"},
	{"femoral artery, femur fractures", "femur fractures=S72.90", "reordered plural"},
	{"femur fx", "femur fx=S72.90", "abbreviation of one word inside a phrase"},
	{"diabetes mellitus, type 2", "diabetes mellitus, type 2=E11.9", "comma inside"},
	{"diabetes mellitus (type 2)", "diabetes mellitus (type 2=E11.9",
	 "parenthesis inside"},
	{"Type II diabetes mellitus", "Type II diabetes mellitus=E11.9", "Roman numeral"},
	{"type two diabetes mellitus", "type two diabetes mellitus=E11.9", "number word"},
	{"diabetes mellitus type ii", "diabetes mellitus type ii=E11.9",
	 "Roman numeral in lower case"},
	{"type 1 diabetes mellitus", "diabetes mellitus=E14",
	 "another number is another thing"},
	{"Type III diabetes mellitus", "diabetes mellitus=E14",
	 "another Roman numeral is another thing"},
	{"chronic kidney disease stage III", "chronic kidney disease stage III=N18.30",
	 "stage in Roman numerals"},
	{"chronic kidney disease, stage IIIb", "chronic kidney disease, stage IIIb=N18.32",
	 "stage with a letter"},
	{"stage three chronic kidney disease", "stage three chronic kidney disease=N18.30",
	 "stage as a word"},
	{"CKD stage 3", "CKD stage 3=N18.30", "abbreviation as part of a phrase"},
	{"CKD 3b", "CKD=N18.9", "a word of the phrase is missing"},
	{"Stage IV CKD", "CKD=N18.9", "another stage"},
	{"Pain. Chest clear.", "", "a full stop is a barrier"},
	{"Pain: chest", "", "a colon is a barrier"},
	{"- pain\n- chest", "", "a new list item is a barrier"},
	{"Pain\n\nChest clear", "", "a blank line is a barrier"},
	{"Location: chest\nPain: none", "", "a new key-value line is a barrier"},
	{"pain; chest clear", "", "a semicolon is a barrier"},
	{"chest wall pain", "", "a word between that is not of the term"},
	{"CHF", "CHF=I50.9", "abbreviation: the longest suffix that is a term"},
	{"congestive heart failure", "heart failure=I50.9",
	 "written out, the term is the same"},
	{"Chronic CHF", "Chronic CHF=I50.22",
	 "an abbreviation stands for a suffix inside a phrase"},
	{"acute on chronic CHF", "acute on chronic CHF=I50.23",
	 "an abbreviation inside a longer phrase"},
	{"COPD", "COPD=J44.9", "abbreviation as a whole"},
	{"COPD with exacerbation", "COPD with exacerbation=J44.1",
	 "abbreviation and more words"},
	{"COPD exacerbation", "COPD exacerbation=J44.1", "with does not count"},
	{"DM type 2", "DM type 2=E11.9", "abbreviation reordered"},
	{"T2DM", "T2DM=E11.9", "abbreviation with a digit"},
	{"t2dm", "t2dm=E11.9", "any case where it is allowed"},
	{"Has CP on exertion, cp at rest", "CP=R07.9 | cp=R07.9",
	 "any case where it is allowed, twice"},
	{"MS since 2010", "MS=G35", "upper-only abbreviation in capitals"},
	{"Ms Smith", "", "upper-only abbreviation capitalised"},
	{"ms contin", "", "upper-only abbreviation in lower case"},
	{"chf", "", "upper-only abbreviation in lower case, a longer one"},
	{"depression", "depression=F32.A", "single word"},
	{"Depression's course", "Depression's=F32.A", "single word, possessive"},
	{"depressions", "depressions=F32.A", "single word, plural"},
	{"ST segment depressed", "", "single word, a derivation"},
	{"depressive", "", "single word, another derivation"},
	{"feverish", "", "single word, adjective"},
	{"coughing", "", "single word, verb"},
	{"prostate", "", "the suffix of a disease stays"},
	{"prostatitis", "prostatitis=N41.9", "the suffix of a disease stays"},
	{"acute kidney failure", "acute kidney failure=N17.9", "the longest wins"},
	{"chronic kidney failure", "chronic=Z99.9 | kidney failure=N19",
	 "what is left over matches too"},
	{"chronic kidney disease failure", "chronic kidney disease=N18.9 | failure=R99",
	 "no token is covered twice"},
	{"Hepatitis A in 2010", "Hepatitis A=B15.9", "the letter A names a kind"},
	{"Had hepatitis A.", "hepatitis A=B15.9", "the letter A at the end of a sentence"},
	{"Had hepatitis and a rash", "hepatitis=K75.9", "the article is no kind"},
	{"Had hepatitis a day later", "hepatitis=K75.9",
	 "the article behind the word is no kind"},
	{"hepatitis B", "hepatitis B=B19.10", "another letter"},
	{"hepatitis C", "hepatitis=K75.9", "a letter without a term"},
	{"hepatitis of unknown cause", "hepatitis=K75.9", "no letter"},
	{"leukemia", "leukemia=C95.90", "American spelling of a British term"},
	{"diverticula", "diverticula=K57.90", "Latin plural"},
	{"Sj\xC3\xB6gren's syndrome", "Sj\xC3\xB6gren's syndrome=M35.00",
	 "diacritics and possessive"},
	{"chest\xC2\xA0pain", "chest\xC2\xA0pain=R07.9", "no-break space"},
	{"chest\tpain", "chest\tpain=R07.9", "tab"},
	{"fever/cough", "fever=R50.9 | cough=R05.9", "slash cuts tokens"},
	{"fever cough fever", "fever=R50.9 | cough=R05.9 | fever=R50.9",
	 "every place, in order"},
	{"acute infection, lower genitourinary tract, gonococcal",
	 "acute infection, lower genitourinary tract, gonococcal=A54.00",
	 "the words of a title, reordered"},
	{"", "", "empty text"},
	{"   \n\t ", "", "white space only"},
	{"no terms here", "", "nothing to find"},
	{"chest", "", "one word of two"},
};

/* Analyse and match a note in memory that is given back at the next reset. */
static void
Match(TestHost *host, const Fixture *fixture, const char *note, size_t len,
	  McDocument *doc, McMentions *mentions)
{
	mc_document(&host->host, fixture->handle.headers, note, len, doc);
	memset(mentions, 0, sizeof(*mentions));
	mc_match(&host->host, &fixture->handle, doc, mentions);
}

/* What must hold of any result */
static bool
IsSound(const McDocument *doc, const McMentions *mentions)
{
	for (size_t i = 0; i < mentions->count; i++)
	{
		const McMention *m = &mentions->list[i];
		const McSentence *s = &doc->sentences.list[m->sentence];

		if (m->first_token > m->last_token || m->last_token >= doc->tokens.count ||
			(i > 0 && m->first_token <= mentions->list[i - 1].last_token) ||
			m->first_token < s->first_token || m->last_token >= s->end_token ||
			m->covered == 0 || m->covered > m->last_token - m->first_token + 1 ||
			m->score > 100)
			return false;
	}
	return mentions->count <= MC_MAX_MENTIONS;
}

static void
TestCases(void)
{
	const FixtureRows rows = {terms, abbreviations, NULL, NULL, codes};
	TestHost keep;
	TestHost work;
	Fixture fixture;

	test_host_init(&keep);
	test_host_init(&work);
	fixture_init(&keep, &rows, &fixture);
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
	{
		McDocument doc;
		McMentions mentions;
		const char *have;

		Match(&work, &fixture, cases[i].note, strlen(cases[i].note), &doc, &mentions);
		have = fixture_print_mentions(&doc, &mentions);
		test_ok(strcmp(have, cases[i].mentions) == 0 && IsSound(&doc, &mentions) &&
					!mentions.truncated,
				"match: %s", cases[i].rule);
		if (strcmp(have, cases[i].mentions) != 0)
			printf("# note \"%s\"\n# want %s\n# have %s\n", cases[i].note,
				   cases[i].mentions, have);
		test_host_reset(&work);
	}
	fixture_done(&fixture);
	test_host_reset(&keep);
}

/* Number of the term that a note of one mention names, 0 if there is none */
static uint64_t
Winner(const FixtureTerm *list, const char *note, uint8_t *score)
{
	const FixtureRows rows = {list, NULL, NULL, NULL, NULL};
	TestHost host;
	Fixture fixture;
	McDocument doc;
	McMentions mentions;
	uint64_t winner = 0;

	test_host_init(&host);
	fixture_init(&host, &rows, &fixture);
	Match(&host, &fixture, note, strlen(note), &doc, &mentions);
	if (mentions.count > 0)
	{
		winner = mentions.list[0].term.id;
		if (score)
			*score = mentions.list[0].score;
	}
	fixture_done(&fixture);
	test_host_reset(&host);
	return winner;
}

static void
TestPreference(void)
{
	static const FixtureTerm sources[] = {
		{"viral cold", "A00", MC_SOURCE_TITLE},
		{"viral cold", "A01", MC_SOURCE_LAY},
		{"viral cold", "A02", MC_SOURCE_SYNONYM},
		{"viral cold", "A03", MC_SOURCE_SITE},
		{NULL, NULL, MC_NSOURCES},
	};
	static const FixtureTerm title_synonym[] = {
		{"viral cold", "A00", MC_SOURCE_TITLE},
		{"viral cold", "A02", MC_SOURCE_SYNONYM},
		{NULL, NULL, MC_NSOURCES},
	};
	static const FixtureTerm rows[] = {
		{"viral cold", "A02", MC_SOURCE_SYNONYM},
		{"viral cold", "A00", MC_SOURCE_SYNONYM},
		{NULL, NULL, MC_NSOURCES},
	};
	static const FixtureTerm order[] = {
		{"house dog", "A00", MC_SOURCE_SITE},
		{"dog house", "A01", MC_SOURCE_TITLE},
		{NULL, NULL, MC_NSOURCES},
	};
	static const FixtureTerm form[] = {
		{"bones broken", "A00", MC_SOURCE_SITE},
		{"broken bone", "A01", MC_SOURCE_TITLE},
		{NULL, NULL, MC_NSOURCES},
	};
	static const FixtureTerm covers[] = {
		{"acute heart", "A00", MC_SOURCE_SITE},
		{"heart failure acute", "A01", MC_SOURCE_TITLE},
		{NULL, NULL, MC_NSOURCES},
	};
	static const FixtureTerm stem_only[] = {
		{"broken", "A00", MC_SOURCE_SITE},
		{"fracture", "A01", MC_SOURCE_SITE},
		{NULL, NULL, MC_NSOURCES},
	};
	uint8_t straight = 0;
	uint8_t turned = 0;

	test_ok(Winner(sources, "viral cold", NULL) == 4,
			"preference: the site's own synonym first");
	test_ok(Winner(title_synonym, "viral cold", NULL) == 2,
			"preference: a synonym before a title");
	test_ok(Winner(rows, "viral cold", NULL) == 2,
			"preference: the lower code, not the older row");
	test_ok(Winner(order, "dog house", &straight) == 2,
			"preference: the better fit before the preferred source");
	test_ok(Winner(order, "house dog", NULL) == 1,
			"preference: either order has its term");
	test_ok(Winner(form, "broken bone", NULL) == 2,
			"preference: words as written fit better");
	test_ok(Winner(covers, "acute heart failure", NULL) == 2,
			"preference: more words covered before fit and source");
	test_ok(Winner(stem_only, "fractures", NULL) == 2 &&
				Winner(stem_only, "fractured", NULL) == 0,
			"a single word matches by inflection only");
	Winner(covers, "acute heart", &straight);
	Winner(covers, "heart acute", &turned);
	test_ok(straight > turned && turned > 0, "score: in order fits better than turned");
	Winner(covers, "acute heart", &straight);
	Winner(covers, "acute of the heart", &turned);
	test_ok(straight >= turned && turned > 0, "score: words between never fit better");
	test_ok(Winner(covers, "acute heart", &straight) == 1 && straight == 100,
			"score: the phrase as written is 100");
}

/* Rows in any order of adding give the same mentions */
static void
TestOrderOfRows(void)
{
	static const char note[] =
		"Acute on chronic CHF, kidney failure acute, COPD exacerbation, chest pain, pain chest "
		"heart failure kidney, hepatitis A B chronic kidney disease stage 3 diabetes mellitus type 2";
	size_t nterms = sizeof(terms) / sizeof(*terms) - 1;
	uint64_t first = 0;
	bool same = true;
	uint32_t state = 7;

	for (int round = 0; round < 20; round++)
	{
		const FixtureRows rows = {NULL, abbreviations, NULL, NULL, codes};
		size_t order[64];
		TestHost host;
		Fixture fixture;
		McDocument doc;
		McMentions mentions;
		McDictionary *dictionary;

		test_host_init(&host);
		fixture_init(&host, &rows, &fixture);
		dictionary = mc_dictionary_create(&host.host);
		for (size_t i = 0; i < nterms; i++)
			order[i] = i;
		for (size_t i = nterms; round > 0 && i > 1; i--)
		{
			size_t k = fixture_random(&state) % i;
			size_t swap = order[k];

			order[k] = order[i - 1];
			order[i - 1] = swap;
		}
		for (size_t i = 0; i < nterms; i++)
			mc_dictionary_add_term(dictionary, terms[order[i]].phrase, order[i] + 1,
								   fixture_code(terms[order[i]].code),
								   terms[order[i]].source);
		for (const FixtureAbbreviation *a = abbreviations; a->abbreviation; a++)
			mc_dictionary_add_abbreviation(dictionary, a->abbreviation, a->expansion,
										   a->upper_only);
		mc_dictionary_finish(dictionary);
		fixture.dictionary = dictionary;
		Match(&host, &fixture, note, strlen(note), &doc, &mentions);
		if (round == 0)
			first = fixture_hash_mentions(&mentions);
		else
			same = same && first == fixture_hash_mentions(&mentions);
		fixture_done(&fixture);
		test_host_reset(&host);
	}
	test_ok(same, "the order of adding rows does not matter");
}

static void
TestDictionary(void)
{
	TestHost host;
	McDictionary *dictionary;
	char phrase[512] = "";
	char phrase25[600];
	char of_the[512] = "";
	const FixtureTerm longest[] = {{phrase, "A00", MC_SOURCE_SITE},
								   {NULL, NULL, MC_NSOURCES}};
	const FixtureTerm too_long[] = {{phrase25, "A00", MC_SOURCE_SITE},
									{NULL, NULL, MC_NSOURCES}};
	McPostings posted[MC_POSTING_LISTS];
	McTerm term;
	const McExpansion *expansions;
	McDocument doc;
	McHeaders headers;

	for (int i = 0; i < MC_MAX_TERM_WORDS; i++)
	{
		char word[16];

		snprintf(word, sizeof(word), "%sword%c%c", i > 0 ? " " : "", 'b' + i / 5,
				 'k' + i % 5);
		strcat(phrase, word);
		snprintf(word, sizeof(word), "%sof the %c%cx", i > 0 ? " " : "", 'b' + i / 5,
				 'k' + i % 5);
		strcat(of_the, word);
	}
	snprintf(phrase25, sizeof(phrase25), "%s zzz", phrase);

	test_host_init(&host);
	dictionary = mc_dictionary_create(&host.host);
	test_ok(
		!mc_dictionary_add_term(dictionary, "", 1, fixture_code("A00"), MC_SOURCE_SITE),
		"dictionary: an empty phrase is no term");
	test_ok(!mc_dictionary_add_term(dictionary, " \t ", 2, fixture_code("A00"),
									MC_SOURCE_SITE),
			"dictionary: white space is no term");
	test_ok(!mc_dictionary_add_term(dictionary, "of the", 3, fixture_code("A00"),
									MC_SOURCE_SITE),
			"dictionary: function words are no term");
	test_ok(!mc_dictionary_add_term(dictionary, "--- (,) !", 4, fixture_code("A00"),
									MC_SOURCE_SITE),
			"dictionary: punctuation is no term");
	test_ok(!mc_dictionary_add_term(dictionary, phrase25, 5, fixture_code("A00"),
									MC_SOURCE_SITE),
			"dictionary: a phrase with a word too many is no term");
	test_ok(mc_dictionary_terms(dictionary) == 0,
			"dictionary: what is no term is not held");
	test_ok(mc_dictionary_add_term(dictionary, phrase, 6, fixture_code("A00"),
								   MC_SOURCE_SITE),
			"dictionary: the longest phrase is a term");
	test_ok(mc_dictionary_add_term(dictionary, of_the, 7, fixture_code("A00"),
								   MC_SOURCE_SITE),
			"dictionary: only words that count are counted");
	test_ok(mc_dictionary_add_term(dictionary, "fever", 8, fixture_code("R50.9"),
								   MC_SOURCE_SITE),
			"dictionary: a single word is a term");
	test_ok(mc_dictionary_terms(dictionary) == 3, "dictionary: terms are counted");
	test_ok(
		mc_dictionary_add_abbreviation(dictionary, "MI", "myocardial infarction", true),
		"dictionary: an abbreviation");
	test_ok(mc_dictionary_add_abbreviation(dictionary, "h/o", "history of", false),
			"dictionary: an abbreviation with a slash is one token");
	test_ok(!mc_dictionary_add_abbreviation(dictionary, "two words",
											"myocardial infarction", true),
			"dictionary: an abbreviation of two tokens is none");
	test_ok(
		!mc_dictionary_add_abbreviation(dictionary, "", "myocardial infarction", true),
		"dictionary: an empty abbreviation is none");
	test_ok(!mc_dictionary_add_abbreviation(dictionary, "XX", "", true),
			"dictionary: an empty expansion is none");
	test_ok(!mc_dictionary_add_abbreviation(dictionary, "XX", "of the", true),
			"dictionary: an expansion without words is none");
	mc_dictionary_finish(dictionary);

	mc_headers_init(&host.host, &headers);
	mc_document(&host.host, &headers, "fever mi", 8, &doc);
	test_ok(mc_dictionary_posted(dictionary, doc.words.list[0].stem_key, posted) == 1 &&
				posted[0].count == 1 && mc_posting_words(posted[0].first) == 1 &&
				mc_posting_flags(posted[0].first) == 0 &&
				mc_dictionary_term(dictionary, mc_posting_reference(posted[0].first),
								   &term) &&
				term.id == 8 && term.nwords == 1 && term.code == fixture_code("R50.9") &&
				term.source == MC_SOURCE_SITE && strcmp(term.phrase, "fever") == 0 &&
				term.words[0].stem_key == doc.words.list[0].stem_key &&
				term.words[0].lemma_key == mc_lemma_key("fever", 5),
			"dictionary: a term is posted under its word");
	test_ok(mc_dictionary_expansions(dictionary, doc.words.list[1].key, &expansions) ==
					1 &&
				expansions[0].nwords == 2 && expansions[0].upper_only,
			"dictionary: an abbreviation is found by its folded token");
	test_ok(mc_dictionary_posted(dictionary, UINT64_C(0x123456789ABCDEF), posted) == 0 &&
				mc_dictionary_expansions(dictionary, UINT64_C(0x123456789ABCDEF),
										 &expansions) == 0,
			"dictionary: a word without terms has none");
	test_host_reset(&host);

	/* a title must say more than generic words do */
	dictionary = mc_dictionary_create(&host.host);
	mc_dictionary_add_generic(dictionary, "other");
	mc_dictionary_add_generic(dictionary, "disease");
	test_ok(!mc_dictionary_add_term(dictionary, "Other diseases", 1, fixture_code("A00"),
									MC_SOURCE_TITLE) &&
				!mc_dictionary_add_term(dictionary, "Disease", 2, fixture_code("A00"),
										MC_SOURCE_TITLE),
			"generic: a title of nothing but generic words is no term");
	test_ok(mc_dictionary_add_term(dictionary, "Other diseases of the heart", 3,
								   fixture_code("A00"), MC_SOURCE_TITLE),
			"generic: a title with one more word is a term");
	test_ok(mc_dictionary_add_term(dictionary, "other disease", 4, fixture_code("A00"),
								   MC_SOURCE_SITE) &&
				mc_dictionary_add_term(dictionary, "disease", 5, fixture_code("A00"),
									   MC_SOURCE_SYNONYM),
			"generic: a synonym may consist of generic words");
	mc_dictionary_finish(dictionary);
	test_host_reset(&host);

	/* an empty dictionary serves, too */
	{
		const FixtureRows none = {NULL, NULL, NULL, NULL, NULL};
		Fixture fixture;
		McMentions mentions;

		fixture_init(&host, &none, &fixture);
		Match(&host, &fixture, "fever", 5, &doc, &mentions);
		test_ok(mentions.count == 0 && !mentions.truncated,
				"dictionary: empty, nothing matches");
		fixture_done(&fixture);
		test_host_reset(&host);
	}
	test_ok(Winner(longest, phrase, NULL) == 1, "the longest phrase matches");
	test_ok(Winner(too_long, phrase25, NULL) == 0,
			"a phrase with a word too many matches nothing");
	for (int source = 0; source < MC_NSOURCES; source++)
		test_ok(mc_source_by_name(mc_source_name((McTermSource) source)) == source,
				"source %d has a name of its own", source);
	test_ok(mc_source_by_name("nonsense") == -1 && mc_source_by_name("") == -1,
			"an unknown name is no source");
}

/* Each term is posted once, under its rarest word; the others follow, rarest first. */
static void
TestPostings(void)
{
	static const FixtureTerm posted_terms[] = {
		{"pain in the kidney", "A00", MC_SOURCE_SITE},
		{"kidney fever", "A01", MC_SOURCE_SITE},
		{"kidney", "A02", MC_SOURCE_SITE},
		{"kidney, zebra: kidneys (pain)", "A03", MC_SOURCE_SITE},
		{NULL, NULL, MC_NSOURCES},
	};
	/* rows of posting word, its only term, and the words behind it, by number */
	static const char words[] = "kidney pain fever zebra";
	static const struct
	{
		uint64_t id;
		unsigned nkeys;
		unsigned keys[3];
	} want[] = {
		{3, 0, {0}},
		{1, 1, {0}},
		{2, 1, {0}},
		{4, 3, {1, 0, 0}},
	};
	const FixtureRows rows = {posted_terms, NULL, NULL, NULL, NULL};
	TestHost host;
	Fixture fixture;
	McHeaders headers;
	McDocument doc;

	test_host_init(&host);
	fixture_init(&host, &rows, &fixture);
	mc_headers_init(&host.host, &headers);
	mc_document(&host.host, &headers, words, strlen(words), &doc);
	for (size_t i = 0; i < sizeof(want) / sizeof(*want); i++)
	{
		McPostings lists[MC_POSTING_LISTS];
		const McPosting *posting;
		McTerm term = {.id = 0};
		bool good;

		good = doc.words.count == 4 &&
			   mc_dictionary_posted(fixture.dictionary, doc.words.list[i].stem_key,
									lists) == 1 &&
			   lists[0].count == 1;
		if (good)
		{
			posting = lists[0].first;
			good = mc_dictionary_term(fixture.dictionary, mc_posting_reference(posting),
									  &term) &&
				   term.id == want[i].id && mc_posting_flags(posting) == 0 &&
				   mc_posting_words(posting) == want[i].nkeys + 1 &&
				   mc_posting_keys(posting) == want[i].nkeys;
			for (unsigned k = 0; good && k < want[i].nkeys; k++)
				good = posting->keys[k] == doc.words.list[want[i].keys[k]].stem_key;
		}
		test_ok(good, "postings: word %zu has its term and the keys of the others", i);
	}
	fixture_done(&fixture);
	test_host_reset(&host);
}

/* A mention says whether its code is in the release, and complete. */
static void
TestRelease(void)
{
	static const FixtureCode release[] = {
		{"A00", "A heading", true},
		{"A01", "A code", false},
		{NULL, NULL, false},
	};
	static const FixtureTerm of_release[] = {
		{"wet cough", "A00", MC_SOURCE_SITE},
		{"dry cough", "A01", MC_SOURCE_SITE},
		{"old cough", "A02", MC_SOURCE_SITE},
		/* of one phrase: not in the release, a heading, a complete code */
		{"sore throat", "A02", MC_SOURCE_SITE},
		{"sore throat", "A00", MC_SOURCE_SYNONYM},
		{"sore throat", "A01", MC_SOURCE_INDEX},
		{"sore eye", "A02", MC_SOURCE_SITE},
		{"sore eye", "A00", MC_SOURCE_INDEX},
		{NULL, NULL, MC_NSOURCES},
	};
	static const char note[] = "Wet cough. Dry cough. Old cough. Sore throat. Sore eye.";
	static const struct
	{
		uint64_t id;
		bool in_release;
		bool billable;
	} want[] = {
		{1, true, false}, {2, true, true},  {3, false, false},
		{6, true, true},  {8, true, false},
	};
	const FixtureRows rows = {of_release, NULL, NULL, NULL, release};
	TestHost host;
	Fixture fixture;
	McDocument doc;
	McMentions mentions;

	test_host_init(&host);
	fixture_init(&host, &rows, &fixture);
	Match(&host, &fixture, note, strlen(note), &doc, &mentions);
	test_ok(mentions.count == sizeof(want) / sizeof(*want), "release: every mention");
	for (size_t i = 0; i < mentions.count && i < sizeof(want) / sizeof(*want); i++)
	{
		const McMention *m = &mentions.list[i];

		test_ok(m->term.id == want[i].id && m->in_release == want[i].in_release &&
					m->billable == want[i].billable,
				"release: mention %zu is of term %llu, %s", i,
				(unsigned long long) want[i].id,
				want[i].billable     ? "complete"
				: want[i].in_release ? "a heading"
									 : "not in the release");
	}
	fixture_done(&fixture);
	test_host_reset(&host);
}

/* A note of n mentions, one a line of ten */
static char *
Repeat(const char *word, size_t n, size_t *len)
{
	size_t width = strlen(word);
	char *note = malloc(n * (width + 2) + 1);
	char *p = note;

	if (note == NULL)
		abort();
	for (size_t i = 0; i < n; i++)
	{
		memcpy(p, word, width);
		p += width;
		*p++ = i % 10 == 9 ? '.' : ',';
		*p++ = i % 10 == 9 ? '\n' : ' ';
	}
	*p = '\0';
	*len = (size_t) (p - note);
	return note;
}

static void
TestLimit(void)
{
	const FixtureRows rows = {terms, abbreviations, NULL, NULL, codes};
	TestHost keep;
	TestHost work;
	Fixture fixture;
	McDocument doc;
	McMentions mentions;
	size_t len;
	char *note = Repeat("fever", MC_MAX_MENTIONS + 1, &len);

	test_host_init(&keep);
	test_host_init(&work);
	fixture_init(&keep, &rows, &fixture);

	Match(&work, &fixture, note, len - 7, &doc, &mentions);
	test_ok(mentions.count == MC_MAX_MENTIONS && !mentions.truncated,
			"limit: as many mentions as are kept are not truncated");
	test_host_reset(&work);
	work.interrupts = 0;
	Match(&work, &fixture, note, len, &doc, &mentions);
	test_ok(mentions.count == MC_MAX_MENTIONS && mentions.truncated &&
				IsSound(&doc, &mentions),
			"limit: one more sets truncated");
	test_ok(mentions.count > 0 && mentions.list[0].first_token == 0,
			"limit: what is kept is the beginning");
	test_host_reset(&work);
	{
		unsigned long before;

		mc_document(&work.host, fixture.handle.headers, note, len, &doc);
		before = work.interrupts;
		memset(&mentions, 0, sizeof(mentions));
		mc_match(&work.host, &fixture.handle, &doc, &mentions);
		test_ok(work.interrupts - before >= doc.tokens.count / MC_INTERRUPT_INTERVAL,
				"limit: matching gives way to cancellation");
		test_host_reset(&work);
	}
	free(note);

	/* what overlaps is no mention: each phrase holds three terms */
	note = Repeat("acute kidney failure", 40000, &len);
	Match(&work, &fixture, note, len, &doc, &mentions);
	test_ok(mentions.count == 40000 && !mentions.truncated &&
				mentions.list[39999].term.code == fixture_code("N17.9"),
			"limit: of mentions, not of the candidates they were chosen from");
	test_host_reset(&work);
	free(note);

	/* what is over is the end of the note, whatever the words */
	note = Repeat("acute kidney failure and fever and chest pain", 40000, &len);
	Match(&work, &fixture, note, len, &doc, &mentions);
	test_ok(mentions.count == MC_MAX_MENTIONS && mentions.truncated &&
				mentions.list[0].term.code == fixture_code("N17.9") &&
				mentions.list[1].term.code == fixture_code("R50.9") &&
				mentions.list[2].term.code == fixture_code("R07.9"),
			"limit: the beginning is kept whole, not the terms found first");
	if (mentions.count > 0)
		printf("# %zu mentions, truncated %d, last token of the last %u\n",
			   mentions.count, mentions.truncated,
			   mentions.list[mentions.count - 1].last_token);
	test_host_reset(&work);
	free(note);
	fixture_done(&fixture);
	test_host_reset(&keep);
}

/* Time of matching n tokens of a note that is hard on candidates */
static double
TimeOf(const Fixture *fixture, const char *words, size_t n)
{
	TestHost host;
	McDocument doc;
	McMentions mentions;
	size_t width = strlen(words);
	char *note = malloc(n * width + 1);
	double start;
	double seconds;

	if (note == NULL)
		abort();
	for (size_t i = 0; i < n; i++)
		memcpy(note + i * width, words, width);
	note[n * width] = '\0';
	test_host_init(&host);
	start = fixture_seconds();
	Match(&host, fixture, note, n * width, &doc, &mentions);
	seconds = fixture_seconds() - start;
	test_host_reset(&host);
	free(note);
	return seconds;
}

/* One endless sentence made of the words of terms that never come together */
static void
TestTime(void)
{
	static const char *const notes[] = {
		"kidney ",
		"chronic ",
		"of the ",
		"pain ",
		"acute chronic ",
		"stage 3 ",
		"fever ",
		"chronic obstructive pulmonary ",
		", ",
		"( ",
		"CHF ",
		"COPD CKD ",
		"- ",
	};
	const FixtureRows rows = {terms, abbreviations, NULL, NULL, codes};
	size_t n = test_slowness() > 5 ? 8000 : 80000;
	TestHost keep;
	Fixture fixture;

	test_host_init(&keep);
	fixture_init(&keep, &rows, &fixture);
	for (size_t i = 0; i < sizeof(notes) / sizeof(*notes); i++)
	{
		double small = TimeOf(&fixture, notes[i], n / 8);
		double large = TimeOf(&fixture, notes[i], n);

		/* quadratic would be 64 times as long */
		test_ok(large < 24 * (small > 0.005 ? small : 0.005), "time: linear in \"%s\"",
				notes[i]);
		if (large >= 24 * (small > 0.005 ? small : 0.005))
			printf("# %zu: %.3f s, %zu: %.3f s\n", n / 8, small, n, large);
	}
	fixture_done(&fixture);
	test_host_reset(&keep);
}

/*
 * Leave at the n-th allocation or interrupt; then run again.  Returns false
 * when there was no n-th.
 */
static bool
FailAt(const Fixture *fixture, const char *note, size_t len, unsigned long allocation,
	   unsigned long interrupt, uint64_t want, bool *same)
{
	TestHost host;
	McDocument doc;
	McMentions mentions;
	volatile bool failed = false;

	test_host_init(&host);
	host.fail_allocation = allocation;
	host.fail_interrupt = interrupt;
	if (setjmp(host.escape) == 0)
		Match(&host, fixture, note, len, &doc, &mentions);
	else
		failed = true;
	test_host_reset(&host);
	if (failed)
	{
		host.fail_allocation = 0;
		host.fail_interrupt = 0;
		Match(&host, fixture, note, len, &doc, &mentions);
		if (fixture_hash_mentions(&mentions) != want)
			*same = false;
		test_host_reset(&host);
	}
	return failed;
}

static void
TestFailures(void)
{
	static const char sentence[] =
		"Acute on chronic CHF; COPD with exacerbation, chest pain (CKD stage IIIb).\n"
		"- Hepatitis A, Sj\xC3\xB6gren\xE2\x80\x99s syndrome, pain in the left arm\n";
	const FixtureRows rows = {terms, abbreviations, NULL, NULL, codes};
	TestHost keep;
	Fixture fixture;
	McDocument doc;
	McMentions mentions;
	char *note;
	size_t len = 0;
	uint64_t want;
	unsigned long n;
	bool same = true;

	test_host_init(&keep);
	fixture_init(&keep, &rows, &fixture);

	/* memory: a note long enough that every array has to grow */
	note = malloc(sizeof(sentence) * 2000);
	if (note == NULL)
		abort();
	for (int i = 0; i < 60; i++, len += sizeof(sentence) - 1)
		memcpy(note + len, sentence, sizeof(sentence) - 1);
	Match(&keep, &fixture, note, len, &doc, &mentions);
	want = fixture_hash_mentions(&mentions);
	for (n = 1; FailAt(&fixture, note, len, n, 0, want, &same); n++)
		;
	test_ok(same && n > 5, "failure at every allocation leaves nothing behind");

	/* interrupts: some ten thousand tokens */
	for (int i = 60; i < 800; i++, len += sizeof(sentence) - 1)
		memcpy(note + len, sentence, sizeof(sentence) - 1);
	Match(&keep, &fixture, note, len, &doc, &mentions);
	want = fixture_hash_mentions(&mentions);
	same = true;
	for (n = 1; FailAt(&fixture, note, len, 0, n, want, &same); n++)
		;
	test_ok(same && n > 3, "cancelling at every interrupt leaves nothing behind");

	fixture_done(&fixture);
	test_host_reset(&keep);

	/* the dictionary itself */
	same = true;
	for (n = 1;; n++)
	{
		TestHost host;
		volatile bool failed = false;

		test_host_init(&host);
		host.fail_allocation = n;
		if (setjmp(host.escape) == 0)
		{
			fixture_init(&host, &rows, &fixture);
			Match(&host, &fixture, sentence, sizeof(sentence) - 1, &doc, &mentions);
			same = mentions.count == 7;
		}
		else
			failed = true;
		fixture_done(&fixture);
		test_host_reset(&host);
		if (!failed)
			break;
	}
	test_ok(same && n > 10, "failure at every allocation of the dictionary");
	free(note);
}

/* Random notes of the words of the terms: any result is sound and repeatable */
static void
TestRandom(void)
{
	static const char *const words[] = {
		"chest",
		"pain",
		"acute",
		"chronic",
		"kidney",
		"failure",
		"heart",
		"disease",
		"stage",
		"III",
		"3",
		"CHF",
		"COPD",
		"CKD",
		"fever",
		"of",
		"the",
		",",
		"(",
		")",
		".",
		"\n",
		":",
		";",
		"\n\n",
		"A",
		"hepatitis",
		"type",
		"2",
		"diabetes",
		"mellitus",
		"-",
		"/",
		"with",
		"exacerbation",
		"\xE2\x80\x99",
		"\xF0\x9F\x98\x80",
		"pulmonary",
		"obstructive",
		"congestive",
		"on",
		"T2DM",
	};
	const FixtureRows rows = {terms, abbreviations, NULL, NULL, codes};
	TestHost keep;
	TestHost work;
	Fixture fixture;
	uint32_t state = 42;
	bool sound = true;
	bool same = true;

	test_host_init(&keep);
	test_host_init(&work);
	fixture_init(&keep, &rows, &fixture);
	for (int round = 0; round < 3000 / (int) test_slowness(); round++)
	{
		char note[1024] = "";
		McDocument doc;
		McMentions mentions;
		uint64_t hash;

		for (int i = (int) (fixture_random(&state) % 60); i > 0; i--)
		{
			strcat(note,
				   words[fixture_random(&state) % (sizeof(words) / sizeof(*words))]);
			if (fixture_random(&state) % 8 != 0)
				strcat(note, " ");
		}
		Match(&work, &fixture, note, strlen(note), &doc, &mentions);
		sound = sound && IsSound(&doc, &mentions);
		hash = fixture_hash_mentions(&mentions);
		Match(&work, &fixture, note, strlen(note), &doc, &mentions);
		same = same && hash == fixture_hash_mentions(&mentions);
		test_host_reset(&work);
	}
	test_ok(
		sound,
		"random notes: mentions ascend, stay in their sentence, cover no token twice");
	test_ok(same, "random notes: a second run gives the same");
	fixture_done(&fixture);
	test_host_reset(&keep);
}

int
main(void)
{
	TestCases();
	TestPreference();
	TestOrderOfRows();
	TestDictionary();
	TestPostings();
	TestRelease();
	TestLimit();
	TestTime();
	TestFailures();
	TestRandom();
	return test_done();
}
