/*
 * conversion_load.c
 *		The ICD-10-CM conversion table into the table of successions.
 */
#include "load/conversion_load.h"

#include "load/conversion_file.h"
#include "load/line_load.h"

/*
 * Report what is odd about a record.  The code may have been split since, or
 * be misspelled by the publisher; only a repeated record gives no rows then.
 */
static void
ReportOddities(McLoad *load, const McConversionRow *row, bool check)
{
	char printed[MC_ICD10CM_BUFSIZE];

	(void) mc_icd10cm_print(row->code, printed);
	if (row->repeated)
		mc_load_reject(load, row->line, "the record of code %s occurs a second time",
					   printed);
	else if (row->unreadable)
		mc_load_reject(load, row->line, "the previous codes of code %s cannot be read",
					   printed);
	else if (check && !mc_load_knows_code(load, printed))
		mc_load_reject(load, row->line, "code %s is not in the release's list of codes",
					   printed);
}

static void
LoadConversions(McLoad *load)
{
	McLineRows rows;
	size_t length;
	const char *content = mc_load_utf8(load, &length);
	McConversionReader *reader = palloc(sizeof(McConversionReader));
	McConversionRow *row = palloc(sizeof(McConversionRow));
	bool check = mc_load_has_codes(load);

	mc_conversion_begin(reader, content, length);
	mc_line_rows_begin(&rows, load, &reader->lines,
					   "line position code effective previous_first previous_last");
	while (mc_line_rows_take(&rows, mc_conversion_next(reader, row)))
	{
		ReportOddities(load, row, check);
		for (int i = 0; i < row->count && !row->repeated; i++)
		{
			Datum values[6];

			values[0] = Int32GetDatum((int32) row->line);
			values[1] = Int32GetDatum(i + 1);
			values[2] = mc_line_load_icd10cm(row->code);
			values[3] = mc_line_load_date(row->effective);
			values[4] = mc_line_load_icd10cm(row->previous[i].first);
			values[5] = mc_line_load_icd10cm(row->previous[i].last);
			mc_line_rows_add(&rows, values, NULL);
		}
	}
}

const McFileKind mc_conversion_kind = {
	.name = "ICD-10-CM conversion table",
	.code_system = "icd10cm",
	.table_kind = "succession",
	.hint =
		"the conversion table as text, three fields separated by tabs or commas: current code, effective, previous codes",
	.recognise = mc_conversion_recognise,
	.load = LoadConversions,
	.table = "succession",
};
