/*
 * suggestion.h
 *	  Suggestions: the codes proposed for an encounter, from the findings of its
 *	  notes.
 */
#ifndef MC_SUGGESTION_H
#define MC_SUGGESTION_H

#include "encounter/encounter.h"
#include "coding/finding.h"
#include "encounter/rule.h"

typedef enum McSuggestionStatus
{
	MC_SUGGEST, /* the note supports it */
	MC_REVIEW,  /* it may, a coder has to look */
	MC_QUERY    /* the note leaves something open */
} McSuggestionStatus;

typedef enum McSupport
{
	MC_ASSESSED,  /* dealt with in this encounter's note */
	MC_LIST_ONLY, /* only in a list of problems or the past history */
	MC_HISTORY    /* only as a thing of the past */
} McSupport;

/* What a code is for the encounter */
typedef enum McRole
{
	MC_ROLE_SECONDARY,
	MC_ROLE_PRINCIPAL,
	MC_ROLE_FIRST_LISTED,
	MC_ROLE_MANIFESTATION,
	MC_ROLE_EXTERNAL_CAUSE,
	MC_ROLE_STATUS
} McRole;

/* A finding that supports a code */
typedef struct McEvidence
{
	uint32_t note;    /* number in the encounter */
	uint32_t finding; /* number in its findings */
} McEvidence;

/* Words of a note that support a code and are no finding: a drug's name, a measured value */
typedef struct McSpokenWords
{
	uint32_t note;
	uint32_t first_token;
	uint32_t last_token;
} McSpokenWords;

typedef struct McSuggestion
{
	McCode code;
	McCode paired_with; /* the code it goes with; 0: none */
	McSuggestionStatus status;
	McSupport support;
	McRole role;
	uint8_t score; /* 0..100 */
	bool derived;  /* no term of its own: from a combination or a rule */
	bool tied;     /* could as well come first */
	McRules rules;
	McRule dropped_by; /* MC_RULE_NONE: proposed */
	McCode winner;     /* the code that took its place; 0: none */
	uint32_t open; /* bit of each axis (McAxis) that would decide more; MC_OPEN_DETAIL */
	McSectionCategory section; /* of the best evidence */
	McEvidence first;          /* the first that supports it */
	uint32_t nevidence;
	McEvidence *evidence; /* by note and place */
	uint32_t nwords;
	McSpokenWords *words; /* by note and place */
} McSuggestion;

typedef struct McSuggestions
{
	McSuggestion *list; /* in the order proposed; what was dropped last */
	size_t count;       /* all, with what was dropped */
	size_t proposed;    /* those before the dropped ones */
	size_t cap;
} McSuggestions;

extern const char *mc_status_name(McSuggestionStatus status);
extern const char *mc_support_name(McSupport support);
extern const char *mc_role_name(McRole role);

/*
 * What a coder would bill for the encounter.  docs/resolution.md has the steps and the
 * rules, each with the file it is in.
 */
extern void mc_suggest(const McHost *host, const McTerminology *terminology,
					   const McEncounter *encounter, McSuggestions *suggestions);

/*
 * What combination derives from the affirmed findings of a note, no setting applied: linked
 * conditions, hypertension with heart and kidney disease.  Proposed ones that are derived
 * and have a code that no finding has; the list's other entries are dropped ones.
 */
extern void mc_derive(const McHost *host, const McTerminology *terminology,
					  const McNote *note, McSuggestions *derived);

#endif /* MC_SUGGESTION_H */
