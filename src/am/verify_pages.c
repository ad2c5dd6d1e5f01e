/*
 * verify_pages.c
 *		index_verify: each page by itself, and what it says of others.
 */
#include "am/verify.h"

#include "catalog/pg_operator_d.h"
#include "catalog/pg_type_d.h"
#include "common/pg_prng.h"
#include "miscadmin.h"

#include "am/inspect.h"
#include "am/walk.h"

void
mc_verify_report(const McVerify *check, BlockNumber block, Size offset,
				 const char *detail)
{
	ereport(ERROR,
			(errcode(ERRCODE_INDEX_CORRUPTED),
			 errmsg("index \"%s\" is corrupted at block %u, offset %zu",
					RelationGetRelationName(check->index), block, offset),
			 errdetail("%s", detail), errhint("%s", mc_reindex_hint(check->index))));
}

/* Copy a page and check its header; returns its kind. */
static int
ReadPage(McVerify *check, BlockNumber block)
{
	Page page = (Page) check->copy.data;
	const char *damage;

	CHECK_FOR_INTERRUPTS();
	mc_page_copy(check->index, block, check->strategy, check->copy.data);
	if (PageIsNew(page))
		return 0;
	damage = mc_page_damage(page, block);
	if (damage)
		mc_verify_report(check, block, 0, damage);
	return MC_PAGE_SPECIAL(page)->kind;
}

/*
 * Is a block that a page names within the file?  In recovery it may have come after
 * the file was measured: then it is left out, and so are the sums.
 */
static bool
IsWithin(McVerify *check, BlockNumber named, BlockNumber block, Size offset)
{
	if (named < check->nblocks)
		return true;
	if (check->locked || named >= RelationGetNumberOfBlocks(check->index))
		mc_verify_report(check, block, offset,
						 psprintf("It names block %u, which is not in the file.", named));
	return false;
}

void
mc_verify_meta(McVerify *check, McMetaPage *meta)
{
	if (ReadPage(check, MC_META_BLOCK) != MC_PAGE_META)
		mc_verify_report(check, MC_META_BLOCK, 0, "Block 0 is all zero.");
	memcpy(meta, MC_META(check->copy.data), sizeof(*meta));
	if (meta->pending_allocated > MC_MAX_PENDING_PAGES ||
		meta->pending_pages > meta->pending_allocated)
		mc_verify_report(check, MC_META_BLOCK, MC_META_OFFSET(pending_pages),
						 "There are more pending pages than there can be.");
	if (meta->pending_limit < 1 || meta->pending_limit > MC_MAX_PENDING_LIMIT)
		mc_verify_report(check, MC_META_BLOCK, MC_META_OFFSET(pending_limit),
						 "The limit of pending pages is none that can be set.");
	if (meta->directory_pages == 0)
		mc_verify_report(check, MC_META_BLOCK, MC_META_OFFSET(directory_pages),
						 "There are no directory pages.");
}

/* Remember a slot or a group. */
static void
PutSorted(McVerify *check, uint64 key, int64 place, uint32 count, int64 first)
{
	ExecClearTuple(check->slot);
	check->slot->tts_values[MC_SORT_WORD - 1] = mc_verify_key(key);
	check->slot->tts_values[MC_SORT_PLACE - 1] = Int64GetDatum(place);
	check->slot->tts_values[MC_SORT_COUNT - 1] = Int64GetDatum((int64) count);
	check->slot->tts_values[MC_SORT_FIRST - 1] = Int64GetDatum(first);
	memset(check->slot->tts_isnull, false, MC_SORT_COLUMNS * sizeof(bool));
	ExecStoreVirtualTuple(check->slot);
	tuplesort_puttupleslot(check->sort, check->slot);
}

static int
CompareKeys(const void *a, const void *b)
{
	uint64 x = *(const uint64 *) a;
	uint64 y = *(const uint64 *) b;

	return x < y ? -1 : x > y;
}

Size
mc_verify_fingerprint(const McPosting *posting, const uint64 *first, unsigned nkeys,
					  uint64 *out)
{
	unsigned n = 0;

	out[0] = mc_posting_head(mc_posting_reference(posting),
							 mc_posting_flags(posting) & ~(unsigned) MC_POSTING_DEAD,
							 mc_posting_words(posting));
	if (first)
		out[++n] = *first;
	memcpy(out + 1 + n, posting->keys, nkeys * sizeof(uint64));
	n += nkeys;
	qsort(out + 1, n, sizeof(uint64), CompareKeys);
	return MC_POSTING_SIZE(n);
}

/* A phrase that is not dead: its row is in the table, and the filter knows it. */
static void
TakePosting(McVerify *check, BlockNumber block, const McPageWalk *walk)
{
	const McPosting *posting = walk->posting;
	BlockNumber heap_block = (BlockNumber) (mc_posting_reference(posting) >> 16);
	uint64 print[1 + MC_MAX_TERM_WORDS];

	/* the table may have grown; it does not become shorter under our lock */
	if (heap_block >= check->heap_blocks)
	{
		check->heap_blocks = RelationGetNumberOfBlocks(check->heap);
		if (heap_block >= check->heap_blocks)
			mc_verify_report(
				check, block, walk->posting_at,
				psprintf(
					"The phrase is of a row in block %u, which the table does not have.",
					heap_block));
	}
	if (check->filter == NULL)
		return;
	if (walk->pending)
		bloom_add_element(
			check->filter, (unsigned char *) print,
			mc_verify_fingerprint(posting, NULL, mc_posting_words(posting), print));
	else
		bloom_add_element(check->filter, (unsigned char *) print,
						  mc_verify_fingerprint(
							  posting,
							  mc_posting_words(posting) > 0 ? &walk->group->key : NULL,
							  mc_posting_keys(posting), print));
}

/* The pending pages that are in use by the metapage before. */
static void
CheckPending(McVerify *check)
{
	for (uint32 i = 0; i < check->before.pending_allocated; i++)
	{
		BlockNumber block = check->before.pending_blocks[i];
		Size offset = MC_META_OFFSET(pending_blocks) + i * sizeof(BlockNumber);
		McPageWalk walk;

		if (!IsWithin(check, block, MC_META_BLOCK, offset))
			continue;
		if (check->pages[block].listed)
			mc_verify_report(
				check, MC_META_BLOCK, offset,
				psprintf("Block %u is twice in the list of pending pages.", block));
		check->pages[block].listed = true;
		if (ReadPage(check, block) != MC_PAGE_PENDING)
			mc_verify_report(check, MC_META_BLOCK, offset,
							 psprintf("Block %u is not a pending page.", block));
		if (i >= check->before.pending_pages)
			continue;
		mc_walk_begin(&walk, (Page) check->copy.data);
		check->pages[block].filled = walk.used > 0;
		while (mc_walk_next(&walk))
		{
			check->counts.pending++;
			TakePosting(check, block, &walk);
		}
		if (walk.damage)
			mc_verify_report(check, block, walk.damage_at, walk.damage);
	}
}

/* A slot that is in use, on a page of the chain that begins at primary. */
static void
CheckSlot(McVerify *check, BlockNumber primary, BlockNumber block, int number)
{
	Page page = (Page) check->copy.data;
	const McSlot *slot = &MC_SLOTS(page)[number];
	Size offset = (Size) number * sizeof(McSlot);
	bool found;

	if (mc_directory_block(slot->key, check->before.directory_pages) != primary)
		mc_verify_report(check, block, offset,
						 "The word belongs to another directory page.");
	if (mc_slot_find(page, slot->key, &found) != number)
		mc_verify_report(check, block, offset, "The word is not where it is looked for.");
	if (slot->unused != 0 || slot->frequency < slot->count)
		mc_verify_report(check, block, offset,
						 "The counts of the word contradict each other.");
	if (slot->count == 0 && (slot->first != InvalidBlockNumber || slot->offset != 0))
		mc_verify_report(check, block, offset, "A word without phrases names a bucket.");
	if (slot->count > 0)
	{
		if (slot->offset % sizeof(uint64) != 0 ||
			slot->offset + sizeof(McGroup) > MC_PAGE_ROOM)
			mc_verify_report(check, block, offset,
							 "The word names an impossible offset.");
		if (IsWithin(check, slot->first, block, offset))
			check->pages[slot->first].reached = true;
	}
	check->counts.slots++;
	check->counts.in_slots += slot->count;
	PutSorted(check, slot->key, MC_SLOT_PLACE(MC_PLACE(block, offset)), slot->count,
			  MC_PLACE(slot->first, slot->offset));
}

/* A directory page and those it is continued on. */
static void
CheckDirectoryChain(McVerify *check, BlockNumber primary)
{
	static const McSlot empty;
	BlockNumber block = primary;

	while (block != InvalidBlockNumber)
	{
		BlockNumber next;

		if (ReadPage(check, block) !=
			(block == primary ? MC_PAGE_DIRECTORY : MC_PAGE_OVERFLOW))
			mc_verify_report(check, block, 0,
							 "The block is not the directory page it should be.");
		for (int i = 0; i < MC_SLOTS_PER_PAGE; i++)
		{
			const McSlot *slot = &MC_SLOTS(check->copy.data)[i];

			if (slot->key != 0)
				CheckSlot(check, primary, block, i);
			else if (memcmp(slot, &empty, sizeof(empty)) != 0)
				mc_verify_report(check, block, (Size) i * sizeof(McSlot),
								 "A free slot is not empty.");
		}
		next = MC_PAGE_SPECIAL(check->copy.data)->next;
		if (next == InvalidBlockNumber || !IsWithin(check, next, block, 0))
			break;
		if (check->pages[next].reached)
			mc_verify_report(check, block, 0,
							 psprintf("Block %u belongs to two chains of pages.", next));
		check->pages[next].reached = true;
		block = next;
	}
}

/* The groups of a bucket page. */
static void
CheckBucket(McVerify *check, BlockNumber block)
{
	BlockNumber next = MC_PAGE_SPECIAL(check->copy.data)->next;
	McPageWalk walk;

	if (check->chains[block].head == InvalidBlockNumber)
		check->chains[block].head = block;
	if (next != InvalidBlockNumber && IsWithin(check, next, block, 0))
	{
		/* next > block: so it has not been visited, and chains have no circles */
		if (check->chains[next].head != InvalidBlockNumber)
			mc_verify_report(check, block, 0,
							 psprintf("Block %u is the next page of two others.", next));
		check->chains[next].head = check->chains[block].head;
		check->chains[next].position = check->chains[block].position + 1;
		check->pages[next].reached = true;
	}
	mc_walk_begin(&walk, (Page) check->copy.data);
	if (walk.used == 0)
		mc_verify_report(check, block, 0, "The bucket page is empty.");
	while (mc_walk_next(&walk))
	{
		unsigned flags = mc_posting_flags(walk.posting);

		if (walk.first && walk.group->key != MC_KEY_ABANDONED)
		{
			check->pages[block].alive = true;
			PutSorted(check, walk.group->key, MC_PLACE(block, walk.group_at),
					  walk.group->count, 0);
		}
		check->counts.phrases++;
		check->counts.abandoned += walk.group->key == MC_KEY_ABANDONED;
		if (flags & MC_POSTING_DEAD)
		{
			check->counts.dead++;
			continue;
		}
		check->counts.wordless += (flags & MC_POSTING_WORDLESS) != 0;
		check->counts.too_long += (flags & MC_POSTING_TOO_LONG) != 0;
		TakePosting(check, block, &walk);
	}
	if (walk.damage)
		mc_verify_report(check, block, walk.damage_at, walk.damage);
}

/* All blocks in the order of the file. */
static void
CheckBlocks(McVerify *check)
{
	for (BlockNumber block = MC_META_BLOCK + 1; block < check->nblocks; block++)
	{
		int kind = ReadPage(check, block);
		McPageWalk walk;

		if ((kind == MC_PAGE_DIRECTORY) != (block <= check->before.directory_pages))
			mc_verify_report(check, block, 0,
							 "The directory pages are not those of the metapage.");
		if (check->chains[block].head != InvalidBlockNumber && kind != MC_PAGE_BUCKET)
			mc_verify_report(check, block, 0,
							 "A bucket goes on at a page that is not of one.");
		check->pages[block].kind = (uint8) kind;
		if (kind == MC_PAGE_BUCKET)
			CheckBucket(check, block);
		else if (kind == MC_PAGE_PENDING)
		{
			mc_walk_begin(&walk, (Page) check->copy.data);
			check->pages[block].filled |= walk.used > 0;
			while (mc_walk_next(&walk))
				;
			if (walk.damage)
				mc_verify_report(check, block, walk.damage_at, walk.damage);
		}
	}
}

/* Memory for what is known of the pages, 12 bytes each; the sort keeps within work_mem. */
static void
Begin(McVerify *check)
{
	AttrNumber columns[] = {MC_SORT_WORD, MC_SORT_PLACE};
	Oid operators[] = {Int8LessOperator, Int8LessOperator};
	Oid collations[] = {InvalidOid, InvalidOid};
	bool nulls_first[] = {false, false};

	check->strategy = GetAccessStrategy(BAS_BULKREAD);
	check->pages = palloc_extended(check->nblocks * sizeof(McPageState),
								   MCXT_ALLOC_HUGE | MCXT_ALLOC_ZERO);
	check->chains = palloc_extended(check->nblocks * sizeof(McChainState),
									MCXT_ALLOC_HUGE | MCXT_ALLOC_ZERO);
	for (BlockNumber block = 0; block < check->nblocks; block++)
		check->chains[block].head = InvalidBlockNumber;
	check->desc = CreateTemplateTupleDesc(MC_SORT_COLUMNS);
	TupleDescInitEntry(check->desc, MC_SORT_WORD, "word", INT8OID, -1, 0);
	TupleDescInitEntry(check->desc, MC_SORT_PLACE, "place", INT8OID, -1, 0);
	TupleDescInitEntry(check->desc, MC_SORT_COUNT, "phrases", INT8OID, -1, 0);
	TupleDescInitEntry(check->desc, MC_SORT_FIRST, "first", INT8OID, -1, 0);
	check->slot = MakeSingleTupleTableSlot(check->desc, &TTSOpsVirtual);
	check->sort =
		tuplesort_begin_heap(check->desc, lengthof(columns), columns, operators,
							 collations, nulls_first, work_mem, NULL, TUPLESORT_NONE);
}

void
mc_verify_pages(McVerify *check, bool with_filter)
{
	Begin(check);
	if (check->before.directory_pages >= check->nblocks)
		mc_verify_report(check, MC_META_BLOCK, MC_META_OFFSET(directory_pages),
						 psprintf("It has %u directory pages, the file has %u blocks.",
								  check->before.directory_pages, check->nblocks));
	if (with_filter)
	{
		/* no more than fit the file, whatever the metapage says */
		uint64 most = (uint64) check->nblocks * (MC_PAGE_ROOM / sizeof(McPosting));
		uint64 phrases = check->before.phrases + check->before.pending;

		check->filter = bloom_create((int64) Max(Min(phrases, most), 1), work_mem,
									 pg_prng_uint64(&pg_global_prng_state));
	}
	CheckPending(check);
	for (uint32 i = 0; i < check->before.directory_pages; i++)
		CheckDirectoryChain(check, MC_FIRST_DIRECTORY_BLOCK + i);
	CheckBlocks(check);
}
