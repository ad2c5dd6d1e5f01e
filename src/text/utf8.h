/*
 * utf8.h
 *	  Reading and writing UTF-8.  Input is checked: a byte that does not begin
 *	  a well-formed sequence reads as itself (one byte, U+FFFD), so that no
 *	  input can make a reader run past its end.
 */
#ifndef MC_UTF8_H
#define MC_UTF8_H

#include <stddef.h>
#include <stdint.h>

/* Code point at p; *width is set to the number of bytes it takes (1 to 4). */
static inline uint32_t
mc_utf8_read(const char *p, const char *end, int *width)
{
	const unsigned char *s = (const unsigned char *) p;
	size_t left = (size_t) (end - p);

	*width = 1;
	if (s[0] < 0x80)
		return s[0];
	if (s[0] >= 0xC2 && s[0] < 0xE0 && left >= 2 && (s[1] & 0xC0) == 0x80)
	{
		*width = 2;
		return ((uint32_t) (s[0] & 0x1F) << 6) | (s[1] & 0x3F);
	}
	if ((s[0] & 0xF0) == 0xE0 && left >= 3 && (s[1] & 0xC0) == 0x80 &&
		(s[2] & 0xC0) == 0x80)
	{
		uint32_t c = ((uint32_t) (s[0] & 0x0F) << 12) | ((uint32_t) (s[1] & 0x3F) << 6) |
					 (s[2] & 0x3F);

		if (c >= 0x800 && (c < 0xD800 || c > 0xDFFF))
		{
			*width = 3;
			return c;
		}
	}
	if (s[0] >= 0xF0 && s[0] < 0xF5 && left >= 4 && (s[1] & 0xC0) == 0x80 &&
		(s[2] & 0xC0) == 0x80 && (s[3] & 0xC0) == 0x80)
	{
		uint32_t c = ((uint32_t) (s[0] & 0x07) << 18) | ((uint32_t) (s[1] & 0x3F) << 12) |
					 ((uint32_t) (s[2] & 0x3F) << 6) | (s[3] & 0x3F);

		if (c >= 0x10000 && c <= 0x10FFFF)
		{
			*width = 4;
			return c;
		}
	}
	return 0xFFFD;
}

/* Write c at p (room for 4 bytes); returns the bytes written. */
static inline int
mc_utf8_write(char *p, uint32_t c)
{
	unsigned char *s = (unsigned char *) p;

	if (c < 0x80)
	{
		s[0] = (unsigned char) c;
		return 1;
	}
	if (c < 0x800)
	{
		s[0] = (unsigned char) (0xC0 | (c >> 6));
		s[1] = (unsigned char) (0x80 | (c & 0x3F));
		return 2;
	}
	if (c < 0x10000)
	{
		s[0] = (unsigned char) (0xE0 | (c >> 12));
		s[1] = (unsigned char) (0x80 | ((c >> 6) & 0x3F));
		s[2] = (unsigned char) (0x80 | (c & 0x3F));
		return 3;
	}
	s[0] = (unsigned char) (0xF0 | (c >> 18));
	s[1] = (unsigned char) (0x80 | ((c >> 12) & 0x3F));
	s[2] = (unsigned char) (0x80 | ((c >> 6) & 0x3F));
	s[3] = (unsigned char) (0x80 | (c & 0x3F));
	return 4;
}

#endif /* MC_UTF8_H */
