/*
 * walk.c
 *		Copies of pages, and what stands on them, posting by posting.
 *
 * Nothing on a page is trusted: what cannot be right is told, and nothing is read that
 * is not within the copy.
 */
#include "am/walk.h"

#define KNOWN_FLAGS (MC_POSTING_DEAD | MC_POSTING_WORDLESS | MC_POSTING_TOO_LONG)

void
mc_page_copy(Relation index, BlockNumber block, BufferAccessStrategy strategy, char *copy)
{
	Buffer buffer = ReadBufferExtended(index, MAIN_FORKNUM, block, RBM_NORMAL, strategy);

	LockBuffer(buffer, BUFFER_LOCK_SHARE);
	memcpy(copy, BufferGetPage(buffer), BLCKSZ);
	UnlockReleaseBuffer(buffer);
}

const char *
mc_page_damage(Page page, BlockNumber block)
{
	PageHeader header = (PageHeader) page;
	const McPageSpecial *special;
	Size content;

	if (header->pd_special != BLCKSZ - sizeof(McPageSpecial) ||
		header->pd_upper != header->pd_special ||
		header->pd_pagesize_version != (BLCKSZ | PG_PAGE_LAYOUT_VERSION))
		return "The header of the page is not that of a page of this index type.";
	if (header->pd_lower < SizeOfPageHeaderData || header->pd_lower > header->pd_upper)
		return "The content of the page does not end within the page.";
	special = (const McPageSpecial *) (page + header->pd_special);
	if (special->page_id != MC_PAGE_ID)
		return "The page does not end with the mark of this index type.";
	content = header->pd_lower - SizeOfPageHeaderData;
	switch (special->kind)
	{
		case MC_PAGE_META:
			if (block != MC_META_BLOCK)
				return "A metapage is only at block 0.";
			if (content != sizeof(McMetaPage))
				return "The metapage has another length.";
			break;
		case MC_PAGE_DIRECTORY:
		case MC_PAGE_OVERFLOW:
			if (content != MC_SLOTS_PER_PAGE * sizeof(McSlot))
				return "The directory page has another length.";
			break;
		case MC_PAGE_BUCKET:
		case MC_PAGE_PENDING:
			if (content % sizeof(uint64) != 0)
				return "The content of the page ends within a number.";
			break;
		default:
			return "The page is of no known kind.";
	}
	if (block == MC_META_BLOCK && special->kind != MC_PAGE_META)
		return "Block 0 is not a metapage.";
	if ((special->kind == MC_PAGE_META || special->kind == MC_PAGE_PENDING) &&
		special->next != InvalidBlockNumber)
		return "Such a page has no next one.";
	/* pages are made at the end of the file, when there is something to link them to */
	if (special->next <= block)
		return "The next page does not stand behind this one.";
	return NULL;
}

void
mc_walk_begin(McPageWalk *walk, Page page)
{
	memset(walk, 0, sizeof(*walk));
	walk->content = MC_PAGE_CONTENT(page);
	walk->used = MC_PAGE_USED(page);
	walk->pending = MC_PAGE_SPECIAL(page)->kind == MC_PAGE_PENDING;
}

static bool
Damaged(McPageWalk *walk, Size at, const char *damage)
{
	walk->damage = damage;
	walk->damage_at = at;
	return false;
}

/* Why a posting cannot be right, or NULL.  It is within its page. */
static const char *
PostingDamage(const McPageWalk *walk, const McPosting *posting, unsigned nkeys)
{
	unsigned flags = mc_posting_flags(posting);
	unsigned words = mc_posting_words(posting);
	OffsetNumber offset = (OffsetNumber) (mc_posting_reference(posting) & 0xFFFF);
	bool nothing = (flags & (MC_POSTING_WORDLESS | MC_POSTING_TOO_LONG)) != 0;

	if (flags & ~(unsigned) KNOWN_FLAGS)
		return "The phrase has unknown flags.";
	if (walk->pending && (flags & MC_POSTING_DEAD))
		return "The phrase is pending and dead.";
	if (nothing != (words == 0) ||
		((flags & MC_POSTING_WORDLESS) && (flags & MC_POSTING_TOO_LONG)))
		return "The flags of the phrase do not go with the number of its words.";
	if (!OffsetNumberIsValid(offset) ||
		mc_posting_reference(posting) >> 16 == InvalidBlockNumber)
		return "The phrase is of no possible row.";
	if (!walk->pending && walk->group->key == MC_KEY_ABANDONED)
	{
		if (!(flags & MC_POSTING_DEAD))
			return "The phrase stands under no word.";
	}
	else if (!walk->pending && (walk->group->key == MC_KEY_NOTHING) != nothing)
		return "The phrase stands under a word that it cannot have.";
	for (unsigned i = 0; i < nkeys; i++)
	{
		if (posting->keys[i] <= MC_KEY_NOTHING)
			return "The phrase has an impossible word.";
	}
	return NULL;
}

/* The next group of a bucket page */
static bool
NextGroup(McPageWalk *walk)
{
	const McGroup *group = (const McGroup *) (walk->content + walk->at);

	if (walk->used - walk->at < sizeof(McGroup))
		return Damaged(walk, walk->at, "The page ends within a group.");
	if (group->bytes > walk->used - walk->at - sizeof(McGroup))
		return Damaged(walk, walk->at, "The group does not end within the page.");
	if (group->bytes % sizeof(uint64) != 0)
		return Damaged(walk, walk->at, "The group ends within a number.");
	if (group->count == 0)
		return Damaged(walk, walk->at, "The group has no phrases.");
	walk->group = group;
	walk->group_at = walk->at;
	walk->group_left = group->count;
	walk->at += sizeof(McGroup);
	walk->group_end = walk->at + group->bytes;
	walk->first = true;
	return true;
}

bool
mc_walk_next(McPageWalk *walk)
{
	const McPosting *posting;
	const char *damage;
	unsigned nkeys;
	Size end = walk->used;

	walk->first = false;
	if (!walk->pending)
	{
		if (walk->group_left == 0)
		{
			if (walk->group && walk->at != walk->group_end)
				return Damaged(walk, walk->group_at,
							   "The group has more bytes than its phrases.");
			if (walk->at == walk->used || !NextGroup(walk))
				return false;
		}
		end = walk->group_end;
	}
	else if (walk->at == walk->used)
		return false;
	posting = (const McPosting *) (walk->content + walk->at);
	if (end - walk->at < sizeof(McPosting))
		return Damaged(walk, walk->pending ? walk->at : walk->group_at,
					   "There are fewer bytes than phrases.");
	if (mc_posting_words(posting) > MC_MAX_TERM_WORDS)
		return Damaged(walk, walk->at, "The phrase has too many words.");
	nkeys = walk->pending ? mc_posting_words(posting) : mc_posting_keys(posting);
	if (MC_POSTING_SIZE(nkeys) > end - walk->at)
		return Damaged(walk, walk->at, "The phrase does not end where it has to.");
	damage = PostingDamage(walk, posting, nkeys);
	if (damage)
		return Damaged(walk, walk->at, damage);
	walk->posting = posting;
	walk->posting_at = walk->at;
	walk->at += MC_POSTING_SIZE(nkeys);
	walk->group_left -= !walk->pending;
	return true;
}
