/*
 * considered_sql.c
 *		considered for SQL: what a note names and what is not proposed, and why.
 */
#include "encounter/coding_sql.h"

#include "utils/builtins.h"

#include "encounter/evidence.h"
#include "terminology/installed.h"

PG_FUNCTION_INFO_V1(mc_considered_sql);

/* Columns of considered */
enum
{
	COL_CODE,
	COL_TITLE,
	COL_REASON,
	COL_WINNER,
	COL_STATUS,
	COL_SCORE,
	COL_SECTION,
	COL_EVIDENCE,
	COL_TERM,
	COL_SOURCE,
	COL_RELEASE,
	COL_VERSION,
	COL_ISSUE,
	NCOLUMNS
};

/* Add a row, with the term of the mention that it is about. */
static void
AddRow(McCodingCall *call, const McMention *mention, Datum *values, bool *nulls)
{
	values[COL_TERM] = CStringGetTextDatum(mention->term.phrase);
	values[COL_SOURCE] =
		CStringGetTextDatum(mc_source_name((McTermSource) mention->term.source));
	values[COL_RELEASE] = CStringGetTextDatum(mc_release_name());
	values[COL_VERSION] = mc_version_datum(&nulls[COL_VERSION]);
	nulls[COL_ISSUE] = true;
	mc_result_add(&call->rows, values, nulls);
}

static void
DroppedRow(McCodingCall *call, const McSuggestion *s)
{
	const McNote *note = &call->encounter.notes[s->first.note];
	const McMention *mention = &note->findings.list[s->first.finding].mention;
	Datum values[NCOLUMNS] = {0};
	bool nulls[NCOLUMNS] = {false};

	values[COL_CODE] = UInt64GetDatum(s->code);
	values[COL_TITLE] = mc_title_datum(call, s->code, &nulls[COL_TITLE]);
	values[COL_REASON] = CStringGetTextDatum(mc_rule_text(s->dropped_by));
	values[COL_WINNER] = UInt64GetDatum(s->winner);
	nulls[COL_WINNER] = s->winner == 0;
	values[COL_STATUS] = CStringGetTextDatum(mc_status_name(s->status));
	values[COL_SCORE] = Int32GetDatum(s->score);
	values[COL_SECTION] = CStringGetTextDatum(mc_section_name(s->section));
	values[COL_EVIDENCE] = mc_suggestion_evidence(&call->encounter, s);
	AddRow(call, mention, values, nulls);
}

/* Why a term gave way to another one that it overlaps */
static const char *
LossText(McLossReason reason)
{
	switch (reason)
	{
		case MC_LOST_COVERED:
			return "the other term covers more words of the note";
		case MC_LOST_APART:
			return "its words stand apart, those of the other together";
		case MC_LOST_WORDS:
			return "the other term has more words";
		case MC_LOST_SCORE:
			return "the words of the other term fit better";
		case MC_LOST_RELEASE:
			return "its code is not in the release that applies";
		case MC_LOST_HEADING:
			return "its code is a heading, that of the other is complete";
		case MC_LOST_SOURCE:
			return "the source of the other term is preferred";
		case MC_LOST_PLACE:
			return "the other term stands before it";
		case MC_LOST_NOT_CONDITION:
			return "a phrase that names no condition";
		default:
			return "the other term comes first by code and phrase";
	}
}

/* A term that gave way while the note was matched. */
static void
LoserRow(McCodingCall *call, uint32 note_number, const McLoser *loser)
{
	const McNote *note = &call->encounter.notes[note_number];
	const McMention *mention = &loser->mention;
	const McSentence *sentence = &note->doc->sentences.list[mention->sentence];
	Datum values[NCOLUMNS] = {0};
	bool nulls[NCOLUMNS] = {false};

	values[COL_CODE] = UInt64GetDatum(mention->term.code);
	values[COL_TITLE] = mc_title_datum(call, mention->term.code, &nulls[COL_TITLE]);
	values[COL_REASON] = CStringGetTextDatum(LossText((McLossReason) loser->reason));
	nulls[COL_WINNER] = loser->winner >= note->findings.count;
	if (!nulls[COL_WINNER])
		values[COL_WINNER] = UInt64GetDatum(note->findings.list[loser->winner].code);
	nulls[COL_STATUS] = true;
	values[COL_SCORE] = Int32GetDatum(mention->score);
	values[COL_SECTION] = CStringGetTextDatum(mc_section_name(
		(McSectionCategory) note->doc->sections.list[sentence->section].category));
	values[COL_EVIDENCE] =
		mc_span_evidence(note, mention->first_token, mention->last_token);
	AddRow(call, mention, values, nulls);
}

/* Is its code that of the term it gave way to?  Then nothing was lost. */
static bool
IsSameCode(const McNote *note, const McLoser *loser)
{
	return loser->winner < note->findings.count &&
		   (note->findings.list[loser->winner].code == loser->mention.term.code ||
			note->findings.list[loser->winner].mention.term.code ==
				loser->mention.term.code);
}

/* Losers before one that are looked at for the same code */
#define LOOK_BACK 64

/* Did another term of the same code just give way to the same? */
static bool
IsRepeated(const McFindings *findings, size_t number)
{
	const McLoser *loser = &findings->losers[number];
	size_t from = number > LOOK_BACK ? number - LOOK_BACK : 0;

	for (size_t i = from; i < number; i++)
	{
		if (findings->losers[i].winner == loser->winner &&
			findings->losers[i].mention.term.code == loser->mention.term.code)
			return true;
	}
	return false;
}

/* considered(note, setting, as_of, ...) */
Datum
mc_considered_sql(PG_FUNCTION_ARGS)
{
	McCodingCall call;

	if (mc_coding_note(fcinfo, &call, NCOLUMNS, COL_ISSUE))
	{
		for (size_t i = call.suggestions.proposed; i < call.suggestions.count; i++)
			DroppedRow(&call, &call.suggestions.list[i]);
		for (uint32 n = 0; n < call.encounter.nnotes; n++)
		{
			const McNote *note = &call.encounter.notes[n];

			for (size_t i = 0; i < note->findings.nlosers; i++)
			{
				if (!IsSameCode(note, &note->findings.losers[i]) &&
					!IsRepeated(&note->findings, i))
					LoserRow(&call, n, &note->findings.losers[i]);
			}
		}
	}
	return mc_result_end(&call.rows);
}
