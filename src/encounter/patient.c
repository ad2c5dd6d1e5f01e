/*
 * patient.c
 *	  Sex and age of the patient where only the notes say them.
 */
#include "encounter/patient.h"

#include <string.h>

#include "text/word_list.h"

/* Words between an age and a sex: 62 year old pleasant white male */
#define REACH 7

/* Pronouns needed, and how many times those of the other sex they must outnumber */
#define MIN_PRONOUNS 2
#define OUTNUMBER    4

#define DAYS_A_YEAR 365

/* What a word says, as bits */
#define SAYS_FEMALE 0x01
#define SAYS_MALE   0x02
#define SAYS_SHE    0x04
#define SAYS_HE     0x08
#define SAYS_YEARS  0x10
#define SAYS_OLD    0x20

/* What each word of a document says, by its number; host memory.  Not ms and mr, which are diseases too. */
static uint8_t *
ReadWords(const McHost *host, const McDocument *doc)
{
	static const struct
	{
		const char *word;
		uint8_t says;
	} known[] = {
		{"female", SAYS_FEMALE}, {"woman", SAYS_FEMALE}, {"girl", SAYS_FEMALE},
		{"lady", SAYS_FEMALE},   {"f", SAYS_FEMALE},     {"male", SAYS_MALE},
		{"man", SAYS_MALE},      {"boy", SAYS_MALE},     {"gentleman", SAYS_MALE},
		{"m", SAYS_MALE},        {"she", SAYS_SHE},      {"her", SAYS_SHE},
		{"hers", SAYS_SHE},      {"herself", SAYS_SHE},  {"mrs", SAYS_SHE},
		{"he", SAYS_HE},         {"him", SAYS_HE},       {"his", SAYS_HE},
		{"himself", SAYS_HE},    {"year", SAYS_YEARS},   {"years", SAYS_YEARS},
		{"yo", SAYS_YEARS},      {"y/o", SAYS_YEARS},    {"yr", SAYS_YEARS},
		{"yrs", SAYS_YEARS},     {"y", SAYS_YEARS},      {"old", SAYS_OLD},
	};
	uint8_t *says = mc_alloc(host, doc->words.count + 1);

	memset(says, 0, doc->words.count + 1);
	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
	{
		uint32_t word = mc_words_find(&doc->words, known[i].word, strlen(known[i].word));

		if (word != MC_NO_WORD)
			says[word] = known[i].says;
	}
	return says;
}

static uint8_t
SaysAt(const McDocument *doc, const uint8_t *says, uint32_t token)
{
	return token < doc->tokens.count && doc->tokens.list[token].word != MC_NO_WORD
			   ? says[doc->tokens.list[token].word]
			   : 0;
}

/* A number of years at a token, up to 120; -1: none */
static int
YearsAt(const McDocument *doc, uint32_t token)
{
	uint32_t number = doc->tokens.list[token].word;
	const McWord *word;
	int value = 0;

	if (number == MC_NO_WORD)
		return -1;
	word = &doc->words.list[number];
	if (word->len == 0 || word->len > 3)
		return -1;
	for (uint32_t i = 0; i < word->len; i++)
	{
		if (word->text[i] < '0' || word->text[i] > '9')
			return -1;
		value = value * 10 + (word->text[i] - '0');
	}
	return value <= 120 ? value : -1;
}

/* Relatives, of whom a note tells ages as well */
static const char kin[] =
	"mother|father|parent|son|daughter|child|wife|husband|spouse|partner|brother|sister|"
	"sibling|grandson|granddaughter|grandchild|grandmother|grandfather|friend|neighbor";

/* Is an age that of another: "her 70-year-old mother", "his wife, a 33-year-old woman"? */
static bool
IsOfAnother(const McDocument *doc, const McSentence *sentence,
			const McPatientStatement *statement)
{
	uint32_t t = statement->first;
	uint32_t next = statement->last + 1;

	if (t > sentence->first_token && mc_token_is(doc, t - 1, "her|his|their|my"))
		return true;
	/* but the patient may be a mother of three */
	if (next < sentence->end_token && mc_token_is(doc, next, kin) &&
		!(next + 1 < sentence->end_token && mc_token_is(doc, next + 1, "of")))
		return true;
	while (t > sentence->first_token && (mc_is_punct(&doc->tokens.list[t - 1], ',') ||
										 mc_token_is(doc, t - 1, "a|an|is|who|aged|age")))
		t--;
	return t < statement->first && t > sentence->first_token &&
		   mc_token_is(doc, t - 1, kin);
}

/* "62-year-old male", "62 yo woman", "34 F" at a token */
static bool
ReadStatement(const McDocument *doc, const uint8_t *says, uint32_t token,
			  McPatientStatement *statement)
{
	int age = YearsAt(doc, token);
	bool in_years;
	bool is_age;

	if (age <= 0)
		return false;
	in_years = SaysAt(doc, says, token + 1) & SAYS_YEARS;
	is_age = in_years && SaysAt(doc, says, token + 2) & SAYS_OLD;
	*statement = (McPatientStatement){.first = token,
									  .last = is_age ? token + 2 : token,
									  .age = age,
									  .sex = MC_SEX_UNKNOWN};
	for (uint32_t i = token + 1; i <= token + (in_years ? REACH : 1); i++)
	{
		uint8_t sex = SaysAt(doc, says, i) & (SAYS_FEMALE | SAYS_MALE);

		if (sex == 0)
			continue;
		statement->sex = sex & SAYS_FEMALE ? MC_FEMALE : MC_MALE;
		statement->last = i;
		return true;
	}
	return is_age;
}

/* Sections that speak of others as well */
static bool
IsOfOthers(const McDocument *doc, uint32_t section)
{
	switch ((McSectionCategory) doc->sections.list[section].category)
	{
		case MC_SECTION_FAMILY:
		case MC_SECTION_SOCIAL:
		case MC_SECTION_SIGNATURE:
		case MC_SECTION_ADMINISTRATIVE:
			return true;
		default:
			return false;
	}
}

/* The statements of a note, and how many pronouns of either sex it has */
static void
ReadNote(const McHost *host, const McDocument *doc, McPatientStatements *statements,
		 size_t *she, size_t *he)
{
	uint8_t *says = ReadWords(host, doc);

	statements->list = NULL;
	statements->count = statements->capacity = 0;
	for (size_t s = 0; s < doc->sentences.count; s++)
	{
		const McSentence *sentence = &doc->sentences.list[s];

		if (IsOfOthers(doc, sentence->section))
			continue;
		for (uint32_t t = sentence->first_token; t < sentence->end_token; t++)
		{
			uint8_t word = SaysAt(doc, says, t);
			McPatientStatement statement;

			*she += (word & SAYS_SHE) != 0;
			*he += (word & SAYS_HE) != 0;
			if (doc->tokens.list[t].kind != MC_TOKEN_NUMBER ||
				!ReadStatement(doc, says, t, &statement) ||
				IsOfAnother(doc, sentence, &statement))
				continue;
			MC_GROW(host, statements->list, statements->count, statements->capacity);
			statements->list[statements->count++] = statement;
		}
	}
	mc_release(host, says);
	mc_interrupt(host);
}

void
mc_patient_statements(const McHost *host, const McDocument *doc,
					  McPatientStatements *statements)
{
	size_t she = 0;
	size_t he = 0;

	ReadNote(host, doc, statements, &she, &he);
}

void
mc_read_patient(const McHost *host, McEncounter *encounter)
{
	size_t she = 0;
	size_t he = 0;

	if (encounter->sex != MC_SEX_UNKNOWN && encounter->age_days != MC_AGE_UNKNOWN)
		return;
	for (size_t n = 0; n < encounter->nnotes; n++)
	{
		McPatientStatements statements;

		ReadNote(host, encounter->notes[n].doc, &statements, &she, &he);
		for (size_t i = 0; i < statements.count; i++)
		{
			if (encounter->sex == MC_SEX_UNKNOWN)
				encounter->sex = statements.list[i].sex;
			if (encounter->age_days == MC_AGE_UNKNOWN)
				encounter->age_days = statements.list[i].age * DAYS_A_YEAR;
		}
		mc_release(host, statements.list);
	}
	if (encounter->sex != MC_SEX_UNKNOWN)
		return;
	if (she >= MIN_PRONOUNS && she > he * OUTNUMBER)
		encounter->sex = MC_FEMALE;
	else if (he >= MIN_PRONOUNS && he > she * OUTNUMBER)
		encounter->sex = MC_MALE;
}
