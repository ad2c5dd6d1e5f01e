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

#include "pg_host.h"
#include "terminology/icd10cm.h"
#include "terminology/image_store.h"
#include "terminology/language.h"
#include "terminology/version.h"

/* Most code titles remembered; then the memory of them starts anew. */
#define MAX_CODES 16384

/* Copies kept: what is seen without a version, and the version asked for last */
#define COPIES 2

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

/* A copy of the session's; freed as a whole with its context. */
typedef struct Installed
{
	MemoryContext context;
	int32 asked; /* the version asked for; 0: none */
	McVersion version;
	bool draft; /* do rows take part that are not published? */
	pg_uuid_t stamp;
	McLanguage language;
	McTerminology handle;
	Release *releases; /* by first day */
	int nreleases;
	int chosen;
	char *fingerprint; /* NULL: not asked for yet */
	MemoryContext code_context;
	HTAB *codes;
} Installed;

static Installed *copies[COPIES];
static Installed *installed; /* the one in use */

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
	bool isnull;
	bool known;

	mc_icd10cm_print(key->code, printed);
	if (SPI_connect() != SPI_OK_CONNECT)
		elog(ERROR, "SPI_connect failed");
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
		billable = DatumGetBool(SPI_getbinval(row, SPI_tuptable->tupdesc, 2, &isnull));
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
	return mc_dictionary_posted(((Installed *) arg)->language.dictionary, stem_key,
								terms);
}

static uint32_t
Expansions(void *arg, uint64_t word_key, const McExpansion **list)
{
	return mc_dictionary_expansions(((Installed *) arg)->language.dictionary, word_key,
									list);
}

/* Read the releases of ICD-10-CM in the version. */
static void
ReadReleases(Installed *in, const McVersion *version)
{
	/* the codes of the extension serve until official ones are loaded */
	char *query =
		psprintf("WITH visible AS (SELECT r.* FROM medcode.release AS r"
				 "  WHERE r.code_system = 'icd10cm' AND r.kind = 'codes' AND %s)"
				 " SELECT release_id, release, lower(effective) FROM visible"
				 " WHERE origin <> 'starter'"
				 "  OR NOT EXISTS (SELECT FROM visible WHERE origin = 'official')"
				 " ORDER BY 3, 1",
				 mc_version_condition(version, "release", "r"));
	bool isnull;

	if (SPI_execute(query, true, 0) != SPI_OK_SELECT)
		elog(ERROR, "could not read the releases");
	in->nreleases = (int) SPI_processed;
	in->releases = MemoryContextAlloc(in->context, (SPI_processed + 1) * sizeof(Release));
	for (int i = 0; i < in->nreleases; i++)
	{
		HeapTuple row = SPI_tuptable->vals[i];
		TupleDesc desc = SPI_tuptable->tupdesc;

		in->releases[i].id = DatumGetInt64(SPI_getbinval(row, desc, 1, &isnull));
		in->releases[i].name =
			MemoryContextStrdup(in->context, SPI_getvalue(row, desc, 2));
		in->releases[i].from = DatumGetDateADT(SPI_getbinval(row, desc, 3, &isnull));
	}
	SPI_freetuptable(SPI_tuptable);
}

/* In which parts of the language does the draft differ from the last version? */
static unsigned
DraftParts(const McVersion *last)
{
	static const struct
	{
		const char *relation;
		unsigned part;
	} parts[] = {
		{"term", MC_LANGUAGE_TERMS},
		{"abbreviation", MC_LANGUAGE_ABBREVIATIONS},
		{"generic_word", MC_LANGUAGE_GENERIC_WORDS},
		{"section_header", MC_LANGUAGE_HEADERS},
		{"cue", MC_LANGUAGE_CUES},
		{"abbreviation_rule", MC_LANGUAGE_OTHER},
		{"condition_class", MC_LANGUAGE_OTHER},
		{"symptom", MC_LANGUAGE_OTHER},
		{"drug", MC_LANGUAGE_OTHER},
		{"with_exception", MC_LANGUAGE_OTHER},
	};
	char *newer = psprintf("(version > %d OR version > %d AND version <= %d)",
						   Max(last->number, MC_LAST_STARTER_VERSION), last->starter,
						   MC_LAST_STARTER_VERSION);
	StringInfoData query;
	unsigned found = 0;
	bool isnull;

	initStringInfo(&query);
	appendStringInfoString(&query, "SELECT 0");
	for (size_t i = 0; i < lengthof(parts); i++)
		appendStringInfo(
			&query,
			" | CASE WHEN EXISTS (SELECT FROM medcode.%s WHERE %s) OR EXISTS (SELECT"
			" FROM medcode.retirement WHERE relation = '%s' AND %s) THEN %u ELSE 0 END",
			parts[i].relation, newer, parts[i].relation, newer, parts[i].part);
	/* codes say which terms are complete */
	appendStringInfo(&query,
					 " | CASE WHEN EXISTS (SELECT FROM medcode.release WHERE %s)"
					 " THEN %u ELSE 0 END",
					 newer, MC_LANGUAGE_RELEASES);
	if (SPI_execute(query.data, true, 1) != SPI_OK_SELECT)
		elog(ERROR, "could not look for a draft");
	found = (unsigned) DatumGetInt32(
		SPI_getbinval(SPI_tuptable->vals[0], SPI_tuptable->tupdesc, 1, &isnull));
	return found;
}

/*
 * Build a copy from the visible rows, of the version asked for.  It belongs to the caller's
 * memory until it is complete, so that an error leaves nothing behind.
 */
static Installed *
Build(int32 asked, const pg_uuid_t *stamp)
{
	MemoryContext context = AllocSetContextCreate(
		CurrentMemoryContext, "medcode terminology", ALLOCSET_DEFAULT_SIZES);
	Installed *in = MemoryContextAllocZero(context, sizeof(Installed));
	McVersion all = {0};
	unsigned draft = 0;
	int64 release_id;

	in->context = context;
	in->asked = asked;
	in->stamp = *stamp;
	in->code_context =
		AllocSetContextCreate(context, "medcode codes", ALLOCSET_DEFAULT_SIZES);
	ForgetCodes(in);
	in->version = asked ? mc_version_find(asked) : mc_version_last();
	if (asked == 0)
		draft = DraftParts(&in->version);
	in->draft = draft != 0;
	/* without a draft all that can be seen is the last version */
	ReadReleases(in, asked ? &in->version : &all);
	release_id = in->nreleases > 0 ? in->releases[in->nreleases - 1].id : 0;
	mc_language_begin(&in->language, context);
	if (!(draft & (MC_LANGUAGE_GENERIC_WORDS | MC_LANGUAGE_RELEASES)) &&
		mc_image_read(in->version.words_version, context, &in->language))
		mc_language_add_draft(&in->language, &in->version, release_id, draft);
	else
		mc_language_read(&in->language, asked ? &in->version : &all, release_id);

	in->handle.arg = in;
	in->handle.posted = Posted;
	in->handle.expansions = Expansions;
	in->handle.code = LookUpCode;
	in->handle.headers = mc_dictionary_headers(in->language.dictionary);
	in->handle.cues = &in->language.cues;
	if (in->nreleases == 0 || mc_dictionary_terms(in->language.dictionary) == 0)
		ereport(
			ERROR,
			(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
			 errmsg("the terminology of this database is empty"),
			 errdetail("It has %d releases of ICD-10-CM and %zu terms.", in->nreleases,
					   mc_dictionary_terms(in->language.dictionary)),
			 errhint(
				 "SELECT * FROM medcode.load_file('/path/to/icd10cm_order_2026.txt', 'FY2026');")));
	return in;
}

McTerminology *
mc_installed_terminology(int32 version)
{
	int slot = version == 0 ? 0 : 1;
	Installed *known = copies[slot];
	int nest_level = 0;
	pg_uuid_t stamp;

	if (SPI_connect() != SPI_OK_CONNECT)
		elog(ERROR, "SPI_connect failed");
	stamp = CurrentStamp();
	if (SPI_finish() != SPI_OK_FINISH)
		elog(ERROR, "SPI_finish failed");
	if (known == NULL || known->asked != version ||
		memcmp(&known->stamp, &stamp, sizeof(stamp)) != 0)
	{
		Installed *fresh;

		nest_level = mc_query_begin();
		fresh = Build(version, &stamp);
		MemoryContextSetParent(fresh->context, CacheMemoryContext);
		copies[slot] = fresh;
		installed = NULL;
		if (known)
			MemoryContextDelete(known->context);
		mc_query_end(nest_level);
	}
	installed = copies[slot];
	installed->chosen = installed->nreleases - 1;
	return &installed->handle;
}

int32
mc_version_argument(FunctionCallInfo fcinfo, int argument)
{
	int32 version = PG_ARGISNULL(argument) ? 0 : PG_GETARG_INT32(argument);

	if (!PG_ARGISNULL(argument) && version <= 0)
		ereport(ERROR, (errcode(ERRCODE_UNDEFINED_OBJECT),
						errmsg("there is no version %d of the terminology", version),
						errhint("SELECT * FROM medcode.versions();")));
	return version;
}

int32
mc_installed_version(void)
{
	return installed->draft ? 0 : installed->version.number;
}

const char *
mc_installed_fingerprint(void)
{
	if (installed->fingerprint == NULL)
	{
		char *query = installed->draft
						  ? pstrdup("SELECT medcode.fingerprint()")
						  : psprintf("SELECT fingerprint FROM medcode.terminology_version"
									 " WHERE version OPERATOR(pg_catalog.=) %d",
									 installed->version.number);

		if (SPI_connect() != SPI_OK_CONNECT)
			elog(ERROR, "SPI_connect failed");
		if (SPI_execute(query, true, 1) != SPI_OK_SELECT || SPI_processed != 1)
			elog(ERROR, "could not read the fingerprint of the terminology");
		installed->fingerprint = MemoryContextStrdup(
			installed->context,
			SPI_getvalue(SPI_tuptable->vals[0], SPI_tuptable->tupdesc, 1));
		if (SPI_finish() != SPI_OK_FINISH)
			elog(ERROR, "SPI_finish failed");
	}
	return installed->fingerprint;
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
