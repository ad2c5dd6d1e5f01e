/*
 * shared_ending.c
 *	  The beginning of a word that shares its ending with another: nephro- and retinopathy.
 */
#include "match/shared_ending.h"

#include <string.h>

#include "match/gap.h"
#include "text/stem.h"

/* Longest word put together, in bytes */
#define MAX_WORD 64

/* Shortest beginning */
#define MIN_BEGINNING 3

/*
 * Endings that stand behind the combining form of an organ or tissue (nephro-, entero-) and
 * are shared in writing; none is the ending of another.
 */
static const char *const endings[] = {
	"pathy",  "itis",   "osis",      "megaly",  "algia", "ectomy",  "plasty",
	"scopy",  "graphy", "lithiasis", "emia",    "uria",  "cytosis", "penia",
	"trophy", "plegia", "paresis",   "rrhagia", "rrhea", "malacia",
};

bool
mc_shared_ending(const McDocument *doc, uint32_t token, McTermWord *word)
{
	const McToken *t = &doc->tokens.list[token];
	uint32_t last = (uint32_t) doc->tokens.count;
	char text[MAX_WORD + MC_FOLD_PAD] = {0};
	const McWord *beginning;
	const McWord *whole;

	/* the hyphen of another word has no blank behind it */
	if (t->word == MC_NO_WORD || token + 3 >= last ||
		!mc_is_punct(&doc->tokens.list[token + 1], '-') ||
		doc->tokens.list[token + 1].start != t->end ||
		doc->tokens.list[token + 2].start == doc->tokens.list[token + 1].end ||
		!mc_is_conjunction(doc, token + 2) ||
		doc->tokens.list[token + 3].word == MC_NO_WORD)
		return false;
	beginning = &doc->words.list[t->word];
	whole = &doc->words.list[doc->tokens.list[token + 3].word];
	if (beginning->len < MIN_BEGINNING || whole->len > MAX_WORD)
		return false;
	for (size_t i = 0; i < sizeof(endings) / sizeof(endings[0]); i++)
	{
		uint32_t len = (uint32_t) strlen(endings[i]);
		uint32_t total = beginning->len + len;
		McStem stem;

		if (whole->len <= len + MIN_BEGINNING - 1 || total > MAX_WORD ||
			memcmp(whole->text + whole->len - len, endings[i], len) != 0)
			continue;
		memcpy(text, beginning->text, beginning->len);
		memcpy(text + beginning->len, endings[i], len);
		mc_stem(text, total, mc_hash_bytes(text, total), &stem);
		word->stem_key = stem.key;
		word->lemma_key = mc_lemma_key(text, total);
		return true;
	}
	return false;
}
