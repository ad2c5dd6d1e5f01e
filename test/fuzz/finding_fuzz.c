/*
 * finding_fuzz.c
 *	  Fuzz target: any bytes as a note, analysed, matched, asserted, coded, held against
 *	  a claim and shown with a small fixed terminology, and searched for its phrases.
 *
 * Some of its codes are real ones, with the cards and the coding knowledge of the starter,
 * so that the steps of mc_suggest() have what they act on.  Runs from the top of the tree.
 */
#include "audit/audit.h"
#include "coding/highlight.h"
#include "encounter/suggestion.h"
#include "fuzz.h"
#include "match/layout.h"
#include "match/occurs.h"
#include "starter_fixture.h"

static const FixtureCode codes[] = {
	{"A1A", "a <b> & \"c\"", false},
	{"A1A.1", "a, unspecified", false},
	{"B2B", "b", true},
	{NULL, NULL, false},
};

/* short words, so that mutation comes upon them */
static const FixtureTerm terms[] = {
	{"a b", "A1A", MC_SOURCE_SYNONYM},
	{"b", "B2B", MC_SOURCE_LAY},
	{"b c of d", "A1A.1", MC_SOURCE_TITLE},
	{"fever", "A1A", MC_SOURCE_SITE},
	{"hepatitis A", "A1A.1", MC_SOURCE_SYNONYM},
	{"stage 3 x", "X9X.9", MC_SOURCE_SYNONYM},
	{"x y z", "B2B", MC_SOURCE_SYNONYM},
	{"y z", "A1A", MC_SOURCE_SYNONYM},
	{"z", "A1A.1", MC_SOURCE_SYNONYM},
	{"no z", "A1A", MC_SOURCE_SYNONYM},
	{"z z", "A1A", MC_SOURCE_SYNONYM},
	{"z b z b", "X9X.9", MC_SOURCE_SYNONYM},
	/* hypertension, heart and kidney disease, diabetes and what goes with it */
	{"h", "I10", MC_SOURCE_SYNONYM},
	{"hf", "I50.9", MC_SOURCE_SYNONYM},
	{"k", "N18.9", MC_SOURCE_SYNONYM},
	{"g", "I51.7", MC_SOURCE_SYNONYM},
	{"dm", "E11.9", MC_SOURCE_SYNONYM},
	{"dn", "E11.42", MC_SOURCE_SYNONYM},
	{"d1", "E10.9", MC_SOURCE_SYNONYM},
	{"n", "G62.9", MC_SOURCE_SYNONYM},
	/* sides, injuries and their causes */
	{"kp", "M25.569", MC_SOURCE_SYNONYM},
	{"oa", "M17.9", MC_SOURCE_SYNONYM},
	{"sp", "S93.40", MC_SOURCE_SYNONYM},
	{"fr", "S52.50", MC_SOURCE_SYNONYM},
	{"fell", "W19", MC_SOURCE_SYNONYM},
	/* past and present, symptoms, infections, neoplasms, pregnancy */
	{"mi", "I21.9", MC_SOURCE_SYNONYM},
	{"st", "I63.9", MC_SOURCE_SYNONYM},
	{"p", "J18.9", MC_SOURCE_SYNONYM},
	{"co", "R05.9", MC_SOURCE_SYNONYM},
	{"as", "J45.909", MC_SOURCE_SYNONYM},
	{"se", "A41.9", MC_SOURCE_SYNONYM},
	{"ca", "C50.919", MC_SOURCE_SYNONYM},
	{"me", "C79.9", MC_SOURCE_SYNONYM},
	{"pr", "Z33.1", MC_SOURCE_SYNONYM},
	{"gd", "O24.419", MC_SOURCE_SYNONYM},
	{"ob", "E66.9", MC_SOURCE_SYNONYM},
	{"ra", "R21", MC_SOURCE_SYNONYM},
	{NULL, NULL, MC_NSOURCES},
};

static const FixtureAbbreviation abbreviations[] = {
	{"Q", "x y z", false}, {"XY", "x y", true}, {"h/o", "b c", false},
	{"Q", "y z", true},    {NULL, NULL, false},
};

static const FixtureCue cues[] = {
	{"no", MC_CUE_NEGATED, MC_CUE_FORWARD, 0},
	{"no no", MC_CUE_NEGATED, MC_CUE_PSEUDO, 0},
	{"n", MC_CUE_NEGATED, MC_CUE_BACKWARD, 0},
	{"u", MC_CUE_UNCERTAIN, MC_CUE_BOTH, 3},
	{"no u", MC_CUE_HISTORICAL, MC_CUE_FORWARD, 0},
	{"u n", MC_CUE_FAMILY, MC_CUE_BACKWARD, 1},
	{"b", MC_CUE_FAMILY, MC_CUE_FORWARD, 0},
	{"if", MC_CUE_HYPOTHETICAL, MC_CUE_FORWARD, 0},
	{"but", MC_CUE_ANY, MC_CUE_TERMINATE, 0},
	{"u but", MC_CUE_UNCERTAIN, MC_CUE_TERMINATE, 0},
	{"b c", MC_CUE_HISTORICAL, MC_CUE_FORWARD, 0},
	{NULL, MC_CUE_ANY, MC_CUE_PSEUDO, 0},
};

static const FixtureHeader headers[] = {
	{"family", MC_SECTION_FAMILY},    {"plan", MC_SECTION_ASSESSMENT_AND_PLAN},
	{"pmh", MC_SECTION_PAST_MEDICAL}, {"b", MC_SECTION_LABS},
	{NULL, MC_SECTION_OTHER},
};

#define NTERMS (sizeof(terms) / sizeof(*terms) - 1)

static TestHost keep;
static TestHost work;
static Starter starter;

/* A cue stands in the sentence of its finding, or ends a sentence before it at a colon. */
static void
CheckCue(const McDocument *doc, const McFinding *f, uint32_t first, uint32_t last)
{
	const McSentence *own = &doc->sentences.list[f->mention.sentence];
	const McSentence *heads;
	const McToken *end;

	MUST(first <= last && last < doc->tokens.count);
	MUST(last < f->mention.first_token || first > f->mention.last_token);
	if (first >= own->first_token && last < own->end_token)
		return;
	/* a header that is the key: its value is the first word of the body */
	if ((own->flags & MC_SENT_HEADER) && first == own->end_token)
		return;
	heads = &doc->sentences.list[mc_sentence_of(doc, first)];
	MUST(heads < own && last < heads->end_token);
	end = &doc->tokens.list[heads->end_token - 1];
	MUST(end->kind == MC_TOKEN_PUNCT && end->punct == ':');
}

static void
CheckFindings(const McDocument *doc, const McFindings *findings)
{
	MUST(findings->count <= MC_MAX_MENTIONS);
	for (size_t i = 0; i < findings->count; i++)
	{
		const McFinding *f = &findings->list[i];
		const McMention *m = &f->mention;
		const McAssertion *a = &f->assertion;
		const McSentence *s = &doc->sentences.list[m->sentence];

		MUST(m->first_token <= m->last_token && m->last_token < doc->tokens.count);
		MUST(i == 0 || m->first_token > findings->list[i - 1].mention.last_token);
		MUST(m->sentence == mc_sentence_of(doc, m->first_token));
		MUST(m->first_token >= s->first_token && m->last_token < s->end_token);
		MUST(m->covered >= 1 && m->covered <= m->last_token - m->first_token + 1);
		MUST(m->score >= 1 && m->score <= 100);
		MUST(m->in_release || !m->billable);
		MUST(f->section == doc->sections.list[s->section].category);
		for (int axis = 0; axis < MC_CUE_NCATEGORIES; axis++)
		{
			if (a->cue_first[axis] != MC_NO_TOKEN)
				CheckCue(doc, f, a->cue_first[axis], a->cue_last[axis]);
		}
		MUST(a->cue_first[MC_CUE_NEGATED] == MC_NO_TOKEN || a->negated);
		MUST(a->negated == (a->cue_first[MC_CUE_NEGATED] != MC_NO_TOKEN));
		MUST(a->cue_first[MC_CUE_UNCERTAIN] == MC_NO_TOKEN || a->uncertain);
		MUST(a->cue_first[MC_CUE_HISTORICAL] == MC_NO_TOKEN || a->historical);
		MUST(a->cue_first[MC_CUE_HYPOTHETICAL] == MC_NO_TOKEN || a->hypothetical);
		MUST(a->cue_first[MC_CUE_FAMILY] == MC_NO_TOKEN || a->experiencer == MC_FAMILY);
	}
}

static void
CheckSuggestions(const McFindings *findings, const McSuggestions *suggestions)
{
	MUST(suggestions->proposed <= suggestions->count);
	for (size_t i = 0; i < suggestions->count; i++)
	{
		const McSuggestion *s = &suggestions->list[i];

		MUST(s->score >= 1 && s->score <= 100 && s->nevidence > 0);
		MUST(s->first.finding == s->evidence[0].finding);
		MUST((s->dropped_by == MC_RULE_NONE) == (i < suggestions->proposed));
		for (uint32_t k = 0; k < s->nevidence; k++)
		{
			MUST(s->evidence[k].note == 0 && s->evidence[k].finding < findings->count);
			MUST(k == 0 || s->evidence[k].finding > s->evidence[k - 1].finding);
			MUST(i >= suggestions->proposed ||
				 !findings->list[s->evidence[k].finding].assertion.negated);
		}
		for (size_t k = 0; k < i && i < suggestions->proposed; k++)
			MUST(suggestions->list[k].code != s->code);
	}
}

/* What is looked for beside diagnoses; made once */
static McMeatWords words;

static void
MakeWords(void)
{
	static const McCode conditions[] = {UINT64_C(0x4E31380000000000),  /* N18 */
										UINT64_C(0x4134310000000000)}; /* A41 */

	mc_cues_init(&keep.host, &words.cues);
	mc_cues_init(&keep.host, &words.tests);
	mc_cues_init(&keep.host, &words.indicators);
	MUST(
		mc_cues_add(&words.cues, "if", 0, (McCueCategory) MC_MEAT_TREAT, MC_CUE_BOTH, 0));
	MUST(mc_cues_add(&words.tests, "z", 0, (McCueCategory) 0, MC_CUE_BOTH, 0));
	MUST(mc_cues_add(&words.indicators, "fever", 1, (McCueCategory) 0, MC_CUE_BOTH, 0));
	mc_cues_finish(&words.cues);
	mc_cues_finish(&words.tests);
	mc_cues_finish(&words.indicators);
	words.diseases = conditions;
	words.indicated = conditions;
	words.ndiseases = words.nindicated = 2;
}

/* A verdict, but for the order of codes, which SEQUENCE is about */
static McVerdict
Unordered(McVerdict verdict)
{
	return verdict == MC_SEQUENCE ? MC_SUPPORTED : verdict;
}

/* All codes of the terms are billed, in both orders: each gets one verdict, the same. */
static void
CheckAudit(const McEncounter *encounter, McSuggestions *suggestions)
{
	McBilledCode billed[NTERMS];
	McBilledCode reversed[NTERMS];
	size_t n = 0;
	McAudit audit;
	McAudit other;

	for (size_t i = 0; i < NTERMS; i++)
	{
		McCode code = fixture_code(terms[i].code);
		size_t k = 0;

		while (k < n && billed[k].code != code)
			k++;
		if (k == n)
		{
			billed[n] = (McBilledCode){.code = code, .position = (uint32_t) n + 1};
			n++;
		}
	}
	for (size_t i = 0; i < n; i++)
		reversed[i] =
			(McBilledCode){.code = billed[n - 1 - i].code, .position = (uint32_t) i + 1};
	mc_audit(&work.host, &starter.fixture.handle, encounter, suggestions, &words, billed,
			 n, &audit);
	mc_audit(&work.host, &starter.fixture.handle, encounter, suggestions, &words,
			 reversed, n, &other);
	MUST(audit.count >= n && audit.count == other.count);
	for (size_t i = 0; i < audit.count; i++)
	{
		const McAuditRow *row = &audit.list[i];
		const McAuditRow *same = &other.list[i < n ? n - 1 - i : i];

		MUST(row->rule && (row->position == 0) == (i >= n));
		MUST((row->verdict == MC_MISSED) == (i >= n));
		MUST(row->code == same->code &&
			 Unordered(row->verdict) == Unordered(same->verdict));
	}
}

/* Without its tags and with its entities read, the HTML is the note. */
static void
CheckHtml(const McHtml *html, const char *note, size_t len, size_t nfindings)
{
	static const struct
	{
		const char *entity;
		char character;
	} entities[] = {
		{"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&#39;", '\''},
	};
	size_t at = 0;
	size_t marks = 0;
	int depth = 0;

	for (size_t i = 0; i < html->len;)
	{
		char c = html->text[i];
		size_t width = 1;

		if (c == '<')
		{
			bool closes = html->text[i + 1] == '/';

			marks += !closes && html->text[i + 1] == 'm';
			depth += closes ? -1 : 1;
			MUST(depth >= 0);
			while (i < html->len && html->text[i] != '>')
				i++;
			i++;
			continue;
		}
		if (c == '&')
		{
			width = 0;
			for (size_t k = 0; k < sizeof(entities) / sizeof(*entities); k++)
			{
				size_t n = strlen(entities[k].entity);

				if (html->len - i >= n &&
					memcmp(html->text + i, entities[k].entity, n) == 0)
				{
					c = entities[k].character;
					width = n;
				}
			}
			MUST(width > 0);
		}
		MUST(at < len && note[at] == c);
		at++;
		i += width;
	}
	MUST(at == len && depth == 0 && marks == nfindings);
}

/* How often a word of the term is among the items from which on so many places lie */
static size_t
CountIn(const McLayout *layout, size_t from, uint32_t width, uint64_t stem_key)
{
	size_t count = 0;

	for (size_t i = from;
		 i < layout->nitems && layout->items[i].place < layout->items[from].place + width;
		 i++)
		count += layout->keys[i] == stem_key;
	return count;
}

/* Does a window that begins at some item hold all words of the term? */
static bool
IsInWindow(const McLayout *layout, const McTerm *term)
{
	for (size_t from = 0; from < layout->nitems; from++)
	{
		bool all = true;

		for (unsigned w = 0; w < term->nwords; w++)
		{
			uint64_t key = term->words[w].stem_key;
			size_t wanted = 0;

			for (unsigned v = 0; v < term->nwords; v++)
				wanted += term->words[v].stem_key == key;
			all &= CountIn(layout, from, term->nwords + MC_OCCURS_SLACK, key) >= wanted;
		}
		if (all)
			return true;
	}
	return false;
}

static void
CountFound(void *arg, const McPosting *posting, uint32_t first_item)
{
	unsigned *times = arg;

	MUST(mc_posting_reference(posting) < NTERMS && first_item > 0);
	times[mc_posting_reference(posting)]++;
}

/* Each phrase is found once where it occurs, with and without abbreviations. */
static void
CheckPhrases(const McDocument *doc)
{
	for (int with = 0; with < 2; with++)
	{
		McLayout layout;

		mc_layout_init(&work.host, &layout);
		while (mc_layout_next(&layout, with ? &starter.fixture.handle : NULL, doc))
		{
			unsigned times[NTERMS] = {0};

			mc_find_phrases(&layout, &starter.fixture.handle.phrases, MC_OCCURS_SLACK,
							CountFound, times);
			for (size_t i = 0; i < mc_dictionary_terms(starter.fixture.dictionary); i++)
			{
				McTerm term;

				MUST(mc_dictionary_term(starter.fixture.dictionary, i, &term));
				MUST(times[i] == IsInWindow(&layout, &term));
			}
		}
		mc_layout_done(&layout);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const FixtureRows rows = {terms, abbreviations, cues, headers, NULL};
	static const StarterExtra extra = {&rows, codes, NULL};
	McDocument doc;
	McFindings findings;
	McNote note_read = {.author = MC_AUTHOR_PROVIDER};
	McEncounter encounter = {.age_days = MC_AGE_UNKNOWN, .final_note = -1, .nnotes = 1};
	McSuggestions suggestions;
	McHtml html;
	char *note;

	if (starter.fixture.dictionary == NULL)
	{
		test_host_init(&keep);
		test_host_init(&work);
		MUST(starter_init(&keep, &extra, &starter) > 0);
		MakeWords();
	}
	memset(&findings, 0, sizeof(findings));
	memset(&suggestions, 0, sizeof(suggestions));
	memset(&html, 0, sizeof(html));

	note = fuzz_copy(data, size);
	mc_document(&work.host, starter.fixture.handle.headers, note, size, &doc);
	mc_findings(&work.host, &starter.fixture.handle, &doc, &findings);
	CheckFindings(&doc, &findings);
	CheckPhrases(&doc);
	note_read.doc = &doc;
	note_read.findings = findings;
	encounter.notes = &note_read;
	encounter.setting = size > 0 ? (McSetting) (data[0] % MC_NSETTINGS) : MC_INPATIENT;
	mc_suggest(&work.host, &starter.fixture.handle, &encounter, &suggestions);
	CheckSuggestions(&findings, &suggestions);
	CheckAudit(&encounter, &suggestions);
	mc_highlight(&work.host, &starter.fixture.handle, &doc, &findings, fixture_print_code,
				 &html);
	CheckHtml(&html, note, size, findings.count);
	test_host_reset(&work);
	free(note);
	return 0;
}
