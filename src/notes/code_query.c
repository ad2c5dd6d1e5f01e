/*
 * code_query.c
 *	  The query language: truth, and what a valid query is.
 */
#include "notes/code_query.h"

#include <string.h>

#include "terminology/icd10cm.h"

/* One node and what belongs to it; *atom counts the atoms passed. */
static McTruth
Truth(const McQueryNode *node, const uint8_t *atoms, uint32_t *atom)
{
	const McQueryNode *end = node + node->size;
	McTruth decides = node->type == MC_QUERY_AND ? MC_FALSE : MC_TRUE;
	McTruth result = node->type == MC_QUERY_AND ? MC_TRUE : MC_FALSE;

	if (mc_query_is_atom(node))
		return (McTruth) atoms[(*atom)++];
	if (node->type == MC_QUERY_NOT)
	{
		McTruth part = Truth(node + 1, atoms, atom);

		return part == MC_MAYBE ? MC_MAYBE : part == MC_TRUE ? MC_FALSE : MC_TRUE;
	}
	for (const McQueryNode *operand = node + 1; operand < end; operand += operand->size)
	{
		McTruth part = Truth(operand, atoms, atom);

		if (part == decides)
			result = decides;
		else if (part == MC_MAYBE && result != decides)
			result = MC_MAYBE;
	}
	return result;
}

McTruth
mc_query_truth(const McQueryNode *nodes, const uint8_t *atoms)
{
	uint32_t atom = 0;

	return Truth(nodes, atoms, &atom);
}

bool
mc_query_has_negation(const McQueryNode *nodes)
{
	for (uint32_t i = 0; i < nodes->size; i++)
	{
		if (nodes[i].type == MC_QUERY_NOT)
			return true;
	}
	return false;
}

/* Do the sizes of a node and of what belongs to it add up, within count nodes? */
static bool
AddsUp(const McQueryNode *node, uint32_t count, unsigned depth)
{
	uint32_t done = 1;
	uint32_t operands = 0;

	if (count == 0 || depth > 2 * MC_QUERY_MAX_DEPTH + 4 ||
		node->type >= MC_QUERY_NTYPES || node->unused != 0 || node->size == 0 ||
		node->size > count)
		return false;
	if (mc_query_is_atom(node))
		return node->size == 1 && node->assertion < MC_QUERY_NASSERTIONS &&
			   node->min_score <= 100;
	while (done < node->size)
	{
		if (!AddsUp(node + done, node->size - done, depth + 1))
			return false;
		done += node[done].size;
		operands++;
	}
	return node->type == MC_QUERY_NOT ? operands == 1 : operands >= 2;
}

/* Is there nothing but characters of codes, then zeros? */
static bool
IsBound(uint64_t code)
{
	bool ended = false;

	for (int shift = 56; shift >= 0; shift -= 8)
	{
		unsigned c = (unsigned) (code >> shift) & 0xFF;

		if (c == 0)
			ended = true;
		else if (ended || shift == 0 ||
				 !((c >= 'A' && c <= 'Z') || (shift < 56 && c >= '0' && c <= '9')))
			return false;
	}
	return code != 0;
}

bool
mc_query_is_valid(const McHost *host, const McQueryNode *nodes, uint32_t count)
{
	McQueryNode *again;
	uint32_t again_count;
	McQueryError error;
	char *text;

	if (count > MC_QUERY_MAX_NODES || !AddsUp(nodes, count, 0) || nodes->size != count)
		return false;
	for (uint32_t i = 0; i < count; i++)
	{
		if (nodes[i].type == MC_QUERY_CODES &&
			(!IsBound(nodes[i].low) || !IsBound(nodes[i].high)))
			return false;
	}
	/* the rest follows from this: it is what its text reads as */
	text = mc_query_print(host, nodes);
	again = mc_query_parse(host, text, strlen(text), &again_count, &error);
	return again && again_count == count &&
		   memcmp(again, nodes, count * sizeof(McQueryNode)) == 0;
}
