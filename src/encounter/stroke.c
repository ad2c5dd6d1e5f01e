/*
 * stroke.c
 *	  What a stroke of the past left behind (ICD-10-CM Guidelines I.C.9.d, I.B.10).
 */
#include <string.h>

#include "encounter/additional_parts.h"
#include "encounter/history.h"
#include "encounter/stated.h"
#include "encounter/statement.h"
#include "encounter/wording.h"

/*
 * Deficits that a stroke left: I69 in place of the history, and of the deficit where
 * the code says all of it (I.C.9.d).
 */
typedef struct DeficitRow
{
	const char *deficit;
	char below[4];  /* characters behind I69.x */
	bool keep_both; /* the deficit's own code says more */
} DeficitRow;

static const DeficitRow deficit_rows[] = {
	{"G81.01 G81.11 G81.91", "51", false},
	{"G81.02 G81.12 G81.92", "52", false},
	{"G81.03 G81.13 G81.93", "53", false},
	{"G81.04 G81.14 G81.94", "54", false},
	{"G81.00 G81.10 G81.90", "59", false},
	{"R47.01", "20", false},
	{"R47.02", "21", false},
	{"R47.1", "22", false},
	{"R13", "91", true},
	{"R29.810", "92", false},
	{"R27.0", "93", false},
};

static const char left_behind_words[] =
	"residual|residuals|sequela|sequelae|late effect|late effects|due to|secondary to|from|"
	"since|after|following|post stroke|poststroke|s/p|status post|with|persistent|deficit|"
	"deficits|h/o|history of|hx of|old|prior|previous";

/* Does a sentence with a deficit and a stroke speak of the one as left by the other? */
static bool
SaysLeftBehind(const McCase *c, McEvidence deficit)
{
	return mc_sentence_has(c, deficit, left_behind_words) &&
		   !mc_sentence_has(c, deficit, "no|without|denies|acute|new onset");
}

/* Is a deficit left by the stroke of a suggestion? */
static bool
IsLeftBy(const McCase *c, const McSuggestion *deficit, const McSuggestion *stroke)
{
	for (uint32_t i = 0; i < mc_evidence_read(deficit); i++)
	{
		McEvidence e = deficit->evidence[i];

		if (SaysLeftBehind(c, e) &&
			mc_is_in_sentence(c, stroke, e.note, mc_case_finding(c, e)->mention.sentence))
			return true;
	}
	return false;
}

/* Is it left by the stroke that one mention names? */
static bool
IsLeftByMention(const McCase *c, const McSuggestion *deficit, McEvidence stroke)
{
	for (uint32_t i = 0; i < mc_evidence_read(deficit); i++)
	{
		McEvidence e = deficit->evidence[i];

		if (SaysLeftBehind(c, e) && e.note == stroke.note &&
			mc_case_finding(c, e)->mention.sentence ==
				mc_case_finding(c, stroke)->mention.sentence)
			return true;
	}
	return false;
}

/* The code of a deficit that a stroke left, which a release may not have: 0 */
static McCode
LeftCode(const McCase *c, McCode stroke, const DeficitRow *row)
{
	McAttributes nothing = {.flags = 0};
	char kind = mc_code_in(stroke, "I60")   ? '0'
				: mc_code_in(stroke, "I61") ? '1'
				: mc_code_in(stroke, "I62") ? '2'
											: '3';

	return mc_in_release(c,
						 mc_code("I69.") | (McCode) kind << 32 |
							 (McCode) row->below[0] << 24 | (McCode) row->below[1] << 16,
						 &nothing);
}

/* The deficits that an earlier stroke left which one mention names; true when one was found. */
static bool
SettleEarlierStroke(McCase *c, McEvidence stroke)
{
	McCode code = mc_case_finding(c, stroke)->code;
	size_t count = c->count;
	bool found = false;

	for (size_t i = 0; i < count; i++)
	{
		for (size_t k = 0; k < sizeof(deficit_rows) / sizeof(deficit_rows[0]); k++)
		{
			const DeficitRow *row = &deficit_rows[k];
			McCode made;

			if (!mc_is_proposed(&c->list[i]) ||
				!mc_code_in(c->list[i].code, row->deficit) ||
				!IsLeftByMention(c, &c->list[i], stroke))
				continue;
			made = LeftCode(c, code, row);
			if (made == 0)
				continue;
			(void) mc_case_derive(c, made, MC_RULE_SEQUELA, &i, 1);
			if (row->keep_both)
				c->list[i].paired_with = made;
			else
				mc_case_drop(&c->list[i], MC_RULE_SEQUELA, made);
			found = true;
		}
	}
	return found;
}

void
mc_add_earlier_stroke(McCase *c, size_t number)
{
	McEvidence e;

	if (!mc_code_in(c->list[number].code, "I63") ||
		!mc_case_is_billable(c, mc_code("Z86.73")))
		return;
	for (e.note = 0; e.note < c->encounter->nnotes; e.note++)
	{
		const McFindings *findings = &c->encounter->notes[e.note].findings;

		for (e.finding = 0; e.finding < findings->count; e.finding++)
		{
			const McFinding *finding = &findings->list[e.finding];
			const McAssertion *a = &finding->assertion;

			if (!mc_code_in(finding->code, "I63") || !a->historical || a->negated ||
				a->uncertain || a->hypothetical || a->experiencer != MC_PATIENT ||
				!mc_section_states(finding->section) ||
				!mc_sentence_has(c, e, "history|h/o|hx|prior|previous|earlier|old"))
				continue;
			if (SettleEarlierStroke(c, e))
				return;
			if (mc_sentence_has(c, e, "deficit|residual|sequela|with|due to"))
				continue;
			(void) mc_case_derive(c, mc_code("Z86.73"), MC_RULE_HISTORY_CODE, &number, 1);
			return;
		}
	}
}

bool
mc_is_past_stroke(const McCase *c, const McSuggestion *s)
{
	return mc_code_in(s->code, "I60 I61 I62 I63") &&
		   c->encounter->setting != MC_INPATIENT && c->encounter->setting != MC_ED &&
		   c->encounter->setting != MC_OBSERVATION &&
		   !mc_evidence_has(c, s,
							"acute|new|recent|today|yesterday|current|evolving|presents|"
							"presented|this morning|last night|recurrent");
}

/* A past stroke with deficits; true when one was found. */
bool
mc_settle_stroke(McCase *c, size_t stroke)
{
	McCode winner = 0;
	size_t count = c->count;

	for (size_t i = 0; i < count; i++)
	{
		for (size_t row = 0; row < sizeof(deficit_rows) / sizeof(deficit_rows[0]); row++)
		{
			const DeficitRow *r = &deficit_rows[row];
			size_t parts[2] = {i, stroke};
			McCode made;
			size_t added;

			if (!mc_is_proposed(&c->list[i]) ||
				!mc_code_in(c->list[i].code, r->deficit) ||
				!IsLeftBy(c, &c->list[i], &c->list[stroke]))
				continue;
			made = LeftCode(c, c->list[stroke].code, r);
			if (made == 0)
				continue;
			/* "history of stroke with residual": the deficit is there today, however old the stroke */
			if (c->list[i].support == MC_HISTORY ||
				c->list[i].rules & MC_RULE_BIT(MC_RULE_HISTORY_CHRONIC))
			{
				c->list[i].status = MC_SUGGEST;
				c->list[i].support = MC_ASSESSED;
				mc_replace_reserve(&c->list[i], MC_RULE_SEQUELA);
				c->list[i].rules &= ~MC_RULE_BIT(MC_RULE_HISTORY_CHRONIC);
			}
			c->list[stroke].status = c->list[i].status;
			c->list[stroke].support = c->list[i].support;
			added = mc_case_derive(c, made, MC_RULE_SEQUELA, parts, 2);
			mc_replace_reserve(&c->list[added], MC_RULE_SEQUELA);
			if (r->keep_both)
				c->list[i].paired_with = made;
			else
				mc_case_drop(&c->list[i], MC_RULE_SEQUELA, made);
			winner = made;
		}
	}
	if (winner == 0)
		return false;
	mc_case_drop(&c->list[stroke], MC_RULE_SEQUELA, winner);
	return true;
}

/* What dissolves a clot, and that another hospital gave it */
static const char lysis_words[] =
	"tpa|t-pa|rtpa|rt-pa|tnk|tnkase|alteplase|activase|tenecteplase|thrombolysis|thrombolytic|"
	"thrombolytics";
static const char elsewhere_words[] =
	"outside facility|outside hospital|other hospital|another hospital|other facility|"
	"another facility|different facility|different hospital|osh|referring hospital|"
	"referring facility|transferring hospital|transferring facility|sending hospital|"
	"outlying hospital|community hospital";

/* tPA that another hospital gave within a day, beside what it was given for (I.C.21.c.3) */
static void
AddLysis(McCase *c)
{
	size_t treated = mc_case_number_in(c, "I63 I21 I22");
	McStatedList said;

	if (treated == c->count || c->list[treated].status != MC_SUGGEST ||
		c->encounter->setting != MC_INPATIENT ||
		!mc_case_is_billable(c, mc_code("Z92.82")))
		return;
	mc_stated_words(c, lysis_words, &said);
	for (size_t i = 0; i < said.count; i++)
	{
		const McStated *at = &said.list[i];
		const McDocument *doc = c->encounter->notes[at->note].doc;
		const McSentence *sentence = &doc->sentences.list[at->sentence];
		uint32_t end = sentence->end_token;
		size_t made;

		if (at->assertion.negated || at->assertion.hypothetical ||
			at->assertion.uncertain || at->assertion.experiencer != MC_PATIENT ||
			!mc_stated_within(doc, sentence->first_token, end, elsewhere_words) ||
			mc_stated_within(doc, sentence->first_token, end,
							 "not given|held|declined|refused|contraindicated|"
							 "not a candidate|candidate|days ago|weeks ago|months ago|"
							 "years ago|last year|last month"))
			continue;
		made = mc_case_add_stated(c, mc_code("Z92.82"), MC_RULE_ADDITIONAL, at,
								  MC_SUGGEST, MC_ROLE_STATUS);
		c->list[made].support = MC_ASSESSED;
		break;
	}
	mc_release(c->host, said.list);
}

void
mc_add_beside_stroke(McCase *c)
{
	size_t stroke = mc_case_number_in(c, "I63");

	AddLysis(c);
	/* the score of the stroke scale may come from any part of the notes (I.B.14, I.C.18.i) */
	for (size_t i = 0; i < c->count && stroke < c->count; i++)
	{
		McSuggestion *s = &c->list[i];

		if (!mc_is_proposed(s) || !mc_code_in(s->code, "R29.7") ||
			s->status != MC_REVIEW || c->list[stroke].status != MC_SUGGEST)
			continue;
		s->rules &=
			~(MC_RULE_BIT(MC_RULE_NOT_ASSESSED) | MC_RULE_BIT(MC_RULE_FINDING_ONLY));
		if (s->support == MC_ASSESSED && !(s->rules & MC_RULE_BIT(MC_RULE_UNSIGNED)))
			s->status = MC_SUGGEST;
	}
}

/*
 * Paralysis of the right side is that of the dominant one, of the left not, unless the note says
 * otherwise; in the ambidextrous every side is dominant (I.C.6.a).  The last character of G81-G83
 * and I69.-3 to I69.-5: 1 and 3 right, 2 and 4 left, the dominant side first.
 */
void
mc_settle_dominance(McCase *c)
{
	static const char left_words[] =
		"left handed|left-handed|left hand dominant|left-hand dominant|left side is dominant|"
		"left side dominant|left dominant|left handedness";
	size_t count = c->count;
	bool both;
	bool left;

	if (mc_case_number_in(c, "G81 G83 I69") == count)
		return;
	both = mc_notes_have(c, "ambidextrous");
	left = mc_notes_have(c, left_words);
	for (size_t i = 0; i < count && (both || left); i++)
	{
		McCode code = c->list[i].code;
		int shift = 0;
		char last;

		if (!mc_is_proposed(&c->list[i]) || !mc_code_in(code, "G81 G83 I69") ||
			strstr(mc_case_title(c, code), "dominant side") == NULL)
			continue;
		while (shift < 56 && (code >> shift & 0xFF) == 0)
			shift += 8;
		last = (char) (code >> shift & 0xFF);
		if (last == '4')
			last = '2';
		else if (last == '3' && both)
			last = '1';
		else if (last == '1' && !both)
			last = '3';
		else
			continue;
		code = (code & ~((McCode) 0xFF << shift)) | (McCode) last << shift;
		if (mc_case_is_billable(c, code))
			(void) mc_case_recode(c, i, code, MC_RULE_SAID_ELSEWHERE);
	}
}
