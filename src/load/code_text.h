/*
 * code_text.h
 *		The text of a note, looked at byte by byte for what it says of codes.
 *
 * UTF-8; blanks and dashes of every kind count, whatever their bytes.
 */
#ifndef MC_CODE_TEXT_H
#define MC_CODE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

typedef struct McCodeText
{
	const char *bytes;
	size_t length;
} McCodeText;

static inline char
At(const McCodeText *text, size_t i)
{
	return i < text->length ? text->bytes[i] : '\0';
}

static inline bool
HasBytes(const McCodeText *text, size_t i, const char *bytes)
{
	size_t n = strlen(bytes);

	return i + n <= text->length && memcmp(text->bytes + i, bytes, n) == 0;
}

/* Bytes of the dash at i: hyphen, minus or one of the printers' dashes; or 0 */
static inline size_t
DashAt(const McCodeText *text, size_t i)
{
	static const char *const dashes[] = {"\xE2\x80\x90", "\xE2\x80\x91", "\xE2\x80\x92",
										 "\xE2\x80\x93", "\xE2\x80\x94", "\xE2\x88\x92"};

	if (At(text, i) == '-')
		return 1;
	for (size_t n = 0; n < sizeof(dashes) / sizeof(dashes[0]); n++)
		if (HasBytes(text, i, dashes[n]))
			return 3;
	return 0;
}

static inline size_t
BlankAt(const McCodeText *text, size_t i)
{
	if (At(text, i) == ' ' || (At(text, i) >= '\t' && At(text, i) <= '\r'))
		return 1;
	return HasBytes(text, i, "\xC2\xA0") ? 2 : 0;
}

static inline size_t
SkipBlanks(const McCodeText *text, size_t i)
{
	size_t n;

	while ((n = BlankAt(text, i)) > 0)
		i += n;
	return i;
}

static inline bool
IsUpper(char c)
{
	return c >= 'A' && c <= 'Z';
}

static inline bool
IsDigit(char c)
{
	return c >= '0' && c <= '9';
}

static inline bool
IsCodeChar(char c)
{
	return IsUpper(c) || IsDigit(c);
}

static inline bool
IsAlnum(char c)
{
	return IsCodeChar(c) || (c >= 'a' && c <= 'z');
}

/* Is the byte at i part of a word? */
static inline bool
InWord(const McCodeText *text, size_t i)
{
	char c = At(text, i);

	return IsAlnum(c) ||
		   ((unsigned char) c >= 0x80 && !DashAt(text, i) && !BlankAt(text, i));
}

/* Is this word, in lower case, at i?  *end is set behind it. */
static inline bool
WordAt(const McCodeText *text, size_t i, const char *word, size_t *end)
{
	for (; *word != '\0'; word++, i++)
	{
		char c = At(text, i);

		if ((IsUpper(c) ? c - 'A' + 'a' : c) != *word)
			return false;
	}
	if (InWord(text, i))
		return false;
	*end = i;
	return true;
}

/* Is one of the words, separated by blanks, at i? */
static inline bool
AnyWordAt(const McCodeText *text, size_t i, const char *words, size_t *end)
{
	while (*words != '\0')
	{
		char word[24];
		size_t n = strcspn(words, " ");

		memcpy(word, words, n);
		word[n] = '\0';
		if (WordAt(text, i, word, end))
			return true;
		words += n + (words[n] == ' ');
	}
	return false;
}

/* Where the next member of a list that ended at i may begin, or 0 */
static inline size_t
NextMember(const McCodeText *text, size_t i)
{
	size_t next = SkipBlanks(text, i);
	size_t begin = next;

	if (At(text, next) != '\0' && strchr(",;/", At(text, next)))
		next++;
	else if (At(text, next) == '.' && BlankAt(text, next + 1))
		next++;
	next = SkipBlanks(text, next);
	if (AnyWordAt(text, next, "and/or and or", &next))
		next = SkipBlanks(text, next);
	return next > begin ? next : 0;
}

#endif /* MC_CODE_TEXT_H */
