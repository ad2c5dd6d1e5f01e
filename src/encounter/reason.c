/*
 * reason.c
 *	  Where nothing definite is found, the symptom that was the reason for the encounter or the
 *	  test is coded (ICD-10-CM Guidelines IV.D, IV.H, IV.K).
 */
#include "encounter/case.h"

/* Rules that only say that the assessment or the report does not repeat it */
#define RESERVES \
	(MC_RULE_BIT(MC_RULE_REASON_FOR_VISIT) | MC_RULE_BIT(MC_RULE_NOT_ASSESSED))

/*
 * Is it what the patient came for, or what the test was done for?  The history that a
 * report of a test begins with is its indication.
 */
static bool
IsReason(const McCase *c, const McSuggestion *s)
{
	for (uint32_t i = 0; i < s->nevidence; i++)
	{
		bool report = c->encounter->notes[s->evidence[i].note].kind == MC_DOC_RADIOLOGY;

		switch (mc_case_finding(c, s->evidence[i])->section)
		{
			case MC_SECTION_CHIEF_COMPLAINT:
			case MC_SECTION_INDICATION:
				return true;
			case MC_SECTION_PRESENT_ILLNESS:
			case MC_SECTION_PREAMBLE:
				if (report)
					return true;
				break;
			default:
				break;
		}
	}
	return false;
}

void
mc_settle_reason(McCase *c)
{
	for (size_t i = 0; i < c->count; i++)
	{
		if (mc_is_proposed(&c->list[i]) && c->list[i].status == MC_SUGGEST)
			return;
	}
	for (size_t i = 0; i < c->count; i++)
	{
		McSuggestion *s = &c->list[i];

		if (!mc_is_proposed(s) || s->status != MC_REVIEW ||
			!mc_is_symptom_code(s->code) || s->support != MC_ASSESSED ||
			!IsReason(c, s) || (s->rules & RESERVES) == 0)
			continue;
		s->status = MC_SUGGEST;
		s->rules = (s->rules & ~RESERVES) | MC_RULE_BIT(MC_RULE_REASON_FOR_VISIT);
	}
}
