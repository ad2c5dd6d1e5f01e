/*
 * risk_arguments_sql.c
 *		The arguments of the functions of risk adjustment.
 */
#include "risk/risk_arguments_sql.h"

#include "catalog/pg_type.h"
#include "miscadmin.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/date.h"
#include "utils/datetime.h"
#include "utils/numeric.h"

#include "compat.h"

static bool
IsGiven(FunctionCallInfo fcinfo, int place)
{
	return place >= 0 && !PG_ARGISNULL(place);
}

static bool
Flag(FunctionCallInfo fcinfo, int place, bool otherwise)
{
	return IsGiven(fcinfo, place) ? PG_GETARG_BOOL(place) : otherwise;
}

static bool
IsText(const text *value, const char *word)
{
	return VARSIZE_ANY_EXHDR(value) == strlen(word) &&
		   pg_strncasecmp(VARDATA_ANY(value), word, strlen(word)) == 0;
}

/* 'M' or 'F'; 0: unknown */
static char
ReadSex(const text *value)
{
	if (IsText(value, "female") || IsText(value, "F") || IsText(value, "2"))
		return 'F';
	if (IsText(value, "male") || IsText(value, "M") || IsText(value, "1"))
		return 'M';
	return 0;
}

/* CMS's codes of dual eligibility; false: none of them */
static bool
ReadDual(const text *value, McDual *dual)
{
	static const struct
	{
		const char *code;
		McDual dual;
	} codes[] = {
		{"00", MC_DUAL_NONE},    {"NA", MC_DUAL_NONE},    {"01", MC_DUAL_PARTIAL},
		{"02", MC_DUAL_FULL},    {"03", MC_DUAL_PARTIAL}, {"04", MC_DUAL_FULL},
		{"05", MC_DUAL_PARTIAL}, {"06", MC_DUAL_PARTIAL}, {"08", MC_DUAL_FULL},
		{"09", MC_DUAL_NONE},    {"10", MC_DUAL_NONE},
	};

	for (size_t i = 0; i < lengthof(codes); i++)
		if (IsText(value, codes[i].code))
		{
			*dual = codes[i].dual;
			return true;
		}
	return false;
}

/* Read what is known of the beneficiary.  Returns why no score is possible, or NULL. */
static const char *
ReadBeneficiary(FunctionCallInfo fcinfo, const McRiskPlaces *places,
				McBeneficiary *beneficiary)
{
	const char *issue = NULL;

	memset(beneficiary, 0, sizeof(*beneficiary));
	beneficiary->age = -1;
	if (IsGiven(fcinfo, places->age))
		beneficiary->age = PG_GETARG_INT32(places->age);
	if (beneficiary->age < 0 || beneficiary->age > MC_RISK_MAX_AGE)
		issue = "unknown_age";
	if (IsGiven(fcinfo, places->sex))
		beneficiary->sex = ReadSex(PG_GETARG_TEXT_PP(places->sex));
	if (!issue && beneficiary->sex == 0)
		issue = "unknown_sex";
	beneficiary->orec = '0';
	if (IsGiven(fcinfo, places->orec))
	{
		text *orec = PG_GETARG_TEXT_PP(places->orec);

		beneficiary->orec = VARSIZE_ANY_EXHDR(orec) == 1 ? *VARDATA_ANY(orec) : '?';
	}
	if (!issue && (beneficiary->orec < '0' || beneficiary->orec > '3'))
		issue = "unknown_orec";
	if (IsGiven(fcinfo, places->dual) &&
		!ReadDual(PG_GETARG_TEXT_PP(places->dual), &beneficiary->dual) && !issue)
		issue = "unknown_dual";
	beneficiary->medicaid =
		Flag(fcinfo, places->medicaid, beneficiary->dual != MC_DUAL_NONE);
	beneficiary->institutional = Flag(fcinfo, places->institutional, false);
	beneficiary->new_enrollee = Flag(fcinfo, places->new_enrollee, false);
	beneficiary->special_needs = Flag(fcinfo, places->special_needs, false);
	return issue;
}

/* The segment asked for, or that of the beneficiary.  Sets the issue where there is none. */
static void
FindSegment(FunctionCallInfo fcinfo, const McRiskPlaces *places, McRiskCase *result)
{
	const McRiskModel *model = &result->image->model;
	const char *name;

	if (IsGiven(fcinfo, places->segment))
	{
		name = text_to_cstring(PG_GETARG_TEXT_PP(places->segment));
		result->segment = mc_risk_segment(model, name);
		if (!result->segment)
			ereport(
				ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("%s has no segment of that name", model->name),
				 errhint(
					 "SELECT DISTINCT segment FROM medcode.hcc_segment WHERE model = %s;",
					 quote_literal_cstr(model->name))));
		return;
	}
	if (result->issue)
		return;
	name = mc_risk_segment_name(&result->beneficiary);
	if (name)
		result->segment = mc_risk_segment(model, name);
	if (!name)
		result->issue = "not_entitled";
	else if (!result->segment)
		ereport(
			ERROR,
			(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
			 errmsg("%s has no segment %s", model->name, name),
			 errdetail("Segments of this model are not told from the beneficiary."),
			 errhint(
				 "Give it: segment => ..., one of SELECT DISTINCT segment FROM medcode.hcc_segment WHERE model = %s;",
				 quote_literal_cstr(model->name))));
}

/* Days of service that count for the payment year */
static void
ServiceDays(int payment_year, DateADT *first, DateADT *last)
{
	*first = date2j(payment_year - 1, 1, 1) - POSTGRES_EPOCH_JDATE;
	*last = date2j(payment_year - 1, 12, 31) - POSTGRES_EPOCH_JDATE;
}

/* What is wrong with a code that is valid, by itself, or NULL */
static const char *
StatusIssue(McCodeStatus status)
{
	static const char *const issues[] = {
		[MC_CODE_VALID] = NULL,
		[MC_CODE_RETIRED] = "retired_code",
		[MC_CODE_NOT_YET] = "not_yet_valid",
		[MC_CODE_HEADING] = "heading",
		[MC_CODE_UNKNOWN] = "unknown_code",
		[MC_CODE_UNCHECKED] = "unchecked_code",
	};

	return issues[status];
}

/*
 * Find the HCCs of a code, and what is wrong with it.  A code without a date
 * that the mapping knows counts: the mapping is that of its year.
 */
static void
Diagnose(const McRiskCase *a_case, McRiskDiagnosis *diagnosis, const DateADT *date)
{
	const McRiskImage *image = a_case->image;
	const McBeneficiary *beneficiary = &a_case->beneficiary;
	const McRiskCode *mapped = mc_risk_code(&image->model, diagnosis->code);
	bool pays = mapped && mapped->hcc_count > 0;
	DateADT first;
	DateADT last;
	McCodeStatus status;

	ServiceDays(image->model.payment_year, &first, &last);
	if (date && (*date < first || *date > last))
	{
		diagnosis->issue = "outside_service_year";
		return;
	}
	if (date)
		first = last = *date;
	if (date || !pays || mapped->later_year > 0)
	{
		status = mc_code_status(image->codes, diagnosis->code, first, last);
		diagnosis->issue = StatusIssue(status);
		/* what the mapping or an edit knows needs no list of codes */
		if (status == MC_CODE_UNCHECKED && mapped)
			diagnosis->issue = NULL;
		else if (status != MC_CODE_VALID)
			return;
	}
	if (mapped && (beneficiary->age < 0 || beneficiary->sex == 0) &&
		mapped->edit_count > 0)
		diagnosis->issue = "edit_needs_age_and_sex";
	if (pays)
		diagnosis->later_year = mapped->later_year;
	(void) mc_risk_code_hccs(&image->model, diagnosis->code, beneficiary->age,
							 beneficiary->sex, &diagnosis->hccs, &diagnosis->edited);
	if (!pays && !diagnosis->edited && !diagnosis->issue &&
		image->newest_mapped != MC_DAY_UNKNOWN &&
		mc_code_first_day(image->codes, diagnosis->code) > image->newest_mapped)
		diagnosis->issue = "unmapped_new_code";
}

static void
ReadDiagnoses(FunctionCallInfo fcinfo, const McRiskPlaces *places, McRiskCase *result)
{
	ArrayType *codes;
	Datum *values;
	bool *nulls;
	Datum *dates = NULL;
	bool *date_nulls = NULL;
	int date_count = 0;

	if (!IsGiven(fcinfo, places->codes))
		return;
	codes = PG_GETARG_ARRAYTYPE_P(places->codes);
	deconstruct_array(codes, TEXTOID, -1, false, TYPALIGN_INT, &values, &nulls,
					  &result->diagnosis_count);
	if (IsGiven(fcinfo, places->dates))
	{
		deconstruct_array(PG_GETARG_ARRAYTYPE_P(places->dates), DATEOID, sizeof(DateADT),
						  true, TYPALIGN_INT, &dates, &date_nulls, &date_count);
		if (date_count != result->diagnosis_count)
			ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE),
							errmsg("there are %d codes and %d dates of service",
								   result->diagnosis_count, date_count)));
	}
	result->diagnoses =
		palloc0((Size) Max(result->diagnosis_count, 1) * sizeof(McRiskDiagnosis));
	for (int i = 0; i < result->diagnosis_count; i++)
	{
		McRiskDiagnosis *diagnosis = &result->diagnoses[i];
		DateADT date;
		size_t position;

		if (nulls[i])
			continue;
		diagnosis->given = (const text *) DatumGetPointer(values[i]);
		if (mc_icd10cm_parse(VARDATA_ANY(diagnosis->given),
							 VARSIZE_ANY_EXHDR(diagnosis->given), &diagnosis->code,
							 &position) != MC_ICD10CM_OK)
		{
			diagnosis->issue = "not_a_code";
			continue;
		}
		if (dates && !date_nulls[i])
			date = DatumGetDateADT(dates[i]);
		Diagnose(result, diagnosis, dates && !date_nulls[i] ? &date : NULL);
		for (int w = 0; w < MC_RISK_HCCS / 64; w++)
			result->score.found.word[w] |= diagnosis->hccs.word[w];
		CHECK_FOR_INTERRUPTS();
	}
}

void
mc_risk_case(FunctionCallInfo fcinfo, const McRiskPlaces *places, McRiskCase *result)
{
	text *model;
	int payment_year = 0;

	memset(result, 0, sizeof(*result));
	if (!IsGiven(fcinfo, places->model))
		ereport(ERROR,
				(errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
				 errmsg("the risk adjustment model is NULL"),
				 errhint("Name one: SELECT DISTINCT model FROM medcode.hcc_model;")));
	model = PG_GETARG_TEXT_PP(places->model);
	if (IsGiven(fcinfo, places->payment_year))
		payment_year = PG_GETARG_INT32(places->payment_year);
	if (IsGiven(fcinfo, places->payment_year) &&
		(payment_year < 2000 || payment_year > 2099))
		ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE),
						errmsg("%d is not a payment year", payment_year),
						errhint("A payment year is one like 2026.")));
	result->image = mc_risk_image(VARDATA_ANY(model), VARSIZE_ANY_EXHDR(model),
								  payment_year, places->orec >= 0);
	result->issue = ReadBeneficiary(fcinfo, places, &result->beneficiary);
	if (places->orec >= 0)
		FindSegment(fcinfo, places, result);
	ReadDiagnoses(fcinfo, places, result);
	mc_risk_hierarchy(&result->image->model, &result->score);
	if (result->segment && !result->issue)
		mc_risk_sum(&result->image->model, result->segment, &result->beneficiary,
					&result->score);
}

Datum
mc_risk_codes_of(const McRiskCase *a_case, const McHccSet *hccs, bool *isnull)
{
	Datum *codes = palloc((Size) Max(a_case->diagnosis_count, 1) * sizeof(Datum));
	int count = 0;

	for (int i = 0; i < a_case->diagnosis_count; i++)
	{
		const McRiskDiagnosis *diagnosis = &a_case->diagnoses[i];
		char printed[MC_ICD10CM_BUFSIZE];
		bool repeated = false;

		if (!mc_hcc_meet(&diagnosis->hccs, hccs))
			continue;
		for (int k = 0; k < i && !repeated; k++)
			repeated = a_case->diagnoses[k].code == diagnosis->code &&
					   mc_hcc_meet(&a_case->diagnoses[k].hccs, hccs);
		if (repeated)
			continue;
		(void) mc_icd10cm_print(diagnosis->code, printed);
		codes[count++] = CStringGetTextDatum(printed);
	}
	*isnull = count == 0;
	return PointerGetDatum(
		construct_array(codes, count, TEXTOID, -1, false, TYPALIGN_INT));
}

Datum
mc_risk_numbers(const McRiskModel *model, const McHccSet *hccs)
{
	Datum numbers[MC_RISK_HCCS];
	int count = 0;

	for (int i = mc_hcc_next(hccs, 0); i >= 0; i = mc_hcc_next(hccs, i + 1))
		numbers[count++] = Int32GetDatum(model->hcc[i]);
	return PointerGetDatum(
		construct_array(numbers, count, INT4OID, sizeof(int32), true, TYPALIGN_INT));
}

Datum
mc_risk_numeric(int64 millionths)
{
	return NumericGetDatum(millionths % 1000 == 0
							   ? int64_div_fast_to_numeric(millionths / 1000, 3)
							   : int64_div_fast_to_numeric(millionths, 6));
}
