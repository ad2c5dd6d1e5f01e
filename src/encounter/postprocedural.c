/*
 * postprocedural.c
 *	  Hemorrhage after a procedure, by whether the procedure was one on the same body system
 *	  (Alphabetic Index, Complication, postprocedural, hemorrhage; ICD-10-CM Guidelines I.B.16).
 */
#include "encounter/additional_parts.h"

/* Headings with a code for a procedure on the system, and the procedures that are */
static const struct
{
	const char *heading;
	const char *code;
	const char *procedures;
} rows[] = {
	{"K91.84", "K91.840",
	 "colectomy|hemicolectomy|sigmoidectomy|proctectomy|bowel resection|colon resection|"
	 "gastrectomy|gastric bypass|sleeve gastrectomy|cholecystectomy|appendectomy|"
	 "hepatectomy|liver resection|esophagectomy|pancreatectomy|whipple|polypectomy|"
	 "colonoscopy|endoscopy|egd|ercp|hemorrhoidectomy|hernia repair|herniorrhaphy|"
	 "colostomy|ileostomy|fundoplication|bariatric surgery|digestive system procedure"},
	{"N99.82", "N99.820",
	 "prostatectomy|nephrectomy|cystectomy|turp|turbt|hysterectomy|lithotripsy|"
	 "ureteroscopy|cystoscopy|oophorectomy|orchiectomy|pyeloplasty|kidney biopsy|"
	 "renal biopsy|prostate biopsy|percutaneous nephrolithotomy|"
	 "genitourinary system procedure"},
	{"M96.83", "M96.830",
	 "arthroplasty|knee replacement|hip replacement|joint replacement|spinal fusion|"
	 "laminectomy|open reduction|orif|internal fixation|arthroscopy|osteotomy|"
	 "shoulder replacement|amputation|musculoskeletal system procedure"},
};

void
mc_settle_postprocedural(McCase *c)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
	{
		McSuggestion *s = mc_case_find(c, mc_code(rows[i].heading));

		if (s != NULL && mc_case_is_billable(c, mc_code(rows[i].code)) &&
			mc_evidence_has(c, s, rows[i].procedures))
			(void) mc_case_recode(c, (size_t) (s - c->list), mc_code(rows[i].code),
								  MC_RULE_COMPLICATION);
	}
}
