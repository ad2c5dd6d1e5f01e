/*
 * read.h
 *		Reading an index of stored phrases: what the engine asks through McPhrases.
 */
#ifndef MC_AM_READ_H
#define MC_AM_READ_H

#include "postgres.h"

#include "utils/snapshot.h"

#include "am/am.h"

typedef struct McReader McReader;

/* A reader with an empty cache of bounded size; freed with its context. */
extern McReader *mc_reader_create(MemoryContext parent);
extern void mc_reader_free(McReader *reader);

/*
 * Begin to read under a snapshot, which must have been taken before; NULL: of none.  The
 * index is locked and open until the last look-up.  Raises an error if the index
 * must be rebuilt.
 */
extern void mc_reader_begin(McReader *reader, Relation index, Snapshot snapshot);

/*
 * Identity of what the cache holds: while it stays the same, each reference that was
 * found still means the same row.
 */
extern uint64 mc_reader_generation(const McReader *reader);

/* Does the index still have that generation? */
extern bool mc_reader_is_current(const McReader *reader);

/* What the engine finds phrases with. */
extern McPhrases mc_reader_phrases(McReader *reader);

/*
 * Number of phrases of an index that occur in a note, seen or not: for the planner.
 * The index is open.
 */
extern double mc_count_occurring(Relation index, Datum note);

#endif /* MC_AM_READ_H */
