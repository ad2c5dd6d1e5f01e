/*
 * coding_sql.c
 *		mentions, findings, assertion, suggest and highlight for SQL.
 *
 * All offsets are characters of the note, 0-based, half open.
 */
#include "pg_host.h"

#include "funcapi.h"
#include "miscadmin.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/date.h"
#include "utils/jsonb.h"
#include "catalog/pg_type.h"

#include "coding/evidence.h"
#include "coding/highlight.h"
#include "coding/suggestion.h"
#include "terminology/icd10cm.h"
#include "terminology/installed.h"

PG_FUNCTION_INFO_V1(mc_mentions_sql);
PG_FUNCTION_INFO_V1(mc_findings_sql);
PG_FUNCTION_INFO_V1(mc_assertion_sql);
PG_FUNCTION_INFO_V1(mc_suggest_sql);
PG_FUNCTION_INFO_V1(mc_highlight_sql);

/* The assertion columns, shared by mentions, findings and assertion. */
#define ASSERTION_COLUMNS 11

static inline Datum
CharDatum(const McDocument *doc, uint32 byte)
{
	return UInt32GetDatum(mc_char_offset(doc, byte));
}

/*
 * negated, uncertain, historical, hypothetical, experiencer, relation, status,
 * event_date, cue, cue_start, cue_end
 */
static void
AssertionColumns(const McDocument *doc, const McAssertion *a, Datum *values, bool *nulls)
{
	McCueCategory axis = mc_deciding_axis(a);

	memset(nulls, 0, ASSERTION_COLUMNS * sizeof(bool));
	values[0] = BoolGetDatum(a->negated);
	values[1] = BoolGetDatum(a->uncertain);
	values[2] = BoolGetDatum(a->historical);
	values[3] = BoolGetDatum(a->hypothetical);
	values[4] = CStringGetTextDatum(a->experiencer == MC_FAMILY ? "family" : "patient");
	/* relation, status and event date are not worked out yet */
	nulls[5] = nulls[6] = nulls[7] = true;
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

/* start_char, end_char, text, code, title, term, source, score, section */
#define MENTION_COLUMNS 9

static void
MentionColumns(const McDocument *doc, const McTerminology *terminology,
			   const McFinding *finding, Datum *values, bool *nulls)
{
	const McMention *mention = &finding->mention;
	uint32 start = doc->tokens.list[mention->first_token].start;
	uint32 end = doc->tokens.list[mention->last_token].end;
	McCodeInfo info;

	memset(nulls, 0, MENTION_COLUMNS * sizeof(bool));
	values[0] = CharDatum(doc, start);
	values[1] = CharDatum(doc, end);
	values[2] = mc_text_between(doc, start, end);
	values[3] = UInt64GetDatum(mention->term.code);
	nulls[4] = !terminology->code(terminology->arg, mention->term.code, &info);
	if (!nulls[4])
		values[4] = CStringGetTextDatum(info.title);
	values[5] = CStringGetTextDatum(mention->term.phrase);
	values[6] = CStringGetTextDatum(mc_source_name((McTermSource) mention->term.source));
	values[7] = Int32GetDatum(mention->score);
	values[8] = CStringGetTextDatum(mc_section_name(finding->section));
}

/* Say that a note was too much, without a word of it. */
static void
WarnTruncated(const McDocument *doc, const McFindings *findings)
{
	if (findings->truncated || doc->truncated)
		ereport(WARNING, (errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
						  errmsg("a note was not read to its end"),
						  errdetail("It has %u bytes; at most %d mentions are kept.",
									doc->fold.original_len, MC_MAX_MENTIONS)));
}

/* The findings of a note, with the terms of this database. */
static void
FindAll(const McHost *host, const McTerminology *terminology, const McDocument *doc,
		McFindings *findings)
{
	mc_installed_open(false);
	mc_findings(host, terminology, doc, findings);
	if (mc_installed_close())
		return;
	mc_installed_open(true);
	mc_findings(host, terminology, doc, findings);
	(void) mc_installed_close();
}

/* Rows of mentions, with or without the columns that only findings have. */
static Datum
FindingRows(FunctionCallInfo fcinfo, bool with_evidence)
{
	McResult rows;
	McTerminology *terminology;
	McFindings findings;
	MemoryContext row_context;

	mc_result_begin(fcinfo, &rows);
	if (PG_ARGISNULL(0))
		return mc_result_end(&rows);
	terminology = mc_installed_terminology(mc_version_argument(fcinfo, 1));
	mc_result_document(&rows, terminology->headers, PG_GETARG_TEXT_PP(0));
	FindAll(&rows.host, terminology, &rows.doc, &findings);
	WarnTruncated(&rows.doc, &findings);
	row_context = AllocSetContextCreate(rows.work, "medcode row", ALLOCSET_SMALL_SIZES);
	for (size_t i = 0; i < findings.count; i++)
	{
		Datum values[MENTION_COLUMNS + ASSERTION_COLUMNS + 2];
		bool nulls[MENTION_COLUMNS + ASSERTION_COLUMNS + 2];
		MemoryContext previous = MemoryContextSwitchTo(row_context);

		MentionColumns(&rows.doc, terminology, &findings.list[i], values, nulls);
		AssertionColumns(&rows.doc, &findings.list[i].assertion, values + MENTION_COLUMNS,
						 nulls + MENTION_COLUMNS);
		if (with_evidence)
		{
			uint32 number = (uint32) i;

			values[MENTION_COLUMNS + ASSERTION_COLUMNS] = BoolGetDatum(false);
			values[MENTION_COLUMNS + ASSERTION_COLUMNS + 1] =
				mc_evidence(&rows.doc, &findings, &number, 1);
			nulls[MENTION_COLUMNS + ASSERTION_COLUMNS] = false;
			nulls[MENTION_COLUMNS + ASSERTION_COLUMNS + 1] = false;
		}
		mc_result_add(&rows, values, nulls);
		MemoryContextSwitchTo(previous);
		MemoryContextReset(row_context);
	}
	return mc_result_end(&rows);
}

Datum
mc_mentions_sql(PG_FUNCTION_ARGS)
{
	return FindingRows(fcinfo, false);
}

Datum
mc_findings_sql(PG_FUNCTION_ARGS)
{
	return FindingRows(fcinfo, true);
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
	Datum values[ASSERTION_COLUMNS];
	bool nulls[ASSERTION_COLUMNS];

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
	AssertionColumns(&rows.doc, &assertion, values, nulls);
	mc_result_add(&rows, values, nulls);
	return mc_result_end(&rows);
}

/* Arguments of suggest, by place. */
enum
{
	ARG_NOTE,
	ARG_SETTING,
	ARG_AS_OF,
	ARG_NOTE_DATE,
	ARG_SEX,
	ARG_BIRTH_DATE,
	ARG_DOC_TYPE,
	ARG_AUTHOR_ROLE,
	ARG_FINAL,
	ARG_ON_ISSUE,
	ARG_VERSION,
	ARG_EXPECT
};

/* Its columns. */
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

static Datum
RulesDatum(unsigned rules)
{
	Datum texts[MC_NRULES];
	int n = 0;

	for (unsigned bit = 1; bit < 1u << MC_NRULES; bit <<= 1)
	{
		if (rules & bit)
			texts[n++] = CStringGetTextDatum(mc_rule_text(bit));
	}
	return PointerGetDatum(construct_array(texts, n, TEXTOID, -1, false, TYPALIGN_INT));
}

/* A row that says what is wrong with this note's input. */
static void
IssueRow(McResult *rows, const char *issue)
{
	Datum values[NCOLUMNS] = {0};
	bool nulls[NCOLUMNS];

	memset(nulls, true, sizeof(nulls));
	values[COL_ISSUE] = CStringGetTextDatum(issue);
	nulls[COL_ISSUE] = false;
	mc_result_add(rows, values, nulls);
}

static void
SuggestionRow(McResult *rows, const McTerminology *terminology,
			  const McFindings *findings, const McSuggestion *s, int sequence)
{
	Datum values[NCOLUMNS] = {0};
	bool nulls[NCOLUMNS] = {false};
	McCodeInfo info;

	values[COL_CODE] = UInt64GetDatum(s->code);
	nulls[COL_TITLE] = !terminology->code(terminology->arg, s->code, &info);
	if (!nulls[COL_TITLE])
		values[COL_TITLE] = CStringGetTextDatum(info.title);
	values[COL_SCORE] = Int32GetDatum(s->score);
	/* role and pair are not worked out yet */
	nulls[COL_ROLE] = nulls[COL_PAIRED_WITH] = true;
	values[COL_SEQUENCE] = Int32GetDatum(sequence);
	values[COL_STATUS] = CStringGetTextDatum(mc_status_name(s->status));
	values[COL_SUPPORT] = CStringGetTextDatum(mc_support_name(s->support));
	values[COL_SECTION] = CStringGetTextDatum(mc_section_name(s->section));
	values[COL_EVIDENCE] = mc_evidence(&rows->doc, findings, s->findings, s->nfindings);
	values[COL_RULES] = RulesDatum(s->rules);
	values[COL_RELEASE] = CStringGetTextDatum(mc_release_name());
	/* what rows of the draft took part in cannot be had again by a number */
	values[COL_VERSION] = Int32GetDatum(mc_installed_version());
	nulls[COL_VERSION] = mc_installed_version() == 0;
	nulls[COL_ISSUE] = true;
	mc_result_add(rows, values, nulls);
}

/* Value of the argument setting, or -1. */
static int
SettingArgument(FunctionCallInfo fcinfo)
{
	return PG_ARGISNULL(ARG_SETTING)
			   ? -1
			   : mc_setting_by_name(text_to_cstring(PG_GETARG_TEXT_PP(ARG_SETTING)));
}

/* Does the caller want what is wrong with a row as a row? */
static bool
WantsIssueRow(FunctionCallInfo fcinfo)
{
	char *value;

	if (PG_ARGISNULL(ARG_ON_ISSUE))
		return false;
	value = text_to_cstring(PG_GETARG_TEXT_PP(ARG_ON_ISSUE));
	if (strcmp(value, "row") == 0)
		return true;
	if (strcmp(value, "error") != 0)
		ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE),
						errmsg("unknown value of on_issue"),
						errhint("on_issue is 'error' or 'row'.")));
	return false;
}

/* Arguments of the contract that need what is not built yet are refused, not ignored. */
static void
RefuseUnsupported(FunctionCallInfo fcinfo)
{
	if (!PG_ARGISNULL(ARG_SEX) || !PG_ARGISNULL(ARG_BIRTH_DATE) ||
		!PG_ARGISNULL(ARG_DOC_TYPE) || !PG_ARGISNULL(ARG_FINAL) ||
		(!PG_ARGISNULL(ARG_AUTHOR_ROLE) &&
		 strcmp(text_to_cstring(PG_GETARG_TEXT_PP(ARG_AUTHOR_ROLE)), "provider") != 0))
		ereport(ERROR,
				(errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
				 errmsg("sex, birth date, document type, author and finality are not "
						"taken into account yet"),
				 errhint("Leave out the arguments sex, birth_date, doc_type, final "
						 "and author_role.")));
}

/* Raise if the terminology in use is not the one that the caller expects. */
static void
CheckExpected(FunctionCallInfo fcinfo)
{
	const char *fingerprint;

	if (PG_ARGISNULL(ARG_EXPECT))
		return;
	fingerprint = mc_installed_fingerprint();
	if (strcmp(text_to_cstring(PG_GETARG_TEXT_PP(ARG_EXPECT)), fingerprint) != 0)
		ereport(ERROR,
				(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
				 errmsg("the terminology is not the expected one"),
				 errdetail("Its fingerprint is %s.", fingerprint),
				 errhint("SELECT version, fingerprint FROM medcode.versions(); then pass "
						 "that version, or load what is missing.")));
}

/* suggest(note, setting, as_of, ...) */
Datum
mc_suggest_sql(PG_FUNCTION_ARGS)
{
	McResult rows;
	McTerminology *terminology;
	McFindings findings;
	McSuggestions suggestions;
	int setting;
	bool issue_row;
	DateADT as_of = 0;
	bool has_date = !PG_ARGISNULL(ARG_AS_OF) || !PG_ARGISNULL(ARG_NOTE_DATE);

	mc_result_begin(fcinfo, &rows);
	issue_row = WantsIssueRow(fcinfo);
	if (PG_ARGISNULL(ARG_NOTE))
	{
		if (issue_row)
			IssueRow(&rows, "the note is NULL");
		return mc_result_end(&rows);
	}
	RefuseUnsupported(fcinfo);
	setting = SettingArgument(fcinfo);
	if (setting < 0)
	{
		if (!issue_row)
			ereport(
				ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE), errmsg("unknown setting"),
				 errhint("Settings are inpatient, outpatient, ed, observation, "
						 "professional, snf, rehab, home_health, hospice. For one row of "
						 "many pass on_issue => 'row'.")));
		IssueRow(&rows, "unknown setting");
		return mc_result_end(&rows);
	}
	if (has_date)
		as_of = PG_GETARG_DATEADT(PG_ARGISNULL(ARG_AS_OF) ? ARG_NOTE_DATE : ARG_AS_OF);
	terminology = mc_installed_terminology(mc_version_argument(fcinfo, ARG_VERSION));
	CheckExpected(fcinfo);
	if (!mc_choose_release(has_date ? &as_of : NULL))
	{
		if (!issue_row)
			ereport(
				ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg(
					 "the date of service lies before the first release of ICD-10-CM in this database"),
				 errdetail("The first release here begins on %s.",
						   mc_date_text(mc_first_release_date())),
				 errhint(
					 "Load the release of that date with medcode.load_file(path, release), or pass on_issue => 'row'.")));
		IssueRow(
			&rows,
			"the date of service lies before the first release of ICD-10-CM in this database");
		return mc_result_end(&rows);
	}
	mc_result_document(&rows, terminology->headers, PG_GETARG_TEXT_PP(ARG_NOTE));
	FindAll(&rows.host, terminology, &rows.doc, &findings);
	if (findings.truncated || rows.doc.truncated)
	{
		if (!issue_row)
			ereport(ERROR, (errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
							errmsg("the note is too long to be read to its end"),
							errdetail("It has %u bytes; at most %d mentions are kept.",
									  rows.doc.fold.original_len, MC_MAX_MENTIONS),
							errhint("Pass on_issue => 'row' to get what its beginning "
									"supports, and a row that says so.")));
		IssueRow(&rows, "the note was not read to its end");
	}
	mc_suggest(&rows.host, terminology, &rows.doc, &findings, (McSetting) setting,
			   &suggestions);
	for (size_t i = 0; i < suggestions.count; i++)
		SuggestionRow(&rows, terminology, &findings, &suggestions.list[i], (int) i + 1);
	return mc_result_end(&rows);
}

static void
PrintCode(McCode code, char *out)
{
	mc_icd10cm_print(code, out);
}

/* highlight(note, version) returns text */
Datum
mc_highlight_sql(PG_FUNCTION_ARGS)
{
	MemoryContext work;
	MemoryContext caller;
	McHost host;
	McTerminology *terminology;
	McDocument doc;
	McFindings findings;
	McHtml html;
	text *note;
	text *result;

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	note = PG_GETARG_TEXT_PP(0);
	work = AllocSetContextCreate(CurrentMemoryContext, "medcode note",
								 ALLOCSET_DEFAULT_SIZES);
	caller = MemoryContextSwitchTo(work);
	host = mc_pg_host(work);
	terminology = mc_installed_terminology(mc_version_argument(fcinfo, 1));
	mc_document(&host, terminology->headers, VARDATA_ANY(note), VARSIZE_ANY_EXHDR(note),
				&doc);
	FindAll(&host, terminology, &doc, &findings);
	WarnTruncated(&doc, &findings);
	mc_highlight(&host, terminology, &doc, &findings, PrintCode, &html);
	MemoryContextSwitchTo(caller);
	if (html.len > MaxAllocSize - VARHDRSZ)
		ereport(ERROR, (errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
						errmsg("the marked note is longer than a value can be"),
						errdetail("It has %zu bytes.", html.len)));
	result = cstring_to_text_with_len(html.text, (int) html.len);
	MemoryContextDelete(work);
	PG_RETURN_TEXT_P(result);
}
