/*
 * token.h
 *	  Tokens of clinical writing.
 */
#ifndef MC_TOKEN_H
#define MC_TOKEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "text/fold.h"
#include "text/host.h"
#include "text/word.h"

typedef enum McTokenKind
{
	MC_TOKEN_WORD,     /* fever, h/o, T2DM, I&D, E11.9 */
	MC_TOKEN_NUMBER,   /* 500, 3.5, 142/88, 35-40, 3b, 2nd */
	MC_TOKEN_DATE,     /* 01/02/2026, 2026-01-02 */
	MC_TOKEN_PUNCT,    /* one character */
	MC_TOKEN_CHECKBOX, /* [ ], [x], ( ) at the start of a line */
	MC_TOKEN_BLANK,    /* removed by de-identification: [**...**], ____, XXXX */
	MC_TOKEN_MARKUP,   /* remains of HTML or RTF */
	MC_TOKEN_SYMBOL    /* emoji and the like */
} McTokenKind;

/* flags of a token */
#define MC_TOK_LINE     0x01  /* first on its line */
#define MC_TOK_PARA     0x02  /* ... and a blank line stands before it */
#define MC_TOK_JOINED   0x04  /* no blank before it: follow-up, 500mg, COPD/asthma */
#define MC_TOK_CAPITAL  0x08  /* begins with an upper-case ASCII letter */
#define MC_TOK_UPPER    0x10  /* two or more letters, all upper case */
#define MC_TOK_CHECKED  0x20  /* of a check box */
#define MC_TOK_HYPHEN   0x40  /* a hyphen, not kept as a token, joins it to the last */
#define MC_TOK_DOTTED   0x80  /* ends with a dot of its own: b.i.d. */
#define MC_TOK_INDENTED 0x100 /* first on its line, behind a blank */
#define MC_TOK_BREAK    0x200 /* a line, sentence, item or header may begin or end here */

typedef struct McToken
{
	uint32_t start; /* byte offsets into the original, half open */
	uint32_t end;
	uint32_t word; /* number in McWords, MC_NO_WORD for the wordless */
	uint8_t kind;  /* McTokenKind */
	uint8_t punct; /* the character of an ASCII MC_TOKEN_PUNCT */
	uint16_t flags;
} McToken;

typedef struct McTokens
{
	McToken *list;
	size_t count;
	size_t cap;
} McTokens;

/* Is a token this character? */
static inline bool
mc_is_punct(const McToken *token, char punct)
{
	return token->kind == MC_TOKEN_PUNCT && token->punct == (uint8_t) punct;
}

/*
 * Cut a folded text into tokens, adding their words to words.
 *
 * One token each: slash abbreviations (h/o, w/, s/p, n/v/d), letters joined by
 * an ampersand (I&D), dotted abbreviations (b.i.d.), possessives, codes
 * (E11.9), numbers with decimals, ratios and ranges (142/88, 35-40), dates.
 * Cut apart: COPD/asthma, fever:none, 500mg, words joined by a hyphen.
 * A Roman numeral behind stage, type, grade and the like has the word of its
 * digits (stage IIIb: 3b); a number word has their stem (two: 2).  A character
 * that folds to several words gives the first of them.
 */
extern void mc_tokenise(const McHost *host, const McFold *fold, McWords *words,
						McTokens *tokens);

/*
 * Does token i carry meaning of its own?  Words such as of and the do not, nor
 * does punctuation.  The letter A that names a kind does (hepatitis A): set in
 * capitals within a sentence, or at the end of a phrase.
 */
extern bool mc_token_counts(const McTokens *tokens, const McWords *words, size_t i);

#endif /* MC_TOKEN_H */
