/*
 * cue.h
 *	  Cues: the words that say whether a condition is affirmed.
 */
#ifndef MC_CUE_H
#define MC_CUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "text/document.h"
#include "text/host.h"

/* What a cue speaks about. */
typedef enum McCueCategory
{
	MC_CUE_NEGATED,
	MC_CUE_UNCERTAIN,
	MC_CUE_HISTORICAL,
	MC_CUE_HYPOTHETICAL,
	MC_CUE_FAMILY,
	MC_CUE_NCATEGORIES,
	MC_CUE_ANY = MC_CUE_NCATEGORIES /* of a terminator: ends every scope */
} McCueCategory;

/* Where it acts. */
typedef enum McCueDirection
{
	MC_CUE_FORWARD,
	MC_CUE_BACKWARD,
	MC_CUE_BOTH,
	MC_CUE_TERMINATE, /* ends scopes of its category */
	MC_CUE_PSEUDO     /* looks like a cue and swallows it */
} McCueDirection;

typedef struct McCue
{
	uint64_t id;          /* of its row */
	const uint64_t *keys; /* of its tokens */
	uint16_t ntokens;
	uint16_t max_scope; /* tokens it reaches; 0: to the end of the sentence */
	uint8_t category;   /* McCueCategory */
	uint8_t direction;  /* McCueDirection */
} McCue;

typedef struct McCues
{
	const McHost *host;
	McCue *list; /* after finish: by first token, longest first */
	size_t count;
	size_t cap;
	struct McCueSlot
	{
		uint64_t key;
		uint32_t first;
		uint32_t count; /* 0: free */
	} * slots;
	uint32_t mask;
} McCues;

/* Number of a category or direction by its name in the rows, or -1. */
extern int mc_cue_category(const char *name);
extern int mc_cue_direction(const char *name);

extern void mc_cues_init(const McHost *host, McCues *cues);

/* Add one; phrase is zero-terminated UTF-8.  False when it has no tokens. */
extern bool mc_cues_add(McCues *cues, const char *phrase, uint64_t id,
						McCueCategory category, McCueDirection direction,
						unsigned max_scope);

extern void mc_cues_finish(McCues *cues);

/*
 * Cues whose first token has this key, longest first.  Returns their number.
 */
extern uint32_t mc_cues_starting(const McCues *cues, uint64_t key, const McCue **list);

/* The key by which cues know a token: its folded word, or its punctuation. */
extern uint64_t mc_cue_key(const McWords *words, const McToken *token);

#endif /* MC_CUE_H */
