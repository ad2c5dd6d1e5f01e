/*
 * card_store.c
 *		The cards that a session keeps, read from table code_card.
 */
#include "terminology/card_store.h"

#include "catalog/namespace.h"
#include "catalog/pg_type.h"
#include "executor/spi.h"
#include "lib/ilist.h"
#include "utils/builtins.h"
#include "utils/hsearch.h"
#include "utils/inval.h"
#include "utils/lsyscache.h"
#include "utils/memutils.h"

#include "compat.h"
#include "pg_host.h"
#include "terminology/version.h"

/* What a session keeps; the card used longest ago goes first. */
#define MAX_CARDS 2048
#define MAX_BYTES (4 * 1024 * 1024)

/* Places for those asked for last, to be looked at first */
#define RECENT_CARDS 256

/*
 * A release_id is given once in the life of the table, and what it stands for
 * is frozen.  DROP EXTENSION ends that life, and a restore over an older
 * installation begins with it; the table that follows has another oid.
 */
typedef struct CardKey
{
	int64 release_id;
	int64 tabular_id;
	McIcd10cm category;
	Oid table;
	uint32 unused; /* no padding in what is hashed */
} CardKey;

typedef struct KeptCard
{
	CardKey key;
	dlist_node node;
	void *block;
	Size size;
	McCard card;
} KeptCard;

/* The one cache of the session */
static struct
{
	MemoryContext context;
	HTAB *cards;
	dlist_head by_use;              /* the one used last first */
	KeptCard *recent[RECENT_CARDS]; /* by category; NULL: none */
	int count;
	Size bytes;
	McNarrowMemo *memo;
	uint64 numbers; /* given to cards so far */
} kept;

static SPIPlanPtr card_plan;

/* The table, until the catalog says that something changed */
static Oid card_table;

static void
ForgetTable(Datum arg, Oid relid)
{
	(void) arg;
	if (relid == InvalidOid || relid == card_table)
		card_table = InvalidOid;
}

static void
MakeCache(void)
{
	HASHCTL ctl = {.keysize = sizeof(CardKey), .entrysize = sizeof(KeptCard)};
	MemoryContext context =
		AllocSetContextCreate(TopMemoryContext, "medcode cards", ALLOCSET_DEFAULT_SIZES);
	McHost host;

	CacheRegisterRelcacheCallback(ForgetTable, (Datum) 0);
	ctl.hcxt = context;
	kept.cards = hash_create("medcode cards", MAX_CARDS, &ctl,
							 HASH_ELEM | HASH_BLOBS | HASH_CONTEXT);
	dlist_init(&kept.by_use);
	host = mc_pg_host(context);
	kept.memo = mc_narrow_memo_create(&host);
	kept.context = context;
}

static void
Forget(KeptCard *card)
{
	memset(kept.recent, 0, sizeof(kept.recent));
	dlist_delete(&card->node);
	kept.count--;
	kept.bytes -= card->size;
	pfree(card->block);
	(void) hash_search(kept.cards, &card->key, HASH_REMOVE, NULL);
}

/* The block of a card, in the cache's memory, or NULL if there is none. */
static void *
ReadBlock(const CardKey *key, Size *size)
{
	Oid types[] = {INT8OID, INT8OID, TEXTOID};
	char category[MC_ICD10CM_BUFSIZE];
	Datum values[lengthof(types)];
	void *block = NULL;
	int nest_level = mc_query_begin();
	bool isnull;

	mc_icd10cm_print(key->category, category);
	values[0] = Int64GetDatum(key->release_id);
	values[1] = Int64GetDatum(key->tabular_id);
	values[2] = CStringGetTextDatum(category);
	if (card_plan == NULL)
	{
		SPIPlanPtr plan =
			SPI_prepare("SELECT card FROM medcode.code_card"
						" WHERE release_id = $1 AND tabular_id = $2 AND category = $3",
						lengthof(types), types);

		if (plan == NULL || SPI_keepplan(plan) != 0)
			elog(ERROR, "could not prepare the query for a card: %s",
				 SPI_result_code_string(SPI_result));
		card_plan = plan;
	}
	if (SPI_execute_plan(card_plan, values, NULL, true, 1) != SPI_OK_SELECT)
		elog(ERROR, "could not read the card of a category");
	if (SPI_processed == 1)
	{
		bytea *stored = DatumGetByteaPP(
			SPI_getbinval(SPI_tuptable->vals[0], SPI_tuptable->tupdesc, 1, &isnull));

		/* a copy, because the bytes of a bytea are not aligned */
		*size = VARSIZE_ANY_EXHDR(stored);
		block = MemoryContextAlloc(kept.context, Max(*size, 1));
		memcpy(block, VARDATA_ANY(stored), *size);
	}
	else
	{
		if (SPI_execute_with_args("SELECT FROM medcode.code_card"
								  " WHERE release_id = $1 AND tabular_id = $2",
								  2, types, values, NULL, true, 1) != SPI_OK_SELECT)
			elog(ERROR, "could not read the cards of a release");
		if (SPI_processed == 0)
			ereport(ERROR, (errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
							errmsg("the cards of this release of ICD-10-CM are missing"),
							errhint("SELECT medcode.write_cards();")));
	}
	mc_query_end(nest_level);
	return block;
}

const McCard *
mc_card_fetch(int64 release_id, int64 tabular_id, McIcd10cm category)
{
	CardKey key = {
		.release_id = release_id, .tabular_id = tabular_id, .category = category};
	KeptCard **recent;
	KeptCard *card;
	McCard opened;
	void *block;
	Size size = 0;

	if (kept.context == NULL)
		MakeCache();
	if (!OidIsValid(card_table))
		card_table = get_relname_relid("code_card", get_namespace_oid("medcode", false));
	key.table = card_table;
	recent = &kept.recent[(category * MC_HASH_A >> 32) % RECENT_CARDS];
	card = *recent;
	if (card == NULL || memcmp(&card->key, &key, sizeof(key)) != 0)
		card = *recent = hash_search(kept.cards, &key, HASH_FIND, NULL);
	if (card)
	{
		dlist_move_head(&kept.by_use, &card->node);
		return &card->card;
	}

	block = ReadBlock(&key, &size);
	if (block == NULL)
		return NULL;
	if (!mc_card_open(block, size, &opened) || opened.category != category)
	{
		char printed[MC_ICD10CM_BUFSIZE];

		pfree(block);
		mc_icd10cm_print(category, printed);
		ereport(
			ERROR,
			(errcode(ERRCODE_DATA_CORRUPTED),
			 errmsg("the stored card of category %s cannot be used", printed),
			 errdetail(
				 "It is damaged, or another version of medcode or another kind of machine wrote it."),
			 errhint("SELECT medcode.write_cards(rewrite => true);")));
	}
	while (kept.count > 0 && (kept.count >= MAX_CARDS || kept.bytes + size > MAX_BYTES))
		Forget(dlist_container(KeptCard, node, dlist_tail_node(&kept.by_use)));
	card = hash_search(kept.cards, &key, HASH_ENTER, NULL);
	card->block = block;
	card->size = size;
	card->card = opened;
	card->card.memo = kept.memo;
	card->card.number = ++kept.numbers;
	dlist_push_head(&kept.by_use, &card->node);
	kept.count++;
	kept.bytes += size;
	return &card->card;
}
