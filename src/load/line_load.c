/*
 * line_load.c
 *		What the loaders share that read with line_file.h.
 */
#include "load/line_load.h"

#include "utils/builtins.h"
#include "utils/date.h"
#include "utils/datetime.h"
#include "utils/memutils.h"

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
mc_line_load_date(McDay day)
{
	return DateADTGetDatum(date2j(day.year, day.month, day.day) - POSTGRES_EPOCH_JDATE);
}
