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

/* Slots by which a word is told to begin names */
#define NSLOTS 2048

typedef struct Slot
{
	uint16_t row; /* of the first name that begins with it, + 1; 0: none */
	uint16_t tag; /* of the word's hash */
} Slot;

static struct
{
	Slot list[NSLOTS];
	bool made;
} slots;

static Slot *
SlotOf(const char *text, size_t length, uint64_t key)
{
	uint32_t at = (uint32_t) (key >> 32) % NSLOTS;

	for (; slots.list[at].row; at = (at + 1) % NSLOTS)
	{
		const char *name;

		if (slots.list[at].tag != (uint16_t) key)
			continue;
		name = substances[slots.list[at].row - 1].name;
		if (strncmp(name, text, length) == 0 &&
			(name[length] == ' ' || name[length] == '\0'))
			break;
	}
	return &slots.list[at];
}

/* The first row of those whose name begins with a word; NSUBSTANCES: none */
static size_t
FirstRow(const char *text, size_t length, uint64_t key)
{
	uint16_t row;

	if (!slots.made)
	{
		for (size_t i = NSUBSTANCES; i-- > 0;)
		{
			const char *name = substances[i].name;
			size_t first = strcspn(name, " ");
			uint64_t first_key = mc_hash_bytes(name, first);

			*SlotOf(name, first, first_key) =
				(Slot){.row = (uint16_t) (i + 1), .tag = (uint16_t) first_key};
		}
		slots.made = true;
	}
	row = SlotOf(text, length, key)->row;
	return row ? row - 1u : NSUBSTANCES;
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

/* Does a name begin at row and with a word? */
static bool
BeginsWith(size_t row, const McWord *word)
{
	const char *name = substances[row].name;

	return strncmp(name, word->text, word->len) == 0 &&
		   (name[word->len] == ' ' || name[word->len] == '\0');
}

/* The row of a name of one word of which a word is the plural; NSUBSTANCES: none */
static size_t
RowOfPlural(const McWord *word)
{
	size_t length = Singular(word);
	size_t row = length < word->len
					 ? FirstRow(word->text, length, mc_hash_bytes(word->text, length))
					 : NSUBSTANCES;

	/* the name alone comes before those that go on */
	return row < NSUBSTANCES && substances[row].name[length] == '\0' ? row : NSUBSTANCES;
}

bool
mc_substance_words(const McDocument *doc, uint8_t *begins)
{
	bool any = false;

	for (size_t w = 0; w < doc->words.count; w++)
	{
		const McWord *word = &doc->words.list[w];

		if (FirstRow(word->text, word->len, word->key) < NSUBSTANCES ||
			RowOfPlural(word) < NSUBSTANCES)
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
	size_t row;

	if (token >= end || doc->tokens.list[token].word == MC_NO_WORD)
		return NULL;
	word = &doc->words.list[doc->tokens.list[token].word];
	row = RowOfPlural(word);
	if (row < NSUBSTANCES)
	{
		found = &substances[row];
		*last = token;
	}
	for (row = FirstRow(word->text, word->len, word->key);
		 row < NSUBSTANCES && BeginsWith(row, word); row++)
	{
		uint32_t reached;

		if (NameAt(doc, token, end, substances[row].name, &reached) &&
			(found == NULL || reached > *last))
		{
			found = &substances[row];
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
