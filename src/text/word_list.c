/*
 * word_list.c
 *	  Lists of words that rules look for in a note.
 *
 * Words are told by their hash.  The compiled lists are a cache of constants: any of
 * them may be forgotten at any time without changing an answer, and all are when their room
 * is used up.
 */
#include "text/word_list.h"

#include <string.h>

/* Room for what is compiled; rules have about half of each. */
#define MAX_LISTS        1024
#define MAX_ALTERNATIVES 8192
#define MAX_KEYS         8192
#define MAX_SLOTS        32768

typedef struct Alternative
{
	uint64_t first; /* key of its first word */
	uint16_t keys;  /* of those behind it, in the room for keys */
	uint16_t nkeys;
	uint16_t which;
	uint16_t next; /* alternative with the same first word, + 1; 0: none */
} Alternative;

/* A list by its first words */
typedef struct List
{
	const char *words; /* NULL: free */
	uint32_t slots;    /* its table, in the room for slots */
	uint16_t mask;
	uint16_t first; /* its alternatives */
	uint16_t end;
} List;

static struct
{
	List lists[MAX_LISTS]; /* open addressing, by address of the words */
	Alternative alternatives[MAX_ALTERNATIVES];
	uint64_t keys[MAX_KEYS];
	uint16_t slots[MAX_SLOTS]; /* first alternative of a word, + 1; 0: free */
	uint32_t nlists;
	uint32_t nalternatives;
	uint32_t nkeys;
	uint32_t nslots;
} compiled;

/* The slot of a word in the table of a list: its alternatives' or a free one */
static inline uint16_t *
SlotOf(const List *list, uint64_t key)
{
	uint32_t at = (uint32_t) (key >> 32) & list->mask;

	while (compiled.slots[list->slots + at] &&
		   compiled.alternatives[compiled.slots[list->slots + at] - 1].first != key)
		at = (at + 1) & list->mask;
	return &compiled.slots[list->slots + at];
}

static void
AddAlternative(const List *list, const char *words, size_t length, uint32_t which)
{
	uint16_t number = (uint16_t) compiled.nalternatives++;
	Alternative *made = &compiled.alternatives[number];
	size_t at = strcspn(words, "| ");
	uint16_t *link;

	made->first = mc_hash_bytes(words, at);
	made->which = (uint16_t) which;
	made->keys = (uint16_t) compiled.nkeys;
	made->nkeys = 0;
	made->next = 0;
	for (at++; at < length; made->nkeys++)
	{
		size_t word = strcspn(words + at, "| ");

		compiled.keys[compiled.nkeys++] = mc_hash_bytes(words + at, word);
		at += word + 1;
	}
	/* behind those that begin alike */
	link = SlotOf(list, made->first);
	while (*link)
		link = &compiled.alternatives[*link - 1].next;
	*link = (uint16_t) (number + 1);
}

/* Compile a list into its place, if there is room. */
static bool
Compile(List *list, const char *words)
{
	uint32_t nalternatives = 1;
	uint32_t nwords = 1;
	uint32_t nslots = 4;

	for (const char *c = words; *c; c++)
	{
		nalternatives += *c == '|';
		nwords += *c == '|' || *c == ' ';
	}
	while (nslots < 2 * nalternatives)
		nslots *= 2;
	if (compiled.nlists + 1 > MAX_LISTS / 2 ||
		compiled.nalternatives + nalternatives > MAX_ALTERNATIVES ||
		compiled.nkeys + nwords > MAX_KEYS || compiled.nslots + nslots > MAX_SLOTS)
		return false;
	compiled.nlists++;
	list->words = words;
	list->slots = compiled.nslots;
	list->mask = (uint16_t) (nslots - 1);
	list->first = (uint16_t) compiled.nalternatives;
	memset(&compiled.slots[compiled.nslots], 0, nslots * sizeof(uint16_t));
	compiled.nslots += nslots;
	for (uint32_t which = 0; *words; which++)
	{
		size_t length = strcspn(words, "|");

		AddAlternative(list, words, length, which);
		words += length;
		words += *words == '|';
	}
	list->end = (uint16_t) compiled.nalternatives;
	return true;
}

static List *
PlaceOf(const char *words)
{
	uint64_t hash = (uint64_t) (uintptr_t) words * MC_HASH_A;
	uint32_t at = (uint32_t) (hash >> 40) % MAX_LISTS;

	while (compiled.lists[at].words != NULL && compiled.lists[at].words != words)
		at = (at + 1) % MAX_LISTS;
	return &compiled.lists[at];
}

static inline const List *
ListOf(const char *words)
{
	List *list = PlaceOf(words);

	if (list->words == NULL && !Compile(list, words))
	{
		memset(compiled.lists, 0, sizeof(compiled.lists));
		compiled.nlists = compiled.nalternatives = compiled.nkeys = compiled.nslots = 0;
		list = PlaceOf(words);
		(void) Compile(list, words);
	}
	return list;
}

static inline bool
IsWord(const McDocument *doc, uint32_t token, uint64_t key)
{
	uint32_t word = doc->tokens.list[token].word;

	return word != MC_NO_WORD && doc->words.list[word].key == key;
}

/* Do the further words of an alternative stand behind its first one?  Its last token. */
static bool
Ends(const McDocument *doc, uint32_t token, uint32_t end, const Alternative *alternative,
	 McListDots dots, uint32_t *last)
{
	const uint64_t *keys = &compiled.keys[alternative->keys];
	uint32_t t = token;

	for (unsigned k = 0; k < alternative->nkeys; k++)
	{
		t++;
		if (dots == MC_OVER_DOTS && t < end && mc_is_punct(&doc->tokens.list[t], '.'))
			t++;
		if (t >= end || !IsWord(doc, t, keys[k]))
			return false;
	}
	*last = t;
	return true;
}

/* The first alternative that begins with the word at a token, + 1; 0: none, as in most cases */
static inline uint16_t
FirstAt(const McDocument *doc, uint32_t token, const List *list)
{
	uint32_t word = doc->tokens.list[token].word;

	return word == MC_NO_WORD ? 0 : *SlotOf(list, doc->words.list[word].key);
}

/* The longest that stands at the token, of an alternative and those that begin alike */
static bool
StandsAt(const McDocument *doc, uint32_t token, uint32_t end, uint16_t first,
		 McListDots dots, McListed *found)
{
	bool any = false;

	for (uint16_t n = first; n; n = compiled.alternatives[n - 1].next)
	{
		const Alternative *alternative = &compiled.alternatives[n - 1];
		uint32_t last;

		if (Ends(doc, token, end, alternative, dots, &last) &&
			(!any || last > found->last))
		{
			any = true;
			found->last = last;
			found->which = alternative->which;
		}
	}
	return any;
}

bool
mc_list_at(const McDocument *doc, uint32_t token, uint32_t end, const char *words,
		   McListDots dots, McListed *found)
{
	uint16_t first = token < end ? FirstAt(doc, token, ListOf(words)) : 0;

	return first != 0 && StandsAt(doc, token, end, first, dots, found);
}

uint32_t
mc_list_within(const McDocument *doc, uint32_t from, uint32_t end, const char *words,
			   McListDots dots)
{
	const List *list = ListOf(words);
	McListed found;

	for (uint32_t t = from; t < end; t++)
	{
		uint16_t first = FirstAt(doc, t, list);

		if (first != 0 && StandsAt(doc, t, end, first, dots, &found))
			return t;
	}
	return end;
}

bool
mc_token_is(const McDocument *doc, uint32_t token, const char *words)
{
	McListed found;

	return mc_list_at(doc, token, token + 1, words, MC_NO_DOTS, &found);
}

/* The first word of an alternative all of whose words the document has; else MC_NO_WORD */
static inline uint32_t
MayBegin(const McDocument *doc, const Alternative *alternative)
{
	uint32_t word = mc_words_with_key(&doc->words, alternative->first);

	for (unsigned k = 0; k < alternative->nkeys && word != MC_NO_WORD; k++)
	{
		if (mc_words_with_key(&doc->words, compiled.keys[alternative->keys + k]) ==
			MC_NO_WORD)
			return MC_NO_WORD;
	}
	return word;
}

bool
mc_list_may_occur(const McDocument *doc, const char *words)
{
	const List *list = ListOf(words);

	for (uint32_t i = list->first; i < list->end; i++)
	{
		if (MayBegin(doc, &compiled.alternatives[i]) != MC_NO_WORD)
			return true;
	}
	return false;
}

bool
mc_list_mark(const McDocument *doc, const char *words, uint8_t mark, uint8_t *marks)
{
	const List *list = ListOf(words);
	bool any = false;

	for (uint32_t i = list->first; i < list->end; i++)
	{
		uint32_t word = MayBegin(doc, &compiled.alternatives[i]);

		if (word != MC_NO_WORD)
		{
			marks[word] |= mark;
			any = true;
		}
	}
	return any;
}
