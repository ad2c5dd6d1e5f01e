/*
 * model_name.c
 *		Names of risk adjustment models, however they are written.
 */
#include "risk/model_name.h"

#include <stdio.h>
#include <string.h>

typedef enum Family
{
	FAMILY_ANY, /* nothing but a number, or V */
	FAMILY_CMS,
	FAMILY_ESRD,
	FAMILY_RX,
	FAMILY_HHS
} Family;

static const char *const prefixes[] = {
	[FAMILY_ANY] = "",      [FAMILY_CMS] = "",         [FAMILY_ESRD] = "ESRD ",
	[FAMILY_RX] = "RxHCC ", [FAMILY_HHS] = "HHS-HCC ",
};

static char
Upper(char c)
{
	return c >= 'a' && c <= 'z' ? (char) (c - 'a' + 'A') : c;
}

static bool
IsDigit(char c)
{
	return c >= '0' && c <= '9';
}

static bool
IsWord(const char *text, size_t length, const char *word)
{
	if (strlen(word) != length)
		return false;
	for (size_t i = 0; i < length; i++)
		if (Upper(text[i]) != word[i])
			return false;
	return true;
}

/* V28, 28, and C28, D24, R08, in which the letter tells the family */
static bool
ReadVersion(const char *text, size_t length, int *version, Family *family)
{
	char letter = length == 3 ? Upper(text[0]) : 'V';

	if ((length != 2 && length != 3) || !IsDigit(text[length - 1]) ||
		!IsDigit(text[length - 2]))
		return false;
	*version = (text[length - 2] - '0') * 10 + (text[length - 1] - '0');
	switch (letter)
	{
		case 'V':
			return *version > 0;
		case 'C':
			*family = FAMILY_CMS;
			return *version > 0;
		case 'D':
			*family = FAMILY_ESRD;
			return *version > 0;
		case 'R':
			*family = FAMILY_RX;
			return *version > 0;
		default:
			return false;
	}
}

/* Does the word tell a family, or nothing?  CMS-HCC stands before ESRD too. */
static bool
ReadFamily(const char *text, size_t length, Family *family)
{
	if (IsWord(text, length, "ESRD"))
		*family = FAMILY_ESRD;
	else if (IsWord(text, length, "RXHCC"))
		*family = FAMILY_RX;
	else if (IsWord(text, length, "HHS"))
		*family = FAMILY_HHS;
	else
		return IsWord(text, length, "CMS") || IsWord(text, length, "HCC") ||
			   IsWord(text, length, "MODEL") || IsWord(text, length, "PACE");
	return true;
}

bool
mc_risk_model_name(const char *text, size_t length, char name[MC_RISK_MODEL_SIZE])
{
	const char *end = text + length;
	Family family = FAMILY_ANY;
	int version = 0;

	for (const char *at = text; at < end;)
	{
		const char *from = at;

		while (at < end && (IsDigit(*at) || (Upper(*at) >= 'A' && Upper(*at) <= 'Z')))
			at++;
		if (at == from)
		{
			if (!strchr(" -_,.()", *at))
				return false;
			at++;
			continue;
		}
		if (version == 0 && ReadVersion(from, (size_t) (at - from), &version, &family))
			continue;
		if (!ReadFamily(from, (size_t) (at - from), &family))
			return false;
	}
	if (version == 0)
		return false;
	(void) snprintf(name, MC_RISK_MODEL_SIZE, "%sV%02d", prefixes[family], version);
	return true;
}
