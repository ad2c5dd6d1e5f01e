/*
 * charclass.h
 *	  Classes of characters of folded text, as the tokeniser sees them.
 */
#ifndef MC_CHARCLASS_H
#define MC_CHARCLASS_H

#include <stdint.h>

typedef enum McCharClass
{
	MC_CH_SPACE,
	MC_CH_NEWLINE,
	MC_CH_LETTER,
	MC_CH_DIGIT,
	MC_CH_PUNCT,
	MC_CH_IDEOGRAPH, /* a word by itself: scripts without blanks */
	MC_CH_SYMBOL,    /* emoji, dingbats, everything else */
	MC_CH_WIDE       /* lead byte of a character outside ASCII */
} McCharClass;

/* Class of each byte; bytes above 0x7F are MC_CH_WIDE. */
extern const uint8_t mc_byte_class[256];

/* Is a byte a letter or a digit of ASCII? */
extern const uint8_t mc_byte_in_word[256];

/* Class of a code point outside ASCII. */
extern McCharClass mc_codepoint_class(uint32_t c);

#endif /* MC_CHARCLASS_H */
