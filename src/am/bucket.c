/*
 * bucket.c
 *		Directory and buckets: finding words, and sorting phrases in.
 */
#include "am/bucket.h"

#include "miscadmin.h"
#include "utils/memutils.h"

/*
 * Bytes that new words may fill of the page that is open for them.  The rest is
 * left for more phrases under the same words.
 */
#define OPEN_LIMIT (MC_PAGE_ROOM * 3 / 4)

/* Pages that the phrases of a word may be spread over before they are gathered */
#define GATHER_PAGES 2

/* A change in the making: metapage, a page of the directory and of a bucket, a new page */
typedef struct Change
{
	Relation index;
	GenericXLogState *state;
	Buffer buffers[4];
	int nbuffers;
	McMetaPage *meta;
} Change;

/* Begin with the metapage, as all writers do. */
static void
BeginChange(Change *change, Relation index)
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
static Page
ChangePage(Change *change, BlockNumber block, unsigned kinds)
{
	Buffer buffer = ReadBuffer(change->index, block);

	LockBuffer(buffer, BUFFER_LOCK_EXCLUSIVE);
	mc_page_check(change->index, buffer, kinds);
	change->buffers[change->nbuffers++] = buffer;
	return GenericXLogRegisterBuffer(change->state, buffer, 0);
}

static Page
ChangeNewPage(Change *change, McPageKind kind, BlockNumber *block)
{
	Buffer buffer = mc_page_extend(change->index);
	Page page = GenericXLogRegisterBuffer(change->state, buffer, GENERIC_XLOG_FULL_IMAGE);

	mc_page_init(page, kind);
	*block = BufferGetBlockNumber(buffer);
	change->buffers[change->nbuffers++] = buffer;
	return page;
}

static void
EndChange(Change *change)
{
	change->meta->generation++;
	GenericXLogFinish(change->state);
	while (change->nbuffers > 0)
		UnlockReleaseBuffer(change->buffers[--change->nbuffers]);
}

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
		Change change;
		Page page;
		McSlot *slots;
		BlockNumber next;
		int used;

		BeginChange(&change, index);
		page = ChangePage(&change, block, kinds);
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
			(void) ChangeNewPage(&change, MC_PAGE_OVERFLOW, &next);
			MC_PAGE_SPECIAL(page)->next = next;
		}
		EndChange(&change);
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

/* The last group of a page, or NULL */
static McGroup *
LastGroup(Page page)
{
	char *at = MC_PAGE_CONTENT(page);
	char *end = at + MC_PAGE_USED(page);
	McGroup *last = NULL;

	while (at + sizeof(McGroup) <= end)
	{
		last = (McGroup *) at;
		at += sizeof(McGroup) + last->bytes;
	}
	return last;
}

size_t
mc_bucket_append(Page page, const McNewPosting *list, size_t n, Size limit,
				 uint16 *offset)
{
	McGroup *group = LastGroup(page);
	char *to = MC_PAGE_CONTENT(page) + MC_PAGE_USED(page);
	char *end = MC_PAGE_CONTENT(page) + limit;
	size_t done = 0;

	if (group == NULL || group->key != list[0].key)
	{
		if (to + sizeof(McGroup) + MC_POSTING_SIZE(mc_posting_keys(list[0].posting)) >
			end)
			return 0;
		group = (McGroup *) to;
		group->key = list[0].key;
		group->bytes = group->count = 0;
		to += sizeof(McGroup);
	}
	while (done < n)
	{
		Size size = MC_POSTING_SIZE(mc_posting_keys(list[done].posting));

		if (to + size > end)
			break;
		memcpy(to, list[done].posting, size);
		to += size;
		group->bytes += (uint32) size;
		group->count++;
		done++;
	}
	*offset = (uint16) ((char *) group - MC_PAGE_CONTENT(page));
	((PageHeader) page)->pd_lower = (LocationIndex) (to - (char *) page);
	return done;
}

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

/* A word with phrases to be sorted in: list[first] to list[end - 1] */
typedef struct WordPlace
{
	size_t first;
	size_t end;
	BlockNumber block; /* of its slot */
	int number;
	BlockNumber bucket;
} WordPlace;

/* Last page of a bucket */
static BlockNumber
BucketTail(Relation index, BlockNumber block)
{
	for (;;)
	{
		Buffer buffer = ReadBuffer(index, block);
		BlockNumber next;

		LockBuffer(buffer, BUFFER_LOCK_SHARE);
		mc_page_check(index, buffer, MC_KIND(MC_PAGE_BUCKET));
		next = MC_PAGE_SPECIAL(BufferGetPage(buffer))->next;
		UnlockReleaseBuffer(buffer);
		if (next == InvalidBlockNumber)
			return block;
		block = next;
	}
}

/* Count what was added to a bucket, in its slot and in the metapage. */
static void
CountAdded(Change *change, McSlot *slot, const McNewPosting *list, size_t n)
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

/* Add phrases to a word that has some, at the end of its bucket. */
static void
AddToBucket(Relation index, const WordPlace *place, const McNewPosting *list, size_t n)
{
	BlockNumber tail = BucketTail(index, place->bucket);

	while (n > 0)
	{
		Change change;
		McSlot *slot;
		Page page;
		size_t done;
		uint16 offset;

		BeginChange(&change, index);
		slot = &MC_SLOTS(ChangePage(&change, place->block,
									MC_KIND(MC_PAGE_DIRECTORY) |
										MC_KIND(MC_PAGE_OVERFLOW)))[place->number];
		page = ChangePage(&change, tail, MC_KIND(MC_PAGE_BUCKET));
		done = mc_bucket_append(page, list, n, MC_PAGE_ROOM, &offset);
		if (done == 0)
		{
			Page new_page = ChangeNewPage(&change, MC_PAGE_BUCKET, &tail);

			MC_PAGE_SPECIAL(page)->next = tail;
			done = mc_bucket_append(new_page, list, n, MC_PAGE_ROOM, &offset);
		}
		CountAdded(&change, slot, list, done);
		EndChange(&change);
		list += done;
		n -= done;
	}
}

/*
 * On a page, give up the groups of a word that has been gathered elsewhere; last: there
 * are no more pages with such.
 */
static void
AbandonOnPage(Relation index, BlockNumber block, uint64 key, bool last)
{
	Change change;
	Page page;
	char *at;
	char *end;

	BeginChange(&change, index);
	page = ChangePage(&change, block, MC_KIND(MC_PAGE_BUCKET));
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
	EndChange(&change);
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
static bool
GatherWord(Relation index, uint32 pages, const WordPlace *place, const McSlot *slot,
		   McCollected *collected, const McNewPosting *list, size_t n)
{
	Size bytes;
	McNewPosting *all;
	const McPosting *posting;
	Change change;
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
	if (bytes > OPEN_LIMIT || total == 0)
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

	BeginChange(&change, index);
	to = &MC_SLOTS(ChangePage(&change, place->block,
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
		page = ChangePage(&change, bucket, MC_KIND(MC_PAGE_BUCKET));
		if (MC_PAGE_USED(page) + bytes > OPEN_LIMIT)
			page = NULL;
	}
	if (page == NULL)
	{
		page = ChangeNewPage(&change, MC_PAGE_BUCKET, &bucket);
		change.meta->open_bucket = bucket;
	}
	if (mc_bucket_append(page, all, total, MC_PAGE_ROOM, &offset) != total)
		elog(ERROR, "phrases of a word do not fit a page of index \"%s\"",
			 RelationGetRelationName(index));
	to->first = bucket;
	to->offset = offset;
	to->count = 0;
	CountAdded(&change, to, all, total);
	change.meta->gathering = slot->key;
	EndChange(&change);
	mc_test_point("word gathered");
	for (uint32 i = 0; i < collected->nblocks; i++)
		AbandonOnPage(index, collected->blocks[i], slot->key,
					  i == collected->nblocks - 1);
	pfree(all);
	return true;
}

/*
 * Put words that have no phrases yet, whose slots are all on one page, into the open
 * bucket, as many as fit in one change.  Returns how many; of the last of them
 * *added phrases were put.
 */
static size_t
AddNewWords(Relation index, WordPlace *places, size_t nplaces, const McNewPosting *list)
{
	Change change;
	McSlot *slots;
	Page page = NULL;
	BlockNumber bucket;
	size_t done = 0;
	bool fresh = false;

	BeginChange(&change, index);
	slots = MC_SLOTS(ChangePage(&change, places[0].block,
								MC_KIND(MC_PAGE_DIRECTORY) | MC_KIND(MC_PAGE_OVERFLOW)));
	bucket = change.meta->open_bucket;
	if (bucket != InvalidBlockNumber)
		page = ChangePage(&change, bucket, MC_KIND(MC_PAGE_BUCKET));
	while (done < nplaces)
	{
		WordPlace *place = &places[done];
		size_t added = 0;
		uint16 offset;

		if (page)
			added = mc_bucket_append(page, list + place->first, place->end - place->first,
									 OPEN_LIMIT, &offset);
		if (added == 0)
		{
			/* the page is full: one new page a change */
			if (fresh)
				break;
			page = ChangeNewPage(&change, MC_PAGE_BUCKET, &bucket);
			change.meta->open_bucket = bucket;
			fresh = true;
			continue;
		}
		slots[place->number].first = bucket;
		slots[place->number].offset = offset;
		CountAdded(&change, &slots[place->number], list + place->first, added);
		place->bucket = bucket;
		place->first += added;
		done++;
		if (place->first < place->end)
			break;
	}
	EndChange(&change);
	return done;
}

void
mc_sort_in(Relation index, uint32 directory_pages, const McNewPosting *list, size_t n,
		   bool may_gather)
{
	WordPlace *places = palloc_extended((n + 1) * sizeof(WordPlace), MCXT_ALLOC_HUGE);
	McSlot *slots = palloc_extended((n + 1) * sizeof(McSlot), MCXT_ALLOC_HUGE);
	McCollected collected;
	size_t nplaces = 0;
	size_t nnew = 0;

	mc_collected_init(CurrentMemoryContext, &collected);
	/* words that have phrases already, each by itself */
	for (size_t first = 0; first < n;)
	{
		WordPlace place = {.first = first, .end = first + 1};
		McSlot slot;

		while (place.end < n && list[place.end].key == list[first].key)
			place.end++;
		if (!mc_slot_read(index, directory_pages, list[first].key, &slot, &place.block,
						  &place.number))
			elog(ERROR, "a word of index \"%s\" was not counted",
				 RelationGetRelationName(index));
		place.bucket = slot.first;
		first = place.end;
		slots[nplaces] = slot;
		places[nplaces++] = place;
	}
	for (size_t i = 0; i < nplaces; i++)
	{
		if (places[i].bucket == InvalidBlockNumber)
			places[nnew++] = places[i];
		else if (!may_gather ||
				 !GatherWord(index, GATHER_PAGES, &places[i], &slots[i], &collected,
							 list + places[i].first, places[i].end - places[i].first))
			AddToBucket(index, &places[i], list + places[i].first,
						places[i].end - places[i].first);
	}
	/* and the new ones of a directory page together */
	for (size_t i = 0; i < nnew;)
	{
		size_t end = i + 1;
		WordPlace *last;

		while (end < nnew && places[end].block == places[i].block)
			end++;
		i += AddNewWords(index, places + i, end - i, list);
		last = &places[i - 1];
		if (last->first < last->end)
			AddToBucket(index, last, list + last->first, last->end - last->first);
	}
	pfree(slots);
	pfree(places);
}

void
mc_gather_all(Relation index, uint32 directory_pages)
{
	McSlot *slots = palloc(MC_SLOTS_PER_PAGE * sizeof(McSlot));
	McCollected collected;

	mc_collected_init(CurrentMemoryContext, &collected);
	for (uint32 i = 0; i < directory_pages; i++)
	{
		WordPlace place = {.block = MC_FIRST_DIRECTORY_BLOCK + i};
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
					(void) GatherWord(index, 1, &place, &slots[place.number], &collected,
									  NULL, 0);
				CHECK_FOR_INTERRUPTS();
			}
			place.block = next;
			kinds = MC_KIND(MC_PAGE_OVERFLOW);
		}
	}
	pfree(slots);
}
