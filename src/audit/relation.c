/*
 * relation.c
 *	  How the detail of two codes of a category compares, by the card of the category.
 *
 * First the rules by which documentation is narrowed to a code (docs/cards.md): if the title
 * of one code, taken for documentation, leads from the other one to it, it says more.  Then
 * the titles themselves: their attributes, and their words beyond these.
 */
#include "audit/relation.h"

#include "coding/card.h"
#include "coding/knowledge.h"
#include "coding/resolve.h"

/* Most words of a title that are compared */
#define MAX_TITLE_WORDS 64

/* A code as its title reads */
typedef struct Title
{
	McCode code;
	McCode parent; /* 0: none */
	McAttributes attributes;
	uint64_t stems[MAX_TITLE_WORDS];
	size_t nstems;
} Title;

/* False where the category has no card or the card not the code. */
static bool
ReadTitle(const McTerminology *terminology, McCode code, Title *title)
{
	const McCard *card =
		terminology->card ? terminology->card(terminology->arg, mc_icd10cm_category(code))
						  : NULL;
	uint16_t node = card ? mc_card_find(card, code) : MC_NO_NODE;
	const McCardSet *words;

	if (node == MC_NO_NODE)
		return false;
	title->code = code;
	title->parent = card->nodes[node].parent == MC_NO_NODE
						? 0
						: card->nodes[card->nodes[node].parent].code;
	title->attributes = *mc_card_attributes(card, node);
	title->nstems = 0;
	words = &card->sets[card->nodes[node].words];
	for (uint32_t i = 0; i < words->count && title->nstems < MAX_TITLE_WORDS; i++)
		title->stems[title->nstems++] = card->stems[card->set_words[words->first + i]];
	return true;
}

/* Does one title, as documentation, lead from the other code to its own? */
static bool
LeadsTo(const McTerminology *terminology, const Title *from, const Title *to)
{
	uint32_t open;

	return mc_most_specific(terminology, from->code, &to->attributes, to->stems,
							to->nstems, &open) == to->code;
}

static size_t
CountShared(const Title *a, const Title *b)
{
	size_t shared = 0;

	for (size_t i = 0; i < a->nstems; i++)
	{
		for (size_t k = 0; k < b->nstems; k++)
		{
			if (a->stems[i] == b->stems[k])
			{
				shared++;
				break;
			}
		}
	}
	return shared;
}

static bool
Contradict(const McAttributes *a, const McAttributes *b)
{
	for (int axis = 0; axis < MC_NAXES; axis++)
	{
		unsigned x = a->value[axis] & ~(unsigned) MC_UNSPECIFIED;
		unsigned y = b->value[axis] & ~(unsigned) MC_UNSPECIFIED;

		if (x && y && !(x & y))
			return true;
	}
	return false;
}

/* Does the title say that detail is missing which the other one, its sibling, has? */
static bool
LacksDetailOf(const Title *vague, const Title *other)
{
	return vague->attributes.flags & MC_TITLE_UNSPECIFIED && vague->parent != 0 &&
		   mc_code_is_under(other->code, vague->parent) && CountShared(vague, other) > 0;
}

McRelation
mc_relation(const McTerminology *terminology, McCode billed, McCode documented)
{
	Title b;
	Title d;
	size_t shared;

	if (mc_icd10cm_category(billed) != mc_icd10cm_category(documented))
		return MC_UNRELATED;
	if (mc_code_is_under(documented, billed))
		return MC_LESS_DETAIL;
	if (mc_code_is_under(billed, documented))
		return MC_MORE_DETAIL;
	if (!ReadTitle(terminology, billed, &b) || !ReadTitle(terminology, documented, &d))
		return MC_UNRELATED;
	if (LeadsTo(terminology, &b, &d))
		return MC_LESS_DETAIL;
	if (LeadsTo(terminology, &d, &b))
		return MC_MORE_DETAIL;
	shared = CountShared(&b, &d);
	if (Contradict(&b.attributes, &d.attributes))
		return shared > 0 && (shared == b.nstems || shared == d.nstems) ? MC_OTHER_DETAIL
																		: MC_UNRELATED;
	if (LacksDetailOf(&b, &d))
		return MC_LESS_DETAIL;
	if (LacksDetailOf(&d, &b))
		return MC_MORE_DETAIL;
	if (shared == 0 || b.nstems == d.nstems)
		return MC_UNRELATED;
	return shared == b.nstems   ? MC_LESS_DETAIL
		   : shared == d.nstems ? MC_MORE_DETAIL
								: MC_UNRELATED;
}
