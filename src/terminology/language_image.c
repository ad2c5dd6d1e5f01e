/*
 * language_image.c
 *		Abbreviations, generic words, headers and cues written down as one block of
 *		memory.
 */
#include "terminology/language_image.h"

#include <string.h>

#include "match/dictionary_data.h"
#include "terminology/image_part.h"

/* The arrays, in the order of the block */
enum
{
	PART_WORDS, /* of expansions */
	PART_EXPANSIONS,
	PART_EXPANSION_KEYS,
	PART_RULES, /* of readings */
	PART_ABBREVIATIONS,
	PART_GENERIC,
	PART_NOT_CONDITIONS,
	PART_HEADERS,
	PART_CUES,
	PART_CUE_KEYS,
	PART_CUE_SLOTS,
	PARTS
};

static const size_t element_size[PARTS] = {
	[PART_WORDS] = sizeof(McTermWord),
	[PART_EXPANSIONS] = sizeof(McExpansion),
	[PART_EXPANSION_KEYS] = sizeof(uint64_t),
	[PART_RULES] = sizeof(McReadingRule),
	[PART_ABBREVIATIONS] = sizeof(struct McKeySlot),
	[PART_GENERIC] = sizeof(struct McKeySlot),
	[PART_NOT_CONDITIONS] = sizeof(McNotCondition),
	[PART_HEADERS] = sizeof(struct McHeaderSlot),
	[PART_CUES] = sizeof(McCue),
	[PART_CUE_KEYS] = sizeof(uint64_t),
	[PART_CUE_SLOTS] = sizeof(struct McCueSlot),
};

typedef struct ImageHeader
{
	McImageHeader image;
	uint64_t count[PARTS];
	uint64_t offset[PARTS];
	uint32_t abbreviations_count;
	uint32_t generic_count;
	uint32_t headers_count;
	uint32_t unused;
} ImageHeader;

static const McImageKind kind = {
	.magic = UINT64_C(0x6D6564636F646531),
	.format = 3,
	.header_size = sizeof(ImageHeader),
	.parts = PARTS,
	.element_size = element_size,
};

/* Count the elements of the parts, and place them. */
static void
LayOut(const McDictionary *dictionary, const McCues *cues, ImageHeader *header)
{
	uint64_t offset = mc_image_aligned(sizeof(ImageHeader));

	memset(header, 0, sizeof(*header));
	header->image = mc_image_header(&kind);
	for (size_t i = 0; i < dictionary->nexpansions; i++)
		header->count[PART_WORDS] += dictionary->expansions[i].nwords;
	header->count[PART_EXPANSIONS] = dictionary->nexpansions;
	header->count[PART_EXPANSION_KEYS] = dictionary->nexpansions;
	for (size_t i = 0; i < dictionary->nexpansions; i++)
		header->count[PART_RULES] += dictionary->expansions[i].nrules;
	header->count[PART_ABBREVIATIONS] = (uint64_t) dictionary->abbreviations.mask + 1;
	header->count[PART_GENERIC] = (uint64_t) dictionary->generic.mask + 1;
	header->count[PART_NOT_CONDITIONS] = dictionary->nnot_conditions;
	header->count[PART_HEADERS] = (uint64_t) dictionary->headers.mask + 1;
	header->count[PART_CUES] = cues->count;
	for (size_t i = 0; i < cues->count; i++)
		header->count[PART_CUE_KEYS] += cues->list[i].ntokens;
	header->count[PART_CUE_SLOTS] = (uint64_t) cues->mask + 1;
	header->abbreviations_count = dictionary->abbreviations.count;
	header->generic_count = dictionary->generic.count;
	header->headers_count = dictionary->headers.count;
	for (int i = 0; i < PARTS; i++)
	{
		header->offset[i] = offset;
		offset += mc_image_aligned(header->count[i] * element_size[i]);
	}
	header->image.total = offset;
}

size_t
mc_language_image_size(const McDictionary *dictionary, const McCues *cues)
{
	ImageHeader header;

	LayOut(dictionary, cues, &header);
	return header.image.total;
}

/* An offset in a field for a pointer */
static void *
AsPointer(uint64_t offset)
{
	return (void *) (uintptr_t) offset;
}

static void
WritePart(char *image, const ImageHeader *header, int part, const void *from)
{
	if (header->count[part] > 0)
		memcpy(image + header->offset[part], from,
			   header->count[part] * element_size[part]);
}

void
mc_language_image_write(const McDictionary *dictionary, const McCues *cues, void *block)
{
	char *image = block;
	ImageHeader header;
	McExpansion *expansions;
	McCue *list;
	uint64_t words;
	uint64_t rules;
	uint64_t keys;

	LayOut(dictionary, cues, &header);
	memset(image, 0, header.image.total);
	memcpy(image, &header, sizeof(header));
	WritePart(image, &header, PART_EXPANSIONS, dictionary->expansions);
	WritePart(image, &header, PART_EXPANSION_KEYS, dictionary->expansion_keys);
	WritePart(image, &header, PART_ABBREVIATIONS, dictionary->abbreviations.slots);
	WritePart(image, &header, PART_GENERIC, dictionary->generic.slots);
	WritePart(image, &header, PART_NOT_CONDITIONS, dictionary->not_conditions);
	WritePart(image, &header, PART_HEADERS, dictionary->headers.slots);
	WritePart(image, &header, PART_CUES, cues->list);
	WritePart(image, &header, PART_CUE_SLOTS, cues->slots);

	words = header.offset[PART_WORDS];
	rules = header.offset[PART_RULES];
	expansions = (McExpansion *) (image + header.offset[PART_EXPANSIONS]);
	for (size_t i = 0; i < dictionary->nexpansions; i++)
	{
		memcpy(image + words, dictionary->expansions[i].words,
			   expansions[i].nwords * sizeof(McTermWord));
		expansions[i].words = AsPointer(words);
		words += expansions[i].nwords * sizeof(McTermWord);
		if (expansions[i].nrules > 0)
			memcpy(image + rules, dictionary->expansions[i].rules,
				   expansions[i].nrules * sizeof(McReadingRule));
		expansions[i].rules = AsPointer(rules);
		rules += expansions[i].nrules * sizeof(McReadingRule);
	}
	keys = header.offset[PART_CUE_KEYS];
	list = (McCue *) (image + header.offset[PART_CUES]);
	for (size_t i = 0; i < cues->count; i++)
	{
		memcpy(image + keys, cues->list[i].keys, list[i].ntokens * sizeof(uint64_t));
		list[i].keys = AsPointer(keys);
		keys += list[i].ntokens * sizeof(uint64_t);
	}
}

size_t
mc_language_image_total(const void *beginning, size_t length)
{
	ImageHeader header;

	if (length < sizeof(header))
		return 0;
	memcpy(&header, beginning, sizeof(header));
	return mc_image_is(&kind, &header.image) ? header.image.total : 0;
}

/* Is the part where it should be, and within the block? */
static bool
PartsFit(const ImageHeader *header, size_t size)
{
	uint64_t offset = mc_image_aligned(sizeof(ImageHeader));

	for (int i = 0; i < PARTS; i++)
	{
		if (header->offset[i] != offset || header->count[i] > size / element_size[i])
			return false;
		offset += mc_image_aligned(header->count[i] * element_size[i]);
		if (offset > size)
			return false;
	}
	return offset == size && header->image.total == size;
}

/* The end of a part, without what fills it up */
static uint64_t
PartEnd(const ImageHeader *header, int part)
{
	return header->offset[part] + header->count[part] * element_size[part];
}

/* Turn an offset into a part, with room for n elements behind it, into a pointer. */
static bool
Restore(char *image, const ImageHeader *header, int part, const void *field, size_t n,
		const void **pointer)
{
	uint64_t offset = (uint64_t) (uintptr_t) field;

	if (offset < header->offset[part] || offset > PartEnd(header, part) ||
		(offset - header->offset[part]) % element_size[part] != 0 ||
		(PartEnd(header, part) - offset) / element_size[part] < n)
		return false;
	*pointer = image + offset;
	return true;
}

/* Is the byte of a bool one that a bool may have?  It must not be read as one before. */
static bool
IsBool(const bool *field)
{
	uint8_t byte;

	memcpy(&byte, field, 1);
	return byte <= 1;
}

/* A hash table of a power of two of slots, one of them free */
static bool
RestoreMap(char *image, const ImageHeader *header, int part, uint32_t count,
		   uint64_t limit, McKeyMap *map)
{
	uint64_t n = header->count[part];
	uint64_t used = 0;

	if (n == 0 || n > UINT32_MAX || (n & (n - 1)) != 0 || count >= n)
		return false;
	map->slots = (struct McKeySlot *) (image + header->offset[part]);
	map->mask = (uint32_t) (n - 1);
	map->count = count;
	for (uint64_t i = 0; i < n; i++)
	{
		used += map->slots[i].value != 0;
		if (map->slots[i].value > limit)
			return false;
	}
	return used == count;
}

/* Rules of features that there are, whose phrases end where they end */
static bool
AreRules(const McReadingRule *rules, unsigned n)
{
	for (unsigned i = 0; i < n; i++)
	{
		if (rules[i].feature >= MC_READING_NFEATURES || rules[i].more >= n - i ||
			(rules[i].more > 0 && (rules[i + 1].more != rules[i].more - 1 ||
								   rules[i + 1].feature != rules[i].feature)))
			return false;
	}
	return true;
}

static bool
RestoreExpansions(char *image, const ImageHeader *header, McDictionary *dictionary)
{
	McExpansion *expansions = (McExpansion *) (image + header->offset[PART_EXPANSIONS]);
	const void *pointer;

	if (header->count[PART_EXPANSION_KEYS] != header->count[PART_EXPANSIONS])
		return false;
	for (uint64_t i = 0; i < header->count[PART_EXPANSIONS]; i++)
	{
		if (!IsBool(&expansions[i].upper_only) || !IsBool(&expansions[i].ambiguous) ||
			(expansions[i].nwords == 0 && !expansions[i].ambiguous) ||
			expansions[i].nwords > MC_MAX_TERM_WORDS ||
			!Restore(image, header, PART_WORDS, expansions[i].words, expansions[i].nwords,
					 &pointer))
			return false;
		expansions[i].words = pointer;
		if (!Restore(image, header, PART_RULES, expansions[i].rules, expansions[i].nrules,
					 &pointer) ||
			!AreRules(pointer, expansions[i].nrules))
			return false;
		expansions[i].rules = pointer;
	}
	dictionary->expansions = expansions;
	dictionary->expansion_keys =
		(uint64_t *) (image + header->offset[PART_EXPANSION_KEYS]);
	dictionary->nexpansions = dictionary->expansions_cap =
		dictionary->expansion_keys_cap = header->count[PART_EXPANSIONS];
	return RestoreMap(image, header, PART_ABBREVIATIONS, header->abbreviations_count,
					  header->count[PART_EXPANSIONS], &dictionary->abbreviations) &&
		   RestoreMap(image, header, PART_GENERIC, header->generic_count, UINT32_MAX,
					  &dictionary->generic);
}

static bool
RestoreNotConditions(char *image, const ImageHeader *header, McDictionary *dictionary)
{
	McNotCondition *list =
		(McNotCondition *) (image + header->offset[PART_NOT_CONDITIONS]);
	uint64_t n = header->count[PART_NOT_CONDITIONS];

	for (uint64_t i = 0; i < n; i++)
	{
		if (list[i].nkeys == 0 || list[i].nkeys > MC_MAX_NOT_WORDS ||
			list[i].kind >= MC_NOT_NKINDS ||
			(i > 0 && (list[i - 1].kind > list[i].kind ||
					   (list[i - 1].kind == list[i].kind &&
						list[i - 1].keys[0] > list[i].keys[0]))))
			return false;
	}
	dictionary->not_conditions = list;
	dictionary->nnot_conditions = dictionary->not_conditions_cap = n;
	return true;
}

static bool
RestoreHeaders(char *image, const ImageHeader *header, McHeaders *headers)
{
	uint64_t n = header->count[PART_HEADERS];
	uint64_t used = 0;

	if (n == 0 || n > UINT32_MAX || (n & (n - 1)) != 0 || header->headers_count >= n)
		return false;
	headers->slots = (struct McHeaderSlot *) (image + header->offset[PART_HEADERS]);
	headers->mask = (uint32_t) (n - 1);
	headers->count = header->headers_count;
	for (uint64_t i = 0; i < n; i++)
	{
		used += headers->slots[i].key != 0;
		if (headers->slots[i].category >= MC_SECTION_NCATEGORIES)
			return false;
	}
	return used == headers->count;
}

static bool
RestoreCues(char *image, const ImageHeader *header, McCues *cues)
{
	uint64_t n = header->count[PART_CUE_SLOTS];
	uint64_t used = 0;
	const void *pointer;

	if (n == 0 || n > UINT32_MAX || (n & (n - 1)) != 0)
		return false;
	cues->list = (McCue *) (image + header->offset[PART_CUES]);
	cues->count = cues->cap = header->count[PART_CUES];
	cues->slots = (struct McCueSlot *) (image + header->offset[PART_CUE_SLOTS]);
	cues->mask = (uint32_t) (n - 1);
	for (uint64_t i = 0; i < cues->count; i++)
	{
		McCue *cue = &cues->list[i];

		if (cue->ntokens == 0 || cue->category > MC_CUE_ANY ||
			cue->direction > MC_CUE_PSEUDO ||
			!Restore(image, header, PART_CUE_KEYS, cue->keys, cue->ntokens, &pointer))
			return false;
		cue->keys = pointer;
	}
	for (uint64_t i = 0; i < n; i++)
	{
		used += cues->slots[i].count != 0;
		if (cues->slots[i].first > cues->count ||
			cues->slots[i].count > cues->count - cues->slots[i].first)
			return false;
	}
	return used < n;
}

bool
mc_language_image_open(const McHost *host, void *block, size_t size,
					   McDictionary **dictionary, McCues *cues)
{
	char *image = block;
	ImageHeader header;

	if (size == 0 || mc_language_image_total(image, size) != size)
		return false;
	memcpy(&header, image, sizeof(header));
	if (!PartsFit(&header, size))
		return false;
	*dictionary = mc_dictionary_create(host);
	mc_cues_init(host, cues);
	return RestoreExpansions(image, &header, *dictionary) &&
		   RestoreNotConditions(image, &header, *dictionary) &&
		   RestoreHeaders(image, &header, &(*dictionary)->headers) &&
		   RestoreCues(image, &header, cues);
}
