/*
 * value_date.c
 *	  When a value was measured.
 */
#include "value/value_date.h"

#include "context/quantity.h"

/* Words behind which a number of four digits is a year, and no value */
static const char *const year_words[] = {"during", "in", "since", "year"};

/* "since 2015" says when a condition began; of values only "from" is said */
static bool
IsBeginning(const McDocument *doc, const McFoundDate *date)
{
	static const char *const from[] = {"from"};

	return date->since && MC_WORD_IN(doc, &doc->tokens.list[date->first], from) < 0;
}

void
mc_find_dates(const McDocument *doc, const McSentence *sentence, McDates *dates)
{
	uint32_t from = sentence->first_token;
	McFoundDate *found = dates->list;

	dates->count = 0;
	while (dates->count < MC_MAX_DATES && mc_next_date(doc, sentence, &from, found))
	{
		if (IsBeginning(doc, found) ||
			(found->date.month == 0 &&
			 (found->last == found->first ||
			  MC_WORD_IN(doc, &doc->tokens.list[found->last - 1], year_words) < 0)))
			continue;
		dates->count++;
		found++;
	}
}

const McFoundDate *
mc_date_at(const McDates *dates, uint32_t token)
{
	for (size_t i = 0; i < dates->count; i++)
		if (dates->list[i].first <= token && token <= dates->list[i].last)
			return &dates->list[i];
	return NULL;
}

void
mc_date_values(const McHost *host, const McDocument *doc, const McSentence *sentence,
			   const McDates *dates, McValue *values, size_t nvalues)
{
	McTarget *targets;
	size_t ntargets = 0;
	size_t *first_of;

	if (dates->count == 0 || nvalues == 0)
		return;
	targets = mc_alloc(host, nvalues * sizeof(*targets));
	first_of = mc_alloc(host, nvalues * sizeof(*first_of));
	for (size_t i = 0; i < nvalues; i++)
	{
		/* both of a pair are one target; the first value of a name has the name with it */
		if (i > 0 && values[i].first == values[i - 1].first)
			continue;
		first_of[ntargets] = i;
		targets[ntargets].first_token =
			i > 0 && values[i].name_first == values[i - 1].name_first
				? values[i].first
				: values[i].name_first;
		targets[ntargets++].last_token = values[i].last;
	}
	for (size_t d = 0; d < dates->count; d++)
	{
		McFoundDate date = dates->list[d];
		uint32_t next =
			d + 1 < dates->count ? dates->list[d + 1].first : sentence->end_token;
		size_t first;
		size_t n =
			mc_dated_targets(doc, sentence, &date, next, targets, ntargets, &first);

		for (size_t k = first; k < first + n && !IsBeginning(doc, &date); k++)
		{
			size_t end = k + 1 < ntargets ? first_of[k + 1] : nvalues;

			for (size_t i = first_of[k]; i < end; i++)
				if (values[i].measured.year == 0)
					values[i].measured = date.date;
		}
	}
	mc_release(host, targets);
	mc_release(host, first_of);
}
