/*
 * batch_load.h
 *		Rows on their way into tables of a user's schema.
 *
 * Rows are gathered and written by INSERT, some thousands a statement, with the rights
 * of the caller: privileges, row security, triggers and partitions of the user's
 * tables hold.  All of it happens in one SPI connection, which the caller opens.
 */
#ifndef MC_X12_BATCH_LOAD_H
#define MC_X12_BATCH_LOAD_H

#include "postgres.h"

#include "x12/value.h"

typedef struct McBatch McBatch;

/*
 * Begin to fill schema.table.  columns: names and types of what is added, in order,
 * separated by blanks, as "i:remit_id t:claim_id":
 *
 *		i whole number, t text, b boolean, n amount, d day,
 *		c codes with blanks between, as text[]; p the same with numbers, as integer[]
 *
 * create names the function that makes the table, for the hint if it is missing (42P01).
 */
extern McBatch *mc_batch_begin(const char *schema, const char *table, const char *columns,
							   const char *create);

/*
 * Give a row value by value, in the order of the columns.  Empty text, and a day
 * without year, are NULL; so is an amount unless has is true.  An amount has two
 * decimals and a quantity none, or four where that is not exact.
 */
extern void mc_batch_number(McBatch *batch, int64 number);
extern void mc_batch_number_or_null(McBatch *batch, int64 number, bool has);
extern void mc_batch_text(McBatch *batch, const char *value);
extern void mc_batch_codes(McBatch *batch, const char *codes); /* empty: {} */
extern void mc_batch_bool(McBatch *batch, bool value);
extern void mc_batch_amount(McBatch *batch, McX12Amount amount, bool has);
extern void mc_batch_quantity(McBatch *batch, McX12Amount quantity, bool has);
extern void mc_batch_day(McBatch *batch, McDay day);

/* The row is complete. */
extern void mc_batch_row(McBatch *batch);

/*
 * The row is complete, and written at once unless a row has its key already.  Returns
 * what the table gave it in the column, or 0 if there is such a row.
 */
extern int64 mc_batch_row_returning(McBatch *batch, const char *column);

/* Write what is left.  Returns the number of rows since the beginning. */
extern int64 mc_batch_end(McBatch *batch);

#endif /* MC_X12_BATCH_LOAD_H */
