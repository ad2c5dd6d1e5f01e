/*
 * definition.c
 *	  Abbreviations that a note defines itself.
 *
 * A short form and its long form are matched from the right, letter by letter
 * (Schwartz and Hearst, A simple algorithm for identifying abbreviation definitions
 * in biomedical text, 2003), with one more condition: the long form's words
 * give their first letters, or the short form's letters lie at the beginnings of
 * words for the most part, so that "the patient (PT)" defines nothing by chance.
 */
#include "match/definition.h"

#include <string.h>

#include "text/stem.h"

/* A short form has so many letters and digits. */
#define MIN_SHORT 2
#define MAX_SHORT 8

/* Words of a long form, with those that do not count */
#define MAX_LONG (MAX_SHORT + 4)

/* Definitions kept of one note */
#define MAX_DEFINITIONS 256

typedef struct Finder
{
	const McHost *host;
	const McDocument *doc;
	McDefinitions *definitions;
} Finder;

static const McWord *
WordAt(const McDocument *doc, uint32_t token)
{
	uint32_t word = doc->tokens.list[token].word;

	return word == MC_NO_WORD ? NULL : &doc->words.list[word];
}

static inline bool
IsLetter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

/* Letters of the short form at a token into out; 0 if it is none. */
static unsigned
ShortForm(const McDocument *doc, uint32_t token, char *out)
{
	const McToken *t = &doc->tokens.list[token];
	const McWord *word = WordAt(doc, token);
	const char *original = doc->fold.original;
	unsigned capitals = 0;
	unsigned n = 0;

	if (word == NULL || t->kind != MC_TOKEN_WORD || word->len > MAX_SHORT + 2)
		return 0;
	for (uint32_t i = t->start; i < t->end; i++)
		capitals += original[i] >= 'A' && original[i] <= 'Z';
	if (capitals < 2)
		return 0;
	for (uint32_t i = 0; i < word->len; i++)
	{
		if (!IsLetter(word->text[i]))
			continue;
		if (n == MAX_SHORT)
			return 0;
		out[n++] = word->text[i];
	}
	/* the s of a plural is none of its letters: PEs */
	if (n > MIN_SHORT && out[n - 1] == 's' && original[t->end - 1] == 's')
		n--;
	return n >= MIN_SHORT ? n : 0;
}

/*
 * Does the short form stand for the words from first to last?  Its letters are
 * found in theirs from the right, the first one at the beginning of the first word.
 */
static bool
IsLongForm(const McDocument *doc, const char *letters, unsigned n, uint32_t first,
		   uint32_t last)
{
	uint32_t token = last;
	const McWord *word = WordAt(doc, token);
	uint32_t at = word ? word->len : 0;
	unsigned initials = 0;
	unsigned used = 0; /* words that count and give a letter */
	unsigned counted = 0;
	bool gives = false;

	for (uint32_t i = first; i <= last; i++)
		counted += mc_token_counts(&doc->tokens, &doc->words, i);
	for (unsigned left = n; left > 0;)
	{
		if (at == 0)
		{
			used += gives && mc_token_counts(&doc->tokens, &doc->words, token);
			gives = false;
			do
			{
				if (token == first)
					return false;
				word = WordAt(doc, --token);
			} while (word == NULL);
			at = word->len;
			continue;
		}
		at--;
		if (word->text[at] != letters[left - 1])
			continue;
		/* the first letter has to begin a word */
		if (left == 1 && at > 0)
			continue;
		left--;
		gives = true;
		initials += at == 0;
	}
	used += mc_token_counts(&doc->tokens, &doc->words, token);
	/* every word that counts has a letter in it, but for one; most begin a word */
	return token == first && used + 1 >= counted && used >= 2 && initials * 2 >= n;
}

/* Note that the short form at a token stands for the words from first to last. */
static void
Define(Finder *f, uint32_t token, uint32_t first, uint32_t last)
{
	const McDocument *doc = f->doc;
	McDefinitions *to = f->definitions;
	McTermWord words[MC_MAX_TERM_WORDS];
	McTermWord *copy;
	McDefinition *definition;
	size_t n = 0;

	if (to->count >= MAX_DEFINITIONS ||
		mc_definition_of(to, doc->tokens.list[token].word))
		return;
	for (uint32_t i = first; i <= last; i++)
	{
		const McWord *word = WordAt(doc, i);

		if (word == NULL || !mc_token_counts(&doc->tokens, &doc->words, i))
			continue;
		if (n == MC_MAX_TERM_WORDS)
			return;
		words[n].stem_key = word->stem_key;
		words[n].lemma_key = mc_lemma_key(word->text, word->len);
		n++;
	}
	copy = mc_alloc(f->host, n * sizeof(McTermWord));
	memcpy(copy, words, n * sizeof(McTermWord));
	MC_GROW(f->host, to->list, to->count, to->cap);
	definition = &to->list[to->count++];
	memset(definition, 0, sizeof(*definition));
	definition->word = doc->tokens.list[token].word;
	definition->meaning.words = copy;
	definition->meaning.nwords = (uint16_t) n;
}

/* May a long form reach over a token?  Over words and what joins them. */
static bool
JoinsLongForm(const McDocument *doc, uint32_t token)
{
	const McToken *t = &doc->tokens.list[token];

	return t->word != MC_NO_WORD || mc_is_punct(t, '-') || mc_is_punct(t, '/') ||
		   mc_is_punct(t, ',');
}

/* acute kidney injury (AKI): the bracket stands at a token */
static void
TryShortInBrackets(Finder *f, uint32_t open, uint32_t sentence_first)
{
	char letters[MAX_SHORT];
	unsigned n = ShortForm(f->doc, open + 1, letters);
	uint32_t first = open;

	if (n == 0)
		return;
	for (unsigned k = 0; k < MAX_LONG && first > sentence_first; k++)
	{
		first--;
		if (!JoinsLongForm(f->doc, first))
			return;
		if (WordAt(f->doc, first) && IsLongForm(f->doc, letters, n, first, open - 1))
		{
			Define(f, open + 1, first, open - 1);
			return;
		}
	}
}

/* AKI (acute kidney injury) */
static void
TryLongInBrackets(Finder *f, uint32_t open, uint32_t close)
{
	char letters[MAX_SHORT];
	unsigned n = ShortForm(f->doc, open - 1, letters);

	if (n > 0 && close > open + 2 && WordAt(f->doc, open + 1) &&
		WordAt(f->doc, close - 1) && IsLongForm(f->doc, letters, n, open + 1, close - 1))
		Define(f, open - 1, open + 1, close - 1);
}

void
mc_find_definitions(const McHost *host, const McDocument *doc, McDefinitions *definitions)
{
	Finder f = {.host = host, .doc = doc, .definitions = definitions};
	uint32_t count = (uint32_t) doc->tokens.count;

	memset(definitions, 0, sizeof(*definitions));
	for (uint32_t i = 1; i + 2 < count; i++)
	{
		const McSentence *sentence;
		uint32_t close;

		if (i % MC_INTERRUPT_INTERVAL == 0)
			mc_interrupt(host);
		if (!mc_is_punct(&doc->tokens.list[i], '('))
			continue;
		sentence = &doc->sentences.list[mc_sentence_of(doc, i)];
		if (i == sentence->first_token)
			continue;
		for (close = i + 1; close < sentence->end_token && close <= i + MAX_LONG &&
							JoinsLongForm(doc, close);)
			close++;
		if (close >= sentence->end_token || !mc_is_punct(&doc->tokens.list[close], ')'))
			continue;
		if (close == i + 2)
			TryShortInBrackets(&f, i, sentence->first_token);
		else
			TryLongInBrackets(&f, i, close);
	}
}

void
mc_definitions_done(const McHost *host, McDefinitions *definitions)
{
	for (size_t i = 0; i < definitions->count; i++)
		mc_release(host, (void *) (uintptr_t) definitions->list[i].meaning.words);
	mc_release(host, definitions->list);
}

const McExpansion *
mc_definition_of(const McDefinitions *definitions, uint32_t word)
{
	for (size_t i = 0; i < definitions->count; i++)
	{
		if (definitions->list[i].word == word)
			return &definitions->list[i].meaning;
	}
	return NULL;
}
