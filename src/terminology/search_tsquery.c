/*
 * search_tsquery.c
 *		A query as a tsquery for the index on medcode.term_words(phrase).
 *
 * The items of a tsquery stand in the order operator, right side, left side.
 */
#include "terminology/search_tsquery.h"

#include "lib/stringinfo.h"
#include "miscadmin.h"
#include "utils/pg_crc.h"

#include "compat.h"

/* Readings of so many words are found without their commonest one. */
#define LONG_READING 3

typedef struct Builder
{
	const McSearchQuery *query;
	const uint32 *groups;
	uint32 words; /* of the terms; 0: any */
	StringInfoData items;
	StringInfoData operands;
} Builder;

static void
AddOperand(Builder *to, const McSearchStem *stem)
{
	QueryItem item;
	int start = to->operands.len;
	pg_crc32 crc;

	appendBinaryStringInfo(&to->operands, stem->lexeme, (int) stem->len);
	if (to->words > 0)
		appendStringInfo(&to->operands, " %u", to->words);
	memset(&item, 0, sizeof(item));
	INIT_LEGACY_CRC32(crc);
	COMP_LEGACY_CRC32(crc, to->operands.data + start, to->operands.len - start);
	FIN_LEGACY_CRC32(crc);
	item.qoperand.type = QI_VAL;
	item.qoperand.valcrc = (int32) crc;
	item.qoperand.length = (uint32) (to->operands.len - start) & 0xFFF;
	item.qoperand.distance = (uint32) start & 0xFFFFF;
	appendBinaryStringInfo(&to->items, (char *) &item, sizeof(item));
	appendStringInfoCharMacro(&to->operands, '\0');
}

/* Returns the number of the operator; its right side comes next. */
static int
AddOperator(Builder *to, int8 operator)
{
	QueryItem item;
	int number = to->items.len / (int) sizeof(QueryItem);

	memset(&item, 0, sizeof(item));
	item.qoperator.type = QI_OPR;
	item.qoperator.oper = operator;
	appendBinaryStringInfo(&to->items, (char *) &item, sizeof(item));
	return number;
}

/* The right side is complete. */
static void
TurnLeft(Builder *to, int number)
{
	QueryItem *items = (QueryItem *) to->items.data;

	items[number].qoperator.left =
		(uint32) (to->items.len / (int) sizeof(QueryItem) - number);
}

/* All stems of a way but the one left out. */
static void
AddStems(Builder *to, const McSearchWay *way, uint32 from, uint32 without)
{
	uint32 next = from + 1;

	if (from == without)
	{
		AddStems(to, way, from + 1, without);
		return;
	}
	next += next == without;
	if (next < way->count)
	{
		int both = AddOperator(to, OP_AND);

		AddStems(to, way, next, without);
		TurnLeft(to, both);
	}
	AddOperand(to, &to->query->stems[way->first + from]);
}

static void
AddWay(Builder *to, const McSearchWay *way)
{
	uint32 without = way->count;

	if (way->count >= LONG_READING)
	{
		without = 0;
		for (uint32 i = 1; i < way->count; i++)
		{
			if (to->query->stems[way->first + i].terms >
				to->query->stems[way->first + without].terms)
				without = i;
		}
	}
	AddStems(to, way, 0, without);
}

/* Any of some ways; in halves, so that the query is not deep. */
static void
AddWays(Builder *to, uint32 first, uint32 count)
{
	int either;

	if (count == 1)
	{
		AddWay(to, &to->query->ways[first]);
		return;
	}
	either = AddOperator(to, OP_OR);
	AddWays(to, first + count / 2, count - count / 2);
	TurnLeft(to, either);
	AddWays(to, first, count / 2);
}

/* At least so many (1 and more) of some groups. */
static void
AddGroups(Builder *to, uint32 first, uint32 count, uint32 least)
{
	const McSearchGroup *group = &to->query->groups[to->groups[first]];
	int either;

	CHECK_FOR_INTERRUPTS();
	if (count > least)
	{
		/* without the first one */
		either = AddOperator(to, OP_OR);
		AddGroups(to, first + 1, count - 1, least);
		TurnLeft(to, either);
	}
	if (least > 1)
	{
		int both = AddOperator(to, OP_AND);

		AddGroups(to, first + 1, count - 1, least - 1);
		TurnLeft(to, both);
	}
	AddWays(to, group->first, group->count);
}

TSQuery
mc_search_tsquery(const McSearchQuery *query, const uint32 *groups, uint32 ngroups,
				  uint32 least, uint32 words)
{
	Builder builder = {.query = query, .groups = groups, .words = words};
	TSQuery result;
	Size size;

	initStringInfo(&builder.items);
	initStringInfo(&builder.operands);
	AddGroups(&builder, 0, ngroups, least);
	size = HDRSIZETQ + (Size) builder.items.len + (Size) builder.operands.len;
	result = palloc0(size);
	SET_VARSIZE(result, size);
	result->size = builder.items.len / (int32) sizeof(QueryItem);
	memcpy(GETQUERY(result), builder.items.data, (Size) builder.items.len);
	memcpy(GETOPERAND(result), builder.operands.data, (Size) builder.operands.len);
	pfree(builder.items.data);
	pfree(builder.operands.data);
	return result;
}
