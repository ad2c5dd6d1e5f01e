/*
 * layout_check.c
 *		What is on disk must not change by accident: sizes and offsets, checked by the
 *		compiler.  Whoever changes one of these changes MC_INDEX_FORMAT.
 */
#include "am/page.h"

StaticAssertDecl(sizeof(McPageSpecial) == 8, "special space of a page");
StaticAssertDecl(offsetof(McPageSpecial, page_id) == 6, "page id is last");
StaticAssertDecl(MAXALIGN(sizeof(McPageSpecial)) == sizeof(McPageSpecial),
				 "special space needs no padding");
StaticAssertDecl(MAXALIGN(SizeOfPageHeaderData) == SizeOfPageHeaderData,
				 "content begins behind the header");

StaticAssertDecl(offsetof(McMetaPage, analyser) == 8, "meta page");
StaticAssertDecl(offsetof(McMetaPage, generation) == 16, "meta page");
StaticAssertDecl(offsetof(McMetaPage, pending_generation) == 24, "meta page");
StaticAssertDecl(offsetof(McMetaPage, phrases) == 32, "meta page");
StaticAssertDecl(offsetof(McMetaPage, pending) == 64, "meta page");
StaticAssertDecl(offsetof(McMetaPage, gathering) == 72, "meta page");
StaticAssertDecl(offsetof(McMetaPage, directory_pages) == 80, "meta page");
StaticAssertDecl(offsetof(McMetaPage, open_bucket) == 88, "meta page");
StaticAssertDecl(offsetof(McMetaPage, pending_pages) == 96, "meta page");
StaticAssertDecl(offsetof(McMetaPage, walking) == 104, "meta page");
StaticAssertDecl(offsetof(McMetaPage, pending_blocks) == 108, "meta page");
StaticAssertDecl(sizeof(McMetaPage) <= MC_PAGE_ROOM, "meta page fits a page");

StaticAssertDecl(sizeof(McSlot) == 24, "slot of the directory");
StaticAssertDecl(offsetof(McSlot, first) == 12, "slot of the directory");
StaticAssertDecl(offsetof(McSlot, offset) == 20, "slot of the directory");
StaticAssertDecl(sizeof(McGroup) == 16, "group of a bucket");
StaticAssertDecl(sizeof(McPosting) == 8, "posting");
StaticAssertDecl(sizeof(McGroup) + MC_MAX_POSTING <= MC_PAGE_ROOM / 16,
				 "many postings fit a page");
StaticAssertDecl(MaxBlockNumber <= PG_UINT32_MAX, "a block takes 32 bits of a reference");
