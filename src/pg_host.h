/*
 * pg_host.h
 *	  PostgreSQL as the engine's host, and what all SQL functions share.
 */
#ifndef MC_PG_HOST_H
#define MC_PG_HOST_H

#include "postgres.h"

#include "fmgr.h"
#include "nodes/execnodes.h"
#include "utils/memutils.h"

#include "text/document.h"
#include "text/host.h"

/* A host that allocates in the given context and gives way to cancellation. */
extern McHost mc_pg_host(MemoryContext context);

/*
 * The rows a set-returning function gives, with the document they are about.
 * All of the engine's memory is in work, which mc_result_end gives back.
 */
typedef struct McResult
{
	ReturnSetInfo *result;
	MemoryContext work;
	MemoryContext caller;
	McHost host;
	McDocument doc;
} McResult;

/* Begin: checks the call, makes the tuplestore, switches to the work context. */
extern void mc_result_begin(FunctionCallInfo fcinfo, McResult *rows);

/* Add one row. */
extern void mc_result_add(McResult *rows, const Datum *values, const bool *nulls);

/* End: the value for the function to return. */
extern Datum mc_result_end(McResult *rows);

/* Analyse a note given as a text argument. */
extern void mc_result_document(McResult *rows, const McHeaders *headers,
							   const text *note);

/* Part of the original text, as a text datum. */
extern Datum mc_text_between(const McDocument *doc, uint32 start, uint32 end);

/*
 * Open a regular file of the server for reading; whether the caller may is asked before.
 * Errors do not repeat the path: whoever passes a note by mistake must not find it in the log.
 */
extern FILE *mc_open_server_file(const char *path, off_t *size);

#endif /* MC_PG_HOST_H */
