/*
 * assertion.h
 *	  What a note says of a mention: negated, uncertain, historical,
 *	  hypothetical, of somebody else; with the cue that says so.
 *
 * The method is ConText's (Harkema, Dowling, Thornblade, Chapman 2009), an
 * extension of NegEx: cues act forward or backward up to a terminator.
 */
#ifndef MC_ASSERTION_H
#define MC_ASSERTION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "context/cue.h"
#include "context/event_date.h"
#include "context/relative.h"
#include "context/scope.h"
#include "text/document.h"

/* No cue decided an axis: it has its default, or the section decided. */
#define MC_NO_TOKEN UINT32_MAX

typedef enum McExperiencer
{
	MC_PATIENT,
	MC_FAMILY
} McExperiencer;

/*
 * What a note says of a condition beyond the axes, and what that means for them:
 *
 *	MC_STATUS_RESOLVED      over ("has resolved"); historical as well, unless in this very
 *	                        stay (hospital course, discharge diagnoses)
 *	MC_STATUS_REMISSION     in remission, which has codes of its own and is not
 *	                        resolved (ICD-10-CM Guidelines I.C.4.a.1.b); no axis
 *	MC_STATUS_RULED_OUT     looked for and not there; negated as well
 *	MC_STATUS_SURVEILLANCE  treated and watched, no evidence of it; historical as well
 *	MC_STATUS_AT_RISK       not there, but feared; hypothetical as well
 *	MC_STATUS_SCREENING     looked for without a sign; hypothetical as well
 *	MC_STATUS_PLANNED       a procedure to come, never a condition; hypothetical as well
 *	MC_STATUS_ALLERGY       a substance the patient must not have, or what it
 *	                        does; no axis
 *
 * In the order of the categories of cues.
 */
typedef enum McStatus
{
	MC_STATUS_NONE,
	MC_STATUS_RESOLVED,
	MC_STATUS_REMISSION,
	MC_STATUS_RULED_OUT,
	MC_STATUS_SURVEILLANCE,
	MC_STATUS_AT_RISK,
	MC_STATUS_SCREENING,
	MC_STATUS_PLANNED,
	MC_STATUS_ALLERGY,
	MC_NSTATUSES
} McStatus;

typedef struct McAssertion
{
	bool negated;
	bool uncertain;
	bool historical;
	bool hypothetical;
	McExperiencer experiencer;
	McStatus status;
	McRelative relative;    /* MC_RELATIVE_NONE of the patient */
	McEventDate event_date; /* year 0: none */
	uint32_t date_first;    /* its tokens; MC_NO_TOKEN: none */
	uint32_t date_last;
	/*
	 * for each axis, and each status beside its axis, the tokens of the cue that
	 * decided; MC_NO_TOKEN: none
	 */
	uint32_t cue_first[MC_CUE_NCATEGORIES];
	uint32_t cue_last[MC_CUE_NCATEGORIES];
} McAssertion;

/*
 * Assert targets, which are in ascending order and do not overlap.  out has
 * room for ntargets.  Targets of one sentence shield each other: a cue inside
 * one of them acts on none, unless it heads a list ("history of").
 */
extern void mc_assert(const McHost *host, const McCues *cues, const McDocument *doc,
					  const McTarget *targets, size_t ntargets, McAssertion *out);

/*
 * The axis whose cue stands for the whole assertion in a result with room for
 * one: negation before experiencer, hypothetical, uncertain, historical, and then
 * a status that has no axis.  MC_CUE_NCATEGORIES when no cue decided anything.
 */
extern McCueCategory mc_deciding_axis(const McAssertion *assertion);

/* Name of a status as rows and results have it; NULL for MC_STATUS_NONE. */
extern const char *mc_assertion_status_name(McStatus status);

#endif /* MC_ASSERTION_H */
