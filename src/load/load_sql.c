/*-------------------------------------------------------------------------
 *
 * load_sql.c
 *		Loading publishers' files.
 *
 *		medcode.load_content(content text, release text, effective daterange)
 *		medcode.load_file(path text, release text, effective daterange)
 *
 * In: the file's content, or its path on the server (relative to the data
 * directory), which takes the rights of pg_read_server_files.  The kind of
 * file is recognised by its content; file_kinds.c lists the kinds.
 *
 * release names the edition, FY2026 or FY2026-April for ICD-10-CM's; NULL is
 * enough where the content or the name of the file says it.  effective may be
 * NULL where the release is loaded already or has a name that tells its dates
 * (edition.h).
 *
 * Out: one row: what was recognised, the code system and edition, the number of
 * records read, of rows added to the main table of the kind, of rows changed
 * (taken away ones included), of records rejected, and those as
 * [{"line": 1, "reason": "..."}].
 *
 * Afterwards the release holds what the file says, the official terms are those
 * that all loaded releases give, and the whole is published as a new version.
 * Loading a file again changes nothing; a corrected one takes the place of the
 * older in the versions to come.
 *
 * Raised: 22000 with line and reason where the content is no complete file of
 * its kind, never with a word of it; 22004, 22023 for arguments; 42501 without
 * the rights; 55000 where the release or its day belongs to another.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "access/htup_details.h"
#include "catalog/namespace.h"
#include "catalog/pg_authid.h"
#include "catalog/pg_collation.h"
#include "catalog/pg_type.h"
#include "commands/progress.h"
#include "common/cryptohash.h"
#include "common/sha2.h"
#include "executor/spi.h"
#include "fmgr.h"
#include "funcapi.h"
#include "lib/stringinfo.h"
#include "miscadmin.h"
#include "pgstat.h"
#include "storage/fd.h"
#include "utils/acl.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"

#include "compat.h"
#include "load/file_kinds.h"
#include "load/load.h"
#include "pg_host.h"

/* Several times the size of the largest edition */
#define MAX_FILE_SIZE (256 * 1024 * 1024)

/* The command pg_stat_progress_copy shows: its view's numbers for FROM and FILE */
#define PROGRESS_FROM 1
#define PROGRESS_FILE 1

PG_FUNCTION_INFO_V1(mc_load_content);
PG_FUNCTION_INFO_V1(mc_load_file);

static char *
ReadServerFile(const char *path, size_t *length)
{
	off_t size;
	FILE *file = mc_open_server_file(path, &size);
	char *content;

	if (size > MAX_FILE_SIZE)
		ereport(ERROR, (errcode(ERRCODE_DATA_EXCEPTION),
						errmsg("the file is larger than %d bytes", MAX_FILE_SIZE)));
	content = palloc((Size) size + 1);
	*length = fread(content, 1, (size_t) size, file);
	if (ferror(file))
		ereport(ERROR,
				(errcode_for_file_access(), errmsg("could not read the file: %m")));
	FreeFile(file);
	content[*length] = '\0';
	return content;
}

/* SHA-256 of the content, in hex; the same whether lines end in LF or CRLF */
static char *
Digest(const char *content, size_t length)
{
	const char *from = content;
	const char *end = content + length;
	uint8 digest[PG_SHA256_DIGEST_LENGTH];
	char *hex = palloc(sizeof(digest) * 2 + 1);
	pg_cryptohash_ctx *ctx = pg_cryptohash_create(PG_SHA256);

	if (ctx == NULL || pg_cryptohash_init(ctx) < 0)
		elog(ERROR, "could not compute a digest");
	while (from < end)
	{
		const char *cr = from;

		while ((cr = memchr(cr, '\r', (size_t) (end - cr))) != NULL &&
			   !(cr + 1 < end && cr[1] == '\n'))
			cr++;
		if (pg_cryptohash_update(ctx, (const uint8 *) from,
								 (size_t) ((cr ? cr : end) - from)) < 0)
			elog(ERROR, "could not compute a digest");
		from = cr ? cr + 1 : end;
	}
	if (pg_cryptohash_final(ctx, digest, sizeof(digest)) < 0)
		elog(ERROR, "could not compute a digest");
	pg_cryptohash_free(ctx);
	for (size_t i = 0; i < sizeof(digest); i++)
		snprintf(hex + i * 2, 3, "%02x", digest[i]);
	return hex;
}

/* Run a command of ours; the rows it gives are in SPI_tuptable. */
static uint64
Run(const char *command, int nargs, Oid *types, Datum *values)
{
	int result = SPI_execute_with_args(command, nargs, types, values, NULL, false, 0);

	if (result < 0)
		elog(ERROR, "%s while loading", SPI_result_code_string(result));
	return SPI_processed;
}

/* A column of the first row that the last command gave */
static Datum
ResultValue(int column, bool *isnull)
{
	return SPI_getbinval(SPI_tuptable->vals[0], SPI_tuptable->tupdesc, column, isnull);
}

static int64
ResultInt64(int column)
{
	bool isnull;

	return DatumGetInt64(ResultValue(column, &isnull));
}

/*
 * Find the release that has the edition's name, and make the row of the new
 * one.  Returns the id of the older one, or 0.  *same: the older one has this
 * very content and these dates, and no row was made.
 */
static int64
WriteRelease(McLoad *load, bool *same)
{
	McEdition *edition = load->edition;
	Oid types[] = {TEXTOID, TEXTOID, TEXTOID, DATERANGEOID, TEXTOID, TEXTOID};
	Datum values[6];
	int64 older = 0;
	bool isnull;

	values[0] = CStringGetTextDatum(load->code_system);
	values[1] = CStringGetTextDatum(load->kind->table_kind);
	values[2] = CStringGetTextDatum(edition->release);
	values[4] = CStringGetTextDatum(Digest(load->content, load->length));
	values[5] = CStringGetTextDatum(load->kind->origin ? load->kind->origin : "official");
	*same = false;
	if (Run("SELECT release_id, origin, effective, digest FROM medcode.release"
			" WHERE code_system = $1 AND kind = $2 AND release = $3"
			" ORDER BY version DESC LIMIT 1",
			3, types, values) > 0)
	{
		Datum origin = ResultValue(2, &isnull);
		Datum digest;
		bool agrees;

		if (!DatumGetBool(
				DirectFunctionCall2Coll(texteq, C_COLLATION_OID, origin, values[5])))
			ereport(
				ERROR,
				(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
				 errmsg("release \"%s\" of %s is not the publisher's", edition->release,
						load->code_system),
				 errdetail("It is of origin \"%s\".", TextDatumGetCString(origin)),
				 errhint("Load the file under another name: %s", MC_EDITION_RANGE_HINT)));
		older = ResultInt64(1);
		agrees = mc_edition_agrees(edition, ResultValue(3, &isnull));
		digest = ResultValue(4, &isnull);
		*same = agrees && !isnull &&
				DatumGetBool(
					DirectFunctionCall2Coll(texteq, C_COLLATION_OID, digest, values[4]));
		if (*same)
			return older;
	}
	mc_edition_date_by_name(edition, load->code_system);
	if (load->kind->origin && strcmp(load->kind->table_kind, "codes") == 0 &&
		Run("SELECT FROM medcode.release WHERE code_system = $1 AND kind = $2"
			" AND origin <> 'site' LIMIT 1",
			2, types, values) > 0)
		ereport(ERROR,
				(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
				 errmsg("the codes of %s are the publisher's", load->code_system),
				 errdetail("A table of a site would take the place of the whole list."),
				 errhint("Give the site's codes a code_system of their own.")));

	/*
	 * Of two releases that begin on one day, none could be told to be valid,
	 * unless they hold beside each other.
	 */
	values[3] = edition->effective;
	if (!load->kind->side_by_side &&
		Run("SELECT release FROM medcode.release"
			" WHERE code_system = $1 AND kind = $2 AND release <> $3"
			" AND origin <> 'starter' AND lower(effective) = lower($4) LIMIT 1",
			4, types, values) > 0)
		ereport(ERROR,
				(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
				 errmsg("release \"%s\" of %s begins on the same day",
						TextDatumGetCString(ResultValue(1, &isnull)), load->code_system),
				 errhint("Load the file under that name, or with other dates: %s",
						 MC_EDITION_RANGE_HINT)));
	Run("INSERT INTO medcode.release (code_system, kind, release, effective, digest, origin)"
		" VALUES ($1, $2, $3, $4, $5, $6) RETURNING release_id",
		6, types, values);
	load->release_id = ResultInt64(1);
	return older;
}

/*
 * How the main table of the kind differs from that of the older release: rows
 * added, and rows changed or taken away.
 */
static void
CountChanges(const McLoad *load, int64 older, int64 *added, int64 *changed)
{
	const char *table = load->kind->table;
	Oid types[] = {INT8OID, INT8OID};
	Datum values[2];
	StringInfoData command;

	if (strcmp(table, "term") == 0)
	{
		*added = load->added;
		*changed = 0;
		return;
	}
	values[0] = Int64GetDatum(load->release_id);
	values[1] = Int64GetDatum(older);
	initStringInfo(&command);
	if (strcmp(table, "code") == 0)
		appendStringInfoString(
			&command,
			"SELECT count(*) FILTER (WHERE o.code IS NULL),"
			" count(*) FILTER (WHERE n.code IS NULL OR (o.title, o.short_title, o.billable,"
			"  o.parent, o.tabular_order, o.valid, o.attributes) IS DISTINCT FROM (n.title,"
			"  n.short_title, n.billable, n.parent, n.tabular_order, n.valid, n.attributes)"
			"  AND o.code IS NOT NULL)"
			" FROM (SELECT * FROM medcode.code WHERE release_id = $1) AS n"
			" FULL JOIN (SELECT * FROM medcode.code WHERE release_id = $2) AS o ON o.code = n.code");
	else
		appendStringInfo(
			&command,
			"SELECT count(*) FILTER (WHERE n > o), count(*) FILTER (WHERE o > n) FROM ("
			" SELECT count(*) FILTER (WHERE release_id = $1) AS n,"
			"  count(*) FILTER (WHERE release_id = $2) AS o"
			" FROM medcode.%s AS t WHERE release_id IN ($1, $2)"
			" GROUP BY to_jsonb(t) - 'release_id') AS c",
			quote_identifier(table));
	Run(command.data, 2, types, values);
	*added = ResultInt64(1);
	*changed = ResultInt64(2);
}

/* Load the content as the kind it is recognised as, and make the row that tells about it. */
static Datum
LoadContent(FunctionCallInfo fcinfo, const char *content, size_t length, const char *path,
			TupleDesc result)
{
	const McFileKind *kind = mc_file_kind(content, length);
	McEdition edition;
	StringInfoData rejected;
	McLoad load = {
		.kind = kind, .content = content, .length = length, .edition = &edition};
	Datum values[9];
	bool nulls[9] = {false};
	int64 older;
	int64 added = 0;
	int64 changed = 0;
	bool same;

	if (kind == NULL)
		ereport(ERROR, (errcode(ERRCODE_DATA_EXCEPTION),
						errmsg("the kind of file is not recognised"),
						length == 0 ? errdetail("The content is empty.")
									: errdetail("It begins as none of these does: %s.",
												mc_file_kind_names()),
						errhint("Load the publisher's file unchanged.")));
	mc_edition_read(fcinfo, kind->release ? kind->release(content, length) : NULL, path,
					&edition);
	load.code_system =
		kind->code_system_of ? kind->code_system_of(content, length) : NULL;
	if (kind->code_system_of_release)
		load.code_system = kind->code_system_of_release(edition.release);
	if (load.code_system == NULL)
		load.code_system = kind->code_system;
	initStringInfo(&rejected);
	appendStringInfoChar(&rejected, '[');
	load.context = CurrentMemoryContext;
	load.rejected_rows = &rejected;

	if (SPI_connect() != SPI_OK_CONNECT)
		elog(ERROR, "SPI_connect failed");
	/* first of all, so that nobody who writes terms can wait for us while we wait for him */
	Run("SELECT medcode.lock_terminology()", 0, NULL, NULL);
	older = WriteRelease(&load, &same);
	if (!same)
	{
		Oid types[] = {INT8OID, INT8OID, TEXTOID, TEXTOID};
		Datum args[4];
		MemoryContext old = MemoryContextSwitchTo(load.context);

		pgstat_progress_start_command(
			PROGRESS_COMMAND_COPY,
			get_relname_relid(kind->table, get_namespace_oid("medcode", false)));
		pgstat_progress_update_param(PROGRESS_COPY_COMMAND, PROGRESS_FROM);
		pgstat_progress_update_param(PROGRESS_COPY_TYPE, PROGRESS_FILE);
		pgstat_progress_update_param(PROGRESS_COPY_BYTES_TOTAL, (int64) length);
		kind->load(&load);
		pgstat_progress_end_command();
		MemoryContextSwitchTo(old);
		CountChanges(&load, older, &added, &changed);
		args[0] = Int64GetDatum(load.release_id);
		args[1] = Int64GetDatum(load.rows);
		args[2] = CStringGetTextDatum(
			psprintf("%s, %s %s", kind->name, load.code_system, edition.release));
		args[3] = CStringGetTextDatum(kind->table_kind);
		Run("UPDATE medcode.release SET rows = $2 WHERE release_id = $1", 2, types, args);
		if (kind->gives_terms)
			Run("SELECT medcode.refresh_official_terms()", 0, NULL, NULL);
		Run("SELECT medcode.publish($3)", 4, types, args);
	}
	else
	{
		Oid types[] = {INT8OID};
		Datum args[1];

		args[0] = Int64GetDatum(older);
		Run("SELECT rows FROM medcode.release WHERE release_id = $1", 1, types, args);
		load.rows = ResultInt64(1);
	}
	if (SPI_finish() != SPI_OK_FINISH)
		elog(ERROR, "SPI_finish failed");

	appendStringInfoChar(&rejected, ']');
	values[0] = CStringGetTextDatum(kind->name);
	values[1] = CStringGetTextDatum(load.code_system);
	values[2] = CStringGetTextDatum(edition.release);
	values[3] = edition.effective;
	values[4] = Int64GetDatum(load.rows);
	values[5] = Int64GetDatum(added);
	values[6] = Int64GetDatum(changed);
	values[7] = Int64GetDatum(load.rejected);
	values[8] = DirectFunctionCall1(jsonb_in, CStringGetDatum(rejected.data));
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
		text *content;
		char *copy;
		size_t length;
		Datum row;

		call = SRF_FIRSTCALL_INIT();
		if (PG_ARGISNULL(0))
			ereport(ERROR, (errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
							errmsg("the content to load is NULL")));
		content = PG_GETARG_TEXT_PP(0);
		length = VARSIZE_ANY_EXHDR(content);
		copy = palloc_extended(length + 1, MCXT_ALLOC_HUGE);
		memcpy(copy, VARDATA_ANY(content), length);
		copy[length] = '\0';
		row = LoadContent(fcinfo, copy, length, NULL, ResultRow(fcinfo));
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
		content = ReadServerFile(path, &length);
		row = LoadContent(fcinfo, content, length, path, ResultRow(fcinfo));
		SRF_RETURN_NEXT(call, row);
	}
	call = SRF_PERCALL_SETUP();
	SRF_RETURN_DONE(call);
}
