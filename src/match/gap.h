/*
 * gap.h
 *	  What stands between the words of a term that are not next to each other.
 */
#ifndef MC_GAP_H
#define MC_GAP_H

#include "match/terminology.h"
#include "text/document.h"

/* Most words that count between the words of a term */
#define MC_MAX_GAP 4

typedef enum McGapKind
{
	MC_GAP_NONE,      /* its words do not belong together */
	MC_GAP_MODIFIERS, /* words such as right and distal */
	MC_GAP_HEAD_BEHIND, /* right [and left] breast cancer: another one shares what follows */
	MC_GAP_HEAD_BEFORE /* chronic [heart and] kidney failure: it shares what goes before */
} McGapKind;

typedef struct McGap
{
	McGapKind kind;
	unsigned nwords;     /* that count, in it */
	uint32_t skip_first; /* of a coordination: the tokens left out */
	uint32_t skip_last;
	uint32_t before; /* the term's tokens on both sides of them */
	uint32_t behind;
	bool linked; /* words that do not count are among those left out: pain in the */
} McGap;

/* Is the token a conjunction between words: and, or, a slash, an ampersand? */
extern bool mc_is_conjunction(const McDocument *doc, uint32_t token);

/* Roles of the word at a token: MC_ROLE_* */
extern unsigned mc_word_roles(const McTerminology *terminology, const McDocument *doc,
							  uint32_t token);

/*
 * Judge the gaps between n tokens of a note, ascending, that hold the words of a
 * term.  A gap may hold words of role modifier, words that do not count, and a comma at its beginning,
 * none of them of role break; or a conjunction with the words of the other condition
 * that it joins, if that is the only gap.
 */
extern void mc_gap(const McTerminology *terminology, const McDocument *doc,
				   const uint32_t *tokens, unsigned n, McGap *gap);

#endif /* MC_GAP_H */
