/*
 * ptp_load.c
 *		NCCI procedure-to-procedure edits into their table.
 *
 * A quarter has millions of edits.  They are gathered at 16 bytes each, sorted,
 * and written as one row for each column one code (claim/ptp_pair.h).
 */
#include "load/ptp_load.h"

#include "catalog/pg_type.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/date.h"
#include "utils/datetime.h"
#include "utils/memutils.h"

#include "claim/ptp_pair.h"
#include "load/line_load.h"
#include "load/ncci_load.h"
#include "load/ptp_file.h"

/* As many as a record can tell apart; the publisher has about twenty. */
#define MAX_RATIONALES 255

/* The first one that is not told */
#define NO_RATIONALE MAX_RATIONALES

typedef struct Edit
{
	uint32 column1;
	McPtpPair pair;
} Edit;

typedef struct Gathered
{
	Edit *edits;
	size_t count;
	size_t room;
	char *rationales[MAX_RATIONALES];
	int nrationales;
	bool undated;        /* is there a row without effective date? */
	int first_effective; /* day since 1970; PG_INT32_MAX: none */
} Gathered;

/* Days since 1970, within the two bytes that a record has for them */
static bool
DayOf(McDay day, uint16 *days)
{
	int number = date2j(day.year, day.month, day.day) - UNIX_EPOCH_JDATE;

	if (number <= MC_PTP_DAY_UNKNOWN || number >= MC_PTP_NOT_DELETED)
		return false;
	*days = (uint16) number;
	return true;
}

static uint8
RationaleOf(const McLoad *load, Gathered *all, const McField *field)
{
	char *text;
	size_t length;

	if (field->length == 0)
		return NO_RATIONALE;
	for (int i = 0; i < all->nrationales; i++)
		if (strlen(all->rationales[i]) == field->length &&
			memcmp(all->rationales[i], field->text, field->length) == 0)
			return (uint8) i;
	if (all->nrationales == MAX_RATIONALES)
		return NO_RATIONALE;
	text = MemoryContextAlloc(load->context, field->length + 1);
	length = field->length;
	memcpy(text, field->text, length);
	text[length] = '\0';
	all->rationales[all->nrationales] = text;
	return (uint8) all->nrationales++;
}

static void
Gather(McLoad *load, const McPtpRow *row, Gathered *all)
{
	Edit *edit;

	if (all->count == all->room)
	{
		all->room = all->room ? all->room * 2 : 65536;
		all->edits =
			all->edits ? repalloc_huge(all->edits, all->room * sizeof(Edit))
					   : MemoryContextAllocHuge(load->context, all->room * sizeof(Edit));
	}
	edit = &all->edits[all->count++];
	edit->column1 = row->column1;
	edit->pair = (McPtpPair){.column2 = row->column2,
							 .effective = MC_PTP_DAY_UNKNOWN,
							 .deletion = MC_PTP_NOT_DELETED,
							 .indicator = (uint8) row->indicator,
							 .prior_1996 = row->prior_1996,
							 .rationale = RationaleOf(load, all, &row->rationale)};
	if (row->has_effective && !DayOf(row->effective, &edit->pair.effective))
		mc_load_refuse(load, row->line,
					   "the effective date is not between 1970 and 2149");
	if (row->has_deletion && !DayOf(row->deletion, &edit->pair.deletion))
		mc_load_refuse(load, row->line, "the deletion date is not between 1970 and 2149");
	if (!row->has_effective)
		all->undated = true;
	else if (edit->pair.effective < all->first_effective)
		all->first_effective = edit->pair.effective;
}

static int
CompareEdits(const void *a, const void *b)
{
	const Edit *left = a;
	const Edit *right = b;

	if (left->column1 != right->column1)
		return left->column1 < right->column1 ? -1 : 1;
	if (left->pair.column2 != right->pair.column2)
		return left->pair.column2 < right->pair.column2 ? -1 : 1;
	if (left->pair.effective != right->pair.effective)
		return left->pair.effective < right->pair.effective ? -1 : 1;
	if (left->pair.deletion != right->pair.deletion)
		return left->pair.deletion < right->pair.deletion ? -1 : 1;
	return (int) left->pair.indicator - (int) right->pair.indicator;
}

/* Write a row for each column one code. */
static void
WriteLists(McLoad *load, const Gathered *all)
{
	McRows *rows = mc_rows_begin(load, "ptp_list", "column1 pairs");
	MemoryContext old = CurrentMemoryContext;
	MemoryContext row_context = mc_line_load_row_context(load);

	for (size_t first = 0, end; first < all->count; first = end)
	{
		Datum values[2];
		bytea *list;
		Size size;

		for (end = first + 1;
			 end < all->count && all->edits[end].column1 == all->edits[first].column1;)
			end++;
		size = (end - first) * MC_PTP_PAIR_SIZE;
		list = palloc(VARHDRSZ + size);
		SET_VARSIZE(list, VARHDRSZ + size);
		for (size_t i = first; i < end; i++)
			mc_ptp_pair_write(&all->edits[i].pair,
							  (uint8 *) VARDATA(list) + (i - first) * MC_PTP_PAIR_SIZE);
		values[0] = mc_line_load_hcpcs(all->edits[first].column1);
		values[1] = PointerGetDatum(list);
		mc_rows_add(rows, values, NULL);
		MemoryContextReset(row_context);
	}
	MemoryContextSwitchTo(old);
	MemoryContextDelete(row_context);
	mc_rows_end(rows);
}

/* Write what is true of the file as a whole. */
static void
WriteFile(McLoad *load, const Gathered *all)
{
	McRows *rows = mc_rows_begin(load, "ptp_file", "first_day rationales");
	Datum texts[MAX_RATIONALES];
	Datum values[2];
	bool nulls[2] = {false, false};

	for (int i = 0; i < all->nrationales; i++)
		texts[i] = CStringGetTextDatum(all->rationales[i]);
	/* Where edits have no effective date, the file speaks of the days from its own first one on. */
	nulls[0] = all->undated;
	values[0] =
		DateADTGetDatum(all->first_effective + UNIX_EPOCH_JDATE - POSTGRES_EPOCH_JDATE);
	values[1] = PointerGetDatum(
		construct_array(texts, all->nrationales, TEXTOID, -1, false, TYPALIGN_INT));
	mc_rows_add(rows, values, nulls);
	mc_rows_end(rows);
}

static void
LoadPtp(McLoad *load)
{
	size_t length;
	const char *content = mc_load_utf8(load, &length);
	McPtpReader *reader = palloc(sizeof(McPtpReader));
	Gathered all = {.first_effective = PG_INT32_MAX};
	McPtpRow row;
	McReadStatus status;

	mc_ptp_begin(reader, content, length);
	while ((status = mc_ptp_next(reader, &row)) == MC_READ_ROW)
	{
		Gather(load, &row, &all);
		mc_line_load_progress(load, &reader->lines, ++load->rows);
	}
	if (status == MC_READ_BAD)
		mc_line_load_refuse(load, &reader->lines);
	qsort(all.edits, all.count, sizeof(Edit), CompareEdits);
	WriteLists(load, &all);
	WriteFile(load, &all);
}

/* The file does not tell for whom it is. */
static const char *
CodeSystemOfPtp(const char *release)
{
	McNcciSetting setting = mc_ncci_setting_of_release(release);

	if (setting == MC_NCCI_UNKNOWN || setting == MC_NCCI_DME)
		ereport(
			ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("for whom the procedure-to-procedure edits are is not known"),
			 errdetail(
				 "The name of the release has neither practitioner nor outpatient."),
			 errhint(
				 "SELECT * FROM medcode.load_file('ccipra-v321r0-f1.txt', '2026-Q2-practitioner-f1');")));
	return mc_ncci_code_system(setting);
}

const McFileKind mc_ptp_kind = {
	.name = "list of NCCI procedure-to-procedure edits",
	.code_system = "ncci_practitioner",
	.table_kind = "ptp",
	.side_by_side = true,
	.hint =
		"ccipra-v321r0-f1.txt: column 1, column 2, existence before 1996, effective date, deletion date, modifier indicator, rationale",
	.recognise = mc_ptp_recognise,
	.code_system_of_release = CodeSystemOfPtp,
	.load = LoadPtp,
	.table = "ptp_list",
};
