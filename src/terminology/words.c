/*
 * words.c
 *		Word tables of a version, written when it is frozen.
 *
 *		medcode.write_words(version integer)
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "executor/spi.h"
#include "fmgr.h"
#include "mb/pg_wchar.h"
#include "miscadmin.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/hsearch.h"
#include "utils/memutils.h"

#include "pg_host.h"
#include "terminology/image_store.h"
#include "terminology/language.h"
#include "terminology/spelling_store.h"
#include "terminology/words.h"
#include "terminology/search_store.h"
#include "terminology/term_store.h"
#include "terminology/version.h"
#include "text/fold.h"
#include "text/token.h"

/* Rows fetched at a time */
#define FETCH_ROWS 5000

/* Rows inserted at a time */
#define INSERT_ROWS 20000

/* Longer words are nobody's to misspell; no term has one. */
#define MAX_WORD_BYTES 63

/* Characters of a spelling key */
#define KEY_CHARACTERS 3

PG_FUNCTION_INFO_V1(mc_write_words_sql);

typedef struct WordEntry
{
	char word[MAX_WORD_BYTES + 1];
	int32 terms;
	int32 diseases;    /* terms among them that name one */
	bool alone;        /* one of these is nothing but the word */
	int64 last_phrase; /* the phrase it was last seen in */
} WordEntry;

typedef struct Vocabulary
{
	HTAB *words;
	int64 phrase; /* running number */
	MemoryContext phrase_context;
} Vocabulary;

/* Does the code of a row name a disease?  NULL: it is of another system, or none. */
static bool
NamesDisease(const char *code)
{
	return code && strlen(code) >= 3 &&
		   mc_names_disease((uint64) (unsigned char) code[0] << 56 |
							(uint64) (unsigned char) code[1] << 48 |
							(uint64) (unsigned char) code[2] << 40);
}

/* Count the words of a phrase that carry meaning and are no numbers, each once. */
static void
CountWords(Vocabulary *vocabulary, const char *phrase, const char *code)
{
	bool disease = NamesDisease(code);
	WordEntry *only = NULL;
	int counted = 0;

	MemoryContext old = MemoryContextSwitchTo(vocabulary->phrase_context);
	McHost host = mc_pg_host(vocabulary->phrase_context);
	McFold fold;
	McWords words;
	McTokens tokens = {0};

	vocabulary->phrase++;
	mc_fold(&host, phrase, (uint32_t) strlen(phrase), &fold);
	mc_words_init(&host, &words, 16);
	mc_tokenise(&host, &fold, &words, &tokens);
	for (size_t i = 0; i < tokens.count; i++)
	{
		const McWord *word;
		char key[MAX_WORD_BYTES + 1] = {0};
		WordEntry *entry;
		bool found;

		if (tokens.list[i].word == MC_NO_WORD || !mc_token_counts(&tokens, &words, i))
			continue;
		word = &words.list[tokens.list[i].word];
		if (word->flags & MC_WORD_NUMBER || word->len > MAX_WORD_BYTES)
			continue;
		memcpy(key, word->text, word->len);
		entry = hash_search(vocabulary->words, key, HASH_ENTER, &found);
		counted++;
		only = entry;
		if (!found)
		{
			entry->terms = 0;
			entry->diseases = 0;
			entry->alone = false;
			entry->last_phrase = 0;
		}
		if (entry->last_phrase != vocabulary->phrase)
		{
			entry->terms++;
			entry->diseases += disease;
		}
		entry->last_phrase = vocabulary->phrase;
	}
	if (disease && counted == 1)
		only->alone = true;
	MemoryContextSwitchTo(old);
	MemoryContextReset(vocabulary->phrase_context);
}

/* Count the words of the phrases, with their codes, that a query gives. Returns the number of phrases. */
static int64
CountPhrases(Vocabulary *vocabulary, const char *query)
{
	Portal portal = SPI_cursor_open_with_args(NULL, query, 0, NULL, NULL, NULL, true, 0);
	int64 phrases = 0;

	for (;;)
	{
		SPI_cursor_fetch(portal, true, FETCH_ROWS);
		if (SPI_processed == 0)
			break;
		for (uint64 i = 0; i < SPI_processed; i++)
		{
			char *phrase = SPI_getvalue(SPI_tuptable->vals[i], SPI_tuptable->tupdesc, 1);

			char *code = SPI_getvalue(SPI_tuptable->vals[i], SPI_tuptable->tupdesc, 2);

			CountWords(vocabulary, phrase, code);
			pfree(phrase);
			if (code)
				pfree(code);
			CHECK_FOR_INTERRUPTS();
		}
		phrases += (int64) SPI_processed;
		SPI_freetuptable(SPI_tuptable);
	}
	SPI_freetuptable(SPI_tuptable);
	SPI_cursor_close(portal);
	return phrases;
}

static int
CompareWords(const void *a, const void *b)
{
	return strcmp((*(WordEntry *const *) a)->word, (*(WordEntry *const *) b)->word);
}

/* First or last characters of a word, as text */
static Datum
SpellingKey(const char *word, bool tail)
{
	int length = (int) strlen(word);
	int characters = pg_mbstrlen(word);
	int skip = tail && characters > KEY_CHARACTERS ? characters - KEY_CHARACTERS : 0;
	int start = skip > 0 ? pg_mbcharcliplen(word, length, skip) : 0;
	int size = pg_mbcharcliplen(word + start, length - start, KEY_CHARACTERS);

	return PointerGetDatum(cstring_to_text_with_len(word + start, size));
}

static Datum
TextArray(Datum *values, int count)
{
	return PointerGetDatum(
		construct_array(values, count, TEXTOID, -1, false, TYPALIGN_INT));
}

/* The words, sorted by their bytes */
static WordEntry **
SortedWords(const Vocabulary *vocabulary, long *count)
{
	WordEntry **list = palloc_extended(
		(Size) (hash_get_num_entries(vocabulary->words) + 1) * sizeof(WordEntry *),
		MCXT_ALLOC_HUGE);
	HASH_SEQ_STATUS scan;
	WordEntry *entry;

	*count = 0;
	hash_seq_init(&scan, vocabulary->words);
	while ((entry = hash_seq_search(&scan)) != NULL)
		list[(*count)++] = entry;
	qsort(list, (size_t) *count, sizeof(WordEntry *), CompareWords);
	return list;
}

/* The words for correcting misspelt ones */
static McSpelledWord *
SpelledWords(WordEntry *const *list, long count)
{
	McSpelledWord *spelled =
		palloc_extended((Size) (count + 1) * sizeof(McSpelledWord), MCXT_ALLOC_HUGE);

	for (long i = 0; i < count; i++)
	{
		spelled[i].word = list[i]->word;
		spelled[i].len = (uint32) strlen(list[i]->word);
		spelled[i].terms = (uint32) list[i]->terms;
		spelled[i].diseases = (uint32) list[i]->diseases;
		spelled[i].alone = list[i]->alone;
	}
	return spelled;
}

/*
 * Write the vocabulary, in the order of the words: as rows, and in one piece for search and
 * for correcting misspelt words.
 */
static void
WriteVocabulary(const Vocabulary *vocabulary, int32 version)
{
	long n;
	WordEntry **list = SortedWords(vocabulary, &n);
	Datum *words = palloc(INSERT_ROWS * sizeof(Datum));
	Datum *terms = palloc(INSERT_ROWS * sizeof(Datum));
	Datum *heads = palloc(INSERT_ROWS * sizeof(Datum));
	Datum *tails = palloc(INSERT_ROWS * sizeof(Datum));
	Oid types[] = {INT4OID, TEXTARRAYOID, INT4ARRAYOID, TEXTARRAYOID, TEXTARRAYOID};
	Datum values[lengthof(types)];
	McWordCount *counts =
		palloc_extended((Size) (n + 1) * sizeof(McWordCount), MCXT_ALLOC_HUGE);

	for (long first = 0; first < n; first += INSERT_ROWS)
	{
		int size = (int) Min(n - first, INSERT_ROWS);

		for (int i = 0; i < size; i++)
		{
			words[i] = CStringGetTextDatum(list[first + i]->word);
			terms[i] = Int32GetDatum(list[first + i]->terms);
			heads[i] = SpellingKey(list[first + i]->word, false);
			tails[i] = SpellingKey(list[first + i]->word, true);
		}
		values[0] = Int32GetDatum(version);
		values[1] = TextArray(words, size);
		values[2] = PointerGetDatum(
			construct_array(terms, size, INT4OID, sizeof(int32), true, TYPALIGN_INT));
		values[3] = TextArray(heads, size);
		values[4] = TextArray(tails, size);
		if (SPI_execute_with_args(
				"INSERT INTO medcode.vocabulary (version, word, terms, head, tail)"
				" SELECT $1, * FROM unnest($2, $3, $4, $5)",
				lengthof(types), types, values, NULL, false, 0) != SPI_OK_INSERT)
			elog(ERROR, "could not write the vocabulary");
	}
	for (long i = 0; i < n; i++)
	{
		counts[i].word = list[i]->word;
		counts[i].len = (uint32) strlen(list[i]->word);
		counts[i].terms = (uint32) list[i]->terms;
	}
	mc_search_words_store(version, counts, (uint32) n);
	mc_spelling_words_store(version, SpelledWords(list, n), (uint32) n);
}

/* Analyse the language of the version, and write its image. */
static void
WriteImage(const McVersion *version)
{
	MemoryContext context = AllocSetContextCreate(CurrentMemoryContext, "medcode image",
												  ALLOCSET_DEFAULT_SIZES);
	McLanguage language;

	mc_language_begin(&language, context);
	mc_language_read(&language, version);
	mc_image_write(version->number, &language);
	MemoryContextDelete(context);
}

/* Count the words of a version, an empty vocabulary before.  Returns the number of its terms. */
static int64
CountVersion(Vocabulary *vocabulary, const McVersion *version)
{
	HASHCTL ctl = {
		.keysize = MAX_WORD_BYTES + 1,
		.entrysize = sizeof(WordEntry),
		.hcxt = CurrentMemoryContext,
	};
	int64 terms;

	vocabulary->words = hash_create("medcode vocabulary", 50000, &ctl,
									HASH_ELEM | HASH_STRINGS | HASH_CONTEXT);
	vocabulary->phrase_context = AllocSetContextCreate(
		CurrentMemoryContext, "medcode phrase", ALLOCSET_DEFAULT_SIZES);
	terms = CountPhrases(vocabulary,
						 psprintf("SELECT t.phrase, CASE WHEN t.code_system = 'icd10cm'"
								  " THEN t.code END FROM medcode.term AS t WHERE %s",
								  mc_version_condition(version, "term", "t")));
	(void) CountPhrases(
		vocabulary,
		psprintf("SELECT t.expansion, NULL::text FROM medcode.abbreviation AS t WHERE %s",
				 mc_version_condition(version, "abbreviation", "t")));
	return terms;
}

McSpelledWord *
mc_words_of_version(int32 number, uint32 *count)
{
	McVersion version = mc_version_find(number);
	Vocabulary vocabulary = {0};
	WordEntry **list;
	long n;

	(void) CountVersion(&vocabulary, &version);
	list = SortedWords(&vocabulary, &n);
	*count = (uint32) n;
	return SpelledWords(list, n);
}

/*
 * medcode.write_words(version, starter): writes the word tables of a version
 * that holds this edition of the starter, and returns the number of its terms.
 */
Datum
mc_write_words_sql(PG_FUNCTION_ARGS)
{
	McVersion version = {.number = PG_GETARG_INT32(0), .starter = PG_GETARG_INT32(1)};
	int nest_level = mc_query_begin();
	Vocabulary vocabulary = {0};
	int64 terms = CountVersion(&vocabulary, &version);

	WriteVocabulary(&vocabulary, version.number);
	WriteImage(&version);
	mc_term_store_flush();
	mc_query_end(nest_level);
	PG_RETURN_INT64(terms);
}
