/*
 * code_edits.h
 *		How many typing errors lie between two codes.
 *
 * Plain C without PostgreSQL; nothing here allocates or raises.
 */
#ifndef MC_RISK_CODE_EDITS_H
#define MC_RISK_CODE_EDITS_H

#include <stddef.h>

/* Letters and digits of the longest code of any system, and some more */
#define MC_CODE_EDITS_MAX 32

/*
 * The Damerau-Levenshtein distance of two codes: characters to add, leave out,
 * change, or swap with their neighbour.  Dots, blanks and the case of letters do not count.
 * -1: a code has more than MC_CODE_EDITS_MAX characters.
 */
extern int mc_code_edits(const char *a, size_t a_length, const char *b, size_t b_length);

#endif /* MC_RISK_CODE_EDITS_H */
