/*
 * search_query.c
 *	  What a person typed, as ways in which a term may say it.
 *
 * A word says itself.  An abbreviation also says each of its readings.  The
 * word being typed, and a word that no term has, say what they are the
 * beginning of.  What no term has is corrected as well: one or two errors, two
 * words run together, a word torn in two.
 */
#include "match/search_query.h"

#include <stdlib.h>
#include <string.h>

#include "match/spelling.h"
#include "text/stem.h"

/* Ways kept of each kind, the commonest words first */
#define MAX_COMPLETIONS 64
#define MAX_CORRECTIONS 24

/* How sure a way is, of 100 */
#define QUALITY_READING    98
#define QUALITY_COMPLETION 76
#define QUALITY_ERROR      86 /* one error */
#define QUALITY_ERRORS     70 /* two */
#define QUALITY_BEGINNING  60 /* an error in the beginning of a word */
#define QUALITY_BLANK      84 /* a blank too much or too little */
#define LOSS_FIRST_LETTER  6  /* the first letter is wrong, which is rare */
#define MORE_COMMON        10 /* a completion that most terms have */
#define MORE_COMPLETE      9  /* one that is there almost whole */

/* Shortest word in which one error, two errors are looked for, in bytes */
#define MIN_ERROR     3
#define MIN_ERRORS    5
#define MIN_BEGINNING 4

/* Shortest part of two words run together */
#define MIN_PART 3

/* Weight of a word of which nothing is known */
#define WEIGHT_UNKNOWN 40

void
mc_readings_init(const McHost *host, McReadings *readings)
{
	memset(readings, 0, sizeof(*readings));
	readings->host = host;
}

uint32_t
mc_search_lexeme(const char *word, uint32_t len, char *out)
{
	char padded[MC_MAX_STEM_INPUT + 8] = {0};
	char stem[MC_MAX_STEM];
	uint32_t n = 0;

	if (len <= MC_MAX_STEM_INPUT)
		n = mc_stem_text(memcpy(padded, word, len), len, stem);
	if (n > 0)
	{
		memcpy(out, stem, n);
		return n;
	}
	n = len < MC_MAX_LEXEME ? len : MC_MAX_LEXEME;
	/* not within a character */
	while (n < len && n > 0 && ((unsigned char) word[n] & 0xC0) == 0x80)
		n--;
	memcpy(out, word, n);
	return n;
}

static const char *
CopyLexeme(const McHost *host, const char *word, uint32_t len, uint32_t *size)
{
	char lexeme[MC_MAX_LEXEME];
	char *copy;

	*size = mc_search_lexeme(word, len, lexeme);
	copy = mc_alloc(host, *size + 1);
	memcpy(copy, lexeme, *size);
	copy[*size] = '\0';
	return copy;
}

void
mc_readings_add(McReadings *readings, McSearchReader *reader, const char *abbreviation,
				const char *expansion)
{
	McReading *reading;

	mc_search_read(reader, abbreviation, (uint32_t) strlen(abbreviation), true);
	if (reader->count != 1 || reader->tokens.count != 1)
		return;
	MC_GROW(readings->host, readings->list, readings->count, readings->cap);
	reading = &readings->list[readings->count++];
	reading->abbreviation = reader->list[0]->key;
	reading->expansion = expansion;
}

static int
CompareReadings(const void *a, const void *b)
{
	const McReading *one = a;
	const McReading *other = b;

	if (one->abbreviation != other->abbreviation)
		return one->abbreviation < other->abbreviation ? -1 : 1;
	return strcmp(one->expansion, other->expansion);
}

void
mc_readings_finish(McReadings *readings)
{
	if (readings->count > 0)
		qsort(readings->list, readings->count, sizeof(McReading), CompareReadings);
}

/* First reading of an abbreviation; their number goes to *count. */
static const McReading *
FindReadings(const McReadings *readings, uint64_t key, size_t *count)
{
	size_t low = 0;
	size_t high = readings->count;

	while (low < high)
	{
		size_t middle = (low + high) / 2;

		if (readings->list[middle].abbreviation < key)
			low = middle + 1;
		else
			high = middle;
	}
	*count = 0;
	while (low + *count < readings->count &&
		   readings->list[low + *count].abbreviation == key)
		(*count)++;
	return &readings->list[low];
}

/* A stem that a word may be meant as, while the best are chosen */
typedef struct Candidate
{
	uint32_t stem;
	uint32_t word; /* of the list, that has this stem */
	uint32_t quality;
	uint32_t terms;
} Candidate;

typedef struct Candidates
{
	Candidate *list;
	size_t count;
	size_t cap;
} Candidates;

static void
AddCandidate(McSearchQuery *query, Candidates *to, uint32_t word, uint32_t quality)
{
	const McSearchWords *words = query->words;
	Candidate *candidate;

	MC_GROW(query->host, to->list, to->count, to->cap);
	candidate = &to->list[to->count++];
	candidate->stem = words->stems[word];
	candidate->word = word;
	candidate->quality = quality;
	candidate->terms = words->stem_terms[candidate->stem];
}

/* One candidate for each stem: the surest */
static int
CompareByStem(const void *a, const void *b)
{
	const Candidate *one = a;
	const Candidate *other = b;

	if (one->stem != other->stem)
		return one->stem < other->stem ? -1 : 1;
	if (one->quality != other->quality)
		return one->quality > other->quality ? -1 : 1;
	return one->word < other->word ? -1 : one->word > other->word;
}

/* Stems are numbered by their words, so that the order is one of content. */
static int
CompareByTerms(const void *a, const void *b)
{
	const Candidate *one = a;
	const Candidate *other = b;

	if (one->terms != other->terms)
		return one->terms > other->terms ? -1 : 1;
	return one->stem < other->stem ? -1 : one->stem > other->stem;
}

static int
CompareByQuality(const void *a, const void *b)
{
	const Candidate *one = a;
	const Candidate *other = b;

	if (one->quality != other->quality)
		return one->quality > other->quality ? -1 : 1;
	return CompareByTerms(a, b);
}

static McSearchWay *
AddWay(McSearchQuery *query, uint32_t quality)
{
	McSearchWay *way;

	MC_GROW(query->host, query->ways, query->nways, query->ways_cap);
	way = &query->ways[query->nways++];
	way->first = (uint32_t) query->nstems;
	way->count = 0;
	way->weight = 0;
	way->quality = quality;
	return way;
}

/* Add a stem to the way added last; once. */
static void
AddStem(McSearchQuery *query, uint64_t key, const char *lexeme, uint32_t len, bool number)
{
	const McSearchWords *words = query->words;
	McSearchWay *way = &query->ways[query->nways - 1];
	uint32_t known = mc_search_stem(words, key);
	McSearchStem *stem;

	for (uint32_t i = 0; i < way->count; i++)
	{
		if (query->stems[way->first + i].key == key)
			return;
	}
	MC_GROW(query->host, query->stems, query->nstems, query->stems_cap);
	stem = &query->stems[query->nstems++];
	stem->key = key;
	stem->lexeme = lexeme;
	stem->len = len;
	stem->terms = 0;
	if (known != MC_NO_STEM)
		stem->terms = words->stem_terms[known];
	else if (number)
		stem->terms = mc_search_number_terms(words);
	stem->weight = mc_search_weight(words, stem->terms);
	way->count++;
	way->weight += stem->weight;
}

static void
AddListedStem(McSearchQuery *query, uint32_t word)
{
	const McSearchWords *words = query->words;
	uint32_t len;
	const char *text = mc_search_word(words, word, &len);
	uint32_t size;
	const char *lexeme = CopyLexeme(query->host, text, len, &size);

	AddStem(query, words->stem_keys[words->stems[word]], lexeme, size, false);
}

/* Make ways of the best candidates, each stem once. */
static void
AddCandidates(McSearchQuery *query, Candidates *from, size_t most,
			  int (*compare)(const void *, const void *))
{
	size_t n = 0;

	if (from->count == 0)
		return;
	qsort(from->list, from->count, sizeof(Candidate), CompareByStem);
	for (size_t i = 0; i < from->count; i++)
	{
		if (i == 0 || from->list[i].stem != from->list[n - 1].stem)
			from->list[n++] = from->list[i];
	}
	qsort(from->list, n, sizeof(Candidate), compare);
	for (size_t i = 0; i < n && i < most; i++)
	{
		(void) AddWay(query, from->list[i].quality);
		AddListedStem(query, from->list[i].word);
	}
	from->count = 0;
}

/*
 * Words that begin with what was typed, surer the commoner they are and the
 * more of them is there.  Returns whether there are any.
 */
static bool
AddCompletions(McSearchQuery *query, const McWord *typed, Candidates *candidates)
{
	const McSearchWords *words = query->words;
	bool found;

	for (uint32_t word = mc_search_words_from(words, typed->text, typed->len);
		 word < words->nwords; word++)
	{
		uint32_t len;
		const char *text = mc_search_word(words, word, &len);
		uint32_t rarity;

		if (len < typed->len || memcmp(text, typed->text, typed->len) != 0)
			break;
		if (len == typed->len)
			continue;
		rarity = mc_search_weight(words, words->stem_terms[words->stems[word]]);
		AddCandidate(query, candidates, word,
					 QUALITY_COMPLETION + MORE_COMMON -
						 MORE_COMMON * rarity / MC_MAX_WEIGHT +
						 MORE_COMPLETE * typed->len / len);
	}
	found = candidates->count > 0;
	AddCandidates(query, candidates, MAX_COMPLETIONS, CompareByTerms);
	return found;
}

/*
 * Words within so many errors of what was typed; of short words only those with
 * its first letter can have two.  Returns whether there are any.
 */
static bool
AddCorrections(McSearchQuery *query, const char *typed, uint32_t len, uint32_t errors,
			   Candidates *candidates)
{
	const McSearchWords *words = query->words;
	McSpelling spelling;
	bool found;

	if (len > MC_MAX_SPELLING)
		return false;
	mc_spelling_begin(&spelling, typed, len);
	for (uint32_t word = 0; word < words->nwords; word++)
	{
		uint32_t word_len = words->places[word + 1] - words->places[word];
		const char *text = words->text + words->places[word];
		bool same_start = text[0] == typed[0];
		uint32_t found_errors;

		if (!mc_spelling_possible(&spelling, word_len, words->letters[word], errors))
			continue;
		found_errors = mc_spelling_errors(&spelling, text, word_len);
		if (found_errors > errors ||
			(found_errors > 1 && len < MIN_ERRORS && !same_start))
			continue;
		AddCandidate(query, candidates, word,
					 (found_errors > 1 ? QUALITY_ERRORS : QUALITY_ERROR) -
						 (same_start ? 0 : LOSS_FIRST_LETTER));
	}
	found = candidates->count > 0;
	AddCandidates(query, candidates, MAX_CORRECTIONS, CompareByQuality);
	return found;
}

/* Words with a beginning within one error of what was typed. */
static bool
AddBeginnings(McSearchQuery *query, const McWord *typed, Candidates *candidates)
{
	const McSearchWords *words = query->words;
	McSpelling spelling;
	bool found;

	if (typed->len > MC_MAX_SPELLING)
		return false;
	mc_spelling_begin(&spelling, typed->text, typed->len);
	for (uint32_t word = 0; word < words->nwords; word++)
	{
		uint32_t len = words->places[word + 1] - words->places[word];
		const char *text = words->text + words->places[word];

		if (len + 1 < typed->len ||
			__builtin_popcount(spelling.letters & ~words->letters[word]) > 1 ||
			mc_spelling_prefix_errors(&spelling, text,
									  len < typed->len + 1 ? len : typed->len + 1) > 1)
			continue;
		AddCandidate(query, candidates, word,
					 QUALITY_BEGINNING -
						 (text[0] == typed->text[0] ? 0 : LOSS_FIRST_LETTER));
	}
	found = candidates->count > 0;
	AddCandidates(query, candidates, MAX_CORRECTIONS, CompareByQuality);
	return found;
}

static bool
IsListed(const McSearchWords *words, const char *bytes, uint32_t len, uint32_t *word)
{
	*word = mc_search_words_from(words, bytes, len);
	return *word < words->nwords &&
		   words->places[*word + 1] - words->places[*word] == len &&
		   memcmp(words->text + words->places[*word], bytes, len) == 0;
}

/* Ways that the last word of some bytes may be meant, with another word. */
static void
AddPart(McSearchQuery *query, const char *typed, uint32_t len, uint32_t other,
		Candidates *candidates)
{
	size_t first = query->nways;
	size_t count;
	uint32_t word;

	if (len < MIN_PART)
		return;
	if (IsListed(query->words, typed, len, &word))
	{
		(void) AddWay(query, QUALITY_BLANK);
		AddListedStem(query, word);
		AddListedStem(query, other);
		return;
	}
	(void) AddCorrections(query, typed, len, 1, candidates);
	count = query->nways - first;
	/* the stems of a way stand together: made anew with both words */
	for (size_t i = 0; i < count; i++)
	{
		McSearchStem stem = query->stems[query->ways[first + i].first];

		(void) AddWay(query, QUALITY_ERRORS);
		AddStem(query, stem.key, stem.lexeme, stem.len, false);
		AddListedStem(query, other);
	}
	memmove(&query->ways[first], &query->ways[first + count],
			count * sizeof(McSearchWay));
	query->nways -= count;
}

/* Two words run together, perhaps with a letter for the blank: lowback, lownback */
static void
AddTornApart(McSearchQuery *query, const McWord *typed, Candidates *candidates)
{
	uint32_t word;

	for (uint32_t at = MIN_PART; at + MIN_PART <= typed->len; at++)
	{
		for (uint32_t gap = 0; gap <= 1 && at + gap < typed->len; gap++)
		{
			const char *rest = typed->text + at + gap;
			uint32_t rest_len = typed->len - at - gap;

			if (IsListed(query->words, typed->text, at, &word))
				AddPart(query, rest, rest_len, word, candidates);
			else if (rest_len >= MIN_PART &&
					 IsListed(query->words, rest, rest_len, &word))
				AddPart(query, typed->text, at, word, candidates);
		}
	}
}

/* One word torn in two: hyper tension */
static void
AddRunTogether(McSearchQuery *query, const McWord *typed, const McWord *next)
{
	char joined[2 * MC_MAX_SPELLING];
	uint32_t word;

	if (typed->len > MC_MAX_SPELLING || next->len > MC_MAX_SPELLING)
		return;
	memcpy(joined, typed->text, typed->len);
	memcpy(joined + typed->len, next->text, next->len);
	if (!IsListed(query->words, joined, typed->len + next->len, &word))
		return;
	(void) AddWay(query, QUALITY_BLANK);
	AddListedStem(query, word);
}

static void
AddReadings(McSearchQuery *query, const McReading *reading, size_t count)
{
	McSearchReader reader;

	if (count == 0)
		return;
	mc_search_reader_init(query->host, &reader);
	for (size_t i = 0; i < count; i++)
	{
		mc_search_read(&reader, reading[i].expansion,
					   (uint32_t) strlen(reading[i].expansion), false);
		if (reader.count == 0 || reader.count > MC_MAX_SEARCH_WORDS)
			continue;
		(void) AddWay(query, QUALITY_READING);
		for (size_t k = 0; k < reader.count; k++)
		{
			const McWord *word = reader.list[k];
			uint32_t size;
			const char *lexeme = CopyLexeme(query->host, word->text, word->len, &size);

			AddStem(query, word->stem_key, lexeme, size,
					(word->flags & MC_WORD_NUMBER) != 0);
		}
	}
}

/* What a group says of itself, once its ways are there */
static void
FinishGroup(McSearchQuery *query, McSearchGroup *group)
{
	uint64_t terms = 0;
	uint32_t surest = 0;

	group->count = (uint32_t) query->nways - group->first;
	group->weight = 0;
	for (uint32_t i = 0; i < group->count; i++)
	{
		const McSearchWay *way = &query->ways[group->first + i];
		uint32_t fewest = UINT32_MAX;

		for (uint32_t k = 0; k < way->count; k++)
		{
			const McSearchStem *stem = &query->stems[way->first + k];

			if (stem->terms < fewest)
				fewest = stem->terms;
		}
		terms += fewest;
		/* a way that no term takes says nothing of the word */
		if (fewest > 0 && (way->quality > surest ||
						   (way->quality == surest && way->weight > group->weight)))
		{
			surest = way->quality;
			group->weight = way->weight;
		}
	}
	if (surest == 0)
		group->weight = WEIGHT_UNKNOWN;
	group->terms = terms < UINT32_MAX ? (uint32_t) terms : UINT32_MAX;
}

/*
 * Corrections of a word that no term has.  known: at least its stem is there,
 * so that it may be right as it is.
 */
static bool
AddErrors(McSearchQuery *query, const McWord *typed, bool open, bool completed,
		  bool known, Candidates *candidates)
{
	uint32_t errors = typed->len < MIN_ERRORS - 1 || known || (open && completed) ? 1 : 2;
	bool corrected = AddCorrections(query, typed->text, typed->len, errors, candidates);

	if (known || corrected)
		return corrected;
	if (open && !completed && typed->len >= MIN_BEGINNING)
		corrected = AddBeginnings(query, typed, candidates);
	AddTornApart(query, typed, candidates);
	return corrected;
}

/* Add the i-th word of what was typed; open: it may be incomplete. */
static void
AddGroup(McSearchQuery *query, const McReadings *readings, const McSearchReader *reader,
		 size_t i, bool open, Candidates *candidates)
{
	const McWord *typed = reader->list[i];
	bool number = (typed->flags & MC_WORD_NUMBER) != 0;
	bool known = number || mc_search_stem(query->words, typed->stem_key) != MC_NO_STEM;
	size_t nreadings;
	const McReading *reading = FindReadings(readings, typed->key, &nreadings);
	uint32_t word;
	bool listed =
		number || nreadings > 0 || IsListed(query->words, typed->text, typed->len, &word);
	bool completed = false;
	bool corrected = false;
	McSearchGroup *group;
	uint32_t size;
	const char *lexeme;

	MC_GROW(query->host, query->groups, query->ngroups, query->groups_cap);
	group = &query->groups[query->ngroups++];
	group->first = (uint32_t) query->nways;
	lexeme = CopyLexeme(query->host, typed->text, typed->len, &size);
	(void) AddWay(query, 100);
	AddStem(query, typed->stem_key, lexeme, size, number);
	AddReadings(query, reading, nreadings);
	if (open || !listed)
		completed = AddCompletions(query, typed, candidates);
	if (!listed && typed->len >= MIN_ERROR)
		corrected = AddErrors(query, typed, open, completed, known, candidates);
	if (!corrected && i > 0)
		AddRunTogether(query, reader->list[i - 1], typed);
	if (!corrected && i + 1 < reader->count)
		AddRunTogether(query, typed, reader->list[i + 1]);
	FinishGroup(query, group);
}

void
mc_search_query(const McHost *host, const McSearchWords *words,
				const McReadings *readings, const char *text, uint32_t len,
				McSearchQuery *query)
{
	McSearchReader reader;
	Candidates candidates = {0};
	bool open;

	memset(query, 0, sizeof(*query));
	query->host = host;
	query->words = words;
	mc_search_reader_init(host, &reader);
	mc_search_read(&reader, text, len, false);
	/* "as", "with": typed alone they are all there is */
	if (reader.count == 0)
		mc_search_read(&reader, text, len, true);
	if (reader.count == 0)
		return;
	open = reader.tokens.list[reader.tokens.count - 1].end == len &&
		   reader.tokens.list[reader.tokens.count - 1].word != MC_NO_WORD &&
		   &reader.words.list[reader.tokens.list[reader.tokens.count - 1].word] ==
			   reader.list[reader.count - 1];
	for (size_t i = 0; i < reader.count && query->ngroups < MC_MAX_SEARCH_WORDS; i++)
	{
		bool repeated = false;

		for (size_t k = 0; k < i; k++)
			repeated |= reader.list[k]->stem_key == reader.list[i]->stem_key;
		if (!repeated)
			AddGroup(query, readings, &reader, i, open && i + 1 == reader.count,
					 &candidates);
	}
}
