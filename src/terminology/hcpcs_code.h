/*
 * hcpcs_code.h
 *		HCPCS and CPT codes as one number.
 *
 * Five characters, letters or digits: 99213, G0463, 0042T, A0021.  As a number
 * in base 36 they take 26 bits, and numbers compare as the codes do, digits
 * before letters.  The functions know the shape of a code only.
 */
#ifndef MC_HCPCS_CODE_H
#define MC_HCPCS_CODE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define MC_HCPCS_LENGTH 5

/* No code of five characters */
#define MC_HCPCS_NONE UINT32_MAX

/* Read text[0..length), of whatever case, blanks around it skipped; MC_HCPCS_NONE if it is none. */
static inline uint32_t
mc_hcpcs_parse(const char *text, size_t length)
{
	uint32_t code = 0;

	while (length > 0 && text[0] == ' ')
		text++, length--;
	while (length > 0 && text[length - 1] == ' ')
		length--;
	if (length != MC_HCPCS_LENGTH)
		return MC_HCPCS_NONE;
	for (size_t i = 0; i < length; i++)
	{
		char c = text[i];
		unsigned digit;

		if (c >= '0' && c <= '9')
			digit = (unsigned) (c - '0');
		else if (c >= 'A' && c <= 'Z')
			digit = (unsigned) (c - 'A') + 10;
		else if (c >= 'a' && c <= 'z')
			digit = (unsigned) (c - 'a') + 10;
		else
			return MC_HCPCS_NONE;
		code = code * 36 + digit;
	}
	return code;
}

/* Write the code, with a NUL, into buf of MC_HCPCS_LENGTH + 1 bytes. */
static inline void
mc_hcpcs_print(uint32_t code, char *buf)
{
	buf[MC_HCPCS_LENGTH] = '\0';
	for (int i = MC_HCPCS_LENGTH - 1; i >= 0; i--, code /= 36)
		buf[i] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"[code % 36];
}

/* Level II: a letter and four digits.  The others are CPT's. */
static inline bool
mc_hcpcs_is_level2(uint32_t code)
{
	char text[MC_HCPCS_LENGTH + 1];

	if (code == MC_HCPCS_NONE)
		return false;
	mc_hcpcs_print(code, text);
	for (int i = 1; i < MC_HCPCS_LENGTH; i++)
		if (text[i] > '9')
			return false;
	return text[0] > '9';
}

#endif /* MC_HCPCS_CODE_H */
