/*
 * highlight_test.c
 *	  Unit tests of a note as HTML: nothing of the note gets lost, nothing of
 *	  it becomes markup.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "coding/highlight.h"
#include "terminology_fixture.h"
#include "text/utf8.h"

static const FixtureCode codes[] = {
	{"R50.9", "Fever, unspecified", false},
	{"R05.9", "Cough <script>alert(\"1\")</script> & 'more'", false},
	{"J18.9", "Pneumonia, unspecified organism", false},
	{"I10", "Essential (primary) hypertension", false},
	{"Z91.81", "History of falling", false},
	{NULL, NULL, false},
};

static const FixtureTerm terms[] = {
	{"fever", "R50.9", MC_SOURCE_SYNONYM},
	{"cough", "R05.9", MC_SOURCE_SYNONYM},
	{"pneumonia", "J18.9", MC_SOURCE_SYNONYM},
	{"hypertension", "I10", MC_SOURCE_SYNONYM},
	{"history of falls", "Z91.81", MC_SOURCE_SYNONYM},
	{"r&d fever", "R50.9", MC_SOURCE_SYNONYM},
	{NULL, NULL, MC_NSOURCES},
};

static const FixtureCue cues[] = {
	{"no", MC_CUE_NEGATED, MC_CUE_FORWARD, 0},
	{"no history of", MC_CUE_NEGATED, MC_CUE_FORWARD, 0},
	{"denies", MC_CUE_NEGATED, MC_CUE_FORWARD, 0},
	{"was ruled out", MC_CUE_NEGATED, MC_CUE_BACKWARD, 0},
	{"possible", MC_CUE_UNCERTAIN, MC_CUE_FORWARD, 0},
	{"history of", MC_CUE_HISTORICAL, MC_CUE_FORWARD, 0},
	{"of possible", MC_CUE_UNCERTAIN, MC_CUE_FORWARD, 0},
	{"if", MC_CUE_HYPOTHETICAL, MC_CUE_FORWARD, 0},
	{"mother has", MC_CUE_FAMILY, MC_CUE_FORWARD, 0},
	{NULL, MC_CUE_ANY, MC_CUE_PSEUDO, 0},
};

static const FixtureHeader headers[] = {
	{"family history", MC_SECTION_FAMILY},
	{"assessment", MC_SECTION_ASSESSMENT},
	{NULL, MC_SECTION_OTHER},
};

static const FixtureRows rows = {terms, NULL, cues, headers, codes};

static void
Highlight(TestHost *host, const Fixture *fixture, const char *note, size_t len,
		  McFindings *findings, McHtml *html)
{
	McDocument doc;

	memset(html, 0, sizeof(*html));
	memset(findings, 0, sizeof(*findings));
	mc_document(&host->host, fixture->handle.headers, note, len, &doc);
	mc_findings(&host->host, &fixture->handle, &doc, findings);
	mc_highlight(&host->host, &fixture->handle, &doc, findings, fixture_print_code, html);
	if (html->text == NULL && html->len == 0)
	{
		static char nothing[1];

		html->text = nothing;
	}
}

/* The character that an entity at p stands for, and its length; 0 if it is none */
static uint32_t
Entity(const char *p, const char *end, size_t *len)
{
	static const struct
	{
		const char *name;
		uint32_t character;
	} known[] = {
		{"&amp;", '&'},  {"&lt;", '<'},    {"&gt;", '>'},    {"&quot;", '"'},
		{"&#39;", '\''}, {"&#039;", '\''}, {"&#x27;", '\''}, {"&apos;", '\''},
	};

	for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++)
	{
		*len = strlen(known[i].name);
		if ((size_t) (end - p) >= *len && memcmp(p, known[i].name, *len) == 0)
			return known[i].character;
	}
	return 0;
}

static bool
IsState(const char *p, size_t len)
{
	static const char *const states[] = {
		"affirmed", "negated", "uncertain", "historical", "hypothetical", "family",
	};

	for (size_t i = 0; i < sizeof(states) / sizeof(*states); i++)
	{
		if (strlen(states[i]) == len && memcmp(p, states[i], len) == 0)
			return true;
	}
	return false;
}

/* Does the text at p begin with this?  If so go behind it. */
static bool
Skip(const char **p, const char *end, const char *text)
{
	size_t len = strlen(text);

	if ((size_t) (end - *p) < len || memcmp(*p, text, len) != 0)
		return false;
	*p += len;
	return true;
}

/* An attribute value up to its quotation mark, in which nothing is bare */
static bool
SkipValue(const char **p, const char *end)
{
	size_t len;

	while (*p < end && **p != '"')
	{
		if (**p == '<' || **p == '>' || (**p == '&' && Entity(*p, end, &len) == 0))
			return false;
		(*p)++;
	}
	return Skip(p, end, "\"");
}

/*
 * Is the HTML what the contract says: only marks and cue spans, well nested,
 * everything else escaped, and the note again once that is taken away?  Counts
 * the marks and the spans.
 */
static bool
IsFaithful(const McHtml *html, const char *note, size_t note_len, size_t *marks,
		   size_t *spans)
{
	const char *p = html->text;
	const char *end = p + html->len;
	char open[16];
	size_t depth = 0;
	size_t at = 0;

	*marks = *spans = 0;
	while (p < end)
	{
		uint32_t c = (unsigned char) *p;
		size_t len = 1;

		if (c == '<')
		{
			if (Skip(&p, end, "</mark>"))
			{
				if (depth == 0 || open[--depth] != 'm')
					return false;
			}
			else if (Skip(&p, end, "</span>"))
			{
				if (depth == 0 || open[--depth] != 's')
					return false;
			}
			else if (Skip(&p, end, "<span class=\"mc-cue\">"))
			{
				if (depth == sizeof(open))
					return false;
				open[depth++] = 's';
				++*spans;
			}
			else if (Skip(&p, end, "<mark class=\"mc-"))
			{
				const char *state = p;

				if (depth == sizeof(open) || !SkipValue(&p, end) ||
					!IsState(state, (size_t) (p - 1 - state)) ||
					!Skip(&p, end, " data-code=\"") || !SkipValue(&p, end) ||
					!Skip(&p, end, " title=\"") || !SkipValue(&p, end) ||
					!Skip(&p, end, ">"))
					return false;
				open[depth++] = 'm';
				++*marks;
			}
			else
				return false;
			continue;
		}
		if (c == '>' || c == '"')
			return false;
		if (c == '&' && (c = Entity(p, end, &len)) == 0)
			return false;
		if (at >= note_len || (unsigned char) note[at++] != c)
			return false;
		p += len;
	}
	return depth == 0 && at == note_len;
}

static bool
IsUtf8(const char *text, size_t len)
{
	for (const char *p = text; p < text + len;)
	{
		int width;

		if (mc_utf8_read(p, text + len, &width) == 0xFFFD && width == 1)
			return false;
		p += width;
	}
	return true;
}

static const struct
{
	const char *note;
	size_t marks;
	const char *contains;
	const char *rule;
} cases[] = {
	{"", 0, "", "an empty note"},
	{"nothing", 0, "nothing", "no findings"},
	{"fever", 1, "<mark class=\"mc-affirmed\" data-code=\"R50.9\" title=\"", "affirmed"},
	{"no fever", 1,
	 "<span class=\"mc-cue\">no</span> <mark class=\"mc-negated\" data-code=\"R50.9\"",
	 "negated, with its cue"},
	{"possible fever", 1, "<mark class=\"mc-uncertain\"", "uncertain"},
	{"history of fever", 1, "<mark class=\"mc-historical\"", "historical"},
	{"if fever", 1, "<mark class=\"mc-hypothetical\"", "hypothetical"},
	{"mother has fever", 1, "<mark class=\"mc-family\"", "family"},
	{"Family History:\nfever", 1, "<mark class=\"mc-family\"",
	 "family by the section, without a cue"},
	{"fever was ruled out", 1, "</mark> <span class=\"mc-cue\">was ruled out</span>",
	 "a cue behind"},
	{"no fever, cough or pneumonia", 3, "<span class=\"mc-cue\">no</span>",
	 "one cue for three findings"},
	{"mother has possible fever", 1,
	 "<span class=\"mc-cue\">mother has</span> possible <mark class=\"mc-family\"",
	 "two cues for one finding"},
	{"no history of falls or fever", 2, "</mark>", "a cue that overlaps a finding"},
	{"history of possible fever", 1, "</mark>", "cues that overlap each other"},
	{"cough", 1, "data-code=\"R05.9\"", "a title with markup of its own"},
	{"<b>fever</b> & \"cough\" it's > <", 2, "&amp;", "markup in the note"},
	{"<script>alert('fever')</script>", 1, "&lt;script&gt;", "a script in the note"},
	{"fever&lt;cough&amp;amp;", 2, "&amp;lt;", "entities in the note stay what they are"},
	{"</mark></span><mark class=\"mc-affirmed\">fever", 1, "&lt;/mark&gt;",
	 "the note tries our own tags"},
	{"r&d fever", 1, "data-code=\"R50.9\"", "an escaped character inside a finding"},
	{"fever\r\ncough\r\n\tpneumonia\xC2\xA0.", 3, "\r\n",
	 "line ends and blanks as they are"},
	{"\xF0\x9F\x98\x80"
	 "fever\xF0\x9F\x98\x80 \xC3\xA9t\xC3\xA9 \xEF\xAC\x81"
	 "cough",
	 1, "\xF0\x9F\x98\x80", "characters of several bytes"},
	{"\xEF\xBD\x86\xEF\xBD\x85\xEF\xBD\x96\xEF\xBD\x85\xEF\xBD\x92", 1,
	 "\xEF\xBD\x86\xEF\xBD\x85\xEF\xBD\x96\xEF\xBD\x85\xEF\xBD\x92</mark>",
	 "full-width letters"},
	{"fever", 1, "fever</mark>", "the text of the finding"},
	{"FEVER\n\n\nNo COUGH", 2, "FEVER</mark>", "the note's own capitals"},
	{"e\xCC\x81 fever\xE2\x80\x99s cough", 2, "e\xCC\x81", "a combining accent"},
};

static bool
Contains(const McHtml *html, const char *text)
{
	size_t len = strlen(text);

	for (size_t i = 0; i + len <= html->len; i++)
	{
		if (memcmp(html->text + i, text, len) == 0)
			return true;
	}
	return len == 0;
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
		McFindings findings;
		McHtml html;
		size_t marks;
		size_t spans;
		size_t len = strlen(cases[i].note);
		bool faithful;

		Highlight(&work, &fixture, cases[i].note, len, &findings, &html);
		faithful = IsFaithful(&html, cases[i].note, len, &marks, &spans);
		test_ok(faithful && IsUtf8(html.text, html.len), "faithful: %s", cases[i].rule);
		test_ok(marks == cases[i].marks && marks == findings.count &&
					Contains(&html, cases[i].contains),
				"marked: %s", cases[i].rule);
		if (!faithful || marks != cases[i].marks || !Contains(&html, cases[i].contains))
			printf("# %.*s\n", (int) html.len, html.text ? html.text : "");
		test_host_reset(&work);
	}
	fixture_done(&fixture);
	test_host_reset(&keep);
}

/* Random notes of what could break it */
static void
TestRandom(void)
{
	static const char *const pieces[] = {
		"fever",
		"cough",
		"no",
		"history of",
		"possible",
		"of possible",
		"if",
		"mother has",
		"was ruled out",
		"<",
		">",
		"&",
		"\"",
		"'",
		"&amp;",
		"<mark>",
		"</span>",
		"\n",
		"\r\n",
		" ",
		"history of falls",
		"\xC3\xA9",
		"\xF0\x9F\x98\x80",
		"\xEF\xAC\x81",
		"\xE2\x80\x99s",
		".",
		",",
		";",
		":",
		"Assessment:\n",
		"Family History:\n",
		"- ",
		"[ ] ",
		"no history of",
		"e\xCC\x81",
		"\xC2\xA0",
		"\xE2\x80\x8B",
		"pneumonia",
		"\xE2\x84\xAB",
	};
	TestHost keep;
	TestHost work;
	Fixture fixture;
	uint32_t state = 99;
	size_t bad = 0;

	test_host_init(&keep);
	test_host_init(&work);
	fixture_init(&keep, &rows, &fixture);
	for (int round = 0; round < 5000 / (int) test_slowness(); round++)
	{
		char note[2048] = "";
		McFindings findings;
		McHtml html;
		size_t marks;
		size_t spans;

		for (int i = (int) (fixture_random(&state) % 50); i > 0; i--)
		{
			strcat(note,
				   pieces[fixture_random(&state) % (sizeof(pieces) / sizeof(*pieces))]);
			if (fixture_random(&state) % 3 != 0)
				strcat(note, " ");
		}
		Highlight(&work, &fixture, note, strlen(note), &findings, &html);
		if (!IsFaithful(&html, note, strlen(note), &marks, &spans) ||
			marks != findings.count || !IsUtf8(html.text, html.len))
		{
			if (bad++ == 0)
				printf("# note: %s\n# html: %.*s\n", note, (int) html.len, html.text);
		}
		test_host_reset(&work);
	}
	test_ok(bad == 0, "random notes: faithful, every finding marked");
	fixture_done(&fixture);
	test_host_reset(&keep);
}

static void
TestFailures(void)
{
	static const char note[] =
		"No fever & cough, history of possible pneumonia <b> fever was ruled out. ";
	TestHost keep;
	Fixture fixture;
	McFindings findings;
	McHtml want;
	char *text = malloc(60 * sizeof(note));
	size_t len = 0;
	volatile bool same = true;
	volatile unsigned long n;

	if (text == NULL)
		abort();
	for (int i = 0; i < 60; i++, len += sizeof(note) - 1)
		memcpy(text + len, note, sizeof(note) - 1);
	test_host_init(&keep);
	fixture_init(&keep, &rows, &fixture);
	Highlight(&keep, &fixture, text, len, &findings, &want);
	for (n = 1;; n++)
	{
		TestHost host;
		McHtml have;
		volatile bool failed = false;

		test_host_init(&host);
		host.fail_allocation = n;
		if (setjmp(host.escape) == 0)
			Highlight(&host, &fixture, text, len, &findings, &have);
		else
			failed = true;
		test_host_reset(&host);
		if (!failed)
			break;
		host.fail_allocation = 0;
		Highlight(&host, &fixture, text, len, &findings, &have);
		same =
			same && have.len == want.len && memcmp(have.text, want.text, want.len) == 0;
		test_host_reset(&host);
	}
	test_ok(same && n > 5, "failures at every allocation leave nothing behind");
	fixture_done(&fixture);
	test_host_reset(&keep);
	free(text);
}

/* A note of 10,000 findings, each with a cue */
static void
TestTime(void)
{
	static const char *const lines[] = {
		"no fever, possible cough. ",
		"no fever, fever, possible cough, cough ",
	};

	for (size_t k = 0; k < sizeof(lines) / sizeof(*lines); k++)
	{
		double seconds[2];
		size_t width = strlen(lines[k]);

		for (int round = 0; round < 2; round++)
		{
			size_t n = round == 0 ? 1500 : 12000;
			TestHost host;
			Fixture fixture;
			McFindings findings;
			McHtml html;
			char *note = malloc(n * width);

			if (note == NULL)
				abort();
			for (size_t i = 0; i < n; i++)
				memcpy(note + i * width, lines[k], width);
			test_host_init(&host);
			fixture_init(&host, &rows, &fixture);
			seconds[round] = fixture_seconds();
			Highlight(&host, &fixture, note, n * width, &findings, &html);
			seconds[round] = fixture_seconds() - seconds[round];
			fixture_done(&fixture);
			test_host_reset(&host);
			free(note);
		}
		/* quadratic would be 64 times as long */
		test_ok(seconds[1] < 24 * (seconds[0] > 0.005 ? seconds[0] : 0.005),
				"time: linear in \"%s\"", lines[k]);
	}
}

int
main(void)
{
	TestCases();
	TestRandom();
	TestFailures();
	TestTime();
	return test_done();
}
