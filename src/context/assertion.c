/*
 * assertion.c
 *	  Assertion by cues, key-value lines, check boxes and sections.
 *
 * Per sentence with targets: find the cues, longest first; let pseudo cues
 * swallow what they cover; give each cue its scope; mark the targets in it.
 */
#include "context/assertion.h"

#include <string.h>

/* Most cues looked at in one sentence. */
#define MAX_CUES 1000

/* A cue found in a sentence. */
typedef struct FoundCue
{
	const McCue *cue;
	uint32_t first; /* tokens */
	uint32_t last;
	bool swallowed;
} FoundCue;

typedef struct Context
{
	const McHost *host;
	const McCues *cues;
	const McDocument *doc;
	FoundCue *found; /* of the current sentence, by place */
	size_t nfound;
	size_t found_cap;
	/* a sentence that ended in a cue and a colon: "Denies:" over a list */
	const McCue *list_cue;
	uint32_t list_cue_first;
	uint32_t list_cue_last;
} Context;

/* Values that deny a key, sorted: fever: none. */
static const char *const denying_values[] = {
	"absent", "denied", "denies", "neg",         "negative",
	"nil",    "no",     "none",   "nonreactive", "unremarkable",
};

static inline bool
IsPunct(const McToken *token, char punct)
{
	return token->kind == MC_TOKEN_PUNCT && token->punct == (uint8_t) punct;
}

static bool
CueMatches(const Context *c, const McCue *cue, uint32_t first, uint32_t end)
{
	if (first + cue->ntokens > end)
		return false;
	for (uint32_t i = 1; i < cue->ntokens; i++)
	{
		if (mc_cue_key(&c->doc->words, &c->doc->tokens.list[first + i]) != cue->keys[i])
			return false;
	}
	return true;
}

static void
AddFound(Context *c, const McCue *cue, uint32_t first)
{
	MC_GROW(c->host, c->found, c->nfound, c->found_cap);
	c->found[c->nfound].cue = cue;
	c->found[c->nfound].first = first;
	c->found[c->nfound].last = first + cue->ntokens - 1u;
	c->found[c->nfound].swallowed = false;
	c->nfound++;
}

/*
 * Does cue a swallow cue b?  The longer takes what it covers, of whatever
 * axis: "no history of" is not historical, "cannot rule out" not a denial.  It
 * leaves terminators of other axes alone.  A pseudo cue also wins against one
 * of its own axis that is as long or only overlaps it.
 */
static bool
Swallows(const FoundCue *a, const FoundCue *b)
{
	uint32_t a_length = a->last - a->first;
	uint32_t b_length = b->last - b->first;
	bool same_axis = a->cue->category == b->cue->category;
	bool pseudo =
		a->cue->direction == MC_CUE_PSEUDO && b->cue->direction != MC_CUE_PSEUDO;

	if (a->last < b->first || b->last < a->first)
		return false;
	if (a->first > b->first || a->last < b->last)
		return pseudo && same_axis && !(b->first <= a->first && b->last >= a->last);
	if (a_length == b_length)
		return pseudo && same_axis;
	return pseudo || same_axis || b->cue->direction != MC_CUE_TERMINATE;
}

/* All cues of a sentence. */
static void
FindCues(Context *c, const McSentence *sentence)
{
	const McToken *t = c->doc->tokens.list;
	size_t kept = 0;

	c->nfound = 0;
	for (uint32_t i = sentence->first_token; i < sentence->end_token; i++)
	{
		const McCue *list;
		uint32_t n = mc_cues_starting(c->cues, mc_cue_key(&c->doc->words, &t[i]), &list);
		uint32_t longest[MC_CUE_NCATEGORIES + 1] = {0};

		for (uint32_t k = 0; k < n; k++)
		{
			const McCue *cue = &list[k];

			/* of one category only the longest that begins here */
			if (longest[cue->category] > cue->ntokens ||
				!CueMatches(c, cue, i, sentence->end_token))
				continue;
			longest[cue->category] = cue->ntokens;
			AddFound(c, cue, i);
		}
		if ((i & (MC_INTERRUPT_INTERVAL - 1)) == 0)
			mc_interrupt(c->host);
	}
	/* few cues stand in a sentence; a text made of nothing else is cut short */
	if (c->nfound > MAX_CUES)
		c->nfound = MAX_CUES;
	for (size_t i = 0; i < c->nfound; i++)
	{
		for (size_t j = 0; j < c->nfound && !c->found[i].swallowed; j++)
			c->found[i].swallowed = j != i && Swallows(&c->found[j], &c->found[i]);
	}
	for (size_t i = 0; i < c->nfound; i++)
	{
		if (!c->found[i].swallowed)
			c->found[kept++] = c->found[i];
	}
	c->nfound = kept;
}

/* Does found cue b end the scope of cue a? */
static bool
Terminates(const FoundCue *a, const FoundCue *b, bool forward)
{
	if (b->cue->direction == MC_CUE_TERMINATE)
		return b->cue->category == MC_CUE_ANY || b->cue->category == a->cue->category;
	if (b->cue->direction == MC_CUE_PSEUDO || b->cue->category != a->cue->category)
		return false;
	/* another cue of the kind takes over: the closest counts */
	return b->cue->direction == a->cue->direction ||
		   (b->cue->direction == MC_CUE_BOTH && forward);
}

/* Punctuation that ends a scope going forward from token `from`. */
static bool
PunctEndsForward(const McToken *t, uint32_t i, uint32_t from, int *open)
{
	if (t[i].kind != MC_TOKEN_PUNCT)
		return false;
	switch (t[i].punct)
	{
		case ';':
		case '}':
			return true;
		case ':':
			return i != from; /* "denies: fever" goes on */
		case '(':
			(*open)++;
			return false;
		case ')':
			return --*open < 0;
		default:
			return false;
	}
}

/* Last token a forward cue reaches. */
static uint32_t
ForwardEnd(const Context *c, const FoundCue *found, const McSentence *sentence)
{
	const McToken *t = c->doc->tokens.list;
	uint32_t limit = sentence->end_token;
	int open = 0;

	for (size_t j = 0; j < c->nfound; j++)
	{
		const FoundCue *other = &c->found[j];

		if (other->first > found->last && other->first < limit &&
			Terminates(found, other, true))
			limit = other->first;
	}
	for (uint32_t i = found->last + 1; i < limit; i++)
	{
		if (PunctEndsForward(t, i, found->last + 1, &open))
			limit = i;
	}
	if (found->cue->max_scope && limit > found->last + 1 + found->cue->max_scope)
		limit = found->last + 1 + found->cue->max_scope;
	return limit - 1;
}

/* First token a backward cue reaches. */
static uint32_t
BackwardStart(const Context *c, const FoundCue *found, const McSentence *sentence)
{
	const McToken *t = c->doc->tokens.list;
	uint32_t limit = sentence->first_token;

	for (size_t j = 0; j < c->nfound; j++)
	{
		const FoundCue *other = &c->found[j];

		if (other->last < found->first && other->last + 1 > limit &&
			Terminates(found, other, false))
			limit = other->last + 1;
	}
	for (uint32_t i = found->first; i > limit; i--)
	{
		if (IsPunct(&t[i - 1], ';'))
			limit = i;
	}
	if (found->cue->max_scope && found->first > limit + found->cue->max_scope)
		limit = found->first - found->cue->max_scope;
	return limit;
}

static uint32_t
Distance(const McTarget *target, uint32_t cue_first, uint32_t cue_last)
{
	return cue_first > target->last_token ? cue_first - target->last_token
										  : target->first_token - cue_last;
}

/* Set an axis; of several cues the closest is kept as the evidence. */
static void
Decide(McAssertion *assertion, const McTarget *target, McCueCategory axis, uint32_t first,
	   uint32_t last)
{
	if (assertion->cue_first[axis] != MC_NO_TOKEN &&
		Distance(target, assertion->cue_first[axis], assertion->cue_last[axis]) <=
			Distance(target, first, last))
		return;
	assertion->cue_first[axis] = first;
	assertion->cue_last[axis] = last;
	switch (axis)
	{
		case MC_CUE_NEGATED:
			assertion->negated = true;
			break;
		case MC_CUE_UNCERTAIN:
			assertion->uncertain = true;
			break;
		case MC_CUE_HISTORICAL:
			assertion->historical = true;
			break;
		case MC_CUE_HYPOTHETICAL:
			assertion->hypothetical = true;
			break;
		case MC_CUE_FAMILY:
			assertion->experiencer = MC_FAMILY;
			break;
		default:
			break;
	}
}

/*
 * May a cue that overlaps a target act on the others?  A word of a disease's
 * name may not (no-reflow, negative pressure wound), but "history of" and
 * "family history of" head a list although a term includes them.
 */
static bool
MayAct(const FoundCue *found, const McTarget *targets, size_t n)
{
	bool heads_list =
		found->cue->ntokens > 1 && (found->cue->category == MC_CUE_FAMILY ||
									found->cue->category == MC_CUE_HISTORICAL);

	for (size_t i = 0; i < n; i++)
	{
		if (found->first <= targets[i].last_token &&
			found->last >= targets[i].first_token)
			return heads_list && found->first == targets[i].first_token;
	}
	return true;
}

static void
ApplyCues(Context *c, const McSentence *sentence, const McTarget *targets, size_t n,
		  McAssertion *out)
{
	for (size_t i = 0; i < c->nfound; i++)
	{
		const FoundCue *found = &c->found[i];
		McCueDirection direction = (McCueDirection) found->cue->direction;
		uint32_t from = UINT32_MAX;
		uint32_t to = 0;

		if (direction == MC_CUE_TERMINATE || direction == MC_CUE_PSEUDO ||
			!MayAct(found, targets, n))
			continue;
		if (direction != MC_CUE_BACKWARD)
			to = ForwardEnd(c, found, sentence);
		if (direction != MC_CUE_FORWARD)
			from = BackwardStart(c, found, sentence);
		for (size_t k = 0; k < n; k++)
		{
			const McTarget *target = &targets[k];
			bool apart =
				target->first_token > found->last || target->last_token < found->first;
			bool reached =
				apart &&
				(target->first_token > found->last
					 ? direction != MC_CUE_BACKWARD && target->first_token <= to
					 : direction != MC_CUE_FORWARD && target->last_token >= from);

			if (reached)
				Decide(&out[k], target, (McCueCategory) found->cue->category,
					   found->first, found->last);
		}
	}
}

static bool
IsDenyingValue(const McDocument *doc, const McToken *token)
{
	const char *text;
	uint32_t len;

	if (token->word == MC_NO_WORD)
		return IsPunct(token, '-');
	text = mc_word_text(&doc->words, token->word);
	len = doc->words.list[token->word].len;
	for (size_t i = 0; i < sizeof(denying_values) / sizeof(denying_values[0]); i++)
	{
		if (strlen(denying_values[i]) == len && memcmp(denying_values[i], text, len) == 0)
			return true;
	}
	return false;
}

/*
 * fever: none.  The value must be alone or end at a comma: "pain: no better"
 * and "diabetes: no complications" deny nothing of the key.
 */
static void
ApplyKeyValue(const Context *c, const McSentence *sentence, const McTarget *target,
			  McAssertion *out)
{
	const McToken *t = c->doc->tokens.list;
	uint32_t i = target->last_token + 1;

	if (i + 1 >= sentence->end_token || !(IsPunct(&t[i], ':') || IsPunct(&t[i], '=')))
		return;
	i++;
	if (!IsDenyingValue(c->doc, &t[i]))
		return;
	if (i + 1 == sentence->end_token || t[i + 1].kind == MC_TOKEN_PUNCT ||
		t[i + 1].kind == MC_TOKEN_CHECKBOX)
		Decide(out, target, MC_CUE_NEGATED, i, i);
}

/* [ ] fever */
static void
ApplyCheckbox(const Context *c, const McSentence *sentence, const McTarget *target,
			  McAssertion *out)
{
	const McToken *t = c->doc->tokens.list;
	uint32_t i = sentence->first_token;

	if (!(sentence->flags & MC_SENT_UNCHECKED))
		return;
	while (t[i].kind != MC_TOKEN_CHECKBOX)
		i++;
	Decide(out, target, MC_CUE_NEGATED, i, i);
}

/*
 * A cue that ends its sentence at a colon acts on the list below it.  Keep it
 * for the items that follow.
 */
static void
RememberListCue(Context *c, const McSentence *sentence)
{
	const McToken *t = c->doc->tokens.list;
	uint32_t last = sentence->end_token - 1;

	c->list_cue = NULL;
	if (last == sentence->first_token || !IsPunct(&t[last], ':'))
		return;
	for (size_t i = 0; i < c->nfound; i++)
	{
		if (c->found[i].cue->direction == MC_CUE_FORWARD && c->found[i].last + 1 == last)
		{
			c->list_cue = c->found[i].cue;
			c->list_cue_first = c->found[i].first;
			c->list_cue_last = c->found[i].last;
		}
	}
}

/* What the section says where no cue does. */
static void
ApplySection(const McDocument *doc, const McSentence *sentence, McAssertion *out)
{
	switch ((McSectionCategory) doc->sections.list[sentence->section].category)
	{
		case MC_SECTION_FAMILY:
			out->experiencer = MC_FAMILY;
			break;
		case MC_SECTION_INSTRUCTIONS:
		case MC_SECTION_EDUCATION:
			out->hypothetical = true;
			break;
		case MC_SECTION_PAST_MEDICAL:
		case MC_SECTION_PAST_SURGICAL:
			out->historical = true;
			break;
		case MC_SECTION_INDICATION:
		case MC_SECTION_PREOPERATIVE_DIAGNOSIS:
			out->uncertain = true;
			break;
		default:
			break;
	}
}

void
mc_assert(const McHost *host, const McCues *cues, const McDocument *doc,
		  const McTarget *targets, size_t ntargets, McAssertion *out)
{
	Context c = {.host = host, .cues = cues, .doc = doc};
	const McToken *t = doc->tokens.list;
	size_t next = 0;

	for (size_t i = 0; i < ntargets; i++)
	{
		memset(&out[i], 0, sizeof(out[i]));
		for (int axis = 0; axis < MC_CUE_NCATEGORIES; axis++)
			out[i].cue_first[axis] = out[i].cue_last[axis] = MC_NO_TOKEN;
	}
	for (size_t s = 0; s < doc->sentences.count && next < ntargets; s++)
	{
		const McSentence *sentence = &doc->sentences.list[s];
		bool heads_list = sentence->end_token > sentence->first_token &&
						  IsPunct(&t[sentence->end_token - 1], ':');
		size_t n = 0;

		while (next + n < ntargets && targets[next + n].first_token < sentence->end_token)
			n++;
		if (c.list_cue && (!(sentence->flags & MC_SENT_ITEM) ||
						   (t[sentence->first_token].flags & MC_TOK_PARA)))
			c.list_cue = NULL;
		if (n == 0 && !heads_list)
			continue;
		FindCues(&c, sentence);
		ApplyCues(&c, sentence, targets + next, n, out + next);
		for (size_t k = next; k < next + n; k++)
		{
			if (c.list_cue)
				Decide(&out[k], &targets[k], (McCueCategory) c.list_cue->category,
					   c.list_cue_first, c.list_cue_last);
			ApplyKeyValue(&c, sentence, &targets[k], &out[k]);
			ApplyCheckbox(&c, sentence, &targets[k], &out[k]);
			ApplySection(doc, sentence, &out[k]);
		}
		if (heads_list)
			RememberListCue(&c, sentence);
		next += n;
		mc_interrupt(host);
	}
	mc_release(host, c.found);
}

McCueCategory
mc_deciding_axis(const McAssertion *assertion)
{
	static const McCueCategory order[] = {
		MC_CUE_NEGATED,   MC_CUE_FAMILY,     MC_CUE_HYPOTHETICAL,
		MC_CUE_UNCERTAIN, MC_CUE_HISTORICAL,
	};

	for (size_t i = 0; i < sizeof(order) / sizeof(order[0]); i++)
	{
		if (assertion->cue_first[order[i]] != MC_NO_TOKEN)
			return order[i];
	}
	return MC_CUE_NCATEGORIES;
}
