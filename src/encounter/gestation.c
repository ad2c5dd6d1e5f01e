/*
 * gestation.c
 *	  Whether the patient is pregnant, and how far (ICD-10-CM Guidelines I.C.15.a).
 *
 *	  first trimester     less than 14 weeks
 *	  second trimester    14 weeks to less than 28
 *	  third trimester     28 weeks to delivery
 */
#include "encounter/gestation.h"

#include "encounter/patient_limit.h"
#include "encounter/wording.h"

#define SECOND_TRIMESTER 14
#define THIRD_TRIMESTER  28
#define MOST_WEEKS       44

/* Words between weeks and the pregnancy */
#define WEEKS_REACH 6

/* Codes by which the patient is or was pregnant in this encounter */
static const char pregnant_codes[] =
	"O09 O1 O2 O3 O4 O6 O7 O80 O82 O98 O99 O9A Z33.1 Z34 Z3A";

static const char pregnancy_words[] =
	"pregnant|pregnancy|gestation|gestational|iup|intrauterine|ega|gravid|gravida|iugr|antepartum|"
	"prenatal|ob|obstetric|trimester";

static const char clue_words[] =
	"pregnant|pregnancy|gestation|gestational|iup|intrauterine|liveborn|live born|nsvd|svd|trimester|"
	"delivery|delivered|ega|wga|cesarean|antepartum|prenatal";

static const char incidental_words[] =
	"incidental pregnancy|pregnancy incidental|incidentally pregnant|pregnancy is incidental|"
	"pregnant state incidental|incidental to pregnancy|incidental to the pregnancy|unrelated to "
	"pregnancy|unrelated to the pregnancy|not affecting pregnancy|not affecting the pregnancy|"
	"not related to pregnancy|not related to the pregnancy";

static const char delivery_words[] =
	"spontaneous vaginal delivery|normal vaginal delivery|vaginal delivery of|nsvd|svd|delivered "
	"a|delivered viable|delivery of a|liveborn|live born|underwent cesarean|underwent primary "
	"cesarean|underwent repeat cesarean|cesarean delivery of|delivered by cesarean|delivered via "
	"cesarean|vacuum assisted delivery|forceps delivery|delivered vaginally|delivered live|"
	"vaginal delivery at";

/* G2P1, G3P1011 */
static bool
IsGravidity(const McDocument *doc, uint32_t token)
{
	const McWord *word;

	if (doc->tokens.list[token].word == MC_NO_WORD)
		return false;
	word = &doc->words.list[doc->tokens.list[token].word];
	return word->len >= 2 && word->text[0] == 'g' && word->text[1] >= '1' &&
		   word->text[1] <= '9' &&
		   (word->len == 2 || word->text[2] == 'p' ||
			(word->text[2] >= '0' && word->text[2] <= '9'));
}

/* Do words near the place speak of a pregnancy? */
static bool
IsOfPregnancy(const McDocument *doc, const McSentence *sentence, uint32_t t)
{
	uint32_t from =
		t > sentence->first_token + WEEKS_REACH ? t - WEEKS_REACH : sentence->first_token;
	uint32_t end = t + 1 + WEEKS_REACH < sentence->end_token ? t + 1 + WEEKS_REACH
															 : sentence->end_token;

	if (mc_words_within(doc, from, end, "postpartum|post partum|ago|s/p|status post") <
		end)
		return false;
	for (uint32_t k = from; k < end; k++)
	{
		if (mc_token_is(doc, k, pregnancy_words) || IsGravidity(doc, k) ||
			(mc_token_is(doc, k,
						 "ga|delivery|delivered|ruptured|contractions|preeclampsia") &&
			 k < t + WEEKS_REACH))
			return true;
	}
	return false;
}

/* 3/7, 3/7th */
static bool
IsSevenths(const McDocument *doc, uint32_t t)
{
	const McWord *word;

	if (doc->tokens.list[t].kind != MC_TOKEN_NUMBER ||
		doc->tokens.list[t].word == MC_NO_WORD)
		return false;
	word = &doc->words.list[doc->tokens.list[t].word];
	return word->len >= 3 && word->text[1] == '/' && word->text[2] == '7';
}

/*
 * Completed weeks that token t begins: "28 weeks", "32w3d", "28 3/7 weeks", "28 and 3/7th weeks";
 * -1: none
 */
static int
WeeksAt(const McDocument *doc, const McSentence *sentence, uint32_t t)
{
	int number = mc_token_number(doc, t);
	uint32_t next = t + 1;

	if (number < 1 || number > MOST_WEEKS || IsSevenths(doc, t))
		return -1;
	if (next + 1 < sentence->end_token && mc_token_is(doc, next, "and") &&
		IsSevenths(doc, next + 1))
		next++;
	if (next < sentence->end_token && doc->tokens.list[next].kind == MC_TOKEN_NUMBER)
	{
		/* sevenths behind the weeks */
		int days = mc_token_number(doc, next);

		if (days < 0 || days > 6)
			return -1;
		next++;
	}
	else if (next + 1 < sentence->end_token && mc_is_punct(&doc->tokens.list[next], '+'))
		next += 2;
	if (next < sentence->end_token &&
		(mc_token_is(
			doc, next,
			"weeks|week|wks|wk|w|wga|weeks'|w0d|w1d|w2d|w3d|w4d|w5d|w6d|weeker")))
		return number;
	return -1;
}

static void
SetTrimester(McGestation *g, int value)
{
	g->said.value[MC_AXIS_TRIMESTER] = (uint16_t) (1u << value);
}

/* Affirmed of the patient, and not of a pregnancy that is over */
static bool
IsNow(const McCase *c, const McDocument *doc, uint32_t first, uint32_t last)
{
	bool historical;

	return mc_is_affirmed(c, doc, first, last, &historical) && !historical &&
		   mc_section_of(doc, first) != MC_SECTION_OBSTETRIC &&
		   mc_section_of(doc, first) != MC_SECTION_PAST_MEDICAL;
}

/*
 * Weeks are weeks, whatever is denied or called old beside them; only those of another
 * person, or of what may come, do not count.
 */
static bool
IsOwnWeeks(const McCase *c, const McDocument *doc, uint32_t token)
{
	McTarget target = {.first_token = token, .last_token = token};
	McSectionCategory section = mc_section_of(doc, token);
	McAssertion a;

	mc_assert(c->host, c->terminology->cues, doc, &target, 1, &a);
	return a.experiencer == MC_PATIENT && !a.hypothetical &&
		   section != MC_SECTION_OBSTETRIC && section != MC_SECTION_PAST_MEDICAL;
}

/* Words that say so by themselves, besides those of a delivery */
static const char said_words[] =
	"pregnant|pregnancy|iup|stillborn|stillbirth|iufd|twins|twin";

/* says: which words of the document begin something that is read here, weeks aside */
static void
ReadSentence(const McCase *c, const McDocument *doc, const McSentence *sentence,
			 const uint8_t *says, McGestation *g)
{
	uint32_t end = sentence->end_token;

	for (uint32_t t = sentence->first_token; t < end; t++)
	{
		int weeks;
		uint32_t length;

		if (doc->tokens.list[t].word == MC_NO_WORD)
			continue;
		weeks = WeeksAt(doc, sentence, t);
		if (weeks > 0 && IsOfPregnancy(doc, sentence, t) && IsOwnWeeks(c, doc, t))
		{
			g->pregnant = true;
			if (weeks > g->weeks)
				g->weeks = weeks;
		}
		if (!says[doc->tokens.list[t].word])
			continue;
		if (mc_token_is(doc, t, "pregnant|iup") &&
			!(t > sentence->first_token &&
			  mc_token_is(
				  doc, t - 1,
				  "not|become|becoming|get|getting|nonpregnant|be|been|non|was|when|"
				  "while|were|if|since|ever")) &&
			IsNow(c, doc, t, t))
			g->pregnant = true;
		if (mc_token_is(doc, t, "pregnancy") && t > sentence->first_token &&
			mc_token_is(doc, t - 1, "in|complicating|during") &&
			mc_words_within(doc, sentence->first_token, end, "trimester|complicating") <
				end &&
			IsNow(c, doc, t, t))
			g->pregnant = true;
		length = mc_words_at(doc, t, end, delivery_words);
		if (length > 0 && IsNow(c, doc, t, t + length - 1) &&
			mc_words_within(
				doc, sentence->first_token, t,
				"prior|previous|previously|history|last|plan|planned|anticipate|expect|for|hx") ==
				t)
			g->delivers = true;
		if (mc_token_is(doc, t, "stillborn|stillbirth|iufd") && IsNow(c, doc, t, t))
			g->stillborn = true;
		if (mc_token_is(doc, t, "twins|twin") && IsNow(c, doc, t, t))
			g->twins = true;
	}
}

void
mc_gestation(McCase *c, McGestation *g)
{
	static const struct
	{
		const char *words;
		int value;
	} trimesters[] = {
		{"first trimester|1st trimester", MC_TRIMESTER_FIRST},
		{"second trimester|2nd trimester", MC_TRIMESTER_SECOND},
		{"third trimester|3rd trimester", MC_TRIMESTER_THIRD},
	};
	size_t code = mc_case_number_in(c, pregnant_codes);

	*g = (McGestation){.weeks = -1};
	if (c->encounter->sex == MC_MALE || mc_is_newborn(c) ||
		(c->encounter->age_days != MC_AGE_UNKNOWN &&
		 !mc_is_for_age(mc_code("O80"), c->encounter->age_days)))
		return;
	/* in the history of the patient's own birth it is the mother's */
	g->pregnant = code < c->count && c->list[code].support != MC_HISTORY &&
				  c->list[code].section != MC_SECTION_OBSTETRIC &&
				  c->list[code].section != MC_SECTION_BIRTH &&
				  c->list[code].section != MC_SECTION_PAST_MEDICAL;
	/* most notes have nothing of it */
	if (!g->pregnant && !mc_notes_have(c, clue_words))
		return;
	for (size_t n = 0; n < c->encounter->nnotes; n++)
	{
		const McDocument *doc = c->encounter->notes[n].doc;
		uint8_t *says = mc_alloc(c->host, doc->words.count + 1);

		memset(says, 0, doc->words.count + 1);
		(void) mc_list_mark(doc, said_words, 1, says);
		(void) mc_list_mark(doc, delivery_words, 1, says);
		for (size_t s = 0; s < doc->sentences.count; s++)
			ReadSentence(c, doc, &doc->sentences.list[s], says, g);
		mc_release(c->host, says);
		mc_interrupt(c->host);
	}
	/* a birth that is told elsewhere than in the stay of the birth is past */
	g->delivers =
		g->delivers && c->encounter->setting == MC_INPATIENT &&
		!mc_notes_have(c, "weeks postpartum|postpartum visit|months postpartum");
	g->incidental = mc_notes_have(c, incidental_words);
	g->pregnant |= g->delivers || g->incidental;
	/* after the birth the codes of the puerperium are the provider's to name */
	if (!g->delivers && g->weeks < 0 &&
		mc_notes_have(c, "postpartum|post partum|puerperium"))
		g->pregnant = false;
	if (!g->pregnant)
		return;
	if (g->weeks > 0)
		SetTrimester(g, g->weeks < SECOND_TRIMESTER  ? MC_TRIMESTER_FIRST
						: g->weeks < THIRD_TRIMESTER ? MC_TRIMESTER_SECOND
													 : MC_TRIMESTER_THIRD);
	for (size_t i = 0; i < 3 && g->weeks < 0; i++)
	{
		if (mc_notes_have(c, trimesters[i].words))
			SetTrimester(g, trimesters[i].value);
	}
	/* where a code has no value for childbirth the trimester stays (I.C.15.a.3) */
	g->by_weeks = g->said;
	if (g->delivers)
		SetTrimester(g, MC_TRIMESTER_CHILDBIRTH);
}

bool
mc_is_newborn(const McCase *c)
{
	if (c->encounter->age_days >= 0)
		return c->encounter->age_days <= MC_NEWBORN_DAYS;
	return mc_notes_have(c, "day of life|dol|well newborn|newborn exam|newborn physical|"
							"newborn record|newborn nursery") &&
		   !mc_notes_have(c, "postpartum|post partum|lochia");
}
