/*
 * bucket.c
 *		Buckets: sorting phrases in.
 */
#include "am/change.h"
#include "am/gather.h"

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

/* Add phrases to a word that has some, at the end of its bucket. */
static void
AddToBucket(Relation index, const McWordPlace *place, const McNewPosting *list, size_t n)
{
	BlockNumber tail = BucketTail(index, place->bucket);

	while (n > 0)
	{
		McChange change;
		McSlot *slot;
		Page page;
		size_t done;
		uint16 offset;

		mc_change_begin(&change, index);
		slot = &MC_SLOTS(mc_change_page(&change, place->block,
										MC_KIND(MC_PAGE_DIRECTORY) |
											MC_KIND(MC_PAGE_OVERFLOW)))[place->number];
		page = mc_change_page(&change, tail, MC_KIND(MC_PAGE_BUCKET));
		done = mc_bucket_append(page, list, n, MC_PAGE_ROOM, &offset);
		if (done == 0)
		{
			Page new_page = mc_change_new_page(&change, MC_PAGE_BUCKET, &tail);

			MC_PAGE_SPECIAL(page)->next = tail;
			done = mc_bucket_append(new_page, list, n, MC_PAGE_ROOM, &offset);
		}
		mc_change_count(&change, slot, list, done);
		mc_change_end(&change);
		list += done;
		n -= done;
	}
}

/*
 * Put words that have no phrases yet, whose slots are all on one page, into the open
 * bucket, as many as fit in one change.  Returns how many; of the last of them
 * *added phrases were put.
 */
static size_t
AddNewWords(Relation index, McWordPlace *places, size_t nplaces, const McNewPosting *list)
{
	McChange change;
	McSlot *slots;
	Page page = NULL;
	BlockNumber bucket;
	size_t done = 0;
	bool fresh = false;

	mc_change_begin(&change, index);
	slots =
		MC_SLOTS(mc_change_page(&change, places[0].block,
								MC_KIND(MC_PAGE_DIRECTORY) | MC_KIND(MC_PAGE_OVERFLOW)));
	bucket = change.meta->open_bucket;
	if (bucket != InvalidBlockNumber)
		page = mc_change_page(&change, bucket, MC_KIND(MC_PAGE_BUCKET));
	while (done < nplaces)
	{
		McWordPlace *place = &places[done];
		size_t added = 0;
		uint16 offset;

		if (page)
			added = mc_bucket_append(page, list + place->first, place->end - place->first,
									 MC_OPEN_LIMIT, &offset);
		if (added == 0)
		{
			/* the page is full: one new page a change */
			if (fresh)
				break;
			page = mc_change_new_page(&change, MC_PAGE_BUCKET, &bucket);
			change.meta->open_bucket = bucket;
			fresh = true;
			continue;
		}
		slots[place->number].first = bucket;
		slots[place->number].offset = offset;
		mc_change_count(&change, &slots[place->number], list + place->first, added);
		place->bucket = bucket;
		place->first += added;
		done++;
		if (place->first < place->end)
			break;
	}
	mc_change_end(&change);
	return done;
}

void
mc_sort_in(Relation index, uint32 directory_pages, const McNewPosting *list, size_t n,
		   bool may_gather)
{
	McWordPlace *places = palloc_extended((n + 1) * sizeof(McWordPlace), MCXT_ALLOC_HUGE);
	McSlot *slots = palloc_extended((n + 1) * sizeof(McSlot), MCXT_ALLOC_HUGE);
	McCollected collected;
	size_t nplaces = 0;
	size_t nnew = 0;

	mc_collected_init(CurrentMemoryContext, &collected);
	/* words that have phrases already, each by itself */
	for (size_t first = 0; first < n;)
	{
		McWordPlace place = {.first = first, .end = first + 1};
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
				 !mc_gather_word(index, MC_GATHER_PAGES, &places[i], &slots[i],
								 &collected, list + places[i].first,
								 places[i].end - places[i].first))
			AddToBucket(index, &places[i], list + places[i].first,
						places[i].end - places[i].first);
	}
	/* and the new ones of a directory page together */
	for (size_t i = 0; i < nnew;)
	{
		size_t end = i + 1;
		McWordPlace *last;

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
