/*
 * not_condition.c
 *	  Phrases in which the name of a condition names none.
 */
#include "match/not_condition.h"

#include <string.h>

#include "text/word_list.h"

const char mc_told_nouns[] =
	"activity|severity|stage|type|grade|acuity|laterality|chronicity";

/* Number of the first phrase of a kind whose first key is not below this one */
static size_t
FirstPhrase(const McNotConditions *phrases, McNotConditionKind kind, uint64_t key)
{
	size_t low = 0;
	size_t high = phrases->count;

	while (low < high)
	{
		size_t mid = (low + high) / 2;
		const McNotCondition *p = &phrases->list[mid];

		if (p->kind < kind || (p->kind == kind && p->keys[0] < key))
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

/*
 * The longest phrase of a kind that stands at a token, going forward or, for BEFORE, backward,
 * within the sentence: its number of words, 0 if there is none.
 */
static uint32_t
PhraseAt(const McNotConditions *phrases, const McDocument *doc,
		 const McSentence *sentence, McNotConditionKind kind, uint32_t token)
{
	bool backward = kind == MC_NOT_BEFORE;
	uint32_t longest = 0;
	uint64_t first;

	if (token < sentence->first_token || token >= sentence->end_token ||
		doc->tokens.list[token].word == MC_NO_WORD)
		return 0;
	first = doc->words.list[doc->tokens.list[token].word].key;
	if (!(phrases->first_bits[first % MC_NOT_BITS / 64] >> (first % 64) & 1))
		return 0;
	for (size_t i = FirstPhrase(phrases, kind, first);
		 i < phrases->count && phrases->list[i].kind == kind &&
		 phrases->list[i].keys[0] == first;
		 i++)
	{
		const McNotCondition *p = &phrases->list[i];
		uint32_t k = 1;

		for (; k < p->nkeys; k++)
		{
			uint32_t at = backward ? token - k : token + k;
			uint32_t word;

			if ((backward && token - sentence->first_token < k) ||
				at >= sentence->end_token)
				break;
			word = doc->tokens.list[at].word;
			if (word == MC_NO_WORD || doc->words.list[word].key != p->keys[k])
				break;
		}
		if (k == p->nkeys && k > longest)
			longest = k;
	}
	return longest;
}

bool
mc_is_not_condition(const McNotConditions *phrases, const McDocument *doc,
					uint32_t first_token, uint32_t last_token)
{
	const McSentence *sentence;

	if (phrases->count == 0)
		return false;
	sentence = &doc->sentences.list[mc_sentence_of(doc, first_token)];
	if (PhraseAt(phrases, doc, sentence, MC_NOT_AFTER, last_token + 1) > 0 ||
		(first_token > 0 &&
		 PhraseAt(phrases, doc, sentence, MC_NOT_BEFORE, first_token - 1) > 0))
		return true;
	if (PhraseAt(phrases, doc, sentence, MC_NOT_WHOLE, first_token) ==
		last_token - first_token + 1)
		return true;
	for (uint32_t back = 0; back < MC_MAX_NOT_WORDS && back <= first_token; back++)
	{
		uint32_t n = PhraseAt(phrases, doc, sentence, MC_NOT_PHRASE, first_token - back);

		/* a term that says it all is meant: flu vaccine */
		if (n > 0 && first_token - back + n > last_token &&
			(back > 0 || first_token + n > last_token + 1))
			return true;
	}
	return false;
}

bool
mc_is_untold(const McDocument *doc, uint32_t token)
{
	McListed found;

	return mc_token_is(doc, token, mc_told_nouns) &&
		   mc_list_at(doc, token + 1,
					  doc->sentences.list[mc_sentence_of(doc, token)].end_token,
					  "not stated|not specified|not documented|not recorded|not given|"
					  "not known|unspecified|unknown|is not stated|is not specified|"
					  "is not documented|is unknown",
					  MC_NO_DOTS, &found);
}

bool
mc_is_other_arthritis(const McDocument *doc, McCode code, uint32_t first_token,
					  uint32_t last_token)
{
	static const char kinds[] =
		"septic|infectious|infective|pyogenic|bacterial|viral|gonococcal|tuberculous|lyme|"
		"rheumatoid|psoriatic|gouty|gout|reactive|inflammatory|crystal|crystalline|"
		"enteropathic|juvenile|seronegative|seropositive|neuropathic|hemophilic";

	/* M15 to M19 */
	if (code >> 48 != ('M' << 8 | '1') || (code >> 40 & 0xFF) < '5' ||
		(code >> 40 & 0xFF) > '9')
		return false;
	for (uint32_t t = first_token > 0 ? first_token : 1; t <= last_token; t++)
	{
		if (mc_token_is(doc, t, "arthritis|arthritides") &&
			mc_token_is(doc, t - 1, kinds))
			return true;
	}
	return false;
}

bool
mc_misreads_secondary(const McDocument *doc, const char *phrase, uint32_t first_token,
					  uint32_t last_token)
{
	/* thrombocytopenia secondary to sepsis is secondary: nothing of it stands behind "to" */
	return strstr(phrase, "econdary") != NULL && strstr(phrase, "econdary to") == NULL &&
		   mc_list_within(doc, first_token, last_token + 1, "secondary to", MC_NO_DOTS) +
				   1 <
			   last_token;
}
