/*
 * site_load.c
 *		A site's own terms and lists of codes.
 *
 * Terms go to medcode.term, those that the terminology has already excepted,
 * whoever brought them; a term that was retired is added anew.  Their row in
 * medcode.release is of code system "site" and kind "synonyms" and tells no
 * more than which file was loaded when.  A later file of terms does not take
 * away those of an earlier one: see medcode.retire_term().
 *
 * Codes are a release of the code system that they name.
 */
#include "load/site_load.h"

#include "catalog/pg_type.h"
#include "executor/spi.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/hsearch.h"
#include "utils/memutils.h"

#include "load/site_file.h"

/* Terms written by one statement */
#define TERMS_AT_A_TIME 100000

/* What is given of a term */
enum
{
	TERM_PHRASE,
	TERM_SYSTEM,
	TERM_CODE,
	TERM_KIND,
	TERM_PARTS
};

/* A parent that has to be among the codes */
typedef struct Parent
{
	uint32 line;
	char *code;
} Parent;

static text *
FieldText(McSiteField field)
{
	return cstring_to_text_with_len(field.text, (int) field.length);
}

/* Add the terms of one statement; returns how many were new. */
static int64
WriteTerms(Datum *const parts[TERM_PARTS], int count)
{
	Oid types[TERM_PARTS] = {TEXTARRAYOID, TEXTARRAYOID, TEXTARRAYOID, TEXTARRAYOID};
	Datum values[TERM_PARTS];
	int64 added;

	for (int i = 0; i < TERM_PARTS; i++)
		values[i] = PointerGetDatum(
			construct_array(parts[i], count, TEXTOID, -1, false, TYPALIGN_INT));
	SPI_connect();
	if (SPI_execute_with_args(
			"INSERT INTO medcode.term (phrase, code_system, code, kind)"
			" SELECT n.phrase, n.code_system, n.code, n.kind"
			" FROM (SELECT DISTINCT ON (u.phrase, u.code_system, u.code) u.*"
			"  FROM unnest($1, $2, $3, $4) WITH ORDINALITY AS u(phrase, code_system, code, kind, place)"
			"  ORDER BY u.phrase, u.code_system, u.code, u.place) AS n"
			" WHERE NOT EXISTS (SELECT FROM medcode.term AS t"
			"  WHERE t.phrase = n.phrase AND t.code_system = n.code_system AND t.code = n.code"
			"  AND NOT EXISTS (SELECT FROM medcode.retirement AS r"
			"   WHERE r.relation = 'term' AND r.row_id = t.term_id))"
			" ORDER BY n.place",
			TERM_PARTS, types, values, NULL, false, 0) != SPI_OK_INSERT)
		elog(ERROR, "could not add the terms");
	added = (int64) SPI_processed;
	SPI_finish();
	return added;
}

static void
LoadTerms(McLoad *load)
{
	MemoryContext batch = AllocSetContextCreate(load->context, "medcode terms of a load",
												ALLOCSET_DEFAULT_SIZES);
	McSiteReader reader;
	McSiteRow row;
	McSiteStatus status;
	Datum *parts[TERM_PARTS];
	int count = 0;

	for (int i = 0; i < TERM_PARTS; i++)
		parts[i] = palloc(TERMS_AT_A_TIME * sizeof(Datum));
	mc_site_begin(&reader, load->content, load->length);
	while ((status = mc_site_next(&reader, &row)) == MC_SITE_ROW)
	{
		MemoryContext old = MemoryContextSwitchTo(batch);

		parts[TERM_PHRASE][count] = PointerGetDatum(FieldText(row.field[MC_SITE_PHRASE]));
		parts[TERM_SYSTEM][count] =
			PointerGetDatum(FieldText(row.field[MC_SITE_CODE_SYSTEM]));
		parts[TERM_CODE][count] = PointerGetDatum(FieldText(row.field[MC_SITE_CODE]));
		parts[TERM_KIND][count] = PointerGetDatum(FieldText(row.field[MC_SITE_KIND]));
		load->rows++;
		if (++count == TERMS_AT_A_TIME)
		{
			load->added += WriteTerms(parts, count);
			count = 0;
		}
		MemoryContextSwitchTo(old);
		if (count == 0)
			MemoryContextReset(batch);
		if (load->rows % 1000 == 0)
			mc_load_progress(load, reader.offset);
	}
	if (status == MC_SITE_BAD)
		mc_load_refuse(load, reader.line, "%s", reader.problem);
	mc_load_progress(load, load->length);
	if (count > 0)
	{
		MemoryContext old = MemoryContextSwitchTo(batch);

		load->added += WriteTerms(parts, count);
		MemoryContextSwitchTo(old);
	}
	MemoryContextDelete(batch);
}

/* Each code comes once. */
static void
NoteCode(const McLoad *load, HTAB *codes, const McSiteRow *row)
{
	char code[MC_SITE_NAME_MAX + 1] = "";
	bool found;

	memcpy(code, row->field[MC_SITE_CODE].text, row->field[MC_SITE_CODE].length);
	hash_search(codes, code, HASH_ENTER, &found);
	if (found)
		mc_load_refuse(load, row->line, "the code occurs a second time");
}

static void
LoadCodes(McLoad *load)
{
	HASHCTL ctl = {
		.keysize = MC_SITE_NAME_MAX + 1,
		.entrysize = MC_SITE_NAME_MAX + 1,
		.hcxt = load->context,
	};
	HTAB *codes = hash_create("medcode codes of a site", 1024, &ctl,
							  HASH_ELEM | HASH_STRINGS | HASH_CONTEXT);
	MemoryContext scratch = AllocSetContextCreate(load->context, "medcode code of a load",
												  ALLOCSET_DEFAULT_SIZES);
	Parent *parents = NULL;
	int64 nparents = 0;
	int64 capacity = 0;
	McSiteReader reader;
	McSiteRow row;
	McSiteStatus status;
	McRows *rows;

	mc_site_begin(&reader, load->content, load->length);
	rows = mc_rows_begin(load, "code",
						 "code title short_title billable parent tabular_order origin");
	while ((status = mc_site_next(&reader, &row)) == MC_SITE_ROW)
	{
		McSiteField parent = row.field[MC_SITE_PARENT];
		Datum values[7];
		bool nulls[7] = {false};
		MemoryContext old;

		NoteCode(load, codes, &row);
		if (parent.length > 0)
		{
			if (nparents == capacity)
			{
				capacity = capacity ? 2 * capacity : 1024;
				parents = parents
							  ? repalloc_huge(parents, (Size) capacity * sizeof(Parent))
							  : palloc((Size) capacity * sizeof(Parent));
			}
			parents[nparents].line = row.line;
			parents[nparents++].code = pnstrdup(parent.text, parent.length);
		}
		old = MemoryContextSwitchTo(scratch);
		values[0] = PointerGetDatum(FieldText(row.field[MC_SITE_CODE]));
		values[1] = PointerGetDatum(FieldText(row.field[MC_SITE_TITLE]));
		values[2] = PointerGetDatum(FieldText(row.field[MC_SITE_SHORT_TITLE]));
		nulls[2] = row.field[MC_SITE_SHORT_TITLE].length == 0;
		values[3] = BoolGetDatum(row.billable);
		values[4] = PointerGetDatum(FieldText(parent));
		nulls[4] = parent.length == 0;
		values[5] = Int32GetDatum((int32) row.line - 1);
		values[6] = CStringGetTextDatum("site");
		mc_rows_add(rows, values, nulls);
		MemoryContextSwitchTo(old);
		MemoryContextReset(scratch);
		if (++load->rows % 1000 == 0)
			mc_load_progress(load, reader.offset);
	}
	if (status == MC_SITE_BAD)
		mc_load_refuse(load, reader.line, "%s", reader.problem);
	for (int64 i = 0; i < nparents; i++)
		if (hash_search(codes, parents[i].code, HASH_FIND, NULL) == NULL)
			mc_load_refuse(load, parents[i].line, "the parent is not among the codes");
	mc_load_progress(load, load->length);
	mc_rows_end(rows);
	hash_destroy(codes);
	MemoryContextDelete(scratch);
}

static bool
IsTerms(const char *content, size_t length)
{
	return mc_site_format(content, length) == MC_SITE_TERMS;
}

static bool
IsCodes(const char *content, size_t length)
{
	return mc_site_format(content, length) == MC_SITE_CODES;
}

/* The code system of the first row, if that can be read */
static char *
SystemOfCodes(const char *content, size_t length)
{
	McSiteReader reader;
	McSiteRow row;
	McSiteField system;

	mc_site_begin(&reader, content, length);
	if (mc_site_next(&reader, &row) != MC_SITE_ROW)
		return NULL;
	system = row.field[MC_SITE_CODE_SYSTEM];
	return pnstrdup(system.text, system.length);
}

const McFileKind mc_site_terms_kind = {
	.name = "table of terms",
	.code_system = "site",
	.table_kind = "synonyms",
	.side_by_side = true,
	.hint =
		"text separated by tabs, whose first line names columns phrase and code, perhaps "
		"code_system and kind",
	.recognise = IsTerms,
	.load = LoadTerms,
	.table = "term",
	.origin = "site",
};

const McFileKind mc_site_codes_kind = {
	.name = "table of codes",
	.code_system = "site",
	.table_kind = "codes",
	.hint =
		"text separated by tabs, whose first line names columns code_system, code and title, "
		"perhaps short_title, billable and parent",
	.code_system_of = SystemOfCodes,
	.recognise = IsCodes,
	.load = LoadCodes,
	.table = "code",
	.origin = "site",
};
