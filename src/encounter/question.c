/*
 * question.c
 *	  What the notes leave open of a proposed code, and where each answer leads.
 */
#include "encounter/question.h"

#include <string.h>

#include "coding/card.h"
#include "coding/resolve.h"

/* Values of an axis, besides MC_UNSPECIFIED */
#define NVALUES 15

const char *
mc_question_text(int axis)
{
	static const char *const texts[MC_NAXES + 1] = {
		[MC_AXIS_SIDE] = "which side?",
		[MC_AXIS_ACUITY] = "acute or chronic?",
		[MC_AXIS_PATTERN] = "single, recurrent or persistent?",
		[MC_AXIS_STAGE] = "which stage?",
		[MC_AXIS_STAGE_LETTER] = "which part of the stage, a or b?",
		[MC_AXIS_SEVERITY] = "how severe?",
		[MC_AXIS_TYPE] = "which type?",
		[MC_AXIS_TRIMESTER] = "which trimester?",
		[MC_AXIS_REMISSION] = "in remission?",
		[MC_AXIS_COURSE] = "with exacerbation?",
		[MC_AXIS_INTRACTABLE] = "intractable?",
		[MC_AXIS_DISPLACED] = "displaced or not?",
		[MC_AXIS_OPEN] = "open or closed?",
		[MC_AXIS_OPEN_TYPE] = "which type of open fracture?",
		[MC_AXIS_ENCOUNTER] = "initial or subsequent encounter?",
		[MC_AXIS_HEALING] = "how does it heal?",
		[MC_AXIS_INTENT] = "accident, self-harm, assault or adverse effect?",
		[MC_AXIS_DOMINANCE] = "dominant side or not?",
		[MC_AXIS_FETUS] = "which fetus?",
		[MC_QUESTION_DETAIL] = "more detail",
	};

	return texts[axis];
}

const char *
mc_question_axis(int axis)
{
	return axis == MC_QUESTION_DETAIL ? "detail" : mc_axis_name((McAxis) axis);
}

/* The card and place of a code; NULL: it has none. */
static const McCard *
CardOf(const McTerminology *terminology, McCode code, uint16_t *node)
{
	const McCard *card;

	if (terminology->card == NULL)
		return NULL;
	card = terminology->card(terminology->arg, mc_icd10cm_category(code));
	*node = card ? mc_card_find(card, code) : MC_NO_NODE;
	return *node == MC_NO_NODE ? NULL : card;
}

/* What a title states for sure: axes with one value that is not "unspecified" */
static McAttributes
Stated(const McAttributes *title)
{
	McAttributes stated = {.flags = 0};

	for (int axis = 0; axis < MC_NAXES; axis++)
	{
		uint16_t value = title->value[axis];

		if (!(value & MC_UNSPECIFIED) && (value & (value - 1)) == 0)
			stated.value[axis] = value;
	}
	return stated;
}

/* Where each value of an axis leads from the code. */
static void
AskAxis(const McTerminology *terminology, McCode code, int axis, McQuestion *question)
{
	uint16_t node;
	const McCard *card = CardOf(terminology, code, &node);
	McAttributes own;

	if (card == NULL)
		return;
	own = Stated(mc_card_attributes(card, node));
	for (int bit = 0; bit < NVALUES; bit++)
	{
		McAttributes said = own;
		const char *answer = mc_axis_value_name((McAxis) axis, bit);
		McCode better;
		uint32_t open;

		if (answer == NULL)
			continue;
		said.value[axis] = (uint16_t) (1u << bit);
		better = mc_most_specific(terminology, code, &said, NULL, 0, &open);
		if (better == code || open & (1u << axis) || question->nchoices == MC_MAX_CHOICES)
			continue;
		question->choices[question->nchoices].code = better;
		question->choices[question->nchoices++].answer = answer;
	}
}

/* The codes next to a code, or below a heading, that say more. */
static void
AskDetail(const McTerminology *terminology, McCode code, McQuestion *question)
{
	uint16_t node;
	const McCard *card = CardOf(terminology, code, &node);
	uint16_t heading;

	if (card == NULL)
		return;
	heading = card->nodes[node].end > node + 1 ? node : card->nodes[node].parent;
	if (heading == MC_NO_NODE)
		return;
	for (uint16_t child = mc_card_next_child(card, heading, MC_NO_NODE);
		 child != MC_NO_NODE && question->nchoices < MC_MAX_CHOICES;
		 child = mc_card_next_child(card, heading, child))
	{
		if (child == node || card->nodes[child].flags & MC_TITLE_UNSPECIFIED)
			continue;
		question->choices[question->nchoices].code = card->nodes[child].code;
		question->choices[question->nchoices++].answer = NULL;
	}
}

void
mc_find_questions(const McHost *host, const McTerminology *terminology,
				  const McSuggestions *suggestions, McQuestions *questions)
{
	memset(questions, 0, sizeof(*questions));
	for (size_t i = 0; i < suggestions->proposed; i++)
	{
		const McSuggestion *s = &suggestions->list[i];

		for (int axis = 0; axis <= MC_QUESTION_DETAIL; axis++)
		{
			McQuestion *question;

			if (!(s->open & (1u << axis)))
				continue;
			MC_GROW(host, questions->list, questions->count, questions->cap);
			question = &questions->list[questions->count];
			memset(question, 0, sizeof(*question));
			question->suggestion = i;
			question->axis = axis;
			if (axis == MC_QUESTION_DETAIL)
				AskDetail(terminology, s->code, question);
			else
				AskAxis(terminology, s->code, axis, question);
			if (question->nchoices > 0)
				questions->count++;
		}
		mc_interrupt(host);
	}
}
