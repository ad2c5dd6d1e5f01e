/*
 * fingerprint.c
 *		Fingerprint of what a version of the terminology holds.
 *
 * For each row SHA-256 over the name of its table and the fields that act, each
 * with its length in front; the digests are added as four numbers of 64 bits
 * modulo 2^64, so that neither order nor ids matter; then hashed once more with
 * the version of the text engine.
 */
#include "postgres.h"

#include "common/cryptohash.h"
#include "common/sha2.h"
#include "executor/spi.h"
#include "fmgr.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/memutils.h"

#include "terminology/version.h"
#include "text/stem.h"

/* Rows fetched at a time */
#define FETCH_ROWS 5000

PG_FUNCTION_INFO_V1(mc_fingerprint_sql);
PG_FUNCTION_INFO_V1(mc_compute_fingerprint_sql);

typedef struct Fingerprint
{
	pg_cryptohash_ctx *hash;
	uint64 sum[PG_SHA256_DIGEST_LENGTH / sizeof(uint64)];
} Fingerprint;

/* Tables and, as text, the fields that act */
static const struct
{
	const char *relation;
	const char *fields;
} parts[] = {
	{"term", "t.phrase, t.code_system, t.code, t.kind"},
	{"abbreviation", "t.abbreviation, t.expansion, t.letter_case, t.ambiguous::text"},
	{"abbreviation_rule", "t.abbreviation, t.expansion, t.feature, t.value"},
	{"cue", "t.phrase, t.category, t.direction, t.max_scope::text"},
	/* a site's header goes before the starter's */
	{"section_header", "t.header, t.category, (t.origin = 'starter')::text"},
	{"generic_word", "t.word"},
	/* and so do its classes, drugs, exceptions and links */
	{"condition_class", "t.code, t.class, (t.origin = 'site')::text"},
	{"symptom", "t.symptom, t.disease, t.source"},
	{"drug", "t.drug, t.kind, t.code, (t.origin = 'site')::text"},
	{"with_exception",
	 "t.cause, t.condition, t.rule, t.source, (t.origin = 'site')::text"},
	{"with_link",
	 "t.cause, t.condition, t.code, t.manifestation, t.beside::text, t.link, t.nec::text,"
	 " t.path, t.source, (t.origin = 'site')::text"},
	{"not_a_condition", "t.phrase, t.kind"},
	{"word_role", "t.word, t.role"},
	{"meat_cue", "t.phrase, t.element"},
	{"disease_test", "t.test, t.code"},
	{"clinical_indicator", "t.phrase, t.code"},
};

static void
Check(int result)
{
	if (result < 0)
		elog(ERROR, "could not compute a digest");
}

static void
HashField(Fingerprint *fingerprint, const char *field)
{
	uint32 length = field ? (uint32) strlen(field) : PG_UINT32_MAX;
	uint8 prefix[4] = {(uint8) (length >> 24), (uint8) (length >> 16),
					   (uint8) (length >> 8), (uint8) length};

	Check(pg_cryptohash_update(fingerprint->hash, prefix, sizeof(prefix)));
	if (field)
		Check(pg_cryptohash_update(fingerprint->hash, (const uint8 *) field,
								   strlen(field)));
}

static uint64
ReadUint64(const uint8 *bytes)
{
	uint64 value = 0;

	for (int i = 0; i < 8; i++)
		value = value << 8 | bytes[i];
	return value;
}

/* Add the rows of a query: the fields of a row of the part that has this name */
static void
AddRows(Fingerprint *fingerprint, const char *name, const char *query)
{
	MemoryContext row_context =
		AllocSetContextCreate(CurrentMemoryContext, "row", ALLOCSET_DEFAULT_SIZES);
	Portal portal = SPI_cursor_open_with_args(NULL, query, 0, NULL, NULL, NULL, true, 0);
	uint8 digest[PG_SHA256_DIGEST_LENGTH];

	for (;;)
	{
		SPI_cursor_fetch(portal, true, FETCH_ROWS);
		if (SPI_processed == 0)
			break;
		for (uint64 i = 0; i < SPI_processed; i++)
		{
			MemoryContext old = MemoryContextSwitchTo(row_context);

			Check(pg_cryptohash_init(fingerprint->hash));
			HashField(fingerprint, name);
			for (int column = 1; column <= SPI_tuptable->tupdesc->natts; column++)
				HashField(fingerprint, SPI_getvalue(SPI_tuptable->vals[i],
													SPI_tuptable->tupdesc, column));
			Check(pg_cryptohash_final(fingerprint->hash, digest, sizeof(digest)));
			for (size_t j = 0; j < lengthof(fingerprint->sum); j++)
				fingerprint->sum[j] += ReadUint64(digest + j * 8);
			MemoryContextSwitchTo(old);
			MemoryContextReset(row_context);
			CHECK_FOR_INTERRUPTS();
		}
		SPI_freetuptable(SPI_tuptable);
	}
	SPI_freetuptable(SPI_tuptable);
	SPI_cursor_close(portal);
	MemoryContextDelete(row_context);
}

/* Tables of risk adjustment models whose rows may come from no file */
static const char *const risk_tables[] = {
	"hcc_model",      "hcc_mapping",     "hcc_label",    "hcc_hierarchy",
	"hcc_edit",       "hcc_coefficient", "hcc_variable", "hcc_segment",
	"hcc_adjustment", "hcc_blend",       "hcc_eligible",
};

/* Add all that the version holds, and give the fingerprint in hex. */
static char *
Compute(Fingerprint *fingerprint, const McVersion *version)
{
	uint8 digest[PG_SHA256_DIGEST_LENGTH];
	StringInfoData text;

	for (size_t i = 0; i < lengthof(parts); i++)
		AddRows(fingerprint, parts[i].relation,
				psprintf("SELECT %s FROM medcode.%s AS t WHERE %s", parts[i].fields,
						 parts[i].relation,
						 mc_version_condition(version, parts[i].relation, "t")));
	AddRows(
		fingerprint, "release",
		psprintf(
			"SELECT r.code_system, r.kind, r.release, lower(r.effective)::date - date '2000-01-01',"
			" r.digest FROM medcode.release AS r WHERE %s",
			mc_version_condition(version, "release", "r")));
	/* codes that came from no file */
	AddRows(
		fingerprint, "code",
		psprintf("SELECT r.code_system, r.release, c.code, c.title, c.billable::text"
				 " FROM medcode.release AS r JOIN medcode.code AS c USING (release_id)"
				 " WHERE (r.digest IS NULL OR c.origin <> r.origin) AND %s",
				 mc_version_condition(version, "release", "r")));
	/* nor did rows of risk adjustment models */
	for (size_t i = 0; i < lengthof(risk_tables); i++)
		AddRows(
			fingerprint, risk_tables[i],
			psprintf("SELECT r.kind, r.release, (to_jsonb(t) - 'release_id')::text"
					 " FROM medcode.release AS r JOIN medcode.%s AS t USING (release_id)"
					 " WHERE r.digest IS NULL AND %s",
					 risk_tables[i], mc_version_condition(version, "release", "r")));

	initStringInfo(&text);
	appendStringInfo(&text, "text %d", MC_TEXT_VERSION);
	for (size_t i = 0; i < lengthof(fingerprint->sum); i++)
		appendStringInfo(&text, " " UINT64_FORMAT, fingerprint->sum[i]);
	Check(pg_cryptohash_init(fingerprint->hash));
	HashField(fingerprint, text.data);
	Check(pg_cryptohash_final(fingerprint->hash, digest, sizeof(digest)));
	resetStringInfo(&text);
	for (size_t i = 0; i < sizeof(digest); i++)
		appendStringInfo(&text, "%02x", digest[i]);
	return text.data;
}

/* The fingerprint of the version that find makes known, once connected */
static text *
FingerprintOf(McVersion (*find)(FunctionCallInfo fcinfo), FunctionCallInfo fcinfo)
{
	Fingerprint fingerprint = {.hash = pg_cryptohash_create(PG_SHA256)};
	MemoryContext caller = CurrentMemoryContext;
	text *volatile result = NULL;

	if (fingerprint.hash == NULL)
		elog(ERROR, "could not compute a digest");
	PG_TRY();
	{
		int nest_level = mc_query_begin();
		McVersion version = find(fcinfo);
		char *hex = Compute(&fingerprint, &version);

		MemoryContextSwitchTo(caller);
		result = cstring_to_text(hex);
		mc_query_end(nest_level);
	}
	PG_FINALLY();
	{
		pg_cryptohash_free(fingerprint.hash);
	}
	PG_END_TRY();
	return result;
}

static McVersion
PublishedVersion(FunctionCallInfo fcinfo)
{
	McVersion all = {0};

	return PG_ARGISNULL(0) ? all : mc_version_find(PG_GETARG_INT32(0));
}

/*
 * medcode.fingerprint(version integer): 64 hexadecimal digits.  Raises 42704
 * if there is no such version.
 */
Datum
mc_fingerprint_sql(PG_FUNCTION_ARGS)
{
	PG_RETURN_TEXT_P(FingerprintOf(PublishedVersion, fcinfo));
}

static McVersion
VersionToBe(FunctionCallInfo fcinfo)
{
	McVersion version = {.number = PG_GETARG_INT32(0), .starter = PG_GETARG_INT32(1)};

	return version;
}

/* medcode.compute_fingerprint(version integer, starter integer) */
Datum
mc_compute_fingerprint_sql(PG_FUNCTION_ARGS)
{
	PG_RETURN_TEXT_P(FingerprintOf(VersionToBe, fcinfo));
}
