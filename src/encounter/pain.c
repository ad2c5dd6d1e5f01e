/*
 * pain.c
 *	  Pain that is called chronic, or acute after an injury, has a code beside that of its
 *	  site (ICD-10-CM Guidelines I.C.6.b.1).
 */
#include "encounter/case.h"

/* Pain by its site */
static const char sites[] =
	"M25.5 M54.2 M54.5 M54.6 M54.89 M54.9 M79.6 R10.1 R10.2 R10.3 R10.9 R07.89";

static const char injury_words[] =
	"due to trauma|after trauma|post traumatic|posttraumatic|due to injury|after injury|"
	"due to the fall|after a fall|after the accident|following trauma";

void
mc_add_pain(McCase *c)
{
	size_t count = c->count;

	for (size_t i = 0; i < count; i++)
	{
		McSuggestion *s = &c->list[i];
		McAttributes said;
		uint16_t course;
		McCode code = 0;

		if (!mc_is_proposed(s) || s->status != MC_SUGGEST || !mc_code_in(s->code, sites))
			continue;
		mc_case_said(c, s, &said);
		course = said.value[MC_AXIS_ACUITY];
		if (course == 1u << MC_ACUITY_CHRONIC)
			code = mc_code("G89.29");
		else if (course == 1u << MC_ACUITY_ACUTE &&
				 mc_sentence_has(c, s->first, injury_words))
			code = mc_code("G89.11");
		if (code && mc_case_find_under(c, mc_code("G89")) == NULL)
		{
			McCode site = s->code;
			size_t made = mc_case_derive(c, code, MC_RULE_ADDITIONAL, &i, 1);

			c->list[made].paired_with = site;
		}
		mc_interrupt(c->host);
	}
}
