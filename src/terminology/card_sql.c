/*
 * card_sql.c
 *		What cards hold, and narrowing, for SQL.
 *
 *		medcode.code_card_rows(category text, as_of date)
 *		medcode.narrow(code icd10cm, attributes text[], as_of date)
 */
#include "pg_host.h"

#include "catalog/pg_type.h"
#include "executor/spi.h"
#include "funcapi.h"
#include "lib/stringinfo.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/date.h"

#include "terminology/card_store.h"
#include "terminology/version.h"
#include "text/fold.h"

PG_FUNCTION_INFO_V1(mc_code_card_rows_sql);
PG_FUNCTION_INFO_V1(mc_narrow_sql);

static SPIPlanPtr source_plan;

/* The card of a category on the date of an argument, or NULL */
static const McCard *
FetchCard(FunctionCallInfo fcinfo, int as_of, McIcd10cm category)
{
	Oid types[] = {DATEOID};
	Datum values[] = {PG_ARGISNULL(as_of) ? (Datum) 0 : PG_GETARG_DATUM(as_of)};
	char nulls[] = {PG_ARGISNULL(as_of) ? 'n' : ' ', '\0'};
	int nest_level = mc_query_begin();
	int64 release_id;
	int64 tabular_id;
	bool isnull;

	if (source_plan == NULL)
	{
		SPIPlanPtr plan = SPI_prepare(
			"SELECT release_id, tabular_id FROM medcode.card_source($1)", 1, types);

		if (plan == NULL || SPI_keepplan(plan) != 0)
			elog(ERROR, "could not prepare the choice of a release: %s",
				 SPI_result_code_string(SPI_result));
		source_plan = plan;
	}
	if (SPI_execute_plan(source_plan, values, nulls, true, 1) != SPI_OK_SELECT ||
		SPI_processed != 1)
		elog(ERROR, "could not choose the release");
	release_id = DatumGetInt64(
		SPI_getbinval(SPI_tuptable->vals[0], SPI_tuptable->tupdesc, 1, &isnull));
	tabular_id = DatumGetInt64(
		SPI_getbinval(SPI_tuptable->vals[0], SPI_tuptable->tupdesc, 2, &isnull));
	mc_query_end(nest_level);
	return mc_card_fetch(release_id, tabular_id, category);
}

/* Values of an axis: "left", "1|2|unspecified" */
static Datum
Values(McAxis axis, uint16 value)
{
	StringInfoData text;

	initStringInfo(&text);
	for (int bit = 0; bit < 16; bit++)
	{
		if (!(value >> bit & 1))
			continue;
		if (text.len > 0)
			appendStringInfoChar(&text, '|');
		appendStringInfoString(
			&text, mc_axis_value_name(axis, bit) ? mc_axis_value_name(axis, bit) : "?");
	}
	return CStringGetTextDatum(text.data);
}

static Datum
TextArray(Datum *list, int n)
{
	return PointerGetDatum(construct_array(list, n, TEXTOID, -1, false, TYPALIGN_INT));
}

static Datum
Flags(uint16 flags)
{
	static const struct
	{
		uint16 flag;
		const char *name;
	} names[] = {
		{MC_TITLE_OTHER, "other"},
		{MC_TITLE_UNSPECIFIED, "unspecified"},
		{MC_TITLE_MANIFESTATION, "manifestation"},
		{MC_TITLE_NEC, "nec"},
	};
	Datum list[lengthof(names)];
	int n = 0;

	for (size_t i = 0; i < lengthof(names); i++)
		if (flags & names[i].flag)
			list[n++] = CStringGetTextDatum(names[i].name);
	return TextArray(list, n);
}

static int32
CountNotes(const McCard *card, uint16 node)
{
	McCardNotes notes;
	int32 n = 0;

	mc_card_notes_begin(card, node, &notes);
	while (mc_card_notes_next(&notes))
		n++;
	return n;
}

/* Columns besides the axes: before and after them */
#define COLUMNS_BEFORE 3
#define COLUMNS        (COLUMNS_BEFORE + MC_NAXES + 4)

/*
 * medcode.code_card_rows(category text, as_of date).  Raises 22P02 for what is no
 * category.
 */
Datum
mc_code_card_rows_sql(PG_FUNCTION_ARGS)
{
	McResult rows;
	const McCard *card = NULL;
	McIcd10cm category;
	size_t position;

	mc_result_begin(fcinfo, &rows);
	if (!PG_ARGISNULL(0))
	{
		const text *argument = PG_GETARG_TEXT_PP(0);
		McIcd10cmStatus status = mc_icd10cm_parse(
			VARDATA_ANY(argument), VARSIZE_ANY_EXHDR(argument), &category, &position);

		if (status != MC_ICD10CM_OK ||
			mc_icd10cm_length(category) != MC_ICD10CM_CATEGORY_LEN)
			ereport(ERROR, (errcode(ERRCODE_INVALID_TEXT_REPRESENTATION),
							errmsg("no category of ICD-10-CM: %s",
								   status != MC_ICD10CM_OK
									   ? mc_icd10cm_status_text(status)
									   : "the code goes on after its third character")));
		card = FetchCard(fcinfo, 1, category);
	}
	for (uint32 i = 0; card && i < card->nnodes; i++)
	{
		const McCardNode *node = &card->nodes[i];
		const McAttributes *attributes = mc_card_attributes(card, (uint16) i);
		Datum values[COLUMNS];
		bool nulls[COLUMNS] = {false};
		Datum *after = &values[COLUMNS_BEFORE + MC_NAXES];

		values[0] = UInt64GetDatum(node->code);
		nulls[1] = node->parent == MC_NO_NODE;
		values[1] = UInt64GetDatum(nulls[1] ? 0 : card->nodes[node->parent].code);
		values[2] = BoolGetDatum((node->flags & MC_CARD_BILLABLE) != 0);
		for (int axis = 0; axis < MC_NAXES; axis++)
		{
			nulls[COLUMNS_BEFORE + axis] = attributes->value[axis] == 0;
			values[COLUMNS_BEFORE + axis] =
				Values((McAxis) axis, attributes->value[axis]);
		}
		after[0] = Flags(node->flags);
		after[1] = UInt32GetDatum(card->sets[node->added].count);
		after[2] = UInt32GetDatum(card->sets[node->absent].count);
		after[3] = Int32GetDatum(CountNotes(card, (uint16) i));
		mc_result_add(&rows, values, nulls);
	}
	return mc_result_end(&rows);
}

/* What documentation says: attributes, and the stems of all other words */
typedef struct Documented
{
	McAttributes attributes;
	uint64_t *stems;
	size_t nstems;
	size_t stems_cap;
} Documented;

static void
ReadPhrase(const McHost *host, const text *phrase, Documented *documented)
{
	McFold fold;
	McWords words;
	McTokens tokens = {0};
	McAttributes attributes;
	uint8_t *use;

	mc_fold(host, VARDATA_ANY(phrase), (uint32_t) VARSIZE_ANY_EXHDR(phrase), &fold);
	mc_words_init(host, &words, 16);
	mc_tokenise(host, &fold, &words, &tokens);
	use = mc_alloc(host, tokens.count + 1);
	mc_attributes_read(&words, tokens.list, tokens.count, &attributes, use);
	mc_attributes_add(&documented->attributes, &attributes);
	for (size_t i = 0; i < tokens.count; i++)
		if (use[i] == MC_USE_WORD)
		{
			MC_GROW(host, documented->stems, documented->nstems, documented->stems_cap);
			documented->stems[documented->nstems++] =
				words.list[tokens.list[i].word].stem_key;
		}
}

/* Names of what is open */
static Datum
OpenNames(uint32 open)
{
	Datum list[MC_NAXES + 1];
	int n = 0;

	for (int axis = 0; axis < MC_NAXES; axis++)
		if (open >> axis & 1)
			list[n++] = CStringGetTextDatum(mc_axis_name((McAxis) axis));
	if (open & MC_OPEN_DETAIL)
		list[n++] = CStringGetTextDatum("detail");
	return TextArray(list, n);
}

/* medcode.narrow(code icd10cm, attributes text[], as_of date) */
Datum
mc_narrow_sql(PG_FUNCTION_ARGS)
{
	McResult rows;
	Documented documented = {0};
	const McCard *card;
	uint16 node;

	mc_result_begin(fcinfo, &rows);
	if (PG_ARGISNULL(0))
		return mc_result_end(&rows);
	if (!PG_ARGISNULL(1))
	{
		ArrayType *array = PG_GETARG_ARRAYTYPE_P(1);
		Datum *list;
		bool *nulls;
		int n;

		deconstruct_array(array, TEXTOID, -1, false, TYPALIGN_INT, &list, &nulls, &n);
		for (int i = 0; i < n; i++)
			if (!nulls[i])
				ReadPhrase(&rows.host, DatumGetTextPP(list[i]), &documented);
	}
	card = FetchCard(fcinfo, 2, mc_icd10cm_category(DatumGetUInt64(PG_GETARG_DATUM(0))));
	node = card ? mc_card_find(card, DatumGetUInt64(PG_GETARG_DATUM(0))) : MC_NO_NODE;
	if (node != MC_NO_NODE)
	{
		McNarrow narrowed;
		Datum values[2];
		bool nulls[2] = {false};

		mc_card_narrow(card, node, &documented.attributes, documented.stems,
					   documented.nstems, &narrowed);
		values[0] = UInt64GetDatum(card->nodes[narrowed.node].code);
		values[1] = OpenNames(narrowed.open);
		mc_result_add(&rows, values, nulls);
	}
	return mc_result_end(&rows);
}
