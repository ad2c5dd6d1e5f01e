/*
 * scope.c
 *	  The cues of a sentence and how far each reaches.
 *
 * Found cues lie in order, so the nearest one that ends a scope is met first,
 * and a text of nothing but cues costs no more than its length.
 */
#include "context/scope.h"

#include <string.h>

/* Longest cue, in tokens: farther apart they cannot overlap. */
#define MAX_CUE_TOKENS 16

static bool
CueMatches(const McDocument *doc, const McCue *cue, uint32_t first)
{
	for (uint32_t i = 1; i < cue->ntokens; i++)
	{
		if (mc_cue_key(&doc->words, &doc->tokens.list[first + i]) != cue->keys[i])
			return false;
	}
	return true;
}

static void
AddFound(const McHost *host, McFoundCues *found, const McCue *cue, uint32_t first)
{
	MC_GROW(host, found->list, found->count, found->cap);
	found->list[found->count].cue = cue;
	found->list[found->count].first = first;
	found->list[found->count].last = first + cue->ntokens - 1u;
	found->list[found->count].swallowed = false;
	found->count++;
}

/*
 * Does cue a swallow cue b?  The longer takes what it covers, of whatever
 * axis: "no history of" is not historical, "cannot rule out" not a denial.  It
 * leaves terminators of other axes alone.  A pseudo cue also wins against one
 * of its own axis that is as long or only overlaps it.
 */
static bool
Swallows(const McFoundCue *a, const McFoundCue *b)
{
	uint32_t a_length = a->last - a->first;
	uint32_t b_length = b->last - b->first;
	bool same_axis = a->cue->category == b->cue->category;
	bool pseudo =
		a->cue->direction == MC_CUE_PSEUDO && b->cue->direction != MC_CUE_PSEUDO;

	if (a->last < b->first || b->last < a->first)
		return false;
	if (a->first > b->first || a->last < b->last)
		return pseudo && same_axis && !(b->first <= a->first && b->last >= a->last);
	if (a_length == b_length)
		return pseudo && same_axis;
	return pseudo || same_axis || b->cue->direction != MC_CUE_TERMINATE;
}

/* Is found cue i swallowed by one around it? */
static bool
IsSwallowed(const McFoundCues *found, size_t i)
{
	const McFoundCue *inner = &found->list[i];

	for (size_t j = i; j > 0 && found->list[j - 1].first + MAX_CUE_TOKENS > inner->first;
		 j--)
	{
		if (Swallows(&found->list[j - 1], inner))
			return true;
	}
	for (size_t j = i + 1; j < found->count && found->list[j].first <= inner->last; j++)
	{
		if (Swallows(&found->list[j], inner))
			return true;
	}
	return false;
}

void
mc_find_cues(const McHost *host, const McCues *cues, const McDocument *doc,
			 const McSentence *sentence, const McTarget *targets, size_t ntargets,
			 McFoundCues *found)
{
	const McToken *t = doc->tokens.list;
	size_t next = 0; /* the first target behind the current token */
	size_t kept = 0;

	found->count = 0;
	for (uint32_t i = sentence->first_token; i < sentence->end_token; i++)
	{
		const McCue *list;
		uint32_t n = mc_cues_starting(cues, mc_cue_key(&doc->words, &t[i]), &list);
		uint32_t longest[MC_CUE_NCATEGORIES + 1] = {0};
		uint32_t end = sentence->end_token;

		/* of "no history of stroke", where history is the term's, "no" is left */
		while (next < ntargets && targets[next].first_token <= i)
			next++;
		if (next < ntargets && targets[next].first_token < end)
			end = targets[next].first_token;
		for (uint32_t k = 0; k < n; k++)
		{
			const McCue *cue = &list[k];

			/* of one category only the longest that begins here */
			if (longest[cue->category] > cue->ntokens || i + cue->ntokens > end ||
				!CueMatches(doc, cue, i))
				continue;
			longest[cue->category] = cue->ntokens;
			AddFound(host, found, cue, i);
		}
		if ((i & (MC_INTERRUPT_INTERVAL - 1)) == 0)
			mc_interrupt(host);
	}
	/* mark first, drop afterwards: what is swallowed may swallow in turn */
	for (size_t i = 0; i < found->count; i++)
		found->list[i].swallowed = IsSwallowed(found, i);
	for (size_t i = 0; i < found->count; i++)
	{
		if (!found->list[i].swallowed)
			found->list[kept++] = found->list[i];
	}
	found->count = kept;
}

/* Does found cue b end the scope of cue a? */
static bool
Terminates(const McFoundCue *a, const McFoundCue *b, bool forward)
{
	if (b->cue->direction == MC_CUE_TERMINATE)
		return b->cue->category == MC_CUE_ANY || b->cue->category == a->cue->category;
	if (b->cue->direction == MC_CUE_PSEUDO || b->cue->category != a->cue->category)
		return false;
	/* another cue of the kind takes over: the closest counts */
	return b->cue->direction == a->cue->direction ||
		   (b->cue->direction == MC_CUE_BOTH && forward);
}

/* Punctuation that ends a scope going forward from token `from`. */
static bool
PunctEndsForward(const McToken *t, uint32_t i, uint32_t from, int *open)
{
	if (t[i].kind != MC_TOKEN_PUNCT)
		return false;
	switch (t[i].punct)
	{
		case ';':
		case '}':
			return true;
		case ':':
			return i != from; /* "denies: fever" goes on */
		case '(':
			(*open)++;
			return false;
		case ')':
			return --*open < 0;
		default:
			return false;
	}
}

uint32_t
mc_scope_end(const McDocument *doc, const McFoundCues *found, size_t i,
			 const McSentence *sentence)
{
	const McToken *t = doc->tokens.list;
	const McFoundCue *cue = &found->list[i];
	uint32_t limit = sentence->end_token;
	int open = 0;

	if (cue->cue->max_scope && limit > cue->last + 1 + cue->cue->max_scope)
		limit = cue->last + 1 + cue->cue->max_scope;
	for (size_t j = i + 1; j < found->count && found->list[j].first < limit; j++)
	{
		if (found->list[j].first > cue->last && Terminates(cue, &found->list[j], true))
			limit = found->list[j].first;
	}
	for (uint32_t k = cue->last + 1; k < limit; k++)
	{
		if (PunctEndsForward(t, k, cue->last + 1, &open))
			limit = k;
	}
	return limit - 1;
}

size_t
mc_target_from(const McTarget *targets, size_t ntargets, uint32_t token)
{
	size_t low = 0;

	while (low < ntargets)
	{
		size_t mid = (low + ntargets) / 2;

		if (targets[mid].last_token < token)
			low = mid + 1;
		else
			ntargets = mid;
	}
	return low;
}

/*
 * Does a terminator end a scope that goes backward?  A denial reaches over one
 * to the only condition that stands before it: "Pneumonia, although reported
 * elsewhere, was ruled out".
 */
static bool
TerminatesBackward(const McFoundCue *cue, const McFoundCue *terminator,
				   const McTarget *targets, size_t ntargets)
{
	size_t k;

	if (!Terminates(cue, terminator, false))
		return false;
	if (cue->cue->category != MC_CUE_NEGATED ||
		terminator->cue->direction != MC_CUE_TERMINATE)
		return true;
	k = mc_target_from(targets, ntargets, terminator->last + 1);
	return k < ntargets && targets[k].first_token < cue->first;
}

uint32_t
mc_scope_start(const McDocument *doc, const McFoundCues *found, size_t i,
			   const McSentence *sentence, const McTarget *targets, size_t ntargets)
{
	const McToken *t = doc->tokens.list;
	const McFoundCue *cue = &found->list[i];
	uint32_t limit = sentence->first_token;

	if (cue->cue->max_scope && cue->first > limit + cue->cue->max_scope)
		limit = cue->first - cue->cue->max_scope;
	for (size_t j = i; j > 0 && found->list[j - 1].first >= limit; j--)
	{
		const McFoundCue *other = &found->list[j - 1];

		if (other->last < cue->first && other->last + 1 > limit &&
			TerminatesBackward(cue, other, targets, ntargets))
			limit = other->last + 1;
	}
	for (uint32_t k = cue->first; k > limit; k--)
	{
		if (mc_is_punct(&t[k - 1], ';'))
			limit = k;
	}
	return limit;
}
