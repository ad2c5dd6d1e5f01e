/*
 * inspect.h
 *		Opening an index of stored phrases to look into it.
 */
#ifndef MC_AM_INSPECT_H
#define MC_AM_INSPECT_H

#include "am/am.h"

/*
 * Open the index that an SQL function was given, and its table, which is locked first.
 * Raises an error unless it is an index of this access method that can be read.
 */
extern Relation mc_inspect_open(Oid index_id, LOCKMODE lock, Relation *heap);
extern void mc_inspect_close(Relation index, Relation heap, LOCKMODE lock);

/* Raise an error unless the user may read the whole table of an index. */
extern void mc_inspect_allowed(Oid index_id);

/* "REINDEX INDEX ...;" */
extern char *mc_reindex_hint(Relation index);

#endif /* MC_AM_INSPECT_H */
