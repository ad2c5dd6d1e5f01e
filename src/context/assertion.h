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
#include "context/scope.h"
#include "text/document.h"

/* No cue decided an axis: it has its default, or the section decided. */
#define MC_NO_TOKEN UINT32_MAX

typedef enum McExperiencer
{
	MC_PATIENT,
	MC_FAMILY
} McExperiencer;

typedef struct McAssertion
{
	bool negated;
	bool uncertain;
	bool historical;
	bool hypothetical;
	McExperiencer experiencer;
	/* for each axis the tokens of the cue that decided; MC_NO_TOKEN: none */
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
 * one: negation before experiencer, hypothetical, uncertain, historical.
 * MC_CUE_NCATEGORIES when no cue decided anything.
 */
extern McCueCategory mc_deciding_axis(const McAssertion *assertion);

#endif /* MC_ASSERTION_H */
