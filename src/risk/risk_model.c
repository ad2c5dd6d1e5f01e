/*
 * risk_model.c
 *		Looking up in a compiled risk adjustment model.
 */
#include "risk/risk_model.h"

#include <strings.h>

int
mc_risk_place(const McRiskModel *model, int hcc)
{
	int low = 0;
	int high = model->hcc_count;

	while (low < high)
	{
		int middle = (low + high) / 2;

		if (model->hcc[middle] < hcc)
			low = middle + 1;
		else
			high = middle;
	}
	return low < model->hcc_count && model->hcc[low] == hcc ? low : -1;
}

const McRiskCode *
mc_risk_code(const McRiskModel *model, McIcd10cm code)
{
	size_t slot = (size_t) ((code * UINT64_C(0x9E3779B97F4A7C15)) >> 32);

	for (slot &= model->code_slots - 1; model->codes[slot].code != MC_ICD10CM_NONE;
		 slot = (slot + 1) & (model->code_slots - 1))
		if (model->codes[slot].code == code)
			return &model->codes[slot];
	return NULL;
}

const McRiskSegment *
mc_risk_segment(const McRiskModel *model, const char *name)
{
	for (int i = 0; i < model->segment_count; i++)
		if (strcasecmp(model->segments[i].name, name) == 0)
			return &model->segments[i];
	return NULL;
}
