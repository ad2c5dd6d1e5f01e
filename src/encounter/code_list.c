/*
 * code_list.c
 *	  Lists of headings that rules ask a code for.
 *
 * A list is a constant, known by where it stands in memory.  It is compiled at its first
 * use into headings in order, none below another, so that the last one that is not
 * above a code tells.  The compiled lists are a cache of constants: when their room is
 * used up all are forgotten.
 */
#include "encounter/case.h"

#include <stdlib.h>
#include <string.h>

/* Room for what is compiled; rules have about half of each. */
#define MAX_LISTS    1024
#define MAX_HEADINGS 8192

typedef struct List
{
	const char *text;  /* NULL: free */
	uint32_t chapters; /* a bit for each first letter: most codes are of another */
	uint16_t first;    /* its headings */
	uint16_t count;
} List;

static struct
{
	List lists[MAX_LISTS]; /* open addressing, by address of the text */
	McCode headings[MAX_HEADINGS];
	uint32_t nlists;
	uint32_t nheadings;
} compiled;

static inline uint32_t
Chapter(McCode code)
{
	return UINT32_C(1) << (code >> 56 & 31);
}

static int
CompareCodes(const void *a, const void *b)
{
	McCode x = *(const McCode *) a;
	McCode y = *(const McCode *) b;

	return (x > y) - (x < y);
}

/* Compile a list into its place, if there is room. */
static bool
Compile(List *list, const char *text)
{
	McCode *headings = &compiled.headings[compiled.nheadings];
	uint32_t n = 0;
	uint32_t kept = 0;

	if (compiled.nlists + 1 > MAX_LISTS / 2)
		return false;
	for (const char *at = text; *at; n++)
	{
		if (compiled.nheadings + n == MAX_HEADINGS)
			return false;
		headings[n] = mc_code(at);
		at += strcspn(at, " ");
		at += strspn(at, " ");
	}
	qsort(headings, n, sizeof(McCode), CompareCodes);
	list->chapters = 0;
	for (uint32_t i = 0; i < n; i++)
	{
		if (kept > 0 && mc_code_is_under(headings[i], headings[kept - 1]))
			continue;
		headings[kept++] = headings[i];
		list->chapters |= Chapter(headings[i]);
	}
	list->text = text;
	list->first = (uint16_t) compiled.nheadings;
	list->count = (uint16_t) kept;
	compiled.nheadings += kept;
	compiled.nlists++;
	return true;
}

static List *
PlaceOf(const char *text)
{
	uint64_t hash = (uint64_t) (uintptr_t) text * MC_HASH_A;
	uint32_t at = (uint32_t) (hash >> 40) % MAX_LISTS;

	while (compiled.lists[at].text != NULL && compiled.lists[at].text != text)
		at = (at + 1) % MAX_LISTS;
	return &compiled.lists[at];
}

bool
mc_code_in(McCode code, const char *headings)
{
	List *list = PlaceOf(headings);
	const McCode *first;
	uint32_t low = 0;
	uint32_t high;

	if (list->text == NULL && !Compile(list, headings))
	{
		memset(compiled.lists, 0, sizeof(compiled.lists));
		compiled.nlists = compiled.nheadings = 0;
		list = PlaceOf(headings);
		(void) Compile(list, headings);
	}
	if (!(list->chapters & Chapter(code)))
		return false;
	first = &compiled.headings[list->first];
	high = list->count;
	/* the first heading behind the code */
	while (low < high)
	{
		uint32_t middle = (low + high) / 2;

		if (first[middle] <= code)
			low = middle + 1;
		else
			high = middle;
	}
	return low > 0 && mc_code_is_under(code, first[low - 1]);
}
