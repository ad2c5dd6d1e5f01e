/*
 * gem_load.c
 *		The General Equivalence Mappings into the table of mappings.
 */
#include "load/gem_load.h"

#include "utils/builtins.h"
#include "utils/memutils.h"

#include "load/gem_file.h"
#include "load/line_load.h"

static void
LoadMappings(McLoad *load, McGemDirection direction, const char *target_system)
{
	McRows *rows = mc_rows_begin(
		load, "mapping",
		"line source_code target_system target_code approximate combination scenario choice_list");
	MemoryContext old = CurrentMemoryContext;
	MemoryContext row_context = mc_line_load_row_context(load);
	McGemReader reader;
	McGemRow row;
	McReadStatus status;

	mc_gem_begin(&reader, load->content, load->length, direction);
	while ((status = mc_gem_next(&reader, &row)) == MC_READ_ROW)
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
		mc_rows_add(rows, values, nulls);
		MemoryContextReset(row_context);
		mc_line_load_progress(load, &reader.lines, ++load->rows);
	}
	MemoryContextSwitchTo(old);
	MemoryContextDelete(row_context);
	if (status == MC_READ_BAD)
		mc_line_load_refuse(load, &reader.lines);
	mc_rows_end(rows);
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
