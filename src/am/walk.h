/*
 * walk.h
 *		Copies of pages, and what stands on them, posting by posting.
 */
#ifndef MC_AM_WALK_H
#define MC_AM_WALK_H

#include "am/am.h"

/* Copy a page under share lock into BLCKSZ aligned bytes. */
extern void mc_page_copy(Relation index, BlockNumber block, BufferAccessStrategy strategy,
						 char *copy);

/* Why the header of a copied page that is not all zero cannot be right, or NULL */
extern const char *mc_page_damage(Page page, BlockNumber block);

/* What stands on a bucket or pending page, posting by posting */
typedef struct McPageWalk
{
	const char *content;
	Size used;
	Size at;              /* of what is next */
	bool pending;         /* without groups */
	const McGroup *group; /* of the posting */
	Size group_at;
	Size group_end;
	uint32 group_left; /* postings to come in it */
	bool first;        /* the posting is the first of its group */
	const McPosting *posting;
	Size posting_at;
	const char *damage; /* what is wrong at damage_at, once the walk has ended */
	Size damage_at;
} McPageWalk;

/* Begin at a copied page that mc_page_damage found nothing at. */
extern void mc_walk_begin(McPageWalk *walk, Page page);

/* The next posting; false at the end or if there is damage. */
extern bool mc_walk_next(McPageWalk *walk);

#endif /* MC_AM_WALK_H */
