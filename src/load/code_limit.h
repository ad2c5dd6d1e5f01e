/*
 * code_limit.h
 *		What a note says of the characters of the codes that it names.
 */
#ifndef MC_CODE_LIMIT_REFERENCE_H
#define MC_CODE_LIMIT_REFERENCE_H

#include "load/code_reference.h"
#include "load/code_text.h"

/* Patterns of one list: ".14, .24, .94" */
#define MC_CODE_MAX_PATTERNS 20

/* The characters that codes must have, as the text says it */
typedef struct McCodeLimits
{
	McCodeReference places; /* its characters and places alone */
	char patterns[MC_CODE_MAX_PATTERNS][MC_REFERENCE_PATTERN + 1];
	int pattern_count;
} McCodeLimits;

/*
 * Read what follows a list of codes that ends at i: "with fifth or sixth
 * character 5", "with .610", "with final characters -91".  *limits is all zero
 * if nothing of the kind does.
 */
extern void mc_code_limits(const McCodeText *text, size_t i, McCodeLimits *limits);

#endif /* MC_CODE_LIMIT_REFERENCE_H */
