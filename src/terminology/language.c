/*
 * language.c
 *		The rows of the language of a version but its terms, as the engine reads them.
 */
#include "terminology/language.h"

#include "executor/spi.h"
#include "lib/stringinfo.h"
#include "miscadmin.h"
#include "utils/builtins.h"

/* Most rows named in a warning. */
#define MAX_IGNORED_NAMED 20

/* Rows fetched at a time */
#define FETCH_ROWS 5000

typedef void (*RowReader)(McLanguage *to, HeapTuple row, TupleDesc desc);

/* Run a query and hand each row to a reader. */
static void
ReadRows(McLanguage *to, const char *query, RowReader reader)
{
	Portal portal = SPI_cursor_open_with_args(NULL, query, 0, NULL, NULL, NULL, true, 0);

	for (;;)
	{
		SPI_cursor_fetch(portal, true, FETCH_ROWS);
		if (SPI_processed == 0)
			break;
		for (uint64 i = 0; i < SPI_processed; i++)
		{
			reader(to, SPI_tuptable->vals[i], SPI_tuptable->tupdesc);
			CHECK_FOR_INTERRUPTS();
		}
		SPI_freetuptable(SPI_tuptable);
	}
	SPI_freetuptable(SPI_tuptable);
	SPI_cursor_close(portal);
}

static int64
RowInt64(HeapTuple row, TupleDesc desc, int column)
{
	bool isnull;

	return DatumGetInt64(SPI_getbinval(row, desc, column, &isnull));
}

static bool
RowBool(HeapTuple row, TupleDesc desc, int column)
{
	bool isnull;
	Datum value = SPI_getbinval(row, desc, column, &isnull);

	return !isnull && DatumGetBool(value);
}

/* Note that a row can never act. */
static void
NoteIgnored(McLanguage *to, const char *table, int64 id)
{
	if (to->ignored.data == NULL)
		initStringInfo(&to->ignored);
	if (to->nignored++ < MAX_IGNORED_NAMED)
		appendStringInfo(&to->ignored, "%smedcode.%s " INT64_FORMAT,
						 to->ignored.len > 0 ? ", " : "", table, id);
}

/* word */
static void
ReadGenericWord(McLanguage *to, HeapTuple row, TupleDesc desc)
{
	mc_dictionary_add_generic(to->dictionary, SPI_getvalue(row, desc, 1));
}

/* word_role_id, word, role */
static void
ReadWordRole(McLanguage *to, HeapTuple row, TupleDesc desc)
{
	if (!mc_dictionary_add_role(to->dictionary, SPI_getvalue(row, desc, 2),
								SPI_getvalue(row, desc, 3)))
		NoteIgnored(to, "word_role", RowInt64(row, desc, 1));
}

/* not_a_condition_id, phrase, kind */
static void
ReadNotCondition(McLanguage *to, HeapTuple row, TupleDesc desc)
{
	if (!mc_dictionary_add_not_condition(to->dictionary, SPI_getvalue(row, desc, 2),
										 SPI_getvalue(row, desc, 3)))
		NoteIgnored(to, "not_a_condition", RowInt64(row, desc, 1));
}

/* abbreviation_id, abbreviation, expansion, upper */
static void
ReadAbbreviation(McLanguage *to, HeapTuple row, TupleDesc desc)
{
	if (!mc_dictionary_add_abbreviation(to->dictionary, SPI_getvalue(row, desc, 2),
										SPI_getvalue(row, desc, 3),
										RowBool(row, desc, 4)))
		NoteIgnored(to, "abbreviation", RowInt64(row, desc, 1));
}

/* abbreviation_rule_id, abbreviation, expansion, upper, feature, value */
static void
ReadReadingRule(McLanguage *to, HeapTuple row, TupleDesc desc)
{
	if (!mc_dictionary_add_reading_rule(to->dictionary, SPI_getvalue(row, desc, 2),
										SPI_getvalue(row, desc, 3), RowBool(row, desc, 4),
										SPI_getvalue(row, desc, 5),
										SPI_getvalue(row, desc, 6)))
		NoteIgnored(to, "abbreviation_rule", RowInt64(row, desc, 1));
}

/* cue_id, phrase, category, direction, max_scope */
static void
ReadCue(McLanguage *to, HeapTuple row, TupleDesc desc)
{
	bool isnull;
	int32 max_scope = DatumGetInt32(SPI_getbinval(row, desc, 5, &isnull));

	if (!mc_cues_add(&to->cues, SPI_getvalue(row, desc, 2),
					 (uint64) RowInt64(row, desc, 1),
					 (McCueCategory) mc_cue_category(SPI_getvalue(row, desc, 3)),
					 (McCueDirection) mc_cue_direction(SPI_getvalue(row, desc, 4)),
					 isnull ? 0 : (unsigned) max_scope))
		NoteIgnored(to, "cue", RowInt64(row, desc, 1));
}

/* header, category */
static void
ReadHeader(McLanguage *to, HeapTuple row, TupleDesc desc)
{
	int category = mc_section_category(SPI_getvalue(row, desc, 2));

	if (category < 0)
		ereport(
			ERROR,
			(errcode(ERRCODE_DATA_EXCEPTION),
			 errmsg("unknown category of a section header: \"%s\"",
					SPI_getvalue(row, desc, 2)),
			 errhint(
				 "SELECT DISTINCT category FROM medcode.section_header WHERE origin = 'starter';")));
	mc_headers_add(&to->host, mc_dictionary_headers(to->dictionary),
				   SPI_getvalue(row, desc, 1), (McSectionCategory) category);
}

/* Read the rows of a table that are in the version. */
static void
ReadTable(McLanguage *to, const McVersion *version, const char *relation,
		  const char *fields, const char *rest, RowReader reader)
{
	ReadRows(to,
			 psprintf("SELECT %s FROM medcode.%s AS t WHERE %s%s", fields, relation,
					  mc_version_condition(version, relation, "t"), rest),
			 reader);
}

static void
ReadAbbreviations(McLanguage *to, const McVersion *version)
{
	ReadTable(to, version, "abbreviation",
			  "t.abbreviation_id, t.abbreviation, t.expansion, t.letter_case = 'upper'",
			  " AND NOT t.ambiguous ORDER BY t.abbreviation COLLATE \"C\","
			  " t.expansion COLLATE \"C\", t.letter_case",
			  ReadAbbreviation);
	/* a rule for an abbreviation in capitals is for it in capitals alone */
	ReadTable(
		to, version, "abbreviation_rule",
		"t.abbreviation_rule_id, t.abbreviation, t.expansion,"
		" t.abbreviation = upper(t.abbreviation COLLATE \"C\") AND"
		" t.abbreviation <> lower(t.abbreviation COLLATE \"C\"), t.feature, t.value",
		" ORDER BY t.abbreviation COLLATE \"C\", t.expansion COLLATE \"C\","
		" t.feature COLLATE \"C\", t.value COLLATE \"C\", t.version,"
		" t.abbreviation_rule_id",
		ReadReadingRule);
}

static void
ReadCues(McLanguage *to, const McVersion *version)
{
	mc_cues_init(&to->host, &to->cues);
	ReadTable(to, version, "cue",
			  "t.cue_id, t.phrase, t.category, t.direction, t.max_scope", "", ReadCue);
	mc_cues_finish(&to->cues);
}

/* Of several rows for one header the last one counts: the site's, and of those one by content. */
static void
ReadHeaders(McLanguage *to, const McVersion *version)
{
	ReadTable(to, version, "section_header", "t.header, t.category",
			  " ORDER BY t.origin <> 'starter', t.category COLLATE \"C\" DESC",
			  ReadHeader);
}

static void
ReadNotConditions(McLanguage *to, const McVersion *version)
{
	ReadTable(to, version, "not_a_condition", "t.not_a_condition_id, t.phrase, t.kind",
			  "", ReadNotCondition);
}

static void
WarnIgnored(const McLanguage *to)
{
	if (to->nignored > 0)
		ereport(WARNING,
				(errmsg("%d rows of the terminology can never act and are ignored",
						to->nignored),
				 errdetail("No word of them counts, or they have too many: %s%s.",
						   to->ignored.data,
						   to->nignored > MAX_IGNORED_NAMED ? ", ..." : "")));
}

void
mc_language_begin(McLanguage *to, MemoryContext context)
{
	memset(to, 0, sizeof(*to));
	to->host = mc_pg_host(context);
}

void
mc_language_read(McLanguage *to, const McVersion *version)
{
	to->dictionary = mc_dictionary_create(&to->host);
	ReadTable(to, version, "generic_word", "t.word", "", ReadGenericWord);
	ReadTable(to, version, "word_role", "t.word_role_id, t.word, t.role", "",
			  ReadWordRole);
	ReadAbbreviations(to, version);
	ReadHeaders(to, version);
	ReadNotConditions(to, version);
	ReadCues(to, version);
	mc_dictionary_finish(to->dictionary);
	WarnIgnored(to);
}

void
mc_language_read_retired(McLanguage *to, const McVersion *version)
{
	char *seen = version->number == 0 ? "true" : mc_version_numbered(version, "x");

	if (SPI_execute(psprintf("SELECT DISTINCT x.row_id FROM medcode.retirement AS x"
							 " WHERE x.relation = 'term' AND %s ORDER BY 1",
							 seen),
					true, 0) != SPI_OK_SELECT)
		elog(ERROR, "could not read the retired terms");
	to->nretired = SPI_processed;
	to->retired = mc_alloc(&to->host, (to->nretired + 1) * sizeof(uint64));
	for (size_t i = 0; i < to->nretired; i++)
		to->retired[i] =
			(uint64) RowInt64(SPI_tuptable->vals[i], SPI_tuptable->tupdesc, 1);
	SPI_freetuptable(SPI_tuptable);
}

void
mc_language_add_draft(McLanguage *to, unsigned parts)
{
	McVersion all = {0};

	if (parts &
		(MC_LANGUAGE_ABBREVIATIONS | MC_LANGUAGE_HEADERS | MC_LANGUAGE_NOT_CONDITIONS))
	{
		mc_dictionary_reopen(to->dictionary);
		ReadAbbreviations(to, &all);
		ReadHeaders(to, &all);
		ReadNotConditions(to, &all);
		mc_dictionary_finish(to->dictionary);
	}
	if (parts & MC_LANGUAGE_CUES)
		ReadCues(to, &all);
	WarnIgnored(to);
}
