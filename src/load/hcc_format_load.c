/*
 * hcc_format_load.c
 *		CMS's mapping of diagnoses to HCCs into its table.
 */
#include "load/hcc_format_load.h"

#include "utils/builtins.h"
#include "utils/memutils.h"

#include "load/hcc_format_file.h"
#include "load/hcc_load.h"
#include "load/line_load.h"

static void
LoadFormat(McLoad *load)
{
	McRows *rows = mc_rows_begin(load, "hcc_mapping", "model code hcc");
	MemoryContext old = CurrentMemoryContext;
	McHccFormatReader reader;
	McHccFormatRow row;
	McHccModels models;
	const char *model;
	MemoryContext row_context;
	McReadStatus status;

	mc_hcc_models_begin(load, &models);
	model = mc_hcc_models_named(&models);
	mc_hcc_models_note(&models, 0, model, 0);
	row_context = mc_line_load_row_context(load);
	mc_hcc_format_begin(&reader, load->content, load->length);
	while ((status = mc_hcc_format_next(&reader, &row)) == MC_READ_ROW)
	{
		char printed[MC_ICD10CM_BUFSIZE];
		Datum values[3];

		values[0] = CStringGetTextDatum(model);
		values[1] =
			mc_line_load_text(printed, (size_t) mc_icd10cm_print(row.code, printed));
		values[2] = Int32GetDatum(row.hcc);
		mc_rows_add(rows, values, NULL);
		MemoryContextReset(row_context);
		mc_line_load_progress(load, &reader.lines, ++load->rows);
	}
	MemoryContextSwitchTo(old);
	MemoryContextDelete(row_context);
	if (status == MC_READ_BAD)
		mc_line_load_refuse(load, &reader.lines);
	mc_rows_end(rows);
	mc_hcc_models_end(&models);
}

const McFileKind mc_hcc_format_kind = {
	.name = "CMS mapping of diagnoses to HCCs",
	.code_system = MC_HCC_CODE_SYSTEM,
	.table_kind = "hcc_mapping",
	.hint = "F2824T1N.TXT, lines with code and HCC, separated by tabs",
	.recognise = mc_hcc_format_recognise,
	.load = LoadFormat,
	.table = "hcc_mapping",
	.side_by_side = true,
};
