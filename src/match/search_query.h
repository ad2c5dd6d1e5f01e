/*
 * search_query.h
 *	  What a person typed, as ways in which a term may say it.
 */
#ifndef MC_SEARCH_QUERY_H
#define MC_SEARCH_QUERY_H

#include <stdbool.h>
#include <stdint.h>

#include "match/search_reader.h"
#include "match/search_words.h"
#include "text/host.h"

/* Most words of a query that are looked at; what stands behind them is not read. */
#define MC_MAX_SEARCH_WORDS 24

/* Longest lexeme; a longer word is cut, so that it still is one. */
#define MC_MAX_LEXEME 255

/* Terms of so few words can be asked for by their number of words. */
#define MC_SHORT_TERM 3

/* Reading of an abbreviation; the words are looked at when they are asked for. */
typedef struct McReading
{
	uint64_t abbreviation; /* key of the folded word */
	const char *expansion;
} McReading;

/* Abbreviations and what they stand for */
typedef struct McReadings
{
	const McHost *host;
	McReading *list; /* by key, then by expansion */
	size_t count;
	size_t cap;
} McReadings;

extern void mc_readings_init(const McHost *host, McReadings *readings);

/*
 * Add one; ignored if the abbreviation is not one word.  The expansion is not
 * copied.
 */
extern void mc_readings_add(McReadings *readings, McSearchReader *reader,
							const char *abbreviation, const char *expansion);

/* After the last one. */
extern void mc_readings_finish(McReadings *readings);

typedef struct McSearchStem
{
	uint64_t key;
	const char *lexeme; /* as medcode.term_words() has it, not terminated */
	uint32_t len;
	uint32_t terms; /* that have it, as far as is known */
	uint32_t weight;
} McSearchStem;

/* A way in which a term may say a word of the query: all these stems. */
typedef struct McSearchWay
{
	uint32_t first; /* in the query's stems */
	uint32_t count;
	uint32_t weight;  /* of its stems together */
	uint32_t quality; /* 1..100: how sure it is what was meant */
} McSearchWay;

/* A word of the query. */
typedef struct McSearchGroup
{
	uint32_t first; /* in the query's ways */
	uint32_t count;
	uint32_t terms;  /* at most so many terms say it */
	uint32_t weight; /* what its absence costs */
} McSearchGroup;

typedef struct McSearchQuery
{
	const McHost *host;
	const McSearchWords *words;
	McSearchGroup *groups; /* in the order of the query */
	size_t ngroups;
	size_t groups_cap;
	McSearchWay *ways;
	size_t nways;
	size_t ways_cap;
	McSearchStem *stems;
	size_t nstems;
	size_t stems_cap;
} McSearchQuery;

/*
 * Read what was typed.  The last word may be incomplete unless something
 * stands behind it.  No group if there is no word.
 */
extern void mc_search_query(const McHost *host, const McSearchWords *words,
							const McReadings *readings, const char *text, uint32_t len,
							McSearchQuery *query);

/*
 * The lexeme of a folded word: its stem.  out has room for MC_MAX_LEXEME bytes.
 * Returns the length.
 */
extern uint32_t mc_search_lexeme(const char *word, uint32_t len, char *out);

#endif /* MC_SEARCH_QUERY_H */
