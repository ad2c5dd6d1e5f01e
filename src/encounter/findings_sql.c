/*
 * findings_sql.c
 *		mentions, findings and highlight for SQL.
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

#include "encounter/evidence.h"
#include "coding/highlight.h"
#include "encounter/coding_sql.h"
#include "context/assertion_sql.h"
#include "terminology/icd10cm.h"
#include "terminology/installed.h"

PG_FUNCTION_INFO_V1(mc_mentions_sql);
PG_FUNCTION_INFO_V1(mc_findings_sql);
PG_FUNCTION_INFO_V1(mc_highlight_sql);

static inline Datum
CharDatum(const McDocument *doc, uint32 byte)
{
	return UInt32GetDatum(mc_char_offset(doc, byte));
}

/* start_char, end_char, text, code, title, term, source, score, section */
#define MENTION_COLUMNS 9

static void
MentionColumns(const McDocument *doc, const McTerminology *terminology,
			   const McFinding *finding, McCode code, Datum *values, bool *nulls)
{
	const McMention *mention = &finding->mention;
	uint32 start = doc->tokens.list[mention->first_token].start;
	uint32 end = doc->tokens.list[mention->last_token].end;
	McCodeInfo info;

	memset(nulls, 0, MENTION_COLUMNS * sizeof(bool));
	values[0] = CharDatum(doc, start);
	values[1] = CharDatum(doc, end);
	values[2] = mc_text_between(doc, start, end);
	values[3] = UInt64GetDatum(code);
	nulls[4] = !terminology->code(terminology->arg, code, &info);
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

/*
 * Rows of codes that combination derives from affirmed findings.  Place, text and
 * section are those of the first piece of evidence, term is NULL, source is derived.
 */
static void
DerivedRows(McResult *rows, const McTerminology *terminology, const McFindings *findings)
{
	McNote note = {.doc = &rows->doc, .findings = *findings};
	McEncounter encounter = {.notes = &note, .nnotes = 1};
	McSuggestions derived;

	mc_derive(&rows->host, terminology, &note, &derived);
	for (size_t i = 0; i < derived.proposed; i++)
	{
		const McSuggestion *s = &derived.list[i];
		const McFinding *first = &findings->list[s->first.finding];
		Datum values[MENTION_COLUMNS + MC_ASSERTION_COLUMNS + 2];
		bool nulls[MENTION_COLUMNS + MC_ASSERTION_COLUMNS + 2];

		MentionColumns(&rows->doc, terminology, first, s->code, values, nulls);
		nulls[5] = true;
		values[6] = CStringGetTextDatum("derived");
		values[7] = Int32GetDatum(s->score);
		mc_assertion_columns(&rows->doc, &first->assertion, values + MENTION_COLUMNS,
							 nulls + MENTION_COLUMNS);
		values[MENTION_COLUMNS + MC_ASSERTION_COLUMNS] = BoolGetDatum(true);
		values[MENTION_COLUMNS + MC_ASSERTION_COLUMNS + 1] =
			mc_suggestion_evidence(&encounter, s);
		nulls[MENTION_COLUMNS + MC_ASSERTION_COLUMNS] = false;
		nulls[MENTION_COLUMNS + MC_ASSERTION_COLUMNS + 1] = false;
		mc_result_add(rows, values, nulls);
	}
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
	mc_find_all(&rows.host, terminology, &rows.doc, &findings);
	WarnTruncated(&rows.doc, &findings);
	row_context = AllocSetContextCreate(rows.work, "medcode row", ALLOCSET_SMALL_SIZES);
	for (size_t i = 0; i < findings.count; i++)
	{
		const McFinding *finding = &findings.list[i];
		Datum values[MENTION_COLUMNS + MC_ASSERTION_COLUMNS + 2];
		bool nulls[MENTION_COLUMNS + MC_ASSERTION_COLUMNS + 2];
		MemoryContext previous = MemoryContextSwitchTo(row_context);

		MentionColumns(&rows.doc, terminology, finding,
					   with_evidence ? finding->code : finding->mention.term.code, values,
					   nulls);
		mc_assertion_columns(&rows.doc, &findings.list[i].assertion,
							 values + MENTION_COLUMNS, nulls + MENTION_COLUMNS);
		if (with_evidence)
		{
			uint32 number = (uint32) i;

			values[MENTION_COLUMNS + MC_ASSERTION_COLUMNS] = BoolGetDatum(false);
			values[MENTION_COLUMNS + MC_ASSERTION_COLUMNS + 1] =
				mc_evidence(&rows.doc, &findings, &number, 1);
			nulls[MENTION_COLUMNS + MC_ASSERTION_COLUMNS] = false;
			nulls[MENTION_COLUMNS + MC_ASSERTION_COLUMNS + 1] = false;
		}
		mc_result_add(&rows, values, nulls);
		MemoryContextSwitchTo(previous);
		MemoryContextReset(row_context);
	}
	if (with_evidence && findings.count > 0)
		DerivedRows(&rows, terminology, &findings);
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
	mc_find_all(&host, terminology, &doc, &findings);
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
