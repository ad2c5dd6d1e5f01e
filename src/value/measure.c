/*
 * measure.c
 *	  What can be measured: names, units and the words around a value.
 */
#include "value/measure.h"

#include <stdlib.h>
#include <string.h>

static const char *const role_names[MC_NROLES] = {
	[MC_ROLE_FILLER] = "filler",
	[MC_ROLE_POINT] = "point",
	[MC_ROLE_WAS] = "was",
	[MC_ROLE_FROM] = "from",
	[MC_ROLE_BETWEEN] = "between",
	[MC_ROLE_CHANGE] = "change",
	[MC_ROLE_TO] = "to",
	[MC_ROLE_AND] = "and",
	[MC_ROLE_OVER] = "over",
	[MC_ROLE_OUT_OF] = "out_of",
	[MC_ROLE_EARLIER] = "earlier",
	[MC_ROLE_AGAIN] = "again",
	[MC_ROLE_NOW] = "now",
	[MC_ROLE_GOAL] = "goal",
	[MC_ROLE_REFERENCE] = "reference",
	[MC_ROLE_NORMAL] = "normal",
	[MC_ROLE_INSTRUCTION] = "instruction",
	[MC_ROLE_ORDER] = "order",
	[MC_ROLE_SPECIMEN] = "specimen",
	[MC_ROLE_BELOW] = "below",
	[MC_ROLE_AT_MOST] = "at_most",
	[MC_ROLE_ABOVE] = "above",
	[MC_ROLE_AT_LEAST] = "at_least",
	[MC_ROLE_ABOUT] = "about",
	[MC_ROLE_COUNT] = "count",
	[MC_ROLE_OTHER] = "other",
};

static const char *const class_names[] = {
	[MC_MEASURE_LAB] = "lab",
	[MC_MEASURE_VITAL] = "vital",
	[MC_MEASURE_SCORE] = "score",
	[MC_MEASURE_STUDY] = "study",
};

const char *
mc_value_role_name(McValueRole role)
{
	return role_names[role];
}

static int
NameIn(const char *const *names, size_t n, const char *name)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(names[i], name) == 0)
			return (int) i;
	return -1;
}

int
mc_value_role(const char *name)
{
	return NameIn(role_names, MC_NROLES, name);
}

int
mc_measure_class(const char *name)
{
	return NameIn(class_names, sizeof(class_names) / sizeof(*class_names), name);
}

static const char *
Copy(const McHost *host, const char *text)
{
	size_t size;
	char *copy;

	if (text == NULL)
		return NULL;
	size = strlen(text) + 1;
	copy = mc_alloc(host, size);
	memcpy(copy, text, size);
	return copy;
}

static uint16_t
Find(const McMeasures *measures, const char *name)
{
	for (size_t i = 0; i < measures->count; i++)
		if (strcmp(measures->list[i].name, name) == 0)
			return (uint16_t) i;
	return MC_NO_MEASURE;
}

void
mc_measures_init(McMeasures *measures, const McHost *scratch)
{
	memset(measures, 0, sizeof(*measures));
	measures->scratch = scratch;
}

bool
mc_measures_add(const McHost *host, McMeasures *measures, const McMeasure *measure)
{
	McMeasure *added;

	if (measures->count == MC_NO_MEASURE || measure->decimals > 4 ||
		Find(measures, measure->name) != MC_NO_MEASURE)
		return false;
	MC_GROW(host, measures->list, measures->count, measures->cap);
	added = &measures->list[measures->count++];
	*added = *measure;
	added->name = Copy(host, measure->name);
	added->unit = Copy(host, measure->unit);
	return true;
}

/* What stands for a token in a phrase: its word, or the bytes of a sign. */
static uint64_t
TokenKey(const McDocument *doc, const McToken *token)
{
	if (token->word != MC_NO_WORD)
		return doc->words.list[token->word].key;
	/* a sign as it is folded: typographic quotes are plain ones */
	if (token->kind == MC_TOKEN_PUNCT && token->punct != 0)
		return mc_hash_bytes((const char *) &token->punct, 1);
	return mc_hash_bytes(doc->fold.original + token->start, token->end - token->start);
}

/* Cut as notes are, so that both have the same tokens. */
static bool
AddPhrase(const McHost *host, McMeasures *measures, const char *text,
		  const McValuePhrase *like)
{
	McHeaders none;
	McDocument doc;
	McValuePhrase *phrase;

	mc_headers_init(measures->scratch, &none);
	mc_document(measures->scratch, &none, text, strlen(text), &doc);
	if (doc.tokens.count == 0 || doc.tokens.count > MC_PHRASE_ITEMS ||
		measures->nphrases == UINT16_MAX)
		return false;
	MC_GROW(host, measures->phrases, measures->nphrases, measures->phrases_cap);
	phrase = &measures->phrases[measures->nphrases++];
	*phrase = *like;
	phrase->nkeys = (uint8_t) doc.tokens.count;
	for (size_t i = 0; i < doc.tokens.count; i++)
		phrase->keys[i] = TokenKey(&doc, &doc.tokens.list[i]);
	return true;
}

bool
mc_measures_add_name(const McHost *host, McMeasures *measures, const char *phrase,
					 const char *measure, const char *second, bool capital)
{
	McValuePhrase name = {
		.kind = MC_PHRASE_NAME,
		.capital = capital,
		.number = measure ? Find(measures, measure) : MC_NO_MEASURE,
		.second = second ? Find(measures, second) : MC_NO_MEASURE,
	};

	if ((measure && name.number == MC_NO_MEASURE) ||
		(second && name.second == MC_NO_MEASURE))
		return false;
	return AddPhrase(host, measures, phrase, &name);
}

bool
mc_measures_add_unit(const McHost *host, McMeasures *measures, const char *measure,
					 const char *spelling, const McMeasureUnit *unit)
{
	McValuePhrase phrase = {.kind = MC_PHRASE_UNIT,
							.number = (uint16_t) measures->nunits};
	McMeasureUnit *added;

	if (Find(measures, measure) == MC_NO_MEASURE || measures->nunits == MC_NO_UNIT ||
		!mc_conversion_is_valid(&unit->conversion) ||
		!AddPhrase(host, measures, spelling, &phrase))
		return false;
	MC_GROW(host, measures->units, measures->nunits, measures->units_cap);
	added = &measures->units[measures->nunits++];
	*added = *unit;
	added->measure = Find(measures, measure);
	added->unit = Copy(host, unit->unit);
	added->sub_unit = Copy(host, unit->sub_unit);
	return true;
}

bool
mc_measures_add_word(const McHost *host, McMeasures *measures, const char *phrase,
					 McValueRole role)
{
	bool behind = role == MC_ROLE_COUNT || role == MC_ROLE_OTHER;
	McValuePhrase word = {.kind = behind ? MC_PHRASE_BEHIND : MC_PHRASE_WORD,
						  .number = (uint16_t) role};

	return AddPhrase(host, measures, phrase, &word);
}

/* By first key, then the longest first, then by all there is: the same for any order of rows. */
static int
ComparePhrases(const void *a, const void *b)
{
	const McValuePhrase *x = a;
	const McValuePhrase *y = b;

	if (x->keys[0] != y->keys[0])
		return x->keys[0] < y->keys[0] ? -1 : 1;
	if (x->nkeys != y->nkeys)
		return (int) y->nkeys - (int) x->nkeys;
	for (unsigned i = 1; i < x->nkeys; i++)
		if (x->keys[i] != y->keys[i])
			return x->keys[i] < y->keys[i] ? -1 : 1;
	if (x->kind != y->kind)
		return (int) x->kind - (int) y->kind;
	return (int) x->number - (int) y->number;
}

static uint32_t
PhraseFlags(const McValuePhrase *phrase)
{
	if (phrase->kind == MC_PHRASE_NAME)
		return MC_BEGINS_NAME;
	if (phrase->kind != MC_PHRASE_WORD)
		return 0;
	switch ((McValueRole) phrase->number)
	{
		case MC_ROLE_EARLIER:
		case MC_ROLE_GOAL:
		case MC_ROLE_REFERENCE:
		case MC_ROLE_INSTRUCTION:
		case MC_ROLE_ORDER:
		case MC_ROLE_SPECIMEN:
			return MC_BEGINS_CONTEXT;
		default:
			return 0;
	}
}

void
mc_measures_finish(const McHost *host, McMeasures *measures)
{
	size_t nslots = 64;

	qsort(measures->phrases, measures->nphrases, sizeof(*measures->phrases),
		  ComparePhrases);
	while (nslots < measures->nphrases * 4)
		nslots *= 2;
	measures->mask = (uint32_t) nslots - 1;
	measures->slots = mc_alloc(host, nslots * sizeof(*measures->slots));
	memset(measures->slots, 0, nslots * sizeof(*measures->slots));
	for (size_t i = 0; i < measures->nphrases; i++)
	{
		const McValuePhrase *phrase = &measures->phrases[i];
		uint32_t slot = (uint32_t) phrase->keys[0] & measures->mask;

		while (measures->slots[slot].phrase &&
			   measures->slots[slot].key != phrase->keys[0])
			slot = (slot + 1) & measures->mask;
		if (measures->slots[slot].phrase == 0)
			measures->slots[slot].phrase = (uint32_t) i + 1;
		measures->slots[slot].key = phrase->keys[0];
		measures->slots[slot].flags |= PhraseFlags(phrase);
	}
	measures->scratch = NULL;
}

/* Number of the first phrase that begins with a key, or nphrases */
static size_t
FirstPhrase(const McMeasures *measures, uint64_t key)
{
	uint32_t slot = (uint32_t) key & measures->mask;

	while (measures->slots[slot].phrase && measures->slots[slot].key != key)
		slot = (slot + 1) & measures->mask;
	return measures->slots[slot].phrase ? measures->slots[slot].phrase - 1
										: measures->nphrases;
}

uint32_t
mc_word_begins(const McMeasures *measures, uint64_t key)
{
	uint32_t slot = (uint32_t) key & measures->mask;

	while (measures->slots[slot].phrase && measures->slots[slot].key != key)
		slot = (slot + 1) & measures->mask;
	return measures->slots[slot].flags;
}

static bool
StandsAt(const McValuePhrase *phrase, const McDocument *doc, uint32_t token, uint32_t end)
{
	if (phrase->nkeys > end - token)
		return false;
	if (phrase->capital && !(doc->tokens.list[token].flags & MC_TOK_CAPITAL))
		return false;
	for (unsigned i = 1; i < phrase->nkeys; i++)
		if (TokenKey(doc, &doc->tokens.list[token + i]) != phrase->keys[i])
			return false;
	return true;
}

const McValuePhrase *
mc_value_phrase_at(const McMeasures *measures, const McDocument *doc, uint32_t token,
				   uint32_t end, McPhraseKind kind, uint16_t measure)
{
	const McValuePhrase *foreign = NULL;
	uint64_t key;

	if (token >= end)
		return NULL;
	key = TokenKey(doc, &doc->tokens.list[token]);
	for (size_t i = FirstPhrase(measures, key);
		 i < measures->nphrases && measures->phrases[i].keys[0] == key; i++)
	{
		const McValuePhrase *phrase = &measures->phrases[i];

		if (phrase->kind != kind || (foreign && phrase->nkeys < foreign->nkeys) ||
			!StandsAt(phrase, doc, token, end))
			continue;
		if (kind != MC_PHRASE_UNIT || measure == MC_NO_MEASURE ||
			measures->units[phrase->number].measure == measure)
			return phrase;
		/* a word alone may be any word: in, m, stone */
		if (foreign == NULL &&
			(phrase->nkeys > 1 || mc_is_punct(&doc->tokens.list[token], '%')))
			foreign = phrase;
	}
	return foreign;
}

uint16_t
mc_measure_unit(const McMeasures *measures, uint16_t measure, const char *unit)
{
	for (size_t i = 0; i < measures->nunits; i++)
		if (measures->units[i].measure == measure &&
			strcmp(measures->units[i].unit, unit) == 0)
			return (uint16_t) i;
	return MC_NO_UNIT;
}
