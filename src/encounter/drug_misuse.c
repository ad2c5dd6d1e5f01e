/*
 * drug_misuse.c
 *	  Drugs not taken as prescribed (ICD-10-CM Guidelines I.C.19.e.5.b, c): a poisoning comes
 *	  before what it did, an underdosing is never first.
 */
#include <string.h>

#include "encounter/case.h"
#include "encounter/drug_sentence.h"
#include "encounter/drug_substance.h"

/* Most tokens between the words for an overdose and the drug */
#define REACH_OVERDOSE 8

/* Most tokens between what denies an intent and its words */
#define REACH_DENIAL 4

/* Not taken as prescribed, before the drug */
static const char underdosed[] =
	"not taking|not been taking|hasn't been taking|hasn't taken|has not taken|"
	"have not been taking|did not take|stopped taking|quit taking|ran out of|run out of|"
	"running out of|runs out of|noncompliant with|non compliant with|noncompliance with|"
	"non compliance with|nonadherent to|non adherent to|nonadherent with|"
	"non adherent with|nonadherence to|nonadherence with|missed doses of|missing doses of|"
	"missed several doses of|skipping|skipped|skips|unable to afford|cannot afford|"
	"can not afford|can't afford|could not afford|couldn't afford|forgets to take|"
	"forgot to take|forgetting to take|underdosing of|missed|self discontinued|"
	"stopped his|stopped her|poor compliance with|poorly compliant with|poor adherence to|"
	"takes less|taking less|took less|underdosed with|underdosed on";

/* ... where the provider calls it by its name */
static const char called_underdosing[] = "underdosing|underdosed|underdose";

/* Too much, or what was not meant to be taken */
static const char overdosed[] =
	"overdose|overdosed|overdosing|overdoses|od on|od'd on|poisoning|took too much|"
	"took too many|taken too many|taken too much|took the wrong|took wrong|"
	"given the wrong|given wrong|accidental ingestion|accidentally ingested|"
	"accidentally took|accidentally swallowed|accidentally ate|intentional ingestion|"
	"intentionally ingested|intentionally took|suicide attempt by|suicide attempt with|"
	"suicide attempt by ingestion of|attempted suicide by|attempted suicide with|"
	"got into";

/* ... of which the patient is only taught, or to whom it did not happen */
static const char overdose_talk[] =
	"prevention|education|risk|kit|reversal|precautions|counseling|naloxone|narcan";

static const char self_harm[] =
	"suicide attempt|suicidal attempt|attempted suicide|suicide|suicidal|intentional|"
	"intentionally|self harm|self inflicted|kill himself|kill herself|kill themselves|"
	"end his life|end her life|on purpose|deliberate|deliberately";
static const char undetermined[] =
	"undetermined intent|intent undetermined|unclear intent|intent unclear|"
	"unknown intent|intent unknown|unclear if intentional|unclear whether intentional|"
	"intent cannot be determined|intent can not be determined|"
	"intent could not be determined|intent not determined|unable to determine intent|"
	"unknown if intentional|unknown whether intentional";
static const char not_before[] =
	"not|no|denies|denied|denying|without|non|never|nor|isn't|wasn't";

/* Are these words said in a sentence without being denied: not a suicide attempt? */
static bool
IsAffirmedIn(const McDrugSentence *b, const char *words)
{
	uint32_t first = b->sentence->first_token;
	uint32_t last;

	for (uint32_t t = first; t < b->sentence->end_token; t++)
	{
		if (mc_stated_at(b->doc, t, b->sentence->end_token, words, &last, NULL) &&
			!mc_stated_within(b->doc, t > first + REACH_DENIAL ? t - REACH_DENIAL : first,
							  t, not_before))
			return true;
	}
	return false;
}

/* The intent of a poisoning: what the sentence says, else an accident (I.C.19.e.5.b, I.C.20). */
static McIntent
IntentOf(const McDrugSentence *b)
{
	uint32_t first = b->sentence->first_token;
	uint32_t end = b->sentence->end_token;

	if (mc_stated_within(b->doc, first, end, undetermined))
		return MC_UNDETERMINED;
	return IsAffirmedIn(b, self_harm) ? MC_SELF_HARM : MC_ACCIDENTAL;
}

/* Alcohol that was taken with the drug is poisoning too (I.C.19.e.5.b.iv, Table of Drugs). */
static void
AddAlcohol(const McDrugSentence *b, McIntent intent, const McStated *place)
{
	static const McSubstance alcohol = {"alcohol", "T51.0X"};
	McCode code = mc_substance_code(&alcohol, intent, 'A');
	uint32_t end = b->sentence->end_token;
	uint32_t last;
	uint32_t behind;

	for (uint32_t t = b->sentence->first_token; t < end; t++)
	{
		if (!mc_stated_at(
				b->doc, t, end,
				"with alcohol|and alcohol|plus alcohol|with ethanol|and ethanol|"
				"with etoh|and etoh",
				&last, NULL) ||
			mc_stated_at(b->doc, last + 1, end,
						 "use|abuse|dependence|intoxication|withdrawal|level|levels|"
						 "history|misuse",
						 &behind, NULL))
			continue;
		if (mc_case_is_billable(b->c, code))
		{
			McStated said = *place;
			size_t number;

			said.first = last;
			said.last = last;
			number = mc_case_add_stated(b->c, code, MC_RULE_POISONING, &said, MC_SUGGEST,
										MC_ROLE_SECONDARY);
			b->c->list[number].support = MC_ASSESSED;
		}
		return;
	}
}

/* An affirmed overdose with its drug within reach: the T code first, then what it did. */
static void
AddPoisoning(const McDrugSentence *b, const McStated *said)
{
	McCase *c = b->c;
	const McSubstance *substance = NULL;
	uint32_t first = b->sentence->first_token;
	uint32_t end = b->sentence->end_token;
	uint32_t from =
		said->first > first + REACH_OVERDOSE ? said->first - REACH_OVERDOSE : first;
	uint32_t to =
		said->last + REACH_OVERDOSE < end ? said->last + REACH_OVERDOSE + 1 : end;
	McIntent intent = IntentOf(b);
	McStated place = *said;
	size_t number = SIZE_MAX;
	McCode code;
	uint32_t last;

	if (mc_stated_within(b->doc, first, end, overdose_talk))
		return;
	for (uint32_t t = from; t < to; t++)
	{
		const McSubstance *here = mc_substance_at(b->doc, t, end, &last);

		/* the drug by its name rather than "medication", the one behind rather than before */
		if (here && (substance == NULL || strcmp(substance->stem, "T50.90") == 0))
		{
			substance = here;
			place.first = t;
			place.last = last;
		}
	}
	if (substance == NULL)
		return;
	code = mc_substance_code(substance, intent, 'A');
	if (!mc_case_is_billable(c, code))
		return;
	/* an overdose of unspecified drugs that a term gave, now with its drug */
	for (uint32_t i = b->first_finding; i < b->end_finding; i++)
	{
		size_t s = mc_proposed_in(b, i);

		if (s == SIZE_MAX)
			continue;
		if (mc_code_in(c->list[s].code, "T36 T37 T38 T39 T4 T50"))
		{
			number = mc_case_recode(c, s, code, MC_RULE_POISONING);
			mc_case_add_words(c, number, place.note, place.first, place.last);
		}
	}
	if (number == SIZE_MAX)
	{
		number = mc_case_add_stated(c, code, MC_RULE_POISONING, &place, MC_SUGGEST,
									MC_ROLE_SECONDARY);
		c->list[number].support = MC_ASSESSED;
	}
	AddAlcohol(b, intent, &place);
	/* the attempt is in the code of the poisoning: T14.91 is for unspecified means */
	for (size_t i = 0; i < c->count && intent == MC_SELF_HARM; i++)
	{
		if (mc_is_proposed(&c->list[i]) && mc_code_in(c->list[i].code, "T14.91"))
			mc_case_drop(&c->list[i], MC_RULE_POISONING, code);
	}
	/* what the overdose did, in its sentence */
	for (uint32_t i = b->first_finding; i < b->end_finding; i++)
	{
		size_t s = mc_proposed_in(b, i);

		if (s != SIZE_MAX && s != number && mc_may_be_effect(c->list[s].code))
			c->list[s].rules |= MC_RULE_BIT(MC_RULE_POISONING);
	}
}

/* Z91.1- for an underdosing, where the sentence tells why it came about; 0: it does not. */
static McCode
ReasonForUnderdosing(const McDrugSentence *b)
{
	static const struct
	{
		const char *words;
		const char *code;
	} reasons[] = {
		{"afford|cost|costs|expensive|insurance|financial|financially|unaffordable",
		 "Z91.120"},
		{"forgets|forgot|forgetting|forgetful|forgetfulness|unintentional|"
		 "unintentionally",
		 "Z91.138"},
		{"refuses|refused|refusing|intentionally|intentional|own initiative|on his own|"
		 "on her own|did not want|doesn't want|does not want",
		 "Z91.128"},
		{"noncompliant|noncompliance|non compliant|non compliance|nonadherent|"
		 "nonadherence|non adherent|non adherence|poor compliance|poor adherence|"
		 "poorly compliant",
		 "Z91.148"},
	};

	for (size_t i = 0; i < sizeof(reasons) / sizeof(reasons[0]); i++)
	{
		if (mc_stated_within(b->doc, b->sentence->first_token, b->sentence->end_token,
							 reasons[i].words))
			return mc_code(reasons[i].code);
	}
	return 0;
}

/* The condition that a drug was not taken for: of the sentence, else one it is given for. */
static size_t
UntreatedCondition(const McDrugSentence *b, uint32_t token, bool *in_sentence)
{
	const McKnowledge *knowledge = b->c->terminology->knowledge;
	const McDrug *drug = NULL;
	uint32_t last;

	*in_sentence = true;
	for (uint32_t i = b->first_finding; i < b->end_finding; i++)
	{
		size_t s = mc_proposed_in(b, i);

		if (s != SIZE_MAX && mc_may_be_effect(b->c->list[s].code) &&
			b->c->list[s].status == MC_SUGGEST)
			return s;
	}
	*in_sentence = false;
	if (knowledge)
		drug = mc_drug_at(knowledge, b->doc, token, &last);
	for (size_t i = 0; drug && i < b->c->count; i++)
	{
		if (mc_is_proposed(&b->c->list[i]) && b->c->list[i].status == MC_SUGGEST &&
			mc_drug_treats(knowledge, drug, b->c->list[i].code))
			return i;
	}
	return SIZE_MAX;
}

static void
AddUnderdosing(const McDrugSentence *b, const McStated *said)
{
	McCase *c = b->c;
	uint32_t end = b->sentence->end_token;
	uint32_t last;

	for (uint32_t t = said->last + 1; t < end;)
	{
		const McSubstance *substance = mc_substance_at(b->doc, t, end, &last);
		bool in_sentence;
		size_t condition;
		size_t number;
		McCode code;

		if (substance == NULL)
		{
			if (!mc_stated_at(b->doc, t, end, mc_drug_modifiers, &last, NULL))
				return;
			t = last + 1;
			continue;
		}
		condition = UntreatedCondition(b, t, &in_sentence);
		code = mc_substance_code(substance, MC_UNDERDOSED, 'A');
		if (condition == SIZE_MAX || !mc_case_is_billable(c, code))
			return;
		number = mc_case_derive(c, code, MC_RULE_UNDERDOSING, &condition, 1);
		mc_case_add_words(c, number, b->note, t, last);
		c->list[number].paired_with = c->list[condition].code;
		/* words that only describe it leave it to the coder */
		if (!mc_stated_within(b->doc, b->sentence->first_token, end, called_underdosing))
			c->list[number].status = MC_REVIEW;
		code = ReasonForUnderdosing(b);
		if (code && mc_case_is_billable(c, code) && mc_case_find(c, code) == NULL)
		{
			size_t reason = mc_case_derive(c, code, MC_RULE_UNDERDOSING, &number, 1);

			c->list[reason].role = MC_ROLE_STATUS;
		}
		return;
	}
}

/* What one finder found, in the sentence it stands in */
static void
InSentences(McCase *c, const char *words,
			void (*add)(const McDrugSentence *, const McStated *))
{
	McStatedList said;

	mc_stated_words(c, words, &said);
	for (size_t i = 0; i < said.count; i++)
	{
		const McStated *at = &said.list[i];
		const McNote *note = &c->encounter->notes[at->note];
		McDrugSentence b = {.c = c,
							.note = at->note,
							.doc = note->doc,
							.sentence = &note->doc->sentences.list[at->sentence],
							.number = at->sentence};

		if (!mc_is_stated_now(&at->assertion) || at->section == MC_SECTION_ALLERGIES ||
			at->section == MC_SECTION_FAMILY || at->section == MC_SECTION_PAST_MEDICAL ||
			at->section == MC_SECTION_INSTRUCTIONS || at->section == MC_SECTION_EDUCATION)
			continue;
		while (b.first_finding < note->findings.count &&
			   note->findings.list[b.first_finding].mention.sentence < at->sentence)
			b.first_finding++;
		b.end_finding = b.first_finding;
		while (b.end_finding < note->findings.count &&
			   note->findings.list[b.end_finding].mention.sentence == at->sentence)
			b.end_finding++;
		add(&b, at);
	}
	mc_release(c->host, said.list);
}

void
mc_settle_drug_misuse(McCase *c)
{
	InSentences(c, overdosed, AddPoisoning);
	InSentences(c, underdosed, AddUnderdosing);
}
