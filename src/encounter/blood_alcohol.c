/*
 * blood_alcohol.c
 *	  The blood alcohol level beside a disorder by alcohol that a provider documented
 *	  (ICD-10-CM Guidelines I.C.5.b.5, I.B.14).  Any part of the notes may give the level.
 */
#include "encounter/additional_parts.h"
#include "encounter/stated.h"

/* Most tokens between the name and the level */
#define REACH_LEVEL 5

/* Levels that are possible, in mg per 100 ml */
#define HIGHEST_LEVEL 1500

/* What the patient has now, not what is in remission */
static const char disorders[] = "F10.10 F10.12 F10.13 F10.14 F10.15 F10.18 F10.19 F10.20 "
								"F10.22 F10.23 F10.24 F10.25 F10.26 F10.27 F10.28 F10.29 "
								"F10.9";

static const char names[] =
	"blood alcohol level|blood alcohol|blood alcohol content|blood alcohol concentration|"
	"blood ethanol|blood ethanol level|serum alcohol|serum alcohol level|serum ethanol|"
	"serum ethanol level|alcohol level|ethanol level|etoh level|serum etoh|blood etoh|bac";

/* A number in thousandths; -1: none, or with more than five digits before the point */
static long
Thousandths(const McDocument *doc, const McToken *token)
{
	const char *text = doc->fold.original + token->start;
	uint32_t length = token->end - token->start;
	long value = 0;
	uint32_t i = 0;
	int decimals = 0;

	if (token->kind != MC_TOKEN_NUMBER)
		return -1;
	for (; i < length && text[i] >= '0' && text[i] <= '9' && i < 5; i++)
		value = value * 10 + (text[i] - '0');
	if (i < length && text[i] == '.')
	{
		for (i++; i < length && text[i] >= '0' && text[i] <= '9'; i++)
		{
			if (decimals < 3)
			{
				value = value * 10 + (text[i] - '0');
				decimals++;
			}
		}
	}
	for (; decimals < 3; decimals++)
		value *= 10;
	return i == length ? value : -1;
}

/* The level behind its name in mg per 100 ml, where *last gets the place of the number; -1: none */
static int
LevelBehind(const McDocument *doc, const McStated *said, uint32_t *last)
{
	const McSentence *sentence = &doc->sentences.list[said->sentence];
	uint32_t end = said->last + 1 + REACH_LEVEL;

	if (end > sentence->end_token)
		end = sentence->end_token;
	for (uint32_t t = said->last + 1; t < end; t++)
	{
		const McToken *token = &doc->tokens.list[t];
		long value = Thousandths(doc, token);
		bool percent =
			t + 1 < sentence->end_token && mc_is_punct(&doc->tokens.list[t + 1], '%');

		if (mc_is_punct(token, '<') || mc_is_punct(token, '>') || mc_is_punct(token, ';'))
			return -1;
		if (value < 0)
			continue;
		*last = t;
		/* 0.21 are grams per 100 ml, 0.21 % */
		if (!percent && value >= 1000)
			value /= 1000;
		/* millimoles are another scale */
		if (value > HIGHEST_LEVEL ||
			mc_stated_within(doc, t + 1,
							 t + 3 < sentence->end_token ? t + 3 : sentence->end_token,
							 "mmol|mmol/l"))
			return -1;
		return (int) value;
	}
	return -1;
}

static McCode
LevelCode(int level)
{
	static const int below[] = {20, 40, 60, 80, 100, 120, 200, 240};
	char text[] = "Y90.0";

	for (size_t i = 0; i < sizeof(below) / sizeof(below[0]) && level >= below[i]; i++)
		text[4]++;
	return mc_code(text);
}

void
mc_add_blood_alcohol(McCase *c)
{
	size_t disorder = mc_case_number_in(c, disorders);
	McStatedList said;

	if (disorder == c->count || c->list[disorder].support != MC_ASSESSED ||
		mc_case_number_in(c, "Y90") < c->count)
		return;
	mc_stated_words(c, names, &said);
	for (size_t i = 0; i < said.count; i++)
	{
		const McStated *at = &said.list[i];
		uint32_t last;
		int level;
		McCode code;
		size_t number;

		if (at->assertion.historical || at->assertion.hypothetical ||
			at->assertion.negated || at->assertion.experiencer != MC_PATIENT)
			continue;
		level = LevelBehind(c->encounter->notes[at->note].doc, at, &last);
		code = level > 0 ? LevelCode(level) : 0;
		if (code == 0 || !mc_case_is_billable(c, code))
			continue;
		number = mc_case_derive(c, code, MC_RULE_ADDITIONAL, &disorder, 1);
		c->list[number].paired_with = c->list[disorder].code;
		mc_case_add_words(c, number, at->note, at->first, last);
		break;
	}
	mc_release(c->host, said.list);
}
