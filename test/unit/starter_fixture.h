/*
 * starter_fixture.h
 *	  The engine with the whole starter terminology of data/starter, without a server:
 *	  terms, abbreviations, cues, headers, codes, cards and coding knowledge.
 *
 * Programs run from the top of the source tree, where the files are.
 */
#ifndef STARTER_FIXTURE_H
#define STARTER_FIXTURE_H

#include "coding/card.h"
#include "encounter/encounter.h"
#include "coding/knowledge.h"
#include "encounter/suggestion.h"
#include "terminology_fixture.h"

/* Each code once, ascending */
typedef struct StarterCode
{
	McCode code;
	bool billable;
	const char *title;
} StarterCode;

/* A category and its card, compiled when the terminology is made */
typedef struct StarterCard
{
	McCode category;
	void *block;
	size_t size;
} StarterCard;

typedef struct Starter
{
	Fixture fixture; /* the first: what look-ups get is this, or the whole */
	StarterCode *codes;
	size_t ncodes;
	StarterCard *cards;
	size_t ncards;
	McKnowledge *knowledge;
	McCard opened;     /* what the last look-up of a card lent */
	FixtureLent block; /* and its block */
} Starter;

/* A note of the Tabular List that a test adds to the cards: "A codes first to last". */
typedef struct StarterNote
{
	const char *place; /* the code it stands at; NULL ends the list */
	McTabularNote kind;
	const char *first; /* codes it names, with all below */
	const char *last;
} StarterNote;

/* What a test has besides; any may be NULL */
typedef struct StarterExtra
{
	const FixtureRows *language; /* terms, cues and headers in place of the starter's */
	const FixtureCode *codes;    /* that the starter lacks */
	const StarterNote *notes;
} StarterExtra;

/*
 * Read data/starter.  Everything belongs to the host.  Rows read, 0 when a file is
 * missing or damaged.  What a look-up lends is a copy that the next call of the same
 * look-up frees.
 */
extern size_t starter_init(TestHost *host, const StarterExtra *extra, Starter *starter);

extern void starter_done(Starter *starter);

/* One note of an encounter, with all that is read from it */
typedef struct StarterResult
{
	McDocument doc;
	McNote note;
	McEncounter encounter;
	McSuggestions suggestions;
} StarterResult;

/*
 * Suggestions for one note by the provider.  encounter gives setting, sex and age; its notes
 * are not read.  The result points into itself: it must not be moved.
 */
extern void starter_suggest(TestHost *host, const Starter *starter,
							const McEncounter *encounter, const char *note,
							StarterResult *result);

/* What is proposed, in its order: "I11.0 I50.9? S93.401!"; ? for review, ! for query. */
extern void starter_print(const McSuggestions *suggestions, char *out, size_t size);

#endif /* STARTER_FIXTURE_H */
