/*
 * claim_load.h
 *		Claims into the tables of a user's schema.
 */
#ifndef MC_X12_CLAIM_LOAD_H
#define MC_X12_CLAIM_LOAD_H

#include "postgres.h"

#include "x12/segment.h"

#define MC_CLAIM_COUNTS 6

/*
 * Load all of a stream, within an SPI connection.  Sets the counts of submissions,
 * claims, lines, diagnoses, procedures and segments.  Raises as mc_remit_load.
 */
extern void mc_claim_load(McX12Source source, const char *schema, bool keep_names,
						  int64 counts[MC_CLAIM_COUNTS]);

#endif /* MC_X12_CLAIM_LOAD_H */
