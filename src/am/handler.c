/*
 * handler.c
 *		The access method `medcode`, and its options.
 */
#include "am/am.h"

#include "access/reloptions.h"
#include "commands/progress.h"
#include "commands/vacuum.h"
#include "fmgr.h"
#include "utils/builtins.h"

PG_FUNCTION_INFO_V1(mc_am_handler_sql);

static relopt_kind options_kind;

/* Called when the library is loaded. */
void
mc_am_init(void)
{
	options_kind = add_reloption_kind();
	add_int_reloption(options_kind, "pending_pages",
					  "Pages of inserted phrases that are not sorted in yet",
					  MC_DEFAULT_PENDING_PAGES, 1, MC_MAX_PENDING_LIMIT,
					  AccessExclusiveLock);
	add_int_reloption(options_kind, "expected_words",
					  "Different words that room is made for", 0, 0,
					  MC_MAX_EXPECTED_WORDS, AccessExclusiveLock);
}

static bytea *
Options(Datum reloptions, bool validate)
{
	static const relopt_parse_elt elements[] = {
		{.optname = "pending_pages",
		 .opttype = RELOPT_TYPE_INT,
		 .offset = offsetof(McOptions, pending_pages)},
		{.optname = "expected_words",
		 .opttype = RELOPT_TYPE_INT,
		 .offset = offsetof(McOptions, expected_words)},
	};

	return build_reloptions(reloptions, validate, options_kind, sizeof(McOptions),
							elements, lengthof(elements));
}

int
mc_am_pending_limit(Relation index)
{
	const McOptions *options = (const McOptions *) index->rd_options;

	return options ? options->pending_pages : MC_DEFAULT_PENDING_PAGES;
}

int
mc_am_expected_words(Relation index)
{
	const McOptions *options = (const McOptions *) index->rd_options;

	return options ? options->expected_words : 0;
}

static char *
PhaseName(int64 phase)
{
	switch (phase)
	{
		case PROGRESS_CREATEIDX_SUBPHASE_INITIALIZE:
			return "initializing";
		case MC_PHASE_SCAN:
			return "scanning table";
		case MC_PHASE_WORDS:
			return "sorting words";
		case MC_PHASE_DIRECTORY:
			return "writing directory";
		case MC_PHASE_CHOOSE:
			return "sorting phrases by their rarest word";
		case MC_PHASE_WRITE:
			return "writing phrases";
		default:
			return NULL;
	}
}

/* medcode.medcode_handler(internal) returns index_am_handler */
Datum
mc_am_handler_sql(PG_FUNCTION_ARGS)
{
	IndexAmRoutine *am = makeNode(IndexAmRoutine);

	(void) fcinfo;
	am->amstrategies = 1;
	am->amsupport = 0;
	am->amoptsprocnum = 0;
	am->amcanorder = false;
	am->amcanorderbyop = false;
	am->amcanbackward = false;
	am->amcanunique = false;
	am->amcanmulticol = false;
	am->amoptionalkey = false;
	am->amsearcharray = false;
	am->amsearchnulls = false;
	am->amstorage = false;
	am->amclusterable = false;
	am->ampredlocks = false;
	am->amcanparallel = false;
	am->amcaninclude = false;
	am->amusemaintenanceworkmem = false;
	am->amparallelvacuumoptions = VACUUM_OPTION_NO_PARALLEL;
	am->amkeytype = InvalidOid;

	am->ambuild = mc_am_build;
	am->ambuildempty = mc_am_build_empty;
	am->aminsert = mc_am_insert;
	am->ambulkdelete = mc_am_bulk_delete;
	am->amvacuumcleanup = mc_am_vacuum_cleanup;
	am->amcanreturn = NULL;
	am->amcostestimate = mc_am_cost;
	am->amoptions = Options;
	am->amproperty = NULL;
	am->ambuildphasename = PhaseName;
	am->amvalidate = mc_am_validate;
	am->amadjustmembers = NULL;
	am->ambeginscan = mc_am_begin_scan;
	am->amrescan = mc_am_rescan;
	am->amgettuple = mc_am_get_tuple;
	am->amgetbitmap = mc_am_get_bitmap;
	am->amendscan = mc_am_end_scan;
	am->ammarkpos = NULL;
	am->amrestrpos = NULL;
	am->amestimateparallelscan = NULL;
	am->aminitparallelscan = NULL;
	am->amparallelrescan = NULL;
	PG_RETURN_POINTER(am);
}
