/*
 * layout.h
 *	  The words of a note laid out at places, for finding phrases in it.
 *
 * The words that count stand at places 1, 2, 3, ...; what no phrase reaches
 * over (the end of a sentence, a full stop, a colon) leaves a gap.  An
 * abbreviation lays the words it stands for at its own place.
 */
#ifndef MC_LAYOUT_H
#define MC_LAYOUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "match/definition.h"
#include "match/terminology.h"
#include "text/document.h"

/* A word at a place. */
typedef struct McItem
{
	uint64_t lemma_key; /* of an expansion's word; else worked out when asked */
	uint32_t place;
	uint32_t token;
	uint32_t soft;        /* commas and parentheses before it */
	uint32_t next;        /* item with the same stem, + 1 */
	uint8_t expansion;    /* words of the expansion it comes from; 0: none */
	uint8_t expansion_at; /* its number among them */
	uint32_t correction;  /* number in McLayout.corrections, + 1; 0: as written */
} McItem;

/* A word that a misspelt one may be meant as */
typedef struct McLaidCorrection
{
	McCorrection meant;
	uint32_t token;
	bool used; /* by a term that occurs */
} McLaidCorrection;

/* A stem of the note and where it stands. */
typedef struct McLayoutStem
{
	uint64_t key;
	uint32_t first; /* item + 1; 0: free slot */
	uint32_t last;
} McLayoutStem;

/* A part of the note that no phrase reaches over. */
typedef struct McLayout
{
	const McHost *host;
	McItem *items;  /* ascending by place */
	uint64_t *keys; /* stem of each item */
	size_t nitems;
	size_t items_cap;
	size_t keys_cap;
	McLayoutStem *stems; /* open addressing */
	uint32_t mask;
	uint32_t nstems;
	uint32_t first_token;
	uint32_t end_token;
	McDefinitions definitions; /* of the document */
	struct McWrittenOut        /* of its ambiguous abbreviations, by word */
	{
		uint32_t word;
		uint64_t readings;
	} * written;
	size_t nwritten;
	size_t written_cap;
	McLaidCorrection *corrections; /* of the part; those of one token together */
	size_t ncorrections;
	size_t corrections_cap;
	uint64_t steps; /* of work with it, for giving way */
	uint64_t marks[(1 << MC_MARK_BITS) / 64];
} McLayout;

extern void mc_layout_init(const McHost *host, McLayout *layout);

/*
 * Lay out the next part of a document, the first one if end_token is 0; false
 * if there is none.  With a terminology its abbreviations are expanded: those that the note
 * defines as it does, of the ambiguous ones the reading that wins.  A part
 * is a run of whole sentences, or of a sentence too long for one a piece.
 */
extern bool mc_layout_next(McLayout *layout, const McTerminology *terminology,
						   const McDocument *doc);

extern void mc_layout_done(McLayout *layout);

static inline bool
mc_has_mark(const McLayout *layout, uint32_t mark)
{
	return (layout->marks[mark / 64] >> (mark % 64)) & 1;
}

static inline bool
mc_is_marked(const McLayout *layout, uint64_t stem_key)
{
	return mc_has_mark(layout, mc_mark(stem_key));
}

/* Place of a stem in the layout, or a free slot. */
static inline const McLayoutStem *
mc_layout_stem(const McLayout *layout, uint64_t stem_key)
{
	uint32_t slot = (uint32_t) (stem_key >> 8) & layout->mask;

	while (layout->stems[slot].first && layout->stems[slot].key != stem_key)
		slot = (slot + 1) & layout->mask;
	return &layout->stems[slot];
}

#endif /* MC_LAYOUT_H */
