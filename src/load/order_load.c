/*
 * order_load.c
 *		The content of an ICD-10-CM order file into the table of codes.
 */
#include "load/order_load.h"

#include "fmgr.h"
#include "utils/builtins.h"
#include "utils/memutils.h"

#include "compat.h"
#include "load/order_file.h"

/* Rows between two reports of progress */
#define PROGRESS_ROWS 1024

PG_FUNCTION_INFO_V1(mc_title_phrase_sql);

static Datum
MakeCode(McIcd10cm code)
{
	char buf[MC_ICD10CM_BUFSIZE];

	return PointerGetDatum(cstring_to_text_with_len(buf, mc_icd10cm_print(code, buf)));
}

static void
LoadOrderFile(McLoad *load)
{
	McRows *rows = mc_rows_begin(load, "code",
								 "code title short_title billable parent tabular_order");
	McIcd10cm *seen = palloc_extended(
		mc_order_seen_size(load->length) * sizeof(McIcd10cm), MCXT_ALLOC_ZERO);
	MemoryContext row_context =
		AllocSetContextCreate(CurrentMemoryContext, "order row", ALLOCSET_DEFAULT_SIZES);
	MemoryContext old = MemoryContextSwitchTo(row_context);
	McOrderReader reader;
	McOrderRow row;
	McOrderStatus status;

	mc_order_begin(&reader, load->content, load->length, seen);
	while ((status = mc_order_next(&reader, &row)) == MC_ORDER_ROW)
	{
		bool category = row.parent == MC_ICD10CM_NONE;
		bool nulls[6] = {[4] = category};
		Datum values[6];

		values[0] = MakeCode(row.code);
		values[1] = PointerGetDatum(
			cstring_to_text_with_len(row.long_title, (int) row.long_length));
		values[2] = PointerGetDatum(
			cstring_to_text_with_len(row.short_title, (int) row.short_length));
		values[3] = BoolGetDatum(row.billable);
		values[4] = category ? (Datum) 0 : MakeCode(row.parent);
		values[5] = Int32GetDatum((int32) row.order);
		mc_rows_add(rows, values, nulls);
		MemoryContextReset(row_context);
		if (++load->rows % PROGRESS_ROWS == 0)
			mc_load_progress(load, (size_t) (reader.next - load->content));
	}
	MemoryContextSwitchTo(old);
	MemoryContextDelete(row_context);
	if (status == MC_ORDER_BAD)
	{
		char problem[MC_ORDER_PROBLEM_SIZE];

		mc_order_problem(&reader, problem);
		mc_load_refuse(load, reader.line, "%s", problem);
	}
	mc_rows_end(rows);
}

/* Its lines begin with a number of five digits.  ICD-10-PCS's are asked for before. */
static bool
RecogniseOrderFile(const char *content, size_t length)
{
	return length > 6 && strspn(content, "0123456789") == 5 && content[5] == ' ';
}

const McFileKind mc_order_kind = {
	.name = "ICD-10-CM order file",
	.code_system = "icd10cm",
	.table_kind = "codes",
	.hint =
		"icd10cm_order_2026.txt, lines with order number, code, flag, short and long title in fixed columns",
	.recognise = RecogniseOrderFile,
	.load = LoadOrderFile,
	.table = "code",
	.gives_terms = true,
};

/*
 * medcode.title_phrase(title text): the phrase that names the concept of a
 * title, or NULL if it names a remainder or an encounter; see mc_order_phrase.
 */
Datum
mc_title_phrase_sql(PG_FUNCTION_ARGS)
{
	text *title = PG_GETARG_TEXT_PP(0);
	size_t length = VARSIZE_ANY_EXHDR(title);
	text *phrase = palloc(VARHDRSZ + length);

	length = mc_order_phrase(VARDATA_ANY(title), length, VARDATA(phrase));
	if (length == 0)
		PG_RETURN_NULL();
	SET_VARSIZE(phrase, VARHDRSZ + length);
	PG_RETURN_TEXT_P(phrase);
}
