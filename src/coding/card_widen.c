/*
 * card_widen.c
 *	  From the code for a condition without detail to the heading of all its kinds.
 */
#include "coding/card_widen.h"

/* Does the title say that some detail is missing? */
static bool
LeavesOpen(const McCard *card, uint16_t node)
{
	const McAttributes *attributes = mc_card_attributes(card, node);

	if (card->nodes[node].flags & MC_TITLE_UNSPECIFIED)
		return true;
	for (int axis = 0; axis < MC_NAXES; axis++)
	{
		if (attributes->value[axis] & MC_UNSPECIFIED)
			return true;
	}
	return false;
}

/* Says the heading something of each axis of which the code says what is so? */
static bool
SaysAsMuch(const McCard *card, uint16_t heading, uint16_t node)
{
	const McAttributes *more = mc_card_attributes(card, heading);
	const McAttributes *attributes = mc_card_attributes(card, node);

	for (int axis = 0; axis < MC_NAXES; axis++)
	{
		uint16_t stated = attributes->value[axis] & (uint16_t) ~MC_UNSPECIFIED;

		if (stated && (more->value[axis] & stated) != stated)
			return false;
	}
	return true;
}

/* Do all codes below a heading, but remainders, say the same beyond their attributes? */
static bool
DifferByAttributes(const McCard *card, uint16_t heading, uint16_t words)
{
	for (uint16_t node = heading + 1; node < card->nodes[heading].end; node++)
	{
		if (!(card->nodes[node].flags & MC_CARD_REMAINDER) &&
			card->nodes[node].words != words)
			return false;
	}
	return true;
}

uint16_t
mc_card_widen(const McCard *card, uint16_t node)
{
	const uint16_t remainder =
		MC_CARD_REMAINDER | MC_TITLE_OTHER | MC_TITLE_NEC | MC_TITLE_MANIFESTATION;
	uint16_t words = card->nodes[node].words;
	uint16_t widest = node;

	if (!LeavesOpen(card, node) || card->nodes[node].flags & remainder)
		return node;
	for (;;)
	{
		uint16_t heading = card->nodes[widest].parent;

		if (heading == MC_NO_NODE || card->nodes[heading].flags & remainder ||
			!SaysAsMuch(card, heading, node))
			return widest;
		/* "other and unspecified ..." is not the condition as such */
		if (!DifferByAttributes(card, heading, words) &&
			(card->nodes[heading].words != words ||
			 card->nodes[heading].flags & MC_TITLE_UNSPECIFIED))
			return widest;
		widest = heading;
	}
}
