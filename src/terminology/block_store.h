/*
 * block_store.h
 *		What is written down in one piece for a version: a row with the bytes and their
 *		checksum.
 */
#ifndef MC_BLOCK_STORE_H
#define MC_BLOCK_STORE_H

#include "postgres.h"

#include "text/host.h"

/* A table of such rows; its column crc is the checksum. */
typedef struct McBlockTable
{
	const char *name;    /* in schema medcode */
	const char *version; /* its column with the version */
	const char *block;   /* its column with the bytes */
	const char *what;    /* they are, for messages: "the words for search" */
} McBlockTable;

/* CRC-32C of what is written down. */
extern int64 mc_block_checksum(const char *block, size_t size);

/* Bytes as a bytea, palloc'd. */
extern Datum mc_block_bytea(const char *block, size_t size);

/* Write the block of a version, which has none.  Connected to SPI. */
extern void mc_block_write(const McBlockTable *table, int32 version, const char *block,
						   size_t size);

/*
 * Read the block of a version into memory of the host, aligned as any of its memory.  NULL
 * if there is none or its checksum is wrong.  Connected to SPI.
 */
extern char *mc_block_read(const McBlockTable *table, int32 version, const McHost *host,
						   size_t *size);

#endif /* MC_BLOCK_STORE_H */
