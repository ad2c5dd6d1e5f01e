/*
 * card_build.c
 *	  Compiling the card of a category from titles and notes.
 *
 * What a title says falls into attributes and words.  A word counts as added
 * if it tells the code from its heading and from a sibling that has the same
 * attributes or none: "systolic" does, "eye" in "right eye", "left eye",
 * "bilateral" does not.
 */
#include "coding/card.h"

#include <stdlib.h>
#include <string.h>

#include "text/fold.h"

/* Words of one title of one use, as a list while it is built */
typedef struct WordList
{
	uint16_t *list; /* ascending once sorted */
	size_t count;
	size_t cap;
} WordList;

typedef struct BuildNode
{
	const McCardCode *code;
	uint16_t parent; /* in the order of the card */
	uint16_t end;
	uint32_t unspecified; /* times its title says so */
	McAttributes attributes;
	WordList words;
	WordList telling;
	WordList added;
	WordList absent;
} BuildNode;

typedef struct Builder
{
	const McHost *host;
	BuildNode *nodes;
	uint32_t nnodes;
	McWords words; /* of all titles */
	McTokens tokens;
	uint8_t *use;
	size_t use_cap;
	uint64_t *stems;
	size_t nstems;
	McAttributes *attributes;
	size_t nattributes;
	size_t attributes_cap;
	McCardSet *sets;
	uint64_t *set_hashes;
	size_t nsets;
	size_t sets_cap;
	size_t hashes_cap;
	uint16_t *set_words;
	size_t nset_words;
	size_t set_words_cap;
} Builder;

static int
CompareCodes(const void *a, const void *b)
{
	const McCardCode *x = *(const McCardCode *const *) a;
	const McCardCode *y = *(const McCardCode *const *) b;

	return (x->code > y->code) - (x->code < y->code);
}

static int
CompareKeys(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *) a;
	uint64_t y = *(const uint64_t *) b;

	return (x > y) - (x < y);
}

static int
CompareNumbers(const void *a, const void *b)
{
	return *(const uint16_t *) a - *(const uint16_t *) b;
}

/* Does code a stand before its sibling b? */
static bool
StandsBefore(const McCardCode *a, const McCardCode *b)
{
	return a->order != b->order ? a->order < b->order : a->code < b->code;
}

/*
 * Bring the codes into tabular order, each behind its heading: the longest other
 * code that it begins with.
 */
static void
OrderNodes(Builder *builder, const McCardSource *source)
{
	const McHost *host = builder->host;
	size_t n = source->ncodes;
	const McCardCode **sorted = mc_alloc(host, n * sizeof(*sorted));
	uint32_t *parent = mc_alloc(host, n * sizeof(*parent));
	uint32_t *child = mc_alloc(host, (n + 1) * sizeof(*child)); /* [n]: the roots */
	uint32_t *sibling = mc_alloc(host, n * sizeof(*sibling));
	uint32_t *number = mc_alloc(host, (n + 1) * sizeof(*number));
	size_t count = 0;
	uint32_t at;
	const uint32_t none = UINT32_MAX;

	for (size_t i = 0; i < n; i++)
		sorted[i] = &source->codes[i];
	qsort(sorted, n, sizeof(*sorted), CompareCodes);
	for (size_t i = 0; i < n; i++)
		if (count == 0 || sorted[count - 1]->code != sorted[i]->code)
			sorted[count++] = sorted[i];
	for (size_t i = 0; i <= n; i++)
		child[i] = none;
	for (size_t i = 0; i < count; i++)
	{
		uint32_t above = i > 0 ? (uint32_t) (i - 1) : none;
		uint32_t *place;

		while (above != none &&
			   !mc_icd10cm_is_under(sorted[i]->code, sorted[above]->code))
			above = parent[above];
		parent[i] = above;
		for (place = &child[above == none ? n : above];
			 *place != none && !StandsBefore(sorted[i], sorted[*place]);
			 place = &sibling[*place])
			;
		sibling[i] = *place;
		*place = (uint32_t) i;
	}
	builder->nodes = mc_alloc(host, count * sizeof(BuildNode));
	memset(builder->nodes, 0, count * sizeof(BuildNode));
	for (at = child[n]; at != none;)
	{
		BuildNode *node = &builder->nodes[builder->nnodes];

		number[at] = builder->nnodes++;
		node->code = sorted[at];
		node->parent = parent[at] == none ? MC_NO_NODE : (uint16_t) number[parent[at]];
		if (child[at] != none)
		{
			at = child[at];
			continue;
		}
		/* up to the next one that has a sibling */
		for (;;)
		{
			builder->nodes[number[at]].end = (uint16_t) builder->nnodes;
			if (sibling[at] != none || parent[at] == none)
				break;
			at = parent[at];
		}
		at = sibling[at];
	}
}

static void
AddWord(const McHost *host, WordList *list, uint16_t word)
{
	if (list->count == list->cap)
	{
		list->cap = list->cap ? list->cap * 2 : 16;
		list->list = mc_resize(host, list->list, list->cap * sizeof(*list->list));
	}
	list->list[list->count++] = word;
}

/* Does the word say that something is left open? */
static bool
IsUnspecified(const McWord *word)
{
	return (word->len == 11 && memcmp(word->text, "unspecified", 11) == 0) ||
		   (word->len == 7 && memcmp(word->text, "unknown", 7) == 0);
}

/* Read a title: its attributes, and its words as numbers of builder->words. */
static bool
ReadTitle(Builder *builder, BuildNode *node)
{
	const McHost *host = builder->host;
	McFold fold;

	mc_fold(host, node->code->title, (uint32_t) node->code->length, &fold);
	builder->tokens.count = 0;
	mc_tokenise(host, &fold, &builder->words, &builder->tokens);
	if (builder->words.count > UINT16_MAX)
		return false;
	if (builder->tokens.count > builder->use_cap)
	{
		builder->use_cap = builder->tokens.count * 2;
		builder->use = mc_resize(host, builder->use, builder->use_cap);
	}
	mc_attributes_read(&builder->words, builder->tokens.list, builder->tokens.count,
					   &node->attributes, builder->use);
	for (size_t i = 0; i < builder->tokens.count; i++)
	{
		uint32_t word = builder->tokens.list[i].word;

		if (word == MC_NO_WORD)
			continue;
		node->unspecified += IsUnspecified(&builder->words.list[word]);
		if (builder->use[i] == MC_USE_WORD)
			AddWord(host, &node->words, (uint16_t) word);
		else if (builder->use[i] == MC_USE_ABSENT)
			AddWord(host, &node->absent, (uint16_t) word);
	}
	return true;
}

/* Number of a stem among the card's, or -1 */
static int
FindStem(const uint64_t *stems, size_t nstems, uint64_t key)
{
	const uint64_t *found = bsearch(&key, stems, nstems, sizeof(key), CompareKeys);

	return found ? (int) (found - stems) : -1;
}

/* From numbers of words to numbers of stems, ascending, each once */
static void
ToStems(const Builder *builder, WordList *list)
{
	size_t n = 0;

	if (list->count == 0)
		return;
	for (size_t i = 0; i < list->count; i++)
		list->list[i] = (uint16_t) FindStem(builder->stems, builder->nstems,
											builder->words.list[list->list[i]].stem_key);
	qsort(list->list, list->count, sizeof(*list->list), CompareNumbers);
	for (size_t i = 0; i < list->count; i++)
		if (n == 0 || list->list[n - 1] != list->list[i])
			list->list[n++] = list->list[i];
	list->count = n;
}

/* Read all titles.  False if there are more words than a card can hold. */
static bool
ReadTitles(Builder *builder)
{
	const McHost *host = builder->host;
	uint64_t *keys;
	size_t n = 0;

	mc_words_init(host, &builder->words, 256);
	for (uint32_t i = 0; i < builder->nnodes; i++)
	{
		if (i % MC_INTERRUPT_INTERVAL == 0)
			mc_interrupt(host);
		if (!ReadTitle(builder, &builder->nodes[i]))
			return false;
	}
	keys = mc_alloc(host, (builder->words.count + 1) * sizeof(*keys));
	for (size_t i = 0; i < builder->words.count; i++)
		keys[i] = builder->words.list[i].stem_key;
	qsort(keys, builder->words.count, sizeof(*keys), CompareKeys);
	for (size_t i = 0; i < builder->words.count; i++)
		if (n == 0 || keys[n - 1] != keys[i])
			keys[n++] = keys[i];
	builder->stems = keys;
	builder->nstems = n;
	for (uint32_t i = 0; i < builder->nnodes; i++)
	{
		ToStems(builder, &builder->nodes[i].words);
		ToStems(builder, &builder->nodes[i].absent);
	}
	return n <= MC_CARD_MAX_WORDS;
}

static bool
Contains(const WordList *list, uint16_t word)
{
	for (size_t i = 0; i < list->count && list->list[i] <= word; i++)
		if (list->list[i] == word)
			return true;
	return false;
}

static bool
SameWords(const WordList *a, const WordList *b)
{
	return a->count == b->count &&
		   (a->count == 0 || memcmp(a->list, b->list, a->count * sizeof(*a->list)) == 0);
}

/* First child of a heading's siblings; MC_NO_NODE as heading: of the roots */
static uint32_t
FirstChild(uint16_t parent)
{
	return parent == MC_NO_NODE ? 0 : parent + 1u;
}

static uint32_t
EndOfChildren(const Builder *builder, uint16_t parent)
{
	return parent == MC_NO_NODE ? builder->nnodes : builder->nodes[parent].end;
}

/*
 * "unspecified" that a title adds is about every axis that siblings of the same
 * words state and the title does not.
 */
static void
ResolveUnspecified(Builder *builder, uint32_t i, uint16_t *resolved)
{
	const BuildNode *node = &builder->nodes[i];
	const BuildNode *parent =
		node->parent == MC_NO_NODE ? NULL : &builder->nodes[node->parent];

	memset(resolved, 0, MC_NAXES * sizeof(*resolved));
	if (parent == NULL || !(node->attributes.flags & MC_TITLE_UNSPECIFIED) ||
		node->unspecified <= parent->unspecified)
		return;
	for (uint32_t k = FirstChild(node->parent); k < EndOfChildren(builder, node->parent);
		 k = builder->nodes[k].end)
	{
		const BuildNode *other = &builder->nodes[k];

		if (k == i || !SameWords(&other->words, &node->words))
			continue;
		for (int axis = 0; axis < MC_NAXES; axis++)
		{
			uint16_t own = node->attributes.value[axis];
			uint16_t above = parent->attributes.value[axis];
			uint16_t value = other->attributes.value[axis];

			if (value != 0 && value != above && (own == 0 || own == above))
				resolved[axis] = MC_UNSPECIFIED;
		}
	}
}

/* Do two siblings state different values of an axis? */
static bool
AttributesDiffer(const McAttributes *a, const McAttributes *b)
{
	for (int axis = 0; axis < MC_NAXES; axis++)
		if (a->value[axis] && b->value[axis] && !(a->value[axis] & b->value[axis]))
			return true;
	return false;
}

/* Which words tell a code from a sibling, and which of them its heading lacks */
static void
FindTelling(Builder *builder, uint32_t i)
{
	BuildNode *node = &builder->nodes[i];
	const BuildNode *parent;

	if (node->parent == MC_NO_NODE)
		return;
	parent = &builder->nodes[node->parent];
	for (size_t w = 0; w < node->words.count; w++)
	{
		uint16_t word = node->words.list[w];
		bool alone = true;
		bool tells = false;

		bool inherited = Contains(&parent->words, word);

		for (uint32_t k = FirstChild(node->parent);
			 k < EndOfChildren(builder, node->parent) && !tells;
			 k = builder->nodes[k].end)
		{
			if (k == i)
				continue;
			alone = false;
			tells = !Contains(&builder->nodes[k].words, word) &&
					!AttributesDiffer(&node->attributes, &builder->nodes[k].attributes);
		}
		if (alone ? !inherited : tells)
		{
			AddWord(builder->host, &node->telling, word);
			if (!inherited)
				AddWord(builder->host, &node->added, word);
		}
	}
}

/*
 * Is the code for what none of its siblings names, or for a manifestation of
 * another disease?  Both take documentation of their own.
 */
static bool
IsRemainder(const Builder *builder, uint32_t i)
{
	const BuildNode *node = &builder->nodes[i];
	uint16_t flags =
		node->attributes.flags & (MC_TITLE_OTHER | MC_TITLE_NEC | MC_TITLE_MANIFESTATION);

	if (node->parent == MC_NO_NODE)
		return false;
	if (flags & (uint16_t) ~builder->nodes[node->parent].attributes.flags)
		return true;
	/* "other" below a heading that says it as well: with siblings that do not */
	for (uint32_t k = FirstChild(node->parent);
		 flags != 0 && k < EndOfChildren(builder, node->parent);
		 k = builder->nodes[k].end)
		if (flags & (uint16_t) ~builder->nodes[k].attributes.flags)
			return true;
	return false;
}

static uint16_t
InternAttributes(Builder *builder, const McAttributes *attributes)
{
	for (size_t i = builder->nattributes; i > 0; i--)
		if (memcmp(&builder->attributes[i - 1], attributes, sizeof(*attributes)) == 0)
			return (uint16_t) (i - 1);
	MC_GROW(builder->host, builder->attributes, builder->nattributes,
			builder->attributes_cap);
	builder->attributes[builder->nattributes] = *attributes;
	return (uint16_t) builder->nattributes++;
}

static uint16_t
InternSet(Builder *builder, const WordList *list)
{
	uint64_t hash = list->count;

	for (size_t i = 0; i < list->count; i++)
		hash = (hash ^ list->list[i]) * MC_HASH_A;
	for (size_t i = builder->nsets; i > 0; i--)
	{
		const McCardSet *set = &builder->sets[i - 1];

		if (builder->set_hashes[i - 1] == hash && set->count == list->count &&
			(set->count == 0 || memcmp(&builder->set_words[set->first], list->list,
									   set->count * sizeof(uint16_t)) == 0))
			return (uint16_t) (i - 1);
	}
	MC_GROW(builder->host, builder->sets, builder->nsets, builder->sets_cap);
	MC_GROW(builder->host, builder->set_hashes, builder->nsets, builder->hashes_cap);
	builder->set_hashes[builder->nsets] = hash;
	builder->sets[builder->nsets] =
		(McCardSet){(uint32_t) builder->nset_words, (uint32_t) list->count};
	for (size_t i = 0; i < list->count; i++)
	{
		MC_GROW(builder->host, builder->set_words, builder->nset_words,
				builder->set_words_cap);
		builder->set_words[builder->nset_words++] = list->list[i];
	}
	return (uint16_t) builder->nsets++;
}

/* A note or seventh character, and where it goes */
typedef struct Placed
{
	uint16_t place;
	uint32_t source;
} Placed;

static int
ComparePlaced(const void *a, const void *b)
{
	const Placed *x = a;
	const Placed *y = b;

	if (x->place != y->place)
		return x->place < y->place ? -1 : 1;
	return (x->source > y->source) - (x->source < y->source);
}

/* The node of a place.  False if the category lacks it. */
static bool
FindPlace(const McCard *card, McIcd10cm place, uint16_t *node)
{
	*node = place == MC_ICD10CM_NONE ? MC_NO_NODE : mc_card_find(card, place);
	return place == MC_ICD10CM_NONE || *node != MC_NO_NODE;
}

static void
PlaceNotes(const McHost *host, const McCardSource *source, McCard *view)
{
	Placed *placed = mc_alloc(host, (source->nnotes + 1) * sizeof(*placed));
	McCardNote *notes = mc_alloc(host, (source->nnotes + 1) * sizeof(*notes));
	McCardReference *references;
	size_t n = 0;
	size_t nreferences = 0;

	for (size_t i = 0; i < source->nnotes; i++)
		if (FindPlace(view, source->notes[i].place, &placed[n].place))
		{
			placed[n++].source = (uint32_t) i;
			nreferences += source->notes[i].nreferences;
		}
	qsort(placed, n, sizeof(*placed), ComparePlaced);
	references = mc_alloc(host, (nreferences + 1) * sizeof(*references));
	nreferences = 0;
	for (size_t i = 0; i < n; i++)
	{
		const McCardPlacedNote *note = &source->notes[placed[i].source];

		notes[i] = (McCardNote){.note_id = note->note_id,
								.first_reference = (uint32_t) nreferences,
								.references = note->nreferences,
								.place = placed[i].place,
								.level = note->level,
								.kind = note->kind,
								.conditional = note->conditional};
		if (note->nreferences > 0)
			memcpy(&references[nreferences], note->references,
				   note->nreferences * sizeof(*references));
		nreferences += note->nreferences;
	}
	view->notes = notes;
	view->nnotes = (uint32_t) n;
	view->references = references;
	view->nreferences = (uint32_t) nreferences;
}

static void
PlaceSeventh(Builder *builder, const McCardSource *source, McCard *view)
{
	const McHost *host = builder->host;
	Placed *placed = mc_alloc(host, (source->nseventh + 1) * sizeof(*placed));
	McCardSeventh *seventh = mc_alloc(host, (source->nseventh + 1) * sizeof(*seventh));
	size_t n = 0;

	for (size_t i = 0; i < source->nseventh; i++)
		if (FindPlace(view, source->seventh[i].place, &placed[n].place))
			placed[n++].source = (uint32_t) i;
	qsort(placed, n, sizeof(*placed), ComparePlaced);
	for (size_t i = 0; i < n; i++)
	{
		const McCardPlacedSeventh *from = &source->seventh[placed[i].source];
		McAttributes attributes;

		mc_attributes_of(host, from->meaning, from->length, &attributes);
		seventh[i] = (McCardSeventh){.place = placed[i].place,
									 .attributes = InternAttributes(builder, &attributes),
									 .character = from->character};
	}
	view->seventh = seventh;
	view->nseventh = (uint32_t) n;
}

/* The codes as the card has them, and a view with which they can be found */
static void
WriteNodes(Builder *builder, McCard *view)
{
	const McHost *host = builder->host;
	McCardNode *nodes = mc_alloc(host, builder->nnodes * sizeof(*nodes));
	uint16_t *by_code = mc_alloc(host, builder->nnodes * sizeof(*by_code));
	uint64_t *codes = mc_alloc(host, builder->nnodes * sizeof(*codes));

	for (uint32_t i = 0; i < builder->nnodes; i++)
	{
		const BuildNode *node = &builder->nodes[i];

		nodes[i] = (McCardNode){
			.code = node->code->code,
			.parent = node->parent,
			.end = node->end,
			.attributes = InternAttributes(builder, &node->attributes),
			.flags = (uint16_t) (node->attributes.flags |
								 (node->code->billable ? MC_CARD_BILLABLE : 0) |
								 (IsRemainder(builder, i) ? MC_CARD_REMAINDER : 0)),
			.words = InternSet(builder, &node->words),
			.telling = InternSet(builder, &node->telling),
			.added = InternSet(builder, &node->added),
			.absent = InternSet(builder, &node->absent),
		};
		codes[i] = node->code->code;
	}
	qsort(codes, builder->nnodes, sizeof(*codes), CompareKeys);
	for (uint32_t i = 0; i < builder->nnodes; i++)
		by_code[FindStem(codes, builder->nnodes, nodes[i].code)] = (uint16_t) i;
	view->nodes = nodes;
	view->nnodes = builder->nnodes;
	view->by_code = by_code;
}

void *
mc_card_build(const McHost *host, const McCardSource *source, size_t *size)
{
	Builder builder = {.host = host};
	McCard view = {.category = source->category};
	WordList nothing = {0};
	void *block;

	if (source->ncodes == 0 || source->ncodes > MC_CARD_MAX_NODES)
		return NULL;
	OrderNodes(&builder, source);
	if (!ReadTitles(&builder))
		return NULL;
	/* all from what the titles say, before any of it is written back */
	{
		uint16_t(*resolved)[MC_NAXES] =
			mc_alloc(host, builder.nnodes * sizeof(*resolved));

		for (uint32_t i = 0; i < builder.nnodes; i++)
			ResolveUnspecified(&builder, i, resolved[i]);
		for (uint32_t i = 0; i < builder.nnodes; i++)
			for (int axis = 0; axis < MC_NAXES; axis++)
				builder.nodes[i].attributes.value[axis] |= resolved[i][axis];
	}
	for (uint32_t i = 0; i < builder.nnodes; i++)
		FindTelling(&builder, i);
	(void) InternSet(&builder, &nothing); /* set 0 */
	WriteNodes(&builder, &view);
	PlaceNotes(host, source, &view);
	PlaceSeventh(&builder, source, &view);
	if (builder.nsets > UINT16_MAX || builder.nattributes > UINT16_MAX)
		return NULL;
	view.attributes = builder.attributes;
	view.nattributes = (uint32_t) builder.nattributes;
	view.sets = builder.sets;
	view.nsets = (uint32_t) builder.nsets;
	view.set_words = builder.set_words;
	view.nset_words = (uint32_t) builder.nset_words;
	view.stems = builder.stems;
	view.nstems = (uint32_t) builder.nstems;
	*size = mc_card_size(&view);
	block = mc_alloc(host, *size);
	mc_card_write(&view, block);
	return block;
}
