/*
 * gem_load.c
 *		The General Equivalence Mappings into the table of mappings.
 */
#include "load/gem_load.h"

#include "utils/builtins.h"

#include "load/gem_file.h"
#include "load/line_load.h"

static void
LoadMappings(McLoad *load, McGemDirection direction, const char *target_system)
{
	McLineRows rows;
	McGemReader reader;
	McGemRow row;

	mc_gem_begin(&reader, load->content, load->length, direction);
	mc_line_rows_begin(
		&rows, load, &reader.lines,
		"line source_code target_system target_code approximate combination scenario choice_list");
	while (mc_line_rows_take(&rows, mc_gem_next(&reader, &row)))
	{
		bool nulls[8] = {[3] = row.target[0] == '\0'};
		Datum values[8];

		values[0] = Int32GetDatum((int32) row.line);
		values[1] = CStringGetTextDatum(row.source);
		values[2] = CStringGetTextDatum(target_system);
		values[3] = CStringGetTextDatum(row.target);
		values[4] = BoolGetDatum(row.approximate);
		values[5] = BoolGetDatum(row.combination);
		values[6] = Int32GetDatum(row.scenario);
		values[7] = Int32GetDatum(row.choice_list);
		mc_line_rows_add(&rows, values, nulls);
	}
}

static bool
RecogniseFromIcd9cm(const char *content, size_t length)
{
	return mc_gem_recognise(content, length, MC_GEM_FROM_ICD9CM);
}

static bool
RecogniseFromIcd10cm(const char *content, size_t length)
{
	return mc_gem_recognise(content, length, MC_GEM_FROM_ICD10CM);
}

static void
LoadFromIcd9cm(McLoad *load)
{
	LoadMappings(load, MC_GEM_FROM_ICD9CM, "icd10cm");
}

static void
LoadFromIcd10cm(McLoad *load)
{
	LoadMappings(load, MC_GEM_FROM_ICD10CM, "icd9cm");
}

const McFileKind mc_gem_icd9cm_kind = {
	.name = "General Equivalence Mapping from ICD-9-CM to ICD-10-CM",
	.code_system = "icd9cm",
	.table_kind = "mapping",
	.hint =
		"2018_I9gem.txt, lines of 19 characters with code, code of the other system and five flags",
	.recognise = RecogniseFromIcd9cm,
	.load = LoadFromIcd9cm,
	.table = "mapping",
};

const McFileKind mc_gem_icd10cm_kind = {
	.name = "General Equivalence Mapping from ICD-10-CM to ICD-9-CM",
	.code_system = "icd10cm",
	.table_kind = "mapping",
	.hint =
		"2018_I10gem.txt, lines of 19 characters with code, code of the other system and five flags",
	.recognise = RecogniseFromIcd10cm,
	.load = LoadFromIcd10cm,
	.table = "mapping",
};
