/*
 * misspelt.c
 *	  Suggestions that rest on misspelt words.
 *
 * A code that the note also supports with words that are right needs no doubt.  One that was
 * combined from several findings is as sure as the least of them.
 */
#include "encounter/misspelt.h"

static bool
IsDoubtful(const McMention *mention)
{
	bool doubtful = mention->ncorrected > 1;

	for (uint32_t i = 0; i < mention->ncorrected; i++)
		doubtful |= mention->corrected[i].is_doubtful;
	return doubtful;
}

void
mc_mark_misspelt(McCase *c)
{
	for (size_t i = 0; i < c->count; i++)
	{
		McSuggestion *s = &c->list[i];
		uint32_t misspelt = 0;
		uint32_t doubtful = 0;

		for (uint32_t k = 0; k < s->nevidence; k++)
		{
			const McMention *mention = &mc_case_finding(c, s->evidence[k])->mention;

			misspelt += mention->ncorrected > 0;
			doubtful += IsDoubtful(mention);
		}
		if (!mc_is_proposed(s) || misspelt == 0 ||
			(misspelt < s->nevidence && !s->derived))
			continue;
		if (s->derived ? doubtful == 0 : doubtful < misspelt)
			s->rules |= MC_RULE_BIT(MC_RULE_MISSPELT);
		else
		{
			s->rules |= MC_RULE_BIT(MC_RULE_MISSPELT_DOUBT);
			if (s->status < MC_REVIEW)
				s->status = MC_REVIEW;
		}
		mc_interrupt(c->host);
	}
}
