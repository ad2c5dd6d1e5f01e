/*
 * knowledge_store.h
 *		Coding knowledge of a version: read from its rows, or from the image that is
 *		written when a version is frozen, table knowledge_image.
 */
#ifndef MC_KNOWLEDGE_STORE_H
#define MC_KNOWLEDGE_STORE_H

#include "postgres.h"

#include "coding/knowledge.h"
#include "terminology/version.h"

/*
 * The rows of the version, in the host's memory.  Of rows for the same codes a site's
 * counts.  Warns of drugs whose names cannot be found.  Within mc_query_begin().
 */
extern McKnowledge *mc_knowledge_read(const McHost *host, const McVersion *version);

/*
 * The image of exactly that version; its memory is the host's.  NULL if there is none
 * that fits this program.  Within mc_query_begin().
 */
extern McKnowledge *mc_knowledge_read_image(const McHost *host, int32 version);

#endif /* MC_KNOWLEDGE_STORE_H */
