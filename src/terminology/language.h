/*
 * language.h
 *		The rows of the language of a version but its terms, as the engine reads them.
 */
#ifndef MC_LANGUAGE_H
#define MC_LANGUAGE_H

#include "postgres.h"

#include "lib/stringinfo.h"

#include "context/cue.h"
#include "match/dictionary.h"
#include "pg_host.h"
#include "terminology/version.h"

typedef struct McLanguage
{
	McHost host;
	McDictionary *dictionary; /* abbreviations, generic words, headers */
	McCues cues;
	uint64 *retired; /* ids of terms that are out, ascending */
	size_t nretired;

	/* private: rows that can never act */
	StringInfoData ignored;
	int nignored;
} McLanguage;

/* Parts of the language, as bits */
#define MC_LANGUAGE_TERMS          0x01
#define MC_LANGUAGE_ABBREVIATIONS  0x02
#define MC_LANGUAGE_GENERIC_WORDS  0x04
#define MC_LANGUAGE_HEADERS        0x08
#define MC_LANGUAGE_CUES           0x10
#define MC_LANGUAGE_RELEASES       0x20
#define MC_LANGUAGE_NOT_CONDITIONS 0x100
#define MC_LANGUAGE_OTHER          0x40 /* what is not read into memory */
#define MC_LANGUAGE_KNOWLEDGE      0x80 /* knowledge_store.h */

/* Begin an empty one; all its memory is of the context. */
extern void mc_language_begin(McLanguage *to, MemoryContext context);

/*
 * Read all rows of the version.  Between mc_query_begin() and mc_query_end().
 * Warns of a site's rows that can never act.
 */
extern void mc_language_read(McLanguage *to, const McVersion *version);

/* Read which terms are retired in the version. */
extern void mc_language_read_retired(McLanguage *to, const McVersion *version);

/*
 * Of a language that was read from an image, bring the parts up to date in which
 * the draft differs from the last version.  Generic words cannot be: then all rows
 * have to be read.
 */
extern void mc_language_add_draft(McLanguage *to, unsigned parts);

#endif /* MC_LANGUAGE_H */
