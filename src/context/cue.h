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

/*
 * What a cue speaks about: an axis of ConText, or a status, which is a kind of
 * statement on one of them or stands by itself.
 */
typedef enum McCueCategory
{
	MC_CUE_NEGATED,
	MC_CUE_UNCERTAIN,
	MC_CUE_HISTORICAL,
	MC_CUE_HYPOTHETICAL,
	MC_CUE_FAMILY,
	MC_CUE_NAXES,
	MC_CUE_RESOLVED = MC_CUE_NAXES,
	MC_CUE_REMISSION,
	MC_CUE_RULED_OUT,
	MC_CUE_SURVEILLANCE,
	MC_CUE_AT_RISK,
	MC_CUE_SCREENING,
	MC_CUE_PLANNED,
	MC_CUE_ALLERGY,
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

/* Longest cue, in tokens of a note: farther apart two cues cannot overlap. */
#define MC_CUE_MAX_TOKENS 16

/*
 * Keys of slots.  "#" in a row is a quantity of the note (3, two to three, a few);
 * "@" is an operation that takes a condition away (left radical mastectomy).
 */
#define MC_CUE_QUANTITY  UINT64_C(1)
#define MC_CUE_OPERATION UINT64_C(2)

typedef struct McCue
{
	uint64_t id;          /* of its row */
	const uint64_t *keys; /* of its tokens */
	uint64_t second;      /* key of the second, to look at before all; 0: none */
	uint16_t ntokens;
	uint16_t max_scope; /* tokens it reaches; 0: to the end of the sentence */
	uint8_t category;   /* McCueCategory */
	uint8_t direction;  /* McCueDirection */
} McCue;

typedef struct McCues
{
	const McHost *host;
	McCue *list; /* after finish: by first, then second token, longest first */
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

/*
 * The axis that a cue of a category decides; the category itself for those that
 * decide none (remission, planned, allergy) and for MC_CUE_ANY.
 */
extern McCueCategory mc_cue_axis(McCueCategory category);

extern void mc_cues_init(const McHost *host, McCues *cues);

/*
 * Add one; phrase is zero-terminated UTF-8.  False when it has no tokens or
 * could be longer than MC_CUE_MAX_TOKENS in a note.
 */
extern bool mc_cues_add(McCues *cues, const char *phrase, uint64_t id,
						McCueCategory category, McCueDirection direction,
						unsigned max_scope);

extern void mc_cues_finish(McCues *cues);

/*
 * Cues whose first token has this key, by descending key of their second, longest
 * first: those with a slot there, and of one token, are last.  Returns their number.
 */
extern uint32_t mc_cues_starting(const McCues *cues, uint64_t key, const McCue **list);

/*
 * The longest cues that stand at a token and end before end: the first of them, how many,
 * one behind the other.  Returns their tokens; 0: none stands there.
 */
extern uint32_t mc_cues_at(const McDocument *doc, const McCues *cues, uint32_t token,
						   uint32_t end, const McCue **first, uint32_t *count);

/* The key by which cues know a token: its folded word, or its punctuation. */
static inline uint64_t
mc_cue_key(const McWords *words, const McToken *token)
{
	char punct = (char) token->punct;

	if (token->word != MC_NO_WORD)
		return words->list[token->word].key;
	return token->punct ? mc_hash_bytes(&punct, 1) : 0;
}

#endif /* MC_CUE_H */
