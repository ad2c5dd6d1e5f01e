/*
 * measure_store.h
 *		The measures of this database, read once in a session and again when they
 *		have changed.
 */
#ifndef MC_MEASURE_STORE_H
#define MC_MEASURE_STORE_H

#include "postgres.h"

#include "terminology/stamp.h"
#include "value/measure.h"

/*
 * All rows that the active snapshot sees, under its stamp; a site's takes the place of the
 * starter's for the same key.  Valid until the next call.  Warns of rows that can never act.
 */
extern const McMeasures *mc_installed_measures(const McStamp *stamp);

#endif /* MC_MEASURE_STORE_H */
