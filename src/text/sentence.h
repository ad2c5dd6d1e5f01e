/*
 * sentence.h
 *	  Sentences, list items and key-value lines.
 */
#ifndef MC_SENTENCE_H
#define MC_SENTENCE_H

#include <stddef.h>
#include <stdint.h>

#include "text/host.h"
#include "text/section.h"
#include "text/token.h"

/* flags of a sentence */
#define MC_SENT_HEADER    0x01 /* the header of a section */
#define MC_SENT_ITEM      0x02 /* begins with a bullet, a list number or a box */
#define MC_SENT_CHECKED   0x04 /* begins with a ticked box */
#define MC_SENT_UNCHECKED 0x08 /* begins with an empty box */
#define MC_SENT_KEYVALUE  0x10 /* "fever: none": colon_token says where */

typedef struct McSentence
{
	uint32_t first_token;
	uint32_t end_token;   /* one past the last */
	uint32_t colon_token; /* of MC_SENT_KEYVALUE: the colon */
	uint32_t section;     /* number of its section */
	uint32_t flags;
} McSentence;

typedef struct McSentences
{
	McSentence *list;
	size_t count;
	size_t cap;
} McSentences;

/*
 * Cut tokens into sentences.  Every token belongs to exactly one sentence; no
 * sentence reaches over the border of a section, and a header is a sentence
 * of its own, so that its words do not act on what follows.
 */
extern void mc_find_sentences(const McHost *host, const McTokens *tokens,
							  const McWords *words, const McSections *sections,
							  McSentences *sentences);

#endif /* MC_SENTENCE_H */
