/*
 * dictionary.h
 *	  A terminology in memory.
 */
#ifndef MC_DICTIONARY_H
#define MC_DICTIONARY_H

#include <stdbool.h>
#include <stddef.h>

#include "match/terminology.h"
#include "text/host.h"

typedef struct McDictionary McDictionary;

/* An empty dictionary.  It and all it holds live in the host's memory. */
extern McDictionary *mc_dictionary_create(const McHost *host);

/*
 * Add a term: phrase is zero-terminated UTF-8 and is copied.  A phrase without
 * a word that counts, or with more than MC_MAX_TERM_WORDS, and a title of
 * nothing but generic words match nothing: false is returned.  Not after mc_dictionary_finish.
 */
extern bool mc_dictionary_add_term(McDictionary *dictionary, const char *phrase,
								   uint64_t id, McCode code, McTermSource source);

/*
 * Add a word too general to name a condition.  A title of nothing but such
 * words, added later, is no term.
 */
extern void mc_dictionary_add_generic(McDictionary *dictionary, const char *word);

/*
 * Give a word a role: modifier, break or own.  False when it is not a single token, or there is
 * no such role.
 */
extern bool mc_dictionary_add_role(McDictionary *dictionary, const char *word,
								   const char *role);

/*
 * Add a phrase in which the name of a condition names none; kind is phrase, before or after.
 * False when it has no words or more than MC_MAX_NOT_WORDS, or there is no such kind.
 */
extern bool mc_dictionary_add_not_condition(McDictionary *dictionary, const char *phrase,
											const char *kind);

/* Are these nothing but such words? */
extern bool mc_dictionary_is_generic(const McDictionary *dictionary,
									 const McTermWord *words, size_t n);

/*
 * Add an abbreviation: the folded token and the phrase it stands for.  False
 * when the abbreviation is not a single token or the expansion has no words.
 */
extern bool mc_dictionary_add_abbreviation(McDictionary *dictionary,
										   const char *abbreviation,
										   const char *expansion, bool upper_only);

/*
 * Add what speaks for a reading of an ambiguous abbreviation.  The rules of a reading
 * are added one after the other; expansion may have no word that counts.  feature is
 * its name in the rows, value as there.  False when the abbreviation is not a single
 * token, or there is no such feature or value.
 */
extern bool mc_dictionary_add_reading_rule(McDictionary *dictionary,
										   const char *abbreviation,
										   const char *expansion, bool upper_only,
										   const char *feature, const char *value);

/* Post every term under the rarest of its words.  Then the handle may be used. */
extern void mc_dictionary_finish(McDictionary *dictionary);

/*
 * Forget abbreviations, headers and phrases that name no condition, to add them anew.
 * Terms, generic words and roles stay.
 */
extern void mc_dictionary_reopen(McDictionary *dictionary);

extern McHeaders *mc_dictionary_headers(McDictionary *dictionary);

/* The look-ups of the handle; see terminology.h. */
extern unsigned mc_dictionary_posted(const McDictionary *dictionary, uint64_t stem_key,
									 McPostings lists[MC_POSTING_LISTS]);
extern bool mc_dictionary_term(const McDictionary *dictionary, uint64_t reference,
							   McTerm *term);
extern uint32_t mc_dictionary_expansions(const McDictionary *dictionary,
										 uint64_t word_key, const McExpansion **list);

extern unsigned mc_dictionary_roles(const McDictionary *dictionary, uint64_t word_key);

/* After finish; valid until the dictionary is opened anew. */
extern McNotConditions mc_dictionary_not_conditions(const McDictionary *dictionary);

/* Terms held. */
extern size_t mc_dictionary_terms(const McDictionary *dictionary);

#endif /* MC_DICTIONARY_H */
