/*
 * note_fact.h
 *	  What a note says that queries by code ask for: each code with its assertion, the
 *	  section, the score; and whether a query holds over it.
 */
#ifndef MC_NOTE_FACT_H
#define MC_NOTE_FACT_H

#include "coding/finding.h"
#include "encounter/suggestion.h"
#include "notes/code_query.h"

/* What a finding says of its condition, as bits */
#define MC_FACT_NEGATED      0x01
#define MC_FACT_UNCERTAIN    0x02
#define MC_FACT_HISTORICAL   0x04
#define MC_FACT_HYPOTHETICAL 0x08
#define MC_FACT_FAMILY       0x10

/* What the section is for, as bits */
#define MC_FACT_COURSE      0x1 /* tells the course or the plan */
#define MC_FACT_DIAGNOSIS   0x2 /* states diagnoses */
#define MC_FACT_LIST        0x4 /* lists, or the past history */
#define MC_FACT_OBSERVATION 0x8 /* what was seen or measured */

typedef struct McNoteFact
{
	McCode code;
	uint8_t assertion; /* MC_FACT_... */
	uint8_t section;
	uint8_t score; /* 0..100 */
	bool derived;
} McNoteFact;

typedef struct McNoteFacts
{
	McNoteFact *list; /* those of the findings first */
	size_t count;
} McNoteFacts;

/* The facts of a note: a fact for each of its findings, and for each code derived from them. */
extern void mc_note_facts(const McHost *host, const McTerminology *terminology,
						  const McDocument *doc, McFindings *findings,
						  McNoteFacts *facts);

/*
 * An atom made ready: codes that lie between low and high and, where there is a set, in it.
 */
typedef struct McAtom
{
	McCode low;
	McCode high;
	const McCode *set; /* ascending; NULL: all codes between */
	size_t nset;
	McQueryAssertion assertion;
	uint8_t min_score;
} McAtom;

/* A query with its atoms made ready, in the order they stand */
typedef struct McReadyQuery
{
	const McQueryNode *nodes;
	McAtom *atoms;
	uint32_t natoms;
} McReadyQuery;

/*
 * Make a query ready.  look_up gives the codes of a category, ascending, in memory that stays as
 * long as the query; it is asked for each atom that names one.
 */
typedef size_t (*McCategoryCodes)(void *arg, uint32_t model, uint32_t year,
								  uint32_t category, const McCode **codes);
extern void mc_ready_query(const McHost *host, const McQueryNode *nodes,
						   McCategoryCodes look_up, void *arg, McReadyQuery *query);

/* Is a code among those of an atom? */
extern bool mc_atom_has_code(const McAtom *atom, McCode code);

/* Is a fact one that an atom asks for? */
static inline bool
mc_assertion_fits(McQueryAssertion asked, uint8_t assertion)
{
	switch (asked)
	{
		case MC_QUERY_AFFIRMED:
			return assertion == 0;
		case MC_QUERY_NEGATED:
			return (assertion & MC_FACT_NEGATED) != 0;
		case MC_QUERY_HISTORICAL:
			return (assertion & MC_FACT_HISTORICAL) != 0;
		case MC_QUERY_FAMILY:
			return (assertion & MC_FACT_FAMILY) != 0;
		case MC_QUERY_UNCERTAIN:
			return (assertion & MC_FACT_UNCERTAIN) != 0;
		default:
			return true;
	}
}

/* Does the query hold over the facts? */
extern bool mc_query_holds(const McHost *host, const McReadyQuery *query,
						   const McNoteFacts *facts);

#endif /* MC_NOTE_FACT_H */
