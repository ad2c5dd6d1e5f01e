/*
 * language_image.h
 *		Abbreviations, generic words, headers and cues written down as one block of
 *		memory.
 *
 * Analysing the rows of a version takes a session some ten milliseconds;
 * reading them analysed takes a twentieth.  The image is derived data: it fits one version
 * of the text engine and one kind of machine, and whoever cannot use it analyses the
 * rows.
 *
 * The block is a header (struct ImageHeader in language_image.c: magic number,
 * version of the format and of the text engine, sizes of structs, number of elements
 * of each array) and the arrays, each at a multiple of 16 bytes, as they are in memory,
 * with pointers replaced by offsets from the beginning of the block.
 */
#ifndef MC_LANGUAGE_IMAGE_H
#define MC_LANGUAGE_IMAGE_H

#include <stdbool.h>
#include <stddef.h>

#include "context/cue.h"
#include "match/dictionary.h"
#include "text/host.h"

/* Bytes that the image of a finished dictionary, but for its terms, and finished cues takes */
extern size_t mc_language_image_size(const McDictionary *dictionary, const McCues *cues);

/* Write it to image, which has that many bytes and the alignment of an allocation. */
extern void mc_language_image_write(const McDictionary *dictionary, const McCues *cues,
									void *image);

/* Size of the image that begins with these bytes, or 0 if it does not fit this program. */
extern size_t mc_language_image_total(const void *beginning, size_t length);

/*
 * Make the dictionary and the cues of an image.  They use its memory, which is
 * changed and has to stay; all else is the host's.  False if the image is damaged:
 * every offset and number is checked.
 */
extern bool mc_language_image_open(const McHost *host, void *image, size_t size,
								   McDictionary **dictionary, McCues *cues);

#endif /* MC_LANGUAGE_IMAGE_H */
