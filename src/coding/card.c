/*
 * card.c
 *	  The block of a card: layout, checks, look-ups.
 */
#include "coding/card.h"

#include <string.h>

#include "text/stem.h"

/* On a machine of other byte order this is another number. */
#define CARD_MAGIC  UINT64_C(0x6D63636172643031)
#define CARD_FORMAT 2
#define ALIGNMENT   8

enum
{
	PART_NODES,
	PART_BY_CODE,
	PART_ATTRIBUTES,
	PART_SETS,
	PART_SET_WORDS,
	PART_STEMS,
	PART_NOTES,
	PART_REFERENCES,
	PART_SEVENTH,
	PARTS
};

static const size_t element_size[PARTS] = {
	[PART_NODES] = sizeof(McCardNode),        [PART_BY_CODE] = sizeof(uint16_t),
	[PART_ATTRIBUTES] = sizeof(McAttributes), [PART_SETS] = sizeof(McCardSet),
	[PART_SET_WORDS] = sizeof(uint16_t),      [PART_STEMS] = sizeof(uint64_t),
	[PART_NOTES] = sizeof(McCardNote),        [PART_REFERENCES] = sizeof(McCardReference),
	[PART_SEVENTH] = sizeof(McCardSeventh),
};

static const char *const level_names[MC_NPLACES] = {
	[MC_PLACE_CHAPTER] = "chapter",
	[MC_PLACE_SECTION] = "section",
	[MC_PLACE_CODE] = "code",
};

static const char *const note_names[MC_NTABULAR_NOTES] = {
	[MC_TABULAR_INCLUDES] = "includes",
	[MC_TABULAR_INCLUSION_TERM] = "inclusion_term",
	[MC_TABULAR_EXCLUDES1] = "excludes1",
	[MC_TABULAR_EXCLUDES2] = "excludes2",
	[MC_TABULAR_CODE_FIRST] = "code_first",
	[MC_TABULAR_USE_ADDITIONAL] = "use_additional",
	[MC_TABULAR_CODE_ALSO] = "code_also",
	[MC_TABULAR_SEVENTH_CHARACTER] = "seventh_character",
	[MC_TABULAR_NOTE_ONLY] = "note",
};

typedef struct CardHeader
{
	uint64_t magic;
	uint32_t format;
	uint32_t text_version;
	uint32_t axes;
	uint32_t total;
	McIcd10cm category;
	uint32_t count[PARTS];
	uint32_t unused;
} CardHeader;

/* What reaches the disk has no padding and no other size on another compiler. */
_Static_assert(sizeof(McCardNode) == 24, "layout of McCardNode");
_Static_assert(sizeof(McCardSet) == 8, "layout of McCardSet");
_Static_assert(sizeof(McCardNote) == 20, "layout of McCardNote");
_Static_assert(sizeof(McCardReference) == 32, "layout of McCardReference");
_Static_assert(sizeof(McCardSeventh) == 8, "layout of McCardSeventh");
_Static_assert(sizeof(McAttributes) == 2 * (MC_NAXES + 1), "layout of McAttributes");
_Static_assert(sizeof(CardHeader) == 32 + 4 * (PARTS + 1), "layout of CardHeader");

static int
ByName(const char *const *names, int n, const char *name)
{
	for (int i = 0; i < n; i++)
		if (strcmp(names[i], name) == 0)
			return i;
	return -1;
}

int
mc_place_level_by_name(const char *name)
{
	return ByName(level_names, MC_NPLACES, name);
}

int
mc_tabular_note_by_name(const char *name)
{
	return ByName(note_names, MC_NTABULAR_NOTES, name);
}

static size_t
Aligned(size_t size)
{
	return (size + ALIGNMENT - 1) & ~(size_t) (ALIGNMENT - 1);
}

static void
Counts(const McCard *view, uint32_t *count)
{
	count[PART_NODES] = view->nnodes;
	count[PART_BY_CODE] = view->nnodes;
	count[PART_ATTRIBUTES] = view->nattributes;
	count[PART_SETS] = view->nsets;
	count[PART_SET_WORDS] = view->nset_words;
	count[PART_STEMS] = view->nstems;
	count[PART_NOTES] = view->nnotes;
	count[PART_REFERENCES] = view->nreferences;
	count[PART_SEVENTH] = view->nseventh;
}

size_t
mc_card_size(const McCard *view)
{
	uint32_t count[PARTS];
	size_t size = Aligned(sizeof(CardHeader));

	Counts(view, count);
	for (int i = 0; i < PARTS; i++)
		size += Aligned(count[i] * element_size[i]);
	return size;
}

void
mc_card_write(const McCard *view, void *block)
{
	const void *parts[PARTS] = {view->nodes, view->by_code,    view->attributes,
								view->sets,  view->set_words,  view->stems,
								view->notes, view->references, view->seventh};
	CardHeader header = {.magic = CARD_MAGIC,
						 .format = CARD_FORMAT,
						 .text_version = MC_TEXT_VERSION,
						 .axes = MC_NAXES,
						 .total = (uint32_t) mc_card_size(view),
						 .category = view->category};
	char *to = block;

	Counts(view, header.count);
	memset(block, 0, header.total);
	memcpy(to, &header, sizeof(header));
	to += Aligned(sizeof(header));
	for (int i = 0; i < PARTS; i++)
	{
		if (header.count[i] > 0)
			memcpy(to, parts[i], header.count[i] * element_size[i]);
		to += Aligned(header.count[i] * element_size[i]);
	}
}

/* Headings before what is below them, each below the one it begins with */
static bool
NodesFit(const McCard *card)
{
	uint32_t open = 0; /* end of the last one that has nothing above it */

	if (card->nnodes == 0 || card->nnodes > MC_CARD_MAX_NODES)
		return false;
	for (uint32_t i = 0; i < card->nnodes; i++)
	{
		const McCardNode *node = &card->nodes[i];

		if (!mc_icd10cm_is_valid(node->code) ||
			mc_icd10cm_category(node->code) != card->category || node->end <= i ||
			node->end > card->nnodes || node->attributes >= card->nattributes ||
			node->words >= card->nsets || node->added >= card->nsets ||
			node->telling >= card->nsets || node->absent >= card->nsets)
			return false;
		if (node->parent == MC_NO_NODE)
		{
			/* nothing is left open that it could be below */
			if (i < open)
				return false;
			open = node->end;
		}
		else if (node->parent >= i || node->end > card->nodes[node->parent].end ||
				 node->code == card->nodes[node->parent].code ||
				 !mc_icd10cm_is_under(node->code, card->nodes[node->parent].code))
			return false;
	}
	/* the ends are those that follow from the parents */
	for (uint32_t i = 0; i < card->nnodes; i++)
		for (uint32_t below = i + 1; below < card->nodes[i].end;
			 below = card->nodes[below].end)
			if (card->nodes[below].parent != i)
				return false;
	for (uint32_t i = 0; i < card->nnodes; i++)
		if (card->by_code[i] >= card->nnodes ||
			(i > 0 && card->nodes[card->by_code[i - 1]].code >=
						  card->nodes[card->by_code[i]].code))
			return false;
	return true;
}

static bool
WordsFit(const McCard *card)
{
	if (card->nstems > MC_CARD_MAX_WORDS)
		return false;
	for (uint32_t i = 1; i < card->nstems; i++)
		if (card->stems[i - 1] >= card->stems[i])
			return false;
	for (uint32_t i = 0; i < card->nset_words; i++)
		if (card->set_words[i] >= card->nstems)
			return false;
	for (uint32_t i = 0; i < card->nsets; i++)
	{
		const McCardSet *set = &card->sets[i];

		if (set->first > card->nset_words || set->count > card->nset_words - set->first)
			return false;
		for (uint32_t k = 1; k < set->count; k++)
			if (card->set_words[set->first + k - 1] >= card->set_words[set->first + k])
				return false;
	}
	return true;
}

static bool
NotesFit(const McCard *card)
{
	for (uint32_t i = 0; i < card->nnotes; i++)
	{
		const McCardNote *note = &card->notes[i];

		if ((note->place >= card->nnodes) != (note->place == MC_NO_NODE) ||
			(note->place == MC_NO_NODE) != (note->level != MC_PLACE_CODE) ||
			note->level >= MC_NPLACES || note->kind >= MC_NTABULAR_NOTES ||
			note->conditional > 1 || note->first_reference > card->nreferences ||
			note->references > card->nreferences - note->first_reference ||
			(i > 0 && note->place < note[-1].place))
			return false;
	}
	for (uint32_t i = 0; i < card->nreferences; i++)
		if (!mc_icd10cm_is_valid(card->references[i].first) ||
			!mc_icd10cm_is_valid(card->references[i].last))
			return false;
	for (uint32_t i = 0; i < card->nseventh; i++)
	{
		const McCardSeventh *seventh = &card->seventh[i];

		if ((seventh->place >= card->nnodes && seventh->place != MC_NO_NODE) ||
			seventh->attributes >= card->nattributes ||
			(i > 0 && seventh->place < seventh[-1].place))
			return false;
	}
	return true;
}

bool
mc_card_open(const void *block, size_t size, McCard *card)
{
	const char *at = block;
	const char *parts[PARTS];
	CardHeader header;

	if (size < sizeof(header) || (uintptr_t) block % ALIGNMENT != 0)
		return false;
	memcpy(&header, block, sizeof(header));
	if (header.magic != CARD_MAGIC || header.format != CARD_FORMAT ||
		header.text_version != MC_TEXT_VERSION || header.axes != MC_NAXES ||
		header.total != size || !mc_icd10cm_is_valid(header.category) ||
		mc_icd10cm_length(header.category) != MC_ICD10CM_CATEGORY_LEN)
		return false;
	at += Aligned(sizeof(header));
	for (int i = 0; i < PARTS; i++)
	{
		size_t left = size - (size_t) (at - (const char *) block);

		if (header.count[i] > left / element_size[i] ||
			Aligned(header.count[i] * element_size[i]) > left)
			return false;
		parts[i] = at;
		at += Aligned(header.count[i] * element_size[i]);
	}
	if (at != (const char *) block + size ||
		header.count[PART_NODES] != header.count[PART_BY_CODE])
		return false;
	*card = (McCard){
		.category = header.category,
		.nnodes = header.count[PART_NODES],
		.nattributes = header.count[PART_ATTRIBUTES],
		.nsets = header.count[PART_SETS],
		.nset_words = header.count[PART_SET_WORDS],
		.nstems = header.count[PART_STEMS],
		.nnotes = header.count[PART_NOTES],
		.nreferences = header.count[PART_REFERENCES],
		.nseventh = header.count[PART_SEVENTH],
		.nodes = (const McCardNode *) parts[PART_NODES],
		.by_code = (const uint16_t *) parts[PART_BY_CODE],
		.attributes = (const McAttributes *) parts[PART_ATTRIBUTES],
		.sets = (const McCardSet *) parts[PART_SETS],
		.set_words = (const uint16_t *) parts[PART_SET_WORDS],
		.stems = (const uint64_t *) parts[PART_STEMS],
		.notes = (const McCardNote *) parts[PART_NOTES],
		.references = (const McCardReference *) parts[PART_REFERENCES],
		.seventh = (const McCardSeventh *) parts[PART_SEVENTH],
	};
	return NodesFit(card) && WordsFit(card) && NotesFit(card);
}

uint16_t
mc_card_find(const McCard *card, McIcd10cm code)
{
	uint32_t low = 0;
	uint32_t high = card->nnodes;

	while (low < high)
	{
		uint32_t middle = low + (high - low) / 2;

		if (card->nodes[card->by_code[middle]].code < code)
			low = middle + 1;
		else
			high = middle;
	}
	return low < card->nnodes && card->nodes[card->by_code[low]].code == code
			   ? card->by_code[low]
			   : MC_NO_NODE;
}

uint16_t
mc_card_next_child(const McCard *card, uint16_t parent, uint16_t before)
{
	uint32_t next = before == MC_NO_NODE ? parent + 1u : card->nodes[before].end;

	return next < card->nodes[parent].end ? (uint16_t) next : MC_NO_NODE;
}

/* First note or seventh character of a place, among sorted ones */
#define FIRST_OF_PLACE(list, n, wanted, result)        \
	do                                                 \
	{                                                  \
		uint32_t low_ = 0;                             \
		uint32_t high_ = (n);                          \
		while (low_ < high_)                           \
		{                                              \
			uint32_t mid_ = low_ + (high_ - low_) / 2; \
			if ((list)[mid_].place < (wanted))         \
				low_ = mid_ + 1;                       \
			else                                       \
				high_ = mid_;                          \
		}                                              \
		(result) = low_;                               \
	} while (0)

static void
NotesOf(McCardNotes *notes, uint16_t node)
{
	const McCard *card = notes->card;

	notes->node = node;
	FIRST_OF_PLACE(card->notes, card->nnotes, node, notes->next);
	for (notes->end = notes->next;
		 notes->end < card->nnotes && card->notes[notes->end].place == node; notes->end++)
		;
}

void
mc_card_notes_begin(const McCard *card, uint16_t node, McCardNotes *notes)
{
	notes->card = card;
	NotesOf(notes, node);
}

const McCardNote *
mc_card_notes_next(McCardNotes *notes)
{
	while (notes->next == notes->end)
	{
		if (notes->node == MC_NO_NODE)
			return NULL;
		NotesOf(notes, notes->card->nodes[notes->node].parent);
	}
	return &notes->card->notes[notes->next++];
}

bool
mc_card_reference_covers(const McCardReference *reference, McIcd10cm code)
{
	if (code < reference->first || code > mc_icd10cm_heading_upper(reference->last))
		return false;
	if (reference->characters == 0)
		return true;
	for (int place = 0; place < mc_icd10cm_length(code); place++)
	{
		char c = (char) (code >> (56 - 8 * place));
		int bit = c <= '9' ? c - '0' : 10 + c - 'A';

		if (reference->places >> place & 1 && reference->characters >> bit & 1)
			return true;
	}
	return false;
}

bool
mc_card_note_covers(const McCard *card, const McCardNote *note, McIcd10cm code)
{
	for (uint32_t i = 0; i < note->references; i++)
		if (mc_card_reference_covers(&card->references[note->first_reference + i], code))
			return true;
	return false;
}

uint32_t
mc_card_seventh(const McCard *card, uint16_t node, const McCardSeventh **first)
{
	for (;;)
	{
		uint32_t begin;
		uint32_t n = 0;

		FIRST_OF_PLACE(card->seventh, card->nseventh, node, begin);
		while (begin + n < card->nseventh && card->seventh[begin + n].place == node)
			n++;
		*first = &card->seventh[begin];
		if (n > 0 || node == MC_NO_NODE)
			return n;
		node = card->nodes[node].parent;
	}
}
