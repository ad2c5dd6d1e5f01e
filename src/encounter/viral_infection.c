/*
 * viral_infection.c
 *	  HIV and COVID-19, which bind the codes beside them (ICD-10-CM Guidelines I.C.1.a.2,
 *	  I.C.1.g.1), and the infection that a code of COPD only names (J44.0, "code also").
 */
#include "encounter/viral_infection.h"

#include "encounter/wording.h"

/* Words by which a condition is one of HIV */
static const char hiv_words[] =
	"due to hiv|due to hiv disease|due to aids|from hiv|from aids|hiv related|aids related|"
	"secondary to hiv|secondary to aids|associated with hiv|hiv associated|aids associated|"
	"aids defining|due to human immunodeficiency virus";

/* ... and by which the patient once had such a condition: B20 for ever (I.C.1.a.2.g) */
static const char once_ill_words[] =
	"previous hiv related illness|prior hiv related illness|history of hiv related illness|"
	"hiv related illness in|previous aids|history of aids|prior aids|previous hiv related "
	"condition|prior hiv related condition|aids defining illness|aids defining condition|"
	"previous opportunistic infection|prior opportunistic infection|history of opportunistic "
	"infection|hiv disease|aids";

/* Conditions that B20 stands before where a note has both (Tabular List, B20) */
static const char hiv_conditions[] =
	"A02 A07.2 A07.3 A15 A17 A18 A19 A31 A81.2 B00 B02 B25 B37 B38 B39 B45 B58 B59 C46 C83.7 D63.8 D64.9 F02 "
	"G63 G93.4 J13 J14 J15 J16 J17 J18 R64";

static const char covid_words[] =
	"due to covid|due to covid 19|due to covid-19|from covid|from covid 19|from covid-19|covid pneumonia|"
	"secondary to covid|secondary to covid 19|secondary to covid-19|covid 19 pneumonia|covid-19 pneumonia|"
	"caused by covid|caused by covid 19|caused by covid-19|due to sars cov 2|due to sars-cov-2|"
	"associated with covid|associated with covid 19|associated with covid-19";

static const char after_covid_words[] =
	"post covid|post-covid|post covid 19|post-covid-19|long covid|after covid|following covid|sequela";

/* HIV infection with an illness of it, now or ever, is B20; that stands before the illness. */
static void
SettleHiv(McCase *c)
{
	McSuggestion *carrier = mc_case_find(c, mc_code("Z21"));
	McSuggestion *disease;

	if (carrier != NULL && mc_evidence_has(c, carrier, once_ill_words))
	{
		size_t number = (size_t) (carrier - c->list);

		/* what is called past is the illness, the virus stays */
		if (carrier->status == MC_REVIEW &&
			carrier->rules &
				(MC_RULE_BIT(MC_RULE_HISTORY) | MC_RULE_BIT(MC_RULE_HISTORY_CHRONIC)))
		{
			carrier->status = MC_SUGGEST;
			carrier->support = MC_ASSESSED;
			carrier->rules &=
				~(MC_RULE_BIT(MC_RULE_HISTORY) | MC_RULE_BIT(MC_RULE_HISTORY_CHRONIC));
		}
		(void) mc_case_recode(c, number, mc_code("B20"), MC_RULE_TWO_CODES);
	}
	disease = mc_case_find(c, mc_code("B20"));
	if (disease == NULL)
		return;
	for (size_t i = 0; i < c->count; i++)
	{
		McSuggestion *s = &c->list[i];

		if (mc_is_proposed(s) && s != disease && s->paired_with == 0 &&
			s->status == disease->status && mc_code_in(s->code, hiv_conditions) &&
			(mc_evidence_has(c, s, hiv_words) || mc_share_sentence(c, s, disease, NULL)))
			s->paired_with = disease->code;
	}
}

/* Multisystem inflammatory syndrome after COVID-19 that is over: U09.9, no history (I.C.1.g.1.l) */
static McSuggestion *
TurnPastCovid(McCase *c, McSuggestion *after)
{
	const McSuggestion *syndrome = mc_case_find(c, mc_code("M35.81"));
	McSuggestion *past = mc_case_find(c, mc_code("Z86.16"));
	size_t number;

	if (syndrome == NULL || past == NULL || mc_case_find(c, mc_code("U07.1")) != NULL ||
		!mc_case_is_billable(c, mc_code("U09.9")))
		return after;
	number =
		mc_case_recode(c, (size_t) (past - c->list), mc_code("U09.9"), MC_RULE_SEQUELA);
	c->list[number].paired_with = syndrome->code;
	return &c->list[number];
}

/*
 * What is laid to a post-COVID-19 condition is there now, however long ago the infection was
 * (I.C.1.g.1.m).
 */
static void
KeepAfterCovid(McCase *c, const McSuggestion *after)
{
	for (size_t i = 0; i < c->count && after != NULL; i++)
	{
		McSuggestion *s = &c->list[i];

		if (s->dropped_by != MC_RULE_HISTORY_ACUTE || s->winner != 0 ||
			mc_case_find(c, s->code) != NULL || mc_code_in(s->code, "U Z B99") ||
			!mc_share_sentence(c, s, after,
							   "due to long covid|from long covid|due to post covid|"
							   "due to post-covid|secondary to long covid|"
							   "due to post covid 19 condition|"
							   "due to post covid syndrome|long covid with|"
							   "caused by long covid|related to long covid"))
			continue;
		s->dropped_by = MC_RULE_NONE;
		s->status = after->status;
		s->support = after->support;
		s->rules &= ~MC_RULE_BIT(MC_RULE_HISTORY);
		s->rules |= MC_RULE_BIT(MC_RULE_SEQUELA);
	}
}

/* COVID-19 stands before what it does; a condition after it before U09.9. */
static void
SettleCovid(McCase *c)
{
	size_t pneumonia = mc_case_number_in(c, "J12.82");
	McSuggestion *covid = mc_case_find(c, mc_code("U07.1"));
	McSuggestion *after = mc_case_find(c, mc_code("U09.9"));

	if (pneumonia < c->count && covid == NULL && after == NULL &&
		c->list[pneumonia].support != MC_HISTORY &&
		mc_case_is_billable(c, mc_code("U07.1")) &&
		!mc_evidence_has(c, &c->list[pneumonia], after_covid_words))
	{
		size_t made =
			mc_case_derive(c, mc_code("U07.1"), MC_RULE_TWO_CODES, &pneumonia, 1);

		covid = &c->list[made];
	}
	for (size_t i = 0; i < c->count && covid != NULL; i++)
	{
		McSuggestion *s = &c->list[i];

		if (mc_is_proposed(s) && s != covid && s->paired_with == 0 &&
			s->status == covid->status &&
			mc_code_in(s->code, "J12.82 J12.89 J20.8 J22 J80 J96 M35.81 I40 I51.4") &&
			mc_evidence_has(c, s, covid_words))
			s->paired_with = covid->code;
	}
	after = TurnPastCovid(c, after);
	KeepAfterCovid(c, after);
	for (size_t i = 0; i < c->count && after != NULL && after->paired_with == 0; i++)
	{
		const McSuggestion *s = &c->list[i];

		if (mc_is_proposed(s) && s != after && s->status <= after->status &&
			!mc_code_in(s->code, "Z U V W X Y") && mc_share_sentence(c, s, after, NULL))
			after->paired_with = s->code;
	}
}

/* COPD with pneumonia or acute bronchitis: the infection has its own code beside J44.0. */
static void
NameInfection(McCase *c)
{
	static const struct
	{
		const char *words;
		const char *headings;
		const char *code;
	} infections[] = {
		{"pneumonia|cap", "J12 J13 J14 J15 J16 J17 J18 J69", "J18.9"},
		{"acute bronchitis", "J20", "J20.9"},
	};
	size_t copd = mc_case_number_in(c, "J44.0");

	for (size_t k = 0; k < sizeof(infections) / sizeof(infections[0]); k++)
	{
		if (copd < c->count && mc_evidence_has(c, &c->list[copd], infections[k].words) &&
			mc_case_number_in(c, infections[k].headings) == c->count &&
			mc_case_is_billable(c, mc_code(infections[k].code)))
			(void) mc_case_derive(c, mc_code(infections[k].code), MC_RULE_ADDITIONAL,
								  &copd, 1);
	}
}

void
mc_settle_viral_infections(McCase *c)
{
	SettleHiv(c);
	SettleCovid(c);
	NameInfection(c);
}
