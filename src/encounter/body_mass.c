/*
 * body_mass.c
 *	  The body mass index, only beside a diagnosis of weight that a provider made
 *	  (ICD-10-CM Guidelines I.B.14, I.C.21.c.3).
 */
#include "encounter/additional_parts.h"
#include "encounter/stated.h"

/* Diagnoses that a body mass index belongs to */
static const char weight_codes[] =
	"E66 E40 E41 E42 E43 E44 E45 E46 E64.0 E68 R62.51 R62.7 R63.4 R63.5 R63.6 R63.8 R64 "
	"F50 E88.82";

/* Years from which the codes for adults hold */
#define ADULT_DAYS (20 * 36525 / 100)

/* Most tokens between the name and the value */
#define REACH_VALUE 6

/* Index values that are possible, in tenths */
#define LOWEST  80
#define HIGHEST 1500

/* A number with at most one decimal that counts, in tenths; -1: none, as 30-39 and 24/7. */
static int
Tenths(const McDocument *doc, const McToken *token)
{
	const char *text;
	uint32_t length;
	int value = 0;
	uint32_t i = 0;

	if (token->kind != MC_TOKEN_NUMBER)
		return -1;
	text = doc->fold.original + token->start;
	length = token->end - token->start;
	for (; i < length && text[i] >= '0' && text[i] <= '9' && value < 1000; i++)
		value = value * 10 + (text[i] - '0');
	if (i == 0)
		return -1;
	value *= 10;
	if (i < length && text[i] == '.' && i + 1 < length && text[i + 1] >= '0' &&
		text[i + 1] <= '9')
	{
		value += text[i + 1] - '0';
		for (i += 2; i < length && text[i] >= '0' && text[i] <= '9';)
			i++;
	}
	return i == length ? value : -1;
}

/* The value behind the name, in tenths; -1: none, or a limit or goal. */
static int
ValueBehind(const McDocument *doc, const McStated *said)
{
	const McSentence *sentence = &doc->sentences.list[said->sentence];
	uint32_t end = said->last + 1 + REACH_VALUE;

	if (end > sentence->end_token)
		end = sentence->end_token;
	if (mc_stated_within(
			doc, sentence->first_token, end,
			"goal|target|below|under|less|above|over|greater|if|than|least|percentile"))
		return -1;
	for (uint32_t t = said->last + 1; t < end; t++)
	{
		const McToken *token = &doc->tokens.list[t];
		int value;

		if (mc_is_punct(token, '<') || mc_is_punct(token, '>'))
			return -1;
		if (token->kind != MC_TOKEN_NUMBER)
			continue;
		value = Tenths(doc, token);
		return value >= LOWEST && value <= HIGHEST ? value : -1;
	}
	return -1;
}

/* The percentile before or behind the name, 0..100; -1: none. */
static int
PercentileBeside(const McDocument *doc, const McStated *said)
{
	const McSentence *sentence = &doc->sentences.list[said->sentence];
	uint32_t end = sentence->end_token;

	for (uint32_t t = sentence->first_token; t + 1 < end; t++)
	{
		const McToken *token = &doc->tokens.list[t];
		const char *text = doc->fold.original + token->start;
		uint32_t next = t + 1;
		uint32_t last;
		int value = 0;

		if (token->kind != MC_TOKEN_NUMBER)
			continue;
		for (uint32_t i = 0;
			 i < token->end - token->start && i < 3 && text[i] >= '0' && text[i] <= '9';
			 i++)
			value = value * 10 + (text[i] - '0');
		while (next < end &&
			   (mc_is_punct(&doc->tokens.list[next], '%') ||
				mc_stated_at(doc, next, next + 1, "th|st|nd|rd", &last, NULL)))
			next++;
		if (mc_stated_at(doc, next, end, "percentile|ile|%ile", &last, NULL) &&
			value <= 100)
			return value;
	}
	return -1;
}

/* Z68 of an adult, in tenths of the index */
static McCode
AdultCode(int tenths)
{
	char text[] = "Z68.00";

	if (tenths < 200)
		return mc_code("Z68.1");
	if (tenths < 400)
	{
		text[4] = (char) ('0' + tenths / 100);
		text[5] = (char) ('0' + tenths / 10 % 10);
		return mc_code(text);
	}
	return mc_code(tenths < 450   ? "Z68.41"
				   : tenths < 500 ? "Z68.42"
				   : tenths < 600 ? "Z68.43"
				   : tenths < 700 ? "Z68.44"
								  : "Z68.45");
}

/* Z68.5 of a child; from the 95th percentile on its excess decides, which has to be said. */
static McCode
ChildCode(int percentile)
{
	if (percentile >= 95)
		return 0;
	return mc_code(percentile < 5 ? "Z68.51" : percentile < 85 ? "Z68.52" : "Z68.53");
}

/* The code for what the notes measure, the last place, which *where gets; 0: none. */
static McCode
MeasuredCode(const McCase *c, McStated *where)
{
	bool child =
		c->encounter->age_days != MC_AGE_UNKNOWN && c->encounter->age_days < ADULT_DAYS;
	McStatedList said;
	McCode code = 0;

	mc_stated_words(c, "bmi|body mass index|body mass index bmi", &said);
	for (size_t i = 0; i < said.count; i++)
	{
		const McStated *at = &said.list[i];
		const McDocument *doc = c->encounter->notes[at->note].doc;
		int value = child ? PercentileBeside(doc, at) : ValueBehind(doc, at);
		McCode here;

		if (value < 0 || at->assertion.historical || at->assertion.hypothetical ||
			at->assertion.experiencer != MC_PATIENT)
			continue;
		here = child ? ChildCode(value) : AdultCode(value);
		if (here)
		{
			code = here;
			*where = *at;
			/* the value belongs to the evidence */
			while (doc->tokens.list[where->last].kind != MC_TOKEN_NUMBER &&
				   where->last < at->last + REACH_VALUE &&
				   where->last + 1 < doc->sentences.list[at->sentence].end_token)
				where->last++;
			if (doc->tokens.list[where->last].kind != MC_TOKEN_NUMBER)
				where->last = at->last;
		}
	}
	mc_release(c->host, said.list);
	return code;
}

/*
 * Obesity that is called morbid and given a class is one condition, of that class; E66.01 is
 * the one by excess calories, which the note then has to say (I.C.4.b).
 */
static void
SettleObesityClass(McCase *c)
{
	const McSuggestion *class = mc_case_find_under(c, mc_code("E66.81"));
	McSuggestion *morbid = mc_case_find(c, mc_code("E66.01"));

	if (class != NULL && morbid != NULL && class->status <= morbid->status &&
		!mc_evidence_has(
			c, morbid, "calories|caloric|calorie|overeating|excess intake|overnutrition"))
		mc_case_drop(morbid, MC_RULE_LESS_SPECIFIC, class->code);
}

void
mc_add_body_mass(McCase *c)
{
	size_t weight = SIZE_MAX;
	bool known = false;
	bool pregnant = false;
	McStated where = {.note = 0};
	McCode code;
	size_t number;

	SettleObesityClass(c);
	for (size_t i = 0; i < c->count; i++)
	{
		const McSuggestion *s = &c->list[i];

		pregnant |= mc_is_proposed(s) && mc_code_in(s->code, "O Z33 Z34 Z3A") &&
					s->support != MC_HISTORY;
		if (mc_is_proposed(s) && mc_code_in(s->code, weight_codes) &&
			s->support != MC_HISTORY &&
			(weight == SIZE_MAX || s->status < c->list[weight].status ||
			 (s->status == c->list[weight].status && s->code < c->list[weight].code)))
			weight = i;
	}
	for (size_t i = 0; i < c->count; i++)
	{
		McSuggestion *s = &c->list[i];

		if (!mc_is_proposed(s) || !mc_code_is_under(s->code, mc_code("Z68")))
			continue;
		if (weight == SIZE_MAX || pregnant)
			mc_case_drop(s, MC_RULE_SECONDARY_ONLY, 0);
		known |= mc_is_proposed(s) && mc_case_is_billable(c, s->code);
	}
	/* not during pregnancy (I.C.21.c.3) */
	if (weight == SIZE_MAX || known || pregnant)
		return;
	code = MeasuredCode(c, &where);
	if (code == 0 || !mc_case_is_billable(c, code))
		return;
	number = mc_case_derive(c, code, MC_RULE_ADDITIONAL, &weight, 1);
	c->list[number].role = MC_ROLE_STATUS;
	mc_case_add_words(c, number, where.note, where.first, where.last);
}
