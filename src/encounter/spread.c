/*
 * spread.c
 *	  What the words of a note say of the spread of a cancer.
 */
#include "encounter/spread.h"

#include <string.h>

#include "encounter/wording.h"

/* Words between metastatic and its preposition */
#define PREPOSITION_REACH 4

static const char metastasis_words[] =
	"metastatic|metastasis|metastases|mets|metastasized|metastasised|metastasizing";

static const char cancer_words[] =
	"cancer|cancers|carcinoma|adenocarcinoma|ca|malignancy|tumor|neoplasm|sarcoma|primary";

static const char lesion_words[] =
	"disease|lesion|lesions|deposits|involvement|nodule|nodules|mass|masses|spread|foci|implants";

static bool
IsFunction(const McDocument *doc, uint32_t token)
{
	return mc_token_is(doc, token,
					   "the|his|her|their|a|an|multiple|both|bilateral|left|right|"
					   "other|distant|numerous|innumerable|diffuse|new|several|"
					   "widespread|extensive|regional|known");
}

static void
AddSpread(const McCase *c, McSpreads *spreads, McSpreadKind kind, uint32_t note,
		  uint32_t first, uint32_t last, uint32_t at, const McNeoplasmSite *site)
{
	const McDocument *doc = c->encounter->notes[note].doc;
	McSpread *s;
	bool historical;

	if (spreads->count == MC_MAX_SPREADS ||
		!mc_is_affirmed(c, doc, first, last, &historical))
		return;
	s = &spreads->list[spreads->count++];
	memset(s, 0, sizeof(*s));
	s->kind = kind;
	s->note = note;
	s->first = first;
	s->last = last;
	s->at = at;
	s->site = site;
	/* the side stands before the site */
	if (at > first && !mc_is_punct(&doc->tokens.list[at - 1], ','))
		mc_attributes_read(&doc->words, &doc->tokens.list[at - 1], 2, &s->said, NULL);
}

/* Sites listed from a token on: "the left lung, liver and bone".  Returns how many. */
static size_t
ReadSites(const McCase *c, McSpreads *spreads, McSpreadKind kind, uint32_t note,
		  uint32_t first, uint32_t from, uint32_t end)
{
	const McDocument *doc = c->encounter->notes[note].doc;
	size_t found = 0;
	uint32_t t = from;

	while (t < end)
	{
		const McToken *token = &doc->tokens.list[t];
		const McNeoplasmSite *site;
		uint32_t length;

		site = mc_site_at(doc, t, end, &length);
		if (site != NULL)
		{
			AddSpread(c, spreads, kind, note, first, t + length - 1, t, site);
			found++;
			t += length;
			if (kind == MC_SPREAD_FROM)
				break;
			continue;
		}
		if (!IsFunction(doc, t) && !mc_token_is(doc, t, "and|as|well") &&
			!mc_is_punct(token, ',') && !mc_is_punct(token, '/') &&
			!mc_is_punct(token, '&') &&
			!(token->word == MC_NO_WORD && mc_is_punct(token, '(')))
			break;
		t++;
	}
	return found;
}

/* Sites listed before a token: "bone and liver mets".  Returns how many. */
static size_t
ReadSitesBefore(const McCase *c, McSpreads *spreads, uint32_t note,
				uint32_t sentence_first, uint32_t trigger)
{
	const McDocument *doc = c->encounter->notes[note].doc;
	size_t found = 0;
	uint32_t t = trigger;

	while (t > sentence_first)
	{
		const McNeoplasmSite *site = NULL;
		uint32_t length = 0;
		uint32_t start = t;

		/* the longest name that ends here */
		for (uint32_t back = 1; back <= 3 && t >= sentence_first + back; back++)
		{
			uint32_t n;
			const McNeoplasmSite *s = mc_site_at(doc, t - back, t, &n);

			if (s != NULL && n == back)
			{
				site = s;
				length = n;
				start = t - back;
			}
		}
		if (site != NULL)
		{
			AddSpread(c, spreads, MC_SPREAD_TO, note, start, trigger, start, site);
			found++;
			t -= length;
			continue;
		}
		if (found == 0 && !mc_token_is(doc, t - 1, "node|nodes"))
			break;
		if (!IsFunction(doc, t - 1) && !mc_token_is(doc, t - 1, "and") &&
			!mc_is_punct(&doc->tokens.list[t - 1], ',') &&
			!mc_is_punct(&doc->tokens.list[t - 1], '/') &&
			!mc_is_punct(&doc->tokens.list[t - 1], '&'))
			break;
		t--;
	}
	return found;
}

/* Is this a site where "metastatic" means that the cancer came from elsewhere? */
static bool
IsUsuallySecondary(const McNeoplasmSite *site)
{
	return site->primary[0] == '\0' || strcmp(site->secondary, "C78.7") == 0 ||
		   strcmp(site->secondary, "C79.31") == 0;
}

/* What is said at the word "metastatic" or its kin. */
static void
ReadMetastasis(const McCase *c, McSpreads *spreads, uint32_t note,
			   const McSentence *sentence, uint32_t t)
{
	const McDocument *doc = c->encounter->notes[note].doc;
	uint32_t end = sentence->end_token;
	bool adjective = mc_token_is(doc, t, "metastatic");
	uint32_t length = 0;
	const McNeoplasmSite *site =
		t + 1 < end ? mc_site_at(doc, t + 1, end, &length) : NULL;
	uint32_t to = t + 1;
	size_t found = 0;

	while (to < end && to <= t + PREPOSITION_REACH &&
		   !mc_token_is(doc, to, "to|into|in|involving|from|of") &&
		   doc->tokens.list[to].kind == MC_TOKEN_WORD)
		to++;
	if (to < end && mc_token_is(doc, to, "to|into|in|involving|from|of") &&
		!(adjective && mc_token_is(doc, to, "of")))
		found = ReadSites(c, spreads,
						  mc_token_is(doc, to, "from") ? MC_SPREAD_FROM : MC_SPREAD_TO,
						  note, t, to + 1, end);
	if (adjective && found > 0 && !mc_token_is(doc, to, "from"))
	{
		/* "breast cancer metastatic to": the site before it is the primary */
		for (uint32_t back = 1; back <= 2 && t > sentence->first_token + back; back++)
		{
			uint32_t n;
			const McNeoplasmSite *primary = mc_site_at(doc, t - 1 - back, t - 1, &n);

			if (mc_token_is(doc, t - 1, cancer_words) && primary != NULL && n == back)
				AddSpread(c, spreads, MC_SPREAD_FROM, note, t - 1 - back, t, t - 1 - back,
						  primary);
		}
	}
	if (adjective && site != NULL && t + 1 + length < end)
	{
		uint32_t next = t + 1 + length;

		if (mc_token_is(doc, next, "cell") && next + 1 < end)
			next++;
		if (mc_token_is(doc, next, cancer_words) && !IsUsuallySecondary(site))
			AddSpread(c, spreads, MC_SPREAD_FROM, note, t, next, t + 1, site);
		if (mc_token_is(doc, next, cancer_words) && !IsUsuallySecondary(site) &&
			found == 0)
			AddSpread(c, spreads, MC_SPREAD_SOMEWHERE, note, t, next, t + 1, site);
		else if (found == 0 &&
				 (mc_token_is(doc, next, lesion_words) ||
				  (mc_token_is(doc, next, cancer_words) && IsUsuallySecondary(site))))
			AddSpread(c, spreads, MC_SPREAD_TO, note, t, next, t + 1, site);
	}
	if (!adjective || (t + 1 < end && mc_token_is(doc, t + 1, lesion_words)))
		(void) ReadSitesBefore(c, spreads, note, sentence->first_token, t);
}

void
mc_read_spreads(const McCase *c, McSpreads *spreads)
{
	spreads->count = 0;
	if (!mc_notes_have(c, metastasis_words))
		return;
	for (uint32_t n = 0; n < c->encounter->nnotes; n++)
	{
		const McDocument *doc = c->encounter->notes[n].doc;

		for (size_t k = 0; k < doc->sentences.count; k++)
		{
			const McSentence *sentence = &doc->sentences.list[k];

			for (uint32_t t = sentence->first_token; t < sentence->end_token; t++)
			{
				if (doc->tokens.list[t].word != MC_NO_WORD &&
					mc_token_is(doc, t, metastasis_words))
					ReadMetastasis(c, spreads, n, sentence, t);
			}
			mc_interrupt(c->host);
		}
	}
}
