/*
 * postprocedural.c
 *	  Hemorrhage of the digestive system that the note calls one after a procedure: by the
 *	  procedure it is K91.840, and for review where the note does not name one (Alphabetic Index,
 *	  Complication, postprocedural, hemorrhage; ICD-10-CM Guidelines I.B.16).
 */
#include "encounter/additional_parts.h"

/* The note calls it a complication, not only later than the procedure (I.B.16) */
static const char complication_words[] =
	"postprocedural|post procedural|post-procedural|postoperative hemorrhage|"
	"postoperative bleeding|post operative hemorrhage|post operative bleeding|"
	"post-operative hemorrhage|post-operative bleeding|postoperative gastrointestinal|"
	"complication of the procedure|complication of the surgery|"
	"complication of the operation|due to the procedure|due to the surgery";

static const char procedures[] =
	"colectomy|hemicolectomy|sigmoidectomy|proctectomy|bowel resection|colon resection|"
	"gastrectomy|gastric bypass|sleeve gastrectomy|cholecystectomy|appendectomy|"
	"hepatectomy|liver resection|esophagectomy|pancreatectomy|whipple|polypectomy|"
	"colonoscopy|endoscopy|egd|ercp|hemorrhoidectomy|hernia repair|herniorrhaphy|"
	"colostomy|ileostomy|fundoplication|bariatric surgery|digestive system procedure";

void
mc_settle_postprocedural(McCase *c)
{
	McSuggestion *s = mc_case_find(c, mc_code("K92.2"));

	if (s == NULL || !mc_evidence_has(c, s, complication_words) ||
		mc_evidence_has(c, s,
						"not a complication|unrelated to|not due to|not related to"))
		return;
	if (mc_evidence_has(c, s, procedures) && mc_case_is_billable(c, mc_code("K91.840")))
	{
		(void) mc_case_recode(c, (size_t) (s - c->list), mc_code("K91.840"),
							  MC_RULE_COMPLICATION);
		return;
	}
	if (s->status < MC_REVIEW)
		s->status = MC_REVIEW;
	s->rules |= MC_RULE_BIT(MC_RULE_COMPLICATION);
}
