/*
 * suggestion_test.c
 *	  Unit tests of suggestions: what may be coded, from which part of a note,
 *	  in which setting.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "encounter/suggestion.h"
#include "terminology_fixture.h"

static const FixtureCode codes[] = {
	{"E11", "Type 2 diabetes mellitus", true},
	{"E11.9", "Type 2 diabetes mellitus without complications", false},
	{"E11.22", "Type 2 diabetes mellitus with diabetic chronic kidney disease", false},
	{"I10", "Essential (primary) hypertension", false},
	{"I21.9", "Acute myocardial infarction, unspecified", false},
	{"I48.91", "Unspecified atrial fibrillation", false},
	{"I48.20", "Chronic atrial fibrillation, unspecified", false},
	{"I48.0", "Paroxysmal atrial fibrillation", false},
	{"J18.9", "Pneumonia, unspecified organism", false},
	{"J45.909", "Unspecified asthma, uncomplicated", false},
	{"J45.40", "Moderate persistent asthma, uncomplicated", false},
	{"J44.9", "Chronic obstructive pulmonary disease, unspecified", false},
	{"K35", "Acute appendicitis", true},
	{"N18", "Chronic kidney disease (CKD)", true},
	{"N18.30", "Chronic kidney disease, stage 3 unspecified", false},
	{"N18.9", "Chronic kidney disease, unspecified", false},
	{"B20", "Human immunodeficiency virus [HIV] disease", false},
	{"U07.1", "COVID-19", false},
	{"M17.0", "Bilateral primary osteoarthritis of knee", false},
	{"M17.9", "Osteoarthritis of knee, unspecified", false},
	{"Z88.0", "Allergy status to penicillin", false},
	{NULL, NULL, false},
};

static const FixtureTerm terms[] = {
	{"type 2 diabetes", "E11.9", MC_SOURCE_SYNONYM},
	{"hypertension", "I10", MC_SOURCE_SYNONYM},
	{"high blood pressure", "I10", MC_SOURCE_LAY},
	{"myocardial infarction", "I21.9", MC_SOURCE_SYNONYM},
	{"atrial fibrillation", "I48.91", MC_SOURCE_SYNONYM},
	{"paroxysmal atrial fibrillation", "I48.0", MC_SOURCE_SYNONYM},
	{"chronic atrial fibrillation", "I48.20", MC_SOURCE_SYNONYM},
	{"pneumonia", "J18.9", MC_SOURCE_SYNONYM},
	{"asthma", "J45.909", MC_SOURCE_SYNONYM},
	{"moderate persistent asthma", "J45.40", MC_SOURCE_SYNONYM},
	{"COPD", "J44.9", MC_SOURCE_SYNONYM},
	{"appendicitis", "K35", MC_SOURCE_SYNONYM},
	{"chronic kidney disease", "N18.9", MC_SOURCE_SYNONYM},
	{"chronic kidney disease stage 3", "N18.30", MC_SOURCE_SYNONYM},
	{"osteoarthritis of knee", "M17.9", MC_SOURCE_SYNONYM},
	{"HIV disease", "B20", MC_SOURCE_SYNONYM},
	{"COVID-19", "U07.1", MC_SOURCE_SYNONYM},
	{"withdrawn disease", "X99.9", MC_SOURCE_SYNONYM},
	{NULL, NULL, MC_NSOURCES},
};

static const FixtureCue cues[] = {
	{"no", MC_CUE_NEGATED, MC_CUE_FORWARD, 0},
	{"denies", MC_CUE_NEGATED, MC_CUE_FORWARD, 0},
	{"was ruled out", MC_CUE_NEGATED, MC_CUE_BACKWARD, 0},
	{"possible", MC_CUE_UNCERTAIN, MC_CUE_FORWARD, 0},
	{"probable", MC_CUE_UNCERTAIN, MC_CUE_FORWARD, 0},
	{"likely", MC_CUE_UNCERTAIN, MC_CUE_FORWARD, 0},
	{"history of", MC_CUE_HISTORICAL, MC_CUE_FORWARD, 0},
	{"years ago", MC_CUE_HISTORICAL, MC_CUE_BACKWARD, 0},
	{"if", MC_CUE_HYPOTHETICAL, MC_CUE_FORWARD, 0},
	{"mother has", MC_CUE_FAMILY, MC_CUE_FORWARD, 0},
	{NULL, MC_CUE_ANY, MC_CUE_PSEUDO, 0},
};

static const FixtureHeader headers[] = {
	{"history of present illness", MC_SECTION_PRESENT_ILLNESS},
	{"past medical history", MC_SECTION_PAST_MEDICAL},
	{"problem list", MC_SECTION_PROBLEM_LIST},
	{"family history", MC_SECTION_FAMILY},
	{"allergies", MC_SECTION_ALLERGIES},
	{"review of systems", MC_SECTION_REVIEW_OF_SYSTEMS},
	{"physical exam", MC_SECTION_PHYSICAL_EXAM},
	{"laboratory", MC_SECTION_LABS},
	{"imaging", MC_SECTION_IMAGING},
	{"assessment", MC_SECTION_ASSESSMENT},
	{"assessment and plan", MC_SECTION_ASSESSMENT_AND_PLAN},
	{"discharge diagnosis", MC_SECTION_DISCHARGE_DIAGNOSIS},
	{"hospital course", MC_SECTION_HOSPITAL_COURSE},
	{"instructions", MC_SECTION_INSTRUCTIONS},
	{NULL, MC_SECTION_OTHER},
};

static const FixtureRows rows = {terms, NULL, cues, headers, codes};

/*
 * What each row wants: "CODE status support rules", sorted by code, one for
 * each suggestion; rules as +word in the order of their bits.
 */
static const struct
{
	McSetting setting;
	const char *note;
	const char *suggestions;
	const char *rule;
} cases[] = {
	/* affirmed */
	{MC_OUTPATIENT, "She has pneumonia.", "J18.9 suggest assessed",
	 "an affirmed diagnosis of a note without sections"},
	{MC_OUTPATIENT, "Assessment:\nPneumonia.", "J18.9 suggest assessed",
	 "an affirmed diagnosis of the assessment"},
	{MC_INPATIENT, "Discharge Diagnosis:\nPneumonia.", "J18.9 suggest assessed",
	 "an affirmed discharge diagnosis"},
	{MC_OUTPATIENT, "", "", "an empty note"},
	{MC_OUTPATIENT, "Nothing to report.", "", "a note without findings"},

	/* what speaks against */
	{MC_OUTPATIENT, "Assessment:\nNo pneumonia.", "", "negated"},
	{MC_INPATIENT, "Discharge Diagnosis:\nPneumonia was ruled out.", "",
	 "ruled out before discharge"},
	{MC_OUTPATIENT, "Mother has asthma.", "", "family by a cue"},
	{MC_INPATIENT, "Family History:\nAsthma", "", "family by the section"},
	{MC_OUTPATIENT, "Return if asthma gets worse.", "", "hypothetical by a cue"},
	{MC_INPATIENT, "Instructions:\nWatch for pneumonia.", "",
	 "hypothetical by the section"},
	{MC_OUTPATIENT, "Allergies:\nAsthma with aspirin", "", "an allergy is no diagnosis"},
	{MC_INPATIENT, "Discharge Diagnosis:\nNo probable pneumonia.", "",
	 "negated and uncertain"},

	/* uncertain: II.H, III.C, IV.H */
	{MC_OUTPATIENT, "Assessment:\nProbable pneumonia.", "", "uncertain, outpatient"},
	{MC_ED, "Assessment:\nLikely pneumonia.", "", "uncertain, emergency department"},
	{MC_OBSERVATION, "Discharge Diagnosis:\nProbable pneumonia.", "",
	 "uncertain, observation"},
	{MC_PROFESSIONAL, "Discharge Diagnosis:\nProbable pneumonia.", "",
	 "uncertain, professional claim"},
	{MC_SNF, "Discharge Diagnosis:\nProbable pneumonia.", "",
	 "uncertain, nursing facility"},
	{MC_REHAB, "Discharge Diagnosis:\nProbable pneumonia.", "",
	 "uncertain, rehabilitation"},
	{MC_HOME_HEALTH, "Discharge Diagnosis:\nProbable pneumonia.", "",
	 "uncertain, home health"},
	{MC_HOSPICE, "Discharge Diagnosis:\nProbable pneumonia.", "", "uncertain, hospice"},
	{MC_INPATIENT, "Discharge Diagnosis:\nProbable pneumonia.",
	 "J18.9 suggest assessed +uncertain", "uncertain, inpatient, final statement"},
	{MC_INPATIENT,
	 "History of Present Illness:\nProbable pneumonia.\nDischarge Diagnosis:\nHypertension.",
	 "I10 suggest assessed; J18.9 review assessed +not_final+not_assessed",
	 "uncertain, inpatient, before the final statement"},
	{MC_INPATIENT,
	 "History of Present Illness:\nProbable pneumonia.\nDischarge Diagnosis:\nPneumonia.",
	 "J18.9 suggest assessed", "uncertain at first, certain at discharge"},
	{MC_OUTPATIENT, "Possible pneumonia.\nAssessment:\nPneumonia.",
	 "J18.9 suggest assessed", "uncertain at first, certain in the assessment"},

	{MC_INPATIENT, "Discharge Diagnosis:\nProbable COVID-19.", "",
	 "COVID-19 is coded only when confirmed, inpatient too"},
	{MC_INPATIENT, "Discharge Diagnosis:\nPossible HIV disease.", "",
	 "HIV is coded only when confirmed, inpatient too"},
	{MC_INPATIENT, "Discharge Diagnosis:\nCOVID-19.", "U07.1 suggest assessed",
	 "COVID-19 confirmed by the provider's statement"},

	/* lists and the past */
	{MC_OUTPATIENT, "Past Medical History:\n- Asthma\n", "J45.909 review list_only +list",
	 "only in the past history"},
	{MC_OUTPATIENT, "Problem List:\n- Asthma\n", "J45.909 review list_only +list",
	 "only in the problem list"},
	{MC_OUTPATIENT, "Problem List:\n- Asthma\nAssessment:\n- Asthma, stable\n",
	 "J45.909 suggest assessed", "in the list and in the assessment"},
	{MC_OUTPATIENT, "She has a history of asthma.", "J45.909 review history +history",
	 "called past by a cue"},
	{MC_OUTPATIENT, "Myocardial infarction ten years ago.",
	 "I21.9 review history +history", "called past by a cue behind it"},
	{MC_OUTPATIENT, "History of asthma. Today asthma is worse.",
	 "J45.909 suggest assessed", "past and present"},

	{MC_OUTPATIENT,
	 "Problem List:\n- Asthma\nHistory of Present Illness:\nShe has asthma.\nAssessment:\nHypertension.",
	 "I10 suggest assessed; J45.909 review assessed +not_assessed",
	 "in a list and in the history of present illness: not only in the list"},
	{MC_OUTPATIENT, "History of asthma.\nProblem List:\n- Asthma\n",
	 "J45.909 review list_only +list",
	 "called past and in the problem list: not only past"},

	/* observations: III.B */
	{MC_OUTPATIENT, "Physical Exam:\nAtrial fibrillation.",
	 "I48.91 review assessed +finding", "only in the examination"},
	{MC_OUTPATIENT, "Imaging:\nPneumonia.", "J18.9 review assessed +finding",
	 "only in a report"},
	{MC_OUTPATIENT, "Laboratory:\nChronic kidney disease.",
	 "N18.9 review assessed +finding", "only in a result"},
	{MC_OUTPATIENT, "Review of Systems:\nHypertension.", "I10 review assessed +finding",
	 "only in the review of systems"},
	{MC_OUTPATIENT, "Imaging:\nPneumonia.\nAssessment:\nPneumonia.",
	 "J18.9 suggest assessed", "seen and assessed"},

	/* the assessment: IV.J */
	{MC_OUTPATIENT,
	 "History of Present Illness:\nShe has asthma.\nAssessment:\nHypertension.",
	 "I10 suggest assessed; J45.909 review assessed +not_assessed",
	 "what the assessment does not name"},
	{MC_OUTPATIENT,
	 "History of Present Illness:\nShe has asthma.\nAssessment and Plan:\n1. Hypertension.",
	 "I10 suggest assessed; J45.909 review assessed +not_assessed",
	 "what the assessment and plan does not name"},
	{MC_OUTPATIENT, "History of Present Illness:\nShe has asthma and hypertension.",
	 "I10 suggest assessed; J45.909 suggest assessed", "a note without an assessment"},
	{MC_OUTPATIENT,
	 "History of Present Illness:\nHigh blood pressure.\nAssessment:\nHypertension.",
	 "I10 suggest assessed", "named in the assessment by another term"},

	/* specificity: I.B.2 */
	{MC_OUTPATIENT, "Asthma. Moderate persistent asthma.", "J45.40 suggest assessed",
	 "unspecified gives way within a category"},
	{MC_OUTPATIENT, "Moderate persistent asthma. Asthma is stable.",
	 "J45.40 suggest assessed", "in whatever order"},
	{MC_OUTPATIENT, "Asthma. No moderate persistent asthma.", "J45.909 suggest assessed",
	 "what is negated takes nothing's place"},
	{MC_OUTPATIENT, "Asthma and COPD.",
	 "J44.9 suggest assessed; J45.909 suggest assessed", "not to another category"},
	{MC_OUTPATIENT, "Paroxysmal atrial fibrillation, atrial fibrillation.",
	 "I48.0 suggest assessed", "an unspecified code that is not the shortest"},
	{MC_OUTPATIENT, "Chronic kidney disease, now chronic kidney disease stage 3.",
	 "N18.30 suggest assessed", "a more specific code that is unspecified in part"},
	{MC_OUTPATIENT, "Appendicitis.", "K35 query assessed +heading",
	 "a heading is a question"},
	{MC_OUTPATIENT, "Withdrawn disease.", "X99.9 query assessed +not_in_release",
	 "a code that is not in the release"},
	{MC_OUTPATIENT, "No withdrawn disease, denies appendicitis.", "",
	 "negated headings are no question"},

	/* once: I.B.12 */
	{MC_OUTPATIENT, "Hypertension. High blood pressure. Hypertension.",
	 "I10 suggest assessed", "each code once"},
	{MC_OUTPATIENT, "No hypertension. Hypertension since 2010.", "I10 suggest assessed",
	 "one affirmed finding is enough"},
};

typedef struct Result
{
	McDocument doc;
	McNote note;
	McEncounter encounter;
	McSuggestions suggestions;
} Result;

/* The suggestions of the one note whose document and findings are there */
static void
Ask(const McHost *host, const McTerminology *terminology, McSetting setting, Result *r)
{
	r->note.doc = &r->doc;
	r->encounter.setting = setting;
	r->encounter.age_days = MC_AGE_UNKNOWN;
	r->encounter.final_note = -1;
	r->encounter.notes = &r->note;
	r->encounter.nnotes = 1;
	mc_suggest(host, terminology, &r->encounter, &r->suggestions);
}

static void
Suggest(TestHost *host, const Fixture *fixture, const char *note, McSetting setting,
		Result *r)
{
	memset(r, 0, sizeof(*r));
	mc_document(&host->host, fixture->handle.headers, note, strlen(note), &r->doc);
	mc_findings(&host->host, &fixture->handle, &r->doc, &r->note.findings);
	Ask(&host->host, &fixture->handle, setting, r);
}

static int
CompareText(const void *a, const void *b)
{
	return strcmp(a, b);
}

/* As the cases have it */
static void
Print(const McSuggestions *suggestions, char *out, size_t size)
{
	static const struct
	{
		McRule rule;
		const char *name;
	} rules[] = {
		{MC_RULE_UNCERTAIN_INPATIENT, "uncertain"},
		{MC_RULE_UNCERTAIN_NOT_FINAL, "not_final"},
		{MC_RULE_HEADING, "heading"},
		{MC_RULE_LIST_ONLY, "list"},
		{MC_RULE_NOT_IN_RELEASE, "not_in_release"},
		{MC_RULE_NOT_ASSESSED, "not_assessed"},
		{MC_RULE_FINDING_ONLY, "finding"},
		{MC_RULE_HISTORY, "history"},
	};
	char lines[32][128];
	size_t count = suggestions->proposed < 32 ? suggestions->proposed : 32;

	for (size_t i = 0; i < count; i++)
	{
		const McSuggestion *s = &suggestions->list[i];
		char code[16];

		fixture_print_code(s->code, code);
		snprintf(lines[i], sizeof(lines[i]), "%s %s %s", code, mc_status_name(s->status),
				 mc_support_name(s->support));
		for (size_t k = 0; k < sizeof(rules) / sizeof(rules[0]); k++)
		{
			if (!(s->rules & MC_RULE_BIT(rules[k].rule)))
				continue;
			strncat(lines[i], !strstr(lines[i], " +") ? " +" : "+",
					sizeof(lines[i]) - strlen(lines[i]) - 1);
			strncat(lines[i], rules[k].name, sizeof(lines[i]) - strlen(lines[i]) - 1);
		}
	}
	qsort(lines, count, sizeof(lines[0]), CompareText);
	out[0] = '\0';
	for (size_t i = 0; i < count; i++)
	{
		strncat(out, i > 0 ? "; " : "", size - strlen(out) - 1);
		strncat(out, lines[i], size - strlen(out) - 1);
	}
}

/* What holds of all suggestions */
static bool
IsSound(const Result *r)
{
	const McFindings *findings = &r->note.findings;

	for (size_t i = 0; i < r->suggestions.count; i++)
	{
		const McSuggestion *s = &r->suggestions.list[i];

		if (s->score < 1 || s->score > 100 || s->nevidence == 0 ||
			s->section >= MC_SECTION_NCATEGORIES ||
			(s->dropped_by == MC_RULE_NONE) != (i < r->suggestions.proposed))
			return false;
		for (uint32_t k = 0; k < s->nevidence; k++)
		{
			const McFinding *f;

			if (s->evidence[k].note != 0 || s->evidence[k].finding >= findings->count ||
				(k > 0 && s->evidence[k].finding <= s->evidence[k - 1].finding))
				return false;
			f = &findings->list[s->evidence[k].finding];
			if (i < r->suggestions.proposed &&
				(f->assertion.negated || f->assertion.hypothetical ||
				 f->assertion.experiencer != MC_PATIENT))
				return false;
		}
		if (s->first.finding != s->evidence[0].finding)
			return false;
		for (size_t k = 0; k < i && i < r->suggestions.proposed; k++)
		{
			if (r->suggestions.list[k].code == s->code)
				return false;
		}
		/* "only in a list", "called past" are said of all the evidence */
		if (i < r->suggestions.proposed &&
			((s->rules & MC_RULE_BIT(MC_RULE_LIST_ONLY) && s->support == MC_ASSESSED) ||
			 (s->rules & MC_RULE_BIT(MC_RULE_HISTORY) && s->support != MC_HISTORY)))
			return false;
	}
	return true;
}

static void
TestCases(void)
{
	TestHost keep;
	TestHost work;
	Fixture fixture;

	test_host_init(&keep);
	test_host_init(&work);
	fixture_init(&keep, &rows, &fixture);
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
	{
		Result r;
		char have[2048];
		bool passed;
		bool sound;

		Suggest(&work, &fixture, cases[i].note, cases[i].setting, &r);
		Print(&r.suggestions, have, sizeof(have));
		passed = strcmp(have, cases[i].suggestions) == 0;
		sound = IsSound(&r);
		test_ok(passed && sound, "suggest: %s", cases[i].rule);
		if (!passed)
			printf("# want %s\n# have %s\n", cases[i].suggestions, have);
		if (!sound)
			printf("# not sound\n");
		test_host_reset(&work);
	}
	fixture_done(&fixture);
	test_host_reset(&keep);
}

/* All evidence of a code, in the order of the note */
static void
TestEvidence(void)
{
	TestHost host;
	Fixture fixture;
	Result r;

	test_host_init(&host);
	fixture_init(&host, &rows, &fixture);
	Suggest(&host, &fixture,
			"Past Medical History:\nHypertension.\nHistory of Present Illness:\n"
			"No hypertension in youth. High blood pressure.\nAssessment:\nHypertension.",
			MC_OUTPATIENT, &r);
	test_ok(r.note.findings.count == 4 && r.suggestions.proposed == 1 &&
				r.suggestions.list[0].nevidence == 3 && IsSound(&r),
			"evidence: all that supports, not what is negated");
	test_ok(
		r.suggestions.proposed == 1 &&
			r.suggestions.list[0].section == MC_SECTION_ASSESSMENT &&
			r.suggestions.list[0].first.finding == 0,
		"evidence: the section is that of the best, the first is the first of the note");
	test_ok(r.note.findings.count == 4 && r.note.findings.list[1].assertion.negated &&
				!r.note.findings.list[3].assertion.negated &&
				r.note.findings.list[0].section == MC_SECTION_PAST_MEDICAL &&
				r.note.findings.list[3].section == MC_SECTION_ASSESSMENT &&
				!r.note.findings.truncated,
			"findings: affirmed or not, with their sections");
	fixture_done(&fixture);
	test_host_reset(&host);
}

/* What is sure stands first; every tie is broken */
static void
TestOrder(void)
{
	static const char note[] =
		"Problem List:\nAsthma\nHistory of Present Illness:\nShe has COPD. History of myocardial "
		"infarction. Withdrawn disease, appendicitis.\nPhysical Exam:\nAtrial fibrillation.\n"
		"Assessment:\nHypertension. Type 2 diabetes. Chronic kidney disease stage 3.\n";
	TestHost host;
	Fixture fixture;
	Result r;
	Result again;
	bool ordered = true;
	bool same;

	test_host_init(&host);
	fixture_init(&host, &rows, &fixture);
	Suggest(&host, &fixture, note, MC_OUTPATIENT, &r);
	test_ok(r.suggestions.proposed == 9 && IsSound(&r), "order: all are there");
	for (size_t i = 1; i < r.suggestions.proposed; i++)
	{
		const McSuggestion *s = &r.suggestions.list[i];

		if (s[-1].status != s->status)
			ordered = ordered && s[-1].status < s->status;
		else
			ordered = ordered && s[-1].support <= s->support;
	}
	test_ok(ordered, "order: by status and support");
	Suggest(&host, &fixture, note, MC_OUTPATIENT, &again);
	same = r.suggestions.count == again.suggestions.count;
	for (size_t i = 0; same && i < r.suggestions.count; i++)
		same = r.suggestions.list[i].code == again.suggestions.list[i].code &&
			   r.suggestions.list[i].score == again.suggestions.list[i].score &&
			   r.suggestions.list[i].rules == again.suggestions.list[i].rules;
	test_ok(same, "order: the same at every run");
	fixture_done(&fixture);
	test_host_reset(&host);
}

static void
TestNames(void)
{
	static const char *const settings[] = {
		"inpatient", "outpatient", "ed",          "observation", "professional",
		"snf",       "rehab",      "home_health", "hospice",
	};
	bool right = true;
	bool texts = true;

	for (int i = 0; i < MC_NSETTINGS; i++)
		right = right && mc_setting_by_name(settings[i]) == i;
	test_ok(right && mc_setting_by_name("office") == -1 && mc_setting_by_name("") == -1,
			"names of settings");
	test_ok(strcmp(mc_status_name(MC_SUGGEST), "suggest") == 0 &&
				strcmp(mc_status_name(MC_REVIEW), "review") == 0 &&
				strcmp(mc_status_name(MC_QUERY), "query") == 0,
			"names of statuses");
	test_ok(strcmp(mc_support_name(MC_ASSESSED), "assessed") == 0 &&
				strcmp(mc_support_name(MC_LIST_ONLY), "list_only") == 0 &&
				strcmp(mc_support_name(MC_HISTORY), "history") == 0,
			"names of kinds of support");
	for (int rule = 1; rule < MC_NRULES; rule++)
		texts = texts && mc_rule_text((McRule) rule) != NULL &&
				strlen(mc_rule_text((McRule) rule)) > 10;
	test_ok(texts, "every rule has a text");
}

/* Leave at the n-th allocation; then the same again */
static void
TestFailures(void)
{
	static const char note[] =
		"Problem List:\nAsthma\nShe has COPD. History of myocardial infarction.\n"
		"Withdrawn disease, appendicitis, moderate persistent asthma.\n"
		"Assessment:\nHypertension. Type 2 diabetes. No chronic kidney disease.\n";
	TestHost keep;
	Fixture fixture;
	Result r;
	char want[2048];
	volatile bool same = true;
	volatile unsigned long n;

	test_host_init(&keep);
	fixture_init(&keep, &rows, &fixture);
	Suggest(&keep, &fixture, note, MC_OUTPATIENT, &r);
	Print(&r.suggestions, want, sizeof(want));
	for (n = 1;; n++)
	{
		TestHost host;
		char have[2048];
		volatile bool failed = false;

		test_host_init(&host);
		host.fail_allocation = n;
		if (setjmp(host.escape) == 0)
			Suggest(&host, &fixture, note, MC_OUTPATIENT, &r);
		else
			failed = true;
		test_host_reset(&host);
		if (!failed)
			break;
		host.fail_allocation = 0;
		Suggest(&host, &fixture, note, MC_OUTPATIENT, &r);
		Print(&r.suggestions, have, sizeof(have));
		same = same && strcmp(want, have) == 0;
		test_host_reset(&host);
	}
	test_ok(same && n > 5, "failures at every allocation leave nothing behind");
	fixture_done(&fixture);
	test_host_reset(&keep);
}

/* 50,000 findings of a few codes: neither quadratic nor without interrupts */
static void
TestTime(void)
{
	static const char line[] =
		"Hypertension, asthma, COPD, pneumonia, atrial fibrillation.\n";
	double seconds[2];
	TestHost host;
	Fixture fixture;
	Result r;

	test_host_init(&host);
	fixture_init(&host, &rows, &fixture);
	for (int round = 0; round < 2; round++)
	{
		size_t n = round == 0 ? 1250 : 10000;
		char *note = malloc(n * (sizeof(line) - 1) + 1);

		if (note == NULL)
			abort();
		for (size_t i = 0; i < n; i++)
			memcpy(note + i * (sizeof(line) - 1), line, sizeof(line) - 1);
		note[n * (sizeof(line) - 1)] = '\0';
		seconds[round] = fixture_seconds();
		Suggest(&host, &fixture, note, MC_OUTPATIENT, &r);
		seconds[round] = fixture_seconds() - seconds[round];
		if (round == 1)
			test_ok(r.note.findings.count == 50000 && r.suggestions.proposed == 5 &&
						r.suggestions.list[0].nevidence == 10000,
					"a long note: all evidence of each code");
		free(note);
	}
	/* quadratic would be 64 times as long */
	test_ok(seconds[1] < 24 * (seconds[0] > 0.005 ? seconds[0] : 0.005),
			"time: linear in findings");
	fixture_done(&fixture);
	test_host_reset(&host);
}

/* Any code is in this release */
static bool
AnyCode(void *arg, McCode code, McCodeInfo *info)
{
	(void) arg;
	(void) code;
	info->title = "Something";
	info->billable = true;
	return true;
}

/* A note that names n codes, each once */
static double
TimeOfCodes(uint32_t n, unsigned long *interrupts)
{
	TestHost host;
	Fixture fixture;
	Result r;
	McDictionary *dictionary;
	McTerminology handle;
	char *note = malloc((size_t) n * 16);
	size_t len = 0;
	double seconds;

	if (note == NULL)
		abort();
	memset(&r, 0, sizeof(r));
	test_host_init(&host);
	fixture_init(&host, &rows, &fixture);
	dictionary = mc_dictionary_create(&host.host);
	for (uint32_t i = 0; i < n; i++)
	{
		char word[16];
		char code[16];

		snprintf(word, sizeof(word), "w%c%c%c%cq", 'b' + i % 20, 'b' + i / 20 % 20,
				 'b' + i / 400 % 20, 'b' + i / 8000 % 20);
		snprintf(code, sizeof(code), "%c%02u.%03u", 'A' + i % 25, i / 25 % 100,
				 i / 2500 % 1000);
		mc_dictionary_add_term(dictionary, word, i + 1, fixture_code(code),
							   MC_SOURCE_SYNONYM);
		len += (size_t) sprintf(note + len, "%s%s", word, i % 10 == 9 ? ".\n" : ", ");
	}
	mc_dictionary_finish(dictionary);
	fixture.dictionary = dictionary;
	handle = fixture.handle;
	handle.code = AnyCode;
	memset(&r, 0, sizeof(r));
	mc_document(&host.host, handle.headers, note, len, &r.doc);
	mc_findings(&host.host, &handle, &r.doc, &r.note.findings);
	host.interrupts = 0;
	seconds = fixture_seconds();
	Ask(&host.host, &handle, MC_OUTPATIENT, &r);
	seconds = fixture_seconds() - seconds;
	*interrupts = host.interrupts;
	if (r.suggestions.proposed < n - n / 100)
		seconds = 1e9;
	fixture_done(&fixture);
	test_host_reset(&host);
	free(note);
	return seconds;
}

static void
TestManyCodes(void)
{
	unsigned long interrupts;
	double small = TimeOfCodes(2500, &interrupts);
	double large = TimeOfCodes(20000, &interrupts);

	/* quadratic would be 64 times as long */
	test_ok(large < 24 * (small > 0.005 ? small : 0.005), "time: linear in codes");
	printf("# 2,500 codes: %.3f s, 20,000: %.3f s, %lu interrupts\n", small, large,
		   interrupts);
}

int
main(void)
{
	TestCases();
	TestEvidence();
	TestOrder();
	TestNames();
	TestFailures();
	TestTime();
	TestManyCodes();
	return test_done();
}
