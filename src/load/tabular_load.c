/*
 * tabular_load.c
 *		The Tabular List into medcode.tabular_note and what belongs to it.
 *
 * Reported and survived: a code that the list of codes of the release does not
 * have, as place of notes or named by one; codes that a note names by their
 * last characters, where the file has none such; an empty note; a seventh
 * character defined twice; a section that is missing in the index of the
 * chapter, or in no other place.  Codes are checked only if their list is loaded.
 */
#include "load/tabular_load.h"

#include "catalog/pg_type.h"
#include "utils/array.h"
#include "utils/builtins.h"

#include "pg_host.h"
#include "load/tabular_file.h"
#include "load/xml_file.h"

/* Rows between two reports of progress */
#define PROGRESS_ROWS 256

/* A chapter or section; where a section is only in the index of its chapter */
typedef struct Block
{
	McTabularLevel level;
	uint32 line; /* 0: it is not there, or not in the index */
	uint32 index_line;
	char *place;
	char *title;
	McIcd10cm first;
	McIcd10cm last;
} Block;

/* The references of a note that has to wait for all codes of the file */
typedef struct Waiting
{
	int32 note_id;
	uint32 line;
	char *place;
	McCodeReferences references;
} Waiting;

typedef struct Loading
{
	McLoad *load;
	McHost host;
	McHost row_host;
	MemoryContext row_context;
	McRows *notes;
	McRows *note_references;
	McRows *seventh;
	int32 note_id;
	McCodeReferences references;
	Block *blocks;
	size_t block_count;
	size_t block_capacity;
	Waiting *waiting;
	size_t waiting_count;
	size_t waiting_capacity;
	McIcd10cm *codes;
	size_t code_count;
	size_t code_capacity;
	/* seventh characters of the place that is being defined, one bit each */
	char seventh_place[16];
	uint64 seventh_seen;
} Loading;

static Datum
MakeText(const char *text, size_t length)
{
	return PointerGetDatum(cstring_to_text_with_len(text, (int) length));
}

static Datum
MakeCode(McIcd10cm code)
{
	char buf[MC_ICD10CM_BUFSIZE];

	return MakeText(buf, (size_t) mc_icd10cm_print(code, buf));
}

/* Write one reference, whose pattern is of no account, of a note. */
static void
WriteReference(Loading *loading, int32 note_id, int32 position,
			   const McCodeReference *reference)
{
	bool nulls[6] = {false};
	Datum values[6];
	Datum places[lengthof(reference->places)];

	values[0] = Int32GetDatum(note_id);
	values[1] = Int32GetDatum(position);
	values[2] = MakeCode(reference->first);
	values[3] = MakeCode(reference->last);
	nulls[4] = nulls[5] = reference->place_count == 0;
	if (reference->place_count > 0)
	{
		for (int i = 0; i < reference->place_count; i++)
			places[i] = Int32GetDatum(reference->places[i]);
		values[4] = CStringGetTextDatum(reference->characters);
		values[5] = PointerGetDatum(construct_array(
			places, reference->place_count, INT4OID, sizeof(int32), true, TYPALIGN_INT));
	}
	mc_rows_add(loading->note_references, values, nulls);
}

/* Report a code that a note names and the list of codes does not have. */
static void
CheckReference(Loading *loading, uint32 line, const char *place,
			   const McCodeReference *reference)
{
	char code[MC_ICD10CM_BUFSIZE];

	/* the ends of ranges need not exist: K00-K93 */
	if (reference->first != reference->last || !mc_load_has_codes(loading->load))
		return;
	mc_icd10cm_print(reference->first, code);
	if (!mc_load_knows_code(loading->load, code))
		mc_load_reject(loading->load, line,
					   "the note of %s names code %s, which is not in the list of codes",
					   place, code);
}

/* Write the references of a note, or keep those that name codes by pattern. */
static void
AddReferences(Loading *loading, const McTabularRow *row)
{
	McCodeReferences *references = &loading->references;
	bool patterns = false;

	mc_code_references(&loading->host, row->text, row->length, references);
	for (size_t i = 0; i < references->count; i++)
	{
		CheckReference(loading, row->line, row->place, &references->items[i]);
		patterns |= references->items[i].pattern[0] != '\0';
	}
	if (patterns)
	{
		Waiting *waiting;

		MC_GROW(&loading->host, loading->waiting, loading->waiting_count,
				loading->waiting_capacity);
		waiting = &loading->waiting[loading->waiting_count++];
		waiting->note_id = loading->note_id;
		waiting->line = row->line;
		waiting->place = MemoryContextStrdup(loading->load->context, row->place);
		waiting->references = *references;
		memset(references, 0, sizeof(*references));
		return;
	}
	for (size_t i = 0; i < references->count; i++)
		WriteReference(loading, loading->note_id, (int32) i + 1, &references->items[i]);
}

static void
AddNote(Loading *loading, const McTabularRow *row)
{
	bool nulls[7] = {false};
	Datum values[7];
	size_t length = 0;
	char *phrase;

	if (row->length == 0)
	{
		mc_load_reject(loading->load, row->line, "a note of %s is empty", row->place);
		return;
	}
	phrase = palloc(row->length);
	if (row->note == MC_NOTE_INCLUSION_TERM && row->level == MC_LEVEL_CODE &&
		!row->listed)
		length = mc_inclusion_phrase(&loading->row_host, row->text, row->length, phrase);
	values[0] = Int32GetDatum(++loading->note_id);
	values[1] = CStringGetTextDatum(mc_tabular_level_name(row->level));
	values[2] = CStringGetTextDatum(row->place);
	values[3] = CStringGetTextDatum(mc_note_kind_name(row->note));
	values[4] = MakeText(row->text, row->length);
	nulls[5] = length == 0;
	values[5] = nulls[5] ? (Datum) 0 : MakeText(phrase, length);
	values[6] = BoolGetDatum(row->conditional);
	mc_rows_add(loading->notes, values, nulls);
	AddReferences(loading, row);
}

static void
AddSeventh(Loading *loading, const McTabularRow *row)
{
	char c = row->character;
	uint64 bit = UINT64CONST(1) << (c >= 'A' ? c - 'A' + 10 : c - '0');
	Datum values[3];

	if (strcmp(loading->seventh_place, row->place) != 0)
		loading->seventh_seen = 0;
	strlcpy(loading->seventh_place, row->place, sizeof(loading->seventh_place));
	if (row->length == 0 || (loading->seventh_seen & bit))
	{
		mc_load_reject(loading->load, row->line, "seventh character %c of %s %s", c,
					   row->place,
					   row->length == 0 ? "has no meaning" : "is defined a second time");
		return;
	}
	loading->seventh_seen |= bit;
	values[0] = CStringGetTextDatum(row->place);
	values[1] = MakeText(&c, 1);
	values[2] = MakeText(row->text, row->length);
	mc_rows_add(loading->seventh, values, NULL);
}

static void
AddCode(Loading *loading, const McTabularRow *row)
{
	MC_GROW(&loading->host, loading->codes, loading->code_count, loading->code_capacity);
	loading->codes[loading->code_count++] = row->code;
	if (mc_load_has_codes(loading->load) &&
		!mc_load_knows_code(loading->load, row->place))
		mc_load_reject(loading->load, row->line, "code %s is not in the list of codes",
					   row->place);
}

/* A chapter, a section, or a section that the index of the chapter names */
static void
AddBlock(Loading *loading, const McTabularRow *row, bool indexed)
{
	Block *block = NULL;

	for (size_t i = 0; i < loading->block_count && row->level == MC_LEVEL_SECTION; i++)
		if (loading->blocks[i].level == MC_LEVEL_SECTION &&
			strcmp(loading->blocks[i].place, row->place) == 0)
			block = &loading->blocks[i];
	if (block == NULL)
	{
		MC_GROW(&loading->host, loading->blocks, loading->block_count,
				loading->block_capacity);
		block = &loading->blocks[loading->block_count++];
		memset(block, 0, sizeof(*block));
		block->level = row->level;
		block->place = MemoryContextStrdup(loading->load->context, row->place);
	}
	if (indexed)
	{
		block->index_line = row->line;
		return;
	}
	block->line = row->line;
	block->title = mc_alloc(&loading->host, row->length + 1);
	memcpy(block->title, row->text, row->length);
	block->title[row->length] = '\0';
	block->first = row->first;
	block->last = row->last;
}

/*
 * A chapter reaches from its first to its last section.  Its index, if it has
 * one, names all of them and no others.
 */
static void
CloseChapter(Loading *loading, Block *chapter)
{
	Block *end = loading->blocks + loading->block_count;
	bool has_index = false;

	for (Block *block = chapter + 1; block < end && block->level == MC_LEVEL_SECTION;
		 block++)
		has_index |= block->index_line > 0;
	for (Block *block = chapter + 1; block < end && block->level == MC_LEVEL_SECTION;
		 block++)
	{
		if (block->line == 0)
		{
			mc_load_reject(loading->load, block->index_line,
						   "the index of the chapter names section %s, which is missing",
						   block->place);
			continue;
		}
		if (has_index && block->index_line == 0)
			mc_load_reject(loading->load, block->line,
						   "section %s is not in the index of its chapter", block->place);
		if (chapter->first == MC_ICD10CM_NONE)
			chapter->first = block->first;
		chapter->last = block->last;
	}
	if (chapter->first == MC_ICD10CM_NONE)
		mc_load_refuse(loading->load, chapter->line, "chapter %s has no section",
					   chapter->place);
}

static void
WriteBlocks(Loading *loading)
{
	McRows *rows =
		mc_rows_begin(loading->load, "block",
					  "block level first_category last_category title tabular_order");
	int32 order = 0;

	for (size_t i = 0; i < loading->block_count; i++)
	{
		Block *block = &loading->blocks[i];
		Datum values[6];

		if (block->level == MC_LEVEL_CHAPTER)
			CloseChapter(loading, block);
		else if (block->line == 0)
			continue;
		values[0] = CStringGetTextDatum(block->place);
		values[1] = CStringGetTextDatum(mc_tabular_level_name(block->level));
		values[2] = MakeCode(block->first);
		values[3] = MakeCode(block->last);
		values[4] = CStringGetTextDatum(block->title);
		values[5] = Int32GetDatum(++order);
		mc_rows_add(rows, values, NULL);
	}
	mc_rows_end(rows);
}

static int
CompareCodes(const void *a, const void *b)
{
	McIcd10cm one = *(const McIcd10cm *) a;
	McIcd10cm other = *(const McIcd10cm *) b;

	return one < other ? -1 : one > other;
}

/* Write the references of a note, those with a pattern as the codes that have it. */
static void
WriteWaiting(Loading *loading, const Waiting *waiting)
{
	int32 position = 0;

	for (size_t i = 0; i < waiting->references.count; i++)
	{
		const McCodeReference *reference = &waiting->references.items[i];
		int length = MC_ICD10CM_CATEGORY_LEN + (int) strlen(reference->pattern);

		if (reference->pattern[0] == '\0')
		{
			WriteReference(loading, waiting->note_id, ++position, reference);
			continue;
		}
		for (size_t c = 0; c < loading->code_count; c++)
			if (mc_icd10cm_length(loading->codes[c]) == length &&
				mc_code_reference_fits(reference, loading->codes[c]))
			{
				McCodeReference one = {.first = loading->codes[c],
									   .last = loading->codes[c]};

				WriteReference(loading, waiting->note_id, ++position, &one);
			}
	}
	if (position == 0)
		mc_load_reject(
			loading->load, waiting->line,
			"the note of %s names codes by their characters, and there are none such",
			waiting->place);
}

static void
ReadRows(Loading *loading, McTabular *tabular)
{
	McLoad *load = loading->load;
	MemoryContext old = MemoryContextSwitchTo(loading->row_context);
	McTabularRow row;
	McTabularStatus status;

	while ((status = mc_tabular_next(tabular, &row)) != MC_TABULAR_END)
	{
		if (++load->rows % PROGRESS_ROWS == 0)
			mc_load_progress(load, mc_tabular_offset(tabular));
		switch (status)
		{
			case MC_TABULAR_CHAPTER:
			case MC_TABULAR_SECTION:
				AddBlock(loading, &row, false);
				break;
			case MC_TABULAR_INDEXED:
				load->rows--; /* the section itself is the record */
				AddBlock(loading, &row, true);
				break;
			case MC_TABULAR_CODE:
				AddCode(loading, &row);
				break;
			case MC_TABULAR_NOTE:
				AddNote(loading, &row);
				break;
			case MC_TABULAR_SEVENTH:
				AddSeventh(loading, &row);
				break;
			case MC_TABULAR_END:
			case MC_TABULAR_BAD:
				mc_load_refuse(load, mc_tabular_problem_line(tabular), "%s",
							   mc_tabular_problem(tabular));
		}
		MemoryContextReset(loading->row_context);
	}
	MemoryContextSwitchTo(old);
}

static void
LoadTabular(McLoad *load)
{
	Loading loading = {.load = load};
	McTabular *tabular;

	loading.host = mc_pg_host(load->context);
	loading.row_context = AllocSetContextCreate(load->context, "medcode tabular row",
												ALLOCSET_DEFAULT_SIZES);
	loading.row_host = mc_pg_host(loading.row_context);
	loading.notes = mc_rows_begin(load, "tabular_note",
								  "note_id level place kind note phrase conditional");
	loading.note_references = mc_rows_begin(
		load, "note_reference",
		"note_id position first_code last_code characters character_places");
	loading.seventh = mc_rows_begin(load, "seventh_character", "place character meaning");

	tabular = mc_tabular_open(&loading.host, load->content, load->length);
	PG_TRY();
	{
		ReadRows(&loading, tabular);
	}
	PG_FINALLY();
	{
		mc_tabular_close(tabular);
	}
	PG_END_TRY();

	qsort(loading.codes, loading.code_count, sizeof(McIcd10cm), CompareCodes);
	for (size_t i = 0; i < loading.waiting_count; i++)
	{
		MemoryContext old = MemoryContextSwitchTo(loading.row_context);

		WriteWaiting(&loading, &loading.waiting[i]);
		MemoryContextSwitchTo(old);
		MemoryContextReset(loading.row_context);
		mc_load_progress(load, load->length);
	}
	mc_rows_end(loading.notes);
	mc_rows_end(loading.note_references);
	mc_rows_end(loading.seventh);
	WriteBlocks(&loading);
	MemoryContextDelete(loading.row_context);
}

static bool
RecogniseTabular(const char *content, size_t length)
{
	return mc_xml_looks_like(content, length, MC_TABULAR_ROOT, NULL);
}

static char *
ReleaseOfTabular(const char *content, size_t length)
{
	char release[MC_TABULAR_RELEASE_SIZE];

	return mc_tabular_release(content, length, release) ? pstrdup(release) : NULL;
}

const McFileKind mc_tabular_kind = {
	.name = "ICD-10-CM Tabular List",
	.code_system = "icd10cm",
	.table_kind = "tabular",
	.hint = "icd10cm_tabular_2026.xml, with root element ICD10CM.tabular",
	.recognise = RecogniseTabular,
	.release = ReleaseOfTabular,
	.load = LoadTabular,
	.table = "tabular_note",
	.gives_terms = true,
};
