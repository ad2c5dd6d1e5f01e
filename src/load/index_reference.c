/*
 * index_reference.c
 *		Where the cross references of the Alphabetic Index lead to.
 */
#include "load/index_reference.h"

#include <string.h>

#include "load/index_words.h"
#include "text/word.h"

/* Steps after which the search for one reference gives up */
#define MAX_STEPS 2000

/* Most beginnings of a reference that are followed further */
#define MAX_PREFIXES 8

/* Most words of titles that a reference may lack */
#define MAX_EXTRA 1

/* Entries between two interrupts */
#define INTERRUPT_ENTRIES 1024

#define COUNT(list) (sizeof(list) / sizeof((list)[0]))

/* A form of a title below the entry it stands under */
typedef struct Form
{
	uint64_t key; /* of parent and words */
	uint32_t entry;
	uint32_t next; /* form with the same slot, + 1 */
	bool weak;     /* only what stands before the comma */
} Form;

struct McIndexReferences
{
	const McHost *host;
	const McIndex *index;
	Form *forms;
	size_t count;
	size_t forms_cap;
	uint32_t *slots; /* form + 1 */
	uint32_t mask;
	uint32_t *first_below; /* by number of the entry; 0: the main terms */
	uint32_t *next_beside;
	uint32_t *size; /* entries below */
};

/* A search for one reference */
typedef struct Search
{
	const McIndexReferences *references;
	const McIndexWords *words;
	uint32_t from;
	uint32_t found;
	/* the entries that begin as the words do, as far as any does */
	uint32_t prefix[MAX_PREFIXES];
	unsigned prefixes;
	unsigned prefix_words;
	/* of the search for the closest one */
	unsigned best_extra;
	bool tie;
	unsigned steps;
} Search;

/* Subterms that may be stepped over, and words that may */
static const char *const steps_over[] = {
	"with",      "in", "due to", "by", "due to or associated with", "associated with",
	"in due to",
};

/* What a reference begins with that leads to a kind of entries */
static const char *const kinds[] = {
	"by",       "category",  "cause",       "condition", "nature",
	"specific", "specified", "subcategory", "substance",
};

#define IS_ANY(words, i, list) \
	mc_index_is_any((words)->text[i], (words)->length[i], (list), COUNT(list))

/* Key of words[first..end) below an entry */
static uint64_t
FormKey(uint32_t parent, const uint64_t *words, unsigned count)
{
	uint64_t key = mc_mix(parent + MC_HASH_C, MC_HASH_A);

	for (unsigned i = 0; i < count; i++)
		key = mc_mix(key ^ words[i], MC_HASH_B + i);
	return key;
}

static void
AddForm(McIndexReferences *r, uint32_t entry, const uint64_t *words, unsigned count,
		bool weak)
{
	Form form = {.entry = entry, .weak = weak};

	if (count == 0)
		return;
	form.key = FormKey(r->index->entries[entry - 1].parent, words, count);
	MC_GROW(r->host, r->forms, r->count, r->forms_cap);
	r->forms[r->count++] = form;
}

/* The forms by which a title can be meant */
static void
AddForms(McIndexReferences *r, uint32_t entry)
{
	const char *title = r->index->entries[entry - 1].title;
	unsigned forms = mc_index_forms(title);
	McFold fold;
	McIndexWords words;
	unsigned count;
	unsigned end = 0;

	mc_index_fold_words(r->host, title, &fold, &words);
	count = words.count;
	if (words.cut)
		count = 0;
	AddForm(r, entry, words.key, count, false);
	if (forms > 1)
		for (unsigned i = 0; i < count; i++)
			AddForm(r, entry, &words.key[i], 1, false);
	else
	{
		while (end < count && !words.comma[end])
			end++;
		if (end + 1 < count)
			AddForm(r, entry, words.key, end + 1, true);
		else if (count >= 3 &&
				 mc_index_is_word(words.text[count - 2], words.length[count - 2], "or"))
		{
			/* "lymph gland or node": each is meant */
			AddForm(r, entry, words.key, count - 2, false);
			words.key[count - 3] = words.key[count - 1];
			AddForm(r, entry, words.key, count - 2, false);
		}
	}
	mc_index_free_fold(r->host, &fold);
}

/* Link each entry to the first below it and to the next beside it; count those below. */
static void
LinkEntries(McIndexReferences *r)
{
	size_t size = (r->index->count + 1) * sizeof(uint32_t);

	r->first_below = mc_alloc(r->host, size);
	r->next_beside = mc_alloc(r->host, size);
	r->size = mc_alloc(r->host, size);
	memset(r->first_below, 0, size);
	memset(r->size, 0, size);
	for (uint32_t i = (uint32_t) r->index->count; i > 0; i--)
	{
		uint32_t parent = r->index->entries[i - 1].parent;

		r->next_beside[i] = r->first_below[parent];
		r->first_below[parent] = i;
		r->size[parent] += r->size[i] + 1;
	}
}

McIndexReferences *
mc_references_begin(const McHost *host, const McIndex *index)
{
	McIndexReferences *r = mc_alloc(host, sizeof(McIndexReferences));
	size_t size = 16;

	memset(r, 0, sizeof(*r));
	r->host = host;
	r->index = index;
	for (size_t i = 0; i < index->count; i++)
	{
		if (i % INTERRUPT_ENTRIES == 0)
			mc_interrupt(host);
		AddForms(r, (uint32_t) (i + 1));
	}
	LinkEntries(r);
	while (size < 2 * r->count)
		size *= 2;
	r->mask = (uint32_t) (size - 1);
	r->slots = mc_alloc(host, size * sizeof(uint32_t));
	memset(r->slots, 0, size * sizeof(uint32_t));
	/* the earliest entry comes to stand first */
	for (size_t i = r->count; i-- > 0;)
	{
		uint32_t slot = (uint32_t) (r->forms[i].key >> 32) & r->mask;

		r->forms[i].next = r->slots[slot];
		r->slots[slot] = (uint32_t) (i + 1);
	}
	return r;
}

static bool Descend(Search *s, uint32_t parent, unsigned at, bool stepped);

/* The first so many words lead to an entry. */
static void
NotePrefix(Search *s, uint32_t entry, unsigned words)
{
	if (words > s->prefix_words)
	{
		s->prefix_words = words;
		s->prefixes = 0;
	}
	if (words == s->prefix_words && s->prefixes < MAX_PREFIXES)
		s->prefix[s->prefixes++] = entry;
}

/* Is the entry above the one that the reference comes from? */
static bool
IsAboveSource(const Search *s, uint32_t entry)
{
	uint32_t at = s->from;

	while (at != 0 && at != entry)
		at = s->references->index->entries[at - 1].parent;
	return at != 0;
}

/* Of two titles of which a reference has only the head, is the first one meant? */
static bool
IsRather(const Search *s, uint32_t first, uint32_t second)
{
	bool above = IsAboveSource(s, first);

	if (above != IsAboveSource(s, second))
		return above;
	return s->references->size[first] > s->references->size[second];
}

/*
 * Try the titles below parent that are words[at..at + count).  Weak: those that
 * have these words before a comma.  Fracture is the one under which the reference
 * stands, else the larger one: Fracture, traumatic rather than Fracture, burst.
 */
static bool
TryTitles(Search *s, uint32_t parent, unsigned at, unsigned count, bool weak)
{
	const McIndexReferences *r = s->references;
	uint64_t key = FormKey(parent, &s->words->key[at], count);
	uint32_t found[MAX_PREFIXES];
	unsigned n = 0;

	for (uint32_t i = r->slots[(uint32_t) (key >> 32) & r->mask]; i;
		 i = r->forms[i - 1].next)
	{
		const Form *form = &r->forms[i - 1];
		unsigned place = n;

		if (++s->steps > MAX_STEPS || n == MAX_PREFIXES)
			break;
		if (form->key != key || form->weak != weak)
			continue;
		while (weak && place > 0 && IsRather(s, form->entry, found[place - 1]))
		{
			found[place] = found[place - 1];
			place--;
		}
		found[place] = form->entry;
		n++;
	}
	for (unsigned i = 0; i < n; i++)
	{
		NotePrefix(s, found[i], at + count);
		if (Descend(s, found[i], at + count, false))
			return true;
	}
	return false;
}

/* Try the subterms below parent that stand for a connection only. */
static bool
StepOver(Search *s, uint32_t parent, unsigned at)
{
	const McIndexReferences *r = s->references;

	for (size_t i = 0; i < COUNT(steps_over); i++)
	{
		char text[64] = {0};
		McIndexWords words;
		uint64_t key;

		memcpy(text, steps_over[i], strlen(steps_over[i]));
		mc_index_split_words(text, (uint32_t) strlen(steps_over[i]), &words);
		key = FormKey(parent, words.key, words.count);
		for (uint32_t j = r->slots[(uint32_t) (key >> 32) & r->mask]; j;
			 j = r->forms[j - 1].next)
			if (++s->steps <= MAX_STEPS && r->forms[j - 1].key == key &&
				Descend(s, r->forms[j - 1].entry, at, true))
				return true;
	}
	return false;
}

/*
 * Find words[at..] below parent (0: the main terms).  stepped: parent was
 * stepped over, so the words must go on right below it.
 */
static bool
Descend(Search *s, uint32_t parent, unsigned at, bool stepped)
{
	unsigned left = s->words->count - at;

	if (left == 0)
	{
		if (stepped || parent == s->from || parent == 0)
			return false;
		s->found = parent;
		return true;
	}
	if (++s->steps > MAX_STEPS)
		return false;
	for (unsigned count = left; count > 0; count--)
		if (TryTitles(s, parent, at, count, false))
			return true;
	for (unsigned count = left; count > 0; count--)
		if (TryTitles(s, parent, at, count, true))
			return true;
	if (parent == 0 || stepped)
		return false;
	if (StepOver(s, parent, at))
		return true;
	return IS_ANY(s->words, at, steps_over) && left > 1 &&
		   Descend(s, parent, at + 1, true);
}

/*
 * Which of the wanted words of the reference does the text have?  As bits.
 * *extra is the number of its other words, and of those that are only alike.
 * None if it does not begin with a wanted one.
 */
static uint64_t
WordsIn(const Search *s, const char *text, uint64_t wanted, unsigned *extra)
{
	uint64_t result = 0;
	McFold fold;
	McIndexWords words;
	bool alternatives = mc_index_forms(text) > 1;
	bool first = true;

	mc_index_fold_words(s->references->host, text, &fold, &words);
	*extra = 0;
	for (unsigned i = 0; i < words.count; i++)
	{
		bool same = false;
		bool alike = false;

		if (IS_ANY(&words, i, steps_over))
			continue;
		for (unsigned j = 0; j < s->words->count; j++)
		{
			if (!(wanted & (UINT64_C(1) << j)) ||
				!mc_index_words_alike(&words, i, s->words, j))
				continue;
			result |= UINT64_C(1) << j;
			alike = true;
			same |= words.key[i] == s->words->key[j];
		}
		/* of alternatives one is enough */
		if (alternatives && same)
		{
			*extra = 0;
			break;
		}
		if (first && !alike && !alternatives)
			break;
		first = false;
		if (result != 0 && mc_index_is_word(words.text[i], words.length[i], "or"))
			break;
		*extra += !same;
	}
	mc_index_free_fold(s->references->host, &fold);
	return result;
}

/* Which of the wanted words are among the nonessential modifiers of an entry? */
static uint64_t
NonessentialWords(const Search *s, const McIndexEntry *entry, uint64_t wanted)
{
	uint64_t result = 0;
	unsigned extra;

	for (uint32_t i = 0; i < entry->nonessential_count; i++)
		result |= WordsIn(s, entry->nonessential[i], wanted, &extra);
	return result;
}

/* An entry has all wanted words, and so many more. */
static void
NoteClosest(Search *s, uint32_t entry, unsigned extra)
{
	if (s->found == 0 || extra < s->best_extra)
	{
		s->found = entry;
		s->best_extra = extra;
		s->tie = false;
	}
	else if (extra == s->best_extra && entry != s->found)
		s->tie = true;
}

/*
 * Find below parent the entry whose path has all the wanted words, each title
 * at least one, in whatever order, with the fewest words more.
 */
static void
FindClosest(Search *s, uint32_t parent, uint64_t wanted, unsigned extra)
{
	const McIndexReferences *r = s->references;

	for (uint32_t i = r->first_below[parent]; i; i = r->next_beside[i])
	{
		const McIndexEntry *entry = &r->index->entries[i - 1];
		unsigned more;
		uint64_t has;

		if (++s->steps > MAX_STEPS)
			return;
		has = WordsIn(s, entry->title, wanted, &more);
		if (has != 0)
			has |= NonessentialWords(s, entry, wanted);
		if (has == 0 && !mc_index_is_any(entry->title, (uint32_t) strlen(entry->title),
										 steps_over, COUNT(steps_over)))
			continue;
		if (has == 0)
			more = 0;
		if (extra + more > MAX_EXTRA)
			continue;
		if ((wanted & ~has) != 0)
			FindClosest(s, i, wanted & ~has, extra + more);
		else if (i != s->from)
			NoteClosest(s, i, extra + more);
	}
}

/* Resolve words that are one reference, without going on from there. */
static McReference
ResolveWords(const McIndexReferences *r, const McIndexWords *words, uint32_t from)
{
	Search search = {.references = r, .words = words, .from = from};
	McReference result = {MC_REFERENCE_NONE, 0};
	uint64_t wanted = 0;

	if (words->count == 0 || words->cut)
		return result;
	if (Descend(&search, 0, 0, false))
	{
		result.status = MC_REFERENCE_ENTRY;
		result.entry = search.found;
		return result;
	}
	if (search.prefix_words == 0)
	{
		if (IS_ANY(words, 0, kinds))
			result.status = MC_REFERENCE_KIND;
		return result;
	}
	result.entry = search.prefix[0];
	for (unsigned i = search.prefix_words; i < words->count; i++)
	{
		if (mc_index_is_word(words->text[i], words->length[i], "by") &&
			(i == search.prefix_words || words->comma[i - 1]))
		{
			result.status = MC_REFERENCE_KIND;
			return result;
		}
		if (!IS_ANY(words, i, steps_over) &&
			!mc_index_is_word(words->text[i], words->length[i], "or"))
			wanted |= UINT64_C(1) << i;
	}
	if (wanted == 0)
		return result;
	for (unsigned i = 0; i < search.prefixes && search.found == 0; i++)
	{
		uint32_t prefix = search.prefix[i];
		uint64_t left =
			wanted & ~NonessentialWords(&search, &r->index->entries[prefix - 1], wanted);

		if (left != 0)
			FindClosest(&search, prefix, left, 0);
		else if (prefix != from)
			NoteClosest(&search, prefix, 0);
	}
	if (search.found != 0 && !search.tie)
	{
		result.status = MC_REFERENCE_ENTRY;
		result.entry = search.found;
	}
	return result;
}

/* Where text[0..length) goes on behind "see also", "also see", "and see also" */
static uint32_t
SkipLead(const char *text, uint32_t length)
{
	static const char *const leads[] = {"see ", "also ", "and "};
	uint32_t at = 0;

	for (size_t i = 0; i < COUNT(leads);)
	{
		uint32_t n = (uint32_t) strlen(leads[i]);

		while (at < length && (text[at] == ' ' || text[at] == ','))
			at++;
		if (length - at > n && memcmp(text + at, leads[i], n) == 0)
		{
			at += n;
			i = 0;
		}
		else
			i++;
	}
	return at;
}

/* Resolve text[0..length), as written, as one reference. */
static McReference
ResolveOne(const McIndexReferences *r, const char *text, uint32_t length, uint32_t from)
{
	uint32_t skip = SkipLead(text, length);
	McReference result;
	McFold fold;
	McIndexWords words;

	mc_fold(r->host, text + skip, length - skip, &fold);
	mc_index_split_words(fold.text, fold.len, &words);
	/* "condition", in small letters, is no main term */
	if (skip < length && text[skip] >= 'a' && text[skip] <= 'z' && words.count > 0 &&
		IS_ANY(&words, 0, kinds))
	{
		result.status = MC_REFERENCE_KIND;
		result.entry = 0;
	}
	else
		result = ResolveWords(r, &words, from);
	mc_index_free_fold(r->host, &fold);
	return result;
}

/*
 * Where text[0..length), which is no reference as a whole, can be cut in two at
 * "and" or "or" so that both are; 0 if nowhere.  A main term has a capital.
 */
static uint32_t
FindCut(const McIndexReferences *r, const char *text, uint32_t length, uint32_t from)
{
	for (uint32_t i = 1; i + 5 < length; i++)
	{
		uint32_t next = i + (memcmp(text + i, " and ", 5) == 0 ? 5 : 4);

		if (next == i + 4 && memcmp(text + i, " or ", 4) != 0)
			continue;
		next += SkipLead(text + next, length - next);
		if (next < length && text[next] >= 'A' && text[next] <= 'Z' &&
			ResolveOne(r, text, i, from).status == MC_REFERENCE_ENTRY &&
			ResolveOne(r, text + next, length - next, from).status == MC_REFERENCE_ENTRY)
			return i;
	}
	return 0;
}

/* The entry that a reference leads to in the end */
static McReference
Follow(const McIndexReferences *r, McReference reference, uint32_t from)
{
	uint32_t visited[MC_MAX_REFERENCE_HOPS + 1] = {from};
	unsigned hops = 1;

	while (reference.status == MC_REFERENCE_ENTRY && hops < MC_MAX_REFERENCE_HOPS)
	{
		const McIndexEntry *entry = &r->index->entries[reference.entry - 1];
		McReference next;

		if (entry->see == NULL || entry->code.code != NULL || entry->cells != NULL)
			break;
		next = ResolveOne(r, entry->see, (uint32_t) strlen(entry->see), reference.entry);
		if (next.status != MC_REFERENCE_ENTRY)
			break;
		visited[hops++] = reference.entry;
		for (unsigned i = 0; i < hops; i++)
			if (visited[i] == next.entry)
			{
				next.status = MC_REFERENCE_NONE;
				next.entry = 0;
				return next;
			}
		reference = next;
	}
	return reference;
}

unsigned
mc_references_resolve(const McIndexReferences *references, const char *text,
					  uint32_t from, McReference *found)
{
	unsigned count = 0;

	while (*text != '\0' && count < MC_MAX_REFERENCES)
	{
		uint32_t length = (uint32_t) strcspn(text, ";");
		McReference one = ResolveOne(references, text, length, from);

		if (one.status != MC_REFERENCE_ENTRY)
		{
			uint32_t cut = FindCut(references, text, length, from);

			if (cut > 0)
			{
				length = cut;
				one = ResolveOne(references, text, length, from);
			}
		}
		found[count++] = Follow(references, one, from);
		text += length;
		text += *text == ';';
	}
	return count;
}
