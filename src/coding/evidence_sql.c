/*
 * evidence_sql.c
 *		Evidence of findings as a jsonb array.
 */
#include "coding/evidence.h"

#include "utils/builtins.h"
#include "utils/datetime.h"
#include "utils/jsonb.h"
#include "utils/numeric.h"

static void
PushKey(JsonbParseState **state, const char *key)
{
	JsonbValue value;

	value.type = jbvString;
	value.val.string.val = unconstify(char *, key);
	value.val.string.len = (int) strlen(key);
	pushJsonbValue(state, WJB_KEY, &value);
}

static void
PushNumber(JsonbParseState **state, const char *key, uint32 number)
{
	JsonbValue value;

	PushKey(state, key);
	value.type = jbvNumeric;
	value.val.numeric = int64_to_numeric(number);
	pushJsonbValue(state, WJB_VALUE, &value);
}

static void
PushNull(JsonbParseState **state, const char *key)
{
	JsonbValue value;

	PushKey(state, key);
	value.type = jbvNull;
	pushJsonbValue(state, WJB_VALUE, &value);
}

/* A span of the note. */
static void
PushSpan(JsonbParseState **state, const char *key, const McDocument *doc,
		 uint32 first_token, uint32 last_token)
{
	uint32 start = doc->tokens.list[first_token].start;
	JsonbValue value;

	PushKey(state, key);
	value.type = jbvString;
	value.val.string.val = unconstify(char *, doc->fold.original + start);
	value.val.string.len = (int) (doc->tokens.list[last_token].end - start);
	pushJsonbValue(state, WJB_VALUE, &value);
}

Datum
mc_evidence(const McDocument *doc, const McFindings *findings, const uint32 *numbers,
			uint32 n)
{
	JsonbParseState *state = NULL;
	JsonbValue *array;

	pushJsonbValue(&state, WJB_BEGIN_ARRAY, NULL);
	for (uint32 i = 0; i < n; i++)
	{
		const McFinding *finding = &findings->list[numbers[i]];
		uint32 first = finding->mention.first_token;
		uint32 last = finding->mention.last_token;
		McCueCategory axis = mc_deciding_axis(&finding->assertion);

		pushJsonbValue(&state, WJB_BEGIN_OBJECT, NULL);
		PushNull(&state, "note_id");
		PushNumber(&state, "start", mc_char_offset(doc, doc->tokens.list[first].start));
		PushNumber(&state, "end", mc_char_offset(doc, doc->tokens.list[last].end));
		PushSpan(&state, "text", doc, first, last);
		if (axis == MC_CUE_NCATEGORIES)
			PushNull(&state, "cue");
		else
			PushSpan(&state, "cue", doc, finding->assertion.cue_first[axis],
					 finding->assertion.cue_last[axis]);
		pushJsonbValue(&state, WJB_END_OBJECT, NULL);
	}
	array = pushJsonbValue(&state, WJB_END_ARRAY, NULL);
	return JsonbPGetDatum(JsonbValueToJsonb(array));
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
