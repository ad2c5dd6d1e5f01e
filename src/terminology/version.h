/*
 * version.h
 *		Versions of the terminology: which rows belong to which.
 */
#ifndef MC_VERSION_H
#define MC_VERSION_H

#include "postgres.h"

/* Versions up to this are those of the starter; a site's begin behind it. */
#define MC_LAST_STARTER_VERSION 1000

typedef struct McVersion
{
	int32 number;           /* 0: all that the snapshot sees, the draft included */
	int32 starter;          /* the edition of the starter in it */
	int32 words_version;    /* the version whose word tables and image hold for it */
	int32 findings_version; /* the version since which findings are the same */
} McVersion;

/*
 * Run queries with a fixed search_path from here to mc_query_end(), connected
 * to SPI.  An error undoes both by itself.
 */
extern int mc_query_begin(void);
extern void mc_query_end(int nest_level);

/*
 * The published version of that number.  Connected to SPI.  Raises 42704 if
 * there is none.
 */
extern McVersion mc_version_find(int32 number);

/* The last published version the snapshot sees; number 0 if there is none. */
extern McVersion mc_version_last(void);

/* Is the content of a version known to be here whole?  Connected to SPI. */
extern bool mc_version_is_settled(int32 number);

/* Has this transaction published it?  Connected to SPI. */
extern bool mc_version_is_own(int32 number);

/* Is a row with this number in a published version, if it is not retired? */
extern bool mc_version_has(const McVersion *version, int32 number);

/*
 * SQL condition that a row of a table of the language, or a release, is in the
 * version: alias is that of the table in the query.  palloc'd.
 */
extern char *mc_version_condition(const McVersion *version, const char *relation,
								  const char *alias);

/*
 * The part of that condition that looks at the row's number alone: not
 * whether it is retired.  For a published version.  palloc'd.
 */
extern char *mc_version_numbered(const McVersion *version, const char *alias);

#endif /* MC_VERSION_H */
