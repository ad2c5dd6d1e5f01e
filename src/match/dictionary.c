/*
 * dictionary.c
 *	  A terminology in memory.
 *
 * Each term is posted once, under the word of it that the fewest terms share,
 * so that a note's words lead to few terms that are not there.
 */
#include "match/dictionary.h"

#include <stdlib.h>
#include <string.h>

#include "match/dictionary_data.h"

static const char *const source_names[MC_NSOURCES] = {
	[MC_SOURCE_SITE] = "site",
	[MC_SOURCE_SYNONYM] = "synonym",
	[MC_SOURCE_LAY] = "lay",
	[MC_SOURCE_TITLE] = "title",
	[MC_SOURCE_INCLUSION] = "inclusion",
	[MC_SOURCE_INDEX] = "index",
	[MC_SOURCE_ONTOLOGY] = "ontology",
};

const char *
mc_source_name(McTermSource source)
{
	return source_names[source];
}

int
mc_source_by_name(const char *name)
{
	for (int i = 0; i < MC_NSOURCES; i++)
	{
		if (strcmp(source_names[i], name) == 0)
			return i;
	}
	return -1;
}

static void
MapInit(const McHost *host, McKeyMap *map, uint32_t nslots)
{
	map->slots = mc_alloc(host, nslots * sizeof(*map->slots));
	memset(map->slots, 0, nslots * sizeof(*map->slots));
	map->mask = nslots - 1;
	map->count = 0;
}

static struct McKeySlot *
MapFind(const McKeyMap *map, uint64_t key)
{
	uint32_t slot = (uint32_t) (key >> 16) & map->mask;

	while (map->slots[slot].value && map->slots[slot].key != key)
		slot = (slot + 1) & map->mask;
	return &map->slots[slot];
}

/* The slot of a key, with room made for it; value 0 when it is new. */
static struct McKeySlot *
MapEnter(const McHost *host, McKeyMap *map, uint64_t key)
{
	struct McKeySlot *slot;

	if (map->count * 2 >= map->mask)
	{
		McKeyMap bigger;

		MapInit(host, &bigger, (map->mask + 1) * 2);
		bigger.count = map->count;
		for (uint32_t i = 0; i <= map->mask; i++)
		{
			if (map->slots[i].value)
				*MapFind(&bigger, map->slots[i].key) = map->slots[i];
		}
		mc_release(host, map->slots);
		*map = bigger;
	}
	slot = MapFind(map, key);
	if (slot->value == 0)
	{
		slot->key = key;
		map->count++;
	}
	return slot;
}

McDictionary *
mc_dictionary_create(const McHost *host)
{
	McDictionary *dictionary = mc_alloc(host, sizeof(McDictionary));

	memset(dictionary, 0, sizeof(*dictionary));
	dictionary->host = host;
	mc_headers_init(host, &dictionary->headers);
	MapInit(host, &dictionary->frequency, 1024);
	MapInit(host, &dictionary->postings, 1024);
	MapInit(host, &dictionary->abbreviations, 1024);
	MapInit(host, &dictionary->generic, 256);
	mc_phrase_reader_init(host, &dictionary->reader);
	return dictionary;
}

static McTermWord *
CopyWords(const McHost *host, const McTermWord *words, size_t n)
{
	McTermWord *copy = mc_alloc(host, n * sizeof(McTermWord));

	memcpy(copy, words, n * sizeof(McTermWord));
	return copy;
}

void
mc_dictionary_add_generic(McDictionary *dictionary, const char *word)
{
	McTermWord words[MC_MAX_TERM_WORDS];

	if (mc_phrase_words(&dictionary->reader, word, strlen(word), false, false, words) ==
		1)
		MapEnter(dictionary->host, &dictionary->generic, words[0].stem_key)->value |= 1;
}

bool
mc_dictionary_add_role(McDictionary *dictionary, const char *word, const char *role)
{
	static const struct
	{
		const char *name;
		unsigned bit;
	} roles[] = {
		{"modifier", MC_ROLE_MODIFIER}, {"break", MC_ROLE_BREAK}, {"own", MC_ROLE_OWN}};
	McTermWord words[MC_MAX_TERM_WORDS];
	McPhraseReader *reader = &dictionary->reader;
	uint64_t key;

	if (mc_phrase_words(reader, word, strlen(word), true, false, words) != 1 ||
		reader->tokens.count != 1)
		return false;
	for (size_t i = 0; i < sizeof(roles) / sizeof(*roles); i++)
	{
		if (strcmp(roles[i].name, role) == 0)
		{
			key = reader->words.list[reader->tokens.list[0].word].key;
			MapEnter(dictionary->host, &dictionary->generic, key)->value |= roles[i].bit;
			return true;
		}
	}
	return false;
}

unsigned
mc_dictionary_roles(const McDictionary *dictionary, uint64_t word_key)
{
	return MapFind(&dictionary->generic, word_key)->value & ~1u;
}

bool
mc_dictionary_add_not_condition(McDictionary *dictionary, const char *phrase,
								const char *kind)
{
	static const char *const kinds[MC_NOT_NKINDS] = {[MC_NOT_PHRASE] = "phrase",
													 [MC_NOT_BEFORE] = "before",
													 [MC_NOT_AFTER] = "after",
													 [MC_NOT_WHOLE] = "whole"};
	McTermWord words[MC_MAX_TERM_WORDS];
	McPhraseReader *reader = &dictionary->reader;
	size_t n = mc_phrase_words(reader, phrase, strlen(phrase), true, false, words);
	McNotCondition *entry;
	unsigned number = 0;

	while (number < MC_NOT_NKINDS && strcmp(kinds[number], kind) != 0)
		number++;
	if (n == 0 || n > MC_MAX_NOT_WORDS || number == MC_NOT_NKINDS)
		return false;
	MC_GROW(dictionary->host, dictionary->not_conditions, dictionary->nnot_conditions,
			dictionary->not_conditions_cap);
	entry = &dictionary->not_conditions[dictionary->nnot_conditions++];
	memset(entry, 0, sizeof(*entry));
	entry->kind = (uint8_t) number;
	entry->nkeys = (uint8_t) n;
	/* not their stems: a clinic is not what is clinically so */
	for (size_t i = 0, k = 0; i < reader->tokens.count && k < n; i++)
	{
		uint32_t word = reader->tokens.list[i].word;

		if (word == MC_NO_WORD)
			continue;
		entry->keys[number == MC_NOT_BEFORE ? n - 1 - k : k] =
			reader->words.list[word].key;
		k++;
	}
	return true;
}

static int
CompareNotConditions(const void *a, const void *b)
{
	const McNotCondition *x = a;
	const McNotCondition *y = b;

	if (x->kind != y->kind)
		return x->kind < y->kind ? -1 : 1;
	if (x->keys[0] != y->keys[0])
		return x->keys[0] < y->keys[0] ? -1 : 1;
	return memcmp(x, y, sizeof(*x));
}

McNotConditions
mc_dictionary_not_conditions(const McDictionary *dictionary)
{
	McNotConditions all = {dictionary->not_conditions, dictionary->nnot_conditions, {0}};

	for (size_t i = 0; i < all.count; i++)
	{
		uint64_t bit = all.list[i].keys[0] % MC_NOT_BITS;

		all.first_bits[bit / 64] |= UINT64_C(1) << (bit % 64);
	}
	return all;
}

bool
mc_dictionary_is_generic(const McDictionary *dictionary, const McTermWord *words,
						 size_t n)
{
	for (size_t i = 0; i < n; i++)
	{
		if (!(MapFind(&dictionary->generic, words[i].stem_key)->value & 1))
			return false;
	}
	return true;
}

/* Count the words of a term; sets the terms each stem is in. */
static void
CountFrequency(McDictionary *dictionary, const McTermWord *words, size_t n)
{
	for (size_t i = 0; i < n; i++)
	{
		bool repeated = false;

		for (size_t j = 0; j < i; j++)
			repeated |= words[j].stem_key == words[i].stem_key;
		if (!repeated)
			MapEnter(dictionary->host, &dictionary->frequency, words[i].stem_key)
				->value++;
	}
}

bool
mc_dictionary_add_term(McDictionary *dictionary, const char *phrase, uint64_t id,
					   McCode code, McTermSource source)
{
	const McHost *host = dictionary->host;
	McTermWord words[MC_MAX_TERM_WORDS];
	size_t len = strlen(phrase) + 1;
	size_t n = mc_phrase_words(&dictionary->reader, phrase, len - 1, false, true, words);
	McTerm *term;
	char *copy;

	if (n == 0 || n > MC_MAX_TERM_WORDS ||
		(source >= MC_SOURCE_TITLE && mc_dictionary_is_generic(dictionary, words, n)))
		return false;
	MC_GROW(host, dictionary->terms, dictionary->nterms, dictionary->terms_cap);
	term = &dictionary->terms[dictionary->nterms++];
	memset(term, 0, sizeof(*term));
	copy = mc_alloc(host, len);
	memcpy(copy, phrase, len);
	term->id = id;
	term->code = code;
	term->phrase = copy;
	term->words = CopyWords(host, words, n);
	term->nwords = (uint16_t) n;
	term->source = (uint8_t) source;
	CountFrequency(dictionary, words, n);
	return true;
}

/*
 * Key of an abbreviation and words of what it stands for; MC_MAX_TERM_WORDS + 1 when
 * that cannot be.
 */
static size_t
ReadAbbreviation(McDictionary *dictionary, const char *abbreviation,
				 const char *expansion, uint64_t *key, McTermWord *words)
{
	McPhraseReader *reader = &dictionary->reader;

	if (mc_phrase_words(reader, abbreviation, strlen(abbreviation), true, false, words) !=
			1 ||
		reader->tokens.count != 1)
		return MC_MAX_TERM_WORDS + 1;
	*key = reader->words.list[reader->tokens.list[0].word].key;
	return mc_phrase_words(reader, expansion, strlen(expansion), false, true, words);
}

static McExpansion *
AddExpansion(McDictionary *dictionary, uint64_t key, const McTermWord *words, size_t n)
{
	const McHost *host = dictionary->host;
	size_t at = dictionary->nexpansions;
	McExpansion *entry;

	MC_GROW(host, dictionary->expansion_keys, at, dictionary->expansion_keys_cap);
	MC_GROW(host, dictionary->first_rule, at, dictionary->first_rule_cap);
	MC_GROW(host, dictionary->expansions, at, dictionary->expansions_cap);
	dictionary->expansion_keys[at] = key;
	dictionary->first_rule[at] = (uint32_t) dictionary->nrules;
	entry = &dictionary->expansions[dictionary->nexpansions++];
	memset(entry, 0, sizeof(*entry));
	entry->words = CopyWords(host, words, n);
	entry->nwords = (uint16_t) n;
	return entry;
}

bool
mc_dictionary_add_abbreviation(McDictionary *dictionary, const char *abbreviation,
							   const char *expansion, bool upper_only)
{
	McTermWord words[MC_MAX_TERM_WORDS];
	uint64_t key;
	size_t n = ReadAbbreviation(dictionary, abbreviation, expansion, &key, words);

	if (n == 0 || n > MC_MAX_TERM_WORDS)
		return false;
	dictionary->reading = 0;
	AddExpansion(dictionary, key, words, n)->upper_only = upper_only;
	return true;
}

static void
AddRule(McDictionary *dictionary, McReadingFeature feature, uint64_t key, size_t more)
{
	McReadingRule *rule;

	MC_GROW(dictionary->host, dictionary->rules, dictionary->nrules,
			dictionary->rules_cap);
	rule = &dictionary->rules[dictionary->nrules++];
	memset(rule, 0, sizeof(*rule));
	rule->key = key;
	rule->feature = (uint8_t) feature;
	rule->more = (uint8_t) more;
	dictionary->expansions[dictionary->nexpansions - 1].nrules++;
}

/* Add the rule or rules of one row; false when it can never act. */
static bool
AddFeature(McDictionary *dictionary, McReadingFeature feature, const char *value)
{
	McTermWord words[MC_MAX_TERM_WORDS];
	McPhraseReader *reader = &dictionary->reader;
	size_t n;
	int category;

	switch (feature)
	{
		case MC_READING_SECTION:
			category = mc_section_category(value);
			if (category < 0)
				return false;
			AddRule(dictionary, feature, (uint64_t) category, 0);
			return true;
		case MC_READING_VALUE:
			if (strcmp(value, "number") != 0 && strcmp(value, "percent") != 0)
				return false;
			AddRule(dictionary, feature,
					value[0] == 'n' ? MC_VALUE_NUMBER : MC_VALUE_PERCENT, 0);
			return true;
		case MC_READING_DEFAULT:
			AddRule(dictionary, feature, 0, 0);
			return true;
		default:
			n = mc_phrase_words(reader, value, strlen(value), true, false, words);
			if (n == 0 || n > MC_MAX_TERM_WORDS)
				return false;
			for (size_t i = 0; i < n; i++)
				AddRule(dictionary, feature, words[i].stem_key, n - 1 - i);
			return true;
	}
}

bool
mc_dictionary_add_reading_rule(McDictionary *dictionary, const char *abbreviation,
							   const char *expansion, bool upper_only,
							   const char *feature, const char *value)
{
	static const char *const names[MC_READING_NFEATURES] = {
		[MC_READING_SECTION] = "section", [MC_READING_HEADER] = "header",
		[MC_READING_NEAR] = "near",       [MC_READING_NOT_NEAR] = "not_near",
		[MC_READING_VALUE] = "value",     [MC_READING_DEFAULT] = "default",
	};
	McTermWord words[MC_MAX_TERM_WORDS];
	uint64_t reading = mc_hash_bytes(abbreviation, strlen(abbreviation)) * MC_HASH_A ^
					   mc_hash_bytes(expansion, strlen(expansion));
	int number = 0;
	uint64_t key;
	size_t n;

	while (number < MC_READING_NFEATURES && strcmp(names[number], feature) != 0)
		number++;
	if (number == MC_READING_NFEATURES)
		return false;
	if (dictionary->nexpansions == 0 || dictionary->reading != reading)
	{
		McExpansion *entry;

		n = ReadAbbreviation(dictionary, abbreviation, expansion, &key, words);
		if (n > MC_MAX_TERM_WORDS)
			return false;
		entry = AddExpansion(dictionary, key, words, n);
		entry->upper_only = upper_only;
		entry->ambiguous = true;
		dictionary->reading = reading;
	}
	/* more rules than fit are none of a row that people wrote */
	if (dictionary->expansions[dictionary->nexpansions - 1].nrules >
		UINT16_MAX - MC_MAX_TERM_WORDS)
		return false;
	return AddFeature(dictionary, (McReadingFeature) number, value);
}

/* Does word i come before word j in rarity?  Equal ones by key, so that it is one. */
static bool
IsRarer(const McDictionary *dictionary, uint64_t i, uint64_t j)
{
	uint32_t count_i = MapFind(&dictionary->frequency, i)->value;
	uint32_t count_j = MapFind(&dictionary->frequency, j)->value;

	return count_i < count_j || (count_i == count_j && i < j);
}

/* The keys of a term's words, rarest first. */
static void
SortKeys(const McDictionary *dictionary, const McTerm *term, uint64_t *keys)
{
	for (unsigned i = 0; i < term->nwords; i++)
	{
		uint64_t key = term->words[i].stem_key;
		unsigned at = i;

		for (; at > 0 && IsRarer(dictionary, key, keys[at - 1]); at--)
			keys[at] = keys[at - 1];
		keys[at] = key;
	}
}

/* What a list takes while it is laid out: bytes, then where the next posting goes. */
typedef struct ListSize
{
	size_t bytes;
	char *next;
} ListSize;

/* Put each term under the rarest of its words, the postings of a word together. */
static void
PostTerms(McDictionary *dictionary)
{
	const McHost *host = dictionary->host;
	size_t nterms = dictionary->nterms;
	uint32_t *list_of = mc_alloc(host, (nterms + 1) * sizeof(uint32_t));
	uint64_t keys[MC_MAX_TERM_WORDS];
	ListSize *sizes = NULL;
	size_t sizes_cap = 0;
	size_t total = 0;
	char *block;

	for (size_t i = 0; i < nterms; i++)
	{
		struct McKeySlot *slot;

		SortKeys(dictionary, &dictionary->terms[i], keys);
		slot = MapEnter(host, &dictionary->postings, keys[0]);
		if (slot->value == 0)
		{
			MC_GROW(host, sizes, dictionary->nlists, sizes_cap);
			MC_GROW(host, dictionary->lists, dictionary->nlists, dictionary->lists_cap);
			sizes[dictionary->nlists].bytes = 0;
			dictionary->lists[dictionary->nlists].marks = NULL;
			dictionary->lists[dictionary->nlists].count = 0;
			slot->value = (uint32_t) ++dictionary->nlists;
		}
		list_of[i] = slot->value - 1;
		sizes[list_of[i]].bytes += MC_POSTING_SIZE(dictionary->terms[i].nwords - 1);
		total += MC_POSTING_SIZE(dictionary->terms[i].nwords - 1);
		dictionary->lists[list_of[i]].count++;
		if (i % MC_INTERRUPT_INTERVAL == 0)
			mc_interrupt(host);
	}
	block = mc_alloc(host, total + 1);
	for (size_t i = 0; i < dictionary->nlists; i++)
	{
		dictionary->lists[i].first = (const McPosting *) block;
		sizes[i].next = block;
		block += sizes[i].bytes;
	}
	for (size_t i = 0; i < nterms; i++)
	{
		const McTerm *term = &dictionary->terms[i];
		ListSize *size = &sizes[list_of[i]];
		McPosting *posting = (McPosting *) size->next;

		SortKeys(dictionary, term, keys);
		posting->head = mc_posting_head(i, 0, term->nwords);
		memcpy(posting->keys, keys + 1, (term->nwords - 1u) * sizeof(uint64_t));
		size->next += MC_POSTING_SIZE(term->nwords - 1);
		if (i % MC_INTERRUPT_INTERVAL == 0)
			mc_interrupt(host);
	}
	mc_release(host, sizes);
	mc_release(host, list_of);
}

/* Bring the expansions of each abbreviation together, in the order added. */
static void
GroupExpansions(McDictionary *dictionary)
{
	size_t n = dictionary->nexpansions;

	for (size_t i = 0; i < n; i++)
		dictionary->expansions[i].rules =
			dictionary->rules ? dictionary->rules + dictionary->first_rule[i] : NULL;
	for (size_t i = 1; i < n; i++)
	{
		uint64_t key = dictionary->expansion_keys[i];
		McExpansion entry = dictionary->expansions[i];
		size_t j = i;

		for (; j > 0 && dictionary->expansion_keys[j - 1] > key; j--)
		{
			dictionary->expansion_keys[j] = dictionary->expansion_keys[j - 1];
			dictionary->expansions[j] = dictionary->expansions[j - 1];
		}
		dictionary->expansion_keys[j] = key;
		dictionary->expansions[j] = entry;
	}
	for (size_t i = n; i > 0; i--)
		MapEnter(dictionary->host, &dictionary->abbreviations,
				 dictionary->expansion_keys[i - 1])
			->value = (uint32_t) i;
}

void
mc_dictionary_finish(McDictionary *dictionary)
{
	PostTerms(dictionary);
	GroupExpansions(dictionary);
	if (dictionary->nnot_conditions > 0)
		qsort(dictionary->not_conditions, dictionary->nnot_conditions,
			  sizeof(McNotCondition), CompareNotConditions);
}

void
mc_dictionary_reopen(McDictionary *dictionary)
{
	const McHost *host = dictionary->host;

	/* finishing posts the terms anew */
	MapInit(host, &dictionary->postings, 1024);
	dictionary->lists = NULL;
	dictionary->nlists = dictionary->lists_cap = 0;
	/* the old arrays may be part of an image */
	MapInit(host, &dictionary->abbreviations, 1024);
	dictionary->expansions = NULL;
	dictionary->nexpansions = dictionary->expansions_cap = 0;
	dictionary->expansion_keys = NULL;
	dictionary->expansion_keys_cap = 0;
	dictionary->not_conditions = NULL;
	dictionary->nnot_conditions = dictionary->not_conditions_cap = 0;
	dictionary->rules = NULL;
	dictionary->nrules = dictionary->rules_cap = 0;
	dictionary->first_rule = NULL;
	dictionary->first_rule_cap = 0;
	dictionary->reading = 0;
	mc_headers_init(host, &dictionary->headers);
}

unsigned
mc_dictionary_posted(const McDictionary *dictionary, uint64_t stem_key,
					 McPostings lists[MC_POSTING_LISTS])
{
	const struct McKeySlot *slot = MapFind(&dictionary->postings, stem_key);

	if (slot->value == 0)
		return 0;
	lists[0] = dictionary->lists[slot->value - 1];
	return 1;
}

bool
mc_dictionary_term(const McDictionary *dictionary, uint64_t reference, McTerm *term)
{
	*term = dictionary->terms[reference];
	return true;
}

uint32_t
mc_dictionary_expansions(const McDictionary *dictionary, uint64_t word_key,
						 const McExpansion **list)
{
	const struct McKeySlot *slot = MapFind(&dictionary->abbreviations, word_key);
	uint32_t first;
	uint32_t n = 0;

	if (slot->value == 0)
		return 0;
	first = slot->value - 1;
	while (first + n < dictionary->nexpansions &&
		   dictionary->expansion_keys[first + n] == word_key)
		n++;
	*list = dictionary->expansions + first;
	return n;
}

McHeaders *
mc_dictionary_headers(McDictionary *dictionary)
{
	return &dictionary->headers;
}

size_t
mc_dictionary_terms(const McDictionary *dictionary)
{
	return dictionary->nterms;
}
