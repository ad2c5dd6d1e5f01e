/*
 * scope.c
 *	  The cues of a sentence and how far each reaches.
 *
 * Found cues lie in order, so the nearest one that ends a scope is met first,
 * and a text of nothing but cues costs no more than its length.
 */
#include "context/scope.h"

#include "context/procedure.h"
#include "context/quantity.h"

static inline bool
IsSlot(uint64_t key)
{
	return key == MC_CUE_QUANTITY || key == MC_CUE_OPERATION;
}

/* Token behind a cue that begins at token first and ends before end; first: no match. */
static uint32_t
CueEnd(const McDocument *doc, const McCue *cue, uint32_t first, uint32_t end)
{
	uint32_t i = first;

	if (cue->ntokens > end - first)
		return first;
	for (uint32_t k = 0; k < cue->ntokens; k++)
	{
		if (IsSlot(cue->keys[k]))
		{
			uint32_t after = cue->keys[k] == MC_CUE_QUANTITY
								 ? mc_quantity_end(doc, i, end)
								 : mc_operation_end(doc, i, end);

			if (after == i)
				return first;
			i = after;
		}
		else if (i == end ||
				 mc_cue_key(&doc->words, &doc->tokens.list[i]) != cue->keys[k])
			return first;
		else
			i++;
	}
	return i;
}

static void
AddFound(const McHost *host, McFoundCues *found, const McCue *cue, uint32_t first,
		 uint32_t last)
{
	MC_GROW(host, found->list, found->count, found->cap);
	found->list[found->count].cue = cue;
	found->list[found->count].first = first;
	found->list[found->count].last = last;
	found->list[found->count].swallowed = false;
	found->count++;
}

static inline McCueCategory
Axis(const McCue *cue)
{
	return mc_cue_axis((McCueCategory) cue->category);
}

static inline bool
Acts(const McCue *cue)
{
	return cue->direction != MC_CUE_TERMINATE && cue->direction != MC_CUE_PSEUDO;
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
	bool same_axis = Axis(a->cue) == Axis(b->cue);
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

	for (size_t j = i;
		 j > 0 && found->list[j - 1].first + MC_CUE_MAX_TOKENS > inner->first; j--)
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

/* Number of the first cue of a list whose second token has this key or a lower one. */
static uint32_t
FirstWithSecond(const McCue *list, uint32_t n, uint64_t second)
{
	uint32_t low = 0;

	while (low < n)
	{
		uint32_t mid = (low + n) / 2;

		if (list[mid].second > second)
			low = mid + 1;
		else
			n = mid;
	}
	return low;
}

/*
 * Add the cues of a list that begin at token first: of one category the longest.
 * next is the token behind the first word or slot of all of them.
 */
static void
AddMatching(const McHost *host, const McDocument *doc, const McCue *list, uint32_t n,
			uint32_t first, uint32_t next, uint32_t end, uint32_t *longest,
			McFoundCues *found)
{
	/* most cues that begin with a common word differ in the next one */
	bool search = n > 4;
	uint64_t second =
		search && next < end ? mc_cue_key(&doc->words, &doc->tokens.list[next]) : 0;

	for (uint32_t k = search ? FirstWithSecond(list, n, second) : 0; k < n; k++)
	{
		uint32_t after;

		/* then those with a slot there, or of one token */
		if (search && list[k].second != second && list[k].second > MC_CUE_OPERATION)
			k = FirstWithSecond(list, n, MC_CUE_OPERATION);
		if (k == n)
			break;
		after = CueEnd(doc, &list[k], first, end);
		if (after == first || longest[list[k].category] > after)
			continue;
		longest[list[k].category] = after;
		AddFound(host, found, &list[k], first, after - 1);
	}
}

/* Take out the cues marked as swallowed. */
static void
DropSwallowed(McFoundCues *found)
{
	size_t kept = 0;

	for (size_t i = 0; i < found->count; i++)
	{
		if (!found->list[i].swallowed)
			found->list[kept++] = found->list[i];
	}
	found->count = kept;
}

/* Is there a target in the scope of found cue i? */
static bool
Reaches(const McDocument *doc, const McFoundCues *found, size_t i,
		const McSentence *sentence, const McTarget *targets, size_t ntargets)
{
	const McFoundCue *cue = &found->list[i];
	size_t k;

	if (cue->cue->direction != MC_CUE_BACKWARD)
	{
		k = mc_target_from(targets, ntargets, cue->last + 1);
		if (k < ntargets &&
			targets[k].first_token <= mc_scope_end(doc, found, i, sentence))
			return true;
	}
	if (cue->cue->direction == MC_CUE_FORWARD || cue->first == sentence->first_token)
		return false;
	k = mc_target_from(targets, ntargets,
					   mc_scope_start(doc, found, i, sentence, targets, ntargets));
	return k < ntargets && targets[k].last_token < cue->first;
}

/*
 * Is a word that can stand on either side of a condition meant for the one before
 * it?  "Cough resolved, fever continues".  Not denials and doubts, which stand
 * before what they are said of: "fever possible flu".
 */
static bool
IsSaidOfBefore(const McFoundCue *cue, const McTarget *targets, size_t ntargets)
{
	McCueCategory axis = Axis(cue->cue);
	size_t k;

	if (axis == MC_CUE_NEGATED || axis == MC_CUE_UNCERTAIN || cue->first == 0)
		return false;
	k = mc_target_from(targets, ntargets, cue->first - 1);
	return k < ntargets && targets[k].last_token == cue->first - 1;
}

/*
 * Of two cues of an axis that overlap in part ("is negative", "negative for")
 * one is meant: the longer; else the one that reaches a target; else the one
 * that acts forward.  Pseudo cues have had their way before.
 */
static void
ChooseOverlapping(const McDocument *doc, McFoundCues *found, const McSentence *sentence,
				  const McTarget *targets, size_t ntargets)
{
	bool any = false;

	for (size_t i = 0; i + 1 < found->count; i++)
	{
		McFoundCue *a = &found->list[i];

		for (size_t j = i + 1; j < found->count && found->list[j].first <= a->last; j++)
		{
			McFoundCue *b = &found->list[j];
			bool keep_a;

			if (!a->swallowed && !b->swallowed && a->first == b->first &&
				a->last == b->last && a->cue->direction != b->cue->direction &&
				Acts(a->cue) && Acts(b->cue) && Axis(a->cue) == Axis(b->cue) &&
				IsSaidOfBefore(a, targets, ntargets))
			{
				(a->cue->direction == MC_CUE_FORWARD ? a : b)->swallowed = true;
				any = true;
				continue;
			}
			if (a->swallowed || b->swallowed || a->first == b->first ||
				a->last >= b->last || !Acts(a->cue) || !Acts(b->cue) ||
				a->cue->direction == b->cue->direction || Axis(a->cue) != Axis(b->cue))
				continue;
			if (a->last - a->first != b->last - b->first)
				keep_a = a->last - a->first > b->last - b->first;
			else
			{
				bool a_reaches = Reaches(doc, found, i, sentence, targets, ntargets);
				bool b_reaches = Reaches(doc, found, j, sentence, targets, ntargets);

				keep_a = a_reaches != b_reaches ? a_reaches
												: a->cue->direction != MC_CUE_BACKWARD;
			}
			(keep_a ? b : a)->swallowed = true;
			any = true;
		}
	}
	if (any)
		DropSwallowed(found);
}

/*
 * "With mother, who has asthma": what else names an informant does not where a condition of
 * hers follows.
 */
static bool
TellsOfRelative(const McDocument *doc, const McFoundCue *informant,
				const McSentence *sentence, const McTarget *targets, size_t ntargets)
{
	static const char *const relative_pronouns[] = {"who"};
	static const char *const possession[] = {"had", "has"};
	const McToken *t = doc->tokens.list;
	uint32_t i = informant->last + 1;
	size_t k;

	if (informant->cue->category != MC_CUE_FAMILY ||
		informant->cue->direction != MC_CUE_PSEUDO)
		return false;
	if (i < sentence->end_token && mc_is_punct(&t[i], ','))
		i++;
	if (i + 2 >= sentence->end_token || MC_WORD_IN(doc, &t[i], relative_pronouns) < 0 ||
		MC_WORD_IN(doc, &t[i + 1], possession) < 0)
		return false;
	k = mc_target_from(targets, ntargets, i + 2);
	return k < ntargets && targets[k].first_token <= i + 3;
}

void
mc_find_cues(const McHost *host, const McCues *cues, const McDocument *doc,
			 const McSentence *sentence, const McTarget *targets, size_t ntargets,
			 McFoundCues *found)
{
	const McToken *t = doc->tokens.list;
	const McCue *slots;
	uint32_t nslots = mc_cues_starting(cues, MC_CUE_QUANTITY, &slots);
	size_t next = 0; /* the first target behind the current token */

	found->count = 0;
	for (uint32_t i = sentence->first_token; i < sentence->end_token; i++)
	{
		const McCue *list;
		uint32_t n = mc_cues_starting(cues, mc_cue_key(&doc->words, &t[i]), &list);
		uint32_t longest[MC_CUE_NCATEGORIES + 1] = {0};
		uint32_t behind;
		uint32_t end = sentence->end_token;

		/* of "no history of stroke", where history is the term's, "no" is left */
		while (next < ntargets && targets[next].first_token <= i)
			next++;
		if (next < ntargets && targets[next].first_token < end)
			end = targets[next].first_token;
		if (n > 0)
			AddMatching(host, doc, list, n, i, i + 1, end, longest, found);
		if (nslots > 0 && (behind = mc_quantity_end(doc, i, end)) > i)
			AddMatching(host, doc, slots, nslots, i, behind, end, longest, found);
		if ((i & (MC_INTERRUPT_INTERVAL - 1)) == 0)
			mc_interrupt(host);
	}
	for (size_t i = 0; i < found->count; i++)
		found->list[i].swallowed =
			TellsOfRelative(doc, &found->list[i], sentence, targets, ntargets);
	DropSwallowed(found);
	/* mark first, drop afterwards: what is swallowed may swallow in turn */
	for (size_t i = 0; i < found->count; i++)
		found->list[i].swallowed = IsSwallowed(found, i);
	DropSwallowed(found);
	ChooseOverlapping(doc, found, sentence, targets, ntargets);
}

/* Does found cue b end the scope of cue a? */
static bool
Terminates(const McFoundCue *a, const McFoundCue *b, bool forward)
{
	if (b->cue->direction == MC_CUE_TERMINATE)
		return b->cue->category == MC_CUE_ANY || Axis(b->cue) == Axis(a->cue);
	if (b->cue->direction == MC_CUE_PSEUDO || Axis(b->cue) != Axis(a->cue))
		return false;
	/* another cue of the kind takes over: the closest counts */
	return b->cue->direction == a->cue->direction ||
		   (b->cue->direction == MC_CUE_BOTH && forward);
}

/* "her father, who died of a stroke": who is the relative, not the patient. */
static bool
IsRelativeClause(const McDocument *doc, const McFoundCue *cue, const McFoundCue *who)
{
	static const char *const relative_pronouns[] = {"who", "whose"};
	const McToken *t = doc->tokens.list;
	uint32_t next = cue->last + 1;

	if (cue->cue->category != MC_CUE_FAMILY || who->cue->direction != MC_CUE_TERMINATE)
		return false;
	if (next < who->first && mc_is_punct(&t[next], ','))
		next++;
	return next == who->first && MC_WORD_IN(doc, &t[next], relative_pronouns) >= 0;
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
		if (found->list[j].first > cue->last && Terminates(cue, &found->list[j], true) &&
			!IsRelativeClause(doc, cue, &found->list[j]))
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
	if (Axis(cue->cue) != MC_CUE_NEGATED ||
		terminator->cue->direction != MC_CUE_TERMINATE)
		return true;
	k = mc_target_from(targets, ntargets, terminator->last + 1);
	return k < ntargets && targets[k].first_token < cue->first;
}

/*
 * Where a denial is said of a fracture or dislocation behind a comma it leaves other injuries
 * alone: contusion of the foot, [fracture] ruled out.  The token of the noun, or limit.
 */
static uint32_t
StartOfBareNoun(const McDocument *doc, const McFoundCue *cue, uint32_t limit)
{
	static const char *const nouns[] = {"dislocation", "fracture", "fractures"};
	static const char *const verbs[] = {"are", "been", "has", "have",
										"is",  "was",  "were"};
	const McToken *t = doc->tokens.list;
	uint32_t i = cue->first;

	if (Axis(cue->cue) != MC_CUE_NEGATED)
		return limit;
	while (i > limit && MC_WORD_IN(doc, &t[i - 1], verbs) >= 0)
		i--;
	return i > limit + 1 && MC_WORD_IN(doc, &t[i - 1], nouns) >= 0 &&
				   mc_is_punct(&t[i - 2], ',')
			   ? i - 1
			   : limit;
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
	limit = StartOfBareNoun(doc, cue, limit);
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
