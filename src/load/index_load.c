/*
 * index_load.c
 *		The Alphabetic Index and its tables into medcode.index_entry and
 *		medcode.table_cell.
 *
 * Reported and survived: what mc_index_read() finds odd, and a code that the
 * list of codes of the release does not have.  The entry stays without it; a
 * cell is left out.  Codes are checked only if their list is loaded.  Those of
 * the tables and of the external cause index lack the seventh character and
 * are found as headings.
 */
#include "load/index_load.h"

#include "catalog/pg_type.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/memutils.h"

#include "load/index_file.h"
#include "load/index_reference.h"
#include "load/xml_file.h"

/* Rows between two reports of progress */
#define PROGRESS_ROWS 256

/* Columns of medcode.index_entry, in this order */
#define ENTRY_COLUMNS                                         \
	"entry_id parent_id level path nonessential phrase code " \
	"incomplete manifestation see see_entry see_also see_also_entries see_category"

enum
{
	COLUMN_ENTRY_ID,
	COLUMN_PARENT_ID,
	COLUMN_LEVEL,
	COLUMN_PATH,
	COLUMN_NONESSENTIAL,
	COLUMN_PHRASE,
	COLUMN_CODE,
	COLUMN_INCOMPLETE,
	COLUMN_MANIFESTATION,
	COLUMN_SEE,
	COLUMN_SEE_ENTRY,
	COLUMN_SEE_ALSO,
	COLUMN_SEE_ALSO_ENTRIES,
	COLUMN_SEE_CATEGORY,
	COLUMNS
};

typedef struct Loading
{
	McLoad *load;
	McHost host;
	McXml *xml; /* while the file is read */
	McIndex index;
	McIndexReferences *references;
	MemoryContext row_context;
	McRows *entries;
	McRows *cells;
	Datum values[COLUMNS];
	bool nulls[COLUMNS];
} Loading;

/* ---- the host of the reader ---- */

static void *
Alloc(void *arg, size_t size)
{
	return MemoryContextAllocHuge(((Loading *) arg)->load->context, size);
}

static void *
Resize(void *arg, void *block, size_t size)
{
	(void) arg;
	return repalloc_huge(block, size);
}

static void
Release(void *arg, void *block)
{
	(void) arg;
	pfree(block);
}

static void
Interrupt(void *arg)
{
	Loading *loading = arg;

	mc_load_progress(loading->load,
					 loading->xml ? mc_xml_offset(loading->xml) : loading->load->length);
}

/* ---- values ---- */

static void
SetText(Loading *loading, int column, const char *text)
{
	loading->nulls[column] = text == NULL;
	if (text)
		loading->values[column] = CStringGetTextDatum(text);
}

static void
SetNumber(Loading *loading, int column, uint32 number)
{
	loading->nulls[column] = number == 0;
	loading->values[column] = Int32GetDatum((int32) number);
}

static void
SetTexts(Loading *loading, int column, const char *const *texts, int count)
{
	Datum *elements = palloc((Size) (count + 1) * sizeof(Datum));

	for (int i = 0; i < count; i++)
		elements[i] = CStringGetTextDatum(texts[i]);
	loading->nulls[column] = false;
	loading->values[column] = PointerGetDatum(
		construct_array(elements, count, TEXTOID, -1, false, TYPALIGN_INT));
}

/* The code, or NULL if the list of codes does not have it, which is reported. */
static const char *
Checked(Loading *loading, uint32 line, const char *code)
{
	if (code == NULL || !mc_load_has_codes(loading->load) ||
		mc_load_knows_code(loading->load, code))
		return code;
	mc_load_reject(loading->load, line, "code %s is not in the list of codes", code);
	return NULL;
}

static void
SetPath(Loading *loading, const McIndexEntry *entry)
{
	const char *path[MC_INDEX_MAX_LEVEL + 1];
	int count = (int) entry->level + 1;

	for (int i = count; i-- > 0;)
	{
		path[i] = entry->title;
		if (i > 0)
			entry = &loading->index.entries[entry->parent - 1];
	}
	SetTexts(loading, COLUMN_PATH, path, count);
}

static void
SetReferences(Loading *loading, uint32 number, const McIndexEntry *entry)
{
	McReference found[MC_MAX_REFERENCES];
	Datum also[MC_MAX_REFERENCES];
	int count = 0;

	SetText(loading, COLUMN_SEE, entry->see);
	SetText(loading, COLUMN_SEE_ALSO, entry->see_also);
	loading->nulls[COLUMN_SEE_ENTRY] = true;
	if (entry->see &&
		mc_references_resolve(loading->references, entry->see, number, found) > 0 &&
		found[0].status == MC_REFERENCE_ENTRY)
		SetNumber(loading, COLUMN_SEE_ENTRY, found[0].entry);
	if (entry->see_also)
	{
		unsigned n =
			mc_references_resolve(loading->references, entry->see_also, number, found);

		for (unsigned i = 0; i < n; i++)
			if (found[i].status == MC_REFERENCE_ENTRY)
				also[count++] = Int32GetDatum((int32) found[i].entry);
	}
	loading->nulls[COLUMN_SEE_ALSO_ENTRIES] = count == 0;
	if (count > 0)
		loading->values[COLUMN_SEE_ALSO_ENTRIES] = PointerGetDatum(
			construct_array(also, count, INT4OID, sizeof(int32), true, TYPALIGN_INT));
}

static void
AddCells(Loading *loading, uint32 number, const McIndexEntry *entry)
{
	Datum values[4];

	for (int i = 0; entry->cells && i < MC_INDEX_CELLS; i++)
	{
		const McIndexCode *cell = &entry->cells[i];
		const char *code = Checked(loading, entry->line, cell->code);

		if (code == NULL)
			continue;
		values[0] = Int32GetDatum((int32) number);
		values[1] = CStringGetTextDatum(
			mc_index_column_name(mc_index_column(loading->index.kind, i)));
		values[2] = CStringGetTextDatum(code);
		values[3] = BoolGetDatum(cell->incomplete);
		mc_rows_add(loading->cells, values, NULL);
	}
}

static void
AddEntry(Loading *loading, uint32 number)
{
	const McIndexEntry *entry = &loading->index.entries[number - 1];
	const char *code = Checked(loading, entry->line, entry->code.code);
	char phrase[MC_INDEX_PHRASE_SIZE];

	SetNumber(loading, COLUMN_ENTRY_ID, number);
	SetNumber(loading, COLUMN_PARENT_ID, entry->parent);
	loading->nulls[COLUMN_LEVEL] = false;
	loading->values[COLUMN_LEVEL] = Int32GetDatum((int32) entry->level);
	SetPath(loading, entry);
	SetTexts(loading, COLUMN_NONESSENTIAL, entry->nonessential,
			 (int) entry->nonessential_count);
	SetText(loading, COLUMN_PHRASE,
			code && mc_index_phrase(&loading->index, number, phrase) ? phrase : NULL);
	SetText(loading, COLUMN_CODE, code);
	loading->nulls[COLUMN_INCOMPLETE] = false;
	loading->values[COLUMN_INCOMPLETE] =
		BoolGetDatum(code != NULL && entry->code.incomplete);
	SetText(loading, COLUMN_MANIFESTATION,
			Checked(loading, entry->line, entry->manifestation.code));
	SetReferences(loading, number, entry);
	SetText(loading, COLUMN_SEE_CATEGORY,
			Checked(loading, entry->line, entry->see_category));
	mc_rows_add(loading->entries, loading->values, loading->nulls);
	AddCells(loading, number, entry);
}

/* ---- the kinds ---- */

/* Read the file; libxml2's memory is given back whatever happens. */
static void
ReadIndex(Loading *loading)
{
	McLoad *load = loading->load;
	volatile bool read = false;

	loading->xml = mc_xml_open(load->content, load->length);
	if (loading->xml == NULL)
		ereport(ERROR, (errcode(ERRCODE_OUT_OF_MEMORY), errmsg("out of memory")));
	PG_TRY();
	{
		read = mc_index_read(&loading->host, loading->xml, &loading->index);
	}
	PG_FINALLY();
	{
		mc_xml_close(loading->xml);
		loading->xml = NULL;
	}
	PG_END_TRY();
	if (!read)
		mc_load_refuse(load, loading->index.line, "%s", loading->index.problem);
}

static void
LoadIndex(McLoad *load)
{
	Loading *loading = MemoryContextAllocZero(load->context, sizeof(Loading));
	MemoryContext old;

	loading->load = load;
	loading->host = (McHost){Alloc, Resize, Release, Interrupt, loading};
	ReadIndex(loading);
	for (size_t i = 0; i < loading->index.oddity_count; i++)
		mc_load_reject(load, loading->index.oddities[i].line, "%s",
					   loading->index.oddities[i].reason);
	loading->references = mc_references_begin(&loading->host, &loading->index);
	loading->entries = mc_rows_begin(load, "index_entry", ENTRY_COLUMNS);
	loading->cells =
		mc_rows_begin(load, "table_cell", "entry_id column_name code incomplete");

	loading->row_context = AllocSetContextCreate(load->context, "medcode index entry",
												 ALLOCSET_DEFAULT_SIZES);
	old = MemoryContextSwitchTo(loading->row_context);
	for (uint32 number = 1; number <= loading->index.count; number++)
	{
		AddEntry(loading, number);
		if (number % PROGRESS_ROWS == 0)
			mc_load_progress(load, load->length);
		MemoryContextReset(loading->row_context);
	}
	MemoryContextSwitchTo(old);
	MemoryContextDelete(loading->row_context);
	mc_rows_end(loading->entries);
	mc_rows_end(loading->cells);
	load->rows = (int64) loading->index.count;
}

static bool
IsKind(const char *content, size_t length, McIndexKind kind)
{
	McIndexKind found;
	char version[MC_INDEX_VERSION_SIZE];

	return mc_index_recognise(content, length, &found, version) && found == kind;
}

static bool
IsIndex(const char *content, size_t length)
{
	return IsKind(content, length, MC_INDEX_DISEASES);
}

static bool
IsExternalCauseIndex(const char *content, size_t length)
{
	return IsKind(content, length, MC_INDEX_EXTERNAL_CAUSES);
}

static bool
IsNeoplasmTable(const char *content, size_t length)
{
	return IsKind(content, length, MC_INDEX_NEOPLASMS);
}

static bool
IsDrugTable(const char *content, size_t length)
{
	return IsKind(content, length, MC_INDEX_DRUGS);
}

/* "2026" is FY2026; anything else is for the name of the file to say. */
static char *
ReleaseOfIndex(const char *content, size_t length)
{
	McIndexKind kind;
	char version[MC_INDEX_VERSION_SIZE];

	if (!mc_index_recognise(content, length, &kind, version) || strlen(version) != 4 ||
		strspn(version, "0123456789") != 4)
		return NULL;
	return psprintf("FY%s", version);
}

const McFileKind mc_index_kind = {
	.name = "ICD-10-CM Alphabetic Index",
	.code_system = "icd10cm",
	.table_kind = "index",
	.hint = "XML with root ICD10CM.index, such as icd10cm_index_2026.xml",
	.recognise = IsIndex,
	.release = ReleaseOfIndex,
	.load = LoadIndex,
	.table = "index_entry",
	.gives_terms = true,
};

const McFileKind mc_external_cause_index_kind = {
	.name = "ICD-10-CM External Cause Index",
	.code_system = "icd10cm",
	.table_kind = "external_cause_index",
	.hint = "XML with root ICD10CM.index, such as icd10cm_eindex_2026.xml",
	.recognise = IsExternalCauseIndex,
	.release = ReleaseOfIndex,
	.load = LoadIndex,
	.table = "index_entry",
};

const McFileKind mc_neoplasm_table_kind = {
	.name = "ICD-10-CM Table of Neoplasms",
	.code_system = "icd10cm",
	.table_kind = "neoplasm_table",
	.hint = "XML with root ICD10CM.index, such as icd10cm_neoplasm_2026.xml",
	.recognise = IsNeoplasmTable,
	.release = ReleaseOfIndex,
	.load = LoadIndex,
	.table = "index_entry",
};

const McFileKind mc_drug_table_kind = {
	.name = "ICD-10-CM Table of Drugs and Chemicals",
	.code_system = "icd10cm",
	.table_kind = "drug_table",
	.hint = "XML with root ICD10CM.index, such as icd10cm_drug_2026.xml",
	.recognise = IsDrugTable,
	.release = ReleaseOfIndex,
	.load = LoadIndex,
	.table = "index_entry",
};
