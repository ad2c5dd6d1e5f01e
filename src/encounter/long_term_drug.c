/*
 * long_term_drug.c
 *	  Long-term drug therapy (ICD-10-CM Guidelines I.C.21.c.3, I.C.4.a.3): Z79 for a drug of
 *	  the notes whose condition is documented.  A drug alone makes no code.
 */
#include "encounter/additional_parts.h"
#include "encounter/stated.h"
#include "encounter/statement.h"
#include "encounter/wording.h"

/* not of gestational diabetes, which says by its own code how it is controlled (I.C.15.i) */
static const char diabetes[] = "E08 E09 E10 E11 E13 O24.0 O24.1 O24.3 O24.8 O24.9";

/* Not, or not yet, a drug that the patient takes */
static const char not_taken[] =
	"stopped|stop|discontinued|discontinue|d/c|dc'd|held|hold|holding|off|allergic|"
	"allergy|intolerant|intolerance|declines|declined|refuses|refused|avoid|former|"
	"formerly|previously|instead of|consider|completed|finished|trial of|short course|"
	"burst|taper|one time|single dose|x1";

/* Insulin that is given for a time only (I.C.4.a.3) */
static const char temporary_insulin[] =
	"sliding scale|ssi|drip|infusion|gtt|temporarily|temporary|bolus given|iv insulin|"
	"units iv|insulin iv|given in the ed";

static bool
MarkDrugs(const void *arg, const McDocument *doc, uint8_t *begins)
{
	bool any = false;

	for (size_t w = 0; w < doc->words.count; w++)
	{
		begins[w] = mc_may_begin_drug(arg, doc->words.list[w].key);
		any |= begins[w];
	}
	return any;
}

/* Most tokens behind the name to words that call its use lasting */
#define REACH_LASTING 3

static bool
FindDrug(const void *arg, const McDocument *doc, uint32_t token, uint32_t end,
		 uint32_t *last, uint32_t *which)
{
	const McDrug *drug = mc_drug_at(arg, doc, token, last);

	*which = 0;
	return drug != NULL && drug->long_term != 0 && *last < end;
}

/* Sections that tell of drugs the patient does not take */
static bool
TellsOfDrugs(McSectionCategory section)
{
	switch (section)
	{
		case MC_SECTION_ALLERGIES:
		case MC_SECTION_FAMILY:
		case MC_SECTION_EDUCATION:
		case MC_SECTION_PROCEDURE:
		case MC_SECTION_ANESTHESIA:
		case MC_SECTION_OPERATIVE_DETAILS:
		case MC_SECTION_TECHNIQUE:
		case MC_SECTION_LABS:
		case MC_SECTION_PAST_SURGICAL:
			return false;
		default:
			return true;
	}
}

/* A drug against what has not come yet is taken all the same: tamoxifen as prophylaxis */
static bool
IsOnlyPreventive(const McDocument *doc, const McAssertion *a)
{
	McAssertion plain = *a;

	plain.hypothetical = false;
	return a->hypothetical && mc_is_stated_now(&plain) &&
		   a->cue_first[MC_CUE_HYPOTHETICAL] != MC_NO_TOKEN &&
		   mc_stated_within(doc, a->cue_first[MC_CUE_HYPOTHETICAL],
							a->cue_last[MC_CUE_HYPOTHETICAL] + 1,
							"prophylaxis|prophylactic|prevention|preventive|preventative|"
							"chemoprevention");
}

static bool
IsTaken(const McCase *c, const McStated *said)
{
	const McDocument *doc = c->encounter->notes[said->note].doc;
	const McSentence *sentence = &doc->sentences.list[said->sentence];

	return (mc_is_stated_now(&said->assertion) ||
			IsOnlyPreventive(doc, &said->assertion)) &&
		   TellsOfDrugs(said->section) &&
		   !mc_stated_within(doc, sentence->first_token, sentence->end_token, not_taken);
}

static bool
IsTemporary(const McCase *c, const McStated *said)
{
	const McDocument *doc = c->encounter->notes[said->note].doc;
	const McSentence *sentence = &doc->sentences.list[said->sentence];

	return mc_stated_within(doc, sentence->first_token, sentence->end_token,
							temporary_insulin);
}

/* Drugs that are as often taken for a while: the note has to say that it is not (I.C.21.c.3) */
static const char often_brief[] = "Z79.1 Z79.2 Z79.891";

static bool
IsLasting(const McCase *c, const McStated *said)
{
	const McDocument *doc = c->encounter->notes[said->note].doc;
	const McSentence *sentence = &doc->sentences.list[said->sentence];

	return mc_stated_within(
			   doc, sentence->first_token, sentence->end_token,
			   "daily|chronic|chronically|long term|nightly|every day|scheduled|"
			   "suppressive|suppression|prophylactic|prophylaxis|maintenance|"
			   "regularly|for years|indefinitely|lifelong") &&
		   !mc_stated_within(doc, sentence->first_token, sentence->end_token,
							 "as needed|prn|days|weeks");
}

/* Words that call the use of a drug lasting, beside its name */
static const char lasting[] =
	"long term|longterm|long-term|chronic|chronically|lifelong|life long|indefinite|"
	"indefinitely|maintenance";

/* Words between them and the name */
static const char between[] =
	"oral|daily|weekly|low|dose|high|systemic|inhaled|use|of|with|therapy|treatment|the|"
	"his|her|prescribed|term|anticoagulation|anticoagulant|antiplatelet|immunosuppression|"
	"therapeutic|injectable|basal|steroid|steroids|corticosteroid|corticosteroids|opioid|"
	"opiate|insulin";

/* Does the note call the use of the drug long-term: on long-term warfarin, warfarin indefinitely? */
static bool
IsCalledLasting(const McCase *c, const McStated *said)
{
	const McDocument *doc = c->encounter->notes[said->note].doc;
	const McSentence *sentence = &doc->sentences.list[said->sentence];
	uint32_t end = said->last + 1 + REACH_LASTING;
	uint32_t last;

	for (uint32_t t = said->first; t > sentence->first_token;)
	{
		t--;
		if (mc_stated_at(doc, t, said->first, lasting, &last, NULL))
			return true;
		if (!mc_is_punct(&doc->tokens.list[t], '(') &&
			!mc_stated_at(doc, t, said->first, between, &last, NULL))
			break;
	}
	if (end > sentence->end_token)
		end = sentence->end_token;
	for (uint32_t t = said->last + 1; t < end; t++)
	{
		if (mc_is_punct(&doc->tokens.list[t], ',') ||
			mc_is_punct(&doc->tokens.list[t], ';'))
			return false;
		if (mc_stated_at(doc, t, end,
						 "long term|longterm|long-term|chronically|lifelong|indefinitely",
						 &last, NULL))
			return true;
	}
	return false;
}

/* The surest proposed condition of the drug's sentence; SIZE_MAX: none. */
static size_t
ConditionBeside(const McCase *c, const McStated *said)
{
	const McFindings *findings = &c->encounter->notes[said->note].findings;
	size_t best = SIZE_MAX;

	for (uint32_t i = 0; i < findings->count; i++)
	{
		size_t s;

		if (findings->list[i].mention.sentence < said->sentence)
			continue;
		if (findings->list[i].mention.sentence > said->sentence)
			break;
		s = mc_suggestion_of(c, said->note, i);
		if (s != SIZE_MAX && c->list[s].support != MC_HISTORY &&
			!mc_code_in(c->list[s].code, "T V W X Y Z") &&
			(best == SIZE_MAX || c->list[s].status < c->list[best].status))
			best = s;
	}
	return best;
}

/* Hormones against a cancer, or against its return, are taken for years (I.C.2.m, I.C.21.c.3) */
static const char hormonal[] = "Z79.81";

/* The surest proposed condition that the drug is given for; SIZE_MAX: none. */
static size_t
TreatedCondition(const McCase *c, const McDrug *drug)
{
	size_t best = SIZE_MAX;

	for (size_t i = 0; i < c->count; i++)
	{
		const McSuggestion *s = &c->list[i];
		bool treated;

		if (!mc_is_proposed(s) || s->support == MC_HISTORY)
			continue;
		treated = mc_code_in(drug->long_term, "Z79.4 Z79.84 Z79.85")
					  ? mc_code_in(s->code, diabetes)
					  : mc_condition_class(c->terminology->knowledge, s->code) !=
								MC_CLASS_ACUTE &&
							mc_drug_treats(c->terminology->knowledge, drug, s->code);
		if (treated &&
			(best == SIZE_MAX || s->status < c->list[best].status ||
			 (s->status == c->list[best].status && s->code < c->list[best].code)))
			best = i;
	}
	return best;
}

void
mc_add_long_term_drugs(McCase *c)
{
	const McKnowledge *knowledge = c->terminology->knowledge;
	McStatedList said;

	if (knowledge == NULL)
		return;
	mc_stated_find(c, MarkDrugs, NULL, FindDrug, knowledge, &said);
	for (size_t i = 0; i < said.count; i++)
	{
		const McStated *at = &said.list[i];
		const McDocument *doc = c->encounter->notes[at->note].doc;
		uint32_t last;
		const McDrug *drug = mc_drug_at(knowledge, doc, at->first, &last);
		McSuggestion *known;
		bool for_diabetes;
		bool called;
		size_t condition;
		size_t number;

		if (drug == NULL || !IsTaken(c, at) || !mc_case_is_billable(c, drug->long_term))
			continue;
		for_diabetes = mc_code_in(drug->long_term, "Z79.4 Z79.84 Z79.85");
		if (drug->long_term == mc_code("Z79.4") && IsTemporary(c, at))
			continue;
		called = IsCalledLasting(c, at) || mc_code_in(drug->long_term, hormonal);
		if (mc_code_in(drug->long_term, often_brief) && !called && !IsLasting(c, at))
			continue;
		condition = TreatedCondition(c, drug);
		if (condition == SIZE_MAX && called)
			condition = ConditionBeside(c, at);
		if (condition == SIZE_MAX)
			continue;
		/* type 1 needs insulin: it is not coded beside it */
		if (drug->long_term == mc_code("Z79.4") &&
			mc_code_in(c->list[condition].code, "E10"))
			continue;
		/* a statement that its use lasts is the provider's; a list of drugs is for review */
		called = called && (mc_section_states(at->section) ||
							!mc_note_states(&c->encounter->notes[at->note]));
		known = mc_case_find(c, drug->long_term);
		if (known)
		{
			if (known->derived && called && c->list[condition].status == MC_SUGGEST)
			{
				known->status = MC_SUGGEST;
				mc_case_add_words(c, (size_t) (known - c->list), at->note, at->first,
								  at->last);
			}
			continue;
		}
		number =
			mc_case_derive(c, drug->long_term, MC_RULE_LONG_TERM_DRUG, &condition, 1);
		mc_case_add_words(c, number, at->note, at->first, at->last);
		c->list[number].role = MC_ROLE_STATUS;
		if (!for_diabetes && !called)
			c->list[number].status = MC_REVIEW;
		mc_interrupt(c->host);
	}
	mc_release(c->host, said.list);
}
