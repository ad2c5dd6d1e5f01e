/*
 * risk_score.c
 *		The score of one beneficiary.
 */
#include "risk/risk_score.h"

#include <string.h>

bool
mc_risk_code_hccs(const McRiskModel *model, McIcd10cm code, int age, char sex,
				  McHccSet *hccs, bool *edited)
{
	const McRiskCode *known = mc_risk_code(model, code);

	*edited = false;
	if (!known)
		return false;
	for (int i = 0; i < known->edit_count; i++)
	{
		const McRiskEdit *edit = &model->edits[known->edit + i];

		if ((edit->sex != 0 && edit->sex != sex) ||
			(edit->age_min >= 0 && age < edit->age_min) ||
			(edit->age_max >= 0 && age > edit->age_max))
			continue;
		*edited = true;
		if (edit->hcc >= 0)
			mc_hcc_add(hccs, edit->hcc);
		return edit->hcc >= 0;
	}
	for (int i = 0; i < known->hcc_count; i++)
		mc_hcc_add(hccs, known->hcc[i]);
	return known->hcc_count > 0;
}

void
mc_risk_hierarchy(const McRiskModel *model, McRiskScore *score)
{
	memset(&score->unsupported, 0, sizeof(McHccSet));
	for (int i = 0; i < model->requirement_count; i++)
	{
		const McRiskRequirement *requirement = &model->requirements[i];

		if (mc_hcc_has(&score->found, requirement->hcc) &&
			!mc_hcc_meet(&score->found, &requirement->others))
			mc_hcc_add(&score->unsupported, requirement->hcc);
	}
	score->before = score->found;
	mc_hcc_remove(&score->before, &score->unsupported);
	score->hccs = score->before;
	for (int i = mc_hcc_next(&score->before, 0); i >= 0;
		 i = mc_hcc_next(&score->before, i + 1))
		mc_hcc_remove(&score->hccs, &model->suppresses[i]);
	score->count = mc_hcc_count(&score->hccs);
}

bool
mc_risk_suppresses(const McRiskModel *model, const McRiskScore *score, int by, int place)
{
	return mc_hcc_has(&score->before, by) && mc_hcc_has(&model->suppresses[by], place);
}

int
mc_risk_age(const McBeneficiary *beneficiary)
{
	return beneficiary->age == MC_RISK_AGED - 1 && beneficiary->orec == '0'
			   ? MC_RISK_AGED
			   : beneficiary->age;
}

const char *
mc_risk_segment_name(const McBeneficiary *beneficiary)
{
	static const char *const community[][2] = {
		[MC_DUAL_NONE] = {"CND", "CNA"},
		[MC_DUAL_PARTIAL] = {"CPD", "CPA"},
		[MC_DUAL_FULL] = {"CFD", "CFA"},
	};
	bool aged = mc_risk_age(beneficiary) >= MC_RISK_AGED;

	if (!aged && beneficiary->orec == '0')
		return NULL;
	if (beneficiary->new_enrollee)
		return beneficiary->special_needs ? "SNPNE" : "NE";
	return beneficiary->institutional ? "INS" : community[beneficiary->dual][aged];
}

/* Disabled: under 65 and not entitled by age */
static bool
IsDisabled(const McBeneficiary *beneficiary)
{
	return mc_risk_age(beneficiary) < MC_RISK_AGED && beneficiary->orec != '0';
}

/* Originally disabled: 65 or more, and entitled by disability before */
static bool
IsOriginallyDisabled(const McBeneficiary *beneficiary)
{
	return beneficiary->orec == '1' && !IsDisabled(beneficiary);
}

bool
mc_risk_variable_holds(const McRiskVariable *variable, const McBeneficiary *beneficiary,
					   const McRiskScore *score)
{
	for (int i = 0; i < variable->factor_count; i++)
	{
		const McRiskFactor *factor = &variable->factor[i];

		if (factor->disabled ? !IsDisabled(beneficiary)
							 : !mc_hcc_meet(&factor->hccs, &score->hccs))
			return false;
	}
	return true;
}

bool
mc_risk_term_holds(const McRiskModel *model, const McRiskTerm *term,
				   const McBeneficiary *beneficiary, const McRiskScore *score)
{
	int age = mc_risk_age(beneficiary);

	switch (term->kind)
	{
		case MC_RISK_NEW_ENROLLEE:
			if (term->medicaid != beneficiary->medicaid ||
				term->originally != IsOriginallyDisabled(beneficiary))
				return false;
			/* FALLTHROUGH */
		case MC_RISK_AGE_SEX:
			return term->sex == beneficiary->sex && age >= term->low && age <= term->high;
		case MC_RISK_ORIGINALLY_DISABLED:
			return IsOriginallyDisabled(beneficiary) &&
				   (term->sex == 0 || term->sex == beneficiary->sex);
		case MC_RISK_MEDICAID:
			return beneficiary->medicaid;
		case MC_RISK_INTERACTION:
			return mc_risk_variable_holds(&model->variables[term->variable], beneficiary,
										  score);
		case MC_RISK_COUNT:
			return score->count >= term->low && score->count <= term->high;
	}
	return false;
}

int64_t
mc_risk_scale(int64_t a, int64_t b, int64_t c)
{
	int64_t product = a * b;

	return (product + (product < 0 ? -c : c) / 2) / c;
}

void
mc_risk_sum(const McRiskModel *model, const McRiskSegment *segment,
			const McBeneficiary *beneficiary, McRiskScore *score)
{
	int64_t raw = 0;

	for (int i = 0; i < segment->term_count; i++)
		if (mc_risk_term_holds(model, &segment->terms[i], beneficiary, score))
			raw += segment->terms[i].coefficient;
	if (segment->has_hccs)
		for (int i = mc_hcc_next(&score->hccs, 0); i >= 0;
			 i = mc_hcc_next(&score->hccs, i + 1))
			raw += segment->hcc[i];
	score->raw = mc_risk_scale(raw, 1, MC_RISK_MILLION / 1000);
	score->normalized = score->payment = 0;
	if (!model->has_adjustment)
		return;
	score->normalized = mc_risk_scale(score->raw, MC_RISK_MILLION, model->normalization);
	score->payment = mc_risk_scale(score->normalized, MC_RISK_MILLION - model->coding,
								   MC_RISK_MILLION);
}
