/*
 * scope.h
 *	  The cues of a sentence and how far each reaches.
 */
#ifndef MC_SCOPE_H
#define MC_SCOPE_H

#include "context/cue.h"
#include "text/document.h"

/* A span of tokens to assert something of. */
typedef struct McTarget
{
	uint32_t first_token;
	uint32_t last_token;
} McTarget;

/* A cue found in a sentence. */
typedef struct McFoundCue
{
	const McCue *cue;
	uint32_t first; /* tokens */
	uint32_t last;
	bool swallowed; /* by another one; while they are found */
} McFoundCue;

typedef struct McFoundCues
{
	McFoundCue *list; /* by first token */
	size_t count;
	size_t cap;
} McFoundCues;

/*
 * Find the cues of a sentence: at each token the longest of each category that
 * does not reach into a target; what a longer or a pseudo cue covers is left
 * out.  targets are those of the sentence, ascending.
 */
extern void mc_find_cues(const McHost *host, const McCues *cues, const McDocument *doc,
						 const McSentence *sentence, const McTarget *targets,
						 size_t ntargets, McFoundCues *found);

/* Last token that found cue i reaches going forward. */
extern uint32_t mc_scope_end(const McDocument *doc, const McFoundCues *found, size_t i,
							 const McSentence *sentence);

/*
 * First token that found cue i reaches going backward.  targets are those of
 * the sentence, ascending.
 */
extern uint32_t mc_scope_start(const McDocument *doc, const McFoundCues *found, size_t i,
							   const McSentence *sentence, const McTarget *targets,
							   size_t ntargets);

/* Number of the first target that ends at a token or behind it. */
extern size_t mc_target_from(const McTarget *targets, size_t ntargets, uint32_t token);

#endif /* MC_SCOPE_H */
