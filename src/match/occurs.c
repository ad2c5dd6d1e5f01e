/*
 * occurs.c
 *	  Do the words of a phrase stand together in a note?
 */
#include "match/occurs.h"

/* Words announced before they are asked for */
#define EXPECTED 8

/* Is a key among those of the items from low to high, both included? */
static inline bool
IsBetween(const McLayout *layout, size_t low, size_t high, uint64_t key)
{
	for (size_t i = low; i <= high; i++)
	{
		if (layout->keys[i] == key)
			return true;
	}
	return false;
}

/*
 * Are all keys among the items from low to high, as often as the phrase has them?
 * Items of one stem are as good as each other, so that counting will do.  own is the
 * key that the posting stands under.
 */
static bool
FillsWindow(const McLayout *layout, size_t low, size_t high, uint64_t own,
			const McPosting *posting)
{
	unsigned nkeys = mc_posting_keys(posting);

	for (unsigned k = 0; k < nkeys; k++)
	{
		uint64_t key = posting->keys[k];
		unsigned wanted = key == own;
		bool counted = false;

		for (unsigned v = 0; v < k; v++)
			counted |= posting->keys[v] == key;
		if (counted)
			continue;
		for (unsigned v = k; v < nkeys; v++)
			wanted += posting->keys[v] == key;
		for (size_t i = low; i <= high && wanted > 0; i++)
			wanted -= layout->keys[i] == key;
		if (wanted > 0)
			return false;
	}
	return true;
}

/* Does the phrase occur around an item of its own word? */
static bool
OccursAround(const McLayout *layout, size_t anchor, const McPosting *posting,
			 uint32_t width)
{
	const McItem *items = layout->items;
	uint32_t place = items[anchor].place;
	unsigned nkeys = mc_posting_keys(posting);
	size_t low = anchor;
	size_t high = anchor;

	while (low > 0 && items[low - 1].place + width > place)
		low--;
	while (high + 1 < layout->nitems && items[high + 1].place < place + width)
		high++;
	/* in most cases a word is missing */
	for (unsigned k = 0; k < nkeys; k++)
	{
		if (!IsBetween(layout, low, high, posting->keys[k]))
			return false;
	}
	/* each window that holds the anchor */
	for (size_t from = low; from <= anchor && items[from].place <= place; from++)
	{
		size_t to = anchor;

		if (from > low && items[from].place == items[from - 1].place)
			continue;
		while (to < high && items[to + 1].place < items[from].place + width)
			to++;
		if (FillsWindow(layout, from, to, layout->keys[anchor], posting))
			return true;
	}
	return false;
}

bool
mc_occurs(McLayout *layout, uint32_t first_item, const McPosting *posting, unsigned slack)
{
	unsigned nwords = mc_posting_words(posting);

	if (nwords == 0 || mc_posting_flags(posting) != 0)
		return false;
	if (nwords == 1)
		return first_item != 0;
	for (uint32_t item = first_item; item; item = layout->items[item - 1].next)
	{
		if (++layout->steps % MC_INTERRUPT_INTERVAL == 0)
			mc_interrupt(layout->host);
		if (OccursAround(layout, item - 1, posting, nwords + slack))
			return true;
	}
	return false;
}

/* May the note hold all words of the phrase? */
static inline bool
IsMarked(const McLayout *layout, const McPosting *posting)
{
	unsigned nkeys = mc_posting_keys(posting);

	for (unsigned k = 0; k < nkeys; k++)
	{
		if (!mc_is_marked(layout, posting->keys[k]))
			return false;
	}
	return mc_posting_words(posting) > 0;
}

/* One posting under a word of the layout */
static inline void
TryPosting(McLayout *layout, const McLayoutStem *stem, const McPosting *posting,
		   unsigned slack, McPhraseFound found, void *arg)
{
	if (IsMarked(layout, posting) && mc_occurs(layout, stem->first, posting, slack))
		found(arg, posting, stem->first);
}

/* Postings looked at together, so that one is fetched while another is looked at */
#define TOGETHER 16

/* The postings of a list whose marks the note has */
static void
FindMarked(McLayout *layout, const McLayoutStem *stem, const McPostings *list,
		   unsigned slack, McPhraseFound found, void *arg)
{
	const McPosting *marked[TOGETHER];
	uint64_t before = layout->steps / MC_INTERRUPT_INTERVAL;
	unsigned n = 0;

	/* such lists are short */
	layout->steps += list->count;
	if (layout->steps / MC_INTERRUPT_INTERVAL != before)
		mc_interrupt(layout->host);
	for (uint32_t i = 0; i < list->count; i++)
	{
		if (!mc_has_mark(layout, list->marks[i].mark))
			continue;
		marked[n] =
			(const McPosting *) ((const uint64_t *) list->first + list->marks[i].at);
		__builtin_prefetch(marked[n]);
		if (++n < TOGETHER)
			continue;
		for (unsigned k = 0; k < n; k++)
			TryPosting(layout, stem, marked[k], slack, found, arg);
		n = 0;
	}
	for (unsigned k = 0; k < n; k++)
		TryPosting(layout, stem, marked[k], slack, found, arg);
}

/* Find the phrases that stand under a word of the layout. */
static void
FindUnder(McLayout *layout, const McPhrases *phrases, const McLayoutStem *stem,
		  unsigned slack, McPhraseFound found, void *arg)
{
	McPostings lists[MC_POSTING_LISTS];
	unsigned nlists = phrases->posted(phrases->arg, stem->key, lists);

	for (unsigned l = 0; l < nlists; l++)
	{
		const McPosting *posting = lists[l].first;

		if (lists[l].marks)
		{
			FindMarked(layout, stem, &lists[l], slack, found, arg);
			continue;
		}
		for (uint32_t i = 0; i < lists[l].count; i++)
		{
			if (++layout->steps % MC_INTERRUPT_INTERVAL == 0)
				mc_interrupt(layout->host);
			TryPosting(layout, stem, posting, slack, found, arg);
			posting = mc_posting_next(posting);
		}
	}
}

void
mc_find_phrases(McLayout *layout, const McPhrases *phrases, unsigned slack,
				McPhraseFound found, void *arg)
{
	/* look-ups wait for memory more than for anything else: announce them */
	const McLayoutStem *ahead[EXPECTED] = {NULL};
	unsigned next = 0;

	for (uint32_t slot = 0; slot <= layout->mask; slot++)
	{
		const McLayoutStem *stem = &layout->stems[slot];

		if (stem->first == 0)
			continue;
		if (phrases->expect)
			phrases->expect(phrases->arg, stem->key);
		if (ahead[next])
			FindUnder(layout, phrases, ahead[next], slack, found, arg);
		ahead[next] = stem;
		next = (next + 1) % EXPECTED;
	}
	for (unsigned i = 0; i < EXPECTED; i++)
	{
		const McLayoutStem *stem = ahead[(next + i) % EXPECTED];

		if (stem)
			FindUnder(layout, phrases, stem, slack, found, arg);
	}
}
