/*
 * amount.c
 *	  Numbers of a note with their units.
 */
#include "value/amount.h"

#include <string.h>

/* Most numbers, units and signs of what is read at once: ranges of both numbers of a pair */
#define MAX_ELEMENTS 16

typedef enum ElementKind
{
	NUMBER,
	TENS, /* the s of 140s */
	UNIT,
	RANGE, /* a hyphen, through */
	TO,    /* the same, or the way from one value to the next */
	SLASH
} ElementKind;

typedef struct Element
{
	ElementKind kind;
	McDecimal number;
	uint16_t unit;
	uint32_t first; /* tokens */
	uint32_t last;
} Element;

typedef struct Elements
{
	Element list[MAX_ELEMENTS];
	unsigned count;
	unsigned next; /* the one to read */
} Elements;

static bool
Add(Elements *elements, ElementKind kind, uint32_t first, uint32_t last)
{
	if (elements->count == MAX_ELEMENTS)
		return false;
	elements->list[elements->count++] =
		(Element){.kind = kind, .first = first, .last = last};
	return true;
}

/* The numbers and signs of one token: 120-130/80 */
static bool
AddNumbers(Elements *elements, const McDocument *doc, uint32_t token)
{
	const McWord *word = &doc->words.list[doc->tokens.list[token].word];
	uint32_t at = 0;

	for (;;)
	{
		uint32_t from = at;

		while (at < word->len && word->text[at] != '-' && word->text[at] != '/')
			at++;
		if (!Add(elements, NUMBER, token, token) ||
			!mc_decimal_read(word->text + from, at - from,
							 &elements->list[elements->count - 1].number))
			return false;
		if (at == word->len)
			return true;
		if (!Add(elements, word->text[at] == '-' ? RANGE : SLASH, token, token))
			return false;
		at++;
	}
}

static bool
IsNumber(const McAmountPlace *place, uint32_t token)
{
	return token < place->end && place->doc->tokens.list[token].kind == MC_TOKEN_NUMBER;
}

static bool
IsWord(const McDocument *doc, uint32_t token, const char *text)
{
	const McToken *t = &doc->tokens.list[token];

	return t->word != MC_NO_WORD && doc->words.list[t->word].len == strlen(text) &&
		   memcmp(doc->words.list[t->word].text, text, strlen(text)) == 0;
}

/* What stands between two numbers; the token behind it, or 0 when it is none of these. */
static uint32_t
Separator(const McAmountPlace *place, uint32_t token, ElementKind *kind)
{
	const McDocument *doc = place->doc;
	const McValuePhrase *phrase;
	uint32_t behind = token + 1;

	if (mc_is_punct(&doc->tokens.list[token], '-'))
		*kind = RANGE;
	else if (mc_is_punct(&doc->tokens.list[token], '/'))
		*kind = SLASH;
	else
	{
		phrase = mc_value_phrase_at(place->measures, doc, token, place->end,
									MC_PHRASE_WORD, MC_NO_MEASURE);
		if (phrase == NULL)
			return 0;
		if (phrase->number == MC_ROLE_TO)
			*kind = TO;
		else if (phrase->number == MC_ROLE_AND && place->between)
			*kind = RANGE;
		else if ((phrase->number == MC_ROLE_OVER && place->pair) ||
				 (phrase->number == MC_ROLE_OUT_OF && !place->pair))
			*kind = SLASH;
		else
			return 0;
		behind = token + phrase->nkeys;
	}
	return IsNumber(place, behind) ? behind : 0;
}

/* Is it the s of 140s or 140's?  The token behind it, or 0. */
static uint32_t
TensEnd(const McAmountPlace *place, uint32_t token)
{
	const McToken *t = place->doc->tokens.list;

	if (!(t[token].flags & MC_TOK_JOINED))
		return 0;
	if (IsWord(place->doc, token, "s"))
		return token + 1;
	if (mc_is_punct(&t[token], '\'') && token + 1 < place->end &&
		(t[token + 1].flags & MC_TOK_JOINED) && IsWord(place->doc, token + 1, "s"))
		return token + 2;
	return 0;
}

/* 6 feet, 1 inch: is it the comma between the parts of a value? */
static bool
JoinsSubUnit(const McAmountPlace *place, const Elements *elements, uint32_t token)
{
	const Element *last = &elements->list[elements->count - 1];
	const McMeasureUnit *units = place->measures->units;
	const McValuePhrase *sub;

	if (elements->count == 0 || last->kind != UNIT ||
		units[last->unit].sub_unit == NULL ||
		!mc_is_punct(&place->doc->tokens.list[token], ',') || !IsNumber(place, token + 1))
		return false;
	sub = mc_value_phrase_at(place->measures, place->doc, token + 2, place->end,
							 MC_PHRASE_UNIT, place->measure);
	return sub != NULL &&
		   strcmp(units[sub->number].unit, units[last->unit].sub_unit) == 0;
}

/* Everything from a number on that could belong to it. */
static bool
ReadElements(const McAmountPlace *place, uint32_t token, Elements *elements)
{
	uint32_t i = token;

	elements->count = 0;
	elements->next = 0;
	while (i < place->end)
	{
		const McToken *t = &place->doc->tokens.list[i];
		const McValuePhrase *unit;
		ElementKind kind;
		uint32_t behind;

		if (t->kind == MC_TOKEN_NUMBER)
		{
			ElementKind last =
				elements->count > 0 ? elements->list[elements->count - 1].kind : RANGE;

			/* 120s-130s: the hyphen is no token */
			if ((last == NUMBER || last == TENS) &&
				(!(t->flags & MC_TOK_HYPHEN) || !Add(elements, RANGE, i, i)))
				break;
			if (!AddNumbers(elements, place->doc, i))
				return false;
			i++;
		}
		else if ((behind = TensEnd(place, i)) > 0)
		{
			if (!Add(elements, TENS, i, behind - 1))
				break;
			i = behind;
		}
		else if ((unit = mc_value_phrase_at(place->measures, place->doc, i, place->end,
											MC_PHRASE_UNIT, place->measure)) != NULL)
		{
			if (!Add(elements, UNIT, i, i + unit->nkeys - 1))
				break;
			elements->list[elements->count - 1].unit = unit->number;
			i += unit->nkeys;
		}
		else if (JoinsSubUnit(place, elements, i))
			i++;
		else if ((behind = Separator(place, i, &kind)) > 0)
		{
			if (!Add(elements, kind, i, behind - 1))
				break;
			i = behind;
		}
		else
			break;
	}
	return elements->count > 0;
}

static const Element *
Peek(const Elements *elements, ElementKind kind)
{
	if (elements->next < elements->count && elements->list[elements->next].kind == kind)
		return &elements->list[elements->next];
	return NULL;
}

static void
TakeUnit(McAmount *amount, const Element *unit)
{
	if (amount->unit_first == MC_NO_TOKEN_OF_UNIT)
		amount->unit_first = unit->first;
	amount->unit_last = unit->last;
	amount->unit = unit->unit;
}

/* The second part of a value in two units: 10 in, of 5 ft 10 in */
static void
ReadSubUnit(const McAmountPlace *place, Elements *elements, McAmount *amount)
{
	const McMeasureUnit *unit = &place->measures->units[amount->unit];
	const Element *number = Peek(elements, NUMBER);
	uint16_t sub;
	McDecimal whole = {amount->number[0].digits * unit->sub_parts,
					   amount->number[0].scale};

	if (unit->measure != place->measure || unit->sub_unit == NULL || number == NULL ||
		amount->number[0].scale > 0)
		return;
	sub = mc_measure_unit(place->measures, place->measure, unit->sub_unit);
	if (sub == MC_NO_UNIT ||
		number->number.digits >=
			(uint64_t) unit->sub_parts * (number->number.scale == 0 ? 1 : UINT32_MAX))
		return;
	elements->next++;
	amount->number[0] = mc_decimal_add(whole, number->number);
	amount->unit = sub;
	amount->unit_last = number->last;
	if (Peek(elements, UNIT))
		amount->unit_last = elements->list[elements->next++].last;
}

/* A number, the s of 140s, a unit */
static bool
ReadNumber(const McAmountPlace *place, Elements *elements, McAmount *amount, unsigned i)
{
	const Element *e = Peek(elements, NUMBER);

	if (e == NULL)
		return false;
	elements->next++;
	amount->number[i] = e->number;
	amount->nnumbers = (uint8_t) (i + 1);
	if (Peek(elements, TENS))
	{
		elements->next++;
		amount->about = true;
	}
	if ((e = Peek(elements, UNIT)) != NULL)
	{
		elements->next++;
		TakeUnit(amount, e);
		if (i == 0)
			ReadSubUnit(place, elements, amount);
	}
	return true;
}

/* Is a range sign next? */
static bool
TakeRange(const McAmountPlace *place, Elements *elements)
{
	if (!Peek(elements, RANGE) && (place->trend || !Peek(elements, TO)))
		return false;
	elements->next++;
	return true;
}

static bool
ReadRange(const McAmountPlace *place, Elements *elements, McAmount *amount)
{
	if (!ReadNumber(place, elements, amount, 0))
		return false;
	if (TakeRange(place, elements) && !ReadNumber(place, elements, amount, 1))
		elements->next--;
	return true;
}

/* 140/90-150/95: the second pair is the upper end of both */
static void
ReadUpperPair(const McAmountPlace *place, Elements *elements, McAmounts *amounts)
{
	unsigned begin = elements->next;
	McAmount upper[2];

	memset(upper, 0, sizeof(upper));
	upper[0].unit_first = upper[1].unit_first = MC_NO_TOKEN_OF_UNIT;
	if (TakeRange(place, elements) && ReadNumber(place, elements, &upper[0], 0) &&
		Peek(elements, SLASH))
	{
		elements->next++;
		if (ReadNumber(place, elements, &upper[1], 0))
		{
			for (unsigned k = 0; k < 2; k++)
			{
				amounts->list[k].number[1] = upper[k].number[0];
				amounts->list[k].nnumbers = 2;
				amounts->list[k].about |= upper[k].about;
			}
			if (upper[1].unit_first != MC_NO_TOKEN_OF_UNIT)
			{
				amounts->list[1].unit = upper[1].unit;
				amounts->list[1].unit_first = upper[1].unit_first;
				amounts->list[1].unit_last = upper[1].unit_last;
			}
			return;
		}
	}
	elements->next = begin;
}

/* The second number of a pair, or what a score is out of.  False: neither. */
static bool
ReadBehindSlash(const McAmountPlace *place, Elements *elements, McAmounts *amounts)
{
	McAmount *first = &amounts->list[0];
	McAmount *second = &amounts->list[1];
	const McMeasure *measure = &place->measures->list[place->measure];
	unsigned begin;

	elements->next++;
	if (!place->pair)
	{
		const Element *e = Peek(elements, NUMBER);
		McDecimal all = {measure->out_of, 0};

		if (first->unit_first != MC_NO_TOKEN_OF_UNIT)
		{
			/* 210 lb/95 kg: the same once more */
			elements->next--;
			return true;
		}
		if (e == NULL || measure->out_of == 0 || mc_decimal_compare(e->number, all) != 0)
			return false;
		elements->next++;
		return true;
	}
	begin = elements->next;
	if (!ReadRange(place, elements, second))
		return false;
	if (Peek(elements, SLASH) && second->nnumbers == 2)
	{
		/* 130/80-140/90 */
		elements->next = begin;
		(void) ReadNumber(place, elements, second, 0);
	}
	amounts->count = 2;
	if (first->nnumbers == 1 && second->nnumbers == 1)
		ReadUpperPair(place, elements, amounts);
	if (first->unit_first == MC_NO_TOKEN_OF_UNIT)
	{
		first->unit = second->unit;
		first->unit_first = second->unit_first;
		first->unit_last = second->unit_last;
	}
	return true;
}

/*
 * Is what follows the number right behind it something that makes it no number?  The H and L of
 * laboratories do not.
 */
static bool
HasTail(const McAmountPlace *place, uint32_t token)
{
	const McToken *t;

	if (token >= place->end)
		return false;
	t = &place->doc->tokens.list[token];
	if (!(t->flags & MC_TOK_JOINED))
		return false;
	/* a pulse of 2+, the feet of a height */
	if (mc_is_punct(t, '+') || mc_is_punct(t, '\''))
		return true;
	return t->kind == MC_TOKEN_WORD && !IsWord(place->doc, token, "h") &&
		   !IsWord(place->doc, token, "l");
}

bool
mc_read_amounts(const McAmountPlace *place, uint32_t token, McAmounts *amounts)
{
	Elements elements;

	memset(amounts, 0, sizeof(*amounts));
	amounts->list[0].unit = amounts->list[1].unit = MC_NO_UNIT;
	amounts->list[0].unit_first = amounts->list[1].unit_first = MC_NO_TOKEN_OF_UNIT;
	if (!ReadElements(place, token, &elements) ||
		!ReadRange(place, &elements, &amounts->list[0]))
		return false;
	amounts->count = 1;
	if (Peek(&elements, SLASH) && !ReadBehindSlash(place, &elements, amounts))
		return false;
	amounts->first = token;
	amounts->last = elements.list[elements.next - 1].last;
	/* 1-1-2: not all of a token was understood */
	if (elements.next < elements.count &&
		elements.list[elements.next].first <= amounts->last)
		return false;
	return !HasTail(place, amounts->last + 1);
}

/* A number of at most two digits at *at, which moves behind it; 0: none */
static unsigned
ShortNumber(const McWord *word, uint32_t *at)
{
	unsigned value = 0;
	uint32_t from = *at;

	while (*at < word->len && *at < from + 2 && word->text[*at] >= '0' &&
		   word->text[*at] <= '9')
		value = value * 10 + (unsigned) (word->text[(*at)++] - '0');
	return value;
}

bool
mc_is_day_of_year(const McDocument *doc, uint32_t token)
{
	const McToken *t = &doc->tokens.list[token];
	const McWord *word;
	uint32_t at = 0;
	unsigned month;
	unsigned day;

	if (t->kind != MC_TOKEN_NUMBER)
		return false;
	word = &doc->words.list[t->word];
	month = ShortNumber(word, &at);
	if (at >= word->len || word->text[at] != '/')
		return false;
	at++;
	day = ShortNumber(word, &at);
	return at == word->len && month >= 1 && month <= 12 && day >= 1 && day <= 31;
}

bool
mc_is_time(const McDocument *doc, uint32_t token)
{
	const McToken *t = &doc->tokens.list[token];

	return t->kind == MC_TOKEN_NUMBER &&
		   memchr(doc->words.list[t->word].text, ':', doc->words.list[t->word].len);
}
