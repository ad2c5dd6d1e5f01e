/*
 * candidate.h
 *	  Terms that occur in a part of a note, before it is settled which are mentions.
 */
#ifndef MC_CANDIDATE_H
#define MC_CANDIDATE_H

#include "match/gap.h"
#include "match/layout.h"
#include "match/match.h"

/* Most misspelt words of a mention */
#define MC_MAX_CORRECTED 2

/* A term that occurs, and what it shares with another if it does */
typedef struct McCandidate
{
	McMention mention;
	McGap gap;
	uint32_t corrections[MC_MAX_CORRECTED]; /* numbers in McLayout.corrections */
} McCandidate;

/* A note being matched, part by part */
typedef struct McMatcher
{
	const McHost *host;
	const McTerminology *terminology;
	const McDocument *doc;
	McLayout layout;
	uint64_t
		*lemmas; /* of each word of the document, when it was asked for; 0: not yet */
	McCandidate *found; /* of the part */
	size_t nfound;
	size_t found_cap;
	unsigned long steps;
} McMatcher;

static inline void
mc_match_step(McMatcher *m)
{
	if (++m->steps % MC_INTERRUPT_INTERVAL == 0)
		mc_interrupt(m->host);
}

/* Drop candidates of which it is open which word a misspelt one is meant as. */
extern void mc_drop_rivals(McMatcher *m);

/* For qsort: by place */
extern int mc_compare_places(const void *a, const void *b);

/* Drop coordinated candidates that share their words with no other. */
extern void mc_drop_unshared(McMatcher *m);

/*
 * Of overlapping candidates keep the best, in the order of the note.  Losers get the
 * token that was taken as their winner.
 */
extern void mc_resolve_overlaps(McMatcher *m, McMentions *mentions);

/* Take out what names no condition where it stands. */
extern void mc_drop_not_conditions(McMatcher *m, McMentions *mentions);

/* Say of each loser from one on against which mention it lost, and why. */
extern void mc_name_winners(McMatcher *m, McMentions *mentions, size_t first_loser);

#endif /* MC_CANDIDATE_H */
