/*
 * case.c
 *	  What the steps of mc_suggest() share.
 */
#include "encounter/case.h"

#include <string.h>

#include "text/word_list.h"

McCode
mc_code(const char *text)
{
	McCode code = 0;
	int shift = 56;

	for (; *text != '\0' && *text != ' ' && shift >= 0; text++)
	{
		if (*text == '.')
			continue;
		code |= (McCode) (unsigned char) *text << shift;
		shift -= 8;
	}
	return code;
}

/* Chapter 18, and pains that stand with the organs (Guidelines I.B.4, I.B.5) */
bool
mc_is_symptom_code(McCode code)
{
	if (code >> 56 == 'R')
		return true;
	return mc_code_in(
		code, "M25.4 M25.5 M25.6 M54.2 M54.5 M54.6 M54.89 M54.9 M79.1 M79.6 G89.1 "
			  "H57.1 H92.0 H93.1 N64.4 H53.14 L29 L53.9 N94.4 N94.6 N50.81 J34.89 "
			  "K08.89 M62.81 M62.838 M79.89 N23");
}

/* Is a the better suggestion of two to stand for a heading? */
static bool
IsBetter(const McSuggestion *a, const McSuggestion *b)
{
	if (a->status != b->status)
		return a->status < b->status;
	if (a->support != b->support)
		return a->support < b->support;
	return a->code < b->code;
}

McSuggestion *
mc_case_find_under(McCase *c, McCode heading)
{
	McSuggestion *best = NULL;

	for (size_t i = 0; i < c->count; i++)
	{
		McSuggestion *s = &c->list[i];

		if (mc_is_proposed(s) && mc_code_is_under(s->code, heading) &&
			(best == NULL || IsBetter(s, best)))
			best = s;
	}
	return best;
}

McSuggestion *
mc_case_find(McCase *c, McCode code)
{
	for (size_t i = 0; i < c->count; i++)
	{
		if (mc_is_proposed(&c->list[i]) && c->list[i].code == code)
			return &c->list[i];
	}
	return NULL;
}

size_t
mc_case_number_in(const McCase *c, const char *headings)
{
	size_t best = c->count;

	for (size_t i = 0; i < c->count; i++)
	{
		const McSuggestion *s = &c->list[i];

		if (mc_is_proposed(s) && mc_code_in(s->code, headings) &&
			(best == c->count || s->status < c->list[best].status ||
			 (s->status == c->list[best].status && s->code < c->list[best].code)))
			best = i;
	}
	return best;
}

static bool
EvidenceBefore(McEvidence a, McEvidence b)
{
	return a.note != b.note ? a.note < b.note : a.finding < b.finding;
}

/* Add the evidence of one suggestion to another, each piece once, in order. */
static void
AddEvidence(const McCase *c, McSuggestion *to, const McSuggestion *from)
{
	McEvidence *merged =
		mc_alloc(c->host, (to->nevidence + from->nevidence + 1) * sizeof(McEvidence));
	uint32_t n = 0;
	uint32_t i = 0;
	uint32_t k = 0;

	while (i < to->nevidence || k < from->nevidence)
	{
		if (k == from->nevidence ||
			(i < to->nevidence && EvidenceBefore(to->evidence[i], from->evidence[k])))
			merged[n++] = to->evidence[i++];
		else if (i < to->nevidence && !EvidenceBefore(from->evidence[k], to->evidence[i]))
		{
			merged[n++] = to->evidence[i++];
			k++;
		}
		else
			merged[n++] = from->evidence[k++];
	}
	to->evidence = merged;
	to->nevidence = n;
	to->first = merged[0];
}

/* Does x stand before y? */
static bool
WordsBefore(const McSpokenWords *x, const McSpokenWords *y)
{
	if (x->note != y->note)
		return x->note < y->note;
	if (x->first_token != y->first_token)
		return x->first_token < y->first_token;
	return x->last_token < y->last_token;
}

void
mc_case_add_words(McCase *c, size_t number, uint32_t note, uint32_t first, uint32_t last)
{
	McSuggestion *s = &c->list[number];
	const McSpokenWords added = {.note = note, .first_token = first, .last_token = last};
	McSpokenWords *words;
	uint32_t n = 0;

	/* another suggestion may have the same list */
	words = mc_alloc(c->host, (s->nwords + 1) * sizeof(McSpokenWords));
	while (n < s->nwords && WordsBefore(&s->words[n], &added))
	{
		words[n] = s->words[n];
		n++;
	}
	words[n] = added;
	if (n < s->nwords && !WordsBefore(&added, &s->words[n]))
	{
		/* it has them already */
		mc_release(c->host, words);
		return;
	}
	for (; n < s->nwords; n++)
		words[n + 1] = s->words[n];
	s->words = words;
	s->nwords++;
}

size_t
mc_case_derive(McCase *c, McCode code, McRule rule, const size_t *parts, size_t nparts)
{
	McSuggestion made = c->list[parts[0]];
	McSuggestion *known = mc_case_find(c, code);

	made.code = code;
	made.paired_with = 0;
	made.derived = true;
	made.dropped_by = MC_RULE_NONE;
	made.winner = 0;
	made.open = 0;
	made.role = MC_ROLE_SECONDARY;
	for (size_t i = 0; i < nparts; i++)
	{
		const McSuggestion *part = &c->list[parts[i]];

		if (i > 0)
			AddEvidence(c, &made, part);
		if (part->status > made.status)
			made.status = part->status;
		if (part->support > made.support)
			made.support = part->support;
		if (part->score < made.score)
		{
			made.score = part->score;
			made.section = part->section;
		}
		made.rules |= part->rules;
	}
	made.rules |= MC_RULE_BIT(rule);
	if (known)
	{
		AddEvidence(c, known, &made);
		if (made.status < known->status)
		{
			known->status = made.status;
			known->support = made.support;
			known->rules = made.rules;
		}
		known->rules |= MC_RULE_BIT(rule);
		if (made.score > known->score)
			known->score = made.score;
		return (size_t) (known - c->list);
	}
	MC_GROW(c->host, c->list, c->count, c->cap);
	c->list[c->count] = made;
	return c->count++;
}

void
mc_case_drop(McSuggestion *s, McRule rule, McCode winner)
{
	s->dropped_by = rule;
	s->winner = winner;
}

size_t
mc_case_recode(McCase *c, size_t number, McCode code, McRule rule)
{
	McSuggestion *s = &c->list[number];
	McSuggestion *known;

	if (s->code == code)
		return number;
	known = mc_case_find(c, code);
	if (known)
	{
		AddEvidence(c, known, s);
		if (s->status < known->status ||
			(s->status == known->status && s->support < known->support))
		{
			known->status = s->status;
			known->support = s->support;
			known->rules = s->rules;
		}
		if (s->score > known->score)
		{
			known->score = s->score;
			known->section = s->section;
		}
		known->rules |= MC_RULE_BIT(rule);
		mc_case_drop(s, rule, code);
		return (size_t) (known - c->list);
	}
	s->code = code;
	s->rules |= MC_RULE_BIT(rule);
	return number;
}

void
mc_case_said(const McCase *c, const McSuggestion *s, McAttributes *said)
{
	memset(said, 0, sizeof(*said));
	for (uint32_t i = 0; i < mc_evidence_read(s); i++)
	{
		const McFinding *finding = mc_case_finding(c, s->evidence[i]);
		const McDocument *doc = mc_case_document(c, s->evidence[i]);
		McAttributes here;

		mc_attributes_read(&doc->words, &doc->tokens.list[finding->from_token],
						   finding->to_token - finding->from_token, &here, NULL);
		mc_attributes_add(said, &here);
	}
}

const char *
mc_case_title(const McCase *c, McCode code)
{
	McCodeInfo info;

	return c->terminology->code(c->terminology->arg, code, &info) ? info.title : "";
}

bool
mc_case_is_billable(const McCase *c, McCode code)
{
	McCodeInfo info;

	return c->terminology->code(c->terminology->arg, code, &info) && info.billable;
}

const McCard *
mc_case_card(const McCase *c, McCode code, uint16_t *node)
{
	const McCard *card =
		c->terminology->card
			? c->terminology->card(c->terminology->arg, mc_icd10cm_category(code))
			: NULL;

	*node = card ? mc_card_find(card, code) : MC_NO_NODE;
	return card;
}

bool
mc_sentence_has(const McCase *c, McEvidence e, const char *words)
{
	const McDocument *doc = mc_case_document(c, e);
	const McSentence *sentence =
		&doc->sentences.list[mc_case_finding(c, e)->mention.sentence];

	return mc_list_within(doc, sentence->first_token, sentence->end_token, words,
						  MC_NO_DOTS) < sentence->end_token;
}

bool
mc_notes_have(const McCase *c, const char *words)
{
	for (size_t n = 0; n < c->encounter->nnotes; n++)
	{
		const McDocument *doc = c->encounter->notes[n].doc;
		uint32_t end = (uint32_t) doc->tokens.count;

		if (mc_list_may_occur(doc, words) &&
			mc_list_within(doc, 0, end, words, MC_NO_DOTS) < end)
			return true;
	}
	return false;
}

bool
mc_evidence_has(const McCase *c, const McSuggestion *s, const char *words)
{
	for (uint32_t i = 0; i < s->nevidence; i++)
	{
		if (mc_sentence_has(c, s->evidence[i], words))
			return true;
	}
	return false;
}

bool
mc_is_in_sentence(const McCase *c, const McSuggestion *s, uint32_t note,
				  uint32_t sentence)
{
	for (uint32_t i = 0; i < mc_evidence_read(s); i++)
	{
		if (s->evidence[i].note == note &&
			mc_case_finding(c, s->evidence[i])->mention.sentence == sentence)
			return true;
	}
	return false;
}

bool
mc_share_sentence(const McCase *c, const McSuggestion *a, const McSuggestion *b,
				  const char *words)
{
	for (uint32_t i = 0; i < mc_evidence_read(a); i++)
	{
		McEvidence e = a->evidence[i];

		if (mc_is_in_sentence(c, b, e.note, mc_case_finding(c, e)->mention.sentence) &&
			(words == NULL || mc_sentence_has(c, e, words)))
			return true;
	}
	return false;
}
