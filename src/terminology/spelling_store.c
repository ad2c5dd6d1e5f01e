/*
 * spelling_store.c
 *		The words of a version for correcting misspelt ones, in table spelling_words.
 */
#include "terminology/spelling_store.h"

#include "catalog/pg_type.h"
#include "executor/spi.h"
#include "utils/builtins.h"
#include "utils/memutils.h"

#include "compat.h"
#include "match/search_query.h"
#include "pg_host.h"
#include "terminology/image_store.h"
#include "terminology/words.h"

void
mc_spelling_words_store(int32 words_version, const McSpelledWord *list, uint32 count)
{
	McHost host = mc_pg_host(CurrentMemoryContext);
	size_t size;
	char *block = mc_misspelt_words_write(&host, list, count, &size);
	bytea *data = palloc(VARHDRSZ + size);
	Oid types[] = {INT4OID, BYTEAOID, INT8OID};
	Datum values[lengthof(types)];

	SET_VARSIZE(data, VARHDRSZ + size);
	memcpy(VARDATA(data), block, size);
	values[0] = Int32GetDatum(words_version);
	values[1] = PointerGetDatum(data);
	values[2] = Int64GetDatum(mc_image_checksum(block, size));
	if (SPI_execute_with_args(
			"INSERT INTO medcode.spelling_words (words_version, words, crc)"
			" VALUES ($1, $2, $3)",
			lengthof(types), types, values, NULL, false, 0) != SPI_OK_INSERT)
		elog(ERROR, "could not write the words for correcting misspelt ones");
	pfree(data);
	pfree(block);
}

/* The block as it was written, or false. */
static bool
FetchBlock(int32 words_version, MemoryContext context, McMisspeltWords *words)
{
	bool opened = false;

	if (SPI_execute(
			psprintf(
				"SELECT words, crc FROM medcode.spelling_words WHERE words_version = %d",
				words_version),
			true, 1) != SPI_OK_SELECT)
		elog(ERROR, "could not read the words for correcting misspelt ones");
	if (SPI_processed == 1)
	{
		HeapTuple row = SPI_tuptable->vals[0];
		TupleDesc desc = SPI_tuptable->tupdesc;
		bool isnull;
		bytea *data = DatumGetByteaPP(SPI_getbinval(row, desc, 1, &isnull));
		size_t size = VARSIZE_ANY_EXHDR(data);
		int64 crc = DatumGetInt64(SPI_getbinval(row, desc, 2, &isnull));

		if (mc_image_checksum(VARDATA_ANY(data), size) == crc)
		{
			char *block = MemoryContextAlloc(context, size);

			memcpy(block, VARDATA_ANY(data), size);
			opened = mc_misspelt_words_open(words, block, size);
			if (!opened)
				pfree(block);
		}
	}
	SPI_freetuptable(SPI_tuptable);
	return opened;
}

void
mc_spelling_words_fetch(int32 words_version, MemoryContext context,
						McMisspeltWords *words)
{
	McHost host = mc_pg_host(context);
	McSpelledWord *list = NULL;
	uint32 count = 0;
	size_t size;
	char *block;

	if (FetchBlock(words_version, context, words))
		return;
	/* before the first version there are none */
	if (words_version > 0)
		list = mc_words_of_version(words_version, &count);
	block = mc_misspelt_words_write(&host, list, count, &size);
	if (!mc_misspelt_words_open(words, block, size))
		elog(ERROR, "could not read the words for spelling as they were written");
}

bool
mc_is_draft_word(const McVersion *last, const McWord *word)
{
	char lexeme[MC_MAX_LEXEME + 1];
	uint32 len = mc_search_lexeme(word->text, word->len, lexeme);
	char *newer = psprintf("(version > %d OR version > %d AND version <= %d)",
						   Max(last->number, MC_LAST_STARTER_VERSION), last->starter,
						   MC_LAST_STARTER_VERSION);
	int nest_level = mc_query_begin();
	bool found;

	/* a word of letters alone needs no quoting */
	lexeme[len] = '\0';
	if (SPI_execute(psprintf("SELECT FROM medcode.term WHERE"
							 " medcode.term_words(phrase) @@ '%s'::tsquery AND %s"
							 " UNION ALL SELECT FROM medcode.abbreviation WHERE"
							 " medcode.term_words(expansion) @@ '%s'::tsquery AND %s",
							 lexeme, newer, lexeme, newer),
					true, 1) != SPI_OK_SELECT)
		elog(ERROR, "could not look for a word in the draft");
	found = SPI_processed > 0;
	mc_query_end(nest_level);
	return found;
}
