/*
 * verify_sums.c
 *		index_verify: what several pages must have in common.
 */
#include "am/verify.h"

#include "miscadmin.h"

/* Raise an error about a count of the metapage. */
static void
ReportCount(const McVerify *check, Size offset, const char *what, uint64 stored,
			uint64 counted)
{
	mc_verify_report(check, MC_META_BLOCK, offset,
					 psprintf("The metapage has " UINT64_FORMAT
							  " %s, there are " UINT64_FORMAT ".",
							  stored, what, counted));
}

/* Is the page of a group within the bucket that begins at a page? */
static bool
IsInBucket(const McVerify *check, BlockNumber first, BlockNumber block)
{
	return first < check->nblocks &&
		   check->chains[block].head == check->chains[first].head &&
		   check->chains[block].position >= check->chains[first].position;
}

/* The word whose groups are being compared */
typedef struct Word
{
	bool any;
	int64 key;
	int64 place; /* of its slot */
	int64 first;
	bool begins; /* with a group where the slot says */
	uint64 wanted;
	uint64 found;
} Word;

static void
FinishWord(const McVerify *check, const Word *word)
{
	if (!word->any)
		return;
	if (word->wanted != word->found)
		mc_verify_report(check, MC_PLACE_BLOCK(word->place), MC_PLACE_OFFSET(word->place),
						 psprintf("The word has " UINT64_FORMAT
								  " phrases, in its bucket there are " UINT64_FORMAT ".",
								  word->wanted, word->found));
	if (word->wanted > 0 && !word->begins)
		mc_verify_report(check, MC_PLACE_BLOCK(word->place), MC_PLACE_OFFSET(word->place),
						 psprintf("The word has no phrases at block %u, offset %u.",
								  MC_PLACE_BLOCK(word->first),
								  MC_PLACE_OFFSET(word->first)));
}

/* Compare the slots with the groups: each word has all its groups in its bucket. */
static void
CompareWords(const McVerify *check)
{
	Word word = {.any = false};
	TupleTableSlot *slot = MakeSingleTupleTableSlot(check->desc, &TTSOpsMinimalTuple);

	tuplesort_performsort(check->sort);
	while (tuplesort_gettupleslot(check->sort, true, false, slot, NULL))
	{
		bool isnull;
		int64 key = DatumGetInt64(slot_getattr(slot, MC_SORT_WORD, &isnull));
		int64 place = DatumGetInt64(slot_getattr(slot, MC_SORT_PLACE, &isnull));
		uint64 count = (uint64) DatumGetInt64(slot_getattr(slot, MC_SORT_COUNT, &isnull));
		int64 first = DatumGetInt64(slot_getattr(slot, MC_SORT_FIRST, &isnull));

		CHECK_FOR_INTERRUPTS();
		if (place < 0)
		{
			place -= PG_INT64_MIN;
			if (word.any && word.key == key)
				mc_verify_report(check, MC_PLACE_BLOCK(place), MC_PLACE_OFFSET(place),
								 "The word is twice in the directory.");
			FinishWord(check, &word);
			word = (Word){
				.any = true, .key = key, .place = place, .first = first, .wanted = count};
			continue;
		}
		if (!word.any || word.key != key)
			mc_verify_report(check, MC_PLACE_BLOCK(place), MC_PLACE_OFFSET(place),
							 "The group is of a word that is not in the directory.");
		/* what a crash left of a word that was being gathered */
		if (key == DatumGetInt64(mc_verify_key(check->before.gathering)) &&
			MC_PLACE_BLOCK(place) != MC_PLACE_BLOCK(word.first))
			continue;
		if (word.wanted == 0 ||
			!IsInBucket(check, MC_PLACE_BLOCK(word.first), MC_PLACE_BLOCK(place)) ||
			(MC_PLACE_BLOCK(place) == MC_PLACE_BLOCK(word.first) && place < word.first))
			mc_verify_report(check, MC_PLACE_BLOCK(place), MC_PLACE_OFFSET(place),
							 "The group is outside the bucket of its word.");
		word.begins |= place == word.first;
		word.found += count;
	}
	FinishWord(check, &word);
	ExecDropSingleTupleTableSlot(slot);
}

/* Each page is reached from somewhere. */
static void
CheckReached(const McVerify *check)
{
	for (BlockNumber block = MC_META_BLOCK + 1; block < check->nblocks; block++)
	{
		const McPageState *page = &check->pages[block];

		/* a page is left alone when all its phrases have been gathered elsewhere */
		if (((page->kind == MC_PAGE_BUCKET && page->alive &&
			  check->before.gathering == 0) ||
			 page->kind == MC_PAGE_OVERFLOW) &&
			!page->reached)
			mc_verify_report(check, block, 0,
							 "No word and no other page leads to the page.");
		if (page->kind == MC_PAGE_DIRECTORY && page->reached)
			mc_verify_report(check, block, 0, "Another page leads to the page.");
		if (page->reached && page->kind != MC_PAGE_BUCKET &&
			page->kind != MC_PAGE_OVERFLOW)
			mc_verify_report(check, block, 0,
							 "Another page leads to the page, which is of another kind.");
	}
}

/* McVerifyCounts of directory and buckets, against the metapage before and after */
static void
CompareCounts(const McVerify *check)
{
	const McMetaPage *before = &check->before;
	const McMetaPage *after = &check->after;
	const McVerifyCounts *counts = &check->counts;

	if (before->words != counts->slots)
		ReportCount(check, MC_META_OFFSET(words), "words", before->words, counts->slots);
	if (before->phrases + before->dead != counts->phrases)
		ReportCount(check, MC_META_OFFSET(phrases), "phrases, dead ones included,",
					before->phrases + before->dead, counts->phrases);
	if (counts->in_slots + counts->abandoned != counts->phrases && before->gathering == 0)
		mc_verify_report(check, MC_META_BLOCK, MC_META_OFFSET(phrases),
						 psprintf("The words have " UINT64_FORMAT
								  " phrases, there are " UINT64_FORMAT ".",
								  counts->in_slots, counts->phrases - counts->abandoned));
	/* more become dead, fewer are left */
	if (counts->dead < before->dead || counts->dead > after->dead)
		ReportCount(check, MC_META_OFFSET(dead), "dead phrases", after->dead,
					counts->dead);
	if (counts->wordless > before->wordless || counts->wordless < after->wordless)
		ReportCount(check, MC_META_OFFSET(wordless), "phrases without a word",
					after->wordless, counts->wordless);
	if (counts->too_long > before->too_long || counts->too_long < after->too_long)
		ReportCount(check, MC_META_OFFSET(too_long), "phrases that are too long",
					after->too_long, counts->too_long);
	if (before->directory_pages != after->directory_pages ||
		before->open_bucket != after->open_bucket)
		mc_verify_report(check, MC_META_BLOCK, MC_META_OFFSET(directory_pages),
						 "The metapage changed where it cannot.");
	if (before->open_bucket != InvalidBlockNumber &&
		(before->open_bucket >= check->nblocks ||
		 check->pages[before->open_bucket].kind != MC_PAGE_BUCKET))
		mc_verify_report(check, MC_META_BLOCK, MC_META_OFFSET(open_bucket),
						 psprintf("Block %u, open for new words, is not a bucket page.",
								  before->open_bucket));
}

void
mc_verify_pending(McVerify *check)
{
	const McMetaPage *before = &check->before;
	const McMetaPage *after = &check->after;

	if (check->counts.pending < before->pending || check->counts.pending > after->pending)
		ReportCount(check, MC_META_OFFSET(pending), "pending phrases", after->pending,
					check->counts.pending);
	if (after->pending_pages < before->pending_pages ||
		after->pending_allocated < before->pending_allocated ||
		memcmp(before->pending_blocks, after->pending_blocks,
			   before->pending_allocated * sizeof(BlockNumber)) != 0)
		mc_verify_report(check, MC_META_BLOCK, MC_META_OFFSET(pending_blocks),
						 "The list of pending pages changed where it cannot.");
	for (uint32 i = 0; i < after->pending_allocated; i++)
	{
		BlockNumber block = after->pending_blocks[i];
		Size offset = MC_META_OFFSET(pending_blocks) + i * sizeof(BlockNumber);

		/* made after the file was measured, or seen before it was written to */
		if (block >= check->nblocks)
			continue;
		check->pages[block].listed = true;
		if (i < before->pending_pages && !check->pages[block].filled)
			mc_verify_report(check, MC_META_BLOCK, offset,
							 psprintf("Pending page %u has no phrases.", block));
		if (i >= after->pending_pages && check->pages[block].filled)
			mc_verify_report(check, MC_META_BLOCK, offset,
							 psprintf("Pending page %u is free and has phrases.", block));
	}
	for (BlockNumber block = MC_META_BLOCK + 1; block < check->nblocks; block++)
	{
		if (check->pages[block].kind == MC_PAGE_PENDING && !check->pages[block].listed)
			mc_verify_report(check, block, 0,
							 "The page is not in the list of pending pages.");
	}
}

void
mc_verify_buckets(const McVerify *check)
{
	CheckReached(check);
	CompareWords(check);
	CompareCounts(check);
}
