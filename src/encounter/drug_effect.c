/*
 * drug_effect.c
 *	  Adverse effects of drugs taken as prescribed (ICD-10-CM Guidelines I.C.19.e.5.a): the
 *	  nature of the effect first, then the drug.  A drug is blamed only where the note's
 *	  words blame it.
 */
#include <string.h>

#include "encounter/allergy.h"
#include "encounter/case.h"
#include "encounter/drug_sentence.h"
#include "encounter/drug_substance.h"
#include "encounter/stated.h"

/* Most tokens between an effect and the words that blame */
#define REACH_EFFECT 7

/* Most sentences with blame and a drug that are read of a note; more say the same again */
#define MAX_SENTENCES 500

/* Words that blame what follows for what stands before */
static const char blame[] =
	"due to|d/t|2/2|secondary to|caused by|related to|attributed to|attributable to|"
	"induced by|as a result of|side effect of|side effects of|side effect from|"
	"adverse effect of|adverse effects of|adverse effect from|adverse reaction to|"
	"adverse drug reaction to|allergic reaction to|reaction to|precipitated by|"
	"triggered by|resulting from|as side effect of";

/* ... which say so only directly behind the effect */
static const char blame_beside[] = "from";

/* ... which leave it open whether it was the drug */
static const char uncertain[] =
	"likely|probably|probable|possibly|possible|suspect|suspected|presumed|presumably|"
	"thought|may|might|could|perhaps|questionable|unclear|whether|vs|versus|or";

/* Words between blame and drug that add nothing */
const char mc_drug_modifiers[] =
	"the|a|an|his|her|their|recent|recently|new|oral|iv|intravenous|po|high|low|dose|"
	"long|term|chronic|use|of|starting|started|initiation|initiating|taking|therapy|"
	"treatment|with|medication|medications|drug|current|prior|past|previous|remote|former|"
	"earlier|daily|prescribed|recent use|"
	"excess|increased|higher|administration|topical|systemic|long-term";

/* Words behind a drug that blame it for what follows */
static const char blamed_for[] = "induced|associated|related|caused|causing|causes";

/* Words before a drug that make what follows its effect */
static const char reaction[] =
	"adverse reaction to|adverse effect of|adverse effects of|side effect of|"
	"side effects of|side effects from|allergic reaction to|reaction to|"
	"adverse drug reaction to";

/* Words that part an effect from what is said of a drug */
static const char parting[] =
	"but|however|although|while|started|start|prescribed|treated|treat|switch|switched|"
	"given|received|receiving|not|without|no|denies|never|lack|stopping|stopped|"
	"discontinuation|discontinuing|missing|missed|running|withdrawal|noncompliance|"
	"nonadherence|rather|resistant|refractory|failed|refilled|continue|continued";

/*
 * Conditions that have a code of their own when a drug brings them about: Index, "due to
 * drugs" and "drug-induced".
 */
static const struct
{
	const char *code;
	const char *induced;
} natures[] = {
	{"D61.818", "D61.811"},   {"D69.6", "D69.59"},  {"D70.9", "D70.2"},
	{"E03.9", "E03.2"},       {"E24.9", "E24.2"},   {"E16.2", "E16.0"},
	{"E66.9", "E66.1"},       {"G25.9", "G25.70"},  {"G62.9", "G62.0"},
	{"G72.9", "G72.0"},       {"I42.9", "I42.7"},   {"I95.9", "I95.2"},
	{"K52.9", "K52.1"},       {"K59.00", "K59.03"}, {"K85.90", "K85.30"},
	{"L50.9", "L50.0"},       {"L65.9", "L65.8"},   {"M32.9", "M32.0"},
	{"N14.9", "N14.2"},       {"R19.7", "K52.1"},   {"R21", "L27.0"},
	{"R25.1", "G25.1"},       {"R33.9", "R33.0"},   {"R50.9", "R50.2"},
	{"T78.2XXA", "T88.6XXA"}, {"G24.9", "G24.02"},  {"G20.C", "G21.19"},
};

static bool
IsParted(const McDrugSentence *b, uint32_t from, uint32_t to)
{
	for (uint32_t t = from; t < to; t++)
	{
		if (mc_is_punct(&b->doc->tokens.list[t], ';'))
			return true;
	}
	return mc_stated_within(b->doc, from, to, parting);
}

/* May a drug bring this about?  Not a drug's own code, nor a status, history or cause. */
bool
mc_may_be_effect(McCode code)
{
	char chapter = (char) (code >> 56);

	return chapter < 'T' || mc_code_in(code, "T78.2 T78.3 T78.4 T88.6 T88.7");
}

/*
 * The last finding that ends before a token, within reach, with nothing that parts the
 * two; SIZE_MAX: none.
 */
static size_t
EffectBefore(const McDrugSentence *b, uint32_t token)
{
	const McFindings *findings = &b->c->encounter->notes[b->note].findings;

	for (uint32_t i = b->end_finding; i > b->first_finding; i--)
	{
		const McMention *m = &findings->list[i - 1].mention;
		size_t s;

		if (m->last_token >= token)
			continue;
		if (token - m->last_token > REACH_EFFECT || IsParted(b, m->last_token + 1, token))
			return SIZE_MAX;
		s = mc_proposed_in(b, i - 1);
		if (s == SIZE_MAX)
			return SIZE_MAX;
		return mc_may_be_effect(b->c->list[s].code) ? s : SIZE_MAX;
	}
	return SIZE_MAX;
}

/* The first finding behind a token, likewise */
static size_t
EffectBehind(const McDrugSentence *b, uint32_t token, uint32_t reach)
{
	const McFindings *findings = &b->c->encounter->notes[b->note].findings;

	for (uint32_t i = b->first_finding; i < b->end_finding; i++)
	{
		const McMention *m = &findings->list[i].mention;
		size_t s;

		if (m->first_token <= token)
			continue;
		if (m->first_token - token > reach || IsParted(b, token + 1, m->first_token))
			return SIZE_MAX;
		s = mc_proposed_in(b, i);
		if (s == SIZE_MAX)
			return SIZE_MAX;
		return mc_may_be_effect(b->c->list[s].code) ? s : SIZE_MAX;
	}
	return SIZE_MAX;
}

/* A code with A, active treatment, where it wants a seventh character; else the code itself. */
static McCode
WithActiveTreatment(const McCase *c, McCode code)
{
	McCode filled = code;

	if (mc_case_is_billable(c, code))
		return code;
	for (int shift = 32; shift >= 16; shift -= 8)
	{
		if ((filled >> shift & 0xFF) == 0)
			filled |= (McCode) 'X' << shift;
	}
	filled |= (McCode) 'A' << 8;
	return mc_case_is_billable(c, filled) ? filled : code;
}

/* Words that make of a drug's name that of a condition or a test */
static const char no_drug[] =
	"deficiency|deficiencies|deficient|level|levels|overload|studies|stores|resistance|"
	"withdrawal|dependence|dependency|abuse|misuse|use disorder|receptor|antibodies|"
	"antibody|screen|allergy";

/* Drugs of abuse, which nobody took as prescribed */
static const char illicit[] = "T40.1 T40.5 T40.7 T43.65";

/* The drug at a token that may have had an effect as prescribed; NULL: none. */
static const McSubstance *
PrescribedAt(const McDrugSentence *b, uint32_t token, uint32_t *last)
{
	const McFindings *findings = &b->c->encounter->notes[b->note].findings;
	uint32_t end = b->sentence->end_token;
	const McSubstance *substance = mc_substance_at(b->doc, token, end, last);
	uint32_t behind;

	if (substance == NULL || mc_code_in(mc_code(substance->stem), illicit) ||
		mc_stated_at(b->doc, *last + 1, end, no_drug, &behind, NULL))
		return NULL;
	/* iron deficiency is one finding */
	for (uint32_t i = b->first_finding; i < b->end_finding; i++)
	{
		const McMention *m = &findings->list[i].mention;

		if (m->first_token <= token && m->last_token >= token && m->last_token > *last)
			return NULL;
	}
	return substance;
}

/* The note calls the effect what a drug of the past has left (I.B.10) */
static const char sequela_words[] =
	"sequela|sequelae|late effect|late effects|residual effect|residual effects";

/* ... or puts the drug in the past, and a coder has to tell whether its effect is a sequela */
static const char past_drug_words[] =
	"in the past|past exposure|past use|past treatment|past therapy|remote exposure|"
	"remote use|previous exposure|former use|years ago|decades ago|in childhood|as a child";

/* The nature of the effect, and the drug beside it, which tokens first..last name. */
static void
AddAdverseEffect(const McDrugSentence *b, size_t effect, const McSubstance *substance,
				 uint32_t first, uint32_t last)
{
	McCase *c = b->c;
	uint32_t from = b->sentence->first_token;
	uint32_t to = b->sentence->end_token;
	bool sequela = mc_stated_within(b->doc, from, to, sequela_words);
	bool past = !sequela && mc_stated_within(b->doc, from, to, past_drug_words);
	McCode code = mc_substance_code(substance, MC_ADVERSE, sequela || past ? 'S' : 'A');
	size_t drug;

	if (!mc_case_is_billable(c, code))
		return;
	for (size_t i = 0; i < sizeof(natures) / sizeof(natures[0]); i++)
	{
		McCode induced = mc_code(natures[i].induced);

		if (c->list[effect].code == mc_code(natures[i].code) &&
			mc_case_is_billable(c, induced))
		{
			effect = mc_case_recode(c, effect, induced, MC_RULE_ADVERSE_EFFECT);
			break;
		}
	}
	if (!mc_case_is_billable(c, c->list[effect].code))
	{
		McCode treated = WithActiveTreatment(c, c->list[effect].code);

		effect = mc_case_recode(c, effect, treated, MC_RULE_SEVENTH);
		if (mc_case_is_billable(c, treated))
			c->list[effect].rules &= ~MC_RULE_BIT(MC_RULE_SEVENTH_OPEN);
	}
	/* "drug" where another mention names it */
	if (strcmp(substance->stem, "T50.90") == 0)
	{
		for (size_t i = 0; i < c->count; i++)
		{
			if (mc_is_proposed(&c->list[i]) &&
				c->list[i].paired_with == c->list[effect].code)
				return;
		}
	}
	drug = mc_case_derive(c, code, MC_RULE_ADVERSE_EFFECT, &effect, 1);
	mc_case_add_words(c, drug, b->note, first, last);
	c->list[drug].paired_with = c->list[effect].code;
	if (sequela || past)
		c->list[drug].rules |= MC_RULE_BIT(MC_RULE_SEQUELA);
	if (past && c->list[drug].status < MC_REVIEW)
		c->list[drug].status = MC_REVIEW;
	c->list[effect].rules |= MC_RULE_BIT(MC_RULE_ADVERSE_EFFECT);
}

/* Rash due to amoxicillin and ibuprofen: all drugs from a token on. */
static bool
BlameDrugs(const McDrugSentence *b, size_t effect, uint32_t token)
{
	uint32_t end = b->sentence->end_token;
	bool found = false;

	while (token < end)
	{
		uint32_t last;
		const McSubstance *substance = PrescribedAt(b, token, &last);
		const McToken *t = &b->doc->tokens.list[token];

		if (substance)
		{
			/* the prescribed medication metformin: the name is behind its class */
			uint32_t further;
			const McSubstance *named =
				strcmp(substance->stem, "T50.90") == 0 && last + 1 < end
					? mc_substance_at(b->doc, last + 1, end, &further)
					: NULL;

			if (named == NULL)
			{
				AddAdverseEffect(b, effect, substance, token, last);
				found = true;
			}
			token = last + 1;
			continue;
		}
		if (mc_stated_at(b->doc, token, end, found ? "and|or" : mc_drug_modifiers, &last,
						 NULL))
			token = last + 1;
		else if (found && (mc_is_punct(t, ',') || mc_is_punct(t, '/')))
			token++;
		else
			break;
	}
	return found;
}

/*
 * May the blame before a token be used?  An uncertain one is a matter of the final statement
 * of a stay (II.H, IV.H), and left to the coder there.
 */
static bool
IsBlameCertain(const McDrugSentence *b, uint32_t token)
{
	uint32_t first = b->sentence->first_token;

	return !mc_stated_within(b->doc, token > first + 4 ? token - 4 : first, token,
							 uncertain);
}

static void
FindAdverseEffects(const McDrugSentence *b)
{
	uint32_t end = b->sentence->end_token;

	for (uint32_t t = b->sentence->first_token; t < end; t++)
	{
		const McSubstance *substance;
		uint32_t last;
		uint32_t behind;
		size_t effect;

		if (mc_stated_at(b->doc, t, end, blame, &last, NULL))
		{
			effect = EffectBefore(b, t);
			if (effect != SIZE_MAX && IsBlameCertain(b, t))
				(void) BlameDrugs(b, effect, last + 1);
			/* reaction to amoxicillin with rash */
			if (!mc_stated_at(b->doc, t, end, reaction, &last, NULL))
			{
				t = last;
				continue;
			}
			substance = PrescribedAt(b, last + 1, &behind);
			effect = substance && IsBlameCertain(b, t)
						 ? EffectBehind(b, behind, REACH_EFFECT)
						 : SIZE_MAX;
			if (effect != SIZE_MAX)
				AddAdverseEffect(b, effect, substance, last + 1, behind);
			t = last;
			continue;
		}
		if (mc_stated_at(b->doc, t, end, blame_beside, &last, NULL))
		{
			effect = EffectBefore(b, t);
			if (effect != SIZE_MAX && IsBlameCertain(b, t))
			{
				const McFindings *findings = &b->c->encounter->notes[b->note].findings;
				bool beside = false;

				for (uint32_t i = b->first_finding; i < b->end_finding; i++)
					beside |= findings->list[i].mention.last_token + 1 == t;
				if (beside)
					(void) BlameDrugs(b, effect, last + 1);
			}
			continue;
		}
		substance = PrescribedAt(b, t, &last);
		if (substance == NULL)
			continue;
		/* amiodarone-induced hypothyroidism, lisinopril causing a cough */
		if (mc_stated_at(b->doc, last + 1, end, blamed_for, &behind, NULL))
		{
			effect = EffectBehind(b, behind, 4);
			if (effect != SIZE_MAX)
				AddAdverseEffect(b, effect, substance, t, last);
		}
		t = last;
	}
}

/* Does the title of a code say that a drug has brought it about? */
static bool
IsDrugInduced(const McCase *c, McCode code)
{
	static const char *const words[] = {"drug", "Drug", "medicament", "chemotherapy",
										"ontrast-induced"};
	const char *title;

	if (!mc_may_be_effect(code) || mc_code_in(code, "F1 Z R78 O P"))
		return false;
	title = mc_case_title(c, code);
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
	{
		if (strstr(title, words[i]) != NULL)
			return true;
	}
	return false;
}

/*
 * Terms that hold the drug: contrast-induced nephropathy; and a code that is a drug's
 * effect by its title, with the drug behind: drug rash after Bactrim.
 */
static void
FindDrugsOfEffects(const McDrugSentence *b)
{
	const McFindings *findings = &b->c->encounter->notes[b->note].findings;

	for (uint32_t i = b->first_finding; i < b->end_finding; i++)
	{
		const McMention *m = &findings->list[i].mention;
		uint32_t end = m->last_token + 1 + REACH_EFFECT;

		if (end > b->sentence->end_token)
			end = b->sentence->end_token;
		for (uint32_t t = m->first_token; t < end; t++)
		{
			uint32_t last;
			const McSubstance *substance = mc_substance_at(b->doc, t, end, &last);

			if (substance == NULL || strcmp(substance->stem, "T50.90") == 0)
				continue;
			/* drug rash, possibly from Bactrim */
			if (t <= m->last_token ||
				(!IsParted(b, m->last_token + 1, t) &&
				 !mc_stated_within(b->doc, m->last_token + 1, t, uncertain)))
			{
				size_t effect = mc_proposed_in(b, i);

				if (effect != SIZE_MAX && IsDrugInduced(b->c, b->c->list[effect].code))
					AddAdverseEffect(b, effect, substance, t, last);
			}
			break;
		}
	}
}

/* Has the sentence a word that blames, or one that begins a drug's name?  Most have not. */
static bool
HasMarked(const McDrugSentence *b, const uint8_t *begins)
{
	for (uint32_t t = b->sentence->first_token; t < b->sentence->end_token; t++)
	{
		uint32_t word = b->doc->tokens.list[t].word;

		if (word != MC_NO_WORD && begins[word])
			return true;
	}
	return false;
}

void
mc_settle_drug_effects(McCase *c)
{
	for (uint32_t n = 0; n < c->encounter->nnotes; n++)
	{
		const McNote *note = &c->encounter->notes[n];
		uint8_t *begins = mc_alloc(c->host, 2 * (note->doc->words.count + 1));
		uint8_t *blames = begins + note->doc->words.count + 1;
		bool any;
		uint32_t next;
		unsigned read = 0;

		memset(begins, 0, 2 * (note->doc->words.count + 1));
		any = mc_list_mark(note->doc, blame, 1, blames);
		any |= mc_list_mark(note->doc, blame_beside, 1, blames);
		any |= mc_list_mark(note->doc, blamed_for, 1, blames);
		any |= mc_list_mark(note->doc, reaction, 1, blames);
		next = any && mc_substance_words(note->doc, begins)
				   ? 0
				   : (uint32_t) note->findings.count;

		while (next < note->findings.count && read < MAX_SENTENCES)
		{
			uint32_t sentence = note->findings.list[next].mention.sentence;
			McDrugSentence b = {.c = c,
								.note = n,
								.doc = note->doc,
								.sentence = &note->doc->sentences.list[sentence],
								.number = sentence,
								.first_finding = next};

			while (next < note->findings.count &&
				   note->findings.list[next].mention.sentence == sentence)
				next++;
			b.end_finding = next;
			if (b.sentence->end_token - b.sentence->first_token >
					MC_MAX_STATED_SENTENCE ||
				!HasMarked(&b, blames) || !HasMarked(&b, begins))
				continue;
			read++;
			FindAdverseEffects(&b);
			FindDrugsOfEffects(&b);
			mc_interrupt(c->host);
		}
		mc_release(c->host, begins);
	}
	mc_settle_drug_misuse(c);
	mc_note_allergies(c);
}
