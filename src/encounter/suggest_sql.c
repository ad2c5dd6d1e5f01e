/*
 * suggest_sql.c
 *		suggest for SQL.
 */
#include "encounter/coding_sql.h"

#include "utils/array.h"
#include "utils/builtins.h"
#include "catalog/pg_type.h"

#include "encounter/evidence.h"
#include "terminology/icd10cm.h"
#include "terminology/installed.h"

PG_FUNCTION_INFO_V1(mc_suggest_sql);

/* Columns of suggest */
enum
{
	COL_CODE,
	COL_TITLE,
	COL_SCORE,
	COL_ROLE,
	COL_SEQUENCE,
	COL_PAIRED_WITH,
	COL_STATUS,
	COL_SUPPORT,
	COL_SECTION,
	COL_EVIDENCE,
	COL_RULES,
	COL_RELEASE,
	COL_VERSION,
	COL_ISSUE,
	NCOLUMNS
};

StaticAssertDecl(NCOLUMNS == MC_SUGGESTION_COLUMNS && COL_ISSUE == MC_SUGGESTION_ISSUE,
				 "columns of suggest");

Datum
mc_rules_datum(McRules rules)
{
	Datum texts[MC_NRULES];
	int n = 0;

	for (int rule = 1; rule < MC_NRULES; rule++)
	{
		if (rules & MC_RULE_BIT(rule))
			texts[n++] = CStringGetTextDatum(mc_rule_text((McRule) rule));
	}
	return PointerGetDatum(construct_array(texts, n, TEXTOID, -1, false, TYPALIGN_INT));
}

Datum
mc_title_datum(const McCodingCall *call, McCode code, bool *null)
{
	McCodeInfo info;

	*null = !call->terminology->code(call->terminology->arg, code, &info);
	return *null ? (Datum) 0 : CStringGetTextDatum(info.title);
}

Datum
mc_version_datum(bool *null)
{
	/* what rows of the draft took part in cannot be had again by a number */
	*null = mc_installed_version() == 0;
	return Int32GetDatum(mc_installed_version());
}

static void
SuggestionRow(McCodingCall *call, const McSuggestion *s, int sequence)
{
	Datum values[NCOLUMNS] = {0};
	bool nulls[NCOLUMNS] = {false};

	values[COL_CODE] = UInt64GetDatum(s->code);
	values[COL_TITLE] = mc_title_datum(call, s->code, &nulls[COL_TITLE]);
	values[COL_SCORE] = Int32GetDatum(s->score);
	values[COL_ROLE] = CStringGetTextDatum(mc_role_name(s->role));
	values[COL_SEQUENCE] = Int32GetDatum(sequence);
	values[COL_PAIRED_WITH] = UInt64GetDatum(s->paired_with);
	nulls[COL_PAIRED_WITH] = s->paired_with == 0;
	values[COL_STATUS] = CStringGetTextDatum(mc_status_name(s->status));
	values[COL_SUPPORT] = CStringGetTextDatum(mc_support_name(s->support));
	values[COL_SECTION] = CStringGetTextDatum(mc_section_name(s->section));
	values[COL_EVIDENCE] = mc_suggestion_evidence(&call->encounter, s);
	values[COL_RULES] = mc_rules_datum(s->rules);
	values[COL_RELEASE] = CStringGetTextDatum(mc_release_name());
	values[COL_VERSION] = mc_version_datum(&nulls[COL_VERSION]);
	nulls[COL_ISSUE] = true;
	mc_result_add(&call->rows, values, nulls);
}

void
mc_suggestion_rows(McCodingCall *call)
{
	for (size_t i = 0; i < call->suggestions.proposed; i++)
		SuggestionRow(call, &call->suggestions.list[i], (int) i + 1);
}

/* suggest(note, setting, as_of, ...) */
Datum
mc_suggest_sql(PG_FUNCTION_ARGS)
{
	McCodingCall call;

	if (mc_coding_note(fcinfo, &call, NCOLUMNS, COL_ISSUE))
		mc_suggestion_rows(&call);
	return mc_result_end(&call.rows);
}
