/*
 * resolve.c
 *	  One mention to the most specific code that its clause supports.
 */
#include "coding/resolve.h"

#include <string.h>

#include "coding/card.h"
#include "coding/spine.h"
#include "match/not_condition.h"
#include "text/numeral.h"
#include "text/word_list.h"

/* Most tokens read before and behind a mention */
#define REACH 14

/* Most distinct words handed to a card */
#define MAX_STEMS 64

/* What a token between two mentions does to the words around it */
typedef enum Between
{
	BELONGS,  /* a word like another */
	BINDS,    /* of, in, on: what follows belongs to what stands before */
	PARTS,    /* a comma, and: what follows may belong to the next */
	SEPARATES /* a semicolon, but: nothing reaches over it */
} Between;

/* What a word is to those around it; worked out once for each word of a note */
#define WORD_BINDS     0x01
#define WORD_PARTS     0x02
#define WORD_SEPARATES 0x04
#define WORD_SIDE      0x08
#define WORD_WITHOUT   0x10 /* what follows is not there */
#define WORD_WITH      0x20 /* ... or is, again */
#define WORD_OR        0x40
#define WORD_TOLD      0x80 /* severity, stage: the note may say that it does not tell it */

/* A note being read */
typedef struct Reader
{
	const McDocument *doc;
	uint8_t *words; /* WORD_* of each */
} Reader;

static void
ClassifyWords(const Reader *reader)
{
	static const struct
	{
		const char *words;
		uint8_t class;
	} classes[] = {
		{"of|in|on|at|to|affecting|involving|over|within", WORD_BINDS},
		{"and|or|plus|with|w/|also", WORD_PARTS},
		{"but|however|while|although|without|no|denies|not|then|because|which|who|status|"
		 "s/p|after|despite|except|versus|vs",
		 WORD_SEPARATES},
		{"left|right|bilateral|both|lt|rt", WORD_SIDE},
		{"without|w/o|w/out|not|no", WORD_WITHOUT},
		{"with|w/|but", WORD_WITH},
		{"or", WORD_OR},
		{mc_told_nouns, WORD_TOLD},
	};

	for (size_t i = 0; i < sizeof(classes) / sizeof(classes[0]); i++)
		(void) mc_list_mark(reader->doc, classes[i].words, classes[i].class,
							reader->words);
}

static inline uint8_t
ClassOf(const Reader *reader, uint32_t token)
{
	uint32_t word = reader->doc->tokens.list[token].word;

	return word == MC_NO_WORD ? 0 : reader->words[word];
}

static Between
KindOf(const Reader *reader, uint32_t token)
{
	const McToken *t = &reader->doc->tokens.list[token];
	uint8_t class;

	if (t->kind == MC_TOKEN_PUNCT)
	{
		if (t->punct == ';' || t->punct == '.' || t->punct == '?' || t->punct == '!')
			return SEPARATES;
		return t->punct == ',' || t->punct == '/' || t->punct == ':' ? PARTS : BELONGS;
	}
	if (t->kind == MC_TOKEN_CHECKBOX)
		return SEPARATES;
	class = ClassOf(reader, token);
	if (class & WORD_SEPARATES)
		return SEPARATES;
	if (class & WORD_BINDS)
		return BINDS;
	return class & WORD_PARTS ? PARTS : BELONGS;
}

/*
 * Does a comma stand before no more than a stage or grade, which is that of the mention before
 * it: ulcer of the sacrum[, stage 2], dressing changed?  The token behind it, or the comma.
 */
static uint32_t
SkipStage(const Reader *reader, uint32_t comma, uint32_t to)
{
	const McToken *t = reader->doc->tokens.list;

	if (!mc_is_punct(&t[comma], ',') || comma + 3 >= to ||
		!mc_token_is(reader->doc, comma + 1, "stage|grade|class|type") ||
		KindOf(reader, comma + 3) == BELONGS)
		return comma;
	return comma + 3;
}

/*
 * Where the words between two mentions, from..to, part: those before the result
 * belong to the first.  "knee pain on the right, left hip": at the comma; "fracture of
 * the radius": all to the first; "diabetes type 2 obesity": all to the next, but for
 * what a preposition or a number binds.
 */
static uint32_t
PartingPlace(const Reader *reader, uint32_t from, uint32_t to)
{
	uint32_t last_part = to;
	bool parts = false;

	for (uint32_t i = from; i < to; i++)
	{
		Between kind = KindOf(reader, i);

		if (kind == SEPARATES)
			return i;
		if (kind == PARTS && !parts)
		{
			i = SkipStage(reader, i, to);
			last_part = i;
			parts = true;
		}
	}
	if (parts)
		return last_part;
	return from < to && KindOf(reader, from) == BINDS ? to : from;
}

static bool
IsSide(const Reader *reader, uint32_t token)
{
	return (ClassOf(reader, token) & WORD_SIDE) != 0;
}

/* Does a side of its own stand in from..end, with what it is the side of behind it? */
static bool
HasOtherSide(const Reader *reader, uint32_t from, uint32_t end)
{
	const McDocument *doc = reader->doc;

	for (uint32_t k = from; k + 1 < end; k++)
	{
		if (IsSide(reader, k) && !IsSide(reader, k + 1) &&
			mc_token_counts(&doc->tokens, &doc->words, k + 1))
			return true;
	}
	return false;
}

static bool
HasSide(const Reader *reader, uint32_t from, uint32_t end)
{
	for (uint32_t k = from; k < end; k++)
	{
		if (IsSide(reader, k))
			return true;
	}
	return false;
}

/*
 * Where a side is said of the mention, another one beyond a comma or "and" is said of
 * something else that no mention takes: fracture of the left radius [and right ankle].
 */
static void
CutOtherSides(const Reader *reader, McFinding *finding)
{
	for (uint32_t k = finding->mention.last_token + 1; k < finding->to_token; k++)
	{
		if (KindOf(reader, k) == PARTS && HasSide(reader, finding->from_token, k) &&
			HasOtherSide(reader, k + 1, finding->to_token))
			finding->to_token = k;
	}
	for (uint32_t k = finding->mention.first_token; k > finding->from_token; k--)
	{
		if (KindOf(reader, k - 1) == PARTS && HasSide(reader, k, finding->to_token) &&
			HasOtherSide(reader, finding->from_token, k - 1))
			finding->from_token = k;
	}
}

/* The words that stand beside finding i: those of its clause that no other mention takes. */
static void
FindWords(const Reader *reader, McFinding *list, size_t count, size_t i)
{
	McFinding *finding = &list[i];
	const McSentence *sentence = &reader->doc->sentences.list[finding->mention.sentence];
	uint32_t first = finding->mention.first_token;
	uint32_t end = finding->mention.last_token + 1;
	uint32_t from = sentence->first_token;
	uint32_t to = sentence->end_token;

	if (i > 0 && list[i - 1].mention.sentence == finding->mention.sentence)
	{
		uint32_t before = list[i - 1].mention.last_token + 1;

		from = before < first ? PartingPlace(reader, before, first) : first;
	}
	if (i + 1 < count && list[i + 1].mention.sentence == finding->mention.sentence)
	{
		uint32_t next = list[i + 1].mention.first_token;

		to = end < next ? PartingPlace(reader, end, next) : end;
	}
	if (first > from + REACH)
		from = first - REACH;
	if (to > end + REACH)
		to = end + REACH;
	for (uint32_t k = first; k > from; k--)
	{
		if (KindOf(reader, k - 1) == SEPARATES)
		{
			from = k;
			break;
		}
	}
	for (uint32_t k = end; k < to; k++)
	{
		if (KindOf(reader, k) == SEPARATES ||
			(ClassOf(reader, k) & WORD_TOLD && mc_is_untold(reader->doc, k)))
		{
			to = k;
			break;
		}
	}
	finding->from_token = from < first ? from : first;
	finding->to_token = to > end ? to : end;
	CutOtherSides(reader, finding);
}

McCode
mc_most_specific(const McTerminology *terminology, McCode code, const McAttributes *said,
				 const uint64_t *stems, size_t nstems, uint32_t *open)
{
	const McCard *card;
	McNarrow narrow;
	uint16_t node;

	*open = 0;
	if (terminology->card == NULL)
		return code;
	card = terminology->card(terminology->arg, mc_icd10cm_category(code));
	node = card ? mc_card_find(card, code) : MC_NO_NODE;
	if (node == MC_NO_NODE)
		return code;
	mc_card_narrow(card, node, said, stems, nstems, &narrow);
	*open = narrow.open;
	return card->nodes[narrow.node].code;
}

/*
 * A bare number or numeral right behind a mention, which is a stage where the condition
 * has stages: CKD 4, CKD IIIb.  False if there is none.
 */
static bool
ReadBareStage(const McDocument *doc, uint32_t token, McAttributes *said)
{
	const McWord *word;
	int value;
	int letter = -1;

	if (token >= doc->tokens.count || doc->tokens.list[token].word == MC_NO_WORD)
		return false;
	word = &doc->words.list[doc->tokens.list[token].word];
	if (word->len == 0 || word->len > 5)
		return false;
	if (word->text[word->len - 1] >= 'a' && word->text[word->len - 1] <= 'e' &&
		word->len > 1)
		letter = word->text[word->len - 1] - 'a';
	if (word->text[0] >= '1' && word->text[0] <= '9' &&
		word->len == (letter >= 0 ? 2 : 1))
		value = word->text[0] - '0';
	else
		value = mc_roman_value(word->text, word->len);
	if (value < 1 || value > MC_STAGE_MAX)
		return false;
	said->value[MC_AXIS_STAGE] = (uint16_t) (1u << value);
	if (letter >= 0)
		said->value[MC_AXIS_STAGE_LETTER] = (uint16_t) (1u << letter);
	return true;
}

/*
 * Within a mention, does a token begin or end what is said not to be there?  It ends at with
 * and at a comma behind which no or stands: without aura, intractable.
 */
static bool
IsAbsent(const Reader *reader, uint32_t token, uint32_t last, bool absent)
{
	uint8_t class = ClassOf(reader, token);

	if (class & WORD_WITHOUT)
		return true;
	if (class & WORD_WITH)
		return false;
	if (absent && mc_is_punct(&reader->doc->tokens.list[token], ','))
	{
		for (uint32_t t = token + 1; t <= last; t++)
		{
			if (ClassOf(reader, t) & WORD_OR)
				return true;
			if (ClassOf(reader, t) & WORD_WITH)
				return false;
		}
		return false;
	}
	return absent;
}

/* "Secondary" before "to": it says nothing of the condition. */
static bool
NamesCause(const Reader *reader, uint32_t token)
{
	return token + 1 < reader->doc->tokens.count &&
		   ClassOf(reader, token + 1) & WORD_BINDS &&
		   mc_token_is(reader->doc, token, "secondary");
}

static void
ResolveOne(const McTerminology *terminology, const Reader *reader, McFinding *finding)
{
	const McDocument *doc = reader->doc;
	McAttributes said = {.flags = 0};
	uint64_t stems[MAX_STEMS];
	size_t nstems = 0;
	bool absent = false;
	McCodeInfo info;

	mc_attributes_read(&doc->words, &doc->tokens.list[finding->from_token],
					   finding->to_token - finding->from_token, &said, NULL);
	for (uint32_t t = finding->from_token;
		 t < finding->to_token && nstems < MAX_STEMS - MC_SPINE_WORDS; t++)
	{
		uint32_t word = doc->tokens.list[t].word;

		/* beside a mention no word stands that is not there: FindWords saw to it */
		absent = t >= finding->mention.first_token && t <= finding->mention.last_token &&
				 IsAbsent(reader, t, finding->mention.last_token, absent);
		if (word != MC_NO_WORD && !absent &&
			!(doc->words.list[word].flags & MC_WORD_FUNCTION) && !NamesCause(reader, t))
			stems[nstems++] = doc->words.list[word].stem_key;
	}
	nstems += mc_spine_words(doc, finding->mention.term.code, finding->from_token,
							 finding->to_token, &stems[nstems]);
	finding->code = mc_most_specific(terminology, finding->mention.term.code, &said,
									 stems, nstems, &finding->open);
	if (finding->open & (1u << MC_AXIS_STAGE) && said.value[MC_AXIS_STAGE] == 0 &&
		ReadBareStage(doc, finding->mention.last_token + 1, &said))
		finding->code = mc_most_specific(terminology, finding->mention.term.code, &said,
										 stems, nstems, &finding->open);
	if (finding->code != finding->mention.term.code)
	{
		finding->in_release = terminology->code(terminology->arg, finding->code, &info);
		finding->billable = finding->in_release && info.billable;
	}
}

void
mc_resolve(const McHost *host, const McTerminology *terminology, const McDocument *doc,
		   McFinding *findings, size_t count)
{
	Reader reader = {.doc = doc, .words = mc_alloc(host, doc->words.count + 1)};

	memset(reader.words, 0, doc->words.count + 1);
	ClassifyWords(&reader);
	for (size_t i = 0; i < count; i++)
	{
		McFinding *finding = &findings[i];

		finding->code = finding->mention.term.code;
		finding->in_release = finding->mention.in_release;
		finding->billable = finding->mention.billable;
		finding->open = 0;
		FindWords(&reader, findings, count, i);
		if (finding->in_release)
			ResolveOne(terminology, &reader, finding);
		if ((i & (MC_INTERRUPT_INTERVAL - 1)) == 0)
			mc_interrupt(host);
	}
	mc_release(host, reader.words);
}
