/*-------------------------------------------------------------------------
 *
 * icd10cm.h
 *		ICD-10-CM codes as one machine word.
 *
 * A code has three to seven characters: a letter, then letters or digits
 * (placeholder X, seventh characters A, D, S, ..., categories such as C4A,
 * Z3A and, since FY2026, QA0).  The dot after the third character is a way
 * of printing; it is not part of the code.
 *
 * The characters stand in a uint64 as upper case ASCII, the first one in the
 * most significant byte, with zero bytes after the last one:
 *
 *		E11.9  ->  0x4531313900000000
 *
 * Hence comparing two words as unsigned numbers compares the codes byte by
 * byte, a heading sorts directly before what stands under it, and the subtree
 * of every heading is one contiguous range.  This is not the order of the
 * printed Tabular List (there C4A stands between C43 and C44); tabular order
 * belongs to a release and is a column there.
 *
 * The functions know the shape of a code only.  Whether a code exists, and
 * since when, is for the code tables of a release to say.
 *
 * This file and icd10cm.c are plain C without PostgreSQL.  Nothing here
 * allocates, raises, reads a locale or keeps state.
 *
 *-------------------------------------------------------------------------
 */
#ifndef MC_ICD10CM_H
#define MC_ICD10CM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A packed code.  Zero is no code and serves callers as "none". */
typedef uint64_t McIcd10cm;

#define MC_ICD10CM_NONE         ((McIcd10cm) 0)
#define MC_ICD10CM_CATEGORY_LEN 3 /* characters of a category */
#define MC_ICD10CM_MAX_LEN      7 /* characters of the longest code */
#define MC_ICD10CM_BUFSIZE      (MC_ICD10CM_MAX_LEN + 2) /* with dot and NUL */

/* What mc_icd10cm_parse() thinks of a text */
typedef enum McIcd10cmStatus
{
	MC_ICD10CM_OK = 0,
	MC_ICD10CM_EMPTY,         /* nothing, or only white space */
	MC_ICD10CM_BAD_FIRST,     /* does not begin with a letter */
	MC_ICD10CM_BAD_CHAR,      /* neither a letter nor a digit */
	MC_ICD10CM_BAD_DOT,       /* a dot elsewhere than after the third */
	MC_ICD10CM_TRAILING_DOT,  /* nothing after the dot: "E11." */
	MC_ICD10CM_TRAILING_DASH, /* "E11.-", "S72.0-": a heading in print */
	MC_ICD10CM_TOO_SHORT,     /* fewer than three characters */
	MC_ICD10CM_TOO_LONG       /* more than seven characters */
} McIcd10cmStatus;

/*
 * Read a code from text[0..len), UTF-8 or any other superset of ASCII.
 *
 * Lower case is accepted, ASCII white space around the code is skipped, and
 * so is a dot after the third character if something follows it.  On success
 * *code is set and *position is 0.  Otherwise *code is MC_ICD10CM_NONE and
 * *position is the byte offset of the offending character, or of the place
 * where a character is missing.  Everything before that offset is ASCII, so
 * it counts characters as well.
 */
extern McIcd10cmStatus mc_icd10cm_parse(const char *text, size_t len, McIcd10cm *code,
										size_t *position);

/*
 * What is wrong, as a clause to be put in a message, for instance "the first
 * character is not a letter".  A constant; never contains the text parsed.
 */
extern const char *mc_icd10cm_status_text(McIcd10cmStatus status);

/*
 * Write a code as a NUL-terminated string into buf, which has room for
 * MC_ICD10CM_BUFSIZE bytes; returns its length.  The first form prints the
 * dot after the third character if the code goes on ("E11", "E11.9"), the
 * second one no dot ("E119").
 */
extern int mc_icd10cm_print(McIcd10cm code, char *buf);
extern int mc_icd10cm_print_undotted(McIcd10cm code, char *buf);

/* Is this word, from whatever source, the packed form of a possible code? */
extern bool mc_icd10cm_is_valid(McIcd10cm code);

/* Number of characters, without the dot: 3 to 7; 0 for MC_ICD10CM_NONE */
static inline int
mc_icd10cm_length(McIcd10cm code)
{
	int length = code ? 8 - __builtin_ctzll(code) / 8 : 0;

	return length < MC_ICD10CM_MAX_LEN ? length : MC_ICD10CM_MAX_LEN;
}

/* The first three characters */
static inline McIcd10cm
mc_icd10cm_category(McIcd10cm code)
{
	return code & ~(UINT64_MAX >> 8 * MC_ICD10CM_CATEGORY_LEN);
}

/*
 * The subtree of a heading is the range heading .. heading_upper(heading),
 * both included.  The upper bound is the heading filled up with Z, which is
 * the greatest character a code can have.  It has the shape of a code itself,
 * so it can be printed, stored and compared like one.
 */
extern McIcd10cm mc_icd10cm_heading_upper(McIcd10cm heading);

/* Is code the heading itself or in its subtree? */
static inline bool
mc_icd10cm_is_under(McIcd10cm code, McIcd10cm heading)
{
	return code >= heading && code <= mc_icd10cm_heading_upper(heading);
}

#endif /* MC_ICD10CM_H */
