/*
 * pain.c
 *	  Pain that is called chronic, or acute after an injury, has a code beside that of its
 *	  site (ICD-10-CM Guidelines I.C.6.b.1), and so has that of a device (I.C.19.g.2).
 */
#include "encounter/case.h"

/* Pain by its site */
static const char sites[] =
	"M25.5 M54.2 M54.5 M54.6 M54.89 M54.9 M79.6 R10.1 R10.2 R10.3 R10.9 R07.89";

static const char injury_words[] =
	"due to trauma|after trauma|post traumatic|posttraumatic|due to injury|after injury|"
	"due to the fall|after a fall|after the accident|following trauma";

/* The patient comes for the pain itself to be managed (I.C.6.b.1.b.ii) */
static const char management_words[] =
	"for pain management|for pain control|pain management visit|pain management encounter|"
	"pain management clinic visit|for management of pain|for management of chronic pain|"
	"for control of pain";

/* Pain of a device, acute or chronic (I.C.19.g.2) */
static const char devices[] = "T82.84 T83.84 T84.84 T85.84";

static McCode
PainOfDevice(uint16_t course)
{
	if (course == 1u << MC_ACUITY_CHRONIC)
		return mc_code("G89.28");
	return course == 1u << MC_ACUITY_ACUTE ? mc_code("G89.18") : 0;
}

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

		if (!mc_is_proposed(s) || s->status != MC_SUGGEST ||
			!(mc_code_in(s->code, sites) || mc_code_in(s->code, devices)))
			continue;
		mc_case_said(c, s, &said);
		course = said.value[MC_AXIS_ACUITY];
		if (mc_code_in(s->code, devices))
			code = PainOfDevice(course);
		else if (course == 1u << MC_ACUITY_CHRONIC)
			code = mc_code("G89.29");
		else if (course == 1u << MC_ACUITY_ACUTE &&
				 mc_sentence_has(c, s->first, injury_words))
			code = mc_code("G89.11");
		if (code && mc_case_find_under(c, mc_code("G89")) == NULL)
		{
			McCode site = s->code;
			size_t made = mc_case_derive(c, code, MC_RULE_ADDITIONAL, &i, 1);

			if (mc_code_in(site, sites) && mc_notes_have(c, management_words))
				c->list[i].paired_with = code;
			else
				c->list[made].paired_with = site;
		}
		mc_interrupt(c->host);
	}
}
