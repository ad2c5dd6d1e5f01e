/*
 * risk_build.h
 *		Rows of a risk adjustment model into one that scores.
 *
 * The rows are collected in any order; mc_risk_build() checks them against
 * each other.  What is missing or contradicts is a problem, never a zero.
 *
 * Plain C without PostgreSQL; memory is the host's.
 */
#ifndef MC_RISK_BUILD_H
#define MC_RISK_BUILD_H

#include "risk/risk_model.h"

#define MC_RISK_PROBLEM_SIZE 200

typedef struct McRiskMappingRow
{
	McIcd10cm code;
	int hcc;
	int later_year; /* of a later mapping, 0: of the model's own */
} McRiskMappingRow;

typedef struct McRiskLabelRow
{
	int hcc;
	const char *label;
} McRiskLabelRow;

typedef struct McRiskPairRow
{
	int hcc;
	int suppressed;
} McRiskPairRow;

/* hcc 0: none */
typedef struct McRiskEditRow
{
	McIcd10cm code;
	char sex;
	int age_min;
	int age_max;
	int hcc;
} McRiskEditRow;

/* name and definition of a variable, or segment and term */
typedef struct McRiskTextRow
{
	const char *name;
	const char *text;
} McRiskTextRow;

typedef struct McRiskCoefficientRow
{
	const char *term;
	int64_t millionths;
} McRiskCoefficientRow;

/* All rows of a model; the strings must stay as long as the model does. */
typedef struct McRiskRows
{
	McRiskMappingRow *mapping;
	size_t mapping_count;
	McRiskLabelRow *labels;
	size_t label_count;
	McRiskPairRow *hierarchy;
	size_t hierarchy_count;
	McRiskEditRow *edits;
	size_t edit_count;
	McRiskTextRow *variables;
	size_t variable_count;
	McRiskTextRow *segments;
	size_t segment_count;
	McRiskCoefficientRow *coefficients;
	size_t coefficient_count;
} McRiskRows;

/*
 * Compile the rows, which are sorted in place.  Name, payment year and
 * adjustment of the model are the caller's to set.  False, with what is wrong
 * in problem, a clause, if they make no model.
 */
extern bool mc_risk_build(const McHost *host, McRiskRows *rows, McRiskModel *model,
						  char problem[MC_RISK_PROBLEM_SIZE]);

#endif /* MC_RISK_BUILD_H */
