/*
 * vacuum.c
 *		Taking dead rows out of an index of stored phrases.
 */
#include "am/am.h"

#include "commands/vacuum.h"
#include "miscadmin.h"

#include "compat.h"

/* Call visit for each posting of a bucket page. */
typedef bool (*VisitPosting)(McPosting *posting, void *arg);

static bool
VisitPage(Page page, VisitPosting visit, void *arg)
{
	char *at = MC_PAGE_CONTENT(page);
	char *end = at + MC_PAGE_USED(page);
	bool any = false;

	while (at + sizeof(McGroup) <= end)
	{
		McGroup *group = (McGroup *) at;
		McPosting *posting = (McPosting *) (group + 1);

		at += sizeof(McGroup) + group->bytes;
		if (group->key == MC_KEY_ABANDONED)
			continue;
		for (uint32 i = 0; i < group->count && (char *) posting < end; i++)
		{
			any |= visit(posting, arg);
			posting = (McPosting *) unconstify(McPosting *, mc_posting_next(posting));
		}
	}
	return any;
}

typedef struct Sweep
{
	IndexBulkDeleteCallback callback;
	void *state;
	McMetaPage *meta; /* when flagging */
	double removed;
	double left;
} Sweep;

static bool
IsDead(const McPosting *posting, const Sweep *sweep)
{
	ItemPointerData tid;

	if (mc_posting_flags(posting) & MC_POSTING_DEAD)
		return false;
	mc_tid_of_reference(mc_posting_reference(posting), &tid);
	return sweep->callback(&tid, sweep->state);
}

static bool
Look(McPosting *posting, void *arg)
{
	Sweep *sweep = arg;
	bool dead = IsDead(posting, sweep);

	if (!dead && !(mc_posting_flags(posting) & MC_POSTING_DEAD))
		sweep->left++;
	return dead;
}

static bool
Flag(McPosting *posting, void *arg)
{
	Sweep *sweep = arg;
	unsigned flags = mc_posting_flags(posting);

	if (!IsDead(posting, sweep))
		return false;
	posting->head = mc_posting_head(mc_posting_reference(posting),
									flags | MC_POSTING_DEAD, mc_posting_words(posting));
	sweep->meta->phrases--;
	sweep->meta->wordless -= (flags & MC_POSTING_WORDLESS) != 0;
	sweep->meta->too_long -= (flags & MC_POSTING_TOO_LONG) != 0;
	sweep->meta->dead++;
	sweep->removed++;
	return true;
}

/* Flag what is dead on a page that has some. */
static void
SweepPage(IndexVacuumInfo *info, Buffer buffer, Sweep *sweep)
{
	Buffer meta_buffer = ReadBufferExtended(info->index, MAIN_FORKNUM, MC_META_BLOCK,
											RBM_NORMAL, info->strategy);
	GenericXLogState *state;

	LockBuffer(meta_buffer, BUFFER_LOCK_EXCLUSIVE);
	LockBuffer(buffer, BUFFER_LOCK_EXCLUSIVE);
	state = GenericXLogStart(info->index);
	sweep->meta = MC_META(GenericXLogRegisterBuffer(state, meta_buffer, 0));
	(void) VisitPage(GenericXLogRegisterBuffer(state, buffer, 0), Flag, sweep);
	sweep->meta->generation++;
	GenericXLogFinish(state);
	LockBuffer(buffer, BUFFER_LOCK_UNLOCK);
	UnlockReleaseBuffer(meta_buffer);
}

IndexBulkDeleteResult *
mc_am_bulk_delete(IndexVacuumInfo *info, IndexBulkDeleteResult *stats,
				  IndexBulkDeleteCallback callback, void *state)
{
	Sweep sweep = {.callback = callback, .state = state};
	BlockNumber nblocks;

	if (stats == NULL)
		stats = palloc0(sizeof(IndexBulkDeleteResult));
	/*
	 * Each row that may be dead was inserted before, and so is in a bucket after
	 * this: what is sorted in later is younger.
	 */
	mc_am_begin_walk(info->index);
	(void) mc_am_flush(info->index, true);
	nblocks = RelationGetNumberOfBlocks(info->index);
	for (BlockNumber block = MC_META_BLOCK + 1; block < nblocks; block++)
	{
		Buffer buffer;
		Page page;
		bool any = false;

		mc_vacuum_delay_point();
		buffer = ReadBufferExtended(info->index, MAIN_FORKNUM, block, RBM_NORMAL,
									info->strategy);
		page = BufferGetPage(buffer);
		LockBuffer(buffer, BUFFER_LOCK_SHARE);
		if (!PageIsNew(page))
		{
			mc_page_check(info->index, buffer, ~0u);
			if (MC_PAGE_SPECIAL(page)->kind == MC_PAGE_BUCKET)
				any = VisitPage(page, Look, &sweep);
		}
		LockBuffer(buffer, BUFFER_LOCK_UNLOCK);
		if (any)
			SweepPage(info, buffer, &sweep);
		ReleaseBuffer(buffer);
	}
	mc_am_end_walk(info->index);
	stats->tuples_removed += sweep.removed;
	stats->num_index_tuples = sweep.left;
	stats->estimated_count = false;
	return stats;
}

IndexBulkDeleteResult *
mc_am_vacuum_cleanup(IndexVacuumInfo *info, IndexBulkDeleteResult *stats)
{
	McMetaPage meta;

	if (info->analyze_only)
		return stats;
	/* of a table without dead rows too: nothing is to stay pending for ever */
	(void) mc_am_flush(info->index, true);
	mc_meta_read(info->index, NULL, &meta);
	if (stats == NULL)
		stats = palloc0(sizeof(IndexBulkDeleteResult));
	stats->num_pages = RelationGetNumberOfBlocks(info->index);
	stats->num_index_tuples = (double) (meta.phrases + meta.pending);
	stats->estimated_count = false;
	return stats;
}
