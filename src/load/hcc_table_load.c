/*
 * hcc_table_load.c
 *		Tables of risk adjustment models into theirs.
 */
#include "load/hcc_table_load.h"

#include "utils/builtins.h"
#include "utils/fmgrprotos.h"

#include "load/hcc_load.h"
#include "load/line_load.h"

static Datum
NumberOf(const McField *field)
{
	return DirectFunctionCall3(numeric_in,
							   CStringGetDatum(pnstrdup(field->text, field->length)),
							   ObjectIdGetDatum(InvalidOid), Int32GetDatum(-1));
}

/* The columns that mc_hcc_table_values() gives of each table, and in that order */
static const char *const columns[] = {
	[MC_HCC_MAPPING] = "model code hcc",
	[MC_HCC_LABEL] = "model hcc label",
	[MC_HCC_HIERARCHY] = "model hcc suppressed",
	[MC_HCC_EDIT] = "model line code sex age_min age_max hcc",
	[MC_HCC_COEFFICIENT] = "model line term coefficient",
	[MC_HCC_ADJUSTMENT] =
		"model payment_year segment normalization_factor coding_adjustment",
	[MC_HCC_VARIABLE] = "model variable definition",
	[MC_HCC_SEGMENT] = "model segment term",
	[MC_HCC_BLEND] = "model payment_year weight",
	[MC_HCC_ELIGIBLE] = "code",
};

const char *
mc_hcc_table_columns(McHccTable table)
{
	return columns[table];
}

void
mc_hcc_table_values(McHccTable table, const McHccRow *row, Datum *values, bool *nulls)
{
	memset(nulls, 0, MC_HCC_VALUES * sizeof(bool));
	if (table == MC_HCC_ELIGIBLE)
	{
		values[0] = mc_line_load_field(&row->name);
		return;
	}
	values[0] = CStringGetTextDatum(row->model);
	switch (table)
	{
		case MC_HCC_MAPPING:
			values[1] = mc_line_load_icd10cm(row->code);
			values[2] = Int32GetDatum(row->hcc);
			break;
		case MC_HCC_LABEL:
			values[1] = Int32GetDatum(row->hcc);
			values[2] = mc_line_load_tidy(&row->text);
			break;
		case MC_HCC_HIERARCHY:
			values[1] = Int32GetDatum(row->hcc);
			values[2] = Int32GetDatum(row->suppressed);
			break;
		case MC_HCC_EDIT:
			values[1] = Int32GetDatum((int32) row->line);
			values[2] = mc_line_load_icd10cm(row->code);
			nulls[3] = row->sex == 0;
			values[3] = CStringGetTextDatum(row->sex == 'F' ? "female" : "male");
			nulls[4] = row->age_min < 0;
			values[4] = Int32GetDatum(row->age_min);
			nulls[5] = row->age_max < 0;
			values[5] = Int32GetDatum(row->age_max);
			nulls[6] = row->hcc == 0;
			values[6] = Int32GetDatum(row->hcc);
			break;
		case MC_HCC_COEFFICIENT:
			values[1] = Int32GetDatum((int32) row->line);
			values[2] = mc_line_load_field(&row->name);
			values[3] = NumberOf(&row->number);
			break;
		case MC_HCC_ADJUSTMENT:
			values[1] = Int32GetDatum(row->payment_year);
			values[2] = mc_line_load_tidy(&row->text);
			values[3] = NumberOf(&row->number);
			values[4] = NumberOf(&row->second);
			break;
		case MC_HCC_VARIABLE:
		case MC_HCC_SEGMENT:
			values[1] = mc_line_load_field(&row->name);
			values[2] = mc_line_load_tidy(&row->text);
			break;
		case MC_HCC_BLEND:
			values[1] = Int32GetDatum(row->payment_year);
			values[2] = NumberOf(&row->number);
			break;
		case MC_HCC_ELIGIBLE:
		case MC_HCC_TABLES:
			break;
	}
}

static void
LoadTable(McLoad *load, McHccTable table)
{
	McLineRows rows;
	size_t length;
	const char *content = mc_load_utf8(load, &length);
	McHccTableReader *reader = palloc(sizeof(McHccTableReader));
	McHccRow *row = palloc(sizeof(McHccRow));
	McHccModels models;

	mc_hcc_models_begin(load, &models);
	mc_hcc_table_begin(reader, table, content, length);
	mc_line_rows_begin(&rows, load, &reader->lines, columns[table]);
	while (mc_line_rows_take(&rows, mc_hcc_table_next(reader, row)))
	{
		Datum values[MC_HCC_VALUES];
		bool nulls[MC_HCC_VALUES];

		mc_hcc_models_note(&models, row->line,
						   table == MC_HCC_ELIGIBLE ? "all" : row->model,
						   row->payment_year);
		mc_hcc_table_values(table, row, values, nulls);
		mc_line_rows_add(&rows, values, nulls);
	}
	mc_hcc_models_end(&models);
}

/* PY2020-PY2027: the payment years of which the content has rows */
static char *
ReleaseByYears(const char *content, size_t length, McHccTable table)
{
	McHccTableReader *reader = palloc(sizeof(McHccTableReader));
	McHccRow row;
	int first = 0;
	int last = 0;

	mc_hcc_table_begin(reader, table, content, length);
	while (mc_hcc_table_next(reader, &row) == MC_READ_ROW)
	{
		first = first == 0 ? row.payment_year : Min(first, row.payment_year);
		last = Max(last, row.payment_year);
	}
	if (first == 0)
		return NULL;
	return first == last ? psprintf("PY%d", first) : psprintf("PY%d-PY%d", first, last);
}

/* What a kind needs that asks for the table: C has no closures. */
#define FUNCTIONS(name, table)                                      \
	static bool Recognise##name(const char *content, size_t length) \
	{                                                               \
		return mc_hcc_table_recognise(content, length, table);      \
	}                                                               \
	static void Load##name(McLoad *load)                            \
	{                                                               \
		LoadTable(load, table);                                     \
	}

FUNCTIONS(Mapping, MC_HCC_MAPPING)
FUNCTIONS(Labels, MC_HCC_LABEL)
FUNCTIONS(Hierarchies, MC_HCC_HIERARCHY)
FUNCTIONS(Edits, MC_HCC_EDIT)
FUNCTIONS(Coefficients, MC_HCC_COEFFICIENT)
FUNCTIONS(Adjustments, MC_HCC_ADJUSTMENT)
FUNCTIONS(Variables, MC_HCC_VARIABLE)
FUNCTIONS(Segments, MC_HCC_SEGMENT)
FUNCTIONS(Blends, MC_HCC_BLEND)
FUNCTIONS(Eligible, MC_HCC_ELIGIBLE)

static char *
ReleaseOfAdjustments(const char *content, size_t length)
{
	return ReleaseByYears(content, length, MC_HCC_ADJUSTMENT);
}

static char *
ReleaseOfBlends(const char *content, size_t length)
{
	return ReleaseByYears(content, length, MC_HCC_BLEND);
}

#define KIND(name_, function, table_, hint_)                                    \
	.name = (name_), .code_system = MC_HCC_CODE_SYSTEM, .table_kind = (table_), \
	.hint = (hint_), .recognise = Recognise##function, .load = Load##function,  \
	.table = (table_), .side_by_side = true

const McFileKind mc_hcc_table_kinds[MC_HCC_TABLES] = {
	[MC_HCC_MAPPING] = {KIND("table of diagnoses and HCCs", Mapping, "hcc_mapping",
							 "ra_dx_to_cc_2026.csv: diagnosis_code, cc, model_name")},
	[MC_HCC_LABEL] = {KIND(
		"table of labels of HCCs", Labels, "hcc_label",
		"ra_labels_2026.csv: cc, label, model_domain, model_version, model_fullname")},
	[MC_HCC_HIERARCHY] = {KIND(
		"table of hierarchies of HCCs", Hierarchies, "hcc_hierarchy",
		"ra_hierarchies_2026.csv: cc_parent, cc_child, model_domain, model_version, model_fullname")},
	[MC_HCC_EDIT] = {KIND(
		"table of edits of diagnoses for HCCs", Edits, "hcc_edit",
		"ra_dx_edits.csv: icd10, edit_type, sex, age_min, age_max, action, cc_override, model_name, description")},
	[MC_HCC_COEFFICIENT] = {KIND(
		"table of coefficients of HCC models", Coefficients, "hcc_coefficient",
		"ra_coefficients_2026.csv: coefficient, value, model_domain, model_version")},
	[MC_HCC_ADJUSTMENT] =
		{KIND(
			 "table of payment adjustments of HCC models", Adjustments, "hcc_adjustment",
			 "payment_adjustments.csv: model, payment_year, segment, normalization_factor, ma_coding_pattern_adjustment"),
		 .release = ReleaseOfAdjustments},
	[MC_HCC_VARIABLE] = {KIND("table of variables of HCC models", Variables,
							  "hcc_variable", "model, variable, definition")},
	[MC_HCC_SEGMENT] = {KIND("table of the terms of segments of HCC models", Segments,
							 "hcc_segment", "model, segment, term")},
	[MC_HCC_BLEND] = {KIND("table of blends of HCC models", Blends, "hcc_blend",
						   "payment_year, model, weight"),
					  .release = ReleaseOfBlends},
	[MC_HCC_ELIGIBLE] = {KIND("list of CPT and HCPCS codes eligible for risk adjustment",
							  Eligible, "hcc_eligible",
							  "ra_eligible_cpt_hcpcs_2026.csv: cpt_hcpcs_code")},
};
