/*
 * pending.c
 *		Phrases inserted and not yet sorted in.
 */
#include "am/pending.h"

#include "miscadmin.h"
#include "storage/lmgr.h"
#include "utils/memutils.h"

#include "am/bucket.h"
#include "am/gather.h"

/* Raise an error unless bytes are whole postings; whoever walks them trusts that. */
static void
CheckPostings(Relation index, BlockNumber block, const char *bytes, Size size)
{
	Size at = 0;

	while (at < size)
	{
		const McPosting *posting = (const McPosting *) (bytes + at);

		if (size - at < sizeof(McPosting) ||
			mc_posting_words(posting) > MC_MAX_TERM_WORDS ||
			size - at < MC_PENDING_SIZE(posting))
			mc_report_damage(index, block);
		at += MC_PENDING_SIZE(posting);
	}
}

void
mc_pending_copy(Relation index, const McMetaPage *meta, McPendingCopy *copy)
{
	uint32 n = meta->pending_pages;

	copy->bytes = palloc_extended(n * MC_PAGE_ROOM + 1, MCXT_ALLOC_HUGE);
	copy->blocks = palloc((n + 1) * sizeof(BlockNumber));
	copy->page_bytes = palloc((n + 1) * sizeof(uint32));
	copy->used = 0;
	copy->npages = n;
	for (uint32 i = 0; i < n; i++)
	{
		Buffer buffer = ReadBuffer(index, meta->pending_blocks[i]);
		Page page = BufferGetPage(buffer);
		Size bytes;

		LockBuffer(buffer, BUFFER_LOCK_SHARE);
		mc_page_check(index, buffer, MC_KIND(MC_PAGE_PENDING));
		bytes = MC_PAGE_USED(page);
		memcpy(copy->bytes + copy->used, MC_PAGE_CONTENT(page), bytes);
		UnlockReleaseBuffer(buffer);
		CheckPostings(index, meta->pending_blocks[i], copy->bytes + copy->used, bytes);
		copy->blocks[i] = meta->pending_blocks[i];
		copy->page_bytes[i] = (uint32) bytes;
		copy->used += bytes;
	}
}

static int
CompareWords(const void *a, const void *b)
{
	uint64 x = ((const McWordTally *) a)->key;
	uint64 y = ((const McWordTally *) b)->key;

	return x < y ? -1 : x > y;
}

static int
ComparePostings(const void *a, const void *b)
{
	const McNewPosting *x = a;
	const McNewPosting *y = b;

	if (x->key != y->key)
		return x->key < y->key ? -1 : 1;
	return x->posting->head < y->posting->head ? -1 : x->posting->head > y->posting->head;
}

typedef struct WordList
{
	McWordTally *list;
	size_t count;
} WordList;

static uint32
Frequency(void *arg, uint64 key)
{
	const WordList *words = arg;
	McWordTally wanted = {.key = key};
	const McWordTally *found =
		bsearch(&wanted, words->list, words->count, sizeof(McWordTally), CompareWords);

	return found ? found->frequency : 0;
}

/* The words of all pending phrases, each once with the number of phrases that have it */
static void
CollectWords(const McPendingCopy *copy, WordList *words)
{
	size_t n = 1;
	size_t kept = 0;

	MC_FOREACH_PENDING(posting, copy)
	n += Max(mc_pending_keys(posting), 1);
	words->list = palloc_extended(n * sizeof(McWordTally), MCXT_ALLOC_HUGE);
	n = 0;
	MC_FOREACH_PENDING(posting, copy)
	{
		unsigned nkeys = mc_pending_keys(posting);

		for (unsigned i = 0; i < nkeys; i++)
		{
			bool repeated = false;

			for (unsigned j = 0; j < i; j++)
				repeated |= posting->keys[j] == posting->keys[i];
			if (!repeated)
				words->list[n++].key = posting->keys[i];
		}
		if (nkeys == 0)
			words->list[n++].key = MC_KEY_NOTHING;
	}
	qsort(words->list, n, sizeof(McWordTally), CompareWords);
	for (size_t i = 0; i < n; i++)
	{
		if (kept == 0 || words->list[kept - 1].key != words->list[i].key)
		{
			words->list[kept].key = words->list[i].key;
			words->list[kept++].added = 0;
		}
		words->list[kept - 1].added++;
	}
	words->count = kept;
}

/* Number of postings in the first bytes of a page */
static uint32
CountPostings(const char *content, Size bytes)
{
	uint32 n = 0;

	for (Size at = 0; at < bytes; n++)
		at += MC_PENDING_SIZE((const McPosting *) (content + at));
	return n;
}

/* Take off a pending page what has been sorted in; a page that is empty then is free. */
static void
ClearPage(Relation index, BlockNumber block, Size sorted)
{
	Buffer meta_buffer = ReadBuffer(index, MC_META_BLOCK);
	Buffer buffer = ReadBuffer(index, block);
	GenericXLogState *state;
	McMetaPage *meta;
	Page page;
	char *content;
	Size rest;

	LockBuffer(meta_buffer, BUFFER_LOCK_EXCLUSIVE);
	LockBuffer(buffer, BUFFER_LOCK_EXCLUSIVE);
	state = GenericXLogStart(index);
	meta = MC_META(GenericXLogRegisterBuffer(state, meta_buffer, 0));
	page = GenericXLogRegisterBuffer(state, buffer, 0);
	content = MC_PAGE_CONTENT(page);
	rest = MC_PAGE_USED(page) - sorted;
	meta->pending -= CountPostings(content, sorted);
	meta->pending_generation++;
	memmove(content, content + sorted, rest);
	((PageHeader) page)->pd_lower = (LocationIndex) (SizeOfPageHeaderData + rest);
	if (rest == 0)
	{
		uint32 at = 0;

		while (at < meta->pending_pages && meta->pending_blocks[at] != block)
			at++;
		if (at == meta->pending_pages)
			elog(ERROR, "a pending page of index \"%s\" is not in its list",
				 RelationGetRelationName(index));
		memmove(meta->pending_blocks + at, meta->pending_blocks + at + 1,
				(meta->pending_allocated - at - 1) * sizeof(BlockNumber));
		meta->pending_blocks[meta->pending_allocated - 1] = block;
		meta->pending_pages--;
	}
	GenericXLogFinish(state);
	UnlockReleaseBuffer(buffer);
	UnlockReleaseBuffer(meta_buffer);
}

/* Sort in what is pending.  Under the lock; not interrupted, because that would do work twice. */
static int64
SortPending(Relation index)
{
	McMetaPage meta;
	McPendingCopy copy;
	WordList words;
	McNewPosting *list;
	char *postings;
	size_t n = 0;

	mc_meta_read(index, NULL, &meta);
	mc_pending_copy(index, &meta, &copy);
	CollectWords(&copy, &words);
	mc_count_words(index, meta.directory_pages, words.list, words.count);

	/* a posting in a bucket is never longer than a pending one */
	postings = palloc_extended(copy.used + 1, MCXT_ALLOC_HUGE);
	list = palloc_extended((copy.used / sizeof(uint64) + 1) * sizeof(McNewPosting),
						   MCXT_ALLOC_HUGE);
	MC_FOREACH_PENDING(posting, &copy)
	{
		McPosting *out = (McPosting *) postings;

		list[n].key = mc_posting_choose(posting, Frequency, &words, out);
		list[n++].posting = out;
		postings += MC_POSTING_SIZE(mc_posting_keys(out));
	}
	qsort(list, n, sizeof(McNewPosting), ComparePostings);
	mc_test_point("words counted");
	/* vacuum would not see what is moved to a page that lies behind it */
	mc_sort_in(index, meta.directory_pages, list, n, meta.walking == 0);
	mc_test_point("phrases sorted in");
	for (uint32 i = 0; i < copy.npages; i++)
		ClearPage(index, copy.blocks[i], copy.page_bytes[i]);
	return (int64) n;
}

/* Note in the metapage that vacuum begins or ends its walk. */
static void
SetWalking(Relation index, bool walking)
{
	Buffer buffer = ReadBuffer(index, MC_META_BLOCK);
	GenericXLogState *state;

	LockBuffer(buffer, BUFFER_LOCK_EXCLUSIVE);
	state = GenericXLogStart(index);
	MC_META(GenericXLogRegisterBuffer(state, buffer, 0))->walking = walking;
	GenericXLogFinish(state);
	UnlockReleaseBuffer(buffer);
}

void
mc_am_begin_walk(Relation index)
{
	/* under the lock: whoever sorts in at present may be moving phrases */
	LockPage(index, MC_META_BLOCK, ExclusiveLock);
	SetWalking(index, true);
	UnlockPage(index, MC_META_BLOCK, ExclusiveLock);
}

void
mc_am_end_walk(Relation index)
{
	SetWalking(index, false);
}

int64
mc_am_flush(Relation index, bool wait)
{
	MemoryContext context;
	MemoryContext caller;
	McMetaPage meta;
	int64 sorted = 0;

	if (wait)
		LockPage(index, MC_META_BLOCK, ExclusiveLock);
	else if (!ConditionalLockPage(index, MC_META_BLOCK, ExclusiveLock))
		return -1;
	mc_meta_read(index, NULL, &meta);
	if (meta.gathering != 0)
		mc_finish_gathering(index, meta.directory_pages, meta.gathering);
	if (meta.pending_pages > 0)
	{
		context = AllocSetContextCreate(CurrentMemoryContext, "medcode sorting in",
										ALLOCSET_DEFAULT_SIZES);
		caller = MemoryContextSwitchTo(context);
		sorted = SortPending(index);
		MemoryContextSwitchTo(caller);
		MemoryContextDelete(context);
	}
	UnlockPage(index, MC_META_BLOCK, ExclusiveLock);
	return sorted;
}

int64
mc_am_tidy(Relation index)
{
	int64 sorted = mc_am_flush(index, true);
	McMetaPage meta;

	LockPage(index, MC_META_BLOCK, ExclusiveLock);
	mc_meta_read(index, NULL, &meta);
	if (meta.walking == 0 && meta.gathering == 0)
		mc_gather_all(index, meta.directory_pages);
	UnlockPage(index, MC_META_BLOCK, ExclusiveLock);
	return sorted;
}

/*
 * Put a posting behind the last pending one.  Returns the number of pending pages
 * then, or 0 if there was no room for another page.
 */
static uint32
AppendPending(Relation index, const McPosting *posting, Size size)
{
	Buffer meta_buffer = ReadBuffer(index, MC_META_BLOCK);
	Buffer buffer = InvalidBuffer;
	GenericXLogState *state;
	McMetaPage *meta;
	Page page = NULL;
	uint32 npages;

	LockBuffer(meta_buffer, BUFFER_LOCK_EXCLUSIVE);
	state = GenericXLogStart(index);
	meta = MC_META(GenericXLogRegisterBuffer(state, meta_buffer, 0));
	if (meta->pending_pages > 0)
	{
		buffer = ReadBuffer(index, meta->pending_blocks[meta->pending_pages - 1]);
		LockBuffer(buffer, BUFFER_LOCK_EXCLUSIVE);
		if (MC_PAGE_FREE(BufferGetPage(buffer)) < size)
		{
			UnlockReleaseBuffer(buffer);
			buffer = InvalidBuffer;
		}
	}
	if (!BufferIsValid(buffer))
	{
		if (meta->pending_pages < meta->pending_allocated)
		{
			buffer = ReadBuffer(index, meta->pending_blocks[meta->pending_pages++]);
			LockBuffer(buffer, BUFFER_LOCK_EXCLUSIVE);
		}
		else if (meta->pending_allocated < MC_MAX_PENDING_PAGES)
		{
			buffer = mc_page_extend(index);
			page = GenericXLogRegisterBuffer(state, buffer, GENERIC_XLOG_FULL_IMAGE);
			mc_page_init(page, MC_PAGE_PENDING);
			meta->pending_blocks[meta->pending_pages] = BufferGetBlockNumber(buffer);
			meta->pending_allocated = ++meta->pending_pages;
		}
		else
		{
			GenericXLogAbort(state);
			UnlockReleaseBuffer(meta_buffer);
			return 0;
		}
	}
	if (page == NULL)
		page = GenericXLogRegisterBuffer(state, buffer, 0);
	memcpy(MC_PAGE_CONTENT(page) + MC_PAGE_USED(page), posting, size);
	((PageHeader) page)->pd_lower += (LocationIndex) size;
	meta->pending++;
	meta->pending_generation++;
	npages = meta->pending_pages;
	GenericXLogFinish(state);
	UnlockReleaseBuffer(buffer);
	UnlockReleaseBuffer(meta_buffer);
	return npages;
}

bool
mc_am_insert(Relation index, Datum *values, bool *isnull, ItemPointer tid, Relation heap,
			 IndexUniqueCheck unique, bool unchanged, IndexInfo *info)
{
	McPhraseAnalyser *analyser = info->ii_AmCache;
	McPosting *posting;
	uint64 buffer[MC_MAX_POSTING / sizeof(uint64)];
	McMetaPage meta;
	uint32 npages;
	uint32 limit;
	Size size;

	(void) heap;
	(void) unique;
	(void) unchanged;
	if (isnull[0])
		return false;
	if (analyser == NULL)
	{
		/* once a statement: is it ours to write to? */
		mc_meta_read(index, NULL, &meta);
		analyser = info->ii_AmCache = mc_analyser_create(info->ii_Context);
	}
	posting = (McPosting *) buffer;
	size = mc_analyse_phrase(analyser, values[0], tid, posting);
	while ((npages = AppendPending(index, posting, size)) == 0)
	{
		(void) mc_am_flush(index, true);
		CHECK_FOR_INTERRUPTS();
	}
	limit = (uint32) mc_am_pending_limit(index);
	if (npages > limit)
		(void) mc_am_flush(index, npages > 2 * limit);
	return false;
}
