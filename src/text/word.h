/*
 * word.h
 *	  The distinct words of one text.  A token says which word it is; what
 *	  depends on the word alone (its stem, whether it is a number) is worked
 *	  out once for each word, not for each place where it stands.
 */
#ifndef MC_WORD_H
#define MC_WORD_H

#include <stddef.h>
#include <stdint.h>

#include "text/host.h"

#define MC_NO_WORD UINT32_MAX

/* flags of a word */
#define MC_WORD_FUNCTION 0x0001 /* of, the, in: carries no meaning of its own */
#define MC_WORD_NUMBER   0x0002 /* begins with a digit or is a number word */
#define MC_WORD_ROMAN    0x0004 /* could be a Roman numeral: ii, iiib, iv */
#define MC_WORD_GRADED   0x0008 /* stage, type, grade: a numeral may follow */

typedef struct McWord
{
	uint64_t key;      /* hash of the folded word */
	uint64_t stem_key; /* hash of its stem: equal stems, equal keys */
	uint64_t head;     /* its first eight bytes, zero padded */
	const char *text;  /* folded word, not terminated */
	uint32_t len;
	uint32_t flags;
} McWord;

typedef struct McWords
{
	McWord *list;
	size_t count;
	size_t cap;
	uint32_t *slots; /* open addressing, word number + 1 */
	uint32_t mask;
} McWords;

extern void mc_words_init(const McHost *host, McWords *words, size_t expected);

/* Forget all words but keep the memory. */
extern void mc_words_reset(McWords *words);

/*
 * Number of the word with these folded bytes, added if it is new.  text must
 * outlive words and needs MC_FOLD_PAD readable bytes behind its end.
 */
extern uint32_t mc_words_intern(const McHost *host, McWords *words, const char *text,
								uint32_t len);

/* Hash of a byte string; the same on every machine and in every release. */
extern uint64_t mc_hash_bytes(const char *text, size_t len);

static inline const char *
mc_word_text(const McWords *words, uint32_t word)
{
	return words->list[word].text;
}

#endif /* MC_WORD_H */
