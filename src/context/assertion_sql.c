/*
 * assertion_sql.c
 *		assertion() for SQL, and the columns it shares with mentions and findings.
 *
 * All offsets are characters of the note, 0-based, half open.
 */
#include "pg_host.h"

#include "funcapi.h"
#include "utils/builtins.h"
#include "utils/date.h"
#include "utils/datetime.h"

#include "context/assertion_sql.h"
#include "terminology/installed.h"

PG_FUNCTION_INFO_V1(mc_assertion_sql);

static inline Datum
CharDatum(const McDocument *doc, uint32 byte)
{
	return UInt32GetDatum(mc_char_offset(doc, byte));
}

/* The first day of the month or year where the note says no more. */
static Datum
EventDateDatum(const McEventDate *date)
{
	int day = date2j(date->year, date->month > 0 ? date->month : 1,
					 date->day > 0 ? date->day : 1);

	return DateADTGetDatum(day - POSTGRES_EPOCH_JDATE);
}

void
mc_assertion_columns(const McDocument *doc, const McAssertion *a, Datum *values,
					 bool *nulls)
{
	McCueCategory axis = mc_deciding_axis(a);

	memset(nulls, 0, MC_ASSERTION_COLUMNS * sizeof(bool));
	values[0] = BoolGetDatum(a->negated);
	values[1] = BoolGetDatum(a->uncertain);
	values[2] = BoolGetDatum(a->historical);
	values[3] = BoolGetDatum(a->hypothetical);
	values[4] = CStringGetTextDatum(a->experiencer == MC_FAMILY ? "family" : "patient");
	nulls[5] = a->relative == MC_RELATIVE_NONE;
	if (!nulls[5])
		values[5] = CStringGetTextDatum(mc_relative_name(a->relative));
	nulls[6] = a->status == MC_STATUS_NONE;
	if (!nulls[6])
		values[6] = CStringGetTextDatum(mc_assertion_status_name(a->status));
	nulls[7] = a->event_date.year == 0;
	if (!nulls[7])
		values[7] = EventDateDatum(&a->event_date);
	nulls[8] = nulls[9] = nulls[10] = axis == MC_CUE_NCATEGORIES;
	if (axis != MC_CUE_NCATEGORIES)
	{
		uint32 start = doc->tokens.list[a->cue_first[axis]].start;
		uint32 end = doc->tokens.list[a->cue_last[axis]].end;

		values[8] = mc_text_between(doc, start, end);
		values[9] = CharDatum(doc, start);
		values[10] = CharDatum(doc, end);
	}
}

/* First token that ends behind a byte offset. */
static uint32
TokenAt(const McDocument *doc, uint32 byte)
{
	uint32 low = 0;
	uint32 high = (uint32) doc->tokens.count;

	while (low < high)
	{
		uint32 mid = (low + high) / 2;

		if (doc->tokens.list[mid].end <= byte)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

/* assertion(note, start_char, end_char, version) returns the assertion columns */
Datum
mc_assertion_sql(PG_FUNCTION_ARGS)
{
	McResult rows;
	McTerminology *terminology;
	int32 start;
	int32 end;
	McTarget target;
	uint32 end_byte;
	McAssertion assertion;
	Datum values[MC_ASSERTION_COLUMNS];
	bool nulls[MC_ASSERTION_COLUMNS];

	mc_result_begin(fcinfo, &rows);
	if (PG_ARGISNULL(0) || PG_ARGISNULL(1) || PG_ARGISNULL(2))
		return mc_result_end(&rows);
	start = PG_GETARG_INT32(1);
	end = PG_GETARG_INT32(2);
	terminology = mc_installed_terminology(mc_version_argument(fcinfo, 3));
	mc_result_document(&rows, terminology->headers, PG_GETARG_TEXT_PP(0));
	if (start < 0 || end <= start)
		ereport(
			ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("not a span of a note: %d to %d", start, end),
			 errdetail("A span begins at 0 or later and ends behind its beginning.")));
	if ((uint32) end > mc_char_offset(&rows.doc, rows.doc.fold.original_len))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("the span %d to %d reaches beyond the note", start, end),
				 errdetail("The note has %u characters.",
						   mc_char_offset(&rows.doc, rows.doc.fold.original_len))));
	end_byte = mc_byte_offset(&rows.doc, (uint32) end);
	target.first_token = TokenAt(&rows.doc, mc_byte_offset(&rows.doc, (uint32) start));
	target.last_token = TokenAt(&rows.doc, end_byte);
	/* the last token that begins within the span */
	if (target.last_token == rows.doc.tokens.count ||
		rows.doc.tokens.list[target.last_token].start >= end_byte)
		target.last_token--;
	if (target.first_token >= rows.doc.tokens.count ||
		rows.doc.tokens.list[target.first_token].start >= end_byte)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("the span %d to %d holds no word of the note", start, end),
				 errdetail("The note has %u characters.",
						   mc_char_offset(&rows.doc, rows.doc.fold.original_len))));
	mc_assert(&rows.host, terminology->cues, &rows.doc, &target, 1, &assertion);
	mc_assertion_columns(&rows.doc, &assertion, values, nulls);
	mc_result_add(&rows, values, nulls);
	return mc_result_end(&rows);
}
