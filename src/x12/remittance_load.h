/*
 * remittance_load.h
 *		Remittances into the tables of a user's schema.
 */
#ifndef MC_X12_REMITTANCE_LOAD_H
#define MC_X12_REMITTANCE_LOAD_H

#include "postgres.h"

#include "x12/segment.h"

#define MC_REMIT_COUNTS 6

/*
 * Load all of a stream, within an SPI connection.  Sets the counts of payments,
 * claims, lines, adjustments, provider adjustments and segments.  Raises 22000 with
 * the segment where the stream is refused, 23505 where a transaction of it has been
 * loaded before.
 */
extern void mc_remit_load(McX12Source source, const char *schema, bool keep_names,
						  int64 counts[MC_REMIT_COUNTS]);

#endif /* MC_X12_REMITTANCE_LOAD_H */
