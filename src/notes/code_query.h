/*
 * code_query.h
 *	  The language in which notes are asked for by code: E11 & !N18.6:any, hcc28:37@80.
 *
 * A query is a list of nodes in prefix order, as it is stored: an operator, then its
 * operands, each with all that belongs to it.  It is canonical: an operand of & is no
 * &, one of | no |, one of ! no !; two queries that print alike are equal bit by bit.
 * docs/notes-by-code.md has the language and what it means.
 */
#ifndef MC_CODE_QUERY_H
#define MC_CODE_QUERY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "text/host.h"

/* Most nodes, and how deep parentheses and negations may be nested */
#define MC_QUERY_MAX_NODES 10000
#define MC_QUERY_MAX_DEPTH 100

typedef enum McQueryNodeType
{
	MC_QUERY_CODES, /* codes from low to high */
	MC_QUERY_HCC,   /* the diagnoses of a risk category */
	MC_QUERY_NOT,
	MC_QUERY_AND,
	MC_QUERY_OR,
	MC_QUERY_NTYPES
} McQueryNodeType;

/* What a finding's assertion has to be */
typedef enum McQueryAssertion
{
	MC_QUERY_AFFIRMED, /* of the patient, now, and certain */
	MC_QUERY_NEGATED,
	MC_QUERY_HISTORICAL,
	MC_QUERY_FAMILY,
	MC_QUERY_UNCERTAIN,
	MC_QUERY_ANY,
	MC_QUERY_NASSERTIONS
} McQueryAssertion;

/* As a query has it behind the colon */
extern const char *mc_query_assertion_name(McQueryAssertion assertion);

/* On disk: 24 bytes; what a type does not use is zero */
typedef struct McQueryNode
{
	uint8_t type;      /* McQueryNodeType */
	uint8_t assertion; /* McQueryAssertion */
	uint8_t min_score; /* 0..100 */
	uint8_t unused;
	uint32_t size; /* nodes of the whole, this one included */
	uint64_t low;  /* codes: the first; HCC: the category */
	uint64_t high; /* codes: the last; HCC: model << 32 | payment year, 0: the newest */
} McQueryNode;

/* What is wrong with a text */
typedef struct McQueryError
{
	size_t position;     /* in bytes */
	const char *problem; /* a constant clause, without a word of the text */
} McQueryError;

/*
 * Read a query from text[0..len), UTF-8.  Gives its nodes, *count of them, in memory of the
 * host; NULL and *error if it is none.
 */
extern McQueryNode *mc_query_parse(const McHost *host, const char *text, size_t len,
								   uint32_t *count, McQueryError *error);

/*
 * Print a query that is valid as a NUL-terminated text in memory of the host.
 */
extern char *mc_query_print(const McHost *host, const McQueryNode *nodes);

/* Are these nodes, from whatever source, a canonical query? */
extern bool mc_query_is_valid(const McHost *host, const McQueryNode *nodes,
							  uint32_t count);

static inline bool
mc_query_is_atom(const McQueryNode *node)
{
	return node->type <= MC_QUERY_HCC;
}

/* Is there a "!" in it? */
extern bool mc_query_has_negation(const McQueryNode *nodes);

/* Three values, so that a part can be left open */
typedef enum McTruth
{
	MC_FALSE,
	MC_TRUE,
	MC_MAYBE
} McTruth;

/* Does the query hold, given the truth of each of its atoms in the order they stand? */
extern McTruth mc_query_truth(const McQueryNode *nodes, const uint8_t *atoms);

#endif /* MC_CODE_QUERY_H */
