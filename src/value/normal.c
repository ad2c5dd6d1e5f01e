/*
 * normal.c
 *	  Values in the unit of their measure, and whether they are possible.
 */
#include "value/value.h"

static bool
IsPossible(const McMeasure *measure, McDecimal value)
{
	return mc_decimal_compare(value, measure->lowest) >= 0 &&
		   mc_decimal_compare(value, measure->highest) <= 0;
}

/* Convert both numbers; are they possible? */
static bool
Convert(const McMeasures *measures, const McMeasureUnit *unit, const McAmount *amount,
		uint16_t measure, McDecimal *normal)
{
	const McMeasure *m = &measures->list[measure];
	bool possible = true;

	for (unsigned i = 0; i < amount->nnumbers; i++)
	{
		normal[i] = mc_decimal_convert(amount->number[i], &unit->conversion, m->decimals);
		possible &= IsPossible(m, normal[i]);
	}
	return possible;
}

/*
 * The unit that is left out: of those in which the measure is also written without, the only
 * one in which the value is possible.
 */
static void
WithoutUnit(const McMeasures *measures, McValue *value)
{
	static const McMeasureUnit none = {.conversion = {{1, 0}, {1, 0}, {0, 0}}};
	bool has_unit = measures->list[value->measure].unit != NULL;
	unsigned nbare = 0;
	unsigned npossible = 0;

	for (size_t i = 0; i < (has_unit ? measures->nunits : 1); i++)
	{
		const McMeasureUnit *unit = has_unit ? &measures->units[i] : &none;
		McDecimal normal[2];

		/* spellings of one unit are rows of their own; one of them is bare */
		if (has_unit && (unit->measure != value->measure || !unit->bare))
			continue;
		nbare++;
		if (!Convert(measures, unit, &value->amount, value->measure, normal))
			continue;
		npossible++;
		for (unsigned k = 0; k < value->amount.nnumbers; k++)
			value->normal[k] = normal[k];
	}
	value->has_normal = npossible == 1;
	if (npossible > 1 || nbare == 0)
		value->issue = MC_VALUE_AMBIGUOUS_UNIT;
	else if (npossible == 0)
		value->issue = MC_VALUE_IMPLAUSIBLE;
}

void
mc_normalise_value(const McMeasures *measures, bool half, McValue *value)
{
	const McMeasure *measure = &measures->list[value->measure];
	const McAmount *amount = &value->amount;
	bool limit =
		value->comparator != MC_COMPARE_NONE && value->comparator != MC_COMPARE_ABOUT;

	value->has_normal = false;
	value->issue = MC_VALUE_OK;
	if (amount->unit == MC_NO_UNIT)
		WithoutUnit(measures, value);
	else if (measures->units[amount->unit].measure != value->measure)
		value->issue = MC_VALUE_AMBIGUOUS_UNIT;
	else
	{
		bool possible = Convert(measures, &measures->units[amount->unit], amount,
								value->measure, value->normal);

		value->has_normal = possible;
		if (!possible)
			value->issue = MC_VALUE_IMPLAUSIBLE;
	}
	if (value->issue == MC_VALUE_OK && amount->nnumbers == 2 &&
		mc_decimal_compare(amount->number[0], amount->number[1]) > 0)
		value->issue = MC_VALUE_AMBIGUOUS_RANGE;
	if (value->issue == MC_VALUE_OK && limit && measure->class == MC_MEASURE_VITAL &&
		value->kind == MC_VALUE_MEASUREMENT)
		value->issue = MC_VALUE_AMBIGUOUS_LIMIT;
	if (value->issue == MC_VALUE_OK && half)
		value->issue = MC_VALUE_HALF_PAIR;
}
