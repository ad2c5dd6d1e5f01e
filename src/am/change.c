/*
 * change.c
 *		A change of directory and buckets.
 */
#include "am/change.h"

/* Begin with the metapage, as all writers do. */
void
mc_change_begin(McChange *change, Relation index)
{
	Buffer buffer = ReadBuffer(index, MC_META_BLOCK);

	LockBuffer(buffer, BUFFER_LOCK_EXCLUSIVE);
	mc_page_check(index, buffer, MC_KIND(MC_PAGE_META));
	change->index = index;
	change->state = GenericXLogStart(index);
	change->meta = MC_META(GenericXLogRegisterBuffer(change->state, buffer, 0));
	change->buffers[0] = buffer;
	change->nbuffers = 1;
}

/* One more page of the change */
Page
mc_change_page(McChange *change, BlockNumber block, unsigned kinds)
{
	Buffer buffer = ReadBuffer(change->index, block);

	LockBuffer(buffer, BUFFER_LOCK_EXCLUSIVE);
	mc_page_check(change->index, buffer, kinds);
	change->buffers[change->nbuffers++] = buffer;
	return GenericXLogRegisterBuffer(change->state, buffer, 0);
}

Page
mc_change_new_page(McChange *change, McPageKind kind, BlockNumber *block)
{
	Buffer buffer = mc_page_extend(change->index);
	Page page = GenericXLogRegisterBuffer(change->state, buffer, GENERIC_XLOG_FULL_IMAGE);

	mc_page_init(page, kind);
	*block = BufferGetBlockNumber(buffer);
	change->buffers[change->nbuffers++] = buffer;
	return page;
}

void
mc_change_end(McChange *change)
{
	change->meta->generation++;
	GenericXLogFinish(change->state);
	while (change->nbuffers > 0)
		UnlockReleaseBuffer(change->buffers[--change->nbuffers]);
}

/* Count what was added to a bucket, in its slot and in the metapage. */
void
mc_change_count(McChange *change, McSlot *slot, const McNewPosting *list, size_t n)
{
	slot->count += (uint32) n;
	change->meta->phrases += n;
	for (size_t i = 0; i < n; i++)
	{
		unsigned flags = mc_posting_flags(list[i].posting);

		change->meta->wordless += (flags & MC_POSTING_WORDLESS) != 0;
		change->meta->too_long += (flags & MC_POSTING_TOO_LONG) != 0;
	}
}
