/*
 * compat.h
 *		Where later major versions of PostgreSQL differ from 15, for which this
 *		code is written.  All tests of PG_VERSION_NUM are here.
 *
 *		Behind postgres.h.  A macro that needs another header says so; the file
 *		that uses the macro includes it.
 */
#ifndef MC_COMPAT_H
#define MC_COMPAT_H

#if PG_VERSION_NUM < 150000
#error "medcode needs PostgreSQL 15 or later"
#endif

/* VARDATA_ANY and its like were in postgres.h */
#if PG_VERSION_NUM >= 160000
#include "varatt.h"
#endif

/* Refuse the input of a type, as with ereport; from 16 on this can be asked to be soft. */
#if PG_VERSION_NUM >= 160000
#define mc_input_error(fcinfo, ...) ereturn((fcinfo)->context, (Datum) 0, (__VA_ARGS__))
#else
#define mc_input_error(fcinfo, ...) ereport(ERROR, (__VA_ARGS__))
#endif

/* Enter a new row into the indexes of its table (executor/executor.h). */
#if PG_VERSION_NUM >= 160000
#define mc_insert_index_tuples(target, slot, estate) \
	ExecInsertIndexTuples(target, slot, estate, false, false, NULL, NIL, false)
#else
#define mc_insert_index_tuples(target, slot, estate) \
	ExecInsertIndexTuples(target, slot, estate, false, false, NULL, NIL)
#endif

/* Whether the user owns the relation (catalog/pg_class.h, utils/acl.h). */
#if PG_VERSION_NUM >= 160000
#define mc_owns_relation(relid, userid) \
	object_ownercheck(RelationRelationId, relid, userid)
#else
#define mc_owns_relation(relid, userid) pg_class_ownercheck(relid, userid)
#endif

/*
 * Next datum in ascending order, a copy that belongs to the caller
 * (utils/tuplesort.h).  15 has no other way to give it.
 */
#if PG_VERSION_NUM >= 160000
#define mc_tuplesort_getdatum(state, value, isnull) \
	tuplesort_getdatum(state, true, true, value, isnull, NULL)
#else
#define mc_tuplesort_getdatum(state, value, isnull) \
	tuplesort_getdatum(state, true, value, isnull, NULL)
#endif

/* Raises "snapshot too old" for a page read in a scan; 17 has no more of it (storage/bufmgr.h). */
#if PG_VERSION_NUM >= 170000
#define mc_test_old_snapshot(snapshot, rel, page) \
	((void) (snapshot), (void) (rel), (void) (page))
#else
#define mc_test_old_snapshot(snapshot, rel, page) TestForOldSnapshot(snapshot, rel, page)
#endif

/* Count a search of the index; EXPLAIN ANALYZE shows it from 18 on (access/genam.h, access/relscan.h, pgstat.h). */
#if PG_VERSION_NUM >= 180000
#define mc_count_index_scan(scan)                       \
	do                                                  \
	{                                                   \
		pgstat_count_index_scan((scan)->indexRelation); \
		if ((scan)->instrument)                         \
			(scan)->instrument->nsearches++;            \
	} while (0)
#else
#define mc_count_index_scan(scan) pgstat_count_index_scan((scan)->indexRelation)
#endif

/* Give way to cancellation, and sleep as vacuum's cost limit says (commands/vacuum.h). */
#if PG_VERSION_NUM >= 180000
#define mc_vacuum_delay_point() vacuum_delay_point(false)
#else
#define mc_vacuum_delay_point() vacuum_delay_point()
#endif

/* A scan for a bitmap of rows (access/genam.h). */
#if PG_VERSION_NUM >= 180000
#define mc_beginscan_bitmap(index, snapshot, nkeys) \
	index_beginscan_bitmap(index, snapshot, NULL, nkeys)
#else
#define mc_beginscan_bitmap(index, snapshot, nkeys) \
	index_beginscan_bitmap(index, snapshot, nkeys)
#endif

/*
 * The pages of a bitmap of rows, one after the other (nodes/tidbitmap.h).  count: of the rows
 * that are kept of a page, -1 where the page is kept as a whole; offsets: room for
 * MaxHeapTuplesPerPage of them, which 15 does not need.
 */
#if PG_VERSION_NUM >= 180000
#define McBitmapIterator        TBMPrivateIterator
#define McBitmapPage            TBMIterateResult
#define mc_bitmap_begin(rows)   tbm_begin_private_iterate(rows)
#define mc_bitmap_end(iterator) tbm_end_private_iterate(iterator)
#define mc_bitmap_next(iterator, page, room, count)                                  \
	(tbm_private_iterate(iterator, &(page)) &&                                       \
	 ((count) =                                                                      \
		  (page).lossy ? -1 : tbm_extract_page_tuple(&(page), room, lengthof(room)), \
	  true))
#define mc_bitmap_block(page)        ((page).blockno)
#define mc_bitmap_row(page, room, i) ((room)[i])
#else
#define McBitmapIterator        TBMIterator
#define McBitmapPage            TBMIterateResult *
#define mc_bitmap_begin(rows)   tbm_begin_iterate(rows)
#define mc_bitmap_end(iterator) tbm_end_iterate(iterator)
#define mc_bitmap_next(iterator, page, room, count) \
	((void) (room),                                 \
	 ((page) = tbm_iterate(iterator)) != NULL && ((count) = (page)->ntuples, true))
#define mc_bitmap_block(page)        ((page)->blockno)
#define mc_bitmap_row(page, room, i) ((page)->offsets[i])
#endif

#endif /* MC_COMPAT_H */
