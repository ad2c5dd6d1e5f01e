/*
 * document.h
 *	  The analysed note: tokens, sentences and sections with their places.
 */
#ifndef MC_DOCUMENT_H
#define MC_DOCUMENT_H

#include <stdbool.h>
#include <stdint.h>

#include "text/fold.h"
#include "text/host.h"
#include "text/section.h"
#include "text/sentence.h"
#include "text/token.h"
#include "text/word.h"

typedef struct McDocument
{
	McFold fold;
	McWords words;
	McTokens tokens;
	McSections sections;
	McSentences sentences;
	bool truncated; /* longer than MC_MAX_TEXT: the rest was not read */
	/* characters before each MC_CHAR_STRIDE-th byte; NULL for ASCII */
	uint32_t *char_marks;
} McDocument;

#define MC_CHAR_STRIDE 256

/*
 * Analyse a note.  text is UTF-8 of any length and content, and must outlive
 * the document; headers may be empty.  All memory is the host's.  Never fails
 * for what the text says.
 */
extern void mc_document(const McHost *host, const McHeaders *headers, const char *text,
						size_t len, McDocument *doc);

/* Character offset (0-based) of a byte offset into the original text. */
extern uint32_t mc_char_offset(const McDocument *doc, uint32_t byte);

/* Byte offset of a character offset; the length of the text when past its end. */
extern uint32_t mc_byte_offset(const McDocument *doc, uint32_t character);

/* Number of the sentence that holds a token. */
extern uint32_t mc_sentence_of(const McDocument *doc, uint32_t token);

#endif /* MC_DOCUMENT_H */
