/*
 * image_store.c
 *		The image of a version's dictionary and cues, in table dictionary_image.
 */
#include "terminology/image_store.h"

#include "catalog/pg_type.h"
#include "executor/spi.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/memutils.h"

#include "compat.h"
#include "terminology/block_store.h"
#include "terminology/language_image.h"

/* Size of a part; the last one is shorter. */
#define PART_SIZE (1024 * 1024)

void
mc_image_write(int32 words_version, const McLanguage *language)
{
	size_t size = mc_language_image_size(language->dictionary, &language->cues);
	char *image = MemoryContextAllocHuge(CurrentMemoryContext, size);
	Oid types[] = {INT4OID, INT4OID, BYTEAOID, INT8OID};
	Datum values[lengthof(types)];
	int32 part = 0;

	mc_language_image_write(language->dictionary, &language->cues, image);
	/* derived data: of older versions a session analyses the rows */
	if (SPI_execute("DELETE FROM medcode.dictionary_image", false, 0) != SPI_OK_DELETE)
		elog(ERROR, "could not remove the older image of the dictionary");
	for (size_t offset = 0; offset < size; offset += PART_SIZE)
	{
		size_t length = Min(size - offset, PART_SIZE);

		values[0] = Int32GetDatum(words_version);
		values[1] = Int32GetDatum(part++);
		values[2] = mc_block_bytea(image + offset, length);
		values[3] = Int64GetDatum(mc_block_checksum(image + offset, length));
		if (SPI_execute_with_args(
				"INSERT INTO medcode.dictionary_image (version, part, image, crc)"
				" VALUES ($1, $2, $3, $4)",
				lengthof(types), types, values, NULL, false, 0) != SPI_OK_INSERT)
			elog(ERROR, "could not write the image of the dictionary");
		pfree(DatumGetPointer(values[2]));
		CHECK_FOR_INTERRUPTS();
	}
	pfree(image);
}

bool
mc_image_read(int32 words_version, MemoryContext context, McLanguage *language)
{
	char *image = NULL;
	size_t size = 0;
	size_t filled = 0;
	bool whole = true;

	if (SPI_execute(psprintf("SELECT image, crc FROM medcode.dictionary_image"
							 " WHERE version = %d ORDER BY part",
							 words_version),
					true, 0) != SPI_OK_SELECT)
		elog(ERROR, "could not read the image of the dictionary");
	for (uint64 i = 0; i < SPI_processed && whole; i++)
	{
		HeapTuple row = SPI_tuptable->vals[i];
		TupleDesc desc = SPI_tuptable->tupdesc;
		bool isnull;
		Datum stored = SPI_getbinval(row, desc, 1, &isnull);
		bytea *data = DatumGetByteaPP(stored);
		size_t length = VARSIZE_ANY_EXHDR(data);

		if (i == 0)
		{
			size = mc_language_image_total(VARDATA_ANY(data), length);
			if (size > 0)
				image = MemoryContextAllocHuge(context, size);
		}
		whole = image && length <= size - filled &&
				DatumGetInt64(SPI_getbinval(row, desc, 2, &isnull)) ==
					mc_block_checksum(VARDATA_ANY(data), length);
		if (whole)
			memcpy(image + filled, VARDATA_ANY(data), length);
		filled += length;
		if ((Pointer) data != DatumGetPointer(stored))
			pfree(data);
		CHECK_FOR_INTERRUPTS();
	}
	SPI_freetuptable(SPI_tuptable);
	if (image && whole && filled == size &&
		mc_language_image_open(&language->host, image, size, &language->dictionary,
							   &language->cues))
		return true;
	if (image)
		pfree(image);
	return false;
}
