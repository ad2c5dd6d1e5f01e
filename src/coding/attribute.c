/*
 * attribute.c
 *	  Attributes that a title states, read by rules over its folded words.
 */
#include "coding/attribute.h"

#include <string.h>

#include "coding/attribute_words.h"
#include "text/fold.h"
#include "text/numeral.h"

#define LENGTH(array) (sizeof(array) / sizeof((array)[0]))

const char *
mc_axis_name(McAxis axis)
{
	return axis_names[axis];
}

const char *
mc_axis_value_name(McAxis axis, int bit)
{
	if (bit == 15)
		return "unspecified";
	return bit >= 0 && (size_t) bit < LENGTH(value_names[0]) ? value_names[axis][bit]
															 : NULL;
}

/* A title on its way */
typedef struct Reader
{
	const McWords *words;
	const McToken *tokens;
	size_t count;
	McAttributes *out;
	uint8_t *use;  /* may be NULL */
	int last_axis; /* of the value stated before, or -1 */
	size_t last_end;
} Reader;

/* The word of token i, or NULL */
static const McWord *
WordAt(const Reader *reader, size_t i)
{
	if (i >= reader->count || reader->tokens[i].word == MC_NO_WORD)
		return NULL;
	return &reader->words->list[reader->tokens[i].word];
}

static bool
Is(const Reader *reader, size_t i, const char *text)
{
	const McWord *word = WordAt(reader, i);

	/* most words differ in their first letter */
	return word && word->len > 0 && word->text[0] == text[0] &&
		   strlen(text) == word->len && memcmp(word->text, text, word->len) == 0;
}

static bool
IsOneOf(const Reader *reader, size_t i, const char *const *list, size_t n)
{
	for (size_t k = 0; k < n; k++)
		if (Is(reader, i, list[k]))
			return true;
	return false;
}

/* Tokens of the phrase at i, or 0 */
static size_t
MatchPhrase(const Reader *reader, size_t i, const char *phrase)
{
	const McWord *first = WordAt(reader, i);
	size_t n = 0;

	/* most words differ in their first letter */
	if (first == NULL || first->len == 0 || first->text[0] != phrase[0])
		return 0;
	for (;;)
	{
		size_t length = strcspn(phrase, " ");
		const McWord *word = WordAt(reader, i + n);

		if (word == NULL || word->len != length ||
			memcmp(word->text, phrase, length) != 0)
			return 0;
		n++;
		if (phrase[length] == '\0')
			return n;
		phrase += length + 1;
	}
}

static void
Use(Reader *reader, size_t first, size_t n, McTitleUse use)
{
	if (reader->use)
		memset(reader->use + first, use, n);
}

/* A word that states nothing is one of what the title names. */
static inline void
UseAlone(Reader *reader, size_t i)
{
	const McWord *word = &reader->words->list[reader->tokens[i].word];

	Use(reader, i, 1, word->flags & MC_WORD_FUNCTION ? MC_USE_NONE : MC_USE_WORD);
}

static void
State(Reader *reader, int axis, uint16_t value, size_t first, size_t n)
{
	reader->out->value[axis] |= value;
	Use(reader, first, n, MC_USE_ATTRIBUTE);
	reader->last_axis = axis;
	reader->last_end = first + n;
}

/* A number, digits or Roman, with or without a letter: its value, or -1 */
static int
Number(const Reader *reader, size_t i, int *letter)
{
	const McWord *word = WordAt(reader, i);
	int value;

	*letter = -1;
	if (word == NULL || word->len == 0)
		return -1;
	if (word->text[0] >= '0' && word->text[0] <= '9')
	{
		value = word->text[0] - '0';
		if (word->len == 2 && word->text[1] >= 'a' && word->text[1] <= 'e')
			*letter = word->text[1] - 'a';
		else if (word->len != 1)
			return -1;
		return value;
	}
	value = mc_roman_value(word->text, word->len);
	if (value < 1 || value > MC_STAGE_MAX)
		return -1;
	if (word->len > 1 && word->text[word->len - 1] >= 'a' &&
		word->text[word->len - 1] <= 'e')
		*letter = word->text[word->len - 1] - 'a';
	return value;
}

/* What number and letter are on the axis of open fractures' types */
static uint16_t
OpenType(int number, int letter)
{
	if (number == 1 || number == 2)
		/* the seventh character of type I or II is that of open NOS as well */
		return (uint16_t) (V(number == 1 ? MC_OPEN_TYPE_1 : MC_OPEN_TYPE_2) |
						   MC_UNSPECIFIED);
	if (number != 3)
		return 0;
	if (letter < 0)
		return V(MC_OPEN_TYPE_3A) | V(MC_OPEN_TYPE_3B) | V(MC_OPEN_TYPE_3C);
	return letter <= 2 ? V(MC_OPEN_TYPE_3A + letter) : 0;
}

/* Is the punctuation or conjunction at i one that goes on with a list? */
static size_t
SkipToNext(const Reader *reader, size_t i, bool *range)
{
	size_t next = i;

	*range = false;
	while (next < reader->count &&
		   (mc_is_punct(&reader->tokens[next], ',') ||
			mc_is_punct(&reader->tokens[next], '/') || Is(reader, next, "or") ||
			Is(reader, next, "and") || Is(reader, next, "through") ||
			Is(reader, next, "to")))
	{
		*range = *range || Is(reader, next, "through") || Is(reader, next, "to");
		next++;
	}
	return next;
}

/*
 * A numbered word at i, with its numbers: "stage 3b", "type I or II", "stage 1
 * through stage 4", "second degree", "stage unspecified".  Tokens read, or 0.
 */
static size_t
ReadNumbered(Reader *reader, size_t i)
{
	size_t n = i;
	int axis = -1;
	int previous = -1;
	bool range = false;
	bool open = false;

	for (size_t k = 0; k < LENGTH(ordinals); k++)
		if ((Is(reader, i, ordinals[k][0]) || Is(reader, i, ordinals[k][1])) &&
			(Is(reader, i + 1, "degree") || Is(reader, i + 1, "grade") ||
			 Is(reader, i + 1, "stage")))
		{
			State(reader, MC_AXIS_STAGE, V(k + 1), i, 2);
			return 2;
		}
	for (size_t k = 0; k < LENGTH(numbered); k++)
		if (Is(reader, i, numbered[k].word))
			axis = numbered[k].axis;
	if (axis < 0)
		return 0;
	if (axis == MC_AXIS_STAGE && Is(reader, i + 1, "unspecified"))
	{
		State(reader, axis, MC_UNSPECIFIED, i, 2);
		reader->out->flags |= MC_TITLE_UNSPECIFIED;
		return 2;
	}
	open = axis == MC_AXIS_TYPE &&
		   ((reader->last_axis == MC_AXIS_OPEN && reader->last_end == i) ||
			(i > 0 && (Is(reader, i - 1, "gustilo") || Is(reader, i - 1, "anderson"))));
	for (n = i + 1;;)
	{
		int letter;
		int number;
		size_t next;

		number = Number(reader, n, &letter);
		if (number < 0)
			break;
		if (open)
			State(reader, MC_AXIS_OPEN_TYPE, OpenType(number, letter), n, 1);
		else
		{
			for (int k = range && previous >= 0 ? previous : number; k <= number; k++)
				State(reader, axis, V(k), n, 1);
			if (letter >= 0 && axis == MC_AXIS_STAGE)
				State(reader, MC_AXIS_STAGE_LETTER, V(letter), n, 1);
		}
		previous = number;
		n++;
		/* "stage 3 unspecified": which of its parts is not said */
		if (axis == MC_AXIS_STAGE && Is(reader, n, "unspecified"))
		{
			State(reader, MC_AXIS_STAGE_LETTER, MC_UNSPECIFIED, n, 1);
			reader->out->flags |= MC_TITLE_UNSPECIFIED;
			n++;
			break;
		}
		next = SkipToNext(reader, n, &range);
		if (next == n)
			break;
		if (Is(reader, next, "stage") || Is(reader, next, "grade"))
			next++;
		if (Number(reader, next, &letter) < 0)
			break;
		n = next;
	}
	if (previous < 0)
		return 0;
	Use(reader, i, 1, MC_USE_ATTRIBUTE);
	return n - i;
}

/* "unspecified" at i, and what it is about.  Tokens read. */
static size_t
ReadUnspecified(Reader *reader, size_t i)
{
	bool claimed = i > 0 && (Is(reader, i - 1, "with") || Is(reader, i - 1, "causing"));
	size_t noun = i + 1;

	reader->out->flags |= MC_TITLE_UNSPECIFIED;
	Use(reader, i, 1, MC_USE_ATTRIBUTE);
	/* "chronic or unspecified" */
	if (reader->last_axis >= 0 && i > 0 && Is(reader, i - 1, "or"))
	{
		size_t before = i - 1;

		if (before > 0 && mc_is_punct(&reader->tokens[before - 1], ','))
			before--;
		if (reader->last_end == before)
			reader->out->value[reader->last_axis] |= MC_UNSPECIFIED;
		else if (reader->out->value[MC_AXIS_STAGE])
			reader->out->value[MC_AXIS_STAGE] |= MC_UNSPECIFIED;
		return 1;
	}
	/* "suppurative and unspecified otitis media": the first is said of some of its codes only */
	if (i > 1 && Is(reader, i - 1, "and") && !Is(reader, i - 2, "other"))
		Use(reader, i - 2, 1, MC_USE_MISSING);
	for (size_t k = 0; k < LENGTH(missing); k++)
		if (Is(reader, noun, missing[k].word))
		{
			State(reader, missing[k].axis, MC_UNSPECIFIED, noun, 1);
			return 2;
		}
	if (!claimed && IsOneOf(reader, noun, details, LENGTH(details)))
	{
		Use(reader, noun, 1, MC_USE_MISSING);
		return 2;
	}
	/* "radiculopathy, site unspecified" */
	if (noun == reader->count && i > 1 && mc_is_punct(&reader->tokens[i - 2], ',') &&
		IsOneOf(reader, i - 1, details, LENGTH(details)))
		Use(reader, i - 1, 1, MC_USE_MISSING);
	/* "unspecified lower leg" */
	for (size_t k = 0; k < 3; k++)
	{
		const McWord *word = WordAt(reader, noun + k);

		if (word == NULL || word->flags & MC_WORD_FUNCTION)
			break;
		if (IsOneOf(reader, noun + k, paired, LENGTH(paired)))
		{
			reader->out->value[MC_AXIS_SIDE] |= MC_UNSPECIFIED;
			break;
		}
	}
	return 1;
}

/* Words behind "without" or "no", which name what is not there.  Tokens read. */
static size_t
ReadAbsence(Reader *reader, size_t i)
{
	size_t n = i + 1;

	/* "without mention of fluctuations" */
	if (MatchPhrase(reader, n, "mention of") || MatchPhrase(reader, n, "evidence of"))
		n += 2;
	for (; n < reader->count; n++)
	{
		const McWord *word = WordAt(reader, n);

		if (word == NULL)
			break;
		if (IsOneOf(reader, n, ends_absence, LENGTH(ends_absence)))
			break;
		Use(reader, n, 1, word->flags & MC_WORD_FUNCTION ? MC_USE_NONE : MC_USE_ABSENT);
	}
	Use(reader, i, 1, MC_USE_NONE);
	return n - i;
}

/* Words about what stands elsewhere in the classification, and remainders.  Tokens read, or 0. */
static size_t
ReadFlags(Reader *reader, size_t i)
{
	static const struct
	{
		const char *words;
		uint16_t flag;
	} flags[] = {
		{"not elsewhere classified", MC_TITLE_NEC},
		{"elsewhere classified", MC_TITLE_NEC},
		{"nec", MC_TITLE_NEC},
		{"in diseases classified elsewhere", MC_TITLE_MANIFESTATION},
		{"classified elsewhere", MC_TITLE_MANIFESTATION},
		{"not otherwise specified", MC_TITLE_UNSPECIFIED},
		{"nos", MC_TITLE_UNSPECIFIED},
		{"other and unspecified", MC_TITLE_UNSPECIFIED},
		{"other specified", MC_TITLE_OTHER},
		{"other", MC_TITLE_OTHER},
	};
	size_t n;

	/* "in other diseases classified elsewhere" is no remainder */
	if (Is(reader, i, "in") &&
		(Is(reader, i + 1, "other") || Is(reader, i + 1, "diseases") ||
		 Is(reader, i + 1, "conditions")))
		for (n = 2; n < 6; n++)
			if (MatchPhrase(reader, i + n, "classified elsewhere"))
			{
				reader->out->flags |= MC_TITLE_MANIFESTATION;
				Use(reader, i, n + 2, MC_USE_ATTRIBUTE);
				return n + 2;
			}
	if ((n = MatchPhrase(reader, i, "not specified as")) > 0 ||
		(n = MatchPhrase(reader, i, "unspecified as")) > 0)
	{
		McAttributes ignored = {0};
		Reader ahead = *reader;

		/* what follows would be a value of an axis that is left open */
		reader->out->flags |= MC_TITLE_UNSPECIFIED;
		ahead.out = &ignored;
		ahead.use = NULL;
		for (n += i; n < reader->count && WordAt(reader, n); n++)
			for (size_t k = 0; k < LENGTH(phrases); k++)
				if (MatchPhrase(&ahead, n, phrases[k].words))
				{
					reader->out->value[phrases[k].axis] |= MC_UNSPECIFIED;
					break;
				}
		Use(reader, i, n - i, MC_USE_MISSING);
		return n - i;
	}
	for (size_t k = 0; k < LENGTH(flags); k++)
		if ((n = MatchPhrase(reader, i, flags[k].words)) > 0)
		{
			reader->out->flags |= flags[k].flag;
			Use(reader, i, n, MC_USE_ATTRIBUTE);
			return n;
		}
	return 0;
}

/* A phrase of a table at i.  Tokens read, or 0. */
static size_t
ReadPhrase(Reader *reader, size_t i)
{
	const McWord *word = WordAt(reader, i);

	for (size_t k = 0; k < LENGTH(phrases); k++)
	{
		size_t n;

		if (phrases[k].words[0] != word->text[0])
			continue;
		n = MatchPhrase(reader, i, phrases[k].words);
		if (n == 0)
			continue;
		State(reader, phrases[k].axis, phrases[k].value, i, n);
		/* the words of a fracture say what it is: "for closed fracture" */
		if (phrases[k].axis == MC_AXIS_OPEN)
			Use(reader, i + n - 1, 1, MC_USE_WORD);
		return n;
	}
	return 0;
}

/* The whole is one word that says something only where it stands alone. */
static bool
ReadAlone(Reader *reader)
{
	for (size_t k = 0; k < LENGTH(alone); k++)
		if (MatchPhrase(reader, 0, alone[k].words) == reader->count)
		{
			State(reader, alone[k].axis, alone[k].value, 0, reader->count);
			return true;
		}
	return false;
}

/* Bits by which most words are told to begin nothing that is read */
#define BEGIN_BITS 4096

static struct
{
	uint64_t bits[BEGIN_BITS / 64];
	bool made;
} begins;

static void
AddBeginning(const char *phrase)
{
	uint64_t bit = mc_hash_bytes(phrase, strcspn(phrase, " ")) >> 32;

	begins.bits[bit % BEGIN_BITS / 64] |= UINT64_C(1) << bit % 64;
}

/* Of the first words of all tables, and those that the functions above look for */
static void
MakeBeginnings(void)
{
	static const char *const others[] = {
		"status", "sequela",   "in", "not",         "nos",     "nec",
		"other",  "elsewhere", "no", "unspecified", "without", "classified"};

	for (size_t k = 0; k < LENGTH(phrases); k++)
		AddBeginning(phrases[k].words);
	for (size_t k = 0; k < LENGTH(alone); k++)
		AddBeginning(alone[k].words);
	for (size_t k = 0; k < LENGTH(numbered); k++)
		AddBeginning(numbered[k].word);
	for (size_t k = 0; k < LENGTH(ordinals); k++)
	{
		AddBeginning(ordinals[k][0]);
		AddBeginning(ordinals[k][1]);
	}
	for (size_t k = 0; k < LENGTH(others); k++)
		AddBeginning(others[k]);
	begins.made = true;
}

/* May a word begin anything that is read? */
static inline bool
MayBegin(const McWord *word)
{
	uint64_t bit = word->key >> 32;

	return begins.bits[bit % BEGIN_BITS / 64] >> bit % 64 & 1;
}

static bool
HasAlternative(const Reader *reader)
{
	for (size_t i = 0; i < reader->count; i++)
	{
		if (Is(reader, i, "or"))
			return true;
	}
	return false;
}

/* Values of one axis that several words gave together */
static void
Combine(const Reader *reader)
{
	uint16_t *acuity = &reader->out->value[MC_AXIS_ACUITY];
	uint16_t *trimester = &reader->out->value[MC_AXIS_TRIMESTER];
	uint16_t *intent = &reader->out->value[MC_AXIS_INTENT];
	const uint16_t both = V(MC_ACUITY_ACUTE) | V(MC_ACUITY_CHRONIC);
	const uint16_t intents = V(MC_INTENT_ACCIDENTAL) | V(MC_INTENT_SELF_HARM) |
							 V(MC_INTENT_ASSAULT) | V(MC_INTENT_UNDETERMINED);

	/* "acute cholecystitis with chronic cholecystitis" */
	if ((*acuity & both) == both && !HasAlternative(reader))
		*acuity = (uint16_t) ((*acuity & ~both) | V(MC_ACUITY_ACUTE_ON_CHRONIC));
	/* a poisoning has one of these intents: "poisoning by, accidental"; or any */
	if (*intent & intents)
		*intent &= (uint16_t) ~V(MC_INTENT_POISONING);
	else if (*intent & V(MC_INTENT_POISONING))
		*intent |= intents;
	/* "in pregnancy, first trimester" is no other trimester */
	if (*trimester & V(MC_TRIMESTER_PREGNANCY))
		for (size_t i = 0; i < reader->count; i++)
			if (Is(reader, i, "trimester"))
			{
				uint16_t named = *trimester & MC_UNSPECIFIED;

				for (size_t k = 0; k < LENGTH(phrases); k++)
					if (phrases[k].axis == MC_AXIS_TRIMESTER && i > 0 &&
						strstr(phrases[k].words, " trimester") &&
						MatchPhrase(reader, i - 1, phrases[k].words))
						named |= phrases[k].value;
				*trimester = named & MC_UNSPECIFIED
								 ? (uint16_t) (named | V(MC_TRIMESTER_PREGNANCY))
								 : named;
			}
}

void
mc_attributes_read(const McWords *words, const McToken *tokens, size_t count,
				   McAttributes *attributes, uint8_t *use)
{
	Reader reader = {words, tokens, count, attributes, use, -1, 0};
	int depth = 0;

	memset(attributes, 0, sizeof(*attributes));
	if (use)
		memset(use, MC_USE_NONE, count);
	if (!begins.made)
		MakeBeginnings();
	if (WordAt(&reader, 0) && MayBegin(WordAt(&reader, 0)) && ReadAlone(&reader))
		return;
	for (size_t i = 0; i < count;)
	{
		const McToken *token = &tokens[i];
		size_t n;

		if (mc_is_punct(token, '(') || mc_is_punct(token, '['))
			depth++;
		else if ((mc_is_punct(token, ')') || mc_is_punct(token, ']')) && depth > 0)
			depth--;
		if (depth > 0 || token->word == MC_NO_WORD)
		{
			i++;
			continue;
		}
		if (!MayBegin(&words->list[token->word]))
		{
			UseAlone(&reader, i);
			i++;
			continue;
		}
		/* "with loss of consciousness status unknown" */
		if (MatchPhrase(&reader, i, "status unknown"))
		{
			attributes->flags |= MC_TITLE_UNSPECIFIED;
			for (size_t k = i; use && k > 0 && !Is(&reader, k, "with"); k--)
				use[k] = MC_USE_MISSING;
			Use(&reader, i, 2, MC_USE_MISSING);
			i += 2;
			continue;
		}
		/* the meaning of a seventh character; "sequelae of" names a condition */
		if (Is(&reader, i, "sequela") && i + 1 == count)
			State(&reader, MC_AXIS_ENCOUNTER, V(MC_ENCOUNTER_SEQUELA), i, 1), n = 1;
		else if ((n = ReadPhrase(&reader, i)) > 0)
			;
		else if ((n = ReadFlags(&reader, i)) > 0)
			;
		else if (Is(&reader, i, "unspecified"))
			n = ReadUnspecified(&reader, i);
		else if (Is(&reader, i, "without") || Is(&reader, i, "no"))
			n = ReadAbsence(&reader, i);
		else if ((n = ReadNumbered(&reader, i)) == 0)
		{
			UseAlone(&reader, i);
			n = 1;
		}
		i += n;
	}
	Combine(&reader);
}

void
mc_attributes_of(const McHost *host, const char *text, size_t length,
				 McAttributes *attributes)
{
	McFold fold;
	McWords words;
	McTokens tokens = {0};

	mc_fold(host, text, (uint32_t) length, &fold);
	mc_words_init(host, &words, 16);
	mc_tokenise(host, &fold, &words, &tokens);
	mc_attributes_read(&words, tokens.list, tokens.count, attributes, NULL);
}

void
mc_attributes_add(McAttributes *attributes, const McAttributes *more)
{
	for (int axis = 0; axis < MC_NAXES; axis++)
		attributes->value[axis] |= more->value[axis];
	attributes->flags |= more->flags;
}
