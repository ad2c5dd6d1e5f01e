/*
 * dictionary_data.h
 *	  What a dictionary holds: for dictionary.c, and for language_image.c, which
 *	  writes it down.
 */
#ifndef MC_DICTIONARY_DATA_H
#define MC_DICTIONARY_DATA_H

#include "match/dictionary.h"

/* An open-addressing map from a 64-bit key to a number. */
typedef struct McKeyMap
{
	struct McKeySlot
	{
		uint64_t key;
		uint32_t value; /* 0: free */
	} * slots;
	uint32_t mask;
	uint32_t count;
} McKeyMap;

struct McDictionary
{
	const McHost *host;
	McHeaders headers;

	McTerm *terms;
	size_t nterms;
	size_t terms_cap;
	McKeyMap frequency; /* stem -> number of terms with it */
	McKeyMap postings;  /* stem -> number in lists + 1 */
	McPostings *lists;
	size_t nlists;
	size_t lists_cap;

	McExpansion *expansions; /* after finish: sorted by key */
	uint64_t *expansion_keys;
	size_t nexpansions;
	size_t expansions_cap;
	size_t expansion_keys_cap;
	McReadingRule *rules; /* of the ambiguous ones; theirs begin at first_rule */
	size_t nrules;
	size_t rules_cap;
	uint32_t *first_rule; /* until finish: of each expansion */
	size_t first_rule_cap;
	uint64_t reading;               /* hash of the abbreviation and reading added last */
	McNotCondition *not_conditions; /* after finish: sorted */
	size_t nnot_conditions;
	size_t not_conditions_cap;
	McKeyMap generic;       /* word -> MC_ROLE_*; stem of a generic word -> 1 */
	McKeyMap abbreviations; /* key -> first of its expansions + 1 */

	McPhraseReader reader;
};

#endif /* MC_DICTIONARY_DATA_H */
