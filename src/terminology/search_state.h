/*
 * search_state.h
 *		What a session keeps for search: words, abbreviations, releases.
 */
#ifndef MC_SEARCH_STATE_H
#define MC_SEARCH_STATE_H

#include "postgres.h"

#include "executor/spi.h"
#include "utils/date.h"

#include "match/search_query.h"
#include "match/search_words.h"
#include "terminology/release_list.h"
#include "terminology/stamp.h"
#include "terminology/version.h"

typedef struct McSearchState
{
	MemoryContext context;
	int32 asked; /* the version asked for; 0: all that is seen */
	McStamp stamp;
	McHost host;
	McSearchWords words;
	McReadings readings;
	McReleases releases;
	SPIPlanPtr terms; /* phrase, code, kind of the terms that a tsquery finds */
} McSearchState;

/*
 * The state for a version, or, for 0, for all that the current snapshot sees.
 * Between mc_query_begin() and mc_query_end().  Valid until the next call.
 * Raises what mc_installed_terminology() does.
 */
extern const McSearchState *mc_search_state(int32 version);

/* Prepare a query, once for the session; its plan does not depend on the values. */
extern SPIPlanPtr mc_search_prepare(const char *query, int nargs, Oid *types);

#endif /* MC_SEARCH_STATE_H */
