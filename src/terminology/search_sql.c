/*
 * search_sql.c
 *		term_words and search for SQL.
 *
 * Terms are fetched through the index on term_words(phrase) in steps: first
 * those that say all words of the query, then those that lack one, then two;
 * where words are common, short terms before long ones.  All terms of a step
 * are ranked, and what a step fetches depends on the query and the words of
 * the terminology alone.
 */
#include "pg_host.h"

#include "catalog/pg_type.h"
#include "funcapi.h"
#include "mb/pg_wchar.h"
#include "miscadmin.h"
#include "tsearch/ts_type.h"
#include "tsearch/ts_utils.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/date.h"

#include "encounter/evidence.h"
#include "compat.h"
#include "match/search_rank.h"
#include "terminology/icd10cm.h"
#include "terminology/installed.h"
#include "terminology/search_state.h"
#include "terminology/search_tsquery.h"

/* Longest query that is read, in bytes; what stands behind is not. */
#define MAX_QUERY 4096

/* Words of a query that terms are fetched by: those that say most */
#define MAX_FETCH_GROUPS 8

/* Where more than so many terms say some of the words, it depends on the others. */
#define MAX_LACKING_GROUPS 4

/* Steps that would look at more terms than this are left out where others do. */
#define COMMON     1000
#define TOO_COMMON 4000

/* A beginning of so many words says little: terms are not fetched by it. */
#define VAGUE_WAYS 16

/* Scores that what a later step finds can hardly reach */
#define SCORE_ONE_WORD  85
#define SCORE_TWO_WORDS 75

/* Score of the codes directly under one that was typed */
#define SCORE_UNDER_CODE 99

/* A term with such a score says something of what is meant. */
#define SCORE_HALF 50

PG_FUNCTION_INFO_V1(mc_term_words_sql);
PG_FUNCTION_INFO_V1(mc_search_sql);

static int
CompareLexemes(const void *a, const void *b)
{
	char *one = *(char *const *) a;
	char *other = *(char *const *) b;

	return tsCompareString(one, (int) strlen(one), other, (int) strlen(other), false);
}

/*
 * term_words(phrase) returns tsvector: the stems of its words that count, and of
 * a short phrase each again with the number of its words.
 */
Datum
mc_term_words_sql(PG_FUNCTION_ARGS)
{
	text *phrase = PG_GETARG_TEXT_PP(0);
	McHost host = mc_pg_host(CurrentMemoryContext);
	McSearchReader reader;
	char **lexemes;
	size_t count;
	size_t distinct = 0;
	Size length = 0;
	TSVector vector;
	Size size;

	mc_search_reader_init(&host, &reader);
	mc_search_read(&reader, VARDATA_ANY(phrase), VARSIZE_ANY_EXHDR(phrase), false);
	count = reader.count;
	lexemes =
		palloc_extended((count + MC_SHORT_TERM + 1) * sizeof(char *), MCXT_ALLOC_HUGE);
	for (size_t i = 0; i < count; i++)
	{
		lexemes[i] = palloc(MC_MAX_LEXEME + 1);
		lexemes[i][mc_search_lexeme(reader.list[i]->text, reader.list[i]->len,
									lexemes[i])] = '\0';
	}
	qsort(lexemes, count, sizeof(char *), CompareLexemes);
	for (size_t i = 0; i < count; i++)
	{
		if (i == 0 || strcmp(lexemes[distinct - 1], lexemes[i]) != 0)
			lexemes[distinct++] = lexemes[i];
	}
	count = distinct;
	if (distinct <= MC_SHORT_TERM)
	{
		for (size_t i = 0; i < distinct; i++)
			lexemes[count++] = psprintf("%s %zu", lexemes[i], distinct);
		qsort(lexemes, count, sizeof(char *), CompareLexemes);
	}
	for (size_t i = 0; i < count; i++)
		length += strlen(lexemes[i]);
	if (length > MAXSTRPOS)
		ereport(ERROR, (errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
						errmsg("the phrase has too many words"),
						errdetail("It has %d bytes.", (int) VARSIZE_ANY_EXHDR(phrase))));
	size = CALCDATASIZE((int) count, length);
	vector = palloc0(size);
	SET_VARSIZE(vector, size);
	vector->size = (int32) count;
	length = 0;
	for (size_t i = 0; i < count; i++)
	{
		WordEntry *entry = &ARRPTR(vector)[i];

		entry->haspos = 0;
		entry->len = (uint32) strlen(lexemes[i]) & 0x7FF;
		entry->pos = (uint32) length & 0xFFFFF;
		memcpy(STRPTR(vector) + length, lexemes[i], entry->len);
		length += entry->len;
	}
	PG_RETURN_TSVECTOR(vector);
}

/* A search while it runs */
typedef struct Search
{
	const McSearchState *state;
	McSearchQuery query;
	McSearchRank rank;
	MemoryContext row_context;
	uint32 groups[MAX_FETCH_GROUPS]; /* that terms are fetched by, the heaviest first */
	uint32 ngroups;
	size_t wanted;
} Search;

/* Fetch the terms with at least so many of the groups, and rank them. */
static void
Fetch(Search *search, const uint32 *groups, uint32 ngroups, uint32 least, uint32 words)
{
	MemoryContext old = MemoryContextSwitchTo(search->row_context);
	Datum values[1];
	SPITupleTable *rows;

	values[0] =
		TSQueryGetDatum(mc_search_tsquery(&search->query, groups, ngroups, least, words));
	MemoryContextSwitchTo(old);
	if (SPI_execute_plan(search->state->terms, values, NULL, true, 0) != SPI_OK_SELECT)
		elog(ERROR, "could not search the terms");
	rows = SPI_tuptable;
	for (uint64 i = 0; i < SPI_processed; i++)
	{
		HeapTuple row = rows->vals[i];
		bool isnull;
		char *code;
		uint64 packed;
		size_t position;

		MemoryContextReset(search->row_context);
		old = MemoryContextSwitchTo(search->row_context);
		code = TextDatumGetCString(SPI_getbinval(row, rows->tupdesc, 2, &isnull));
		if (mc_icd10cm_parse(code, strlen(code), &packed, &position) == MC_ICD10CM_OK)
		{
			char *phrase =
				TextDatumGetCString(SPI_getbinval(row, rows->tupdesc, 1, &isnull));
			int source = mc_source_by_name(
				TextDatumGetCString(SPI_getbinval(row, rows->tupdesc, 3, &isnull)));

			mc_search_rank_term(&search->rank, phrase, packed, (McTermSource) source);
		}
		MemoryContextSwitchTo(old);
		CHECK_FOR_INTERRUPTS();
	}
	SPI_freetuptable(rows);
	MemoryContextReset(search->row_context);
}

static bool
HasEnough(const Search *search, uint32 score)
{
	return mc_search_rank_above(&search->rank, score) >= search->wanted;
}

/* Does a group say so little that terms had better be fetched by the others? */
static bool
IsVague(const McSearchGroup *group)
{
	return group->count > VAGUE_WAYS && group->terms > COMMON;
}

/* Choose the groups that terms are fetched by: those that weigh most. */
static void
ChooseGroups(Search *search)
{
	const McSearchQuery *query = &search->query;
	bool vague = true;

	for (uint32 i = 0; i < query->ngroups; i++)
		vague &= IsVague(&query->groups[i]);
	search->ngroups = 0;
	for (uint32 i = 0; i < query->ngroups; i++)
	{
		uint32 weight = query->groups[i].weight;
		uint32 k;

		if (!vague && IsVague(&query->groups[i]))
			continue;
		if (search->ngroups < MAX_FETCH_GROUPS)
			search->ngroups++;
		else if (query->groups[search->groups[MAX_FETCH_GROUPS - 1]].weight >= weight)
			continue;
		for (k = search->ngroups - 1;
			 k > 0 && query->groups[search->groups[k - 1]].weight < weight; k--)
			search->groups[k] = search->groups[k - 1];
		search->groups[k] = i;
	}
}

/* Terms the index has to look at for those that say at least so many of the groups */
static uint64
Effort(const Search *search, uint32 ngroups, uint32 least)
{
	uint32 terms[MAX_FETCH_GROUPS];
	uint64 sum = 0;

	/* in ascending order: a term that lacks the rarest has the next ones */
	for (uint32 i = 0; i < ngroups; i++)
	{
		uint32 mine = search->query.groups[search->groups[i]].terms;
		uint32 k = i;

		for (; k > 0 && terms[k - 1] > mine; k--)
			terms[k] = terms[k - 1];
		terms[k] = mine;
	}
	for (uint32 i = 0; i + least <= ngroups; i++)
		sum += terms[i];
	return sum;
}

/* The best score of a term that lacks so many of the lightest words of the query */
static uint32
BestScoreWithout(const Search *search, uint32 lacking)
{
	const McSearchQuery *query = &search->query;
	uint64 all = 0;
	uint64 lost = 0;

	for (uint32 i = 0; i < query->ngroups; i++)
		all += query->groups[i].weight;
	for (uint32 i = 1; i <= lacking && i <= search->ngroups; i++)
		lost += query->groups[search->groups[search->ngroups - i]].weight;
	return all == 0 ? 0 : (uint32) (100 - 75 * lost / all);
}

/* Fetch short terms step by step until there are enough.  Returns whether there are. */
static bool
FetchShort(Search *search, const uint32 *groups, uint32 ngroups, uint32 least)
{
	for (uint32 words = least; words <= MC_SHORT_TERM; words++)
	{
		Fetch(search, groups, ngroups, least, words);
		if (HasEnough(search, words == 1   ? SCORE_ONE_WORD
							  : words == 2 ? SCORE_TWO_WORDS
										   : 1))
			return true;
	}
	return false;
}

/*
 * Fetch the terms that say all groups, or lack so many.  What lacks few of many
 * groups lacks no more of those that weigh most.
 */
static void
FetchStep(Search *search, uint32 lacking)
{
	uint32 ngroups =
		lacking > 0 ? Min(search->ngroups, MAX_LACKING_GROUPS) : search->ngroups;
	uint32 least = ngroups - lacking;
	uint64 effort = Effort(search, ngroups, least);

	if (ngroups <= MC_SHORT_TERM && effort > COMMON)
	{
		if (FetchShort(search, search->groups, ngroups, least))
			return;
		if (search->rank.nhits > 0 && (least == 1 || effort > TOO_COMMON))
			return;
	}
	if (lacking == 0 || effort <= TOO_COMMON || search->rank.nhits == 0)
		Fetch(search, search->groups, ngroups, least, 0);
}

/*
 * Fetch the terms that say any one of the groups.  Of a common word the short
 * terms are enough, and only the term that is nothing else where there is
 * better.
 */
static void
FetchAny(Search *search)
{
	const McSearchQuery *query = &search->query;
	uint32 rare[MAX_FETCH_GROUPS];
	uint32 nrare = 0;
	uint64 sum = 0;
	uint32 ncommon;

	/* the groups stand in the order of their weight, which is that of their rarity */
	while (nrare < search->ngroups &&
		   sum + query->groups[search->groups[nrare]].terms <= COMMON)
	{
		sum += query->groups[search->groups[nrare]].terms;
		rare[nrare] = search->groups[nrare];
		nrare++;
	}
	if (nrare > 0)
		Fetch(search, rare, nrare, 1, 0);
	ncommon = search->ngroups - nrare;
	for (uint32 words = 1; ncommon > 0 && words <= MC_SHORT_TERM; words++)
	{
		Fetch(search, search->groups + nrare, ncommon, 1, words);
		if (search->rank.nhits >= search->wanted ||
			mc_search_rank_above(&search->rank, SCORE_HALF) > 0)
			break;
	}
}

/* A code that was typed: itself, and what stands directly under it. */
static void
FetchCode(Search *search, const text *query, int64 release_id)
{
	static SPIPlanPtr plan;
	Oid types[] = {INT8OID, TEXTOID};
	char printed[MC_ICD10CM_BUFSIZE];
	Datum values[2];
	uint64 typed;
	size_t position;
	SPITupleTable *rows;

	if (mc_icd10cm_parse(VARDATA_ANY(query), VARSIZE_ANY_EXHDR(query), &typed,
						 &position) != MC_ICD10CM_OK)
		return;
	mc_icd10cm_print(typed, printed);
	if (plan == NULL)
		plan = mc_search_prepare(
			"SELECT c.code, c.title FROM medcode.code AS c"
			" WHERE c.release_id = $1 AND (c.code = $2 OR c.parent = $2)"
			" ORDER BY c.tabular_order",
			lengthof(types), types);
	values[0] = Int64GetDatum(release_id);
	values[1] = CStringGetTextDatum(printed);
	if (SPI_execute_plan(plan, values, NULL, true, 0) != SPI_OK_SELECT)
		elog(ERROR, "could not look codes up");
	rows = SPI_tuptable;
	for (uint64 i = 0; i < SPI_processed; i++)
	{
		char *code = SPI_getvalue(rows->vals[i], rows->tupdesc, 1);
		uint64 packed;

		if (mc_icd10cm_parse(code, strlen(code), &packed, &position) == MC_ICD10CM_OK)
			mc_search_rank_code(&search->rank, packed,
								packed == typed ? 100 : SCORE_UNDER_CODE, (uint32) i,
								SPI_getvalue(rows->vals[i], rows->tupdesc, 2));
	}
	SPI_freetuptable(rows);
}

/* Title of each of the codes in the release, NULL where it has none. */
static char **
Titles(const McSearchHit *hits, size_t count, int64 release_id)
{
	static SPIPlanPtr plan;
	Oid types[] = {INT8OID, TEXTARRAYOID};
	Datum *codes = palloc(count * sizeof(Datum));
	Datum values[2];
	char **titles = palloc0(count * sizeof(char *));
	bool isnull;

	for (size_t i = 0; i < count; i++)
	{
		char printed[MC_ICD10CM_BUFSIZE];

		mc_icd10cm_print(hits[i].code, printed);
		codes[i] = CStringGetTextDatum(printed);
	}
	if (plan == NULL)
		plan = mc_search_prepare("SELECT c.code, c.title FROM medcode.code AS c"
								 " WHERE c.release_id = $1 AND c.code = ANY ($2)",
								 lengthof(types), types);
	values[0] = Int64GetDatum(release_id);
	values[1] = PointerGetDatum(
		construct_array(codes, (int) count, TEXTOID, -1, false, TYPALIGN_INT));
	if (SPI_execute_plan(plan, values, NULL, true, 0) != SPI_OK_SELECT)
		elog(ERROR, "could not look codes up");
	for (uint64 i = 0; i < SPI_processed; i++)
	{
		HeapTuple row = SPI_tuptable->vals[i];
		char *code =
			TextDatumGetCString(SPI_getbinval(row, SPI_tuptable->tupdesc, 1, &isnull));
		uint64 packed;
		size_t position;

		if (mc_icd10cm_parse(code, strlen(code), &packed, &position) != MC_ICD10CM_OK)
			continue;
		for (size_t k = 0; k < count; k++)
		{
			if (hits[k].code == packed)
				titles[k] = SPI_getvalue(row, SPI_tuptable->tupdesc, 2);
		}
	}
	SPI_freetuptable(SPI_tuptable);
	return titles;
}

/* Give the best hits whose codes are in the release, as rows. */
static void
GiveRows(McResult *result, const Search *search, int64 release_id)
{
	size_t given = 0;
	size_t batch = Min(search->wanted + search->wanted / 4, 1000);

	for (size_t first = 0; first < search->rank.nhits && given < search->wanted;
		 first += batch)
	{
		const McSearchHit *hits = &search->rank.hits[first];
		size_t count = Min(batch, search->rank.nhits - first);
		char **titles = Titles(hits, count, release_id);

		for (size_t i = 0; i < count && given < search->wanted; i++)
		{
			Datum values[4];
			bool nulls[4] = {false};

			if (titles[i] == NULL)
				continue;
			values[0] = UInt64GetDatum(hits[i].code);
			values[1] = CStringGetTextDatum(titles[i]);
			values[2] = Int32GetDatum((int32) hits[i].score);
			values[3] = CStringGetTextDatum(hits[i].phrase);
			mc_result_add(result, values, nulls);
			given++;
		}
	}
}

/* The release of the date; NULL: the newest one. */
static int64
ReleaseOn(const McSearchState *state, const DateADT *as_of)
{
	int chosen = mc_releases_choose(&state->releases, as_of);

	if (chosen < 0)
		ereport(
			ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg(
				 "the date of service lies before the first release of ICD-10-CM in this database"),
			 errdetail("The first release here begins on %s.",
					   mc_date_text(state->releases.list[0].from)),
			 errhint(
				 "Load the release of that date with medcode.load_file(path, release).")));
	return state->releases.list[chosen].id;
}

static bool
IsBlank(const text *query)
{
	const char *p = VARDATA_ANY(query);
	const char *end = p + VARSIZE_ANY_EXHDR(query);

	while (p < end && (*p == ' ' || (*p >= '\t' && *p <= '\r')))
		p++;
	return p == end;
}

/* search(query, max_results, as_of, version) */
Datum
mc_search_sql(PG_FUNCTION_ARGS)
{
	McResult result;
	Search search = {0};
	text *query;
	int64 release_id;
	int nest_level;
	int32 version;
	DateADT as_of = PG_ARGISNULL(2) ? 0 : PG_GETARG_DATEADT(2);

	mc_result_begin(fcinfo, &result);
	if (PG_ARGISNULL(1) || PG_GETARG_INT32(1) < 1)
		ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE),
						errmsg("max_results must be 1 or more")));
	version = mc_version_argument(fcinfo, 3);
	if (PG_ARGISNULL(0) || IsBlank(PG_GETARG_TEXT_PP(0)))
		return mc_result_end(&result);
	query = PG_GETARG_TEXT_PP(0);
	search.wanted = (size_t) PG_GETARG_INT32(1);
	nest_level = mc_query_begin();
	search.state = mc_search_state(version);
	release_id = ReleaseOn(search.state, PG_ARGISNULL(2) ? NULL : &as_of);
	mc_search_query(&result.host, &search.state->words, &search.state->readings,
					VARDATA_ANY(query),
					(uint32) pg_mbcliplen(VARDATA_ANY(query),
										  (int) VARSIZE_ANY_EXHDR(query), MAX_QUERY),
					&search.query);
	if (search.query.ngroups == 0)
		ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE),
						errmsg("there is no word in the query"),
						errhint("Give a word, or the beginning of one.")));
	search.row_context =
		AllocSetContextCreate(result.work, "medcode search row", ALLOCSET_SMALL_SIZES);
	mc_search_rank_begin(&search.query, &search.rank);
	FetchCode(&search, query, release_id);
	ChooseGroups(&search);
	for (uint32 lacking = 0; lacking < search.ngroups; lacking++)
	{
		if (lacking > 0 && HasEnough(&search, BestScoreWithout(&search, lacking)))
			break;
		if (lacking > 2 && search.rank.nhits > 0)
			break;
		if (lacking > 0 && lacking + 1 == search.ngroups)
			FetchAny(&search);
		else
			FetchStep(&search, lacking);
	}
	mc_search_rank_sort(&search.rank);
	GiveRows(&result, &search, release_id);
	mc_query_end(nest_level);
	return mc_result_end(&result);
}
