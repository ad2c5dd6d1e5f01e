/*
 * edition.h
 *		Which release, valid on which dates, a load of a publisher's file is for.
 *
 * An edition is what the publisher calls FY2026 or FY2026-April (the file for
 * a fiscal year, which begins on 1 October of the year before, or its update of
 * 1 April), 2019 (a calendar year), 2024-Q3 (a quarter of it) or 2026-07-31
 * (from that day on); of risk adjustment files PY2026 or V28-PY2026 (hcc_edition.h).
 * Other names are welcome, but tell no dates.
 */
#ifndef MC_EDITION_H
#define MC_EDITION_H

#include "postgres.h"

#include "fmgr.h"

/* The statement that mends it where name and dates have to be chosen */
#define MC_EDITION_RANGE_HINT \
	"SELECT * FROM medcode.load_file('icd10cm_order_2026.txt', 'FY2026', '[2025-10-01,2026-10-01)');"

typedef struct McEdition
{
	const char *release;   /* its name */
	bool has_effective;    /* were dates given? */
	Datum effective;       /* its dates, a daterange; 0 while not known */
	MemoryContext context; /* where all this is allocated */
} McEdition;

/*
 * Take over and check the arguments that say which edition it is: of a call
 * of an SQL function, the second one, its name as text, and the third one, its
 * dates as daterange; both may be NULL.  Where no name is given, the one that
 * the content has told counts, then the one that the file's path tells; both may
 * be NULL.
 *
 * Sets all of *edition, in the current memory context; the dates are not known
 * yet if none are given.  Raises 22004 if there is no name, 22023 if the name
 * or the dates cannot be those of a release.
 */
extern void mc_edition_read(FunctionCallInfo fcinfo, const char *told, const char *path,
							McEdition *edition);

/*
 * The database has a release of that name with these dates.  They hold where
 * none were given.  Returns whether the edition, which now has dates, agrees
 * with them.
 */
extern bool mc_edition_agrees(McEdition *edition, Datum effective);

/*
 * The database has no release of that name: unless dates were given, set those
 * that the name stands for in the code system.  Raises 22023 if it stands for none.
 */
extern void mc_edition_date_by_name(McEdition *edition, const char *code_system);

#endif /* MC_EDITION_H */
