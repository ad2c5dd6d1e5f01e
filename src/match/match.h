/*
 * match.h
 *	  Mentions: which terms occur in a document, where, how well.
 */
#ifndef MC_MATCH_H
#define MC_MATCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "match/terminology.h"
#include "text/document.h"

/*
 * Most mentions kept of one note, from its beginning; what is over sets
 * McMentions.truncated.
 */
#define MC_MAX_MENTIONS 100000

typedef struct McMention
{
	McTerm term;          /* its phrase is a copy; words is NULL */
	uint32_t first_token; /* the span, which may hold words not of the term */
	uint32_t last_token;
	uint32_t sentence;
	uint16_t covered; /* tokens of the span that the term covers */
	bool in_release;  /* is the code in the release that applies? */
	bool billable;    /* and complete? */
	uint8_t score;    /* 0..100: how well the words fit */
} McMention;

typedef struct McMentions
{
	McMention *list; /* by place, no token covered twice */
	size_t count;
	size_t cap;
	bool truncated;
} McMentions;

/*
 * Find the terms that occur in a document: their words next to each other
 * within a sentence, in any order, inflected, words such as of and the between
 * them, a comma, a bracket or a percent sign allowed.  An abbreviation counts as what it
 * stands for.  Where terms overlap the one that covers more places wins, then
 * the one with more words, the better fit, a code of the release before others,
 * the complete code before a heading, the preferred source, the earlier place,
 * the lower code.
 */
extern void mc_match(const McHost *host, const McTerminology *terminology,
					 const McDocument *doc, McMentions *mentions);

#endif /* MC_MATCH_H */
