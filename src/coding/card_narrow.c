/*
 * card_narrow.c
 *	  From a code or heading to the most specific code that is documented.
 *
 * docs/cards.md states the rules; each function here is one of them.
 */
#include "coding/card.h"

#include <string.h>

#include "coding/narrow_memo.h"

#define V(n) (uint16_t)(1u << (n))

/* What a code says about an axis that its heading does not, and what supports it */
typedef enum Support
{
	SUPPORTED,  /* documented, or the title for missing detail */
	BY_DEFAULT, /* what the classification takes where nothing is said */
	OPEN,       /* nothing documented: to be asked */
	CONTRARY    /* something else is documented */
} Support;

typedef struct Candidate
{
	uint16_t node;
	int matches;       /* documented axes that it states */
	int loose;         /* values on those axes that are not the documented ones */
	int words;         /* documented words in its title */
	uint32_t defaults; /* axes taken for granted, one bit each */
	int absences;      /* titles on the way to it that say what is not there */
	bool billable;
	bool below; /* the start, or is it */
	int length; /* of its code */
} Candidate;

typedef struct Narrower
{
	const McCard *card;
	uint16_t start;
	McAttributes documented;
	uint8_t known[MC_CARD_MAX_WORDS / 8]; /* words of the start, documented ones */
	uint8_t documented_words[MC_CARD_MAX_WORDS / 8];
	size_t ndocumented; /* of them */
	/* taken for granted up to a code of that length: axes, and how often words */
	uint32_t defaults[MC_ICD10CM_MAX_LEN + 1];
	int absences[MC_ICD10CM_MAX_LEN + 1];
	/* the nearest heading that was passed, for what stands below a code of that length */
	uint16_t base[MC_ICD10CM_MAX_LEN + 1];
	Candidate best;
	bool tied;
	uint16_t above; /* heading of all that tie with the best */
	uint32_t open;
} Narrower;

static const McAttributes *
Of(const Narrower *narrower, uint16_t node)
{
	return mc_card_attributes(narrower->card, node);
}

static bool
Has(const uint8_t *words, uint16_t word)
{
	return words[word / 8] >> (word % 8) & 1;
}

static void
Put(uint8_t *words, uint16_t word)
{
	words[word / 8] |= (uint8_t) (1u << (word % 8));
}

/* The words of a set that are among others: all of them? */
static bool
AllAmong(const McCard *card, uint16_t set, const uint8_t *words)
{
	const McCardSet *s = &card->sets[set];

	for (uint32_t i = 0; i < s->count; i++)
		if (!Has(words, card->set_words[s->first + i]))
			return false;
	return true;
}

static bool
InSet(const McCard *card, uint16_t set, uint16_t word)
{
	const McCardSet *s = &card->sets[set];

	for (uint32_t i = 0; i < s->count && card->set_words[s->first + i] <= word; i++)
		if (card->set_words[s->first + i] == word)
			return true;
	return false;
}

/* Values that say that something is not there: taken where nothing is said. */
static uint16_t
Absence(int axis)
{
	switch (axis)
	{
		case MC_AXIS_COURSE:
			return V(MC_COURSE_NONE);
		case MC_AXIS_INTRACTABLE:
			return V(MC_INTRACTABLE_NO);
		case MC_AXIS_REMISSION:
			return V(MC_REMISSION_NONE);
		default:
			return 0;
	}
}

/*
 * What the Guidelines say is coded where the axis is not documented; above: the
 * heading's values.
 */
static uint16_t
Default(const Narrower *narrower, int axis, uint16_t above)
{
	const uint16_t side = narrower->documented.value[MC_AXIS_SIDE];

	switch (axis)
	{
		case MC_AXIS_DISPLACED: /* I.C.19.c */
			return V(MC_DISPLACED_YES);
		case MC_AXIS_OPEN: /* I.C.19.c */
			return V(MC_OPEN_CLOSED);
		case MC_AXIS_DOMINANCE: /* I.C.6.a */
			return side == V(MC_SIDE_RIGHT)  ? V(MC_DOMINANCE_YES)
				   : side == V(MC_SIDE_LEFT) ? V(MC_DOMINANCE_NO)
											 : 0;
		case MC_AXIS_INTENT: /* I.C.19.e.5.b, I.C.20.h */
			return narrower->documented.value[axis] == V(MC_INTENT_POISONING) ||
						   (above & V(MC_INTENT_POISONING) &&
							!(above &
							  (V(MC_INTENT_ADVERSE_EFFECT) | V(MC_INTENT_UNDERDOSING))))
					   ? V(MC_INTENT_ACCIDENTAL)
					   : 0;
		default:
			return Absence(axis);
	}
}

/* Does the start state the axis, other than as missing or absent? */
static uint16_t
StartStates(const Narrower *narrower, int axis)
{
	uint16_t value = Of(narrower, narrower->start)->value[axis];

	return value & MC_UNSPECIFIED || value == Absence(axis) ? 0 : value;
}

/* A value that a code states and its heading does not */
static Support
SupportOf(const Narrower *narrower, int axis, uint16_t value, uint16_t above)
{
	uint16_t documented = narrower->documented.value[axis];
	uint16_t own = StartStates(narrower, axis);

	/* what the start says stands against all else */
	if (own != 0)
	{
		uint16_t specific = value & (uint16_t) ~MC_UNSPECIFIED;

		if (specific != 0 && (specific & own) == 0)
			return CONTRARY;
		if ((value & own) == own)
			return SUPPORTED;
		if ((documented & own) == 0)
			documented = 0;
	}
	if (documented != 0 && (documented & value) == documented)
		return SUPPORTED;
	if (documented == V(MC_INTENT_POISONING) && axis == MC_AXIS_INTENT)
		documented = 0;
	if (documented != 0)
		return CONTRARY;
	if (value & MC_UNSPECIFIED)
		return SUPPORTED;
	return value == Default(narrower, axis, above) ? BY_DEFAULT : OPEN;
}

/* The nearest heading of two codes; MC_NO_NODE: none */
static uint16_t
Above(const McCard *card, uint16_t a, uint16_t b)
{
	while (a != MC_NO_NODE && !(a <= b && b < card->nodes[a].end))
		a = card->nodes[a].parent;
	return a;
}

/* Does a code say all that the start says, where it is not below it? */
static bool
KeepsStart(const Narrower *narrower, uint16_t n)
{
	const McCard *card = narrower->card;
	const McCardSet *absent = &card->sets[card->nodes[narrower->start].absent];
	uint16_t above = Above(card, n, narrower->start);

	if (above == narrower->start)
		return true;
	/* nor may it say what the start says is not there */
	for (uint32_t i = 0; i < absent->count; i++)
	{
		uint16_t word = card->set_words[absent->first + i];

		if (InSet(card, card->nodes[n].words, word) &&
			!Has(narrower->documented_words, word))
			return false;
	}
	for (int axis = 0; axis < MC_NAXES; axis++)
	{
		uint16_t own = StartStates(narrower, axis);

		if (own != 0 && (Of(narrower, n)->value[axis] & own) == 0)
			return false;
	}
	for (uint16_t k = narrower->start; k != above; k = card->nodes[k].parent)
	{
		const McCardSet *telling = &card->sets[card->nodes[k].telling];

		for (uint32_t i = 0; i < telling->count; i++)
		{
			uint16_t word = card->set_words[telling->first + i];

			if (InSet(card, card->nodes[narrower->start].words, word) &&
				!InSet(card, card->nodes[n].words, word))
				return false;
		}
	}
	return true;
}

/* What to do with a code on the way down */
typedef enum Passage
{
	TAKEN,   /* all that it says is documented */
	SKIPPED, /* not it, but what stands below may say all it says in its own words */
	CLOSED   /* nor anything below it */
} Passage;

/* Does a set have a word that is documented, not only the start's? */
static bool
AnyDocumented(const Narrower *narrower, uint16_t set)
{
	const McCardSet *s = &narrower->card->sets[set];

	for (uint32_t i = 0; i < s->count; i++)
		if (Has(narrower->documented_words, narrower->card->set_words[s->first + i]))
			return true;
	return false;
}

/*
 * Are the words of a code documented?  Below a heading that was passed those that it adds;
 * else all of its own: basal cell carcinoma of skin of nose, whatever the heading calls
 * that part of the face.
 */
static bool
WordsSupported(const Narrower *narrower, const McCardNode *node, bool passed)
{
	if (passed)
		return AllAmong(narrower->card, node->added, narrower->known);
	return AllAmong(narrower->card, node->words, narrower->known) &&
		   AnyDocumented(narrower, node->words);
}

/* Are four axes from one on alike?  Flags follow the last ones, and may make them seem not so. */
static inline bool
SameFour(const McAttributes *a, const McAttributes *b, int axis)
{
	return memcmp(&a->value[axis], &b->value[axis], 4 * sizeof(uint16_t)) == 0;
}

/*
 * May a code be taken?  Sets the defaults that it takes, and adds what is open if only
 * that is in the way.
 */
static Passage
TryCode(Narrower *narrower, uint16_t n)
{
	const McCard *card = narrower->card;
	const McCardNode *node = &card->nodes[n];
	int above_length = mc_icd10cm_length(card->nodes[node->parent].code);
	uint16_t base = narrower->base[above_length];
	bool passed = base == node->parent;
	const McCardNode *parent = &card->nodes[base];
	uint32_t defaults = narrower->defaults[mc_icd10cm_length(parent->code)];
	int absences = narrower->absences[mc_icd10cm_length(parent->code)];
	const McAttributes *own = Of(narrower, n);
	const McAttributes *others = Of(narrower, base);
	uint32_t open = 0;

	if (node->flags & MC_CARD_REMAINDER ||
		(!passed && node->flags & (MC_TITLE_OTHER | MC_TITLE_NEC)))
		return SKIPPED;
	for (int four = 0; four < MC_NAXES && node->attributes != parent->attributes;
		 four += 4)
	{
		/* most are alike */
		if (SameFour(own, others, four))
			continue;
		for (int axis = four; axis < four + 4 && axis < MC_NAXES; axis++)
		{
			uint16_t value = own->value[axis];
			uint16_t above = others->value[axis];

			if (value == 0 || value == above)
				continue;
			switch (SupportOf(narrower, axis, value, above))
			{
				case SUPPORTED:
					break;
				case BY_DEFAULT:
					defaults |= 1u << axis;
					break;
				case OPEN:
					open |= 1u << axis;
					break;
				case CONTRARY:
					return CLOSED;
			}
		}
	}
	if (!WordsSupported(narrower, node, passed))
	{
		const McCardNode *start = &card->nodes[narrower->start];

		/* an open question only where the start leaves one */
		if (passed &&
			((start->end > narrower->start + 1 && n < start->end &&
			  n > narrower->start) ||
			 (start->flags & MC_TITLE_UNSPECIFIED && start->parent != MC_NO_NODE &&
			  n > start->parent && n < card->nodes[start->parent].end)))
			narrower->open |= MC_OPEN_DETAIL;
		return SKIPPED;
	}
	if (node->absent != parent->absent && card->sets[node->absent].count > 0)
	{
		if (AllAmong(card, node->absent, narrower->known))
			return CLOSED;
		absences++;
	}
	if (open != 0)
	{
		if (KeepsStart(narrower, n))
			narrower->open |= open;
		return CLOSED;
	}
	narrower->defaults[mc_icd10cm_length(node->code)] = defaults;
	narrower->absences[mc_icd10cm_length(node->code)] = absences;
	return TAKEN;
}

/* Values of an axis that a code or a heading above it states */
static uint16_t
Stated(const Narrower *narrower, uint16_t n, int axis)
{
	while (Of(narrower, n)->value[axis] == 0 &&
		   narrower->card->nodes[n].parent != MC_NO_NODE)
		n = narrower->card->nodes[n].parent;
	return Of(narrower, n)->value[axis];
}

static int
CountBits(uint32_t bits)
{
	int n = 0;

	for (; bits; bits &= bits - 1)
		n++;
	return n;
}

static Candidate
MakeCandidate(const Narrower *narrower, uint16_t n)
{
	const McCard *card = narrower->card;
	const McCardNode *node = &card->nodes[n];
	const McCardSet *words = &card->sets[node->words];
	Candidate candidate = {.node = n,
						   .billable = (node->flags & MC_CARD_BILLABLE) != 0,
						   .below = n >= narrower->start &&
									n < card->nodes[narrower->start].end,
						   .length = mc_icd10cm_length(node->code)};

	for (int axis = 0; axis < MC_NAXES; axis++)
	{
		uint16_t documented = narrower->documented.value[axis];
		uint16_t value = documented ? Stated(narrower, n, axis) : 0;

		if (documented == 0 || (value & documented) != documented)
			continue;
		candidate.matches++;
		candidate.loose += CountBits(value & (uint16_t) ~documented);
	}
	for (uint32_t i = 0; i < words->count; i++)
		candidate.words +=
			Has(narrower->documented_words, card->set_words[words->first + i]);
	candidate.defaults = narrower->defaults[candidate.length];
	candidate.absences = narrower->absences[candidate.length];
	return candidate;
}

static int
TakenForGranted(const Candidate *candidate)
{
	return CountBits(candidate->defaults) + candidate->absences;
}

/* Order of candidates: above zero if a is the better one, zero if they tie */
static int
Compare(const Candidate *a, const Candidate *b)
{
	if (a->matches != b->matches)
		return a->matches - b->matches;
	if (a->words != b->words)
		return a->words - b->words;
	if (a->billable != b->billable)
		return a->billable - b->billable;
	if (a->loose != b->loose)
		return b->loose - a->loose;
	if (TakenForGranted(a) != TakenForGranted(b))
		return TakenForGranted(b) - TakenForGranted(a);
	if (a->below != b->below)
		return a->below - b->below;
	return a->length - b->length;
}

static void
Consider(Narrower *narrower, uint16_t n)
{
	Candidate candidate = MakeCandidate(narrower, n);
	int order =
		narrower->best.node == MC_NO_NODE ? 1 : Compare(&candidate, &narrower->best);

	if (order > 0)
	{
		narrower->best = candidate;
		narrower->tied = false;
		narrower->above = n;
	}
	else if (order == 0)
	{
		narrower->tied = true;
		if (narrower->above != MC_NO_NODE)
			narrower->above = Above(narrower->card, narrower->above, n);
	}
}

/*
 * The heading below which a code may say what the start leaves open: for what is
 * missing the category, for what is not there the heading that does not say so.
 */
static uint16_t
Top(const Narrower *narrower)
{
	const McCard *card = narrower->card;
	const McCardNode *start = &card->nodes[narrower->start];
	const McAttributes *own = Of(narrower, narrower->start);
	bool missing = (start->flags & MC_TITLE_UNSPECIFIED) != 0;
	uint16_t top = narrower->start;

	for (int axis = 0; axis < MC_NAXES; axis++)
		missing = missing || own->value[axis] & MC_UNSPECIFIED;
	for (uint16_t n = start->parent; n != MC_NO_NODE; n = card->nodes[n].parent)
	{
		const McCardNode *below = &card->nodes[top];
		bool absent = card->sets[below->absent].count > 0 &&
					  (below->absent == start->absent || top == narrower->start);

		for (int axis = 0; axis < MC_NAXES; axis++)
			absent =
				absent || (own->value[axis] != 0 && own->value[axis] == Absence(axis) &&
						   Of(narrower, top)->value[axis] == own->value[axis]);
		if (!missing && !absent)
			break;
		top = n;
	}
	return top;
}

/* Values that are one together */
static void
Normalise(McAttributes *documented)
{
	uint16_t *value = documented->value;
	const uint16_t sides = V(MC_SIDE_LEFT) | V(MC_SIDE_RIGHT);
	const uint16_t courses = V(MC_ACUITY_ACUTE) | V(MC_ACUITY_CHRONIC);

	for (int axis = 0; axis < MC_NAXES; axis++)
		value[axis] &= (uint16_t) ~MC_UNSPECIFIED;
	/* I.B.13: the bilateral code, if there is one */
	if ((value[MC_AXIS_SIDE] & sides) == sides)
		value[MC_AXIS_SIDE] = V(MC_SIDE_BILATERAL);
	/* I.B.8: the combination code, if there is one */
	if ((value[MC_AXIS_ACUITY] & courses) == courses)
		value[MC_AXIS_ACUITY] = V(MC_ACUITY_ACUTE_ON_CHRONIC);
	if (value[MC_AXIS_OPEN_TYPE] && !value[MC_AXIS_OPEN])
		value[MC_AXIS_OPEN] = V(MC_OPEN_OPEN);
	if (value[MC_AXIS_HEALING] && !value[MC_AXIS_ENCOUNTER])
		value[MC_AXIS_ENCOUNTER] = V(MC_ENCOUNTER_SUBSEQUENT);
}

/* Number of a word of the card; their count if it has none of this stem */
static uint32_t
FindWord(const McCard *card, uint64_t stem)
{
	uint32_t low = 0;
	uint32_t high = card->nstems;

	while (low < high)
	{
		uint32_t middle = low + (high - low) / 2;

		if (card->stems[middle] < stem)
			low = middle + 1;
		else
			high = middle;
	}
	return low < card->nstems && card->stems[low] == stem ? low : card->nstems;
}

static void
Begin(Narrower *narrower, const McCard *card, uint16_t start,
	  const McAttributes *documented, const uint64_t *stems, size_t nstems)
{
	const McCardSet *words = &card->sets[card->nodes[start].words];
	size_t bytes = (card->nstems + 7) / 8;

	narrower->card = card;
	narrower->start = start;
	narrower->documented = *documented;
	Normalise(&narrower->documented);
	memset(narrower->known, 0, bytes);
	memset(narrower->documented_words, 0, bytes);
	memset(narrower->defaults, 0, sizeof(narrower->defaults));
	memset(narrower->absences, 0, sizeof(narrower->absences));
	narrower->best.node = MC_NO_NODE;
	narrower->tied = false;
	narrower->above = MC_NO_NODE;
	narrower->open = 0;
	for (uint32_t i = 0; i < words->count; i++)
		Put(narrower->known, card->set_words[words->first + i]);
	narrower->ndocumented = 0;
	for (size_t i = 0; i < nstems; i++)
	{
		uint32_t word = FindWord(card, stems[i]);

		if (word == card->nstems || Has(narrower->documented_words, (uint16_t) word))
			continue;
		Put(narrower->known, (uint16_t) word);
		Put(narrower->documented_words, (uint16_t) word);
		narrower->ndocumented++;
	}
}

/*
 * What the result depends on, for looking it up.  False if it is not remembered: it has more
 * words than are usual, or nobody keeps the card.
 */
static bool
MakeCase(const Narrower *narrower, McNarrowCase *narrowed)
{
	const McCard *card = narrower->card;
	size_t n = 0;

	if (card->memo == NULL || narrower->ndocumented > MC_MEMO_WORDS)
		return false;
	narrowed->card = card->number;
	narrowed->start = narrower->start;
	memcpy(narrowed->value, narrower->documented.value, sizeof(narrowed->value));
	for (uint32_t byte = 0; n < narrower->ndocumented; byte++)
	{
		for (uint8_t left = narrower->documented_words[byte]; left != 0; left &= left - 1)
			narrowed->words[n++] = (uint16_t) (byte * 8 + __builtin_ctz(left));
	}
	while (n < MC_MEMO_WORDS)
		narrowed->words[n++] = MC_NO_NODE;
	return true;
}

/* Go down the codes below the top, and choose. */
static void
Narrow(Narrower *narrower, McNarrow *result)
{
	const McCard *card = narrower->card;
	uint16_t start = narrower->start;
	uint16_t top = Top(narrower);

	for (uint32_t n = top; n < card->nodes[top].end;)
	{
		const McCardNode *node = &card->nodes[n];
		int length = mc_icd10cm_length(node->code);
		Passage passage;

		if (n <= start && start < node->end)
		{
			/* the start, and what is above it: given */
			narrower->defaults[length] = 0;
			narrower->absences[length] = 0;
			narrower->base[length] = (uint16_t) n;
			if (n == start)
				Consider(narrower, (uint16_t) n);
			n++;
			continue;
		}
		passage = TryCode(narrower, (uint16_t) n);
		/* below what is skipped, a code needs a documented word of its own */
		if (passage == CLOSED || (passage == SKIPPED && narrower->ndocumented == 0))
		{
			n = node->end;
			continue;
		}
		narrower->base[length] =
			passage == TAKEN
				? (uint16_t) n
				: narrower->base[mc_icd10cm_length(card->nodes[node->parent].code)];
		if (passage == TAKEN && KeepsStart(narrower, (uint16_t) n))
			Consider(narrower, (uint16_t) n);
		n++;
	}
	result->node = narrower->best.node;
	result->open = narrower->open;
	if (narrower->tied)
	{
		/* several would do: none is chosen */
		bool below = narrower->above != MC_NO_NODE && narrower->above >= start &&
					 narrower->above < card->nodes[start].end;

		result->node = below ? narrower->above : start;
		result->open |= MC_OPEN_DETAIL;
	}
	else
		/* what was taken for granted can be asked */
		result->open |= narrower->best.defaults;
}

McNarrowMemo *
mc_narrow_memo_create(const McHost *host)
{
	McNarrowMemo *memo = mc_alloc(host, sizeof(McNarrowMemo));

	memset(memo, 0, sizeof(*memo));
	return memo;
}

void
mc_card_narrow(const McCard *card, uint16_t start, const McAttributes *documented,
			   const uint64_t *stems, size_t nstems, McNarrow *result)
{
	Narrower narrower;
	McNarrowCase narrowed;
	bool remembered;

	Begin(&narrower, card, start, documented, stems, nstems);
	remembered = MakeCase(&narrower, &narrowed);
	if (remembered)
	{
		const McNarrow *before = mc_narrow_memo_find(card->memo, &narrowed);

		if (before)
		{
			*result = *before;
			return;
		}
	}
	Narrow(&narrower, result);
	if (remembered)
		mc_narrow_memo_put(card->memo, &narrowed, result);
}
