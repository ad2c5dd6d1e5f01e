/*
 * search_state.c
 *		What a session keeps for search: words, abbreviations, releases.
 */
#include "terminology/search_state.h"

#include "catalog/pg_type.h"
#include "miscadmin.h"
#include "nodes/parsenodes.h"
#include "utils/builtins.h"
#include "utils/memutils.h"

#include "pg_host.h"
#include "terminology/search_store.h"

/* States kept: what is seen without a version, and the version asked for last */
#define STATES 2

/* Rows fetched at a time */
#define FETCH_ROWS 5000

static McSearchState *states[STATES];

/* The plan that finds terms; kept while the query is the same */
static struct
{
	char *query;
	SPIPlanPtr plan;
} term_plans[STATES];

SPIPlanPtr
mc_search_prepare(const char *query, int nargs, Oid *types)
{
	/* the value says nothing of what is found, so that planning anew is in vain */
	SPIPlanPtr plan = SPI_prepare_cursor(query, nargs, types, CURSOR_OPT_GENERIC_PLAN);

	if (plan == NULL || SPI_keepplan(plan) != 0)
		elog(ERROR, "could not prepare \"%s\": %s", query,
			 SPI_result_code_string(SPI_result));
	return plan;
}

/* Words of the draft, each as often as terms have it */
typedef struct Words
{
	McWordCount *list;
	size_t count;
	size_t cap;
} Words;

static void
AddWords(const McHost *host, McSearchReader *reader, const char *phrase, Words *to)
{
	mc_search_read(reader, phrase, (uint32) strlen(phrase), false);
	for (size_t i = 0; i < reader->count; i++)
	{
		const McWord *word = reader->list[i];
		bool repeated = (word->flags & MC_WORD_NUMBER) != 0;

		for (size_t k = 0; k < i; k++)
			repeated |= reader->list[k] == word;
		if (repeated)
			continue;
		MC_GROW(host, to->list, to->count, to->cap);
		to->list[to->count].word = pnstrdup(word->text, word->len);
		to->list[to->count].len = word->len;
		to->list[to->count++].terms = 1;
	}
}

static int
CompareWords(const void *a, const void *b)
{
	return strcmp(((const McWordCount *) a)->word, ((const McWordCount *) b)->word);
}

/* Sort the words and count equal ones together. */
static void
SortWords(Words *words)
{
	size_t n = 0;

	if (words->count == 0)
		return;
	qsort(words->list, words->count, sizeof(McWordCount), CompareWords);
	for (size_t i = 0; i < words->count; i++)
	{
		if (n > 0 && strcmp(words->list[n - 1].word, words->list[i].word) == 0)
			words->list[n - 1].terms++;
		else
			words->list[n++] = words->list[i];
	}
	words->count = n;
}

/* Words of the terms that are in no published version. */
static Words
DraftWords(const McVersion *last)
{
	McHost host = mc_pg_host(CurrentMemoryContext);
	char *query = psprintf("SELECT phrase FROM medcode.term WHERE version > %d"
						   " UNION ALL SELECT phrase FROM medcode.term"
						   " WHERE version > %d AND version <= %d",
						   Max(last->number, MC_LAST_STARTER_VERSION), last->starter,
						   MC_LAST_STARTER_VERSION);
	Portal portal = SPI_cursor_open_with_args(NULL, query, 0, NULL, NULL, NULL, true, 0);
	McSearchReader reader;
	Words words = {0};

	mc_search_reader_init(&host, &reader);
	for (;;)
	{
		SPI_cursor_fetch(portal, true, FETCH_ROWS);
		if (SPI_processed == 0)
			break;
		for (uint64 i = 0; i < SPI_processed; i++)
		{
			AddWords(&host, &reader,
					 SPI_getvalue(SPI_tuptable->vals[i], SPI_tuptable->tupdesc, 1),
					 &words);
			CHECK_FOR_INTERRUPTS();
		}
		SPI_freetuptable(SPI_tuptable);
	}
	SPI_freetuptable(SPI_tuptable);
	SPI_cursor_close(portal);
	SortWords(&words);
	return words;
}

static void
ReadAbbreviations(McSearchState *state, const McVersion *version)
{
	McSearchReader reader;

	mc_readings_init(&state->host, &state->readings);
	mc_search_reader_init(&state->host, &reader);
	if (SPI_execute(psprintf("SELECT DISTINCT t.abbreviation COLLATE \"C\","
							 " t.expansion COLLATE \"C\""
							 " FROM medcode.abbreviation AS t WHERE %s ORDER BY 1, 2",
							 mc_version_condition(version, "abbreviation", "t")),
					true, 0) != SPI_OK_SELECT)
		elog(ERROR, "could not read the abbreviations");
	for (uint64 i = 0; i < SPI_processed; i++)
		mc_readings_add(
			&state->readings, &reader,
			SPI_getvalue(SPI_tuptable->vals[i], SPI_tuptable->tupdesc, 1),
			MemoryContextStrdup(state->context, SPI_getvalue(SPI_tuptable->vals[i],
															 SPI_tuptable->tupdesc, 2)));
	SPI_freetuptable(SPI_tuptable);
	mc_readings_finish(&state->readings);
}

/* The plan that finds the terms of a version. */
static SPIPlanPtr
TermPlan(int slot, const McVersion *version)
{
	Oid types[] = {TSQUERYOID};
	char *query = psprintf("SELECT t.phrase, t.code, t.kind FROM medcode.term AS t"
						   " WHERE medcode.term_words(t.phrase) @@ $1"
						   " AND t.code_system = 'icd10cm' AND %s",
						   mc_version_condition(version, "term", "t"));

	if (term_plans[slot].query == NULL || strcmp(term_plans[slot].query, query) != 0)
	{
		SPIPlanPtr plan = mc_search_prepare(query, lengthof(types), types);
		char *kept = MemoryContextStrdup(TopMemoryContext, query);

		if (term_plans[slot].plan)
			SPI_freeplan(term_plans[slot].plan);
		if (term_plans[slot].query)
			pfree(term_plans[slot].query);
		term_plans[slot].query = kept;
		term_plans[slot].plan = plan;
	}
	return term_plans[slot].plan;
}

/* Build a state.  It is the caller's memory until it is complete. */
static McSearchState *
Build(int slot, int32 asked, const McStamp *stamp)
{
	MemoryContext context = AllocSetContextCreate(CurrentMemoryContext, "medcode search",
												  ALLOCSET_DEFAULT_SIZES);
	McSearchState *state = MemoryContextAllocZero(context, sizeof(McSearchState));
	McVersion version = {0};
	McVersion published;
	Words more = {0};

	state->context = context;
	state->host = mc_pg_host(context);
	state->asked = asked;
	state->stamp = *stamp;
	published = asked ? mc_version_find(asked) : mc_version_last();
	if (asked)
		version = published;
	else
		more = DraftWords(&published);
	state->releases = mc_releases_read(&version, context);
	mc_search_words_fetch(published.words_version, more.list, (uint32) more.count,
						  context, &state->words);
	ReadAbbreviations(state, &version);
	state->terms = TermPlan(slot, &version);
	return state;
}

const McSearchState *
mc_search_state(int32 version)
{
	int slot = version == 0 ? 0 : 1;
	McSearchState *known = states[slot];
	McStamp stamp = mc_stamp();

	if (known == NULL || known->asked != version || !mc_same_stamp(&known->stamp, &stamp))
	{
		McSearchState *fresh = Build(slot, version, &stamp);

		MemoryContextSetParent(fresh->context, CacheMemoryContext);
		states[slot] = fresh;
		if (known)
			MemoryContextDelete(known->context);
	}
	return states[slot];
}
