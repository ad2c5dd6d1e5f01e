/*
 * body_side.c
 *	  Which side of the body an encounter speaks of, by body part.
 *
 * Other clinicians' notes may say the side as well (ICD-10-CM Guidelines I.B.13, I.B.14).
 */
#include "encounter/body_side.h"

#include <string.h>

#include "text/word_list.h"

/* Words behind a side that it may be said of: right, middle and ring finger */
#define REACH 4

/* A note being read, and the sides that its words name */
typedef struct Reader
{
	const McDocument *doc;
	uint8_t *words;
} Reader;

static void
MarkSides(const Reader *reader)
{
	static const struct
	{
		const char *words;
		uint8_t side;
	} sides[] = {
		{"left|lt|left-sided", 1u << MC_SIDE_LEFT},
		{"right|rt|right-sided", 1u << MC_SIDE_RIGHT},
		{"bilateral|bilaterally|both", 1u << MC_SIDE_BILATERAL},
	};

	for (size_t i = 0; i < sizeof(sides) / sizeof(sides[0]); i++)
		(void) mc_list_mark(reader->doc, sides[i].words, sides[i].side, reader->words);
}

static inline uint16_t
SideOf(const Reader *reader, uint32_t token)
{
	uint32_t word = reader->doc->tokens.list[token].word;

	return word == MC_NO_WORD ? 0 : reader->words[word];
}

/*
 * Is it a word for what is wrong, not for where?  "Right knee pain" says nothing of the side
 * of another pain.
 */
static bool
NamesNoPart(const McDocument *doc, uint32_t token)
{
	return mc_token_is(
		doc, token,
		"pain|pains|ache|swelling|fracture|fractures|sprain|strain|injury|injuries|"
		"arthritis|osteoarthritis|weakness|numbness|mass|lesion|lesions|ulcer|ulcers|"
		"wound|wounds|laceration|lacerations|cellulitis|abscess|infection|effusion|"
		"edema|stiffness|tear|rupture|contusion|dislocation|cancer|carcinoma|disorder");
}

static void
Remember(McBodySides *sides, uint64_t stem, uint16_t side, bool examined)
{
	for (size_t i = 0; i < sides->count; i++)
	{
		if (sides->list[i].stem == stem && sides->list[i].examined == examined)
		{
			sides->list[i].side |= side;
			return;
		}
	}
	if (sides->count == MC_MAX_BODY_SIDES)
		return;
	sides->list[sides->count].stem = stem;
	sides->list[sides->count].side = side;
	sides->list[sides->count].examined = examined;
	sides->count++;
}

static bool
IsExamination(McSectionCategory section)
{
	switch (section)
	{
		case MC_SECTION_PHYSICAL_EXAM:
		case MC_SECTION_EXAM_ITEM:
		case MC_SECTION_IMAGING:
		case MC_SECTION_STUDIES:
		case MC_SECTION_LABS:
		case MC_SECTION_OBJECTIVE:
		case MC_SECTION_PAST_MEDICAL:
		case MC_SECTION_PAST_SURGICAL:
		case MC_SECTION_FAMILY:
			return true;
		default:
			return false;
	}
}

static void
ReadSentence(const Reader *reader, const McSentence *sentence, McBodySides *sides)
{
	const McDocument *doc = reader->doc;
	const McToken *t = doc->tokens.list;
	bool examined =
		IsExamination((McSectionCategory) doc->sections.list[sentence->section].category);

	for (uint32_t i = sentence->first_token; i < sentence->end_token; i++)
	{
		uint16_t side = SideOf(reader, i);

		if (side == 0)
			continue;
		for (uint32_t k = i + 1; k < sentence->end_token && k <= i + REACH; k++)
		{
			if (t[k].kind == MC_TOKEN_PUNCT || SideOf(reader, k))
				break;
			if (t[k].word != MC_NO_WORD &&
				!(doc->words.list[t[k].word].flags & MC_WORD_FUNCTION) &&
				!NamesNoPart(doc, k))
				Remember(sides, doc->words.list[t[k].word].stem_key, side, examined);
		}
		/* knee, right; knee on the right */
		for (uint32_t k = i; k > sentence->first_token && k + 3 > i; k--)
		{
			if (t[k - 1].word != MC_NO_WORD &&
				!(doc->words.list[t[k - 1].word].flags & MC_WORD_FUNCTION))
			{
				bool ends =
					i + 1 == sentence->end_token || t[i + 1].kind == MC_TOKEN_PUNCT;

				if (ends && SideOf(reader, k - 1) == 0)
					Remember(sides, doc->words.list[t[k - 1].word].stem_key, side,
							 examined);
				break;
			}
		}
	}
}

void
mc_body_sides(const McCase *c, McBodySides *sides)
{
	sides->count = 0;
	for (size_t n = 0; n < c->encounter->nnotes; n++)
	{
		const McDocument *doc = c->encounter->notes[n].doc;

		Reader reader = {.doc = doc, .words = mc_alloc(c->host, doc->words.count + 1)};

		memset(reader.words, 0, doc->words.count + 1);
		MarkSides(&reader);
		for (size_t s = 0; s < doc->sentences.count; s++)
			ReadSentence(&reader, &doc->sentences.list[s], sides);
		mc_release(c->host, reader.words);
		mc_interrupt(c->host);
	}
}

uint16_t
mc_body_side_of(const McBodySides *sides, uint64_t stem)
{
	uint16_t stated = 0;
	uint16_t examined = 0;
	uint16_t side;

	for (size_t i = 0; i < sides->count; i++)
	{
		if (sides->list[i].stem != stem)
			continue;
		if (sides->list[i].examined)
			examined |= sides->list[i].side;
		else
			stated |= sides->list[i].side;
	}
	side = stated ? stated : examined;
	return (side & (side - 1)) == 0 ? side : 0;
}
