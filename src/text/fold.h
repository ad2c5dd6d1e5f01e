/*
 * fold.h
 *	  Folding: the form of a text in which two ways of typing the same words
 *	  are the same bytes, and the way back to the original.
 */
#ifndef MC_FOLD_H
#define MC_FOLD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "text/host.h"

/*
 * A stretch of the text whose folded form has other borders of characters than
 * the original.  Between two such stretches offsets differ by a constant.
 */
typedef struct McFoldStep
{
	uint32_t fold_start;
	uint32_t fold_end;
	uint32_t start; /* in the original */
	uint32_t end;
} McFoldStep;

typedef struct McFold
{
	const char *original;
	uint32_t original_len;
	bool ascii; /* original is pure ASCII */
	char *text; /* folded, followed by MC_FOLD_PAD zero bytes */
	uint32_t len;
	McFoldStep *steps; /* ascending; none for most notes */
	size_t nsteps;
	size_t steps_cap;
} McFold;

/* Zero bytes behind the folded text, so that words can be read 8 bytes at a time. */
#define MC_FOLD_PAD 32

/* Longest text the engine takes, in bytes (PostgreSQL's own limit is 1 GB). */
#define MC_MAX_TEXT 0x7FFFFF00u

/*
 * Fold a text: Unicode NFKC_Casefold (ICU), white space to a blank (line ends
 * to a newline), quotation marks, apostrophes, dashes, bullets and check boxes
 * to one ASCII form each.  Diacritics stay; matching drops them later.
 *
 * text is UTF-8 and must outlive the result; ill-formed bytes become U+FFFD.
 * The rest belongs to the host's memory.
 */
extern void mc_fold(const McHost *host, const char *text, uint32_t len, McFold *fold);

/*
 * Offset into the original of a folded offset.  at_end says that the offset is
 * the end of a span: inside a stretch that changed its length a start maps to
 * the start of the stretch, an end to its end.  cursor is 0 at first and may
 * be kept between calls with ascending offsets.
 */
static inline uint32_t mc_fold_origin(const McFold *fold, uint32_t offset, bool at_end,
									  size_t *cursor);

/* The same for a text that has such stretches. */
extern uint32_t mc_fold_origin_steps(const McFold *fold, uint32_t offset, bool at_end,
									 size_t *cursor);

static inline uint32_t
mc_fold_origin(const McFold *fold, uint32_t offset, bool at_end, size_t *cursor)
{
	return fold->nsteps == 0 ? offset
							 : mc_fold_origin_steps(fold, offset, at_end, cursor);
}

#endif /* MC_FOLD_H */
