/*-------------------------------------------------------------------------
 *
 * icd10cm_type.c
 *		The SQL type medcode.icd10cm.
 *
 * Eight bytes by value, in the packed form of icd10cm.h; every Datum of the
 * type is a valid code, because input and receive functions check all of it.
 *
 * What does not parse may be a piece of a clinical note that went into the
 * wrong column.  So no message here repeats its input: it names the length
 * and the position, both counted in characters.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "access/stratnum.h"
#include "catalog/pg_am.h"
#include "catalog/pg_operator.h"
#include "catalog/pg_proc.h"
#include "catalog/pg_type.h"
#include "common/hashfn.h"
#include "fmgr.h"
#include "libpq/pqformat.h"
#include "mb/pg_wchar.h"
#include "nodes/makefuncs.h"
#include "nodes/nodeFuncs.h"
#include "nodes/pathnodes.h"
#include "nodes/supportnodes.h"
#include "optimizer/clauses.h"
#include "optimizer/optimizer.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"
#include "utils/selfuncs.h"
#include "utils/sortsupport.h"
#include "utils/syscache.h"

#include "compat.h"
#include "terminology/icd10cm.h"

StaticAssertDecl(FLOAT8PASSBYVAL && sizeof(Datum) == sizeof(McIcd10cm),
				 "type icd10cm is passed by value and needs a Datum of eight bytes");

#define DatumGetIcd10cm(d)   ((McIcd10cm) DatumGetUInt64(d))
#define Icd10cmGetDatum(c)   UInt64GetDatum(c)
#define PG_GETARG_ICD10CM(n) DatumGetIcd10cm(PG_GETARG_DATUM(n))
#define PG_RETURN_ICD10CM(c) return Icd10cmGetDatum(c)

PG_FUNCTION_INFO_V1(mc_icd10cm_in);
PG_FUNCTION_INFO_V1(mc_icd10cm_out);
PG_FUNCTION_INFO_V1(mc_icd10cm_recv);
PG_FUNCTION_INFO_V1(mc_icd10cm_send);
PG_FUNCTION_INFO_V1(mc_icd10cm_lt);
PG_FUNCTION_INFO_V1(mc_icd10cm_le);
PG_FUNCTION_INFO_V1(mc_icd10cm_eq);
PG_FUNCTION_INFO_V1(mc_icd10cm_ne);
PG_FUNCTION_INFO_V1(mc_icd10cm_ge);
PG_FUNCTION_INFO_V1(mc_icd10cm_gt);
PG_FUNCTION_INFO_V1(mc_icd10cm_cmp);
PG_FUNCTION_INFO_V1(mc_icd10cm_sortsupport);
PG_FUNCTION_INFO_V1(mc_icd10cm_hash);
PG_FUNCTION_INFO_V1(mc_icd10cm_hash_extended);
PG_FUNCTION_INFO_V1(mc_icd10cm_smaller);
PG_FUNCTION_INFO_V1(mc_icd10cm_larger);
PG_FUNCTION_INFO_V1(mc_icd10cm_try);
PG_FUNCTION_INFO_V1(mc_icd10cm_undotted);
PG_FUNCTION_INFO_V1(mc_icd10cm_category_sql);
PG_FUNCTION_INFO_V1(mc_icd10cm_heading_upper_sql);
PG_FUNCTION_INFO_V1(mc_icd10cm_is_under_sql);
PG_FUNCTION_INFO_V1(mc_icd10cm_is_under_support);

/* ---------- input and output ---------- */

/* The hint that mends what is wrong */
static const char *
status_hint(McIcd10cmStatus status)
{
	if (status == MC_ICD10CM_TRAILING_DOT || status == MC_ICD10CM_TRAILING_DASH)
		return "Write a heading without its final dot and dash, such as E11; medcode.is_under(code, 'E11') finds the codes under it.";
	return "A code is a letter and two to six letters or digits, with an optional dot after the third; medcode.try_icd10cm(text) gives NULL where a text is none.";
}

/* Read a code, lower case or not, with dot or without */
Datum
mc_icd10cm_in(PG_FUNCTION_ARGS)
{
	const char *text = PG_GETARG_CSTRING(0);
	size_t len = strlen(text);
	size_t position;
	McIcd10cm code;
	McIcd10cmStatus status;

	status = mc_icd10cm_parse(text, len, &code, &position);
	if (status == MC_ICD10CM_OK)
		PG_RETURN_ICD10CM(code);

	mc_input_error(fcinfo, errcode(ERRCODE_INVALID_TEXT_REPRESENTATION),
				   errmsg("invalid ICD-10-CM code"),
				   errdetail("Length %d, position %d: %s.",
							 pg_mbstrlen_with_len(text, (int) len), (int) position + 1,
							 mc_icd10cm_status_text(status)),
				   errhint("%s", status_hint(status)));

	PG_RETURN_NULL(); /* keep compiler quiet */
}

/* Print a code, with the dot */
Datum
mc_icd10cm_out(PG_FUNCTION_ARGS)
{
	char *buf = palloc(MC_ICD10CM_BUFSIZE);

	mc_icd10cm_print(PG_GETARG_ICD10CM(0), buf);
	PG_RETURN_CSTRING(buf);
}

/* Binary form: the eight bytes of the packed form, first character first */
Datum
mc_icd10cm_recv(PG_FUNCTION_ARGS)
{
	StringInfo buf = (StringInfo) PG_GETARG_POINTER(0);
	McIcd10cm code = (McIcd10cm) pq_getmsgint64(buf);

	if (!mc_icd10cm_is_valid(code))
		ereport(
			ERROR,
			(errcode(ERRCODE_INVALID_BINARY_REPRESENTATION),
			 errmsg("invalid ICD-10-CM code in external binary form"),
			 errdetail(
				 "Eight bytes are expected: three to seven upper-case letters or digits, a letter first, then zero bytes.")));

	PG_RETURN_ICD10CM(code);
}

Datum
mc_icd10cm_send(PG_FUNCTION_ARGS)
{
	StringInfoData buf;

	pq_begintypsend(&buf);
	pq_sendint64(&buf, PG_GETARG_ICD10CM(0));
	PG_RETURN_BYTEA_P(pq_endtypsend(&buf));
}

/* The code that a text is, or NULL; never raises whatever the text */
Datum
mc_icd10cm_try(PG_FUNCTION_ARGS)
{
	text *input = PG_GETARG_TEXT_PP(0);
	size_t position;
	McIcd10cm code;
	McIcd10cmStatus status;

	status =
		mc_icd10cm_parse(VARDATA_ANY(input), VARSIZE_ANY_EXHDR(input), &code, &position);
	PG_FREE_IF_COPY(input, 0);

	if (status != MC_ICD10CM_OK)
		PG_RETURN_NULL();
	PG_RETURN_ICD10CM(code);
}

/* The code without dot, as claim formats and warehouses keep it */
Datum
mc_icd10cm_undotted(PG_FUNCTION_ARGS)
{
	char buf[MC_ICD10CM_BUFSIZE];
	int len = mc_icd10cm_print_undotted(PG_GETARG_ICD10CM(0), buf);

	PG_RETURN_TEXT_P(cstring_to_text_with_len(buf, len));
}

/* ---------- order and equality ---------- */

#define ICD10CM_COMPARISON(name, op)                                  \
	Datum mc_icd10cm_##name(PG_FUNCTION_ARGS)                         \
	{                                                                 \
		PG_RETURN_BOOL(PG_GETARG_ICD10CM(0) op PG_GETARG_ICD10CM(1)); \
	}

ICD10CM_COMPARISON(lt, <)
ICD10CM_COMPARISON(le, <=)
ICD10CM_COMPARISON(eq, ==)
ICD10CM_COMPARISON(ne, !=)
ICD10CM_COMPARISON(ge, >=)
ICD10CM_COMPARISON(gt, >)

static inline int
compare_codes(McIcd10cm a, McIcd10cm b)
{
	return (a > b) - (a < b);
}

Datum
mc_icd10cm_cmp(PG_FUNCTION_ARGS)
{
	PG_RETURN_INT32(compare_codes(PG_GETARG_ICD10CM(0), PG_GETARG_ICD10CM(1)));
}

/* A Datum compares as the unsigned number it is: there is a fast sort for that */
Datum
mc_icd10cm_sortsupport(PG_FUNCTION_ARGS)
{
	SortSupport ssup = (SortSupport) PG_GETARG_POINTER(0);

	ssup->comparator = ssup_datum_unsigned_cmp;
	PG_RETURN_VOID();
}

Datum
mc_icd10cm_hash(PG_FUNCTION_ARGS)
{
	McIcd10cm code = PG_GETARG_ICD10CM(0);

	return hash_any((unsigned char *) &code, sizeof(code));
}

Datum
mc_icd10cm_hash_extended(PG_FUNCTION_ARGS)
{
	McIcd10cm code = PG_GETARG_ICD10CM(0);

	return hash_any_extended((unsigned char *) &code, sizeof(code), PG_GETARG_INT64(1));
}

Datum
mc_icd10cm_smaller(PG_FUNCTION_ARGS)
{
	PG_RETURN_ICD10CM(Min(PG_GETARG_ICD10CM(0), PG_GETARG_ICD10CM(1)));
}

Datum
mc_icd10cm_larger(PG_FUNCTION_ARGS)
{
	PG_RETURN_ICD10CM(Max(PG_GETARG_ICD10CM(0), PG_GETARG_ICD10CM(1)));
}

/* ---------- headings ---------- */

/* The category: the first three characters */
Datum
mc_icd10cm_category_sql(PG_FUNCTION_ARGS)
{
	PG_RETURN_ICD10CM(mc_icd10cm_category(PG_GETARG_ICD10CM(0)));
}

/* Upper bound of the range that is the subtree of a heading */
Datum
mc_icd10cm_heading_upper_sql(PG_FUNCTION_ARGS)
{
	PG_RETURN_ICD10CM(mc_icd10cm_heading_upper(PG_GETARG_ICD10CM(0)));
}

/* Is the code the heading or in its subtree? */
Datum
mc_icd10cm_is_under_sql(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(mc_icd10cm_is_under(PG_GETARG_ICD10CM(0), PG_GETARG_ICD10CM(1)));
}

/*
 * The operator family's member for a strategy, provided that it is the
 * comparison of ours that one expects there.  A site may have made a family
 * of its own over the type, for instance one that sorts backwards; for that
 * the answer is InvalidOid.
 */
static Oid
range_operator(Oid opfamily, Oid type, StrategyNumber strategy, PGFunction comparison)
{
	Oid opno = get_opfamily_member(opfamily, type, type, strategy);
	FmgrInfo opproc;

	if (!OidIsValid(opno))
		return InvalidOid;
	fmgr_info(get_opcode(opno), &opproc);
	return opproc.fn_addr == comparison ? opno : InvalidOid;
}

/*
 * heading_upper(heading) as an expression: a constant where the heading is
 * one, otherwise a call of the function that stands in the same schema as
 * is_under itself.  NULL if that function is not there.
 */
static Node *
upper_bound(Node *heading, Oid type, Oid is_under)
{
	Oid argtypes[1] = {type};
	Oid funcid;

	if (IsA(heading, Const))
	{
		McIcd10cm code = DatumGetIcd10cm(((Const *) heading)->constvalue);

		return (Node *) makeConst(type, -1, InvalidOid, sizeof(McIcd10cm),
								  Icd10cmGetDatum(mc_icd10cm_heading_upper(code)), false,
								  true);
	}

	/* not LookupFuncName(): that checks the caller's right on the schema */
	funcid = GetSysCacheOid3(PROCNAMEARGSNSP, Anum_pg_proc_oid,
							 CStringGetDatum("heading_upper"),
							 PointerGetDatum(buildoidvector(argtypes, 1)),
							 ObjectIdGetDatum(get_func_namespace(is_under)));
	if (!OidIsValid(funcid))
		return NULL;
	return (Node *) makeFuncExpr(funcid, type, list_make1(copyObject(heading)),
								 InvalidOid, InvalidOid, COERCE_EXPLICIT_CALL);
}

/*
 * Turn is_under(column, heading) into
 *		column >= heading AND column <= heading_upper(heading)
 * on a B-tree.  The range is the subtree exactly, so nothing is rechecked.
 * The heading may be anything that is fixed during a scan: a constant, a
 * parameter, a column of another table in a nested loop.
 */
static List *
is_under_index_condition(SupportRequestIndexCondition *req)
{
	List *args;
	Node *column;
	Node *heading;
	Node *upper;
	Oid type;
	Oid ge;
	Oid le;

	if (is_funcclause(req->node))
		args = ((FuncExpr *) req->node)->args;
	else if (is_opclause(req->node))
		args = ((OpExpr *) req->node)->args;
	else
		return NIL;

	if (req->indexarg != 0 || list_length(args) != 2 || req->index->relam != BTREE_AM_OID)
		return NIL;

	column = (Node *) linitial(args);
	heading = (Node *) lsecond(args);
	type = exprType(heading);

	/*
	 * The heading will be evaluated twice, and a SubPlan node must not stand
	 * in two places.  An uncorrelated subquery is a parameter by now.
	 */
	if (!is_pseudo_constant_for_index(req->root, heading, req->index) ||
		contain_subplans(heading))
		return NIL;
	if (IsA(heading, Const) && ((Const *) heading)->constisnull)
		return NIL;

	ge = range_operator(req->opfamily, type, BTGreaterEqualStrategyNumber, mc_icd10cm_ge);
	le = range_operator(req->opfamily, type, BTLessEqualStrategyNumber, mc_icd10cm_le);
	if (!OidIsValid(ge) || !OidIsValid(le))
		return NIL;

	upper = upper_bound(heading, type, req->funcid);
	if (upper == NULL)
		return NIL;

	req->lossy = false;
	return list_make2(make_opclause(ge, BOOLOID, false, (Expr *) column, (Expr *) heading,
									InvalidOid, InvalidOid),
					  make_opclause(le, BOOLOID, false, (Expr *) copyObject(column),
									(Expr *) upper, InvalidOid, InvalidOid));
}

/*
 * Estimate is_under(code, heading) as core does for the operator << that
 * stands for it: by trying common values and histogram of the column.
 */
static bool
is_under_selectivity(SupportRequestSelectivity *req)
{
	Oid type;
	Oid opno;

	if (list_length(req->args) != 2)
		return false;
	if (req->is_join)
	{
		req->selectivity = DEFAULT_MATCHING_SEL;
		return true;
	}

	type = exprType((Node *) lsecond(req->args));
	opno = GetSysCacheOid4(OPERNAMENSP, Anum_pg_operator_oid, CStringGetDatum("<<"),
						   ObjectIdGetDatum(type), ObjectIdGetDatum(type),
						   ObjectIdGetDatum(get_func_namespace(req->funcid)));
	if (!OidIsValid(opno))
		return false;
	req->selectivity =
		generic_restriction_selectivity(req->root, opno, req->inputcollid, req->args,
										req->varRelid, DEFAULT_MATCHING_SEL);
	return true;
}

/* Planner support of is_under() and of the operator << */
Datum
mc_icd10cm_is_under_support(PG_FUNCTION_ARGS)
{
	Node *request = (Node *) PG_GETARG_POINTER(0);
	Node *answer = NULL;

	if (IsA(request, SupportRequestIndexCondition))
		answer =
			(Node *) is_under_index_condition((SupportRequestIndexCondition *) request);
	else if (IsA(request, SupportRequestSelectivity) &&
			 is_under_selectivity((SupportRequestSelectivity *) request))
		answer = request;

	PG_RETURN_POINTER(answer);
}
