/*
 * overlap.c
 *	  Which of several terms that occur in the same words is the mention.
 */
#include <stdlib.h>
#include <string.h>

#include "match/candidate.h"
#include "match/not_condition.h"

/* What decides between two mentions; *order as of a comparison, better ones first. */
static McLossReason
Decide(const McMention *x, const McMention *y, int *order)
{
	*order = 0;
#define DECIDE(better, different, reason) \
	do                                    \
	{                                     \
		if (different)                    \
		{                                 \
			*order = (better) ? -1 : 1;   \
			return reason;                \
		}                                 \
	} while (0)
	/* an abbreviation used whole covers all that it stands for: ESRD on chronic ... */
	DECIDE(x->meant > y->meant, x->meant != y->meant,
		   x->covered != y->covered && (x->covered > y->covered) == (x->meant > y->meant)
			   ? MC_LOST_COVERED
			   : MC_LOST_WORDS);
	DECIDE(x->term.nwords > y->term.nwords, x->term.nwords != y->term.nwords,
		   x->covered != y->covered &&
				   (x->covered > y->covered) == (x->term.nwords > y->term.nwords)
			   ? MC_LOST_COVERED
			   : MC_LOST_WORDS);
	DECIDE(x->covered > y->covered, x->covered != y->covered, MC_LOST_COVERED);
	DECIDE(x->kind < y->kind, x->kind != y->kind, MC_LOST_APART);
	DECIDE(x->score > y->score, x->score != y->score, MC_LOST_SCORE);
	DECIDE(x->in_release, x->in_release != y->in_release, MC_LOST_RELEASE);
	DECIDE(x->billable, x->billable != y->billable, MC_LOST_HEADING);
	DECIDE(x->term.source < y->term.source, x->term.source != y->term.source,
		   MC_LOST_SOURCE);
	DECIDE(x->first_token < y->first_token, x->first_token != y->first_token,
		   MC_LOST_PLACE);
	DECIDE(x->last_token < y->last_token, x->last_token != y->last_token, MC_LOST_PLACE);
	/* not by id, which says in which order rows came */
	DECIDE(x->term.code < y->term.code, x->term.code != y->term.code, MC_LOST_CODE);
#undef DECIDE
	*order = strcmp(x->term.phrase, y->term.phrase);
	if (*order == 0)
		*order = (x->term.id > y->term.id) - (x->term.id < y->term.id);
	return MC_LOST_CODE;
}

/* Better candidates first; a total order. */
static int
CompareCandidates(const void *a, const void *b)
{
	int order;

	(void) Decide(&((const McCandidate *) a)->mention,
				  &((const McCandidate *) b)->mention, &order);
	return order;
}

int
mc_compare_places(const void *a, const void *b)
{
	const McMention *x = &((const McCandidate *) a)->mention;
	const McMention *y = &((const McCandidate *) b)->mention;

	return x->first_token < y->first_token ? -1 : x->first_token > y->first_token;
}

/* Note that a candidate gave way, for now with the token that was taken. */
static void
AddLoser(McMatcher *m, McMentions *mentions, const McMention *mention, uint32_t token)
{
	McLoser *loser;

	if (mentions->nlosers == MC_MAX_LOSERS)
		return;
	MC_GROW(m->host, mentions->losers, mentions->nlosers, mentions->losers_cap);
	loser = &mentions->losers[mentions->nlosers++];
	loser->mention = *mention;
	loser->winner = token;
	loser->reason = MC_LOST_NOTHING;
}

void
mc_drop_not_conditions(McMatcher *m, McMentions *mentions)
{
	size_t kept = 0;

	for (size_t i = 0; i < m->nfound; i++)
	{
		const McMention *mention = &m->found[i].mention;

		mc_match_step(m);
		if (mc_is_not_condition(&m->terminology->not_conditions, m->doc,
								mention->first_token, mention->last_token))
		{
			size_t before = mentions->nlosers;

			AddLoser(m, mentions, mention, MC_NO_MENTION);
			if (mentions->nlosers > before)
				mentions->losers[before].reason = MC_LOST_NOT_CONDITION;
			continue;
		}
		m->found[kept++] = m->found[i];
	}
	m->nfound = kept;
}

void
mc_resolve_overlaps(McMatcher *m, McMentions *mentions)
{
	size_t nbytes = (m->layout.end_token - m->layout.first_token) / 8 + 1;
	uint8_t *taken;
	size_t kept = 0;

	if (m->nfound == 0)
		return;
	taken = mc_alloc(m->host, nbytes);
	memset(taken, 0, nbytes);
	qsort(m->found, m->nfound, sizeof(McCandidate), CompareCandidates);
	for (size_t i = 0; i < m->nfound; i++)
	{
		const McMention *mention = &m->found[i].mention;
		uint32_t from = mention->first_token - m->layout.first_token;
		uint32_t to = mention->last_token - m->layout.first_token;
		uint32_t t = from;

		mc_match_step(m);
		while (t <= to && (taken[t / 8] >> (t % 8) & 1) == 0)
			t++;
		if (t <= to)
		{
			AddLoser(m, mentions, mention, t + m->layout.first_token);
			continue;
		}
		/* another term, without that word, may have the place */
		if (mc_is_untold(m->doc, mention->last_token) ||
			mc_is_other_arthritis(m->doc, mention->term.code, mention->first_token,
								  mention->last_token) ||
			mc_misreads_secondary(m->doc, mention->term.phrase, mention->first_token,
								  mention->last_token))
			continue;
		for (t = from; t <= to; t++)
			taken[t / 8] |= (uint8_t) (1 << (t % 8));
		m->found[kept++] = m->found[i];
	}
	m->nfound = kept;
	mc_release(m->host, taken);
	qsort(m->found, m->nfound, sizeof(McCandidate), mc_compare_places);
}

/* The mention that covers a token, in a list by place; count: none */
static size_t
MentionAt(const McMentions *mentions, uint32_t token)
{
	size_t low = 0;
	size_t high = mentions->count;

	while (low < high)
	{
		size_t mid = (low + high) / 2;

		if (mentions->list[mid].last_token < token)
			low = mid + 1;
		else
			high = mid;
	}
	return low < mentions->count && mentions->list[low].first_token <= token
			   ? low
			   : mentions->count;
}

void
mc_name_winners(McMatcher *m, McMentions *mentions, size_t first_loser)
{
	for (size_t i = first_loser; i < mentions->nlosers; i++)
	{
		McLoser *loser = &mentions->losers[i];
		size_t winner;
		int order;

		mc_match_step(m);
		if (loser->reason != MC_LOST_NOTHING)
			continue;
		winner = MentionAt(mentions, loser->winner);
		loser->winner = winner < mentions->count ? (uint32_t) winner : MC_NO_MENTION;
		/* what it lost against names no condition */
		loser->reason = MC_LOST_NOT_CONDITION;
		if (winner < mentions->count)
			loser->reason =
				(uint8_t) Decide(&mentions->list[winner], &loser->mention, &order);
	}
}
