/*
 * note_key.c
 *	  The keys of a notes index: packing and unpacking.
 */
#include "notes/note_key.h"

#include "terminology/icd10cm.h"

#define SCORE_BITS     7
#define DERIVED_BITS   1
#define SECTION_BITS   4
#define ASSERTION_BITS 5
#define CODE_BITS      36
#define MARK_BITS      10

#define DERIVED_SHIFT   SCORE_BITS
#define SECTION_SHIFT   (DERIVED_SHIFT + DERIVED_BITS)
#define ASSERTION_SHIFT (SECTION_SHIFT + SECTION_BITS)
#define CODE_SHIFT      (ASSERTION_SHIFT + ASSERTION_BITS)
#define MARK_SHIFT      (CODE_SHIFT + CODE_BITS)

#define MASK(bits) ((UINT64_C(1) << (bits)) - 1)

_Static_assert(MARK_SHIFT + MARK_BITS == 63, "a key of a fact has 63 bits");

/* Values of a character: 0 is the end of the code */
#define BASE 37

static uint64_t
PackCode(McCode code)
{
	uint64_t packed = (code >> 56) - 'A';

	for (int shift = 48; shift >= 8; shift -= 8)
	{
		unsigned c = (unsigned) (code >> shift) & 0xFF;

		packed = packed * BASE + (c == 0 ? 0 : c <= '9' ? c - '0' + 1 : c - 'A' + 11);
	}
	return packed;
}

static McCode
UnpackCode(uint64_t packed)
{
	McCode code = 0;

	for (int shift = 8; shift <= 48; shift += 8)
	{
		unsigned value = (unsigned) (packed % BASE);

		code |= (uint64_t) (value == 0    ? 0
							: value <= 10 ? value - 1 + '0'
										  : value - 11 + 'A')
				<< shift;
		packed /= BASE;
	}
	return code | (packed + 'A') << 56;
}

uint64_t
mc_edition_mark(McNoteKey edition)
{
	uint64_t number = (uint64_t) -edition;

	return (number + (number >> 32) * 389) & MASK(MARK_BITS);
}

McNoteKey
mc_least_key(McNoteKey edition, McCode code)
{
	return (McNoteKey) (mc_edition_mark(edition) << MARK_SHIFT | PackCode(code)
																	 << CODE_SHIFT);
}

McNoteKey
mc_greatest_key(McNoteKey edition, McCode code)
{
	return mc_least_key(edition, code) | (McNoteKey) MASK(CODE_SHIFT);
}

McNoteKey
mc_fact_key(McNoteKey edition, const McNoteFact *fact)
{
	return mc_least_key(edition, fact->code) |
		   (McNoteKey) ((uint64_t) fact->assertion << ASSERTION_SHIFT |
						(uint64_t) fact->section << SECTION_SHIFT |
						(uint64_t) fact->derived << DERIVED_SHIFT | fact->score);
}

McNoteFact
mc_key_fact(McNoteKey key)
{
	uint64_t bits = (uint64_t) key;

	return (McNoteFact){
		.code = UnpackCode(bits >> CODE_SHIFT & MASK(CODE_BITS)),
		.assertion = (uint8_t) (bits >> ASSERTION_SHIFT & MASK(ASSERTION_BITS)),
		.section = (uint8_t) (bits >> SECTION_SHIFT & MASK(SECTION_BITS)),
		.score = (uint8_t) (bits & MASK(SCORE_BITS)),
		.derived = (bits >> DERIVED_SHIFT & MASK(DERIVED_BITS)) != 0,
	};
}
