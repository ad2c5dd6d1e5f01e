/*
 * assertion_test.c
 *	  Unit tests of cues and assertions.
 *
 * The cases are rows of assertion_cases.tsv, run with the cues and headers of
 * the starter terminology, as a user would.  Paths are relative to the root of
 * the repository.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "context/assertion.h"
#include "terminology_fixture.h"

#define CASES_FILE   "test/unit/assertion_cases.tsv"
#define CUES_FILE    "data/starter/cue.tsv"
#define HEADERS_FILE "data/starter/section_header.tsv"

#define MAX_TARGETS 8

static const struct
{
	const char *name;
	McCueCategory category;
} axes[] = {
	{"negated", MC_CUE_NEGATED},       {"uncertain", MC_CUE_UNCERTAIN},
	{"historical", MC_CUE_HISTORICAL}, {"hypothetical", MC_CUE_HYPOTHETICAL},
	{"family", MC_CUE_FAMILY},
};

/* A note with {targets}, analysed */
typedef struct Marked
{
	char note[2048];
	McDocument doc;
	McTarget targets[MAX_TARGETS];
	size_t ntargets;
	McAssertion assertions[MAX_TARGETS];
	char said[3][32]; /* of the first: status, relation, event date, "-" for none */
} Marked;

/* What the file of cases has in words */
static void
PutInWords(const McAssertion *a, char said[3][32])
{
	const char *status = mc_assertion_status_name(a->status);
	const char *relation = mc_relative_name(a->relative);
	int len = 0;

	snprintf(said[0], sizeof(said[0]), "%s", status ? status : "-");
	snprintf(said[1], sizeof(said[1]), "%s", relation ? relation : "-");
	snprintf(said[2], sizeof(said[2]), "-");
	if (a->event_date.year > 0)
		len = snprintf(said[2], sizeof(said[2]), "%04d", a->event_date.year);
	if (a->event_date.month > 0)
		len += snprintf(said[2] + len, sizeof(said[2]) - (size_t) len, "-%02d",
						a->event_date.month);
	if (a->event_date.day > 0)
		snprintf(said[2] + len, sizeof(said[2]) - (size_t) len, "-%02d",
				 a->event_date.day);
}

/* Take the braces out, analyse, assert.  False when a brace marks no token. */
static bool
AssertMarked(const McHost *host, const McCues *cues, const McHeaders *headers,
			 const char *text, Marked *marked)
{
	uint32_t starts[MAX_TARGETS];
	uint32_t ends[MAX_TARGETS];
	size_t len = 0;
	size_t nspans = 0;

	marked->ntargets = 0;
	for (const char *p = text; *p != '\0' && len < sizeof(marked->note) - 1; p++)
	{
		if (*p == '{' && nspans < MAX_TARGETS)
			starts[nspans] = (uint32_t) len;
		else if (*p == '}' && nspans < MAX_TARGETS)
			ends[nspans++] = (uint32_t) len;
		else if (p[0] == '\\' && p[1] == 'n')
		{
			marked->note[len++] = '\n';
			p++;
		}
		else
			marked->note[len++] = *p;
	}
	marked->note[len] = '\0';
	mc_document(host, headers, marked->note, len, &marked->doc);
	for (size_t s = 0; s < nspans; s++)
	{
		McTarget target = {MC_NO_TOKEN, MC_NO_TOKEN};

		for (uint32_t t = 0; t < marked->doc.tokens.count; t++)
		{
			const McToken *token = &marked->doc.tokens.list[t];

			if (token->start < starts[s] || token->end > ends[s])
				continue;
			if (target.first_token == MC_NO_TOKEN)
				target.first_token = t;
			target.last_token = t;
		}
		if (target.first_token == MC_NO_TOKEN)
			return false;
		marked->targets[marked->ntargets++] = target;
	}
	mc_assert(host, cues, &marked->doc, marked->targets, marked->ntargets,
			  marked->assertions);
	if (marked->ntargets > 0)
		PutInWords(&marked->assertions[0], marked->said);
	return true;
}

/* Text of the cue that decided an axis, "" if none did */
static const char *
CueText(const Marked *marked, size_t target, McCueCategory axis)
{
	static char text[256];
	const McAssertion *a = &marked->assertions[target];
	uint32_t start;

	if (a->cue_first[axis] == MC_NO_TOKEN)
		return "";
	if (a->cue_first[axis] > a->cue_last[axis] ||
		a->cue_last[axis] >= marked->doc.tokens.count)
		return "(no tokens)";
	start = marked->doc.tokens.list[a->cue_first[axis]].start;
	snprintf(text, sizeof(text), "%.*s",
			 (int) (marked->doc.tokens.list[a->cue_last[axis]].end - start),
			 marked->note + start);
	return text;
}

static bool
Axis(const McAssertion *a, McCueCategory axis)
{
	switch (axis)
	{
		case MC_CUE_NEGATED:
			return a->negated;
		case MC_CUE_UNCERTAIN:
			return a->uncertain;
		case MC_CUE_HISTORICAL:
			return a->historical;
		case MC_CUE_HYPOTHETICAL:
			return a->hypothetical;
		case MC_CUE_FAMILY:
			return a->experiencer == MC_FAMILY;
		default: /* a cue for a status: the closest of them gives it */
			return a->status != MC_STATUS_NONE;
	}
}

/* A cue is evidence only of an axis that is set, lies in the note and off the targets. */
static bool
CuesAreSound(const Marked *marked, size_t target)
{
	const McAssertion *a = &marked->assertions[target];

	for (int axis = 0; axis < MC_CUE_NCATEGORIES; axis++)
	{
		if (a->cue_first[axis] == MC_NO_TOKEN)
			continue;
		if (!Axis(a, (McCueCategory) axis) || a->cue_first[axis] > a->cue_last[axis] ||
			a->cue_last[axis] >= marked->doc.tokens.count)
			return false;
		if (a->cue_first[axis] <= marked->targets[target].last_token &&
			a->cue_last[axis] >= marked->targets[target].first_token)
			return false;
	}
	return true;
}

static void
TestFile(const McCues *cues, const McHeaders *headers)
{
	FILE *file = fopen(CASES_FILE, "r");
	char line[2048];
	char *fields[10];
	int rows = 0;

	test_ok(file != NULL, "%s can be read", CASES_FILE);
	for (int n; file && (n = fixture_read_row(file, line, sizeof(line), fields, 10)) > 0;)
	{
		TestHost host;
		Marked *marked = malloc(sizeof(Marked));
		bool passed;

		if (marked == NULL)
			abort();
		if (n == 10 && strcmp(fields[0], "sentence") != 0)
		{
			rows++;
			test_host_init(&host);
			passed = AssertMarked(&host.host, cues, headers, fields[0], marked) &&
					 marked->ntargets == 1;
			for (int i = 0; passed && i < 5; i++)
				passed = Axis(&marked->assertions[0], axes[i].category) ==
						 (fields[1 + i][0] == 't');
			passed = passed && strcmp(fields[6], marked->said[0]) == 0 &&
					 strcmp(fields[7], marked->said[1]) == 0 &&
					 strcmp(fields[8], marked->said[2]) == 0;
			test_ok(passed && CuesAreSound(marked, 0), "%s: %s", fields[9], fields[0]);
			if (!passed && marked->ntargets == 1)
			{
				printf("# want %s%s%s%s%s, have %s:", fields[1][0] == 't' ? "n" : "",
					   fields[2][0] == 't' ? "u" : "", fields[4][0] == 't' ? "h" : "",
					   fields[3][0] == 't' ? "p" : "", fields[5][0] == 't' ? "f" : "",
					   fixture_print_assertion(&marked->assertions[0]));
				for (int i = 0; i < MC_CUE_NCATEGORIES; i++)
					printf(" [%s]", CueText(marked, 0, (McCueCategory) i));
				printf(" %s, %s, %s; want %s, %s, %s\n", marked->said[0], marked->said[1],
					   marked->said[2], fields[6], fields[7], fields[8]);
			}
			test_host_reset(&host);
		}
		free(marked);
	}
	if (file)
		fclose(file);
	test_ok(rows > 340, "all rows of %s were run", CASES_FILE);
}

/* A phrase with words in its slots, as a note has them */
static void
FillSlots(const char *phrase, char *out, size_t size)
{
	size_t len = 0;

	for (const char *p = phrase; *p != '\0' && len + 16 < size; p++)
	{
		const char *word = *p == '#' ? "3" : *p == '@' ? "nephrectomy" : NULL;

		if (word)
			len += (size_t) snprintf(out + len, size - len, "%s", word);
		else
			out[len++] = *p;
	}
	out[len] = '\0';
}

/* Does a cue say what its row says of a target beside it? */
static bool
CueActs(const McCues *cues, const McHeaders *headers, const char *phrase,
		McCueCategory category, bool forward)
{
	TestHost host;
	Marked *marked = malloc(sizeof(Marked));
	char filled[256];
	char note[512];
	const char *target = category == MC_CUE_PLANNED ? "nephrectomy" : "xxyzzy";
	bool acts;

	if (marked == NULL)
		abort();
	FillSlots(phrase, filled, sizeof(filled));
	if (forward)
		snprintf(note, sizeof(note), "%s {%s}", filled, target);
	else
		snprintf(note, sizeof(note), "{%s} %s", target, filled);
	test_host_init(&host);
	acts = AssertMarked(&host.host, cues, headers, note, marked) &&
		   marked->ntargets == 1 &&
		   (marked->assertions[0].cue_first[category] != MC_NO_TOKEN ||
			/* a longer one of the axis speaks for it */
			marked->assertions[0].cue_first[mc_cue_axis(category)] != MC_NO_TOKEN);
	test_host_reset(&host);
	free(marked);
	return acts;
}

/* Each row that acts, acts: none is swallowed by another, or cut into other tokens */
static void
TestEveryCue(const McCues *cues, const McHeaders *no_headers)
{
	FILE *file = fopen(CUES_FILE, "r");
	char line[1024];
	char *fields[4];
	int rows = 0;
	int silent = 0;

	for (int n; file && (n = fixture_read_row(file, line, sizeof(line), fields, 4)) > 0;)
	{
		int category = n < 3 ? -1 : mc_cue_category(fields[1]);
		int direction = n < 3 ? -1 : mc_cue_direction(fields[2]);

		if (category < 0 || direction < 0 || direction == MC_CUE_TERMINATE ||
			direction == MC_CUE_PSEUDO)
			continue;
		rows++;
		if ((direction == MC_CUE_BACKWARD ||
			 CueActs(cues, no_headers, fields[0], (McCueCategory) category, true)) &&
			(direction == MC_CUE_FORWARD ||
			 CueActs(cues, no_headers, fields[0], (McCueCategory) category, false)))
			continue;
		silent++;
		printf("# silent: %s, %s, %s\n", fields[0], fields[1], fields[2]);
	}
	if (file)
		fclose(file);
	test_ok(rows > 3000 && silent == 0, "each cue of the starter acts");
}

/* Cues of our own, so that a test does not hang on a row of the starter */
static const FixtureCue small_cues[] = {
	{"no", MC_CUE_NEGATED, MC_CUE_FORWARD, 0},
	{"denies", MC_CUE_NEGATED, MC_CUE_FORWARD, 0},
	{"no evidence of", MC_CUE_NEGATED, MC_CUE_FORWARD, 0},
	{"negative", MC_CUE_NEGATED, MC_CUE_FORWARD, 0},
	{"absence", MC_CUE_NEGATED, MC_CUE_FORWARD, 0},
	{"non", MC_CUE_NEGATED, MC_CUE_FORWARD, 1},
	{"was ruled out", MC_CUE_NEGATED, MC_CUE_BACKWARD, 0},
	{"no increase", MC_CUE_NEGATED, MC_CUE_PSEUDO, 0},
	{"gram negative", MC_CUE_NEGATED, MC_CUE_PSEUDO, 0},
	{"but", MC_CUE_ANY, MC_CUE_TERMINATE, 0},
	{"except", MC_CUE_NEGATED, MC_CUE_TERMINATE, 0},
	{"possible", MC_CUE_UNCERTAIN, MC_CUE_FORWARD, 0},
	{"versus", MC_CUE_UNCERTAIN, MC_CUE_BOTH, 0},
	{"history of", MC_CUE_HISTORICAL, MC_CUE_FORWARD, 0},
	{"prior", MC_CUE_HISTORICAL, MC_CUE_FORWARD, 4},
	{"years ago", MC_CUE_HISTORICAL, MC_CUE_BACKWARD, 0},
	{"# days prior", MC_CUE_HISTORICAL, MC_CUE_BACKWARD, 0},
	{"minus @ for", MC_CUE_SURVEILLANCE, MC_CUE_FORWARD, 0},
	{"is clear", MC_CUE_NEGATED, MC_CUE_BACKWARD, 0},
	{"clear for", MC_CUE_NEGATED, MC_CUE_FORWARD, 0},
	{"gone", MC_CUE_RESOLVED, MC_CUE_BACKWARD, 0},
	{"gone", MC_CUE_RESOLVED, MC_CUE_FORWARD, 0},
	{"booked", MC_CUE_PLANNED, MC_CUE_FORWARD, 0},
	{"if", MC_CUE_HYPOTHETICAL, MC_CUE_FORWARD, 0},
	{"mother", MC_CUE_FAMILY, MC_CUE_FORWARD, 0},
	{"family history of", MC_CUE_FAMILY, MC_CUE_FORWARD, 0},
	{"no history of", MC_CUE_NEGATED, MC_CUE_FORWARD, 0},
	{NULL, MC_CUE_ANY, MC_CUE_PSEUDO, 0},
};

static const struct
{
	const char *text;
	const char *assertions; /* one word for each target */
	const char *rule;
	const char *cue; /* that decided the first axis set of the last target */
} cases[] = {
	{"{negative pressure wound} and {edema}", "- -", "a cue inside a target acts on none",
	 ""},
	{"{absence seizure}, {fever}", "- -",
	 "a cue inside a target does not act on the next", ""},
	{"{fever} {was ruled out study}", "- -",
	 "a backward cue inside a target acts on none", ""},
	{"no {fever}, {cough}", "n n", "a target does not stop a scope", "no"},
	{"no evidence of {fever}, no {cough}", "n n", "the closest cue is the evidence",
	 "no"},
	{"no {fever}, denies {cough}", "n n", "the closest of two cues is the evidence",
	 "denies"},
	{"denies {fever} and no {cough} or {rash}", "n n n",
	 "the closest cue behind two targets", "no"},
	{"{fever} was ruled out", "n", "backward", "was ruled out"},
	{"no {fever} but {cough}", "n -", "a terminator of all", ""},
	{"no {fever} except {cough}", "n -", "a terminator of its category", ""},
	{"possible {fever} except {cough}", "u u", "a terminator of another category",
	 "possible"},
	{"possible {fever} but {cough}", "u -", "a terminator of all ends every category",
	 ""},
	{"no increase of {edema}", "-", "a pseudo cue swallows the cue", ""},
	{"gram negative {sepsis}", "-", "a pseudo cue swallows the cue at its end", ""},
	{"no history of {stroke}", "n", "a longer cue swallows shorter ones",
	 "no history of"},
	{"no {fever}, history of {stroke}", "n np", "axes are independent", "no"},
	{"mother history of possible {stroke}", "upf", "three axes", "mother"},
	{"{cold} versus {flu}", "u u", "both directions", "versus"},
	{"prior a b c {stroke}", "p", "within the scope of four tokens", "prior"},
	{"prior a b c d {stroke}", "-", "beyond the scope of four tokens", ""},
	{"non {tender}, {swollen}", "n -", "a scope of one token", ""},
	{"{stroke} two years ago, {fever}", "p -", "backward acts on what stands before", ""},
	{"no {fever}. {cough}", "n -", "the end of the sentence", ""},
	{"{cough}. no {fever}", "- n", "the beginning of the sentence", "no"},
	{"no {fever}; {cough}", "n -", "a semicolon ends a negation", ""},
	{"NO {FEVER}", "n", "capitals", "NO"},
	{"no\xC2\xA0{fever}", "n", "no-break space", "no"},
	{"\xF0\x9F\x98\x80 no \xC3\xA9t\xC3\xA9 {fever}", "n", "characters of several bytes",
	 "no"},
	{"Denies:\\n- {fever}\\n- {cough}\\n* {rash}", "n n n",
	 "a list cue covers all bullets", "Denies"},
	{"Denies any of these:\\n- {fever}\\n- {cough}", "n n",
	 "a list cue need not be the last word before the colon", "Denies"},
	{"Denies:\\n- {fever}\\n- {cough}\\n\\n{rash} seen", "n n -",
	 "a list cue ends at a blank line", ""},
	{"Denies:\\n- {fever} but {cough}\\n- {rash}", "n - n",
	 "a terminator ends a list cue for its item only", "Denies"},
	{"{fever}: none\\n{cough}: yes", "n -", "key and value", ""},
	{"[ ] {fever}\\n[x] {cough}", "n -", "check boxes", ""},
	{"if {fever} and mother {stroke}", "h hf", "hypothetical and family", "mother"},
	{"history of {stroke} if {fever}", "p hp",
	 "hypothetical does not take back historical before it", "if"},
	{"{fever} 3 days prior", "p", "a slot at the beginning of a cue", "3 days prior"},
	{"{fever} a couple of days prior", "p", "a slot takes words for a quantity",
	 "a couple of days prior"},
	{"{fever} two to three days prior", "p", "a slot takes a range",
	 "two to three days prior"},
	{"{fever} blue days prior", "-", "a slot takes nothing but a quantity", ""},
	{"minus left radical nephrectomy for {stroke}", "p", "a slot for an operation",
	 "minus left radical nephrectomy for"},
	{"minus coronary bypass for {stroke}", "-", "an operation that leaves the disease",
	 ""},
	{"minus thrombectomy for {stroke}", "-", "one that opens a vessel", ""},
	{"{swab} is clear for {flu}", "- n", "partial overlap: forward before backward",
	 "clear for"},
	{"{swab} is clear for now", "n", "partial overlap: the one that reaches a target",
	 "is clear"},
	{"{cough} gone, {fever}", "p -", "on either side: of what stands before it", ""},
	{"gone {cough}, {fever}", "p p", "on either side: of what stands behind it", "gone"},
	{"booked {mastectomy}, {fever}", "h -", "planned: procedures only", ""},
	{"mother, who died, {stroke}", "f", "who is the relative", "mother"},
	{"{stroke} in 2019, {fever}", "p -", "a year", ""},
	{"{stroke}, {fever} in 2019", "- p", "a year, of the closest", "in 2019"},
	{"{fever}", "-", "nothing but a target", ""},
	{"{no} {denies}", "- -", "targets that are cues themselves", ""},
};

/* The axis whose cue the table has: the deciding one */
static void
TestSmall(void)
{
	const FixtureRows rows = {NULL, NULL, small_cues, NULL, NULL};
	TestHost keep;
	Fixture fixture;
	Marked *marked = malloc(sizeof(Marked));

	if (marked == NULL)
		abort();
	test_host_init(&keep);
	fixture_init(&keep, &rows, &fixture);
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
	{
		TestHost host;
		char have[128] = "";
		const char *cue = "";
		bool passed;
		bool sound = true;

		test_host_init(&host);
		passed = AssertMarked(&host.host, &fixture.cues, fixture.handle.headers,
							  cases[i].text, marked);
		for (size_t t = 0; passed && t < marked->ntargets; t++)
		{
			McCueCategory axis = mc_deciding_axis(&marked->assertions[t]);

			snprintf(have + strlen(have), sizeof(have) - strlen(have), "%s%s",
					 t > 0 ? " " : "", fixture_print_assertion(&marked->assertions[t]));
			sound = sound && CuesAreSound(marked, t);
			cue = axis < MC_CUE_NCATEGORIES ? CueText(marked, t, axis) : "";
		}
		passed = passed && strcmp(have, cases[i].assertions) == 0 &&
				 strcmp(cue, cases[i].cue) == 0;
		test_ok(passed && sound, "small: %s", cases[i].rule);
		if (!passed)
			printf("# %s: want %s [%s], have %s [%s]\n", cases[i].text,
				   cases[i].assertions, cases[i].cue, have, cue);
		test_host_reset(&host);
	}
	fixture_done(&fixture);
	test_host_reset(&keep);
	free(marked);
}

/* What a section says where no cue speaks */
static void
TestSections(void)
{
	static const FixtureHeader headers[] = {
		{"family history", MC_SECTION_FAMILY},
		{"past medical history", MC_SECTION_PAST_MEDICAL},
		{"instructions", MC_SECTION_INSTRUCTIONS},
		{"indication", MC_SECTION_INDICATION},
		{"assessment", MC_SECTION_ASSESSMENT},
		{NULL, MC_SECTION_OTHER},
	};
	static const struct
	{
		const char *text;
		const char *assertion;
		const char *rule;
	} sections[] = {
		{"Family History:\\n{stroke}", "f", "family history is the relative's"},
		{"Family History:\\nno {stroke}", "nf", "a negation in a family history"},
		{"Past Medical History:\\n{stroke}", "p", "the past history is historical"},
		{"Past Medical History:\\nno {stroke}", "np", "a negation in the past history"},
		{"Instructions:\\nwatch for {fever}", "h", "instructions are hypothetical"},
		{"Indication: {stroke}", "u", "an indication is uncertain"},
		{"Assessment:\\n{stroke}", "-", "an assessment says nothing by itself"},
		{"Family History:\\nnone\\nAssessment:\\n{stroke}", "-",
		 "a section ends at the next"},
	};
	const FixtureRows rows = {NULL, NULL, small_cues, headers, NULL};
	TestHost keep;
	Fixture fixture;
	Marked *marked = malloc(sizeof(Marked));

	if (marked == NULL)
		abort();
	test_host_init(&keep);
	fixture_init(&keep, &rows, &fixture);
	for (size_t i = 0; i < sizeof(sections) / sizeof(*sections); i++)
	{
		TestHost host;
		bool passed;

		test_host_init(&host);
		passed = AssertMarked(&host.host, &fixture.cues, fixture.handle.headers,
							  sections[i].text, marked) &&
				 strcmp(fixture_print_assertion(&marked->assertions[0]),
						sections[i].assertion) == 0;
		test_ok(passed, "section: %s", sections[i].rule);
		if (!passed)
			printf("# %s: want %s, have %s\n", sections[i].text, sections[i].assertion,
				   fixture_print_assertion(&marked->assertions[0]));
		test_host_reset(&host);
	}
	fixture_done(&fixture);
	test_host_reset(&keep);
	free(marked);
}

static void
TestDecidingAxis(void)
{
	/* in the order of precedence */
	static const McCueCategory order[] = {
		MC_CUE_NEGATED,   MC_CUE_FAMILY,     MC_CUE_HYPOTHETICAL,
		MC_CUE_UNCERTAIN, MC_CUE_HISTORICAL,
	};
	bool right = true;

	for (unsigned set = 0; set < 32; set++)
	{
		McAssertion a;
		McCueCategory want = MC_CUE_NCATEGORIES;

		memset(&a, 0, sizeof(a));
		for (int axis = 0; axis < MC_CUE_NCATEGORIES; axis++)
			a.cue_first[axis] = a.cue_last[axis] = MC_NO_TOKEN;
		for (int i = 4; i >= 0; i--)
		{
			if (!(set >> i & 1))
				continue;
			want = order[i];
			a.cue_first[order[i]] = a.cue_last[order[i]] = (uint32_t) i;
			a.negated |= order[i] == MC_CUE_NEGATED;
			a.uncertain |= order[i] == MC_CUE_UNCERTAIN;
			a.historical |= order[i] == MC_CUE_HISTORICAL;
			a.hypothetical |= order[i] == MC_CUE_HYPOTHETICAL;
			if (order[i] == MC_CUE_FAMILY)
				a.experiencer = MC_FAMILY;
		}
		right = right && mc_deciding_axis(&a) == want;
	}
	test_ok(right, "the deciding axis, for every set of axes");
}

static void
TestCues(void)
{
	TestHost host;
	McCues cues;
	McHeaders headers;
	McDocument doc;
	const McCue *list;

	test_host_init(&host);
	mc_headers_init(&host.host, &headers);
	mc_cues_init(&host.host, &cues);
	test_ok(!mc_cues_add(&cues, "", 1, MC_CUE_NEGATED, MC_CUE_FORWARD, 0) &&
				!mc_cues_add(&cues, "  ", 2, MC_CUE_NEGATED, MC_CUE_FORWARD, 0),
			"cue: a phrase without tokens is none");
	test_ok(
		mc_cues_add(&cues, "no", 3, MC_CUE_NEGATED, MC_CUE_FORWARD, 0) &&
			mc_cues_add(&cues, "no evidence of", 4, MC_CUE_NEGATED, MC_CUE_FORWARD, 5) &&
			mc_cues_add(&cues, "no evidence", 5, MC_CUE_NEGATED, MC_CUE_BACKWARD, 0) &&
			mc_cues_add(&cues, "denies", 6, MC_CUE_NEGATED, MC_CUE_FORWARD, 0),
		"cue: phrases");
	mc_cues_finish(&cues);
	mc_document(&host.host, &headers, "No evidence", 11, &doc);
	test_ok(mc_cues_starting(&cues, mc_cue_key(&doc.words, &doc.tokens.list[0]), &list) ==
					3 &&
				list[0].id == 4 && list[0].ntokens == 3 && list[0].max_scope == 5 &&
				list[1].id == 5 && list[1].direction == MC_CUE_BACKWARD &&
				list[2].id == 3,
			"cue: by its first token, longest first");
	test_ok(mc_cues_starting(&cues, mc_cue_key(&doc.words, &doc.tokens.list[1]), &list) ==
				0,
			"cue: not by another token");
	test_ok(mc_cue_category("negated") == MC_CUE_NEGATED &&
				mc_cue_category("uncertain") == MC_CUE_UNCERTAIN &&
				mc_cue_category("historical") == MC_CUE_HISTORICAL &&
				mc_cue_category("hypothetical") == MC_CUE_HYPOTHETICAL &&
				mc_cue_category("family") == MC_CUE_FAMILY &&
				mc_cue_category("any") == MC_CUE_ANY && mc_cue_category("x") == -1,
			"cue: names of categories");
	{
		bool same = true;

		for (int i = MC_CUE_NAXES; i < MC_CUE_NCATEGORIES; i++)
		{
			const char *name =
				mc_assertion_status_name((McStatus) (i - MC_CUE_NAXES + 1));

			same = same && name != NULL && mc_cue_category(name) == i;
		}
		test_ok(same && mc_assertion_status_name(MC_STATUS_NONE) == NULL,
				"cue: a status has the name of its cues");
	}
	test_ok(mc_cue_axis(MC_CUE_RULED_OUT) == MC_CUE_NEGATED &&
				mc_cue_axis(MC_CUE_RESOLVED) == MC_CUE_HISTORICAL &&
				mc_cue_axis(MC_CUE_SURVEILLANCE) == MC_CUE_HISTORICAL &&
				mc_cue_axis(MC_CUE_AT_RISK) == MC_CUE_HYPOTHETICAL &&
				mc_cue_axis(MC_CUE_SCREENING) == MC_CUE_HYPOTHETICAL &&
				mc_cue_axis(MC_CUE_REMISSION) == MC_CUE_REMISSION &&
				mc_cue_axis(MC_CUE_ALLERGY) == MC_CUE_ALLERGY &&
				mc_cue_axis(MC_CUE_FAMILY) == MC_CUE_FAMILY &&
				mc_cue_axis(MC_CUE_ANY) == MC_CUE_ANY,
			"cue: the axis of a category");
	test_ok(!mc_cues_add(&cues, "a b c d e f g h i j k l # # p", 7, MC_CUE_NEGATED,
						 MC_CUE_FORWARD, 0),
			"cue: one that its slots could make too long is none");
	test_ok(mc_cue_direction("forward") == MC_CUE_FORWARD &&
				mc_cue_direction("backward") == MC_CUE_BACKWARD &&
				mc_cue_direction("both") == MC_CUE_BOTH &&
				mc_cue_direction("terminate") == MC_CUE_TERMINATE &&
				mc_cue_direction("pseudo") == MC_CUE_PSEUDO && mc_cue_direction("") == -1,
			"cue: names of directions");
	test_host_reset(&host);

	/* no cues at all */
	{
		Marked *marked = malloc(sizeof(Marked));

		if (marked == NULL)
			abort();
		mc_headers_init(&host.host, &headers);
		mc_cues_init(&host.host, &cues);
		mc_cues_finish(&cues);
		test_ok(AssertMarked(&host.host, &cues, &headers, "no {fever}", marked) &&
					strcmp(fixture_print_assertion(&marked->assertions[0]), "-") == 0,
				"no cues, nothing decided");
		mc_assert(&host.host, &cues, &marked->doc, NULL, 0, NULL);
		test_ok(true, "no targets");
		test_host_reset(&host);
		free(marked);
	}
}

/* Seconds to assert the targets "fever" in n repetitions of words */
static double
TimeOf(const McCues *cues, const McHeaders *headers, const char *words, size_t n,
	   unsigned long *interrupts)
{
	TestHost host;
	McDocument doc;
	McTarget *targets;
	McAssertion *out;
	size_t width = strlen(words);
	size_t ntargets = 0;
	char *note = malloc(n * width + 1);
	uint64_t fever = mc_hash_bytes("fever", 5);
	double seconds;

	if (note == NULL)
		abort();
	for (size_t i = 0; i < n; i++)
		memcpy(note + i * width, words, width);
	note[n * width] = '\0';
	test_host_init(&host);
	mc_document(&host.host, headers, note, n * width, &doc);
	targets = malloc((doc.tokens.count + 1) * sizeof(*targets));
	if (targets == NULL)
		abort();
	for (uint32_t t = 0; t < doc.tokens.count; t++)
	{
		if (doc.tokens.list[t].word == MC_NO_WORD ||
			doc.words.list[doc.tokens.list[t].word].key != fever)
			continue;
		targets[ntargets].first_token = t;
		targets[ntargets++].last_token = t;
	}
	if (ntargets == 0 && doc.tokens.count > 0)
	{
		targets[0].first_token = targets[0].last_token = (uint32_t) doc.tokens.count - 1;
		ntargets = 1;
	}
	out = malloc((ntargets + 1) * sizeof(*out));
	if (out == NULL)
		abort();
	host.interrupts = 0;
	seconds = fixture_seconds();
	mc_assert(&host.host, cues, &doc, targets, ntargets, out);
	seconds = fixture_seconds() - seconds;
	if (interrupts)
		*interrupts = host.interrupts;
	test_host_reset(&host);
	free(out);
	free(targets);
	free(note);
	return seconds;
}

/* One sentence of 100,000 words that are cues, in every combination that could nest loops */
static void
TestTime(const McCues *cues, const McHeaders *headers)
{
	static const char *const notes[] = {
		"no ",
		"no fever ",
		"fever was ruled out ",
		"denies fever but ",
		"fever ",
		"no increase ",
		"versus fever ",
		"history of ",
		"if mother no possible history of fever ",
		"was ruled out ",
		"no evidence ",
		"fever: none ",
		"but ",
		"[ ] ",
		"fever possible ",
		"- fever\n",
		"not ",
		"is negative for fever ",
		"fever, ",
	};
	unsigned long interrupts;
	size_t n = test_slowness() > 5 ? 10000 : 100000;

	for (size_t i = 0; i < sizeof(notes) / sizeof(*notes); i++)
	{
		double small = TimeOf(cues, headers, notes[i], n / 8, NULL);
		double large = TimeOf(cues, headers, notes[i], n, NULL);

		/* quadratic would be 64 times as long */
		test_ok(large < 24 * (small > 0.005 ? small : 0.005), "time: linear in \"%.*s\"",
				(int) strcspn(notes[i], "\n"), notes[i]);
		if (large >= 24 * (small > 0.005 ? small : 0.005))
			printf("# %zu: %.3f s, %zu: %.3f s\n", n / 8, small, n, large);
	}
	TimeOf(cues, headers, "no fever ", n, &interrupts);
	test_ok(interrupts >= 2 * n / MC_INTERRUPT_INTERVAL / 2,
			"asserting gives way to cancellation");
}

/* A dictated note may have no full stop: its last denial counts as its first */
static void
TestLongSentence(const McCues *cues, const McHeaders *headers)
{
	enum
	{
		N = 3000
	};
	static const char words[] = "no fever, ";
	static McTarget targets[N];
	static McAssertion out[N];
	TestHost host;
	McDocument doc;
	char *note = malloc(N * (sizeof(words) - 1));
	uint64_t fever = mc_hash_bytes("fever", 5);
	size_t ntargets = 0;
	size_t denied = 0;

	if (note == NULL)
		abort();
	for (size_t i = 0; i < N; i++)
		memcpy(note + i * (sizeof(words) - 1), words, sizeof(words) - 1);
	test_host_init(&host);
	mc_document(&host.host, headers, note, N * (sizeof(words) - 1), &doc);
	for (uint32_t t = 0; t < doc.tokens.count && ntargets < N; t++)
	{
		if (doc.tokens.list[t].word == MC_NO_WORD ||
			doc.words.list[doc.tokens.list[t].word].key != fever)
			continue;
		targets[ntargets].first_token = t;
		targets[ntargets++].last_token = t;
	}
	mc_assert(&host.host, cues, &doc, targets, ntargets, out);
	for (size_t i = 0; i < ntargets; i++)
		denied += out[i].negated &&
				  out[i].cue_first[MC_CUE_NEGATED] + 1 == targets[i].first_token;
	test_ok(ntargets == N && denied == N, "a long sentence: every denial counts");
	if (denied != N)
		printf("# %zu of %zu negated\n", denied, ntargets);
	test_host_reset(&host);
	free(note);
}

/* Leave at every allocation and every interrupt; run again, the same result */
static void
TestFailures(const McCues *cues, const McHeaders *headers)
{
	static const char line[] =
		"No evidence of fever, denies cough but possible fever; mother had fever.\n"
		"Negative for:\n- fever\n- history of fever\n\nFever: none\n";
	size_t n = 200;
	size_t len = n * (sizeof(line) - 1);
	char *note = malloc(len);
	uint64_t fever = mc_hash_bytes("fever", 5);
	bool same = true;
	unsigned long runs[2] = {0, 0};
	TestHost keep;
	McDocument doc;
	McTarget *targets = malloc(n * 16 * sizeof(McTarget));
	McAssertion *want = calloc(n * 16, sizeof(McAssertion));
	McAssertion *have = calloc(n * 16, sizeof(McAssertion));
	size_t ntargets = 0;

	if (note == NULL || targets == NULL || want == NULL || have == NULL)
		abort();
	for (size_t i = 0; i < n; i++)
		memcpy(note + i * (sizeof(line) - 1), line, sizeof(line) - 1);
	test_host_init(&keep);
	mc_document(&keep.host, headers, note, len, &doc);
	for (uint32_t t = 0; t < doc.tokens.count && ntargets < n * 16; t++)
	{
		if (doc.tokens.list[t].word == MC_NO_WORD ||
			doc.words.list[doc.tokens.list[t].word].key != fever)
			continue;
		targets[ntargets].first_token = t;
		targets[ntargets++].last_token = t;
	}
	mc_assert(&keep.host, cues, &doc, targets, ntargets, want);
	for (int kind = 0; kind < 2; kind++)
	{
		for (volatile unsigned long k = 1;; k++)
		{
			TestHost host;
			volatile bool failed = false;

			test_host_init(&host);
			if (kind == 0)
				host.fail_allocation = k;
			else
				host.fail_interrupt = k;
			if (setjmp(host.escape) == 0)
				mc_assert(&host.host, cues, &doc, targets, ntargets, have);
			else
				failed = true;
			test_host_reset(&host);
			if (!failed)
				break;
			runs[kind] = k;
			host.fail_allocation = 0;
			host.fail_interrupt = 0;
			mc_assert(&host.host, cues, &doc, targets, ntargets, have);
			test_host_reset(&host);
			for (size_t i = 0; i < ntargets; i++)
			{
				same = same && strcmp(fixture_print_assertion(&want[i]), "") != 0 &&
					   memcmp(want[i].cue_first, have[i].cue_first,
							  sizeof(want[i].cue_first)) == 0 &&
					   memcmp(want[i].cue_last, have[i].cue_last,
							  sizeof(want[i].cue_last)) == 0;
				for (int axis = 0; axis < MC_CUE_NCATEGORIES; axis++)
					same = same && Axis(&want[i], (McCueCategory) axis) ==
									   Axis(&have[i], (McCueCategory) axis);
			}
		}
	}
	test_ok(same, "failures at %lu allocations and %lu interrupts leave nothing behind",
			runs[0], runs[1]);
	test_ok(runs[1] > 0, "asserting calls the interrupt hook");
	test_host_reset(&keep);
	free(have);
	free(want);
	free(targets);
	free(note);
}

int
main(void)
{
	TestHost keep;
	McCues cues;
	McHeaders headers;
	McHeaders no_headers;

	test_host_init(&keep);
	test_ok(fixture_read_cues(&keep, CUES_FILE, &cues) > 1000, "%s can be read",
			CUES_FILE);
	test_ok(fixture_read_headers(&keep, HEADERS_FILE, &headers) > 1000, "%s can be read",
			HEADERS_FILE);
	mc_headers_init(&keep.host, &no_headers);
	TestFile(&cues, &headers);
	TestEveryCue(&cues, &no_headers);
	TestSmall();
	TestSections();
	TestDecidingAxis();
	TestCues();
	TestTime(&cues, &no_headers);
	TestLongSentence(&cues, &no_headers);
	TestFailures(&cues, &headers);
	test_host_reset(&keep);
	return test_done();
}
