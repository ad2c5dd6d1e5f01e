/*
 * control_load.h
 *		What loads of all transactions have in common: control numbers, refusals.
 */
#ifndef MC_X12_CONTROL_LOAD_H
#define MC_X12_CONTROL_LOAD_H

#include "postgres.h"

#include "x12/batch_load.h"
#include "x12/envelope.h"

/* Columns of a table of transactions, and what is given for them */
#define MC_CONTROL_COLUMNS                                 \
	"t:sender_id t:receiver_id t:interchange_date "        \
	"t:interchange_control_number t:group_control_number " \
	"t:transaction_control_number b:is_test"

extern void mc_control_add(McBatch *batch, const McX12Control *control);

/* Raise: a transaction has been loaded before; table: that has it. */
_Noreturn extern void mc_control_known(const char *schema, const char *table);

/* Raise: the stream is refused. */
_Noreturn extern void mc_control_refuse(const McX12Problem *problem, const char *what);

#endif /* MC_X12_CONTROL_LOAD_H */
