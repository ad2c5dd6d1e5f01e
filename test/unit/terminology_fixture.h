/*
 * terminology_fixture.h
 *	  A small terminology from rows in a test, and results as text that a test
 *	  can compare.
 */
#ifndef TERMINOLOGY_FIXTURE_H
#define TERMINOLOGY_FIXTURE_H

#include <stdbool.h>
#include <stddef.h>

#include "coding/card.h"
#include "coding/finding.h"
#include "context/cue.h"
#include "match/dictionary.h"
#include "match/match.h"
#include "test_host.h"

/* Rows; each list ends with one whose text is NULL. */
typedef struct FixtureTerm
{
	const char *phrase;
	const char *code; /* E11.9 */
	McTermSource source;
} FixtureTerm;

typedef struct FixtureAbbreviation
{
	const char *abbreviation;
	const char *expansion;
	bool upper_only;
} FixtureAbbreviation;

/* What speaks for a reading of an ambiguous abbreviation */
typedef struct FixtureReading
{
	const char *abbreviation;
	const char *expansion;
	bool upper_only;
	const char *feature;
	const char *value;
} FixtureReading;

/* What a word does to terms */
typedef struct FixtureRole
{
	const char *word;
	const char *role;
} FixtureRole;

typedef struct FixtureNotCondition
{
	const char *phrase;
	const char *kind;
} FixtureNotCondition;

typedef struct FixtureCue
{
	const char *phrase;
	McCueCategory category;
	McCueDirection direction;
	unsigned max_scope;
} FixtureCue;

typedef struct FixtureHeader
{
	const char *title;
	McSectionCategory category;
} FixtureHeader;

/* The codes of the release; a code that is a heading is not billable. */
typedef struct FixtureCode
{
	const char *code;
	const char *title;
	bool heading;
} FixtureCode;

typedef struct FixtureRows
{
	const FixtureTerm *terms;
	const FixtureAbbreviation *abbreviations;
	const FixtureCue *cues;
	const FixtureHeader *headers;
	const FixtureCode *codes;
} FixtureRows;

/* What only tests of matching need; each list ends like those above. */
typedef struct FixtureLanguage
{
	const FixtureReading *readings;
	const FixtureRole *roles;
	const FixtureNotCondition *not_conditions;
} FixtureLanguage;

/* What a look-up of the handle lent at its last call */
typedef struct FixtureLent
{
	void **list;
	size_t count;
} FixtureLent;

typedef struct Fixture
{
	McDictionary *dictionary;
	const McDictionary *terms; /* where the terms are, if elsewhere */
	McCues cues;
	const FixtureCode *codes;
	FixtureLent posted;
	FixtureLent term;
	FixtureLent expansions;
	FixtureLent code;
	McTerminology handle;
} Fixture;

/*
 * Make a terminology; any list may be NULL.  Terms have the numbers of their
 * rows, from 1.  What a look-up of the handle lends is a copy that its next call
 * frees: use after that is for the sanitizers to see.
 */
extern void fixture_init(TestHost *host, const FixtureRows *rows, Fixture *fixture);

/* The same, with more of the language; NULL: nothing more. */
extern void fixture_init_language(TestHost *host, const FixtureRows *rows,
								  const FixtureLanguage *language, Fixture *fixture);

/* Give back what the handle lent last; the rest belongs to the host. */
extern void fixture_done(Fixture *fixture);

/* A copy of what a look-up lends, in place of what its last call lent; and giving it back. */
extern void *fixture_lend(FixtureLent *lent, const void *source, size_t size);
extern void fixture_take_back(FixtureLent *lent);

/* Fill cues or headers from a file of the starter terminology; rows read. */
extern size_t fixture_read_cues(TestHost *host, const char *path, McCues *cues);
extern size_t fixture_read_headers(TestHost *host, const char *path, McHeaders *headers);

/* Next line of a file as fields cut at tabs; the number of fields, 0 at the end. */
extern int fixture_read_row(void *file, char *line, size_t size, char **fields, int max);

extern McCode fixture_code(const char *text);

/* The card of a category, from those of the codes that begin like it; tests that it can be made */
extern void fixture_card(TestHost *host, const FixtureCode *codes, const char *category,
						 McCard *card);

/* Into 16 bytes, with the dot; what mc_highlight calls. */
extern void fixture_print_code(McCode code, char *out);

/*
 * Mentions as "text=CODE | text=CODE", line ends in the text as blanks.  The
 * result is a buffer of this function, good until its next call.
 */
extern const char *fixture_print_mentions(const McDocument *doc,
										  const McMentions *mentions);

/* What an assertion says: letters of nuhpf (p: past) or "-". */
extern const char *fixture_print_assertion(const McAssertion *assertion);

/* Every byte of the result of matching, for comparing two runs. */
extern uint64_t fixture_hash_mentions(const McMentions *mentions);

/* The same sequence on every machine. */
extern uint32_t fixture_random(uint32_t *state);

/* Processor time in seconds. */
extern double fixture_seconds(void);

#endif /* TERMINOLOGY_FIXTURE_H */
