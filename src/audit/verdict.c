/*
 * verdict.c
 *	  The names of verdicts, and the rule of each.
 */
#include "audit/verdict.h"

const char *
mc_verdict_name(McVerdict verdict)
{
	static const char *const names[MC_NVERDICTS] = {
		[MC_SUPPORTED] = "SUPPORTED",
		[MC_LESS_SPECIFIC] = "LESS_SPECIFIC",
		[MC_OVER_SPECIFIED] = "OVER_SPECIFIED",
		[MC_CONFLICTING_DETAIL] = "CONFLICTING_DETAIL",
		[MC_CONTRADICTED] = "CONTRADICTED",
		[MC_UNCERTAIN_NOT_CODABLE] = "UNCERTAIN_NOT_CODABLE",
		[MC_HISTORY_CODED_AS_ACTIVE] = "HISTORY_CODED_AS_ACTIVE",
		[MC_SUPPORTED_WEAK] = "SUPPORTED_WEAK",
		[MC_LISTED_ONLY] = "LIST_ONLY",
		[MC_NOT_CODABLE_SOURCE] = "NOT_CODABLE_SOURCE",
		[MC_COMPONENT_OF_COMBINATION] = "COMPONENT_OF_COMBINATION",
		[MC_SEQUENCE] = "SEQUENCE",
		[MC_CONFLICTING_RECORD] = "CONFLICTING_RECORD",
		[MC_QUERY_PROVIDER] = "QUERY_PROVIDER",
		[MC_UNSUPPORTED] = "UNSUPPORTED",
		[MC_NO_RECORD] = "NO_RECORD",
		[MC_MISSED] = "MISSED",
	};

	return names[verdict];
}

const char *
mc_verdict_rule(McVerdict verdict)
{
	static const char *const rules[MC_NVERDICTS] = {
		[MC_SUPPORTED] = "the provider states it (ICD-10-CM Guidelines I.A.19)",
		[MC_LESS_SPECIFIC] =
			"a more specific code is documented (ICD-10-CM Guidelines I.B.2)",
		[MC_OVER_SPECIFIED] =
			"the condition is documented, the detail of the code is not "
			"(ICD-10-CM Guidelines I.B.2, I.A.19)",
		[MC_CONFLICTING_DETAIL] =
			"the condition is documented with another side, acuity, type or stage "
			"(ICD-10-CM Guidelines I.B.2, I.B.13)",
		[MC_CONTRADICTED] =
			"the notes say that it is not there (ICD-10-CM Guidelines IV.J)",
		[MC_UNCERTAIN_NOT_CODABLE] =
			"an uncertain diagnosis is not coded in this setting "
			"(ICD-10-CM Guidelines IV.H)",
		[MC_HISTORY_CODED_AS_ACTIVE] = "past, and it does not last: personal history "
									   "(ICD-10-CM Guidelines I.C.21.c.4)",
		[MC_SUPPORTED_WEAK] =
			"documented, coded if it affects this encounter (ICD-10-CM Guidelines III, IV.J)",
		[MC_LISTED_ONLY] =
			"found only in a list or the past history, and nothing was done about it "
			"(ICD-10-CM Guidelines III, IV.J)",
		[MC_NOT_CODABLE_SOURCE] =
			"documented only where no diagnosis may be coded from, the provider has to state "
			"it (ICD-10-CM Guidelines I.B.14, III.B)",
		[MC_COMPONENT_OF_COMBINATION] =
			"part of a combination code (ICD-10-CM Guidelines I.B.9)",
		[MC_SEQUENCE] =
			"stands before a code that has to come first (ICD-10-CM Guidelines "
			"I.A.13, I.A.17)",
		[MC_CONFLICTING_RECORD] =
			"the notes disagree, the provider has to say which is right (ICD-10-CM "
			"Guidelines I.A.19, I.B.14)",
		[MC_QUERY_PROVIDER] =
			"no diagnosis is stated, only a drug or a test of it: to be asked, never coded "
			"(ICD-10-CM Guidelines III.B)",
		[MC_UNSUPPORTED] =
			"the record was read and does not name it (ICD-10-CM Guidelines I.A.19)",
		[MC_NO_RECORD] = "no signed note of a provider for the encounter",
		[MC_MISSED] = "documented and not billed (ICD-10-CM Guidelines III, IV.J)",
	};

	return rules[verdict];
}
