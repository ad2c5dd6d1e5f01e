/*
 * assertion.c
 *	  Assertion by cues, key-value lines, check boxes and sections.
 *
 * Per sentence with targets: find the cues, longest first; let pseudo cues
 * swallow what they cover; give each cue its scope; mark the targets in it.
 */
#include "context/assertion.h"

#include <string.h>

#include "context/procedure.h"
#include "context/section_assertion.h"

_Static_assert(MC_CUE_NCATEGORIES - MC_CUE_NAXES == MC_NSTATUSES - 1,
			   "a category of cues for each status");

typedef struct Context
{
	const McHost *host;
	const McCues *cues;
	const McDocument *doc;
	McFoundCues found; /* of the current sentence */
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

static uint32_t
Distance(const McTarget *target, uint32_t cue_first, uint32_t cue_last)
{
	if (cue_first > target->last_token)
		return cue_first - target->last_token;
	return target->first_token > cue_last ? target->first_token - cue_last : 0;
}

/* Set an axis or a status; of several cues the closest is kept as the evidence. */
static void
Decide(McAssertion *assertion, const McTarget *target, McCueCategory category,
	   uint32_t first, uint32_t last)
{
	/* a procedure to come has not been done, but is no axis of its cues */
	McCueCategory axis =
		category == MC_CUE_PLANNED ? MC_CUE_HYPOTHETICAL : mc_cue_axis(category);

	if (axis != category)
		Decide(assertion, target, axis, first, last);
	if (assertion->cue_first[category] != MC_NO_TOKEN &&
		Distance(target, assertion->cue_first[category], assertion->cue_last[category]) <=
			Distance(target, first, last))
		return;
	assertion->cue_first[category] = first;
	assertion->cue_last[category] = last;
	switch (category)
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
MayAct(const McFoundCue *found, const McTarget *targets, size_t n)
{
	bool heads_list =
		found->cue->ntokens > 1 && (found->cue->category == MC_CUE_FAMILY ||
									found->cue->category == MC_CUE_HISTORICAL);
	size_t k = mc_target_from(targets, n, found->first);

	return k == n || targets[k].first_token > found->last ||
		   (heads_list && found->first == targets[k].first_token);
}

/* Only what is done can be planned; other cues may say something of any target. */
static bool
Applies(const Context *c, const McCue *cue, const McTarget *target)
{
	return cue->category != MC_CUE_PLANNED ||
		   mc_is_procedure(c->doc, target->first_token, target->last_token);
}

static void
ApplyCues(const Context *c, const McSentence *sentence, const McTarget *targets, size_t n,
		  McAssertion *out)
{
	for (size_t i = 0; i < c->found.count; i++)
	{
		const McFoundCue *found = &c->found.list[i];
		McCueDirection direction = (McCueDirection) found->cue->direction;

		if ((i & (MC_INTERRUPT_INTERVAL - 1)) == 0)
			mc_interrupt(c->host);
		if (direction == MC_CUE_TERMINATE || direction == MC_CUE_PSEUDO ||
			!MayAct(found, targets, n))
			continue;
		if (direction != MC_CUE_BACKWARD)
		{
			uint32_t end = mc_scope_end(c->doc, &c->found, i, sentence);
			size_t k = mc_target_from(targets, n, found->last + 1);

			/* the target that the cue is part of */
			if (k < n && targets[k].first_token <= found->last)
				k++;
			for (; k < n && targets[k].first_token <= end; k++)
			{
				if (Applies(c, found->cue, &targets[k]))
					Decide(&out[k], &targets[k], (McCueCategory) found->cue->category,
						   found->first, found->last);
			}
		}
		if (direction != MC_CUE_FORWARD && found->first > sentence->first_token)
		{
			uint32_t start = mc_scope_start(c->doc, &c->found, i, sentence, targets, n);

			for (size_t k = mc_target_from(targets, n, start);
				 k < n && targets[k].last_token < found->first; k++)
			{
				if (Applies(c, found->cue, &targets[k]))
					Decide(&out[k], &targets[k], (McCueCategory) found->cue->category,
						   found->first, found->last);
			}
		}
	}
}

static bool
IsDenyingValue(const McDocument *doc, const McToken *token)
{
	const char *text;
	uint32_t len;

	if (token->word == MC_NO_WORD)
		return mc_is_punct(token, '-');
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
 * fever: none, fever (-).  The value must be alone or end at a comma: "pain: no
 * better" and "diabetes: no complications" deny nothing of the key.  Where the
 * key is a section's header, the value is the first word of its body.
 */
static void
ApplyKeyValue(const Context *c, const McSentence *sentence, const McTarget *target,
			  McAssertion *out)
{
	const McToken *t = c->doc->tokens.list;
	uint32_t i = target->last_token + 1;
	uint32_t end = sentence->flags & MC_SENT_HEADER ? (uint32_t) c->doc->tokens.count
													: sentence->end_token;

	if (i + 2 < end && mc_is_punct(&t[i], '(') && mc_is_punct(&t[i + 1], '-') &&
		mc_is_punct(&t[i + 2], ')'))
	{
		Decide(out, target, MC_CUE_NEGATED, i, i + 2);
		return;
	}
	if (i >= sentence->end_token || i + 1 >= end ||
		!(mc_is_punct(&t[i], ':') || mc_is_punct(&t[i], '=')))
		return;
	i++;
	if (IsDenyingValue(c->doc, &t[i]) &&
		(i + 1 == end || t[i + 1].kind == MC_TOKEN_PUNCT ||
		 t[i + 1].kind == MC_TOKEN_CHECKBOX || (t[i + 1].flags & MC_TOK_LINE)))
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
 * A cue that reaches the colon at the end of its sentence acts on the list
 * below it: "Denies any of these:".  Keep it for the items that follow.
 */
static void
RememberListCue(Context *c, const McSentence *sentence)
{
	uint32_t last = sentence->end_token - 1;

	c->list_cue = NULL;
	for (size_t i = 0; i < c->found.count; i++)
	{
		const McFoundCue *found = &c->found.list[i];

		if (found->cue->direction == MC_CUE_FORWARD && found->last < last &&
			(found->last + 1 == last ||
			 mc_scope_end(c->doc, &c->found, i, sentence) + 1 >= last))
		{
			c->list_cue = found->cue;
			c->list_cue_first = found->first;
			c->list_cue_last = found->last;
		}
	}
}

/* The cue over a list acts on an item up to the first terminator in it. */
static void
ApplyListCue(const Context *c, const McTarget *targets, size_t n, McAssertion *out)
{
	uint32_t end = UINT32_MAX;

	for (size_t i = 0; i < c->found.count && end == UINT32_MAX; i++)
	{
		const McCue *cue = c->found.list[i].cue;

		if (cue->direction == MC_CUE_TERMINATE &&
			(cue->category == MC_CUE_ANY ||
			 mc_cue_axis((McCueCategory) cue->category) ==
				 mc_cue_axis((McCueCategory) c->list_cue->category)))
			end = c->found.list[i].first;
	}
	for (size_t k = 0; k < n && targets[k].first_token < end; k++)
	{
		if (Applies(c, c->list_cue, &targets[k]))
			Decide(&out[k], &targets[k], (McCueCategory) c->list_cue->category,
				   c->list_cue_first, c->list_cue_last);
	}
}

/*
 * The dates of a sentence.  A month or a year is of the past: notes give the day
 * of what is recent, and a beginning ("since 2015", "diagnosed in 2015") is no end.
 */
static void
ApplyDates(const Context *c, const McSentence *sentence, const McTarget *targets,
		   size_t n, McAssertion *out)
{
	uint32_t from = sentence->first_token;
	McFoundDate date;
	McFoundDate next;
	bool more = mc_next_date(c->doc, sentence, &from, &date);

	while (more)
	{
		size_t first;
		size_t count;

		more = mc_next_date(c->doc, sentence, &from, &next);
		count =
			mc_dated_targets(c->doc, sentence, &date,
							 more ? next.first : sentence->end_token, targets, n, &first);
		for (size_t k = first; k < first + count; k++)
		{
			if (out[k].date_first != MC_NO_TOKEN &&
				Distance(&targets[k], out[k].date_first, out[k].date_last) <=
					Distance(&targets[k], date.first, date.last))
				continue;
			out[k].event_date = date.date;
			out[k].date_first = date.first;
			out[k].date_last = date.last;
			if (date.date.day == 0 && !date.since && !out[k].hypothetical)
				Decide(&out[k], &targets[k], MC_CUE_HISTORICAL, date.first, date.last);
		}
		date = next;
	}
}

/* The status of a target: that of the closest cue for one. */
static McStatus
StatusOf(const McAssertion *assertion, const McTarget *target)
{
	McStatus status = MC_STATUS_NONE;
	uint32_t closest = UINT32_MAX;

	for (int i = MC_CUE_NAXES; i < MC_CUE_NCATEGORIES; i++)
	{
		uint32_t distance;

		if (assertion->cue_first[i] == MC_NO_TOKEN)
			continue;
		distance = Distance(target, assertion->cue_first[i], assertion->cue_last[i]);
		if (distance < closest)
		{
			closest = distance;
			status = (McStatus) (i - MC_CUE_NAXES + 1);
		}
	}
	return status;
}

/* Where to begin: at the first target, or at what heads the list that it is an item of. */
static size_t
FirstSentence(const McDocument *doc, const McTarget *targets, size_t ntargets)
{
	size_t s = ntargets > 0 ? mc_sentence_of(doc, targets[0].first_token) : 0;

	while (s > 0 && doc->sentences.list[s].flags & MC_SENT_ITEM)
		s--;
	return s;
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
		out[i].date_first = out[i].date_last = MC_NO_TOKEN;
	}
	for (size_t s = FirstSentence(doc, targets, ntargets);
		 s < doc->sentences.count && next < ntargets; s++)
	{
		const McSentence *sentence = &doc->sentences.list[s];
		bool heads_list = sentence->end_token > sentence->first_token &&
						  mc_is_punct(&t[sentence->end_token - 1], ':');
		size_t n = 0;

		while (next + n < ntargets && targets[next + n].first_token < sentence->end_token)
			n++;
		if (c.list_cue && (!(sentence->flags & MC_SENT_ITEM) ||
						   (t[sentence->first_token].flags & MC_TOK_PARA)))
			c.list_cue = NULL;
		if (n == 0 && !heads_list)
			continue;
		mc_find_cues(host, cues, doc, sentence, targets + next, n, &c.found);
		ApplyCues(&c, sentence, targets + next, n, out + next);
		if (c.list_cue)
			ApplyListCue(&c, targets + next, n, out + next);
		ApplyDates(&c, sentence, targets + next, n, out + next);
		for (size_t k = next; k < next + n; k++)
		{
			ApplyKeyValue(&c, sentence, &targets[k], &out[k]);
			ApplyCheckbox(&c, sentence, &targets[k], &out[k]);
			out[k].status = StatusOf(&out[k], &targets[k]);
			mc_apply_section(doc, &c.found, sentence, &targets[k], &out[k]);
			if (out[k].experiencer == MC_FAMILY)
				out[k].relative = mc_relative_of(doc, sentence, &targets[k],
												 out[k].cue_first[MC_CUE_FAMILY],
												 out[k].cue_last[MC_CUE_FAMILY]);
		}
		if (heads_list)
			RememberListCue(&c, sentence);
		next += n;
		mc_interrupt(host);
	}
	mc_release(host, c.found.list);
}

McCueCategory
mc_deciding_axis(const McAssertion *assertion)
{
	static const McCueCategory order[] = {
		MC_CUE_NEGATED,    MC_CUE_FAMILY,    MC_CUE_HYPOTHETICAL, MC_CUE_UNCERTAIN,
		MC_CUE_HISTORICAL, MC_CUE_REMISSION, MC_CUE_ALLERGY,      MC_CUE_RESOLVED,
	};

	for (size_t i = 0; i < sizeof(order) / sizeof(order[0]); i++)
	{
		if (assertion->cue_first[order[i]] != MC_NO_TOKEN)
			return order[i];
	}
	return MC_CUE_NCATEGORIES;
}

const char *
mc_assertion_status_name(McStatus status)
{
	static const char *const names[MC_NSTATUSES] = {
		[MC_STATUS_RESOLVED] = "resolved",   [MC_STATUS_REMISSION] = "remission",
		[MC_STATUS_RULED_OUT] = "ruled_out", [MC_STATUS_SURVEILLANCE] = "surveillance",
		[MC_STATUS_AT_RISK] = "at_risk",     [MC_STATUS_SCREENING] = "screening",
		[MC_STATUS_PLANNED] = "planned",     [MC_STATUS_ALLERGY] = "allergy",
	};

	return names[status];
}
