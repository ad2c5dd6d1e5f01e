/*
 * line_load.h
 *		What the loaders share that read with line_file.h.
 */
#ifndef MC_LINE_LOAD_H
#define MC_LINE_LOAD_H

#include "load/line_file.h"
#include "load/load.h"

/* Rows between two reports of progress */
#define MC_LINE_PROGRESS_ROWS 1024

/* Refuse the file with what the reader says.  Raises 22000. */
_Noreturn extern void mc_line_load_refuse(const McLoad *load, const McLines *lines);

/* Tell the progress of the reader, which has read one row more, from time to time. */
extern void mc_line_load_progress(McLoad *load, const McLines *lines, int64 row);

/* A memory context for one row at a time, under the load's, and switch to it */
extern MemoryContext mc_line_load_row_context(const McLoad *load);

/* Values for columns, palloc'd: text, date */
extern Datum mc_line_load_text(const char *text, size_t length);
extern Datum mc_line_load_field(const McField *field);
extern Datum mc_line_load_date(McDay day);

#endif /* MC_LINE_LOAD_H */
