/*
 * query_text_sql.c
 *		medcode.codequery_sql(): a code query as SQL over a table of findings.
 */
#include "notes/notes_sql.h"

#include "lib/stringinfo.h"
#include "utils/builtins.h"

#include "terminology/icd10cm.h"

PG_FUNCTION_INFO_V1(mc_codequery_sql_sql);

typedef struct Writer
{
	StringInfoData text;
	const char *keys;     /* select list of the key columns, of alias f */
	const char *findings; /* name of the table of findings */
	const char *notes;    /* name of the table of notes that were read */
} Writer;

/* A bound as a literal; the beginning of a code is filled up with the least characters. */
static void
WriteBound(Writer *w, const char *operator, uint64 code)
{
	char printed[MC_ICD10CM_BUFSIZE];

	for (int length = mc_icd10cm_length(code); length < MC_ICD10CM_CATEGORY_LEN; length++)
		code |= (uint64) '0' << (56 - 8 * length);
	mc_icd10cm_print(code, printed);
	appendStringInfo(
		&w->text, "f.code OPERATOR(medcode.%s) '%s'::medcode.icd10cm", operator, printed);
}

static void
WriteAtom(Writer *w, const McQueryNode *node)
{
	static const char *const conditions[MC_QUERY_NASSERTIONS] = {
		[MC_QUERY_AFFIRMED] =
			(" AND NOT f.negated AND NOT f.uncertain AND NOT f.historical"
			 " AND NOT f.hypothetical AND f.experiencer OPERATOR(pg_catalog.=) 'patient'"),
		[MC_QUERY_NEGATED] = " AND f.negated",
		[MC_QUERY_HISTORICAL] = " AND f.historical",
		[MC_QUERY_FAMILY] = " AND f.experiencer OPERATOR(pg_catalog.<>) 'patient'",
		[MC_QUERY_UNCERTAIN] = " AND f.uncertain",
		[MC_QUERY_ANY] = "",
	};

	appendStringInfo(&w->text, "SELECT %s FROM %s AS f WHERE ", w->keys, w->findings);
	if (node->type == MC_QUERY_HCC)
	{
		unsigned year = (unsigned) (node->high & 0xFFFF);

		appendStringInfo(
			&w->text,
			"f.code OPERATOR(medcode.=) ANY (ARRAY(SELECT medcode.hcc_codes('V%u', %u, %s)))",
			(unsigned) (node->high >> 32), (unsigned) node->low,
			year ? psprintf("%u", year) : "NULL");
	}
	else
	{
		WriteBound(w, ">=", node->low);
		appendStringInfoString(&w->text, " AND ");
		WriteBound(w, "<=", node->high);
	}
	appendStringInfoString(&w->text, conditions[node->assertion]);
	if (node->min_score > 0)
		appendStringInfo(&w->text, " AND f.score OPERATOR(pg_catalog.>=) %u",
						 node->min_score);
}

static void WriteNode(Writer *w, const McQueryNode *node);

static void
WriteAllNotes(Writer *w)
{
	appendStringInfo(&w->text, "SELECT %s FROM %s AS f", w->keys, w->notes);
}

/* What is asked for first, then what is taken away from it */
static void
WriteAll(Writer *w, const McQueryNode *node)
{
	const McQueryNode *end = node + node->size;
	bool first = true;

	for (int negated = 0; negated <= 1; negated++)
	{
		for (const McQueryNode *operand = node + 1; operand < end;
			 operand += operand->size)
		{
			if ((operand->type == MC_QUERY_NOT) != (negated == 1))
				continue;
			if (negated && first)
				WriteAllNotes(w);
			if (negated)
				appendStringInfoString(&w->text, " EXCEPT ");
			else if (!first)
				appendStringInfoString(&w->text, " INTERSECT ");
			first = false;
			appendStringInfoChar(&w->text, '(');
			WriteNode(w, negated ? operand + 1 : operand);
			appendStringInfoChar(&w->text, ')');
		}
	}
}

static void
WriteNode(Writer *w, const McQueryNode *node)
{
	const McQueryNode *end = node + node->size;

	if (mc_query_is_atom(node))
		WriteAtom(w, node);
	else if (node->type == MC_QUERY_AND)
		WriteAll(w, node);
	else if (node->type == MC_QUERY_NOT)
	{
		WriteAllNotes(w);
		appendStringInfoString(&w->text, " EXCEPT (");
		WriteNode(w, node + 1);
		appendStringInfoChar(&w->text, ')');
	}
	else
	{
		for (const McQueryNode *operand = node + 1; operand < end;
			 operand += operand->size)
		{
			appendStringInfoString(&w->text, operand > node + 1 ? " UNION (" : "(");
			WriteNode(w, operand);
			appendStringInfoChar(&w->text, ')');
		}
	}
}

/*
 * medcode.codequery_sql(query codequery, keys text, findings text, notes text) returns text:
 * keys is a select list of alias f, findings and notes are names of tables, all quoted as in
 * SQL.  A query of an atom may give a key more than once.
 */
Datum
mc_codequery_sql_sql(PG_FUNCTION_ARGS)
{
	const McCodeQuery *query = PG_GETARG_CODEQUERY(0);
	Writer w = {
		.keys = text_to_cstring(PG_GETARG_TEXT_PP(1)),
		.findings = text_to_cstring(PG_GETARG_TEXT_PP(2)),
		.notes = text_to_cstring(PG_GETARG_TEXT_PP(3)),
	};

	initStringInfo(&w.text);
	WriteNode(&w, query->nodes);
	PG_RETURN_TEXT_P(cstring_to_text_with_len(w.text.data, w.text.len));
}
