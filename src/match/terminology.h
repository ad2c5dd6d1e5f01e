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

/* What an abbreviation stands for. */
typedef struct McExpansion
{
	const McTermWord *words;
	uint16_t nwords;
	bool upper_only; /* counts only when written in capitals */
} McExpansion;

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
	 * stem).  Returns their number; *list stays valid until the next call.
	 */
	uint32_t (*expansions)(void *arg, uint64_t word_key, const McExpansion **list);

	/* A code in the release that applies; false when it is not in it. */
	bool (*code)(void *arg, McCode code, McCodeInfo *info);

	const McHeaders *headers;
	const struct McCues *cues; /* context/cue.h */
} McTerminology;

#endif /* MC_TERMINOLOGY_H */
