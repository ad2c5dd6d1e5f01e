/*
 * code_reference.h
 *		The codes and ranges that the text of a tabular note names.
 *
 *		(I21.-)                                        I21 with all below it
 *		(T36-T50 with fifth or sixth character 5)      some codes of a range
 *		(E08-E13 with .610)                            E08.610, E09.610, ...
 *		code from category B96 to identify organism    B96
 *
 * What is a code and what is not (vitamin B12, HLA-B27, LGMD R12, vertebra
 * T12) follows from form and place:
 *
 * - A code with a dot and something behind it, E72.4, E11.- or S12.6.-, counts
 *	 wherever it stands as a word.
 * - A bare category, or a range of two, counts behind "category", "section",
 *	 "code" and the like; behind an opening parenthesis, "in", "from", "except"
 *	 and the like, or "classified to", if what follows is punctuation, a
 *	 participle or a word such as "with", "and", "to"; and as member of a list
 *	 that begins with a code.
 * - A category that begins with two letters (QA0) looks like many other names,
 *	 so it needs a dot, a range, a list or "category" before it.
 * - Letters are upper case; codes without their dot are not recognised.
 *
 * Ranges are written with hyphen or dash, with or without blanks, or with
 * "to"; a dash behind a code only says that more characters follow.  What
 * ends before it begins is no range.
 *
 * Plain C without PostgreSQL.
 */
#ifndef MC_CODE_REFERENCE_H
#define MC_CODE_REFERENCE_H

#include "terminology/icd10cm.h"
#include "text/host.h"

/* Characters that a code can have behind its category */
#define MC_REFERENCE_PATTERN 4

typedef struct McCodeReference
{
	McIcd10cm first; /* with all below it */
	McIcd10cm last;  /* likewise; the same as first for a single one */

	/*
	 * Only codes that have one of these characters at one of these places,
	 * which count from 1 without the dot.  Empty: all.
	 */
	char characters[37];
	uint8_t places[4];
	uint8_t place_count;

	/*
	 * Or: only codes, with all below them, whose characters behind the
	 * category begin so; a dash stands for any.  "with .610" is "610", and
	 * "final characters -91" is "-91".  Empty: all.
	 */
	char pattern[MC_REFERENCE_PATTERN + 1];
} McCodeReference;

typedef struct McCodeReferences
{
	McCodeReference *items;
	size_t count;
	size_t capacity;
} McCodeReferences;

/*
 * Replace what is in *references, all zero before its first use, by the codes
 * that text[0..length), UTF-8, names, in the order of the text.  The array is
 * from the host and used again by the next call.
 */
extern void mc_code_references(const McHost *host, const char *text, size_t length,
							   McCodeReferences *references);

/* Is code, or the heading it is, what the reference names?  Pattern included. */
extern bool mc_code_reference_fits(const McCodeReference *reference, McIcd10cm code);

#endif /* MC_CODE_REFERENCE_H */
