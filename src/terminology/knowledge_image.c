/*
 * knowledge_image.c
 *		Coding knowledge written down as one block of memory.
 */
#include "terminology/knowledge_image.h"

#include <string.h>

#include "coding/knowledge_data.h"
#include "terminology/image_part.h"

/* The arrays, in the order of the block */
enum
{
	PART_CLASSES,
	PART_SYMPTOMS,
	PART_LINKS,
	PART_EXCEPTIONS,
	PART_DRUGS,
	PART_KEYS,
	PART_INDICATIONS,
	PARTS
};

static const size_t element_size[PARTS] = {
	[PART_CLASSES] = sizeof(struct McClassRow),
	[PART_SYMPTOMS] = sizeof(struct McSymptomRow),
	[PART_LINKS] = sizeof(McLink),
	[PART_EXCEPTIONS] = sizeof(struct McExceptionRow),
	[PART_DRUGS] = sizeof(struct McDrugName),
	[PART_KEYS] = sizeof(uint64_t),
	[PART_INDICATIONS] = sizeof(McCode),
};

typedef struct KnowledgeHeader
{
	McImageHeader image;
	uint64_t count[PARTS];
} KnowledgeHeader;

static const McImageKind kind = {
	.magic = UINT64_C(0x6D636B6E6F773031),
	.format = 1,
	.header_size = sizeof(KnowledgeHeader),
	.parts = PARTS,
	.element_size = element_size,
};

static void
MakeHeader(const McKnowledge *knowledge, KnowledgeHeader *header)
{
	memset(header, 0, sizeof(*header));
	header->image = mc_image_header(&kind);
	header->count[PART_CLASSES] = knowledge->nclasses;
	header->count[PART_SYMPTOMS] = knowledge->nsymptoms;
	header->count[PART_LINKS] = knowledge->nlinks;
	header->count[PART_EXCEPTIONS] = knowledge->nexceptions;
	header->count[PART_DRUGS] = knowledge->ndrugs;
	header->count[PART_KEYS] = knowledge->nkeys;
	header->count[PART_INDICATIONS] = knowledge->nindications;
	header->image.total = mc_image_aligned(sizeof(*header));
	for (int i = 0; i < PARTS; i++)
		header->image.total += mc_image_aligned(header->count[i] * element_size[i]);
}

size_t
mc_knowledge_image_size(const McKnowledge *knowledge)
{
	KnowledgeHeader header;

	MakeHeader(knowledge, &header);
	return header.image.total;
}

void
mc_knowledge_image_write(const McKnowledge *knowledge, void *block)
{
	const void *const parts[PARTS] = {
		[PART_CLASSES] = knowledge->classes,
		[PART_SYMPTOMS] = knowledge->symptoms,
		[PART_LINKS] = knowledge->links,
		[PART_EXCEPTIONS] = knowledge->exceptions,
		[PART_DRUGS] = knowledge->drugs,
		[PART_KEYS] = knowledge->keys,
		[PART_INDICATIONS] = knowledge->indications,
	};
	char *image = block;
	KnowledgeHeader header;
	size_t offset = mc_image_aligned(sizeof(header));

	MakeHeader(knowledge, &header);
	memset(image, 0, header.image.total);
	memcpy(image, &header, sizeof(header));
	for (int i = 0; i < PARTS; i++)
	{
		size_t size = header.count[i] * element_size[i];

		if (size > 0)
			memcpy(image + offset, parts[i], size);
		offset += mc_image_aligned(size);
	}
}

/* Begins the block with a header of this program, and do the parts fill it? */
static bool
HeaderFits(const KnowledgeHeader *header, size_t size)
{
	uint64_t total = mc_image_aligned(sizeof(*header));

	if (!mc_image_is(&kind, &header->image) || header->image.total != size)
		return false;
	for (int i = 0; i < PARTS; i++)
	{
		if (header->count[i] > size / element_size[i])
			return false;
		total += mc_image_aligned(header->count[i] * element_size[i]);
		if (total > size)
			return false;
	}
	return total == size;
}

static bool
DrugsFit(const McKnowledge *knowledge)
{
	for (size_t i = 0; i < knowledge->ndrugs; i++)
	{
		const struct McDrugName *name = &knowledge->drugs[i];

		if (name->nkeys == 0 || name->nkeys > MC_MAX_DRUG_TOKENS ||
			name->first_key > knowledge->nkeys ||
			name->nkeys > knowledge->nkeys - name->first_key ||
			name->drug.first_indication > knowledge->nindications ||
			name->drug.nindications >
				knowledge->nindications - name->drug.first_indication)
			return false;
	}
	return true;
}

/* Has every number that names a kind one that there is? */
static bool
KindsFit(const McKnowledge *knowledge)
{
	for (size_t i = 0; i < knowledge->nclasses; i++)
	{
		if (knowledge->classes[i].condition_class >= MC_NCLASSES)
			return false;
	}
	for (size_t i = 0; i < knowledge->nlinks; i++)
	{
		if (knowledge->links[i].kind > MC_LINK_NEVER || knowledge->links[i].beside > 1)
			return false;
	}
	for (size_t i = 0; i < knowledge->nexceptions; i++)
	{
		if (knowledge->exceptions[i].kind > MC_LINK_NEVER)
			return false;
	}
	return true;
}

McKnowledge *
mc_knowledge_image_open(const McHost *host, void *block, size_t size)
{
	char *image = block;
	KnowledgeHeader header;
	McKnowledge *knowledge;
	void *parts[PARTS];
	size_t offset = mc_image_aligned(sizeof(header));

	if (size < sizeof(header))
		return NULL;
	memcpy(&header, image, sizeof(header));
	if (!HeaderFits(&header, size))
		return NULL;
	for (int i = 0; i < PARTS; i++)
	{
		parts[i] = image + offset;
		offset += mc_image_aligned(header.count[i] * element_size[i]);
	}
	knowledge = mc_knowledge_create(host);
	knowledge->classes = parts[PART_CLASSES];
	knowledge->nclasses = knowledge->classes_cap = header.count[PART_CLASSES];
	knowledge->symptoms = parts[PART_SYMPTOMS];
	knowledge->nsymptoms = knowledge->symptoms_cap = header.count[PART_SYMPTOMS];
	knowledge->links = parts[PART_LINKS];
	knowledge->nlinks = knowledge->links_cap = header.count[PART_LINKS];
	knowledge->exceptions = parts[PART_EXCEPTIONS];
	knowledge->nexceptions = knowledge->exceptions_cap = header.count[PART_EXCEPTIONS];
	knowledge->drugs = parts[PART_DRUGS];
	knowledge->ndrugs = knowledge->drugs_cap = header.count[PART_DRUGS];
	knowledge->keys = parts[PART_KEYS];
	knowledge->nkeys = knowledge->keys_cap = header.count[PART_KEYS];
	knowledge->indications = parts[PART_INDICATIONS];
	knowledge->nindications = knowledge->indications_cap = header.count[PART_INDICATIONS];
	if (KindsFit(knowledge) && DrugsFit(knowledge))
	{
		mc_knowledge_mark(knowledge);
		return knowledge;
	}
	mc_release(host, knowledge);
	return NULL;
}
