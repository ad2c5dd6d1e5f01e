/*
 * hidden_pair.c
 *	  The second code of a pair whose words lie within the term of the first: "gastroparesis in
 *	  type 1 diabetes" is one term, and two codes (ICD-10-CM Guidelines I.A.13, I.A.17).
 */
#include <string.h>

#include "encounter/case.h"
#include "coding/resolve.h"
#include "encounter/tabular_note.h"

/* Most words handed to a card */
#define MAX_STEMS 32

/* The proposed suggestion that a finding supports, or count */
static size_t
SuggestionOf(const McCase *c, uint32_t note, uint32_t finding)
{
	for (size_t i = 0; i < c->count; i++)
	{
		const McSuggestion *s = &c->list[i];

		for (uint32_t e = 0; mc_is_proposed(s) && e < s->nevidence; e++)
		{
			if (s->evidence[e].note == note && s->evidence[e].finding == finding)
				return i;
		}
	}
	return c->count;
}

/* The code of a term that gave way, with the words beside the one that took its place */
static McCode
CodeOf(const McCase *c, const McDocument *doc, const McFinding *winner,
	   const McLoser *loser)
{
	McAttributes said = {.flags = 0};
	uint64_t stems[MAX_STEMS];
	size_t nstems = 0;
	uint32_t open;

	mc_attributes_read(&doc->words, &doc->tokens.list[winner->from_token],
					   winner->to_token - winner->from_token, &said, NULL);
	for (uint32_t t = winner->from_token; t < winner->to_token && nstems < MAX_STEMS; t++)
	{
		uint32_t word = doc->tokens.list[t].word;

		if (word != MC_NO_WORD && !(doc->words.list[word].flags & MC_WORD_FUNCTION))
			stems[nstems++] = doc->words.list[word].stem_key;
	}
	return mc_most_specific(c->terminology, loser->mention.term.code, &said, stems,
							nstems, &open);
}

void
mc_find_hidden_pairs(McCase *c)
{
	for (uint32_t n = 0; n < c->encounter->nnotes; n++)
	{
		const McNote *note = &c->encounter->notes[n];

		for (size_t i = 0; i < note->findings.nlosers; i++)
		{
			const McLoser *loser = &note->findings.losers[i];
			const McFinding *winner;
			size_t number;
			size_t made;
			McCode first;
			McCode second;

			mc_interrupt(c->host);
			if (loser->winner >= note->findings.count || !loser->mention.in_release)
				continue;
			winner = &note->findings.list[loser->winner];
			if (mc_icd10cm_category(winner->code) ==
				mc_icd10cm_category(loser->mention.term.code))
				continue;
			number = SuggestionOf(c, n, loser->winner);
			if (number == c->count)
				continue;
			first = c->list[number].code;
			second = CodeOf(c, note->doc, winner, loser);
			/* an unspecified one adds nothing, unless the first asks for it */
			if (!mc_note_names(c, first, MC_TABULAR_USE_ADDITIONAL, second) &&
				(!mc_note_names(c, second, MC_TABULAR_CODE_FIRST, first) ||
				 strstr(mc_case_title(c, second), "nspecified") != NULL))
				continue;
			made = mc_case_derive(c, second, MC_RULE_TWO_CODES, &number, 1);
			c->list[made].paired_with = first;
		}
	}
}
