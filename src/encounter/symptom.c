/*
 * symptom.c
 *	  Symptoms that are routinely part of a confirmed disease are not coded beside it
 *	  (ICD-10-CM Guidelines I.B.4-I.B.6).  The pairs are rows of medcode.symptom; a symptom that
 *	  is not paired stays.
 */
#include "encounter/case.h"
#include "encounter/tabular_note.h"

/* May this suggestion explain that one?  It must be as sure, and dealt with here. */
static bool
MayExplain(const McSuggestion *disease, const McSuggestion *symptom)
{
	return mc_is_proposed(disease) && disease != symptom &&
		   disease->status <= symptom->status && disease->support != MC_HISTORY;
}

void
mc_drop_symptoms(McCase *c)
{
	const McKnowledge *knowledge = c->terminology->knowledge;

	if (knowledge == NULL)
		return;
	for (size_t i = 0; i < c->count; i++)
	{
		McSuggestion *symptom = &c->list[i];

		if (!mc_is_proposed(symptom) || !mc_is_ever_integral(knowledge, symptom->code))
			continue;
		for (size_t k = 0; k < c->count && mc_is_proposed(symptom); k++)
		{
			if (MayExplain(&c->list[k], symptom) &&
				mc_is_integral(knowledge, symptom->code, c->list[k].code) &&
				!mc_note_names(c, c->list[k].code, MC_TABULAR_USE_ADDITIONAL,
							   symptom->code))
				mc_case_drop(symptom, MC_RULE_SYMPTOM, c->list[k].code);
		}
		mc_interrupt(c->host);
	}
}
