/*-------------------------------------------------------------------------
 *
 * icd10cm.c
 *		ICD-10-CM codes as one machine word: parse, print, ranges.
 *
 * See icd10cm.h for the packed form.  Character classes are spelled out here
 * because <ctype.h> depends on the locale.
 *
 *-------------------------------------------------------------------------
 */
#include "terminology/icd10cm.h"

/* Seven times 'Z', and what the characters of a code leave free of it */
#define ALL_Z          UINT64_C(0x5A5A5A5A5A5A5A00)
#define FREE_BITS(len) (~UINT64_C(0) >> (8 * (len)))

static inline bool
is_space(unsigned char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

static inline bool
is_upper(unsigned char c)
{
	return c >= 'A' && c <= 'Z';
}

static inline bool
is_digit(unsigned char c)
{
	return c >= '0' && c <= '9';
}

static inline unsigned char
to_upper(unsigned char c)
{
	return (c >= 'a' && c <= 'z') ? (unsigned char) (c - 'a' + 'A') : c;
}

/* The i-th character of a code, or 0 behind its end */
static inline unsigned char
char_at(McIcd10cm code, int i)
{
	return (unsigned char) (code >> (56 - 8 * i));
}

/*
 * Tell a heading as printed in the Alphabetic Index ("E11.-", "S72.0-") from
 * a stray dash: only dashes up to the end.
 */
static bool
only_dashes(const unsigned char *s, size_t from, size_t to)
{
	while (from < to && s[from] == '-')
		from++;
	return from == to;
}

McIcd10cmStatus
mc_icd10cm_parse(const char *text, size_t len, McIcd10cm *code, size_t *position)
{
	const unsigned char *s = (const unsigned char *) text;
	size_t end = len;
	size_t i = 0;
	int n = 0;        /* characters of the code so far */
	bool dot = false; /* the character before was the dot */
	McIcd10cm packed = 0;

	*code = MC_ICD10CM_NONE;

	while (end > 0 && is_space(s[end - 1]))
		end--;
	while (i < end && is_space(s[i]))
		i++;

	for (; i < end; i++)
	{
		unsigned char c = to_upper(s[i]);

		*position = i;

		if (c == '.' && n == MC_ICD10CM_CATEGORY_LEN && !dot)
		{
			dot = true;
			continue;
		}
		if (n == 0 && !is_upper(c))
			return MC_ICD10CM_BAD_FIRST;
		if (c == '.')
			return MC_ICD10CM_BAD_DOT;
		if (c == '-' && n >= MC_ICD10CM_CATEGORY_LEN && only_dashes(s, i, end))
			return MC_ICD10CM_TRAILING_DASH;
		if (!is_upper(c) && !is_digit(c))
			return MC_ICD10CM_BAD_CHAR;
		if (n == MC_ICD10CM_MAX_LEN)
			return MC_ICD10CM_TOO_LONG;

		packed |= (McIcd10cm) c << (56 - 8 * n);
		dot = false;
		n++;
	}

	if (dot)
	{
		*position = end - 1;
		return MC_ICD10CM_TRAILING_DOT;
	}
	*position = end;
	if (n == 0)
		return MC_ICD10CM_EMPTY;
	if (n < MC_ICD10CM_CATEGORY_LEN)
		return MC_ICD10CM_TOO_SHORT;

	*code = packed;
	*position = 0;
	return MC_ICD10CM_OK;
}

const char *
mc_icd10cm_status_text(McIcd10cmStatus status)
{
	switch (status)
	{
		case MC_ICD10CM_OK:
			return "nothing is wrong";
		case MC_ICD10CM_EMPTY:
			return "there is no code";
		case MC_ICD10CM_BAD_FIRST:
			return "the first character is not a letter";
		case MC_ICD10CM_BAD_CHAR:
			return "the character is neither a letter nor a digit";
		case MC_ICD10CM_BAD_DOT:
			return "a dot may only stand after the third character";
		case MC_ICD10CM_TRAILING_DOT:
			return "nothing follows the dot";
		case MC_ICD10CM_TRAILING_DASH:
			return "a dash is not part of a code";
		case MC_ICD10CM_TOO_SHORT:
			return "the code ends before its third character";
		case MC_ICD10CM_TOO_LONG:
			return "the code goes on after its seventh character";
	}
	return "unknown status";
}

int
mc_icd10cm_print(McIcd10cm code, char *buf)
{
	int n = 0;

	for (int i = 0; i < MC_ICD10CM_MAX_LEN && char_at(code, i) != 0; i++)
	{
		if (i == MC_ICD10CM_CATEGORY_LEN)
			buf[n++] = '.';
		buf[n++] = (char) char_at(code, i);
	}
	buf[n] = '\0';
	return n;
}

int
mc_icd10cm_print_undotted(McIcd10cm code, char *buf)
{
	int n = 0;

	while (n < MC_ICD10CM_MAX_LEN && char_at(code, n) != 0)
	{
		buf[n] = (char) char_at(code, n);
		n++;
	}
	buf[n] = '\0';
	return n;
}

bool
mc_icd10cm_is_valid(McIcd10cm code)
{
	int len = mc_icd10cm_length(code);

	if (len < MC_ICD10CM_CATEGORY_LEN || !is_upper(char_at(code, 0)))
		return false;
	for (int i = 1; i < len; i++)
	{
		if (!is_upper(char_at(code, i)) && !is_digit(char_at(code, i)))
			return false;
	}

	/* the first zero byte ends the code, and the eighth byte has no use */
	return (code & FREE_BITS(len)) == 0;
}

McIcd10cm
mc_icd10cm_heading_upper(McIcd10cm heading)
{
	return heading | (ALL_Z & FREE_BITS(mc_icd10cm_length(heading)));
}
