/*
 * code_query_print.c
 *	  The query language as text: printing.
 */
#include "notes/code_query.h"

#include <stdio.h>

#include "terminology/icd10cm.h"

static const char *const assertion_names[MC_QUERY_NASSERTIONS] = {
	[MC_QUERY_AFFIRMED] = "affirmed",     [MC_QUERY_NEGATED] = "negated",
	[MC_QUERY_HISTORICAL] = "historical", [MC_QUERY_FAMILY] = "family",
	[MC_QUERY_UNCERTAIN] = "uncertain",   [MC_QUERY_ANY] = "any",
};

const char *
mc_query_assertion_name(McQueryAssertion assertion)
{
	return assertion_names[assertion];
}

typedef struct Printer
{
	const McHost *host;
	char *text;
	size_t len;
	size_t cap;
} Printer;

static void
Put(Printer *p, const char *text)
{
	for (; *text; text++)
	{
		MC_GROW(p->host, p->text, p->len, p->cap);
		p->text[p->len++] = *text;
	}
}

/* The shortest code of at least three characters whose subtree ends with this one. */
static uint64_t
LastHeading(uint64_t high)
{
	int length = mc_icd10cm_length(high);

	while (length > MC_ICD10CM_CATEGORY_LEN &&
		   ((high >> (64 - 8 * length)) & 0xFF) == 'Z')
	{
		high &= ~(UINT64_C(0xFF) << (64 - 8 * length));
		length--;
	}
	return high;
}

static void
PutCodes(Printer *p, const McQueryNode *node)
{
	char code[MC_ICD10CM_BUFSIZE];

	mc_icd10cm_print(node->low, code);
	Put(p, code);
	if (mc_icd10cm_length(node->low) < MC_ICD10CM_CATEGORY_LEN)
		Put(p, "*");
	else if (node->high != mc_icd10cm_heading_upper(node->low))
	{
		Put(p, "-");
		mc_icd10cm_print(LastHeading(node->high), code);
		Put(p, code);
	}
}

static void
PutAtom(Printer *p, const McQueryNode *node)
{
	char number[48];
	unsigned year = (unsigned) (node->high & 0xFFFF);

	if (node->type == MC_QUERY_CODES)
		PutCodes(p, node);
	else
	{
		snprintf(number, sizeof(number), "hcc%u", (unsigned) (node->high >> 32));
		Put(p, number);
		if (year)
		{
			snprintf(number, sizeof(number), "/%u", year);
			Put(p, number);
		}
		snprintf(number, sizeof(number), ":%u", (unsigned) node->low);
		Put(p, number);
	}
	if (node->assertion != MC_QUERY_AFFIRMED)
	{
		Put(p, ":");
		Put(p, mc_query_assertion_name((McQueryAssertion) node->assertion));
	}
	if (node->min_score > 0)
	{
		snprintf(number, sizeof(number), "@%u", node->min_score);
		Put(p, number);
	}
}

static void
PutNode(Printer *p, const McQueryNode *node, McQueryNodeType above)
{
	const McQueryNode *end = node + node->size;
	bool enclosed = node->type > MC_QUERY_NOT && above != MC_QUERY_NTYPES &&
					!(above == MC_QUERY_OR && node->type == MC_QUERY_AND);

	if (mc_query_is_atom(node))
	{
		PutAtom(p, node);
		return;
	}
	if (node->type == MC_QUERY_NOT)
		Put(p, "!");
	if (enclosed)
		Put(p, "(");
	for (const McQueryNode *operand = node + 1; operand < end; operand += operand->size)
	{
		if (operand > node + 1)
			Put(p, node->type == MC_QUERY_AND ? " & " : " | ");
		PutNode(p, operand, (McQueryNodeType) node->type);
	}
	if (enclosed)
		Put(p, ")");
}

char *
mc_query_print(const McHost *host, const McQueryNode *nodes)
{
	Printer p = {.host = host};

	PutNode(&p, nodes, MC_QUERY_NTYPES);
	MC_GROW(p.host, p.text, p.len, p.cap);
	p.text[p.len] = '\0';
	return p.text;
}
