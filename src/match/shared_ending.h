/*
 * shared_ending.h
 *	  The beginning of a word that shares its ending with another: nephro- and retinopathy.
 */
#ifndef MC_SHARED_ENDING_H
#define MC_SHARED_ENDING_H

#include "match/phrase.h"
#include "text/document.h"

/*
 * Is the token the beginning of a word whose ending stands behind a conjunction?  Then *word
 * gets the whole word.
 */
extern bool mc_shared_ending(const McDocument *doc, uint32_t token, McTermWord *word);

#endif /* MC_SHARED_ENDING_H */
