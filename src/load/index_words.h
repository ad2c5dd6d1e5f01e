/*
 * index_words.h
 *		The words of titles and references of the Index, made comparable.  For
 *		index_reference.c.
 */
#ifndef MC_INDEX_WORDS_REFERENCE_H
#define MC_INDEX_WORDS_REFERENCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "text/fold.h"

/* Most words of a title or reference that are compared */
#define MC_INDEX_MAX_WORDS 48

/* Words as keys: equal words, inflections undone, have equal keys */
typedef struct McIndexWords
{
	uint64_t key[MC_INDEX_MAX_WORDS];
	bool comma[MC_INDEX_MAX_WORDS];       /* one stands behind it */
	const char *text[MC_INDEX_MAX_WORDS]; /* where it is, folded; not terminated */
	uint32_t length[MC_INDEX_MAX_WORDS];
	unsigned count;
	bool cut; /* there are more */
} McIndexWords;

/*
 * The words of folded text[0..length) that are compared; MC_FOLD_PAD bytes
 * behind it may be read.  Left out are those in parentheses, NEC, NOS, articles,
 * of, and type, site and the like behind "specified".
 */
extern void mc_index_split_words(const char *text, uint32_t length, McIndexWords *words);

/* The same of a text as written; the folded text is to be given back. */
extern void mc_index_fold_words(const McHost *host, const char *text, McFold *fold,
								McIndexWords *words);
extern void mc_index_free_fold(const McHost *host, McFold *fold);

/* Are the words the same, or inflections of the kind retina, retinal? */
extern bool mc_index_words_alike(const McIndexWords *a, unsigned i, const McIndexWords *b,
								 unsigned j);

/* Is text[0..length) the word, or any of the list? */
extern bool mc_index_is_word(const char *text, uint32_t length, const char *word);
extern bool mc_index_is_any(const char *text, uint32_t length, const char *const *list,
							size_t count);

#endif /* MC_INDEX_WORDS_REFERENCE_H */
