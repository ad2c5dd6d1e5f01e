/*
 * meat.c
 *	  Was a diagnosis monitored, evaluated, assessed or treated?
 *
 * First all signs of the note are marked: cues, drugs, tests.  Then each diagnosis takes those
 * that are linked to it: in its sentence, in what is written under it, a drug or a test of it.
 */
#include "meat/meat.h"

#include <stdlib.h>
#include <string.h>

#include "coding/knowledge.h"
#include "encounter/statement.h"
#include "encounter/suggestion.h"

/* Sentences of running text behind the one that names a diagnosis */
#define RUNNING_SENTENCES 3

const char mc_meat_letters[] = "MEAT";

static const char *const link_names[MC_MEAT_NLINKS] = {
	[MC_MEAT_SENTENCE] = "sentence",
	[MC_MEAT_PROBLEM] = "problem",
	[MC_MEAT_DRUG] = "drug",
	[MC_MEAT_TEST] = "test",
};

static const char *const grade_names[MC_MEAT_NGRADES] = {
	[MC_MEAT_CONTRADICTED] = "CONTRADICTED",
	[MC_MEAT_UNCERTAIN] = "UNCERTAIN",
	[MC_MEAT_HISTORY_ONLY] = "HISTORY_ONLY",
	[MC_MEAT_LIST_ONLY] = "LIST_ONLY",
	[MC_MEAT_NAMED] = "NAMED",
	[MC_MEAT_MODERATE] = "MODERATE",
	[MC_MEAT_STRONG] = "STRONG",
};

const char *
mc_meat_link_name(McMeatLink link)
{
	return link_names[link];
}

const char *
mc_meat_grade_name(McMeatGrade grade)
{
	return grade_names[grade];
}

/* ---------- the signs of a note ---------- */

/* A sign, before it is linked to a diagnosis */
typedef struct Mark
{
	uint32_t first_token;
	uint32_t last_token;
	uint32_t sentence;
	McMeatElement element;
	bool copied;
	const McDrug *drug;
	const McCue *tests; /* of one phrase: a cue for each disease */
	uint32_t ntests;
} Mark;

typedef struct Work
{
	const McHost *host;
	const McTerminology *terminology;
	const McNote *note;
	const McMeatWords *words;
	const McShingleSet *earlier;
	McParagraphs paragraphs;
	Mark *marks; /* by place */
	size_t nmarks;
	size_t cap;
} Work;

bool
mc_meat_is_beside(McSectionCategory section)
{
	switch (section)
	{
		case MC_SECTION_FAMILY:
		case MC_SECTION_ALLERGIES:
		case MC_SECTION_IMMUNIZATIONS:
		case MC_SECTION_INSTRUCTIONS:
		case MC_SECTION_EDUCATION:
		case MC_SECTION_CONSENT:
		case MC_SECTION_SIGNATURE:
		case MC_SECTION_ADMINISTRATIVE:
			return true;
		default:
			return false;
	}
}

bool
mc_meat_counts(McSectionCategory section)
{
	return section != MC_SECTION_REVIEW_OF_SYSTEMS && !mc_meat_is_beside(section) &&
		   mc_section_support(section) != MC_LIST_ONLY;
}

static bool
IsCopied(const Work *w, uint32_t token)
{
	return w->earlier &&
		   mc_is_copied(w->earlier,
						&w->paragraphs.list[mc_paragraph_of(&w->paragraphs, token)]);
}

static Mark *
AddMark(Work *w, uint32_t sentence, uint32_t token, uint32_t length,
		McMeatElement element)
{
	MC_GROW(w->host, w->marks, w->nmarks, w->cap);
	w->marks[w->nmarks] = (Mark){.first_token = token,
								 .last_token = token + length - 1,
								 .sentence = sentence,
								 .element = element,
								 .copied = IsCopied(w, token)};
	return &w->marks[w->nmarks++];
}

/* Mark what stands in a sentence. */
static void
MarkSentence(Work *w, uint32_t number)
{
	const McDocument *doc = w->note->doc;
	const McSentence *sentence = &doc->sentences.list[number];
	const McKnowledge *knowledge = w->terminology->knowledge;
	uint32_t cue_end = 0; /* a cue within a longer one is none */

	for (uint32_t i = sentence->first_token; i < sentence->end_token; i++)
	{
		const McCue *first;
		uint32_t count;
		uint32_t length;
		uint32_t last;
		const McDrug *drug = mc_drug_at(knowledge, doc, i, &last);

		if (drug)
			AddMark(w, number, i, last - i + 1, MC_MEAT_TREAT)->drug = drug;
		length =
			mc_cues_at(doc, &w->words->tests, i, sentence->end_token, &first, &count);
		if (length > 0)
		{
			Mark *mark = AddMark(w, number, i, length, MC_MEAT_EVALUATE);

			mark->tests = first;
			mark->ntests = count;
		}
		length = i < cue_end ? 0
							 : mc_cues_at(doc, &w->words->cues, i, sentence->end_token,
										  &first, &count);
		for (uint32_t k = 0; length > 0 && k < count; k++)
			(void) AddMark(w, number, i, length, (McMeatElement) first[k].category);
		if (length > 0)
			cue_end = i + length;
		if ((i & (MC_INTERRUPT_INTERVAL - 1)) == 0)
			mc_interrupt(w->host);
	}
}

static void
MarkNote(Work *w)
{
	const McDocument *doc = w->note->doc;

	for (uint32_t i = 0; i < doc->sentences.count; i++)
	{
		const McSentence *sentence = &doc->sentences.list[i];
		McSectionCategory section =
			(McSectionCategory) doc->sections.list[sentence->section].category;

		if (mc_meat_counts(section) && !(sentence->flags & MC_SENT_HEADER))
			MarkSentence(w, i);
	}
}

/* ---------- what is written of a diagnosis ---------- */

/* Sentences that are about a diagnosis: from the one that names it, half open */
typedef struct Block
{
	uint32_t first;
	uint32_t end;
	bool assessed;
} Block;

static bool
IsAffirmed(const McAssertion *a)
{
	return !a->negated && !a->uncertain && !a->historical && !a->hypothetical &&
		   a->experiencer == MC_PATIENT;
}

/* Does another diagnosis begin in this sentence, of another category than these? */
static bool
OtherBegins(const Work *w, uint32_t sentence, McCode code, bool headings_only)
{
	const McFindings *findings = &w->note->findings;
	size_t low = 0;
	size_t high = findings->count;

	while (low < high)
	{
		size_t mid = (low + high) / 2;

		if (findings->list[mid].mention.sentence < sentence)
			low = mid + 1;
		else
			high = mid;
	}
	for (; low < findings->count && findings->list[low].mention.sentence == sentence;
		 low++)
	{
		const McFinding *other = &findings->list[low];

		if (other->code != 0 && other->code >> 40 != code >> 40 &&
			IsAffirmed(&other->assertion) &&
			(!headings_only || mc_heads_problem(w->note, other)))
			return true;
	}
	return false;
}

/*
 * What is written under the heading of a problem goes on to the next heading; in running
 * text to where the next diagnosis is named, at most a few sentences.
 */
static Block
BlockOf(const Work *w, const McFinding *finding, McCode code)
{
	const McDocument *doc = w->note->doc;
	uint32_t first = finding->mention.sentence;
	const McSentence *s = doc->sentences.list;
	bool heading = mc_heads_problem(w->note, finding);
	Block block = {.first = first,
				   .end = first + 1,
				   .assessed = mc_finding_rank(w->note, finding) > 0};

	while (
		block.end < doc->sentences.count && s[block.end].section == s[first].section &&
		!OtherBegins(w, block.end, code, heading) &&
		(heading || (block.end - first <= RUNNING_SENTENCES &&
					 !(doc->tokens.list[s[block.end].first_token].flags & MC_TOK_PARA))))
		block.end++;
	return block;
}

/* Is a drug or a test one of the diagnosis? */
static bool
IsOf(const Work *w, const Mark *mark, McCode code)
{
	if (mark->drug)
		return mc_drug_treats(w->terminology->knowledge, mark->drug, code);
	for (uint32_t i = 0; i < mark->ntests; i++)
	{
		if (mc_code_is_under(code, w->words->diseases[mark->tests[i].id]))
			return true;
	}
	return false;
}

/* A diagnosis, while its signs are gathered */
typedef struct Case
{
	McMeatRow *row;
	const McFinding **names; /* findings that name it where it counts */
	size_t nnames;
	size_t cap;
	bool listed;
	bool past;
	bool uncertain;
	bool denied;
	bool names_copied; /* all of them */
} Case;

/* Past only because it stands in a list of what the patient has: a condition that may last */
static bool
IsListed(const Work *w, const McFinding *finding)
{
	return finding->assertion.cue_first[MC_CUE_HISTORICAL] == MC_NO_TOKEN &&
		   mc_section_support(finding->section) == MC_LIST_ONLY &&
		   mc_condition_class(w->terminology->knowledge, finding->code) != MC_CLASS_ACUTE;
}

static void
AddName(Work *w, Case *c, uint32_t number)
{
	const McFinding *finding = &w->note->findings.list[number];
	const McAssertion *a = &finding->assertion;

	if (a->experiencer != MC_PATIENT || a->hypothetical)
		return;
	if (a->negated)
		c->denied = true;
	else if (a->uncertain)
		c->uncertain = true;
	else if (a->historical && !IsListed(w, finding))
		c->past = true;
	else if (a->historical || !mc_meat_counts(finding->section) ||
			 mc_is_observation(finding->section))
		c->listed = true;
	else
	{
		if (c->nnames == 0 ||
			mc_finding_rank(w->note, finding) > mc_finding_rank(w->note, c->names[0]))
			c->row->finding = number;
		MC_GROW(w->host, c->names, c->nnames, c->cap);
		c->names[c->nnames++] = finding;
	}
}

static void
TakeMark(Work *w, Case *c, const Mark *mark, const Block *blocks, size_t *cap)
{
	McMeatRow *row = c->row;
	McMeatSign sign = {.element = mark->element,
					   .link = MC_MEAT_NLINKS,
					   .first_token = mark->first_token,
					   .last_token = mark->last_token,
					   .copied = mark->copied};
	bool is_cue = mark->drug == NULL && mark->ntests == 0;
	bool fits = is_cue || IsOf(w, mark, row->code);

	if (!fits)
		return;
	for (size_t i = 0; i < c->nnames; i++)
	{
		if (mark->sentence < blocks[i].first || mark->sentence >= blocks[i].end)
			continue;
		sign.assessed = sign.assessed || blocks[i].assessed;
		if (!is_cue)
			sign.link = mark->drug ? MC_MEAT_DRUG : MC_MEAT_TEST;
		else if (mark->sentence == blocks[i].first)
			sign.link = MC_MEAT_SENTENCE;
		else if (sign.link == MC_MEAT_NLINKS)
			sign.link = MC_MEAT_PROBLEM;
	}
	if (!is_cue)
		sign.link = mark->drug ? MC_MEAT_DRUG : MC_MEAT_TEST;
	if (sign.link == MC_MEAT_NLINKS)
		return;
	MC_GROW(w->host, row->signs, row->nsigns, *cap);
	row->signs[row->nsigns++] = sign;
}

/* The grade by the signs, all or those that were not copied */
static McMeatGrade
Grade(const Case *c, const McMeatScale *scale, bool without_copied)
{
	unsigned elements = 0;
	bool strong = false;

	if (c->nnames == 0)
		return c->listed      ? MC_MEAT_LIST_ONLY
			   : c->past      ? MC_MEAT_HISTORY_ONLY
			   : c->uncertain ? MC_MEAT_UNCERTAIN
							  : MC_MEAT_CONTRADICTED;
	if (without_copied && c->names_copied)
		return MC_MEAT_LIST_ONLY;
	for (size_t i = 0; i < c->row->nsigns; i++)
	{
		const McMeatSign *sign = &c->row->signs[i];

		if (without_copied && sign->copied)
			continue;
		elements |= MC_MEAT_BIT(sign->element);
		strong = strong || (sign->assessed && scale->strong & MC_MEAT_BIT(sign->element));
	}
	if (strong)
		return MC_MEAT_STRONG;
	return elements != 0 && (unsigned) __builtin_popcount(elements) >= scale->minimum
			   ? MC_MEAT_MODERATE
			   : MC_MEAT_NAMED;
}

static void
FinishCase(Work *w, Case *c, const McMeatScale *scale)
{
	McMeatRow *row = c->row;
	Block *blocks = mc_alloc(w->host, (c->nnames + 1) * sizeof(Block));
	size_t cap = 0;

	c->names_copied = c->nnames > 0;
	for (size_t i = 0; i < c->nnames; i++)
	{
		blocks[i] = BlockOf(w, c->names[i], row->code);
		if (!IsCopied(w, c->names[i]->mention.first_token))
			c->names_copied = false;
	}
	for (size_t i = 0; c->nnames > 0 && i < w->nmarks; i++)
		TakeMark(w, c, &w->marks[i], blocks, &cap);
	for (size_t i = 0; i < row->nsigns; i++)
		row->elements |= MC_MEAT_BIT(row->signs[i].element);
	row->denied = c->denied && (c->nnames > 0 || c->listed);
	row->grade = Grade(c, scale, false);
	row->uncopied = Grade(c, scale, true);
	mc_release(w->host, blocks);
}

/* ---------- all diagnoses ---------- */

/* A finding that names a code, or stands behind a code that is derived */
typedef struct Naming
{
	McCode code;
	uint32_t finding;
} Naming;

static int
CompareNamings(const void *a, const void *b)
{
	const Naming *x = a;
	const Naming *y = b;

	if (x->code != y->code)
		return x->code < y->code ? -1 : 1;
	return x->finding < y->finding ? -1 : x->finding > y->finding;
}

static int
CompareRows(const void *a, const void *b)
{
	const McMeatRow *x = a;
	const McMeatRow *y = b;

	if (x->finding != y->finding)
		return x->finding < y->finding ? -1 : 1;
	return x->code < y->code ? -1 : x->code > y->code;
}

static Naming *
Namings(Work *w, size_t *count)
{
	const McFindings *findings = &w->note->findings;
	McSuggestions derived = {.proposed = 0};
	Naming *list = NULL;
	size_t cap = 0;

	*count = 0;
	for (uint32_t i = 0; i < findings->count; i++)
	{
		if (findings->list[i].code == 0)
			continue;
		MC_GROW(w->host, list, *count, cap);
		list[(*count)++] = (Naming){.code = findings->list[i].code, .finding = i};
	}
	if (*count > 0)
		mc_derive(w->host, w->terminology, w->note, &derived);
	for (size_t i = 0; i < derived.proposed; i++)
	{
		const McSuggestion *s = &derived.list[i];

		for (uint32_t k = 0; k < s->nevidence; k++)
		{
			MC_GROW(w->host, list, *count, cap);
			list[(*count)++] =
				(Naming){.code = s->code, .finding = s->evidence[k].finding};
		}
	}
	if (*count > 1)
		qsort(list, *count, sizeof(Naming), CompareNamings);
	return list;
}

void
mc_meat(const McHost *host, const McTerminology *terminology, const McNote *note,
		const McMeatWords *words, const McMeatScale *scale, const McShingleSet *earlier,
		McMeat *meat)
{
	Work w = {.host = host,
			  .terminology = terminology,
			  .note = note,
			  .words = words,
			  .earlier = earlier};
	size_t count;
	Naming *namings = Namings(&w, &count);

	meat->count = 0;
	meat->list = mc_alloc(host, (count + 1) * sizeof(McMeatRow));
	if (count == 0)
		return;
	if (earlier)
		mc_paragraphs(host, note->doc, &w.paragraphs);
	MarkNote(&w);
	for (size_t i = 0; i < count;)
	{
		Case c = {.row = &meat->list[meat->count]};
		McCode code = namings[i].code;

		*c.row = (McMeatRow){.code = code, .finding = namings[i].finding};
		for (; i < count && namings[i].code == code; i++)
			AddName(&w, &c, namings[i].finding);
		if (c.nnames == 0 && !c.listed && !c.past && !c.uncertain && !c.denied)
			continue; /* of somebody else, or only feared */
		FinishCase(&w, &c, scale);
		mc_interrupt(host);
		meat->count++;
	}
	qsort(meat->list, meat->count, sizeof(McMeatRow), CompareRows);
}
