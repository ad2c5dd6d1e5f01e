/*
 * clue.c
 *	  What stands in the notes beside diagnoses: drugs, tests, indicators of a condition.
 */
#include "audit/clue.h"

#include <string.h>

typedef struct Reader
{
	const McHost *host;
	const McTerminology *terminology;
	const McMeatWords *words;
	const McNote *note;
	uint32_t number; /* of the note */
	McClues *clues;
	size_t cap;
} Reader;

static void
AddClue(Reader *r, McClue clue, uint32_t token, uint32_t length, bool acted)
{
	clue.words = (McSpokenWords){
		.note = r->number, .first_token = token, .last_token = token + length - 1};
	clue.acted = acted;
	MC_GROW(r->host, r->clues->list, r->clues->count, r->cap);
	r->clues->list[r->clues->count++] = clue;
}

/* The clues that begin at a token; the tokens of the longest, 0: none does. */
static uint32_t
ReadAt(Reader *r, uint32_t token, uint32_t end, bool acted)
{
	const McDocument *doc = r->note->doc;
	McClue clue = {.kind = MC_CLUE_DRUG};
	uint32_t last;
	uint32_t length;
	uint32_t longest = 0;

	if (r->terminology->knowledge)
		clue.drug = mc_drug_at(r->terminology->knowledge, doc, token, &last);
	if (clue.drug)
	{
		longest = last - token + 1;
		AddClue(r, clue, token, longest, acted);
	}
	clue = (McClue){.kind = MC_CLUE_TEST};
	length = mc_cues_at(doc, &r->words->tests, token, end, &clue.cues, &clue.ncues);
	if (length > 0)
		AddClue(r, clue, token, length, acted);
	longest = length > longest ? length : longest;
	clue = (McClue){.kind = MC_CLUE_INDICATOR};
	length = mc_cues_at(doc, &r->words->indicators, token, end, &clue.cues, &clue.ncues);
	if (length > 0)
		AddClue(r, clue, token, length, acted);
	return length > longest ? length : longest;
}

/* Take out what the note denies, fears or says of another person. */
static void
KeepAffirmed(Reader *r, size_t first, const McTarget *targets, size_t ntargets)
{
	McAssertion *assertions = mc_alloc(r->host, (ntargets + 1) * sizeof(McAssertion));
	size_t kept = first;
	size_t t = 0;

	mc_assert(r->host, r->terminology->cues, r->note->doc, targets, ntargets, assertions);
	for (size_t i = first; i < r->clues->count; i++)
	{
		const McAssertion *a;

		while (targets[t].last_token < r->clues->list[i].words.first_token)
			t++;
		a = &assertions[t];
		if (!a->negated && !a->hypothetical && a->experiencer == MC_PATIENT)
			r->clues->list[kept++] = r->clues->list[i];
	}
	r->clues->count = kept;
	mc_release(r->host, assertions);
}

static void
ReadNote(Reader *r)
{
	const McDocument *doc = r->note->doc;
	size_t first = r->clues->count;
	McTarget *targets = NULL;
	size_t ntargets = 0;
	size_t cap = 0;

	for (size_t s = 0; s < doc->sentences.count; s++)
	{
		const McSentence *sentence = &doc->sentences.list[s];
		McSectionCategory section =
			(McSectionCategory) doc->sections.list[sentence->section].category;
		bool acted = mc_meat_counts(section);

		if (mc_meat_is_beside(section) || sentence->flags & MC_SENT_HEADER)
			continue;
		for (uint32_t i = sentence->first_token; i < sentence->end_token;)
		{
			uint32_t length = ReadAt(r, i, sentence->end_token, acted);

			if (length > 0)
			{
				MC_GROW(r->host, targets, ntargets, cap);
				targets[ntargets++] =
					(McTarget){.first_token = i, .last_token = i + length - 1};
			}
			i += length ? length : 1;
			if ((i & (MC_INTERRUPT_INTERVAL - 1)) == 0)
				mc_interrupt(r->host);
		}
	}
	if (ntargets > 0)
		KeepAffirmed(r, first, targets, ntargets);
	mc_release(r->host, targets);
}

void
mc_read_clues(const McHost *host, const McTerminology *terminology,
			  const McEncounter *encounter, const McMeatWords *words, McClues *clues)
{
	Reader r = {.host = host, .terminology = terminology, .words = words, .clues = clues};

	memset(clues, 0, sizeof(*clues));
	for (r.number = 0; r.number < encounter->nnotes; r.number++)
	{
		r.note = &encounter->notes[r.number];
		ReadNote(&r);
		mc_interrupt(host);
	}
}

bool
mc_clue_of(const McTerminology *terminology, const McMeatWords *words, const McClue *clue,
		   McCode code)
{
	const McCode *conditions =
		clue->kind == MC_CLUE_TEST ? words->diseases : words->indicated;

	if (clue->kind == MC_CLUE_DRUG)
		return mc_drug_treats(terminology->knowledge, clue->drug, code);
	for (uint32_t i = 0; i < clue->ncues; i++)
	{
		if (mc_code_is_under(code, conditions[clue->cues[i].id]))
			return true;
	}
	return false;
}

bool
mc_is_followed_up(const McNote *note, const McFinding *finding, const McMeatWords *words)
{
	const McSentence *sentence = &note->doc->sentences.list[finding->mention.sentence];

	if (!mc_meat_counts(finding->section))
		return false;
	for (uint32_t i = sentence->first_token; i < sentence->end_token; i++)
	{
		const McCue *first;
		uint32_t count;

		if (i >= finding->mention.first_token && i <= finding->mention.last_token)
			continue;
		if (mc_cues_at(note->doc, &words->cues, i, sentence->end_token, &first, &count) >
			0)
			return true;
	}
	return false;
}
