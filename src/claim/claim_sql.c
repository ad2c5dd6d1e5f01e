/*
 * claim_sql.c
 *		check_claim for SQL, but for the rules that a site adds.
 */
#include "pg_host.h"

#include <ctype.h>

#include "access/htup_details.h"
#include "catalog/pg_type.h"
#include "executor/spi.h"
#include "funcapi.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/datetime.h"
#include "utils/formatting.h"
#include "utils/lsyscache.h"
#include "utils/typcache.h"

#include "claim/edit_store.h"
#include "encounter/evidence.h"
#include "terminology/installed.h"
#include "terminology/version.h"

PG_FUNCTION_INFO_V1(mc_claim_findings_sql);
PG_FUNCTION_INFO_V1(mc_claim_edits_sql);

/* Arguments of claim_findings */
enum
{
	ARG_DIAGNOSES,
	ARG_LINES,
	ARG_SETTING,
	ARG_ON_DATE,
	ARG_POA,
	ARG_BIRTH_DATE,
	ARG_SEX
};

/* Its columns */
enum
{
	COL_EDIT,
	COL_SEVERITY,
	COL_CODES,
	COL_LINES,
	COL_MESSAGE,
	COL_ADVICE,
	COL_SOURCE,
	NCOLUMNS
};

/* Attributes of the type claim_line */
enum
{
	LINE_NUMBER,
	LINE_HCPCS,
	LINE_MODIFIERS,
	LINE_UNITS,
	LINE_DATE,
	LINE_PROVIDER,
	LINE_PLACE,
	LINE_POINTERS,
	LINE_ATTRIBUTES
};

/* The elements of an array of texts */
static int
Texts(Datum array, Datum **elements, bool **nulls)
{
	int n;

	deconstruct_array(DatumGetArrayTypeP(array), TEXTOID, -1, false, TYPALIGN_INT,
					  elements, nulls, &n);
	return n;
}

/* A text without blanks at its ends, in upper case, zero terminated */
static char *
Upper(Datum value)
{
	text *t = DatumGetTextPP(value);
	const char *from = VARDATA_ANY(t);
	int length = (int) VARSIZE_ANY_EXHDR(t);

	while (length > 0 && isspace((unsigned char) from[0]))
		from++, length--;
	while (length > 0 && isspace((unsigned char) from[length - 1]))
		length--;
	return asc_toupper(from, (size_t) length);
}

static void
ReadDiagnoses(FunctionCallInfo fcinfo, McClaim *claim)
{
	Datum *codes = NULL;
	Datum *indicators = NULL;
	bool *nulls = NULL;
	bool *no_indicator = NULL;
	int n = PG_ARGISNULL(ARG_DIAGNOSES)
				? 0
				: Texts(PG_GETARG_DATUM(ARG_DIAGNOSES), &codes, &nulls);
	int npoa = PG_ARGISNULL(ARG_POA)
				   ? 0
				   : Texts(PG_GETARG_DATUM(ARG_POA), &indicators, &no_indicator);

	claim->poa_given = !PG_ARGISNULL(ARG_POA);
	claim->diagnoses = palloc0(((Size) n + 1) * sizeof(McDiagnosis));
	for (int i = 0; i < n; i++)
	{
		McDiagnosis *d;
		size_t position;

		if (nulls[i])
			continue;
		d = &claim->diagnoses[claim->ndiagnoses];
		d->text = Upper(codes[i]);
		if (d->text[0] == '\0')
			continue;
		claim->ndiagnoses++;
		if (mc_icd10cm_parse(d->text, strlen(d->text), &d->code, &position) !=
			MC_ICD10CM_OK)
			d->code = MC_ICD10CM_NONE;
		if (i < npoa && !no_indicator[i])
		{
			const char *poa = Upper(indicators[i]);

			/* of more than one character it is none at all */
			d->poa = poa[0] != '\0' && poa[1] != '\0' ? '?' : poa[0];
		}
	}
}

static void
ReadModifiers(Datum array, McClaimLine *line)
{
	Datum *elements;
	bool *nulls;
	int n = Texts(array, &elements, &nulls);
	int used = 0;

	for (int i = 0; i < n && used < MC_CLAIM_MODIFIERS; i++)
	{
		char *modifier = nulls[i] ? NULL : Upper(elements[i]);

		if (modifier && strlen(modifier) == 2)
			memcpy(line->modifiers[used++], modifier, 2);
	}
	/* their order tells nothing here */
	qsort(line->modifiers, (size_t) used, sizeof(line->modifiers[0]),
		  (int (*)(const void *, const void *)) strcmp);
}

static void
ReadPointers(Datum array, McClaimLine *line)
{
	Datum *elements;
	bool *nulls;
	int32 *pointers;
	int n;

	deconstruct_array(DatumGetArrayTypeP(array), INT4OID, sizeof(int32), true,
					  TYPALIGN_INT, &elements, &nulls, &n);
	pointers = palloc(((Size) n + 1) * sizeof(int32));
	for (int i = 0; i < n; i++)
		if (!nulls[i])
			pointers[line->npointers++] = DatumGetInt32(elements[i]);
	line->pointers = pointers;
}

static void
ReadLine(TupleDesc desc, HeapTupleHeader header, int number, McClaimLine *line)
{
	HeapTupleData tuple = {.t_len = HeapTupleHeaderGetDatumLength(header),
						   .t_data = header};
	Datum values[LINE_ATTRIBUTES];
	bool nulls[LINE_ATTRIBUTES];

	ItemPointerSetInvalid(&tuple.t_self);
	heap_deform_tuple(&tuple, desc, values, nulls);
	line->number = nulls[LINE_NUMBER] ? number : DatumGetInt32(values[LINE_NUMBER]);
	line->text = nulls[LINE_HCPCS] ? "" : Upper(values[LINE_HCPCS]);
	line->hcpcs = mc_hcpcs_parse(line->text, strlen(line->text));
	if (!nulls[LINE_MODIFIERS])
		ReadModifiers(values[LINE_MODIFIERS], line);
	line->has_units = !nulls[LINE_UNITS];
	line->units = line->has_units ? DatumGetFloat8(values[LINE_UNITS]) : 0;
	line->day = nulls[LINE_DATE] || DATE_NOT_FINITE(DatumGetDateADT(values[LINE_DATE]))
					? MC_DAY_UNKNOWN
					: DatumGetDateADT(values[LINE_DATE]);
	line->provider =
		nulls[LINE_PROVIDER] ? NULL : TextDatumGetCString(values[LINE_PROVIDER]);
	line->place = nulls[LINE_PLACE] ? 0 : atoi(TextDatumGetCString(values[LINE_PLACE]));
	if (!nulls[LINE_POINTERS])
		ReadPointers(values[LINE_POINTERS], line);
}

static void
ReadLines(FunctionCallInfo fcinfo, McClaim *claim)
{
	ArrayType *array;
	Datum *elements;
	bool *nulls;
	int n;
	TupleDesc desc;

	claim->lines_given = !PG_ARGISNULL(ARG_LINES);
	if (!claim->lines_given)
		return;
	array = PG_GETARG_ARRAYTYPE_P(ARG_LINES);
	desc = lookup_rowtype_tupdesc(ARR_ELEMTYPE(array), -1);
	if (desc->natts != LINE_ATTRIBUTES)
		elog(ERROR, "type claim_line has %d attributes", desc->natts);
	deconstruct_array(array, ARR_ELEMTYPE(array), -1, false, TYPALIGN_DOUBLE, &elements,
					  &nulls, &n);
	claim->lines = palloc_extended(((Size) n + 1) * sizeof(McClaimLine),
								   MCXT_ALLOC_HUGE | MCXT_ALLOC_ZERO);
	for (int i = 0; i < n; i++)
		if (!nulls[i])
			ReadLine(desc, DatumGetHeapTupleHeader(elements[i]), i + 1,
					 &claim->lines[claim->nlines++]);
	ReleaseTupleDesc(desc);
}

/* The day that decides for the diagnoses: given, or of the last service */
static int32
DayOf(FunctionCallInfo fcinfo, const McClaim *claim)
{
	int32 day = MC_DAY_UNKNOWN;

	if (!PG_ARGISNULL(ARG_ON_DATE) && !DATE_NOT_FINITE(PG_GETARG_DATEADT(ARG_ON_DATE)))
		return PG_GETARG_DATEADT(ARG_ON_DATE);
	for (size_t i = 0; i < claim->nlines; i++)
		day = Max(day, claim->lines[i].day);
	return day;
}

static int
YearsBetween(DateADT birth, DateADT day)
{
	int y1;
	int m1;
	int d1;
	int y2;
	int m2;
	int d2;

	j2date(birth + POSTGRES_EPOCH_JDATE, &y1, &m1, &d1);
	j2date(day + POSTGRES_EPOCH_JDATE, &y2, &m2, &d2);
	return y2 - y1 - (m2 < m1 || (m2 == m1 && d2 < d1));
}

static void
ReadPatient(FunctionCallInfo fcinfo, McClaim *claim)
{
	claim->age_years = MC_AGE_UNKNOWN;
	if (!PG_ARGISNULL(ARG_BIRTH_DATE) && claim->day != MC_DAY_UNKNOWN &&
		!DATE_NOT_FINITE(PG_GETARG_DATEADT(ARG_BIRTH_DATE)))
	{
		int age = YearsBetween(PG_GETARG_DATEADT(ARG_BIRTH_DATE), claim->day);

		claim->age_years = age >= 0 ? age : MC_AGE_UNKNOWN;
	}
	if (!PG_ARGISNULL(ARG_SEX))
	{
		int sex = mc_sex_by_name(text_to_cstring(PG_GETARG_TEXT_PP(ARG_SEX)));

		claim->sex = sex < 0 ? MC_SEX_UNKNOWN : (McSex) sex;
	}
}

static void
ReadSetting(FunctionCallInfo fcinfo, McClaim *claim)
{
	const char *name = PG_ARGISNULL(ARG_SETTING)
						   ? "professional"
						   : text_to_cstring(PG_GETARG_TEXT_PP(ARG_SETTING));

	/* for its errors */
	(void) mc_ncci_setting_by_name(name);
	claim->supplier = strcmp(name, "dme") == 0;
	claim->setting =
		claim->supplier ? MC_PROFESSIONAL : (McSetting) mc_setting_by_name(name);
}

/* Codes that took the place of a diagnosis, as "E66.81, E66.82 since 2024-10-01"; NULL */
static char *
Successors(McIcd10cm code, DateADT day)
{
	Oid types[] = {TEXTOID, DATEOID};
	Datum values[2];
	char printed[MC_ICD10CM_BUFSIZE];
	MemoryContext caller = CurrentMemoryContext;
	char *found = NULL;
	int nest_level = mc_query_begin();

	mc_icd10cm_print(code, printed);
	values[0] = CStringGetTextDatum(printed);
	values[1] = DateADTGetDatum(day);
	if (SPI_execute_with_args(
			"SELECT string_agg(DISTINCT r.code::text, ', ' ORDER BY r.code::text)"
			"  || ' since ' || to_char(min(r.effective), 'YYYY-MM-DD')"
			" FROM medcode.replaced_by(CASE WHEN medcode.release_id_on('icd10cm', 'succession', NULL)"
			"  IS NOT NULL THEN $1::medcode.icd10cm END, $2) AS r WHERE r.billable",
			lengthof(types), types, values, NULL, true, 1) == SPI_OK_SELECT &&
		SPI_processed == 1)
	{
		char *text = SPI_getvalue(SPI_tuptable->vals[0], SPI_tuptable->tupdesc, 1);

		if (text)
			found = MemoryContextStrdup(caller, text);
	}
	mc_query_end(nest_level);
	return found;
}

/* Is a conversion table loaded, to ask for successors? */
static bool
KnowsSuccessors(void)
{
	int nest_level = mc_query_begin();
	bool known;

	if (SPI_execute("SELECT FROM medcode.current_release"
					" WHERE code_system = 'icd10cm' AND kind = 'succession' LIMIT 1",
					true, 1) != SPI_OK_SELECT)
		elog(ERROR, "could not look for a conversion table");
	known = SPI_processed > 0;
	mc_query_end(nest_level);
	return known;
}

/* The statement that mends an issue; NULL */
static char *
Mend(const McClaim *claim, const McClaimFinding *finding)
{
	McNcciSetting setting = mc_claim_ncci_setting(claim);
	int32 day = finding->day != MC_DAY_UNKNOWN ? finding->day : claim->day;
	int year = 2026;
	int month = 0;
	int dom;

	if (day != MC_DAY_UNKNOWN)
		j2date(day + POSTGRES_EPOCH_JDATE, &year, &month, &dom);
	year += month >= 10;
	switch (finding->edit)
	{
		case MC_EDIT_NO_RELEASE:
			return psprintf("SELECT * FROM medcode.load_file('icd10cm_order_%04d.txt');",
							year);
		case MC_EDIT_NO_TABULAR:
			return psprintf(
				"SELECT * FROM medcode.load_file('icd10cm_tabular_%04d.xml');", year);
		case MC_EDIT_NO_POA:
			return mc_edit_mend(MC_EDITS_POA, setting, day);
		case MC_EDIT_NO_MCE:
			return mc_edit_mend(MC_EDITS_MCE, setting, day);
		case MC_EDIT_NO_HCPCS:
			return mc_edit_mend(MC_EDITS_HCPCS, setting, day);
		case MC_EDIT_NO_CPT:
			return mc_edit_mend(MC_EDITS_CPT, setting, day);
		case MC_EDIT_NO_PTP:
			return mc_edit_mend(MC_EDITS_PTP, setting, day);
		case MC_EDIT_NO_MUE:
			return mc_edit_mend(MC_EDITS_MUE, setting, day);
		case MC_EDIT_NO_ADD_ON:
			return mc_edit_mend(MC_EDITS_ADD_ON, setting, day);
		default:
			return NULL;
	}
}

/* What to do about a finding; NULL: the message says it all */
static char *
Advice(const McClaim *claim, const McClaimFinding *finding)
{
	char *codes;

	if (finding->edit != MC_EDIT_DX_INVALID && finding->edit != MC_EDIT_DX_NOT_COMPLETE)
		return Mend(claim, finding);
	if (finding->about == MC_ICD10CM_NONE || claim->day == MC_DAY_UNKNOWN)
		return NULL;
	if (!KnowsSuccessors())
		return pstrdup("What replaced it is not known: SELECT * FROM "
					   "medcode.load_file('icd10cm_conversion_table_2026.csv');");
	codes = Successors(finding->about, claim->day);
	return codes ? psprintf("replaced by %s", codes) : NULL;
}

static Datum
TextArray(const McClaimFinding *finding)
{
	Datum codes[MC_FINDING_CODES];

	for (int i = 0; i < finding->ncodes; i++)
		codes[i] = CStringGetTextDatum(finding->codes[i]);
	return PointerGetDatum(
		construct_array(codes, finding->ncodes, TEXTOID, -1, false, TYPALIGN_INT));
}

static Datum
LineArray(McClaimFinding *finding)
{
	Datum lines[MC_FINDING_LINES];

	for (int i = 0; i < finding->nlines; i++)
		lines[i] = Int32GetDatum(finding->lines[i]);
	return PointerGetDatum(construct_array(lines, finding->nlines, INT4OID, sizeof(int32),
										   true, TYPALIGN_INT));
}

static void
AddRow(McResult *rows, const McClaim *claim, const char *release, McClaimFinding *finding)
{
	const char *message = mc_claim_edit_message(finding->edit);
	const char *source =
		finding->source ? finding->source : mc_claim_edit_source(finding->edit);
	char *advice = Advice(claim, finding);
	Datum values[NCOLUMNS] = {0};
	bool nulls[NCOLUMNS] = {false};

	if (finding->note_id != 0 && release)
		source = psprintf("%s %s, note %u", source, release, finding->note_id);
	else if (release && finding->edit >= MC_EDIT_DX_INVALID &&
			 finding->edit <= MC_EDIT_DX_PLACEHOLDER)
		source = psprintf("%s (%s)", source, release);
	values[COL_EDIT] = CStringGetTextDatum(mc_claim_edit_name(finding->edit));
	values[COL_SEVERITY] = CStringGetTextDatum(mc_claim_severity_name(finding->severity));
	values[COL_CODES] = TextArray(finding);
	values[COL_LINES] = LineArray(finding);
	values[COL_MESSAGE] =
		finding->detail
			? CStringGetTextDatum(psprintf("%s (%s)", message, finding->detail))
			: CStringGetTextDatum(message);
	nulls[COL_ADVICE] = advice == NULL;
	if (advice)
		values[COL_ADVICE] = CStringGetTextDatum(advice);
	values[COL_SOURCE] = CStringGetTextDatum(source);
	mc_result_add(rows, values, nulls);
}

/* claim_findings(diagnoses, lines, setting, on_date, poa, birth_date, sex) */
Datum
mc_claim_findings_sql(PG_FUNCTION_ARGS)
{
	McResult rows;
	McClaim claim = {0};
	McClaimCheck check = {.files = &mc_claim_files, .claim = &claim};
	char *release = NULL;

	mc_result_begin(fcinfo, &rows);
	ReadSetting(fcinfo, &claim);
	ReadDiagnoses(fcinfo, &claim);
	ReadLines(fcinfo, &claim);
	claim.day = DayOf(fcinfo, &claim);
	ReadPatient(fcinfo, &claim);
	check.host = &rows.host;
	mc_edits_begin();
	if (claim.day != MC_DAY_UNKNOWN)
	{
		McTerminology *terminology = mc_installed_terminology(0);

		if (mc_choose_release(&claim.day))
		{
			check.terminology = terminology;
			check.all_codes = !mc_release_is_starter();
			check.notes = mc_release_has_tabular();
			release = pstrdup(mc_release_name());
		}
	}
	mc_check_claim(&check);
	for (size_t i = 0; i < check.nfindings; i++)
		AddRow(&rows, &claim, release, &check.findings[i]);
	return mc_result_end(&rows);
}

/* claim_edits(): the edits, in their order */
Datum
mc_claim_edits_sql(PG_FUNCTION_ARGS)
{
	McResult rows;

	mc_result_begin(fcinfo, &rows);
	for (int i = 0; i < MC_NEDITS; i++)
	{
		McClaimEdit edit = (McClaimEdit) i;
		Datum values[] = {
			CStringGetTextDatum(mc_claim_edit_name(edit)),
			CStringGetTextDatum(mc_claim_severity_name(mc_claim_edit_severity(edit))),
			CStringGetTextDatum(mc_claim_edit_message(edit)),
			CStringGetTextDatum(mc_claim_edit_source(edit))};
		bool nulls[lengthof(values)] = {false};

		mc_result_add(&rows, values, nulls);
	}
	return mc_result_end(&rows);
}
