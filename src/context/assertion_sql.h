/*
 * assertion_sql.h
 *	  Assertions as columns of results.
 */
#ifndef MC_ASSERTION_SQL_H
#define MC_ASSERTION_SQL_H

#include "postgres.h"

#include "context/assertion.h"

/*
 * negated, uncertain, historical, hypothetical, experiencer, relation, status,
 * event_date, cue, cue_start, cue_end
 */
#define MC_ASSERTION_COLUMNS 11

/* Fill these columns; values and nulls have room for MC_ASSERTION_COLUMNS. */
extern void mc_assertion_columns(const McDocument *doc, const McAssertion *assertion,
								 Datum *values, bool *nulls);

#endif /* MC_ASSERTION_SQL_H */
