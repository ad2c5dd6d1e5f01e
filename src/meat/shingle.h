/*
 * shingle.h
 *	  Fingerprints of paragraphs, to know text that was copied from an earlier note.
 *
 * A shingle is five words that follow each other within a paragraph, whatever their case
 * and the punctuation between.  A paragraph is copied if most of its shingles stand in
 * earlier notes; fewer than eight words are too few to tell.
 */
#ifndef MC_SHINGLE_H
#define MC_SHINGLE_H

#include "text/document.h"

#define MC_SHINGLE_WORDS   5
#define MC_PARAGRAPH_WORDS 8  /* fewer: nothing is said of it */
#define MC_COPIED_PER_CENT 80 /* of its shingles */

typedef struct McParagraph
{
	uint32_t first_token;
	uint32_t end_token; /* one past the last */
	uint32_t nwords;
	uint32_t nshingles;
	const uint64_t *shingles; /* in the order of the text */
} McParagraph;

typedef struct McParagraphs
{
	McParagraph *list; /* cover the note */
	size_t count;
} McParagraphs;

/* The paragraphs of a note: blank lines and sections part them. */
extern void mc_paragraphs(const McHost *host, const McDocument *doc,
						  McParagraphs *paragraphs);

/* Shingles of earlier notes */
typedef struct McShingleSet
{
	uint64_t *slots; /* 0: free */
	size_t mask;
	size_t count;
} McShingleSet;

extern void mc_shingle_set_init(const McHost *host, McShingleSet *set);
extern void mc_shingle_set_add(const McHost *host, McShingleSet *set, uint64_t shingle);
extern bool mc_shingle_set_has(const McShingleSet *set, uint64_t shingle);

/* Is most of a paragraph in the set? */
extern bool mc_is_copied(const McShingleSet *set, const McParagraph *paragraph);

/* The number of the paragraph that holds a token */
extern size_t mc_paragraph_of(const McParagraphs *paragraphs, uint32_t token);

#endif /* MC_SHINGLE_H */
