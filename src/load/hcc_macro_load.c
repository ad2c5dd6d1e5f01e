/*
 * hcc_macro_load.c
 *		Macros and coefficients of CMS's software into the tables.
 */
#include "load/hcc_macro_load.h"

#include "load/hcc_load.h"
#include "load/hcc_macro_file.h"
#include "load/hcc_table_load.h"
#include "load/hcc_wide_file.h"
#include "load/line_load.h"

static void
LoadMacro(McLoad *load, McHccTable table)
{
	McLineRows rows;
	size_t length;
	const char *content = mc_load_utf8(load, &length);
	McHccMacroReader *reader = palloc(sizeof(McHccMacroReader));
	McHccModels models;
	McHccRow row;

	mc_hcc_models_begin(load, &models);
	mc_hcc_macro_begin(reader, table, content, length);
	mc_line_rows_begin(&rows, load, &reader->lines, mc_hcc_table_columns(table));
	while (mc_line_rows_take(&rows, mc_hcc_macro_next(reader, &row)))
	{
		Datum values[MC_HCC_VALUES];
		bool nulls[MC_HCC_VALUES];

		mc_hcc_models_note(&models, row.line, row.model, 0);
		/* a line has several rows */
		row.line = (uint32_t) load->rows;
		mc_hcc_table_values(table, &row, values, nulls);
		mc_line_rows_add(&rows, values, nulls);
	}
	mc_hcc_models_end(&models);
}

static void
LoadWide(McLoad *load)
{
	McLineRows rows;
	McHccWideReader reader;
	McHccWideRow wide;
	McHccModels models;
	McHccRow row = {0};

	mc_hcc_models_begin(load, &models);
	strlcpy(row.model, mc_hcc_models_named(&models), sizeof(row.model));
	mc_hcc_models_note(&models, 0, row.model, 0);
	mc_hcc_wide_begin(&reader, load->content, load->length);
	mc_line_rows_begin(&rows, load, &reader.lines,
					   mc_hcc_table_columns(MC_HCC_COEFFICIENT));
	while (mc_line_rows_take(&rows, mc_hcc_wide_next(&reader, &wide)))
	{
		Datum values[MC_HCC_VALUES];
		bool nulls[MC_HCC_VALUES];

		row.line = wide.place;
		row.name = wide.term;
		row.number = wide.number;
		mc_hcc_table_values(MC_HCC_COEFFICIENT, &row, values, nulls);
		mc_line_rows_add(&rows, values, nulls);
	}
	mc_hcc_models_end(&models);
}

static bool
RecogniseLabels(const char *content, size_t length)
{
	return mc_hcc_macro_recognise(content, length, MC_HCC_LABEL);
}

static bool
RecogniseHierarchies(const char *content, size_t length)
{
	return mc_hcc_macro_recognise(content, length, MC_HCC_HIERARCHY);
}

static bool
RecogniseEdits(const char *content, size_t length)
{
	return mc_hcc_macro_recognise(content, length, MC_HCC_EDIT);
}

static void
LoadLabels(McLoad *load)
{
	LoadMacro(load, MC_HCC_LABEL);
}

static void
LoadHierarchies(McLoad *load)
{
	LoadMacro(load, MC_HCC_HIERARCHY);
}

static void
LoadEdits(McLoad *load)
{
	LoadMacro(load, MC_HCC_EDIT);
}

const McFileKind mc_hcc_label_macro_kind = {
	.name = "CMS macro of labels of HCCs",
	.code_system = MC_HCC_CODE_SYSTEM,
	.table_kind = "hcc_label",
	.hint = "V28115L3.TXT: LABEL HCC1 =\"...\" ...;",
	.recognise = RecogniseLabels,
	.load = LoadLabels,
	.table = "hcc_label",
	.side_by_side = true,
};

const McFileKind mc_hcc_hierarchy_macro_kind = {
	.name = "CMS macro of hierarchies of HCCs",
	.code_system = MC_HCC_CODE_SYSTEM,
	.table_kind = "hcc_hierarchy",
	.hint = "V28115H1.TXT: %SET0(CC=17, HIER=%STR(18, 19));",
	.recognise = RecogniseHierarchies,
	.load = LoadHierarchies,
	.table = "hcc_hierarchy",
	.side_by_side = true,
};

const McFileKind mc_hcc_edit_macro_kind = {
	.name = "CMS macro of edits of diagnoses",
	.code_system = MC_HCC_CODE_SYSTEM,
	.table_kind = "hcc_edit",
	.hint = "V28I0ED1.TXT: IF &AGE < 18 AND &ICD10 IN (\"...\") THEN CC=\"-1.0\";",
	.recognise = RecogniseEdits,
	.load = LoadEdits,
	.table = "hcc_edit",
	.side_by_side = true,
};

const McFileKind mc_hcc_wide_kind = {
	.name = "CMS coefficients of an HCC model",
	.code_system = MC_HCC_CODE_SYSTEM,
	.table_kind = "hcc_coefficient",
	.hint = "V28hcccoefn.csv: a line of names of terms and one of numbers",
	.recognise = mc_hcc_wide_recognise,
	.load = LoadWide,
	.table = "hcc_coefficient",
	.side_by_side = true,
};
