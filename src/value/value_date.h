/*
 * value_date.h
 *	  When a value was measured, where the note says it beside it.
 */
#ifndef MC_VALUE_DATE_H
#define MC_VALUE_DATE_H

#include "value/value.h"

/* Most dates of a sentence that are looked at */
#define MC_MAX_DATES 32

typedef struct McDates
{
	McFoundDate list[MC_MAX_DATES];
	size_t count;
} McDates;

/* The dates of a sentence; a year alone only behind in, since, during or year. */
extern void mc_find_dates(const McDocument *doc, const McSentence *sentence,
						  McDates *dates);

/* The date that holds a token, or NULL. */
extern const McFoundDate *mc_date_at(const McDates *dates, uint32_t token);

/*
 * Date the values of a sentence that have none yet, as conditions are dated
 * (mc_dated_targets).
 */
extern void mc_date_values(const McHost *host, const McDocument *doc,
						   const McSentence *sentence, const McDates *dates,
						   McValue *values, size_t nvalues);

#endif /* MC_VALUE_DATE_H */
