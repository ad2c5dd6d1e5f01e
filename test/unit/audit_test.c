/*
 * audit_test.c
 *	  Unit tests of the audit: how codes compare, verdicts without a server, quantiles.
 */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "audit/audit.h"
#include "audit/relation.h"
#include "audit/statistic.h"
#include "terminology_fixture.h"

static const FixtureCode codes[] = {
	{"J18.9", "Pneumonia, unspecified organism", false},
	{"M10.9", "Gout, unspecified", false},
	{"M25.561", "Pain in right knee", false},
	{"M25.562", "Pain in left knee", false},
	{"M25.569", "Pain in unspecified knee", false},
	{"R05.9", "Cough, unspecified", false},
	{NULL, NULL, false},
};

static const FixtureTerm terms[] = {
	{"pneumonia", "J18.9", MC_SOURCE_SYNONYM},
	{"gout", "M10.9", MC_SOURCE_SYNONYM},
	{"knee pain", "M25.569", MC_SOURCE_SYNONYM},
	{"right knee pain", "M25.561", MC_SOURCE_SYNONYM},
	{"cough", "R05.9", MC_SOURCE_SYNONYM},
	{NULL, NULL, MC_NSOURCES},
};

static const FixtureCue cues[] = {
	{"no", MC_CUE_NEGATED, MC_CUE_FORWARD, 0},
	{"probable", MC_CUE_UNCERTAIN, MC_CUE_FORWARD, 0},
	{NULL, MC_CUE_ANY, MC_CUE_PSEUDO, 0},
};

static const FixtureHeader headers[] = {
	{"assessment", MC_SECTION_ASSESSMENT},
	{NULL, MC_SECTION_PREAMBLE},
};

static const FixtureRows rows = {terms, NULL, cues, headers, codes};

/* A category with sides, and one with kinds and courses */
static const FixtureCode titles[] = {
	{"M25", "Other joint disorder, not elsewhere classified", true},
	{"M25.5", "Pain in joint", true},
	{"M25.51", "Pain in shoulder", true},
	{"M25.511", "Pain in right shoulder", false},
	{"M25.56", "Pain in knee", true},
	{"M25.561", "Pain in right knee", false},
	{"M25.562", "Pain in left knee", false},
	{"M25.569", "Pain in unspecified knee", false},
	{"I50", "Heart failure", true},
	{"I50.2", "Systolic (congestive) heart failure", true},
	{"I50.20", "Unspecified systolic (congestive) heart failure", false},
	{"I50.21", "Acute systolic (congestive) heart failure", false},
	{"I50.22", "Chronic systolic (congestive) heart failure", false},
	{"I50.9", "Heart failure, unspecified", false},
	{NULL, NULL, false},
};

static McCard cards[2];

static const McCard *
FetchCard(void *arg, McCode category)
{
	(void) arg;
	for (size_t i = 0; i < 2; i++)
	{
		if (cards[i].category == category)
			return &cards[i];
	}
	return NULL;
}

static const struct
{
	const char *billed;
	const char *documented;
	McRelation relation;
} relations[] = {
	{"M25.569", "M25.561", MC_LESS_DETAIL},
	{"M25.561", "M25.569", MC_MORE_DETAIL},
	{"M25.561", "M25.562", MC_OTHER_DETAIL},
	{"M25.561", "M25.511", MC_UNRELATED},
	{"M25.562", "M25.511", MC_UNRELATED},
	{"I50.9", "I50.22", MC_LESS_DETAIL},
	{"I50.20", "I50.22", MC_LESS_DETAIL},
	{"I50.22", "I50.20", MC_MORE_DETAIL},
	{"I50.22", "I50.9", MC_MORE_DETAIL},
	{"I50.21", "I50.22", MC_OTHER_DETAIL},
	{"I50.2", "I50.22", MC_LESS_DETAIL},
	{"I50.22", "I50.2", MC_MORE_DETAIL},
	{"I50.9", "M25.561", MC_UNRELATED},
	{"J18.9", "J18.1", MC_UNRELATED}, /* no card */
};

static void
TestRelations(const McTerminology *handle)
{
	for (size_t i = 0; i < sizeof(relations) / sizeof(relations[0]); i++)
	{
		McRelation relation = mc_relation(handle, fixture_code(relations[i].billed),
										  fixture_code(relations[i].documented));

		test_ok(relation == relations[i].relation, "%s beside %s: %d",
				relations[i].billed, relations[i].documented, (int) relation);
	}
}

/* A note, what was billed, and the rows: "CODE VERDICT [use], ..." */
static const struct
{
	const char *note; /* NULL: none */
	const char *billed[3];
	McDocumentKind kind;
	bool is_unsigned;
	const char *expected;
} audits[] = {
	{"Assessment: gout.", {"M10.9"}, 0, false, "M10.9 SUPPORTED"},
	{"Assessment: gout.", {"M10.9"}, 0, true, "M10.9 NO_RECORD"},
	{"Assessment: gout.", {"M10.9"}, MC_DOC_LABORATORY, false, "M10.9 NO_RECORD"},
	{"", {"M10.9"}, 0, false, "M10.9 NO_RECORD"},
	{NULL, {"M10.9", "R05.9"}, 0, false, "M10.9 NO_RECORD, R05.9 NO_RECORD"},
	{NULL, {NULL}, 0, false, ""},
	{"Assessment: gout.", {NULL}, 0, false, "M10.9 MISSED"},
	{"Assessment: gout. No pneumonia.",
	 {"J18.9"},
	 0,
	 false,
	 "J18.9 CONTRADICTED, M10.9 MISSED"},
	{"Assessment: probable pneumonia.",
	 {"J18.9"},
	 0,
	 false,
	 "J18.9 UNCERTAIN_NOT_CODABLE"},
	{"Assessment: right knee pain.",
	 {"M25.569"},
	 0,
	 false,
	 "M25.569 LESS_SPECIFIC M25.561"},
	{"Assessment: knee pain.", {"M25.562"}, 0, false, "M25.562 OVER_SPECIFIED M25.569"},
	{"Assessment: right knee pain.",
	 {"M25.562"},
	 0,
	 false,
	 "M25.562 CONFLICTING_DETAIL M25.561"},
	{"Assessment: gout. Cough.",
	 {"R05.9", "M10.9"},
	 0,
	 false,
	 "R05.9 SEQUENCE M10.9, M10.9 SUPPORTED"},
	{"Assessment: cough.",
	 {"M10.9", "R05.9"},
	 0,
	 false,
	 "M10.9 UNSUPPORTED, R05.9 SUPPORTED"},
};

static void
PrintAudit(const McAudit *audit, char *out, size_t size)
{
	size_t used = 0;

	out[0] = '\0';
	for (size_t i = 0; i < audit->count && used < size; i++)
	{
		const McAuditRow *row = &audit->list[i];
		char code[16];
		char use[16] = "";

		fixture_print_code(row->code, code);
		if (row->use)
			fixture_print_code(row->use, use);
		used +=
			(size_t) snprintf(out + used, size - used, "%s%s %s%s%s", i > 0 ? ", " : "",
							  code, mc_verdict_name(row->verdict), *use ? " " : "", use);
	}
}

static void
TestAudits(TestHost *host, const McTerminology *handle)
{
	McMeatWords words = {.ndiseases = 0};

	mc_cues_init(&host->host, &words.cues);
	mc_cues_init(&host->host, &words.tests);
	mc_cues_init(&host->host, &words.indicators);
	mc_cues_finish(&words.cues);
	mc_cues_finish(&words.tests);
	mc_cues_finish(&words.indicators);
	for (size_t i = 0; i < sizeof(audits) / sizeof(audits[0]); i++)
	{
		McDocument doc;
		McNote note = {
			.doc = &doc, .kind = audits[i].kind, .is_unsigned = audits[i].is_unsigned};
		McEncounter encounter = {.setting = MC_OUTPATIENT,
								 .age_days = MC_AGE_UNKNOWN,
								 .final_note = -1,
								 .notes = &note,
								 .nnotes = audits[i].note ? 1 : 0};
		McSuggestions suggestions = {.count = 0};
		McBilledCode billed[3];
		size_t n = 0;
		McAudit audit;
		char got[256];

		if (audits[i].note)
		{
			mc_document(&host->host, handle->headers, audits[i].note,
						strlen(audits[i].note), &doc);
			mc_findings(&host->host, handle, &doc, &note.findings);
			mc_suggest(&host->host, handle, &encounter, &suggestions);
		}
		for (; n < 3 && audits[i].billed[n]; n++)
			billed[n] = (McBilledCode){.code = fixture_code(audits[i].billed[n]),
									   .position = (uint32_t) n + 1};
		mc_audit(&host->host, handle, &encounter, &suggestions, &words, billed, n,
				 &audit);
		PrintAudit(&audit, got, sizeof(got));
		test_ok(strcmp(got, audits[i].expected) == 0, "%s: %s",
				audits[i].note ? audits[i].note : "no note", got);
	}
}

static void
TestNames(void)
{
	for (int v = 0; v < MC_NVERDICTS; v++)
		test_ok(mc_verdict_name((McVerdict) v) && mc_verdict_rule((McVerdict) v),
				"verdict %d has a name and a rule", v);
}

/* Values of printed tables */
static void
TestQuantiles(void)
{
	static const struct
	{
		double p;
		double freedom;
		double t;
	} quantiles[] = {
		{0.95, 1, 6.313752},   {0.95, 4, 2.131847},   {0.95, 30, 1.697261},
		{0.975, 10, 2.228139}, {0.95, 1e6, 1.644855}, {0.05, 4, -2.131847},
		{0.5, 3, 0.0},
	};
	double low;
	double high;

	for (size_t i = 0; i < sizeof(quantiles) / sizeof(quantiles[0]); i++)
	{
		double t = mc_student_quantile(quantiles[i].p, quantiles[i].freedom);

		test_ok(fabs(t - quantiles[i].t) < 1e-5, "t of %g with %g degrees: %f",
				quantiles[i].p, quantiles[i].freedom, t);
	}
	mc_share_interval(0, 20, 0.95, &low, &high);
	test_ok(low == 0.0 && fabs(high - 0.168433) < 1e-5, "0 of 20: %f %f", low, high);
	mc_share_interval(20, 20, 0.95, &low, &high);
	test_ok(fabs(low - 0.831567) < 1e-5 && high == 1.0, "20 of 20: %f %f", low, high);
	mc_share_interval(1, 10, 0.95, &low, &high);
	test_ok(fabs(low - 0.002529) < 1e-5 && fabs(high - 0.445016) < 1e-5, "1 of 10: %f %f",
			low, high);
	mc_share_interval(500000, 1000000, 0.95, &low, &high);
	test_ok(fabs(low - 0.4990195) < 1e-6 && fabs(high - 0.5009805) < 1e-6,
			"half of a million: %f %f", low, high);
	test_ok(fabs(mc_beta_quantile(0.5, 1, 3) - 0.2062995) < 1e-6, "half of beta(1, 3)");
	test_ok(mc_beta_quantile(0.5, 0.01, 5) < 1e-20, "beta with nearly all of it at 0");
}

int
main(void)
{
	TestHost host;
	Fixture fixture;
	McTerminology handle;

	test_host_init(&host);
	fixture_init(&host, &rows, &fixture);
	fixture_card(&host, titles, "M25", &cards[0]);
	fixture_card(&host, titles, "I50", &cards[1]);
	handle = fixture.handle;
	handle.card = FetchCard;
	TestNames();
	TestRelations(&handle);
	TestAudits(&host, &handle);
	TestQuantiles();
	fixture_done(&fixture);
	test_host_reset(&host);
	return test_done();
}
