/*
 * patient_sql.c
 *		medcode.patient_statements(note, version) for SQL.
 *
 * All offsets are characters of the note, 0-based, half open.
 */
#include "pg_host.h"

#include "utils/builtins.h"

#include "encounter/coding_sql.h"
#include "encounter/patient.h"
#include "terminology/installed.h"

PG_FUNCTION_INFO_V1(mc_patient_statements_sql);

#define DAYS_A_YEAR 365

/* Columns of patient_statements */
enum
{
	COL_START_CHAR,
	COL_END_CHAR,
	COL_TEXT,
	COL_AGE,
	COL_SEX,
	COL_SECTION,
	NCOLUMNS
};

static void
StatementRow(McResult *rows, const McPatientStatement *statement)
{
	const McDocument *doc = &rows->doc;
	uint32 from = doc->tokens.list[statement->first].start;
	uint32 to = doc->tokens.list[statement->last].end;
	uint32 sentence = mc_sentence_of(doc, statement->first);
	uint32 section = doc->sentences.list[sentence].section;
	Datum values[NCOLUMNS];
	bool nulls[NCOLUMNS] = {false};

	values[COL_START_CHAR] = UInt32GetDatum(mc_char_offset(doc, from));
	values[COL_END_CHAR] = UInt32GetDatum(mc_char_offset(doc, to));
	values[COL_TEXT] = mc_text_between(doc, from, to);
	values[COL_AGE] = Int32GetDatum(statement->age_days / DAYS_A_YEAR);
	nulls[COL_SEX] = statement->sex == MC_SEX_UNKNOWN;
	if (!nulls[COL_SEX])
		values[COL_SEX] = CStringGetTextDatum(statement->sex == MC_FEMALE ? "F" : "M");
	values[COL_SECTION] = CStringGetTextDatum(
		mc_section_name((McSectionCategory) doc->sections.list[section].category));
	mc_result_add(rows, values, nulls);
}

/*
 * patient_statements(note text, version integer): a NULL note gives no row.  version is
 * that of suggest(): it decides which headers of sections are known.
 */
Datum
mc_patient_statements_sql(PG_FUNCTION_ARGS)
{
	McResult rows;
	const McTerminology *terminology;
	McPatientStatements statements;

	mc_result_begin(fcinfo, &rows);
	if (PG_ARGISNULL(0))
		return mc_result_end(&rows);
	terminology = mc_installed_terminology(mc_version_argument(fcinfo, 1));
	mc_result_document(&rows, terminology->headers, PG_GETARG_TEXT_PP(0));
	mc_patient_statements(&rows.host, &rows.doc, &statements);
	for (size_t i = 0; i < statements.count; i++)
		StatementRow(&rows, &statements.list[i]);
	return mc_result_end(&rows);
}
