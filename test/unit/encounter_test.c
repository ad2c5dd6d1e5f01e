/*
 * encounter_test.c
 *	  Unit tests of encounters of several notes: which one is the final statement, what
 *	  notes disagree about, what they leave open.
 */
#include <stdio.h>
#include <string.h>

#include "encounter/final_statement.h"
#include "encounter/question.h"
#include "encounter/suggestion.h"
#include "terminology_fixture.h"

static const FixtureCode codes[] = {
	{"J18.9", "Pneumonia, unspecified organism", false},
	{"J45", "Asthma", true},
	{"J45.9", "Other and unspecified asthma", true},
	{"J45.90", "Unspecified asthma", true},
	{"J45.909", "Unspecified asthma, uncomplicated", false},
	{"J45.40", "Moderate persistent asthma, uncomplicated", false},
	{"M10.9", "Gout, unspecified", false},
	{"R05.9", "Cough, unspecified", false},
	{NULL, NULL, false},
};

static const FixtureTerm terms[] = {
	{"pneumonia", "J18.9", MC_SOURCE_SYNONYM},
	{"asthma", "J45.909", MC_SOURCE_SYNONYM},
	{"airway disease", "J45", MC_SOURCE_SYNONYM},
	{"moderate persistent asthma", "J45.40", MC_SOURCE_SYNONYM},
	{"gout", "M10.9", MC_SOURCE_SYNONYM},
	{"cough", "R05.9", MC_SOURCE_SYNONYM},
	{NULL, NULL, MC_NSOURCES},
};

static const FixtureCue cues[] = {
	{"no", MC_CUE_NEGATED, MC_CUE_FORWARD, 0},
	{"probable", MC_CUE_UNCERTAIN, MC_CUE_FORWARD, 0},
	{"if", MC_CUE_HYPOTHETICAL, MC_CUE_FORWARD, 0},
	{"mother has", MC_CUE_FAMILY, MC_CUE_FORWARD, 0},
	{NULL, MC_CUE_ANY, MC_CUE_PSEUDO, 0},
};

static const FixtureHeader headers[] = {
	{"assessment", MC_SECTION_ASSESSMENT},
	{NULL, MC_SECTION_PREAMBLE},
};

static const FixtureRows rows = {terms, NULL, cues, headers, codes};

/* What is chosen as the final statement; letters: kind of each note, small: not signed */
static const struct
{
	const char *notes; /* p progress, d discharge, n nursing, u unknown */
	int final_note;
	int chosen; /* -1: none, all stay as they are */
	const char *what;
} finals[] = {
	{"pdp", -1, 1, "the discharge summary"},
	{"dpd", -1, 2, "of two the later"},
	{"dpD", -1, 0, "a draft does not count beside a signed one"},
	{"pD", -1, 1, "but where there is none"},
	{"pp", -1, -1, "no discharge summary: nothing is known"},
	{"pp", 0, -1, "not concluded"},
	{"ppp", 1, 2, "concluded: the last note"},
	{"dpp", 1, 0, "concluded: the discharge summary before a later note"},
	{"pun", 1, 1, "a nurse's note is no statement of the provider"},
	{"pP", 1, 0, "the last note that is signed"},
	{"n", 1, -1, "one note alone"},
	{"nn", 1, -1, "none that could be it"},
};

static void
TestFinals(void)
{
	for (size_t i = 0; i < sizeof(finals) / sizeof(finals[0]); i++)
	{
		McNote notes[4];
		size_t n = strlen(finals[i].notes);
		bool right = true;

		memset(notes, 0, sizeof(notes));
		for (size_t k = 0; k < n; k++)
		{
			char letter = finals[i].notes[k];

			notes[k].is_unsigned = letter >= 'A' && letter <= 'Z';
			notes[k].kind = letter == 'd' || letter == 'D'   ? MC_DOC_DISCHARGE
							: letter == 'p' || letter == 'P' ? MC_DOC_PROGRESS
							: letter == 'n'                  ? MC_DOC_NURSING
															 : MC_DOC_UNKNOWN;
		}
		mc_choose_final_note(notes, n, finals[i].final_note);
		for (size_t k = 0; k < n; k++)
			right = right && notes[k].not_final ==
								 (finals[i].chosen >= 0 && (int) k != finals[i].chosen);
		test_ok(right, "final statement: %s", finals[i].what);
	}
}

/* Two notes, with their days, and what comes of them: "CODE status, ..." */
static const struct
{
	McSetting setting;
	const char *first;
	const char *second;
	bool second_unsigned;
	const char *expected;
	const char *what;
} pairs[] = {
	{MC_OUTPATIENT, "Assessment: asthma.", "Assessment: asthma.", false,
	 "J45.909 suggest", "the same in both"},
	{MC_OUTPATIENT, "Assessment: asthma.", "Assessment: no asthma.", false,
	 "J45.909 query disagree", "documented and denied"},
	{MC_OUTPATIENT, "Assessment: no asthma.", "Assessment: asthma.", false,
	 "J45.909 query disagree", "denied and documented"},
	{MC_OUTPATIENT, "Assessment: asthma. No asthma.", "", false, "J45.909 suggest",
	 "one note alone disagrees with none"},
	{MC_OUTPATIENT, "Assessment: asthma.", "No asthma. Assessment: asthma.", false,
	 "J45.909 suggest", "a note that says both does not deny"},
	{MC_OUTPATIENT, "Assessment: asthma.", "Mother has no asthma.", false,
	 "J45.909 suggest", "what another person does not have"},
	{MC_OUTPATIENT, "Assessment: asthma.", "If no asthma.", false, "J45.909 suggest",
	 "what would be"},
	{MC_OUTPATIENT, "Assessment: asthma.", "No airway disease.", false,
	 "J45.909 query disagree", "the heading is denied"},
	{MC_OUTPATIENT, "Assessment: airway disease.", "No asthma.", false, "J45 query",
	 "of a heading one code is denied: open, but no disagreement"},
	{MC_OUTPATIENT, "Assessment: asthma.", "No gout.", false, "J45.909 suggest",
	 "another condition is denied"},
	{MC_OUTPATIENT, "Assessment: cough.", "No cough.", false, "R05.9 suggest",
	 "a symptom comes and goes"},
	{MC_OUTPATIENT, "Assessment: asthma.", "Assessment: gout.", true,
	 "J45.909 suggest, M10.9 review unsigned", "a note that is not signed"},
	{MC_OUTPATIENT, "Assessment: gout.", "Assessment: gout.", true, "M10.9 suggest",
	 "signed and not signed"},
	{MC_INPATIENT, "Assessment: probable asthma.", "Assessment: probable gout.", false,
	 "M10.9 suggest, J45.909 review", "the second is the discharge summary"},
};

static void
PrintSuggestions(const McSuggestions *suggestions, char *out, size_t size)
{
	size_t used = 0;

	out[0] = '\0';
	for (size_t i = 0; i < suggestions->proposed && used < size; i++)
	{
		const McSuggestion *s = &suggestions->list[i];
		char code[16];

		fixture_print_code(s->code, code);
		used += (size_t) snprintf(
			out + used, size - used, "%s%s %s%s%s", i > 0 ? ", " : "", code,
			mc_status_name(s->status),
			s->rules & MC_RULE_BIT(MC_RULE_NOTES_DISAGREE) ? " disagree" : "",
			s->rules & MC_RULE_BIT(MC_RULE_UNSIGNED) ? " unsigned" : "");
	}
}

static void
TestPairs(TestHost *host, Fixture *fixture)
{
	for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++)
	{
		McNote notes[2];
		McDocument docs[2];
		const char *texts[2] = {pairs[i].first, pairs[i].second};
		McEncounter encounter = {.setting = pairs[i].setting,
								 .age_days = MC_AGE_UNKNOWN,
								 .final_note = -1,
								 .notes = notes,
								 .nnotes = 2};
		McSuggestions suggestions;
		char got[256];

		memset(notes, 0, sizeof(notes));
		for (size_t k = 0; k < 2; k++)
		{
			mc_document(&host->host, fixture->handle.headers, texts[k], strlen(texts[k]),
						&docs[k]);
			mc_findings(&host->host, &fixture->handle, &docs[k], &notes[k].findings);
			notes[k].doc = &docs[k];
			notes[k].day = (int32_t) k;
		}
		notes[0].kind = MC_DOC_PROGRESS;
		notes[1].kind =
			pairs[i].setting == MC_INPATIENT ? MC_DOC_DISCHARGE : MC_DOC_UNKNOWN;
		notes[1].is_unsigned = pairs[i].second_unsigned;
		mc_choose_final_note(notes, 2, -1);
		mc_suggest(&host->host, &fixture->handle, &encounter, &suggestions);
		PrintSuggestions(&suggestions, got, sizeof(got));
		test_ok(strcmp(got, pairs[i].expected) == 0, "%s: %s", pairs[i].what, got);
	}
}

/* A category with sides, for questions */
static const FixtureCode knee[] = {
	{"M25", "Pain in joint", true},
	{"M25.56", "Pain in knee", true},
	{"M25.561", "Pain in right knee", false},
	{"M25.562", "Pain in left knee", false},
	{"M25.569", "Pain in unspecified knee", false},
	{NULL, NULL, false},
};

static McCard knee_card;

static const McCard *
FetchKnee(void *arg, McCode category)
{
	(void) arg;
	return category == fixture_code("M25") ? &knee_card : NULL;
}

/* The questions about one code as "axis: answer=code ...". */
static void
Ask(TestHost *host, const McTerminology *handle, const char *code, uint32_t open,
	bool dropped, const char *expected)
{
	McSuggestion s = {.code = fixture_code(code), .open = open};
	McSuggestions suggestions = {.list = &s, .count = 1, .proposed = dropped ? 0 : 1};
	McQuestions questions;
	char got[256] = "";
	size_t used = 0;

	mc_find_questions(&host->host, handle, &suggestions, &questions);
	for (size_t i = 0; i < questions.count; i++)
	{
		const McQuestion *q = &questions.list[i];

		used += (size_t) snprintf(got + used, sizeof(got) - used,
								  "%s:", mc_question_axis(q->axis));
		for (uint32_t k = 0; k < q->nchoices; k++)
		{
			char printed[16];

			fixture_print_code(q->choices[k].code, printed);
			used += (size_t) snprintf(got + used, sizeof(got) - used, " %s=%s",
									  q->choices[k].answer ? q->choices[k].answer : "",
									  printed);
		}
	}
	test_ok(strcmp(got, expected) == 0, "%s%s: %s", code, dropped ? ", dropped" : "",
			got);
}

static void
TestQuestions(TestHost *host, const McTerminology *fixture)
{
	McTerminology handle = *fixture;

	fixture_card(host, knee, "M25", &knee_card);
	handle.card = FetchKnee;

	Ask(host, &handle, "M25.569", 1u << MC_AXIS_SIDE, false,
		"side: left=M25.562 right=M25.561");
	Ask(host, &handle, "M25.56", 1u << MC_AXIS_SIDE, false,
		"side: left=M25.562 right=M25.561");
	Ask(host, &handle, "M25.569", 1u << MC_AXIS_SIDE, true, "");
	Ask(host, &handle, "M25.569", 0, false, "");
	Ask(host, &handle, "M25.569", 1u << MC_AXIS_STAGE, false, "");
	Ask(host, &handle, "M25", MC_OPEN_DETAIL, false, "detail: =M25.56");
	Ask(host, &handle, "M25.569", MC_OPEN_DETAIL, false, "detail: =M25.561 =M25.562");
	Ask(host, &handle, "J18.9", MC_OPEN_DETAIL | 1u << MC_AXIS_SIDE, false, "");
	for (int axis = 0; axis <= MC_QUESTION_DETAIL; axis++)
		test_ok(mc_question_text(axis) && mc_question_text(axis)[0],
				"axis %s has a question", mc_question_axis(axis));
}

int
main(void)
{
	TestHost host;
	Fixture fixture;

	test_host_init(&host);
	fixture_init(&host, &rows, &fixture);
	TestFinals();
	TestPairs(&host, &fixture);
	TestQuestions(&host, &fixture.handle);
	fixture_done(&fixture);
	test_host_reset(&host);
	return test_done();
}
