/*
 * history.c
 *	  History against current, by class of the condition (ICD-10-CM Guidelines I.C.21.c.4, IV.I,
 *	  IV.J).
 *
 *	  class               called past, or only in the past history
 *	  chronic, lifelong   current, to be reviewed
 *	  status              current: an amputation, a transplant
 *	  acute               not coded; a code of personal history where there is one
 *
 * Malignant neoplasms are in neoplasm.c: whether they are past depends on treatment.
 */
#include "encounter/case.h"
#include "encounter/history.h"
#include "encounter/statement.h"
#include "encounter/wording.h"

/* A myocardial infarction is acute for so many days (I.C.9.e.1). */
#define ACUTE_INFARCTION_DAYS 28

/* Words between a condition and how long ago it was */
#define AGO_REACH 6

/*
 * What a condition leaves behind once it is past, the first row that holds decides.  Rows
 * for "other diseases of ..." are left out: nobody is helped by Z87.19 for an
 * appendix taken out.
 */
static const McHistoryRow personal_rows[] = {
	{"I21 I22", "I25.2"},
	{"G45 I63", "Z86.73"},
	{"I60 I61 I62", "Z86.79"},
	{"I26", "Z86.711"},
	{"I80.0 I80.3", "Z86.72"},
	{"I80 I82", "Z86.718"},
	{"I46", "Z86.74"},
	{"A15 A17 A18 A19", "Z86.11"},
	{"A80", "Z86.12"},
	{"B50 B51 B52 B53 B54", "Z86.13"},
	{"A49.02 B95.62", "Z86.14"},
	{"B15 B16 B17 B18 B19", "Z86.19"},
	{"U07.1 J12.82", "Z86.16"},
	{"J12 J13 J14 J15 J16 J17 J18", "Z87.01"},
	{"K25 K26 K27 K28", "Z87.11"},
	{"N20 N21 N22", "Z87.442"},
	{"N10 N30 N39.0", "Z87.440"},
	{"N04", "Z87.441"},
	{"N87", "Z87.410"},
	{"M80", "Z87.310"},
	{"M84.3", "Z87.312"},
	{"M84.4 M84.5 M84.6", "Z87.311"},
	{"S06", "Z87.820"},
	{"S02 S12 S22 S32 S42 S52 S62 S72 S82 S92", "Z87.81"},
	{"T78.0 T78.2 T80.5 T88.6", "Z87.892"},
	{"D05", "Z86.000"},
	{"D06", "Z86.001"},
	{"D07", "Z86.002"},
	{"D00", "Z86.003"},
	{"D01", "Z86.004"},
	{"D02", "Z86.005"},
	{"D03", "Z86.006"},
	{"D04", "Z86.007"},
	{"D09", "Z86.008"},
	{"D12", "Z86.0101"},
	{"K63.5 K62.1", "Z86.0100"},
	{"D32 D33.0 D33.1 D33.2", "Z86.011"},
	{"D3A", "Z86.012"},
	{"D37 D38 D39 D40 D41 D42 D43 D44 D48", "Z86.03"},
	{"O24.4", "Z86.32"},
	/* what was taken away to prevent a disease is missing since */
	{"Z40.01", "Z90.10"},
	{"O60", "Z87.51"},
	{"O", "Z87.59"},
	{"F0 F2 F3 F4 F5", "Z86.59"},
	{"G00 G01 G02 G03 G04 G05 G06 A39.0 A87", "Z86.61"},
};

/* Malformations once they are corrected */
static const McHistoryRow corrected_rows[] = {
	{"Q0", "Z87.728"},
	{"Q2", "Z87.74"},
	{"Q30 Q31 Q32 Q33 Q34", "Z87.75"},
	{"Q35 Q36 Q37", "Z87.730"},
	{"Q39.0 Q39.1 Q39.2 Q39.3", "Z87.731"},
	{"Q38 Q39 Q4", "Z87.738"},
	{"Q54", "Z87.710"},
	{"Q5 Q60 Q61 Q62 Q63 Q64", "Z87.718"},
	{"Q79.0", "Z87.760"},
	{"Q79.3", "Z87.761"},
	{"Q6 Q7", "Z87.768"},
};

/* Sections that list what the patient once had */
static bool
IsPastSection(McSectionCategory section)
{
	return section == MC_SECTION_PAST_MEDICAL || section == MC_SECTION_PAST_SURGICAL ||
		   section == MC_SECTION_OBSTETRIC || section == MC_SECTION_PSYCHIATRIC;
}

/* A stroke or infarction beside another one leaves the words beyond that to it. */
static void
LeaveOtherEvents(const McCase *c, McEvidence e, uint32_t *from, uint32_t *end)
{
	static const char events[] = "I21 I22 I25.2 I60 I61 I62 I63 G45 Z86.73";
	const McFindings *findings = &c->encounter->notes[e.note].findings;
	const McFinding *own = &findings->list[e.finding];

	if (!mc_code_in(own->code, events))
		return;
	if (e.finding > 0)
	{
		const McFinding *before = &findings->list[e.finding - 1];

		if (before->mention.sentence == own->mention.sentence &&
			mc_code_in(before->code, events) && before->mention.last_token >= *from)
			*from = before->mention.last_token + 1;
	}
	if (e.finding + 1 < findings->count)
	{
		const McFinding *behind = &findings->list[e.finding + 1];

		if (behind->mention.sentence == own->mention.sentence &&
			mc_code_in(behind->code, events) && behind->mention.first_token < *end)
			*end = behind->mention.first_token;
	}
}

/* Days since the event that the words beside a mention tell: "STEMI 2 weeks ago"; -1: not told */
static int
DaysAgo(const McCase *c, McEvidence e)
{
	const McDocument *doc = mc_case_document(c, e);
	const McMention *mention = &mc_case_finding(c, e)->mention;
	const McSentence *sentence = &doc->sentences.list[mention->sentence];
	uint32_t from = mention->first_token > sentence->first_token + AGO_REACH
						? mention->first_token - AGO_REACH
						: sentence->first_token;
	uint32_t end = mention->last_token + 1 + AGO_REACH < sentence->end_token
					   ? mention->last_token + 1 + AGO_REACH
					   : sentence->end_token;

	LeaveOtherEvents(c, e, &from, &end);
	for (uint32_t t = from; t < end; t++)
	{
		int number = mc_token_number(doc, t);
		int unit = 0;

		if (mc_words_at(doc, t, end, "yesterday|last night|this morning"))
			return 1;
		if (mc_words_at(doc, t, end, "last week|this week"))
			return 7;
		if (t + 2 >= sentence->end_token ||
			!(mc_token_is(doc, t + 2, "ago|prior|earlier|back") ||
			  mc_words_at(doc, t + 2, sentence->end_token, "before admission")))
			continue;
		if (mc_token_is(doc, t, "a|an"))
			number = 1;
		if (number < 0)
			continue;
		if (mc_token_is(doc, t + 1, "day|days"))
			unit = 1;
		else if (mc_token_is(doc, t + 1, "week|weeks|wk|wks"))
			unit = 7;
		else if (mc_token_is(doc, t + 1, "month|months|mo|mos"))
			unit = 31;
		else if (mc_token_is(doc, t + 1, "year|years|yr|yrs"))
			unit = 365;
		if (unit > 0)
			return number * unit;
	}
	return -1;
}

static bool
CueIs(const McCase *c, McEvidence e, const char *words)
{
	const McAssertion *a = &mc_case_finding(c, e)->assertion;
	uint32_t first = a->cue_first[MC_CUE_HISTORICAL];

	return first != MC_NO_TOKEN &&
		   mc_words_at(mc_case_document(c, e), first, a->cue_last[MC_CUE_HISTORICAL] + 1,
					   words) > 0;
}

/* Is every mention of it called past, by a cue or by its section? */
static bool
IsPast(const McCase *c, const McSuggestion *s)
{
	for (uint32_t i = 0; i < mc_evidence_read(s); i++)
	{
		const McFinding *finding = mc_case_finding(c, s->evidence[i]);

		if (!finding->assertion.historical && !IsPastSection(finding->section))
			return false;
	}
	return s->nevidence > 0;
}

/* Is one of the mentions called past by a word: history of, prior? */
static bool
HasCue(const McCase *c, const McSuggestion *s, McEvidence *with)
{
	for (uint32_t i = 0; i < mc_evidence_read(s); i++)
	{
		const McAssertion *a = &mc_case_finding(c, s->evidence[i])->assertion;

		if (a->historical && a->cue_first[MC_CUE_HISTORICAL] != MC_NO_TOKEN)
		{
			*with = s->evidence[i];
			return true;
		}
	}
	return false;
}

void
mc_replace_reserve(McSuggestion *s, McRule rule)
{
	s->rules &= ~(MC_RULE_BIT(MC_RULE_HISTORY) | MC_RULE_BIT(MC_RULE_LIST_ONLY));
	s->rules |= MC_RULE_BIT(rule);
}

const char *
mc_history_row(const McHistoryRow *rows, size_t n, McCode code)
{
	for (size_t i = 0; i < n; i++)
	{
		if (mc_code_in(code, rows[i].headings))
			return rows[i].code;
	}
	return "";
}

const char *
mc_personal_history(McCode code)
{
	return mc_history_row(personal_rows, sizeof(personal_rows) / sizeof(personal_rows[0]),
						  code);
}

/* A current condition that the note calls history: "hx of COPD" */
static void
KeepCurrent(const McCase *c, McSuggestion *s, McRule rule)
{
	McSupport support = MC_LIST_ONLY;

	for (uint32_t i = 0; i < mc_evidence_read(s); i++)
	{
		McSectionCategory section = mc_case_finding(c, s->evidence[i])->section;

		if (!IsPastSection(section) && section != MC_SECTION_PROBLEM_LIST &&
			section != MC_SECTION_SOCIAL && section != MC_SECTION_MEDICATIONS)
			support = MC_ASSESSED;
	}
	s->support = support;
	mc_replace_reserve(s, rule);
}

/* Treated in this very stay and over now: it was a condition of the stay (III). */
static bool
ResolvedInThisStay(const McCase *c, const McSuggestion *s)
{
	for (uint32_t i = 0; i < mc_evidence_read(s) && c->encounter->setting == MC_INPATIENT;
		 i++)
	{
		const McFinding *finding = mc_case_finding(c, s->evidence[i]);

		if (mc_section_states(finding->section) && finding->section != MC_SECTION_PLAN &&
			mc_sentence_has(c, s->evidence[i], "resolved|resolving|has resolved") &&
			!CueIs(c, s->evidence[i], "history|h/o|hx|prior|previous|remote|old|past"))
			return true;
	}
	return false;
}

/* Is the condition, or one of its category, current elsewhere in the encounter? */
static McCode
CurrentOfCategory(const McCase *c, size_t number)
{
	McCode category = mc_icd10cm_category(c->list[number].code);

	for (size_t i = 0; i < c->count; i++)
	{
		const McSuggestion *other = &c->list[i];

		if (i != number && mc_is_proposed(other) && other->support == MC_ASSESSED &&
			mc_icd10cm_category(other->code) == category && !IsPast(c, other))
			return other->code;
	}
	return 0;
}

/* Does the provider's own statement call it past, not only a list or the story? */
static bool
IsStatedPast(const McCase *c, const McSuggestion *s)
{
	McEvidence cue;
	McSectionCategory section;

	if (!HasCue(c, s, &cue))
		return false;
	section = mc_case_finding(c, cue)->section;
	return !IsPastSection(section) && (mc_section_states(section) ||
									   !mc_note_states(&c->encounter->notes[cue.note]));
}

/* Does the provider's statement name it as it is now, besides calling it past elsewhere? */
static bool
IsStatedNow(const McCase *c, const McSuggestion *s)
{
	for (uint32_t i = 0; i < mc_evidence_read(s); i++)
	{
		const McFinding *finding = mc_case_finding(c, s->evidence[i]);

		if (mc_section_rank(finding->section) == 2 && !finding->assertion.historical &&
			finding->assertion.status != MC_STATUS_REMISSION)
			return true;
	}
	return false;
}

/* Does an assessment or a list of diagnoses name it, as past as that may be? */
static bool
IsAssessedPast(const McCase *c, const McSuggestion *s)
{
	for (uint32_t i = 0; i < mc_evidence_read(s); i++)
	{
		if (mc_section_states(mc_case_finding(c, s->evidence[i])->section) &&
			!mc_sentence_has(c, s->evidence[i],
							 "resolved|remote|childhood|as a child|in childhood"))
			return true;
	}
	return false;
}

/* Put the code that a past condition leaves in its place. */
static void
MakeHistory(McCase *c, size_t number, const char *code_text)
{
	McAttributes nothing = {.flags = 0};
	McCode code = *code_text ? mc_in_release(c, mc_code(code_text), &nothing) : 0;
	McCode current = CurrentOfCategory(c, number);
	bool stated = IsStatedPast(c, &c->list[number]);

	if (code != 0 && current == 0)
	{
		McSuggestion *s = &c->list[number];

		/* what the note says of the past it says plainly */
		s->status = stated ? MC_SUGGEST : MC_REVIEW;
		s->support = stated ? MC_ASSESSED : MC_LIST_ONLY;
		mc_replace_reserve(s, stated ? MC_RULE_HISTORY_CODE : MC_RULE_LIST_ONLY);
		(void) mc_case_derive(c, code, MC_RULE_HISTORY_CODE, &number, 1);
	}
	mc_case_drop(&c->list[number], MC_RULE_HISTORY_ACUTE, current ? current : code);
}

/* A past substance use disorder has a code in remission, a past smoker one of history. */
static bool
SettleSubstance(McCase *c, size_t number)
{
	McSuggestion *s = &c->list[number];
	McCode code = 0;
	McEvidence cue;
	McAttributes nothing = {.flags = 0};
	bool former = false;

	for (uint32_t i = 0; i < mc_evidence_read(s); i++)
		former |= mc_sentence_has(c, s->evidence[i],
								  "former|ex|quit|stopped smoking|quit smoking|formerly");
	if (mc_code_in(s->code, "F17 Z72.0") && (former || HasCue(c, s, &cue)))
	{
		if (s->status == MC_REVIEW && former)
			s->status = MC_SUGGEST;
		s->support = MC_ASSESSED;
		mc_replace_reserve(s, MC_RULE_HISTORY_CODE);
		code = mc_in_release(c, mc_code("Z87.891"), &nothing);
		if (code == 0)
			return false;
		(void) mc_case_derive(c, code, MC_RULE_HISTORY_CODE, &number, 1);
		mc_case_drop(&c->list[number], MC_RULE_HISTORY_CODE, code);
		return true;
	}
	if (!HasCue(c, s, &cue) || IsStatedNow(c, s) ||
		!mc_code_in(s->code, "F10 F11 F12 F13 F14 F15 F16 F18 F19"))
		return false;
	/* F10.2-: dependence; F10.1-: abuse */
	if ((s->code >> 32 & 0xFF) != '2' && (s->code >> 32 & 0xFF) != '1')
		return false;
	code = (s->code & ~(UINT64_C(0xFFFFFFFF))) | ((McCode) '1' << 24);
	if (!mc_case_is_billable(c, code))
		return false;
	if (IsStatedPast(c, s))
		s->status = MC_SUGGEST;
	KeepCurrent(c, s, MC_RULE_REMISSION);
	(void) mc_case_recode(c, number, code, MC_RULE_REMISSION);
	return true;
}

static McConditionClass
ClassOf(const McCase *c, McCode code)
{
	return c->terminology->knowledge ? mc_condition_class(c->terminology->knowledge, code)
									 : MC_CLASS_UNKNOWN;
}

/* Did a myocardial infarction happen within four weeks? */
static bool
IsRecentInfarction(const McCase *c, const McSuggestion *s)
{
	for (uint32_t i = 0; i < mc_evidence_read(s) && mc_code_in(s->code, "I21 I22"); i++)
	{
		int days = DaysAgo(c, s->evidence[i]);

		if (days >= 0 && days <= ACUTE_INFARCTION_DAYS)
			return true;
	}
	return false;
}

/* Was an event that ends within days or weeks longer ago than that? */
static bool
IsLongAgo(const McCase *c, const McSuggestion *s)
{
	if (!mc_code_in(s->code,
					"I21 I22 I60 I61 I63 G45 I26 I82 U07.1 J12 J13 J14 J15 J18") ||
		s->nevidence == 0)
		return false;
	for (uint32_t i = 0; i < mc_evidence_read(s); i++)
	{
		if (DaysAgo(c, s->evidence[i]) <= ACUTE_INFARCTION_DAYS)
			return false;
	}
	return true;
}

/* Words between a disease and that it is cured */
#define CURED_REACH 8

/* Does the note say that a disease which lasts is cured, with no other one between? */
static bool
IsCured(const McCase *c, const McSuggestion *s)
{
	for (uint32_t i = 0; i < mc_evidence_read(s); i++)
	{
		McEvidence e = s->evidence[i];
		const McFindings *findings = &c->encounter->notes[e.note].findings;
		const McMention *m = &findings->list[e.finding].mention;
		const McDocument *doc = mc_case_document(c, e);
		const McSentence *sentence = &doc->sentences.list[m->sentence];
		uint32_t end = m->last_token + 1 + CURED_REACH;

		if (e.finding + 1 < findings->count &&
			findings->list[e.finding + 1].mention.first_token < end)
			end = findings->list[e.finding + 1].mention.first_token;
		if (end > sentence->end_token)
			end = sentence->end_token;
		if (mc_words_within(doc, m->last_token + 1, end,
							"cured|eradicated|svr|svr12|sustained virologic response|"
							"sustained virological response|sustained viral response") <
				end ||
			(m->first_token > sentence->first_token &&
			 mc_token_is(doc, m->first_token - 1, "cured|eradicated")))
			return true;
	}
	return false;
}

static void
SettleOne(McCase *c, size_t number)
{
	McSuggestion *s = &c->list[number];
	McConditionClass class;
	McEvidence cue;

	if (mc_code_in(s->code, "F1 Z72.0") && SettleSubstance(c, number))
		return;
	if (mc_code_in(s->code, "Z86.73") && mc_settle_stroke(c, number))
		return;
	/* whether a malignancy is past depends on its treatment: neoplasm.c */
	if (mc_code_in(s->code, "C"))
		return;
	if (IsRecentInfarction(c, s))
	{
		if (s->support == MC_HISTORY)
		{
			s->status = MC_SUGGEST;
			s->support = MC_ASSESSED;
			s->rules &= ~MC_RULE_BIT(MC_RULE_HISTORY);
		}
		return;
	}
	if (!IsPast(c, s) && !IsLongAgo(c, s) &&
		!(HasCue(c, s, &cue) && mc_is_past_stroke(c, s)))
	{
		mc_add_earlier_stroke(c, number);
		return;
	}
	/* a code of history says itself that it is past */
	if (mc_code_in(s->code,
				   "Z80 Z81 Z82 Z83 Z84 Z85 Z86 Z87 I25.2 Z91.1 Z91.4 Z91.5 Z92"))
	{
		if (IsStatedPast(c, s))
		{
			s->status = MC_SUGGEST;
			s->support = MC_ASSESSED;
			s->rules &= ~MC_RULE_BIT(MC_RULE_HISTORY);
		}
		return;
	}
	if (ResolvedInThisStay(c, s))
	{
		s->status = MC_SUGGEST;
		s->support = MC_ASSESSED;
		s->rules &= ~MC_RULE_BIT(MC_RULE_HISTORY);
		return;
	}
	/* a malformation that was corrected is past (I.C.17) */
	if (mc_code_in(s->code, "Q") && s->nevidence > 0 &&
		mc_sentence_has(c, s->first, "corrected|fully corrected|fully repaired|repaired"))
	{
		MakeHistory(c, number,
					mc_history_row(corrected_rows,
								   sizeof(corrected_rows) / sizeof(corrected_rows[0]),
								   s->code));
		return;
	}
	class = ClassOf(c, s->code);
	if (class == MC_CLASS_STATUS)
	{
		/* what was lost or replaced stays so; where only a list has it, the ones that matter */
		if (IsStatedPast(c, s) || mc_code_in(s->code, "Z89 Z93 Z94 Z99"))
			s->status = MC_SUGGEST;
		KeepCurrent(c, s, MC_RULE_HISTORY_CHRONIC);
		s->role = MC_ROLE_STATUS;
	}
	else if ((class == MC_CLASS_CHRONIC || class == MC_CLASS_LIFELONG) && IsCured(c, s))
		MakeHistory(c, number, mc_personal_history(s->code));
	else if (class == MC_CLASS_CHRONIC || class == MC_CLASS_LIFELONG)
	{
		/* "history of COPD, on tiotropium" in the assessment itself is dealt with (IV.I) */
		if (IsAssessedPast(c, s))
			s->status = MC_SUGGEST;
		KeepCurrent(c, s, MC_RULE_HISTORY_CHRONIC);
	}
	else if (class == MC_CLASS_ACUTE)
	{
		/* after an injury "status post" names what is still being treated */
		if (mc_code_in(s->code, "S T") && HasCue(c, s, &cue) &&
			CueIs(c, cue, "s/p|status post|post"))
			return;
		if (mc_code_in(s->code, "I60 I61 I62 I63") && mc_settle_stroke(c, number))
			return;
		MakeHistory(c, number, mc_personal_history(s->code));
	}
	else if (mc_code_in(s->code, "D0 D1 D2 D3 D4 Z40"))
		/* neoplasms that were taken out, and organs before they could have one */
		MakeHistory(c, number, mc_personal_history(s->code));
}

void
mc_settle_history(McCase *c)
{
	size_t count = c->count;

	for (size_t i = 0; i < count; i++)
	{
		if (mc_is_proposed(&c->list[i]))
			SettleOne(c, i);
		mc_interrupt(c->host);
	}
	mc_settle_dominance(c);
	mc_add_family_history(c);
}
