/*
 * charclass.c
 *	  Classes of characters of folded text.
 */
#include "text/charclass.h"

#include <unicode/uchar.h>

#define S        MC_CH_SPACE
#define N        MC_CH_NEWLINE
#define L        MC_CH_LETTER
#define D        MC_CH_DIGIT
#define P        MC_CH_PUNCT
#define W        MC_CH_WIDE
#define ROW8(c)  c, c, c, c, c, c, c, c
#define ROW16(c) ROW8(c), ROW8(c)

const uint8_t mc_byte_class[256] = {
	/* 0x00: folding leaves no control character but the newline */
	ROW8(S),
	S,
	S,
	N,
	S,
	S,
	S,
	S,
	S,
	ROW16(S),
	/* blank and ! to / */
	S,
	P,
	P,
	P,
	P,
	P,
	P,
	P,
	P,
	P,
	P,
	P,
	P,
	P,
	P,
	P,
	/* 0 to 9 and : to ? */
	D,
	D,
	D,
	D,
	D,
	D,
	D,
	D,
	D,
	D,
	P,
	P,
	P,
	P,
	P,
	P,
	/* @, A to O */
	P,
	L,
	L,
	L,
	L,
	L,
	L,
	L,
	L,
	L,
	L,
	L,
	L,
	L,
	L,
	L,
	/* P to Z, [ to _ */
	L,
	L,
	L,
	L,
	L,
	L,
	L,
	L,
	L,
	L,
	L,
	P,
	P,
	P,
	P,
	P,
	/* `, a to o */
	P,
	L,
	L,
	L,
	L,
	L,
	L,
	L,
	L,
	L,
	L,
	L,
	L,
	L,
	L,
	L,
	/* p to z, { to ~ */
	L,
	L,
	L,
	L,
	L,
	L,
	L,
	L,
	L,
	L,
	L,
	P,
	P,
	P,
	P,
	S,
	ROW16(W),
	ROW16(W),
	ROW16(W),
	ROW16(W),
	ROW16(W),
	ROW16(W),
	ROW16(W),
	ROW16(W),
};

#define Y 1
#define O 0

const uint8_t mc_byte_in_word[256] = {
	ROW16(O), ROW16(O), ROW16(O), Y, Y, Y, Y, Y, Y, Y, Y, Y, Y, O, O, O, O, O, O, O, Y,
	Y,        Y,        Y,        Y, Y, Y, Y, Y, Y, Y, Y, Y, Y, Y, Y, Y, Y, Y, Y, Y, Y,
	Y,        Y,        Y,        Y, O, O, O, O, O, O, Y, Y, Y, Y, Y, Y, Y, Y, Y, Y, Y,
	Y,        Y,        Y,        Y, Y, Y, Y, Y, Y, Y, Y, Y, Y, Y, Y, O, O, O, O, O,
};

McCharClass
mc_codepoint_class(uint32_t c)
{
	/* Latin, Greek and Cyrillic letters without asking ICU */
	if ((c >= 0xC0 && c <= 0x2AF && c != 0xD7 && c != 0xF7) ||
		(c >= 0x370 && c <= 0x52F && c != 0x37E && c != 0x387))
		return MC_CH_LETTER;
	if (u_hasBinaryProperty((UChar32) c, UCHAR_IDEOGRAPHIC) ||
		(c >= 0x3040 && c <= 0x30FF) || (c >= 0xAC00 && c <= 0xD7A3))
		return MC_CH_IDEOGRAPH;

	switch (u_charType((UChar32) c))
	{
		case U_UPPERCASE_LETTER:
		case U_LOWERCASE_LETTER:
		case U_TITLECASE_LETTER:
		case U_MODIFIER_LETTER:
		case U_OTHER_LETTER:
		case U_NON_SPACING_MARK:
		case U_ENCLOSING_MARK:
		case U_COMBINING_SPACING_MARK:
			return MC_CH_LETTER;
		case U_DECIMAL_DIGIT_NUMBER:
			return MC_CH_DIGIT;
		case U_SPACE_SEPARATOR:
		case U_CONTROL_CHAR:
		case U_FORMAT_CHAR:
			return MC_CH_SPACE;
		case U_LINE_SEPARATOR:
		case U_PARAGRAPH_SEPARATOR:
			return MC_CH_NEWLINE;
		case U_DASH_PUNCTUATION:
		case U_START_PUNCTUATION:
		case U_END_PUNCTUATION:
		case U_CONNECTOR_PUNCTUATION:
		case U_OTHER_PUNCTUATION:
		case U_INITIAL_PUNCTUATION:
		case U_FINAL_PUNCTUATION:
			return MC_CH_PUNCT;
		default:
			return MC_CH_SYMBOL;
	}
}
