/*
 * occurs_sql.c
 *		medcode.occurs(phrase, note) for SQL, and what the planner is told of it.
 */
#include "am/am.h"

#include "access/htup_details.h"
#include "catalog/pg_opfamily.h"
#include "catalog/pg_type.h"
#include "commands/defrem.h"
#include "fmgr.h"
#include "nodes/makefuncs.h"
#include "nodes/nodeFuncs.h"
#include "nodes/pathnodes.h"
#include "nodes/supportnodes.h"
#include "optimizer/optimizer.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"
#include "utils/memutils.h"
#include "utils/syscache.h"

#include "compat.h"
#include "match/occurs.h"
#include "pg_host.h"

PG_FUNCTION_INFO_V1(mc_occurs_sql);
PG_FUNCTION_INFO_V1(mc_contains_sql);
PG_FUNCTION_INFO_V1(mc_occurs_support_sql);
PG_FUNCTION_INFO_V1(mc_phrase_words_sql);

/* An argument as it was given, to know it again */
typedef struct Given
{
	char *bytes;
	Size size;
	Size room;
} Given;

/*
 * What a call leaves for the next one: queries ask for many phrases in one note, or
 * for one phrase in many notes.
 */
typedef struct Memo
{
	MemoryContext context;
	Given phrase;
	McPhraseAnalyser *analyser;
	uint64 pending[MC_MAX_POSTING / sizeof(uint64)];
	Given note;
	MemoryContext note_context;
	McHost host;
	McLayout *layouts;
	size_t nlayouts;
} Memo;

/* Is the value the one that was given last?  Compared undetoasted. */
static bool
IsGivenAgain(const Given *given, const struct varlena *value)
{
	return given->bytes && given->size == VARSIZE_ANY(value) &&
		   memcmp(given->bytes, value, given->size) == 0;
}

static void
Remember(Memo *memo, Given *given, const struct varlena *value)
{
	Size size = VARSIZE_ANY(value);

	if (size > given->room)
	{
		if (given->bytes)
			pfree(given->bytes);
		given->bytes = NULL;
		given->bytes = MemoryContextAllocHuge(memo->context, size);
		given->room = size;
	}
	memcpy(given->bytes, value, size);
	given->size = size;
}

static Memo *
GetMemo(FmgrInfo *function)
{
	Memo *memo = function->fn_extra;

	if (memo == NULL)
	{
		MemoryContext context = AllocSetContextCreate(function->fn_mcxt, "medcode occurs",
													  ALLOCSET_DEFAULT_SIZES);

		memo = MemoryContextAllocZero(context, sizeof(Memo));
		memo->context = context;
		memo->analyser = mc_analyser_create(context);
		memo->note_context =
			AllocSetContextCreate(context, "medcode note", ALLOCSET_DEFAULT_SIZES);
		function->fn_extra = memo;
	}
	return memo;
}

static void
ReadPhrase(Memo *memo, Datum phrase)
{
	struct varlena *value = (struct varlena *) DatumGetPointer(phrase);
	ItemPointerData nowhere;

	if (IsGivenAgain(&memo->phrase, value))
		return;
	memo->phrase.size = 0;
	ItemPointerSet(&nowhere, 0, FirstOffsetNumber);
	(void) mc_analyse_phrase(memo->analyser, phrase, &nowhere,
							 (McPosting *) memo->pending);
	Remember(memo, &memo->phrase, value);
}

static void
ReadNote(Memo *memo, Datum note)
{
	struct varlena *value = (struct varlena *) DatumGetPointer(note);
	MemoryContext caller;
	text *content;
	McHeaders none;
	McDocument doc;
	McLayout layout;
	size_t cap = 0;

	if (IsGivenAgain(&memo->note, value))
		return;
	memo->note.size = 0;
	memo->nlayouts = 0;
	memo->layouts = NULL;
	MemoryContextReset(memo->note_context);
	caller = MemoryContextSwitchTo(memo->note_context);
	memo->host = mc_pg_host(memo->note_context);
	content = DatumGetTextPP(note);
	mc_headers_init(&memo->host, &none);
	mc_document(&memo->host, &none, VARDATA_ANY(content), VARSIZE_ANY_EXHDR(content),
				&doc);
	mc_layout_init(&memo->host, &layout);
	while (mc_layout_next(&layout, NULL, &doc))
	{
		uint32 end = layout.end_token;

		if (memo->layouts == NULL)
			memo->layouts =
				palloc_extended((cap = 1) * sizeof(McLayout), MCXT_ALLOC_HUGE);
		else if (memo->nlayouts == cap)
			memo->layouts = repalloc_huge(memo->layouts, (cap *= 2) * sizeof(McLayout));
		memo->layouts[memo->nlayouts++] = layout;
		/* the next part has memory of its own */
		mc_layout_init(&memo->host, &layout);
		layout.end_token = end;
	}
	MemoryContextSwitchTo(caller);
	Remember(memo, &memo->note, value);
}

static bool
Occurs(FmgrInfo *function, Datum phrase, Datum note)
{
	Memo *memo = GetMemo(function);
	const McPosting *pending = (const McPosting *) memo->pending;
	uint64 chosen[MC_MAX_POSTING / sizeof(uint64)];
	McPosting *posting = (McPosting *) chosen;

	ReadPhrase(memo, phrase);
	ReadNote(memo, note);
	if (mc_posting_words(pending) == 0)
		return false;
	for (size_t i = 0; i < memo->nlayouts; i++)
	{
		McLayout *layout = &memo->layouts[i];
		unsigned n = mc_posting_words(pending);
		bool missing = false;

		/* most phrases lack a word */
		for (unsigned k = 0; k < n && !missing; k++)
		{
			missing = !mc_is_marked(layout, pending->keys[k]) ||
					  mc_layout_stem(layout, pending->keys[k])->first == 0;
		}
		if (missing)
			continue;
		posting->head = pending->head;
		memcpy(posting->keys, pending->keys + 1, (n - 1) * sizeof(uint64));
		if (mc_occurs(layout, mc_layout_stem(layout, pending->keys[0])->first, posting,
					  MC_OCCURS_SLACK))
			return true;
	}
	return false;
}

/*
 * medcode.occurs(phrase text, note text) returns boolean: docs/phrases.md.
 */
Datum
mc_occurs_sql(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(Occurs(fcinfo->flinfo, PG_GETARG_DATUM(0), PG_GETARG_DATUM(1)));
}

/* The commutator: note, phrase */
Datum
mc_contains_sql(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(Occurs(fcinfo->flinfo, PG_GETARG_DATUM(1), PG_GETARG_DATUM(0)));
}

/* medcode.phrase_words(phrase text) returns integer: words of it that count */
Datum
mc_phrase_words_sql(PG_FUNCTION_ARGS)
{
	const text *phrase = PG_GETARG_TEXT_PP(0);
	Memo *memo = GetMemo(fcinfo->flinfo);
	McTermWord words[MC_MAX_TERM_WORDS];

	PG_RETURN_INT32((int32) mc_phrase_words(&memo->analyser->reader, VARDATA_ANY(phrase),
											VARSIZE_ANY_EXHDR(phrase), false, false,
											words));
}

/* The call as an index condition: phrase <@ note, for an index of this type */
static Node *
IndexCondition(SupportRequestIndexCondition *request)
{
	Oid am = get_index_am_oid("medcode", true);
	Node *phrase;
	Node *note;
	Oid operator;
	HeapTuple family;
	List *args;

	if (is_funcclause(request->node))
		args = ((FuncExpr *) request->node)->args;
	else if (is_opclause(request->node))
		args = ((OpExpr *) request->node)->args;
	else
		return NULL;
	/* the indexed column must be the phrase, the first argument of occurs */
	if (list_length(args) != 2 || request->indexarg != 0)
		return NULL;
	phrase = linitial(args);
	note = lsecond(args);
	if (!is_pseudo_constant_for_index(request->root, note, request->index))
		return NULL;
	family = SearchSysCache1(OPFAMILYOID, ObjectIdGetDatum(request->opfamily));
	if (!HeapTupleIsValid(family))
		return NULL;
	if (((Form_pg_opfamily) GETSTRUCT(family))->opfmethod != am)
		am = InvalidOid;
	ReleaseSysCache(family);
	if (!OidIsValid(am))
		return NULL;
	operator=
		get_opfamily_member(request->opfamily, TEXTOID, TEXTOID, MC_STRATEGY_OCCURS);
	if (!OidIsValid(operator))
		return NULL;
	request->lossy = false;
	return (Node *) list_make1(make_opclause(operator, BOOLOID, false, (Expr *) phrase,
											 (Expr *) note, InvalidOid,
											 request->indexcollation));
}

/* Planner support of occurs */
Datum
mc_occurs_support_sql(PG_FUNCTION_ARGS)
{
	Node *request = (Node *) PG_GETARG_POINTER(0);
	Node *answer = NULL;

	if (IsA(request, SupportRequestIndexCondition))
		answer = IndexCondition((SupportRequestIndexCondition *) request);
	else if (IsA(request, SupportRequestSelectivity))
	{
		SupportRequestSelectivity *asked = (SupportRequestSelectivity *) request;

		asked->selectivity = mc_occurs_selectivity(asked->root, asked->args,
												   asked->varRelid, asked->is_join);
		answer = request;
	}
	PG_RETURN_POINTER(answer);
}
