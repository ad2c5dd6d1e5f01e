/*
 * hcc_fuzz.c
 *		Fuzz target: readers of risk adjustment files, and the names in them.
 *
 * The first byte chooses the reader; the rest is the content.
 */
#include "fuzz.h"
#include "load/hcc_edition.h"
#include "load/hcc_format_file.h"
#include "load/hcc_macro_file.h"
#include "load/hcc_table_file.h"
#include "load/hcc_wide_file.h"
#include "risk/risk_term.h"

enum
{
	READ_MACRO = MC_HCC_TABLES, /* with each of the tables that macros have */
	READ_FORMAT = 2 * MC_HCC_TABLES,
	READ_WIDE,
	READ_NAMES,
	READERS
};

static void
CheckField(const McField *field, const char *content, size_t length)
{
	MUST(field->length == 0 ||
		 (field->text >= content && field->text + field->length <= content + length));
}

static void
CheckRow(McHccTable table, const McHccRow *row, const char *content, size_t length)
{
	CheckField(&row->name, content, length);
	CheckField(&row->text, content, length);
	CheckField(&row->number, content, length);
	CheckField(&row->second, content, length);
	MUST(row->line > 0 && row->hcc >= 0 && row->hcc <= 9999);
	MUST(table == MC_HCC_ELIGIBLE || row->model[0] != '\0');
	MUST(table != MC_HCC_HIERARCHY ||
		 (row->hcc > 0 && row->suppressed > 0 && row->hcc != row->suppressed));
	MUST((table != MC_HCC_MAPPING && table != MC_HCC_EDIT) ||
		 mc_icd10cm_is_valid(row->code));
	MUST(table != MC_HCC_LABEL || row->text.length > 0);
}

static void
ReadTable(McHccTable table, const char *content, size_t length)
{
	McHccTableReader reader;
	McHccRow row;
	McReadStatus status;

	mc_hcc_table_begin(&reader, table, content, length);
	while ((status = mc_hcc_table_next(&reader, &row)) == MC_READ_ROW)
		CheckRow(table, &row, content, length);
	MUST(status != MC_READ_END || mc_hcc_table_recognise(content, length, table));
	MUST(status != MC_READ_BAD || reader.lines.problem != NULL);
}

static void
ReadMacro(McHccTable table, const char *content, size_t length)
{
	static McHccMacroReader reader;
	McHccRow row;
	McReadStatus status;

	if (!mc_hcc_macro_recognise(content, length, table))
		return;
	mc_hcc_macro_begin(&reader, table, content, length);
	while ((status = mc_hcc_macro_next(&reader, &row)) == MC_READ_ROW)
		CheckRow(table, &row, content, length);
	MUST(status != MC_READ_BAD || reader.lines.problem != NULL);
}

static void
ReadFormat(const char *content, size_t length)
{
	McHccFormatReader reader;
	McHccFormatRow row;

	mc_hcc_format_begin(&reader, content, length);
	while (mc_hcc_format_next(&reader, &row) == MC_READ_ROW)
		MUST(row.hcc > 0 && mc_icd10cm_is_valid(row.code));
}

static void
ReadWide(const char *content, size_t length)
{
	McHccWideReader reader;
	McHccWideRow row;

	mc_hcc_wide_begin(&reader, content, length);
	while (mc_hcc_wide_next(&reader, &row) == MC_READ_ROW)
	{
		CheckField(&row.term, content, length);
		CheckField(&row.number, content, length);
		MUST(row.number.length > 0);
	}
}

/* content has a zero byte behind it */
static void
ReadNames(const char *content, size_t length)
{
	char name[MC_RISK_MODEL_SIZE];
	McHccEdition edition;
	McRiskTerm term;

	if (mc_risk_model_name(content, length, name))
	{
		char again[MC_RISK_MODEL_SIZE];

		MUST(mc_risk_model_name(name, strlen(name), again) && strcmp(name, again) == 0);
	}
	if (mc_hcc_edition_read(content, &edition))
		MUST(edition.first_year >= 2000 && edition.last_year >= edition.first_year);
	if (mc_risk_term_read(content, &term))
		MUST(term.low <= term.high);
	MUST(mc_risk_hcc_read(content, length) >= 0);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	int reader = size > 0 ? data[0] % READERS : 0;
	size_t length = size > 0 ? size - 1 : 0;
	char *content = fuzz_text(data + (size > 0), length);

	if (reader < READ_MACRO)
		ReadTable((McHccTable) reader, content, length);
	else if (reader < READ_FORMAT)
		ReadMacro((McHccTable) (reader - READ_MACRO), content, length);
	else if (reader == READ_FORMAT)
		ReadFormat(content, length);
	else if (reader == READ_WIDE)
		ReadWide(content, length);
	else
		ReadNames(content, length);
	free(content);
	return 0;
}
