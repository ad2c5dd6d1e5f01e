/*
 * gather.c
 *		The phrases of a word: reading them from their bucket, and bringing them together on
 *		one page.
 */
#include "am/gather.h"

#include "miscadmin.h"
#include "utils/memutils.h"

#include "am/change.h"

void
mc_collected_init(MemoryContext context, McCollected *collected)
{
	memset(collected, 0, sizeof(*collected));
	collected->context = context;
}

/* Append the living postings of a group. */
static void
CollectGroup(Relation index, BlockNumber block, const McGroup *group,
			 McCollected *collected)
{
	const McPosting *posting = (const McPosting *) (group + 1);
	const char *end = (const char *) posting + group->bytes;

	if (collected->used + group->bytes > collected->size)
	{
		collected->size = (collected->used + group->bytes) * 2 + 1024;
		collected->bytes =
			collected->bytes
				? repalloc_huge(collected->bytes, collected->size)
				: MemoryContextAllocHuge(collected->context, collected->size);
	}
	for (uint32 i = 0; i < group->count; i++)
	{
		Size size;

		if ((const char *) (posting + 1) > end ||
			mc_posting_words(posting) > MC_MAX_TERM_WORDS)
			mc_report_damage(index, block);
		size = MC_POSTING_SIZE(mc_posting_keys(posting));
		if ((const char *) posting + size > end)
			mc_report_damage(index, block);
		if (!(mc_posting_flags(posting) & MC_POSTING_DEAD))
		{
			memcpy(collected->bytes + collected->used, posting, size);
			collected->used += size;
			collected->count++;
		}
		posting = mc_posting_next(posting);
	}
}

/* Note a page that has phrases of the word. */
static void
NoteBlock(McCollected *collected, BlockNumber block)
{
	if (collected->nblocks > 0 && collected->blocks[collected->nblocks - 1] == block)
		return;
	if (collected->nblocks == collected->blocks_size)
	{
		collected->blocks_size = collected->blocks_size * 2 + 16;
		collected->blocks =
			collected->blocks
				? repalloc_huge(collected->blocks,
								collected->blocks_size * sizeof(BlockNumber))
				: MemoryContextAlloc(collected->context,
									 collected->blocks_size * sizeof(BlockNumber));
	}
	collected->blocks[collected->nblocks++] = block;
}

bool
mc_bucket_collect(Relation index, const McSlot *slot, McCollected *collected)
{
	BlockNumber block = slot->first;
	Size at = slot->offset;
	uint32 seen = 0;

	collected->used = 0;
	collected->count = collected->nblocks = collected->walked = 0;
	while (seen < slot->count)
	{
		Buffer buffer;
		Page page;
		Size end;

		if (block == InvalidBlockNumber)
			return false;
		buffer = ReadBuffer(index, block);
		LockBuffer(buffer, BUFFER_LOCK_SHARE);
		mc_page_check(index, buffer, MC_KIND(MC_PAGE_BUCKET));
		page = BufferGetPage(buffer);
		end = MC_PAGE_USED(page);
		while (at + sizeof(McGroup) <= end && seen < slot->count)
		{
			const McGroup *group = (const McGroup *) (MC_PAGE_CONTENT(page) + at);

			at += sizeof(McGroup) + group->bytes;
			if (at > end)
				mc_report_damage(index, block);
			if (group->key != slot->key)
				continue;
			CollectGroup(index, block, group, collected);
			NoteBlock(collected, block);
			seen += group->count;
		}
		block = MC_PAGE_SPECIAL(page)->next;
		at = 0;
		collected->walked++;
		UnlockReleaseBuffer(buffer);
	}
	return true;
}

/*
 * On a page, give up the groups of a word that has been gathered elsewhere; last: there
 * are no more pages with such.
 */
static void
AbandonOnPage(Relation index, BlockNumber block, uint64 key, bool last)
{
	McChange change;
	Page page;
	char *at;
	char *end;

	mc_change_begin(&change, index);
	page = mc_change_page(&change, block, MC_KIND(MC_PAGE_BUCKET));
	at = MC_PAGE_CONTENT(page);
	end = at + MC_PAGE_USED(page);
	while (at + sizeof(McGroup) <= end)
	{
		McGroup *group = (McGroup *) at;
		McPosting *posting = (McPosting *) (group + 1);

		at += sizeof(McGroup) + group->bytes;
		if (group->key != key)
			continue;
		group->key = MC_KEY_ABANDONED;
		for (uint32 i = 0; i < group->count; i++)
		{
			unsigned flags = mc_posting_flags(posting);

			if (!(flags & MC_POSTING_DEAD))
			{
				posting->head =
					mc_posting_head(mc_posting_reference(posting),
									flags | MC_POSTING_DEAD, mc_posting_words(posting));
				change.meta->phrases--;
				change.meta->dead++;
				change.meta->wordless -= (flags & MC_POSTING_WORDLESS) != 0;
				change.meta->too_long -= (flags & MC_POSTING_TOO_LONG) != 0;
			}
			posting = unconstify(McPosting *, mc_posting_next(posting));
		}
	}
	if (last)
		change.meta->gathering = 0;
	mc_change_end(&change);
}

/* Does a page have groups of a word? */
static bool
HasGroup(Relation index, BlockNumber block, uint64 key)
{
	Buffer buffer = ReadBuffer(index, block);
	Page page = BufferGetPage(buffer);
	bool found = false;

	LockBuffer(buffer, BUFFER_LOCK_SHARE);
	if (!PageIsNew(page) && MC_PAGE_SPECIAL(page)->kind == MC_PAGE_BUCKET)
	{
		const char *at = MC_PAGE_CONTENT(page);
		const char *end = at + MC_PAGE_USED(page);

		while (at + sizeof(McGroup) <= end && !found)
		{
			found = ((const McGroup *) at)->key == key;
			at += sizeof(McGroup) + ((const McGroup *) at)->bytes;
		}
	}
	UnlockReleaseBuffer(buffer);
	return found;
}

void
mc_finish_gathering(Relation index, uint32 directory_pages, uint64 key)
{
	BlockNumber nblocks = RelationGetNumberOfBlocks(index);
	McSlot slot;
	BlockNumber block;
	int number;

	if (!mc_slot_read(index, directory_pages, key, &slot, &block, &number))
		mc_report_damage(index, MC_META_BLOCK);
	for (block = MC_FIRST_DIRECTORY_BLOCK + directory_pages; block < nblocks; block++)
	{
		if (block != slot.first && HasGroup(index, block, key))
			AbandonOnPage(index, block, key, false);
	}
	/* and that it is done; there is nothing to give up on the page where they are */
	AbandonOnPage(index, slot.first, MC_KEY_ABANDONED, true);
}

/*
 * A word whose phrases came a few at a time has them on many pages.  If they are more
 * than so many, gather them, and those to be added, on one page; false if they are
 * not, or too many phrases.  The slot is switched in one change; a reader that has read the old one finds
 * the phrases where they were, or too few of them and reads the slot again.
 */
bool
mc_gather_word(Relation index, uint32 pages, const McWordPlace *place, const McSlot *slot,
			   McCollected *collected, const McNewPosting *list, size_t n)
{
	Size bytes;
	McNewPosting *all;
	const McPosting *posting;
	McChange change;
	McSlot *to;
	Page page = NULL;
	BlockNumber bucket;
	uint16 offset;
	size_t total;

	if (!mc_bucket_collect(index, slot, collected))
		mc_report_damage(index, slot->first);
	if (collected->walked <= pages)
		return false;
	bytes = sizeof(McGroup) + collected->used;
	for (size_t i = 0; i < n; i++)
		bytes += MC_POSTING_SIZE(mc_posting_keys(list[i].posting));
	total = collected->count + n;
	if (bytes > MC_OPEN_LIMIT || total == 0)
		return false;
	all = palloc(total * sizeof(McNewPosting));
	posting = (const McPosting *) collected->bytes;
	for (uint32 i = 0; i < collected->count; i++)
	{
		all[i].key = slot->key;
		all[i].posting = posting;
		posting = mc_posting_next(posting);
	}
	if (n > 0)
		memcpy(all + collected->count, list, n * sizeof(McNewPosting));

	mc_change_begin(&change, index);
	to = &MC_SLOTS(mc_change_page(&change, place->block,
								  MC_KIND(MC_PAGE_DIRECTORY) |
									  MC_KIND(MC_PAGE_OVERFLOW)))[place->number];
	bucket = change.meta->open_bucket;
	for (uint32 i = 0; i < collected->nblocks; i++)
	{
		/* nothing may be appended to a group that is to be given up */
		if (collected->blocks[i] == bucket)
			bucket = InvalidBlockNumber;
	}
	if (bucket != InvalidBlockNumber)
	{
		page = mc_change_page(&change, bucket, MC_KIND(MC_PAGE_BUCKET));
		if (MC_PAGE_USED(page) + bytes > MC_OPEN_LIMIT)
			page = NULL;
	}
	if (page == NULL)
	{
		page = mc_change_new_page(&change, MC_PAGE_BUCKET, &bucket);
		change.meta->open_bucket = bucket;
	}
	if (mc_bucket_append(page, all, total, MC_PAGE_ROOM, &offset) != total)
		elog(ERROR, "phrases of a word do not fit a page of index \"%s\"",
			 RelationGetRelationName(index));
	to->first = bucket;
	to->offset = offset;
	to->count = 0;
	mc_change_count(&change, to, all, total);
	change.meta->gathering = slot->key;
	mc_change_end(&change);
	mc_test_point("word gathered");
	for (uint32 i = 0; i < collected->nblocks; i++)
		AbandonOnPage(index, collected->blocks[i], slot->key,
					  i == collected->nblocks - 1);
	pfree(all);
	return true;
}

void
mc_gather_all(Relation index, uint32 directory_pages)
{
	McSlot *slots = palloc(MC_SLOTS_PER_PAGE * sizeof(McSlot));
	McCollected collected;

	mc_collected_init(CurrentMemoryContext, &collected);
	for (uint32 i = 0; i < directory_pages; i++)
	{
		McWordPlace place = {.block = MC_FIRST_DIRECTORY_BLOCK + i};
		unsigned kinds = MC_KIND(MC_PAGE_DIRECTORY);

		while (place.block != InvalidBlockNumber)
		{
			Buffer buffer = ReadBuffer(index, place.block);
			BlockNumber next;

			LockBuffer(buffer, BUFFER_LOCK_SHARE);
			mc_page_check(index, buffer, kinds);
			memcpy(slots, MC_SLOTS(BufferGetPage(buffer)),
				   MC_SLOTS_PER_PAGE * sizeof(McSlot));
			next = MC_PAGE_SPECIAL(BufferGetPage(buffer))->next;
			UnlockReleaseBuffer(buffer);
			for (place.number = 0; place.number < MC_SLOTS_PER_PAGE; place.number++)
			{
				if (slots[place.number].key != 0 && slots[place.number].count > 0)
					(void) mc_gather_word(index, 1, &place, &slots[place.number],
										  &collected, NULL, 0);
				CHECK_FOR_INTERRUPTS();
			}
			place.block = next;
			kinds = MC_KIND(MC_PAGE_OVERFLOW);
		}
	}
	pfree(slots);
}
