/*
 * knowledge_image.h
 *		Coding knowledge written down as one block of memory.
 *
 * Derived data, as the image of the dictionary (terminology/language_image.h): it fits
 * one version of the text engine and one kind of machine, and whoever cannot use it
 * reads the rows.
 *
 * The block is a header (struct KnowledgeHeader in knowledge_image.c: magic number,
 * version of the format and of the text engine, sizes of structs, number of elements
 * of each array) and the arrays of coding/knowledge_data.h, each at a multiple of 16
 * bytes, as they are in memory; they have no pointers.
 */
#ifndef MC_KNOWLEDGE_IMAGE_H
#define MC_KNOWLEDGE_IMAGE_H

#include <stdbool.h>
#include <stddef.h>

#include "coding/knowledge.h"
#include "text/host.h"

/* Bytes that the image of finished knowledge takes */
extern size_t mc_knowledge_image_size(const McKnowledge *knowledge);

/* Write it to image, which has that many bytes and the alignment of an allocation. */
extern void mc_knowledge_image_write(const McKnowledge *knowledge, void *image);

/*
 * Make knowledge of an image.  It uses the image's memory, which has the alignment of
 * an allocation and has to stay; all else is the host's.  NULL if the image is damaged, or
 * does not fit this program: every offset and number is checked.
 */
extern McKnowledge *mc_knowledge_image_open(const McHost *host, void *image, size_t size);

#endif /* MC_KNOWLEDGE_IMAGE_H */
