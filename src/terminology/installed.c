/*
 * installed.c
 *		The terminology installed in this database.
 */
#include "terminology/installed.h"

#include "catalog/pg_type.h"
#include "executor/spi.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/hsearch.h"
#include "utils/memutils.h"
#include "utils/rangetypes.h"
#include "utils/uuid.h"

#include "context/cue.h"
#include "match/dictionary.h"
#include "pg_host.h"
#include "terminology/icd10cm.h"

/* Most code titles remembered; then the memory of them starts anew. */
#define MAX_CODES 16384

/* Most rows named in a warning. */
#define MAX_IGNORED_NAMED 20

/* Rows fetched at a time while building. */
#define FETCH_ROWS 5000

typedef struct Release
{
	int64 id;
	char *name;
	DateADT from; /* first day of service */
} Release;

/* A code of a release, remembered. */
typedef struct CodeKey
{
	int64 release_id;
	uint64 code;
} CodeKey;

typedef struct CodeEntry
{
	CodeKey key;
	char *title; /* NULL: not in the release */
	bool billable;
} CodeEntry;

/* The session's copy; freed as a whole with its context. */
typedef struct Installed
{
	MemoryContext context;
	McHost host;
	pg_uuid_t stamp;
	McDictionary *dictionary;
	McTerminology handle;
	McCues cues;
	Release *releases; /* by first day */
	int nreleases;
	int chosen;
	MemoryContext code_context;
	HTAB *codes;
	StringInfoData ignored; /* while building: rows that can never act */
	int nignored;
} Installed;

static Installed *installed;

static SPIPlanPtr stamp_plan;
static SPIPlanPtr code_plan;

static SPIPlanPtr
Prepare(const char *query, int nargs, Oid *types)
{
	SPIPlanPtr plan = SPI_prepare(query, nargs, types);

	if (plan == NULL || SPI_keepplan(plan) != 0)
		elog(ERROR, "could not prepare \"%s\": %s", query,
			 SPI_result_code_string(SPI_result));
	return plan;
}

/* Stamp of the terminology that the current snapshot sees. */
static pg_uuid_t
CurrentStamp(void)
{
	bool isnull;

	if (stamp_plan == NULL)
		stamp_plan = Prepare("SELECT stamp FROM medcode.terminology_state", 0, NULL);
	if (SPI_execute_plan(stamp_plan, NULL, NULL, true, 1) != SPI_OK_SELECT)
		elog(ERROR, "could not read the stamp of the terminology");
	if (SPI_processed != 1)
		ereport(ERROR,
				(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
				 errmsg("the state of the terminology is missing"),
				 errhint("INSERT INTO medcode.terminology_state DEFAULT VALUES;")));
	return *DatumGetUUIDP(
		SPI_getbinval(SPI_tuptable->vals[0], SPI_tuptable->tupdesc, 1, &isnull));
}

typedef void (*RowReader)(Installed *to, HeapTuple row, TupleDesc desc);

/* Run a query and hand each row to a reader. */
static void
ReadRows(Installed *to, const char *query, RowReader reader)
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

/* release_id, release, first day */
static void
ReadRelease(Installed *to, HeapTuple row, TupleDesc desc)
{
	Release *release;
	bool isnull;

	to->releases = to->releases == NULL
					   ? MemoryContextAlloc(to->context, sizeof(Release))
					   : repalloc(to->releases, (to->nreleases + 1) * sizeof(Release));
	release = &to->releases[to->nreleases++];
	release->id = RowInt64(row, desc, 1);
	release->name = MemoryContextStrdup(to->context, SPI_getvalue(row, desc, 2));
	release->from = DatumGetDateADT(SPI_getbinval(row, desc, 3, &isnull));
}

/* Note that a row can never act. */
static void
NoteIgnored(Installed *to, const char *table, int64 id)
{
	if (to->ignored.data == NULL)
		initStringInfo(&to->ignored);
	if (to->nignored++ < MAX_IGNORED_NAMED)
		appendStringInfo(&to->ignored, "%smedcode.%s " INT64_FORMAT,
						 to->ignored.len > 0 ? ", " : "", table, id);
}

/* term_id, phrase, code, kind, billable */
static void
ReadTerm(Installed *to, HeapTuple row, TupleDesc desc)
{
	char *code = SPI_getvalue(row, desc, 3);
	int source = mc_source_by_name(SPI_getvalue(row, desc, 4));
	uint64 packed;
	size_t position;
	bool added;

	if (mc_icd10cm_parse(code, strlen(code), &packed, &position) != MC_ICD10CM_OK)
		ereport(ERROR,
				(errcode(ERRCODE_DATA_EXCEPTION),
				 errmsg("term " INT64_FORMAT " has a code that is no ICD-10-CM code",
						RowInt64(row, desc, 1)),
				 errhint("DELETE FROM medcode.term WHERE term_id = " INT64_FORMAT ";",
						 RowInt64(row, desc, 1))));
	added = mc_dictionary_add_term(to->dictionary, SPI_getvalue(row, desc, 2),
								   (uint64) RowInt64(row, desc, 1), packed,
								   RowBool(row, desc, 5), (McTermSource) source);
	/* of the publisher's titles many are only generic words; a site's row is a mistake */
	if (!added && source == MC_SOURCE_SITE)
		NoteIgnored(to, "term", RowInt64(row, desc, 1));
}

/* word */
static void
ReadGenericWord(Installed *to, HeapTuple row, TupleDesc desc)
{
	mc_dictionary_add_generic(to->dictionary, SPI_getvalue(row, desc, 1));
}

/* abbreviation_id, abbreviation, expansion, upper */
static void
ReadAbbreviation(Installed *to, HeapTuple row, TupleDesc desc)
{
	if (!mc_dictionary_add_abbreviation(to->dictionary, SPI_getvalue(row, desc, 2),
										SPI_getvalue(row, desc, 3),
										RowBool(row, desc, 4)))
		NoteIgnored(to, "abbreviation", RowInt64(row, desc, 1));
}

/* cue_id, phrase, category, direction, max_scope */
static void
ReadCue(Installed *to, HeapTuple row, TupleDesc desc)
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
ReadHeader(Installed *to, HeapTuple row, TupleDesc desc)
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

static void
ForgetCodes(Installed *in)
{
	HASHCTL ctl = {
		.keysize = sizeof(CodeKey),
		.entrysize = sizeof(CodeEntry),
		.hcxt = in->code_context,
	};

	/* an error between here and the end leaves no table rather than half of one */
	in->codes = NULL;
	MemoryContextReset(in->code_context);
	in->codes =
		hash_create("medcode codes", 1024, &ctl, HASH_ELEM | HASH_BLOBS | HASH_CONTEXT);
}

/* Read a code of a release from its table into a fresh entry. */
static CodeEntry *
ReadCode(Installed *in, const CodeKey *key)
{
	Oid types[2] = {INT8OID, TEXTOID};
	char printed[MC_ICD10CM_BUFSIZE];
	Datum values[2];
	CodeEntry *entry;
	char *title = NULL;
	bool billable = false;
	bool known;

	mc_icd10cm_print(key->code, printed);
	SPI_connect();
	if (code_plan == NULL)
		code_plan = Prepare("SELECT title, billable FROM medcode.code"
							" WHERE release_id OPERATOR(pg_catalog.=) $1"
							" AND code OPERATOR(pg_catalog.=) $2",
							2, types);
	values[0] = Int64GetDatum(key->release_id);
	values[1] = CStringGetTextDatum(printed);
	if (SPI_execute_plan(code_plan, values, NULL, true, 1) != SPI_OK_SELECT)
		elog(ERROR, "could not look a code up");
	if (SPI_processed == 1)
	{
		HeapTuple row = SPI_tuptable->vals[0];

		title = MemoryContextStrdup(in->code_context,
									SPI_getvalue(row, SPI_tuptable->tupdesc, 1));
		billable = RowBool(row, SPI_tuptable->tupdesc, 2);
	}
	entry = hash_search(in->codes, key, HASH_ENTER, &known);
	entry->title = title;
	entry->billable = billable;
	SPI_finish();
	return entry;
}

/*
 * Code look-up of the handle: title and billable flag in the chosen release.
 * Remembered, because the same few hundred codes make up most notes.
 */
static bool
LookUpCode(void *arg, McCode code, McCodeInfo *info)
{
	Installed *in = arg;
	CodeKey key;
	CodeEntry *entry;

	if (in->chosen < 0)
		return false;
	memset(&key, 0, sizeof(key));
	key.release_id = in->releases[in->chosen].id;
	key.code = code;
	if (in->codes == NULL || hash_get_num_entries(in->codes) >= MAX_CODES)
		ForgetCodes(in);
	entry = hash_search(in->codes, &key, HASH_FIND, NULL);
	if (entry == NULL)
		entry = ReadCode(in, &key);
	if (entry->title == NULL)
		return false;
	info->title = entry->title;
	info->billable = entry->billable;
	return true;
}

/* The handle's look-ups go to the dictionary; those of codes come here. */
static uint32_t
Posted(void *arg, uint64_t stem_key, const McTerm **terms)
{
	return mc_dictionary_posted(((Installed *) arg)->dictionary, stem_key, terms);
}

static uint32_t
Expansions(void *arg, uint64_t word_key, const McExpansion **list)
{
	return mc_dictionary_expansions(((Installed *) arg)->dictionary, word_key, list);
}

/*
 * Build the session's copy from the visible rows.  It belongs to the caller's
 * memory until it is complete, so that an error leaves nothing behind.
 */
static Installed *
Build(const pg_uuid_t *stamp)
{
	MemoryContext context = AllocSetContextCreate(
		CurrentMemoryContext, "medcode terminology", ALLOCSET_DEFAULT_SIZES);
	Installed *in = MemoryContextAllocZero(context, sizeof(Installed));

	in->context = context;
	in->host = mc_pg_host(context);
	in->stamp = *stamp;
	in->code_context =
		AllocSetContextCreate(context, "medcode codes", ALLOCSET_DEFAULT_SIZES);
	ForgetCodes(in);
	in->dictionary = mc_dictionary_create(&in->host);
	mc_cues_init(&in->host, &in->cues);

	/* the codes of the extension serve until official ones are loaded */
	ReadRows(in,
			 "SELECT release_id, release, pg_catalog.lower(effective)"
			 " FROM medcode.release AS r"
			 " WHERE code_system OPERATOR(pg_catalog.=) 'icd10cm'"
			 " AND (origin OPERATOR(pg_catalog.<>) 'starter' OR NOT EXISTS ("
			 "  SELECT FROM medcode.release AS o"
			 "  WHERE o.code_system OPERATOR(pg_catalog.=) 'icd10cm'"
			 "  AND o.origin OPERATOR(pg_catalog.=) 'official'))"
			 " ORDER BY 3, 1",
			 ReadRelease);
	in->chosen = in->nreleases - 1;
	ReadRows(in, "SELECT word FROM medcode.generic_word ORDER BY word", ReadGenericWord);
	ReadRows(in,
			 "SELECT t.term_id, t.phrase, t.code, t.kind, c.billable"
			 " FROM medcode.term AS t"
			 " LEFT JOIN medcode.code AS c ON c.code OPERATOR(pg_catalog.=) t.code"
			 "  AND c.release_id OPERATOR(pg_catalog.=) ("
			 "   SELECT release_id FROM medcode.release"
			 "   WHERE code_system OPERATOR(pg_catalog.=) 'icd10cm'"
			 "   ORDER BY origin OPERATOR(pg_catalog.=) 'starter',"
			 "   pg_catalog.lower(effective) DESC, release_id DESC LIMIT 1)"
			 " WHERE t.code_system OPERATOR(pg_catalog.=) 'icd10cm'"
			 " ORDER BY t.term_id",
			 ReadTerm);
	ReadRows(
		in,
		"SELECT abbreviation_id, abbreviation, expansion, letter_case OPERATOR(pg_catalog.=) 'upper'"
		" FROM medcode.abbreviation WHERE NOT ambiguous ORDER BY abbreviation_id",
		ReadAbbreviation);
	ReadRows(in,
			 "SELECT cue_id, phrase, category, direction, max_scope"
			 " FROM medcode.cue ORDER BY cue_id",
			 ReadCue);
	/* of two rows for one header the later counts: the site's */
	ReadRows(in,
			 "SELECT header, category FROM medcode.section_header"
			 " ORDER BY section_header_id",
			 ReadHeader);
	mc_dictionary_finish(in->dictionary);
	mc_cues_finish(&in->cues);

	if (in->nignored > 0)
		ereport(WARNING,
				(errmsg("%d rows of the terminology can never act and are ignored",
						in->nignored),
				 errdetail("No word of them counts, or they have too many: %s%s.",
						   in->ignored.data,
						   in->nignored > MAX_IGNORED_NAMED ? ", ..." : "")));
	in->handle.arg = in;
	in->handle.posted = Posted;
	in->handle.expansions = Expansions;
	in->handle.code = LookUpCode;
	in->handle.headers = mc_dictionary_headers(in->dictionary);
	in->handle.cues = &in->cues;
	if (in->nreleases == 0 || mc_dictionary_terms(in->dictionary) == 0)
		ereport(
			ERROR,
			(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
			 errmsg("the terminology of this database is empty"),
			 errdetail("It has %d releases of ICD-10-CM and %zu terms.", in->nreleases,
					   mc_dictionary_terms(in->dictionary)),
			 errhint(
				 "SELECT * FROM medcode.load_file('/path/to/icd10cm_order_2026.txt', 'FY2026');")));
	return in;
}

McTerminology *
mc_installed_terminology(void)
{
	pg_uuid_t stamp;

	SPI_connect();
	stamp = CurrentStamp();
	if (installed == NULL || memcmp(&installed->stamp, &stamp, sizeof(stamp)) != 0)
	{
		Installed *fresh = Build(&stamp);

		MemoryContextSetParent(fresh->context, CacheMemoryContext);
		if (installed)
			MemoryContextDelete(installed->context);
		installed = fresh;
	}
	SPI_finish();
	installed->chosen = installed->nreleases - 1;
	return &installed->handle;
}

bool
mc_choose_release(const DateADT *as_of)
{
	int chosen = installed->nreleases - 1;

	while (as_of && chosen >= 0 && installed->releases[chosen].from > *as_of)
		chosen--;
	installed->chosen = chosen;
	return chosen >= 0;
}

const char *
mc_release_name(void)
{
	return installed->releases[installed->chosen].name;
}

DateADT
mc_first_release_date(void)
{
	return installed->releases[0].from;
}
