/*
 * note_key_test.c
 *	  The keys of a notes index: packed and unpacked, in the order of codes, what lies
 *	  under a heading in one range, nothing of one edition among the facts of another.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "notes/note_key.h"
#include "terminology/icd10cm.h"
#include "terminology_fixture.h"

static uint32_t seed = 20261122;

static uint32_t
Random(uint32_t below)
{
	return fixture_random(&seed) % below;
}

/* A code of any shape; few characters, so that codes meet */
static McCode
RandomCode(char *text)
{
	static const char first[] = "AEZ";
	static const char others[] = "09AXZ";
	size_t len = 3 + Random(5);
	size_t position;
	McCode code;

	text[0] = first[Random(3)];
	for (size_t i = 1; i < len; i++)
		text[i] = others[Random(5)];
	text[len] = '\0';
	if (mc_icd10cm_parse(text, len, &code, &position) != MC_ICD10CM_OK)
		abort();
	return code;
}

static McNoteFact
RandomFact(McCode code)
{
	return (McNoteFact){
		.code = code,
		.assertion = (uint8_t) Random(32),
		.section = (uint8_t) Random(16),
		.score = (uint8_t) Random(101),
		.derived = Random(2) == 0,
	};
}

static bool
SameFact(const McNoteFact *a, const McNoteFact *b)
{
	return a->code == b->code && a->assertion == b->assertion &&
		   a->section == b->section && a->score == b->score && a->derived == b->derived;
}

/* A key gives its fact back, whatever the code: each character at each place. */
static void
TestPacking(void)
{
	static const char all[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
	bool same = true;
	bool positive = true;

	for (size_t len = 3; len <= 7; len++)
	{
		for (size_t place = 0; place < len; place++)
		{
			for (size_t c = place == 0 ? 10 : 0; c < sizeof(all) - 1; c++)
			{
				char text[8] = "M0Z9A5Z";
				size_t position;
				McNoteFact fact;
				McNoteFact back;
				McCode code;
				McNoteKey key;

				text[place] = all[c];
				if (mc_icd10cm_parse(text, len, &code, &position) != MC_ICD10CM_OK)
					abort();
				fact = RandomFact(code);
				key = mc_fact_key(mc_edition_key(1 + (int32_t) Random(5000)), &fact);
				back = mc_key_fact(key);
				same = same && SameFact(&fact, &back);
				positive = positive && mc_is_fact_key(key);
			}
		}
	}
	test_ok(same, "each character at each place of a code comes back");
	same = true;
	for (int bits = 0; bits < 32 * 16 * 2 * 101; bits++)
	{
		McNoteFact fact = {.code = fixture_code("Z99.89ZZ"),
						   .assertion = (uint8_t) (bits % 32),
						   .section = (uint8_t) (bits / 32 % 16),
						   .derived = bits / 512 % 2 != 0,
						   .score = (uint8_t) (bits / 1024 % 101)};
		McNoteKey key = mc_fact_key(mc_edition_key(1001), &fact);
		McNoteFact back = mc_key_fact(key);

		same = same && SameFact(&fact, &back);
		positive = positive && mc_is_fact_key(key);
	}
	test_ok(same, "all else of a fact comes back");
	test_ok(positive, "keys of facts are greater than those of editions and \"recheck\"");
}

static void
TestOrder(void)
{
	bool order = true;
	bool subtree = true;
	bool once = true;
	int under = 0;

	for (int round = 0; round < 1000000 / (int) test_slowness(); round++)
	{
		McNoteKey edition = mc_edition_key(1 + (int32_t) Random(3000));
		char a[8];
		char b[8];
		McNoteFact x = RandomFact(RandomCode(a));
		McNoteFact y = RandomFact(RandomCode(b));
		McNoteKey k = mc_fact_key(edition, &x);
		McNoteKey l = mc_fact_key(edition, &y);
		int bytes = strcmp(a, b);
		bool within = k >= mc_least_key(edition, y.code) &&
					  k <= mc_greatest_key(edition, mc_icd10cm_heading_upper(y.code));
		bool begins = strncmp(a, b, strlen(b)) == 0;

		if (bytes != 0 && (k < l) != (bytes < 0))
			order = false;
		if ((k == l) != SameFact(&x, &y))
			once = false;
		if (within != begins)
			subtree = false;
		under += begins;
		/* C*, E1*: beginnings that are no codes */
		for (int length = 1; length <= 2; length++)
		{
			McCode beginning = y.code & ~UINT64_C(0) << (64 - 8 * length);
			bool has = k >= mc_least_key(edition, beginning) &&
					   k <= mc_greatest_key(edition, mc_icd10cm_heading_upper(beginning));

			if (has != (strncmp(a, b, (size_t) length) == 0))
				subtree = false;
		}
	}
	test_ok(order, "keys stand in the order of their codes");
	test_ok(once, "facts that differ have keys that differ");
	test_ok(subtree && under > 1000 / (int) test_slowness(),
			"a heading's range holds what begins so, no more");
}

static void
TestEditions(void)
{
	static const int32_t versions[] = {1, 2, 999, 1000, 1001, 1002, 1025, 2147483647};
	enum
	{
		N = sizeof(versions) / sizeof(versions[0])
	};
	McNoteFact fact = {.code = fixture_code("E11.9"), .score = 90};
	bool known = true;
	bool apart = true;
	bool marked = true;
	McCode first = (uint64_t) 'A' << 56;
	McCode last = mc_icd10cm_heading_upper((uint64_t) 'Z' << 56);

	for (int i = 0; i < N; i++)
	{
		McNoteKey edition = mc_edition_key(versions[i]);

		known = known && edition < MC_RECHECK_KEY && edition > INT64_MIN &&
				mc_edition_version(edition) == versions[i];
		marked = marked && mc_edition_mark(edition) < 1024;
		for (int k = 0; k < i; k++)
			apart = apart && mc_edition_key(versions[k]) != edition;
	}
	test_ok(known, "the key of an edition is negative and has its version");
	test_ok(apart, "editions have keys of their own");
	test_ok(marked, "the mark of an edition has ten bits");

	/* facts of 1,023 versions in a row meet nowhere */
	apart = true;
	for (int32_t version = 1001; version < 1001 + 1023; version++)
	{
		McNoteKey key = mc_fact_key(mc_edition_key(version), &fact);

		for (int32_t other = version + 1; other < 1001 + 1023; other++)
		{
			McNoteKey edition = mc_edition_key(other);

			apart = apart && (key < mc_least_key(edition, first) ||
							  key > mc_greatest_key(edition, last));
		}
	}
	test_ok(apart, "facts of editions near each other do not meet");
	test_ok(mc_edition_mark(mc_edition_key(1001)) ==
				mc_edition_mark(mc_edition_key(1001 + 1024)),
			"those of 1,024 versions later do: the edition keys tell them apart");
}

int
main(void)
{
	TestPacking();
	TestOrder();
	TestEditions();
	return test_done();
}
