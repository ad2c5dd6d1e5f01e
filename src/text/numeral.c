/*
 * numeral.c
 *	  Numbers written as words or as Roman numerals.
 */
#include "text/numeral.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

static const char *const number_words[][2] = {
	{"one", "1"},     {"two", "2"},      {"three", "3"},     {"four", "4"},
	{"five", "5"},    {"six", "6"},      {"seven", "7"},     {"eight", "8"},
	{"nine", "9"},    {"ten", "10"},     {"eleven", "11"},   {"twelve", "12"},
	{"first", "1st"}, {"second", "2nd"}, {"third", "3rd"},   {"fourth", "4th"},
	{"fifth", "5th"}, {"sixth", "6th"},  {"seventh", "7th"}, {"eighth", "8th"},
	{"ninth", "9th"}, {"tenth", "10th"},
};

const char *
mc_number_word(const char *word, size_t len)
{
	if (len < 3 || len > 8)
		return NULL;
	for (size_t i = 0; i < sizeof(number_words) / sizeof(number_words[0]); i++)
	{
		if (number_words[i][0][0] == word[0] && strlen(number_words[i][0]) == len &&
			memcmp(number_words[i][0], word, len) == 0)
			return number_words[i][1];
	}
	return NULL;
}

/* Is there a letter for a subdivision behind the numeral? (stage iiib) */
static bool
HasSubdivision(const char *word, size_t len)
{
	return len > 1 && word[len - 1] >= 'a' && word[len - 1] <= 'e';
}

int
mc_roman_value(const char *word, size_t len)
{
	/* the only order of letters up to 39: x{0,3} then iv, ix, or v?i{0,3} */
	size_t i = 0;
	int value = 0;

	if (HasSubdivision(word, len))
		len--;
	while (i < len && i < 3 && word[i] == 'x')
		i++, value += 10;
	if (i + 2 == len && word[i] == 'i' && word[i + 1] == 'v')
		return value + 4;
	if (i + 2 == len && word[i] == 'i' && word[i + 1] == 'x')
		return value + 9;
	if (i < len && word[i] == 'v')
		i++, value += 5;
	for (int ones = 0; ones < 3 && i < len && word[i] == 'i'; ones++)
		i++, value += 1;
	return i == len ? value : 0;
}

size_t
mc_roman_digits(const char *word, size_t len, char *out)
{
	int value = mc_roman_value(word, len);
	int n;

	if (value == 0)
		return 0;
	n = snprintf(out, 8, "%d", value);
	if (HasSubdivision(word, len))
		out[n++] = word[len - 1];
	return (size_t) n;
}
