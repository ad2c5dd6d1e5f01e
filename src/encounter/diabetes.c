/*
 * diabetes.c
 *	  The type of diabetes (ICD-10-CM Guidelines I.C.4.a): what is said of it once holds for
 *	  all its complications; not said is type 2.
 */
#include "encounter/case.h"

static const char types[] = "E08 E09 E10 E13";

/* Does the evidence of a code name type 2 itself? */
static bool
NamesType2(const McCase *c, const McSuggestion *s)
{
	for (uint32_t i = 0; i < mc_evidence_read(s); i++)
	{
		if (mc_sentence_has(c, s->evidence[i],
							"type 2|type ii|t2dm|dm2|dm 2|niddm|type two"))
			return true;
	}
	return false;
}

/* The code of another type with the same characters behind the category; 0: there is none. */
static McCode
OfType(const McCase *c, McCode code, McCode type)
{
	McCode same =
		(type & UINT64_C(0xFFFFFF0000000000)) | (code & UINT64_C(0x000000FFFFFFFFFF));

	return mc_case_is_billable(c, same) ? same : 0;
}

/* What a cause that stands behind "due to" makes of diabetes */
static const struct
{
	const char *words;
	const char *category;
} causes[] = {
	{"due to steroids|due to steroid|due to prednisone|due to corticosteroids|steroid induced|"
	 "steroid-induced|drug induced|drug-induced|due to drug|medication induced|"
	 "due to tacrolimus|secondary to steroids|secondary to steroid use|due to steroid use",
	 "E09"},
	{"due to pancreatectomy|due to total pancreatectomy|postpancreatectomy|after pancreatectomy|"
	 "following pancreatectomy|secondary to pancreatectomy|post pancreatectomy",
	 "E13"},
	{"due to cystic fibrosis|due to chronic pancreatitis|due to pancreatitis|"
	 "due to pancreatic cancer|due to cushing|due to cushing's|due to hemochromatosis|"
	 "due to underlying condition|due to underlying disease|secondary to cystic fibrosis|"
	 "secondary to chronic pancreatitis|secondary to pancreatitis|secondary to hemochromatosis|"
	 "secondary to pancreatic cancer|secondary to cushing's|cystic fibrosis related diabetes|"
	 "cystic fibrosis-related diabetes|pancreatogenic diabetes|due to acromegaly",
	 "E08"},
};

/* Diabetes by the loss of the pancreas: the lack of insulin and what was taken out (I.C.4.a.6.b.i) */
static void
AddLossOfPancreas(McCase *c, size_t number)
{
	bool partial = mc_evidence_has(
		c, &c->list[number],
		"partial pancreatectomy|distal pancreatectomy|subtotal pancreatectomy|"
		"whipple|pancreaticoduodenectomy|central pancreatectomy");
	McCode lack = mc_code("E89.1");
	McCode absence = mc_code(partial ? "Z90.411" : "Z90.410");
	size_t made;

	if (mc_case_is_billable(c, lack))
	{
		made = mc_case_derive(c, lack, MC_RULE_DIABETES, &number, 1);
		c->list[made].paired_with = c->list[number].code;
	}
	if (mc_case_is_billable(c, absence))
	{
		made = mc_case_derive(c, absence, MC_RULE_DIABETES, &number, 1);
		c->list[made].role = MC_ROLE_STATUS;
	}
}

/* The note names what the diabetes is due to: another category (I.C.4.a.6) */
static void
SettleCause(McCase *c, size_t number)
{
	const McSuggestion *s = &c->list[number];

	if (NamesType2(c, s))
		return;
	for (size_t k = 0; k < sizeof(causes) / sizeof(causes[0]); k++)
	{
		for (uint32_t i = 0; i < mc_evidence_read(s); i++)
		{
			McCode code;

			if (!mc_sentence_has(c, s->evidence[i], causes[k].words))
				continue;
			code = OfType(c, s->code, mc_code(causes[k].category));
			if (code)
			{
				size_t made = mc_case_recode(c, number, code, MC_RULE_DIABETES);

				if (mc_code_in(code, "E13"))
					AddLossOfPancreas(c, made);
			}
			return;
		}
	}
}

void
mc_settle_diabetes(McCase *c)
{
	const McSuggestion *typed = NULL;
	McCode type;

	for (size_t i = 0; i < c->count; i++)
	{
		if (mc_is_proposed(&c->list[i]) &&
			mc_code_is_under(c->list[i].code, mc_code("E11")))
			SettleCause(c, i);
	}
	for (size_t i = 0; i < c->count; i++)
	{
		const McSuggestion *s = &c->list[i];

		if (mc_is_proposed(s) && mc_code_in(s->code, types) &&
			(typed == NULL || s->status < typed->status))
			typed = s;
	}
	if (typed == NULL)
		return;
	type = typed->code;
	for (size_t i = 0; i < c->count; i++)
	{
		const McSuggestion *s = &c->list[i];
		McCode code;

		if (!mc_is_proposed(s) || !mc_code_is_under(s->code, mc_code("E11")) ||
			NamesType2(c, s))
			continue;
		code = OfType(c, s->code, type);
		if (code)
			mc_case_recode(c, i, code, MC_RULE_DIABETES);
	}
}
