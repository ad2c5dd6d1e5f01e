/*
 * read.c
 *		Reading an index of stored phrases.
 *
 * What has been read of buckets is kept for each word in private memory: in two
 * halves, of which the younger is filled until it is full; then the older is
 * forgotten and they change places.  A word found in the older half moves to the
 * younger, so that what is used often stays.
 *
 * A reader that is used for more than a note or two also makes itself a copy of the
 * directory, if it is not too large: it says of most words that no phrase stands under
 * them, and of the others where.
 */
#include "am/read.h"

#include "miscadmin.h"
#include "utils/memutils.h"

#include "am/bucket.h"
#include "am/pending.h"

/*
 * Of each half: slots for words, and bytes of postings, at first and at most.  The official
 * phrases of one edition fit in a half: to move lists from half to half costs more time than
 * all other work with them.
 */
#define FIRST_SLOTS 1024
#define HALF_SLOTS  32768
#define FIRST_BYTES (32 * 1024)
#define HALF_BYTES  (6 * 1024 * 1024)

/* A longer list is not kept: it would push out many others for one rare word. */
#define MAX_KEPT_BYTES 32768

/* Words asked of the directory before it is copied, and most words that are copied */
#define MISSES_BEFORE_COPY 512
#define MAX_COPIED_WORDS   24576

/* What is known of a word; key 0: nothing */
typedef struct Known
{
	uint64 key;
	uint32 offset; /* of the marks of its postings, with the postings behind them */
	uint16 count;  /* 0: no phrase stands under it */
	uint16 bytes;
} Known;

/* Bytes of so many marks */
#define MARKS_SIZE(count) MAXALIGN((count) * sizeof(McPostingMark))

typedef struct Half
{
	Known *slots; /* open addressing */
	uint32 mask;  /* their number less one */
	uint32 words;
	char *bytes;
	uint32 room; /* of them, at most HALF_BYTES */
	uint32 used;
} Half;

/* Of a slot what is needed to find its phrases */
typedef struct CopiedSlot
{
	uint64 key;
	BlockNumber first;
	uint16 offset;
	uint16 count; /* COUNT_TOO_LARGE: ask the directory */
} CopiedSlot;

#define COUNT_TOO_LARGE PG_UINT16_MAX

/* A copy of the directory: words that phrases stand under */
typedef struct Copied
{
	CopiedSlot *slots; /* open addressing */
	uint32 mask;
	uint32 words;
	bool too_many;
} Copied;

/* A pending phrase, under the first of its words */
typedef struct PendingWord
{
	uint64 key;
	uint32 first; /* offset of its postings */
	uint32 count;
} PendingWord;

struct McReader
{
	MemoryContext context;
	Relation index; /* while reading */
	Oid relfilenode;
	Oid tablespace;
	uint64 generation;
	uint64 pending_generation;
	uint32 directory_pages;
	uint32 misses; /* of the cache, since it was emptied */
	Copied directory;
	Half young;
	Half old;
	McCollected list;      /* being read */
	BlockNumber failed_at; /* where too few phrases were found just now */

	MemoryContext pending_context;
	PendingWord *pending; /* ascending by key */
	size_t npending;
	char *pending_bytes;
};

McReader *
mc_reader_create(MemoryContext parent)
{
	MemoryContext context =
		AllocSetContextCreate(parent, "medcode phrase index", ALLOCSET_DEFAULT_SIZES);
	McReader *reader = MemoryContextAllocZero(context, sizeof(McReader));

	reader->context = context;
	mc_collected_init(context, &reader->list);
	reader->failed_at = InvalidBlockNumber;
	reader->pending_context =
		AllocSetContextCreate(context, "medcode pending phrases", ALLOCSET_DEFAULT_SIZES);
	return reader;
}

void
mc_reader_free(McReader *reader)
{
	MemoryContextDelete(reader->context);
}

static void
EmptyHalf(Half *half)
{
	if (half->slots)
		memset(half->slots, 0, (half->mask + 1) * sizeof(Known));
	half->used = half->words = 0;
}

/* Memory of a half, at its first use. */
static void
MakeHalf(McReader *reader, Half *half)
{
	if (half->bytes == NULL)
	{
		half->bytes = MemoryContextAlloc(reader->context, FIRST_BYTES);
		half->room = FIRST_BYTES;
	}
	if (half->slots == NULL)
	{
		half->slots =
			MemoryContextAllocZero(reader->context, FIRST_SLOTS * sizeof(Known));
		half->mask = FIRST_SLOTS - 1;
		half->used = half->words = 0;
	}
}

static Known *
FindKnown(const Half *half, uint64 key)
{
	uint32 at = (uint32) (key >> 20) & half->mask;

	while (half->slots[at].key != 0 && half->slots[at].key != key)
		at = (at + 1) & half->mask;
	return &half->slots[at];
}

/* Make room for one more word; false if there are too many. */
static bool
MakeSlot(McReader *reader, Half *half)
{
	Half bigger = *half;

	if (half->words < half->mask / 4 * 3)
		return true;
	if (half->mask + 1 == HALF_SLOTS)
		return false;
	bigger.mask = half->mask * 2 + 1;
	bigger.slots =
		MemoryContextAllocZero(reader->context, (bigger.mask + 1) * sizeof(Known));
	for (uint32 i = 0; i <= half->mask; i++)
	{
		if (half->slots[i].key != 0)
			*FindKnown(&bigger, half->slots[i].key) = half->slots[i];
	}
	pfree(half->slots);
	*half = bigger;
	return true;
}

/* Keep a list; returns where.  The bytes may be those of the older half. */
static const Known *
Keep(McReader *reader, uint64 key, uint32 count, const char *bytes, uint32 size)
{
	Known *known;

	if (!MakeSlot(reader, &reader->young) || reader->young.used + size > HALF_BYTES)
	{
		Half older = reader->old;

		reader->old = reader->young;
		reader->young = older;
		MakeHalf(reader, &reader->young);
		EmptyHalf(&reader->young);
	}
	/* bytes of the other half, as it is not its room that grows */
	while (reader->young.used + size > reader->young.room)
	{
		reader->young.bytes = repalloc(reader->young.bytes, reader->young.room * 2);
		reader->young.room *= 2;
	}
	known = FindKnown(&reader->young, key);
	known->key = key;
	known->offset = reader->young.used;
	known->count = (uint16) count;
	known->bytes = (uint16) size;
	memmove(reader->young.bytes + known->offset, bytes, size);
	reader->young.used += size;
	reader->young.words++;
	return known;
}

static CopiedSlot *
FindCopied(const Copied *directory, uint64 key)
{
	uint32 at = (uint32) (key >> 20) & directory->mask;

	while (directory->slots[at].key != 0 && directory->slots[at].key != key)
		at = (at + 1) & directory->mask;
	return &directory->slots[at];
}

/* Add the words of a directory page that phrases stand under; false if they are too many. */
static bool
CopyPage(McReader *reader, Page page)
{
	Copied *directory = &reader->directory;

	for (int i = 0; i < MC_SLOTS_PER_PAGE; i++)
	{
		const McSlot *slot = &MC_SLOTS(page)[i];
		CopiedSlot *copy;

		if (slot->key == 0 || slot->count == 0)
			continue;
		if (directory->words == MAX_COPIED_WORDS)
			return false;
		if (directory->words * 5 > directory->mask * 4)
		{
			Copied bigger = {.mask = directory->mask * 2 + 1};

			bigger.words = directory->words;
			bigger.slots = MemoryContextAllocZero(reader->context,
												  (bigger.mask + 1) * sizeof(CopiedSlot));
			for (uint32 k = 0; k <= directory->mask; k++)
			{
				if (directory->slots[k].key != 0)
					*FindCopied(&bigger, directory->slots[k].key) = directory->slots[k];
			}
			pfree(directory->slots);
			*directory = bigger;
		}
		copy = FindCopied(directory, slot->key);
		copy->key = slot->key;
		copy->first = slot->first;
		copy->offset = slot->offset;
		copy->count = (uint16) Min(slot->count, COUNT_TOO_LARGE);
		directory->words++;
	}
	return true;
}

static void
ForgetDirectory(McReader *reader)
{
	if (reader->directory.slots)
		pfree(reader->directory.slots);
	memset(&reader->directory, 0, sizeof(Copied));
}

/* Make the copy of the directory. */
static void
CopyDirectory(McReader *reader)
{
	Copied *directory = &reader->directory;

	directory->mask = 4095;
	directory->slots = MemoryContextAllocZero(reader->context,
											  (directory->mask + 1) * sizeof(CopiedSlot));
	for (uint32 i = 0; i < reader->directory_pages; i++)
	{
		BlockNumber block = MC_FIRST_DIRECTORY_BLOCK + i;
		unsigned kinds = MC_KIND(MC_PAGE_DIRECTORY);

		while (block != InvalidBlockNumber)
		{
			Buffer buffer = ReadBuffer(reader->index, block);
			Page page = BufferGetPage(buffer);
			bool fits;

			LockBuffer(buffer, BUFFER_LOCK_SHARE);
			mc_page_check(reader->index, buffer, kinds);
			fits = CopyPage(reader, page);
			block = MC_PAGE_SPECIAL(page)->next;
			UnlockReleaseBuffer(buffer);
			if (!fits)
			{
				ForgetDirectory(reader);
				directory->too_many = true;
				return;
			}
			kinds = MC_KIND(MC_PAGE_OVERFLOW);
		}
		CHECK_FOR_INTERRUPTS();
	}
}

/* Slot of a word that phrases stand under; false if none do. */
static bool
FindSlot(McReader *reader, uint64 key, McSlot *slot)
{
	BlockNumber block;
	int number;

	if (reader->directory.slots)
	{
		const CopiedSlot *copy = FindCopied(&reader->directory, key);

		slot->key = copy->key;
		slot->first = copy->first;
		slot->offset = copy->offset;
		slot->count = copy->count;
		if (copy->count != COUNT_TOO_LARGE)
			return copy->key != 0;
	}
	else if (++reader->misses == MISSES_BEFORE_COPY && !reader->directory.too_many)
		CopyDirectory(reader);
	return mc_slot_read(reader->index, reader->directory_pages, key, slot, &block,
						&number) &&
		   slot->count > 0;
}

/* Read the phrases of a word; false if it has none. */
static bool
ReadList(McReader *reader, uint64 key)
{
	McSlot slot;
	BlockNumber block;
	int number;

	reader->list.used = 0;
	reader->list.count = 0;
	if (!FindSlot(reader, key, &slot))
		return false;
	while (!mc_bucket_collect(reader->index, &slot, &reader->list))
	{
		CHECK_FOR_INTERRUPTS();
		/* they are somewhere else by now */
		if (!mc_slot_read(reader->index, reader->directory_pages, key, &slot, &block,
						  &number))
			elog(ERROR, "a word has left index \"%s\"",
				 RelationGetRelationName(reader->index));
		if (slot.first == reader->failed_at)
			mc_report_damage(reader->index, slot.first);
		reader->failed_at = slot.first;
	}
	reader->failed_at = InvalidBlockNumber;
	return true;
}

/* Keep the list that was read, with the marks of its postings before them. */
static const Known *
KeepRead(McReader *reader, uint64 key)
{
	const McCollected *read = &reader->list;
	uint64 block[(MAX_KEPT_BYTES + MARKS_SIZE(MAX_KEPT_BYTES / sizeof(McPosting))) /
				 sizeof(uint64)];
	McPostingMark *marks = (McPostingMark *) block;
	const McPosting *first = (const McPosting *) read->bytes;
	const McPosting *posting = first;

	for (uint32 i = 0; i < read->count; i++)
	{
		marks[i].mark =
			(uint16) mc_mark(mc_posting_keys(posting) > 0 ? posting->keys[0] : key);
		marks[i].at = (uint16) ((const uint64 *) posting - (const uint64 *) first);
		posting = mc_posting_next(posting);
	}
	if (read->used > 0)
		memcpy((char *) block + MARKS_SIZE(read->count), read->bytes, read->used);
	return Keep(reader, key, read->count, (const char *) block,
				(uint32) (MARKS_SIZE(read->count) + read->used));
}

/* The phrases that stand under a word in the buckets */
static bool
FindSettled(McReader *reader, uint64 key, McPostings *list)
{
	const Known *known = FindKnown(&reader->young, key);

	if (known->key == 0 && reader->old.slots)
	{
		const Known *older = FindKnown(&reader->old, key);

		if (older->key != 0)
			known = Keep(reader, key, older->count, reader->old.bytes + older->offset,
						 older->bytes);
	}
	if (known->key == 0)
	{
		McCollected *read = &reader->list;

		if (!ReadList(reader, key) && reader->directory.slots)
			return false; /* the copy of the directory says so again */
		if (read->used > MAX_KEPT_BYTES)
		{
			list->first = (const McPosting *) read->bytes;
			list->marks = NULL;
			list->count = read->count;
			return true;
		}
		known = KeepRead(reader, key);
	}
	list->marks = (const McPostingMark *) (reader->young.bytes + known->offset);
	list->first = (const McPosting *) (reader->young.bytes + known->offset +
									   MARKS_SIZE(known->count));
	list->count = known->count;
	return known->count > 0;
}

static bool
FindPending(const McReader *reader, uint64 key, McPostings *list)
{
	size_t low = 0;
	size_t high = reader->npending;

	while (low < high)
	{
		size_t mid = (low + high) / 2;

		if (reader->pending[mid].key < key)
			low = mid + 1;
		else
			high = mid;
	}
	if (low == reader->npending || reader->pending[low].key != key)
		return false;
	list->first =
		(const McPosting *) (reader->pending_bytes + reader->pending[low].first);
	list->marks = NULL;
	list->count = reader->pending[low].count;
	return true;
}

/* The look-up of McPhrases */
static unsigned
Posted(void *arg, uint64_t stem_key, McPostings lists[MC_POSTING_LISTS])
{
	McReader *reader = arg;
	uint64 key = mc_stored_key(stem_key);
	unsigned n = 0;

	if (FindSettled(reader, key, &lists[n]))
		n++;
	if (reader->npending > 0 && FindPending(reader, key, &lists[n]))
		n++;
	return n;
}

/* A word will be asked for: bring the places near where it would be known. */
static void
Expect(void *arg, uint64_t stem_key)
{
	const McReader *reader = arg;
	uint64 at = mc_stored_key(stem_key) >> 20;

	__builtin_prefetch(&reader->young.slots[at & reader->young.mask]);
	if (reader->old.slots)
		__builtin_prefetch(&reader->old.slots[at & reader->old.mask]);
	if (reader->directory.slots)
		__builtin_prefetch(&reader->directory.slots[at & reader->directory.mask]);
}

static uint32
NoFrequency(void *arg, uint64 key)
{
	(void) arg;
	(void) key;
	return 0;
}

typedef struct Pending
{
	uint64 key;
	const McPosting *posting;
} Pending;

static int
ComparePending(const void *a, const void *b)
{
	uint64 x = ((const Pending *) a)->key;
	uint64 y = ((const Pending *) b)->key;

	return x < y ? -1 : x > y;
}

/* Make a private copy of the pending phrases, each under one of its words. */
static void
ReadPending(McReader *reader, const McMetaPage *meta)
{
	MemoryContext caller;
	McPendingCopy copy;
	Pending *list;
	char *chosen;
	char *to;
	size_t n = 0;

	MemoryContextReset(reader->pending_context);
	reader->npending = 0;
	reader->pending = NULL;
	if (meta->pending_pages == 0)
		return;
	caller = MemoryContextSwitchTo(reader->pending_context);
	mc_pending_copy(reader->index, meta, &copy);
	list = palloc_extended((copy.used / sizeof(uint64) + 1) * sizeof(Pending),
						   MCXT_ALLOC_HUGE);
	chosen = to = palloc_extended(copy.used + 1, MCXT_ALLOC_HUGE);
	MC_FOREACH_PENDING(posting, &copy)
	{
		list[n].key = mc_posting_choose(posting, NoFrequency, NULL, (McPosting *) to);
		list[n].posting = (const McPosting *) to;
		to += MC_POSTING_SIZE(mc_posting_keys(list[n].posting));
		/* what matches nothing need not be kept */
		n += list[n].key != MC_KEY_NOTHING;
	}
	qsort(list, n, sizeof(Pending), ComparePending);
	/* the copy of the pages has the room */
	to = reader->pending_bytes = copy.bytes;
	reader->pending = palloc_extended((n + 1) * sizeof(PendingWord), MCXT_ALLOC_HUGE);
	for (size_t i = 0; i < n; i++)
	{
		Size size = MC_POSTING_SIZE(mc_posting_keys(list[i].posting));

		if (i == 0 || list[i].key != list[i - 1].key)
		{
			PendingWord *word = &reader->pending[reader->npending++];

			word->key = list[i].key;
			word->first = (uint32) (to - reader->pending_bytes);
			word->count = 0;
		}
		reader->pending[reader->npending - 1].count++;
		memcpy(to, list[i].posting, size);
		to += size;
	}
	pfree(list);
	pfree(chosen);
	MemoryContextSwitchTo(caller);
}

void
mc_reader_begin(McReader *reader, Relation index, Snapshot snapshot)
{
	McMetaPage meta;
	bool other = reader->relfilenode != index->rd_rel->relfilenode ||
				 reader->tablespace != index->rd_rel->reltablespace;

	reader->index = index;
	mc_meta_read(index, snapshot, &meta);
	if (other || meta.pending_generation != reader->pending_generation)
	{
		/* forgotten until the copy is complete */
		reader->pending_generation = 0;
		reader->relfilenode = InvalidOid;
		mc_test_point("before pending pages are copied");
		ReadPending(reader, &meta);
		mc_test_point("pending pages copied");
		reader->pending_generation = meta.pending_generation;
		/* what has left the pending pages meanwhile is in the buckets of this generation */
		mc_meta_read(index, NULL, &meta);
	}
	if (other || meta.generation != reader->generation)
	{
		MakeHalf(reader, &reader->young);
		EmptyHalf(&reader->young);
		EmptyHalf(&reader->old);
		ForgetDirectory(reader);
		reader->misses = 0;
		reader->generation = meta.generation;
		mc_test_point("cache emptied");
		reader->directory_pages = meta.directory_pages;
	}
	reader->relfilenode = index->rd_rel->relfilenode;
	reader->tablespace = index->rd_rel->reltablespace;
}

uint64
mc_reader_generation(const McReader *reader)
{
	return reader->generation;
}

bool
mc_reader_is_current(const McReader *reader)
{
	McMetaPage meta;

	mc_meta_read(reader->index, NULL, &meta);
	return meta.generation == reader->generation;
}

McPhrases
mc_reader_phrases(McReader *reader)
{
	McPhrases phrases = {reader, Posted, Expect};

	return phrases;
}
