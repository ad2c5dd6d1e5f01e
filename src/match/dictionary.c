/*
 * dictionary.c
 *	  A terminology in memory.
 *
 * Each term is posted once, under the word of it that the fewest terms share,
 * so that a note's words lead to few terms that are not there.
 */
#include "match/dictionary.h"

#include <string.h>

#include "match/dictionary_data.h"
#include "text/stem.h"
#include "text/token.h"

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

		MapInit(host, &bigger, (map->mask + 1) * 4);
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
	mc_words_init(host, &dictionary->words, 64);
	return dictionary;
}

/*
 * The words of a phrase that count, or all its words.  Returns their number;
 * out has room for MC_MAX_TERM_WORDS, what is over is only counted.
 */
static size_t
AnalysePhrase(McDictionary *dictionary, const char *phrase, bool all, McTermWord *out)
{
	const McHost *host = dictionary->host;
	McFold fold;
	size_t n = 0;

	mc_words_reset(&dictionary->words);
	mc_fold(host, phrase, (uint32_t) strlen(phrase), &fold);
	dictionary->tokens.count = 0;
	mc_tokenise(host, &fold, &dictionary->words, &dictionary->tokens);
	for (size_t i = 0; i < dictionary->tokens.count; i++)
	{
		const McToken *token = &dictionary->tokens.list[i];
		const McWord *word;

		if (token->word == MC_NO_WORD ||
			(!all && !mc_token_counts(&dictionary->tokens, &dictionary->words, i)))
			continue;
		word = &dictionary->words.list[token->word];
		if (n < MC_MAX_TERM_WORDS)
		{
			out[n].stem_key = word->stem_key;
			out[n].lemma_key = mc_lemma_key(word->text, word->len);
		}
		n++;
	}
	/* of the words only keys and flags are read from here on */
	mc_release(host, fold.text);
	mc_release(host, fold.steps);
	return n;
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

	if (AnalysePhrase(dictionary, word, false, words) == 1)
		MapEnter(dictionary->host, &dictionary->generic, words[0].stem_key)->value = 1;
}

static bool
IsGeneric(const McDictionary *dictionary, const McTermWord *words, size_t n)
{
	for (size_t i = 0; i < n; i++)
	{
		if (MapFind(&dictionary->generic, words[i].stem_key)->value == 0)
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
					   McCode code, bool billable, McTermSource source)
{
	const McHost *host = dictionary->host;
	McTermWord words[MC_MAX_TERM_WORDS];
	size_t n = AnalysePhrase(dictionary, phrase, false, words);
	size_t len = strlen(phrase) + 1;
	McTerm *term;
	char *copy;

	if (n == 0 || n > MC_MAX_TERM_WORDS ||
		(source >= MC_SOURCE_TITLE && IsGeneric(dictionary, words, n)))
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
	term->billable = billable;
	CountFrequency(dictionary, words, n);
	return true;
}

bool
mc_dictionary_add_abbreviation(McDictionary *dictionary, const char *abbreviation,
							   const char *expansion, bool upper_only)
{
	const McHost *host = dictionary->host;
	McTermWord words[MC_MAX_TERM_WORDS];
	size_t n = AnalysePhrase(dictionary, abbreviation, true, words);
	uint64_t key;
	McExpansion *entry;

	if (n != 1 || dictionary->tokens.count != 1)
		return false;
	key = dictionary->words.list[dictionary->tokens.list[0].word].key;
	n = AnalysePhrase(dictionary, expansion, false, words);
	if (n == 0 || n > MC_MAX_TERM_WORDS)
		return false;
	if (dictionary->nexpansions == dictionary->expansion_keys_cap)
	{
		dictionary->expansion_keys_cap = dictionary->nexpansions * 2 + 64;
		dictionary->expansion_keys =
			mc_resize(host, dictionary->expansion_keys,
					  dictionary->expansion_keys_cap * sizeof(uint64_t));
	}
	dictionary->expansion_keys[dictionary->nexpansions] = key;
	MC_GROW(host, dictionary->expansions, dictionary->nexpansions,
			dictionary->expansions_cap);
	entry = &dictionary->expansions[dictionary->nexpansions++];
	memset(entry, 0, sizeof(*entry));
	entry->words = CopyWords(host, words, n);
	entry->nwords = (uint16_t) n;
	entry->upper_only = upper_only;
	return true;
}

/* Does word i come before word j in rarity?  Equal ones by key, so that it is one. */
static bool
IsRarer(const McDictionary *dictionary, const McTermWord *i, const McTermWord *j)
{
	uint32_t count_i = MapFind(&dictionary->frequency, i->stem_key)->value;
	uint32_t count_j = MapFind(&dictionary->frequency, j->stem_key)->value;

	return count_i < count_j || (count_i == count_j && i->stem_key < j->stem_key);
}

/*
 * Find the rarest words of a term: the first to post it under, the next for its
 * marks.  Returns the stem of the first.
 */
static uint64_t
RarestWords(const McDictionary *dictionary, McTerm *term)
{
	const McTermWord *rarest[MC_TERM_MARKS + 1] = {NULL};
	unsigned n = 0;

	for (unsigned i = 0; i < term->nwords; i++)
	{
		const McTermWord *word = &term->words[i];
		unsigned at = n <= MC_TERM_MARKS ? n++ : MC_TERM_MARKS + 1;

		while (at > 0 && IsRarer(dictionary, word, rarest[at - 1]))
		{
			if (at <= MC_TERM_MARKS)
				rarest[at] = rarest[at - 1];
			at--;
		}
		if (at <= MC_TERM_MARKS)
			rarest[at] = word;
	}
	for (unsigned i = 0; i < MC_TERM_MARKS; i++)
		term->marks[i] = mc_mark(rarest[i + 1 < n ? i + 1 : 0]->stem_key);
	return rarest[0]->stem_key;
}

/* Group terms by posting word: counting sort over the lists. */
static void
PostTerms(McDictionary *dictionary)
{
	const McHost *host = dictionary->host;
	uint32_t *list_of = mc_alloc(host, (dictionary->nterms + 1) * sizeof(uint32_t));
	McTerm *grouped = mc_alloc(host, (dictionary->nterms + 1) * sizeof(McTerm));
	uint32_t first = 0;

	for (size_t i = 0; i < dictionary->nterms; i++)
	{
		struct McKeySlot *slot = MapEnter(host, &dictionary->postings,
										  RarestWords(dictionary, &dictionary->terms[i]));

		if (slot->value == 0)
		{
			MC_GROW(host, dictionary->lists, dictionary->nlists, dictionary->lists_cap);
			dictionary->lists[dictionary->nlists].count = 0;
			slot->value = (uint32_t) ++dictionary->nlists;
		}
		list_of[i] = slot->value - 1;
		dictionary->lists[list_of[i]].count++;
		if (i % MC_INTERRUPT_INTERVAL == 0)
			mc_interrupt(host);
	}
	for (size_t i = 0; i < dictionary->nlists; i++)
	{
		dictionary->lists[i].first = first;
		first += dictionary->lists[i].count;
		dictionary->lists[i].count = 0;
	}
	for (size_t i = 0; i < dictionary->nterms; i++)
	{
		McPosting *list = &dictionary->lists[list_of[i]];

		grouped[list->first + list->count++] = dictionary->terms[i];
	}
	mc_release(host, dictionary->terms);
	mc_release(host, list_of);
	dictionary->terms = grouped;
}

/* Bring the expansions of each abbreviation together, in the order added. */
static void
GroupExpansions(McDictionary *dictionary)
{
	size_t n = dictionary->nexpansions;

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
}

static bool
IsAmong(uint64_t id, const uint64_t *ids, size_t n)
{
	size_t low = 0;
	size_t high = n;

	while (low < high)
	{
		size_t mid = (low + high) / 2;

		if (ids[mid] < id)
			low = mid + 1;
		else
			high = mid;
	}
	return low < n && ids[low] == id;
}

void
mc_dictionary_reopen(McDictionary *dictionary, const uint64_t *without, size_t n)
{
	const McHost *host = dictionary->host;
	McTerm *terms = mc_alloc(host, (dictionary->nterms + 1) * sizeof(McTerm));
	size_t kept = 0;

	MapInit(host, &dictionary->frequency, 65536);
	for (size_t i = 0; i < dictionary->nterms; i++)
	{
		const McTerm *term = &dictionary->terms[i];

		if (IsAmong(term->id, without, n))
			continue;
		CountFrequency(dictionary, term->words, term->nwords);
		terms[kept++] = *term;
		if (i % MC_INTERRUPT_INTERVAL == 0)
			mc_interrupt(host);
	}
	/* the old arrays may be part of an image */
	dictionary->terms = terms;
	dictionary->terms_cap = dictionary->nterms + 1;
	dictionary->nterms = kept;
	MapInit(host, &dictionary->postings, 1024);
	dictionary->lists = NULL;
	dictionary->nlists = dictionary->lists_cap = 0;
	MapInit(host, &dictionary->abbreviations, 1024);
	dictionary->expansions = NULL;
	dictionary->nexpansions = dictionary->expansions_cap = 0;
	dictionary->expansion_keys = NULL;
	dictionary->expansion_keys_cap = 0;
	mc_headers_init(host, &dictionary->headers);
}

uint32_t
mc_dictionary_posted(const McDictionary *dictionary, uint64_t stem_key,
					 const McTerm **terms)
{
	const struct McKeySlot *slot = MapFind(&dictionary->postings, stem_key);

	if (slot->value == 0)
		return 0;
	*terms = dictionary->terms + dictionary->lists[slot->value - 1].first;
	return dictionary->lists[slot->value - 1].count;
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
