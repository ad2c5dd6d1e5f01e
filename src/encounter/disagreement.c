/*
 * disagreement.c
 *	  What one note of an encounter documents and another denies: the provider has to
 *	  be asked (conflicting documentation, ICD-10-CM Guidelines I.B.14).
 */
#include "encounter/case.h"
#include "coding/resolve.h"

/* Most words of a title handed to a card */
#define MAX_TITLE_WORDS 64

/* Is it the same condition that a denied code and a documented one name? */
static bool
IsSameCondition(const McCase *c, McCode denied, McCode documented)
{
	McCode category = mc_icd10cm_category(documented);
	const McCard *card;
	uint16_t node;
	const McCardSet *words;
	uint64_t stems[MAX_TITLE_WORDS];
	size_t nstems = 0;
	uint32_t open;

	if (mc_code_is_under(documented, denied))
		return true;
	if (mc_icd10cm_category(denied) != category || c->terminology->card == NULL)
		return false;
	card = c->terminology->card(c->terminology->arg, category);
	node = card ? mc_card_find(card, documented) : MC_NO_NODE;
	if (node == MC_NO_NODE)
		return false;
	/* who denies asthma denies moderate asthma; not the other way round */
	words = &card->sets[card->nodes[node].words];
	for (uint32_t i = 0; i < words->count && nstems < MAX_TITLE_WORDS; i++)
		stems[nstems++] = card->stems[card->set_words[words->first + i]];
	return mc_most_specific(c->terminology, denied, mc_card_attributes(card, node), stems,
							nstems, &open) == documented;
}

/* Does a note support the suggestion? */
static bool
IsDocumentedIn(const McSuggestion *s, uint32_t note)
{
	for (uint32_t i = 0; i < s->nevidence; i++)
	{
		if (s->evidence[i].note == note)
			return true;
	}
	return false;
}

/* Was it documented only after the day, as what begins during a stay is? */
static bool
CameLater(const McCase *c, const McSuggestion *s, int32_t day)
{
	if (day == MC_DAY_UNKNOWN || c->terminology->knowledge == NULL ||
		mc_condition_class(c->terminology->knowledge, s->code) != MC_CLASS_ACUTE)
		return false;
	for (uint32_t i = 0; i < s->nevidence; i++)
	{
		int32_t documented = c->encounter->notes[s->evidence[i].note].day;

		if (documented == MC_DAY_UNKNOWN || documented <= day)
			return false;
	}
	return true;
}

/* Is a suggestion denied by what was dropped: by a note that does not document it too? */
static bool
IsDenied(const McCase *c, const McSuggestion *s, const McSuggestion *dropped)
{
	for (uint32_t i = 0; i < dropped->nevidence; i++)
	{
		McEvidence e = dropped->evidence[i];
		const McAssertion *a = &mc_case_finding(c, e)->assertion;

		if (a->negated && a->experiencer == MC_PATIENT && !a->hypothetical &&
			!IsDocumentedIn(s, e.note) &&
			!CameLater(c, s, c->encounter->notes[e.note].day))
			return true;
	}
	return false;
}

/*
 * Suggestions that another note denies become queries.  Not symptoms and signs
 * (chapter 18), which come and go, nor what is acute and was found after the day of the denial.
 */
void
mc_compare_notes(McCase *c)
{
	if (c->encounter->nnotes < 2)
		return;
	for (size_t i = 0; i < c->count; i++)
	{
		McSuggestion *s = &c->list[i];

		if (!mc_is_proposed(s) || mc_code_in(s->code, "R"))
			continue;
		for (size_t k = 0; k < c->count; k++)
		{
			const McSuggestion *dropped = &c->list[k];

			if ((dropped->dropped_by == MC_RULE_NEGATED ||
				 dropped->dropped_by == MC_RULE_RULED_OUT) &&
				IsSameCondition(c, dropped->code, s->code) && IsDenied(c, s, dropped))
			{
				s->status = MC_QUERY;
				s->rules |= MC_RULE_BIT(MC_RULE_NOTES_DISAGREE);
				break;
			}
		}
		mc_interrupt(c->host);
	}
}
