/*
 * drug_substance.c
 *	  Which group of T36-T50 a drug is in: names that notes blame for effects, by the
 *	  Table of Drugs and Chemicals of ICD-10-CM.
 */
#include "encounter/drug_substance.h"

#include <string.h>

#include "encounter/case.h"
#include "encounter/drug_substance_rows.h"

#define NSUBSTANCES (sizeof(substances) / sizeof(substances[0]))

const McSubstance *
mc_substances(size_t *count)
{
	*count = NSUBSTANCES;
	return substances;
}

/* First row whose first word is not less than a word. */
static size_t
LowerBound(const char *word, size_t length)
{
	size_t low = 0;
	size_t high = NSUBSTANCES;

	while (low < high)
	{
		size_t middle = low + (high - low) / 2;

		if (strncmp(substances[middle].name, word, length) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* Length of a word of a document without the s of a plural, where it has one */
static size_t
Singular(const McWord *word)
{
	return word->len > 3 && word->text[word->len - 1] == 's' ? word->len - 1 : word->len;
}

/* Do the words of a name, or with a plural at its end, begin at a token? */
static bool
NameAt(const McDocument *doc, uint32_t token, uint32_t end, const char *name,
	   uint32_t *last)
{
	for (uint32_t t = token;; t++)
	{
		size_t length = strcspn(name, " ");
		const McWord *word;

		if (t >= end || doc->tokens.list[t].word == MC_NO_WORD)
			return false;
		word = &doc->words.list[doc->tokens.list[t].word];
		if (word->len != length && (name[length] != '\0' || Singular(word) != length))
			return false;
		if (memcmp(word->text, name, length) != 0)
			return false;
		if (name[length] == '\0')
		{
			*last = t;
			return true;
		}
		name += length + 1;
	}
}

/* Bits by which most words are told not to begin a name */
#define PREFIX_BITS 4096

/* Of the first three letters; a name has at least two, and ends in a zero */
static unsigned
Prefix(const char *text, size_t length)
{
	unsigned third = length > 2 ? (unsigned char) text[2] : 0;

	return (((unsigned char) text[0] * 31u + (unsigned char) text[1]) * 31u + third) %
		   PREFIX_BITS;
}

bool
mc_substance_words(const McDocument *doc, uint8_t *begins)
{
	uint64_t prefixes[PREFIX_BITS / 64] = {0};
	bool any = false;

	for (size_t i = 0; i < NSUBSTANCES; i++)
	{
		const char *name = substances[i].name;
		unsigned bit = Prefix(name, name[2] == ' ' || name[2] == '\0' ? 2 : 3);

		prefixes[bit / 64] |= UINT64_C(1) << bit % 64;
	}
	for (size_t w = 0; w < doc->words.count; w++)
	{
		const McWord *word = &doc->words.list[w];
		size_t row;
		unsigned bit;

		if (word->len < 2)
			continue;
		bit = Prefix(word->text, Singular(word));
		if (!(prefixes[bit / 64] >> bit % 64 & 1))
			continue;
		row = LowerBound(word->text, Singular(word));
		if (row < NSUBSTANCES &&
			strncmp(substances[row].name, word->text, Singular(word)) == 0)
		{
			begins[w] = 1;
			any = true;
		}
	}
	return any;
}

const McSubstance *
mc_substance_at(const McDocument *doc, uint32_t token, uint32_t end, uint32_t *last)
{
	const McSubstance *found = NULL;
	const McWord *word;

	if (token >= end || doc->tokens.list[token].word == MC_NO_WORD)
		return NULL;
	word = &doc->words.list[doc->tokens.list[token].word];
	for (size_t i = LowerBound(word->text, Singular(word));
		 i < NSUBSTANCES && strncmp(substances[i].name, word->text, Singular(word)) == 0;
		 i++)
	{
		uint32_t reached;

		if (NameAt(doc, token, end, substances[i].name, &reached) &&
			(found == NULL || reached > *last))
		{
			found = &substances[i];
			*last = reached;
		}
	}
	return found;
}

McCode
mc_substance_code(const McSubstance *substance, McIntent intent, char encounter)
{
	McCode code = mc_code(substance->stem);

	/* T36.9 has the intent behind it, T36.0X one place further on */
	if ((code >> 24 & 0xFF) == 0)
		code |= (McCode) (unsigned char) intent << 24 | (McCode) 'X' << 16;
	else
		code |= (McCode) (unsigned char) intent << 16;
	return code | (McCode) (unsigned char) encounter << 8;
}
