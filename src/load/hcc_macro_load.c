/*
 * hcc_macro_load.c
 *		Macros and coefficients of CMS's software into the tables.
 */
#include "load/hcc_macro_load.h"

#include "miscadmin.h"
#include "utils/memutils.h"

#include "load/hcc_load.h"
#include "load/hcc_macro_file.h"
#include "load/hcc_table_load.h"
#include "load/hcc_wide_file.h"
#include "load/line_load.h"

static void
LoadMacro(McLoad *load, McHccTable table)
{
	McRows *rows = mc_rows_begin(load, load->kind->table, mc_hcc_table_columns(table));
	MemoryContext old = CurrentMemoryContext;
	size_t length;
	const char *content = mc_load_utf8(load, &length);
	McHccMacroReader *reader = palloc(sizeof(McHccMacroReader));
	McHccModels models;
	MemoryContext row_context;
	McReadStatus status;
	McHccRow row;

	mc_hcc_models_begin(load, &models);
	row_context = mc_line_load_row_context(load);
	mc_hcc_macro_begin(reader, table, content, length);
	while ((status = mc_hcc_macro_next(reader, &row)) == MC_READ_ROW)
	{
		Datum values[MC_HCC_VALUES];
		bool nulls[MC_HCC_VALUES];

		mc_hcc_models_note(&models, row.line, row.model, 0);
		/* a line has several rows */
		row.line = (uint32_t) ++load->rows;
		mc_hcc_table_values(table, &row, values, nulls);
		mc_rows_add(rows, values, nulls);
		MemoryContextReset(row_context);
		CHECK_FOR_INTERRUPTS();
	}
	MemoryContextSwitchTo(old);
	MemoryContextDelete(row_context);
	if (status == MC_READ_BAD)
		mc_line_load_refuse(load, &reader->lines);
	mc_rows_end(rows);
	mc_hcc_models_end(&models);
}

static void
LoadWide(McLoad *load)
{
	McRows *rows =
		mc_rows_begin(load, load->kind->table, mc_hcc_table_columns(MC_HCC_COEFFICIENT));
	MemoryContext old = CurrentMemoryContext;
	McHccWideReader reader;
	McHccWideRow wide;
	McHccModels models;
	McHccRow row = {0};
	MemoryContext row_context;
	McReadStatus status;

	mc_hcc_models_begin(load, &models);
	strlcpy(row.model, mc_hcc_models_named(&models), sizeof(row.model));
	mc_hcc_models_note(&models, 0, row.model, 0);
	row_context = mc_line_load_row_context(load);
	mc_hcc_wide_begin(&reader, load->content, load->length);
	while ((status = mc_hcc_wide_next(&reader, &wide)) == MC_READ_ROW)
	{
		Datum values[MC_HCC_VALUES];
		bool nulls[MC_HCC_VALUES];

		row.line = wide.place;
		row.name = wide.term;
		row.number = wide.number;
		mc_hcc_table_values(MC_HCC_COEFFICIENT, &row, values, nulls);
		mc_rows_add(rows, values, nulls);
		load->rows++;
		MemoryContextReset(row_context);
		CHECK_FOR_INTERRUPTS();
	}
	MemoryContextSwitchTo(old);
	MemoryContextDelete(row_context);
	if (status == MC_READ_BAD)
		mc_line_load_refuse(load, &reader.lines);
	mc_rows_end(rows);
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
