/*
 * definition.h
 *	  Abbreviations that a note defines itself: acute kidney injury (AKI).
 */
#ifndef MC_DEFINITION_H
#define MC_DEFINITION_H

#include "match/terminology.h"
#include "text/document.h"

/* An abbreviation and the words it stands for in this note. */
typedef struct McDefinition
{
	uint32_t word;       /* number in the document's words */
	McExpansion meaning; /* its words are the host's memory */
} McDefinition;

typedef struct McDefinitions
{
	McDefinition *list; /* in the order of the note; the first one of a word counts */
	size_t count;
	size_t cap;
} McDefinitions;

/*
 * Find the definitions of a document: the long form with the short one in brackets
 * behind it, or the other way round.  Each letter of the short form is found in the long
 * one, in order, its first at the beginning of the long form's first word.
 */
extern void mc_find_definitions(const McHost *host, const McDocument *doc,
								McDefinitions *definitions);

extern void mc_definitions_done(const McHost *host, McDefinitions *definitions);

/* What a word was defined to stand for; NULL: it was not. */
extern const McExpansion *mc_definition_of(const McDefinitions *definitions,
										   uint32_t word);

#endif /* MC_DEFINITION_H */
