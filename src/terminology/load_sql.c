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

#include <sys/stat.h>

#include "access/htup_details.h"
#include "catalog/pg_authid.h"
#include "fmgr.h"
#include "funcapi.h"
#include "miscadmin.h"
#include "storage/fd.h"
#include "utils/acl.h"
#include "utils/builtins.h"
#if PG_VERSION_NUM >= 160000
#include "varatt.h"
#endif

#include "terminology/edition.h"
#include "terminology/order_load.h"

#define RECOGNISED "ICD-10-CM order file"

/* Several times the size of the largest edition */
#define MAX_FILE_SIZE (256 * 1024 * 1024)

PG_FUNCTION_INFO_V1(mc_load_content);
PG_FUNCTION_INFO_V1(mc_load_file);

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

/* Load the content and make the row that tells about it. */
static Datum
LoadContent(const char *content, size_t length, McEdition *edition, TupleDesc result)
{
	McOrderCounts counts;
	Datum values[9];
	bool nulls[9] = {false};

	mc_order_load(content, length, edition, &counts);
	values[0] = CStringGetTextDatum(RECOGNISED);
	values[1] = CStringGetTextDatum(MC_EDITION_SYSTEM);
	values[2] = CStringGetTextDatum(edition->release);
	values[3] = edition->effective;
	values[4] = Int64GetDatum(counts.rows);
	values[5] = Int64GetDatum(counts.added);
	values[6] = Int64GetDatum(counts.changed);
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
		McEdition edition;
		text *content;
		Datum row;

		call = SRF_FIRSTCALL_INIT();
		if (PG_ARGISNULL(0))
			ereport(ERROR, (errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
							errmsg("the content to load is NULL")));
		mc_edition_read(fcinfo, NULL, &edition);
		content = PG_GETARG_TEXT_PP(0);
		row = LoadContent(VARDATA_ANY(content), VARSIZE_ANY_EXHDR(content), &edition,
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
		McEdition edition;
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
		mc_edition_read(fcinfo, path, &edition);
		content = ReadServerFile(path, &length);
		row = LoadContent(content, length, &edition, ResultRow(fcinfo));
		SRF_RETURN_NEXT(call, row);
	}
	call = SRF_PERCALL_SETUP();
	SRF_RETURN_DONE(call);
}
