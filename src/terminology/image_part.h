/*
 * image_part.h
 *		How an image in one block of memory begins, and the parts that follow: arrays.
 */
#ifndef MC_IMAGE_PART_H
#define MC_IMAGE_PART_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "text/stem.h"

/* Each part begins at a multiple of it. */
#define MC_IMAGE_ALIGNMENT 16

typedef struct McImageKind
{
	uint64_t magic; /* read on a machine of other byte order it is another number */
	uint32_t format;
	size_t header_size;
	int parts;
	const size_t *element_size; /* of each part */
} McImageKind;

/* The first field of the header of an image */
typedef struct McImageHeader
{
	uint64_t magic;
	uint32_t format;
	uint32_t text_version;
	uint64_t struct_sizes; /* hash of the sizes of header and elements */
	uint64_t total;        /* bytes, all parts included */
} McImageHeader;

static inline size_t
mc_image_aligned(size_t size)
{
	return (size + MC_IMAGE_ALIGNMENT - 1) & ~(size_t) (MC_IMAGE_ALIGNMENT - 1);
}

/* What an image of this kind begins with, but for its size */
static inline McImageHeader
mc_image_header(const McImageKind *kind)
{
	McImageHeader header = {.magic = kind->magic,
							.format = kind->format,
							.text_version = MC_TEXT_VERSION,
							.struct_sizes = kind->header_size};

	for (int i = 0; i < kind->parts; i++)
		header.struct_sizes = header.struct_sizes * 1000003 + kind->element_size[i];
	return header;
}

/* Did this program write it, on a machine of this kind? */
static inline bool
mc_image_is(const McImageKind *kind, const McImageHeader *header)
{
	McImageHeader own = mc_image_header(kind);

	return header->magic == own.magic && header->format == own.format &&
		   header->text_version == own.text_version &&
		   header->struct_sizes == own.struct_sizes;
}

#endif /* MC_IMAGE_PART_H */
