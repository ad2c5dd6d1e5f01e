/*
 * stem.h
 *	  From a folded word to its stem: inflection off, the disease suffix kept.
 */
#ifndef MC_STEM_H
#define MC_STEM_H

#include <stdint.h>

/* Longest word that is stemmed, in bytes; a longer one is its own stem. */
#define MC_MAX_STEM_INPUT 60

/*
 * Version of folding, stemming and numerals together.  Whatever stores stems
 * stores this number, and is rebuilt when it changes.
 */
#define MC_TEXT_VERSION 1

typedef struct McStem
{
	uint64_t key;   /* mc_hash_bytes of the stem */
	uint32_t flags; /* MC_WORD_* */
} McStem;

/*
 * Stem one folded word (UTF-8, no blank).  word_key is its mc_hash_bytes; up to
 * 8 bytes behind the word may be read.  Never fails: what cannot be stemmed is
 * its own stem.
 *
 * Rules, in this order:
 *	possessive 's and inner dots go (crohn's, b.i.d.);
 *	diacritics go (sjögren, ménière);
 *	British spelling becomes American (oedema, leukaemia, tumour);
 *	number words become digits (two, second);
 *	a plural becomes singular, the Greek and Latin ones of medicine too;
 *	a word with a suffix that names a kind of disease or of procedure
 *	(-itis, -osis, -oma, -emia, -pathy, -ectomy, ...) stays at that;
 *	all others go through the Snowball stemmer for English.
 */
extern void mc_stem(const char *word, uint32_t len, uint64_t word_key, McStem *stem);

/*
 * mc_hash_bytes of the word with plural and spelling undone: tells an
 * inflection (fractures: fracture) from a derivation (fractured).
 */
extern uint64_t mc_lemma_key(const char *word, uint32_t len);

/*
 * The stem itself, for a reader or a vocabulary: into out, which has room for
 * MC_MAX_STEM bytes.  Returns its length; a word longer than MC_MAX_STEM_INPUT
 * is its own stem and gives 0.
 */
#define MC_MAX_STEM (MC_MAX_STEM_INPUT + 8)
extern uint32_t mc_stem_text(const char *word, uint32_t len, char *out);

#endif /* MC_STEM_H */
