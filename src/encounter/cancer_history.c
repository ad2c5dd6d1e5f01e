/*
 * cancer_history.c
 *	  Malignancies that are treated, and those that are past (ICD-10-CM Guidelines I.C.2.m,
 *	  I.C.2.d).
 *
 *	  treated, or surgery still to come      current
 *	  gone ("no evidence of disease"), or
 *	  removed years ago, and not treated     personal history, Z85.-
 *	  removed, nothing said of treatment     current, to be reviewed
 *
 * Leukemia, lymphoma and myeloma have codes in remission and are not settled here
 * (I.C.2.n).
 */
#include "encounter/cancer_history.h"

#include "encounter/neoplasm_site.h"
#include "encounter/statement.h"
#include "encounter/wording.h"

/* Words before and behind a treatment that say when it is */
#define TREATMENT_REACH 5

/* Drugs that are given against cancer itself */
static const char drug_words[] =
	"tamoxifen|letrozole|femara|anastrozole|arimidex|exemestane|aromasin|fulvestrant|"
	"faslodex|leuprolide|lupron|eligard|degarelix|firmagon|goserelin|zoladex|bicalutamide|"
	"casodex|enzalutamide|xtandi|abiraterone|zytiga|apalutamide|darolutamide|relugolix|"
	"pembrolizumab|keytruda|nivolumab|opdivo|ipilimumab|atezolizumab|durvalumab|trastuzumab|"
	"herceptin|pertuzumab|palbociclib|ibrance|ribociclib|abemaciclib|osimertinib|tagrisso|"
	"erlotinib|bevacizumab|avastin|cetuximab|capecitabine|xeloda|folfox|folfiri|folfirinox|"
	"carboplatin|cisplatin|oxaliplatin|paclitaxel|docetaxel|taxotere|gemcitabine|pemetrexed|"
	"doxorubicin|olaparib|niraparib|sunitinib|cabozantinib|lenvatinib|sorafenib|pazopanib|"
	"vemurafenib|dabrafenib|trametinib|temozolomide|temodar";

/* Treatments that may be past as well as current */
static const char therapy_words[] =
	"chemo|chemotherapy|radiation|radiotherapy|xrt|immunotherapy|chemoradiation|brachytherapy|"
	"endocrine therapy|hormone therapy|hormonal therapy|adt|androgen deprivation|sbrt|"
	"radioiodine";

static const char past_words[] =
	"s/p|status post|completed|finished|prior|previous|previously|history|hx|h/o|after|following|"
	"stopped|discontinued|off|declined|refused|underwent|received|had|post|no|without|never|"
	"not|last|allergic|then|until";

static const char present_words[] =
	"on|receiving|receives|undergoing|continue|continues|continuing|current|currently|ongoing|"
	"cycle|cycles|start|started|starting|begin|beginning|begun|begins|adjuvant|neoadjuvant|"
	"planned|plan|planning|scheduled|awaiting|will|tolerating|concurrent|during|palliative|"
	"maintenance|active";

/* What says by itself that it is not over */
static const char active_words[] =
	"active surveillance|watchful waiting|watch and wait|awaiting surgery|awaiting resection|"
	"awaiting treatment|surgery scheduled|surgery is scheduled|scheduled for surgery|recurrent|"
	"recurrence|progressive|progression|progressing|newly diagnosed|new diagnosis|"
	"biopsy proven|unresectable|locally advanced|active treatment|active disease|"
	"active cancer|residual disease|residual tumor";

static const char denial_words[] =
	"no|without|negative|denies|risk|signs|sign|monitor|surveillance";

static const char prevention_words[] =
	"prophylaxis|prophylactic|prophylactically|prevention|chemoprevention|preventive|risk "
	"reduction|reduce risk|preventative";

static const char gone_words[] =
	"ned|no evidence of disease|no evidence of recurrence|no evidence of recurrent disease|"
	"no evidence of recurrent|no evidence of active disease|no evidence of cancer|no recurrence|"
	"no signs of recurrence|no sign of recurrence|without recurrence|without evidence of "
	"disease|without evidence of recurrence|disease free|cancer free|in remission|in complete "
	"remission|cured|survivor|completed treatment|off treatment|eradicated|no further treatment";

static const char surgery_words[] =
	"mastectomy|lumpectomy|prostatectomy|nephrectomy|colectomy|hemicolectomy|sigmoidectomy|"
	"resection|excision|lobectomy|thyroidectomy|hysterectomy|oophorectomy|cystectomy|"
	"orchiectomy|gastrectomy|esophagectomy|whipple|mohs|removed|resected|excised|turbt|"
	"pneumonectomy|brachytherapy|surgery";

/* Is a code a solid primary that a removal ends? */
static bool
IsSolidPrimary(McCode code)
{
	return mc_code_in(code, "C0 C1 C2 C3 C4 C5 C6 C70 C71 C72 C73 C74 C75 C76");
}

/* Does the treatment at token t go on, or is it to come? */
static bool
IsPresent(const McDocument *doc, const McSentence *sentence, uint32_t t, bool drug)
{
	uint32_t from = t > sentence->first_token + TREATMENT_REACH ? t - TREATMENT_REACH
																: sentence->first_token;
	uint32_t to = t + 1 + TREATMENT_REACH < sentence->end_token ? t + 1 + TREATMENT_REACH
																: sentence->end_token;

	if (mc_words_within(doc, sentence->first_token, sentence->end_token,
						prevention_words) < sentence->end_token)
		return false;
	/* the word nearest to it decides: "s/p mastectomy, now on letrozole" */
	for (uint32_t k = t; k > from; k--)
	{
		if (mc_words_at(doc, k - 1, t, past_words))
			return false;
		if (mc_words_at(doc, k - 1, t, present_words))
			return true;
	}
	if (mc_words_within(doc, t + 1, to,
						"completed|finished|stopped|discontinued|allergy") < to)
		return false;
	return drug || mc_words_within(
					   doc, t + 1, to,
					   "ongoing|planned|scheduled|in progress|continues|starting") < to;
}

/* Is there a sign of treatment or activity at token t? */
static bool
IsTreatmentAt(const McDocument *doc, const McSentence *sentence, uint32_t t)
{
	uint32_t from = t > sentence->first_token + TREATMENT_REACH ? t - TREATMENT_REACH
																: sentence->first_token;

	if (mc_token_is(doc, t, drug_words))
		return IsPresent(doc, sentence, t, true);
	if (mc_words_at(doc, t, sentence->end_token, therapy_words))
		return IsPresent(doc, sentence, t, false);
	return mc_words_at(doc, t, sentence->end_token, active_words) > 0 &&
		   mc_words_within(doc, from, t, denial_words) == t;
}

/* Does a sentence hold evidence of another solid primary? */
static bool
SentenceNamesOther(const McCase *c, const McSuggestion *s, uint32_t note,
				   uint32_t sentence)
{
	for (size_t i = 0; i < c->count; i++)
	{
		const McSuggestion *other = &c->list[i];

		if (other != s && mc_is_proposed(other) && IsSolidPrimary(other->code) &&
			mc_icd10cm_category(other->code) != mc_icd10cm_category(s->code) &&
			mc_is_in_sentence(c, other, note, sentence))
			return true;
	}
	return false;
}

/*
 * Is the cancer treated, or still there by other words?  own: only sentences that name it
 * count, else any but those that name another cancer.
 */
static bool
IsTreated(const McCase *c, const McSuggestion *s, bool own)
{
	/* most notes have no such word */
	if (!mc_notes_have(c, drug_words) && !mc_notes_have(c, therapy_words) &&
		!mc_notes_have(c, active_words))
		return false;
	for (uint32_t n = 0; n < c->encounter->nnotes; n++)
	{
		const McDocument *doc = c->encounter->notes[n].doc;

		for (uint32_t k = 0; k < doc->sentences.count; k++)
		{
			const McSentence *sentence = &doc->sentences.list[k];
			uint32_t section = doc->sections.list[sentence->section].category;
			bool treated = false;

			if (section == MC_SECTION_ALLERGIES || section == MC_SECTION_FAMILY ||
				(own && !mc_is_in_sentence(c, s, n, k)))
				continue;
			for (uint32_t t = sentence->first_token; t < sentence->end_token && !treated;
				 t++)
				treated = doc->tokens.list[t].word != MC_NO_WORD &&
						  IsTreatmentAt(doc, sentence, t);
			if (!treated)
				continue;
			if (mc_is_in_sentence(c, s, n, k) ||
				(!own && !SentenceNamesOther(c, s, n, k)))
				return true;
		}
		mc_interrupt(c->host);
	}
	return false;
}

/* What the sentence of a mention, or the one behind it, says of how it ended */
typedef struct Ending
{
	bool gone;     /* no evidence of disease */
	bool removed;  /* surgery that is done */
	bool long_ago; /* ... with a year, or years ago */
} Ending;

static Ending
EndingOf(const McCase *c, const McSuggestion *s)
{
	Ending ending = {false, false, false};

	for (uint32_t i = 0; i < mc_evidence_read(s); i++)
	{
		const McDocument *doc = mc_case_document(c, s->evidence[i]);
		uint32_t number = mc_case_finding(c, s->evidence[i])->mention.sentence;
		const McSentence *sentence = &doc->sentences.list[number];
		uint32_t end = sentence->end_token;
		uint32_t surgery;

		if (number + 1 < doc->sentences.count &&
			doc->sentences.list[number + 1].section == sentence->section)
			end = doc->sentences.list[number + 1].end_token;
		ending.gone |= mc_words_within(doc, sentence->first_token, end, gone_words) < end;
		end = sentence->end_token;
		surgery = mc_words_within(doc, sentence->first_token, end, surgery_words);
		if (surgery == end ||
			mc_words_within(
				doc, sentence->first_token, end,
				"scheduled|planned|plan|will|awaiting|recommend|recommended|discuss|"
				"discussed|candidate|refer|referred|declined|consider") < end)
			continue;
		if (mc_words_within(doc, sentence->first_token, surgery,
							"s/p|status post|underwent|had|after|post|prior|previous") <
				surgery ||
			mc_token_is(doc, surgery, "removed|resected|excised"))
			ending.removed = true;
		for (uint32_t t = sentence->first_token; t < end && ending.removed; t++)
			ending.long_ago |=
				mc_token_is_year(doc, t) ||
				mc_words_at(doc, t, end, "years ago|yrs ago|year ago|decades ago");
	}
	return ending;
}

/* Is every mention called past; is one of them so by the provider's own statement? */
static bool
IsPast(const McCase *c, const McSuggestion *s, bool *stated)
{
	bool past = s->nevidence > 0;

	*stated = false;
	for (uint32_t i = 0; i < mc_evidence_read(s); i++)
	{
		const McFinding *finding = mc_case_finding(c, s->evidence[i]);
		bool listed = finding->section == MC_SECTION_PAST_MEDICAL ||
					  finding->section == MC_SECTION_PAST_SURGICAL;

		past &= finding->assertion.historical || listed;
		*stated |=
			!listed && (mc_section_states(finding->section) ||
						!mc_note_states(&c->encounter->notes[s->evidence[i].note]));
	}
	return past;
}

static void
SettlePrimary(McCase *c, size_t number)
{
	McSuggestion *s = &c->list[number];
	const McNeoplasmCategory *category = mc_neoplasm_category(s->code);
	McAttributes nothing = {.flags = 0};
	Ending ending = EndingOf(c, s);
	bool stated;
	bool past = IsPast(c, s, &stated);
	McCode code;

	if (category == NULL || !(past || ending.gone || ending.removed))
		return;
	if (IsTreated(c, s, false))
	{
		if (past && stated)
		{
			s->status = MC_SUGGEST;
			s->support = MC_ASSESSED;
			s->rules &= ~MC_RULE_BIT(MC_RULE_HISTORY);
			s->rules |= MC_RULE_BIT(MC_RULE_NEOPLASM);
		}
		return;
	}
	if (!past && !ending.gone && !ending.long_ago)
	{
		if (s->status == MC_SUGGEST)
			s->status = MC_REVIEW;
		s->rules |= MC_RULE_BIT(MC_RULE_CANCER_HISTORY);
		return;
	}
	code = mc_in_release(c, mc_code(category->history), &nothing);
	if (code == 0)
		return;
	if (past)
	{
		s->status = stated ? MC_SUGGEST : MC_REVIEW;
		s->support = stated ? MC_ASSESSED : MC_LIST_ONLY;
		s->rules &= ~(MC_RULE_BIT(MC_RULE_HISTORY));
	}
	(void) mc_case_derive(c, code, MC_RULE_CANCER_HISTORY, &number, 1);
	mc_case_drop(&c->list[number], MC_RULE_CANCER_HISTORY, code);
}

/* "History of breast cancer, on letrozole": it is still treated. */
static void
ReviveTreated(McCase *c, size_t number)
{
	const McSuggestion *s = &c->list[number];
	const McNeoplasmCategory *category = mc_neoplasm_of_history(s->code);
	const McFinding *finding;
	const McDocument *doc;
	McAttributes said = {.flags = 0};
	McCode code;

	if (category == NULL || s->nevidence == 0 || !IsTreated(c, s, true) ||
		mc_case_number_in(c, category->primary) < c->count)
		return;
	finding = mc_case_finding(c, s->evidence[0]);
	doc = mc_case_document(c, s->evidence[0]);
	mc_attributes_read(&doc->words, &doc->tokens.list[finding->from_token],
					   finding->to_token - finding->from_token, &said, NULL);
	code = mc_in_release(c, mc_code(mc_default_primary(category)), &said);
	if (code != 0)
		(void) mc_case_recode(c, number, code, MC_RULE_NEOPLASM);
}

void
mc_settle_past_cancers(McCase *c)
{
	size_t count = c->count;

	for (size_t i = 0; i < count; i++)
	{
		if (mc_is_proposed(&c->list[i]) && IsSolidPrimary(c->list[i].code))
			SettlePrimary(c, i);
		else if (mc_is_proposed(&c->list[i]) && mc_code_in(c->list[i].code, "Z85"))
			ReviveTreated(c, i);
	}
}
