/*
 * knowledge_test.c
 *	  Coding knowledge: classes, symptoms, links with their exceptions, drugs; and its
 *	  image, whole and damaged.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "coding/card_widen.h"
#include "coding/knowledge.h"
#include "coding/knowledge_data.h"
#include "terminology/knowledge_image.h"
#include "terminology_fixture.h"

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

static TestHost host;

static McCode
Code(const char *text)
{
	return text ? fixture_code(text) : 0;
}

static const struct
{
	const char *cause;
	const char *condition;
	const char *code;
	const char *manifestation;
	bool beside;
	McLinkKind kind;
} links[] = {
	{"E11", "N18", "E11.22", NULL, true, MC_LINK_PRESUMED},
	{"E11", "L97", "E11.622", NULL, true, MC_LINK_WRITTEN},
	{"E11", "L97.5", "E11.621", NULL, true, MC_LINK_PRESUMED},
	{"E11", "G62.9", "E11.42", NULL, false, MC_LINK_PRESUMED},
	{"E11", "G62.9", "E11.40", NULL, false, MC_LINK_PRESUMED},
	{"E11", "N28.9", "E11.29", NULL, false, MC_LINK_PRESUMED},
	{"E11", "N28.9", "E11.21", NULL, false, MC_LINK_WRITTEN},
	{"E11.64", "R40.2", "E11.641", NULL, false, MC_LINK_PRESUMED},
	{"E11", "R40", "E11.01", NULL, false, MC_LINK_PRESUMED},
	{"I10", "I50", "I11.0", NULL, true, MC_LINK_PRESUMED},
	{"I10", "N18", "I12.9", NULL, true, MC_LINK_PRESUMED},
	{"I10", "N18.6", "I12.0", NULL, true, MC_LINK_PRESUMED},
	{"K51", "M12.9", "K51", "M07.6", false, MC_LINK_PRESUMED},
	{"A41", "N17", "R65.20", NULL, false, MC_LINK_PRESUMED},
	{"A41.9", "N17.9", "R65.20", NULL, false, MC_LINK_PRESUMED},
};

/* The rows that all tests have, added from the last to the first if asked for. */
static McKnowledge *
Fill(bool backwards)
{
	McKnowledge *knowledge = mc_knowledge_create(&host.host);

	for (size_t i = 0; i < COUNT(links); i++)
	{
		size_t n = backwards ? COUNT(links) - 1 - i : i;
		McLink link = {.cause = Code(links[n].cause),
					   .condition = Code(links[n].condition),
					   .code = Code(links[n].code),
					   .manifestation = Code(links[n].manifestation),
					   .kind = (uint8_t) links[n].kind,
					   .beside = links[n].beside};

		mc_knowledge_add_link(knowledge, &link);
	}
	mc_knowledge_add_exception(knowledge, Code("A41"), Code("N17"), MC_LINK_WRITTEN);
	mc_knowledge_add_exception(knowledge, Code("E11"), Code("N17"), MC_LINK_NEVER);
	mc_knowledge_add_exception(knowledge, Code("I10"), Code("N18.6"), MC_LINK_NEVER);
	mc_knowledge_add_class(knowledge, Code("E11"), MC_CLASS_ACUTE);
	mc_knowledge_add_class(knowledge, Code("E11"), MC_CLASS_LIFELONG);
	mc_knowledge_add_class(knowledge, Code("N17"), MC_CLASS_ACUTE);
	mc_knowledge_add_class(knowledge, Code("K50"), MC_CLASS_LIFELONG);
	mc_knowledge_add_class(knowledge, Code("K50.01"), MC_CLASS_ACUTE);
	mc_knowledge_add_class(knowledge, Code("Z89"), MC_CLASS_STATUS);
	mc_knowledge_add_symptom(knowledge, Code("R05"), Code("J18"));
	mc_knowledge_add_symptom(knowledge, Code("R05"), Code("J18"));
	mc_knowledge_add_symptom(knowledge, Code("R06.0"), Code("I50"));
	mc_knowledge_add_symptom(knowledge, Code("R50"), Code("J18.1"));
	mc_knowledge_add_drug(knowledge, "metformin", Code("Z79.84"), 0);
	mc_knowledge_add_drug(knowledge, "metformin", 0, Code("E11"));
	mc_knowledge_add_drug(knowledge, "metformin", 0, Code("E28.2"));
	mc_knowledge_add_drug(knowledge, "metformin", 0, Code("E11"));
	mc_knowledge_add_drug(knowledge, "Insulin", 0, Code("E10"));
	mc_knowledge_add_drug(knowledge, "insulin glargine", Code("Z79.5"), 0);
	mc_knowledge_add_drug(knowledge, "insulin glargine", Code("Z79.4"), 0);
	mc_knowledge_add_drug(knowledge, "alpha-1 proteinase inhibitor", 0, Code("E88.01"));
	mc_knowledge_finish(knowledge);
	return knowledge;
}

/* The link as "CODE SECOND kind", SECOND the manifestation or the condition, or "-" */
static const char *
Found(const McKnowledge *knowledge, const char *cause, const char *condition)
{
	static char text[64];
	char code[16] = "";
	char manifestation[16] = "-";
	McLink link;

	if (!mc_link_find(knowledge, Code(cause), Code(condition), &link))
		return "-";
	fixture_print_code(link.code, code);
	if (link.beside)
		fixture_print_code(link.condition, manifestation);
	if (link.manifestation)
		fixture_print_code(link.manifestation, manifestation);
	snprintf(text, sizeof(text), "%s %s %s", code, manifestation,
			 link.kind == MC_LINK_PRESUMED  ? "presumed"
			 : link.kind == MC_LINK_WRITTEN ? "written"
											: "never");
	return text;
}

static void
Expect(const McKnowledge *knowledge, const char *cause, const char *condition,
	   const char *expected)
{
	const char *found = Found(knowledge, cause, condition);

	test_ok(strcmp(found, expected) == 0, "%s with %s is %s (%s)", cause, condition,
			expected, found);
}

static void
TestLinks(const McKnowledge *knowledge)
{
	Expect(knowledge, "E11.9", "N18.4", "E11.22 N18 presumed");
	Expect(knowledge, "E11", "N18", "E11.22 N18 presumed");
	Expect(knowledge, "E11.65", "N18.30", "E11.22 N18 presumed");
	Expect(knowledge, "E10.9", "N18.4", "-");
	Expect(knowledge, "N18.4", "E11.9", "-");
	Expect(knowledge, "K51.00", "M12.9", "K51 M07.6 presumed");
	/* the longest condition, whatever its kind */
	Expect(knowledge, "E11.9", "L97.511", "E11.621 L97.5 presumed");
	Expect(knowledge, "E11.9", "L97.211", "E11.622 L97 written");
	/* the longest cause before the longest condition */
	Expect(knowledge, "E11.649", "R40.20", "E11.641 - presumed");
	Expect(knowledge, "E11.9", "R40.20", "E11.01 - presumed");
	/* a presumed one before one that has to be written, then the lowest code */
	Expect(knowledge, "E11.9", "G62.9", "E11.40 - presumed");
	Expect(knowledge, "E11.9", "N28.9", "E11.29 - presumed");
	/* a row for a code says nothing of its heading */
	Expect(knowledge, "E11.9", "G62", "-");
	/* exceptions: of any longer row, and only of those below them */
	Expect(knowledge, "A41.9", "N17.9", "R65.20 - written");
	Expect(knowledge, "A41.01", "N17.0", "R65.20 - written");
	Expect(knowledge, "I10", "N18.6", "I12.0 N18.6 never");
	Expect(knowledge, "I10", "N18.5", "I12.9 N18 presumed");
	/* an exception alone is no link */
	Expect(knowledge, "E11.9", "N17.9", "-");
	test_ok(mc_link_has_cause(knowledge, Code("E11.9")), "E11.9 is a cause");
	test_ok(mc_link_has_cause(knowledge, Code("A41.9")), "A41.9 is a cause");
	test_ok(!mc_link_has_cause(knowledge, Code("N18.4")), "N18.4 is none");
	test_ok(!mc_link_has_cause(knowledge, Code("E10.9")), "E10.9 is none");
	test_ok(!mc_link_has_cause(knowledge, 0), "no code is none");
}

static void
TestClasses(const McKnowledge *knowledge)
{
	test_ok(mc_condition_class(knowledge, Code("E11.22")) == MC_CLASS_LIFELONG,
			"of two rows the last one counts");
	test_ok(mc_condition_class(knowledge, Code("E11")) == MC_CLASS_LIFELONG,
			"a heading stands for itself");
	test_ok(mc_condition_class(knowledge, Code("K50.011")) == MC_CLASS_ACUTE,
			"the longest row decides");
	test_ok(mc_condition_class(knowledge, Code("K50.10")) == MC_CLASS_LIFELONG,
			"for others the shorter one");
	test_ok(mc_condition_class(knowledge, Code("Z89.511")) == MC_CLASS_STATUS, "status");
	test_ok(mc_condition_class(knowledge, Code("N18.4")) == MC_CLASS_UNKNOWN,
			"no row, no class");
	test_ok(mc_condition_class(knowledge, 0) == MC_CLASS_UNKNOWN, "nor for no code");
	test_ok(mc_is_integral(knowledge, Code("R05.9"), Code("J18.9")),
			"cough belongs to pneumonia");
	test_ok(mc_is_integral(knowledge, Code("R06.00"), Code("I50.22")),
			"dyspnea to heart failure");
	test_ok(!mc_is_integral(knowledge, Code("R05.9"), Code("I50.22")), "cough does not");
	test_ok(!mc_is_integral(knowledge, Code("J18.9"), Code("R05.9")),
			"the other way round it does not");
	test_ok(!mc_is_integral(knowledge, Code("R50.9"), Code("J18.9")),
			"a row for one pneumonia says nothing of another");
}

/* The first drug of a note: the text of its tokens, or "-" */
static const char *
DrugIn(const McKnowledge *knowledge, const char *note, const McDrug **drug)
{
	static char text[128];
	McHeaders headers = {0};
	McDocument doc;

	mc_headers_init(&host.host, &headers);
	mc_document(&host.host, &headers, note, strlen(note), &doc);
	for (uint32_t token = 0; token < doc.tokens.count; token++)
	{
		uint32_t last;

		*drug = mc_drug_at(knowledge, &doc, token, &last);
		if (*drug)
		{
			uint32_t start = doc.tokens.list[token].start;

			snprintf(text, sizeof(text), "%.*s",
					 (int) (doc.tokens.list[last].end - start), note + start);
			return text;
		}
	}
	return "-";
}

static void
TestDrugs(const McKnowledge *knowledge)
{
	static const struct
	{
		const char *note;
		const char *drug;
		const char *long_term;
		uint32_t nindications;
	} cases[] = {
		{"Takes METFORMIN 500 mg daily.", "METFORMIN", "Z79.84", 2},
		{"Started insulin glargine at night", "insulin glargine", "Z79.4", 0},
		{"Insulin aspart", "Insulin", NULL, 1},
		{"insulin", "insulin", NULL, 1},
		{"on alpha-1 proteinase inhibitor now", "alpha-1 proteinase inhibitor", NULL, 1},
		{"glargine insulin", "insulin", NULL, 1},
		{"She takes insulin.\n\nGlargine was stopped.", "insulin", NULL, 1},
		{"metformins? aspirin.", "-", NULL, 0},
		{"", "-", NULL, 0},
	};
	const McDrug *drug;

	for (size_t i = 0; i < COUNT(cases); i++)
	{
		const char *found = DrugIn(knowledge, cases[i].note, &drug);

		test_ok(strcmp(found, cases[i].drug) == 0 &&
					(drug == NULL || (drug->long_term == Code(cases[i].long_term) &&
									  drug->nindications == cases[i].nindications)),
				"drug of case %zu: %s (%s)", i, cases[i].drug, found);
	}
	(void) DrugIn(knowledge, "metformin", &drug);
	test_ok(mc_drug_treats(knowledge, drug, Code("E11.65")), "metformin is for E11.65");
	test_ok(mc_drug_treats(knowledge, drug, Code("E28.2")), "and for E28.2");
	test_ok(!mc_drug_treats(knowledge, drug, Code("E10.65")), "not for E10.65");
	test_ok(!mc_drug_treats(knowledge, drug, Code("E28")),
			"nor for all that stands beside one of these");
	test_ok(
		!mc_knowledge_add_drug(mc_knowledge_create(&host.host), " ", Code("Z79.4"), 0),
		"a name without a word is refused");
	test_ok(!mc_knowledge_add_drug(mc_knowledge_create(&host.host),
								   "one two three four five six seven eight nine",
								   Code("Z79.4"), 0),
			"and one of too many");
}

static void
TestNone(void)
{
	McKnowledge *knowledge = mc_knowledge_create(&host.host);
	const McDrug *drug;
	McLink link;

	mc_knowledge_finish(knowledge);
	test_ok(!mc_link_find(knowledge, Code("E11.9"), Code("N18.4"), &link) &&
				!mc_link_has_cause(knowledge, Code("E11.9")) &&
				!mc_is_integral(knowledge, Code("R05"), Code("J18")) &&
				mc_condition_class(knowledge, Code("E11")) == MC_CLASS_UNKNOWN &&
				strcmp(DrugIn(knowledge, "metformin", &drug), "-") == 0,
			"without rows nothing is known");
}

/* No allocation in look-ups, whatever is asked */
static void
TestAllocations(const McKnowledge *knowledge)
{
	unsigned long before = host.allocations;
	uint32_t state = 1;
	bool sound = true;

	for (int i = 0; i < 20000; i++)
	{
		McCode cause = (McCode) fixture_random(&state) << 32 | fixture_random(&state);
		McCode condition = (McCode) fixture_random(&state) << (state % 40);
		McLink link = {0};

		if (mc_link_find(knowledge, cause, condition, &link) &&
			(!mc_code_is_under(cause, link.cause) ||
			 !mc_code_is_under(condition, link.condition)))
			sound = false;
		(void) mc_condition_class(knowledge, condition);
		(void) mc_is_integral(knowledge, cause, condition);
		(void) mc_link_has_cause(knowledge, condition);
	}
	test_ok(sound, "what is found for any numbers stands above them");
	test_ok(host.allocations == before, "looking up allocates nothing");
}

static void
TestImage(const McKnowledge *knowledge)
{
	size_t size = mc_knowledge_image_size(knowledge);
	char *image = mc_alloc(&host.host, size);
	char *copy = mc_alloc(&host.host, size);
	char *again;
	McKnowledge *opened;
	const McDrug *drug;
	unsigned accepted = 0;

	mc_knowledge_image_write(knowledge, image);
	memcpy(copy, image, size);
	opened = mc_knowledge_image_open(&host.host, copy, size);
	test_ok(opened != NULL, "an image opens");
	if (opened == NULL)
		return;
	TestLinks(opened);
	TestClasses(opened);
	TestDrugs(opened);
	again = mc_alloc(&host.host, size);
	mc_knowledge_image_write(opened, again);
	test_ok(size == mc_knowledge_image_size(opened) && memcmp(image, again, size) == 0,
			"what was opened is written as it was");

	test_ok(mc_knowledge_image_open(&host.host, copy, 0) == NULL, "nothing opens not");
	for (size_t length = 1; length < size; length += 7)
	{
		memcpy(copy, image, length);
		accepted += mc_knowledge_image_open(&host.host, copy, length) != NULL;
	}
	test_ok(accepted == 0, "cut short it does not open");
	/* each byte of the header, and each number elsewhere: it opens not, or is safe to use */
	for (size_t i = 0; i < size; i++)
	{
		memcpy(copy, image, size);
		copy[i] ^= (char) 0xFF;
		opened = mc_knowledge_image_open(&host.host, copy, size);
		if (opened == NULL)
			continue;
		accepted += i < 32;
		(void) Found(opened, "E11.9", "N18.4");
		(void) mc_condition_class(opened, Code("E11.9"));
		(void) mc_is_integral(opened, Code("R05.9"), Code("J18.9"));
		if (i % 16 == 0 &&
			strcmp(DrugIn(opened, "insulin glargine; metformin", &drug), "-"))
			(void) mc_drug_treats(opened, drug, Code("E11.9"));
	}
	test_ok(accepted == 0, "with a damaged header neither");
}

/* A card of CKD, and one whose heading is "other and unspecified" */
static void
TestWiden(void)
{
	static const struct
	{
		const char *code;
		const char *title;
		const char *widened;
	} rows[] = {
		{"N18", "Chronic kidney disease (CKD)", "N18"},
		{"N18.1", "Chronic kidney disease, stage 1", "N18.1"},
		{"N18.3", "Chronic kidney disease, stage 3 (moderate)", "N18.3"},
		{"N18.30", "Chronic kidney disease, stage 3 unspecified", "N18.3"},
		{"N18.31", "Chronic kidney disease, stage 3a", "N18.31"},
		{"N18.6", "End stage renal disease", "N18.6"},
		{"N18.9", "Chronic kidney disease, unspecified", "N18"},
		{"G62", "Other and unspecified polyneuropathies", "G62"},
		{"G62.1", "Alcoholic polyneuropathy", "G62.1"},
		{"G62.9", "Polyneuropathy, unspecified", "G62.9"},
		{"H10", "Conjunctivitis", "H10"},
		{"H10.01", "Acute follicular conjunctivitis", "H10.01"},
		{"H10.011", "Acute follicular conjunctivitis, right eye", "H10.011"},
		{"H10.019", "Acute follicular conjunctivitis, unspecified eye", "H10.01"},
	};
	McCardCode codes[COUNT(rows)];

	for (size_t first = 0, next; first < COUNT(rows); first = next)
	{
		McCardSource source = {.category = Code(rows[first].code), .codes = codes};
		McCard card;
		size_t size;
		void *block;

		for (next = first; next < COUNT(rows) &&
						   mc_code_is_under(Code(rows[next].code), source.category);
			 next++)
			codes[next - first] =
				(McCardCode){Code(rows[next].code), (int32_t) next, true,
							 rows[next].title, strlen(rows[next].title)};
		source.ncodes = next - first;
		block = mc_card_build(&host.host, &source, &size);
		if (block == NULL || !mc_card_open(block, size, &card))
		{
			test_ok(false, "a card of %s", rows[first].code);
			continue;
		}
		for (size_t i = first; i < next; i++)
		{
			char found[16];

			fixture_print_code(
				card.nodes[mc_card_widen(&card, mc_card_find(&card, Code(rows[i].code)))]
					.code,
				found);
			test_ok(strcmp(found, rows[i].widened) == 0, "%s is widened to %s (%s)",
					rows[i].code, rows[i].widened, found);
		}
	}
}

int
main(void)
{
	McKnowledge *knowledge;
	McKnowledge *backwards;
	size_t size;
	char *image[2];

	test_host_init(&host);
	knowledge = Fill(false);
	TestLinks(knowledge);
	TestClasses(knowledge);
	TestDrugs(knowledge);
	TestNone();
	TestAllocations(knowledge);
	TestImage(knowledge);
	TestWiden();

	backwards = Fill(true);
	size = mc_knowledge_image_size(knowledge);
	image[0] = mc_alloc(&host.host, size);
	image[1] = mc_alloc(&host.host, mc_knowledge_image_size(backwards));
	mc_knowledge_image_write(knowledge, image[0]);
	mc_knowledge_image_write(backwards, image[1]);
	test_ok(size == mc_knowledge_image_size(backwards) &&
				memcmp(image[0], image[1], size) == 0,
			"the order in which links come does not matter");
	test_host_reset(&host);
	return test_done();
}
