/*
 * encounter_sql.c
 *		suggest_encounter and the aggregate suggest_agg for SQL: several notes of one
 *		encounter.
 */
#include "encounter/coding_sql.h"

#include "access/htup_details.h"
#include "catalog/pg_type.h"
#include "executor/tuptable.h"
#include "funcapi.h"
#include "miscadmin.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"
#include "utils/typcache.h"

PG_FUNCTION_INFO_V1(mc_suggest_encounter_sql);
PG_FUNCTION_INFO_V1(mc_suggest_agg_transition);
PG_FUNCTION_INFO_V1(mc_suggest_agg_final);

/* Attributes of the type note_input */
enum
{
	INPUT_NOTE_ID,
	INPUT_NOTE_DATE,
	INPUT_DOC_TYPE,
	INPUT_AUTHOR_ROLE,
	INPUT_SIGNED,
	INPUT_BODY,
	INPUT_NCOLUMNS
};

static const text *
TextAttribute(const Datum *values, const bool *nulls, int attribute)
{
	return nulls[attribute] ? NULL : DatumGetTextPP(values[attribute]);
}

/*
 * A value of the type note_input.  What is not said of a note is taken as with
 * suggest(): signed, by the provider.
 */
static McNoteInput
ReadInput(HeapTupleHeader header)
{
	McNoteInput input = {.is_unsigned = false};
	TupleDesc desc = lookup_rowtype_tupdesc(HeapTupleHeaderGetTypeId(header),
											HeapTupleHeaderGetTypMod(header));
	Datum values[INPUT_NCOLUMNS];
	bool nulls[INPUT_NCOLUMNS];
	HeapTupleData tuple;

	if (desc->natts != INPUT_NCOLUMNS)
		ereport(ERROR, (errcode(ERRCODE_DATATYPE_MISMATCH),
						errmsg("type note_input has %d attributes, not %d", desc->natts,
							   INPUT_NCOLUMNS),
						errhint("Use the type as the extension made it.")));
	tuple.t_len = HeapTupleHeaderGetDatumLength(header);
	ItemPointerSetInvalid(&tuple.t_self);
	tuple.t_tableOid = InvalidOid;
	tuple.t_data = header;
	heap_deform_tuple(&tuple, desc, values, nulls);
	ReleaseTupleDesc(desc);

	input.id = TextAttribute(values, nulls, INPUT_NOTE_ID);
	input.has_date = !nulls[INPUT_NOTE_DATE];
	if (input.has_date)
		input.date = DatumGetDateADT(values[INPUT_NOTE_DATE]);
	input.doc_type = TextAttribute(values, nulls, INPUT_DOC_TYPE);
	input.author_role = TextAttribute(values, nulls, INPUT_AUTHOR_ROLE);
	input.is_unsigned = !nulls[INPUT_SIGNED] && !DatumGetBool(values[INPUT_SIGNED]);
	input.body = TextAttribute(values, nulls, INPUT_BODY);
	return input;
}

McNoteInput *
mc_note_inputs(ArrayType *array, size_t *count)
{
	Datum *values;
	bool *nulls;
	int n;
	McNoteInput *inputs;

	deconstruct_array(array, ARR_ELEMTYPE(array), -1, false, TYPALIGN_DOUBLE, &values,
					  &nulls, &n);
	inputs = palloc0(((size_t) n + 1) * sizeof(McNoteInput));
	for (int i = 0; i < n; i++)
	{
		if (!nulls[i])
			inputs[i] = ReadInput(DatumGetHeapTupleHeader(values[i]));
	}
	*count = (size_t) n;
	return inputs;
}

/* suggest_encounter(notes, setting, as_of, sex, birth_date, final, on_issue, version, expect) */
Datum
mc_suggest_encounter_sql(PG_FUNCTION_ARGS)
{
	static const McCodingPlaces places = {.setting = 1,
										  .as_of = 2,
										  .sex = 3,
										  .birth_date = 4,
										  .final_note = 5,
										  .on_issue = 6,
										  .version = 7,
										  .expect = 8};
	McCodingCall call = {.ncolumns = MC_SUGGESTION_COLUMNS,
						 .issue_column = MC_SUGGESTION_ISSUE};
	McCodingOptions options;
	McNoteInput *inputs = NULL;
	size_t ninputs = 0;

	mc_result_begin(fcinfo, &call.rows);
	mc_coding_options(fcinfo, &places, &options);
	if (!PG_ARGISNULL(0))
		inputs = mc_note_inputs(PG_GETARG_ARRAYTYPE_P(0), &ninputs);
	if (mc_coding_run(&call, &options, inputs, ninputs))
		mc_suggestion_rows(&call);
	return mc_result_end(&call.rows);
}

/*
 * The aggregate: its state is the notes and what the first row says of the encounter.
 */
typedef struct EncounterState
{
	MemoryContext context;
	McCodingOptions options;
	McNoteInput *inputs;
	size_t count;
	size_t cap;
} EncounterState;

/* Arguments of the transition: state, note, then these as far as the aggregate has them */
static McCodingPlaces
AggPlaces(int nargs)
{
	McCodingPlaces places = {.setting = 2,
							 .as_of = 3,
							 .sex = 4,
							 .birth_date = 5,
							 .final_note = 6,
							 .on_issue = 7,
							 .version = 8,
							 .expect = 9};
	int *all[] = {&places.setting,    &places.as_of,      &places.sex,
				  &places.birth_date, &places.final_note, &places.on_issue,
				  &places.version,    &places.expect};

	for (size_t i = 0; i < lengthof(all); i++)
	{
		if (*all[i] >= nargs)
			*all[i] = -1;
	}
	return places;
}

static const text *
CopyText(const text *value)
{
	return value ? cstring_to_text_with_len(VARDATA_ANY(value), VARSIZE_ANY_EXHDR(value))
				 : NULL;
}

static bool
SameText(const text *a, const text *b)
{
	if (a == NULL || b == NULL)
		return a == b;
	return VARSIZE_ANY_EXHDR(a) == VARSIZE_ANY_EXHDR(b) &&
		   memcmp(VARDATA_ANY(a), VARDATA_ANY(b), VARSIZE_ANY_EXHDR(a)) == 0;
}

static bool
SameOptions(const McCodingOptions *a, const McCodingOptions *b)
{
	return SameText(a->setting, b->setting) && SameText(a->sex, b->sex) &&
		   SameText(a->on_issue, b->on_issue) && SameText(a->expect, b->expect) &&
		   a->has_as_of == b->has_as_of && a->as_of == b->as_of &&
		   a->has_birth_date == b->has_birth_date && a->birth_date == b->birth_date &&
		   a->final_note == b->final_note && a->version == b->version;
}

static EncounterState *
BeginState(MemoryContext context, const McCodingOptions *options)
{
	MemoryContext caller = MemoryContextSwitchTo(context);
	EncounterState *state = palloc0(sizeof(EncounterState));

	state->context = context;
	state->options = *options;
	state->options.setting = CopyText(options->setting);
	state->options.sex = CopyText(options->sex);
	state->options.on_issue = CopyText(options->on_issue);
	state->options.expect = CopyText(options->expect);
	MemoryContextSwitchTo(caller);
	return state;
}

static void
AddInput(EncounterState *state, const McNoteInput *input)
{
	McHost host = mc_pg_host(state->context);
	MemoryContext caller = MemoryContextSwitchTo(state->context);
	McNoteInput copy = *input;

	copy.id = CopyText(input->id);
	copy.doc_type = CopyText(input->doc_type);
	copy.author_role = CopyText(input->author_role);
	copy.body = CopyText(input->body);
	MC_GROW(&host, state->inputs, state->count, state->cap);
	state->inputs[state->count++] = copy;
	MemoryContextSwitchTo(caller);
}

Datum
mc_suggest_agg_transition(PG_FUNCTION_ARGS)
{
	McCodingPlaces places = AggPlaces(PG_NARGS());
	McCodingOptions options;
	McNoteInput input = {.is_unsigned = false};
	MemoryContext context;
	EncounterState *state;

	if (!AggCheckCallContext(fcinfo, &context))
		elog(ERROR, "suggest_agg_transition was called outside of an aggregate");
	mc_coding_options(fcinfo, &places, &options);
	if (PG_ARGISNULL(0))
		state = BeginState(context, &options);
	else
	{
		state = (EncounterState *) PG_GETARG_POINTER(0);
		if (!SameOptions(&state->options, &options))
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("the notes of an encounter have different settings, dates, "
							"patients or options"),
					 errhint("Pass the same values for all rows of a group, such as "
							 "max(discharge_date), or group by them.")));
	}
	if (!PG_ARGISNULL(1))
		input = ReadInput(PG_GETARG_HEAPTUPLEHEADER(1));
	AddInput(state, &input);
	PG_RETURN_POINTER(state);
}

/* The rows of a call as an array of their composite type. */
static Datum
RowsAsArray(const McResult *rows, Oid element)
{
	ArrayBuildState *array = initArrayResult(element, rows->work, false);
	TupleTableSlot *slot =
		MakeSingleTupleTableSlot(rows->result->setDesc, &TTSOpsMinimalTuple);

	while (tuplestore_gettupleslot(rows->result->setResult, true, false, slot))
	{
		Datum row = ExecFetchSlotHeapTupleDatum(slot);

		accumArrayResult(array, row, false, element, rows->work);
		CHECK_FOR_INTERRUPTS();
	}
	ExecDropSingleTupleTableSlot(slot);
	return makeArrayResult(array, rows->caller);
}

Datum
mc_suggest_agg_final(PG_FUNCTION_ARGS)
{
	McCodingCall call = {.ncolumns = MC_SUGGESTION_COLUMNS,
						 .issue_column = MC_SUGGESTION_ISSUE};
	Oid element = get_element_type(get_func_rettype(fcinfo->flinfo->fn_oid));
	const EncounterState *state;
	McNoteInput *inputs;
	Datum result;

	if (!AggCheckCallContext(fcinfo, NULL))
		elog(ERROR, "suggest_agg_final was called outside of an aggregate");
	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	state = (const EncounterState *) PG_GETARG_POINTER(0);
	call.rows.work = AllocSetContextCreate(CurrentMemoryContext, "medcode encounter",
										   ALLOCSET_DEFAULT_SIZES);
	call.rows.caller = MemoryContextSwitchTo(call.rows.work);
	call.rows.host = mc_pg_host(call.rows.work);
	call.rows.result = makeNode(ReturnSetInfo);
	call.rows.result->setDesc = lookup_rowtype_tupdesc_copy(element, -1);
	call.rows.result->setResult = tuplestore_begin_heap(false, false, work_mem);
	/* running orders the list; the state stays as it is, it may be asked again */
	inputs = mc_alloc(&call.rows.host, (state->count + 1) * sizeof(McNoteInput));
	memcpy(inputs, state->inputs, state->count * sizeof(McNoteInput));
	if (mc_coding_run(&call, &state->options, inputs, state->count))
		mc_suggestion_rows(&call);
	result = RowsAsArray(&call.rows, element);
	tuplestore_end(call.rows.result->setResult);
	(void) mc_result_end(&call.rows);
	PG_RETURN_DATUM(result);
}
