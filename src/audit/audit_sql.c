/*
 * audit_sql.c
 *		audit and audit_encounter for SQL: docs/audit.md.
 */
#include "encounter/coding_sql.h"

#include "catalog/pg_type.h"
#include "miscadmin.h"
#include "utils/array.h"
#include "utils/builtins.h"

#include "audit/audit.h"
#include "encounter/evidence.h"
#include "meat/words_store.h"
#include "terminology/icd10cm.h"
#include "terminology/installed.h"

PG_FUNCTION_INFO_V1(mc_audit_sql);
PG_FUNCTION_INFO_V1(mc_audit_encounter_sql);

/* Columns of both */
enum
{
	COL_POSITION,
	COL_BILLED,
	COL_CODE,
	COL_TITLE,
	COL_VERDICT,
	COL_USE_CODE,
	COL_USE_TITLE,
	COL_STATUS,
	COL_RULE,
	COL_RULES,
	COL_EVIDENCE,
	COL_AGAINST,
	COL_ADVICE,
	COL_CODE_SOURCE,
	COL_RELEASE,
	COL_VERSION,
	COL_ISSUE,
	NCOLUMNS
};

/* The codes of a claim as they were given */
typedef struct Claim
{
	Datum *texts;
	bool *nulls;
	int count;
	McBilledCode *codes; /* those that can be judged, in their order */
	size_t ncodes;
	const char **issues; /* of each text; NULL: none */
	const text *source;  /* code_source */
} Claim;

static bool
IsRepeated(const Claim *claim, McCode code)
{
	for (size_t i = 0; i < claim->ncodes; i++)
	{
		if (claim->codes[i].code == code)
			return true;
	}
	return false;
}

/* What is wrong with a billed code, or NULL; then it is added to those to be judged. */
static const char *
ReadCode(const McCodingCall *call, Claim *claim, int number)
{
	const text *value;
	McCode code;
	McCodeInfo info;
	size_t position;

	if (claim->nulls[number])
		return "the billed code is NULL";
	value = DatumGetTextPP(claim->texts[number]);
	if (mc_icd10cm_parse(VARDATA_ANY(value), VARSIZE_ANY_EXHDR(value), &code,
						 &position) != MC_ICD10CM_OK)
		return "no code of ICD-10-CM";
	if (!call->terminology->code(call->terminology->arg, code, &info))
		return "no code of the release of ICD-10-CM that applies on this date";
	if (!info.billable)
		return "a heading is no complete code (ICD-10-CM Guidelines I.B.2)";
	if (IsRepeated(claim, code))
		return "billed more than once (ICD-10-CM Guidelines I.B.12)";
	claim->codes[claim->ncodes++] =
		(McBilledCode){.code = code, .position = (uint32) number + 1};
	return NULL;
}

static void
ReadClaim(const McCodingCall *call, Claim *claim)
{
	claim->codes = palloc(((size_t) claim->count + 1) * sizeof(McBilledCode));
	claim->issues = palloc(((size_t) claim->count + 1) * sizeof(char *));
	for (int i = 0; i < claim->count; i++)
		claim->issues[i] = ReadCode(call, claim, i);
}

/* The billed codes of an argument, not yet looked at */
static Claim
TakeClaim(FunctionCallInfo fcinfo, int billed, int source)
{
	Claim claim = {.count = 0};

	if (!PG_ARGISNULL(billed))
		deconstruct_array(PG_GETARG_ARRAYTYPE_P(billed), TEXTOID, -1, false, TYPALIGN_INT,
						  &claim.texts, &claim.nulls, &claim.count);
	if (claim.count > MC_MAX_BILLED)
		ereport(ERROR, (errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
						errmsg("an encounter with %d billed codes", claim.count),
						errdetail("At most %d are audited at once.", MC_MAX_BILLED)));
	if (!PG_ARGISNULL(source))
		claim.source = PG_GETARG_TEXT_PP(source);
	return claim;
}

/* What all rows have */
static void
BeginRow(const Claim *claim, Datum *values, bool *nulls)
{
	memset(values, 0, NCOLUMNS * sizeof(Datum));
	memset(nulls, true, NCOLUMNS * sizeof(bool));
	if (claim->source)
	{
		values[COL_CODE_SOURCE] = PointerGetDatum(claim->source);
		nulls[COL_CODE_SOURCE] = false;
	}
	values[COL_RELEASE] = CStringGetTextDatum(mc_release_name());
	nulls[COL_RELEASE] = false;
	values[COL_VERSION] = mc_version_datum(&nulls[COL_VERSION]);
}

static void
SetText(Datum *values, bool *nulls, int column, const char *value)
{
	if (value == NULL)
		return;
	values[column] = CStringGetTextDatum(value);
	nulls[column] = false;
}

static void
SetBilled(const Claim *claim, uint32 position, Datum *values, bool *nulls)
{
	if (position == 0)
		return;
	values[COL_POSITION] = Int32GetDatum((int32) position);
	nulls[COL_POSITION] = false;
	values[COL_BILLED] = claim->texts[position - 1];
	nulls[COL_BILLED] = claim->nulls[position - 1];
}

static void
IssueRow(McCodingCall *call, const Claim *claim, int number)
{
	Datum values[NCOLUMNS];
	bool nulls[NCOLUMNS];

	BeginRow(claim, values, nulls);
	SetBilled(claim, (uint32) number + 1, values, nulls);
	SetText(values, nulls, COL_ISSUE, claim->issues[number]);
	mc_result_add(&call->rows, values, nulls);
}

static void
SetEvidence(const McCodingCall *call, const McSuggestion *s, Datum *values, bool *nulls,
			int column)
{
	if (s == NULL)
		return;
	values[column] = mc_suggestion_evidence(&call->encounter, s);
	nulls[column] = false;
}

static void
VerdictRow(McCodingCall *call, const Claim *claim, const McAuditRow *row)
{
	Datum values[NCOLUMNS];
	bool nulls[NCOLUMNS];
	const McSuggestion *s = row->support ? row->support : row->against;

	BeginRow(claim, values, nulls);
	SetBilled(claim, row->position, values, nulls);
	values[COL_CODE] = UInt64GetDatum(row->code);
	nulls[COL_CODE] = false;
	values[COL_TITLE] = mc_title_datum(call, row->code, &nulls[COL_TITLE]);
	SetText(values, nulls, COL_VERDICT, mc_verdict_name(row->verdict));
	if (row->use)
	{
		values[COL_USE_CODE] = UInt64GetDatum(row->use);
		nulls[COL_USE_CODE] = false;
		values[COL_USE_TITLE] = mc_title_datum(call, row->use, &nulls[COL_USE_TITLE]);
	}
	if (row->support)
		SetText(values, nulls, COL_STATUS, mc_status_name(row->support->status));
	SetText(values, nulls, COL_RULE, row->rule);
	if (s)
	{
		values[COL_RULES] = mc_rules_datum(s->rules);
		nulls[COL_RULES] = false;
	}
	SetEvidence(call, row->support, values, nulls, COL_EVIDENCE);
	SetEvidence(call, row->against, values, nulls, COL_AGAINST);
	SetText(values, nulls, COL_ADVICE, row->advice);
	mc_result_add(&call->rows, values, nulls);
}

/* Billed codes in their order, those with an issue among them; then what was missed. */
static void
AddRows(McCodingCall *call, const Claim *claim, const McAudit *audit)
{
	size_t next = 0;

	for (int i = 0; i < claim->count; i++)
	{
		if (claim->issues[i])
			IssueRow(call, claim, i);
		else
			VerdictRow(call, claim, &audit->list[next++]);
		CHECK_FOR_INTERRUPTS();
	}
	for (; next < audit->count; next++)
		VerdictRow(call, claim, &audit->list[next]);
}

static Datum
Run(McCodingCall *call, const McCodingOptions *options, McNoteInput *inputs,
	size_t ninputs, Claim *claim)
{
	McAudit audit;

	call->may_lack_notes = true;
	if (mc_coding_run(call, options, inputs, ninputs))
	{
		ReadClaim(call, claim);
		mc_audit(&call->rows.host, call->terminology, &call->encounter,
				 &call->suggestions, mc_meat_words(options->version), claim->codes,
				 claim->ncodes, &audit);
		AddRows(call, claim, &audit);
	}
	return mc_result_end(&call->rows);
}

/* audit(note, billed, setting, as_of, ...) */
Datum
mc_audit_sql(PG_FUNCTION_ARGS)
{
	static const McCodingPlaces places = {.setting = 2,
										  .as_of = 3,
										  .sex = 5,
										  .birth_date = 6,
										  .final_note = 9,
										  .on_issue = 12,
										  .version = 13,
										  .expect = 14};
	McCodingCall call = {.ncolumns = NCOLUMNS, .issue_column = COL_ISSUE};
	McCodingOptions options;
	McNoteInput input = {.has_date = !PG_ARGISNULL(4)};
	Claim claim;

	mc_result_begin(fcinfo, &call.rows);
	mc_coding_options(fcinfo, &places, &options);
	claim = TakeClaim(fcinfo, 1, 11);
	if (!PG_ARGISNULL(0))
		input.body = PG_GETARG_TEXT_PP(0);
	if (input.has_date)
		input.date = PG_GETARG_DATEADT(4);
	if (!PG_ARGISNULL(7))
		input.doc_type = PG_GETARG_TEXT_PP(7);
	if (!PG_ARGISNULL(8))
		input.author_role = PG_GETARG_TEXT_PP(8);
	input.is_unsigned = !PG_ARGISNULL(10) && !PG_GETARG_BOOL(10);
	return Run(&call, &options, &input, 1, &claim);
}

/* audit_encounter(notes, billed, setting, as_of, ...) */
Datum
mc_audit_encounter_sql(PG_FUNCTION_ARGS)
{
	static const McCodingPlaces places = {.setting = 2,
										  .as_of = 3,
										  .sex = 4,
										  .birth_date = 5,
										  .final_note = 6,
										  .on_issue = 8,
										  .version = 9,
										  .expect = 10};
	McCodingCall call = {.ncolumns = NCOLUMNS, .issue_column = COL_ISSUE};
	McCodingOptions options;
	McNoteInput *inputs = NULL;
	size_t ninputs = 0;
	Claim claim;

	mc_result_begin(fcinfo, &call.rows);
	mc_coding_options(fcinfo, &places, &options);
	claim = TakeClaim(fcinfo, 1, 7);
	if (!PG_ARGISNULL(0))
		inputs = mc_note_inputs(PG_GETARG_ARRAYTYPE_P(0), &ninputs);
	return Run(&call, &options, inputs, ninputs, &claim);
}
