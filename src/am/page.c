/*
 * page.c
 *		Pages of an index of stored phrases, and its metapage.
 */
#include "am/am.h"

#include "fmgr.h"
#include "storage/lmgr.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"
#include "utils/snapmgr.h"

#include "compat.h"

void
mc_test_point(const char *name)
{
	static void (**hook)(const char *) = NULL;

	if (hook == NULL)
		hook = (void (**)(const char *)) find_rendezvous_variable("medcode_test_point");
	if (*hook)
		(*hook)(name);
}

void
mc_page_init(Page page, McPageKind kind)
{
	PageInit(page, BLCKSZ, sizeof(McPageSpecial));
	MC_PAGE_SPECIAL(page)->next = InvalidBlockNumber;
	MC_PAGE_SPECIAL(page)->kind = kind;
	MC_PAGE_SPECIAL(page)->page_id = MC_PAGE_ID;
	/* what stands behind pd_lower does not reach the log */
	if (kind == MC_PAGE_DIRECTORY || kind == MC_PAGE_OVERFLOW)
	{
		memset(PageGetContents(page), 0, MC_SLOTS_PER_PAGE * sizeof(McSlot));
		((PageHeader) page)->pd_lower += MC_SLOTS_PER_PAGE * sizeof(McSlot);
	}
}

void
mc_report_damage(Relation index, BlockNumber block)
{
	ereport(ERROR, (errcode(ERRCODE_INDEX_CORRUPTED),
					errmsg("index \"%s\" is damaged at block %u",
						   RelationGetRelationName(index), block),
					errhint("REINDEX INDEX %s;",
							quote_qualified_identifier(
								get_namespace_name(RelationGetNamespace(index)),
								RelationGetRelationName(index)))));
}

/* Raise an error unless the locked page is one of these kinds. */
void
mc_page_check(Relation index, Buffer buffer, unsigned kinds)
{
	Page page = BufferGetPage(buffer);

	if (!PageIsNew(page) && PageGetSpecialSize(page) == sizeof(McPageSpecial) &&
		MC_PAGE_SPECIAL(page)->page_id == MC_PAGE_ID &&
		MC_PAGE_SPECIAL(page)->kind <= MC_PAGE_PENDING &&
		(kinds & MC_KIND(MC_PAGE_SPECIAL(page)->kind)) &&
		((PageHeader) page)->pd_lower >= SizeOfPageHeaderData &&
		MC_PAGE_USED(page) <= MC_PAGE_ROOM)
		return;
	mc_report_damage(index, BufferGetBlockNumber(buffer));
}

/* A new page at the end of the file, exclusively locked and empty. */
Buffer
mc_page_extend(Relation index)
{
	bool lock = !RELATION_IS_LOCAL(index);
	Buffer buffer;

	if (lock)
		LockRelationForExtension(index, ExclusiveLock);
	buffer = ReadBuffer(index, P_NEW);
	LockBuffer(buffer, BUFFER_LOCK_EXCLUSIVE);
	if (lock)
		UnlockRelationForExtension(index, ExclusiveLock);
	return buffer;
}

/* A number that no other build of an index began with. */
static uint64
RandomGeneration(void)
{
	uint64 number;

	if (!pg_strong_random(&number, sizeof(number)))
		ereport(ERROR, (errcode(ERRCODE_INTERNAL_ERROR),
						errmsg("could not generate a random number")));
	return number;
}

void
mc_meta_init(Page page, Relation index, uint32 directory_pages)
{
	McMetaPage *meta;

	mc_page_init(page, MC_PAGE_META);
	meta = MC_META(page);
	memset(meta, 0, sizeof(*meta));
	meta->magic = MC_INDEX_MAGIC;
	meta->format = MC_INDEX_FORMAT;
	meta->analyser = mc_analyser_fingerprint();
	meta->generation = RandomGeneration();
	meta->pending_generation = meta->generation;
	meta->directory_pages = directory_pages;
	meta->open_bucket = InvalidBlockNumber;
	meta->pending_limit = (uint32) mc_am_pending_limit(index);
	((PageHeader) page)->pd_lower += sizeof(McMetaPage);
}

/* Raise an error if this is no index that this library can read. */
static void
CheckMeta(Relation index, const McMetaPage *meta)
{
	const char *name = quote_qualified_identifier(
		get_namespace_name(RelationGetNamespace(index)), RelationGetRelationName(index));

	if (meta->magic != MC_INDEX_MAGIC)
		ereport(ERROR, (errcode(ERRCODE_INDEX_CORRUPTED),
						errmsg("%s has no metapage of an index of type medcode", name),
						errhint("REINDEX INDEX %s;", name)));
	if (meta->format != MC_INDEX_FORMAT)
		ereport(ERROR, (errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
						errmsg("index %s has format %u, this library reads format %d",
							   name, meta->format, MC_INDEX_FORMAT),
						errhint("REINDEX INDEX %s;", name)));
	if (meta->analyser != mc_analyser_fingerprint())
		ereport(ERROR,
				(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
				 errmsg("index %s was made by another version of the text engine", name),
				 errdetail("It would miss phrases: folding or stemming differ."),
				 errhint("REINDEX INDEX %s;", name)));
}

void
mc_meta_read(Relation index, Snapshot snapshot, McMetaPage *meta)
{
	Buffer buffer = ReadBuffer(index, MC_META_BLOCK);
	const McMetaPage *on_page;

	LockBuffer(buffer, BUFFER_LOCK_SHARE);
	mc_page_check(index, buffer, MC_KIND(MC_PAGE_META));
	/* every change of the index changes this page */
	if (snapshot)
		mc_test_old_snapshot(snapshot, index, BufferGetPage(buffer));
	on_page = MC_META(BufferGetPage(buffer));
	memcpy(meta, on_page, offsetof(McMetaPage, pending_blocks));
	if (meta->pending_pages <= MC_MAX_PENDING_PAGES)
		memcpy(meta->pending_blocks, on_page->pending_blocks,
			   meta->pending_pages * sizeof(BlockNumber));
	UnlockReleaseBuffer(buffer);
	if (meta->magic != MC_INDEX_MAGIC || meta->format != MC_INDEX_FORMAT ||
		meta->analyser != mc_analyser_fingerprint())
		CheckMeta(index, meta);
	if (meta->pending_pages > meta->pending_allocated ||
		meta->pending_allocated > MC_MAX_PENDING_PAGES || meta->directory_pages == 0)
		mc_report_damage(index, MC_META_BLOCK);
}

int
mc_slot_find(Page page, uint64 key, bool *found)
{
	const McSlot *slots = MC_SLOTS(page);
	int at = (int) ((key & 0xFFFFFFFF) % MC_SLOTS_PER_PAGE);

	*found = false;
	for (int n = 0; n < MC_SLOTS_PER_PAGE; n++)
	{
		if (slots[at].key == key)
		{
			*found = true;
			return at;
		}
		if (slots[at].key == 0)
			return at;
		at = at + 1 < MC_SLOTS_PER_PAGE ? at + 1 : 0;
	}
	return -1;
}
