/*
 * line_load.h
 *		What the loaders share that read with line_file.h.
 */
#ifndef MC_LINE_LOAD_H
#define MC_LINE_LOAD_H

#include "load/line_file.h"
#include "load/load.h"
#include "terminology/icd10cm.h"

/* Rows between two reports of progress */
#define MC_LINE_PROGRESS_ROWS 1024

/* Refuse the file with what the reader says.  Raises 22000. */
_Noreturn extern void mc_line_load_refuse(const McLoad *load, const McLines *lines);

/* Tell the progress of the reader, which has read one row more, from time to time. */
extern void mc_line_load_progress(McLoad *load, const McLines *lines, int64 row);

/* A memory context for one row at a time, under the load's, and switch to it */
extern MemoryContext mc_line_load_row_context(const McLoad *load);

/*
 * The table of a kind, filled with what a reader gives row by row:
 *
 *	mc_line_rows_begin(&rows, load, &reader->lines, "code title");
 *	while (mc_line_rows_take(&rows, mc_NAME_next(reader, &row)))
 *		mc_line_rows_add(&rows, values, nulls);
 */
typedef struct McLineRows
{
	McLoad *load;
	const McLines *lines;
	McRows *rows;
	MemoryContext caller;
	MemoryContext row_context;
} McLineRows;

/* Begin: columns as for mc_rows_begin(). */
extern void mc_line_rows_begin(McLineRows *rows, McLoad *load, const McLines *lines,
							   const char *columns);

/*
 * The reader has been asked for its next row.  If it read one: count it, tell the progress;
 * what is allocated from now on lives until the next one.  Else everything is written and
 * closed, or the file refused.
 */
extern bool mc_line_rows_take(McLineRows *rows, McReadStatus status);

/* Add a row to the table, as mc_rows_add(); none or several for a row that was read. */
extern void mc_line_rows_add(McLineRows *rows, const Datum *values, const bool *nulls);

/*
 * Values for columns, palloc'd: text as it is; text without the quotes of CSV and with
 * single blanks; a date; codes as they are printed
 */
extern Datum mc_line_load_text(const char *text, size_t length);
extern Datum mc_line_load_field(const McField *field);
extern Datum mc_line_load_tidy(const McField *field);
extern Datum mc_line_load_date(McDay day);
extern Datum mc_line_load_icd10cm(McIcd10cm code);
extern Datum mc_line_load_hcpcs(uint32 code);

#endif /* MC_LINE_LOAD_H */
