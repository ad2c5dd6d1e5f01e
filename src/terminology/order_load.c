/*
 * order_load.c
 *		The content of an ICD-10-CM order file into the tables of a database.
 */
#include "terminology/order_load.h"

#include "catalog/pg_type.h"
#include "executor/spi.h"
#include "miscadmin.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/formatting.h"
#include "utils/lsyscache.h"

#include "terminology/order_file.h"

/* The rows of the file, column by column as arrays for unnest() */
enum
{
	COLUMN_CODE,
	COLUMN_TITLE,
	COLUMN_SHORT_TITLE,
	COLUMN_BILLABLE,
	COLUMN_PARENT,
	COLUMN_ORDER,
	COLUMNS
};

static const Oid column_types[COLUMNS] = {TEXTOID, TEXTOID, TEXTOID,
										  BOOLOID, TEXTOID, INT4OID};

#define UNNEST_FILE                                  \
	"unnest($2, $3, $4, $5, $6, $7) WITH ORDINALITY" \
	" AS n(code, title, short_title, billable, parent, tabular_order, place)"
#define ROW_DIFFERS                                                                    \
	"(c.title, c.short_title, c.billable, c.parent, c.tabular_order) IS DISTINCT FROM" \
	" (n.title, n.short_title, n.billable, n.parent, n.tabular_order)"

typedef struct Load
{
	McEdition *edition;
	McOrderCounts *counts;
	int64 release_id;
	Datum columns[COLUMNS];
} Load;

/* A phrase that a title gives, and its code */
typedef struct Phrase
{
	char *phrase;
	char *lower; /* what two phrases are compared by */
	Datum code;
	bool billable;
	int place; /* in tabular order */
} Phrase;

static Datum
MakeText(const char *text, size_t length)
{
	return PointerGetDatum(cstring_to_text_with_len(text, (int) length));
}

static Datum
MakeCode(McIcd10cm code)
{
	char buf[MC_ICD10CM_BUFSIZE];

	return MakeText(buf, (size_t) mc_icd10cm_print(code, buf));
}

/* An array of one dimension; the empty one if count is 0 */
static Datum
MakeArray(Datum *values, bool *nulls, int count, Oid type)
{
	int dims[1];
	int bounds[1] = {1};
	int16 length;
	bool byval;
	char align;

	dims[0] = count;
	get_typlenbyvalalign(type, &length, &byval, &align);
	return PointerGetDatum(
		construct_md_array(values, nulls, 1, dims, bounds, type, length, byval, align));
}

/* Read the whole content into load->columns, or raise what is wrong with it. */
static void
ReadContent(const char *content, size_t length, Load *load)
{
	size_t capacity = Min(length / 78 + 1, MC_ORDER_MAX_ROWS);
	Datum *values[COLUMNS];
	bool *no_parent = palloc(capacity * sizeof(bool));
	McIcd10cm *seen = palloc0(mc_order_seen_size(length) * sizeof(McIcd10cm));
	McOrderReader reader;
	McOrderRow row;
	McOrderStatus status;
	int count = 0;

	for (int i = 0; i < COLUMNS; i++)
		values[i] = palloc(capacity * sizeof(Datum));
	mc_order_begin(&reader, content, length, seen);
	while ((status = mc_order_next(&reader, &row)) == MC_ORDER_ROW)
	{
		if (count % 4096 == 0)
			CHECK_FOR_INTERRUPTS();
		values[COLUMN_CODE][count] = MakeCode(row.code);
		values[COLUMN_TITLE][count] = MakeText(row.long_title, row.long_length);
		values[COLUMN_SHORT_TITLE][count] = MakeText(row.short_title, row.short_length);
		values[COLUMN_BILLABLE][count] = BoolGetDatum(row.billable);
		no_parent[count] = row.parent == MC_ICD10CM_NONE;
		values[COLUMN_PARENT][count] =
			no_parent[count] ? (Datum) 0 : MakeCode(row.parent);
		values[COLUMN_ORDER][count] = Int32GetDatum((int32) row.order);
		count++;
	}
	if (status == MC_ORDER_BAD)
	{
		char problem[MC_ORDER_PROBLEM_SIZE];

		mc_order_problem(&reader, problem);
		ereport(
			ERROR,
			(errcode(ERRCODE_DATA_EXCEPTION),
			 errmsg("not a complete ICD-10-CM order file"),
			 reader.line > 0 ? errdetail("Line %u: %s.", reader.line, problem)
							 : errdetail("The content is empty."),
			 errhint(
				 "Load the publisher's file unchanged, such as icd10cm_order_2026.txt: "
				 "lines with order number, code, flag, short and long title in fixed columns.")));
	}

	load->counts->rows = count;
	for (int i = 0; i < COLUMNS; i++)
		load->columns[i] = MakeArray(values[i], i == COLUMN_PARENT ? no_parent : NULL,
									 count, column_types[i]);
}

/* Run a command of ours; the rows it gives are in SPI_tuptable. */
static uint64
Run(const char *command, int nargs, const Oid *types, const Datum *values)
{
	int result = SPI_execute_with_args(command, nargs, unconstify(Oid *, types),
									   unconstify(Datum *, values), NULL, false, 0);

	if (result < 0)
		elog(ERROR, "%s while loading", SPI_result_code_string(result));
	return SPI_processed;
}

/* A column of a row that the last command gave; none of ours is NULL. */
static Datum
ResultValue(uint64 row, int column)
{
	bool isnull;

	return SPI_getbinval(SPI_tuptable->vals[row], SPI_tuptable->tupdesc, column, &isnull);
}

static int64
ResultCount(int column)
{
	return DatumGetInt64(ResultValue(0, column));
}

/* Find or make the row of the release; set its id, and the edition's dates. */
static void
WriteRelease(Load *load)
{
	static const Oid types[] = {TEXTOID, DATERANGEOID};
	McEdition *edition = load->edition;
	Datum values[2];
	bool found;
	bool same = false;

	values[0] = CStringGetTextDatum(edition->release);
	found = Run("SELECT release_id, origin, effective FROM medcode.release"
				" WHERE code_system = '" MC_EDITION_SYSTEM "' AND release = $1",
				1, types, values) > 0;
	if (found)
	{
		load->release_id = ResultCount(1);
		same = mc_edition_agrees(edition, TextDatumGetCString(ResultValue(0, 2)),
								 ResultValue(0, 3));
	}
	else
		mc_edition_date_by_name(edition);

	/* Of two releases that begin on one day, none could be told to be valid. */
	values[1] = edition->effective;
	if (Run("SELECT release FROM medcode.release"
			" WHERE code_system = '" MC_EDITION_SYSTEM "' AND release <> $1"
			" AND origin <> 'starter' AND lower(effective) = lower($2)",
			2, types, values) > 0)
		ereport(ERROR,
				(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
				 errmsg("release \"%s\" of " MC_EDITION_SYSTEM " begins on the same day",
						TextDatumGetCString(ResultValue(0, 1))),
				 errhint("Load the file under that name, or with other dates: %s",
						 MC_EDITION_RANGE_HINT)));

	if (!found)
	{
		Run("INSERT INTO medcode.release (code_system, release, effective, origin)"
			" VALUES ('" MC_EDITION_SYSTEM "', $1, $2, 'official') RETURNING release_id",
			2, types, values);
		load->release_id = ResultCount(1);
	}
	else if (!same)
		Run("UPDATE medcode.release SET effective = $2"
			" WHERE code_system = '" MC_EDITION_SYSTEM "' AND release = $1",
			2, types, values);
}

/*
 * Make the official codes of the release those of the file.  Statements that
 * would write no row are not run: the triggers of the tables would fire.
 */
static void
WriteCodes(Load *load)
{
	Oid types[1 + COLUMNS] = {INT8OID};
	Datum values[1 + COLUMNS];
	int64 removed;

	values[0] = Int64GetDatum(load->release_id);
	for (int i = 0; i < COLUMNS; i++)
	{
		types[1 + i] = get_array_type(column_types[i]);
		values[1 + i] = load->columns[i];
	}
	Run("SELECT count(*) FILTER (WHERE c.code IS NULL),"
		" count(*) FILTER (WHERE c.origin = 'official' AND n.code IS NOT NULL AND " ROW_DIFFERS
		"),"
		" count(*) FILTER (WHERE c.origin = 'official' AND n.code IS NULL)"
		" FROM " UNNEST_FILE
		" FULL JOIN (SELECT * FROM medcode.code WHERE release_id = $1) AS c ON c.code = n.code",
		1 + COLUMNS, types, values);
	load->counts->added = ResultCount(1);
	load->counts->changed = ResultCount(2);
	removed = ResultCount(3);

	if (removed > 0)
		Run("DELETE FROM medcode.code AS c WHERE c.release_id = $1 AND c.origin = 'official'"
			" AND NOT EXISTS (SELECT FROM unnest($2) AS n(code) WHERE n.code = c.code)",
			2, types, values);
	if (load->counts->changed > 0)
		Run("UPDATE medcode.code AS c SET title = n.title, short_title = n.short_title,"
			" billable = n.billable, parent = n.parent, tabular_order = n.tabular_order"
			" FROM " UNNEST_FILE
			" WHERE c.release_id = $1 AND c.code = n.code AND c.origin = 'official' AND " ROW_DIFFERS,
			1 + COLUMNS, types, values);
	if (load->counts->added > 0)
		Run("INSERT INTO medcode.code (release_id, code, title, short_title, billable, parent,"
			" tabular_order, origin)"
			" SELECT $1, n.code, n.title, n.short_title, n.billable, n.parent, n.tabular_order, 'official'"
			" FROM " UNNEST_FILE
			" WHERE NOT EXISTS (SELECT FROM medcode.code AS c WHERE c.release_id = $1 AND c.code = n.code)"
			" ORDER BY n.place",
			1 + COLUMNS, types, values);
	load->counts->changed += removed;
}

/* Order by phrase; of one phrase, the code that it is to stand for first */
static int
ComparePhrases(const void *a, const void *b)
{
	const Phrase *left = a;
	const Phrase *right = b;
	int order = strcmp(left->lower, right->lower);

	if (order != 0)
		return order;
	if (left->billable != right->billable)
		return left->billable ? -1 : 1;
	return left->place < right->place ? -1 : 1;
}

static int
ComparePlaces(const void *a, const void *b)
{
	return ((const Phrase *) a)->place < ((const Phrase *) b)->place ? -1 : 1;
}

/*
 * The phrases that the titles of a release give, in tabular order.  Where
 * several codes give the same one it stands for the first billable code, or
 * the first heading if none is billable.
 */
static Phrase *
PhrasesOfRelease(Datum release_id, int *count)
{
	static const Oid types[] = {INT8OID};
	uint64 rows =
		Run("SELECT code, title, billable FROM medcode.code"
			" WHERE release_id = $1 AND origin = 'official' ORDER BY tabular_order, code",
			1, types, &release_id);
	SPITupleTable *table = SPI_tuptable;
	Phrase *phrases = palloc_extended((rows + 1) * sizeof(Phrase), MCXT_ALLOC_HUGE);
	int found = 0;

	*count = 0;
	for (uint64 i = 0; i < rows; i++)
	{
		char *title = TextDatumGetCString(ResultValue(i, 2));
		size_t length = strlen(title);
		char *phrase = palloc(length + 1);

		if (i % 4096 == 0)
			CHECK_FOR_INTERRUPTS();
		length = mc_order_phrase(title, length, phrase);
		pfree(title);
		if (length == 0)
			continue;
		phrase[length] = '\0';
		phrases[found].phrase = phrase;
		phrases[found].lower = asc_tolower(phrase, length);
		phrases[found].code = PointerGetDatum(DatumGetTextPCopy(ResultValue(i, 1)));
		phrases[found].billable = DatumGetBool(ResultValue(i, 3));
		phrases[found].place = (int) i;
		found++;
	}
	SPI_freetuptable(table);

	qsort(phrases, (size_t) found, sizeof(Phrase), ComparePhrases);
	for (int i = 0; i < found; i++)
		if (*count == 0 || strcmp(phrases[*count - 1].lower, phrases[i].lower) != 0)
			phrases[(*count)++] = phrases[i];
	qsort(phrases, (size_t) *count, sizeof(Phrase), ComparePlaces);
	return phrases;
}

/*
 * Make the official title terms those of all official releases.  As long as
 * no code was changed, none can be superfluous, and those of the other
 * releases are there.
 */
static void
WriteTerms(const Load *load)
{
	static const Oid system_types[] = {INT8OID, BOOLOID};
	const Oid types[] = {TEXTARRAYOID, TEXTARRAYOID};
	bool all = load->counts->changed > 0;
	Datum values[2];
	uint64 releases;
	Datum *ids;
	Datum *phrases = NULL;
	Datum *codes = NULL;
	int total = 0;

	values[0] = Int64GetDatum(load->release_id);
	values[1] = BoolGetDatum(all);
	releases =
		Run("SELECT release_id FROM medcode.release"
			" WHERE release_id = $1 OR"
			" ($2 AND code_system = '" MC_EDITION_SYSTEM "' AND origin = 'official')"
			" ORDER BY lower(effective), release_id",
			2, system_types, values);
	ids = palloc(releases * sizeof(Datum));
	for (uint64 i = 0; i < releases; i++)
		ids[i] = ResultValue(i, 1);
	for (uint64 i = 0; i < releases; i++)
	{
		int count;
		Phrase *found = PhrasesOfRelease(ids[i], &count);

		if (count == 0)
			continue;
		phrases = phrases ? repalloc_huge(phrases, (Size) (total + count) * sizeof(Datum))
						  : palloc((Size) count * sizeof(Datum));
		codes = codes ? repalloc_huge(codes, (Size) (total + count) * sizeof(Datum))
					  : palloc((Size) count * sizeof(Datum));
		for (int j = 0; j < count; j++, total++)
		{
			phrases[total] = CStringGetTextDatum(found[j].phrase);
			codes[total] = found[j].code;
			pfree(found[j].phrase);
			pfree(found[j].lower);
		}
		pfree(found);
	}

	values[0] = MakeArray(phrases, NULL, total, TEXTOID);
	values[1] = MakeArray(codes, NULL, total, TEXTOID);
#define TERMS_OF_TITLES                   \
	"t.code_system = '" MC_EDITION_SYSTEM \
	"' AND t.kind = 'title' AND t.origin = 'official'"
	if (all)
	{
		Run("SELECT count(*) FROM medcode.term AS t WHERE " TERMS_OF_TITLES
			" AND NOT EXISTS (SELECT FROM unnest($1, $2) AS n(phrase, code)"
			" WHERE n.phrase = t.phrase AND n.code = t.code)",
			2, types, values);
		if (ResultCount(1) > 0)
			Run("DELETE FROM medcode.term AS t WHERE " TERMS_OF_TITLES
				" AND NOT EXISTS (SELECT FROM unnest($1, $2) AS n(phrase, code)"
				" WHERE n.phrase = t.phrase AND n.code = t.code)",
				2, types, values);
	}
#define IS_NEW_TERM                                                       \
	"NOT EXISTS (SELECT FROM medcode.term AS t WHERE t.phrase = n.phrase" \
	" AND t.code_system = '" MC_EDITION_SYSTEM                            \
	"' AND t.code = n.code AND t.origin = 'official')"
	Run("SELECT count(*) FROM unnest($1, $2) AS n(phrase, code) WHERE " IS_NEW_TERM, 2,
		types, values);
	if (ResultCount(1) > 0)
		Run("INSERT INTO medcode.term (phrase, code_system, code, kind, origin)"
			" SELECT n.phrase, '" MC_EDITION_SYSTEM "', n.code, 'title', 'official'"
			" FROM unnest($1, $2) WITH ORDINALITY AS n(phrase, code, place) WHERE " IS_NEW_TERM
			" GROUP BY n.phrase, n.code ORDER BY min(n.place)",
			2, types, values);
}

void
mc_order_load(const char *content, size_t length, McEdition *edition,
			  McOrderCounts *counts)
{
	Load load = {.edition = edition, .counts = counts};

	ReadContent(content, length, &load);

	if (SPI_connect() != SPI_OK_CONNECT)
		elog(ERROR, "SPI_connect failed");
	/* Two loads at a time would both insert what is missing. */
	Run("LOCK TABLE medcode.release IN SHARE ROW EXCLUSIVE MODE", 0, NULL, NULL);
	WriteRelease(&load);
	WriteCodes(&load);
	WriteTerms(&load);
	if (SPI_finish() != SPI_OK_FINISH)
		elog(ERROR, "SPI_finish failed");
}
