/*
 * rheumatoid.c
 *	  Rheumatoid arthritis without rheumatoid factor (M06.0-) is so only where the note says it:
 *	  a factor that was not mentioned was not found absent.  Without that it is M06.9, whatever
 *	  the joint (Alphabetic Index, Arthritis, rheumatoid).
 */
#include "encounter/case.h"

static const char seronegative_words[] =
	"seronegative|sero negative|sero-negative|without rheumatoid factor|"
	"rheumatoid factor negative|negative rheumatoid factor|rf negative|negative rf|"
	"rf-negative|without rf|no rheumatoid factor|rheumatoid factor is negative";

void
mc_settle_rheumatoid(McCase *c)
{
	for (size_t i = 0; i < c->count; i++)
	{
		const McSuggestion *s = &c->list[i];

		if (mc_is_proposed(s) && mc_code_in(s->code, "M06.0") && s->nevidence > 0 &&
			!mc_evidence_has(c, s, seronegative_words) &&
			mc_case_is_billable(c, mc_code("M06.9")))
			(void) mc_case_recode(c, i, mc_code("M06.9"), MC_RULE_UNSTATED_ABSENCE);
	}
}
