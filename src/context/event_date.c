/*
 * event_date.c
 *	  When a condition was, where the note says it with a date.
 */
#include "context/event_date.h"

#include <string.h>

#include "context/quantity.h"

/* Tokens that may stand between a target and its date. */
#define MAX_GAP 5
/* Tokens before a target in which a diagnosis is looked for. */
#define MAX_DIAGNOSED 8

static const char *const month_words[] = {
	"apr", "april",   "aug",      "august", "dec",     "december", "feb",  "february",
	"jan", "january", "jul",      "july",   "jun",     "june",     "mar",  "march",
	"may", "nov",     "november", "oct",    "october", "sep",      "sept", "september",
};
static const uint8_t month_of_word[] = {
	4, 4, 8, 8, 12, 12, 2, 2, 1, 1, 7, 7, 6, 6, 3, 3, 5, 11, 11, 10, 10, 9, 9, 9,
};

_Static_assert(sizeof(month_of_word) == sizeof(month_words) / sizeof(month_words[0]),
			   "each word is a month");

/* Words that tie a date to what it is said of, and those that make it a beginning. */
static const char *const tie_words[] = {
	"about", "around", "circa", "dated", "during", "early", "from", "in",
	"late",  "mid",    "of",    "on",    "since",  "the",   "year",
};
static const char *const since_words[] = {
	"began", "beginning", "diagnosed", "diagnosis", "dx",    "dx'd",
	"dxd",   "from",      "known",     "onset",     "since", "started",
};

/* Those of them that may stand before the condition. */
static const char *const diagnosis_words[] = {
	"diagnosed", "diagnosis", "dx", "dx'd", "dxd",
};

/* Before a date these say that it is to come, or the patient's birthday. */
static const char *const not_event_words[] = {
	"appointment", "birth", "birthdate", "born",   "by",        "dob",   "due", "follow",
	"followup",    "next",  "repeat",    "return", "scheduled", "until", "up",
};

/* Behind a number these make it a quantity. */
static const char *const unit_words[] = {
	"cal", "calorie", "calories", "cc",  "copies", "g",  "gm", "gram",  "grams",
	"h",   "hour",    "hours",    "hr",  "hrs",    "iu", "k",  "kcal",  "l",
	"mcg", "mg",      "ml",       "mls", "mm",     "pm", "u",  "units", "x",
};

/* Words between a date and the target behind it that tell what was found or done then. */
static const char *const telling_words[] = {
	"a",
	"an",
	"and",
	"by",
	"complicated",
	"complication",
	"complications",
	"demonstrated",
	"developed",
	"diagnosed",
	"diagnosis",
	"found",
	"had",
	"he",
	"of",
	"patient",
	"pt",
	"revealed",
	"she",
	"showed",
	"showing",
	"shows",
	"suffered",
	"sustained",
	"the",
	"to",
	"underwent",
	"was",
	"which",
	"with",
};

static bool
IsYear(unsigned year)
{
	return year >= 1900 && year <= 2099;
}

static bool
IsDay(unsigned year, unsigned month, unsigned day)
{
	static const uint8_t days[] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

	if (month < 1 || month > 12 || day < 1 || day > days[month - 1])
		return false;
	return month != 2 || day < 29 ||
		   (year % 4 == 0 && (year % 100 != 0 || year % 400 == 0));
}

/* The numbers of a token, at most three, cut at / or -; 0 when it has other signs. */
static int
Numbers(const McWord *word, unsigned *numbers, unsigned *digits)
{
	int n = 0;

	digits[0] = digits[1] = digits[2] = 0;
	numbers[0] = numbers[1] = numbers[2] = 0;
	for (uint32_t i = 0; i < word->len; i++)
	{
		char c = word->text[i];

		if (c >= '0' && c <= '9')
		{
			if (++digits[n] > 4)
				return 0;
			numbers[n] = numbers[n] * 10 + (unsigned) (c - '0');
		}
		else if ((c != '/' && c != '-') || digits[n] == 0 || ++n > 2)
			return 0;
	}
	return digits[n] > 0 ? n + 1 : 0;
}

/* The date that one token is: a day, a month with its year, or a year. */
static bool
DateOfToken(const McDocument *doc, const McToken *token, McEventDate *date)
{
	unsigned a[3];
	unsigned digits[3];
	unsigned year;
	unsigned month;
	unsigned day = 0;

	if ((token->kind != MC_TOKEN_NUMBER && token->kind != MC_TOKEN_DATE) ||
		token->end - token->start < 4 || token->word == MC_NO_WORD)
		return false;
	switch (Numbers(&doc->words.list[token->word], a, digits))
	{
		case 1:
			year = a[0];
			month = 0;
			if (digits[0] != 4 || !IsYear(year))
				return false;
			break;
		case 2:
			year = digits[0] == 4 ? a[0] : a[1];
			month = digits[0] == 4 ? a[1] : a[0];
			if ((digits[0] == 4 ? digits[1] : digits[0]) > 2 ||
				(digits[0] != 4 && digits[1] != 4) || month < 1 || month > 12 ||
				!IsYear(year))
				return false;
			break;
		case 3:
			if (digits[0] == 4)
			{
				year = a[0];
				month = a[1];
				day = a[2];
			}
			else
			{
				bool day_first = a[0] > 12;

				year = a[2];
				if (digits[2] == 2)
					year += year < 70 ? 2000 : 1900;
				month = day_first ? a[1] : a[0];
				day = day_first ? a[0] : a[1];
			}
			if (!IsYear(year) || !IsDay(year, month, day))
				return false;
			break;
		default:
			return false;
	}
	date->year = (uint16_t) year;
	date->month = (uint8_t) month;
	date->day = (uint8_t) day;
	return true;
}

/* A day of a month (3, 3rd) or 0. */
static unsigned
DayOfToken(const McDocument *doc, const McToken *token)
{
	const McWord *word;
	unsigned day = 0;
	uint32_t i = 0;

	if (token->kind != MC_TOKEN_NUMBER || token->word == MC_NO_WORD)
		return 0;
	word = &doc->words.list[token->word];
	while (i < word->len && i < 2 && word->text[i] >= '0' && word->text[i] <= '9')
		day = day * 10 + (unsigned) (word->text[i++] - '0');
	return i == word->len || (i + 2 == word->len && word->text[i] >= 'a') ? day : 0;
}

/* Take the month and day that stand before a year into the date. */
static void
ReadMonthBefore(const McDocument *doc, uint32_t begin, McFoundDate *found)
{
	static const char *const of[] = {"of"};
	const McToken *t = doc->tokens.list;
	uint32_t i = found->first;
	unsigned day = 0;
	int month;

	if (i > begin && (mc_is_punct(&t[i - 1], ',') || mc_is_punct(&t[i - 1], ']')))
		i--;
	if (i > begin && MC_WORD_IN(doc, &t[i - 1], of) >= 0)
		i--;
	if (i > begin + 1 && (day = DayOfToken(doc, &t[i - 1])) > 0)
		i--;
	if (i > begin && mc_is_punct(&t[i - 1], '.'))
		i--;
	if (i <= begin || (month = MC_WORD_IN(doc, &t[i - 1], month_words)) < 0)
		return;
	i--;
	/* 3 March 2019 */
	if (day == 0 && i > begin && (day = DayOfToken(doc, &t[i - 1])) > 0)
	{
		if (IsDay(found->date.year, month_of_word[month], day))
			i--;
		else
			day = 0;
	}
	if (day > 0 && !IsDay(found->date.year, month_of_word[month], day))
		return;
	found->first = i;
	found->date.month = month_of_word[month];
	found->date.day = (uint8_t) day;
}

/* Words before a date: in, since; over what de-identification puts there (**DATE[). */
static void
ReadTie(const McDocument *doc, uint32_t begin, McFoundDate *found)
{
	static const char *const date[] = {"date"};
	const McToken *t = doc->tokens.list;
	uint32_t i = found->first;

	while (i > begin && found->first - i < 4 &&
		   (mc_is_punct(&t[i - 1], '[') || mc_is_punct(&t[i - 1], '*') ||
			MC_WORD_IN(doc, &t[i - 1], date) >= 0))
		i--;
	for (int n = 0; n < 4 && i > begin; n++, i--)
	{
		bool since = MC_WORD_IN(doc, &t[i - 1], since_words) >= 0;

		if (!since && MC_WORD_IN(doc, &t[i - 1], tie_words) < 0)
			break;
		found->tied = true;
		found->since |= since;
		found->first = i - 1;
	}
	if (i > begin && MC_WORD_IN(doc, &t[i - 1], not_event_words) >= 0)
		found->forthcoming = true;
}

bool
mc_next_date(const McDocument *doc, const McSentence *sentence, uint32_t *from,
			 McFoundDate *found)
{
	const McToken *t = doc->tokens.list;
	uint32_t begin = *from;

	for (uint32_t i = begin; i < sentence->end_token; i++)
	{
		if (!DateOfToken(doc, &t[i], &found->date))
			continue;
		*from = i + 1;
		if (found->date.month == 0 && i + 1 < sentence->end_token &&
			(MC_WORD_IN(doc, &t[i + 1], unit_words) >= 0 || mc_is_punct(&t[i + 1], '%')))
			continue;
		found->first = found->last = i;
		found->since = found->tied = found->forthcoming = false;
		if (found->date.month == 0)
			ReadMonthBefore(doc, begin, found);
		ReadTie(doc, begin, found);
		return true;
	}
	*from = sentence->end_token;
	return false;
}

/*
 * May a date be said of the target before it?  Sees whether it is a beginning:
 * "diabetes, diagnosed in 2010", "diagnosed with diabetes in 2010".
 */
static bool
BelongsBefore(const McDocument *doc, const McSentence *sentence, McFoundDate *date,
			  const McTarget *target)
{
	const McToken *t = doc->tokens.list;
	/* "diagnosed with a high-grade invasive cancer" */
	uint32_t begin = target->first_token - sentence->first_token > MAX_DIAGNOSED
						 ? target->first_token - MAX_DIAGNOSED
						 : sentence->first_token;

	if (date->first - target->last_token - 1 > MAX_GAP)
		return false;
	for (uint32_t i = target->last_token + 1; i < date->first; i++)
	{
		if (mc_is_punct(&t[i], ';') || MC_WORD_IN(doc, &t[i], not_event_words) >= 0)
			return false;
		date->since |= MC_WORD_IN(doc, &t[i], since_words) >= 0;
	}
	for (uint32_t i = begin; i < target->first_token; i++)
		date->since |= MC_WORD_IN(doc, &t[i], diagnosis_words) >= 0;
	/* a bare year stands right behind it: MI 2018, MI (2018), MI, 2018 */
	return date->tied || date->date.month > 0 ||
		   date->first - target->last_token - 1 <= 1;
}

/* Is there nothing but a bullet before the date in its sentence? */
static bool
Begins(const McDocument *doc, const McSentence *sentence, uint32_t first)
{
	const McToken *t = doc->tokens.list;

	for (uint32_t i = sentence->first_token; i < first; i++)
	{
		if (t[i].kind != MC_TOKEN_PUNCT && t[i].kind != MC_TOKEN_CHECKBOX &&
			t[i].kind != MC_TOKEN_SYMBOL &&
			!(i == sentence->first_token && (sentence->flags & MC_SENT_ITEM)))
			return false;
		if (i > sentence->first_token + 3)
			return false;
	}
	return true;
}

/* May a date be said of the target behind it? */
static bool
BelongsBehind(const McDocument *doc, const McSentence *sentence, const McFoundDate *date,
			  const McTarget *target)
{
	static const char *const determiners[] = {"a", "an", "her", "his", "their", "this"};
	const McToken *t = doc->tokens.list;
	uint32_t gap = target->first_token - date->last - 1;

	if (gap == 0)
		/* a number alone may be anything: bed 2015 */
		return date->tied || date->date.month > 0 ||
			   date->first == sentence->first_token ||
			   t[date->first - 1].kind == MC_TOKEN_PUNCT ||
			   MC_WORD_IN(doc, &t[date->first - 1], determiners) >= 0;
	if (gap > MAX_GAP || !date->tied)
		return false;
	if (date->first > sentence->first_token && mc_is_punct(&t[date->first - 1], ','))
		return true;
	for (uint32_t i = date->last + 1; i < target->first_token; i++)
	{
		if (MC_WORD_IN(doc, &t[i], telling_words) < 0 && !mc_is_punct(&t[i], ']'))
			return false;
	}
	return true;
}

size_t
mc_dated_targets(const McDocument *doc, const McSentence *sentence, McFoundDate *date,
				 uint32_t next_date, const McTarget *targets, size_t ntargets,
				 size_t *first)
{
	size_t behind = mc_target_from(targets, ntargets, date->last + 1);
	size_t before = mc_target_from(targets, ntargets, date->first);
	size_t n = 0;

	*first = behind;
	/* a date that is part of a target says nothing of others */
	if (date->forthcoming || before != behind)
		return 0;
	if (Begins(doc, sentence, date->first))
	{
		while (behind + n < ntargets && targets[behind + n].last_token < next_date)
			n++;
		return n;
	}
	if (before > 0 && targets[before - 1].last_token >= sentence->first_token &&
		BelongsBefore(doc, sentence, date, &targets[before - 1]))
	{
		bool comma = mc_is_punct(&doc->tokens.list[date->first - 1], ',');

		/* "CABG, in 2019 he had a stroke" */
		if (!(comma && date->tied && behind < ntargets &&
			  BelongsBehind(doc, sentence, date, &targets[behind])))
		{
			*first = before - 1;
			return 1;
		}
	}
	return behind < ntargets && BelongsBehind(doc, sentence, date, &targets[behind]);
}
