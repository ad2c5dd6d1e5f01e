/*
 * meat_sql.c
 *		medcode.meat(note, ...) and medcode.note_fingerprints(note) for SQL.
 */
#include "pg_host.h"

#include "catalog/pg_type.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/jsonb.h"

#include "encounter/coding_sql.h"
#include "encounter/json_sql.h"
#include "meat/words_store.h"
#include "terminology/installed.h"

PG_FUNCTION_INFO_V1(mc_meat_sql);
PG_FUNCTION_INFO_V1(mc_note_fingerprints_sql);

/* ---------- arguments ---------- */

/* Letters of elements, as bits; raises 22023 for anything else. */
static unsigned
StrongElements(const text *value)
{
	const char *letters = text_to_cstring(value);
	unsigned bits = 0;

	for (const char *c = letters; *c; c++)
	{
		int e = 0;

		while (e < MC_MEAT_NELEMENTS && mc_meat_letters[e] != *c)
			e++;
		if (e == MC_MEAT_NELEMENTS)
			ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE),
							errmsg("strong is a text of the letters M, E, A and T")));
		bits |= MC_MEAT_BIT(e);
	}
	return bits;
}

/* The shingles of earlier notes; NULL elements are passed over. */
static void
ReadEarlier(const McHost *host, const McTerminology *terminology, ArrayType *notes,
			McShingleSet *set)
{
	Datum *values;
	bool *nulls;
	int count;

	mc_shingle_set_init(host, set);
	deconstruct_array(notes, TEXTOID, -1, false, TYPALIGN_INT, &values, &nulls, &count);
	for (int i = 0; i < count; i++)
	{
		text *body;
		McDocument doc;
		McParagraphs paragraphs;

		if (nulls[i])
			continue;
		body = DatumGetTextPP(values[i]);
		mc_document(host, terminology->headers, VARDATA_ANY(body),
					VARSIZE_ANY_EXHDR(body), &doc);
		mc_paragraphs(host, &doc, &paragraphs);
		for (size_t p = 0; p < paragraphs.count; p++)
		{
			for (uint32 k = 0; k < paragraphs.list[p].nshingles; k++)
				mc_shingle_set_add(host, set, paragraphs.list[p].shingles[k]);
		}
	}
}

/* ---------- rows ---------- */

static Datum
Signs(const McDocument *doc, const McMeatRow *row)
{
	JsonbParseState *state = NULL;

	pushJsonbValue(&state, WJB_BEGIN_ARRAY, NULL);
	for (size_t i = 0; i < row->nsigns; i++)
	{
		const McMeatSign *sign = &row->signs[i];
		uint32 start = doc->tokens.list[sign->first_token].start;
		uint32 end = doc->tokens.list[sign->last_token].end;
		const char *link = mc_meat_link_name(sign->link);

		pushJsonbValue(&state, WJB_BEGIN_OBJECT, NULL);
		mc_json_text(&state, "element", &mc_meat_letters[sign->element], 1);
		mc_json_number(&state, "start", mc_char_offset(doc, start));
		mc_json_number(&state, "end", mc_char_offset(doc, end));
		mc_json_text(&state, "text", doc->fold.original + start, end - start);
		mc_json_text(&state, "link", link, strlen(link));
		mc_json_bool(&state, "assessed", sign->assessed);
		mc_json_bool(&state, "copied", sign->copied);
		pushJsonbValue(&state, WJB_END_OBJECT, NULL);
	}
	return JsonbPGetDatum(JsonbValueToJsonb(pushJsonbValue(&state, WJB_END_ARRAY, NULL)));
}

static void
AddRow(McResult *rows, const McTerminology *terminology, const McFindings *findings,
	   const McMeatRow *row)
{
	const McDocument *doc = &rows->doc;
	const McFinding *finding = &findings->list[row->finding];
	uint32 start = doc->tokens.list[finding->mention.first_token].start;
	uint32 end = doc->tokens.list[finding->mention.last_token].end;
	char elements[MC_MEAT_NELEMENTS + 1];
	int n = 0;
	McCodeInfo info;
	bool nulls[11] = {false};
	Datum values[11];

	for (int e = 0; e < MC_MEAT_NELEMENTS; e++)
	{
		if (row->elements & MC_MEAT_BIT(e))
			elements[n++] = mc_meat_letters[e];
	}
	elements[n] = '\0';
	nulls[1] = !terminology->code(terminology->arg, row->code, &info);
	values[0] = UInt64GetDatum(row->code);
	values[1] = nulls[1] ? (Datum) 0 : CStringGetTextDatum(info.title);
	values[2] = CStringGetTextDatum(mc_meat_grade_name(row->uncopied));
	values[3] = CStringGetTextDatum(mc_meat_grade_name(row->grade));
	values[4] = CStringGetTextDatum(elements);
	values[5] = UInt32GetDatum(mc_char_offset(doc, start));
	values[6] = UInt32GetDatum(mc_char_offset(doc, end));
	values[7] = mc_text_between(doc, start, end);
	values[8] = CStringGetTextDatum(mc_section_name(finding->section));
	values[9] = BoolGetDatum(row->denied);
	values[10] = Signs(doc, row);
	mc_result_add(rows, values, nulls);
}

/* meat(note, earlier, strong, minimum, version): docs/meat.md */
Datum
mc_meat_sql(PG_FUNCTION_ARGS)
{
	McMeatScale scale = {.minimum = 1};
	McResult rows;
	McTerminology *terminology;
	const McMeatWords *words;
	McShingleSet earlier;
	McFindings findings;
	McNote note;
	McMeat meat;

	mc_result_begin(fcinfo, &rows);
	if (PG_ARGISNULL(0))
		return mc_result_end(&rows);
	scale.strong = PG_ARGISNULL(2) ? 0 : StrongElements(PG_GETARG_TEXT_PP(2));
	scale.minimum = PG_ARGISNULL(3) ? 1 : (unsigned) PG_GETARG_INT32(3);
	if (scale.minimum < 1 || scale.minimum > MC_MEAT_NELEMENTS)
		ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE),
						errmsg("minimum is a number of elements from 1 to 4")));
	words = mc_meat_words(mc_version_argument(fcinfo, 4));
	terminology = mc_installed_terminology(mc_version_argument(fcinfo, 4));
	if (!PG_ARGISNULL(1))
		ReadEarlier(&rows.host, terminology, PG_GETARG_ARRAYTYPE_P(1), &earlier);
	mc_result_document(&rows, terminology->headers, PG_GETARG_TEXT_PP(0));
	mc_find_all(&rows.host, terminology, &rows.doc, &findings);
	note = (McNote){.doc = &rows.doc, .findings = findings};
	mc_meat(&rows.host, terminology, &note, words, &scale,
			PG_ARGISNULL(1) ? NULL : &earlier, &meat);
	for (size_t i = 0; i < meat.count; i++)
		AddRow(&rows, terminology, &findings, &meat.list[i]);
	return mc_result_end(&rows);
}

/* note_fingerprints(note): a row for each paragraph */
Datum
mc_note_fingerprints_sql(PG_FUNCTION_ARGS)
{
	McResult rows;
	McTerminology *terminology;
	McParagraphs paragraphs;

	mc_result_begin(fcinfo, &rows);
	terminology = mc_installed_terminology(0);
	mc_result_document(&rows, terminology->headers, PG_GETARG_TEXT_PP(0));
	mc_paragraphs(&rows.host, &rows.doc, &paragraphs);
	for (size_t i = 0; i < paragraphs.count; i++)
	{
		const McParagraph *p = &paragraphs.list[i];
		Datum *shingles = palloc((p->nshingles + 1) * sizeof(Datum));
		bool nulls[4] = {false};
		Datum values[4];

		for (uint32 k = 0; k < p->nshingles; k++)
			shingles[k] = Int64GetDatum((int64) p->shingles[k]);
		values[0] = UInt32GetDatum(
			mc_char_offset(&rows.doc, rows.doc.tokens.list[p->first_token].start));
		values[1] = UInt32GetDatum(
			mc_char_offset(&rows.doc, rows.doc.tokens.list[p->end_token - 1].end));
		values[2] = UInt32GetDatum(p->nwords);
		values[3] = PointerGetDatum(construct_array(
			shingles, (int) p->nshingles, INT8OID, sizeof(int64), true, TYPALIGN_DOUBLE));
		mc_result_add(&rows, values, nulls);
		pfree(shingles);
	}
	return mc_result_end(&rows);
}
