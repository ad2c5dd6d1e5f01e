/*
 * evidence.h
 *	  Evidence of findings as a jsonb array.
 */
#ifndef MC_EVIDENCE_H
#define MC_EVIDENCE_H

#include "postgres.h"

#include "utils/date.h"

#include "coding/finding.h"

/*
 * [{"note_id": null, "start": 12, "end": 20, "text": "...", "cue": null}, ...]
 * for the findings with these numbers.  Offsets are characters of the note.
 */
extern Datum mc_evidence(const McDocument *doc, const McFindings *findings,
						 const uint32 *numbers, uint32 n);

/* A date as YYYY-MM-DD whatever DateStyle says; palloc'd. */
extern char *mc_date_text(DateADT date);

#endif /* MC_EVIDENCE_H */
