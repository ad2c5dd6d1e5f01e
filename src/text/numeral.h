/*
 * numeral.h
 *	  Numbers written as words or as Roman numerals.
 */
#ifndef MC_NUMERAL_H
#define MC_NUMERAL_H

#include <stddef.h>

/* Digits for a number word (two: "2", second: "2nd"), or NULL. */
extern const char *mc_number_word(const char *word, size_t len);

/*
 * Value (1 to 39) of a lower-case Roman numeral, with one letter a to e behind
 * it allowed (iiib); 0 when the word is none.  Whether the word is meant as a
 * numeral is for the caller to know: i, v and x are words too.
 */
extern int mc_roman_value(const char *word, size_t len);

/*
 * The numeral in digits (iiib: "3b") into out, which has room for 8 bytes.
 * Returns the length, 0 when the word is no Roman numeral.
 */
extern size_t mc_roman_digits(const char *word, size_t len, char *out);

#endif /* MC_NUMERAL_H */
