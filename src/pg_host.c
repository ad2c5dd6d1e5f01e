/*
 * pg_host.c
 *		PostgreSQL as the engine's host.
 */
#include "pg_host.h"

#include <sys/stat.h>

#include "funcapi.h"
#include "miscadmin.h"
#include "storage/fd.h"
#include "utils/builtins.h"

static void *
Alloc(void *arg, size_t size)
{
	return MemoryContextAllocHuge((MemoryContext) arg, size);
}

static void *
Resize(void *arg, void *block, size_t size)
{
	(void) arg;
	return repalloc_huge(block, size);
}

static void
Release(void *arg, void *block)
{
	(void) arg;
	pfree(block);
}

static void
Interrupt(void *arg)
{
	(void) arg;
	CHECK_FOR_INTERRUPTS();
}

McHost
mc_pg_host(MemoryContext context)
{
	McHost host = {Alloc, Resize, Release, Interrupt, context};

	return host;
}

void
mc_result_begin(FunctionCallInfo fcinfo, McResult *rows)
{
	memset(rows, 0, sizeof(*rows));
	/* The caller's description: looking the function's own up takes memory that stays to the end of the query. */
	InitMaterializedSRF(fcinfo, MAT_SRF_USE_EXPECTED_DESC);
	rows->result = (ReturnSetInfo *) fcinfo->resultinfo;
	rows->work = AllocSetContextCreate(CurrentMemoryContext, "medcode note",
									   ALLOCSET_DEFAULT_SIZES);
	rows->caller = MemoryContextSwitchTo(rows->work);
	rows->host = mc_pg_host(rows->work);
}

void
mc_result_document(McResult *rows, const McHeaders *headers, const text *note)
{
	mc_document(&rows->host, headers, VARDATA_ANY(note), VARSIZE_ANY_EXHDR(note),
				&rows->doc);
}

void
mc_result_add(McResult *rows, const Datum *values, const bool *nulls)
{
	tuplestore_putvalues(rows->result->setResult, rows->result->setDesc,
						 unconstify(Datum *, values), unconstify(bool *, nulls));
	CHECK_FOR_INTERRUPTS();
}

Datum
mc_result_end(McResult *rows)
{
	MemoryContextSwitchTo(rows->caller);
	MemoryContextDelete(rows->work);
	return (Datum) 0;
}

Datum
mc_text_between(const McDocument *doc, uint32 start, uint32 end)
{
	return PointerGetDatum(
		cstring_to_text_with_len(doc->fold.original + start, (int) (end - start)));
}

FILE *
mc_open_server_file(const char *path, off_t *size)
{
	struct stat status;
	FILE *file;

	/* Before it is opened: that of a named pipe would wait for a writer. */
	if (stat(path, &status) != 0)
		ereport(ERROR,
				(errcode_for_file_access(), errmsg("could not find the file: %m")));
	if (!S_ISREG(status.st_mode))
		ereport(ERROR, (errcode(ERRCODE_WRONG_OBJECT_TYPE),
						errmsg("the path is not that of a regular file")));
	file = AllocateFile(path, PG_BINARY_R);
	if (!file)
		ereport(ERROR,
				(errcode_for_file_access(), errmsg("could not open the file: %m")));
	*size = status.st_size;
	return file;
}
