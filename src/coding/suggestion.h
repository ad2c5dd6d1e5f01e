/*
 * suggestion.h
 *	  Suggestions: the codes proposed for the encounter of a note.
 */
#ifndef MC_SUGGESTION_H
#define MC_SUGGESTION_H

#include "coding/finding.h"

/* Where the patient was seen; it decides what may be coded. */
typedef enum McSetting
{
	MC_INPATIENT,
	MC_OUTPATIENT,
	MC_ED,
	MC_OBSERVATION,
	MC_PROFESSIONAL,
	MC_SNF,
	MC_REHAB,
	MC_HOME_HEALTH,
	MC_HOSPICE,
	MC_NSETTINGS
} McSetting;

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

/* Rules that acted on a suggestion, as bits. */
#define MC_RULE_UNCERTAIN_INPATIENT 0x01 /* II.H, III.C */
#define MC_RULE_HEADING             0x02 /* I.B.2: not the full number of characters */
#define MC_RULE_LIST_ONLY           0x04 /* IV.J, III: affects care in this encounter */
#define MC_RULE_NOT_IN_RELEASE      0x08 /* the code is not in the release of the date */
#define MC_RULE_NOT_ASSESSED        0x10 /* I.B.14, IV.J: not in the provider's statement */
#define MC_RULE_FINDING_ONLY        0x20 /* III.B: an observation, no diagnosis */
#define MC_RULE_HISTORY             0x40 /* IV.J: called past by the note */
#define MC_NRULES                   7

typedef struct McSuggestion
{
	McCode code;
	McSuggestionStatus status;
	McSupport support;
	uint8_t score;             /* 0..100 */
	unsigned rules;            /* MC_RULE_* */
	McSectionCategory section; /* of the best evidence */
	uint32_t first_finding;    /* the first that supports it */
	uint32_t nfindings;
	uint32_t *findings; /* numbers in McFindings, by place */
} McSuggestion;

typedef struct McSuggestions
{
	McSuggestion *list; /* in the order proposed */
	size_t count;
	size_t cap;
} McSuggestions;

extern int mc_setting_by_name(const char *name);
extern const char *mc_status_name(McSuggestionStatus status);
extern const char *mc_support_name(McSupport support);

/* Text of a rule with its source; bit is one of MC_RULE_*. */
extern const char *mc_rule_text(unsigned bit);

/*
 * Propose codes from the findings of one note.
 *
 * Negated, hypothetical and family findings give none.  An uncertain diagnosis
 * gives none, except that an inpatient note's final statement makes it one to
 * review (ICD-10-CM Guidelines II.H, III.C; all other settings IV.H).  To be
 * reviewed is also what only stands in a list or the past history, what a cue
 * calls past, what was only observed (examination, review of systems,
 * results: III.B), and, where the note has an assessment, what that does not
 * name (IV.J).  A code for "unspecified" gives way to a more specific one of
 * its category (I.B.2).  Each code once (I.B.12).
 */
extern void mc_suggest(const McHost *host, const McTerminology *terminology,
					   const McDocument *doc, const McFindings *findings,
					   McSetting setting, McSuggestions *suggestions);

#endif /* MC_SUGGESTION_H */
