/*
 * section.c
 *	  Sections of a note.
 *
 * A header is recognised by what it says (the terminology's list of headers)
 * and by how it is set (alone on its line, in capitals, before a colon).
 * Known words need little layout, unknown words need much.
 */
#include "text/section.h"

#include <stdbool.h>
#include <string.h>

#include "text/stem.h"

static const char *const category_names[MC_SECTION_NCATEGORIES] = {
	[MC_SECTION_PREAMBLE] = "preamble",
	[MC_SECTION_CHIEF_COMPLAINT] = "chief_complaint",
	[MC_SECTION_PRESENT_ILLNESS] = "history_of_present_illness",
	[MC_SECTION_PAST_MEDICAL] = "past_medical_history",
	[MC_SECTION_PAST_SURGICAL] = "past_surgical_history",
	[MC_SECTION_OBSTETRIC] = "obstetric_history",
	[MC_SECTION_PSYCHIATRIC] = "psychiatric_history",
	[MC_SECTION_BIRTH] = "birth_history",
	[MC_SECTION_FAMILY] = "family_history",
	[MC_SECTION_SOCIAL] = "social_history",
	[MC_SECTION_REVIEW_OF_SYSTEMS] = "review_of_systems",
	[MC_SECTION_MEDICATIONS] = "medications",
	[MC_SECTION_ALLERGIES] = "allergies",
	[MC_SECTION_IMMUNIZATIONS] = "immunizations",
	[MC_SECTION_VITAL_SIGNS] = "vital_signs",
	[MC_SECTION_PHYSICAL_EXAM] = "physical_exam",
	[MC_SECTION_EXAM_ITEM] = "physical_exam_item",
	[MC_SECTION_MENTAL_STATUS] = "mental_status",
	[MC_SECTION_LABS] = "labs",
	[MC_SECTION_IMAGING] = "imaging",
	[MC_SECTION_STUDIES] = "studies",
	[MC_SECTION_PATHOLOGY] = "pathology",
	[MC_SECTION_PROCEDURE] = "procedure",
	[MC_SECTION_PREOPERATIVE_DIAGNOSIS] = "preoperative_diagnosis",
	[MC_SECTION_POSTOPERATIVE_DIAGNOSIS] = "postoperative_diagnosis",
	[MC_SECTION_INDICATION] = "indication",
	[MC_SECTION_TECHNIQUE] = "technique",
	[MC_SECTION_COMPARISON] = "comparison",
	[MC_SECTION_FINDINGS] = "findings",
	[MC_SECTION_IMPRESSION] = "impression",
	[MC_SECTION_ASSESSMENT] = "assessment",
	[MC_SECTION_ASSESSMENT_AND_PLAN] = "assessment_and_plan",
	[MC_SECTION_PLAN] = "plan",
	[MC_SECTION_PROBLEM_LIST] = "problem_list",
	[MC_SECTION_DIAGNOSES] = "diagnoses",
	[MC_SECTION_ADMISSION_DIAGNOSIS] = "admission_diagnosis",
	[MC_SECTION_DISCHARGE_DIAGNOSIS] = "discharge_diagnosis",
	[MC_SECTION_HOSPITAL_COURSE] = "hospital_course",
	[MC_SECTION_DISCHARGE_MEDICATIONS] = "discharge_medications",
	[MC_SECTION_DISPOSITION] = "disposition",
	[MC_SECTION_CONDITION] = "condition",
	[MC_SECTION_INSTRUCTIONS] = "patient_instructions",
	[MC_SECTION_EDUCATION] = "patient_education",
	[MC_SECTION_FOLLOW_UP] = "follow_up",
	[MC_SECTION_ANESTHESIA] = "anesthesia",
	[MC_SECTION_COMPLICATIONS] = "complications",
	[MC_SECTION_OPERATIVE_DETAILS] = "operative_details",
	[MC_SECTION_SPECIMENS] = "specimens",
	[MC_SECTION_CONSULTATION] = "consultation",
	[MC_SECTION_CONSENT] = "consent",
	[MC_SECTION_SIGNATURE] = "signature",
	[MC_SECTION_COMMENTS] = "comments",
	[MC_SECTION_ADDENDUM] = "addendum",
	[MC_SECTION_ADMINISTRATIVE] = "administrative",
	[MC_SECTION_FUNCTIONAL_STATUS] = "functional_status",
	[MC_SECTION_OBJECTIVE] = "objective",
	[MC_SECTION_SUBJECTIVE] = "subjective",
	[MC_SECTION_OTHER] = "other",
};

/* Longest header, in words that count. */
#define MAX_HEADER_WORDS 10

/* Most letters of an unknown word before a colon that is no header. */
#define MAX_MEASUREMENT 5

/* A possible header: a run of tokens with the words that count. */
typedef struct Candidate
{
	size_t first;                    /* first token */
	size_t last;                     /* last token of the title */
	size_t body;                     /* first token behind the header */
	uint64_t keys[MAX_HEADER_WORDS]; /* of the stems of its words */
	const McWord *words[MAX_HEADER_WORDS];
	uint32_t nwords;
	uint32_t letters; /* of those words */
	bool colon;
	bool dash;
	bool upper;   /* every word in capitals */
	bool capital; /* every word begins with a capital */
	bool alone;   /* nothing else on the line */
} Candidate;

const char *
mc_section_name(McSectionCategory category)
{
	return category_names[category];
}

int
mc_section_category(const char *name)
{
	for (int i = 0; i < MC_SECTION_NCATEGORIES; i++)
	{
		if (strcmp(category_names[i], name) == 0)
			return i;
	}
	return -1;
}

static inline uint64_t
ChainKey(uint64_t key, uint64_t word)
{
	return (key ^ word) * UINT64_C(0x9E3779B97F4A7C15) + (key >> 29) + 1;
}

/* Slot of a header by the chains of its stems and of its lemmas, or a free one */
static struct McHeaderSlot *
FindSlot(const McHeaders *headers, uint64_t key, uint32_t lemmas)
{
	uint32_t slot = (uint32_t) (key >> 20) & headers->mask;

	while (headers->slots[slot].key &&
		   (headers->slots[slot].key != key || headers->slots[slot].lemmas != lemmas))
		slot = (slot + 1) & headers->mask;
	return &headers->slots[slot];
}

void
mc_headers_init(const McHost *host, McHeaders *headers)
{
	headers->mask = 1023;
	headers->count = 0;
	headers->slots = mc_alloc(host, (headers->mask + 1) * sizeof(*headers->slots));
	memset(headers->slots, 0, (headers->mask + 1) * sizeof(*headers->slots));
}

static void
GrowHeaders(const McHost *host, McHeaders *headers)
{
	McHeaders bigger;

	bigger.mask = headers->mask * 2 + 1;
	bigger.count = headers->count;
	bigger.slots = mc_alloc(host, (bigger.mask + 1) * sizeof(*bigger.slots));
	memset(bigger.slots, 0, (bigger.mask + 1) * sizeof(*bigger.slots));
	for (uint32_t i = 0; i <= headers->mask; i++)
	{
		if (headers->slots[i].key)
			*FindSlot(&bigger, headers->slots[i].key, headers->slots[i].lemmas) =
				headers->slots[i];
	}
	mc_release(host, headers->slots);
	*headers = bigger;
}

void
mc_headers_add(const McHost *host, McHeaders *headers, const char *header,
			   McSectionCategory category)
{
	McFold fold;
	McWords words;
	McTokens tokens = {0};
	uint64_t key = 0;
	uint64_t lemmas = 0;
	uint32_t nwords = 0;
	struct McHeaderSlot *slot;

	mc_fold(host, header, (uint32_t) strlen(header), &fold);
	mc_words_init(host, &words, 8);
	mc_tokenise(host, &fold, &words, &tokens);
	for (size_t i = 0; i < tokens.count; i++)
	{
		const McWord *word;

		if (tokens.list[i].word == MC_NO_WORD)
			continue;
		word = &words.list[tokens.list[i].word];
		if (word->flags & MC_WORD_FUNCTION && tokens.count > 1)
			continue;
		key = ChainKey(key, word->stem_key);
		lemmas = ChainKey(lemmas, mc_lemma_key(word->text, word->len));
		nwords++;
	}
	mc_release(host, fold.text);
	mc_release(host, fold.steps);
	mc_release(host, words.list);
	mc_release(host, words.slots);
	mc_release(host, tokens.list);
	if (nwords == 0)
		return;
	slot = FindSlot(headers, key, (uint32_t) lemmas);
	if (slot->key == 0)
		headers->count++;
	slot->key = key;
	slot->lemmas = (uint32_t) lemmas;
	slot->category = category;
	/* small enough to stay in the cache counts for more than short chains */
	if (headers->count / 3 > headers->mask / 4)
		GrowHeaders(host, headers);
}

static uint32_t
LemmaChain(const Candidate *c, uint32_t from)
{
	uint64_t key = 0;

	for (uint32_t i = from; i < c->nwords; i++)
		key = ChainKey(key, mc_lemma_key(c->words[i]->text, c->words[i]->len));
	return (uint32_t) key;
}

/*
 * Category of the candidate's words from `from` on, or -1.  Stems find headers
 * fast; of several with equal stems (medical and medication history) the lemmas
 * choose, and where they fit none, the first by their hash.
 */
static int
Lookup(const McHeaders *headers, const Candidate *c, uint32_t from)
{
	const struct McHeaderSlot *found = NULL;
	uint64_t key = 0;
	uint32_t lemmas = 0;
	uint32_t slot;

	for (uint32_t i = from; i < c->nwords; i++)
		key = ChainKey(key, c->keys[i]);
	slot = (uint32_t) (key >> 20) & headers->mask;
	for (; headers->slots[slot].key; slot = (slot + 1) & headers->mask)
	{
		const struct McHeaderSlot *other = &headers->slots[slot];

		if (other->key != key)
			continue;
		if (found == NULL)
		{
			found = other;
			continue;
		}
		if (lemmas == 0)
			lemmas = LemmaChain(c, from);
		if (found->lemmas != lemmas &&
			(other->lemmas == lemmas || other->lemmas < found->lemmas))
			found = other;
	}
	return found ? (int) found->category : -1;
}

/* Category of the longest known header the candidate ends with, or -1. */
static int
LookupEnd(const McHeaders *headers, const Candidate *c)
{
	for (uint32_t from = 1; from < c->nwords; from++)
	{
		int category = Lookup(headers, c, from);

		if (category >= 0 && category != MC_SECTION_EXAM_ITEM)
			return category;
	}
	return -1;
}

/* Skip the number or bullet that may stand before a header. */
static size_t
SkipListMark(const McTokens *tokens, size_t i)
{
	const McToken *t = tokens->list;

	if (i + 1 < tokens->count && !(t[i + 1].flags & MC_TOK_LINE))
	{
		if (t[i].kind == MC_TOKEN_NUMBER && t[i + 1].kind == MC_TOKEN_PUNCT &&
			(t[i + 1].punct == '.' || t[i + 1].punct == ')') && i + 2 < tokens->count &&
			!(t[i + 2].flags & MC_TOK_LINE))
			return i + 2;
		if (t[i].kind == MC_TOKEN_PUNCT && strchr("*-+>#", t[i].punct) != NULL)
		{
			while (i < tokens->count && t[i].kind == MC_TOKEN_PUNCT &&
				   strchr("*-+>#", t[i].punct) != NULL && i + 1 < tokens->count &&
				   !(t[i + 1].flags & MC_TOK_LINE))
				i++;
			return i;
		}
	}
	return i;
}

/*
 * Read a candidate that begins at token `first`.  False when what stands there
 * has not the form of a header.
 */
static bool
ReadCandidate(const McTokens *tokens, const McWords *words, size_t first, Candidate *c)
{
	const McToken *t = tokens->list;
	size_t i = first;

	memset(c, 0, sizeof(*c));
	c->first = first;
	c->upper = c->capital = true;
	for (; i < tokens->count && i < first + 24; i++)
	{
		const McWord *word;

		if (i > first && (t[i].flags & MC_TOK_LINE))
			break;
		if (t[i].kind == MC_TOKEN_PUNCT)
		{
			if (t[i].punct == ':')
			{
				c->colon = true;
				break;
			}
			if (t[i].punct == '-' && i > first && !(t[i].flags & MC_TOK_JOINED))
			{
				c->dash = true;
				break;
			}
			/* DIAGNOSIS(ES), medications (current) */
			if (t[i].punct == '(' || t[i].punct == ')' || t[i].punct == '/' ||
				t[i].punct == '&' || t[i].punct == '#' ||
				(t[i].punct == ',' && i + 1 < tokens->count &&
				 !(t[i + 1].flags & MC_TOK_LINE)))
				continue;
			return false;
		}
		if (t[i].word == MC_NO_WORD)
			return false;
		word = &words->list[t[i].word];
		c->last = i;
		if (word->flags & MC_WORD_FUNCTION &&
			!(i == first && !(t[i].flags & MC_TOK_CAPITAL)))
		{
			c->upper &=
				(t[i].flags & (MC_TOK_UPPER | MC_TOK_CAPITAL)) != 0 || word->len < 4;
			if (i > first)
				continue;
		}
		if (c->nwords == MAX_HEADER_WORDS)
			return false;
		c->keys[c->nwords] = word->stem_key;
		c->words[c->nwords++] = word;
		if (t[i].kind != MC_TOKEN_WORD)
			continue;
		c->letters += word->len;
		if (!(t[i].flags & MC_TOK_CAPITAL))
			c->upper = c->capital = false;
		else if (word->len > 1 && !(t[i].flags & MC_TOK_UPPER))
			c->upper = false;
	}
	if (c->nwords == 0 || c->letters == 0)
		return false;
	c->body = i + ((c->colon || c->dash) ? 1 : 0);
	c->alone = c->body >= tokens->count || (t[c->body].flags & MC_TOK_LINE) != 0;
	if (!c->colon && !c->dash && !c->alone)
		return false;
	if (i == first + 24)
		return false;
	/* a parenthesis that closes behind the last word belongs to the title */
	if (c->last + 1 < i && mc_is_punct(&t[c->last + 1], ')'))
		c->last++;
	return true;
}

/* Sections whose parts carry headers of their own: organs, vital signs. */
static bool
IsExamination(int category)
{
	return category == MC_SECTION_PHYSICAL_EXAM || category == MC_SECTION_OBJECTIVE ||
		   category == MC_SECTION_REVIEW_OF_SYSTEMS ||
		   category == MC_SECTION_VITAL_SIGNS || category == MC_SECTION_EXAM_ITEM ||
		   category == MC_SECTION_MENTAL_STATUS;
}

/*
 * Is a header of this category only an item of the section it stands in?  A
 * part of an examination is, and so is a repetition of the section's own
 * category (axis II under diagnoses) unless a blank line sets it apart.
 */
static bool
IsItem(int category, int current, bool para)
{
	if (category == MC_SECTION_EXAM_ITEM)
		return IsExamination(current);
	if (para)
		return false;
	return category == current ||
		   (IsExamination(current) &&
			(category == MC_SECTION_VITAL_SIGNS || category == MC_SECTION_MENTAL_STATUS ||
			 category == MC_SECTION_PHYSICAL_EXAM));
}

/* Does a sentence end before token i? */
static bool
EndsText(const McToken *t, size_t i)
{
	return i == 0 || (t[i - 1].kind == MC_TOKEN_PUNCT && t[i - 1].punct != 0 &&
					  strchr(".:;!?", t[i - 1].punct) != NULL);
}

/*
 * Decide whether a candidate at the start of a line is a header, and of which
 * category.  Returns -1 for none.  current is the category it would end.
 */
static int
JudgeLine(const McHeaders *headers, const Candidate *c, const McTokens *tokens,
		  int current)
{
	const McToken *t = tokens->list;
	bool para = (t[c->first].flags & MC_TOK_PARA) != 0;
	int category = Lookup(headers, c, 0);

	if (category >= 0)
	{
		if (IsItem(category, current, para) ||
			(category == MC_SECTION_EXAM_ITEM && !c->upper))
			return -1;
		if (c->colon)
			return c->nwords > 1 || c->capital ? category : -1;
		if (c->dash)
			return para && c->capital && (c->upper || c->nwords > 1) ? category : -1;
		/* without a colon the words must stand alone */
		if (category == MC_SECTION_EXAM_ITEM)
			return para ? category : -1;
		if (c->upper || (c->capital && (para || c->nwords > 1)))
			return category;
		/* small letters only where no sentence can be going on */
		return c->nwords > 1 && (para || EndsText(t, c->first)) ? category : -1;
	}
	category = LookupEnd(headers, c);
	if (category >= 0 && IsItem(category, current, para))
		return -1;
	if (c->upper && c->colon)
	{
		/* an unknown short word in capitals is rather a measurement: BPD, FL */
		if (category < 0 && c->letters <= MAX_MEASUREMENT)
			return -1;
		return category >= 0 ? category : MC_SECTION_OTHER;
	}
	if (category >= 0 && c->capital && c->colon && c->nwords <= 5 && para)
		return category;
	if (category >= 0 && c->upper && c->alone && para && c->nwords <= 6)
		return category;
	return -1;
}

/* May a token be a word of a header within a line? */
static bool
IsHeaderWord(const McToken *t, const McWords *words)
{
	if (t->kind == MC_TOKEN_WORD)
		return (t->flags & MC_TOK_CAPITAL) != 0 ||
			   (words->list[t->word].flags & MC_WORD_FUNCTION) != 0;
	return mc_is_punct(t, '/') || mc_is_punct(t, '&');
}

/*
 * A known header in the middle of a line, before the colon at token `colon`:
 * behind a full stop or a gap, or in capitals.
 */
static int
JudgeInline(const McHeaders *headers, const McTokens *tokens, const McWords *words,
			size_t colon, int current, Candidate *c)
{
	const McToken *t = tokens->list;
	size_t first = colon;

	while (first > 0 && colon - first < 8 && IsHeaderWord(&t[first - 1], words))
	{
		first--;
		if (t[first].flags & MC_TOK_LINE)
			return -1; /* judged as a line already */
	}
	/* the longest known one: of NKDA MEDICATIONS only the second is a header */
	for (; first > 0 && first < colon; first++)
	{
		bool apart = mc_is_punct(&t[first - 1], '.') || mc_is_punct(&t[first - 1], ';') ||
					 t[first].start - t[first - 1].end > 1;
		int category;

		if (!(t[first].flags & MC_TOK_CAPITAL) ||
			!ReadCandidate(tokens, words, first, c) || !c->colon || !c->capital)
			continue;
		category = Lookup(headers, c, 0);
		if (category < 0 || category == MC_SECTION_EXAM_ITEM ||
			IsItem(category, current, false))
			continue;
		if (apart || (c->upper && c->letters > MAX_MEASUREMENT))
			return category;
	}
	return -1;
}

static McSection *
AddSection(const McHost *host, McSections *sections, uint32_t start, int category)
{
	McSection *section;

	if (sections->count > 0)
		sections->list[sections->count - 1].end = start;
	MC_GROW(host, sections->list, sections->count, sections->cap);
	section = &sections->list[sections->count++];
	memset(section, 0, sizeof(*section));
	section->start = section->title_start = section->title_end = start;
	section->category = (uint32_t) category;
	return section;
}

void
mc_find_sections(const McHost *host, const McHeaders *headers, const McTokens *tokens,
				 const McWords *words, uint32_t text_len, McSections *sections)
{
	const McToken *t = tokens->list;
	int current = MC_SECTION_PREAMBLE;

	memset(sections, 0, sizeof(*sections));
	AddSection(host, sections, 0, MC_SECTION_PREAMBLE);
	for (size_t i = 0; i < tokens->count; i++)
	{
		Candidate c;
		int category = -1;
		McSection *section;

		if ((i & (MC_INTERRUPT_INTERVAL - 1)) == MC_INTERRUPT_INTERVAL - 1)
			mc_interrupt(host);
		if (!(t[i].flags & MC_TOK_BREAK))
			continue;
		if (t[i].flags & MC_TOK_LINE)
		{
			size_t first = SkipListMark(tokens, i);

			if (t[first].kind == MC_TOKEN_WORD && ReadCandidate(tokens, words, first, &c))
				category = JudgeLine(headers, &c, tokens, current);
			/* 12 lead ECG: a number begins a header only if that is known */
			else if (t[first].kind == MC_TOKEN_NUMBER &&
					 ReadCandidate(tokens, words, first, &c) && c.nwords > 1)
				category = Lookup(headers, &c, 0);
		}
		else if (mc_is_punct(&t[i], ':'))
			category = JudgeInline(headers, tokens, words, i, current, &c);
		if (category < 0)
			continue;

		/* the section begins with its list mark, the title behind it */
		section = &sections->list[sections->count - 1];
		if (sections->count == 1 && t[i].flags & MC_TOK_LINE && i == 0)
		{
			section->category = (uint32_t) category;
			section->start = 0;
		}
		else
			section = AddSection(host, sections,
								 t[i].flags & MC_TOK_LINE ? t[i].start : t[c.first].start,
								 category);
		section->title_start = t[c.first].start;
		section->title_end = t[c.last].end;
		section->first_token = (uint32_t) (t[i].flags & MC_TOK_LINE ? i : c.first);
		section->body_token = (uint32_t) c.body;
		current = category;
		if (c.body > i + 1)
			i = c.body - 1;
	}
	sections->list[sections->count - 1].end = text_len;
}
