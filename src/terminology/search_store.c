/*
 * search_store.c
 *		The words of a version for search, in table search_words.
 */
#include "terminology/search_store.h"

#include "executor/spi.h"
#include "utils/builtins.h"
#include "utils/memutils.h"

#include "compat.h"
#include "pg_host.h"
#include "terminology/block_store.h"

static const McBlockTable table = {
	.name = "search_words",
	.version = "words_version",
	.block = "words",
	.what = "the words for search",
};

void
mc_search_words_store(int32 words_version, const McWordCount *list, uint32 count)
{
	McHost host = mc_pg_host(CurrentMemoryContext);
	size_t size;
	char *block = mc_search_words_write(&host, list, count, &size);

	mc_block_write(&table, words_version, block, size);
	pfree(block);
}

/* The block as it was written, or false. */
static bool
FetchBlock(int32 words_version, MemoryContext context, McSearchWords *words)
{
	McHost host = mc_pg_host(context);
	size_t size;
	char *block = mc_block_read(&table, words_version, &host, &size);

	if (block && mc_search_words_open(words, block, size))
		return true;
	if (block)
		pfree(block);
	return false;
}

/* The words of the vocabulary, as they were when the block was written. */
static McWordCount *
ReadVocabulary(int32 words_version, uint32 *count)
{
	McWordCount *list;

	if (SPI_execute(psprintf("SELECT word, terms FROM medcode.vocabulary"
							 " WHERE version = %d ORDER BY word COLLATE \"C\"",
							 words_version),
					true, 0) != SPI_OK_SELECT)
		elog(ERROR, "could not read the vocabulary");
	*count = (uint32) SPI_processed;
	list = palloc_extended((*count + 1) * sizeof(McWordCount), MCXT_ALLOC_HUGE);
	for (uint32 i = 0; i < *count; i++)
	{
		HeapTuple row = SPI_tuptable->vals[i];
		TupleDesc desc = SPI_tuptable->tupdesc;
		bool isnull;

		list[i].word = SPI_getvalue(row, desc, 1);
		list[i].len = (uint32) strlen(list[i].word);
		list[i].terms = (uint32) DatumGetInt32(SPI_getbinval(row, desc, 2, &isnull));
	}
	SPI_freetuptable(SPI_tuptable);
	return list;
}

static int
CompareWords(const McWordCount *one, const McWordCount *other)
{
	int order = memcmp(one->word, other->word, Min(one->len, other->len));

	return order != 0 ? order : (int) one->len - (int) other->len;
}

/* Both lists as one, in order. */
static McWordCount *
Merge(const McWordCount *one, uint32 none, const McWordCount *other, uint32 nother,
	  uint32 *count)
{
	McWordCount *list =
		palloc_extended((none + nother + 1) * sizeof(McWordCount), MCXT_ALLOC_HUGE);
	uint32 i = 0;
	uint32 k = 0;

	*count = 0;
	while (i < none || k < nother)
	{
		int order = i == none ? 1 : k == nother ? -1 : CompareWords(&one[i], &other[k]);
		McWordCount *to = &list[(*count)++];

		*to = order <= 0 ? one[i] : other[k];
		if (order == 0)
			to->terms += other[k].terms;
		i += order <= 0;
		k += order >= 0;
	}
	return list;
}

/* The words of a block as a list. */
static McWordCount *
ListOf(const McSearchWords *words)
{
	McWordCount *list =
		palloc_extended((words->nwords + 1) * sizeof(McWordCount), MCXT_ALLOC_HUGE);

	for (uint32 i = 0; i < words->nwords; i++)
	{
		list[i].word = mc_search_word(words, i, &list[i].len);
		list[i].terms = words->terms[i];
	}
	return list;
}

void
mc_search_words_fetch(int32 words_version, const McWordCount *more, uint32 nmore,
					  MemoryContext context, McSearchWords *words)
{
	McHost host = mc_pg_host(context);
	bool known =
		FetchBlock(words_version, nmore > 0 ? CurrentMemoryContext : context, words);
	McWordCount *list;
	uint32 count;
	char *block;
	size_t size;

	if (known && nmore == 0)
		return;
	if (known)
	{
		count = words->nwords;
		list = ListOf(words);
	}
	else
		list = ReadVocabulary(words_version, &count);
	list = Merge(list, count, more, nmore, &count);
	block = mc_search_words_write(&host, list, count, &size);
	if (!mc_search_words_open(words, block, size))
		elog(ERROR, "could not read the words for search as they were written");
}
