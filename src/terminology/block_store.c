/*
 * block_store.c
 *		What is written down in one piece for a version: a row with the bytes and their
 *		checksum.
 */
#include "terminology/block_store.h"

#include "catalog/pg_type.h"
#include "executor/spi.h"
#include "port/pg_crc32c.h"

int64
mc_block_checksum(const char *block, size_t size)
{
	pg_crc32c crc;

	INIT_CRC32C(crc);
	COMP_CRC32C(crc, block, size);
	FIN_CRC32C(crc);
	return (int64) crc;
}

Datum
mc_block_bytea(const char *block, size_t size)
{
	bytea *data = palloc(VARHDRSZ + size);

	SET_VARSIZE(data, VARHDRSZ + size);
	memcpy(VARDATA(data), block, size);
	return PointerGetDatum(data);
}

void
mc_block_write(const McBlockTable *table, int32 version, const char *block, size_t size)
{
	Oid types[] = {INT4OID, BYTEAOID, INT8OID};
	Datum values[] = {Int32GetDatum(version), mc_block_bytea(block, size),
					  Int64GetDatum(mc_block_checksum(block, size))};

	if (SPI_execute_with_args(
			psprintf("INSERT INTO medcode.%s (%s, %s, crc) VALUES ($1, $2, $3)",
					 table->name, table->version, table->block),
			lengthof(types), types, values, NULL, false, 0) != SPI_OK_INSERT)
		elog(ERROR, "could not write %s", table->what);
	pfree(DatumGetPointer(values[1]));
}

char *
mc_block_read(const McBlockTable *table, int32 version, const McHost *host, size_t *size)
{
	char *block = NULL;

	if (SPI_execute(psprintf("SELECT %s, crc FROM medcode.%s WHERE %s = %d", table->block,
							 table->name, table->version, version),
					true, 1) != SPI_OK_SELECT)
		elog(ERROR, "could not read %s", table->what);
	if (SPI_processed == 1)
	{
		HeapTuple row = SPI_tuptable->vals[0];
		TupleDesc desc = SPI_tuptable->tupdesc;
		bool isnull;
		Datum stored = SPI_getbinval(row, desc, 1, &isnull);
		bytea *data = DatumGetByteaPP(stored);
		int64 crc = DatumGetInt64(SPI_getbinval(row, desc, 2, &isnull));

		*size = VARSIZE_ANY_EXHDR(data);
		if (mc_block_checksum(VARDATA_ANY(data), *size) == crc)
		{
			/* a copy, because the bytes of a bytea are not aligned */
			block = mc_alloc(host, Max(*size, 1));
			memcpy(block, VARDATA_ANY(data), *size);
		}
		if ((Pointer) data != DatumGetPointer(stored))
			pfree(data);
	}
	SPI_freetuptable(SPI_tuptable);
	return block;
}
