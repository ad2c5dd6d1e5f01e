/*
 * documents_sql.c
 *		medcode.documents(note, query): does a note document what a query asks for?
 *
 * Under the version of the terminology that is published; the draft takes no part, so that
 * an index of notes gives the same answer.
 */
#include "notes/notes_sql.h"

#include "catalog/pg_operator.h"
#include "catalog/pg_type.h"
#include "executor/spi.h"
#include "nodes/makefuncs.h"
#include "nodes/nodeFuncs.h"
#include "nodes/supportnodes.h"
#include "optimizer/optimizer.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"
#include "utils/snapmgr.h"
#include "utils/syscache.h"

#include "encounter/coding_sql.h"
#include "terminology/installed.h"
#include "terminology/version.h"

PG_FUNCTION_INFO_V1(mc_documents_sql);
PG_FUNCTION_INFO_V1(mc_documents_support_sql);
PG_FUNCTION_INFO_V1(mc_documents_selectivity_sql);

void
mc_read_note(const McTerminology *terminology, const text *note, McNoteFacts *facts)
{
	McHost host = mc_pg_host(CurrentMemoryContext);
	McDocument doc;
	McFindings findings;

	mc_document(&host, terminology->headers, VARDATA_ANY(note), VARSIZE_ANY_EXHDR(note),
				&doc);
	mc_find_all(&host, terminology, &doc, &findings);
	mc_note_facts(&host, terminology, &doc, &findings, facts);
}

/* The codes of a category, from the mapping that is loaded */
static size_t
CategoryCodes(void *arg, uint32_t model, uint32_t year, uint32_t category,
			  const McCode **codes)
{
	MemoryContext context = arg;
	Oid types[] = {TEXTOID, INT4OID, INT4OID};
	Datum values[lengthof(types)];
	char nulls[lengthof(types) + 1] = "   ";
	McCode *list;
	uint64 count;
	int nest_level = mc_query_begin();

	values[0] = CStringGetTextDatum(psprintf("V%u", model));
	values[1] = Int32GetDatum((int32) category);
	values[2] = Int32GetDatum((int32) year);
	nulls[2] = year == 0 ? 'n' : ' ';
	if (SPI_execute_with_args("SELECT code FROM medcode.hcc_codes($1, $2, $3) AS code"
							  " ORDER BY code",
							  lengthof(types), types, values, nulls, true,
							  0) != SPI_OK_SELECT)
		elog(ERROR, "could not look a category up");
	count = SPI_processed;
	list = MemoryContextAlloc(context, (count + 1) * sizeof(McCode));
	for (uint64 i = 0; i < count; i++)
	{
		bool isnull;

		list[i] = DatumGetUInt64(
			SPI_getbinval(SPI_tuptable->vals[i], SPI_tuptable->tupdesc, 1, &isnull));
	}
	mc_query_end(nest_level);
	*codes = list;
	return count;
}

void
mc_open_query(const McCodeQuery *value, McReadyQuery *query)
{
	McHost host = mc_pg_host(CurrentMemoryContext);

	mc_ready_query(&host, value->nodes, CategoryCodes, CurrentMemoryContext, query);
}

/* What a snapshot sees, to know the same again */
typedef struct Seen
{
	TransactionId xmin;
	TransactionId xmax;
	CommandId command;
	uint64 completed;
} Seen;

/*
 * What a call leaves for the next one: queries ask for one thing in many notes, or for many
 * things in one note.
 */
typedef struct Memo
{
	MemoryContext query_context;
	MemoryContext note_context;
	Seen seen;
	McCodeQuery *value; /* the query that was given last */
	McReadyQuery query;
	struct varlena *note; /* the note that was given last, as it was */
	McNoteFacts facts;
} Memo;

/* Longest note that is kept to be known again */
#define MAX_KEPT 65536

static Memo *
GetMemo(FmgrInfo *function)
{
	Memo *memo = function->fn_extra;
	Snapshot snapshot = GetActiveSnapshot();
	Seen seen;

	if (memo == NULL)
	{
		memo = MemoryContextAllocZero(function->fn_mcxt, sizeof(Memo));
		memo->query_context = AllocSetContextCreate(function->fn_mcxt, "medcode query",
													ALLOCSET_SMALL_SIZES);
		memo->note_context = AllocSetContextCreate(function->fn_mcxt, "medcode note",
												   ALLOCSET_DEFAULT_SIZES);
		function->fn_extra = memo;
	}
	memset(&seen, 0, sizeof(seen));
	seen.xmin = snapshot->xmin;
	seen.xmax = snapshot->xmax;
	seen.command = snapshot->curcid;
	seen.completed = snapshot->snapXactCompletionCount;
	if (memcmp(&seen, &memo->seen, sizeof(seen)) != 0)
	{
		/* the terminology, or the categories, may be others */
		memo->value = NULL;
		memo->note = NULL;
		memo->seen = seen;
	}
	return memo;
}

static void
RememberQuery(Memo *memo, Datum given)
{
	struct varlena *value = (struct varlena *) DatumGetPointer(given);
	MemoryContext caller;
	McCodeQuery *copy;

	if (memo->value && VARSIZE_ANY(value) == VARSIZE(memo->value) &&
		memcmp(memo->value, value, VARSIZE(memo->value)) == 0)
		return;
	memo->value = NULL;
	MemoryContextReset(memo->query_context);
	caller = MemoryContextSwitchTo(memo->query_context);
	copy = (McCodeQuery *) PG_DETOAST_DATUM_COPY(given);
	mc_open_query(copy, &memo->query);
	memo->value = copy;
	MemoryContextSwitchTo(caller);
}

static void
RememberNote(Memo *memo, Datum given)
{
	struct varlena *value = (struct varlena *) DatumGetPointer(given);
	Size size = VARSIZE_ANY(value);
	MemoryContext caller;
	bool is_settled;
	McTerminology *terminology;

	if (memo->note && VARSIZE_ANY(memo->note) == size &&
		memcmp(memo->note, value, size) == 0)
		return;
	memo->note = NULL;
	MemoryContextReset(memo->note_context);
	terminology = mc_published_terminology(&is_settled);
	caller = MemoryContextSwitchTo(memo->note_context);
	mc_read_note(terminology, DatumGetTextPP(given), &memo->facts);
	if (size <= MAX_KEPT)
		memo->note = memcpy(palloc(size), value, size);
	MemoryContextSwitchTo(caller);
}

/*
 * medcode.documents(note text, query codequery) returns boolean: docs/notes-by-code.md.
 * LEAKPROOF: no error, warning or message depends on the note.
 */
Datum
mc_documents_sql(PG_FUNCTION_ARGS)
{
	Memo *memo = GetMemo(fcinfo->flinfo);
	McHost host = mc_pg_host(CurrentMemoryContext);

	RememberQuery(memo, PG_GETARG_DATUM(1));
	RememberNote(memo, PG_GETARG_DATUM(0));
	PG_RETURN_BOOL(mc_query_holds(&host, &memo->query, &memo->facts));
}

/* ---------- planner support ---------- */

/*
 * Share of notes that document what an atom asks for: a guess by how much it names.  Of
 * notes of all kinds a common category is in one of fifty, a code in one of several hundred.
 */
static double
AtomShare(const McQueryNode *node)
{
	double share;
	uint64 differ = node->low ^ node->high;

	if (node->type == MC_QUERY_HCC)
		share = 0.03;
	else if (differ >> 56) /* several chapters */
		share = 0.5;
	else if (differ >> 48)
		share = 0.2;
	else if (differ >> 40)
		share = 0.08;
	else if (differ >> 32)
		share = 0.02;
	else if (differ >> 24)
		share = 0.006;
	else
		share = 0.003;
	if (node->assertion == MC_QUERY_HISTORICAL || node->assertion == MC_QUERY_FAMILY ||
		node->assertion == MC_QUERY_UNCERTAIN)
		share *= 0.2;
	else if (node->assertion == MC_QUERY_NEGATED)
		share *= 0.3;
	else if (node->assertion == MC_QUERY_ANY)
		share *= 1.5;
	return Min(share * (1 - node->min_score / 200.0), 1);
}

static double
Share(const McQueryNode *node)
{
	const McQueryNode *end = node + node->size;
	double share = 1;

	if (mc_query_is_atom(node))
		return AtomShare(node);
	if (node->type == MC_QUERY_NOT)
		return 1 - Share(node + 1);
	for (const McQueryNode *operand = node + 1; operand < end; operand += operand->size)
		share *= node->type == MC_QUERY_AND ? Share(operand) : 1 - Share(operand);
	return node->type == MC_QUERY_AND ? share : 1 - share;
}

/*
 * The call as its operator, which an index of class note_ops has, whatever the search_path.
 * As a condition derived from the call a bitmap scan would look at each note again.
 */
static Node *
AsOperator(SupportRequestSimplify *request)
{
	const FuncExpr *call = request->fcall;
	Oid schema = get_func_namespace(call->funcid);
	Oid operator;
	OpExpr *expression;

	if (list_length(call->args) != 2)
		return NULL;
	operator= GetSysCacheOid4(OPERNAMENSP, Anum_pg_operator_oid, CStringGetDatum("@?"),
							  ObjectIdGetDatum(exprType(linitial(call->args))),
							  ObjectIdGetDatum(exprType(lsecond(call->args))),
							  ObjectIdGetDatum(schema));
	if (!OidIsValid(operator))
		return NULL;
	expression = (OpExpr *) make_opclause(operator, BOOLOID, false, linitial(call->args),
										  lsecond(call->args), call->funccollid,
										  call->inputcollid);
	expression->opfuncid = call->funcid;
	expression->location = call->location;
	return (Node *) expression;
}

/* Share of notes that a query holds for, by the arguments of a call */
static double
EstimateShare(PlannerInfo *root, List *args)
{
	Node *query =
		list_length(args) == 2 ? estimate_expression_value(root, lsecond(args)) : NULL;

	if (query == NULL || !IsA(query, Const))
		return 0.02;
	if (((Const *) query)->constisnull)
		return 0;
	return Share(DatumGetCodeQuery(((Const *) query)->constvalue)->nodes);
}

/* Restriction estimator of the operator @? */
Datum
mc_documents_selectivity_sql(PG_FUNCTION_ARGS)
{
	PG_RETURN_FLOAT8(EstimateShare((PlannerInfo *) PG_GETARG_POINTER(0),
								   (List *) PG_GETARG_POINTER(2)));
}

/* Planner support of documents() */
Datum
mc_documents_support_sql(PG_FUNCTION_ARGS)
{
	Node *request = (Node *) PG_GETARG_POINTER(0);
	Node *answer = NULL;

	if (IsA(request, SupportRequestSimplify))
		answer = AsOperator((SupportRequestSimplify *) request);
	else if (IsA(request, SupportRequestSelectivity))
	{
		SupportRequestSelectivity *asked = (SupportRequestSelectivity *) request;

		asked->selectivity = EstimateShare(asked->root, asked->args);
		answer = request;
	}
	PG_RETURN_POINTER(answer);
}
