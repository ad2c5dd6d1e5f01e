/*
 * release_list.h
 *		The releases of ICD-10-CM that a version has, and which one a date chooses.
 */
#ifndef MC_RELEASE_LIST_H
#define MC_RELEASE_LIST_H

#include "postgres.h"

#include "utils/date.h"

#include "terminology/version.h"

typedef struct McRelease
{
	int64 id;
	int64 tabular_id; /* of its cards: the Tabular List of that edition; 0: none */
	bool has_cards;
	char *name;
	DateADT from; /* first day of service */
} McRelease;

typedef struct McReleases
{
	McRelease *list; /* by first day */
	int count;
} McReleases;

/*
 * The releases of a version, or, for number 0, of all that the snapshot sees, in memory
 * of the context.  Connected to SPI.  Raises an error with the statement that mends it
 * if there are none, or no terms.
 */
extern McReleases mc_releases_read(const McVersion *version, MemoryContext context);

/* Number of the release for a date of service, NULL: the newest; -1: before the first. */
extern int mc_releases_choose(const McReleases *releases, const DateADT *as_of);

#endif /* MC_RELEASE_LIST_H */
