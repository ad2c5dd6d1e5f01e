/*
 * change.h
 *		A change of directory and buckets: up to four pages in one record, of which the
 *		metapage is the first.
 */
#ifndef MC_AM_CHANGE_H
#define MC_AM_CHANGE_H

#include "am/bucket.h"

/* A change in the making: metapage, a page of the directory and of a bucket, a new page */
typedef struct McChange
{
	Relation index;
	GenericXLogState *state;
	Buffer buffers[4];
	int nbuffers;
	McMetaPage *meta;
} McChange;

/* Begin with the metapage, as all writers do. */
extern void mc_change_begin(McChange *change, Relation index);

/* One more page of the change, of one of these kinds */
extern Page mc_change_page(McChange *change, BlockNumber block, unsigned kinds);

/* A new page at the end of the file, and its number */
extern Page mc_change_new_page(McChange *change, McPageKind kind, BlockNumber *block);

/* Count what was added to a bucket, in its slot and in the metapage. */
extern void mc_change_count(McChange *change, McSlot *slot, const McNewPosting *list,
							size_t n);

/* Write the record; the generation is one more. */
extern void mc_change_end(McChange *change);

#endif /* MC_AM_CHANGE_H */
