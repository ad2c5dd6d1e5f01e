/*
 * before.c
 *	  What is said before the name of a measure: goal, if, previous.
 */
#include <string.h>

#include "value/value.h"

/* How many tokens before the name each is looked for */
#define REACH_INSTRUCTION 10
#define REACH_GOAL        6
#define REACH_EARLIER     2

void
mc_read_before(const McMeasures *measures, const McDocument *doc, uint32_t first,
			   uint32_t name, McBefore *before)
{
	uint32_t i = name - first > REACH_INSTRUCTION ? name - REACH_INSTRUCTION : first;

	memset(before, 0, sizeof(*before));
	while (i < name)
	{
		const McToken *t = &doc->tokens.list[i];
		const McValuePhrase *phrase;

		if (mc_is_punct(t, ';') || mc_is_punct(t, '.') || mc_is_punct(t, '|'))
			memset(before, 0, sizeof(*before));
		else if (mc_is_punct(t, ',') || t->kind == MC_TOKEN_NUMBER)
			before->goal = before->reference = before->earlier = false;
		phrase =
			mc_value_phrase_at(measures, doc, i, name, MC_PHRASE_WORD, MC_NO_MEASURE);
		if (phrase == NULL)
		{
			i++;
			continue;
		}
		i += phrase->nkeys;
		switch ((McValueRole) phrase->number)
		{
			case MC_ROLE_GOAL:
				before->goal |= name - i <= REACH_GOAL;
				break;
			case MC_ROLE_REFERENCE:
				before->reference |= name - i <= REACH_GOAL;
				break;
			case MC_ROLE_EARLIER:
				before->earlier |= name - i <= REACH_EARLIER;
				break;
			case MC_ROLE_INSTRUCTION:
				before->instruction = true;
				break;
			case MC_ROLE_ORDER:
				before->order = true;
				break;
			default:
				break;
		}
	}
}
