/*
 * cue.c
 *	  The cues a terminology knows, by their first token.
 */
#include "context/cue.h"

#include <stdlib.h>
#include <string.h>

#include "text/token.h"

/* Tokens that a slot may take: two to three, a couple of, left radical nephrectomy. */
#define SLOT_TOKENS 3

static const char *const category_names[] = {
	[MC_CUE_NEGATED] = "negated",
	[MC_CUE_UNCERTAIN] = "uncertain",
	[MC_CUE_HISTORICAL] = "historical",
	[MC_CUE_HYPOTHETICAL] = "hypothetical",
	[MC_CUE_FAMILY] = "family",
	[MC_CUE_RESOLVED] = "resolved",
	[MC_CUE_REMISSION] = "remission",
	[MC_CUE_RULED_OUT] = "ruled_out",
	[MC_CUE_SURVEILLANCE] = "surveillance",
	[MC_CUE_AT_RISK] = "at_risk",
	[MC_CUE_SCREENING] = "screening",
	[MC_CUE_PLANNED] = "planned",
	[MC_CUE_ALLERGY] = "allergy",
	[MC_CUE_ANY] = "any",
};

static const char *const direction_names[] = {
	[MC_CUE_FORWARD] = "forward", [MC_CUE_BACKWARD] = "backward",
	[MC_CUE_BOTH] = "both",       [MC_CUE_TERMINATE] = "terminate",
	[MC_CUE_PSEUDO] = "pseudo",
};

static int
FindName(const char *const *names, size_t n, const char *name)
{
	for (size_t i = 0; i < n; i++)
	{
		if (strcmp(names[i], name) == 0)
			return (int) i;
	}
	return -1;
}

int
mc_cue_category(const char *name)
{
	return FindName(category_names, sizeof(category_names) / sizeof(char *), name);
}

int
mc_cue_direction(const char *name)
{
	return FindName(direction_names, sizeof(direction_names) / sizeof(char *), name);
}

McCueCategory
mc_cue_axis(McCueCategory category)
{
	switch (category)
	{
		case MC_CUE_RULED_OUT:
			return MC_CUE_NEGATED;
		case MC_CUE_RESOLVED:
		case MC_CUE_SURVEILLANCE:
			return MC_CUE_HISTORICAL;
		case MC_CUE_AT_RISK:
		case MC_CUE_SCREENING:
			return MC_CUE_HYPOTHETICAL;
		default:
			return category;
	}
}

void
mc_cues_init(const McHost *host, McCues *cues)
{
	memset(cues, 0, sizeof(*cues));
	cues->host = host;
}

bool
mc_cues_add(McCues *cues, const char *phrase, uint64_t id, McCueCategory category,
			McCueDirection direction, unsigned max_scope)
{
	const McHost *host = cues->host;
	McFold fold;
	McWords words;
	McTokens tokens = {0};
	uint64_t keys[MC_CUE_MAX_TOKENS];
	size_t longest = 0;
	uint64_t *copy;
	McCue *cue;

	mc_fold(host, phrase, (uint32_t) strlen(phrase), &fold);
	mc_words_init(host, &words, 8);
	mc_tokenise(host, &fold, &words, &tokens);
	if (tokens.count == 0 || tokens.count > MC_CUE_MAX_TOKENS)
		return false;
	for (size_t i = 0; i < tokens.count; i++)
	{
		const McToken *token = &tokens.list[i];

		keys[i] = mc_is_punct(token, '#')   ? MC_CUE_QUANTITY
				  : mc_is_punct(token, '@') ? MC_CUE_OPERATION
											: mc_cue_key(&words, token);
		longest +=
			keys[i] == MC_CUE_QUANTITY || keys[i] == MC_CUE_OPERATION ? SLOT_TOKENS : 1;
	}
	if (longest > MC_CUE_MAX_TOKENS)
		return false;
	copy = mc_alloc(host, tokens.count * sizeof(uint64_t));
	memcpy(copy, keys, tokens.count * sizeof(uint64_t));
	MC_GROW(host, cues->list, cues->count, cues->cap);
	cue = &cues->list[cues->count++];
	/* whole, for it may be written down */
	memset(cue, 0, sizeof(*cue));
	cue->id = id;
	cue->keys = copy;
	cue->second = tokens.count > 1 ? keys[1] : 0;
	cue->ntokens = (uint16_t) tokens.count;
	cue->max_scope = (uint16_t) (max_scope > UINT16_MAX ? 0 : max_scope);
	cue->category = (uint8_t) category;
	cue->direction = (uint8_t) direction;
	mc_release(host, fold.text);
	mc_release(host, words.list);
	mc_release(host, words.slots);
	mc_release(host, tokens.list);
	return true;
}

static int
CompareCues(const void *a, const void *b)
{
	const McCue *x = a;
	const McCue *y = b;

	if (x->keys[0] != y->keys[0])
		return x->keys[0] < y->keys[0] ? -1 : 1;
	/* those with a slot there, and of one token, come last */
	if (x->second != y->second)
		return x->second > y->second ? -1 : 1;
	if (x->ntokens != y->ntokens)
		return x->ntokens > y->ntokens ? -1 : 1;
	if (x->category != y->category)
		return x->category < y->category ? -1 : 1;
	if (x->direction != y->direction)
		return x->direction < y->direction ? -1 : 1;
	if (x->max_scope != y->max_scope)
		return x->max_scope < y->max_scope ? -1 : 1;
	return x->id < y->id ? -1 : x->id > y->id;
}

static struct McCueSlot *
FindSlot(const McCues *cues, uint64_t key)
{
	uint32_t slot = (uint32_t) (key >> 8) & cues->mask;

	while (cues->slots[slot].count && cues->slots[slot].key != key)
		slot = (slot + 1) & cues->mask;
	return &cues->slots[slot];
}

void
mc_cues_finish(McCues *cues)
{
	uint32_t nslots = 256;
	size_t nfirst = 0;

	if (cues->count > 0)
		qsort(cues->list, cues->count, sizeof(McCue), CompareCues);
	for (size_t i = 0; i < cues->count; i++)
		nfirst += i == 0 || cues->list[i].keys[0] != cues->list[i - 1].keys[0];
	while (nslots < nfirst * 2)
		nslots *= 2;
	cues->slots = mc_alloc(cues->host, nslots * sizeof(*cues->slots));
	memset(cues->slots, 0, nslots * sizeof(*cues->slots));
	cues->mask = nslots - 1;
	for (size_t i = 0; i < cues->count; i++)
	{
		struct McCueSlot *slot = FindSlot(cues, cues->list[i].keys[0]);

		if (slot->count == 0)
		{
			slot->key = cues->list[i].keys[0];
			slot->first = (uint32_t) i;
		}
		slot->count++;
	}
}

uint32_t
mc_cues_starting(const McCues *cues, uint64_t key, const McCue **list)
{
	const struct McCueSlot *slot = FindSlot(cues, key);

	*list = slot->count > 0 ? cues->list + slot->first : NULL;
	return slot->count;
}

/* Tokens that a cue takes here; 0: it does not stand here */
static uint32_t
CueLength(const McDocument *doc, const McCue *cue, uint32_t token, uint32_t end)
{
	if (token + cue->ntokens > end)
		return 0;
	for (uint32_t i = 1; i < cue->ntokens; i++)
	{
		if (mc_cue_key(&doc->words, &doc->tokens.list[token + i]) != cue->keys[i])
			return 0;
	}
	return cue->ntokens;
}

uint32_t
mc_cues_at(const McDocument *doc, const McCues *cues, uint32_t token, uint32_t end,
		   const McCue **first, uint32_t *count)
{
	const McCue *list;
	uint32_t n =
		mc_cues_starting(cues, mc_cue_key(&doc->words, &doc->tokens.list[token]), &list);
	uint32_t longest = 0;

	*count = 0;
	for (uint32_t i = 0; i < n; i++)
	{
		uint32_t length = CueLength(doc, &list[i], token, end);

		if (length > longest)
		{
			longest = length;
			*first = &list[i];
			*count = 1;
		}
		else if (length > 0 && length == longest && *first + *count == &list[i])
			(*count)++;
	}
	return longest;
}
