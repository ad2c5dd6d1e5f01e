/*
 * hcc_table_file.h
 *		Reader of tables of risk adjustment models: comma or tab separated, each
 *		kind with its own line of headings.
 *
 *		ra_dx_to_cc_2026.csv      diagnosis_code, cc, model_name
 *		ra_labels_2026.csv        cc, label, model_domain, model_version, model_fullname
 *		ra_hierarchies_2026.csv   cc_parent, cc_child, model_domain, ...
 *		ra_dx_edits.csv           icd10, edit_type, sex, age_min, age_max, action, ...
 *		ra_coefficients_2026.csv  coefficient, value, model_domain, model_version
 *		payment_adjustments.csv   model, payment_year, segment, ...
 *		ra_eligible_cpt_hcpcs_2026.csv  cpt_hcpcs_code
 *
 * and three for what CMS publishes as programs only, made by whoever brings a
 * model along: variables (model, variable, definition), lists of terms (model,
 * segment, term), blends (payment_year, model, weight).
 *
 * Plain C without PostgreSQL; nothing here allocates or raises.
 */
#ifndef MC_HCC_TABLE_FILE_H
#define MC_HCC_TABLE_FILE_H

#include "load/line_file.h"
#include "risk/model_name.h"
#include "terminology/icd10cm.h"

typedef enum McHccTable
{
	MC_HCC_MAPPING,
	MC_HCC_LABEL,
	MC_HCC_HIERARCHY,
	MC_HCC_EDIT,
	MC_HCC_COEFFICIENT,
	MC_HCC_ADJUSTMENT,
	MC_HCC_VARIABLE,
	MC_HCC_SEGMENT,
	MC_HCC_BLEND,
	MC_HCC_ELIGIBLE,
	MC_HCC_TABLES
} McHccTable;

/* Columns of a table, at most */
#define MC_HCC_FIELDS 9

/* Models in a file, at most */
#define MC_HCC_MODELS 64

/* A row; what its table does not have is zero, or -1 for the ages. */
typedef struct McHccRow
{
	uint32_t line;
	char model[MC_RISK_MODEL_SIZE];
	McIcd10cm code;
	int hcc;
	int suppressed;
	int payment_year;
	int age_min;
	int age_max;
	char sex;     /* 'M', 'F' or 0 */
	McField name; /* term, variable, segment, procedure code */
	McField
		text; /* label, definition, term of a segment: to be copied with mc_field_copy */
	McField number; /* coefficient, factor, weight: digits with at most one dot */
	McField second; /* the coding adjustment */
} McHccRow;

typedef struct McHccTableReader
{
	McLines lines; /* tells what is wrong, after MC_READ_BAD */
	McHccTable table;
	char separator;
	/* models of a mapping, and whether each has come to the codes with Z */
	char models[MC_HCC_MODELS][MC_RISK_MODEL_SIZE];
	bool complete[MC_HCC_MODELS];
	int model_count;
} McHccTableReader;

/* Does the first line name the columns of this table? */
extern bool mc_hcc_table_recognise(const char *content, size_t length, McHccTable table);

/* Begin to read content[0..length), UTF-8, which must stay. */
extern void mc_hcc_table_begin(McHccTableReader *reader, McHccTable table,
							   const char *content, size_t length);

/* Read the next row.  Only MC_READ_END says that the content is complete. */
extern McReadStatus mc_hcc_table_next(McHccTableReader *reader, McHccRow *row);

#endif /* MC_HCC_TABLE_FILE_H */
