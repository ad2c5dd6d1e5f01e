/*
 * combine.c
 *	  Linked conditions: one code for both, or a pair (ICD-10-CM Guidelines I.A.13, I.A.15, I.B.9).
 *
 * The pairs come from the Alphabetic Index: what it lists under "with" or "in" is presumed
 * to be linked, what it lists under "due to" has to be written.  Hypertension has a
 * table of its own, hypertension.c.
 */
#include <string.h>

#include "encounter/case.h"
#include "coding/resolve.h"
#include "coding/spine.h"
#include "encounter/tabular_note.h"

/* The note links the two */
static const char linking_words[] =
	"due to|secondary to|because of|caused by|related to|attributed to|attributable to|"
	"associated with|resulting from|result of|from|complicated by|complicating|with|w/|"
	"2/2|manifested by|in the setting of|in setting of|on the basis of|diabetic|induced";

/* The note says that another cause is meant */
static const char unlinking_words[] =
	"not due to|not related to|unrelated to|unrelated|not secondary to|not caused by|"
	"nondiabetic|non diabetic|non-diabetic|not attributed to|not from|independent of";

/* Does the sentence of a cause say that it has nothing to do with a condition of that chapter? */
static bool
DisownsChapter(const McCase *c, const McSuggestion *cause, const McSuggestion *condition)
{
	for (uint32_t i = 0; i < mc_evidence_read(cause); i++)
	{
		McEvidence e = cause->evidence[i];
		const McFindings *findings = &c->encounter->notes[e.note].findings;
		uint32_t sentence = mc_case_finding(c, e)->mention.sentence;

		if (!mc_sentence_has(c, e, unlinking_words))
			continue;
		for (uint32_t k = 0; k < findings->count; k++)
		{
			if (findings->list[k].mention.sentence == sentence &&
				findings->list[k].code >> 56 == condition->code >> 56)
				return true;
		}
	}
	return false;
}

/* Does the note say anywhere beside a condition that its cause is another? */
static bool
IsUnlinked(const McCase *c, const McSuggestion *condition)
{
	for (uint32_t i = 0; i < mc_evidence_read(condition); i++)
	{
		if (mc_sentence_has(c, condition->evidence[i], unlinking_words))
			return true;
	}
	return false;
}

bool
mc_is_called_unrelated(const McCase *c, const McSuggestion *s, const McSuggestion *other)
{
	McCode category = mc_icd10cm_category(other->code);

	for (uint32_t i = 0; i < mc_evidence_read(s); i++)
	{
		McEvidence e = s->evidence[i];
		const McFindings *findings = &c->encounter->notes[e.note].findings;
		uint32_t sentence = mc_case_finding(c, e)->mention.sentence;

		if (!mc_sentence_has(c, e, unlinking_words))
			continue;
		for (uint32_t k = 0; k < findings->count; k++)
		{
			if (findings->list[k].mention.sentence == sentence &&
				mc_icd10cm_category(findings->list[k].code) == category)
				return true;
		}
	}
	return false;
}

/* Most words handed to a card */
#define MAX_STEMS 64

/* Add the words beside a part of a code, and the regions of levels of the spine. */
static size_t
AddWords(const McCase *c, McCode code, const McSuggestion *part, uint64_t *stems,
		 size_t nstems)
{
	for (uint32_t i = 0; i < mc_evidence_read(part); i++)
	{
		const McFinding *finding = mc_case_finding(c, part->evidence[i]);
		const McDocument *doc = mc_case_document(c, part->evidence[i]);

		if (nstems + MC_SPINE_WORDS <= MAX_STEMS)
			nstems += mc_spine_words(doc, code, finding->from_token, finding->to_token,
									 &stems[nstems]);
		for (uint32_t t = finding->from_token;
			 t < finding->to_token && nstems < MAX_STEMS; t++)
		{
			uint32_t word = doc->tokens.list[t].word;

			if (word != MC_NO_WORD && !(doc->words.list[word].flags & MC_WORD_FUNCTION))
				stems[nstems++] = doc->words.list[word].stem_key;
		}
	}
	return nstems;
}

/*
 * The code below a heading that the words beside the condition support; those beside the cause
 * too, where the code is a fuller name of it: lumbar spondylosis, with radiculopathy.
 */
static McCode
Refine(const McCase *c, McCode code, const McSuggestion *condition,
	   const McSuggestion *cause)
{
	McAttributes said;
	uint64_t stems[MAX_STEMS];
	size_t nstems = AddWords(c, code, condition, stems, 0);
	uint32_t open;

	mc_case_said(c, condition, &said);
	if (mc_icd10cm_category(cause->code) == mc_icd10cm_category(code))
		nstems = AddWords(c, code, cause, stems, nstems);
	return mc_most_specific(c->terminology, code, &said, stems, nstems, &open);
}

/*
 * The side of a condition that leaves it open, where the sentence names it with its cause:
 * varicose veins of the left leg with ulcer of the ankle.
 */
static void
TakeSideOfCause(McCase *c, size_t cause, size_t condition)
{
	McAttributes said;
	McAttributes side = {.flags = 0};
	uint16_t node;
	const McCard *card = mc_case_card(c, c->list[condition].code, &node);
	uint32_t open;
	McCode code;

	if (node == MC_NO_NODE ||
		!(mc_card_attributes(card, node)->value[MC_AXIS_SIDE] & MC_UNSPECIFIED) ||
		!mc_share_sentence(c, &c->list[cause], &c->list[condition], NULL))
		return;
	mc_case_said(c, &c->list[cause], &said);
	side.value[MC_AXIS_SIDE] = said.value[MC_AXIS_SIDE];
	code =
		mc_most_specific(c->terminology, c->list[condition].code, &side, NULL, 0, &open);
	if (side.value[MC_AXIS_SIDE] != 0 && mc_case_is_billable(c, code))
		(void) mc_case_recode(c, condition, code, MC_RULE_SIDE_ELSEWHERE);
}

static void
Combine(McCase *c, size_t cause, size_t condition, const McLink *link)
{
	size_t parts[2] = {cause, condition};
	McRule rule = link->kind == MC_LINK_PRESUMED ? MC_RULE_WITH : MC_RULE_WRITTEN_LINK;
	McCode code = Refine(c, mc_link_code(link, c->list[cause].code), &c->list[condition],
						 &c->list[cause]);
	size_t made = mc_case_derive(c, code, rule, parts, 2);
	McSuggestion *part = &c->list[condition];

	if (link->manifestation)
	{
		size_t second =
			mc_case_derive(c, Refine(c, link->manifestation, part, &c->list[cause]),
						   MC_RULE_TWO_CODES, parts, 2);

		c->list[second].role = MC_ROLE_MANIFESTATION;
		c->list[second].paired_with = code;
	}
	/* veins with an ulcer are not asymptomatic */
	if (mc_code_in(c->list[cause].code, "I83.9") &&
		c->list[made].status <= c->list[cause].status)
		mc_case_drop(&c->list[cause], MC_RULE_PART_OF_COMBINATION, code);
	part = &c->list[condition];
	/* a doubtful combination does not take the place of a sure part */
	if (c->list[made].status > part->status || part->code == code ||
		!mc_is_proposed(part))
		return;
	if (link->beside || mc_is_asked_for(c, code, part->code) ||
		mc_is_asked_for(c, part->code, code) ||
		strstr(mc_case_title(c, code), "other specified") != NULL)
	{
		part->paired_with = code;
		if (link->beside)
			TakeSideOfCause(c, cause, condition);
	}
	else if (link->manifestation == 0 || part->code != link->manifestation)
		mc_case_drop(part, MC_RULE_PART_OF_COMBINATION, code);
	/* of one category all three: the cause is a part as well, tonsils with adenoids */
	if (mc_icd10cm_category(c->list[cause].code) == mc_icd10cm_category(code) &&
		mc_icd10cm_category(c->list[condition].code) == mc_icd10cm_category(code) &&
		mc_is_proposed(&c->list[cause]) && c->list[cause].code != code && !link->beside &&
		c->list[made].status <= c->list[cause].status)
		mc_case_drop(&c->list[cause], MC_RULE_PART_OF_COMBINATION, code);
}

/* A condition that the Index gives with a manifestation wherever it gives it */
static void
AddManifestation(McCase *c, size_t number)
{
	const McSuggestion *s = &c->list[number];
	McLink link;
	McCode code;
	size_t second;

	if (!mc_link_find(c->terminology->knowledge, s->code, s->code, &link) ||
		link.cause != link.condition || link.manifestation == 0)
		return;
	code = Refine(c, link.manifestation, s, s);
	/* another form of it is there already */
	if (mc_case_find_under(c, mc_icd10cm_category(code)))
		return;
	second = mc_case_derive(c, code, MC_RULE_TWO_CODES, &number, 1);
	c->list[second].role = MC_ROLE_MANIFESTATION;
	c->list[second].paired_with = c->list[number].code;
}

/*
 * Disorders of several valves have one code, with no code of one of these valves beside it; of
 * three the pairs are one (Tabular List, I08 and the Excludes1 notes at I34 to I36).
 */
static void
JoinValves(McCase *c)
{
	static const struct
	{
		const char *code;
		const char *valves;
	} several[] = {
		{"I08.0", "I05 I06 I34 I35"},
		{"I08.1", "I05 I07 I34 I36"},
		{"I08.2", "I06 I07 I35 I36"},
	};
	const size_t n = sizeof(several) / sizeof(several[0]);
	size_t parts[sizeof(several) / sizeof(several[0])];
	size_t nparts = 0;

	for (size_t i = 0; i < n; i++)
	{
		size_t number = mc_case_number_in(c, several[i].code);

		if (number < c->count && c->list[number].derived)
			parts[nparts++] = number;
	}
	if (nparts == 0)
		return;
	if (nparts > 1)
	{
		McCode all = mc_code("I08.3");

		(void) mc_case_derive(c, all, MC_RULE_WITH, parts, nparts);
		for (size_t i = 0; i < nparts; i++)
			mc_case_drop(&c->list[parts[i]], MC_RULE_PART_OF_COMBINATION, all);
	}
	for (size_t i = 0; i < c->count; i++)
	{
		McSuggestion *s = &c->list[i];
		bool part = nparts > 1 && mc_code_in(s->code, "I05 I06 I07 I34 I35 I36");
		McCode whole = nparts > 1 ? mc_code("I08.3") : 0;

		for (size_t k = 0; k < n && nparts == 1; k++)
		{
			if (c->list[parts[0]].code != mc_code(several[k].code))
				continue;
			whole = c->list[parts[0]].code;
			part = mc_code_in(s->code, several[k].valves);
		}
		if (part && mc_is_proposed(s) && !s->derived &&
			s->status >= c->list[parts[0]].status)
			mc_case_drop(s, MC_RULE_PART_OF_COMBINATION, whole);
	}
}

void
mc_combine(McCase *c)
{
	const McKnowledge *knowledge = c->terminology->knowledge;
	size_t count = c->count;

	if (knowledge == NULL)
		return;
	for (size_t a = 0; a < count; a++)
	{
		if (!mc_is_proposed(&c->list[a]) ||
			mc_code_in(c->list[a].code, "I10 I11 I12 I13") ||
			!mc_link_has_cause(knowledge, c->list[a].code))
			continue;
		for (size_t b = 0; b < count; b++)
		{
			const McSuggestion *cause = &c->list[a];
			const McSuggestion *condition = &c->list[b];
			McLink link;

			if (a == b || !mc_is_proposed(cause) || !mc_is_proposed(condition) ||
				condition->derived ||
				!mc_link_find(knowledge, cause->code, condition->code, &link) ||
				link.kind == MC_LINK_NEVER || link.code == condition->code ||
				IsUnlinked(c, condition) || DisownsChapter(c, cause, condition))
				continue;
			if (link.kind == MC_LINK_WRITTEN &&
				!mc_share_sentence(c, cause, condition, linking_words))
				continue;
			Combine(c, a, b, &link);
		}
		mc_interrupt(c->host);
	}
	JoinValves(c);
	count = c->count;
	for (size_t a = 0; a < count; a++)
	{
		if (mc_is_proposed(&c->list[a]) && mc_link_has_cause(knowledge, c->list[a].code))
			AddManifestation(c, a);
	}
}
