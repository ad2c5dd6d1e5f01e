/*
 * spelling_store.c
 *		The words of a version for correcting misspelt ones, in table spelling_words.
 */
#include "terminology/spelling_store.h"

#include "executor/spi.h"
#include "utils/builtins.h"
#include "utils/memutils.h"

#include "compat.h"
#include "match/search_query.h"
#include "pg_host.h"
#include "terminology/block_store.h"
#include "terminology/words.h"

static const McBlockTable table = {
	.name = "spelling_words",
	.version = "words_version",
	.block = "words",
	.what = "the words for correcting misspelt ones",
};

void
mc_spelling_words_store(int32 words_version, const McSpelledWord *list, uint32 count)
{
	McHost host = mc_pg_host(CurrentMemoryContext);
	size_t size;
	char *block = mc_misspelt_words_write(&host, list, count, &size);

	mc_block_write(&table, words_version, block, size);
	pfree(block);
}

void
mc_spelling_words_fetch(int32 words_version, MemoryContext context,
						McMisspeltWords *words)
{
	McHost host = mc_pg_host(context);
	McSpelledWord *list = NULL;
	uint32 count = 0;
	size_t size;
	char *block = mc_block_read(&table, words_version, &host, &size);

	if (block && mc_misspelt_words_open(words, block, size))
		return;
	if (block)
		pfree(block);
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
