/*
 * hcc_format_load.c
 *		CMS's mapping of diagnoses to HCCs into its table.
 */
#include "load/hcc_format_load.h"

#include "utils/builtins.h"

#include "load/hcc_format_file.h"
#include "load/hcc_load.h"
#include "load/line_load.h"

static void
LoadFormat(McLoad *load)
{
	McLineRows rows;
	McHccFormatReader reader;
	McHccFormatRow row;
	McHccModels models;
	const char *model;

	mc_hcc_models_begin(load, &models);
	model = mc_hcc_models_named(&models);
	mc_hcc_models_note(&models, 0, model, 0);
	mc_hcc_format_begin(&reader, load->content, load->length);
	mc_line_rows_begin(&rows, load, &reader.lines, "model code hcc");
	while (mc_line_rows_take(&rows, mc_hcc_format_next(&reader, &row)))
	{
		Datum values[3];

		values[0] = CStringGetTextDatum(model);
		values[1] = mc_line_load_icd10cm(row.code);
		values[2] = Int32GetDatum(row.hcc);
		mc_line_rows_add(&rows, values, NULL);
	}
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
