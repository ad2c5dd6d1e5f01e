/*
 * verdict.h
 *	  What the notes of an encounter say of a billed code.
 */
#ifndef MC_VERDICT_H
#define MC_VERDICT_H

typedef enum McVerdict
{
	MC_SUPPORTED,
	MC_LESS_SPECIFIC,
	MC_OVER_SPECIFIED,
	MC_CONFLICTING_DETAIL,
	MC_CONTRADICTED,
	MC_UNCERTAIN_NOT_CODABLE,
	MC_HISTORY_CODED_AS_ACTIVE,
	MC_SUPPORTED_WEAK,
	MC_LISTED_ONLY,
	MC_NOT_CODABLE_SOURCE,
	MC_COMPONENT_OF_COMBINATION,
	MC_SEQUENCE,
	MC_CONFLICTING_RECORD,
	MC_QUERY_PROVIDER,
	MC_UNSUPPORTED,
	MC_NO_RECORD,
	MC_MISSED,
	MC_NVERDICTS
} McVerdict;

/* SUPPORTED, ...: as rows have it */
extern const char *mc_verdict_name(McVerdict verdict);

/* Why, with its source, where no rule of a suggestion says it more closely */
extern const char *mc_verdict_rule(McVerdict verdict);

#endif /* MC_VERDICT_H */
