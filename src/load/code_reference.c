/*
 * code_reference.c
 *		The codes and ranges that the text of a tabular note names.
 */
#include "load/code_reference.h"

#include <string.h>

#include "load/code_limit.h"

/* A code or range in the text */
typedef struct Item
{
	McIcd10cm first;
	McIcd10cm last;
	bool dotted; /* no doubt that it is one */
	bool unlike; /* no doubt only where a category is announced: QA0 */
	size_t end;
} Item;

/* Read a code at i, without what a dash behind it says. */
static bool
ReadCode(const McCodeText *text, size_t i, Item *item)
{
	size_t end = i + MC_ICD10CM_CATEGORY_LEN;
	size_t position;

	if (!IsUpper(At(text, i)) || !IsCodeChar(At(text, i + 1)) ||
		!IsCodeChar(At(text, i + 2)))
		return false;
	item->unlike = IsUpper(At(text, i + 1));
	if (item->unlike && !IsDigit(At(text, i + 2)))
		return false;
	item->dotted = false;
	if (At(text, end) == '.' && IsCodeChar(At(text, end + 1)))
	{
		item->dotted = true;
		do
			end++;
		while (IsCodeChar(At(text, end)));
	}
	else if (At(text, end) == '.' && DashAt(text, end + 1))
		item->dotted = true;
	if (InWord(text, end))
		return false;
	item->end = end;
	return mc_icd10cm_parse(text->bytes + i, end - i, &item->first, &position) ==
		   MC_ICD10CM_OK;
}

/* Behind dashes (and the dot before) that follow at once; *dashes: how many */
static size_t
SkipDashes(const McCodeText *text, size_t i, int *dashes)
{
	*dashes = 0;
	if (At(text, i) == '.' && DashAt(text, i + 1))
		i++;
	while (DashAt(text, i))
	{
		i += DashAt(text, i);
		++*dashes;
	}
	return i;
}

/* Read a code or a range at i. */
static bool
ReadItem(const McCodeText *text, size_t i, Item *item)
{
	int trailing;
	int more;
	bool joined;
	size_t behind;
	size_t next;
	Item last;

	if (!ReadCode(text, i, item))
		return false;
	item->last = item->first;
	behind = SkipDashes(text, item->end, &trailing);
	next = SkipDashes(text, SkipBlanks(text, behind), &more);
	next = SkipBlanks(text, next);
	joined = trailing + more > 0;
	if (more == 0 && AnyWordAt(text, next, "to through", &next))
	{
		joined = true;
		next = SkipBlanks(text, next);
	}
	if (joined && ReadCode(text, next, &last) && last.first >= item->first)
	{
		item->last = last.first;
		item->dotted |= last.dotted;
		item->unlike = false;
		item->end = SkipDashes(text, last.end, &more);
		return item->dotted || more == 0 || !InWord(text, item->end);
	}
	item->end = behind;
	return item->dotted || trailing == 0 || !InWord(text, behind);
}

/* Is what follows at i something that can follow a code? */
static bool
CanFollow(const McCodeText *text, size_t i)
{
	size_t end;

	if (i >= text->length || strchr(")]},;:.", At(text, i)))
		return true;
	i = SkipBlanks(text, i);
	if (i >= text->length || strchr("()[]", At(text, i)) || DashAt(text, i))
		return true;
	for (end = i; IsAlnum(At(text, end)); end++)
		;
	if (end - i > 3 && HasBytes(text, end - 2, "ed")) /* "in I10 specified as" */
		return true;
	return AnyWordAt(text, i,
					 "with and or to through as due but for that except only by "
					 "in is are should may which when if",
					 &i);
}

static size_t
BlankBefore(const McCodeText *text, size_t i)
{
	if (i > 1 && BlankAt(text, i - 2) == 2)
		return 2;
	return i > 0 && BlankAt(text, i - 1) ? 1 : 0;
}

/* Begin of the word that ends before i, which is set to behind it */
static size_t
WordBefore(const McCodeText *text, size_t *i)
{
	size_t begin;

	while (BlankBefore(text, *i) > 0)
		*i -= BlankBefore(text, *i);
	begin = *i;
	while (begin > 0 &&
		   (IsAlnum(text->bytes[begin - 1]) || text->bytes[begin - 1] == '.'))
		begin--;
	return begin;
}

/* Is the bare category or range at i in the place of a code? */
static bool
HasPlace(const McCodeText *text, size_t i, const Item *item, bool *announced)
{
	size_t end = i;
	size_t word;

	*announced = false;
	if (i > 0 && strchr("([", text->bytes[i - 1]))
		return !item->unlike && CanFollow(text, item->end);
	word = WordBefore(text, &end);
	if (AnyWordAt(text, word,
				  "category categories subcategory subcategories section sections "
				  "block blocks code codes",
				  &end))
	{
		*announced = true;
		return true;
	}
	if (item->unlike || !CanFollow(text, item->end))
		return false;
	if (AnyWordAt(text, word, "in from under within see except e.g. i.e.", &end))
		return true;
	if (WordAt(text, word, "to", &end))
	{
		end = word;
		word = WordBefore(text, &end);
		return AnyWordAt(text, word, "classified classifiable is code", &end);
	}
	return false;
}

static void
Add(const McHost *host, const McCodeReference *reference, McCodeReferences *references)
{
	MC_GROW(host, references->items, references->count, references->capacity);
	references->items[references->count++] = *reference;
}

/* Limit the references from begin on to what they say. */
static void
Limit(const McHost *host, const McCodeLimits *limits, size_t begin,
	  McCodeReferences *references)
{
	size_t end = references->count;

	for (size_t n = begin; n < end; n++)
	{
		McCodeReference *reference = &references->items[n];
		McCodeReference limited = limits->places;

		limited.first = reference->first;
		limited.last = reference->last;
		if (limits->pattern_count > 0)
			strcpy(limited.pattern, limits->patterns[0]);
		*reference = limited;
	}
	for (int p = 1; p < limits->pattern_count; p++)
		for (size_t n = begin; n < end; n++)
		{
			McCodeReference limited = references->items[n];

			strcpy(limited.pattern, limits->patterns[p]);
			Add(host, &limited, references);
		}
}

/*
 * Read the list whose first member is *item.  Returns where it ends.
 */
static size_t
ReadList(const McHost *host, const McCodeText *text, Item *item, bool announced,
		 McCodeReferences *references)
{
	size_t begin = references->count;
	McCodeLimits limits;
	size_t end;

	for (;;)
	{
		McCodeReference reference = {.first = item->first, .last = item->last};
		size_t next;

		Add(host, &reference, references);
		end = item->end;
		next = NextMember(text, end);
		if (next == 0 || !ReadItem(text, next, item))
			break;
		if (!item->dotted && !announced && !CanFollow(text, item->end))
			break;
	}
	mc_code_limits(text, end, &limits);
	Limit(host, &limits, begin, references);
	return end;
}

void
mc_code_references(const McHost *host, const char *bytes, size_t length,
				   McCodeReferences *references)
{
	const McCodeText text = {bytes, length};
	size_t i = 0;

	references->count = 0;
	while (i < length)
	{
		Item item;
		bool announced = false;

		if (!InWord(&text, i))
			i++;
		else if (ReadItem(&text, i, &item) &&
				 (item.dotted || HasPlace(&text, i, &item, &announced)))
			i = ReadList(host, &text, &item, announced, references);
		else
			while (InWord(&text, i))
				i++;
	}
}

bool
mc_code_reference_fits(const McCodeReference *reference, McIcd10cm code)
{
	char printed[MC_ICD10CM_BUFSIZE];
	int length;

	if (code < reference->first || code > mc_icd10cm_heading_upper(reference->last))
		return false;
	length = mc_icd10cm_print_undotted(code, printed);
	for (int i = 0; reference->pattern[i] != '\0'; i++)
	{
		int place = MC_ICD10CM_CATEGORY_LEN + i;

		if (place >= length ||
			(reference->pattern[i] != '-' && reference->pattern[i] != printed[place]))
			return false;
	}
	for (int i = 0; i < reference->place_count; i++)
		if (reference->places[i] <= length &&
			strchr(reference->characters, printed[reference->places[i] - 1]))
			return true;
	return reference->place_count == 0;
}
