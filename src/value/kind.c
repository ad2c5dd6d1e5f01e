/*
 * kind.c
 *	  What a number is: measured, aimed at, the normal range, a limit to act on.
 */
#include "value/kind.h"

#include <string.h>

/* How many tokens before the name each is looked for */
#define REACH_INSTRUCTION 10
#define REACH_GOAL        6
#define REACH_EARLIER     2
#define REACH_SPECIMEN    40

const char *
mc_value_kind_name(McValueKind kind)
{
	static const char *const names[] = {
		[MC_VALUE_MEASUREMENT] = "measurement",
		[MC_VALUE_EARLIER] = "earlier",
		[MC_VALUE_GOAL] = "goal",
		[MC_VALUE_REFERENCE] = "reference",
		[MC_VALUE_INSTRUCTION] = "instruction",
	};

	return names[kind];
}

const char *
mc_comparator_name(McComparator comparator)
{
	static const char *const names[] = {
		[MC_COMPARE_NONE] = NULL,     [MC_COMPARE_BELOW] = "<",
		[MC_COMPARE_AT_MOST] = "<=",  [MC_COMPARE_ABOVE] = ">",
		[MC_COMPARE_AT_LEAST] = ">=", [MC_COMPARE_ABOUT] = "~",
	};

	return names[comparator];
}

const char *
mc_value_issue_name(McValueIssue issue)
{
	static const char *const names[] = {
		[MC_VALUE_OK] = NULL,
		[MC_VALUE_IMPLAUSIBLE] = "implausible",
		[MC_VALUE_AMBIGUOUS_UNIT] = "ambiguous unit",
		[MC_VALUE_AMBIGUOUS_LIMIT] = "ambiguous limit",
		[MC_VALUE_AMBIGUOUS_RANGE] = "ambiguous range",
		[MC_VALUE_HALF_PAIR] = "half of a pair",
		[MC_VALUE_OTHER_SPECIMEN] = "other specimen",
	};

	return names[issue];
}

void
mc_read_before(const McMeasures *measures, const McDocument *doc, const uint8_t *begins,
			   uint32_t first, uint32_t name, McBefore *before)
{
	uint32_t i = name - first > REACH_SPECIMEN ? name - REACH_SPECIMEN : first;

	memset(before, 0, sizeof(*before));
	while (i < name)
	{
		const McToken *t = &doc->tokens.list[i];
		const McValuePhrase *phrase;

		if (mc_is_punct(t, ';') || mc_is_punct(t, '.') || mc_is_punct(t, '|'))
			memset(before, 0, sizeof(*before));
		else if (mc_is_punct(t, ',') || t->kind == MC_TOKEN_NUMBER)
			before->goal = before->reference = before->earlier = false;
		phrase = t->word != MC_NO_WORD && (begins[t->word] & MC_BEGINS_CONTEXT)
					 ? mc_value_phrase_at(measures, doc, i, name, MC_PHRASE_WORD,
										  MC_NO_MEASURE)
					 : NULL;
		if (phrase == NULL)
		{
			i++;
			continue;
		}
		i += phrase->nkeys;
		switch ((McValueRole) phrase->number)
		{
			case MC_ROLE_GOAL:
				before->goal |= name - i <= REACH_GOAL;
				break;
			case MC_ROLE_REFERENCE:
				before->reference |= name - i <= REACH_GOAL;
				break;
			case MC_ROLE_EARLIER:
				before->earlier |= name - i <= REACH_EARLIER;
				break;
			case MC_ROLE_INSTRUCTION:
				before->instruction |= name - i <= REACH_INSTRUCTION;
				break;
			case MC_ROLE_ORDER:
				before->order |= name - i <= REACH_INSTRUCTION;
				break;
			case MC_ROLE_SPECIMEN:
				before->specimen = true;
				break;
			default:
				break;
		}
	}
}

bool
mc_is_limit(McComparator comparator)
{
	return comparator != MC_COMPARE_NONE && comparator != MC_COMPARE_ABOUT;
}

/* Is it a range in itself, or a limit? */
static bool
IsRange(const McAmounts *amounts, McComparator comparator)
{
	return amounts->list[0].nnumbers == 2 || mc_is_limit(comparator);
}

bool
mc_is_lab_range(const McMeasures *measures, uint16_t measure, const McAmounts *amounts,
				McComparator comparator)
{
	return measures->list[measure].class == MC_MEASURE_LAB &&
		   IsRange(amounts, comparator);
}

static bool
IsAdvice(McSectionCategory section)
{
	return section == MC_SECTION_INSTRUCTIONS || section == MC_SECTION_EDUCATION ||
		   section == MC_SECTION_FOLLOW_UP;
}

McValueKind
mc_kind_of_value(const McMeasures *measures, uint16_t measure, const McAmounts *amounts,
				 McSectionCategory section, const McBefore *before, const McBetween *seen)
{
	bool first = before != NULL;
	bool limit = mc_is_limit(seen->comparator);

	if (seen->instruction || (first && before->instruction))
		return MC_VALUE_INSTRUCTION;
	if (limit && (seen->order || (first && before->order)))
		return MC_VALUE_INSTRUCTION;
	if (seen->goal || (first && before->goal))
		return MC_VALUE_GOAL;
	if (seen->reference || (first && before->reference))
		return MC_VALUE_REFERENCE;
	if (seen->normal &&
		(first ? mc_is_lab_range(measures, measure, amounts, seen->comparator)
			   : IsRange(amounts, seen->comparator)))
		return MC_VALUE_REFERENCE;
	if (limit && IsAdvice(section))
		return MC_VALUE_INSTRUCTION;
	/* 1.42 (H) 0.60-1.20: the range of the laboratory */
	if (!first && mc_is_lab_range(measures, measure, amounts, seen->comparator) &&
		!seen->again && !seen->now && !seen->earlier && seen->date.year == 0)
		return MC_VALUE_REFERENCE;
	if (seen->earlier || (first && before->earlier))
		return MC_VALUE_EARLIER;
	return MC_VALUE_MEASUREMENT;
}
