/*
 * code_query_type.c
 *		The SQL type medcode.codequery.
 *
 * A value is a header and the nodes of code_query.h, aligned to eight bytes.  Messages say
 * at which character a text is wrong, and never repeat it.
 */
#include "notes/notes_sql.h"

#include "libpq/pqformat.h"
#include "mb/pg_wchar.h"
#include "utils/builtins.h"

#include "compat.h"

PG_FUNCTION_INFO_V1(mc_codequery_in);
PG_FUNCTION_INFO_V1(mc_codequery_out);
PG_FUNCTION_INFO_V1(mc_codequery_recv);
PG_FUNCTION_INFO_V1(mc_codequery_send);
PG_FUNCTION_INFO_V1(mc_codequery_eq);
PG_FUNCTION_INFO_V1(mc_codequery_ne);
PG_FUNCTION_INFO_V1(mc_codequery_lt);
PG_FUNCTION_INFO_V1(mc_codequery_le);
PG_FUNCTION_INFO_V1(mc_codequery_ge);
PG_FUNCTION_INFO_V1(mc_codequery_gt);
PG_FUNCTION_INFO_V1(mc_codequery_cmp);
PG_FUNCTION_INFO_V1(mc_codequery_hash);

static McCodeQuery *
MakeQuery(const McQueryNode *nodes, uint32 count)
{
	Size size = offsetof(McCodeQuery, nodes) + count * sizeof(McQueryNode);
	McCodeQuery *query = palloc0(size);

	SET_VARSIZE(query, size);
	query->count = count;
	memcpy(query->nodes, nodes, count * sizeof(McQueryNode));
	return query;
}

/* Read a query; docs/notes-by-code.md has the language. */
Datum
mc_codequery_in(PG_FUNCTION_ARGS)
{
	const char *text = PG_GETARG_CSTRING(0);
	McHost host = mc_pg_host(CurrentMemoryContext);
	McQueryError error = {0};
	McQueryNode *nodes;
	uint32 count;

	nodes = mc_query_parse(&host, text, strlen(text), &count, &error);
	if (nodes == NULL)
		mc_input_error(
			fcinfo, errcode(ERRCODE_INVALID_TEXT_REPRESENTATION),
			errmsg("invalid code query"),
			errdetail("Position %d: %s.",
					  pg_mbstrlen_with_len(text, (int) error.position) + 1,
					  error.problem),
			errhint(
				"For example: E11 & !N18.6:any | hcc28:37@80, S72.0, I10-I15:historical, C*."));
	PG_RETURN_POINTER(MakeQuery(nodes, count));
}

Datum
mc_codequery_out(PG_FUNCTION_ARGS)
{
	const McCodeQuery *query = PG_GETARG_CODEQUERY(0);
	McHost host = mc_pg_host(CurrentMemoryContext);

	PG_RETURN_CSTRING(mc_query_print(&host, query->nodes));
}

/* Binary form: the number of nodes, then of each type, assertion, score, size, low, high */
Datum
mc_codequery_recv(PG_FUNCTION_ARGS)
{
	StringInfo buf = (StringInfo) PG_GETARG_POINTER(0);
	McHost host = mc_pg_host(CurrentMemoryContext);
	uint32 count = pq_getmsgint(buf, 4);
	McQueryNode *nodes = NULL;

	if (count > 0 && count <= MC_QUERY_MAX_NODES)
	{
		nodes = palloc0(count * sizeof(McQueryNode));
		for (uint32 i = 0; i < count; i++)
		{
			nodes[i].type = (uint8) pq_getmsgbyte(buf);
			nodes[i].assertion = (uint8) pq_getmsgbyte(buf);
			nodes[i].min_score = (uint8) pq_getmsgbyte(buf);
			nodes[i].size = pq_getmsgint(buf, 4);
			nodes[i].low = (uint64) pq_getmsgint64(buf);
			nodes[i].high = (uint64) pq_getmsgint64(buf);
		}
	}
	if (nodes == NULL || !mc_query_is_valid(&host, nodes, count))
		ereport(ERROR, (errcode(ERRCODE_INVALID_BINARY_REPRESENTATION),
						errmsg("invalid code query in external binary form")));
	PG_RETURN_POINTER(MakeQuery(nodes, count));
}

Datum
mc_codequery_send(PG_FUNCTION_ARGS)
{
	const McCodeQuery *query = PG_GETARG_CODEQUERY(0);
	StringInfoData buf;

	pq_begintypsend(&buf);
	pq_sendint32(&buf, query->count);
	for (uint32 i = 0; i < query->count; i++)
	{
		const McQueryNode *node = &query->nodes[i];

		pq_sendbyte(&buf, node->type);
		pq_sendbyte(&buf, node->assertion);
		pq_sendbyte(&buf, node->min_score);
		pq_sendint32(&buf, node->size);
		pq_sendint64(&buf, node->low);
		pq_sendint64(&buf, node->high);
	}
	PG_RETURN_BYTEA_P(pq_endtypsend(&buf));
}

/* Any total order: shorter ones first, then node by node */
static int
Compare(FunctionCallInfo fcinfo)
{
	const McCodeQuery *a = PG_GETARG_CODEQUERY(0);
	const McCodeQuery *b = PG_GETARG_CODEQUERY(1);
	int order = a->count < b->count ? -1 : a->count > b->count;

	for (uint32 i = 0; i < a->count && order == 0; i++)
	{
		const McQueryNode *m = &a->nodes[i];
		const McQueryNode *n = &b->nodes[i];

		if (m->type != n->type)
			order = m->type < n->type ? -1 : 1;
		else if (m->low != n->low)
			order = m->low < n->low ? -1 : 1;
		else if (m->high != n->high)
			order = m->high < n->high ? -1 : 1;
		else if (m->assertion != n->assertion)
			order = m->assertion < n->assertion ? -1 : 1;
		else if (m->min_score != n->min_score)
			order = m->min_score < n->min_score ? -1 : 1;
		else if (m->size != n->size)
			order = m->size < n->size ? -1 : 1;
	}
	return order;
}

Datum
mc_codequery_eq(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(Compare(fcinfo) == 0);
}

Datum
mc_codequery_ne(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(Compare(fcinfo) != 0);
}

Datum
mc_codequery_lt(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(Compare(fcinfo) < 0);
}

Datum
mc_codequery_le(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(Compare(fcinfo) <= 0);
}

Datum
mc_codequery_ge(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(Compare(fcinfo) >= 0);
}

Datum
mc_codequery_gt(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(Compare(fcinfo) > 0);
}

Datum
mc_codequery_cmp(PG_FUNCTION_ARGS)
{
	PG_RETURN_INT32(Compare(fcinfo));
}

Datum
mc_codequery_hash(PG_FUNCTION_ARGS)
{
	const McCodeQuery *query = PG_GETARG_CODEQUERY(0);

	return hash_any((const unsigned char *) query->nodes,
					(int) (query->count * sizeof(McQueryNode)));
}
