/*
 * score.c
 *	  How likely a coder takes a suggestion: an integer from 0 to 100 that orders.
 *
 * It adds up points for where the note states it, how often, how well the words fit, and how
 * specific the code is.  The points are set by hand, no figure says that 80 means 80 of
 * 100: it is a score, not a probability (docs/resolution.md).
 */
#include <string.h>

#include "encounter/case.h"
#include "encounter/statement.h"

#define BASE           8  /* whatever is proposed */
#define GAIN_HEADING   30 /* the heading of a problem names it */
#define GAIN_STATEMENT 16 /* it stands in an assessment or a list of diagnoses */
#define GAIN_COURSE    8  /* ... in a course or a plan */
#define GAIN_MENTION   5  /* each further mention, at most MOST_MENTIONS */
#define MOST_MENTIONS  3
#define GAIN_COMPLAINT 5  /* what the patient came for */
#define GAIN_SPECIFIC  8  /* nothing is left open */
#define GAIN_LASTING   10 /* a disease that lasts */
#define GAIN_MATCH     20 /* words exactly those of the term; in proportion */
#define LOSS_SYMPTOM   12 /* a symptom, that a disease may explain */
#define LOSS_DERIVED   6  /* from a rule, not from words of its own */
#define LOSS_STATUS    10 /* what a patient is or has been, or an external cause */
#define LOSS_REVIEW    25 /* a coder has to look */
#define LOSS_MISSPELT  20 /* nothing but misspelt words says it */
#define MOST_MISSPELT  60 /* it is never among the highest */

/* The points of where and how often it is said */
static int
ScoreOfEvidence(const McCase *c, const McSuggestion *s)
{
	int place = 0;
	int complaint = 0;
	int match = 0;
	uint32_t more = s->nevidence > 0 ? s->nevidence - 1 : 0;

	for (uint32_t i = 0; i < s->nevidence; i++)
	{
		const McNote *note = &c->encounter->notes[s->evidence[i].note];
		const McFinding *finding = mc_case_finding(c, s->evidence[i]);
		int rank = mc_finding_rank(note, finding);
		int here = rank == 2 ? GAIN_STATEMENT : rank == 1 ? GAIN_COURSE : 0;

		if (rank == 2 && mc_heads_problem(note, finding))
			here = GAIN_HEADING;
		place = here > place ? here : place;
		if (finding->section == MC_SECTION_CHIEF_COMPLAINT ||
			finding->section == MC_SECTION_PRESENT_ILLNESS)
			complaint = GAIN_COMPLAINT;
		match = finding->mention.score > match ? finding->mention.score : match;
	}
	return place + complaint + match * GAIN_MATCH / 100 +
		   (int) (more > MOST_MENTIONS ? MOST_MENTIONS : more) * GAIN_MENTION;
}

static int
ScoreOfCode(const McCase *c, const McSuggestion *s)
{
	char chapter = (char) (s->code >> 56);
	const char *title = mc_case_title(c, s->code);
	int score = 0;

	if (strstr(title, "nspecified") == NULL)
		score += GAIN_SPECIFIC;
	if (c->terminology->knowledge)
	{
		McConditionClass lasts = mc_condition_class(c->terminology->knowledge, s->code);

		if (lasts == MC_CLASS_CHRONIC || lasts == MC_CLASS_LIFELONG)
			score += GAIN_LASTING;
	}
	if (mc_is_symptom_code(s->code))
		score -= LOSS_SYMPTOM;
	if (s->derived)
		score -= LOSS_DERIVED;
	if (chapter == 'Z' || (chapter >= 'V' && chapter <= 'Y'))
		score -= LOSS_STATUS;
	return score;
}

void
mc_score(McCase *c)
{
	for (size_t i = 0; i < c->count; i++)
	{
		McSuggestion *s = &c->list[i];
		int score;

		if (!mc_is_proposed(s) || s->nevidence == 0)
			continue;
		score = BASE + ScoreOfEvidence(c, s) + ScoreOfCode(c, s);
		if (s->status != MC_SUGGEST)
			score -= LOSS_REVIEW;
		if (s->rules &
			(MC_RULE_BIT(MC_RULE_MISSPELT) | MC_RULE_BIT(MC_RULE_MISSPELT_DOUBT)))
		{
			score -= LOSS_MISSPELT;
			score = score > MOST_MISSPELT ? MOST_MISSPELT : score;
		}
		s->score = (uint8_t) (score < 1 ? 1 : score > 100 ? 100 : score);
		mc_interrupt(c->host);
	}
}
