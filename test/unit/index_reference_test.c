/*
 * index_reference_test.c
 *		Unit test of the cross references of the Alphabetic Index.
 */
#include "test_host.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "load/index_reference.h"

/* Entries of an index: level, title, modifiers as one text or NULL, see or NULL */
typedef struct Row
{
	uint32_t level;
	const char *title;
	const char *nonessential;
	const char *see;
} Row;

static const Row rows[] = {
	{0, "Abdomen, abdominal", NULL, "condition"},        /* 1 */
	{0, "Abscess", "infectional", NULL},                 /* 2 */
	{1, "bile duct or passage", NULL, NULL},             /* 3 */
	{1, "lymph gland or node", NULL, NULL},              /* 4 */
	{1, "lung", "miliary", NULL},                        /* 5 */
	{2, "with pneumonia", NULL, NULL},                   /* 6 */
	{0, "Complication", NULL, NULL},                     /* 7 */
	{1, "device, graft or implant", NULL, NULL},         /* 8 */
	{2, "mechanical NEC", NULL, NULL},                   /* 9 */
	{0, "Condition", NULL, NULL},                        /* 10 */
	{0, "Diabetes, diabetic", "mellitus", NULL},         /* 11 */
	{1, "with", NULL, NULL},                             /* 12 */
	{2, "hyperglycemia", NULL, NULL},                    /* 13 */
	{2, "foot ulcer", NULL, NULL},                       /* 14 */
	{2, "skin ulcer NEC", NULL, NULL},                   /* 15 */
	{1, "type 2", NULL, NULL},                           /* 16 */
	{2, "with", NULL, NULL},                             /* 17 */
	{3, "hyperglycemia", NULL, NULL},                    /* 18 */
	{0, "Disorder", "of", NULL},                         /* 19 */
	{1, "bone", NULL, NULL},                             /* 20 */
	{2, "specified type NEC", NULL, NULL},               /* 21 */
	{1, "retinal", NULL, NULL},                          /* 22 */
	{1, "spinal", "cord", NULL},                         /* 23 */
	{0, "Failure, failed", NULL, NULL},                  /* 24 */
	{1, "heart", NULL, NULL},                            /* 25 */
	{2, "hypertensive", NULL, "Hypertension, heart"},    /* 26 */
	{1, "renal", NULL, NULL},                            /* 27 */
	{0, "Fracture, burst", NULL, "Fracture, traumatic"}, /* 28 */
	{0, "Fracture, traumatic", NULL, NULL},              /* 29 */
	{1, "femur, femoral", NULL, NULL},                   /* 30 */
	{1, "tarsal bone", NULL, NULL},                      /* 31 */
	{2, "talus", NULL, NULL},                            /* 32 */
	{1, "limb", NULL, NULL},                             /* 33 */
	{2, "upper", NULL, NULL},                            /* 34 */
	{0, "Hop one", NULL, "Hop two"},                     /* 35 */
	{0, "Hop two", NULL, "Hop three"},                   /* 36 */
	{0, "Hop three", NULL, "Hop four"},                  /* 37 */
	{0, "Hop four", NULL, "Hop five"},                   /* 38 */
	{0, "Hop five", NULL, NULL},                         /* 39 */
	{0, "Hypertension", NULL, NULL},                     /* 40 */
	{1, "heart", NULL, NULL},                            /* 41 */
	{0, "Loop one", NULL, "Loop two"},                   /* 42 */
	{0, "Loop two", NULL, "Loop one"},                   /* 43 */
	{0, "Neoplasm, neoplastic", NULL, NULL},             /* 44 */
	{1, "lipomatous, benign", NULL, "Lipoma"},           /* 45 */
	{0, "Lipoma", NULL, NULL},                           /* 46 */
	{0, "S\xC3\xA9questr\xC3\xA9", NULL, NULL},          /* 47 */
	{0, "Self", NULL, "Self"},                           /* 48 */
	{0, "Self", NULL, NULL},                             /* 49 */
	{0, "Pregnancy", NULL, NULL},                        /* 50 */
	{1, "complicated by", NULL, NULL},                   /* 51 */
	{2, "anemia", NULL, NULL},                           /* 52 */
	{0, "Fracture, pathological", NULL, NULL},           /* 53 */
	{1, "femur", NULL, NULL},                            /* 54 */
	{1, "ankle", NULL, NULL},                            /* 55 */
	{0, "Wound, closed", NULL, NULL},                    /* 56 */
	{1, "eye", NULL, NULL},                              /* 57 */
	{0, "Wound, open", NULL, NULL},                      /* 58 */
	{1, "eye", NULL, NULL},                              /* 59 */
	{1, "ear", NULL, NULL},                              /* 60 */
};

#define ROWS (sizeof(rows) / sizeof(rows[0]))

static McIndexEntry entries[ROWS];
static const char *modifiers[ROWS];
static McIndex index_ = {.kind = MC_INDEX_DISEASES, .entries = entries, .count = ROWS};

static void
make_index(void)
{
	uint32_t above[4];

	for (uint32_t i = 0; i < ROWS; i++)
	{
		above[rows[i].level] = i + 1;
		entries[i].level = rows[i].level;
		entries[i].parent = rows[i].level > 0 ? above[rows[i].level - 1] : 0;
		entries[i].title = rows[i].title;
		entries[i].see = rows[i].see;
		modifiers[i] = rows[i].nonessential;
		entries[i].nonessential = &modifiers[i];
		entries[i].nonessential_count = rows[i].nonessential != NULL;
	}
}

/* References as text: E25 (entry), K11 (kind, below 11), N24 (none, prefix 24) */
static const char *
resolve(const McIndexReferences *references, const char *text, uint32_t from)
{
	static char result[400];
	McReference found[MC_MAX_REFERENCES];
	unsigned count = mc_references_resolve(references, text, from, found);
	size_t length = 0;

	result[0] = '\0';
	for (unsigned i = 0; i < count; i++)
		length += (size_t) snprintf(result + length, sizeof(result) - length, "%s%c%u",
									i > 0 ? " " : "", "EKN"[found[i].status],
									(unsigned) found[i].entry);
	return result;
}

static void
test_references(void)
{
	static const struct
	{
		const char *text;
		uint32_t from;
		const char *expected;
	} cases[] = {
		/* paths */
		{"Failure, heart", 0, "E25"},
		{"failure, HEART", 0, "E25"},
		{"Failed, heart", 0, "E25"},
		{"Failure heart", 0, "E25"},
		{"Failures, hearts", 0, "E25"},
		{"Diabetes, type 2, with, hyperglycemia", 0, "E18"},
		{"Diabetes, type two, with hyperglycemia", 0, "E18"},
		{"Diabetes, type 2, hyperglycemia", 0, "E18"},
		{"Diabetes (mellitus), with hyperglycemia", 0, "E13"},
		{"Abscess, lung, with pneumonia", 0, "E6"},
		{"Abscess, lung, pneumonia", 0, "E6"},
		{"Disorder, bone, specified NEC", 0, "E21"},
		{"Disorder, bone, specified site NEC", 0, "E21"},
		{"Disorder of bone", 0, "E20"},
		{"Fracture, femoral", 0, "E30"},
		{"Fracture, traumatic", 0, "E29"},
		{"Fracture, femur", 55, "E54"}, /* the fracture that the reference is about */
		{"Fracture, femur", 0, "E30"},
		{"Wound, eye", 0, "E59"}, /* the larger one */
		{"Wound, eye", 57, "E59"},
		{"Abscess, bile duct", 0, "E3"},
		{"Abscess, lymph node", 0, "E4"},
		{"Complications, device, mechanical", 0, "E9"},
		{"s\xC3\x89questr\xC3\xA9", 0, "E47"},
		/* the closest one */
		{"Fracture, tarsal", 0, "E31"},
		{"Fracture, tarsal, talus", 0, "E32"},
		{"Fracture, upper limb", 0, "E34"},
		{"Disorder, retina", 0, "E22"},
		{"Disorder, spinal cord", 0, "E23"},
		{"Abscess, infectional", 0, "E2"},
		{"Diabetes, ulcer", 0, "N11"}, /* two with one word more */
		{"Fracture, tarsal, of the left side", 0, "N29"},
		{"Neoplasm, benign", 0, "N44"}, /* lipomatous is not left out */
		/* kinds */
		{"condition", 0, "K0"},
		{"condition, by site", 0, "K0"},
		{"by site", 0, "K0"},
		{"specified injury by site", 0, "K0"},
		{"subcategory M14.8-", 0, "K0"},
		{"Abscess, by site", 0, "K2"},
		{"Diabetes, by type, with hyperglycemia", 0, "K11"},
		{"Failure, heart, by type as diastolic or systolic", 0, "K25"},
		{"Pregnancy, complicated by, anemia", 0, "E52"}, /* by is of a title here */
		/* nothing */
		{"Neoplasm, lung, malignant", 0, "N44"},
		{"Failure, heart, left, by type of cause", 0, "K25"},
		{"Table of Drugs and Chemicals", 0, "N0"},
		{"N00-N07 with fourth character .8", 0, "N0"},
		{"", 0, ""},
		{",", 0, "N0"},
		{"(heart)", 0, "N0"},
		/* several */
		{"Failure, heart; also see Failure, renal", 0, "E25 E27"},
		{"Failure, renal, and Failure, heart", 0, "E27 E25"},
		{"Diabetes; and see also Abscess; condition", 0, "E11 E2 K0"},
		{"also Abscess, lung", 0, "E5"},
		{"see also Abscess, lung", 0, "E5"},
		{"Fracture, femur and limb", 0, "N30"}, /* no main term behind "and" */
		/* steps on the way */
		{"Failure, heart, hypertensive", 0, "E41"},
		{"Abdomen", 0, "E1"}, /* leads on to no entry */
		{"Hop four", 0, "E39"},
		{"Hop three", 0, "E39"},
		{"Hop two", 0, "E38"}, /* no more than three */
		{"Loop one", 0, "N0"},
		{"Loop two", 43, "N43"},
		{"Self", 48, "E49"},
		{"Fracture", 28, "E29"},
		{"Failure, heart", 25, "N25"},
	};
	TestHost host;
	McIndexReferences *references;

	test_host_init(&host);
	references = mc_references_begin(&host.host, &index_);
	for (unsigned i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
	{
		const char *got = resolve(references, cases[i].text, cases[i].from);

		test_ok(strcmp(got, cases[i].expected) == 0, "%s -> %s", cases[i].text,
				cases[i].expected);
		if (strcmp(got, cases[i].expected) != 0)
			printf("# got %s\n", got);
	}
	test_host_reset(&host);
}

/* What would be slow if it were searched: equal titles, and endless references */
static void
test_bounds(void)
{
	enum
	{
		MANY = 20000
	};
	McIndexEntry *many = calloc(MANY, sizeof(McIndexEntry));
	McIndex index = {.kind = MC_INDEX_DISEASES, .entries = many, .count = MANY};
	static char text[20000];
	TestHost host;
	McIndexReferences *references;
	McReference found[MC_MAX_REFERENCES];
	unsigned count;

	for (uint32_t i = 0; i < MANY; i++)
		many[i].title = "Same";
	test_host_init(&host);
	references = mc_references_begin(&host.host, &index);
	for (uint32_t i = 0; i < 100; i++)
		(void) mc_references_resolve(references, "Same, same, same, other", i + 1, found);
	test_ok(true, "references among equal titles end soon");
	for (size_t i = 0; i + 6 < sizeof(text); i += 6)
		memcpy(text + i, "Same, ", 6);
	count = mc_references_resolve(references, text, 1, found);
	test_ok(count == 1 && found[0].status == MC_REFERENCE_NONE,
			"a reference of too many words");
	for (size_t i = 0; i + 6 < sizeof(text); i += 6)
		memcpy(text + i, "Same; ", 6);
	count = mc_references_resolve(references, text, 1, found);
	test_ok(count == MC_MAX_REFERENCES && found[15].status == MC_REFERENCE_ENTRY,
			"more references than are told");
	test_host_reset(&host);
	free(many);
}

/* All memory is the host's, and what one resolution takes it gives back. */
static void
test_memory(void)
{
	TestHost host;
	McIndexReferences *references;
	McReference found[MC_MAX_REFERENCES];
	size_t live;

	test_host_init(&host);
	references = mc_references_begin(&host.host, &index_);
	live = host.live_bytes;
	for (int i = 0; i < 100; i++)
		(void) mc_references_resolve(
			references, "Disorder, retin\xC3\xA9; Fracture, tarsal", 0, found);
	test_ok(host.live_bytes == live, "a resolution gives back its memory");
	test_host_reset(&host);
}

int
main(void)
{
	make_index();
	test_references();
	test_bounds();
	test_memory();
	return test_done();
}
