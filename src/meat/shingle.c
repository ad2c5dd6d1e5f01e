/*
 * shingle.c
 *	  Fingerprints of paragraphs.
 */
#include "meat/shingle.h"

#include <string.h>

#define FIRST_SLOTS 1024

/* One number for five words; never 0 */
static uint64_t
Shingle(const uint64_t *words)
{
	uint64_t hash = UINT64_C(0x9E3779B97F4A7C15);

	for (int i = 0; i < MC_SHINGLE_WORDS; i++)
	{
		hash ^= words[i];
		hash *= UINT64_C(0xFF51AFD7ED558CCD);
		hash ^= hash >> 32;
	}
	return hash ? hash : 1;
}

/* Does a paragraph begin at this token? */
static bool
BeginsParagraph(const McDocument *doc, uint32_t token, size_t *section)
{
	bool begins = (doc->tokens.list[token].flags & MC_TOK_PARA) != 0;

	while (*section + 1 < doc->sections.count &&
		   doc->sections.list[*section + 1].first_token <= token)
	{
		begins = true;
		(*section)++;
	}
	return begins;
}

static void
AddParagraph(const McHost *host, McParagraphs *paragraphs, size_t *cap,
			 uint32_t first_token)
{
	MC_GROW(host, paragraphs->list, paragraphs->count, *cap);
	paragraphs->list[paragraphs->count++] = (McParagraph){.first_token = first_token};
}

void
mc_paragraphs(const McHost *host, const McDocument *doc, McParagraphs *paragraphs)
{
	uint64_t *shingles = mc_alloc(host, (doc->tokens.count + 1) * sizeof(uint64_t));
	uint64_t last[MC_SHINGLE_WORDS] = {0};
	size_t section = 0;
	size_t cap = 0;

	paragraphs->list = NULL;
	paragraphs->count = 0;
	for (uint32_t i = 0; i < doc->tokens.count; i++)
	{
		const McToken *token = &doc->tokens.list[i];
		McParagraph *p;

		if (BeginsParagraph(doc, i, &section) || i == 0)
			AddParagraph(host, paragraphs, &cap, i);
		p = &paragraphs->list[paragraphs->count - 1];
		p->end_token = i + 1;
		if ((i & (MC_INTERRUPT_INTERVAL - 1)) == 0)
			mc_interrupt(host);
		if (token->word == MC_NO_WORD)
			continue;
		memmove(last, last + 1, sizeof(last) - sizeof(last[0]));
		last[MC_SHINGLE_WORDS - 1] = doc->words.list[token->word].key;
		p->nwords++;
		if (p->nwords < MC_SHINGLE_WORDS)
			continue;
		if (p->nshingles == 0)
			p->shingles = shingles;
		*shingles++ = Shingle(last);
		p->nshingles++;
	}
}

void
mc_shingle_set_init(const McHost *host, McShingleSet *set)
{
	set->slots = mc_alloc(host, FIRST_SLOTS * sizeof(uint64_t));
	memset(set->slots, 0, FIRST_SLOTS * sizeof(uint64_t));
	set->mask = FIRST_SLOTS - 1;
	set->count = 0;
}

/* The slot that has a shingle, or the free one it would go to */
static size_t
FindSlot(const McShingleSet *set, uint64_t shingle)
{
	size_t slot = (size_t) (shingle >> 7) & set->mask;

	while (set->slots[slot] != 0 && set->slots[slot] != shingle)
		slot = (slot + 1) & set->mask;
	return slot;
}

void
mc_shingle_set_add(const McHost *host, McShingleSet *set, uint64_t shingle)
{
	size_t slot = FindSlot(set, shingle);

	if (set->slots[slot] == shingle)
		return;
	if (set->count * 2 > set->mask)
	{
		McShingleSet larger = {.mask = set->mask * 2 + 1, .count = set->count};

		larger.slots = mc_alloc(host, (larger.mask + 1) * sizeof(uint64_t));
		memset(larger.slots, 0, (larger.mask + 1) * sizeof(uint64_t));
		for (size_t i = 0; i <= set->mask; i++)
		{
			if (set->slots[i] != 0)
				larger.slots[FindSlot(&larger, set->slots[i])] = set->slots[i];
		}
		mc_release(host, set->slots);
		*set = larger;
		slot = FindSlot(set, shingle);
	}
	set->slots[slot] = shingle;
	set->count++;
}

bool
mc_shingle_set_has(const McShingleSet *set, uint64_t shingle)
{
	return set->slots[FindSlot(set, shingle)] == shingle;
}

bool
mc_is_copied(const McShingleSet *set, const McParagraph *paragraph)
{
	uint32_t found = 0;

	if (paragraph->nwords < MC_PARAGRAPH_WORDS)
		return false;
	for (uint32_t i = 0; i < paragraph->nshingles; i++)
		found += mc_shingle_set_has(set, paragraph->shingles[i]);
	return (uint64_t) found * 100 >= (uint64_t) paragraph->nshingles * MC_COPIED_PER_CENT;
}

size_t
mc_paragraph_of(const McParagraphs *paragraphs, uint32_t token)
{
	size_t low = 0;
	size_t high = paragraphs->count;

	while (low + 1 < high)
	{
		size_t mid = (low + high) / 2;

		if (paragraphs->list[mid].first_token <= token)
			low = mid;
		else
			high = mid;
	}
	return low;
}
