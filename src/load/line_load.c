/*
 * line_load.c
 *		What the loaders share that read with line_file.h.
 */
#include "load/line_load.h"

#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/date.h"
#include "utils/datetime.h"
#include "utils/memutils.h"

#include "terminology/hcpcs_code.h"

void
mc_line_load_refuse(const McLoad *load, const McLines *lines)
{
	char problem[MC_LINE_PROBLEM_SIZE];

	mc_lines_problem(lines, problem);
	mc_load_refuse(load, lines->problem_line, "%s", problem);
}

void
mc_line_load_progress(McLoad *load, const McLines *lines, int64 row)
{
	/* Converted to UTF-8, the content may have become longer. */
	size_t rest = (size_t) (lines->end - lines->next);

	if (row % MC_LINE_PROGRESS_ROWS == 0)
		mc_load_progress(load, load->length - Min(rest, load->length));
}

MemoryContext
mc_line_load_row_context(const McLoad *load)
{
	MemoryContext context =
		AllocSetContextCreate(load->context, "medcode load row", ALLOCSET_DEFAULT_SIZES);

	MemoryContextSwitchTo(context);
	return context;
}

void
mc_line_rows_begin(McLineRows *rows, McLoad *load, const McLines *lines,
				   const char *columns)
{
	rows->load = load;
	rows->lines = lines;
	rows->rows = mc_rows_begin(load, load->kind->table, columns);
	rows->caller = CurrentMemoryContext;
	rows->row_context = mc_line_load_row_context(load);
}

bool
mc_line_rows_take(McLineRows *rows, McReadStatus status)
{
	if (status == MC_READ_ROW)
	{
		CHECK_FOR_INTERRUPTS();
		MemoryContextReset(rows->row_context);
		mc_line_load_progress(rows->load, rows->lines, ++rows->load->rows);
		return true;
	}
	MemoryContextSwitchTo(rows->caller);
	MemoryContextDelete(rows->row_context);
	if (status == MC_READ_BAD)
		mc_line_load_refuse(rows->load, rows->lines);
	mc_rows_end(rows->rows);
	return false;
}

void
mc_line_rows_add(McLineRows *rows, const Datum *values, const bool *nulls)
{
	mc_rows_add(rows->rows, values, nulls);
}

Datum
mc_line_load_text(const char *text, size_t length)
{
	return PointerGetDatum(cstring_to_text_with_len(text, (int) length));
}

Datum
mc_line_load_field(const McField *field)
{
	return mc_line_load_text(field->text, field->length);
}

Datum
mc_line_load_tidy(const McField *field)
{
	char *text = palloc(field->length + 1);

	return mc_line_load_text(text, mc_field_copy(field, text));
}

Datum
mc_line_load_icd10cm(McIcd10cm code)
{
	char printed[MC_ICD10CM_BUFSIZE];

	return mc_line_load_text(printed, (size_t) mc_icd10cm_print(code, printed));
}

Datum
mc_line_load_hcpcs(uint32 code)
{
	char printed[MC_HCPCS_LENGTH + 1];

	mc_hcpcs_print(code, printed);
	return CStringGetTextDatum(printed);
}

Datum
mc_line_load_date(McDay day)
{
	return DateADTGetDatum(date2j(day.year, day.month, day.day) - POSTGRES_EPOCH_JDATE);
}
