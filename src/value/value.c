/*
 * value.c
 *	  Values of laboratory tests, vital signs, scores and studies in a note.
 *
 * From each name of a measure the words behind it are read one by one, as long as they are such
 * as may stand between a name and its value (docs/values.md, "Rules").  A word that is not known
 * ends it, so that a number is never taken for a value only because it is near.
 */
#include "value/value.h"

#include <string.h>

#include "context/quantity.h"
#include "value/kind.h"
#include "value/value_date.h"

/* Most tokens between a name and its value, and between a value and the next */
#define REACH_FIRST 12
#define REACH_NEXT  8

typedef struct Reader
{
	const McHost *host;
	const McMeasures *measures;
	const McDocument *doc;
	McValues *values;
	const uint8_t *begins; /* flags of each word of the note */
	McDates dates;         /* of the sentence */
	const McSentence *sentence;
	uint32_t from; /* behind the last value of the sentence */
	/* the name at hand */
	const McValuePhrase *name;
	uint32_t name_first;
	uint32_t name_last;
	uint32_t end; /* no value behind this token */
	McBefore before;
	McBetween seen;
	size_t nvalues; /* of this name */
} Reader;

/* "A1c < 7 is the goal": is it called one behind the value? */
static bool
IsCalledGoal(const Reader *r, uint32_t token)
{
	for (unsigned n = 0; n < 4 && token < r->end; n++)
	{
		const McValuePhrase *word = mc_value_phrase_at(r->measures, r->doc, token, r->end,
													   MC_PHRASE_WORD, MC_NO_MEASURE);

		if (word == NULL)
			return false;
		if (word->number == MC_ROLE_GOAL)
			return true;
		token += word->nkeys;
	}
	return false;
}

static void
AddValue(Reader *r, const McAmounts *amounts, unsigned i, McValueKind kind,
		 McSectionCategory section)
{
	bool pair = r->name->second != MC_NO_MEASURE;
	McValue *value;

	MC_GROW(r->host, r->values->list, r->values->count, r->values->cap);
	value = &r->values->list[r->values->count++];
	memset(value, 0, sizeof(*value));
	value->measure = i == 0 ? r->name->number : r->name->second;
	value->kind = kind;
	value->comparator = r->seen.comparator;
	value->amount = amounts->list[i];
	if (value->comparator == MC_COMPARE_NONE && value->amount.about)
		value->comparator = MC_COMPARE_ABOUT;
	if (value->amount.unit == MC_NO_UNIT && r->seen.unit != MC_NO_UNIT)
	{
		value->amount.unit = r->seen.unit;
		value->amount.unit_first = r->seen.unit_first;
		value->amount.unit_last = r->seen.unit_last;
	}
	/* both of a pair are in the unit that is written for one measure */
	if (i > 0 && value->amount.unit != MC_NO_UNIT)
	{
		uint16_t unit = mc_measure_unit(r->measures, value->measure,
										r->measures->units[value->amount.unit].unit);

		if (unit != MC_NO_UNIT)
			value->amount.unit = unit;
	}
	value->name_first = r->name_first;
	value->name_last = r->name_last;
	value->first =
		r->seen.comparator != MC_COMPARE_NONE ? r->seen.comparator_first : amounts->first;
	value->last = amounts->last;
	value->measured = r->seen.date;
	value->section = section;
	mc_normalise_value(r->measures, pair && amounts->count == 1, value);
	if (value->issue == MC_VALUE_OK && r->before.specimen &&
		r->measures->list[value->measure].class == MC_MEASURE_LAB)
		value->issue = MC_VALUE_OTHER_SPECIMEN;
}

/* A diastolic pressure above the systolic one is none. */
static void
CheckPair(const Reader *r)
{
	McValue *second = &r->values->list[r->values->count - 1];
	McValue *first = second - 1;

	if (first->issue == MC_VALUE_OK && second->issue == MC_VALUE_OK &&
		mc_decimal_compare(first->normal[0], second->normal[0]) < 0)
	{
		first->issue = second->issue = MC_VALUE_IMPLAUSIBLE;
		first->has_normal = second->has_normal = false;
	}
}

/* The value before, now that a later one follows */
static void
MakeEarlier(Reader *r)
{
	for (size_t k = r->name->second == MC_NO_MEASURE ? 1 : 2; k > 0; k--)
	{
		McValue *value;

		if (r->values->count < k)
			continue;
		value = &r->values->list[r->values->count - k];
		if (value->name_first == r->name_first && value->kind == MC_VALUE_MEASUREMENT)
			value->kind = MC_VALUE_EARLIER;
	}
}

static void
Accept(Reader *r, const McAmounts *amounts)
{
	uint32_t sentence = mc_sentence_of(r->doc, amounts->first);
	uint32_t number = r->doc->sentences.list[sentence].section;
	McSectionCategory section =
		(McSectionCategory) r->doc->sections.list[number].category;
	McValueKind kind = mc_kind_of_value(r->measures, r->name->number, amounts, section,
										r->nvalues == 0 ? &r->before : NULL, &r->seen);

	if (kind == MC_VALUE_MEASUREMENT && mc_is_limit(r->seen.comparator) &&
		IsCalledGoal(r, amounts->last + 1))
		kind = MC_VALUE_GOAL;
	if (r->seen.now && r->nvalues > 0)
		MakeEarlier(r);
	for (unsigned i = 0; i < amounts->count; i++)
		AddValue(r, amounts, i, kind, section);
	if (amounts->count == 2)
		CheckPair(r);
	r->nvalues++;
	r->from = amounts->last + 1;
	mc_between_begin(&r->seen);
}

/* Has the next value the look of the one before: the same decimals, at least one? */
static bool
LooksAlike(const Reader *r, const McAmounts *amounts)
{
	const McValue *last = &r->values->list[r->values->count - 1];
	const McValuePhrase *word;

	if (amounts->count == 2)
		return true;
	if (amounts->list[0].number[0].scale == 0 ||
		amounts->list[0].number[0].scale != last->amount.number[0].scale ||
		amounts->list[0].unit != last->amount.unit)
		return false;
	if (amounts->last + 1 >= r->end ||
		r->doc->tokens.list[amounts->last + 1].word == MC_NO_WORD)
		return true;
	word = mc_value_phrase_at(r->measures, r->doc, amounts->last + 1, r->end,
							  MC_PHRASE_WORD, MC_NO_MEASURE);
	return word != NULL;
}

/* May a value follow the one before? */
static bool
IsLinked(const Reader *r, const McAmounts *amounts)
{
	const McBetween *seen = &r->seen;

	return seen->again || seen->now || seen->earlier || seen->goal || seen->reference ||
		   seen->normal || seen->date.year > 0 ||
		   (mc_is_lab_range(r->measures, r->name->number, amounts, seen->comparator)) ||
		   (seen->comma && LooksAlike(r, amounts));
}

/* "BUN and creatinine were 23 and 2.1": is the number that of the name before? */
static bool
IsOfOtherName(const Reader *r, uint32_t behind)
{
	static const char *const and[] = {"and"};
	const McToken *t = r->doc->tokens.list;
	uint32_t first = r->sentence->first_token;

	return r->nvalues == 0 && r->name_first >= first + 2 &&
		   MC_WORD_IN(r->doc, &t[r->name_first - 1], and) >= 0 &&
		   t[r->name_first - 2].kind == MC_TOKEN_WORD && behind + 1 < r->end &&
		   MC_WORD_IN(r->doc, &t[behind], and) >= 0 &&
		   t[behind + 1].kind == MC_TOKEN_NUMBER;
}

/* At a number: the token to go on from, or 0 if it ends the reading. */
static uint32_t
TakeNumber(Reader *r, uint32_t token)
{
	McAmountPlace place = {
		.measures = r->measures,
		.doc = r->doc,
		.end = r->end,
		.measure = r->name->number,
		.pair = r->name->second != MC_NO_MEASURE,
		.between = r->seen.between,
		.trend = r->seen.trend,
	};
	const McValuePhrase *word;
	McAmounts amounts;
	uint32_t behind;
	bool to;

	if (mc_is_time(r->doc, token))
		return token + 1;
	if (mc_is_day_of_year(r->doc, token) && !place.pair &&
		r->measures->list[place.measure].out_of == 0)
		return token + 1;
	if (!mc_read_amounts(&place, token, &amounts))
		return 0;
	behind = amounts.last + 1;
	/* HR is hours, or the next name */
	word = mc_value_phrase_at(r->measures, r->doc, behind, r->end, MC_PHRASE_NAME,
							  MC_NO_MEASURE)
			   ? NULL
			   : mc_value_phrase_at(r->measures, r->doc, behind, r->end, MC_PHRASE_BEHIND,
									MC_NO_MEASURE);
	if (word && amounts.list[0].unit == MC_NO_UNIT)
	{
		r->seen.comparator = MC_COMPARE_NONE;
		return word->number == MC_ROLE_COUNT ? behind + word->nkeys : 0;
	}
	word = mc_value_phrase_at(r->measures, r->doc, behind, r->end, MC_PHRASE_WORD,
							  MC_NO_MEASURE);
	to = word && word->number == MC_ROLE_TO && place.trend && behind + 1 < r->end &&
		 r->doc->tokens.list[behind + 1].kind == MC_TOKEN_NUMBER;
	if ((r->seen.change && !to) || (r->nvalues > 0 && !IsLinked(r, &amounts)))
		return 0;
	if (IsOfOtherName(r, behind))
		return behind + 1;
	Accept(r, &amounts);
	if (to)
	{
		r->seen.now = true;
		return behind + 1;
	}
	return behind;
}

/* A date between name and value, or behind a value */
static void
TakeDate(Reader *r, const McFoundDate *date)
{
	McValue *last = r->nvalues > 0 ? &r->values->list[r->values->count - 1] : NULL;

	if (date->forthcoming)
		return;
	if (last && last->measured.year == 0 && r->seen.date.year == 0 && !r->seen.comma)
	{
		last->measured = date->date;
		if (r->name->second != MC_NO_MEASURE && r->values->count > 1 &&
			last[-1].first == last->first)
			last[-1].measured = date->date;
	}
	else
		r->seen.date = date->date;
}

/* The H or L of a laboratory: 1.42 (H), 1.42 H */
static bool
IsFlag(const Reader *r, uint32_t token)
{
	static const char *const flags[] = {"h", "l"};
	const McToken *t = &r->doc->tokens.list[token];

	return r->nvalues > 0 && MC_WORD_IN(r->doc, t, flags) >= 0 &&
		   (t[-1].kind == MC_TOKEN_NUMBER || mc_is_punct(&t[-1], '('));
}

/* Does a word such as was or estimated at stand there? */
static bool
IsPoint(const Reader *r, uint32_t token)
{
	const McValuePhrase *word = mc_value_phrase_at(r->measures, r->doc, token, r->end,
												   MC_PHRASE_WORD, MC_NO_MEASURE);

	return word && (word->number == MC_ROLE_POINT || word->number == MC_ROLE_WAS);
}

/* The token to go on from, or 0 if this one ends the reading. */
static uint32_t
TakeToken(Reader *r, uint32_t token)
{
	const McToken *t = &r->doc->tokens.list[token];
	const McValuePhrase *phrase;

	if (t->kind == MC_TOKEN_NUMBER)
		return TakeNumber(r, token);
	if (t->word != MC_NO_WORD)
	{
		if (mc_value_phrase_at(r->measures, r->doc, token, r->end, MC_PHRASE_NAME,
							   MC_NO_MEASURE))
			return 0;
		phrase = mc_value_phrase_at(r->measures, r->doc, token, r->end, MC_PHRASE_WORD,
									MC_NO_MEASURE);
		if (phrase)
			return mc_between_word(&r->seen, (McValueRole) phrase->number, token,
								   r->nvalues > 0)
					   ? token + phrase->nkeys
					   : 0;
		if (IsFlag(r, token))
			return token + 1;
	}
	if (r->nvalues == 0)
	{
		phrase = mc_value_phrase_at(r->measures, r->doc, token, r->end, MC_PHRASE_UNIT,
									r->name->number);
		if (phrase && r->measures->units[phrase->number].measure == r->name->number)
		{
			r->seen.unit = phrase->number;
			r->seen.unit_first = token;
			r->seen.unit_last = token + phrase->nkeys - 1;
			return token + phrase->nkeys;
		}
	}
	/* "creatinine, July 7, 2008 was 2.0", "ejection fraction, estimated at 65%" */
	if (r->nvalues == 0 && token == r->name_last + 1 && mc_is_punct(t, ',') &&
		(mc_date_at(&r->dates, token + 1) || IsPoint(r, token + 1)))
		return token + 1;
	return mc_between_sign(&r->seen, r->doc, token, r->end, r->nvalues > 0,
						   token == r->name_last + 1);
}

/* Where the words that belong to a name end: a header or a key takes in the next sentence. */
static uint32_t
ReadingEnd(const McDocument *doc, uint32_t sentence, uint32_t name_last)
{
	const McSentence *s = &doc->sentences.list[sentence];
	uint32_t last = s->end_token - 1;

	if (sentence + 1 < doc->sentences.count &&
		(name_last == last ||
		 (name_last + 1 == last && (mc_is_punct(&doc->tokens.list[last], ':') ||
									mc_is_punct(&doc->tokens.list[last], '-')))))
		return doc->sentences.list[sentence + 1].end_token;
	return s->end_token;
}

/* "SBP > 180 or DBP > 110": what is said of the value before holds for this one too. */
static void
Inherit(Reader *r)
{
	static const char *const joining[] = {"and", "or"};
	const McValue *last;

	if (r->from == r->sentence->first_token || r->from + 1 != r->name_first ||
		MC_WORD_IN(r->doc, &r->doc->tokens.list[r->from], joining) < 0)
		return;
	last = &r->values->list[r->values->count - 1];
	r->before.order |= last->kind == MC_VALUE_INSTRUCTION;
	r->before.goal |= last->kind == MC_VALUE_GOAL;
}

/* Where what is said of the values of a sentence may begin: with the key before it, "CSF:". */
static uint32_t
ContextStart(const McDocument *doc, uint32_t sentence)
{
	const McSentence *s = &doc->sentences.list[sentence];

	if (sentence > 0 && s[-1].section == s->section &&
		mc_is_punct(&doc->tokens.list[s[-1].end_token - 1], ':'))
		return s[-1].first_token;
	return s->first_token;
}

/* All values behind the name at a token */
static void
ReadName(Reader *r, uint32_t sentence, const McValuePhrase *name, uint32_t token)
{
	uint32_t i = token + name->nkeys;

	r->name = name;
	r->name_first = token;
	r->name_last = i - 1;
	r->end = ReadingEnd(r->doc, sentence, r->name_last);
	r->nvalues = 0;
	mc_between_begin(&r->seen);
	mc_read_before(r->measures, r->doc, r->begins, ContextStart(r->doc, sentence), token,
				   &r->before);
	Inherit(r);
	while (i > 0 && i < r->end)
	{
		const McFoundDate *date = mc_date_at(&r->dates, i);
		size_t nvalues = r->nvalues;

		if (date)
		{
			TakeDate(r, date);
			i = date->last + 1;
			continue;
		}
		if (++r->seen.ntokens > (r->nvalues == 0 ? REACH_FIRST : REACH_NEXT))
			break;
		i = TakeToken(r, i);
		if (r->nvalues > nvalues && r->nvalues == 1 && r->end > r->sentence->end_token &&
			i > 0)
			break; /* one value for a header */
	}
}

/* Names of the sentence that a token stands in, from there to its end; the token behind it. */
static uint32_t
ReadSentence(Reader *r, uint32_t token)
{
	uint32_t number = mc_sentence_of(r->doc, token);
	size_t first_value = r->values->count;
	const McToken *t = r->doc->tokens.list;

	r->sentence = &r->doc->sentences.list[number];
	r->from = r->sentence->first_token;
	mc_find_dates(r->doc, r->sentence, &r->dates);
	while (token < r->sentence->end_token)
	{
		const McValuePhrase *name = NULL;

		if (t[token].word != MC_NO_WORD && (r->begins[t[token].word] & MC_BEGINS_NAME))
			name = mc_value_phrase_at(r->measures, r->doc, token, r->sentence->end_token,
									  MC_PHRASE_NAME, MC_NO_MEASURE);
		if (name == NULL)
		{
			token++;
			continue;
		}
		if (name->number != MC_NO_MEASURE)
			ReadName(r, number, name, token);
		token += name->nkeys;
	}
	if (r->values->count > first_value)
		mc_date_values(r->host, r->doc, r->sentence, &r->dates,
					   r->values->list + first_value, r->values->count - first_value);
	return token;
}

void
mc_find_values(const McHost *host, const McMeasures *measures, const McDocument *doc,
			   McValues *values)
{
	uint8_t *begins = mc_alloc(host, doc->words.count + 1);
	Reader reader = {.host = host,
					 .measures = measures,
					 .doc = doc,
					 .values = values,
					 .begins = begins};
	uint32_t next_interrupt = MC_INTERRUPT_INTERVAL;

	memset(values, 0, sizeof(*values));
	for (size_t i = 0; i < doc->words.count; i++)
		begins[i] = (uint8_t) mc_word_begins(measures, doc->words.list[i].key);
	for (uint32_t i = 0; i < doc->tokens.count;)
	{
		const McToken *t = &doc->tokens.list[i];

		if (i >= next_interrupt)
		{
			mc_interrupt(host);
			next_interrupt = i + MC_INTERRUPT_INTERVAL;
		}
		if (t->word != MC_NO_WORD && (begins[t->word] & MC_BEGINS_NAME))
			i = ReadSentence(&reader, i);
		else
			i++;
	}
	mc_release(host, begins);
}
