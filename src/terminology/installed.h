/*
 * installed.h
 *	  The terminology installed in this database, as the engine's handle.
 *
 * Each session builds it from the visible rows at first use and again when the
 * stamp of the terminology has changed.
 */
#ifndef MC_INSTALLED_H
#define MC_INSTALLED_H

#include "postgres.h"

#include "utils/date.h"

#include "match/terminology.h"

/*
 * The terminology the current snapshot sees, with the newest release.  Valid
 * until the end of the calling function, if that runs no other SQL.  Raises an
 * error with the statement that mends it when there are no terms.
 */
extern McTerminology *mc_installed_terminology(void);

/*
 * Choose the release for a date of service; as_of NULL: the newest.  The
 * handle's code look-up follows.  False when the date lies before the first
 * release; then no release is chosen.
 */
extern bool mc_choose_release(const DateADT *as_of);

/* Name of the release chosen. */
extern const char *mc_release_name(void);

/* First day of the first release. */
extern DateADT mc_first_release_date(void);

#endif /* MC_INSTALLED_H */
