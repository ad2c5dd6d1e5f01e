/*
 * hcpcs_load.c
 *		The HCPCS Level II file into the table of codes.
 */
#include "load/hcpcs_load.h"

#include "catalog/pg_type.h"
#include "lib/stringinfo.h"
#include "utils/builtins.h"
#include "utils/fmgrprotos.h"
#include "utils/json.h"
#include "utils/lsyscache.h"

#include "load/hcpcs_file.h"
#include "load/line_load.h"

/* Names of attributes that are not among mc_hcpcs_fields */
#define MODIFIER    "modifier"
#define ACTION_DATE "action_effective"

/* The day as 2019-01-31; palloc'd */
static char *
PrintDay(McDay day)
{
	return psprintf("%04d-%02d-%02d", day.year, day.month, day.day);
}

/* The dates of service as a daterange; the last day belongs to it. */
static Datum
MakeValid(const McHcpcsRow *row)
{
	McDay first = row->has_added ? row->added : row->action_date;
	char *text = row->has_terminated
					 ? psprintf("[%s,%s]", PrintDay(first), PrintDay(row->terminated))
					 : psprintf("[%s,)", PrintDay(first));
	Oid input;
	Oid element;

	getTypeInputInfo(DATERANGEOID, &input, &element);
	return OidInputFunctionCall(input, text, element, -1);
}

/* Are the dates in their order? */
static bool
HasDates(const McHcpcsRow *row)
{
	McDay first = row->has_added ? row->added : row->action_date;

	return !row->has_terminated || DatumGetInt32(mc_line_load_date(first)) <=
									   DatumGetInt32(mc_line_load_date(row->terminated));
}

/* Append a value as JSON. */
static void
AppendValue(StringInfo json, McHcpcsForm form, const McField *value)
{
	char *text = pnstrdup(value->text, value->length);
	McDay day;

	if (form == MC_HCPCS_NUMBER)
		appendStringInfo(json, "%d", mc_field_number(value));
	else if (form == MC_HCPCS_DAY && mc_field_day(value, &day))
		appendStringInfo(json, "\"%s\"", PrintDay(day));
	else
		escape_json(json, text);
}

/* Append a field as JSON: a list where the record has room for several values. */
static void
AppendField(StringInfo json, const McHcpcsRow *row, const McHcpcsField *field)
{
	int found = 0;

	for (unsigned i = 0; i < field->times; i++)
	{
		McField value = mc_hcpcs_value(row, field, i);

		if (value.length == 0)
			continue;
		if (found++ == 0)
			appendStringInfo(json, "%s\"%s\": %s", json->len > 1 ? ", " : "", field->name,
							 field->times > 1 ? "[" : "");
		else
			appendStringInfoString(json, ", ");
		AppendValue(json, field->form, &value);
	}
	if (found > 0 && field->times > 1)
		appendStringInfoChar(json, ']');
}

/* All fields that are not blank, as jsonb */
static Datum
MakeAttributes(const McHcpcsRow *row)
{
	StringInfoData json;

	initStringInfo(&json);
	appendStringInfoChar(&json, '{');
	if (row->modifier)
		appendStringInfoString(&json, "\"" MODIFIER "\": true");
	for (const McHcpcsField *field = mc_hcpcs_fields; field->name; field++)
		AppendField(&json, row, field);
	if (row->has_action_date)
		appendStringInfo(&json, "%s\"" ACTION_DATE "\": \"%s\"", json.len > 1 ? ", " : "",
						 PrintDay(row->action_date));
	appendStringInfoChar(&json, '}');
	return DirectFunctionCall1(jsonb_in, CStringGetDatum(json.data));
}

static void
LoadHcpcs(McLoad *load)
{
	McLineRows rows;
	size_t length;
	const char *content = mc_load_utf8(load, &length);
	McHcpcsReader *reader = palloc(sizeof(McHcpcsReader));
	McHcpcsRow *row = palloc(sizeof(McHcpcsRow));

	mc_hcpcs_begin(reader, content, length);
	mc_line_rows_begin(&rows, load, &reader->lines,
					   "code title short_title billable tabular_order valid attributes");
	while (mc_line_rows_take(&rows, mc_hcpcs_next(reader, row)))
	{
		Datum values[7];

		if (!HasDates(row))
		{
			mc_load_reject(load, row->line, "code %s ends before it begins", row->code);
			continue;
		}
		values[0] = CStringGetTextDatum(row->code);
		values[1] = mc_line_load_text(row->title, row->title_length);
		values[2] = mc_line_load_field(&row->short_title);
		values[3] = BoolGetDatum(!row->modifier);
		values[4] = Int32GetDatum((int32) load->rows);
		values[5] = MakeValid(row);
		values[6] = MakeAttributes(row);
		mc_line_rows_add(&rows, values, NULL);
	}
	load->rows = reader->rows;
}

const McFileKind mc_hcpcs_kind = {
	.name = "HCPCS Level II file",
	.code_system = "hcpcs",
	.table_kind = "codes",
	.hint =
		"HCPC2019_CONTR_ANWEB.txt, records of 320 characters in fixed columns behind the disclaimers",
	.recognise = mc_hcpcs_recognise,
	.load = LoadHcpcs,
	.table = "code",
};
