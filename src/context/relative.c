/*
 * relative.c
 *	  Whose condition it is, where it is a relative's.
 */
#include "context/relative.h"

#include "context/quantity.h"

/* Tokens looked at before and behind a target: a bound for dictated lists. */
#define REACH_BEFORE 64
#define REACH_BEHIND 12

/* Sides of a family. */
enum
{
	SIDE_UNKNOWN,
	SIDE_MATERNAL,
	SIDE_PATERNAL,
	NSIDES
};

enum
{
	KIN_AUNT = 0,
	KIN_BROTHER,
	KIN_CHILD,
	KIN_COUSIN,
	KIN_DAUGHTER,
	KIN_FATHER,
	KIN_GRANDCHILD,
	KIN_GRANDFATHER,
	KIN_GRANDMOTHER,
	KIN_GRANDPARENT,
	KIN_HUSBAND,
	KIN_MOTHER,
	KIN_NEPHEW,
	KIN_NIECE,
	KIN_PARENT,
	KIN_PARTNER,
	KIN_SIBLING,
	KIN_SISTER,
	KIN_SON,
	KIN_STEPFATHER,
	KIN_STEPMOTHER,
	KIN_TWIN,
	KIN_UNCLE,
	KIN_WIFE,
	NKIN
};

#define KIN(word)                                \
	{                                            \
		word, "maternal " word, "paternal " word \
	}

static const char *const names[NKIN][NSIDES] = {
	[KIN_AUNT] = KIN("aunt"),
	[KIN_BROTHER] = KIN("brother"),
	[KIN_CHILD] = KIN("child"),
	[KIN_COUSIN] = KIN("cousin"),
	[KIN_DAUGHTER] = KIN("daughter"),
	[KIN_FATHER] = KIN("father"),
	[KIN_GRANDCHILD] = KIN("grandchild"),
	[KIN_GRANDFATHER] = KIN("grandfather"),
	[KIN_GRANDMOTHER] = KIN("grandmother"),
	[KIN_GRANDPARENT] = KIN("grandparent"),
	[KIN_HUSBAND] = KIN("husband"),
	[KIN_MOTHER] = KIN("mother"),
	[KIN_NEPHEW] = KIN("nephew"),
	[KIN_NIECE] = KIN("niece"),
	[KIN_PARENT] = KIN("parent"),
	[KIN_PARTNER] = KIN("partner"),
	[KIN_SIBLING] = KIN("sibling"),
	[KIN_SISTER] = KIN("sister"),
	[KIN_SON] = KIN("son"),
	[KIN_STEPFATHER] = KIN("stepfather"),
	[KIN_STEPMOTHER] = KIN("stepmother"),
	[KIN_TWIN] = KIN("twin"),
	[KIN_UNCLE] = KIN("uncle"),
	[KIN_WIFE] = KIN("wife"),
};

/* Words as they are written, in the order of strcmp, and whom they mean. */
static const char *const kin_words[] = {
	"aunt",          "aunt's",        "aunts",         "brother",      "brother's",
	"brothers",      "children",      "cousin",        "cousin's",     "cousins",
	"dad",           "dad's",         "daughter",      "daughter's",   "daughters",
	"father",        "father's",      "fathers",       "grandchild",   "grandchildren",
	"granddaughter", "grandfather",   "grandfather's", "grandfathers", "grandma",
	"grandmother",   "grandmother's", "grandmothers",  "grandpa",      "grandparent",
	"grandparents",  "grandson",      "husband",       "husband's",    "mgf",
	"mgm",           "mom",           "mom's",         "mother",       "mother's",
	"mothers",       "mum",           "mum's",         "nephew",       "nephews",
	"niece",         "nieces",        "offspring",     "parent",       "parents",
	"partner",       "pgf",           "pgm",           "sibling",      "siblings",
	"sister",        "sister's",      "sisters",       "son",          "son's",
	"sons",          "spouse",        "stepfather",    "stepmother",   "twin",
	"uncle",         "uncle's",       "uncles",        "wife",         "wife's",
};

static const uint8_t kin_of_word[] = {
	KIN_AUNT,        KIN_AUNT,        KIN_AUNT,        KIN_BROTHER,     KIN_BROTHER,
	KIN_BROTHER,     KIN_CHILD,       KIN_COUSIN,      KIN_COUSIN,      KIN_COUSIN,
	KIN_FATHER,      KIN_FATHER,      KIN_DAUGHTER,    KIN_DAUGHTER,    KIN_DAUGHTER,
	KIN_FATHER,      KIN_FATHER,      KIN_FATHER,      KIN_GRANDCHILD,  KIN_GRANDCHILD,
	KIN_GRANDCHILD,  KIN_GRANDFATHER, KIN_GRANDFATHER, KIN_GRANDFATHER, KIN_GRANDMOTHER,
	KIN_GRANDMOTHER, KIN_GRANDMOTHER, KIN_GRANDMOTHER, KIN_GRANDFATHER, KIN_GRANDPARENT,
	KIN_GRANDPARENT, KIN_GRANDCHILD,  KIN_HUSBAND,     KIN_HUSBAND,     KIN_GRANDFATHER,
	KIN_GRANDMOTHER, KIN_MOTHER,      KIN_MOTHER,      KIN_MOTHER,      KIN_MOTHER,
	KIN_MOTHER,      KIN_MOTHER,      KIN_MOTHER,      KIN_NEPHEW,      KIN_NEPHEW,
	KIN_NIECE,       KIN_NIECE,       KIN_CHILD,       KIN_PARENT,      KIN_PARENT,
	KIN_PARTNER,     KIN_GRANDFATHER, KIN_GRANDMOTHER, KIN_SIBLING,     KIN_SIBLING,
	KIN_SISTER,      KIN_SISTER,      KIN_SISTER,      KIN_SON,         KIN_SON,
	KIN_SON,         KIN_PARTNER,     KIN_STEPFATHER,  KIN_STEPMOTHER,  KIN_TWIN,
	KIN_UNCLE,       KIN_UNCLE,       KIN_UNCLE,       KIN_WIFE,        KIN_WIFE,
};

_Static_assert(sizeof(kin_of_word) == sizeof(kin_words) / sizeof(kin_words[0]),
			   "each word means somebody");

/* What may stand before the word and say on which side. */
static const char *const maternal_words[] = {"mat", "maternal"};
static const char *const paternal_words[] = {"pat", "paternal"};

/* An informant, not the one who has it: "per mother", "accompanied by his wife". */
static const char *const informant_words[] = {"by", "from", "per"};

const char *
mc_relative_name(McRelative relative)
{
	if (relative == MC_RELATIVE_NONE)
		return NULL;
	if (relative == MC_RELATIVE_FAMILY)
		return "family";
	relative -= MC_RELATIVE_FAMILY + 1;
	return relative < NKIN * NSIDES ? names[relative / NSIDES][relative % NSIDES]
									: "family";
}

/* The relative that token i names, MC_RELATIVE_NONE if it names none. */
static McRelative
RelativeAt(const McDocument *doc, uint32_t i, uint32_t begin)
{
	static const char *const mothers[] = {"mgf", "mgm"};
	static const char *const fathers[] = {"pgf", "pgm"};
	const McToken *t = doc->tokens.list;
	int word = MC_WORD_IN(doc, &t[i], kin_words);
	int side = SIDE_UNKNOWN;

	if (word < 0)
		return MC_RELATIVE_NONE;
	if (MC_WORD_IN(doc, &t[i], mothers) >= 0)
		side = SIDE_MATERNAL;
	else if (MC_WORD_IN(doc, &t[i], fathers) >= 0)
		side = SIDE_PATERNAL;
	/* maternal grandmother, maternal great grandmother */
	for (uint32_t k = i; k > begin && i - k < 2 && side == SIDE_UNKNOWN; k--)
	{
		if (MC_WORD_IN(doc, &t[k - 1], maternal_words) >= 0)
			side = SIDE_MATERNAL;
		else if (MC_WORD_IN(doc, &t[k - 1], paternal_words) >= 0)
			side = SIDE_PATERNAL;
	}
	return (McRelative) (MC_RELATIVE_FAMILY + 1 + kin_of_word[word] * NSIDES + side);
}

/* Is the word at token i an informant? */
static bool
IsInformant(const McDocument *doc, uint32_t i, uint32_t begin)
{
	static const char *const possessives[] = {"her", "his", "the", "their"};
	const McToken *t = doc->tokens.list;

	if (i > begin && MC_WORD_IN(doc, &t[i - 1], possessives) >= 0)
		i--;
	return i > begin && MC_WORD_IN(doc, &t[i - 1], informant_words) >= 0;
}

McRelative
mc_relative_of(const McDocument *doc, const McSentence *sentence, const McTarget *target,
			   uint32_t cue_first, uint32_t cue_last)
{
	const McToken *t = doc->tokens.list;
	uint32_t begin = sentence->first_token;
	uint32_t end = sentence->end_token;
	McRelative relative;

	if (cue_first != UINT32_MAX)
	{
		uint32_t from = cue_first > begin ? begin : cue_first;

		for (uint32_t i = cue_last + 1; i > cue_first; i--)
		{
			if ((relative = RelativeAt(doc, i - 1, from)) != MC_RELATIVE_NONE)
				return relative;
		}
	}
	if (target->first_token - begin > REACH_BEFORE)
		begin = target->first_token - REACH_BEFORE;
	if (end - target->last_token > REACH_BEHIND)
		end = target->last_token + REACH_BEHIND;
	/* "diabetes (mother)", "diabetes: mother" */
	if (target->last_token + 2 < end &&
		t[target->last_token + 1].kind == MC_TOKEN_PUNCT &&
		(t[target->last_token + 1].punct == '(' ||
		 t[target->last_token + 1].punct == ':'))
	{
		for (uint32_t i = target->last_token + 2;
			 i < end && !mc_is_punct(&t[i], ')') && !mc_is_punct(&t[i], ','); i++)
		{
			if ((relative = RelativeAt(doc, i, begin)) != MC_RELATIVE_NONE)
				return relative;
		}
	}
	for (uint32_t i = target->first_token; i > begin && !mc_is_punct(&t[i - 1], ';'); i--)
	{
		if ((relative = RelativeAt(doc, i - 1, begin)) != MC_RELATIVE_NONE &&
			!IsInformant(doc, i - 1, begin))
			return relative;
	}
	for (uint32_t i = target->last_token + 1; i < end && !mc_is_punct(&t[i], ';'); i++)
	{
		if ((relative = RelativeAt(doc, i, target->last_token + 1)) != MC_RELATIVE_NONE)
			return relative;
	}
	return MC_RELATIVE_FAMILY;
}
