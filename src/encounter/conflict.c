/*
 * conflict.c
 *	  Codes that do not go together, or not with the patient: Excludes1 notes, sex, age,
 *	  two sides (ICD-10-CM Guidelines I.A.12.a, I.B.13, I.C.9.a; Medicare Code Editor).
 */
#include <string.h>

#include "encounter/case.h"
#include "encounter/patient_limit.h"

/* Bytes for a title, longer than any */
#define MAX_TITLE 512

/* Types of diabetes, of which a patient has one */
static const char diabetes_types[] = "E08 E09 E10 E11 E13";

static bool
IsSymptom(McCode code)
{
	return (char) (code >> 56) == 'R';
}

static bool
IsUnspecified(const McCase *c, McCode code)
{
	return strstr(mc_case_title(c, code), "nspecified") != NULL;
}

static void
Doubt(McSuggestion *s, McRule rule)
{
	if (s->status < MC_REVIEW)
		s->status = MC_REVIEW;
	s->rules |= MC_RULE_BIT(rule);
}

/* Is a supported less than b?  The greater code where nothing else tells. */
static bool
IsWeaker(const McSuggestion *a, const McSuggestion *b)
{
	if (a->status != b->status)
		return a->status > b->status;
	if (a->support != b->support)
		return a->support > b->support;
	if (a->score != b->score)
		return a->score < b->score;
	if (a->nevidence != b->nevidence)
		return a->nevidence < b->nevidence;
	return a->code > b->code;
}

/*
 * The note of one code names another.  own: it stands at the code itself.  A symptom gives
 * way to what is definite, and so does an unspecified code that names its better; of two
 * others the weaker is to be reviewed, for the two may be unrelated.
 */
static void
SettleExcludes1(const McCase *c, McSuggestion *s, McSuggestion *other, bool own)
{
	/* of two that are as well supported the one that the note names is not to stand beside */
	McSuggestion *weaker = s->status == other->status && s->support == other->support
							   ? other
						   : IsWeaker(s, other) ? s
												: other;

	if (IsSymptom(s->code) != IsSymptom(other->code))
	{
		McSuggestion *symptom = IsSymptom(s->code) ? s : other;
		McSuggestion *definite = IsSymptom(s->code) ? other : s;

		if (definite->status <= symptom->status && definite->support != MC_HISTORY)
		{
			mc_case_drop(symptom, MC_RULE_EXCLUDES1, definite->code);
			return;
		}
	}
	else if (own && other->status <= s->status && other->support <= s->support &&
			 IsUnspecified(c, s->code) && !IsUnspecified(c, other->code))
	{
		mc_case_drop(s, MC_RULE_EXCLUDES1, other->code);
		return;
	}
	Doubt(weaker, MC_RULE_EXCLUDES1);
	/* two types of one disease: which it is, is for the provider to say */
	if (mc_code_in(s->code, diabetes_types) && mc_code_in(other->code, diabetes_types) &&
		s->status <= MC_REVIEW && other->status == MC_REVIEW &&
		s->support == other->support)
		Doubt(s == weaker ? other : s, MC_RULE_EXCLUDES1);
}

/* Emphysema is the more specific of the obstructive lung diseases: J44 is in it (J43, Excludes1) */
static void
DropWithEmphysema(McCase *c)
{
	const McSuggestion *emphysema = mc_case_find_under(c, mc_code("J43"));

	for (size_t i = 0; emphysema && i < c->count; i++)
	{
		McSuggestion *s = &c->list[i];

		if (mc_is_proposed(s) && mc_code_in(s->code, "J44") &&
			emphysema->status <= s->status && emphysema->support != MC_HISTORY)
			mc_case_drop(s, MC_RULE_EXCLUDES1, emphysema->code);
	}
}

/* Excludes1 notes of each code, its own and those of its headings */
static void
FindExcludes1(McCase *c)
{
	uint8_t *named = mc_alloc(c->host, c->count + 1);

	for (size_t i = 0; i < c->count; i++)
	{
		McSuggestion *s = &c->list[i];
		uint16_t node = MC_NO_NODE;
		const McCard *card = mc_is_proposed(s) ? mc_case_card(c, s->code, &node) : NULL;
		const McCardNote *note;
		McCardNotes notes;

		if (node == MC_NO_NODE)
			continue;
		memset(named, 0, c->count);
		mc_card_notes_begin(card, node, &notes);
		while ((note = mc_card_notes_next(&notes)) != NULL)
		{
			if (note->kind != MC_TABULAR_EXCLUDES1)
				continue;
			for (size_t k = 0; k < c->count; k++)
			{
				if (k != i && mc_is_proposed(&c->list[k]) && c->list[k].code != s->code &&
					mc_card_note_covers(card, note, c->list[k].code))
					named[k] =
						note->level == MC_PLACE_CODE && note->place == node ? 2 : 1;
			}
		}
		/* the card may be gone from here on */
		for (size_t k = 0; k < c->count && mc_is_proposed(s); k++)
		{
			/* two that are unrelated may stand together (I.A.12.a) */
			if (named[k] && mc_is_proposed(&c->list[k]) &&
				!mc_is_called_unrelated(c, s, &c->list[k]) &&
				!mc_is_called_unrelated(c, &c->list[k], s))
				SettleExcludes1(c, s, &c->list[k], named[k] == 2);
		}
		mc_interrupt(c->host);
	}
	mc_release(c->host, named);
}

/* I10 does not stand beside hypertension with heart or kidney disease (I.C.9.a). */
static void
DropPlainHypertension(McCase *c)
{
	McSuggestion *plain = mc_case_find(c, mc_code("I10"));

	for (size_t i = 0; plain && i < c->count; i++)
	{
		const McSuggestion *s = &c->list[i];

		if (mc_is_proposed(s) && mc_code_in(s->code, "I11 I12 I13") &&
			s->status <= plain->status)
		{
			mc_case_drop(plain, MC_RULE_HYPERTENSION, s->code);
			return;
		}
	}
}

static void
CheckPatient(McCase *c)
{
	for (size_t i = 0; i < c->count; i++)
	{
		McSuggestion *s = &c->list[i];
		McSex sex;

		if (!mc_is_proposed(s))
			continue;
		sex = c->encounter->sex == MC_SEX_UNKNOWN ? MC_SEX_UNKNOWN
												  : mc_sex_of_code(s->code);
		if (sex != MC_SEX_UNKNOWN && sex != c->encounter->sex)
		{
			mc_case_drop(s, MC_RULE_SEX, 0);
			continue;
		}
		/* of the breast there is a code for each sex, and none without */
		if (c->encounter->sex == MC_SEX_UNKNOWN && mc_code_in(s->code, "C50"))
			Doubt(s, MC_RULE_SEX);
		if (c->encounter->age_days != MC_AGE_UNKNOWN &&
			!mc_is_for_age(s->code, c->encounter->age_days))
			Doubt(s, MC_RULE_AGE);
	}
}

/* Does one set of words of a card hold another? */
static bool
HoldsWords(const McCard *card, uint16_t set, uint16_t part)
{
	const McCardSet *x = &card->sets[set];
	const McCardSet *y = &card->sets[part];
	uint32_t i = 0;

	for (uint32_t k = 0; k < y->count; k++)
	{
		while (i < x->count &&
			   card->set_words[x->first + i] < card->set_words[y->first + k])
			i++;
		if (i == x->count ||
			card->set_words[x->first + i] != card->set_words[y->first + k])
			return false;
	}
	return true;
}

/* Are two titles the same but for left in the one and right in the other? */
static bool
DifferInSide(const char *left, const char *right)
{
	const char *l = strstr(left, "left");
	size_t before = l ? (size_t) (l - left) : 0;

	return l != NULL && strncmp(left, right, before) == 0 &&
		   strncmp(right + before, "right", 5) == 0 &&
		   strcmp(l + 4, right + before + 5) == 0;
}

/* Is a code for both sides, and else says what one for a side says? */
static bool
IsBothOf(const McCard *card, uint16_t both, uint16_t one)
{
	const McAttributes *x = mc_card_attributes(card, both);
	const McAttributes *y = mc_card_attributes(card, one);

	if (!(card->nodes[both].flags & MC_CARD_BILLABLE) ||
		x->value[MC_AXIS_SIDE] != 1u << MC_SIDE_BILATERAL)
		return false;
	for (int axis = 0; axis < MC_NAXES; axis++)
	{
		if (axis != MC_AXIS_SIDE && x->value[axis] != y->value[axis])
			return false;
	}
	/* a heading of the one, or the heading above both, has the other */
	for (uint16_t up = card->nodes[one].parent;; up = card->nodes[up].parent)
	{
		if (up == card->nodes[both].parent)
			break;
		if (up == MC_NO_NODE)
			return false;
	}
	return HoldsWords(card, card->nodes[one].words, card->nodes[both].words);
}

/* The code for both sides where one code is for the left and another for the right; 0: none. */
static McCode
BilateralOf(const McCase *c, McCode left, McCode right)
{
	const McCard *card;
	uint16_t one;
	char title[MAX_TITLE];
	size_t length;

	length = strlen(mc_case_title(c, left));
	if (length >= sizeof(title))
		return 0;
	/* the next look-up takes the title away */
	memcpy(title, mc_case_title(c, left), length + 1);
	if (!DifferInSide(title, mc_case_title(c, right)))
		return 0;
	card = mc_case_card(c, left, &one);
	if (one == MC_NO_NODE)
		return 0;
	for (uint16_t n = 0; n < card->nnodes; n++)
	{
		if (IsBothOf(card, n, one))
			return card->nodes[n].code;
	}
	return 0;
}

/* Left and right are bilateral where there is such a code (I.B.13). */
static void
JoinSides(McCase *c)
{
	for (size_t i = 0; i < c->count; i++)
	{
		for (size_t k = 0; k < c->count && mc_is_proposed(&c->list[i]); k++)
		{
			const McSuggestion *left = &c->list[i];
			const McSuggestion *right = &c->list[k];
			McCode both;

			if (k == i || !mc_is_proposed(right) || left->status != right->status ||
				left->support == MC_HISTORY || right->support == MC_HISTORY ||
				mc_icd10cm_category(left->code) != mc_icd10cm_category(right->code))
				continue;
			both = BilateralOf(c, left->code, right->code);
			if (both == 0)
				continue;
			(void) mc_case_recode(c, i, both, MC_RULE_BILATERAL);
			(void) mc_case_recode(c, k, both, MC_RULE_BILATERAL);
			break;
		}
		mc_interrupt(c->host);
	}
}

void
mc_find_conflicts(McCase *c)
{
	JoinSides(c);
	CheckPatient(c);
	DropPlainHypertension(c);
	DropWithEmphysema(c);
	FindExcludes1(c);
}
