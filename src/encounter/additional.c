/*
 * additional.c
 *	  Codes that others ask for, and those that say what a patient lives with: dialysis,
 *	  tobacco, status (ICD-10-CM Guidelines I.A.17, I.C.14.a, I.C.5.b.3, I.C.21.c.3).
 */
#include "encounter/additional_parts.h"
#include "encounter/stated.h"
#include "encounter/tabular_note.h"

/* Categories of status (I.C.21.c.3) */
static const char status_codes[] =
	"Z14 Z15 Z16 Z17 Z18 Z19 Z21 Z22 Z28.3 Z66 Z67 Z68 Z74.01 Z76.82 Z78 Z79 Z88 Z89 Z90 "
	"Z91.0 Z92 Z93 Z94 Z95 Z96 Z97 Z98 Z99";

/* Tokens before and behind a mention of dialysis that say that it ended or is not wanted */
#define REACH_ENDED 3

/* Is every mention of dialysis one of dialysis that ended, or that the patient will not have? */
static bool
IsDialysisEnded(const McCase *c, const McSuggestion *status)
{
	for (uint32_t i = 0; i < mc_evidence_read(status); i++)
	{
		const McMention *m = &mc_case_finding(c, status->evidence[i])->mention;
		const McDocument *doc = mc_case_document(c, status->evidence[i]);
		const McSentence *sentence = &doc->sentences.list[m->sentence];
		uint32_t from = m->first_token > sentence->first_token + REACH_ENDED
							? m->first_token - REACH_ENDED
							: sentence->first_token;
		uint32_t to = m->last_token + 1 + REACH_ENDED;

		if (to > sentence->end_token)
			to = sentence->end_token;
		if (!mc_stated_within(doc, from, m->first_token + 1,
							  "stopped|stopping|discontinued|discontinuing|declined|"
							  "declines|refused|refuses|withdrew from|withdrawn from|"
							  "withdrawal from|withdrawal of|forgo|forgoes|forgoing|"
							  "no longer|off|came off") &&
			!mc_stated_within(doc, m->last_token + 1, to,
							  "stopped|was stopped|discontinued|was discontinued|"
							  "declined|refused|withdrawn|was withdrawn"))
			return false;
	}
	return status->nevidence > 0;
}

/*
 * Dialysis (I.C.14.a): chronic dialysis is asked for beside N18.6, and makes a chronic
 * kidney disease one of end stage; dialysis of an acute kidney failure makes neither.
 */
static void
SettleDialysis(McCase *c)
{
	const McSuggestion *acute = mc_case_find_under(c, mc_code("N17"));
	const McSuggestion *chronic = mc_case_find_under(c, mc_code("N18"));
	McSuggestion *status = mc_case_find(c, mc_code("Z99.2"));
	McStatedList said;
	bool chronic_dialysis;
	size_t kidney;

	if (status && IsDialysisEnded(c, status))
	{
		mc_case_drop(status, MC_RULE_HISTORY_ACUTE, 0);
		return;
	}
	chronic_dialysis = status != NULL;
	if (chronic == NULL)
	{
		if (status && acute)
			mc_case_drop(status, MC_RULE_ADDITIONAL, acute->code);
		return;
	}
	kidney = (size_t) (chronic - c->list);
	mc_stated_words(
		c,
		"on dialysis|on hemodialysis|on peritoneal dialysis|on hd|on pd|on ihd|"
		"on chronic hemodialysis|on chronic dialysis|on maintenance hemodialysis|"
		"on home dialysis|dialysis dependent|hemodialysis dependent|hd dependent|"
		"requiring chronic dialysis|requiring dialysis|receives dialysis|"
		"receives hemodialysis|undergoes dialysis|undergoes hemodialysis|"
		"dialyzes|gets dialysis|hemodialysis mwf|hemodialysis tts|dialysis mwf|"
		"dialysis tts|hd mwf|hd tts",
		&said);
	for (size_t i = 0; i < said.count && !chronic_dialysis; i++)
		chronic_dialysis = mc_is_stated_now(&said.list[i].assertion) &&
						   said.list[i].section != MC_SECTION_FAMILY;
	mc_release(c->host, said.list);
	if (!chronic_dialysis)
		return;
	/* not said which kidney disease it is for */
	if (acute && c->list[kidney].code != mc_code("N18.6"))
		return;
	if (c->list[kidney].code != mc_code("N18.6") &&
		mc_case_is_billable(c, mc_code("N18.6")))
		kidney = mc_case_recode(c, kidney, mc_code("N18.6"), MC_RULE_ADDITIONAL);
	if (mc_case_is_billable(c, mc_code("Z99.2")))
	{
		size_t made = mc_case_derive(c, mc_code("Z99.2"), MC_RULE_ADDITIONAL, &kidney, 1);

		c->list[made].role = MC_ROLE_STATUS;
	}
}

/* Use, abuse, dependence, history of it: only the highest (I.C.5.b.2, b.3). */
static void
SettleTobacco(McCase *c)
{
	McSuggestion *dependence = mc_case_find_under(c, mc_code("F17"));
	McSuggestion *use;

	if (dependence && dependence->code == mc_code("F17.200") &&
		mc_evidence_has(c, dependence,
						"cigarette|cigarettes|pack|packs|ppd|pack year|pack years") &&
		mc_case_is_billable(c, mc_code("F17.210")))
	{
		size_t number = mc_case_recode(c, (size_t) (dependence - c->list),
									   mc_code("F17.210"), MC_RULE_SAID_ELSEWHERE);

		dependence = &c->list[number];
	}
	use = mc_case_find_under(c, mc_code("Z72.0"));
	if (dependence && use && dependence->status <= use->status)
		mc_case_drop(use, MC_RULE_LESS_SPECIFIC, dependence->code);
	if (dependence == NULL ||
		mc_code_in(dependence->code, "F17.201 F17.211 F17.221 F17.291"))
		return;
	use = mc_case_find(c, mc_code("Z87.891"));
	if (use && dependence->status <= use->status)
		mc_case_drop(use, MC_RULE_LESS_SPECIFIC, dependence->code);
}

/* A drug's code whose condition was taken out says nothing any more. */
static void
DropOrphans(McCase *c)
{
	for (size_t i = 0; i < c->count; i++)
	{
		McSuggestion *s = &c->list[i];

		if (mc_is_proposed(s) && s->derived && s->paired_with &&
			s->rules & (MC_RULE_BIT(MC_RULE_ADVERSE_EFFECT) |
						MC_RULE_BIT(MC_RULE_UNDERDOSING)) &&
			mc_case_find(c, s->paired_with) == NULL)
			mc_case_drop(s, MC_RULE_SECONDARY_ONLY, 0);
	}
}

/*
 * An examination or a treatment that the visit is for stands at its head; no assessment repeats
 * it (IV.G, IV.P, I.C.2.e.2).
 */
static void
KeepReasons(McCase *c)
{
	for (size_t i = 0; i < c->count; i++)
	{
		McSuggestion *s = &c->list[i];

		if (mc_is_proposed(s) && mc_code_in(s->code, "Z00.0 Z00.1 Z51.0 Z51.1") &&
			s->status == MC_REVIEW && s->support == MC_ASSESSED &&
			s->rules & MC_RULE_BIT(MC_RULE_NOT_ASSESSED) &&
			(s->section == MC_SECTION_PREAMBLE ||
			 s->section == MC_SECTION_CHIEF_COMPLAINT))
		{
			s->status = MC_SUGGEST;
			s->rules &= ~MC_RULE_BIT(MC_RULE_NOT_ASSESSED);
			s->rules |= MC_RULE_BIT(MC_RULE_REASON_FOR_VISIT);
		}
	}
}

/*
 * Routine examinations have one code with and one without abnormal findings (I.C.21.c.13,
 * IV.P): the note's own words decide, not what else it finds.
 */
static void
SettleExamination(McCase *c)
{
	static const struct
	{
		const char *without;
		const char *with;
	} exams[] = {
		{"Z00.00", "Z00.01"},  {"Z00.129", "Z00.121"}, {"Z01.00", "Z01.01"},
		{"Z01.10", "Z01.118"}, {"Z01.20", "Z01.21"},   {"Z01.419", "Z01.411"},
	};
	McStatedList said;
	bool abnormal = false;

	if (mc_case_find_under(c, mc_code("Z00")) == NULL &&
		mc_case_find_under(c, mc_code("Z01")) == NULL)
		return;
	mc_stated_words(c, "with abnormal findings|with an abnormal finding", &said);
	for (size_t i = 0; i < said.count && !abnormal; i++)
		abnormal = mc_is_stated_now(&said.list[i].assertion);
	mc_release(c->host, said.list);
	for (size_t i = 0; abnormal && i < sizeof(exams) / sizeof(exams[0]); i++)
	{
		const McSuggestion *exam = mc_case_find(c, mc_code(exams[i].without));

		if (exam && mc_case_is_billable(c, mc_code(exams[i].with)))
			(void) mc_case_recode(c, (size_t) (exam - c->list), mc_code(exams[i].with),
								  MC_RULE_SAID_ELSEWHERE);
	}
}

/* Codes that stand only with the one of the infection that brought them about (I.A.13, I.C.1.g) */
static void
AddUnderlying(McCase *c)
{
	const McSuggestion *pneumonia = mc_case_find(c, mc_code("J12.82"));
	size_t number;

	if (pneumonia == NULL || mc_case_find(c, mc_code("U07.1")) ||
		!mc_case_is_billable(c, mc_code("U07.1")))
		return;
	number = (size_t) (pneumonia - c->list);
	(void) mc_case_derive(c, mc_code("U07.1"), MC_RULE_TWO_CODES, &number, 1);
	c->list[number].paired_with = mc_code("U07.1");
}

/* What an infection of a urinary catheter is, asked for beside it (T83.51, use additional code) */
static void
AddCatheterInfection(McCase *c)
{
	const McSuggestion *catheter = mc_case_find_under(c, mc_code("T83.51"));
	size_t number;
	size_t infection;

	if (catheter == NULL || mc_case_find_under(c, mc_code("N39.0")) ||
		mc_case_find_under(c, mc_code("N30")) || mc_case_find_under(c, mc_code("N10")) ||
		!mc_case_is_billable(c, mc_code("N39.0")) ||
		!mc_evidence_has(c, catheter, "uti|urinary tract infection|cauti"))
		return;
	number = (size_t) (catheter - c->list);
	infection = mc_case_derive(c, mc_code("N39.0"), MC_RULE_ADDITIONAL, &number, 1);
	c->list[infection].paired_with = c->list[number].code;
}

/*
 * An unspecified code beside one whose "use additional code" names the other specified form of
 * it: retention of urine in enlargement of the prostate, R33.8 (I.A.17).
 */
static void
NameAsAskedFor(McCase *c)
{
	for (size_t i = 0; i < c->count; i++)
	{
		McCode code = c->list[i].code;
		/* R33.9: four characters, the last of them 9 */
		McCode other = (code & ~((McCode) 0xFF << 32)) | (McCode) '8' << 32;

		if (!mc_is_proposed(&c->list[i]) || (code & 0xFFFFFFFF) != 0 ||
			(code >> 32 & 0xFF) != '9' || !mc_case_is_billable(c, other) ||
			mc_case_find(c, other) != NULL)
			continue;
		for (size_t k = 0; k < c->count; k++)
		{
			const McSuggestion *asking = &c->list[k];

			if (k == i || !mc_is_proposed(asking) || asking->status > c->list[i].status ||
				!mc_note_names(c, asking->code, MC_TABULAR_USE_ADDITIONAL, other) ||
				mc_note_names(c, asking->code, MC_TABULAR_USE_ADDITIONAL, code))
				continue;
			c->list[i].paired_with = asking->code;
			(void) mc_case_recode(c, i, other, MC_RULE_ADDITIONAL);
			break;
		}
	}
}

/*
 * Aftercare and follow-up are what the visit is for: what is past in the sentence is what
 * they follow (I.C.21.c.7, c.8).  After a malignancy it is Z08.
 */
static void
SettleFollowUp(McCase *c)
{
	const McRules history = MC_RULE_BIT(MC_RULE_HISTORY);

	for (size_t i = 0; i < c->count; i++)
	{
		McSuggestion *s = &c->list[i];

		if (!mc_is_proposed(s) || !mc_code_in(s->code, "Z08 Z09 Z47 Z48"))
			continue;
		if (s->support == MC_HISTORY && s->rules & history)
		{
			s->support = MC_ASSESSED;
			s->rules &= ~history;
			if (!(s->rules &
				  (MC_RULE_BIT(MC_RULE_NOT_ASSESSED) | MC_RULE_BIT(MC_RULE_LIST_ONLY))))
				s->status = MC_SUGGEST;
		}
		if (s->code != mc_code("Z09") || !mc_case_is_billable(c, mc_code("Z08")))
			continue;
		for (size_t k = 0; k < c->count; k++)
		{
			const McSuggestion *past = &c->list[k];

			if (mc_is_proposed(past) && mc_code_in(past->code, "Z85") &&
				mc_share_sentence(c, s, past, NULL))
			{
				(void) mc_case_recode(c, i, mc_code("Z08"), MC_RULE_CANCER_HISTORY);
				break;
			}
		}
	}
}

/* Words between "follow-up after" and what is over */
#define REACH_FOLLOWED 3

/* What the examination follows is past, and not coded as present */
static void
DropFollowed(McCase *c, const McStated *at)
{
	for (size_t i = 0; i < c->count; i++)
	{
		McSuggestion *s = &c->list[i];
		const McMention *m;

		if (!mc_is_proposed(s) || s->nevidence != 1 || s->first.note != at->note ||
			mc_code_in(s->code, "Z"))
			continue;
		m = &mc_case_finding(c, s->first)->mention;
		if (m->first_token > at->last && m->first_token <= at->last + REACH_FOLLOWED &&
			m->sentence == at->sentence)
			mc_case_drop(s, MC_RULE_HISTORY_ACUTE, 0);
	}
}

/* An examination that follows what is over now (I.C.21.c.8); what it was is a code of history. */
static void
AddFollowUp(McCase *c)
{
	static const char words[] =
		"follow up examination after|follow-up examination after|followup examination after|"
		"follow up exam after|follow-up exam after|follow up visit after|"
		"follow-up visit after|examination after recovery from|recheck after recovery from|"
		"follow up examination following|follow-up examination following|"
		"follow up after recovery from|follow-up after recovery from";
	size_t past = mc_case_number_in(c, "Z86 Z87.01 Z87.11 Z87.44");
	McStatedList said;

	if (past == c->count || c->list[past].status != MC_SUGGEST ||
		mc_case_number_in(c, "Z08 Z09") < c->count ||
		!mc_case_is_billable(c, mc_code("Z09")))
		return;
	mc_stated_words(c, words, &said);
	for (size_t i = 0; i < said.count; i++)
	{
		const McAssertion *a = &said.list[i].assertion;
		size_t made;

		if (a->negated || a->hypothetical || a->experiencer != MC_PATIENT)
			continue;
		made = mc_case_add_stated(c, mc_code("Z09"), MC_RULE_REASON_FOR_VISIT,
								  &said.list[i], MC_SUGGEST, MC_ROLE_SECONDARY);
		c->list[made].support = MC_ASSESSED;
		DropFollowed(c, &said.list[i]);
		break;
	}
	mc_release(c->host, said.list);
}

/* An exposure stands although its test was negative (I.C.21.c.1). */
static void
KeepExposures(McCase *c)
{
	for (size_t i = 0; i < c->count; i++)
	{
		McSuggestion *s = &c->list[i];
		const McFinding *finding;
		const McDocument *doc;
		uint32_t cue;

		if (s->dropped_by != MC_RULE_NEGATED || !mc_code_in(s->code, "Z20") ||
			s->nevidence == 0 || mc_case_find(c, s->code))
			continue;
		finding = mc_case_finding(c, s->first);
		doc = mc_case_document(c, s->first);
		cue = finding->assertion.cue_first[MC_CUE_NEGATED];
		if (cue != MC_NO_TOKEN && cue > finding->mention.last_token + 1 &&
			mc_stated_within(doc, cue - 1,
							 finding->assertion.cue_last[MC_CUE_NEGATED] + 1,
							 "test|tests|tested|testing|pcr|swab|antigen"))
			s->dropped_by = MC_RULE_NONE;
	}
}

void
mc_add_additional(McCase *c)
{
	DropOrphans(c);
	KeepExposures(c);
	SettleFollowUp(c);
	AddFollowUp(c);
	AddCatheterInfection(c);
	KeepReasons(c);
	SettleExamination(c);
	AddUnderlying(c);
	NameAsAskedFor(c);
	mc_settle_sepsis(c);
	mc_add_organisms(c);
	SettleDialysis(c);
	SettleTobacco(c);
	mc_add_beside_stroke(c);
	mc_settle_postprocedural(c);
	mc_settle_not_carried_out(c);
	mc_add_observation(c);
	mc_add_blood_alcohol(c);
	mc_add_body_mass(c);
	mc_add_long_term_drugs(c);
	for (size_t i = 0; i < c->count; i++)
	{
		if (mc_is_proposed(&c->list[i]) && c->list[i].role == MC_ROLE_SECONDARY &&
			mc_code_in(c->list[i].code, status_codes))
			c->list[i].role = MC_ROLE_STATUS;
	}
}
