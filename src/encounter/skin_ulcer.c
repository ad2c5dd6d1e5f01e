/*
 * skin_ulcer.c
 *	  Ulcers of the skin that healed, and pressure ulcers that got worse in the stay
 *	  (ICD-10-CM Guidelines I.C.12.a.4, I.C.12.a.6, I.C.12.b.1).
 */
#include "encounter/skin_ulcer.h"

#include "encounter/wording.h"

/* Words between an ulcer and that it healed */
#define HEALED_REACH 12

/* Is a mention said to be healed, not healing: "completely healed before admission"? */
static bool
IsHealed(const McCase *c, McEvidence e)
{
	const McDocument *doc = mc_case_document(c, e);
	const McMention *m = &mc_case_finding(c, e)->mention;
	const McSentence *sentence = &doc->sentences.list[m->sentence];
	uint32_t end = sentence->end_token;

	if (m->first_token > sentence->first_token &&
		mc_token_is(doc, m->first_token - 1, "healed"))
		return !(m->first_token > sentence->first_token + 1 &&
				 mc_token_is(doc, m->first_token - 2,
							 "not|partially|incompletely|nearly|almost"));
	if (end > m->last_token + 1 + HEALED_REACH)
		end = m->last_token + 1 + HEALED_REACH;
	for (uint32_t t = m->last_token + 1; t < end; t++)
	{
		if (mc_is_punct(&doc->tokens.list[t], ';') ||
			mc_token_is(
				doc, t,
				"not|partially|incompletely|nearly|almost|until|once|when|if|well|skin|graft"))
			return false;
		if (mc_token_is(doc, t, "healed|epithelialized|resolved"))
			return true;
	}
	return false;
}

static bool
DropHealed(const McCase *c, McSuggestion *s)
{
	for (uint32_t i = 0; i < mc_evidence_read(s); i++)
	{
		if (!IsHealed(c, s->evidence[i]))
			return false;
	}
	if (s->nevidence == 0)
		return false;
	mc_case_drop(s, MC_RULE_HISTORY_ACUTE, 0);
	return true;
}

/* "Stage 2 on admission, progressed to stage 3": two codes, one for each stage, in a stay */
static void
AddWorse(McCase *c, size_t number)
{
	static const char words[] =
		"progressed to|progressing to|evolved to|worsened to|advanced to|"
		"progressed to a|evolved into|deteriorated to";
	const McSuggestion *s = &c->list[number];

	for (uint32_t i = 0; i < mc_evidence_read(s) && c->encounter->setting == MC_INPATIENT;
		 i++)
	{
		const McDocument *doc = mc_case_document(c, s->evidence[i]);
		const McMention *m = &mc_case_finding(c, s->evidence[i])->mention;
		const McSentence *sentence = &doc->sentences.list[m->sentence];
		uint32_t end = sentence->end_token;
		uint32_t t = mc_words_within(doc, sentence->first_token, end, words);
		uint32_t length;
		McAttributes said = {.flags = 0};
		McCode code;
		int shift = 0;
		int stage;

		if (t == end)
			continue;
		length = mc_words_at(doc, t, end, words);
		t += length;
		if (t + 1 >= end || !mc_token_is(doc, t, "stage|grade"))
			continue;
		stage = mc_token_number(doc, t + 1);
		if (stage < 1 || stage > 4)
			continue;
		/* the stage is the last character: L89.152, L89.93 */
		while (shift < 56 && (s->code >> shift & 0xFF) == 0)
			shift += 8;
		if (shift > 24)
			continue;
		code = (s->code & ~((McCode) 0xFF << shift)) | (McCode) ('0' + stage) << shift;
		code = mc_in_release(c, code, &said);
		if (code != 0 && code != s->code)
			(void) mc_case_derive(c, code, MC_RULE_ADDITIONAL, &number, 1);
		return;
	}
}

void
mc_settle_skin_ulcers(McCase *c)
{
	size_t count = c->count;

	for (size_t i = 0; i < count; i++)
	{
		McSuggestion *s = &c->list[i];

		if (!mc_is_proposed(s) || !mc_code_in(s->code, "L89 L97 L98.4"))
			continue;
		if (!DropHealed(c, s) && mc_code_in(s->code, "L89"))
			AddWorse(c, i);
		mc_interrupt(c->host);
	}
}
