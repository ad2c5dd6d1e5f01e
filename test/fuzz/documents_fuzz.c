/*
 * documents_fuzz.c
 *	  Fuzz target: any bytes as a note, asked for by code with a small fixed terminology: the
 *	  proof that medcode.documents() may be called leakproof on any note.
 *
 * Up to the first zero byte it is a query; if that is none, and if there is no zero byte,
 * some fixed ones are asked.  The answer is that of the findings, and that of the keys an
 * index keeps.  Runs from the top of the tree.
 */
#include "fuzz.h"
#include "notes/note_key.h"
#include "starter_fixture.h"
#include "terminology/icd10cm.h"

/* short words, so that mutation comes upon them */
static const FixtureTerm terms[] = {
	{"h", "I10", MC_SOURCE_SYNONYM},       {"hf", "I50.9", MC_SOURCE_SYNONYM},
	{"k", "N18.9", MC_SOURCE_SYNONYM},     {"k3", "N18.30", MC_SOURCE_TITLE},
	{"dm", "E11.9", MC_SOURCE_SYNONYM},    {"dn", "E11.42", MC_SOURCE_LAY},
	{"n", "G62.9", MC_SOURCE_SYNONYM},     {"fr", "S52.50", MC_SOURCE_SYNONYM},
	{"mi", "I21.9", MC_SOURCE_SYNONYM},    {"ca", "C50.919", MC_SOURCE_SITE},
	{"co d", "R05.9", MC_SOURCE_SYNONYM},  {"z", "A41.9", MC_SOURCE_SYNONYM},
	{"as of x", "J45.909", MC_SOURCE_LAY}, {NULL, NULL, MC_NSOURCES},
};

static const FixtureCue cues[] = {
	{"no", MC_CUE_NEGATED, MC_CUE_FORWARD, 0},
	{"u", MC_CUE_UNCERTAIN, MC_CUE_BOTH, 3},
	{"past", MC_CUE_HISTORICAL, MC_CUE_FORWARD, 0},
	{"ma", MC_CUE_FAMILY, MC_CUE_FORWARD, 0},
	{"if", MC_CUE_HYPOTHETICAL, MC_CUE_FORWARD, 0},
	{"but", MC_CUE_ANY, MC_CUE_TERMINATE, 0},
	{NULL, MC_CUE_ANY, MC_CUE_PSEUDO, 0},
};

static const FixtureHeader headers[] = {
	{"family", MC_SECTION_FAMILY},    {"plan", MC_SECTION_ASSESSMENT_AND_PLAN},
	{"pmh", MC_SECTION_PAST_MEDICAL}, {"labs", MC_SECTION_LABS},
	{NULL, MC_SECTION_OTHER},
};

static const char *const queries[] = {
	"A*:any|B*:any|C*:any",
	"I10 & !N18",
	"I11-I13@50",
	"!(E11:negated | E11:historical) & E11:any",
	"S52:family | G62:uncertain@60 | hcc28:37",
	"!hcc28:37:any",
};

static TestHost keep;
static TestHost work;
static Starter starter;

/* A category: what diabetes is there */
static size_t
CategoryCodes(void *arg, uint32_t model, uint32_t year, uint32_t category,
			  const McCode **codes)
{
	static McCode list[3];

	(void) arg;
	(void) model;
	(void) year;
	list[0] = fixture_code("E11.42");
	list[1] = fixture_code("E11.9");
	list[2] = fixture_code("I50.9");
	*codes = list;
	return category % 2 ? 3 : 0;
}

/* Is there a fact that an atom asks for, by the words of docs/notes-by-code.md? */
static bool
Satisfied(const McQueryNode *atom, const McNoteFacts *facts)
{
	for (size_t i = 0; i < facts->count; i++)
	{
		const McNoteFact *f = &facts->list[i];
		bool negated = f->assertion & MC_FACT_NEGATED;
		bool uncertain = f->assertion & MC_FACT_UNCERTAIN;
		bool historical = f->assertion & MC_FACT_HISTORICAL;
		bool hypothetical = f->assertion & MC_FACT_HYPOTHETICAL;
		bool family = f->assertion & MC_FACT_FAMILY;
		bool fits = false;

		switch (atom->assertion)
		{
			case MC_QUERY_AFFIRMED:
				fits = !negated && !uncertain && !historical && !hypothetical && !family;
				break;
			case MC_QUERY_NEGATED:
				fits = negated;
				break;
			case MC_QUERY_HISTORICAL:
				fits = historical;
				break;
			case MC_QUERY_FAMILY:
				fits = family;
				break;
			case MC_QUERY_UNCERTAIN:
				fits = uncertain;
				break;
			case MC_QUERY_ANY:
				fits = true;
				break;
		}
		if (!fits || f->score < atom->min_score)
			continue;
		if (atom->type == MC_QUERY_CODES)
		{
			if (f->code >= atom->low && f->code <= atom->high)
				return true;
		}
		else
		{
			const McCode *codes;
			size_t n = CategoryCodes(NULL, 0, 0, (uint32_t) atom->low, &codes);

			for (size_t k = 0; k < n; k++)
			{
				if (codes[k] == f->code)
					return true;
			}
		}
	}
	return false;
}

/* Is there a key in the range of an atom that it asks for? */
static bool
SatisfiedByKeys(McNoteKey edition, const McAtom *atom, const McNoteKey *keys,
				size_t nkeys)
{
	McNoteKey least;
	McNoteKey greatest;

	if (atom->set != NULL && atom->nset == 0)
		return false;
	least = mc_least_key(edition, atom->low);
	greatest = mc_greatest_key(edition, atom->high);
	for (size_t i = 0; i < nkeys; i++)
	{
		McNoteFact fact;

		if (keys[i] < least || keys[i] > greatest)
			continue;
		fact = mc_key_fact(keys[i]);
		if (fact.score >= atom->min_score &&
			mc_assertion_fits(atom->assertion, fact.assertion) &&
			mc_atom_has_code(atom, fact.code))
			return true;
	}
	return false;
}

static void
Ask(const char *text, size_t len, const McNoteFacts *facts)
{
	McNoteKey edition = mc_edition_key(1001);
	McQueryError error;
	uint32_t count;
	McQueryNode *nodes = mc_query_parse(&work.host, text, len, &count, &error);
	McReadyQuery query;
	McNoteKey *keys;
	uint8_t *by_findings;
	uint8_t *by_keys;
	uint32_t atom = 0;

	if (nodes == NULL)
		return;
	mc_ready_query(&work.host, nodes, CategoryCodes, NULL, &query);
	keys = mc_alloc(&work.host, (facts->count + 1) * sizeof(McNoteKey));
	by_findings = mc_alloc(&work.host, query.natoms);
	by_keys = mc_alloc(&work.host, query.natoms);
	for (size_t i = 0; i < facts->count; i++)
		keys[i] = mc_fact_key(edition, &facts->list[i]);
	for (uint32_t i = 0; i < count; i++)
	{
		if (!mc_query_is_atom(&nodes[i]))
			continue;
		by_findings[atom] = Satisfied(&nodes[i], facts);
		by_keys[atom] = SatisfiedByKeys(edition, &query.atoms[atom], keys, facts->count);
		MUST(by_findings[atom] == by_keys[atom]);
		atom++;
	}
	MUST(atom == query.natoms);
	MUST(mc_query_holds(&work.host, &query, facts) ==
		 (mc_query_truth(nodes, by_findings) == MC_TRUE));
}

/* The facts are the findings, then what is derived from them. */
static void
CheckFacts(const McFindings *findings, const McNoteFacts *facts)
{
	size_t n = 0;

	for (size_t i = 0; i < findings->count; i++)
	{
		const McFinding *f = &findings->list[i];

		if (f->code == 0)
			continue;
		MUST(n < facts->count && facts->list[n].code == f->code &&
			 facts->list[n].score == f->mention.score && !facts->list[n].derived);
		n++;
	}
	for (size_t i = 0; i < facts->count; i++)
	{
		MUST(facts->list[i].derived == (i >= n));
		MUST(mc_icd10cm_is_valid(facts->list[i].code));
		MUST(facts->list[i].score <= 100 && facts->list[i].assertion < 32 &&
			 facts->list[i].section < 16);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const FixtureRows rows = {terms, NULL, cues, headers, NULL};
	static const StarterExtra extra = {&rows, NULL, NULL};
	const uint8_t *zero = size > 0 ? memchr(data, 0, size) : NULL;
	size_t begin = zero ? (size_t) (zero - data) + 1 : 0;
	McDocument doc;
	McFindings findings;
	McNoteFacts facts;
	char *note;

	if (starter.fixture.dictionary == NULL)
	{
		test_host_init(&keep);
		test_host_init(&work);
		MUST(starter_init(&keep, &extra, &starter) > 0);
	}
	memset(&findings, 0, sizeof(findings));
	note = fuzz_copy(data + begin, size - begin);
	mc_document(&work.host, starter.fixture.handle.headers, note, size - begin, &doc);
	mc_findings(&work.host, &starter.fixture.handle, &doc, &findings);
	mc_note_facts(&work.host, &starter.fixture.handle, &doc, &findings, &facts);
	CheckFacts(&findings, &facts);
	for (size_t i = 0; i < sizeof(queries) / sizeof(queries[0]); i++)
		Ask(queries[i], strlen(queries[i]), &facts);
	if (zero)
		Ask((const char *) data, begin - 1, &facts);
	test_host_reset(&work);
	free(note);
	return 0;
}
