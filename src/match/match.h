/*
 * match.h
 *	  Mentions: which terms occur in a document, where, how well.
 */
#ifndef MC_MATCH_H
#define MC_MATCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "match/terminology.h"
#include "text/document.h"

/*
 * Most mentions kept of one note, from its beginning; what is over sets
 * McMentions.truncated.
 */
#define MC_MAX_MENTIONS 100000

/* How a mention was found */
typedef enum McMentionKind
{
	MC_FOUND_TOGETHER,    /* its words stand next to each other */
	MC_FOUND_APART,       /* modifiers stand between them */
	MC_FOUND_COORDINATED, /* words shared with another: right [and left] breast cancer */
} McMentionKind;

/* A word of a mention that was taken for another one, misspelt */
typedef struct McCorrected
{
	const char *word; /* as the terminology has it, not terminated */
	uint32_t token;
	uint8_t len;
	bool is_doubtful; /* for a coder to look at */
} McCorrected;

typedef struct McMention
{
	McTerm term;          /* its phrase is a copy; words is NULL */
	uint32_t first_token; /* the span, which may hold words not of the term; of a
						   * coordinated one without the words it shares */
	uint32_t last_token;
	uint32_t sentence;
	uint16_t covered; /* tokens of the span that the term covers */
	uint16_t meant;   /* words it has, an abbreviation counted as what it stands for */
	bool in_release;  /* is the code in the release that applies? */
	bool billable;    /* and complete? */
	uint8_t score;    /* 0..100: how well the words fit */
	uint8_t kind;     /* McMentionKind */
	uint8_t ncorrected;
	const McCorrected *corrected; /* its misspelt words; NULL: none */
} McMention;

/* What decided against a term */
typedef enum McLossReason
{
	MC_LOST_NOTHING,
	MC_LOST_COVERED,       /* it covers fewer words of the note */
	MC_LOST_APART,         /* its words stand apart, the other's together */
	MC_LOST_WORDS,         /* it has fewer words */
	MC_LOST_SCORE,         /* its words fit less well */
	MC_LOST_RELEASE,       /* its code is not in the release */
	MC_LOST_HEADING,       /* its code is not complete */
	MC_LOST_SOURCE,        /* the other's source is preferred */
	MC_LOST_PLACE,         /* the other stands before it */
	MC_LOST_CODE,          /* nothing but the order of codes and phrases */
	MC_LOST_NOT_CONDITION, /* its phrase names no condition: asthma inhaler */
	MC_NLOSSES
} McLossReason;

/* No mention: a loser lost against none */
#define MC_NO_MENTION UINT32_MAX

/* Most losers kept of one note, from its beginning */
#define MC_MAX_LOSERS 4096

typedef struct McLoser
{
	McMention mention;
	uint32_t winner; /* number in McMentions.list, or MC_NO_MENTION */
	uint8_t reason;  /* McLossReason */
} McLoser;

typedef struct McMentions
{
	McMention *list; /* by place, no token covered twice */
	size_t count;
	size_t cap;
	McLoser *losers; /* terms that occur and gave way, by place */
	size_t nlosers;
	size_t losers_cap;
	bool truncated;
} McMentions;

/*
 * Find the terms that occur in a document: their words next to each other
 * within a sentence, in any order, inflected, words such as of and the between
 * them, a comma, a bracket or a percent sign allowed; or with up to MC_MAX_GAP modifiers
 * between them (gap.h); or shared with another term across a conjunction.  An
 * abbreviation counts as what it stands for.  What stands in a phrase that names no
 * condition is left out.  Where terms overlap the one with more words wins, then the
 * one that covers more places, words together before words apart, the better fit, a
 * code of the release before others, the complete code before a heading, the preferred
 * source, the earlier place, the lower code.
 */
extern void mc_match(const McHost *host, const McTerminology *terminology,
					 const McDocument *doc, McMentions *mentions);

#endif /* MC_MATCH_H */
