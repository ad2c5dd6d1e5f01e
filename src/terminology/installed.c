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

#include "pg_host.h"
#include "terminology/card_store.h"
#include "terminology/icd10cm.h"
#include "terminology/image_store.h"
#include "terminology/knowledge_store.h"
#include "terminology/language.h"
#include "terminology/release_list.h"
#include "terminology/spelling_store.h"
#include "terminology/stamp.h"
#include "terminology/term_store.h"
#include "terminology/version.h"

/* Most code titles remembered; then the memory of them starts anew. */
#define MAX_CODES 16384

/* Places for those asked for last, to be looked at first */
#define RECENT_CODES 1024

/* Copies kept: what is seen without a version, and the version asked for last */
#define COPIES 2

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

/*
 * A copy of the session's, of all but the terms; freed as a whole with its context.
 */
typedef struct Installed
{
	MemoryContext context;
	int32 asked; /* the version asked for; 0: none */
	McVersion version;
	bool draft;       /* do rows take part that are not published? */
	bool draft_terms; /* terms or abbreviations among them? */
	McStamp stamp;
	McLanguage language;
	McKnowledge *knowledge;
	McMisspelt misspelt;
	McTerminology handle;
	McReleases releases;
	int chosen;
	char *fingerprint; /* NULL: not asked for yet */
	MemoryContext code_context;
	HTAB *codes;
	CodeEntry *recent[RECENT_CODES]; /* by code; NULL: none */
} Installed;

/* Which part of the language the rows of a table are */
static const unsigned part_of[MC_NVERSIONED] = {
	[MC_VERSIONED_TERM] = MC_LANGUAGE_TERMS,
	[MC_VERSIONED_ABBREVIATION] = MC_LANGUAGE_ABBREVIATIONS,
	[MC_VERSIONED_GENERIC_WORD] = MC_LANGUAGE_GENERIC_WORDS,
	[MC_VERSIONED_SECTION_HEADER] = MC_LANGUAGE_HEADERS,
	[MC_VERSIONED_CUE] = MC_LANGUAGE_CUES,
	[MC_VERSIONED_ABBREVIATION_RULE] = MC_LANGUAGE_ABBREVIATIONS,
	[MC_VERSIONED_CONDITION_CLASS] = MC_LANGUAGE_KNOWLEDGE,
	[MC_VERSIONED_SYMPTOM] = MC_LANGUAGE_KNOWLEDGE,
	[MC_VERSIONED_DRUG] = MC_LANGUAGE_KNOWLEDGE,
	[MC_VERSIONED_WITH_EXCEPTION] = MC_LANGUAGE_KNOWLEDGE,
	[MC_VERSIONED_WITH_LINK] = MC_LANGUAGE_KNOWLEDGE,
	[MC_VERSIONED_NOT_A_CONDITION] = MC_LANGUAGE_NOT_CONDITIONS,
	[MC_VERSIONED_WORD_ROLE] = MC_LANGUAGE_GENERIC_WORDS,
	[MC_VERSIONED_MEAT_CUE] = MC_LANGUAGE_OTHER,
	[MC_VERSIONED_DISEASE_TEST] = MC_LANGUAGE_OTHER,
	[MC_VERSIONED_CLINICAL_INDICATOR] = MC_LANGUAGE_OTHER,
	[MC_VERSIONED_RELEASE] = MC_LANGUAGE_RELEASES,
};

static Installed *copies[COPIES];
static Installed *installed; /* the one in use */

static McTermStore *store; /* of the session */

/* The last version published, under a stamp */
static struct
{
	bool known;
	McStamp stamp;
	McVersion version; /* number 0: none */
	bool is_settled;
} published;

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
	memset(in->recent, 0, sizeof(in->recent));
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
	uint64 place = (code * MC_HASH_A) >> 32;
	CodeKey key;
	CodeEntry *entry;

	if (in->chosen < 0)
		return false;
	memset(&key, 0, sizeof(key));
	key.release_id = in->releases.list[in->chosen].id;
	key.code = code;
	entry = in->recent[place % RECENT_CODES];
	if (entry == NULL || entry->key.code != code ||
		entry->key.release_id != key.release_id)
	{
		if (in->codes == NULL || hash_get_num_entries(in->codes) >= MAX_CODES)
			ForgetCodes(in);
		entry = hash_search(in->codes, &key, HASH_FIND, NULL);
		if (entry == NULL)
			entry = ReadCode(in, &key);
		in->recent[place % RECENT_CODES] = entry;
	}
	if (entry->title == NULL)
		return false;
	info->title = entry->title;
	info->billable = entry->billable;
	return true;
}

/* Card look-up of the handle: of the chosen release and its Tabular List. */
static const struct McCard *
FindCard(void *arg, McCode category)
{
	const Installed *in = arg;
	const McRelease *release;

	if (in->chosen < 0)
		return NULL;
	release = &in->releases.list[in->chosen];
	/* a release that is not published yet has none */
	return release->has_cards ? mc_card_fetch(release->id, release->tabular_id, category)
							  : NULL;
}

/* Is a term retired in the version? */
static bool
IsRetired(const McLanguage *language, uint64 id)
{
	size_t low = 0;
	size_t high = language->nretired;

	while (low < high)
	{
		size_t mid = (low + high) / 2;

		if (language->retired[mid] < id)
			low = mid + 1;
		else
			high = mid;
	}
	return low < language->nretired && language->retired[low] == id;
}

/* Look-ups of the handle: a term counts if it is in the version and not too general. */
static bool
Term(void *arg, uint64_t reference, McTerm *term)
{
	const Installed *in = arg;
	McStoredTerm stored;

	if (!mc_term_store_get(store, reference, &stored) ||
		(in->asked && !mc_version_has(&in->version, stored.version)) ||
		IsRetired(&in->language, stored.term.id) ||
		(stored.term.source >= MC_SOURCE_TITLE &&
		 mc_dictionary_is_generic(in->language.dictionary, stored.term.words,
								  stored.term.nwords)))
		return false;
	*term = stored.term;
	return true;
}

static uint32_t
Expansions(void *arg, uint64_t word_key, const McExpansion **list)
{
	return mc_dictionary_expansions(((Installed *) arg)->language.dictionary, word_key,
									list);
}

static unsigned
Roles(void *arg, uint64_t word_key)
{
	return mc_dictionary_roles(((Installed *) arg)->language.dictionary, word_key);
}

static uint32_t
Corrections(void *arg, const McWord *word, const McCorrection **list)
{
	return mc_misspelt(&((Installed *) arg)->misspelt, word, list);
}

/* Is it a word of a drug, of a cue or of the draft, which are not in the vocabulary? */
static bool
IsOwnWord(void *arg, const McWord *word)
{
	const Installed *in = arg;
	const McCue *cues;

	return mc_may_begin_drug(in->knowledge, word->key) ||
		   mc_cues_starting(&in->language.cues, word->key, &cues) > 0 ||
		   (in->draft_terms && mc_is_draft_word(&in->version, word));
}

/* In which parts of the language does the draft differ from the last version? */
static unsigned
DraftParts(const McVersion *last, uint64 changed)
{
	char *newer = psprintf("(version > %d OR version > %d AND version <= %d)",
						   Max(last->number, MC_LAST_STARTER_VERSION), last->starter,
						   MC_LAST_STARTER_VERSION);
	bool retirements = (changed & (UINT64CONST(1) << MC_VERSIONED_RETIREMENT)) != 0;
	StringInfoData query;
	bool isnull;

	if (changed == 0)
		return 0;
	initStringInfo(&query);
	appendStringInfoString(&query, "SELECT 0");
	for (int i = 0; i < MC_VERSIONED_RETIREMENT; i++)
	{
		const char *name = mc_versioned_name((McVersioned) i);

		if (changed & (UINT64CONST(1) << i))
			appendStringInfo(
				&query,
				" | CASE WHEN EXISTS (SELECT FROM medcode.%s WHERE %s) THEN %u ELSE 0 END",
				name, newer, part_of[i]);
		if (retirements)
			appendStringInfo(&query,
							 " | CASE WHEN EXISTS (SELECT FROM medcode.retirement WHERE"
							 " relation = '%s' AND %s) THEN %u ELSE 0 END",
							 name, newer, part_of[i]);
	}
	if (SPI_execute(query.data, true, 1) != SPI_OK_SELECT)
		elog(ERROR, "could not look for a draft");
	return (unsigned) DatumGetInt32(
		SPI_getbinval(SPI_tuptable->vals[0], SPI_tuptable->tupdesc, 1, &isnull));
}

/*
 * Build a copy from the visible rows, of the version asked for.  It belongs to the caller's
 * memory until it is complete, so that an error leaves nothing behind.
 */
static Installed *
Build(int32 asked, const McStamp *stamp)
{
	MemoryContext context = AllocSetContextCreate(
		CurrentMemoryContext, "medcode terminology", ALLOCSET_DEFAULT_SIZES);
	Installed *in = MemoryContextAllocZero(context, sizeof(Installed));
	McVersion all = {0};
	unsigned draft = 0;
	const McVersion *seen = asked ? &in->version : &all;

	in->context = context;
	in->asked = asked;
	in->stamp = *stamp;
	in->code_context =
		AllocSetContextCreate(context, "medcode codes", ALLOCSET_DEFAULT_SIZES);
	ForgetCodes(in);
	in->version = asked ? mc_version_find(asked) : mc_version_last();
	if (asked == 0)
		draft = DraftParts(&in->version, stamp->changed);
	in->draft = draft != 0;
	in->draft_terms = (draft & (MC_LANGUAGE_TERMS | MC_LANGUAGE_ABBREVIATIONS)) != 0;
	in->releases = mc_releases_read(seen, context);
	mc_language_begin(&in->language, context);
	if (!(draft & MC_LANGUAGE_GENERIC_WORDS) &&
		mc_image_read(in->version.words_version, context, &in->language))
		mc_language_add_draft(&in->language, draft);
	else
		mc_language_read(&in->language, seen);
	mc_language_read_retired(&in->language, seen);
	if (!(draft & MC_LANGUAGE_KNOWLEDGE))
		in->knowledge = mc_knowledge_read_image(&in->language.host, in->version.number);
	if (in->knowledge == NULL)
		in->knowledge = mc_knowledge_read(&in->language.host, seen);

	mc_spelling_words_fetch(in->version.words_version, context, &in->misspelt.words);
	mc_misspelt_init(&in->language.host, &in->misspelt);
	in->misspelt.is_own = IsOwnWord;
	in->misspelt.arg = in;

	in->handle.arg = in;
	in->handle.phrases = mc_term_store_phrases(store);
	in->handle.term = Term;
	in->handle.expansions = Expansions;
	in->handle.corrections = Corrections;
	in->handle.code = LookUpCode;
	in->handle.roles = Roles;
	in->handle.not_conditions = mc_dictionary_not_conditions(in->language.dictionary);
	in->handle.card = FindCard;
	in->handle.headers = mc_dictionary_headers(in->language.dictionary);
	in->handle.cues = &in->language.cues;
	in->handle.knowledge = in->knowledge;
	return in;
}

/* The terminology of a version, or for 0 of all that is seen, under this stamp */
static McTerminology *
Use(int32 version, const McStamp *stamp)
{
	int slot = version == 0 ? 0 : 1;
	Installed *known = copies[slot];

	if (store == NULL)
		store = mc_term_store_create(CacheMemoryContext);
	if (known == NULL || known->asked != version || !mc_same_stamp(&known->stamp, stamp))
	{
		int nest_level = mc_query_begin();
		Installed *fresh = Build(version, stamp);
		MemoryContextSetParent(fresh->context, CacheMemoryContext);
		copies[slot] = fresh;
		installed = NULL;
		if (known)
			MemoryContextDelete(known->context);
		mc_query_end(nest_level);
	}
	installed = copies[slot];
	installed->chosen = mc_releases_choose(&installed->releases, NULL);
	return &installed->handle;
}

McTerminology *
mc_installed_terminology(int32 version)
{
	McStamp stamp = mc_stamp();

	return Use(version, &stamp);
}

/* Look up what is published, once for each stamp. */
static void
ReadPublished(const McStamp *stamp)
{
	int nest_level = mc_query_begin();

	published.known = false;
	published.version = mc_version_last();
	published.is_settled = mc_version_is_settled(published.version.number);
	mc_query_end(nest_level);
	published.stamp = *stamp;
	published.known = true;
}

/* The last version published, for a stamp.  That it has been settled changes no stamp. */
static void
LookAtPublished(const McStamp *stamp)
{
	if (!published.known || !published.is_settled ||
		!mc_same_stamp(&published.stamp, stamp))
		ReadPublished(stamp);
}

int32
mc_findings_version(void)
{
	McStamp stamp = mc_stamp();

	LookAtPublished(&stamp);
	return published.version.findings_version;
}

McTerminology *
mc_published_terminology(bool *is_settled)
{
	McStamp stamp = mc_stamp();

	LookAtPublished(&stamp);
	if (published.version.number == 0)
		ereport(ERROR, (errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
						errmsg("no version of the terminology is published"),
						errhint("SELECT medcode.publish();")));
	*is_settled = published.is_settled;
	/* without a draft all that is seen is what is published, and there is a copy of it */
	return Use(stamp.changed == 0 ? 0 : published.version.number, &stamp);
}

void
mc_installed_open(bool again)
{
	mc_term_store_open(store, again);
}

bool
mc_installed_close(void)
{
	return mc_term_store_close(store);
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

const McStamp *
mc_installed_stamp(void)
{
	return &installed->stamp;
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
	installed->chosen = mc_releases_choose(&installed->releases, as_of);
	return installed->chosen >= 0;
}

const char *
mc_release_name(void)
{
	return installed->releases.list[installed->chosen].name;
}

bool
mc_release_is_starter(void)
{
	return strcmp(mc_release_name(), "starter") == 0;
}

bool
mc_release_has_tabular(void)
{
	return installed->releases.list[installed->chosen].tabular_id != 0;
}

DateADT
mc_first_release_date(void)
{
	return installed->releases.list[0].from;
}
