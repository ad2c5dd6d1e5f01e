/*
 * poa_load.c
 *		The list of POA-exempt codes into its table.
 */
#include "load/poa_load.h"

#include "utils/builtins.h"
#include "utils/memutils.h"

#include "load/line_load.h"
#include "load/poa_file.h"

static void
LoadPoaExempt(McLoad *load)
{
	McLineRows rows;
	size_t length;
	const char *content = mc_load_utf8(load, &length);
	McIcd10cm *seen =
		palloc_extended(mc_poa_seen_size(length) * sizeof(McIcd10cm), MCXT_ALLOC_ZERO);
	McPoaReader *reader = palloc(sizeof(McPoaReader));
	McPoaRow *row = palloc(sizeof(McPoaRow));
	bool check = mc_load_has_codes(load);

	mc_poa_begin(reader, content, length, seen);
	mc_line_rows_begin(&rows, load, &reader->lines, "code title");
	while (mc_line_rows_take(&rows, mc_poa_next(reader, row)))
	{
		char code[MC_ICD10CM_BUFSIZE];
		Datum values[2];

		(void) mc_icd10cm_print(row->code, code);
		if (check && !mc_load_knows_code(load, code))
			mc_load_reject(load, row->line,
						   "code %s is not in the release's list of codes", code);
		/* It is loaded all the same: what a file gives must not hang on others. */
		values[0] = CStringGetTextDatum(code);
		values[1] = mc_line_load_text(row->title, row->title_length);
		mc_line_rows_add(&rows, values, NULL);
	}
}

/* Order26: FY2026 */
static char *
ReleaseOfPoaExempt(const char *content, size_t length)
{
	int year = mc_poa_year(content, length);

	return year > 0 ? psprintf("FY%d", year) : NULL;
}

const McFileKind mc_poa_kind = {
	.name = "list of POA-exempt codes",
	.code_system = "icd10cm",
	.table_kind = "poa_exempt",
	.hint =
		"POAexemptCodesFY26.txt, lines with order number, code and title, separated by tabs",
	.recognise = mc_poa_recognise,
	.release = ReleaseOfPoaExempt,
	.load = LoadPoaExempt,
	.table = "poa_exempt",
};
