/*
 * tabular_note.c
 *		What the texts of notes in the Tabular List say.
 */
#include "load/tabular_file.h"

#include <string.h>

static char
Lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char) (c - 'A' + 'a') : c;
}

static bool
IsWordByte(char c)
{
	c = Lower(c);
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (unsigned char) c >= 0x80;
}

/* Is this, in lower case, at i, ending with a word if its end is one? */
static bool
IsAt(const char *text, size_t length, size_t i, const char *words)
{
	size_t n = strlen(words);

	if (i + n > length)
		return false;
	for (size_t k = 0; k < n; k++)
		if (Lower(text[i + k]) != words[k])
			return false;
	return i + n == length || !IsWordByte(words[n - 1]) || !IsWordByte(text[i + n]);
}

/* Where these words, in lower case, first stand, or length */
static size_t
FindWords(const char *text, size_t length, const char *words)
{
	for (size_t i = 0; i < length; i++)
		if ((i == 0 || !IsWordByte(text[i - 1]) || !IsWordByte(words[0])) &&
			IsAt(text, length, i, words))
			return i;
	return length;
}

static bool
HasAny(const char *text, size_t length, const char *const *words)
{
	for (; *words != NULL; words++)
		if (FindWords(text, length, *words) < length)
			return true;
	return false;
}

static bool
BeginsWithAny(const char *text, size_t length, const char *const *words)
{
	for (; *words != NULL; words++)
		if (IsAt(text, length, 0, *words))
			return true;
	return false;
}

bool
mc_note_is_conditional(const char *text, size_t length)
{
	/* "if" always begins a condition here: if applicable, known, present, drug-induced */
	static const char *const conditions[] = {"if",
											 "to identify",
											 "to further identify",
											 "to specify",
											 "to further specify",
											 "to indicate",
											 "as applicable",
											 "when applicable",
											 "where applicable",
											 "as appropriate",
											 "where appropriate",
											 "when specified",
											 NULL};
	static const char *const leads[] = {"code(s)", "codes", "code", "for", "the", NULL};
	size_t i = 0;

	if (HasAny(text, length, conditions))
		return true;
	/* "any associated open wound", but not "abscess, any site" */
	for (;;)
	{
		const char *const *lead = leads;

		while (i < length && (text[i] == ' ' || text[i] == ',' || text[i] == ':'))
			i++;
		while (*lead != NULL && !IsAt(text, length, i, *lead))
			lead++;
		if (*lead == NULL)
			return IsAt(text, length, i, "any");
		i += strlen(*lead);
	}
}

/* Does the text name a code? */
static bool
NamesCode(const McHost *host, const char *text, size_t length)
{
	McCodeReferences references = {0};
	bool names;

	mc_code_references(host, text, length, &references);
	names = references.count > 0;
	mc_release(host, references.items);
	return names;
}

/* Length without blanks, commas and full stops at the end */
static size_t
Trimmed(const char *text, size_t length)
{
	while (length > 0 && strchr(" ,.", text[length - 1]))
		length--;
	return length;
}

/* Length without parentheses at the end that hold codes */
static size_t
WithoutCodes(const McHost *host, const char *text, size_t length)
{
	size_t open = length;

	if (length == 0 || text[length - 1] != ')')
		return length;
	while (open > 0 && text[open - 1] != '(')
		open--;
	if (open == 0 || !NamesCode(host, text + open - 1, length - open + 1))
		return length;
	return Trimmed(text, open - 1);
}

/* Are parentheses and brackets in pairs? */
static bool
IsBalanced(const char *text, size_t length)
{
	char open[8];
	int depth = 0;

	for (size_t i = 0; i < length; i++)
		if (text[i] == '(' || text[i] == '[')
		{
			if (depth == sizeof(open))
				return false;
			open[depth++] = text[i] == '(' ? ')' : ']';
		}
		else if (text[i] == ')' || text[i] == ']')
		{
			if (depth == 0 || open[--depth] != text[i])
				return false;
		}
	return depth == 0;
}

/* Copy the text without the word NOS, and the parentheses or comma around it. */
static size_t
WithoutNos(const char *text, size_t length, char *phrase)
{
	size_t written = 0;

	for (size_t i = 0; i < length;)
	{
		if ((i == 0 || !IsWordByte(text[i - 1])) && i + 3 <= length &&
			memcmp(text + i, "NOS", 3) == 0 &&
			(i + 3 == length || !IsWordByte(text[i + 3])))
		{
			i += 3;
			written = Trimmed(phrase, written);
			if (written > 0 && phrase[written - 1] == '(' && i < length && text[i] == ')')
			{
				written = Trimmed(phrase, written - 1);
				i++;
			}
			continue;
		}
		phrase[written++] = text[i++];
	}
	return written;
}

/* Does a sentence end within the text?  "E. coli" and "1000 g. or more" end none. */
static bool
HasSentences(const char *text, size_t length)
{
	for (size_t i = 2; i + 2 < length; i++)
		if (text[i] == '.' && text[i + 1] == ' ' && text[i + 2] >= 'A' &&
			text[i + 2] <= 'Z' && IsWordByte(text[i - 1]) && IsWordByte(text[i - 2]))
			return true;
	return false;
}

size_t
mc_inclusion_phrase(const McHost *host, const char *text, size_t length, char *phrase)
{
	/* remainders, examples, instructions */
	static const char *const never[] = {
		"nec",        "other",     "elsewhere",     ": ",          "; ",
		"such as",    "including", "e.g.",          "i.e.",        "classifiable",
		"classified", "nos or",    "nos and",       "whether",     "is",
		"are",        "should",    "this category", "these codes", "two codes",
		NULL};
	static const char *const beginnings[] = {"any",  "with",  "without", "and", "or",
											 "code", "codes", "usually", NULL};
	static const char *const unspecified = "unspecified";
	size_t tail = strlen(unspecified);

	length = WithoutCodes(host, text, Trimmed(text, length));
	if (length == 0 || text[length - 1] == ':' || HasAny(text, length, never) ||
		BeginsWithAny(text, length, beginnings) || HasSentences(text, length) ||
		NamesCode(host, text, length) || !IsBalanced(text, length))
		return 0;
	if (IsAt(text, length, 0, "unspecified "))
	{
		text += tail + 1;
		length -= tail + 1;
	}
	length = Trimmed(phrase, WithoutNos(text, length, phrase));
	if (length > tail + 2 && IsAt(phrase, length, length - tail - 2, ", unspecified"))
		length = Trimmed(phrase, length - tail);
	return FindWords(phrase, length, unspecified) < length ? 0 : length;
}
