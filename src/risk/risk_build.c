/*
 * risk_build.c
 *		Rows of a risk adjustment model into one that scores.
 */
#include "risk/risk_build.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "terminology/code_set.h"
#include "risk/risk_term.h"

/* Groups that stand for groups, at most */
#define MAX_DEPTH 4

typedef struct Build
{
	const McHost *host;
	McRiskRows *rows;
	McRiskModel *model;
	char *problem;
} Build;

static void *
Zeroed(const McHost *host, size_t count, size_t size)
{
	void *block = mc_alloc(host, (count ? count : 1) * size);

	memset(block, 0, (count ? count : 1) * size);
	return block;
}

static int
CompareInts(const void *a, const void *b)
{
	int left = *(const int *) a;
	int right = *(const int *) b;

	return (left > right) - (left < right);
}

static int
CompareEdits(const void *a, const void *b)
{
	McIcd10cm left = ((const McRiskEditRow *) a)->code;
	McIcd10cm right = ((const McRiskEditRow *) b)->code;

	return (left > right) - (left < right);
}

static int
CompareTexts(const void *a, const void *b)
{
	const McRiskTextRow *left = a;
	const McRiskTextRow *right = b;
	int order = strcasecmp(left->name, right->name);

	return order != 0 ? order : strcmp(left->text, right->text);
}

static int
CompareCoefficients(const void *a, const void *b)
{
	const McRiskCoefficientRow *left = a;
	const McRiskCoefficientRow *right = b;
	int order = strcasecmp(left->term, right->term);

	return order != 0 ? order
					  : (left->millionths > right->millionths) -
							(left->millionths < right->millionths);
}

/* The HCCs of the model: all that a diagnosis can stand for. */
static bool
NumberHccs(Build *build)
{
	McRiskRows *rows = build->rows;
	McRiskModel *model = build->model;
	int *all = Zeroed(build->host, rows->mapping_count + rows->edit_count, sizeof(int));
	size_t count = 0;

	for (size_t i = 0; i < rows->mapping_count; i++)
		all[count++] = rows->mapping[i].hcc;
	for (size_t i = 0; i < rows->edit_count; i++)
		if (rows->edits[i].hcc > 0)
			all[count++] = rows->edits[i].hcc;
	qsort(all, count, sizeof(int), CompareInts);
	for (size_t i = 0; i < count; i++)
		if (model->hcc_count == 0 || all[model->hcc_count - 1] != all[i])
			all[model->hcc_count++] = all[i];
	model->hcc = all;
	if (model->hcc_count > MC_RISK_HCCS)
	{
		(void) snprintf(build->problem, MC_RISK_PROBLEM_SIZE,
						"the mapping has more than %d HCCs", MC_RISK_HCCS);
		return false;
	}
	model->label = Zeroed(build->host, (size_t) model->hcc_count, sizeof(char *));
	for (size_t i = 0; i < rows->label_count; i++)
	{
		int place = mc_risk_place(model, rows->labels[i].hcc);

		if (place >= 0)
			model->label[place] = rows->labels[i].label;
	}
	model->suppresses = Zeroed(build->host, (size_t) model->hcc_count, sizeof(McHccSet));
	for (size_t i = 0; i < rows->hierarchy_count; i++)
	{
		int place = mc_risk_place(model, rows->hierarchy[i].hcc);
		int other = mc_risk_place(model, rows->hierarchy[i].suppressed);

		if (place >= 0 && other >= 0)
			mc_hcc_add(&model->suppresses[place], other);
	}
	return true;
}

/* The slot of a code, taken if it is not there yet */
static McRiskCode *
CodeSlot(McRiskModel *model, McIcd10cm code)
{
	size_t slot = (size_t) ((code * UINT64_C(0x9E3779B97F4A7C15)) >> 32);

	slot &= model->code_slots - 1;
	while (model->codes[slot].code != MC_ICD10CM_NONE && model->codes[slot].code != code)
		slot = (slot + 1) & (model->code_slots - 1);
	model->codes[slot].code = code;
	return &model->codes[slot];
}

static bool
EnterCodes(Build *build)
{
	McRiskRows *rows = build->rows;
	McRiskModel *model = build->model;

	model->code_slots = mc_code_set_size(rows->mapping_count + rows->edit_count);
	model->codes = Zeroed(build->host, model->code_slots, sizeof(McRiskCode));
	for (size_t i = 0; i < rows->mapping_count; i++)
	{
		McRiskCode *code = CodeSlot(model, rows->mapping[i].code);

		if (code->hcc_count == MC_RISK_PER_CODE)
		{
			char printed[MC_ICD10CM_BUFSIZE];

			(void) mc_icd10cm_print(code->code, printed);
			(void) snprintf(build->problem, MC_RISK_PROBLEM_SIZE,
							"code %s stands for too many HCCs", printed);
			return false;
		}
		code->later_year = (uint16_t) rows->mapping[i].later_year;
		code->hcc[code->hcc_count++] =
			(uint8_t) mc_risk_place(model, rows->mapping[i].hcc);
	}
	qsort(rows->edits, rows->edit_count, sizeof(McRiskEditRow), CompareEdits);
	model->edits = Zeroed(build->host, rows->edit_count, sizeof(McRiskEdit));
	for (size_t i = 0; i < rows->edit_count && i < UINT16_MAX; i++)
	{
		const McRiskEditRow *row = &rows->edits[i];
		McRiskCode *code = CodeSlot(model, row->code);

		if (code->edit_count++ == 0)
			code->edit = (uint16_t) i;
		model->edits[model->edit_count++] = (McRiskEdit){
			.code = row->code,
			.sex = row->sex,
			.age_min = row->age_min,
			.age_max = row->age_max,
			.hcc = row->hcc > 0 ? mc_risk_place(model, row->hcc) : -1,
		};
	}
	return true;
}

/* The definition of a variable; NULL if there is none */
static const char *
Definition(const McRiskRows *rows, const char *name, size_t length)
{
	for (size_t i = 0; i < rows->variable_count; i++)
		if (strlen(rows->variables[i].name) == length &&
			strncasecmp(rows->variables[i].name, name, length) == 0)
			return rows->variables[i].text;
	return NULL;
}

/* The next name of a definition and the sign behind it, 0 at the end; NULL: none */
static const char *
NextName(const char **at, size_t *length, char *sign)
{
	const char *from = *at + strspn(*at, " ");
	const char *behind;

	*length = strcspn(from, " |&");
	behind = from + *length;
	behind += strspn(behind, " ");
	*sign = *behind;
	*at = *behind ? behind + 1 : behind;
	return *length > 0 && (*sign == '\0' || *sign == '|' || *sign == '&') ? from : NULL;
}

/* Read a name, an HCC or a group of them, into the set of what satisfies it. */
static bool
ReadGroup(Build *build, const char *name, size_t length, int depth, McHccSet *set)
{
	int hcc = mc_risk_hcc_read(name, length);
	const char *definition;
	size_t part_length;
	char sign = '|';

	if (hcc > 0)
	{
		int place = mc_risk_place(build->model, hcc);

		if (place >= 0)
			mc_hcc_add(set, place);
		return true;
	}
	definition = Definition(build->rows, name, length);
	for (const char *at = definition; definition && depth < MAX_DEPTH && sign == '|';)
	{
		const char *part = NextName(&at, &part_length, &sign);

		if (!part || sign == '&' || !ReadGroup(build, part, part_length, depth + 1, set))
			break;
		if (sign == '\0')
			return true;
	}
	if (build->problem[0] == '\0')
		(void) snprintf(build->problem, MC_RISK_PROBLEM_SIZE,
						definition ? "the definition of variable %.*s cannot be read"
								   : "variable %.*s has no definition",
						(int) length, name);
	return false;
}

/* Read the definition of a variable into what it needs. */
static bool
ReadVariable(Build *build, const McRiskTextRow *row, McRiskVariable *variable)
{
	const char *at = row->text;
	bool all = strchr(row->text, '&') != NULL;
	char sign = '|';

	variable->name = row->name;
	variable->factor_count = 1;
	while (sign != '\0')
	{
		McRiskFactor *factor = &variable->factor[variable->factor_count - 1];
		size_t length;
		const char *name = NextName(&at, &length, &sign);

		if (!name || (sign != '\0' && sign != (all ? '&' : '|')))
		{
			(void) snprintf(build->problem, MC_RISK_PROBLEM_SIZE,
							"the definition of variable %s cannot be read", row->name);
			return false;
		}
		if (all && length == strlen("DISABL") && strncasecmp(name, "DISABL", length) == 0)
			factor->disabled = true;
		else if (!ReadGroup(build, name, length, 0, &factor->hccs))
			return false;
		if (sign == '&' && variable->factor_count++ == MC_RISK_FACTORS)
		{
			(void) snprintf(build->problem, MC_RISK_PROBLEM_SIZE,
							"variable %s has too many factors", row->name);
			return false;
		}
	}
	return true;
}

static bool
ReadVariables(Build *build)
{
	McRiskRows *rows = build->rows;
	McRiskModel *model = build->model;

	model->variables = Zeroed(build->host, rows->variable_count, sizeof(McRiskVariable));
	model->requirements =
		Zeroed(build->host, rows->variable_count, sizeof(McRiskRequirement));
	for (size_t i = 0; i < rows->variable_count; i++)
	{
		McRiskVariable *variable = &model->variables[model->variable_count];
		int hcc =
			mc_risk_hcc_read(rows->variables[i].name, strlen(rows->variables[i].name));

		if (!ReadVariable(build, &rows->variables[i], variable))
			return false;
		if (hcc == 0)
		{
			model->variable_count++;
			continue;
		}
		if (mc_risk_place(model, hcc) >= 0)
			model->requirements[model->requirement_count++] = (McRiskRequirement){
				.hcc = mc_risk_place(model, hcc), .others = variable->factor[0].hccs};
		memset(variable, 0, sizeof(*variable));
	}
	return true;
}

/* The coefficient of a term of a segment; a missing one is a problem, never a zero. */
static bool
Coefficient(Build *build, const char *segment, const char *term, int64_t *millionths)
{
	McRiskRows *rows = build->rows;
	char name[80];
	McRiskCoefficientRow key = {name, INT64_MIN};
	size_t low = 0;
	size_t high = rows->coefficient_count;

	(void) snprintf(name, sizeof(name), "%s_%s", segment, term);
	while (low < high)
	{
		size_t middle = low + (high - low) / 2;

		if (CompareCoefficients(&rows->coefficients[middle], &key) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	if (low == rows->coefficient_count ||
		strcasecmp(rows->coefficients[low].term, name) != 0)
	{
		(void) snprintf(build->problem, MC_RISK_PROBLEM_SIZE,
						"term %s of segment %s has no coefficient", term, segment);
		return false;
	}
	*millionths = rows->coefficients[low].millionths;
	if (low + 1 < rows->coefficient_count &&
		strcasecmp(rows->coefficients[low + 1].term, name) == 0 &&
		rows->coefficients[low + 1].millionths != *millionths)
	{
		(void) snprintf(build->problem, MC_RISK_PROBLEM_SIZE,
						"term %s of segment %s has two coefficients", term, segment);
		return false;
	}
	return true;
}

/* Coefficients of all HCCs in a segment */
static bool
ReadHccTerms(Build *build, McRiskSegment *segment)
{
	McRiskModel *model = build->model;

	segment->has_hccs = true;
	segment->hcc = Zeroed(build->host, (size_t) model->hcc_count, sizeof(int64_t));
	for (int i = 0; i < model->hcc_count; i++)
	{
		char term[16];

		(void) snprintf(term, sizeof(term), "HCC%d", model->hcc[i]);
		if (!Coefficient(build, segment->name, term, &segment->hcc[i]))
			return false;
	}
	return true;
}

static bool
ReadTerm(Build *build, McRiskSegment *segment, const char *name)
{
	McRiskModel *model = build->model;
	McRiskTerm *term = &segment->terms[segment->term_count];

	if (strcasecmp(name, "HCC") == 0)
		return ReadHccTerms(build, segment);
	term->name = name;
	if (!mc_risk_term_read(name, term))
	{
		int i = 0;

		while (i < model->variable_count &&
			   strcasecmp(model->variables[i].name, name) != 0)
			i++;
		if (i == model->variable_count)
		{
			(void) snprintf(build->problem, MC_RISK_PROBLEM_SIZE,
							"term %s of segment %s is not defined", name, segment->name);
			return false;
		}
		term->kind = MC_RISK_INTERACTION;
		term->variable = i;
	}
	segment->term_count++;
	return Coefficient(build, segment->name, name, &term->coefficient);
}

static bool
ReadSegments(Build *build)
{
	McRiskRows *rows = build->rows;
	McRiskModel *model = build->model;

	qsort(rows->segments, rows->segment_count, sizeof(McRiskTextRow), CompareTexts);
	qsort(rows->coefficients, rows->coefficient_count, sizeof(McRiskCoefficientRow),
		  CompareCoefficients);
	model->segments = Zeroed(build->host, rows->segment_count, sizeof(McRiskSegment));
	for (size_t i = 0; i < rows->segment_count; i++)
	{
		McRiskSegment *segment = &model->segments[model->segment_count - 1];

		if (model->segment_count == 0 ||
			strcasecmp(segment->name, rows->segments[i].name) != 0)
		{
			segment = &model->segments[model->segment_count++];
			segment->name = rows->segments[i].name;
			segment->terms =
				Zeroed(build->host, rows->segment_count - i, sizeof(McRiskTerm));
		}
		if (!ReadTerm(build, segment, rows->segments[i].text))
			return false;
	}
	return true;
}

bool
mc_risk_build(const McHost *host, McRiskRows *rows, McRiskModel *model,
			  char problem[MC_RISK_PROBLEM_SIZE])
{
	Build build = {host, rows, model, problem};

	problem[0] = '\0';
	return NumberHccs(&build) && EnterCodes(&build) && ReadVariables(&build) &&
		   ReadSegments(&build);
}
