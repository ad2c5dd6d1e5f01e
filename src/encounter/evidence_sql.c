/*
 * evidence_sql.c
 *		Evidence of findings as a jsonb array.
 */
#include "encounter/evidence.h"

#include "utils/builtins.h"
#include "utils/datetime.h"

#include "encounter/json_sql.h"

/* A span of the note. */
static void
PushSpan(JsonbParseState **state, const char *key, const McDocument *doc,
		 uint32 first_token, uint32 last_token)
{
	uint32 start = doc->tokens.list[first_token].start;

	mc_json_text(state, key, doc->fold.original + start,
				 doc->tokens.list[last_token].end - start);
}

/* One piece of evidence, from a note of this name or none. */
static void
PushEvidence(JsonbParseState **state, const McDocument *doc, const char *note_id,
			 const McFinding *finding)
{
	uint32 first = finding->mention.first_token;
	uint32 last = finding->mention.last_token;
	McCueCategory axis = mc_deciding_axis(&finding->assertion);

	pushJsonbValue(state, WJB_BEGIN_OBJECT, NULL);
	if (note_id)
		mc_json_text(state, "note_id", note_id, strlen(note_id));
	else
		mc_json_null(state, "note_id");
	mc_json_number(state, "start", mc_char_offset(doc, doc->tokens.list[first].start));
	mc_json_number(state, "end", mc_char_offset(doc, doc->tokens.list[last].end));
	PushSpan(state, "text", doc, first, last);
	if (axis == MC_CUE_NCATEGORIES)
		mc_json_null(state, "cue");
	else
		PushSpan(state, "cue", doc, finding->assertion.cue_first[axis],
				 finding->assertion.cue_last[axis]);
	pushJsonbValue(state, WJB_END_OBJECT, NULL);
}

/* Words that are no finding, likewise. */
static void
PushWords(JsonbParseState **state, const McDocument *doc, const char *note_id,
		  const McSpokenWords *words)
{
	pushJsonbValue(state, WJB_BEGIN_OBJECT, NULL);
	if (note_id)
		mc_json_text(state, "note_id", note_id, strlen(note_id));
	else
		mc_json_null(state, "note_id");
	mc_json_number(state, "start",
				   mc_char_offset(doc, doc->tokens.list[words->first_token].start));
	mc_json_number(state, "end",
				   mc_char_offset(doc, doc->tokens.list[words->last_token].end));
	PushSpan(state, "text", doc, words->first_token, words->last_token);
	mc_json_null(state, "cue");
	pushJsonbValue(state, WJB_END_OBJECT, NULL);
}

/* Do the words stand before the finding that a piece of evidence names? */
static bool
StandBefore(const McEncounter *encounter, const McSpokenWords *words, McEvidence e)
{
	if (words->note != e.note)
		return words->note < e.note;
	return words->first_token <
		   encounter->notes[e.note].findings.list[e.finding].mention.first_token;
}

Datum
mc_evidence(const McDocument *doc, const McFindings *findings, const uint32 *numbers,
			uint32 n)
{
	JsonbParseState *state = NULL;

	pushJsonbValue(&state, WJB_BEGIN_ARRAY, NULL);
	for (uint32 i = 0; i < n; i++)
		PushEvidence(&state, doc, NULL, &findings->list[numbers[i]]);
	return JsonbPGetDatum(JsonbValueToJsonb(pushJsonbValue(&state, WJB_END_ARRAY, NULL)));
}

Datum
mc_suggestion_evidence(const McEncounter *encounter, const McSuggestion *s)
{
	JsonbParseState *state = NULL;

	pushJsonbValue(&state, WJB_BEGIN_ARRAY, NULL);
	for (uint32 i = 0, w = 0; i < s->nevidence || w < s->nwords;)
	{
		if (i == s->nevidence ||
			(w < s->nwords && StandBefore(encounter, &s->words[w], s->evidence[i])))
		{
			const McNote *note = &encounter->notes[s->words[w].note];

			PushWords(&state, note->doc, note->id, &s->words[w]);
			w++;
		}
		else
		{
			const McNote *note = &encounter->notes[s->evidence[i].note];

			PushEvidence(&state, note->doc, note->id,
						 &note->findings.list[s->evidence[i].finding]);
			i++;
		}
	}
	return JsonbPGetDatum(JsonbValueToJsonb(pushJsonbValue(&state, WJB_END_ARRAY, NULL)));
}

Datum
mc_span_evidence(const McNote *note, uint32 first_token, uint32 last_token)
{
	McSpokenWords words = {.first_token = first_token, .last_token = last_token};
	JsonbParseState *state = NULL;

	pushJsonbValue(&state, WJB_BEGIN_ARRAY, NULL);
	PushWords(&state, note->doc, note->id, &words);
	return JsonbPGetDatum(JsonbValueToJsonb(pushJsonbValue(&state, WJB_END_ARRAY, NULL)));
}

char *
mc_date_text(DateADT date)
{
	int year;
	int month;
	int day;

	if (DATE_NOT_FINITE(date))
		return pstrdup(DATE_IS_NOBEGIN(date) ? "-infinity" : "infinity");
	j2date(date + POSTGRES_EPOCH_JDATE, &year, &month, &day);
	return psprintf("%04d-%02d-%02d", year, month, day);
}
