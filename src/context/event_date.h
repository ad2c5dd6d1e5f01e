/*
 * event_date.h
 *	  When a condition was, where the note says it with a date.
 */
#ifndef MC_EVENT_DATE_H
#define MC_EVENT_DATE_H

#include <stdbool.h>
#include <stdint.h>

#include "context/scope.h"
#include "text/document.h"

/*
 * A date of the note.  month and day are 0 where the note does not say them, year
 * is 0 where there is no date at all.  There is no clock: "3 years ago" is none.
 */
typedef struct McEventDate
{
	uint16_t year;
	uint8_t month;
	uint8_t day;
} McEventDate;

/* A date as it stands in a sentence, and how it is tied to what stands around it. */
typedef struct McFoundDate
{
	McEventDate date;
	uint32_t first; /* tokens, the word that ties it included: in 2019 */
	uint32_t last;
	bool since;       /* a beginning, not an end: since 2015, diagnosed in 2015 */
	bool tied;        /* a word such as in or on stands before it */
	bool forthcoming; /* follow up in March 2026 */
} McFoundDate;

/*
 * The next date of a sentence from token *from on; *from moves behind it.  False
 * when there is no more.
 *
 * Forms: 2019-05-03, 5/3/2019 (month first, unless it cannot be one), 3/2018,
 * March 2019, Mar. 3, 2019, 3 March 2019, 2019.  A year alone must be 1900 to 2099
 * and not the number of a unit (2000 mg).  Years of two digits are 1970 to 2069.
 */
extern bool mc_next_date(const McDocument *doc, const McSentence *sentence,
						 uint32_t *from, McFoundDate *found);

/*
 * What a date is said of: the number of the first target and how many, 0 for
 * none; date->since is set where the words around say so.  A date belongs to the target before it ("stroke in 2019", "MI (3/2018)");
 * at the beginning of a sentence to all that follow up to the next date
 * ("2015: appendectomy, hernia"), and else to the target right behind it.
 */
extern size_t mc_dated_targets(const McDocument *doc, const McSentence *sentence,
							   McFoundDate *date, uint32_t next_date,
							   const McTarget *targets, size_t ntargets, size_t *first);

#endif /* MC_EVENT_DATE_H */
