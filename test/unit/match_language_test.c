/*
 * match_language_test.c
 *	  Unit tests of what language does to terms: abbreviations defined in the note and
 *	  ambiguous ones, words between, coordination, phrases that name no condition, and
 *	  the terms that gave way.
 */
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "terminology_fixture.h"

static const FixtureTerm terms[] = {
	{"kidney injury", "N17.8", MC_SOURCE_SYNONYM},
	{"acute kidney injury", "N17.9", MC_SOURCE_SYNONYM},
	{"mitral stenosis", "I05.0", MC_SOURCE_SYNONYM},
	{"multiple sclerosis", "G35", MC_SOURCE_SYNONYM},
	{"diabetes mellitus", "E11.9", MC_SOURCE_SYNONYM},
	{"dermatomyositis", "M33.90", MC_SOURCE_SYNONYM},
	{"rheumatoid arthritis", "M06.9", MC_SOURCE_SYNONYM},
	{"knee pain", "M25.569", MC_SOURCE_SYNONYM},
	{"pain", "R52", MC_SOURCE_SYNONYM},
	{"chest pain", "R07.9", MC_SOURCE_SYNONYM},
	{"fracture of radius", "S52.90", MC_SOURCE_SYNONYM},
	{"heart failure", "I50.9", MC_SOURCE_SYNONYM},
	{"chronic heart failure", "I50.22", MC_SOURCE_SYNONYM},
	{"kidney failure", "N19", MC_SOURCE_SYNONYM},
	{"chronic kidney failure", "N18.9", MC_SOURCE_SYNONYM},
	{"cancer of right breast", "C50.911", MC_SOURCE_SYNONYM},
	{"cancer of left breast", "C50.912", MC_SOURCE_SYNONYM},
	{"spread cancer", "C79.9", MC_SOURCE_SYNONYM},
	{"AKI screening", "Z13.89", MC_SOURCE_SYNONYM},
	{"secondary hypertension", "I15.9", MC_SOURCE_SYNONYM},
	{"aortic arch", "Q25.49", MC_SOURCE_SYNONYM},
	{"aortic arch syndrome", "M31.4", MC_SOURCE_SYNONYM},
	{"chest pain on breathing", "R07.1", MC_SOURCE_SYNONYM},
	{"shortness of breath", "R06.02", MC_SOURCE_SYNONYM},
	{"hypertension", "I10", MC_SOURCE_SYNONYM},
	{"hypertension heart disease", "I11.9", MC_SOURCE_INDEX},
	{"ischemic heart disease", "I25.9", MC_SOURCE_SYNONYM},
	{"nephropathy", "N28.9", MC_SOURCE_SYNONYM},
	{"retinopathy", "H35.00", MC_SOURCE_SYNONYM},
	{"nephropathy due to diabetes", "E11.21", MC_SOURCE_SYNONYM},
	{"retinopathy due to diabetes", "E11.319", MC_SOURCE_SYNONYM},
	{"urticaria", "L50.9", MC_SOURCE_SYNONYM},
	{"allergic urticaria", "L50.0", MC_SOURCE_SYNONYM},
	{"allergy to contrast", "Z91.041", MC_SOURCE_SYNONYM},
	{"abdominal pain", "R10.9", MC_SOURCE_SYNONYM},
	{"abdominal distension", "R14.0", MC_SOURCE_SYNONYM},
	{"failure to thrive", "R62.51", MC_SOURCE_SYNONYM},
	{"asthma", "J45.909", MC_SOURCE_SYNONYM},
	{"stroke", "I63.9", MC_SOURCE_SYNONYM},
	{"stroke work index", "R99", MC_SOURCE_SYNONYM},
	{"pneumonia", "J18.9", MC_SOURCE_SYNONYM},
	{"viral pneumonia", "J12.9", MC_SOURCE_SYNONYM},
	{"end stage renal disease", "N18.6", MC_SOURCE_SYNONYM},
	{"chronic renal disease", "N18.9", MC_SOURCE_SYNONYM},
	{"gastritis with bleeding", "K29.71", MC_SOURCE_SYNONYM},
	{"gastritis without bleeding", "K29.70", MC_SOURCE_SYNONYM},
	{"gastritis", "K29.79", MC_SOURCE_SYNONYM},
	{"bleeding", "R58", MC_SOURCE_SYNONYM},
	{"hernia without obstruction or gangrene", "K46.9", MC_SOURCE_TITLE},
	{"epilepsy, not intractable, with status epilepticus", "G40.901", MC_SOURCE_TITLE},
	{"tobacco use", "Z72.0", MC_SOURCE_SYNONYM},
	{"hip fracture", "S72.009", MC_SOURCE_SYNONYM},
	{NULL, NULL, MC_NSOURCES},
};

static const FixtureAbbreviation abbreviations[] = {
	{"AKI", "acute kidney injury", true},
	{"HTN", "hypertension", false},
	{"ESRD", "end stage renal disease", true},
	{"CHF", "congestive heart failure", true},
	{"w/o", "without", false},
	{NULL, NULL, false},
};

static const FixtureReading readings[] = {
	{"MS", "multiple sclerosis", true, "near", "interferon"},
	{"MS", "multiple sclerosis", true, "near", "optic neuritis"},
	{"MS", "multiple sclerosis", true, "not_near", "valve"},
	{"MS", "mitral stenosis", true, "near", "valve"},
	{"MS", "mitral stenosis", true, "near", "murmur"},
	{"MS", "mitral stenosis", true, "not_near", "interferon"},
	{"MS", "mental status", true, "section", "physical_exam"},
	{"MS", "musculoskeletal", true, "header", "ms"},
	{"dm", "diabetes mellitus", false, "near", "metformin"},
	{"dm", "diabetes mellitus", false, "default", "usual"},
	{"dm", "dermatomyositis", false, "near", "rash"},
	{"RA", "rheumatoid arthritis", true, "near", "methotrexate"},
	{"RA", "rheumatoid arthritis", true, "default", "usual"},
	{"RA", "room air", true, "value", "percent"},
	{"RA", "room air", true, "near", "oxygen"},
	{NULL, NULL, false, NULL, NULL},
};

static const FixtureRole roles[] = {
	{"right", "modifier"},  {"left", "modifier"},    {"distal", "modifier"},
	{"severe", "modifier"}, {"patient", "modifier"}, {"patient's", "modifier"},
	{"is", "break"},        {"with", "break"},       {"denies", "break"},
	{"normal", "break"},    {"no", "break"},         {NULL, NULL},
};

static const FixtureNotCondition not_conditions[] = {
	{"inhaler", "after"},
	{"support group", "after"},
	{"vaccine against", "before"},
	{"stroke volume", "phrase"},
	{"stroke work index", "phrase"},
	{"aortic arch", "whole"},
	{NULL, NULL},
};

static const FixtureHeader headers[] = {
	{"physical exam", MC_SECTION_PHYSICAL_EXAM},
	{"ms", MC_SECTION_EXAM_ITEM},
	{NULL, MC_SECTION_OTHER},
};

static const struct
{
	const char *note;
	const char *mentions;
	const char *rule;
} cases[] = {
	/* defined in the note */
	{"Mitral stenosis (MS). MS is severe.", "Mitral stenosis=I05.0 | MS=I05.0 | MS=I05.0",
	 "a definition overrides the readings"},
	{"MS (mitral stenosis) known. MS worse.",
	 "MS=I05.0 | mitral stenosis=I05.0 | MS=I05.0", "the short form first"},
	{"acute kidney injury (KI). KI resolved.",
	 "acute kidney injury=N17.9 | KI=N17.8 | KI=N17.8",
	 "the shortest long form that begins with the first letter"},
	{"Multiple old sclerosis (MS)", "",
	 "a word without a letter is allowed, and part of it"},
	{"The heart failed (MS). MS", "",
	 "words that do not give the letters define nothing"},
	{"kidney injury (ki). ki", "kidney injury=N17.8", "small letters define nothing"},
	/* ambiguous */
	{"MS on interferon", "MS=G35", "a word near it speaks for one"},
	{"MS with a murmur", "MS=I05.0", "a word near it speaks for another"},
	{"MS after optic neuritis", "MS=G35", "two words of a rule stand together"},
	{"MS, optic, neuritis", "", "two words of a rule do not stand apart"},
	{"MS, valve, interferon", "", "of two readings none wins"},
	{"MS since 2010", "", "nothing speaks for any"},
	{"MS. Takes interferon.", "", "another sentence does not speak"},
	{"ms on interferon", "", "only in capitals"},
	{"Multiple sclerosis since 2010. MS stable.", "Multiple sclerosis=G35 | MS=G35",
	 "written out elsewhere"},
	{"Physical exam: MS intact", "", "the section speaks for what is no condition"},
	{"DM", "DM=E11.9", "the usual reading"},
	{"dm on metformin", "dm=E11.9", "in small letters where that is allowed"},
	{"DM with a rash", "DM=M33.90", "what is spoken for goes before the usual"},
	{"DM 29.2", "", "a number behind it: something measured"},
	{"25-DM", "", "part of a name"},
	{"distant tachycardia (DM)", "", "in brackets, explaining something else"},
	{"98% RA", "", "percent before it: room air"},
	{"RA 98%", "", "percent behind it: room air"},
	{"RA on methotrexate", "RA=M06.9", "a word for the usual one"},
	/* words between */
	{"pain in the patient's right knee", "pain in the patient's right knee=M25.569",
	 "modifiers between"},
	{"fracture of the right distal radius", "fracture of the right distal radius=S52.90",
	 "two modifiers"},
	{"fracture, right distal radius", "fracture, right distal radius=S52.90",
	 "and a comma"},
	{"pain: right knee", "pain=R52", "a colon ends it"},
	{"pain (right) knee", "pain=R52", "a bracket with words ends it"},
	{"pain is right knee", "pain=R52", "a verb ends it"},
	{"pain denies right knee", "pain=R52", "a cue ends it"},
	{"pain in the right severe left distal right knee", "pain=R52",
	 "more than four words"},
	{"pain right, left knee", "pain=R52", "a comma that does not stand at the beginning"},
	{"chest wall pain", "pain=R52", "a noun between is another thing"},
	{"heart rate normal, failure to thrive", "failure to thrive=R62.51",
	 "words of two statements"},
	{"left knee pain, right chest", "knee pain=M25.569",
	 "words together go before words apart"},
	/* what is not there */
	{"gastritis with bleeding", "gastritis with bleeding=K29.71", "with"},
	{"gastritis without bleeding", "gastritis without bleeding=K29.70", "without"},
	{"gastritis w/o bleeding", "gastritis w/o bleeding=K29.70", "without, abbreviated"},
	{"gastritis, no bleeding", "gastritis=K29.79 | bleeding=R58",
	 "a term with a word is none where that word is denied"},
	{"bleeding without gastritis", "bleeding=R58 | gastritis=K29.79",
	 "the other one is not there"},
	{"without bleeding, gastritis", "without bleeding, gastritis=K29.70",
	 "in another order, the same is not there"},
	{"w/o any bleeding, gastritis", "bleeding=R58 | gastritis=K29.79",
	 "what is denied before a comma is no part of what follows"},
	{"hernia without gangrene or obstruction",
	 "hernia without gangrene or obstruction=K46.9", "several, in another order"},
	{"epilepsy with status epilepticus, not intractable",
	 "epilepsy with status epilepticus, not intractable=G40.901",
	 "what is not there stands last"},
	{"not epilepsy status epilepticus, intractable", "",
	 "not what the term says is not there"},
	/* abbreviations used whole */
	{"ESRD on chronic dialysis", "ESRD=N18.6", "all of it goes before part of it"},
	{"AKI screening", "AKI screening=Z13.89",
	 "a term with the abbreviation and more goes before all of it"},
	{"chronic CHF", "chronic CHF=I50.22", "part of it, where all of it names nothing"},
	/* verbs */
	{"use her tobacco", "", "a verb and its object"},
	{"fracture of her hip", "fracture of her hip=S72.009",
	 "a preposition and a possessive"},
	{"tobacco use", "tobacco use=Z72.0", "a noun"},
	/* coordination */
	{"right and left breast cancer", "right=C50.911 | left breast cancer=C50.912",
	 "a shared head"},
	{"cancer of right and left breast", "cancer of right=C50.911 | left breast=C50.912",
	 "a head that stands before, and a shared end"},
	{"breast cancer spread to left lung and right kidney", "cancer spread=C79.9",
	 "a side said of the next organ is not shared"},
	{"heart and kidney failure", "heart=I50.9 | kidney failure=N19", "two organs"},
	{"chronic heart and kidney failure", "chronic heart=I50.22 | kidney failure=N18.9",
	 "a shared head and a shared modifier"},
	{"nephropathy and retinopathy due to diabetes",
	 "nephropathy=E11.21 | retinopathy due to diabetes=E11.319", "a shared cause"},
	{"abdominal pain and distension", "abdominal pain=R10.9 | distension=R14.0",
	 "a shared modifier"},
	{"heart and renal failure", "", "the other half is no term"},
	{"hypertension and ischemic heart disease",
	 "hypertension=I10 | ischemic heart disease=I25.9", "two conditions, nothing shared"},
	{"allergy to contrast and urticaria", "allergy to contrast=Z91.041 | urticaria=L50.9",
	 "what a preposition joins is not shared"},
	{"nephro- and retinopathy", "nephro=N28.9 | retinopathy=H35.00", "a shared ending"},
	{"nephro-and retinopathy", "retinopathy=H35.00", "a hyphen that joins words"},
	{"nephro- and urticaria", "urticaria=L50.9", "an ending that is not shared"},
	/* names of no condition */
	{"asthma inhaler", "", "a word behind it"},
	{"asthma, uses an inhaler", "asthma=J45.909", "the word has to be next to it"},
	{"Asthma support group", "", "two words behind it"},
	{"Asthma. Inhaler given.", "asthma=J45.909", "another sentence"},
	{"vaccine against pneumonia", "", "words before it"},
	{"vaccine against viral pneumonia", "", "before the whole mention"},
	{"stroke volume 60", "", "inside a phrase"},
	{"stroke work index", "stroke work index=R99", "a term that says all of a phrase"},
	{"stroke, volume 60", "stroke=I63.9", "a comma ends the phrase"},
	{"normal left aortic arch", "", "all of a phrase"},
	{"aortic arch syndrome", "aortic arch syndrome=M31.4", "more than the phrase"},
	/* a cause is no attribute */
	{"secondary hypertension", "secondary hypertension=I15.9", "secondary qualifies"},
	{"kidney damage secondary to hypertension", "hypertension=I10",
	 "secondary to a cause"},
	{"hypertension secondary to urticaria",
	 "hypertension secondary=I15.9 | urticaria=L50.9", "secondary to what follows"},
	{"chest pain and shortness of breath",
	 "chest pain=R07.9 | shortness of breath=R06.02",
	 "a word that of joins is not shared"},
};

static bool
SameMentions(const char *have, const char *want)
{
	return strcasecmp(have, want) == 0;
}

static void
TestCases(void)
{
	const FixtureRows rows = {terms, abbreviations, NULL, headers, NULL};
	const FixtureLanguage language = {readings, roles, not_conditions};
	TestHost keep;
	TestHost work;
	Fixture fixture;

	test_host_init(&keep);
	test_host_init(&work);
	fixture_init_language(&keep, &rows, &language, &fixture);
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
	{
		McDocument doc;
		McMentions mentions;
		const char *have;
		bool sound = true;

		mc_document(&work.host, fixture.handle.headers, cases[i].note,
					strlen(cases[i].note), &doc);
		mc_match(&work.host, &fixture.handle, &doc, &mentions);
		have = fixture_print_mentions(&doc, &mentions);
		for (size_t k = 0; k < mentions.nlosers; k++)
		{
			const McLoser *loser = &mentions.losers[k];

			sound &=
				loser->reason != MC_LOST_NOTHING && loser->reason < MC_NLOSSES &&
				(loser->reason == MC_LOST_NOT_CONDITION
					 ? loser->winner == MC_NO_MENTION
					 : loser->winner < mentions.count || loser->winner == MC_NO_MENTION);
		}
		test_ok(SameMentions(have, cases[i].mentions) && sound, "%s", cases[i].rule);
		if (!SameMentions(have, cases[i].mentions))
			printf("# note \"%s\"\n# want %s\n# have %s\n", cases[i].note,
				   cases[i].mentions, have);
		test_host_reset(&work);
	}
	fixture_done(&fixture);
	test_host_reset(&keep);
}

/* The loser of this code, or NULL */
static const McLoser *
LoserOf(const McMentions *mentions, const char *code)
{
	for (size_t i = 0; i < mentions->nlosers; i++)
	{
		if (mentions->losers[i].mention.term.code == fixture_code(code))
			return &mentions->losers[i];
	}
	return NULL;
}

static void
TestLosers(void)
{
	static const char note[] = "Chronic heart failure. Asthma inhaler. Right knee pain.";
	const FixtureRows rows = {terms, abbreviations, NULL, NULL, NULL};
	const FixtureLanguage language = {readings, roles, not_conditions};
	TestHost host;
	Fixture fixture;
	McDocument doc;
	McMentions mentions;
	const McLoser *loser;

	test_host_init(&host);
	fixture_init_language(&host, &rows, &language, &fixture);
	mc_document(&host.host, fixture.handle.headers, note, strlen(note), &doc);
	mc_match(&host.host, &fixture.handle, &doc, &mentions);
	loser = LoserOf(&mentions, "I50.9");
	test_ok(loser && loser->winner == 0 && loser->reason == MC_LOST_COVERED,
			"losers: the shorter term lost against the longer one");
	loser = LoserOf(&mentions, "R52");
	test_ok(loser && loser->winner == 1 && loser->reason == MC_LOST_COVERED,
			"losers: the winner is named by its number in the list");
	loser = LoserOf(&mentions, "J45.909");
	test_ok(loser && loser->winner == MC_NO_MENTION &&
				loser->reason == MC_LOST_NOT_CONDITION,
			"losers: a phrase that names no condition has no winner");
	test_ok(mentions.count == 2 && mentions.list[0].kind == MC_FOUND_TOGETHER,
			"losers: the mentions are others");
	fixture_done(&fixture);
	test_host_reset(&host);
}

/* A note of nothing but what costs most is read in bounded time. */
static void
TestCost(void)
{
	static const char *const parts[] = {"MS and ", "pain, right ", "(MS) ",
										"heart and kidney failure and ", "right left "};
	static char note[200000];
	const FixtureRows rows = {terms, abbreviations, NULL, NULL, NULL};
	const FixtureLanguage language = {readings, roles, not_conditions};
	TestHost keep;
	TestHost work;
	Fixture fixture;

	test_host_init(&keep);
	test_host_init(&work);
	fixture_init_language(&keep, &rows, &language, &fixture);
	for (size_t p = 0; p < sizeof(parts) / sizeof(*parts); p++)
	{
		size_t len = 0;
		double start;
		double seconds;
		McDocument doc;
		McMentions mentions;

		while (len + 40 < sizeof(note))
			len += (size_t) sprintf(note + len, "%s", parts[p]);
		mc_document(&work.host, fixture.handle.headers, note, len, &doc);
		start = fixture_seconds();
		mc_match(&work.host, &fixture.handle, &doc, &mentions);
		seconds = fixture_seconds() - start;
		test_ok(seconds < 2 && mentions.nlosers <= MC_MAX_LOSERS,
				"cost: \"%s\" over and over", parts[p]);
		printf("# %.3f s, %zu mentions\n", seconds, mentions.count);
		test_host_reset(&work);
	}
	fixture_done(&fixture);
	test_host_reset(&keep);
}

int
main(void)
{
	TestCases();
	TestLosers();
	TestCost();
	return test_done();
}
