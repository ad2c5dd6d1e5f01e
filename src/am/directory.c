/*
 * directory.c
 *		The directory: finding words, and counting them.
 */
#include "am/change.h"

bool
mc_slot_read(Relation index, uint32 directory_pages, uint64 key, McSlot *slot,
			 BlockNumber *block, int *number)
{
	BlockNumber at = mc_directory_block(key, directory_pages);
	unsigned kinds = MC_KIND(MC_PAGE_DIRECTORY);

	while (at != InvalidBlockNumber)
	{
		Buffer buffer = ReadBuffer(index, at);
		Page page = BufferGetPage(buffer);
		bool found;
		int place;

		LockBuffer(buffer, BUFFER_LOCK_SHARE);
		mc_page_check(index, buffer, kinds);
		place = mc_slot_find(page, key, &found);
		if (found)
			*slot = MC_SLOTS(page)[place];
		*block = at;
		*number = place;
		at = MC_PAGE_SPECIAL(page)->next;
		UnlockReleaseBuffer(buffer);
		if (found)
			return true;
		kinds = MC_KIND(MC_PAGE_OVERFLOW);
	}
	return false;
}

static int
UsedSlots(Page page)
{
	int used = 0;

	for (int i = 0; i < MC_SLOTS_PER_PAGE; i++)
		used += MC_SLOTS(page)[i].key != 0;
	return used;
}

/*
 * Count the words of one chain of directory pages.  Those on a page are counted in
 * one change.  New ones go to the last page of the chain.
 */
static void
CountInChain(Relation index, BlockNumber block, McWordTally *words, size_t n)
{
	size_t left = n;
	unsigned kinds = MC_KIND(MC_PAGE_DIRECTORY);

	for (size_t i = 0; i < n; i++)
		words[i].frequency = 0;
	while (left > 0)
	{
		McChange change;
		Page page;
		McSlot *slots;
		BlockNumber next;
		int used;

		mc_change_begin(&change, index);
		page = mc_change_page(&change, block, kinds);
		slots = MC_SLOTS(page);
		next = MC_PAGE_SPECIAL(page)->next;
		used = UsedSlots(page);
		for (size_t i = 0; i < n; i++)
		{
			bool found;
			int place;

			if (words[i].frequency > 0)
				continue;
			place = mc_slot_find(page, words[i].key, &found);
			if (!found && (next != InvalidBlockNumber || used >= MC_SLOTS_FULL))
				continue;
			if (!found)
			{
				memset(&slots[place], 0, sizeof(McSlot));
				slots[place].key = words[i].key;
				slots[place].first = InvalidBlockNumber;
				used++;
				change.meta->words++;
			}
			if (slots[place].frequency <= PG_UINT32_MAX - words[i].added)
				slots[place].frequency += words[i].added;
			words[i].frequency = slots[place].frequency;
			left--;
		}
		if (left > 0 && next == InvalidBlockNumber)
		{
			(void) mc_change_new_page(&change, MC_PAGE_OVERFLOW, &next);
			MC_PAGE_SPECIAL(page)->next = next;
		}
		mc_change_end(&change);
		block = next;
		kinds = MC_KIND(MC_PAGE_OVERFLOW);
	}
}

void
mc_count_words(Relation index, uint32 directory_pages, McWordTally *words, size_t n)
{
	for (size_t first = 0; first < n;)
	{
		BlockNumber block = mc_directory_block(words[first].key, directory_pages);
		size_t end = first + 1;

		while (end < n && mc_directory_block(words[end].key, directory_pages) == block)
			end++;
		CountInChain(index, block, words + first, end - first);
		first = end;
	}
}
