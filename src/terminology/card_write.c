/*
 * card_write.c
 *		Writing the cards of ICD-10-CM's categories, from the rows of a release.
 *
 *		medcode.write_cards(rewrite boolean)
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "executor/spi.h"
#include "fmgr.h"
#include "miscadmin.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"
#include "utils/memutils.h"

#include "coding/card.h"
#include "compat.h"
#include "pg_host.h"
#include "terminology/version.h"

/* Rows fetched at a time, and cards inserted at a time */
#define FETCH_ROWS   5000
#define INSERT_CARDS 200

PG_FUNCTION_INFO_V1(mc_write_cards_sql);

/* A category, and where the Tabular List has it */
typedef struct Category
{
	McIcd10cm code;
	int32 order;
	size_t first; /* of its codes */
	size_t end;
} Category;

/* A chapter or section: categories between two, in tabular order */
typedef struct CodeBlock
{
	char *name;
	uint8 level;
	McIcd10cm first;
	McIcd10cm last;
	size_t size; /* categories in it */
} CodeBlock;

typedef struct Note
{
	McCardPlacedNote card;
	char *block; /* name, of one that stands at no code */
	size_t first_reference;
} Note;

typedef struct Seventh
{
	McCardPlacedSeventh card;
	char *block;
} Seventh;

/* All rows of a release, sorted by what they belong to */
typedef struct Source
{
	MemoryContext context;
	McHost host;
	McCardCode *codes;
	size_t ncodes;
	size_t codes_cap;
	Category *categories; /* by code */
	size_t ncategories;
	size_t categories_cap;
	CodeBlock *blocks; /* sections before chapters, narrow ones before wide ones */
	size_t nblocks;
	size_t blocks_cap;
	Note *notes; /* those at codes by code, the others last */
	size_t nnotes;
	size_t notes_cap;
	McCardReference *references;
	size_t nreferences;
	size_t references_cap;
	Seventh *seventh;
	size_t nseventh;
	size_t seventh_cap;
} Source;

/* A row while it is read */
typedef struct Row
{
	HeapTuple tuple;
	TupleDesc desc;
} Row;

/* Text of a column in the current memory, or NULL */
static char *
TextOf(const Row *row, int column)
{
	bool isnull;
	Datum value = SPI_getbinval(row->tuple, row->desc, column, &isnull);

	return isnull ? NULL : TextDatumGetCString(value);
}

static int32
IntegerOf(const Row *row, int column)
{
	bool isnull;

	return DatumGetInt32(SPI_getbinval(row->tuple, row->desc, column, &isnull));
}

static bool
BooleanOf(const Row *row, int column)
{
	bool isnull;

	return DatumGetBool(SPI_getbinval(row->tuple, row->desc, column, &isnull));
}

/* Call read for each row of a query about a release; what it allocates lives as the source. */
static void
ForEachRow(Source *source, int64 release_id, const char *query,
		   void (*read)(Source *, const Row *))
{
	Oid types[] = {INT8OID};
	Datum values[] = {Int64GetDatum(release_id)};
	Portal portal =
		SPI_cursor_open_with_args(NULL, query, 1, types, values, NULL, true, 0);

	do
	{
		MemoryContext old;

		SPI_cursor_fetch(portal, true, FETCH_ROWS);
		old = MemoryContextSwitchTo(source->context);
		for (uint64 i = 0; i < SPI_processed; i++)
		{
			Row row = {SPI_tuptable->vals[i], SPI_tuptable->tupdesc};

			read(source, &row);
		}
		MemoryContextSwitchTo(old);
		SPI_freetuptable(SPI_tuptable);
		CHECK_FOR_INTERRUPTS();
	} while (SPI_processed > 0);
	SPI_cursor_close(portal);
}

/* A code as printed; MC_ICD10CM_NONE for what is none */
static McIcd10cm
ParseCode(const char *text)
{
	McIcd10cm code;
	size_t position;

	if (text)
		(void) mc_icd10cm_parse(text, strlen(text), &code, &position);
	return text ? code : MC_ICD10CM_NONE;
}

static void
ReadCode(Source *source, const Row *row)
{
	McIcd10cm code = ParseCode(TextOf(row, 1));
	char *title;

	if (code == MC_ICD10CM_NONE)
		return;
	title = TextOf(row, 2);
	MC_GROW(&source->host, source->codes, source->ncodes, source->codes_cap);
	source->codes[source->ncodes++] = (McCardCode){.code = code,
												   .title = title,
												   .length = strlen(title),
												   .billable = BooleanOf(row, 3),
												   .order = IntegerOf(row, 4)};
}

static void
ReadBlock(Source *source, const Row *row)
{
	MC_GROW(&source->host, source->blocks, source->nblocks, source->blocks_cap);
	source->blocks[source->nblocks++] =
		(CodeBlock){.name = TextOf(row, 1),
					.level = (uint8) mc_place_level_by_name(TextOf(row, 2)),
					.first = ParseCode(TextOf(row, 3)),
					.last = ParseCode(TextOf(row, 4))};
}

static void
ReadNote(Source *source, const Row *row)
{
	char *place = TextOf(row, 3);
	uint8 level = (uint8) mc_place_level_by_name(TextOf(row, 2));
	bool at_code = level == MC_PLACE_CODE;

	MC_GROW(&source->host, source->notes, source->nnotes, source->notes_cap);
	source->notes[source->nnotes++] =
		(Note){.card = {.place = at_code ? ParseCode(place) : MC_ICD10CM_NONE,
						.note_id = (uint32) IntegerOf(row, 1),
						.level = level,
						.kind = (uint8) mc_tabular_note_by_name(TextOf(row, 4)),
						.conditional = BooleanOf(row, 5)},
			   .block = at_code ? NULL : place};
}

static void
ReadSeventh(Source *source, const Row *row)
{
	char *place = TextOf(row, 1);
	char *character = TextOf(row, 2);
	char *meaning = TextOf(row, 3);
	McIcd10cm code = ParseCode(place);

	if (strlen(character) != 1)
		return;
	MC_GROW(&source->host, source->seventh, source->nseventh, source->seventh_cap);
	source->seventh[source->nseventh++] =
		(Seventh){.card = {.place = code,
						   .character = *character,
						   .meaning = meaning,
						   .length = strlen(meaning)},
				  .block = code == MC_ICD10CM_NONE ? place : NULL};
}

static int
CompareCodes(const void *a, const void *b)
{
	const McCardCode *x = a;
	const McCardCode *y = b;

	return (x->code > y->code) - (x->code < y->code);
}

static int
CompareNotes(const void *a, const void *b)
{
	const Note *x = a;
	const Note *y = b;

	if (x->card.place != y->card.place)
		return x->card.place < y->card.place ? -1 : 1;
	return (x->card.note_id > y->card.note_id) - (x->card.note_id < y->card.note_id);
}

static int
CompareNoteIds(const void *a, const void *b)
{
	const Note *x = a;
	const Note *y = b;

	return (x->card.note_id > y->card.note_id) - (x->card.note_id < y->card.note_id);
}

static int
CompareSeventh(const void *a, const void *b)
{
	const Seventh *x = a;
	const Seventh *y = b;

	if (x->card.place != y->card.place)
		return x->card.place < y->card.place ? -1 : 1;
	return x->card.character - y->card.character;
}

static int
CompareBlocks(const void *a, const void *b)
{
	const CodeBlock *x = a;
	const CodeBlock *y = b;

	if (x->level != y->level)
		return y->level - x->level;
	if (x->size != y->size)
		return x->size < y->size ? -1 : 1;
	return strcmp(x->name, y->name);
}

static const Category *
FindCategory(const Source *source, McIcd10cm code)
{
	size_t low = 0;
	size_t high = source->ncategories;

	code = mc_icd10cm_category(code);
	while (low < high)
	{
		size_t middle = low + (high - low) / 2;

		if (source->categories[middle].code < code)
			low = middle + 1;
		else
			high = middle;
	}
	return low < source->ncategories && source->categories[low].code == code
			   ? &source->categories[low]
			   : NULL;
}

/*
 * Is a category between two others?  In the order of the Tabular List, in which
 * C4A stands between C43 and C44; by characters where the list lacks one.
 */
static bool
IsBetween(const Category *category, const Category *first, const Category *last,
		  McIcd10cm first_code, McIcd10cm last_code)
{
	if (first && last)
		return category->order >= first->order && category->order <= last->order;
	return category->code >= mc_icd10cm_category(first_code) &&
		   category->code <= mc_icd10cm_category(last_code);
}

/* Group the codes by category. */
static void
FindCategories(Source *source)
{
	qsort(source->codes, source->ncodes, sizeof(McCardCode), CompareCodes);
	for (size_t i = 0; i < source->ncodes; i++)
	{
		McIcd10cm code = mc_icd10cm_category(source->codes[i].code);
		Category *category;

		if (i == 0 || code != mc_icd10cm_category(source->codes[i - 1].code))
		{
			MC_GROW(&source->host, source->categories, source->ncategories,
					source->categories_cap);
			source->categories[source->ncategories++] =
				(Category){.code = code, .order = source->codes[i].order, .first = i};
		}
		category = &source->categories[source->ncategories - 1];
		category->order = Min(category->order, source->codes[i].order);
		category->end = i + 1;
	}
}

static void
AddPiece(Source *source, McCardReference piece, McIcd10cm first, McIcd10cm last)
{
	piece.first = first;
	piece.last = last;
	MC_GROW(&source->host, source->references, source->nreferences,
			source->references_cap);
	source->references[source->nreferences++] = piece;
}

/*
 * A range of categories goes by tabular order; a card compares codes by their
 * characters.  So a range becomes as many as it takes.
 */
static void
AddReference(Source *source, McCardReference range)
{
	const Category *first = FindCategory(source, range.first);
	const Category *last = FindCategory(source, range.last);
	const Category *end = source->categories + source->ncategories;
	bool part_of_first = range.first != mc_icd10cm_category(range.first);
	bool part_of_last = range.last != mc_icd10cm_category(range.last);

	if (!first || !last || first == last || first->order > last->order)
	{
		AddPiece(source, range, range.first, range.last);
		return;
	}
	if (part_of_first)
		AddPiece(source, range, range.first, mc_icd10cm_heading_upper(first->code));
	for (const Category *c = source->categories; c < end; c++)
	{
		const Category *begin = c;

		while (c < end && c->order >= first->order && c->order <= last->order &&
			   !(part_of_first && c == first) && !(part_of_last && c == last))
			c++;
		if (c > begin)
		{
			AddPiece(source, range, begin->code, c[-1].code);
			c--;
		}
	}
	if (part_of_last)
		AddPiece(source, range, last->code, range.last);
}

/* A note's reference; notes are sorted by their ids. */
static void
ReadReference(Source *source, const Row *row)
{
	Note key = {.card = {.note_id = (uint32) IntegerOf(row, 1)}};
	Note *note =
		bsearch(&key, source->notes, source->nnotes, sizeof(Note), CompareNoteIds);
	McCardReference range = {.first = ParseCode(TextOf(row, 2)),
							 .last = ParseCode(TextOf(row, 3))};
	char *characters = TextOf(row, 4);
	bool isnull;
	Datum places = SPI_getbinval(row->tuple, row->desc, 5, &isnull);

	if (note == NULL || range.first == MC_ICD10CM_NONE || range.last == MC_ICD10CM_NONE)
		return;
	for (const char *c = characters; c && *c; c++)
		if ((*c >= '0' && *c <= '9') || (*c >= 'A' && *c <= 'Z'))
			range.characters |= UINT64_C(1) << (*c <= '9' ? *c - '0' : 10 + *c - 'A');
	if (!isnull)
	{
		ArrayType *array = DatumGetArrayTypeP(places);
		int n = ArrayGetNItems(ARR_NDIM(array), ARR_DIMS(array));

		for (int i = 0; i < n && !ARR_HASNULL(array); i++)
		{
			int32 place = ((int32 *) ARR_DATA_PTR(array))[i];

			if (place >= 1 && place <= MC_ICD10CM_MAX_LEN)
				range.places |= 1u << (place - 1);
		}
	}
	if (note->card.nreferences == 0)
		note->first_reference = source->nreferences;
	AddReference(source, range);
	note->card.nreferences = (uint32) (source->nreferences - note->first_reference);
}

/* Read all rows of a list of codes, and of a Tabular List if there is one. */
static void
ReadSource(Source *source, int64 release_id, int64 tabular_id)
{
	ForEachRow(source, release_id,
			   "SELECT code, title, billable, tabular_order FROM medcode.code"
			   " WHERE release_id = $1 ORDER BY tabular_order, code COLLATE \"C\"",
			   ReadCode);
	FindCategories(source);
	if (tabular_id == 0)
		return;
	ForEachRow(source, tabular_id,
			   "SELECT block, level, first_category, last_category FROM medcode.block"
			   " WHERE release_id = $1",
			   ReadBlock);
	for (size_t i = 0; i < source->nblocks; i++)
	{
		CodeBlock *block = &source->blocks[i];

		for (size_t k = 0; k < source->ncategories; k++)
			block->size +=
				IsBetween(&source->categories[k], FindCategory(source, block->first),
						  FindCategory(source, block->last), block->first, block->last);
	}
	qsort(source->blocks, source->nblocks, sizeof(CodeBlock), CompareBlocks);
	ForEachRow(source, tabular_id,
			   "SELECT note_id, level, place, kind, conditional FROM medcode.tabular_note"
			   " WHERE release_id = $1 ORDER BY note_id",
			   ReadNote);
	ForEachRow(source, tabular_id,
			   "SELECT note_id, first_code, last_code, characters, character_places"
			   " FROM medcode.note_reference WHERE release_id = $1"
			   " ORDER BY note_id, \"position\"",
			   ReadReference);
	qsort(source->notes, source->nnotes, sizeof(Note), CompareNotes);
	ForEachRow(source, tabular_id,
			   "SELECT place, \"character\", meaning FROM medcode.seventh_character"
			   " WHERE release_id = $1",
			   ReadSeventh);
	qsort(source->seventh, source->nseventh, sizeof(Seventh), CompareSeventh);
}

/* What of the notes and seventh characters belongs to a category */
typedef struct Chosen
{
	McCardPlacedNote *notes;
	size_t nnotes;
	size_t notes_cap;
	McCardPlacedSeventh *seventh;
	size_t nseventh;
	size_t seventh_cap;
} Chosen;

static void
ChooseNote(const Source *source, const McHost *host, const Note *note, Chosen *chosen)
{
	MC_GROW(host, chosen->notes, chosen->nnotes, chosen->notes_cap);
	chosen->notes[chosen->nnotes] = note->card;
	chosen->notes[chosen->nnotes++].references =
		&source->references[note->first_reference];
}

static void
ChooseSeventh(const McHost *host, const Seventh *seventh, Chosen *chosen)
{
	MC_GROW(host, chosen->seventh, chosen->nseventh, chosen->seventh_cap);
	chosen->seventh[chosen->nseventh++] = seventh->card;
}

static void
Choose(const Source *source, const McHost *host, const Category *category, Chosen *chosen)
{
	McIcd10cm upper = mc_icd10cm_heading_upper(category->code);
	bool seventh_of_block = false;
	size_t low = 0;
	size_t high = source->nnotes;

	while (low < high)
	{
		size_t middle = low + (high - low) / 2;

		if (source->notes[middle].card.place < category->code)
			low = middle + 1;
		else
			high = middle;
	}
	for (size_t i = low; i < source->nnotes && source->notes[i].card.place <= upper; i++)
		ChooseNote(source, host, &source->notes[i], chosen);
	for (size_t i = 0; i < source->nseventh; i++)
		if (source->seventh[i].card.place >= category->code &&
			source->seventh[i].card.place <= upper)
			ChooseSeventh(host, &source->seventh[i], chosen);
	for (size_t b = 0; b < source->nblocks; b++)
	{
		const CodeBlock *block = &source->blocks[b];
		bool found = false;

		if (!IsBetween(category, FindCategory(source, block->first),
					   FindCategory(source, block->last), block->first, block->last))
			continue;
		/* notes that stand at no code sort first */
		for (size_t i = 0; i < source->nnotes && source->notes[i].block; i++)
			if (source->notes[i].card.level == block->level &&
				strcmp(source->notes[i].block, block->name) == 0)
				ChooseNote(source, host, &source->notes[i], chosen);
		for (size_t i = 0; i < source->nseventh && source->seventh[i].block; i++)
			if (!seventh_of_block && strcmp(source->seventh[i].block, block->name) == 0)
			{
				ChooseSeventh(host, &source->seventh[i], chosen);
				found = true;
			}
		seventh_of_block = seventh_of_block || found;
	}
}

/* The card of a category, as a bytea of the host's memory */
static bytea *
MakeCard(const Source *source, const McHost *host, const Category *category)
{
	Chosen chosen = {0};
	McCardSource card = {.category = category->code,
						 .codes = &source->codes[category->first],
						 .ncodes = category->end - category->first};
	size_t size = 0;
	void *block;
	bytea *result;

	Choose(source, host, category, &chosen);
	card.notes = chosen.notes;
	card.nnotes = chosen.nnotes;
	card.seventh = chosen.seventh;
	card.nseventh = chosen.nseventh;
	block = mc_card_build(host, &card, &size);
	if (block == NULL)
	{
		char printed[MC_ICD10CM_BUFSIZE];

		mc_icd10cm_print(category->code, printed);
		ereport(ERROR, (errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
						errmsg("category %s has more codes or words than a card can hold",
							   printed)));
	}
	result = mc_alloc(host, VARHDRSZ + size);
	SET_VARSIZE(result, VARHDRSZ + size);
	memcpy(VARDATA(result), block, size);
	return result;
}

/* Write the cards of a list of codes and its Tabular List.  Returns their number. */
static int64
WriteRelease(int64 release_id, int64 tabular_id)
{
	Oid types[] = {INT8OID, INT8OID, TEXTARRAYOID, get_array_type(BYTEAOID)};
	Datum *names = palloc(INSERT_CARDS * sizeof(Datum));
	Datum *cards = palloc(INSERT_CARDS * sizeof(Datum));
	MemoryContext work = AllocSetContextCreate(CurrentMemoryContext, "medcode card",
											   ALLOCSET_DEFAULT_SIZES);
	McHost host = mc_pg_host(work);
	Source source = {.context = AllocSetContextCreate(
						 CurrentMemoryContext, "medcode cards", ALLOCSET_DEFAULT_SIZES)};

	source.host = mc_pg_host(source.context);
	ReadSource(&source, release_id, tabular_id);
	for (size_t first = 0; first < source.ncategories; first += INSERT_CARDS)
	{
		int n = (int) Min(source.ncategories - first, INSERT_CARDS);
		MemoryContext old = MemoryContextSwitchTo(work);
		Datum values[lengthof(types)];

		for (int i = 0; i < n; i++)
		{
			const Category *category = &source.categories[first + (size_t) i];
			char printed[MC_ICD10CM_BUFSIZE];

			mc_icd10cm_print(category->code, printed);
			names[i] = CStringGetTextDatum(printed);
			cards[i] = PointerGetDatum(MakeCard(&source, &host, category));
		}
		values[0] = Int64GetDatum(release_id);
		values[1] = Int64GetDatum(tabular_id);
		values[2] =
			PointerGetDatum(construct_array(names, n, TEXTOID, -1, false, TYPALIGN_INT));
		values[3] =
			PointerGetDatum(construct_array(cards, n, BYTEAOID, -1, false, TYPALIGN_INT));
		if (SPI_execute_with_args(
				"INSERT INTO medcode.code_card (release_id, tabular_id, category, card)"
				" SELECT $1, $2, * FROM unnest($3, $4)",
				lengthof(types), types, values, NULL, false, 0) != SPI_OK_INSERT)
			elog(ERROR, "could not write the cards");
		MemoryContextSwitchTo(old);
		MemoryContextReset(work);
	}
	MemoryContextDelete(work);
	MemoryContextDelete(source.context);
	return (int64) source.ncategories;
}

/*
 * medcode.write_cards(rewrite): writes the cards that are missing, or all, of the
 * releases in use; returns their number.
 */
Datum
mc_write_cards_sql(PG_FUNCTION_ARGS)
{
	bool rewrite = PG_GETARG_BOOL(0);
	int nest_level = mc_query_begin();
	Oid types[] = {BOOLOID};
	Datum values[] = {BoolGetDatum(rewrite)};
	int64 written = 0;
	SPITupleTable *releases;
	uint64 n;

	if (SPI_execute_with_args(
			"SELECT c.release_id, t.tabular_id"
			" FROM medcode.current_release AS c"
			" CROSS JOIN LATERAL (SELECT coalesce(max(x.release_id), 0) AS tabular_id"
			"  FROM medcode.current_release AS x WHERE x.code_system = 'icd10cm'"
			"  AND x.kind = 'tabular' AND x.release = c.release) AS t"
			" WHERE c.code_system = 'icd10cm' AND c.kind = 'codes'"
			" AND ($1 OR NOT EXISTS (SELECT FROM medcode.code_card AS k"
			"  WHERE k.release_id = c.release_id AND k.tabular_id = t.tabular_id))"
			" ORDER BY c.release_id",
			lengthof(types), types, values, NULL, false, 0) != SPI_OK_SELECT)
		elog(ERROR, "could not read the releases");
	releases = SPI_tuptable;
	n = SPI_processed;
	/* all, because those of releases out of use were written by the same program */
	if (rewrite &&
		SPI_execute("DELETE FROM medcode.code_card", false, 0) != SPI_OK_DELETE)
		elog(ERROR, "could not remove the older cards");
	for (uint64 i = 0; i < n; i++)
	{
		bool isnull;

		written += WriteRelease(DatumGetInt64(SPI_getbinval(
									releases->vals[i], releases->tupdesc, 1, &isnull)),
								DatumGetInt64(SPI_getbinval(
									releases->vals[i], releases->tupdesc, 2, &isnull)));
	}
	mc_query_end(nest_level);
	PG_RETURN_INT64(written);
}
