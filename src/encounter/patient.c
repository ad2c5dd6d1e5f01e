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

/* Words between an age and the thing that has it: 12-year-old left knee prosthesis */
#define REACH_OF_THING 3

/* "99m" stands beside a scan more often than a man of 99 */
#define TECHNETIUM 99

#define DAYS_A_YEAR  365
#define DAYS_A_MONTH 30.4375
#define DAYS_A_WEEK  7

/* What a word says, as bits */
#define SAYS_FEMALE 0x001
#define SAYS_MALE   0x002
#define SAYS_SHE    0x004
#define SAYS_HE     0x008
#define SAYS_YEARS  0x010
#define SAYS_MONTHS 0x020
#define SAYS_WEEKS  0x040
#define SAYS_DAYS   0x080
#define SAYS_OLD    0x100
#define SAYS_UNIT   (SAYS_YEARS | SAYS_MONTHS | SAYS_WEEKS | SAYS_DAYS)

/* What each word of a document says, by its number; host memory.  Not ms and mr, which are diseases too. */
static uint16_t *
ReadWords(const McHost *host, const McDocument *doc)
{
	static const struct
	{
		const char *word;
		uint16_t says;
	} known[] = {
		{"female", SAYS_FEMALE}, {"woman", SAYS_FEMALE}, {"girl", SAYS_FEMALE},
		{"lady", SAYS_FEMALE},   {"f", SAYS_FEMALE},     {"male", SAYS_MALE},
		{"man", SAYS_MALE},      {"boy", SAYS_MALE},     {"gentleman", SAYS_MALE},
		{"m", SAYS_MALE},        {"she", SAYS_SHE},      {"her", SAYS_SHE},
		{"hers", SAYS_SHE},      {"herself", SAYS_SHE},  {"mrs", SAYS_SHE},
		{"he", SAYS_HE},         {"him", SAYS_HE},       {"his", SAYS_HE},
		{"himself", SAYS_HE},    {"year", SAYS_YEARS},   {"years", SAYS_YEARS},
		{"yo", SAYS_YEARS},      {"y/o", SAYS_YEARS},    {"yr", SAYS_YEARS},
		{"yrs", SAYS_YEARS},     {"y", SAYS_YEARS},      {"month", SAYS_MONTHS},
		{"months", SAYS_MONTHS}, {"mo", SAYS_MONTHS},    {"mos", SAYS_MONTHS},
		{"m/o", SAYS_MONTHS},    {"week", SAYS_WEEKS},   {"weeks", SAYS_WEEKS},
		{"wk", SAYS_WEEKS},      {"wks", SAYS_WEEKS},    {"day", SAYS_DAYS},
		{"days", SAYS_DAYS},     {"d/o", SAYS_DAYS},     {"old", SAYS_OLD},
	};
	size_t size = (doc->words.count + 1) * sizeof(uint16_t);
	uint16_t *says = mc_alloc(host, size);

	memset(says, 0, size);
	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
	{
		uint32_t word = mc_words_find(&doc->words, known[i].word, strlen(known[i].word));

		if (word != MC_NO_WORD)
			says[word] = known[i].says;
	}
	return says;
}

static uint16_t
SaysAt(const McDocument *doc, const uint16_t *says, uint32_t token)
{
	return token < doc->tokens.count && doc->tokens.list[token].word != MC_NO_WORD
			   ? says[doc->tokens.list[token].word]
			   : 0;
}

/* How many years, months, weeks or days at a token, up to 120; -1: none */
static int
NumberAt(const McDocument *doc, uint32_t token)
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

/* What is old and no patient, and who is young and one */
static const char things[] =
	"prosthesis|implant|graft|stent|device|pacemaker|defibrillator|valve|shunt|catheter|"
	"bypass|replacement|arthroplasty|hardware|denture|scar|wound|incision|suture|injury|"
	"fracture|laceration|burn|bite|bruise|lesion|rash|ulcer|tear|sprain|infarct|hematoma|"
	"history|car|house|building|mattress|carpet|dog|cat|film|study|note";
static const char infants[] = "infant|newborn|neonate|baby|toddler|patient|pt";

/* Where a noun with its adjectives ends */
static const char noun_ends[] =
	"with|without|who|whose|that|has|had|is|was|and|or|in|on|at|for|from|to|after|of|"
	"presents|presented|presenting|status|here|seen|admitted|brought|s/p";

/* Is an age that of a thing: "a 12-year-old knee prosthesis"? */
static bool
IsOfThing(const McDocument *doc, const McSentence *sentence,
		  const McPatientStatement *statement)
{
	uint32_t end = statement->last + 1 + REACH_OF_THING;

	for (uint32_t t = statement->last + 1; t < end && t < sentence->end_token; t++)
	{
		if (mc_token_is(doc, t, things))
			return true;
		if (doc->tokens.list[t].kind != MC_TOKEN_WORD || mc_token_is(doc, t, noun_ends))
			return false;
	}
	return false;
}

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
	if (t == statement->first || t == sentence->first_token)
		return false;
	/* "has a 6-week-old boy at home", "mother of a 3-day-old girl" */
	if (mc_token_is(doc, t - 1, "has|have"))
		return true;
	if (mc_token_is(doc, t - 1, "of") && t - 1 > sentence->first_token)
		t--;
	return mc_token_is(doc, t - 1, kin);
}

/* Is it said right before a token that somebody is: "The baby is", "she is now"? */
static bool
IsSomebody(const McDocument *doc, const McSentence *sentence, uint32_t token)
{
	uint32_t t = token;

	while (t > sentence->first_token && mc_token_is(doc, t - 1, "is|was|now|only|about"))
		t--;
	return t < token && t > sentence->first_token &&
		   mc_token_is(doc, t - 1,
					   "patient|pt|baby|infant|newborn|neonate|boy|girl|he|she");
}

static int
InDays(int number, uint16_t unit)
{
	if (unit & SAYS_DAYS)
		return number;
	if (unit & SAYS_WEEKS)
		return number * DAYS_A_WEEK;
	if (unit & SAYS_MONTHS)
		return (int) (number * DAYS_A_MONTH);
	return number * DAYS_A_YEAR;
}

/*
 * "62-year-old male", "62 yo woman", "34 F", "3-day-old infant" at a token.  Wounds are days,
 * weeks and months old as well, so that these ages need a word for a patient.
 */
static bool
ReadStatement(const McDocument *doc, const uint16_t *says, const McSentence *sentence,
			  uint32_t token, McPatientStatement *statement)
{
	int age = NumberAt(doc, token);
	uint16_t unit = SaysAt(doc, says, token + 1) & SAYS_UNIT;
	bool is_old = unit && SaysAt(doc, says, token + 2) & SAYS_OLD;
	bool in_years = unit & SAYS_YEARS;
	/* "18 mo male", but not "6 weeks postpartum female" */
	uint32_t reach = in_years || is_old ? REACH : unit ? 2 : 1;
	bool is_infant = false;

	if (age <= 0)
		return false;
	*statement = (McPatientStatement){.first = token,
									  .last = is_old ? token + 2 : token,
									  .age_days = InDays(age, unit),
									  .sex = MC_SEX_UNKNOWN};
	for (uint32_t i = token + 1; i <= token + reach && i < doc->tokens.count; i++)
	{
		uint16_t sex = SaysAt(doc, says, i) & (SAYS_FEMALE | SAYS_MALE);

		/* "5-day-old burn in a man" */
		if (!in_years && (mc_token_is(doc, i, things) || mc_token_is(doc, i, noun_ends)))
			break;
		is_infant |= mc_token_is(doc, i, infants);
		if (sex == 0)
			continue;
		/* technetium */
		if (age == TECHNETIUM && unit == 0 && sex == SAYS_MALE)
			return false;
		statement->sex = sex & SAYS_FEMALE ? MC_FEMALE : MC_MALE;
		statement->last = i;
		return true;
	}
	return is_old && !IsOfThing(doc, sentence, statement) &&
		   (in_years || is_infant || IsSomebody(doc, sentence, token));
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
	uint16_t *says = ReadWords(host, doc);

	statements->list = NULL;
	statements->count = statements->capacity = 0;
	for (size_t s = 0; s < doc->sentences.count; s++)
	{
		const McSentence *sentence = &doc->sentences.list[s];

		if (IsOfOthers(doc, sentence->section))
			continue;
		for (uint32_t t = sentence->first_token; t < sentence->end_token; t++)
		{
			uint16_t word = SaysAt(doc, says, t);
			McPatientStatement statement;

			*she += (word & SAYS_SHE) != 0;
			*he += (word & SAYS_HE) != 0;
			if (doc->tokens.list[t].kind != MC_TOKEN_NUMBER ||
				!ReadStatement(doc, says, sentence, t, &statement) ||
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
				encounter->age_days = statements.list[i].age_days;
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
