/*
 * evidence.h
 *	  Evidence of findings as a jsonb array.
 */
#ifndef MC_EVIDENCE_H
#define MC_EVIDENCE_H

#include "postgres.h"

#include "utils/date.h"

#include "encounter/suggestion.h"

/*
 * [{"note_id": null, "start": 12, "end": 20, "text": "...", "cue": null}, ...]
 * for the findings with these numbers.  Offsets are characters of the note.
 */
extern Datum mc_evidence(const McDocument *doc, const McFindings *findings,
						 const uint32 *numbers, uint32 n);

/* The same for what supports a suggestion, over all notes of the encounter. */
extern Datum mc_suggestion_evidence(const McEncounter *encounter, const McSuggestion *s);

/* The same for one span of tokens of a note. */
extern Datum mc_span_evidence(const McNote *note, uint32 first_token, uint32 last_token);

/* A date as YYYY-MM-DD whatever DateStyle says; palloc'd. */
extern char *mc_date_text(DateADT date);

#endif /* MC_EVIDENCE_H */
