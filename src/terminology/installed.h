/*
 * installed.h
 *	  The terminology installed in this database, as the engine's handle.
 *
 * Terms are read through the index of their phrases.  Of the rest, which is small,
 * each session makes a copy at first use and again when it has changed.
 */
#ifndef MC_INSTALLED_H
#define MC_INSTALLED_H

#include "postgres.h"

#include "fmgr.h"
#include "utils/date.h"

#include "match/terminology.h"
#include "terminology/stamp.h"

/*
 * The terminology of a published version, or, for 0, all that the current
 * snapshot sees, the draft included; with the newest release.  Valid
 * until the end of the calling function, if that runs no other SQL.  Raises
 * 42704 if there is no such version, and an error with the statement that mends
 * it when there are no terms.
 */
extern McTerminology *mc_installed_terminology(int32 version);

/*
 * The terminology of the last version published that the snapshot sees; the draft takes
 * no part.  *is_settled: is its content known to be here whole?  After a restore it may
 * not be yet.  Raises 55000 if nothing is published.  Otherwise as above.
 */
extern McTerminology *mc_published_terminology(bool *is_settled);

/*
 * The version since which the findings of a note are the same under the last one published;
 * 0: none is published.
 */
extern int32 mc_findings_version(void);

/*
 * Between these the handle's terms can be found: they hold the table of terms and
 * its index open, under the active snapshot.  If close gives false, what was found
 * must be looked for once more, again being true.
 */
extern void mc_installed_open(bool again);
extern bool mc_installed_close(void);

/*
 * Of the terminology that mc_installed_terminology() gave: the number of the
 * version, or 0 if rows that are not published take part; and its fingerprint,
 * which stays valid as long as the terminology.
 */
extern int32 mc_installed_version(void);
extern const char *mc_installed_fingerprint(void);

/* The stamp under which mc_installed_terminology() gave it. */
extern const McStamp *mc_installed_stamp(void);

/*
 * An argument "version" of an SQL function as mc_installed_terminology() takes
 * it: NULL is 0.  Raises 42704 for what no version can be.
 */
extern int32 mc_version_argument(FunctionCallInfo fcinfo, int argument);

/*
 * Choose the release for a date of service; as_of NULL: the newest.  The
 * handle's code look-up follows.  False when the date lies before the first
 * release; then no release is chosen.
 */
extern bool mc_choose_release(const DateADT *as_of);

/* Name of the release chosen. */
extern const char *mc_release_name(void);

/* Is the release chosen the starter's part of the codes? Has it its Tabular List? */
extern bool mc_release_is_starter(void);
extern bool mc_release_has_tabular(void);

/* First day of the first release. */
extern DateADT mc_first_release_date(void);

#endif /* MC_INSTALLED_H */
