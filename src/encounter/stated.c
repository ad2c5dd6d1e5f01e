/*
 * stated.c
 *	  Words of the notes that are no findings, with what the note says of them.
 */
#include "encounter/stated.h"

#include <string.h>

/* What words alone are worth as evidence, 0..100 */
#define SCORE_STATED 60

bool
mc_stated_at(const McDocument *doc, uint32_t token, uint32_t end, const char *words,
			 uint32_t *last, uint32_t *which)
{
	McListed found;

	if (!mc_list_at(doc, token, end, words, MC_OVER_DOTS, &found))
		return false;
	*last = found.last;
	if (which)
		*which = found.which;
	return true;
}

/* What the note says of those found in it, list[from..]. */
static void
Assert(const McCase *c, const McDocument *doc, McStated *list, size_t n)
{
	McTarget *targets;
	McAssertion *assertions;

	if (n == 0)
		return;
	targets = mc_alloc(c->host, n * sizeof(McTarget));
	assertions = mc_alloc(c->host, n * sizeof(McAssertion));
	for (size_t i = 0; i < n; i++)
	{
		targets[i].first_token = list[i].first;
		targets[i].last_token = list[i].last;
	}
	mc_assert(c->host, c->terminology->cues, doc, targets, n, assertions);
	for (size_t i = 0; i < n; i++)
		list[i].assertion = assertions[i];
	mc_release(c->host, targets);
	mc_release(c->host, assertions);
}

/* What a finder finds in one note */
static void
FindInNote(const McCase *c, uint32_t n, const uint8_t *begins, McSentenceFilter filter,
		   McFinder finder, const void *arg, McStatedList *stated)
{
	const McDocument *doc = c->encounter->notes[n].doc;
	size_t before = stated->count;

	for (uint32_t s = 0; s < doc->sentences.count; s++)
	{
		const McSentence *sentence = &doc->sentences.list[s];
		uint32_t last;
		uint32_t which = 0;

		if (sentence->end_token - sentence->first_token > MC_MAX_STATED_SENTENCE ||
			stated->count >= MC_MAX_STATED || (filter && !filter(doc, sentence)))
			continue;
		for (uint32_t t = sentence->first_token; t < sentence->end_token; t++)
		{
			uint32_t word = doc->tokens.list[t].word;

			if (word == MC_NO_WORD || !begins[word] ||
				!finder(arg, doc, t, sentence->end_token, &last, &which))
				continue;
			MC_GROW(c->host, stated->list, stated->count, stated->cap);
			stated->list[stated->count++] = (McStated){
				.note = n,
				.first = t,
				.last = last,
				.sentence = s,
				.which = which,
				.section =
					(McSectionCategory) doc->sections.list[sentence->section].category,
			};
			t = last;
		}
		if ((s & 255) == 255)
			mc_interrupt(c->host);
	}
	if (stated->count > before)
		Assert(c, doc, &stated->list[before], stated->count - before);
	mc_interrupt(c->host);
}

void
mc_stated_find(const McCase *c, McMarker marker, McSentenceFilter filter, McFinder finder,
			   const void *arg, McStatedList *stated)
{
	memset(stated, 0, sizeof(*stated));
	for (uint32_t n = 0; n < c->encounter->nnotes; n++)
	{
		const McDocument *doc = c->encounter->notes[n].doc;
		uint8_t *begins = mc_alloc(c->host, doc->words.count + 1);

		memset(begins, 0, doc->words.count + 1);
		if (marker(arg, doc, begins))
			FindInNote(c, n, begins, filter, finder, arg, stated);
		mc_release(c->host, begins);
	}
}

static bool
FindWords(const void *arg, const McDocument *doc, uint32_t token, uint32_t end,
		  uint32_t *last, uint32_t *which)
{
	return mc_stated_at(doc, token, end, arg, last, which);
}

bool
mc_stated_may_have(const McCase *c, const char *words)
{
	for (size_t n = 0; n < c->encounter->nnotes; n++)
	{
		if (mc_list_may_occur(c->encounter->notes[n].doc, words))
			return true;
	}
	return false;
}

static bool
MarkWords(const void *arg, const McDocument *doc, uint8_t *begins)
{
	return mc_list_mark(doc, arg, 1, begins);
}

void
mc_stated_words(const McCase *c, const char *words, McStatedList *stated)
{
	mc_stated_find(c, MarkWords, NULL, FindWords, words, stated);
}

size_t
mc_suggestion_of(const McCase *c, uint32_t note, uint32_t finding)
{
	for (size_t i = 0; i < c->count; i++)
	{
		const McSuggestion *s = &c->list[i];

		if (!mc_is_proposed(s))
			continue;
		for (uint32_t k = 0; k < s->nevidence; k++)
		{
			if (s->evidence[k].note == note && s->evidence[k].finding == finding)
				return i;
		}
	}
	return SIZE_MAX;
}

size_t
mc_case_add_stated(McCase *c, McCode code, McRule rule, const McStated *stated,
				   McSuggestionStatus status, McRole role)
{
	const McFindings *findings = &c->encounter->notes[stated->note].findings;
	McSuggestion *known = mc_case_find(c, code);
	McSuggestion made = {
		.code = code,
		.status = status,
		.support = MC_LIST_ONLY,
		.role = role,
		.score = SCORE_STATED,
		.derived = true,
		.rules = MC_RULE_BIT(rule),
		.section = stated->section,
		.first = {.note = stated->note},
	};

	if (known)
	{
		known->rules |= MC_RULE_BIT(rule);
		if (known->nevidence == 0)
			mc_case_add_words(c, (size_t) (known - c->list), stated->note, stated->first,
							  stated->last);
		return (size_t) (known - c->list);
	}
	for (uint32_t i = 0; i < findings->count; i++)
	{
		const McMention *m = &findings->list[i].mention;

		if (m->first_token > stated->last)
			break;
		if (m->last_token >= stated->first)
		{
			made.first.finding = i;
			made.evidence = mc_alloc(c->host, sizeof(McEvidence));
			made.evidence[0] = made.first;
			made.nevidence = 1;
			break;
		}
	}
	MC_GROW(c->host, c->list, c->count, c->cap);
	c->list[c->count] = made;
	mc_case_add_words(c, c->count, stated->note, stated->first, stated->last);
	return c->count++;
}
