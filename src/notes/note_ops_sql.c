/*
 * note_ops_sql.c
 *		The operator class note_ops: notes by code, for GIN.
 *
 * A note is entered under a key for each of its facts and one for the edition it was read
 * with (note_key.h).  A query asks for ranges of keys of the edition that is published, and
 * for the keys of all other editions: notes that were read with none but those have to be
 * looked at, all others are decided by the index.  docs/notes-by-code.md.
 */
#include "notes/notes_sql.h"

#include "access/gin.h"
#include "access/xact.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/resowner.h"

#include "terminology/icd10cm.h"
#include "terminology/installed.h"

PG_FUNCTION_INFO_V1(mc_note_extract_value_sql);
PG_FUNCTION_INFO_V1(mc_note_extract_query_sql);
PG_FUNCTION_INFO_V1(mc_note_consistent_sql);
PG_FUNCTION_INFO_V1(mc_note_tri_consistent_sql);
PG_FUNCTION_INFO_V1(mc_note_compare_partial_sql);

/* ---------- entering a note ---------- */

typedef struct NoteKeys
{
	Datum *list;
	int32 count;
} NoteKeys;

static void
OnlyRecheck(NoteKeys *keys)
{
	keys->list = palloc(sizeof(Datum));
	keys->list[0] = Int64GetDatum(MC_RECHECK_KEY);
	keys->count = 1;
}

static void
ReadKeys(const text *note, NoteKeys *keys)
{
	bool is_settled;
	McTerminology *terminology = mc_published_terminology(&is_settled);
	McNoteKey edition = mc_edition_key(mc_findings_version());
	McNoteFacts facts;

	if (!is_settled)
	{
		OnlyRecheck(keys);
		return;
	}
	mc_read_note(terminology, note, &facts);
	keys->list = palloc((facts.count + 1) * sizeof(Datum));
	keys->list[0] = Int64GetDatum(edition);
	for (size_t i = 0; i < facts.count; i++)
		keys->list[i + 1] = Int64GetDatum(mc_fact_key(edition, &facts.list[i]));
	keys->count = (int32) facts.count + 1;
}

/*
 * Is an error one of the terminology or the installation?  Not those of the query, the
 * transaction, memory and disk.
 */
static bool
IsOfTerminology(const ErrorData *error)
{
	switch (ERRCODE_TO_CATEGORY(error->sqlerrcode))
	{
		case ERRCODE_DATA_EXCEPTION:
		case ERRCODE_SYNTAX_ERROR_OR_ACCESS_RULE_VIOLATION:
		case ERRCODE_INTERNAL_ERROR:
			return true;
		case ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE:
			return error->sqlerrcode != ERRCODE_LOCK_NOT_AVAILABLE;
		default:
			return false;
	}
}

/*
 * The same, but what is wrong with the terminology stops nobody from loading notes: the
 * note is entered as one to look at.
 */
static void
TryKeys(const text *note, NoteKeys *keys)
{
	MemoryContext caller = CurrentMemoryContext;
	ResourceOwner owner = CurrentResourceOwner;
	NoteKeys *volatile result = keys;

	BeginInternalSubTransaction(NULL);
	MemoryContextSwitchTo(caller);
	PG_TRY();
	{
		ReadKeys(note, result);
		ReleaseCurrentSubTransaction();
	}
	PG_CATCH();
	{
		ErrorData *error;

		MemoryContextSwitchTo(caller);
		error = CopyErrorData();
		FlushErrorState();
		RollbackAndReleaseCurrentSubTransaction();
		MemoryContextSwitchTo(caller);
		CurrentResourceOwner = owner;
		if (!IsOfTerminology(error))
			ReThrowError(error);
		FreeErrorData(error);
		OnlyRecheck(result);
	}
	PG_END_TRY();
	MemoryContextSwitchTo(caller);
	CurrentResourceOwner = owner;
}

/* The keys of a note that is entered again */
static void
KeysAgain(McReentry *reentry, const text *note, NoteKeys *keys)
{
	McNoteKey edition = mc_edition_key(mc_findings_version());

	if (reentry->edition)
	{
		keys->list = palloc(2 * sizeof(Datum));
		keys->list[0] = Int64GetDatum(mc_again_key(edition));
		keys->list[1] = Int64GetDatum(edition);
		keys->count = 2;
		return;
	}
	TryKeys(note, keys);
	reentry->readable = DatumGetInt64(keys->list[0]) != MC_RECHECK_KEY;
	if (!reentry->readable)
		return;
	if (keys->count > 1)
	{
		keys->list++;
		keys->count--;
	}
	else
		keys->list[0] = Int64GetDatum(mc_again_key(edition)); /* there are no facts */
}

/* medcode.note_extract_value(text, internal): the keys of a note */
Datum
mc_note_extract_value_sql(PG_FUNCTION_ARGS)
{
	const text *note = PG_GETARG_TEXT_PP(0);
	int32 *count = (int32 *) PG_GETARG_POINTER(1);
	NoteKeys keys;

	if (fcinfo->flinfo->fn_extra)
		KeysAgain(fcinfo->flinfo->fn_extra, note, &keys);
	else
		TryKeys(note, &keys);
	*count = keys.count;
	PG_RETURN_POINTER(keys.list);
}

/* ---------- asking ---------- */

/* The entries of every query, before those of its atoms */
enum
{
	/*
	 * the edition that is published; where there is no "!", only the notes that were read with it
	 * again: no other one is asked about, and the list of all is long
	 */
	ENTRY_EDITION,
	ENTRY_OTHERS, /* all others, and "recheck" */
	ENTRY_CLASH,  /* others whose facts pass for those of this one */
	NENTRIES
};

/* A query as it is asked of the index */
typedef struct IndexQuery
{
	McReadyQuery query;
	bool monotone; /* there is no "!" in it */
	McNoteKey edition;
	uint8 *truth; /* of each atom, while a row is decided */
} IndexQuery;

/* An entry of it: the extra data that GIN hands on */
typedef struct IndexEntry
{
	IndexQuery *asked;
	int number;
	uint32 atom; /* of a fact's range */
	McNoteKey last;
} IndexEntry;

typedef struct EntryList
{
	Datum *keys;
	bool *partial;
	Pointer *extra;
	int32 count;
	int32 cap;
} EntryList;

static void
AddEntry(EntryList *list, IndexQuery *asked, McNoteKey first, McNoteKey last, uint32 atom)
{
	IndexEntry *entry = palloc(sizeof(IndexEntry));

	if (list->count == list->cap)
	{
		list->cap = Max(2 * list->cap, 16);
		list->keys = list->keys ? repalloc(list->keys, list->cap * sizeof(Datum))
								: palloc(list->cap * sizeof(Datum));
		list->partial = list->partial ? repalloc(list->partial, list->cap * sizeof(bool))
									  : palloc(list->cap * sizeof(bool));
		list->extra = list->extra ? repalloc(list->extra, list->cap * sizeof(Pointer))
								  : palloc(list->cap * sizeof(Pointer));
	}
	*entry =
		(IndexEntry){.asked = asked, .number = list->count, .atom = atom, .last = last};
	list->keys[list->count] = Int64GetDatum(first);
	list->partial[list->count] = list->count != ENTRY_EDITION;
	list->extra[list->count++] = (Pointer) entry;
}

/* The entries of an atom: one range, or one for each category of its set */
static void
AddAtom(EntryList *list, IndexQuery *asked, uint32 number)
{
	const McAtom *atom = &asked->query.atoms[number];
	size_t i = 0;

	if (atom->set == NULL)
	{
		AddEntry(list, asked, mc_least_key(asked->edition, atom->low),
				 mc_greatest_key(asked->edition, atom->high), number);
		return;
	}
	while (i < atom->nset)
	{
		McCode first = atom->set[i];
		McCode category = mc_icd10cm_category(first);

		while (i < atom->nset && mc_icd10cm_category(atom->set[i]) == category)
			i++;
		AddEntry(list, asked, mc_least_key(asked->edition, first),
				 mc_greatest_key(asked->edition, atom->set[i - 1]), number);
		CHECK_FOR_INTERRUPTS();
	}
}

/* medcode.note_extract_query(codequery, internal, ...): what to look for */
Datum
mc_note_extract_query_sql(PG_FUNCTION_ARGS)
{
	int32 *count = (int32 *) PG_GETARG_POINTER(1);
	StrategyNumber strategy = PG_GETARG_UINT16(2);
	bool **partial = (bool **) PG_GETARG_POINTER(3);
	Pointer **extra = (Pointer **) PG_GETARG_POINTER(4);
	IndexQuery *asked = palloc0(sizeof(IndexQuery));
	EntryList list = {0};

	asked->edition = mc_edition_key(mc_findings_version());
	if (strategy == MC_STRATEGY_DOCUMENTS)
		asked->monotone = !mc_query_has_negation(PG_GETARG_CODEQUERY(0)->nodes);
	AddEntry(&list, asked,
			 asked->monotone ? mc_again_key(asked->edition) : asked->edition, 0, 0);
	AddEntry(&list, asked, PG_INT64_MIN, 0, 0);
	AddEntry(&list, asked, MC_LEAST_EDITION, -1, 0);
	if (strategy == MC_STRATEGY_DOCUMENTS)
	{
		mc_open_query(PG_GETARG_CODEQUERY(0), &asked->query);
		asked->truth = palloc(asked->query.natoms);
		for (uint32 i = 0; i < asked->query.natoms; i++)
			AddAtom(&list, asked, i);
	}
	*count = list.count;
	*partial = list.partial;
	*extra = list.extra;
	PG_RETURN_POINTER(list.keys);
}

/* Is a key within an entry's range one that it asks for? */
static bool
EntryFits(const IndexEntry *entry, McNoteKey key)
{
	const IndexQuery *asked = entry->asked;
	const McAtom *atom;
	McNoteFact fact;

	if (entry->number == ENTRY_OTHERS)
		return key != asked->edition && key != mc_again_key(asked->edition);
	if (entry->number == ENTRY_CLASH)
		return key != asked->edition &&
			   mc_edition_mark(key) == mc_edition_mark(asked->edition);
	atom = &asked->query.atoms[entry->atom];
	fact = mc_key_fact(key);
	return fact.score >= atom->min_score &&
		   mc_assertion_fits(atom->assertion, fact.assertion) &&
		   mc_atom_has_code(atom, fact.code);
}

/* medcode.note_compare_partial(bigint, bigint, smallint, internal): is a key one of an entry? */
Datum
mc_note_compare_partial_sql(PG_FUNCTION_ARGS)
{
	McNoteKey key = PG_GETARG_INT64(1);
	const IndexEntry *entry = (const IndexEntry *) PG_GETARG_POINTER(3);

	if (key > entry->last)
		PG_RETURN_INT32(1);
	PG_RETURN_INT32(EntryFits(entry, key) ? 0 : -1);
}

/* Is a row one that a strategy asks for, by the entries it is under? */
static McTruth
Decide(StrategyNumber strategy, const GinTernaryValue *check, int32 count,
	   const IndexQuery *asked, const Pointer *extra)
{
	GinTernaryValue edition = check[ENTRY_EDITION];
	GinTernaryValue others = check[ENTRY_OTHERS];
	McTruth holds;

	if (strategy == MC_STRATEGY_INDEXED)
		return edition == GIN_TRUE || others == GIN_TRUE     ? MC_TRUE
			   : edition == GIN_FALSE && others == GIN_FALSE ? MC_FALSE
															 : MC_MAYBE;
	if (strategy == MC_STRATEGY_EXACT)
		return (McTruth) edition;
	if (strategy == MC_STRATEGY_WAITING)
		return edition == GIN_TRUE || others == GIN_FALSE   ? MC_FALSE
			   : edition == GIN_FALSE && others == GIN_TRUE ? MC_TRUE
															: MC_MAYBE;
	memset(asked->truth, MC_FALSE, asked->query.natoms);
	for (int32 i = NENTRIES; i < count; i++)
	{
		uint8 *truth = &asked->truth[((const IndexEntry *) extra[i])->atom];

		if (check[i] == GIN_TRUE || (check[i] == GIN_MAYBE && *truth == MC_FALSE))
			*truth = check[i] == GIN_TRUE ? MC_TRUE : MC_MAYBE;
	}
	holds = mc_query_truth(asked->query.nodes, asked->truth);
	if (check[ENTRY_CLASH] != GIN_FALSE)
		return MC_MAYBE;
	if (others == GIN_FALSE)
	{
		/* where there are facts of the edition, the note was read with it */
		if (asked->monotone || edition == GIN_TRUE || holds == MC_FALSE)
			return holds;
		return edition == GIN_FALSE ? MC_FALSE : MC_MAYBE;
	}
	/* a note that was read with this edition and others, too: its facts of this one count */
	return edition == GIN_TRUE ? holds : MC_MAYBE;
}

/* medcode.note_consistent(internal, smallint, codequery, ...) */
Datum
mc_note_consistent_sql(PG_FUNCTION_ARGS)
{
	const bool *check = (const bool *) PG_GETARG_POINTER(0);
	StrategyNumber strategy = PG_GETARG_UINT16(1);
	int32 count = PG_GETARG_INT32(3);
	const Pointer *extra = (const Pointer *) PG_GETARG_POINTER(4);
	bool *recheck = (bool *) PG_GETARG_POINTER(5);
	McTruth truth;

	StaticAssertStmt(sizeof(bool) == sizeof(GinTernaryValue) && GIN_FALSE == MC_FALSE &&
						 GIN_TRUE == MC_TRUE && GIN_MAYBE == MC_MAYBE,
					 "truth is told in the same way everywhere");
	truth = Decide(strategy, (const GinTernaryValue *) check, count,
				   ((const IndexEntry *) extra[0])->asked, extra);
	*recheck = truth == MC_MAYBE;
	PG_RETURN_BOOL(truth != MC_FALSE);
}

/* medcode.note_tri_consistent(internal, smallint, codequery, ...) */
Datum
mc_note_tri_consistent_sql(PG_FUNCTION_ARGS)
{
	const GinTernaryValue *check = (const GinTernaryValue *) PG_GETARG_POINTER(0);
	StrategyNumber strategy = PG_GETARG_UINT16(1);
	int32 count = PG_GETARG_INT32(3);
	const Pointer *extra = (const Pointer *) PG_GETARG_POINTER(4);

	PG_RETURN_GIN_TERNARY_VALUE((GinTernaryValue) Decide(
		strategy, check, count, ((const IndexEntry *) extra[0])->asked, extra));
}
