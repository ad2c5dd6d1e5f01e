/*
 * code_limit.c
 *		What a note says of the characters of the codes that it names.
 */
#include "load/code_limit.h"

/* Place of a code's last character before the seventh: the fifth or sixth */
#define FINAL_PLACE 100

/*
 * Seventh characters of open fractures: initial, routine, delayed, nonunion,
 * malunion, each for types I/II and for types IIIA/B/C.
 */
#define OPEN_FRACTURE "BCEFHJMNQR"

static int
ReadPlace(const McCodeText *text, size_t i, size_t *end)
{
	static const struct
	{
		const char *words;
		int place;
	} ordinals[] = {
		{"fourth four 4th", 4},   {"fifth five 5th", 5},       {"sixth six 6th", 6},
		{"seventh seven 7th", 7}, {"final last", FINAL_PLACE},
	};

	for (size_t n = 0; n < sizeof(ordinals) / sizeof(ordinals[0]); n++)
		if (AnyWordAt(text, i, ordinals[n].words, end))
			return ordinals[n].place;
	return 0;
}

static void
AddCharacters(McCodeReference *limits, char from, char to)
{
	size_t n = strlen(limits->characters);

	for (char c = from; c <= to; c++)
		if (IsCodeChar(c) && !strchr(limits->characters, c))
		{
			limits->characters[n++] = c;
			limits->characters[n] = '\0';
		}
}

/* A character that stands alone at i, or 0 */
static char
LoneCharacter(const McCodeText *text, size_t i)
{
	return IsCodeChar(At(text, i)) && !InWord(text, i + 1) ? At(text, i) : '\0';
}

/* Behind the gloss at i, " - words, or ", or i: "6 - early, or 7 - late" */
static size_t
SkipGloss(const McCodeText *text, size_t i)
{
	size_t next = SkipBlanks(text, i);

	if (next == i || !DashAt(text, next) || !BlankAt(text, next + DashAt(text, next)))
		return i;
	for (; next < text->length && !strchr("();", text->bytes[next]); next++)
		if (text->bytes[next] == ',')
		{
			size_t member = NextMember(text, next);
			size_t dash;

			if (member == 0 || !LoneCharacter(text, member))
				continue;
			dash = SkipBlanks(text, member + 1);
			return DashAt(text, dash) ? next : i;
		}
	return i;
}

/* Read single characters and ranges of them: "5", "1-4 or 6", "B or C". */
static void
ReadCharacters(const McCodeText *text, size_t i, McCodeReference *limits)
{
	char from;

	while ((from = LoneCharacter(text, i)) != '\0')
	{
		char to = from;
		size_t next = i + 1;
		size_t begin = SkipBlanks(text, next);

		if (DashAt(text, begin))
			begin = SkipBlanks(text, begin + DashAt(text, begin));
		else if (!AnyWordAt(text, begin, "to through", &begin))
			begin = text->length;
		begin = SkipBlanks(text, begin);
		if (LoneCharacter(text, begin) > from)
		{
			to = LoneCharacter(text, begin);
			next = begin + 1;
		}
		AddCharacters(limits, from, to);
		i = NextMember(text, SkipGloss(text, next));
		if (i == 0)
			break;
	}
}

/* Add a pattern, and those between the last one and it. */
static void
AddPattern(McCodeLimits *limits, const char *pattern, bool range)
{
	size_t n = strlen(pattern);
	int count = limits->pattern_count;

	if (range && count > 0)
	{
		char between[MC_REFERENCE_PATTERN + 1];

		memcpy(between, limits->patterns[count - 1], sizeof(between));
		if (strlen(between) == n && memcmp(between, pattern, n - 1) == 0)
			while (++between[n - 1] < pattern[n - 1])
				if (IsCodeChar(between[n - 1]))
					AddPattern(limits, between, false);
	}
	if (limits->pattern_count < MC_CODE_MAX_PATTERNS)
		memcpy(limits->patterns[limits->pattern_count++], pattern, n + 1);
}

/*
 * Read patterns: ".610", ".51-.52", ".14, .24, .94", or "-91" of the final
 * characters, where the dash stands for the character between.
 */
static void
ReadPatterns(const McCodeText *text, size_t i, McCodeLimits *limits)
{
	bool range = false;

	while (i > 0 && (At(text, i) == '.' || At(text, i) == '-'))
	{
		char pattern[MC_REFERENCE_PATTERN + 1];
		size_t n = 0;

		if (At(text, i) == '.')
			i++;
		for (; IsCodeChar(At(text, i)) || (n == 0 && At(text, i) == '-'); i++)
		{
			if (n == MC_REFERENCE_PATTERN)
				return;
			pattern[n++] = At(text, i);
		}
		if (InWord(text, i) || n == 0 || (n == 1 && pattern[0] == '-'))
			return;
		pattern[n] = '\0';
		AddPattern(limits, pattern, range);
		range = At(text, i) == '-' && At(text, i + 1) == '.';
		if (At(text, i) == '-')
			i++;
		if (!range)
			i = NextMember(text, i);
	}
}

/* Add one of the places 4 to 7, for which there is room. */
static void
AddPlace(McCodeReference *limits, int place)
{
	if (!memchr(limits->places, place, limits->place_count))
		limits->places[limits->place_count++] = (uint8_t) place;
}

/*
 * Read "fifth or sixth character", of which "final character" is short;
 * *open_fracture if these words stand before, *final if that one is among them.
 * Returns where the characters are named, or 0.
 */
static size_t
ReadPlaces(const McCodeText *text, size_t i, McCodeReference *reference,
		   bool *open_fracture, bool *final)
{
	int place;

	*final = false;
	*open_fracture = WordAt(text, i, "open fracture", &i);
	i = SkipBlanks(text, i);
	while ((place = ReadPlace(text, i, &i)) > 0)
	{
		*final |= place == FINAL_PLACE;
		AddPlace(reference, place == FINAL_PLACE ? 5 : place);
		if (place == FINAL_PLACE)
			AddPlace(reference, 6);
		i = SkipBlanks(text, i + DashAt(text, i));
		if (AnyWordAt(text, i, "or to", &i))
			i = SkipBlanks(text, i);
	}
	if (reference->place_count == 0 || !AnyWordAt(text, i, "character characters", &i))
		return 0;
	i = SkipBlanks(text, i);
	return WordAt(text, i, "of", &i) ? SkipBlanks(text, i) : i;
}

/* Read two characters of two places, "fifth to sixth characters 51", as pattern. */
static bool
ReadPair(const McCodeText *text, size_t i, const McCodeReference *reference,
		 McCodeLimits *limits)
{
	char pattern[] = "----";
	size_t n;

	if (reference->place_count != 2 || reference->places[0] <= MC_ICD10CM_CATEGORY_LEN ||
		reference->places[1] != reference->places[0] + 1 || !IsCodeChar(At(text, i)) ||
		!IsCodeChar(At(text, i + 1)) || InWord(text, i + 2))
		return false;
	n = reference->places[0] - MC_ICD10CM_CATEGORY_LEN - 1u;
	pattern[n] = At(text, i);
	pattern[n + 1] = At(text, i + 1);
	pattern[n + 2] = '\0';
	AddPattern(limits, pattern, false);
	return true;
}

void
mc_code_limits(const McCodeText *text, size_t i, McCodeLimits *limits)
{
	McCodeReference reference = {0};
	bool open_fracture;
	bool final;

	memset(limits, 0, sizeof(*limits));
	if (At(text, i) == '.') /* of a code that lacks its dash: I69. */
		i++;
	i = SkipBlanks(text, i);
	if (At(text, i) == ')')
		i = SkipBlanks(text, i + 1);
	if (At(text, i) == ',')
		i = SkipBlanks(text, i + 1);
	if (!WordAt(text, i, "with", &i))
		return;
	i = SkipBlanks(text, i);
	if (AnyWordAt(text, i, "a an the", &i))
		i = SkipBlanks(text, i);
	if (At(text, i) == '.')
	{
		ReadPatterns(text, i, limits);
		return;
	}
	i = ReadPlaces(text, i, &reference, &open_fracture, &final);
	if (i == 0)
		return;
	if (final && (At(text, i) == '.' || At(text, i) == '-'))
	{
		ReadPatterns(text, i, limits);
		return;
	}
	if (ReadPair(text, i, &reference, limits))
		return;
	ReadCharacters(text, At(text, i) == '.' ? i + 1 : i, &reference);
	if (reference.characters[0] == '\0' && open_fracture)
		strcpy(reference.characters, OPEN_FRACTURE);
	if (reference.characters[0] != '\0')
		limits->places = reference;
}
