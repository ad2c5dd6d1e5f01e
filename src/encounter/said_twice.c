/*
 * said_twice.c
 *	  One name of a condition that the note describes in two ways, with a code for each: acute on
 *	  chronic where no code has both (ICD-10-CM Guidelines I.B.8), and each side with a stage
 *	  of its own (I.B.13, I.C.7.a.3).
 */
#include <string.h>

#include "coding/resolve.h"
#include "encounter/case.h"
#include "text/word_list.h"

/* Most words handed to a card */
#define MAX_STEMS 32

/* The nearest heading of a code that does not state an axis; 0: none */
static McCode
HeadingWithout(const McCase *c, McCode code, int axis)
{
	uint16_t node;
	const McCard *card = mc_case_card(c, code, &node);

	while (node != MC_NO_NODE && mc_card_attributes(card, node)->value[axis] != 0)
		node = card->nodes[node].parent;
	return node == MC_NO_NODE ? 0 : card->nodes[node].code;
}

/* What a code states of an axis */
static uint16_t
Stated(const McCase *c, McCode code, int axis)
{
	uint16_t node;
	const McCard *card = mc_case_card(c, code, &node);

	return node == MC_NO_NODE ? 0 : mc_card_attributes(card, node)->value[axis];
}

/*
 * The code below a heading for what is said and for the words of a mention; 0: none that is
 * complete and says it
 */
static McCode
Below(const McCase *c, McCode heading, const McAttributes *said, McEvidence e, int axis)
{
	const McFinding *finding = mc_case_finding(c, e);
	const McDocument *doc = mc_case_document(c, e);
	uint64_t stems[MAX_STEMS];
	size_t nstems = 0;
	uint32_t open;
	McCode code;

	for (uint32_t t = finding->mention.first_token;
		 t <= finding->mention.last_token && nstems < MAX_STEMS; t++)
	{
		uint32_t word = doc->tokens.list[t].word;

		if (word != MC_NO_WORD && !(doc->words.list[word].flags & MC_WORD_FUNCTION))
			stems[nstems++] = doc->words.list[word].stem_key;
	}
	code = heading ? mc_most_specific(c->terminology, heading, said, stems, nstems, &open)
				   : 0;

	return code != 0 && mc_case_is_billable(c, code) &&
				   Stated(c, code, axis) == said->value[axis]
			   ? code
			   : 0;
}

/* Is "acute on chronic" said in the words of a mention, or right before them? */
static bool
IsAcuteOnChronic(const McCase *c, const McSuggestion *s)
{
	static const char words[] =
		"acute on chronic|acute upon chronic|acute and chronic|acute-on-chronic";

	for (uint32_t i = 0; i < mc_evidence_read(s); i++)
	{
		const McFinding *finding = mc_case_finding(c, s->evidence[i]);
		const McDocument *doc = mc_case_document(c, s->evidence[i]);
		uint32_t end = finding->mention.last_token + 1;
		uint32_t t = mc_list_within(doc, finding->from_token, end, words, MC_NO_DOTS);
		McListed found;

		if (t < end && mc_list_at(doc, t, end, words, MC_NO_DOTS, &found) &&
			found.last + 1 >= finding->mention.first_token)
			return true;
	}
	return false;
}

/*
 * Codes of a category that have both courses: acute cholecystitis with chronic cholecystitis.
 * Returns how many are complete; *code is the last of them.
 */
static int
WithBothCourses(const McCase *c, McCode of, McCode *code)
{
	const uint16_t both = 1u << MC_ACUITY_ACUTE | 1u << MC_ACUITY_CHRONIC;
	uint16_t node;
	const McCard *card = mc_case_card(c, of, &node);
	int count = 0;

	for (uint16_t n = 0; card != NULL && n < card->nnodes; n++)
	{
		uint16_t course = mc_card_attributes(card, n)->value[MC_AXIS_ACUITY];

		if (card->nodes[n].flags & MC_CARD_BILLABLE &&
			((course & both) == both || course & 1u << MC_ACUITY_ACUTE_ON_CHRONIC))
		{
			*code = card->nodes[n].code;
			count++;
		}
	}
	return count;
}

/* The code of that course which a term had that gave way to the mention; 0: none */
static McCode
OfLoser(const McCase *c, McEvidence e, int course)
{
	const McFindings *findings = &c->encounter->notes[e.note].findings;
	McCode category = mc_icd10cm_category(findings->list[e.finding].code);

	for (size_t i = 0; i < findings->nlosers; i++)
	{
		const McLoser *loser = &findings->losers[i];
		McCode code = loser->mention.term.code;

		if (loser->winner == e.finding && mc_icd10cm_category(code) == category &&
			mc_case_is_billable(c, code) &&
			Stated(c, code, MC_AXIS_ACUITY) == 1u << course)
			return code;
	}
	return 0;
}

/* Both codes, the acute one first (I.B.8) */
static void
SplitCourse(McCase *c, size_t number)
{
	McCode code = c->list[number].code;
	McCode heading = HeadingWithout(c, code, MC_AXIS_ACUITY);
	McAttributes said;
	McCode acute;
	McCode chronic;
	size_t first;
	size_t second;

	mc_case_said(c, &c->list[number], &said);
	said.value[MC_AXIS_ACUITY] = 1u << MC_ACUITY_ACUTE;
	acute = Below(c, heading, &said, c->list[number].first, MC_AXIS_ACUITY);
	said.value[MC_AXIS_ACUITY] = 1u << MC_ACUITY_CHRONIC;
	chronic = Below(c, heading, &said, c->list[number].first, MC_AXIS_ACUITY);
	if (acute == 0)
		acute = OfLoser(c, c->list[number].first, MC_ACUITY_ACUTE);
	if (chronic == 0)
		chronic = Stated(c, code, MC_AXIS_ACUITY) == 1u << MC_ACUITY_CHRONIC
					  ? code
					  : OfLoser(c, c->list[number].first, MC_ACUITY_CHRONIC);
	if (acute == 0 || chronic == 0 || (code != acute && code != chronic))
		return;
	first = mc_case_recode(c, number, acute, MC_RULE_TWO_COURSES);
	second = mc_case_derive(c, chronic, MC_RULE_TWO_COURSES, &first, 1);
	c->list[first].rules |= MC_RULE_BIT(MC_RULE_TWO_COURSES);
	c->list[second].paired_with = acute;
}

/* Acute on chronic: the code for both, or both codes (I.B.8, I.B.9) */
static void
SettleCourses(McCase *c, size_t number)
{
	McCode both = 0;
	int count = WithBothCourses(c, c->list[number].code, &both);

	if (count == 0)
		SplitCourse(c, number);
	else if (count == 1 && c->list[number].code != both)
		(void) mc_case_recode(c, number, both, MC_RULE_PART_OF_COMBINATION);
}

/* Is a token a word of the category, or one that describes: eye, severe, stage? */
static bool
Describes(const McCase *c, McCode code, const McDocument *doc, uint32_t token)
{
	uint16_t node;
	const McCard *card;
	McAttributes said = {.flags = 0};
	const McAttributes nothing = {.flags = 0};
	uint64_t stem;

	if (!mc_token_counts(&doc->tokens, &doc->words, token))
		return true;
	mc_attributes_read(&doc->words, &doc->tokens.list[token], 1, &said, NULL);
	if (memcmp(&said, &nothing, sizeof(said)) != 0 ||
		mc_token_is(doc, token, "stage|grade|side"))
		return true;
	card = mc_case_card(c, code, &node);
	stem = doc->words.list[doc->tokens.list[token].word].stem_key;
	for (uint32_t i = 0; card != NULL && i < card->nstems; i++)
	{
		if (card->stems[i] == stem)
			return true;
	}
	return false;
}

/*
 * What is said of the other side behind a mention, up to the end of the sentence: [glaucoma,
 * right eye mild stage,] left eye severe stage.  False where anything else stands there.
 */
static bool
ReadOtherSide(const McCase *c, const McSuggestion *s, McEvidence e, uint16_t side,
			  McAttributes *said)
{
	const McFinding *finding = mc_case_finding(c, e);
	const McFindings *findings = &c->encounter->notes[e.note].findings;
	const McDocument *doc = mc_case_document(c, e);
	uint32_t first = finding->mention.last_token + 1;
	uint32_t end = doc->sentences.list[finding->mention.sentence].end_token;
	uint32_t n = 0;

	if (e.finding + 1 < findings->count &&
		findings->list[e.finding + 1].mention.first_token < end)
		return false;
	if (first >= end ||
		!(mc_is_punct(&doc->tokens.list[first], ',') ||
		  mc_is_punct(&doc->tokens.list[first], ';') || mc_token_is(doc, first, "and")))
		return false;
	for (uint32_t t = first + 1; t < end; t++)
	{
		if (!Describes(c, s->code, doc, t) || mc_token_is(doc, t, "no|not|without"))
			return false;
	}
	memset(said, 0, sizeof(*said));
	mc_attributes_read(&doc->words, &doc->tokens.list[first + 1], end - first - 1, said,
					   NULL);
	for (int axis = 0; axis < MC_NAXES; axis++)
		n += axis != MC_AXIS_SIDE && said->value[axis] != 0;
	return n > 0 && said->value[MC_AXIS_SIDE] == side;
}

/* The code of the other side, where the note describes it otherwise */
static void
AddOtherSide(McCase *c, size_t number)
{
	const McSuggestion *s = &c->list[number];
	uint16_t side = Stated(c, s->code, MC_AXIS_SIDE);
	uint16_t other = side == 1u << MC_SIDE_RIGHT  ? 1u << MC_SIDE_LEFT
					 : side == 1u << MC_SIDE_LEFT ? 1u << MC_SIDE_RIGHT
												  : 0;

	for (uint32_t i = 0; i < mc_evidence_read(s) && other != 0; i++)
	{
		McAttributes said;
		McCode code;

		if (!ReadOtherSide(c, s, s->evidence[i], other, &said))
			continue;
		code = Below(c, HeadingWithout(c, s->code, MC_AXIS_SIDE), &said, s->evidence[i],
					 MC_AXIS_SIDE);
		if (code == 0 || code == s->code)
			continue;
		(void) mc_case_derive(c, code, MC_RULE_BILATERAL, &number, 1);
		return;
	}
}

/* Has a note a word of each list?  Few have. */
static bool
HasBoth(const McCase *c, const char *words, const char *others)
{
	for (size_t n = 0; n < c->encounter->nnotes; n++)
	{
		const McDocument *doc = c->encounter->notes[n].doc;

		if (mc_list_may_occur(doc, words) && mc_list_may_occur(doc, others))
			return true;
	}
	return false;
}

void
mc_split_descriptions(McCase *c)
{
	bool courses = HasBoth(c, "acute|acute-on-chronic", "chronic|acute-on-chronic");
	bool sides = HasBoth(c, "left|lt|os", "right|rt|od");
	size_t count = c->count;

	for (size_t i = 0; i < count && (courses || sides); i++)
	{
		const McSuggestion *s = &c->list[i];
		uint16_t course;

		if (!mc_is_proposed(s) || s->status != MC_SUGGEST || s->nevidence == 0)
			continue;
		course = courses ? Stated(c, s->code, MC_AXIS_ACUITY) : 0;
		if ((course == 1u << MC_ACUITY_ACUTE || course == 1u << MC_ACUITY_CHRONIC) &&
			IsAcuteOnChronic(c, s))
			SettleCourses(c, i);
		else if (sides)
			AddOtherSide(c, i);
		mc_interrupt(c->host);
	}
}
