/*
 * coordination.c
 *	  Terms that share words across a conjunction: right [and left] breast cancer.
 */
#include <stdlib.h>

#include "match/candidate.h"

/* Tokens between the beginnings of two mentions that share a word, at most */
#define PARTNER_REACH 64

/* Does a mention hold the words from first to last, and name something else? */
static bool
Holds(const McMention *mention, uint32_t first, uint32_t last, McCode other)
{
	return mention->first_token <= first && mention->last_token >= last &&
		   mention->term.code != other;
}

/*
 * Do two coordinated candidates complete each other: cancer of right [and left] breast, cancer
 * of [right and] left breast?
 */
static bool
AreTwins(const McCandidate *a, const McCandidate *b)
{
	const McGap *behind = a->gap.kind == MC_GAP_HEAD_BEHIND ? &a->gap : &b->gap;
	const McGap *before = a->gap.kind == MC_GAP_HEAD_BEHIND ? &b->gap : &a->gap;

	return behind->kind == MC_GAP_HEAD_BEHIND && before->kind == MC_GAP_HEAD_BEFORE &&
		   before->skip_first <= behind->before && behind->before <= before->skip_last &&
		   behind->skip_first <= before->behind && before->behind <= behind->skip_last &&
		   a->mention.term.code != b->mention.term.code &&
		   a->mention.term.nwords == b->mention.term.nwords;
}

/*
 * Does a mention end in a modifier that the note says of the word behind it?  In kidney
 * cancer spread to left lung and right adrenal gland, right is no side of the kidney.
 */
static bool
EndsInModifierOfNext(const McMatcher *m, const McMention *mention)
{
	const McDocument *doc = m->doc;
	uint32_t next = mention->last_token + 1;

	if (next >= doc->sentences.list[mention->sentence].end_token ||
		doc->tokens.list[next].word == MC_NO_WORD ||
		!mc_token_counts(&doc->tokens, &doc->words, next))
		return false;
	return (mc_word_roles(m->terminology, doc, mention->last_token) & MC_ROLE_MODIFIER) &&
		   !(mc_word_roles(m->terminology, doc, next) & MC_ROLE_BREAK);
}

/*
 * Is there a mention that shares words with coordinated candidate i as its conjunction
 * says?  Of right [and left] breast cancer: left breast.  Candidates are by place.
 */
static bool
HasPartner(const McMatcher *m, size_t i)
{
	const McCandidate *candidate = &m->found[i];
	const McMention *mention = &candidate->mention;
	const McGap *gap = &candidate->gap;
	bool behind = gap->kind == MC_GAP_HEAD_BEHIND;
	uint32_t first = behind ? gap->skip_last : gap->before;
	uint32_t last = behind ? gap->behind : gap->skip_first;
	bool partner = false;
	size_t from = i;

	if (!behind && EndsInModifierOfNext(m, mention))
		return false;
	while (from > 0 &&
		   m->found[from - 1].mention.first_token + PARTNER_REACH > mention->first_token)
		from--;
	for (size_t k = from; k < m->nfound && m->found[k].mention.first_token <
											   mention->first_token + PARTNER_REACH;
		 k++)
	{
		const McCandidate *other = &m->found[k];

		if (other->mention.kind == MC_FOUND_COORDINATED)
		{
			partner |= AreTwins(candidate, other) ||
					   /* chronic [heart and] kidney failure: chronic heart failure */
					   (!behind && other->gap.kind == MC_GAP_HEAD_BEHIND &&
						Holds(&other->mention, first, last, mention->term.code) &&
						other->gap.skip_last >= gap->behind);
			continue;
		}
		/* hypertension and ischemic heart disease, allergy to contrast and urticaria */
		if (behind != gap->linked && other->mention.kind == MC_FOUND_TOGETHER &&
			other->mention.first_token >= mention->first_token &&
			other->mention.last_token <= mention->last_token)
			return false;
		partner |= Holds(&other->mention, first, last, mention->term.code);
	}
	return partner;
}

void
mc_drop_unshared(McMatcher *m)
{
	size_t kept = 0;
	size_t ncoordinated = 0;

	for (size_t i = 0; i < m->nfound; i++)
		ncoordinated += m->found[i].mention.kind == MC_FOUND_COORDINATED;
	if (ncoordinated == 0)
		return;
	qsort(m->found, m->nfound, sizeof(McCandidate), mc_compare_places);
	for (size_t i = 0; i < m->nfound; i++)
	{
		mc_match_step(m);
		/* score 0 marks one to be dropped: the others still look at it */
		if (m->found[i].mention.kind == MC_FOUND_COORDINATED && !HasPartner(m, i))
			m->found[i].mention.score = 0;
	}
	for (size_t i = 0; i < m->nfound; i++)
	{
		if (m->found[i].mention.score > 0)
			m->found[kept++] = m->found[i];
	}
	m->nfound = kept;
}
