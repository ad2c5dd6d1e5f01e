/*
 * search_tsquery.h
 *		A query as a tsquery for the index on medcode.term_words(phrase).
 */
#ifndef MC_SEARCH_TSQUERY_H
#define MC_SEARCH_TSQUERY_H

#include "postgres.h"

#include "tsearch/ts_type.h"

#include "match/search_query.h"

/*
 * Terms that say at least so many of the groups (numbers into query->groups).
 * words: only terms with so many words, at most MC_SHORT_TERM; 0: all terms.
 * Of a reading of three words and more the commonest need not be there.
 * palloc'd.
 */
extern TSQuery mc_search_tsquery(const McSearchQuery *query, const uint32 *groups,
								 uint32 ngroups, uint32 least, uint32 words);

#endif /* MC_SEARCH_TSQUERY_H */
