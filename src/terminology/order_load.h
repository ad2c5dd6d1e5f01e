/*
 * order_load.h
 *		The content of an ICD-10-CM order file into the tables of a database.
 *
 * What it leaves in medcode.release, medcode.code and medcode.term is part of
 * the contract of the SQL functions; see load_sql.c.
 */
#ifndef MC_ORDER_LOAD_H
#define MC_ORDER_LOAD_H

#include "postgres.h"

#include "terminology/edition.h"

/* What a load has done, in rows */
typedef struct McOrderCounts
{
	int64 rows;    /* of the file */
	int64 added;   /* codes the release did not have */
	int64 changed; /* codes with other titles, place or flag, or taken away */
} McOrderCounts;

/*
 * Make the official codes of the edition's release, and the official terms of
 * kind 'title', those of content[0..length), any bytes.  The edition is one
 * that mc_edition_read() has set; afterwards it has dates.  Sets *counts.
 *
 * Runs as the current user, and connects to SPI itself.  Concurrent loads
 * wait: medcode.release is locked until the transaction ends.  Memory is
 * taken from the current context and not given back.
 *
 * Raises 22000 if the content is not a complete order file, with line and
 * reason but no word of it; 22023 if the dates are not known; 55000 if the
 * release is not the publisher's or another one begins on the same day; what
 * the tables raise, such as 42501 without the rights.
 */
extern void mc_order_load(const char *content, size_t length, McEdition *edition,
						  McOrderCounts *counts);

#endif /* MC_ORDER_LOAD_H */
