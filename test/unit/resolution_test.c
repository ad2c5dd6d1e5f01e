/*
 * resolution_test.c
 *	  The steps from mentions to what a coder would bill, with the starter terminology:
 *	  each case is a rule of the Guidelines and the codes that follow from it.
 *
 * Notes are made up.  "?" behind a code: for review, "!": a query.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "encounter/patient.h"
#include "starter_fixture.h"

#define COUNT(array) (sizeof(array) / sizeof(*(array)))
#define TEXT_SIZE    4096

/* Seventh characters of two injuries, whose first encounter the starter has */
static const FixtureCode more_codes[] = {
	{"S93.401D", "Sprain of unspecified ligament of right ankle, subsequent encounter",
	 false},
	{"S93.401S", "Sprain of unspecified ligament of right ankle, sequela", false},
	{"S52.501B",
	 "Unspecified fracture of the lower end of right radius, initial encounter for open fracture type I or II",
	 false},
	{"S52.501D",
	 "Unspecified fracture of the lower end of right radius, subsequent encounter for closed fracture with routine healing",
	 false},
	{"S52.501K",
	 "Unspecified fracture of the lower end of right radius, subsequent encounter for closed fracture with nonunion",
	 false},
	{"S52.501S", "Unspecified fracture of the lower end of right radius, sequela", false},
	{NULL, NULL, false},
};

static const StarterNote notes[] = {
	{"E10", MC_TABULAR_EXCLUDES1, "E11", "E11"},
	{"E11", MC_TABULAR_EXCLUDES1, "E10", "E10"},
	{"I50", MC_TABULAR_CODE_FIRST, "I11", "I13"},
	{"I12", MC_TABULAR_USE_ADDITIONAL, "N18", "N18"},
	{"N18", MC_TABULAR_CODE_FIRST, "E11.22", "E11.22"},
	{"N18", MC_TABULAR_CODE_FIRST, "I12", "I13"},
	{NULL, MC_TABULAR_NOTE_ONLY, NULL, NULL},
};

typedef struct Case
{
	const char *note;
	const char *codes; /* what is proposed; in this order if the list is an ordered one */
	const char *rule;
	const char *missing; /* why it is not so yet; NULL: it has to be */
} Case;

#define OFFICE(list, ordered) \
	RunCases(starter, (list), COUNT(list), MC_OUTPATIENT, (ordered))
#define STAY(list, ordered) \
	RunCases(starter, (list), COUNT(list), MC_INPATIENT, (ordered))

static int
CompareWords(const void *a, const void *b)
{
	return strcmp(*(char *const *) a, *(char *const *) b);
}

/* The words of a text ascending, in place */
static void
SortWords(char *text)
{
	char *words[256];
	char sorted[TEXT_SIZE] = "";
	size_t count = 0;
	char *rest = NULL;

	for (char *word = strtok_r(text, " ", &rest); word && count < COUNT(words);
		 word = strtok_r(NULL, " ", &rest))
		words[count++] = word;
	qsort(words, count, sizeof(words[0]), CompareWords);
	for (size_t i = 0; i < count; i++)
	{
		strcat(sorted, i > 0 ? " " : "");
		strcat(sorted, words[i]);
	}
	strcpy(text, sorted);
}

static void
RunCases(const Starter *starter, const Case *cases, size_t count, McSetting setting,
		 bool ordered)
{
	for (size_t i = 0; i < count; i++)
	{
		McEncounter encounter = {
			.setting = setting, .age_days = MC_AGE_UNKNOWN, .final_note = -1};
		char have[TEXT_SIZE];
		char want[TEXT_SIZE];
		StarterResult r;
		TestHost work;

		test_host_init(&work);
		starter_suggest(&work, starter, &encounter, cases[i].note, &r);
		starter_print(&r.suggestions, have, sizeof(have));
		snprintf(want, sizeof(want), "%s", cases[i].codes);
		if (!ordered)
		{
			SortWords(have);
			SortWords(want);
		}
		if (cases[i].missing)
			test_todo(strcmp(have, want) == 0, cases[i].missing, "%s", cases[i].rule);
		else
			test_ok(strcmp(have, want) == 0, "%s", cases[i].rule);
		if (strcmp(have, want) != 0)
			printf("# %s\n# want %s\n# have %s\n", cases[i].note, want, have);
		test_host_reset(&work);
	}
}

/* The words beside a mention: docs/resolution.md, Findings */
static void
TestWordsBeside(const Starter *starter)
{
	static const Case cases[] = {
		{"Assessment: Right knee pain.", "M25.561", "beside: side before the condition",
		 NULL},
		{"Assessment: Pain of the right knee.", "M25.561",
		 "beside: bound by a preposition", NULL},
		{"Assessment: Pain in the left shoulder.", "M25.512", "beside: bound by in",
		 NULL},
		{"Assessment: Right knee pain, left shoulder pain.", "M25.512 M25.561",
		 "beside: a comma parts", NULL},
		{"Assessment: Right knee pain and left shoulder pain.", "M25.512 M25.561",
		 "beside: and parts", NULL},
		{"Assessment: Right knee pain with left shoulder pain.", "M25.512 M25.561",
		 "beside: with parts", NULL},
		{"Assessment: Knee pain on the right, left shoulder pain.", "M25.512 M25.561",
		 "beside: what stands behind belongs to the first", NULL},
		{"Assessment: Right knee pain; shoulder pain.", "M25.519 M25.561",
		 "beside: a semicolon separates", NULL},
		{"Assessment: Right knee pain but no left shoulder pain.", "M25.561",
		 "beside: but separates, and what is denied gives nothing", NULL},
		{"Assessment: Left knee pain and right ankle in plaster.", "M25.562",
		 "beside: another side with a noun of its own is something else's", NULL},
		{"Assessment: Right ankle in plaster, left knee pain.", "M25.562",
		 "beside: likewise before it", NULL},
		{"Assessment: Knee pain, left.", "M25.562", "beside: a side behind a comma",
		 NULL},
		{"Assessment: CKD stage 4.", "N18.4", "beside: a stage", NULL},
		{"Assessment: CKD 4.", "N18.4", "beside: a bare stage", NULL},
		{"Assessment: CKD IIIb.", "N18.32", "beside: a bare stage in Roman numerals",
		 NULL},
		{"Assessment: Stage 3a chronic kidney disease.", "N18.31", "beside: stage before",
		 NULL},
		{"Assessment: CKD.", "N18.9", "beside: no stage, none taken", NULL},
		{"Assessment: Acute on chronic systolic heart failure.", "I50.23",
		 "beside: acuity and kind", NULL},
		{"Assessment: Moderate persistent asthma with acute exacerbation.", "J45.41",
		 "beside: severity and exacerbation", NULL},
		{"Assessment: Primary osteoarthritis of the left knee.", "M17.12",
		 "beside: kind and side", NULL},
		{"Assessment: Major depressive disorder, recurrent, moderate.", "F33.1",
		 "beside: course and severity behind commas", NULL},
	};

	OFFICE(cases, false);
}

/* What is said elsewhere, and what gives way: I.B.2, I.B.13, I.B.12 */
static void
TestSpecific(const Starter *starter)
{
	static const Case cases[] = {
		{"HPI: Right knee pain for two weeks.\nAssessment: Knee pain.", "M25.561",
		 "elsewhere: the side from the history", NULL},
		{"HPI: She has had pain in her left shoulder.\nAssessment: Shoulder pain.",
		 "M25.512", "elsewhere: the side of another joint", NULL},
		{"Assessment: Bilateral knee pain.", "M25.561 M25.562",
		 "both sides and no code for both: one code each", NULL},
		{"Assessment: Pain in both knees.", "M25.561 M25.562", "both: the plural", NULL},
		{"Assessment: Bilateral primary osteoarthritis of the knees.", "M17.0",
		 "both sides and a code for both", NULL},
		{"Assessment: Knee pain.", "M25.569", "no side said, none taken", NULL},
		{"Assessment: Chronic kidney disease, CKD stage 4.", "N18.4",
		 "vague gives way to the stage", NULL},
		{"Assessment: Asthma. Moderate persistent asthma.", "J45.40",
		 "vague gives way to the severity", NULL},
		{"Assessment: Heart failure, chronic diastolic heart failure.", "I50.32",
		 "vague gives way to the kind", NULL},
		{"Assessment: Hypertension. High blood pressure. HTN.", "I10", "each code once",
		 NULL},
		{"Assessment: Right knee pain and left knee pain.", "M25.561 M25.562",
		 "neither side gives way to the other", NULL},
	};

	OFFICE(cases, false);
}

/* Seventh characters: I.C.19.a, I.C.19.c */
static void
TestInjury(const Starter *starter)
{
	static const Case cases[] = {
		{"Assessment: Sprain of right ankle.", "S93.401!",
		 "seventh: nothing says which, a query", NULL},
		{"Assessment: Sprain of right ankle. Plan: splint applied today.", "S93.401A",
		 "seventh: active treatment is A", NULL},
		{"Assessment: Right ankle sprain, subsequent encounter, routine healing.",
		 "S93.401D", "seventh: healing is D", NULL},
		{"Assessment: Closed fracture of right distal radius, cast applied today.",
		 "S52.501A", "seventh: a closed fracture under treatment is A", NULL},
		{"Assessment: Right distal radius fracture, cast applied today.", "S52.501A",
		 "seventh: a fracture not said to be open is closed", NULL},
		{"Assessment: Right distal radius fracture, routine healing, cast removed today.",
		 "S52.501D", "seventh: a fracture that heals is D", NULL},
		{"Assessment: Right distal radius fracture with nonunion, here for follow-up.",
		 "S52.501K", "seventh: nonunion is K", NULL},
	};

	OFFICE(cases, false);
}

/* The whole table of domain knowledge: I.C.9.a */
static void
TestHypertension(const Starter *starter)
{
	static const Case cases[] = {
		{"Assessment: 1. Hypertension.", "I10", "hypertension: alone", NULL},
		{"Assessment:\n1. Hypertension.\n2. Heart disease.", "I11.9 I51.9",
		 "hypertension: with heart disease, no failure", NULL},
		{"Assessment:\n1. Cardiomegaly.\n2. Hypertension.", "I11.9",
		 "hypertension: cardiomegaly takes no further code", NULL},
		{"Assessment:\n1. Heart failure.\n2. Hypertension.", "I11.0 I50.9",
		 "hypertension: with heart failure, before it", NULL},
		{"Assessment:\n1. CKD stage 3b.\n2. Hypertension.", "I12.9 N18.32",
		 "hypertension: with kidney disease", NULL},
		{"Assessment:\n1. CKD.\n2. Hypertension.", "I12.9 N18.9",
		 "hypertension: with kidney disease of no stage", NULL},
		{"Assessment:\n1. CKD stage 5.\n2. Hypertension.", "I12.0 N18.5",
		 "hypertension: with kidney disease stage 5", NULL},
		{"Assessment:\n1. ESRD.\n2. Hypertension.", "I12.0 N18.6",
		 "hypertension: with end stage renal disease", NULL},
		{"Assessment:\n1. Hypertension.\n2. Heart failure.\n3. CKD stage 4.",
		 "I13.0 I50.9 N18.4", "hypertension: with heart failure and kidney disease",
		 NULL},
		{"Assessment:\n1. Hypertension.\n2. Heart disease.\n3. CKD stage 2.",
		 "I13.10 I51.9 N18.2", "hypertension: heart without failure, kidney", NULL},
		{"Assessment:\n1. Hypertension.\n2. Heart disease.\n3. CKD stage 5.",
		 "I13.11 I51.9 N18.5", "hypertension: heart without failure, kidney stage 5",
		 NULL},
		{"Assessment:\n1. Hypertension.\n2. Heart failure.\n3. CKD stage 5.",
		 "I13.2 I50.9 N18.5", "hypertension: failure and stage 5", NULL},
		{"Assessment:\n1. Hypertension.\n2. Acute kidney injury.", "I10 N17.9",
		 "hypertension: acute kidney failure is not its doing", NULL},
		{"Assessment:\n1. Pulmonary hypertension.\n2. CKD stage 3.", "I27.20 N18.30",
		 "hypertension: pulmonary is another disease", NULL},
		{"Assessment:\n1. Hypertension.\n2. Heart failure, not due to hypertension.",
		 "I10 I50.9", "hypertension: the note says that it is not the cause", NULL},
		{"Assessment:\n1. Hypertension.\n2. No heart failure.", "I10",
		 "hypertension: what is denied is not combined", NULL},
	};

	OFFICE(cases, true);
}

/* Linked conditions: I.A.15, I.A.13, I.B.9; type of diabetes: I.C.4.a */
static void
TestLinks(const Starter *starter)
{
	static const Case cases[] = {
		{"Assessment:\n1. Type 2 diabetes.\n2. CKD stage 4.", "E11.22 N18.4",
		 "link: diabetes with kidney disease, the stage beside it", NULL},
		{"Assessment:\n1. Type 2 diabetes.\n2. Polyneuropathy.", "E11.42",
		 "link: diabetes with polyneuropathy is one code", NULL},
		{"Assessment:\n1. Type 2 diabetes.\n2. Hypertension.\n3. CKD stage 4.",
		 "E11.22 I12.9 N18.4", "link: kidney disease with both", NULL},
		{"Assessment:\n1. Type 2 diabetes.\n2. Hyperlipidemia.", "E11.9 E78.5",
		 "link: none in the Index, none made", NULL},
		{"Assessment:\n1. Type 2 diabetes.\n2. CKD stage 4 due to polycystic kidney disease, not due to diabetes.",
		 "E11.9 N18.4 Q61.3", "link: the note says another cause", NULL},
		{"Assessment:\n1. Type 2 diabetes.\n2. Family history of CKD.", "E11.9 Z84.19",
		 "link: not with what another person has", NULL},
		{"Assessment:\n1. Coronary artery disease.\n2. Angina.", "I25.119",
		 "link: coronary disease with angina", NULL},
		{"Assessment: Diabetes mellitus.", "E11.9", "diabetes: no type said is type 2",
		 NULL},
		{"Assessment:\n1. Type 1 diabetes.\n2. Diabetic polyneuropathy.", "E10.42",
		 "diabetes: the type said once holds for all", NULL},
		{"Assessment:\n1. Diabetic polyneuropathy.\n2. Type 1 diabetes mellitus.",
		 "E10.42", "diabetes: in whatever order", NULL},
		{"Assessment: Type 2 diabetes with hyperglycemia.", "E11.65",
		 "diabetes: with hyperglycemia", NULL},
		{"Assessment: Gestational diabetes controlled by insulin, 31 weeks.", "O24.414",
		 "diabetes: gestational on insulin takes no code of the drug (I.C.15.i)", NULL},
		{"Assessment: Poorly controlled type 2 diabetes.", "E11.65",
		 "diabetes: poorly controlled is hyperglycemia", NULL},
	};

	OFFICE(cases, false);
}

/* History against current: I.C.21.c.4, IV.I, IV.J */
static void
TestHistory(const Starter *starter)
{
	static const Case cases[] = {
		{"Assessment: Hypertension and old myocardial infarction.", "I10 I25.2",
		 "history: an old infarction has a code of its own", NULL},
		{"Assessment:\n1. Hypertension.\n2. History of myocardial infarction.",
		 "I10 I25.2", "history: of infarction", NULL},
		{"Assessment:\n1. Hypertension.\n2. History of DVT.", "I10 Z86.718",
		 "history: of thrombosis", NULL},
		{"Assessment:\n1. Hypertension.\n2. History of pulmonary embolism.",
		 "I10 Z86.711", "history: of embolism", NULL},
		{"Past Medical History: COPD.\nAssessment: Hypertension.", "I10 J44.9?",
		 "history: what lasts is current, to be looked at", NULL},
		{"Past Medical History: Appendicitis.\nAssessment: Hypertension.", "I10",
		 "history: what was acute is not coded", NULL},
		{"Assessment: Hypertension.\nFamily History: Father had asthma.", "I10 Z82.5?",
		 "history: of the family has a code of its own", NULL},
		{"Assessment:\n1. Hypertension.\n2. History of breast cancer, no evidence of disease.",
		 "I10 Z85.3", "history: a malignancy that was removed", NULL},
	};

	OFFICE(cases, false);
}

/* Symptoms and settings: I.B.4-I.B.6, IV.H, II.H */
static void
TestSymptoms(const Starter *starter)
{
	static const Case cases[] = {
		{"Assessment: Pneumonia with cough and fever.", "J18.9",
		 "symptom: part of a confirmed disease", NULL},
		{"Assessment: Cough.", "R05.9", "symptom: no disease stated", NULL},
		{"Assessment: Cough, possible pneumonia.", "R05.9",
		 "symptom: an uncertain disease takes no symptom away, outpatient", NULL},
		{"Assessment: Urinary tract infection with dysuria.", "N39.0",
		 "symptom: of the urinary tract", NULL},
		{"Assessment:\n1. Pneumonia.\n2. Right knee pain.", "J18.9 M25.561",
		 "symptom: not of this disease", NULL},
		{"Assessment: Cough. No pneumonia.", "R05.9",
		 "symptom: a disease that is denied takes none away", NULL},
	};
	static const Case stays[] = {
		{"Discharge Diagnosis: Probable pneumonia with cough.", "J18.9",
		 "symptom: an uncertain disease at discharge counts, inpatient", NULL},
	};

	OFFICE(cases, false);
	STAY(stays, false);
}

/* Roles and order: II, IV.G, I.A.13, I.C.20, I.C.21 */
static void
TestSequence(const Starter *starter)
{
	static const struct
	{
		McSetting setting;
		const char *note;
		const char *codes;
		McRole first;
		const char *rule;
	} cases[] = {
		{MC_INPATIENT, "Discharge Diagnoses:\n1. Pneumonia.\n2. Hypertension.",
		 "J18.9 I10", MC_ROLE_PRINCIPAL,
		 "order: the principal diagnosis of a stay is named first"},
		{MC_OUTPATIENT, "Assessment:\n1. Hypertension.\n2. Asthma.", "I10 J45.909",
		 MC_ROLE_FIRST_LISTED, "order: the first-listed condition of a visit"},
		{MC_OUTPATIENT, "Assessment:\n1. CKD stage 4.\n2. Type 2 diabetes.",
		 "E11.22 N18.4", MC_ROLE_FIRST_LISTED, "order: the cause before what it does"},
		{MC_OUTPATIENT,
		 "Chief Complaint: Asthma.\nAssessment:\n1. Hypertension.\n2. Asthma.",
		 "J45.909 I10", MC_ROLE_FIRST_LISTED, "order: what the patient came for"},
		{MC_OUTPATIENT, "Assessment:\n1. Kidney transplant status.\n2. Hypertension.",
		 "I10 Z94.0", MC_ROLE_FIRST_LISTED, "order: a status behind the conditions"},
		{MC_OUTPATIENT,
		 "HPI: Fell from the bed at home.\nAssessment: Sprain of right ankle. Splint applied.",
		 "S93.401A W06.XXXA", MC_ROLE_FIRST_LISTED, "order: the external cause last"},
	};
	McEncounter encounter = {.age_days = MC_AGE_UNKNOWN, .final_note = -1};
	TestHost work;
	StarterResult r;
	char have[TEXT_SIZE];

	test_host_init(&work);
	for (size_t i = 0; i < COUNT(cases); i++)
	{
		const McSuggestions *s = &r.suggestions;
		bool right;

		encounter.setting = cases[i].setting;
		starter_suggest(&work, starter, &encounter, cases[i].note, &r);
		starter_print(s, have, sizeof(have));
		right = strcmp(have, cases[i].codes) == 0 && s->list[0].role == cases[i].first;
		for (size_t k = 1; right && k < s->proposed; k++)
			right = s->list[k].role != MC_ROLE_PRINCIPAL &&
					s->list[k].role != MC_ROLE_FIRST_LISTED;
		test_ok(right, "%s", cases[i].rule);
		if (!right)
			printf("# %s\n# want %s\n# have %s, first is %s\n", cases[i].note,
				   cases[i].codes, have,
				   s->proposed > 0 ? mc_role_name(s->list[0].role) : "none");
		test_host_reset(&work);
	}

	encounter.setting = MC_INPATIENT;
	starter_suggest(&work, starter, &encounter,
					"Discharge Diagnoses:\n1. Pneumonia.\n2. Atrial fibrillation.\n", &r);
	test_ok(r.suggestions.proposed == 2 && !r.suggestions.list[0].tied &&
				r.suggestions.list[1].tied &&
				(r.suggestions.list[1].rules & MC_RULE_BIT(MC_RULE_TIED)) != 0,
			"order: what could as well come first is tied (II.B, II.C)");
	test_host_reset(&work);

	encounter.setting = MC_OUTPATIENT;
	starter_suggest(&work, starter, &encounter,
					"Assessment:\n1. Heart failure.\n2. Hypertension.\n", &r);
	test_ok(r.suggestions.proposed == 2 &&
				r.suggestions.list[1].paired_with == fixture_code("I11.0") &&
				r.suggestions.list[0].derived && !r.suggestions.list[1].derived &&
				r.suggestions.list[0].nevidence == 2,
			"order: a pair, and the evidence of what was combined");
	test_ok(r.suggestions.count == 3 &&
				r.suggestions.list[2].code == fixture_code("I10") &&
				r.suggestions.list[2].dropped_by == MC_RULE_PART_OF_COMBINATION &&
				r.suggestions.list[2].winner == fixture_code("I11.0"),
			"a part that was combined keeps the rule and the code that won");
	test_host_reset(&work);
}

/* Sex and age where only the words say them; codes for one sex */
static void
TestPatient(const Starter *starter)
{
	static const struct
	{
		const char *note;
		McSex sex;
		int years; /* -1: unknown */
	} cases[] = {
		{"62-year-old man with a cough.", MC_MALE, 62},
		{"The patient is a 34 year old female.", MC_FEMALE, 34},
		{"This is a 7 y/o boy with asthma.", MC_MALE, 7},
		{"3-day-old male infant, term.", MC_MALE, 0},
		{"An 18-month-old girl with fever.", MC_FEMALE, 1},
		{"A 3-week-old laceration of the arm.", MC_SEX_UNKNOWN, -1},
		{"Pain in a 12-year-old knee prosthesis.", MC_SEX_UNKNOWN, -1},
		{"She has asthma. Her cough is worse, she says.", MC_FEMALE, -1},
		{"Asthma, stable.", MC_SEX_UNKNOWN, -1},
		{"Symptoms for 12 years.", MC_SEX_UNKNOWN, -1},
		{"She came with her husband. He says that his wife slept badly; he worries.",
		 MC_SEX_UNKNOWN, -1},
	};
	TestHost work;
	StarterResult r;

	test_host_init(&work);
	for (size_t i = 0; i < COUNT(cases); i++)
	{
		McEncounter encounter = {.age_days = MC_AGE_UNKNOWN, .nnotes = 1};
		McNote note = {.author = MC_AUTHOR_PROVIDER};
		McDocument doc;
		bool right;

		mc_document(&work.host, starter->fixture.handle.headers, cases[i].note,
					strlen(cases[i].note), &doc);
		note.doc = &doc;
		encounter.notes = &note;
		mc_read_patient(&work.host, &encounter);
		right = encounter.sex == cases[i].sex &&
				(cases[i].years < 0 ? encounter.age_days == MC_AGE_UNKNOWN
									: encounter.age_days / 365 == cases[i].years);
		test_ok(right, "patient: %s", cases[i].note);
		if (!right)
			printf("# have sex %d, %d days\n", (int) encounter.sex, encounter.age_days);
		test_host_reset(&work);
	}
	for (int male = 0; male < 2; male++)
	{
		McEncounter encounter = {.setting = MC_OUTPATIENT,
								 .sex = male ? MC_MALE : MC_FEMALE,
								 .age_days = 60 * 365,
								 .final_note = -1};
		const McSuggestion *s;

		starter_suggest(&work, starter, &encounter,
						"Assessment: Benign prostatic hyperplasia.", &r);
		s = &r.suggestions.list[0];
		test_ok(r.suggestions.count > 0 &&
					((s->rules & MC_RULE_BIT(MC_RULE_SEX)) != 0 ||
					 s->dropped_by == MC_RULE_SEX) == !male &&
					(r.suggestions.proposed == 1 && s->status == MC_SUGGEST) == male,
				"sex: a code of men for a %s", male ? "man" : "woman");
		test_host_reset(&work);
	}
}

/* Excludes1: I.A.12.a; two types of diabetes */
static void
TestConflicts(const Starter *starter)
{
	static const Case cases[] = {
		{"Assessment:\n1. Type 1 diabetes.\n2. Type 2 diabetes.", "E10.9? E11.9?",
		 "conflict: an Excludes1 note names the other, both for review", NULL},
	};

	OFFICE(cases, false);
}

/* More codes than are compared: none is lost, all are for a coder to look at. */
static void
TestTooMany(const Starter *starter)
{
	McEncounter encounter = {
		.setting = MC_OUTPATIENT, .age_days = MC_AGE_UNKNOWN, .final_note = -1};
	TestHost work;
	StarterResult r;
	size_t length = 0;
	size_t marked = 0;
	size_t sure = 0;
	char *note;

	test_host_init(&work);
	note = mc_alloc(&work.host, 1 << 20);
	for (size_t i = 0; i < mc_dictionary_terms(starter->fixture.dictionary); i++)
	{
		McTerm term;

		if (mc_dictionary_term(starter->fixture.dictionary, i, &term) &&
			length + strlen(term.phrase) + 4 < 60000)
			length += (size_t) sprintf(note + length, "%s.\n", term.phrase);
	}
	starter_suggest(&work, starter, &encounter, note, &r);
	for (size_t i = 0; i < r.suggestions.proposed; i++)
	{
		marked += (r.suggestions.list[i].rules & MC_RULE_BIT(MC_RULE_TOO_MANY)) != 0;
		sure += r.suggestions.list[i].status == MC_SUGGEST;
	}
	test_ok(r.suggestions.proposed > 400 && marked == r.suggestions.proposed && sure == 0,
			"more codes than are compared: all are marked, none is sure");
	printf("# %zu codes, %zu bytes\n", r.suggestions.proposed, length);
	test_host_reset(&work);
}

/* A note that all steps act on */
static const char eventful[] =
	"62-year-old man. HPI: Fell from the bed. Right knee pain, he takes insulin.\n"
	"Past Medical History: COPD, myocardial infarction, breast cancer.\n"
	"Family History: Father had asthma.\n"
	"Assessment:\n1. Type 2 diabetes.\n2. Hypertension, heart failure, CKD stage 4.\n"
	"3. Sprain of right ankle, splint applied.\n4. Pneumonia with cough.\n"
	"5. Bilateral knee pain. 6. Rash due to penicillin.\n";

/* Leave at the n-th allocation or interrupt; then the same again */
static void
TestFailures(const Starter *starter)
{
	McEncounter encounter = {
		.setting = MC_OUTPATIENT, .age_days = MC_AGE_UNKNOWN, .final_note = -1};
	char want[TEXT_SIZE];
	char have[TEXT_SIZE];
	TestHost host;
	StarterResult r;

	test_host_init(&host);
	starter_suggest(&host, starter, &encounter, eventful, &r);
	starter_print(&r.suggestions, want, sizeof(want));
	printf("# %s\n", want);
	test_host_reset(&host);
	for (int kind = 0; kind < 2; kind++)
	{
		volatile bool same = true;
		volatile unsigned long n;

		for (n = 1;; n++)
		{
			volatile bool failed = false;

			test_host_init(&host);
			*(kind ? &host.fail_interrupt : &host.fail_allocation) = n;
			if (setjmp(host.escape) == 0)
				starter_suggest(&host, starter, &encounter, eventful, &r);
			else
				failed = true;
			test_host_reset(&host);
			if (!failed)
				break;
		}
		test_host_init(&host);
		starter_suggest(&host, starter, &encounter, eventful, &r);
		starter_print(&r.suggestions, have, sizeof(have));
		same = strcmp(want, have) == 0;
		test_host_reset(&host);
		test_ok(same && n > 10, "leaving at every %s of %lu leaves nothing behind",
				kind ? "interrupt" : "allocation", n - 1);
	}
}

/* Memory is aligned to 8 bytes only, as the server's is; a set of rules is 16 bytes. */
static void
TestAlignment(const Starter *starter)
{
	McEncounter encounter = {
		.setting = MC_OUTPATIENT, .age_days = MC_AGE_UNKNOWN, .final_note = -1};
	McRules all = 0;
	TestHost host;
	StarterResult r;

	test_host_init(&host);
	test_ok((uintptr_t) mc_alloc(&host.host, 64) % 16 == 8,
			"memory is aligned to 8 bytes");
	starter_suggest(&host, starter, &encounter, eventful, &r);
	for (size_t i = 0; i < r.suggestions.count; i++)
		all |= r.suggestions.list[i].rules;
	test_ok(_Alignof(McSuggestion) <= 8 && sizeof(McRules) * 8 >= MC_NRULES && all != 0,
			"sets of rules need no more than that");
	test_host_reset(&host);
}

int
main(void)
{
	static const StarterExtra extra = {NULL, more_codes, notes};
	TestHost keep;
	Starter starter;
	size_t rows;

	test_host_init(&keep);
	rows = starter_init(&keep, &extra, &starter);
	test_ok(rows > 20000, "the starter terminology is there");
	if (rows == 0)
		return test_done();
	TestWordsBeside(&starter);
	TestSpecific(&starter);
	TestInjury(&starter);
	TestHypertension(&starter);
	TestLinks(&starter);
	TestHistory(&starter);
	TestSymptoms(&starter);
	TestSequence(&starter);
	TestPatient(&starter);
	TestConflicts(&starter);
	TestTooMany(&starter);
	TestFailures(&starter);
	TestAlignment(&starter);
	starter_done(&starter);
	test_host_reset(&keep);
	return test_done();
}
