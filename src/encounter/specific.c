/*
 * specific.c
 *	  What is said of a condition anywhere in the encounter, and which codes give way
 *	  to more specific ones (ICD-10-CM Guidelines I.B.2, I.B.13).
 */
#include <string.h>

#include "encounter/body_side.h"
#include "encounter/case.h"
#include "coding/resolve.h"

/* Most words of a title handed to a card */
#define MAX_TITLE_WORDS 64

/* Does what another code of the category says lead from this one to it? */
static bool
LeadsTo(const McCard *card, uint16_t from, uint16_t to)
{
	const McCardSet *words = &card->sets[card->nodes[to].words];
	uint64_t stems[MAX_TITLE_WORDS];
	size_t nstems = 0;
	McNarrow narrow;

	for (uint32_t i = 0; i < words->count && nstems < MAX_TITLE_WORDS; i++)
		stems[nstems++] = card->stems[card->set_words[words->first + i]];
	mc_card_narrow(card, from, mc_card_attributes(card, to), stems, nstems, &narrow);
	return narrow.node == to;
}

/* May what a finding says be used for another mention of the condition? */
static bool
IsAffirmed(const McFinding *finding)
{
	const McAssertion *a = &finding->assertion;

	return !a->negated && !a->uncertain && !a->hypothetical && !a->historical &&
		   a->experiencer == MC_PATIENT && finding->in_release;
}

/*
 * The one code that other findings of the encounter lead to from a suggestion's, or 0:
 * "right knee pain" where the assessment has "knee pain".
 */
static McCode
SaidElsewhere(const McCase *c, const McSuggestion *s)
{
	McCode category = mc_icd10cm_category(s->code);
	const McCard *card = NULL;
	uint16_t from = MC_NO_NODE;
	McCode found = 0;

	for (uint32_t n = 0; n < c->encounter->nnotes; n++)
	{
		const McFindings *findings = &c->encounter->notes[n].findings;

		for (uint32_t i = 0; i < findings->count; i++)
		{
			const McFinding *other = &findings->list[i];
			uint16_t to;

			if (other->code == s->code || other->code == found ||
				mc_icd10cm_category(other->code) != category || !IsAffirmed(other))
				continue;
			if (card == NULL)
			{
				card = mc_case_card(c, s->code, &from);
				if (from == MC_NO_NODE)
					return 0;
			}
			to = mc_card_find(card, other->code);
			if (to == MC_NO_NODE || !LeadsTo(card, from, to))
				continue;
			if (found == 0)
				found = other->code;
			else
			{
				uint16_t before = mc_card_find(card, found);

				/* one leads to the other: the more specific; else it is not said which */
				if (LeadsTo(card, before, to))
					found = other->code;
				else if (!LeadsTo(card, to, before))
					return 0;
			}
		}
	}
	return found;
}

/* The code with the side that the encounter names for the body part of the title, or 0 */
static McCode
WithSide(const McCase *c, const McSuggestion *s, const McBodySides *sides)
{
	uint16_t node;
	const McCard *card = mc_case_card(c, s->code, &node);
	McAttributes said = {.flags = 0};
	const McCardSet *words;
	McNarrow narrow;

	if (node == MC_NO_NODE)
		return 0;
	words = &card->sets[card->nodes[node].words];
	for (uint32_t i = 0; i < words->count; i++)
	{
		uint64_t stem = card->stems[card->set_words[words->first + i]];

		said.value[MC_AXIS_SIDE] |= mc_body_side_of(sides, stem);
	}
	if (said.value[MC_AXIS_SIDE] == 0)
		return 0;
	mc_card_narrow(card, node, &said, NULL, 0, &narrow);
	return narrow.node == node ? 0 : card->nodes[narrow.node].code;
}

/* Does a code leave out the side, where others of its words have one? */
static bool
LacksSide(const McCase *c, McCode code)
{
	uint16_t node;
	const McCard *card = mc_case_card(c, code, &node);
	uint16_t side;

	if (node == MC_NO_NODE)
		return false;
	side = mc_card_attributes(card, node)->value[MC_AXIS_SIDE];
	if (side & MC_UNSPECIFIED)
		return true;
	/* a heading of sided codes */
	return side == 0 && node + 1u < card->nodes[node].end &&
		   mc_card_attributes(card, (uint16_t) (node + 1))->value[MC_AXIS_SIDE] != 0;
}

/* Is "both" said of the condition, beside it or of its body part? */
static bool
IsBilateral(const McCase *c, const McSuggestion *s, const McBodySides *sides)
{
	uint16_t node;
	const McCard *card = mc_case_card(c, s->code, &node);
	const McCardSet *words;

	for (uint32_t i = 0; i < mc_evidence_read(s); i++)
	{
		const McFinding *finding = mc_case_finding(c, s->evidence[i]);
		const McDocument *doc = mc_case_document(c, s->evidence[i]);
		McAttributes said = {.flags = 0};
		const uint16_t both = 1u << MC_SIDE_LEFT | 1u << MC_SIDE_RIGHT;

		mc_attributes_read(&doc->words, &doc->tokens.list[finding->from_token],
						   finding->to_token - finding->from_token, &said, NULL);
		if (said.value[MC_AXIS_SIDE] & 1u << MC_SIDE_BILATERAL ||
			(said.value[MC_AXIS_SIDE] & both) == both)
			return true;
	}
	if (node == MC_NO_NODE)
		return false;
	words = &card->sets[card->nodes[node].words];
	for (uint32_t i = 0; i < words->count; i++)
	{
		if (mc_body_side_of(sides, card->stems[card->set_words[words->first + i]]) ==
			1u << MC_SIDE_BILATERAL)
			return true;
	}
	return false;
}

/* The code of one side, or 0 */
static McCode
OfSide(const McCase *c, McCode code, int side)
{
	McAttributes said = {.flags = 0};
	uint32_t open;
	McCode sided;

	said.value[MC_AXIS_SIDE] = (uint16_t) (1u << side);
	sided = mc_most_specific(c->terminology, code, &said, NULL, 0, &open);
	return sided == code ? 0 : sided;
}

/* Both sides and no code for both: one code for each (I.B.13) */
static bool
SplitSides(McCase *c, size_t number)
{
	McCode right = OfSide(c, c->list[number].code, MC_SIDE_RIGHT);
	McCode left = OfSide(c, c->list[number].code, MC_SIDE_LEFT);
	size_t first;

	if (right == 0 || left == 0)
		return false;
	first = mc_case_recode(c, number, right, MC_RULE_BILATERAL);
	c->list[first].open &= ~(1u << MC_AXIS_SIDE);
	(void) mc_case_derive(c, left, MC_RULE_BILATERAL, &first, 1);
	return true;
}

/* The side of one suggestion, from the words beside it or anywhere in the notes. */
static void
FindSide(McCase *c, size_t number, const McBodySides *sides)
{
	McCode better = c->list[number].open & (1u << MC_AXIS_SIDE)
						? WithSide(c, &c->list[number], sides)
						: 0;

	if (better)
		mc_case_recode(c, number, better, MC_RULE_SIDE_ELSEWHERE);
	else if (IsBilateral(c, &c->list[number], sides))
		(void) SplitSides(c, number);
}

void
mc_make_specific(McCase *c)
{
	McBodySides sides;
	bool have_sides = false;
	size_t count = c->count;

	for (size_t i = 0; i < count; i++)
	{
		McSuggestion *s = &c->list[i];
		size_t number = i;
		McCode better;

		if (!mc_is_proposed(s))
			continue;
		better = SaidElsewhere(c, s);
		if (better)
			number = mc_case_recode(c, i, better, MC_RULE_SAID_ELSEWHERE);
		if (LacksSide(c, c->list[number].code))
		{
			if (!have_sides)
				mc_body_sides(c, &sides);
			have_sides = true;
			FindSide(c, number, &sides);
		}
		mc_interrupt(c->host);
	}
}

/* Does a title leave out what the condition is: unspecified, without complication? */
static bool
IsVague(const McCase *c, McCode code)
{
	McCodeInfo info;

	return c->terminology->code(c->terminology->arg, code, &info) &&
		   (strstr(info.title, "nspecified") != NULL ||
			strstr(info.title, "without complication") != NULL);
}

/* Is it the vague one of its whole category: N18.9, F32.A, C44.91? */
static bool
IsVagueOfCategory(const McCase *c, McCode code)
{
	McCode four = code & UINT64_C(0xFFFFFFFF00000000);

	return IsVague(c, code) && (four == code || IsVague(c, four));
}

/*
 * Does a code say that something is not there which another one of the same side has:
 * gallstones without cholecystitis, beside acute cholecystitis with gallstones?
 */
static bool
SaysAbsent(const McCard *card, uint16_t less, uint16_t more)
{
	const McCardSet *absent = &card->sets[card->nodes[less].absent];
	const McCardSet *words = &card->sets[card->nodes[more].words];

	if (mc_card_attributes(card, less)->value[MC_AXIS_SIDE] !=
		mc_card_attributes(card, more)->value[MC_AXIS_SIDE])
		return false;
	for (uint32_t i = 0; i < absent->count; i++)
	{
		for (uint32_t k = 0; k < words->count; k++)
		{
			if (card->set_words[absent->first + i] == card->set_words[words->first + k])
				return true;
		}
	}
	return false;
}

/* Is the other a fuller name of the same, and not the reverse? */
static bool
SaysLess(const McCase *c, const McCard *card, McCode code, McCode other)
{
	uint16_t less = mc_card_find(card, code);
	uint16_t more = mc_card_find(card, other);

	if (less == MC_NO_NODE || more == MC_NO_NODE)
		return false;
	/* a heading says less than what is below it */
	if (less < more && more < card->nodes[less].end)
		return true;
	if (IsVagueOfCategory(c, code) && !IsVagueOfCategory(c, other))
		return true;
	if (SaysAbsent(card, less, more))
		return true;
	return LeadsTo(card, less, more) && !LeadsTo(card, more, less);
}

/* Vague codes give way to specific ones of their category that are no less certain. */
static void
DropVague(McCase *c)
{
	for (size_t i = 0; i < c->count; i++)
	{
		McSuggestion *s = &c->list[i];
		McCode category = mc_icd10cm_category(s->code);
		const McCard *card = NULL;
		uint16_t place;

		for (size_t k = 0; k < c->count && mc_is_proposed(s); k++)
		{
			const McSuggestion *other = &c->list[k];

			if (k == i || !mc_is_proposed(other) || other->status > s->status ||
				mc_icd10cm_category(other->code) != category)
				continue;
			/* the card may be another after a look-up: fetched again, it is kept */
			card = mc_case_card(c, s->code, &place);
			if (card
					? SaysLess(c, card, s->code, other->code)
					: IsVagueOfCategory(c, s->code) && !IsVagueOfCategory(c, other->code))
				mc_case_drop(s, MC_RULE_LESS_SPECIFIC, other->code);
		}
		mc_interrupt(c->host);
	}
}

/* Does the span of one finding's words hold all that another is called by? */
static bool
NamesMore(const McDocument *doc, const McFinding *more, const McDocument *other_doc,
		  const McFinding *less)
{
	bool longer = false;

	/* right [and left breast cancer] is no name by its own words */
	if (less->mention.kind == MC_FOUND_COORDINATED)
		return false;
	for (uint32_t t = less->mention.first_token; t <= less->mention.last_token; t++)
	{
		uint32_t word = other_doc->tokens.list[t].word;
		bool found = false;

		if (word == MC_NO_WORD || other_doc->words.list[word].flags & MC_WORD_FUNCTION)
			continue;
		for (uint32_t k = more->mention.first_token; k <= more->mention.last_token; k++)
		{
			uint32_t own = doc->tokens.list[k].word;

			found |= own != MC_NO_WORD && doc->words.list[own].stem_key ==
											  other_doc->words.list[word].stem_key;
		}
		if (!found)
			return false;
	}
	longer = more->mention.last_token - more->mention.first_token >
			 less->mention.last_token - less->mention.first_token;
	return longer;
}

/*
 * The unspecified code of a short name gives way where the condition is named in
 * full: anemia, beside iron deficiency anemia.
 */
static void
DropShortNames(McCase *c)
{
	for (size_t i = 0; i < c->count; i++)
	{
		McSuggestion *s = &c->list[i];

		if (!mc_is_proposed(s) || s->nevidence == 0 || !IsVague(c, s->code))
			continue;
		for (size_t k = 0; k < c->count && mc_is_proposed(s); k++)
		{
			const McSuggestion *other = &c->list[k];
			bool all = true;

			if (k == i || !mc_is_proposed(other) || other->status > s->status ||
				other->code == s->code)
				continue;
			for (uint32_t e = 0; e < mc_evidence_read(s) && all; e++)
			{
				bool named = false;

				for (uint32_t o = 0; o < mc_evidence_read(other) && !named; o++)
					named = NamesMore(mc_case_document(c, other->evidence[o]),
									  mc_case_finding(c, other->evidence[o]),
									  mc_case_document(c, s->evidence[e]),
									  mc_case_finding(c, s->evidence[e]));
				all = named;
			}
			if (all)
				mc_case_drop(s, MC_RULE_LESS_SPECIFIC, other->code);
		}
		mc_interrupt(c->host);
	}
}

/*
 * Names that leave open what and where: pain, illness, infection, injury, hemorrhage.  They
 * are coded only where the encounter has nothing else.
 */
static void
DropBareNames(McCase *c)
{
	static const char bare[] = "R52 R69 B99 T14 R68.89 R58 I99";

	for (size_t i = 0; i < c->count; i++)
	{
		McSuggestion *s = &c->list[i];

		for (size_t k = 0; k < c->count && mc_is_proposed(s) && mc_code_in(s->code, bare);
			 k++)
		{
			const McSuggestion *other = &c->list[k];

			if (mc_is_proposed(other) && other->status <= s->status &&
				other->support <= s->support && !mc_code_in(other->code, bare))
				mc_case_drop(s, MC_RULE_LESS_SPECIFIC, other->code);
		}
	}
}

void
mc_keep_most_specific(McCase *c)
{
	DropVague(c);
	DropShortNames(c);
	DropBareNames(c);
}
