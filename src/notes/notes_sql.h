/*
 * notes_sql.h
 *	  What the SQL side of notes by code shares: the type codequery, reading notes.
 */
#ifndef MC_NOTES_SQL_H
#define MC_NOTES_SQL_H

#include "pg_host.h"

#include "common/hashfn.h"

#include "notes/code_query.h"
#include "notes/note_fact.h"
#include "notes/note_key.h"

/* A value of type medcode.codequery */
typedef struct McCodeQuery
{
	int32 vl_len_; /* of the varlena header */
	uint32 count;  /* of nodes */
	McQueryNode nodes[FLEXIBLE_ARRAY_MEMBER];
} McCodeQuery;

StaticAssertDecl(sizeof(McQueryNode) == 24 && offsetof(McCodeQuery, nodes) == 8,
				 "layout of medcode.codequery on disk");

#define DatumGetCodeQuery(d)   ((const McCodeQuery *) PG_DETOAST_DATUM(d))
#define PG_GETARG_CODEQUERY(n) DatumGetCodeQuery(PG_GETARG_DATUM(n))

/*
 * The facts of a note under a terminology.  All memory is the current context's.  What is
 * behind the limits of the engine is not read, without a word: a function that may be called
 * on rows its caller must not see tells nothing of them.
 */
extern void mc_read_note(const McTerminology *terminology, const text *note,
						 McNoteFacts *facts);

/* A query with its categories looked up; memory is the current context's.  Raises if a model is not loaded. */
extern void mc_open_query(const McCodeQuery *value, McReadyQuery *query);

/* The support function that an index of class note_ops is known by */
extern Datum mc_note_extract_value_sql(PG_FUNCTION_ARGS);

/*
 * A note that is entered again, while its row lives: first its facts, then the edition, so that
 * after a crash no row has the edition without all of its facts.  GIN hands it to the support
 * function as what that keeps between calls.
 */
typedef struct McReentry
{
	bool edition;  /* give the keys of the edition, not those of the facts */
	bool readable; /* could the note be read? */
} McReentry;

/* Strategies of the operator class note_ops */
#define MC_STRATEGY_DOCUMENTS 1
#define MC_STRATEGY_WAITING   2 /* not an operator: rows that no key of the edition is of */
#define MC_STRATEGY_INDEXED   3 /* not an operator: all rows */
#define MC_STRATEGY_EXACT     4 /* not an operator: rows that a key of the edition is of */

#endif /* MC_NOTES_SQL_H */
