/*
 * image_store.h
 *		The image of a version's dictionary and cues, in table dictionary_image.
 */
#ifndef MC_IMAGE_STORE_H
#define MC_IMAGE_STORE_H

#include "terminology/language.h"

/*
 * Write the image of a language that has been read, in the place of those of
 * other versions.  Within mc_query_begin().
 */
extern void mc_image_write(int32 words_version, const McLanguage *language);

/*
 * Read the image of a version into an empty language; its memory is of the
 * context.  False if there is none that fits this program.  Within
 * mc_query_begin().
 */
extern bool mc_image_read(int32 words_version, MemoryContext context,
						  McLanguage *language);

#endif /* MC_IMAGE_STORE_H */
