/*
 * term_store.h
 *		Terms of table medcode.term, found through its index of phrases.
 *
 * Rows are seen as the snapshot sees them.  What has been read of a row is
 * remembered, in bounded memory.
 */
#ifndef MC_TERM_STORE_H
#define MC_TERM_STORE_H

#include "postgres.h"

#include "match/terminology.h"

typedef struct McTermStore McTermStore;

/* A term with what decides whether it counts. */
typedef struct McStoredTerm
{
	McTerm term;
	int32 version; /* that the row came with */
} McStoredTerm;

/* A store of this session. */
extern McTermStore *mc_term_store_create(MemoryContext parent);

/*
 * Open table and index under the active snapshot, until mc_term_store_close();
 * the locks stay until the transaction ends.  Raises an error with the statement that
 * mends it if there is no index that serves, and 42501 if the role may not read
 * the table.
 */
extern void mc_term_store_open(McTermStore *store, bool visit_rows);

/*
 * False if rows were taken away under the reader: what was found must be looked for
 * again, with visit_rows.  Else a row on a page that all can see is not visited.
 */
extern bool mc_term_store_close(McTermStore *store);

/* What the engine finds phrases with, while the store is open. */
extern McPhrases mc_term_store_phrases(McTermStore *store);

/*
 * The term that a posting names; false if its row is not visible, or of another
 * code system than ICD-10-CM.  What it points to stays valid until the next call.
 */
extern bool mc_term_store_get(McTermStore *store, uint64 reference, McStoredTerm *term);

/* Sort in what is pending in the index, when many terms have come at once. */
extern void mc_term_store_flush(void);

#endif /* MC_TERM_STORE_H */
