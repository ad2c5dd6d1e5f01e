/*
 * abbreviation.c
 *	  Which of its readings an ambiguous abbreviation has in a note.
 */
#include "match/abbreviation.h"

/* What a feature counts.  A header is the abbreviation's own name for what follows. */
#define VOTES_HEADER  8
#define VOTES_VALUE   4
#define VOTES_NEAR    3
#define VOTES_WRITTEN 4 /* the reading is written out in the note */
#define VOTES_SECTION 2
#define VOTES_AGAINST 4
#define VOTES_USUAL   1

/* More words near it than this say no more. */
#define MAX_NEAR 3

/* Tokens on either side that are looked at: a sentence may be a page of a list. */
#define NEAR_TOKENS 40

/* Where an abbreviation stands */
typedef struct Place
{
	const McDocument *doc;
	const McSentence *sentence;
	uint32_t token;
	uint32_t first; /* tokens near it */
	uint32_t end;
	uint64_t marks[4]; /* a bit for each stem near it: most words of rules are not */
} Place;

static inline unsigned
Mark(uint64_t key)
{
	return (unsigned) (key >> 40) & 255;
}

static const McWord *
WordAt(const McDocument *doc, uint32_t token)
{
	uint32_t word = doc->tokens.list[token].word;

	return word == MC_NO_WORD ? NULL : &doc->words.list[word];
}

/* Do the words of a rule and of those behind it stand near the abbreviation? */
static bool
IsNear(const Place *place, const McReadingRule *rule)
{
	if ((place->marks[Mark(rule->key) / 64] >> (Mark(rule->key) % 64) & 1) == 0)
		return false;
	for (uint32_t i = place->first; i + rule->more < place->end; i++)
	{
		unsigned k = 0;

		for (; k <= rule->more; k++)
		{
			const McWord *word = WordAt(place->doc, i + k);

			if (word == NULL || word->stem_key != rule[k].key || i + k == place->token)
				break;
		}
		if (k > rule->more)
			return true;
	}
	return false;
}

/* Is the abbreviation all that its header says? */
static bool
IsHeader(const Place *place)
{
	if (!(place->sentence->flags & MC_SENT_HEADER))
		return false;
	for (uint32_t i = place->sentence->first_token; i < place->sentence->end_token; i++)
	{
		if (i != place->token && place->doc->tokens.list[i].word != MC_NO_WORD)
			return false;
	}
	return true;
}

/* Does a number, or a percentage, follow, or stand before it with its sign? */
static bool
HasValue(const Place *place, uint64_t value)
{
	const McTokens *tokens = &place->doc->tokens;
	uint32_t end = place->sentence->end_token;
	uint32_t i = place->token + 1;

	if (value == MC_VALUE_PERCENT)
	{
		/* 98% RA, 98% on RA */
		for (uint32_t back = 1; back <= 2; back++)
		{
			if (place->token >= place->first + back &&
				mc_is_punct(&tokens->list[place->token - back], '%'))
				return true;
		}
	}
	while (i < end &&
		   (mc_is_punct(&tokens->list[i], ':') || mc_is_punct(&tokens->list[i], '=') ||
			mc_is_punct(&tokens->list[i], '>') || mc_is_punct(&tokens->list[i], '<')))
		i++;
	if (i < end && WordAt(place->doc, i) &&
		(WordAt(place->doc, i)->flags & MC_WORD_FUNCTION))
		i++; /* of, is, was */
	if (i >= end || tokens->list[i].kind != MC_TOKEN_NUMBER)
		return false;
	return value == MC_VALUE_NUMBER ||
		   (i + 1 < end && mc_is_punct(&tokens->list[i + 1], '%'));
}

/*
 * Does the abbreviation stand where the usual reading is a guess: before a number it
 * is what was measured (HCM 29.2), joined to one part of a name (25-HCC), alone in
 * brackets it explains the words before it, and not as expected.
 */
static bool
IsUnusualPlace(const Place *place)
{
	const McTokens *tokens = &place->doc->tokens;
	uint32_t token = place->token;
	bool before = token > place->sentence->first_token;

	if (HasValue(place, MC_VALUE_NUMBER))
		return true;
	if (!before)
		return false;
	if (tokens->list[token].flags & (MC_TOK_JOINED | MC_TOK_HYPHEN) &&
		tokens->list[token - 1].word != MC_NO_WORD)
		return true;
	return mc_is_punct(&tokens->list[token - 1], '(') &&
		   token + 1 < place->sentence->end_token &&
		   mc_is_punct(&tokens->list[token + 1], ')') &&
		   token - 1 > place->sentence->first_token;
}

/* Are the words of a reading written out one behind the other somewhere? */
static bool
IsWrittenOut(const McDocument *doc, const McExpansion *reading)
{
	if (reading->nwords < 2)
		return false;
	for (size_t i = 0; i < doc->tokens.count; i++)
	{
		const McWord *word = WordAt(doc, (uint32_t) i);
		size_t at = i;
		unsigned k = 0;

		while (word && word->stem_key == reading->words[k].stem_key)
		{
			if (++k == reading->nwords)
				return true;
			do
				word = ++at < doc->tokens.count ? WordAt(doc, (uint32_t) at) : NULL;
			while (word && (word->flags & MC_WORD_FUNCTION));
		}
	}
	return false;
}

/* Votes for a reading; *usual: it is the usual one; *spoken: anything was said. */
static int
Votes(const Place *place, const McExpansion *reading, bool written, bool *usual,
	  bool *spoken)
{
	McSectionCategory section =
		(McSectionCategory) place->doc->sections.list[place->sentence->section].category;
	int votes = 0;
	int near = 0;

	*usual = false;
	for (unsigned r = 0; r < reading->nrules; r += reading->rules[r].more + 1u)
	{
		const McReadingRule *rule = &reading->rules[r];
		int gain = 0;

		switch ((McReadingFeature) rule->feature)
		{
			case MC_READING_SECTION:
				gain = rule->key == section ? VOTES_SECTION : 0;
				break;
			case MC_READING_HEADER:
				gain = IsHeader(place) ? VOTES_HEADER : 0;
				break;
			case MC_READING_NEAR:
				if (near < MAX_NEAR && IsNear(place, rule))
				{
					near++;
					gain = VOTES_NEAR;
				}
				break;
			case MC_READING_NOT_NEAR:
				gain = IsNear(place, rule) ? -VOTES_AGAINST : 0;
				break;
			case MC_READING_VALUE:
				gain = HasValue(place, rule->key) ? VOTES_VALUE : 0;
				break;
			default:
				*usual = true;
				break;
		}
		/* what speaks against one reading speaks for another, and is said there */
		*spoken |= gain > 0;
		votes += gain;
	}
	if (votes >= 0 && written)
	{
		*spoken = true;
		votes += VOTES_WRITTEN;
	}
	return votes;
}

uint64_t
mc_written_out(const McDocument *doc, const McExpansion *list, uint32_t n)
{
	uint64_t marks[64] = {
		0}; /* a bit for each stem of the note: most readings lack one */
	uint64_t written = 0;

	for (size_t i = 0; i < doc->words.count; i++)
	{
		uint64_t mark = doc->words.list[i].stem_key >> 52;

		marks[mark / 64] |= UINT64_C(1) << (mark % 64);
	}
	for (uint32_t i = 0; i < n && i < 64; i++)
	{
		bool possible = list[i].ambiguous;

		for (unsigned k = 0; possible && k < list[i].nwords; k++)
		{
			uint64_t mark = list[i].words[k].stem_key >> 52;

			possible = (marks[mark / 64] >> (mark % 64) & 1) != 0;
		}
		if (possible && IsWrittenOut(doc, &list[i]))
			written |= UINT64_C(1) << i;
	}
	return written;
}

uint32_t
mc_reading(const McDocument *doc, uint32_t token, const McExpansion *list, uint32_t n,
		   uint64_t written)
{
	const McSentence *sentence = &doc->sentences.list[mc_sentence_of(doc, token)];
	Place place = {.doc = doc, .sentence = sentence, .token = token};
	bool upper = (doc->tokens.list[token].flags & MC_TOK_UPPER) != 0;
	uint32_t best = MC_NO_READING;
	int most = 0;
	bool tied = false;
	bool spoken = false;

	place.first = sentence->first_token;
	if (token - place.first > NEAR_TOKENS)
		place.first = token - NEAR_TOKENS;
	place.end = sentence->end_token;
	if (place.end - token > NEAR_TOKENS)
		place.end = token + NEAR_TOKENS;
	for (uint32_t i = place.first; i < place.end; i++)
	{
		const McWord *word = WordAt(doc, i);

		if (word && i != token)
			place.marks[Mark(word->stem_key) / 64] |= UINT64_C(1)
													  << (Mark(word->stem_key) % 64);
	}
	for (uint32_t i = 0; i < n; i++)
	{
		bool usual;
		int votes;

		if (!list[i].ambiguous || (list[i].upper_only && !upper))
			continue;
		votes =
			Votes(&place, &list[i], i < 64 && (written >> i & 1) != 0, &usual, &spoken);
		if (usual && votes >= 0)
			votes += VOTES_USUAL;
		if (votes > most)
		{
			best = i;
			most = votes;
			tied = false;
		}
		else if (votes == most)
			tied = true;
	}
	if (tied || most <= 0 || (most == VOTES_USUAL && (spoken || IsUnusualPlace(&place))))
		return MC_NO_READING;
	return best;
}
