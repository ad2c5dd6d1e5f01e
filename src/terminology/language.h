/*
 * language.h
 *		The rows of the language of a version, as the engine reads them.
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
	McDictionary *dictionary; /* terms, abbreviations, generic words, headers */
	McCues cues;

	/* private: rows that can never act */
	StringInfoData ignored;
	int nignored;
} McLanguage;

/* Parts of the language, as bits */
#define MC_LANGUAGE_TERMS         0x01
#define MC_LANGUAGE_ABBREVIATIONS 0x02
#define MC_LANGUAGE_GENERIC_WORDS 0x04
#define MC_LANGUAGE_HEADERS       0x08
#define MC_LANGUAGE_CUES          0x10
#define MC_LANGUAGE_RELEASES      0x20 /* which codes are complete */
#define MC_LANGUAGE_OTHER         0x40 /* what is not read into memory */

/* Begin an empty one; all its memory is of the context. */
extern void mc_language_begin(McLanguage *to, MemoryContext context);

/*
 * Read all rows of the version.  release_id is the release of codes that says
 * which are complete.  Between mc_query_begin() and mc_query_end().  Warns of
 * a site's rows that can never act.
 */
extern void mc_language_read(McLanguage *to, const McVersion *version, int64 release_id);

/*
 * Of a language that was read from an image, bring the parts up to date in which
 * the draft differs from the last version.  Generic words and
 * releases cannot be: then all rows have to be read.
 */
extern void mc_language_add_draft(McLanguage *to, const McVersion *last, int64 release_id,
								  unsigned parts);

#endif /* MC_LANGUAGE_H */
