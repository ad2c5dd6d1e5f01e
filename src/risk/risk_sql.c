/*-------------------------------------------------------------------------
 *
 * risk_sql.c
 *		HCCs and scores of one beneficiary.
 *
 *		medcode.hcc_rows(codes, model, age, sex, payment_year, dates)
 *		medcode.raf_rows(codes, model, payment_year, age, sex, ...)
 *		medcode.raf_score(codes, model, payment_year, age, sex, ...)
 *
 * In: diagnosis codes of ICD-10-CM, with or without dot; the model and its
 * payment year; age on 1 February of that year, sex, and for scores dual
 * status, original reason for entitlement and what else chooses the segment.
 * dates of service stand beside the codes.
 *
 * Out: docs/risk.md.  Raised: 22004 without a model, 22023 for what is no value
 * of its kind, 55000 for what is not loaded, 22000 where loaded files contradict
 * each other.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "access/htup_details.h"
#include "catalog/pg_type.h"
#include "funcapi.h"
#include "utils/array.h"
#include "utils/builtins.h"

#include "compat.h"
#include "pg_host.h"
#include "risk/risk_arguments_sql.h"

PG_FUNCTION_INFO_V1(mc_hcc_rows_sql);
PG_FUNCTION_INFO_V1(mc_raf_rows_sql);
PG_FUNCTION_INFO_V1(mc_raf_score_sql);

static const McRiskPlaces hcc_places = {0, 1, 4, 2, 3, -1, -1, -1, -1, -1, -1, -1, 5};
static const McRiskPlaces raf_places = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};

/* Columns of hcc_rows and raf_rows */
enum
{
	COL_KIND,
	COL_TERM,
	COL_HCC,
	COL_LABEL,
	COL_COEFFICIENT,
	COL_CODES,
	COL_SUPPRESSED_BY,
	COL_ISSUE,
	COLUMNS
};

typedef struct Row
{
	Datum values[COLUMNS];
	bool nulls[COLUMNS];
} Row;

static Row
NewRow(const char *kind, const char *term)
{
	Row row;

	memset(row.nulls, true, sizeof(row.nulls));
	row.values[COL_KIND] = CStringGetTextDatum(kind);
	row.nulls[COL_KIND] = false;
	if (term)
	{
		row.values[COL_TERM] = CStringGetTextDatum(term);
		row.nulls[COL_TERM] = false;
	}
	return row;
}

static void
SetCoefficient(Row *row, int64 millionths)
{
	row->values[COL_COEFFICIENT] = mc_risk_numeric(millionths);
	row->nulls[COL_COEFFICIENT] = false;
}

static void
SetIssue(Row *row, const char *issue)
{
	row->values[COL_ISSUE] = CStringGetTextDatum(issue);
	row->nulls[COL_ISSUE] = false;
}

static Row
HccRow(const McRiskCase *a_case, const char *kind, int place)
{
	const McRiskModel *model = &a_case->image->model;
	Row row = NewRow(kind, psprintf("HCC%d", model->hcc[place]));
	McHccSet one = {{0}};

	mc_hcc_add(&one, place);
	row.values[COL_HCC] = Int32GetDatum(model->hcc[place]);
	row.nulls[COL_HCC] = false;
	if (model->label[place])
	{
		row.values[COL_LABEL] = CStringGetTextDatum(model->label[place]);
		row.nulls[COL_LABEL] = false;
	}
	row.values[COL_CODES] = mc_risk_codes_of(a_case, &one, &row.nulls[COL_CODES]);
	return row;
}

/* The HCCs that count, with what they add in a segment, if there is one */
static void
AddHccs(McResult *rows, const McRiskCase *a_case, const McRiskSegment *segment)
{
	for (int i = mc_hcc_next(&a_case->score.hccs, 0); i >= 0;
		 i = mc_hcc_next(&a_case->score.hccs, i + 1))
	{
		bool counts = !segment || segment->has_hccs;
		Row row = HccRow(a_case, counts ? "hcc" : "not_in_segment", i);

		if (segment && counts)
			SetCoefficient(&row, segment->hcc[i]);
		mc_result_add(rows, row.values, row.nulls);
	}
}

/* The HCCs that were found and do not count, and why */
static void
AddSuppressed(McResult *rows, const McRiskCase *a_case)
{
	const McRiskModel *model = &a_case->image->model;
	McHccSet out = a_case->score.found;

	mc_hcc_remove(&out, &a_case->score.hccs);
	for (int i = mc_hcc_next(&out, 0); i >= 0; i = mc_hcc_next(&out, i + 1))
	{
		Row row = HccRow(a_case, "suppressed", i);
		McHccSet by = {{0}};

		for (int k = 0; k < model->hcc_count; k++)
			if (mc_risk_suppresses(model, &a_case->score, k, i))
				mc_hcc_add(&by, k);
		if (mc_hcc_has(&a_case->score.unsupported, i))
			SetIssue(&row, "requires_another_hcc");
		else
		{
			row.values[COL_SUPPRESSED_BY] = mc_risk_numbers(model, &by);
			row.nulls[COL_SUPPRESSED_BY] = false;
		}
		mc_result_add(rows, row.values, row.nulls);
	}
}

/* What is wrong with codes, and what an edit decided */
static void
AddIssues(McResult *rows, const McRiskCase *a_case)
{
	Row row;

	if (a_case->issue)
	{
		row = NewRow("issue", NULL);
		SetIssue(&row, a_case->issue);
		mc_result_add(rows, row.values, row.nulls);
	}
	if (!a_case->image->has_edits)
	{
		row = NewRow("issue", NULL);
		SetIssue(&row, "no_edits_loaded");
		mc_result_add(rows, row.values, row.nulls);
	}
	for (int i = 0; i < a_case->diagnosis_count; i++)
	{
		const McRiskDiagnosis *diagnosis = &a_case->diagnoses[i];
		char printed[MC_ICD10CM_BUFSIZE];
		Datum code;

		if (!diagnosis->issue && !diagnosis->edited && diagnosis->later_year == 0)
			continue;
		row = NewRow(diagnosis->issue    ? "issue"
					 : diagnosis->edited ? "edit"
										 : "later_mapping",
					 NULL);
		SetIssue(&row, diagnosis->issue    ? diagnosis->issue
					   : diagnosis->edited ? "age_or_sex"
										   : psprintf("PY%d", diagnosis->later_year));
		if (diagnosis->code == MC_ICD10CM_NONE)
			code = PointerGetDatum(diagnosis->given);
		else
		{
			(void) mc_icd10cm_print(diagnosis->code, printed);
			code = CStringGetTextDatum(printed);
		}
		row.values[COL_CODES] =
			PointerGetDatum(construct_array(&code, 1, TEXTOID, -1, false, TYPALIGN_INT));
		row.nulls[COL_CODES] = false;
		mc_result_add(rows, row.values, row.nulls);
	}
}

Datum
mc_hcc_rows_sql(PG_FUNCTION_ARGS)
{
	McResult rows;
	McRiskCase a_case;

	mc_result_begin(fcinfo, &rows);
	mc_risk_case(fcinfo, &hcc_places, &a_case);
	AddHccs(&rows, &a_case, NULL);
	AddSuppressed(&rows, &a_case);
	AddIssues(&rows, &a_case);
	return mc_result_end(&rows);
}

static const char *
TermKind(McRiskTermKind kind)
{
	static const char *const kinds[] = {
		[MC_RISK_AGE_SEX] = "demographic",
		[MC_RISK_NEW_ENROLLEE] = "demographic",
		[MC_RISK_ORIGINALLY_DISABLED] = "originally_disabled",
		[MC_RISK_MEDICAID] = "medicaid",
		[MC_RISK_INTERACTION] = "interaction",
		[MC_RISK_COUNT] = "payment_count",
	};

	return kinds[kind];
}

/* The HCCs that a term is about */
static McHccSet
HccsOfTerm(const McRiskCase *a_case, const McRiskTerm *term)
{
	const McRiskVariable *variable;
	McHccSet hccs = {{0}};

	if (term->kind == MC_RISK_COUNT)
		return a_case->score.hccs;
	if (term->kind != MC_RISK_INTERACTION)
		return hccs;
	variable = &a_case->image->model.variables[term->variable];
	for (int i = 0; i < variable->factor_count; i++)
		for (int w = 0; w < MC_RISK_HCCS / 64; w++)
			hccs.word[w] |= variable->factor[i].hccs.word[w] & a_case->score.hccs.word[w];
	return hccs;
}

static Row
TermRow(const McRiskCase *a_case, const McRiskTerm *term, const char *kind)
{
	Row row = NewRow(kind, term->name);
	McHccSet hccs = HccsOfTerm(a_case, term);

	row.values[COL_CODES] = mc_risk_codes_of(a_case, &hccs, &row.nulls[COL_CODES]);
	return row;
}

/* The terms of the segment that hold; those of one kind together */
static void
AddTerms(McResult *rows, const McRiskCase *a_case, McRiskTermKind first,
		 McRiskTermKind last)
{
	for (McRiskTermKind kind = first; kind <= last; kind++)
		for (int i = 0; i < a_case->segment->term_count; i++)
		{
			const McRiskTerm *term = &a_case->segment->terms[i];
			Row row;

			if (term->kind != kind ||
				!mc_risk_term_holds(&a_case->image->model, term, &a_case->beneficiary,
									&a_case->score))
				continue;
			row = TermRow(a_case, term, TermKind(kind));
			SetCoefficient(&row, term->coefficient);
			mc_result_add(rows, row.values, row.nulls);
		}
}

/* Is a term of that name in one of the segments before "behind"? */
static bool
IsNamedBefore(const McRiskModel *model, const char *name, int behind)
{
	for (int s = 0; s < behind; s++)
		for (int i = 0; i < model->segments[s].term_count; i++)
			if (pg_strcasecmp(model->segments[s].terms[i].name, name) == 0)
				return true;
	return false;
}

/*
 * Terms that hold and that other segments have, but not this one: they add
 * nothing.  Cells of age and sex say nothing here.
 */
static void
AddOtherTerms(McResult *rows, const McRiskCase *a_case)
{
	const McRiskModel *model = &a_case->image->model;

	for (int s = 0; s < model->segment_count; s++)
		for (int i = 0; i < model->segments[s].term_count; i++)
		{
			const McRiskTerm *term = &model->segments[s].terms[i];
			bool listed = false;
			Row row;

			if (term->kind == MC_RISK_AGE_SEX || term->kind == MC_RISK_NEW_ENROLLEE ||
				IsNamedBefore(model, term->name, s) ||
				!mc_risk_term_holds(model, term, &a_case->beneficiary, &a_case->score))
				continue;
			for (int k = 0; k < a_case->segment->term_count && !listed; k++)
				listed = pg_strcasecmp(a_case->segment->terms[k].name, term->name) == 0;
			if (listed)
				continue;
			row = TermRow(a_case, term, "not_in_segment");
			mc_result_add(rows, row.values, row.nulls);
		}
}

static void
AddScore(McResult *rows, const char *kind, int64 thousandths)
{
	Row row = NewRow(kind, NULL);

	SetCoefficient(&row, thousandths * 1000);
	mc_result_add(rows, row.values, row.nulls);
}

Datum
mc_raf_rows_sql(PG_FUNCTION_ARGS)
{
	McResult rows;
	McRiskCase a_case;

	mc_result_begin(fcinfo, &rows);
	mc_risk_case(fcinfo, &raf_places, &a_case);
	if (a_case.segment && !a_case.issue)
	{
		Row row = NewRow("segment", a_case.segment->name);

		mc_result_add(&rows, row.values, row.nulls);
		AddTerms(&rows, &a_case, MC_RISK_AGE_SEX, MC_RISK_MEDICAID);
		AddHccs(&rows, &a_case, a_case.segment);
		AddTerms(&rows, &a_case, MC_RISK_INTERACTION, MC_RISK_COUNT);
		AddScore(&rows, "raw_score", a_case.score.raw);
		if (a_case.image->model.has_adjustment)
		{
			AddScore(&rows, "normalized_score", a_case.score.normalized);
			AddScore(&rows, "payment_score", a_case.score.payment);
		}
		AddOtherTerms(&rows, &a_case);
	}
	else
		AddHccs(&rows, &a_case, NULL);
	AddSuppressed(&rows, &a_case);
	AddIssues(&rows, &a_case);
	return mc_result_end(&rows);
}

/* All issues as text[]: "unmapped_new_code G35.A" */
static Datum
IssueArray(const McRiskCase *a_case, bool *isnull)
{
	Datum *issues;
	int count = 0;

	*isnull = true;
	for (int i = 0; i < a_case->diagnosis_count && *isnull; i++)
		*isnull = a_case->diagnoses[i].issue == NULL;
	if (*isnull && !a_case->issue)
		return (Datum) 0;
	*isnull = false;
	issues = palloc((Size) (a_case->diagnosis_count + 1) * sizeof(Datum));
	if (a_case->issue)
		issues[count++] = CStringGetTextDatum(a_case->issue);
	for (int i = 0; i < a_case->diagnosis_count; i++)
	{
		const McRiskDiagnosis *diagnosis = &a_case->diagnoses[i];
		char printed[MC_ICD10CM_BUFSIZE] = "";

		if (!diagnosis->issue)
			continue;
		if (diagnosis->code != MC_ICD10CM_NONE)
			(void) mc_icd10cm_print(diagnosis->code, printed);
		issues[count++] = CStringGetTextDatum(
			psprintf("%s %s", diagnosis->issue,
					 printed[0] ? printed : text_to_cstring(diagnosis->given)));
	}
	return PointerGetDatum(
		construct_array(issues, count, TEXTOID, -1, false, TYPALIGN_INT));
}

Datum
mc_raf_score_sql(PG_FUNCTION_ARGS)
{
	enum
	{
		SEGMENT,
		HCCS,
		RAW,
		NORMALIZED,
		PAYMENT,
		ISSUES,
		SCORE_COLUMNS
	};
	Datum values[SCORE_COLUMNS];
	bool nulls[SCORE_COLUMNS] = {false};
	McRiskCase a_case;
	TupleDesc result;

	if (get_call_result_type(fcinfo, NULL, &result) != TYPEFUNC_COMPOSITE)
		elog(ERROR, "return type must be a row type");
	mc_risk_case(fcinfo, &raf_places, &a_case);
	nulls[SEGMENT] = nulls[RAW] = a_case.issue != NULL;
	nulls[NORMALIZED] = nulls[PAYMENT] =
		a_case.issue || !a_case.image->model.has_adjustment;
	if (!nulls[SEGMENT])
		values[SEGMENT] = CStringGetTextDatum(a_case.segment->name);
	values[HCCS] = mc_risk_numbers(&a_case.image->model, &a_case.score.hccs);
	values[RAW] = mc_risk_numeric(a_case.score.raw * 1000);
	values[NORMALIZED] = mc_risk_numeric(a_case.score.normalized * 1000);
	values[PAYMENT] = mc_risk_numeric(a_case.score.payment * 1000);
	values[ISSUES] = IssueArray(&a_case, &nulls[ISSUES]);
	return HeapTupleGetDatum(heap_form_tuple(BlessTupleDesc(result), values, nulls));
}
