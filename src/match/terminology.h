/*
 * terminology.h
 *	  What the engine knows of the language of medicine: a read-only handle.
 *
 * The engine never fetches a row.  Whoever runs it hands it this handle: in
 * the server it is backed by the terminology tables, in the stand-alone
 * programs by a dictionary in memory.
 */
#ifndef MC_TERMINOLOGY_H
#define MC_TERMINOLOGY_H

#include <stdbool.h>
#include <stdint.h>

#include "match/misspelt.h"
#include "match/phrase.h"
#include "match/posting.h"
#include "text/section.h"

/* Where a term comes from; the order is the order of preference. */
typedef enum McTermSource
{
	MC_SOURCE_SITE, /* the site's own synonym */
	MC_SOURCE_SYNONYM,
	MC_SOURCE_LAY,       /* the patient's wording */
	MC_SOURCE_TITLE,     /* of a code */
	MC_SOURCE_INCLUSION, /* inclusion term of the Tabular List */
	MC_SOURCE_INDEX,     /* path of an Index */
	MC_SOURCE_ONTOLOGY,  /* name from an open ontology */
	MC_NSOURCES
} McTermSource;

extern const char *mc_source_name(McTermSource source);
extern int mc_source_by_name(const char *name);

/* A code of any code system: up to eight characters, left justified, zero padded. */
typedef uint64_t McCode;

/* A phrase that names a concept. */
typedef struct McTerm
{
	uint64_t id; /* of its row */
	McCode code;
	const char *phrase;      /* as written, UTF-8, zero terminated */
	const McTermWord *words; /* those that count, in the order of the phrase */
	uint16_t nwords;
	uint8_t source; /* McTermSource */
} McTerm;

/* What speaks for a reading of an ambiguous abbreviation, or against it */
typedef enum McReadingFeature
{
	MC_READING_SECTION,  /* key: the section is of this McSectionCategory */
	MC_READING_HEADER,   /* key: word; the abbreviation is a header by itself */
	MC_READING_NEAR,     /* key: stem; it stands in the same sentence */
	MC_READING_NOT_NEAR, /* the same, but it speaks against the reading */
	MC_READING_VALUE,    /* key: MC_VALUE_*; what follows */
	MC_READING_DEFAULT,  /* usual where nothing speaks for another */
	MC_READING_NFEATURES
} McReadingFeature;

#define MC_VALUE_NUMBER  1
#define MC_VALUE_PERCENT 2

typedef struct McReadingRule
{
	uint64_t key;
	uint8_t feature; /* McReadingFeature */
	uint8_t more;    /* rules behind this one that hold further words of its phrase */
	uint8_t unused[6];
} McReadingRule;

/* What an abbreviation stands for. */
typedef struct McExpansion
{
	const McTermWord *words;
	const McReadingRule *rules; /* of an ambiguous one */
	uint16_t nwords;            /* of an ambiguous one also 0: it names nothing */
	uint16_t nrules;
	bool upper_only; /* counts only when written in capitals */
	bool ambiguous;  /* one of several readings: mc_reading() chooses */
} McExpansion;

/* What a word does to the words of a term on both sides of it, as bits */
#define MC_ROLE_MODIFIER 0x02 /* may stand between them: right, distal */
#define MC_ROLE_BREAK    0x04 /* never does: denies, without */
#define MC_ROLE_OWN      0x08 /* is a word of its own, no misspelling of another */

/* How the words of a phrase make the name of a condition none */
typedef enum McNotConditionKind
{
	MC_NOT_PHRASE, /* it stands inside them: stroke volume */
	MC_NOT_BEFORE, /* they stand right before it: vaccine against */
	MC_NOT_AFTER,  /* they stand right behind it: inhaler */
	MC_NOT_WHOLE,  /* they are all of it: aortic arch */
	MC_NOT_NKINDS
} McNotConditionKind;

#define MC_MAX_NOT_WORDS 6

/* A phrase in which the name of a condition names none */
typedef struct McNotCondition
{
	uint64_t
		keys[MC_MAX_NOT_WORDS]; /* of its folded words; of BEFORE from the last word on */
	uint8_t nkeys;
	uint8_t kind; /* McNotConditionKind */
	uint8_t unused[6];
} McNotCondition;

/* Bits that tell of most words that no such phrase begins with them */
#define MC_NOT_BITS 8192

/* Such phrases, ascending by kind, then first key */
typedef struct McNotConditions
{
	const McNotCondition *list;
	size_t count;
	uint64_t first_bits[MC_NOT_BITS / 64]; /* by the first keys */
} McNotConditions;

/* What a release says of a code. */
typedef struct McCodeInfo
{
	const char *title; /* zero terminated; valid until the next call */
	bool billable;
} McCodeInfo;

typedef struct McTerminology
{
	void *arg;

	McPhrases phrases; /* of the terms */

	/*
	 * The term that a posting of these phrases names; false if it is not one
	 * that counts.  What it points to stays valid until the next call.
	 */
	bool (*term)(void *arg, uint64_t reference, McTerm *term);

	/*
	 * Expansions of an abbreviation, by the key of the folded token (not its
	 * stem), the ambiguous ones among them.  Returns their number; *list stays valid
	 * until the next call.
	 */
	uint32_t (*expansions)(void *arg, uint64_t word_key, const McExpansion **list);

	/*
	 * What a word that no term has is meant as (misspelt.h).  Returns the number of words; *list
	 * stays valid until the next call, the words in it as long as the handle.  NULL: nothing is
	 * corrected.
	 */
	uint32_t (*corrections)(void *arg, const McWord *word, const McCorrection **list);

	/* Roles of a word, by the key of the folded word: MC_ROLE_*. */
	unsigned (*roles)(void *arg, uint64_t word_key);

	McNotConditions not_conditions;

	/* A code in the release that applies; false when it is not in it. */
	bool (*code)(void *arg, McCode code, McCodeInfo *info);

	const McHeaders *headers;
	const struct McCues *cues;           /* context/cue.h */
	const struct McKnowledge *knowledge; /* coding/knowledge.h */

	/*
	 * The card of a category (coding/card.h) in the release that applies; NULL when it
	 * has none.  Valid until the next call.
	 */
	const struct McCard *(*card)(void *arg, McCode category);
} McTerminology;

#endif /* MC_TERMINOLOGY_H */
