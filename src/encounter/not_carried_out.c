/*
 * not_carried_out.c
 *	  Why a procedure that was planned was not carried out: the patient's decision, a
 *	  contraindication, another reason (Z53.-, ICD-10-CM Guidelines I.C.21.c.13, IV.A.1).
 */
#include "encounter/additional_parts.h"
#include "text/word_list.h"

/* The patient decided so */
static const char decision_words[] =
	"patient declined|patient refused|patient decided|patient changed|patient's decision|"
	"patient decision|patient's request|patient request|patient preference|patient's choice|"
	"patient wishes|declined by patient|refused by patient";

/* Neither the patient nor the disease is the reason */
static const char other_words[] =
	"equipment|weather|snow|storm|staffing|scheduling|power outage|no bed|no beds|"
	"unavailable|not available|insurance|authorization|transportation|fire|malfunction";

static const char reason_words[] =
	"because of|due to|secondary to|owing to|on account of|given|in view of|for";

static bool
IsDisease(const McSuggestion *s)
{
	return mc_is_proposed(s) && s->code >> 56 <= 'R' && s->support == MC_ASSESSED;
}

/* Does the note name a contraindication, or lay it to a disease? */
static bool
IsContraindicated(const McCase *c, const McSuggestion *s)
{
	if (mc_evidence_has(c, s, "contraindication|contraindicated|contraindications"))
		return true;
	for (size_t i = 0; i < c->count; i++)
	{
		/* what stands behind the words of the reason, not what the procedure is for */
		for (uint32_t e = 0; IsDisease(&c->list[i]) && e < mc_evidence_read(s); e++)
		{
			const McFinding *finding = mc_case_finding(c, s->evidence[e]);
			const McDocument *doc = mc_case_document(c, s->evidence[e]);

			for (uint32_t k = 0; k < mc_evidence_read(&c->list[i]); k++)
			{
				McEvidence other = c->list[i].evidence[k];
				const McMention *m = &mc_case_finding(c, other)->mention;

				if (other.note == s->evidence[e].note &&
					m->sentence == finding->mention.sentence &&
					m->first_token > finding->mention.last_token &&
					mc_list_within(doc, finding->mention.last_token + 1, m->first_token,
								   reason_words, MC_NO_DOTS) < m->first_token)
					return true;
			}
		}
	}
	return false;
}

void
mc_settle_not_carried_out(McCase *c)
{
	McSuggestion *s = mc_case_find(c, mc_code("Z53.9"));
	McCode code = 0;

	if (s == NULL)
		return;
	if (mc_evidence_has(c, s, decision_words))
		code = mc_code("Z53.20");
	else if (mc_evidence_has(c, s, other_words))
		code = mc_code("Z53.8");
	else if (IsContraindicated(c, s))
		code = mc_code("Z53.09");
	if (code != 0 && mc_case_is_billable(c, code))
		(void) mc_case_recode(c, (size_t) (s - c->list), code, MC_RULE_SAID_ELSEWHERE);
}
