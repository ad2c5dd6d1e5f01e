/*-------------------------------------------------------------------------
 *
 * load_sql.c
 *		Loading the ICD-10-CM order file into the code tables.
 *
 *		medcode.load_content(content text, release text, effective daterange)
 *		medcode.load_file(path text, release text, effective daterange)
 *
 * In: the file's content, or its path on the server (relative to the data
 * directory), which takes the rights of pg_read_server_files.  The kind of
 * file is recognised by its content; see order_file.h for what is accepted.
 *
 * release names the edition, FY2026 or FY2026-April for the publisher's; NULL
 * is enough where the name of the file says it.  effective may be NULL where
 * the release is loaded already or has such a name: a fiscal year begins on
 * 1 October of the year before, its April update on 1 April.
 *
 * Out: one row: what was recognised, the edition, the number of rows read, of
 * codes added and of codes changed (taken away ones included), of rows
 * rejected, and those as [{"line": 1, "reason": "..."}].  A wrong order file
 * is refused whole, so with this kind the last two are always 0 and [].
 *
 * Afterwards the release holds the codes of the file and nothing else of
 * origin 'official', and the terms of kind 'title' and origin 'official' are
 * those that the titles of all loaded official releases give, one code for
 * each phrase and release.  Where nothing differs nothing is written, so that
 * loading again leaves the terminology's stamp alone.  Rows of another origin
 * are never touched.
 *
 * Raised: 22000 with line and reason where the content is not a complete
 * order file, never with a word of it; 22004, 22023 for arguments; 42501
 * without the rights; 55000 where the release or its day belongs to another.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include <ctype.h>
#include <sys/stat.h>

#include "access/htup_details.h"
#include "catalog/pg_authid.h"
#include "catalog/pg_type.h"
#include "executor/spi.h"
#include "fmgr.h"
#include "funcapi.h"
#include "miscadmin.h"
#include "storage/fd.h"
#include "utils/acl.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/fmgroids.h"
#include "utils/formatting.h"
#include "utils/jsonb.h"
#include "utils/lsyscache.h"
#include "utils/rangetypes.h"
#if PG_VERSION_NUM >= 160000
#include "varatt.h"
#endif

#include "order_file.h"

#define RECOGNISED  "ICD-10-CM order file"
#define CODE_SYSTEM "icd10cm"
#define LOAD_HINT   "SELECT * FROM medcode.load_file('icd10cm_order_2026.txt', 'FY2026');"
#define RANGE_HINT \
	"SELECT * FROM medcode.load_file('icd10cm_order_2026.txt', 'FY2026', '[2025-10-01,2026-10-01)');"

/* Several times the size of the largest edition */
#define MAX_FILE_SIZE (256 * 1024 * 1024)

#define MAX_RELEASE_LENGTH 63

PG_FUNCTION_INFO_V1(mc_load_content);
PG_FUNCTION_INFO_V1(mc_load_file);

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
	const char *release; /* name of the edition */
	Datum effective;     /* its dates */
	bool has_effective;
	int64 release_id;
	Datum columns[COLUMNS];
	int64 rows;
	int64 added;
	int64 changed;
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

/*
 * The edition
 */

/* Which fiscal year, and whether its April update, a release is named for */
static bool
IsFiscalYear(const char *release, int *year, bool *april)
{
	if (strlen(release) < 6 || strncmp(release, "FY20", 4) != 0 ||
		!isdigit((unsigned char) release[4]) || !isdigit((unsigned char) release[5]))
		return false;
	*year = 2000 + (release[4] - '0') * 10 + (release[5] - '0');
	*april = strcmp(release + 6, "-April") == 0;
	return *april || release[6] == '\0';
}

/*
 * The release that the publisher's name of a file tells, or NULL:
 * icd10cm_order_2026.txt, icd10cm-order-April-2026.txt.
 */
static char *
ReleaseOfPath(const char *path)
{
	const char *slash = strrchr(path, '/');
	char *name = pstrdup(slash ? slash + 1 : path);
	char *dot = strrchr(name, '.');
	char *rest = NULL;
	char *word;
	bool april = false;

	if (dot)
		*dot = '\0';
	word = strtok_r(name, "-_ ", &rest);
	if (!word || pg_strcasecmp(word, "icd10cm") != 0)
		return NULL;
	word = strtok_r(NULL, "-_ ", &rest);
	if (!word || pg_strcasecmp(word, "order") != 0)
		return NULL;
	word = strtok_r(NULL, "-_ ", &rest);
	if (word && pg_strcasecmp(word, "april") == 0)
	{
		april = true;
		word = strtok_r(NULL, "-_ ", &rest);
		if (word && strcmp(word, "1") == 0)
			word = strtok_r(NULL, "-_ ", &rest);
	}
	if (!word || strlen(word) != 4 || strncmp(word, "20", 2) != 0 ||
		strspn(word, "0123456789") != 4 || strtok_r(NULL, "-_ ", &rest))
		return NULL;
	return psprintf("FY%s%s", word, april ? "-April" : "");
}

/* Take over and check the arguments that say which edition it is. */
static void
ReadEdition(FunctionCallInfo fcinfo, const char *path, Load *load)
{
	if (!PG_ARGISNULL(1))
		load->release = text_to_cstring(PG_GETARG_TEXT_PP(1));
	else if (path)
		load->release = ReleaseOfPath(path);
	if (!load->release)
		ereport(
			ERROR,
			(errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED), errmsg("the release is not known"),
			 errdetail("An order file does not tell its edition%s.",
					   path ? ", and the name of this one does not either" : ""),
			 errhint("Name it: %s",
					 path ? LOAD_HINT
						  : "SELECT * FROM medcode.load_content(content, 'FY2026');")));
	if (load->release[0] == '\0' || strlen(load->release) > MAX_RELEASE_LENGTH ||
		load->release[strspn(load->release, "abcdefghijklmnopqrstuvwxyz"
											"ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.")] !=
			'\0')
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("not a name of a release"),
				 errdetail("A release has 1 to %d letters, digits, or characters of -_.",
						   MAX_RELEASE_LENGTH),
				 errhint("%s", LOAD_HINT)));

	if (!PG_ARGISNULL(2))
	{
		RangeType *effective = PG_GETARG_RANGE_P_COPY(2);

		if (range_get_flags(effective) & (RANGE_EMPTY | RANGE_LB_INF))
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("the effective dates of a release must have a first day"),
					 errhint("%s", RANGE_HINT)));
		load->effective = RangeTypePGetDatum(effective);
		load->has_effective = true;
	}
}

/* The dates that the name of the release stands for */
static Datum
EffectiveOfRelease(const char *release)
{
	int year;
	bool april;
	Oid input;
	Oid element;

	if (!IsFiscalYear(release, &year, &april))
		ereport(
			ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("the effective dates of release \"%s\" are not known", release),
			 errdetail("They follow from names such as FY2026 and FY2026-April only."),
			 errhint("Give them: %s", RANGE_HINT)));
	getTypeInputInfo(DATERANGEOID, &input, &element);
	return OidInputFunctionCall(input,
								psprintf("[%04d-%s,%04d-10-01)", april ? year : year - 1,
										 april ? "04-01" : "10-01", year),
								element, -1);
}

/*
 * The content
 */

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

	load->rows = count;
	for (int i = 0; i < COLUMNS; i++)
		load->columns[i] = MakeArray(values[i], i == COLUMN_PARENT ? no_parent : NULL,
									 count, column_types[i]);
}

/* Read a file of the server. */
static char *
ReadServerFile(const char *path, size_t *length)
{
	FILE *file;
	struct stat status;
	char *content;

	/* Before it is opened: that of a named pipe would wait for a writer. */
	if (stat(path, &status) != 0)
		ereport(ERROR, (errcode_for_file_access(),
						errmsg("could not stat file \"%s\": %m", path)));
	if (!S_ISREG(status.st_mode))
		ereport(ERROR, (errcode(ERRCODE_WRONG_OBJECT_TYPE),
						errmsg("\"%s\" is not a regular file", path)));
	if (status.st_size > MAX_FILE_SIZE)
		ereport(ERROR,
				(errcode(ERRCODE_DATA_EXCEPTION),
				 errmsg("not a complete ICD-10-CM order file"),
				 errdetail("File \"%s\" is larger than %d bytes.", path, MAX_FILE_SIZE)));
	file = AllocateFile(path, PG_BINARY_R);
	if (!file)
		ereport(ERROR, (errcode_for_file_access(),
						errmsg("could not open file \"%s\" for reading: %m", path)));
	content = palloc((Size) status.st_size + 1);
	*length = fread(content, 1, (size_t) status.st_size, file);
	if (ferror(file))
		ereport(ERROR, (errcode_for_file_access(),
						errmsg("could not read file \"%s\": %m", path)));
	FreeFile(file);
	return content;
}

/*
 * The tables
 */

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

/* A column of a row that the last command gave */
static Datum
ResultValue(uint64 row, int column, bool *isnull)
{
	return SPI_getbinval(SPI_tuptable->vals[row], SPI_tuptable->tupdesc, column, isnull);
}

static int64
ResultCount(int column)
{
	bool isnull;

	return DatumGetInt64(ResultValue(0, column, &isnull));
}

/* Find or make the row of the release; set its id and dates. */
static void
WriteRelease(Load *load, MemoryContext context)
{
	static const Oid types[] = {TEXTOID, DATERANGEOID};
	Datum values[2];
	bool isnull;
	bool found;
	bool same = false;

	values[0] = CStringGetTextDatum(load->release);
	found = Run("SELECT release_id, origin, effective FROM medcode.release"
				" WHERE code_system = '" CODE_SYSTEM "' AND release = $1",
				1, types, values) > 0;
	if (found)
	{
		char *origin = TextDatumGetCString(ResultValue(0, 2, &isnull));
		Datum effective = ResultValue(0, 3, &isnull);

		if (strcmp(origin, "official") != 0)
			ereport(ERROR,
					(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
					 errmsg("release \"%s\" of " CODE_SYSTEM " is not the publisher's",
							load->release),
					 errdetail("It is of origin \"%s\".", origin),
					 errhint("Load the file under another name: %s", RANGE_HINT)));
		load->release_id = ResultCount(1);
		same = !load->has_effective ||
			   DatumGetBool(OidFunctionCall2(F_RANGE_EQ, effective, load->effective));
		if (same)
		{
			MemoryContext old = MemoryContextSwitchTo(context);

			load->effective = PointerGetDatum(PG_DETOAST_DATUM_COPY(effective));
			MemoryContextSwitchTo(old);
		}
	}
	else if (!load->has_effective)
	{
		MemoryContext old = MemoryContextSwitchTo(context);

		load->effective = EffectiveOfRelease(load->release);
		MemoryContextSwitchTo(old);
	}

	/* Of two releases that begin on one day, none could be told to be valid. */
	values[1] = load->effective;
	if (Run("SELECT release FROM medcode.release"
			" WHERE code_system = '" CODE_SYSTEM "' AND release <> $1"
			" AND origin <> 'starter' AND lower(effective) = lower($2)",
			2, types, values) > 0)
		ereport(ERROR, (errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
						errmsg("release \"%s\" of " CODE_SYSTEM " begins on the same day",
							   TextDatumGetCString(ResultValue(0, 1, &isnull))),
						errhint("Load the file under that name, or with other dates: %s",
								RANGE_HINT)));

	if (!found)
	{
		Run("INSERT INTO medcode.release (code_system, release, effective, origin)"
			" VALUES ('" CODE_SYSTEM "', $1, $2, 'official') RETURNING release_id",
			2, types, values);
		load->release_id = ResultCount(1);
	}
	else if (!same)
		Run("UPDATE medcode.release SET effective = $2"
			" WHERE code_system = '" CODE_SYSTEM "' AND release = $1",
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
	load->added = ResultCount(1);
	load->changed = ResultCount(2);
	removed = ResultCount(3);

	if (removed > 0)
		Run("DELETE FROM medcode.code AS c WHERE c.release_id = $1 AND c.origin = 'official'"
			" AND NOT EXISTS (SELECT FROM unnest($2) AS n(code) WHERE n.code = c.code)",
			2, types, values);
	if (load->changed > 0)
		Run("UPDATE medcode.code AS c SET title = n.title, short_title = n.short_title,"
			" billable = n.billable, parent = n.parent, tabular_order = n.tabular_order"
			" FROM " UNNEST_FILE
			" WHERE c.release_id = $1 AND c.code = n.code AND c.origin = 'official' AND " ROW_DIFFERS,
			1 + COLUMNS, types, values);
	if (load->added > 0)
		Run("INSERT INTO medcode.code (release_id, code, title, short_title, billable, parent,"
			" tabular_order, origin)"
			" SELECT $1, n.code, n.title, n.short_title, n.billable, n.parent, n.tabular_order, 'official'"
			" FROM " UNNEST_FILE
			" WHERE NOT EXISTS (SELECT FROM medcode.code AS c WHERE c.release_id = $1 AND c.code = n.code)"
			" ORDER BY n.place",
			1 + COLUMNS, types, values);
	load->changed += removed;
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
		bool isnull;
		char *title = TextDatumGetCString(ResultValue(i, 2, &isnull));
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
		phrases[found].code =
			PointerGetDatum(DatumGetTextPCopy(ResultValue(i, 1, &isnull)));
		phrases[found].billable = DatumGetBool(ResultValue(i, 3, &isnull));
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
	bool all = load->changed > 0;
	Datum values[2];
	uint64 releases;
	Datum *ids;
	Datum *phrases = NULL;
	Datum *codes = NULL;
	int total = 0;

	values[0] = Int64GetDatum(load->release_id);
	values[1] = BoolGetDatum(all);
	releases = Run("SELECT release_id FROM medcode.release"
				   " WHERE release_id = $1 OR"
				   " ($2 AND code_system = '" CODE_SYSTEM "' AND origin = 'official')"
				   " ORDER BY lower(effective), release_id",
				   2, system_types, values);
	ids = palloc(releases * sizeof(Datum));
	for (uint64 i = 0; i < releases; i++)
	{
		bool isnull;

		ids[i] = ResultValue(i, 1, &isnull);
	}
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

	values[0] = total > 0 ? MakeArray(phrases, NULL, total, TEXTOID)
						  : PointerGetDatum(construct_empty_array(TEXTOID));
	values[1] = total > 0 ? MakeArray(codes, NULL, total, TEXTOID)
						  : PointerGetDatum(construct_empty_array(TEXTOID));
#define TERMS_OF_TITLES \
	"t.code_system = '" CODE_SYSTEM "' AND t.kind = 'title' AND t.origin = 'official'"
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
	" AND t.code_system = '" CODE_SYSTEM                                  \
	"' AND t.code = n.code AND t.origin = 'official')"
	Run("SELECT count(*) FROM unnest($1, $2) AS n(phrase, code) WHERE " IS_NEW_TERM, 2,
		types, values);
	if (ResultCount(1) > 0)
		Run("INSERT INTO medcode.term (phrase, code_system, code, kind, origin)"
			" SELECT n.phrase, '" CODE_SYSTEM "', n.code, 'title', 'official'"
			" FROM unnest($1, $2) WITH ORDINALITY AS n(phrase, code, place) WHERE " IS_NEW_TERM
			" GROUP BY n.phrase, n.code ORDER BY min(n.place)",
			2, types, values);
}

/* Load the content and make the row that tells about it. */
static Datum
LoadContent(const char *content, size_t length, Load *load, TupleDesc result)
{
	MemoryContext context = CurrentMemoryContext;
	Datum values[9];
	bool nulls[9] = {false};

	ReadContent(content, length, load);

	if (SPI_connect() != SPI_OK_CONNECT)
		elog(ERROR, "SPI_connect failed");
	/* Two loads at a time would both insert what is missing. */
	Run("LOCK TABLE medcode.release IN SHARE ROW EXCLUSIVE MODE", 0, NULL, NULL);
	WriteRelease(load, context);
	WriteCodes(load);
	WriteTerms(load);
	if (SPI_finish() != SPI_OK_FINISH)
		elog(ERROR, "SPI_finish failed");

	values[0] = CStringGetTextDatum(RECOGNISED);
	values[1] = CStringGetTextDatum(CODE_SYSTEM);
	values[2] = CStringGetTextDatum(load->release);
	values[3] = load->effective;
	values[4] = Int64GetDatum(load->rows);
	values[5] = Int64GetDatum(load->added);
	values[6] = Int64GetDatum(load->changed);
	values[7] = Int64GetDatum(0);
	values[8] = DirectFunctionCall1(jsonb_in, CStringGetDatum("[]"));
	return HeapTupleGetDatum(heap_form_tuple(result, values, nulls));
}

/* Description of the rows of the function called */
static TupleDesc
ResultRow(FunctionCallInfo fcinfo)
{
	TupleDesc result;

	if (get_call_result_type(fcinfo, NULL, &result) != TYPEFUNC_COMPOSITE)
		elog(ERROR, "return type must be a row type");
	return BlessTupleDesc(result);
}

/* medcode.load_content(content text, release text, effective daterange) */
Datum
mc_load_content(PG_FUNCTION_ARGS)
{
	FuncCallContext *call;

	if (SRF_IS_FIRSTCALL())
	{
		Load load = {0};
		text *content;
		Datum row;

		call = SRF_FIRSTCALL_INIT();
		if (PG_ARGISNULL(0))
			ereport(ERROR, (errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
							errmsg("the content to load is NULL")));
		ReadEdition(fcinfo, NULL, &load);
		content = PG_GETARG_TEXT_PP(0);
		row = LoadContent(VARDATA_ANY(content), VARSIZE_ANY_EXHDR(content), &load,
						  ResultRow(fcinfo));
		SRF_RETURN_NEXT(call, row);
	}
	call = SRF_PERCALL_SETUP();
	SRF_RETURN_DONE(call);
}

/* medcode.load_file(path text, release text, effective daterange) */
Datum
mc_load_file(PG_FUNCTION_ARGS)
{
	FuncCallContext *call;

	if (SRF_IS_FIRSTCALL())
	{
		Load load = {0};
		char *path;
		char *content;
		size_t length;
		Datum row;

		call = SRF_FIRSTCALL_INIT();
		if (!has_privs_of_role(GetUserId(), ROLE_PG_READ_SERVER_FILES))
			ereport(
				ERROR,
				(errcode(ERRCODE_INSUFFICIENT_PRIVILEGE),
				 errmsg("permission denied to read files of the server"),
				 errdetail("load_file() takes the rights of role pg_read_server_files."),
				 errhint(
					 "GRANT pg_read_server_files TO %s; or pass the content to medcode.load_content().",
					 quote_identifier(GetUserNameFromId(GetUserId(), false)))));
		if (PG_ARGISNULL(0))
			ereport(ERROR, (errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
							errmsg("the path of the file to load is NULL")));
		path = text_to_cstring(PG_GETARG_TEXT_PP(0));
		canonicalize_path(path);
		ReadEdition(fcinfo, path, &load);
		content = ReadServerFile(path, &length);
		row = LoadContent(content, length, &load, ResultRow(fcinfo));
		SRF_RETURN_NEXT(call, row);
	}
	call = SRF_PERCALL_SETUP();
	SRF_RETURN_DONE(call);
}
