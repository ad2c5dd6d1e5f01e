/*
 * match.c
 *	  Which terms occur in a document.
 *
 * A term occurs where places next to each other hold all its words and each
 * place holds one.
 */
#include "match/match.h"

#include <stdlib.h>
#include <string.h>

#include "match/candidate.h"
#include "match/correction.h"
#include "match/occurs.h"
#include "text/stem.h"

/* What the score loses, of 100. */
#define LOSS_GAP     8  /* each word between that is not of the term */
#define LOSS_SHARED  5  /* a word is shared with another term */
#define LOSS_ORDER   10 /* words in another order than the term's */
#define LOSS_PUNCT   5  /* each comma or parenthesis inside */
#define LOSS_DERIVED 4  /* each word that is a derivation (infected: infection) */
#define LOSS_SHORT   2  /* an abbreviation was expanded */
#define LOSS_SPELLED 15 /* each word that was misspelt */

/*
 * Do the places up to last_place, from an item on, hold these n stems?  chosen gets the item
 * for each.
 */
static bool
FillPlaces(const McMatcher *m, const uint64_t *stems, unsigned n, uint32_t first_item,
		   uint32_t last_place, uint32_t *chosen)
{
	for (unsigned w = 0; w < n; w++)
	{
		uint32_t i = first_item;

		chosen[w] = UINT32_MAX;
		for (; i < m->layout.nitems && m->layout.items[i].place <= last_place; i++)
		{
			bool used = false;

			if (m->layout.keys[i] != stems[w])
				continue;
			for (unsigned v = 0; v < w; v++)
				used |= chosen[v] == i;
			if (!used)
			{
				chosen[w] = i;
				break;
			}
		}
		if (chosen[w] == UINT32_MAX)
			return false;
	}
	return true;
}

/* Is the word of an item an inflection of the term's word? */
static bool
IsInflection(const McMatcher *m, const McItem *item, const McTermWord *word)
{
	uint32_t number;
	const McWord *own;

	if (item->expansion > 0)
		return item->lemma_key == word->lemma_key;
	number = m->doc->tokens.list[item->token].word;
	own = &m->doc->words.list[number];
	/* most often the word stands there as it is */
	if (own->key == word->lemma_key)
		return true;
	if (m->lemmas[number] == 0)
		m->lemmas[number] = mc_lemma_key(own->text, own->len);
	return m->lemmas[number] == word->lemma_key;
}

static bool
IsChosen(const uint32_t *chosen, unsigned n, uint32_t item)
{
	for (unsigned i = 0; i < n; i++)
	{
		if (chosen[i] == item)
			return true;
	}
	return false;
}

/*
 * An abbreviation stands for its last word at least, and the words before it
 * only with those behind them: CHF may be heart failure, COPD is not chronic.
 */
static bool
UsesWholeExpansions(const McMatcher *m, const uint32_t *chosen, unsigned n)
{
	for (unsigned w = 0; w < n; w++)
	{
		const McItem *item = &m->layout.items[chosen[w]];
		unsigned behind = item->expansion - item->expansion_at - 1u;

		if (item->expansion < 2)
			continue;
		for (unsigned k = 1; k <= behind; k++)
		{
			if (!IsChosen(chosen, n, chosen[w] + k))
				return false;
		}
		if (behind == 0 && !IsChosen(chosen, n, chosen[w] - 1))
			return false;
	}
	return true;
}

/* The choice's tokens, ascending, each once */
static unsigned
SortTokens(const McMatcher *m, const uint32_t *chosen, unsigned n, uint32_t *tokens)
{
	unsigned count = 0;

	for (unsigned w = 0; w < n; w++)
	{
		uint32_t token = m->layout.items[chosen[w]].token;
		unsigned at = count;

		while (at > 0 && tokens[at - 1] > token)
			at--;
		if (at > 0 && tokens[at - 1] == token)
			continue;
		memmove(&tokens[at + 1], &tokens[at], (count - at) * sizeof(*tokens));
		tokens[at] = token;
		count++;
	}
	return count;
}

static const McWord *
WordOf(const McMatcher *m, uint32_t token)
{
	return &m->doc->words.list[m->doc->tokens.list[token].word];
}

static bool
IsWord(const McMatcher *m, uint32_t token, const char *text)
{
	size_t len = strlen(text);

	return token < m->doc->tokens.count &&
		   m->doc->tokens.list[token].word != MC_NO_WORD &&
		   WordOf(m, token)->len == len && memcmp(WordOf(m, token)->text, text, len) == 0;
}

/*
 * May the words of a choice be shared across a conjunction as its gap says?  What is joined
 * has to be the term's own words (hypertension and ischemic heart disease is no
 * hypertensive heart disease), what is shared too where it was joined by a
 * preposition (allergy to contrast and urticaria).  What breaks a gap is not shared.
 */
static bool
IsShareable(const McMatcher *m, const McTerm *term, const uint32_t *chosen,
			const McGap *gap)
{
	for (unsigned w = 0; w < term->nwords; w++)
	{
		const McItem *item = &m->layout.items[chosen[w]];
		bool shared = gap->kind == MC_GAP_HEAD_BEHIND ? item->token >= gap->behind
													  : item->token <= gap->before;

		if ((!shared || (gap->linked && gap->kind == MC_GAP_HEAD_BEFORE)) &&
			!IsInflection(m, item, &term->words[w]))
			return false;
		if (shared ? mc_word_roles(m->terminology, m->doc, item->token) & MC_ROLE_BREAK
				   : WordOf(m, item->token)->flags & MC_WORD_NUMBER)
			return false;
	}
	/* what "of" joins to another word is not shared: chest pain [and shortness of] breath */
	return gap->kind != MC_GAP_HEAD_BEHIND || !IsWord(m, gap->behind - 1, "of");
}

/* Words that say what is not there */
static bool
IsNegation(const McMatcher *m, uint32_t token)
{
	static const char *const words[] = {"without", "w/o", "w/out", "no", "not", "non"};
	const McWord *word = WordOf(m, token);

	if (word->len > 7 || (word->text[0] != 'w' && word->text[0] != 'n'))
		return false;
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
	{
		if (word->len == strlen(words[i]) && memcmp(word->text, words[i], word->len) == 0)
			return true;
	}
	return false;
}

/* A possessive: what stands before it is done to what follows */
static bool
IsPossessive(const McMatcher *m, uint32_t token)
{
	static const char *const words[] = {"her", "his", "my", "our", "their", "your"};

	if (m->doc->tokens.list[token].word == MC_NO_WORD)
		return false;
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
	{
		const McWord *word = WordOf(m, token);

		if (word->len == strlen(words[i]) && memcmp(word->text, words[i], word->len) == 0)
			return true;
	}
	return false;
}

/*
 * Does what the note says is not there agree with the term?  Words of a term may stand in
 * any order, but what follows its "without" has to follow that of the note: gastritis
 * without bleeding is not bleeding without gastritis.
 */
static bool
NegatesAlike(const McMatcher *m, const McTerm *term, const uint32_t *chosen)
{
	for (unsigned w = 0; w < term->nwords; w++)
	{
		uint32_t negation = m->layout.items[chosen[w]].token;
		unsigned next = term->nwords;

		if (!IsNegation(m, negation))
			continue;
		for (unsigned v = 0; v < term->nwords; v++)
		{
			uint32_t token = m->layout.items[chosen[v]].token;

			if (token > negation &&
				(next == term->nwords || token < m->layout.items[chosen[next]].token))
				next = v;
		}
		/* the word behind it is one behind it in the term as well, if there is any */
		if (next < term->nwords ? next < w : w + 1 < term->nwords)
			return false;
	}
	return true;
}

/*
 * Does "secondary" qualify what the term says it does?  Before "to" it names a cause: disease
 * secondary to hypertension is no secondary hypertension.
 */
static bool
IsSecondaryAlike(const McMatcher *m, const McTerm *term, const uint32_t *chosen)
{
	for (unsigned w = 0; w < term->nwords; w++)
	{
		uint32_t token = m->layout.items[chosen[w]].token;

		/* asked of every word of every term that may occur: few are as long */
		if (WordOf(m, token)->len != 9 || !IsWord(m, token, "secondary") ||
			!IsWord(m, token + 1, "to"))
			continue;
		for (unsigned v = 0; v < term->nwords; v++)
		{
			/* a cause is named behind it in the term as well: anemia secondary to blood loss */
			if (m->layout.items[chosen[v]].token > token && (w == 0 || v < w))
				return false;
		}
	}
	return true;
}

/* Words before a span among which a "without" is looked for */
#define NEGATION_REACH 3

/*
 * May words in another order than the term's belong together over a comma?  Not where what
 * stands before it is not there: without bleeding, gastritis is no gastritis with bleeding.
 */
static bool
IsReorderable(const McMatcher *m, const McMention *mention)
{
	uint32_t sentence = mc_sentence_of(m->doc, mention->first_token);
	uint32_t first = m->doc->sentences.list[sentence].first_token;

	for (uint32_t t = mention->first_token;
		 t > first && mention->first_token - t < NEGATION_REACH &&
		 m->doc->tokens.list[t - 1].word != MC_NO_WORD;
		 t--)
	{
		if (IsNegation(m, t - 1) && WordOf(m, t - 1)->text[0] == 'w')
			return false;
	}
	return true;
}

/* Does a verb with its object stand there, not a noun: use her inhaler, strain his urine? */
static bool
HasObject(const McMatcher *m, const McTerm *term, const uint32_t *chosen)
{
	for (unsigned w = 0; w < term->nwords; w++)
	{
		uint32_t token = m->layout.items[chosen[w]].token;

		for (unsigned v = 0; v < term->nwords; v++)
		{
			if (m->layout.items[chosen[v]].token == token + 2 &&
				IsPossessive(m, token + 1))
				return true;
		}
	}
	return false;
}

/* What lies between words that stand apart: does it let them be one term? */
static bool
JudgeGap(const McMatcher *m, const McTerm *term, const uint32_t *chosen,
		 McCandidate *candidate, int *score)
{
	McMention *mention = &candidate->mention;
	McGap *gap = &candidate->gap;
	uint32_t tokens[MC_MAX_TERM_WORDS];
	unsigned n = SortTokens(m, chosen, term->nwords, tokens);

	mc_gap(m->terminology, m->doc, tokens, n, gap);
	if (gap->kind > MC_GAP_MODIFIERS && !IsShareable(m, term, chosen, gap))
		return false;
	switch (gap->kind)
	{
		case MC_GAP_NONE:
			return false;
		case MC_GAP_MODIFIERS:
			mention->kind = MC_FOUND_APART;
			*score -= (int) gap->nwords * LOSS_GAP;
			break;
		case MC_GAP_HEAD_BEHIND:
			mention->kind = MC_FOUND_COORDINATED;
			mention->last_token = gap->before;
			*score -= LOSS_SHARED;
			break;
		case MC_GAP_HEAD_BEFORE:
			mention->kind = MC_FOUND_COORDINATED;
			mention->first_token = gap->behind;
			*score -= LOSS_SHARED;
			break;
	}
	return true;
}

/*
 * Words of a choice, where an abbreviation that the term itself has counts as what it stands
 * for: the two of "COPD flare" say more than the four that COPD alone stands for.
 */
static uint16_t
MeantWords(const McMatcher *m, const uint32_t *chosen, unsigned n)
{
	unsigned meant = n;

	for (unsigned w = 0; w < n; w++)
	{
		const McItem *item = &m->layout.items[chosen[w]];
		unsigned longest = 1;
		bool spelled = item->expansion > 0;

		/* nor twice in non-ST elevation (NSTEMI) myocardial infarction */
		for (unsigned v = 0; v < n && !spelled; v++)
			spelled = v != w && m->layout.items[chosen[v]].place == item->place;
		if (spelled)
			continue;
		/* its expansions are laid out behind it, at its place */
		for (uint32_t i = chosen[w] + 1;
			 i < m->layout.nitems && m->layout.items[i].place == item->place; i++)
		{
			if (m->layout.items[i].expansion > longest)
				longest = m->layout.items[i].expansion;
		}
		meant += longest - 1;
	}
	return (uint16_t) meant;
}

/*
 * Does an adjective behind "and" begin something else?  "Abdominal pain and diffuse tenderness" has
 * no diffuse abdominal pain.
 */
static bool
BeginsAnother(const McMatcher *m, const McTerm *term, const uint32_t *chosen,
			  const McMention *mention)
{
	for (unsigned w = 0; w < term->nwords; w++)
	{
		uint32_t token = m->layout.items[chosen[w]].token;

		if (token > mention->first_token && mc_is_conjunction(m->doc, token - 1) &&
			mc_word_roles(m->terminology, m->doc, token) & MC_ROLE_MODIFIER)
			return true;
	}
	return false;
}

/*
 * Span and score of a choice of items; false when they do not lie together, or,
 * apart, what lies between keeps them from being one term.
 */
static bool
Judge(const McMatcher *m, const McTerm *term, const uint32_t *chosen, bool apart,
	  McCandidate *candidate)
{
	McMention *mention = &candidate->mention;
	uint32_t low = UINT32_MAX;
	uint32_t high = 0;
	uint32_t low_token = UINT32_MAX;
	uint32_t high_token = 0;
	uint32_t low_soft = UINT32_MAX;
	uint32_t high_soft = 0;
	uint32_t seen[MC_MAX_TERM_WORDS];
	unsigned places = 0;
	bool ordered = true;
	bool expanded = false;
	bool derived = false;
	int score = 100;

	for (unsigned w = 0; w < term->nwords; w++)
	{
		const McItem *item = &m->layout.items[chosen[w]];
		bool repeated = false;

		for (unsigned v = 0; v < places; v++)
			repeated |= seen[v] == item->place;
		if (!repeated)
			seen[places++] = item->place;
		if (w > 0 && item->place < m->layout.items[chosen[w - 1]].place)
			ordered = false;
		low = item->place < low ? item->place : low;
		high = item->place > high ? item->place : high;
		low_token = item->token < low_token ? item->token : low_token;
		high_token = item->token > high_token ? item->token : high_token;
		low_soft = item->soft < low_soft ? item->soft : low_soft;
		high_soft = item->soft > high_soft ? item->soft : high_soft;
		expanded |= item->expansion > 0 && item->correction == 0;
		if (item->correction > 0)
		{
			if (mention->ncorrected == MC_MAX_CORRECTED ||
				!mc_is_corrected_in(&m->layout, item, term->nwords))
				return false;
			candidate->corrections[mention->ncorrected++] = item->correction - 1;
		}
	}
	if ((high - low + 1 != places) != apart ||
		(expanded && !UsesWholeExpansions(m, chosen, term->nwords)))
		return false;
	for (unsigned w = 0; w < term->nwords; w++)
	{
		if (!IsInflection(m, &m->layout.items[chosen[w]], &term->words[w]))
		{
			/* alone, a derivation is another word: depressed is no depression */
			if (term->nwords == 1)
				return false;
			score -= LOSS_DERIVED;
			derived = true;
		}
	}
	mention->first_token = low_token;
	mention->last_token = high_token;
	if (!NegatesAlike(m, term, chosen) || !IsSecondaryAlike(m, term, chosen) ||
		(!ordered && high_soft > low_soft && !IsReorderable(m, mention)) ||
		(!ordered && BeginsAnother(m, term, chosen, mention)) ||
		((!ordered || derived) && HasObject(m, term, chosen)))
		return false;
	if (apart && !JudgeGap(m, term, chosen, candidate, &score))
		return false;
	score -= ordered ? 0 : LOSS_ORDER;
	score -= (int) (high_soft - low_soft) * LOSS_PUNCT;
	score -= expanded ? LOSS_SHORT : 0;
	score -= (int) mention->ncorrected * LOSS_SPELLED;
	mention->covered = (uint16_t) places;
	mention->meant = MeantWords(m, chosen, term->nwords);
	mention->score = (uint8_t) (score < 1 ? 1 : score);
	return true;
}

static const char *
CopyPhrase(const McHost *host, const char *phrase)
{
	size_t size = strlen(phrase) + 1;

	return memcpy(mc_alloc(host, size), phrase, size);
}

/* Does the place of an item, the first one there, hold any of these n stems? */
static bool
HoldsAny(const McMatcher *m, uint32_t item, const uint64_t *stems, unsigned n)
{
	uint32_t place = m->layout.items[item].place;

	for (; item < m->layout.nitems && m->layout.items[item].place == place; item++)
	{
		for (unsigned w = 0; w < n; w++)
		{
			if (m->layout.keys[item] == stems[w])
				return true;
		}
	}
	return false;
}

/*
 * The best place of the term around an item that holds one of its words, among those
 * with so many further words between its own.
 */
static bool
FindAround(McMatcher *m, const McTerm *term, uint32_t anchor, unsigned slack,
		   McCandidate *best)
{
	uint32_t place = m->layout.items[anchor].place;
	uint32_t width = term->nwords + slack;
	uint32_t first = anchor;
	uint32_t chosen[MC_MAX_TERM_WORDS];
	uint64_t stems[MC_MAX_TERM_WORDS];
	bool found = false;

	for (unsigned w = 0; w < term->nwords; w++)
		stems[w] = term->words[w].stem_key;
	/* every place from which the term's words could reach the anchor */
	while (first > 0 && m->layout.items[first - 1].place + width > place)
		first--;
	while (first < m->layout.nitems && m->layout.items[first].place <= place)
	{
		uint32_t from = m->layout.items[first].place;
		McCandidate candidate = {.mention = {.score = 0}};

		mc_match_step(m);
		/* a term that begins further on is found from there */
		if (HoldsAny(m, first, stems, term->nwords) &&
			FillPlaces(m, stems, term->nwords, first, from + width - 1, chosen) &&
			Judge(m, term, chosen, slack > 0, &candidate) &&
			(!found || candidate.mention.score > best->mention.score))
		{
			*best = candidate;
			found = true;
		}
		while (first < m->layout.nitems && m->layout.items[first].place == from)
			first++;
	}
	return found;
}

/*
 * Does the term occur around an item that holds one of its words?  together: its words stand
 * next to each other somewhere in the note.
 */
static void
TryTerm(McMatcher *m, const McTerm *term, uint32_t anchor, bool together)
{
	McCandidate best = {.mention = {.score = 0}};

	if (!(together && FindAround(m, term, anchor, 0, &best)) &&
		(term->nwords < 2 || !FindAround(m, term, anchor, MC_MAX_GAP, &best)))
		return;
	best.mention.term = *term;
	best.mention.term.phrase = CopyPhrase(m->host, term->phrase);
	best.mention.term.words = NULL;
	if (best.mention.ncorrected > 0)
		best.mention.corrected = mc_corrected_words(m, &best);
	best.mention.sentence = mc_sentence_of(m->doc, best.mention.first_token);
	MC_GROW(m->host, m->found, m->nfound, m->found_cap);
	m->found[m->nfound++] = best;
}

/* Of several codes that a phrase has had, that of the release counts. */
static void
LookUpCodes(McMatcher *m)
{
	for (size_t i = 0; i < m->nfound; i++)
	{
		McMention *mention = &m->found[i].mention;
		McCodeInfo info = {.billable = false};

		mention->in_release =
			m->terminology->code(m->terminology->arg, mention->term.code, &info);
		mention->billable = info.billable;
		mc_match_step(m);
	}
}

/*
 * May a phrase occur with words between its own?  Told from its stems alone, before its
 * term is fetched: most do not.
 */
static bool
MayStandApart(McMatcher *m, const McPosting *posting, uint32_t first_item)
{
	unsigned n = mc_posting_words(posting);
	uint32_t width = n + MC_MAX_GAP;
	uint64_t stems[MC_MAX_TERM_WORDS];
	uint32_t chosen[MC_MAX_TERM_WORDS];
	uint32_t tokens[MC_MAX_TERM_WORDS];
	McGap gap;

	if (n < 2)
		return false;
	stems[0] = m->layout.keys[first_item - 1];
	memcpy(stems + 1, posting->keys, (n - 1) * sizeof(uint64_t));
	for (uint32_t item = first_item; item; item = m->layout.items[item - 1].next)
	{
		uint32_t place = m->layout.items[item - 1].place;
		uint32_t first = item - 1;

		while (first > 0 && m->layout.items[first - 1].place + width > place)
			first--;
		while (first < m->layout.nitems && m->layout.items[first].place <= place)
		{
			uint32_t from = m->layout.items[first].place;

			mc_match_step(m);
			if (HoldsAny(m, first, stems, n) &&
				FillPlaces(m, stems, n, first, from + width - 1, chosen))
			{
				mc_gap(m->terminology, m->doc, tokens, SortTokens(m, chosen, n, tokens),
					   &gap);
				if (gap.kind != MC_GAP_NONE)
					return true;
			}
			while (first < m->layout.nitems && m->layout.items[first].place == from)
				first++;
		}
	}
	return false;
}

/*
 * The first item of the word around whose places a term is looked for: of its words the one that
 * the note has least often.  Not the one it is posted under, which depends on what else the
 * index held when it was built.
 */
static uint32_t
FirstAnchor(const McMatcher *m, const McTerm *term)
{
	uint32_t best = 0;
	uint32_t fewest = UINT32_MAX;
	uint64_t best_key = 0;

	for (unsigned w = 0; w < term->nwords; w++)
	{
		uint64_t key = term->words[w].stem_key;
		uint32_t first = mc_layout_stem(&m->layout, key)->first;
		uint32_t n = 0;

		for (uint32_t item = first; item && n <= fewest;
			 item = m->layout.items[item - 1].next)
			n++;
		if (n < fewest || (n == fewest && key < best_key))
		{
			best = first;
			fewest = n;
			best_key = key;
		}
	}
	return best;
}

/* A term of the batch: try it at each place of one of its words. */
static void
TryPosting(void *arg, const McPosting *posting, uint32_t first_item)
{
	McMatcher *m = arg;
	bool together = mc_occurs(&m->layout, first_item, posting, 0);
	McTerm term;

	if (!together && !MayStandApart(m, posting, first_item))
		return;
	if (!m->terminology->term(m->terminology->arg, mc_posting_reference(posting), &term))
		return;
	for (uint32_t item = FirstAnchor(m, &term); item;
		 item = m->layout.items[item - 1].next)
		TryTerm(m, &term, item - 1, together);
}

void
mc_match(const McHost *host, const McTerminology *terminology, const McDocument *doc,
		 McMentions *mentions)
{
	McMatcher m;

	/* its layout is larger than the rest, and begins itself */
	m.host = host;
	m.terminology = terminology;
	m.doc = doc;
	m.found = NULL;
	m.nfound = m.found_cap = 0;
	m.steps = 0;
	m.lemmas = mc_alloc(host, (doc->words.count + 1) * sizeof(uint64_t));
	memset(m.lemmas, 0, (doc->words.count + 1) * sizeof(uint64_t));
	memset(mentions, 0, sizeof(*mentions));
	mc_layout_init(host, &m.layout);
	while (!mentions->truncated && mc_layout_next(&m.layout, terminology, doc))
	{
		size_t first_loser = mentions->nlosers;
		size_t first = mentions->count;

		m.nfound = 0;
		mc_find_phrases(&m.layout, &terminology->phrases, MC_MAX_GAP, TryPosting, &m);
		mc_drop_rivals(&m);
		LookUpCodes(&m);
		mc_drop_unshared(&m);
		mc_resolve_overlaps(&m, mentions);
		mc_drop_not_conditions(&m, mentions);
		for (size_t i = 0; i < m.nfound && !mentions->truncated; i++)
		{
			if (mentions->count == MC_MAX_MENTIONS)
			{
				mentions->truncated = true;
				break;
			}
			MC_GROW(host, mentions->list, mentions->count, mentions->cap);
			mentions->list[mentions->count++] = m.found[i].mention;
		}
		mc_name_winners(&m, mentions, first_loser);
		/* a word that is shared lies outside the span */
		for (size_t i = first; i < mentions->count; i++)
		{
			McMention *mention = &mentions->list[i];
			uint32_t width = mention->last_token - mention->first_token + 1;

			mention->covered =
				(uint16_t) (mention->covered < width ? mention->covered : width);
		}
	}
	mc_layout_done(&m.layout);
	mc_release(host, m.lemmas);
	mc_release(host, m.found);
}
