/*
 * am.h
 *		The access method `medcode`: what its files share.
 *
 * Order of locks for all writers: metapage exclusively, then directory, then
 * bucket or pending page, then new page.  Readers hold one page at a time.
 * docs/index-format.md has the rules.
 */
#ifndef MC_AM_H
#define MC_AM_H

#include "postgres.h"

#include "access/amapi.h"
#include "access/generic_xlog.h"
#include "fmgr.h"
#include "nodes/execnodes.h"
#include "storage/bufmgr.h"
#include "utils/rel.h"

#include "am/page.h"
#include "match/phrase.h"

/* Strategy of `phrase <@ note` */
#define MC_STRATEGY_OCCURS 1

/* WITH (...) of an index */
typedef struct McOptions
{
	int32 vl_len_;
	int pending_pages;
	int expected_words;
} McOptions;

#define MC_DEFAULT_PENDING_PAGES 16
#define MC_MAX_EXPECTED_WORDS    10000000

/* Phases of a build; 1 is "initializing" everywhere */
#define MC_PHASE_SCAN      2
#define MC_PHASE_WORDS     3
#define MC_PHASE_DIRECTORY 4
#define MC_PHASE_CHOOSE    5
#define MC_PHASE_WRITE     6

/* handler.c */
extern void mc_am_init(void);
extern int mc_am_pending_limit(Relation index);
extern int mc_am_expected_words(Relation index);

/*
 * Places where a test may stop a backend: it hangs a function into the rendezvous
 * variable "medcode_test_point".  Nobody else does.
 */
extern void mc_test_point(const char *name);

/* page.c: pages, and the metapage */
extern void mc_page_init(Page page, McPageKind kind);
extern void mc_report_damage(Relation index, BlockNumber block);
extern void mc_page_check(Relation index, Buffer buffer, unsigned kinds);
#define MC_KIND(kind) (1u << (kind))
extern Buffer mc_page_extend(Relation index);
extern void mc_meta_init(Page page, Relation index, uint32 directory_pages);
/*
 * Copy of the metapage: all of it but pending_blocks, of which only those in use.  With a
 * snapshot, raises "snapshot too old" where that applies.
 */
extern void mc_meta_read(Relation index, Snapshot snapshot, McMetaPage *meta);
extern uint64 mc_analyser_fingerprint(void);

/* Slot of a word on a directory page: its number, or that of a free place, or -1 */
extern int mc_slot_find(Page page, uint64 key, bool *found);

/* analyse.c: phrases as postings */
typedef struct McPhraseAnalyser
{
	MemoryContext context;
	McHost host;
	McPhraseReader reader;
} McPhraseAnalyser;

extern McPhraseAnalyser *mc_analyser_create(MemoryContext parent);
/*
 * A phrase as a pending posting: head, then all keys in the order of the phrase.
 * buffer has room for MC_MAX_POSTING bytes; returns the bytes used.
 */
extern Size mc_analyse_phrase(McPhraseAnalyser *analyser, Datum phrase,
							  const ItemPointerData *tid, McPosting *buffer);
/* Bytes and keys of a pending posting */
extern unsigned mc_pending_keys(const McPosting *posting);
#define MC_PENDING_SIZE(posting) MC_POSTING_SIZE(mc_pending_keys(posting))

/* Number of a word's phrases, for choosing the rarest */
typedef uint32 (*McFrequency)(void *arg, uint64 key);
/* Turn a pending posting into one of a bucket; returns the word it stands under. */
extern uint64 mc_posting_choose(const McPosting *pending, McFrequency frequency,
								void *arg, McPosting *out);

/* pending.c */
extern bool mc_am_insert(Relation index, Datum *values, bool *isnull, ItemPointer tid,
						 Relation heap, IndexUniqueCheck unique, bool unchanged,
						 IndexInfo *info);
/* Sort pending phrases in; their number, or -1 if others are at it and wait is false. */
extern int64 mc_am_flush(Relation index, bool wait);
/* The same, and gather what came in pieces: when much has been inserted. */
extern int64 mc_am_tidy(Relation index);

/*
 * While all pages are walked over, phrases are sorted in but not moved between
 * buckets.  A walk that is broken off leaves that so until the next one ends.
 */
extern void mc_am_begin_walk(Relation index);
extern void mc_am_end_walk(Relation index);

/* build.c */
extern IndexBuildResult *mc_am_build(Relation heap, Relation index, IndexInfo *info);
extern void mc_am_build_empty(Relation index);

/* scan.c */
extern IndexScanDesc mc_am_begin_scan(Relation index, int nkeys, int norderbys);
extern void mc_am_rescan(IndexScanDesc scan, ScanKey keys, int nkeys, ScanKey orderbys,
						 int norderbys);
extern bool mc_am_get_tuple(IndexScanDesc scan, ScanDirection direction);
extern int64 mc_am_get_bitmap(IndexScanDesc scan, TIDBitmap *bitmap);
extern void mc_am_end_scan(IndexScanDesc scan);

/* vacuum.c */
extern IndexBulkDeleteResult *mc_am_bulk_delete(IndexVacuumInfo *info,
												IndexBulkDeleteResult *stats,
												IndexBulkDeleteCallback callback,
												void *state);
extern IndexBulkDeleteResult *mc_am_vacuum_cleanup(IndexVacuumInfo *info,
												   IndexBulkDeleteResult *stats);

/* cost.c */
/* Part of the phrases that occur in a note, or of the notes that a phrase occurs in */
extern double mc_occurs_selectivity(struct PlannerInfo *root, List *args, int relid,
									bool is_join);
extern void mc_am_cost(struct PlannerInfo *root, struct IndexPath *path,
					   double loop_count, Cost *startup_cost, Cost *total_cost,
					   Selectivity *selectivity, double *correlation, double *pages);

/* occurs_sql.c */
extern Datum mc_occurs_sql(PG_FUNCTION_ARGS);

/* validate.c */
extern bool mc_am_validate(Oid opclass);

#endif /* MC_AM_H */
