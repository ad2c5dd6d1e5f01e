/*
 * rule.c
 *	  The texts of the rules.  "Guidelines" are the ICD-10-CM Official Guidelines for Coding
 *	  and Reporting, FY2026.
 */
#include "encounter/rule.h"

_Static_assert(MC_NRULES <= 128, "a set of rules is 128 bits");

const char *
mc_rule_text(McRule rule)
{
	static const char *const texts[MC_NRULES] = {
		[MC_RULE_NONE] = "",
		[MC_RULE_NEGATED] = "the note says that it is absent (Guidelines I.B.14, IV.J)",
		[MC_RULE_RULED_OUT] = "ruled out (Guidelines II.H, IV.H)",
		[MC_RULE_HYPOTHETICAL] =
			"a possibility, a risk or an instruction, no condition (Guidelines IV.J)",
		[MC_RULE_OTHER_PERSON] = "of another person (Guidelines I.C.21.c.4)",
		[MC_RULE_ALLERGY] = "named as an allergy, no condition (Guidelines I.C.21.c.3)",
		[MC_RULE_SCREENING] =
			"looked for without sign or symptom, no condition (Guidelines I.C.21.c.5)",
		[MC_RULE_PLANNED] = "planned, not yet done",
		[MC_RULE_UNCERTAIN] = "an uncertain diagnosis is not coded in this setting "
							  "(ICD-10-CM Guidelines IV.H)",
		[MC_RULE_UNCERTAIN_INPATIENT] =
			"uncertain diagnosis at discharge is coded as if established "
			"(ICD-10-CM Guidelines II.H, III.C)",
		[MC_RULE_UNCERTAIN_NOT_FINAL] =
			"uncertain, and not in the final statement of the stay "
			"(ICD-10-CM Guidelines II.H, III.C)",
		[MC_RULE_NEEDS_CONFIRMATION] = "coded only when confirmed (ICD-10-CM Guidelines "
									   "I.C.1.a.1, I.C.1.f, I.C.1.g.1.a, I.C.10.c)",
		[MC_RULE_NOT_THE_PROVIDER] =
			"the author is not the provider, who has to state the "
			"diagnosis (ICD-10-CM Guidelines I.B.14)",
		[MC_RULE_TEST_REPORT] =
			"from the report of a test of an inpatient, the provider has "
			"to state it (ICD-10-CM Guidelines III.B)",
		[MC_RULE_UNSIGNED] = "only in a note that is not signed, the provider has to "
							 "authenticate it (ICD-10-CM Guidelines I.A.19)",
		[MC_RULE_NOTES_DISAGREE] = "one note documents it and another denies it, the "
								   "provider has to say which is right (ICD-10-CM "
								   "Guidelines I.A.19, I.B.14)",
		[MC_RULE_MISSPELT] = "spelling corrected, the evidence shows the words as the "
							 "terminology has them",
		[MC_RULE_MISSPELT_DOUBT] =
			"spelling corrected, and another word may be meant: a coder has to look",
		[MC_RULE_LIST_ONLY] =
			"found only in a list or the past history, coded if it affects "
			"this encounter (ICD-10-CM Guidelines III, IV.J)",
		[MC_RULE_NOT_ASSESSED] =
			"not named in the note's assessment, coded if it affects this "
			"encounter (ICD-10-CM Guidelines III, IV.J)",
		[MC_RULE_FINDING_ONLY] =
			"only observed or asked for, coded if the provider states that it "
			"matters (ICD-10-CM Guidelines III.B)",
		[MC_RULE_REASON_FOR_VISIT] =
			"reason for the encounter (ICD-10-CM Guidelines IV.G)",
		[MC_RULE_HISTORY] =
			"the note calls it past, coded if it is still present or treated "
			"(ICD-10-CM Guidelines IV.J)",
		[MC_RULE_HISTORY_CHRONIC] =
			"named as history but it lasts: current, to be reviewed "
			"(ICD-10-CM Guidelines IV.I)",
		[MC_RULE_HISTORY_ACUTE] =
			"past, and it does not last (ICD-10-CM Guidelines IV.J, I.C.21.c.4)",
		[MC_RULE_HISTORY_CODE] =
			"personal history in place of the condition (ICD-10-CM Guidelines I.C.21.c.4)",
		[MC_RULE_REMISSION] =
			"in remission, with a code of its own (ICD-10-CM Guidelines I.C.2.n, I.C.5.b.1)",
		[MC_RULE_LESS_SPECIFIC] =
			"a more specific code is documented (ICD-10-CM Guidelines I.B.2)",
		[MC_RULE_SAID_ELSEWHERE] =
			"detail from elsewhere in the note (ICD-10-CM Guidelines I.B.2, I.A.19)",
		[MC_RULE_SIDE_ELSEWHERE] =
			"side from elsewhere in the note (ICD-10-CM Guidelines I.B.13)",
		[MC_RULE_BILATERAL] = "both sides (ICD-10-CM Guidelines I.B.13)",
		[MC_RULE_TWO_COURSES] =
			"acute on chronic, and no code has both (ICD-10-CM Guidelines I.B.8)",
		[MC_RULE_UNSTATED_ABSENCE] =
			"the note does not say that it is without (ICD-10-CM Guidelines I.B.2)",
		[MC_RULE_HEADING] = "a heading is no complete code, more detail is needed "
							"(ICD-10-CM Guidelines I.B.2)",
		[MC_RULE_NOT_IN_RELEASE] = "not a code of the release that applies on this date "
								   "(ICD-10-CM Guidelines I.A)",
		[MC_RULE_CONFLICTING_SIDE] =
			"the note names both sides (ICD-10-CM Guidelines I.B.13)",
		[MC_RULE_WITH] =
			"listed under \"with\" or \"in\" of the Alphabetic Index: linked unless the "
			"note says otherwise (ICD-10-CM Guidelines I.A.15)",
		[MC_RULE_WRITTEN_LINK] = "the note states the link (ICD-10-CM Guidelines I.A.15)",
		[MC_RULE_PART_OF_COMBINATION] =
			"part of a combination code (ICD-10-CM Guidelines I.B.9)",
		[MC_RULE_HYPERTENSION] =
			"hypertension with heart or kidney disease (ICD-10-CM Guidelines I.C.9.a)",
		[MC_RULE_DIABETES] =
			"diabetes and its complications (ICD-10-CM Guidelines I.C.4.a, I.A.15)",
		[MC_RULE_TWO_CODES] =
			"etiology and manifestation, in this order (ICD-10-CM Guidelines I.A.13)",
		[MC_RULE_ADDITIONAL] =
			"additional code that the Tabular List asks for (ICD-10-CM Guidelines I.A.17)",
		[MC_RULE_LONG_TERM_DRUG] =
			"long-term drug therapy (ICD-10-CM Guidelines I.C.21.c.3, I.C.4.a.3)",
		[MC_RULE_SYMPTOM] =
			"routinely part of a confirmed disease (ICD-10-CM Guidelines I.B.5)",
		[MC_RULE_SEVENTH] =
			"seventh character from the words of the note (ICD-10-CM Guidelines I.C.19.a)",
		[MC_RULE_SEVENTH_OPEN] = "no word of the note says which seventh character "
								 "(ICD-10-CM Guidelines I.A.5, I.C.19.a)",
		[MC_RULE_EXTERNAL_CAUSE] = "cause of an injury (ICD-10-CM Guidelines I.C.20)",
		[MC_RULE_NEOPLASM] =
			"by histology, behaviour and site (ICD-10-CM Guidelines I.C.2)",
		[MC_RULE_SECONDARY_NEOPLASM] = "secondary site (ICD-10-CM Guidelines I.C.2)",
		[MC_RULE_CANCER_HISTORY] =
			"malignancy that was removed and is not treated any more (ICD-10-CM Guidelines "
			"I.C.2.m)",
		[MC_RULE_ADVERSE_EFFECT] =
			"adverse effect: its nature first, then the drug (ICD-10-CM Guidelines I.C.19.e.5.a)",
		[MC_RULE_POISONING] = "poisoning first, then its effects (ICD-10-CM Guidelines "
							  "I.C.19.e.5.b)",
		[MC_RULE_UNDERDOSING] =
			"underdosing, never first (ICD-10-CM Guidelines I.C.19.e.5.c)",
		[MC_RULE_PREGNANCY] =
			"pregnancy: codes of chapter 15 come first (ICD-10-CM Guidelines I.C.15.a)",
		[MC_RULE_NEWBORN] = "newborn record (ICD-10-CM Guidelines I.C.16.a)",
		[MC_RULE_COMPLICATION] =
			"a complication of care needs a stated cause (ICD-10-CM Guidelines I.B.16)",
		[MC_RULE_SEQUELA] =
			"late effect: the condition left behind first (ICD-10-CM Guidelines I.B.10)",
		[MC_RULE_SEPSIS] =
			"sepsis and its organ dysfunction (ICD-10-CM Guidelines I.C.1.d)",
		[MC_RULE_EXCLUDES1] =
			"an Excludes1 note of the Tabular List names the other code, unless the two are "
			"unrelated (ICD-10-CM Guidelines I.A.12.a)",
		[MC_RULE_SEX] = "a code for one sex only",
		[MC_RULE_AGE] = "a code for another age",
		[MC_RULE_SECONDARY_ONLY] =
			"only beside another diagnosis (ICD-10-CM Guidelines I.B.14, I.C.21.c.3)",
		[MC_RULE_TOO_MANY] =
			"more codes than any encounter has: they were not compared with each other",
		[MC_RULE_PRINCIPAL] =
			"proposed as principal diagnosis: what the stay was chiefly for, "
			"after study (ICD-10-CM Guidelines II)",
		[MC_RULE_FIRST_LISTED] =
			"proposed as first-listed: chiefly responsible for the visit (ICD-10-CM Guidelines "
			"IV.G)",
		[MC_RULE_TIED] =
			"could as well come first (ICD-10-CM Guidelines II.B, II.C, IV.G)",
	};

	return texts[rule];
}
