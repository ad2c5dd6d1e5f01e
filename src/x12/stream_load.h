/*
 * stream_load.h
 *		Where the content of a load comes from: a file of the server, a value, a query.
 */
#ifndef MC_X12_STREAM_LOAD_H
#define MC_X12_STREAM_LOAD_H

#include "postgres.h"

#include "x12/segment.h"

/*
 * A regular file of the server, read piece by piece.  Raises 42501 without the rights
 * of pg_read_server_files.
 */
extern McX12Source mc_stream_file(const char *path);

/* The bytes of a text or bytea */
extern McX12Source mc_stream_value(const struct varlena *value);

/*
 * What a query gives: rows of a whole number, from 1 on without gap, and a piece as
 * text or bytea; one row is in memory at a time.  Within an SPI connection.
 */
extern McX12Source mc_stream_query(const char *query);

#endif /* MC_X12_STREAM_LOAD_H */
