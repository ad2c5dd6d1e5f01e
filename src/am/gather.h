/*
 * gather.h
 *		Bringing the phrases of a word together on one page.
 */
#ifndef MC_AM_GATHER_H
#define MC_AM_GATHER_H

#include "am/bucket.h"

/*
 * Bytes that new words may fill of the page that is open for them.  The rest is
 * left for more phrases under the same words.
 */
#define MC_OPEN_LIMIT (MC_PAGE_ROOM * 3 / 4)

/* Pages that the phrases of a word may be spread over before they are gathered */
#define MC_GATHER_PAGES 2

/* A word with phrases to be sorted in: list[first] to list[end - 1] */
typedef struct McWordPlace
{
	size_t first;
	size_t end;
	BlockNumber block; /* of its slot */
	int number;
	BlockNumber bucket;
} McWordPlace;

/*
 * Gather the phrases of a word, and those to be added, on one page if they are on more
 * than so many; false if they are not, or too many phrases.  Only under the lock of
 * mc_am_flush().
 */
extern bool mc_gather_word(Relation index, uint32 pages, const McWordPlace *place,
						   const McSlot *slot, McCollected *collected,
						   const McNewPosting *list, size_t n);

/*
 * Gather each word that has its phrases on more than one page and can have them on one.
 * Likewise.
 */
extern void mc_gather_all(Relation index, uint32 directory_pages);

/*
 * A crash came while the old groups of a word that had been gathered were given up: do
 * the rest.  Likewise.
 */
extern void mc_finish_gathering(Relation index, uint32 directory_pages, uint64 key);

#endif /* MC_AM_GATHER_H */
