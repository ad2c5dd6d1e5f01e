/*
 * family_history.c
 *	  What relatives have, as codes of family history (ICD-10-CM Guidelines I.C.21.c.4).
 */
#include "encounter/gestation.h"
#include "encounter/history.h"
#include "encounter/statement.h"
#include "encounter/wording.h"

/* What a relative's disease is for the patient (Z80-Z84), the first row decides */
static const McHistoryRow family_rows[] = {
	{"C15 C16 C17 C18 C19 C20 C21 C22 C23 C24 C25 C26", "Z80.0"},
	{"C33 C34", "Z80.1"},
	{"C30 C31 C32 C37 C38 C39", "Z80.2"},
	{"C50", "Z80.3"},
	{"C56", "Z80.41"},
	{"C61", "Z80.42"},
	{"C62", "Z80.43"},
	{"C57.0", "Z80.44"},
	{"C51 C52 C53 C54 C55 C57 C58 C60 C63", "Z80.49"},
	{"C64 C65", "Z80.51"},
	{"C67", "Z80.52"},
	{"C66 C68", "Z80.59"},
	{"C91 C92 C93 C94 C95", "Z80.6"},
	{"C81 C82 C83 C84 C85 C86 C88 C90 C96", "Z80.7"},
	{"C79.9 C80", "Z80.9"},
	{"C0 C1 C4 C6 C7A", "Z80.8"},
	{"C69 C70 C71 C72 C73 C74 C75 C76", "Z80.8"},
	{"F7", "Z81.0"},
	{"F10", "Z81.1"},
	{"F17", "Z81.2"},
	{"F1", "Z81.3"},
	{"F2 F3 F4 F5 F6 F9", "Z81.8"},
	{"G1 G2 G3 G40 G43 G7", "Z82.0"},
	{"H54", "Z82.1"},
	{"H90 H91", "Z82.2"},
	{"I60 I61 I62 I63 I69 Z86.73", "Z82.3"},
	{"I46", "Z82.41"},
	{"I0 I1 I2 I3 I4 I5 I7", "Z82.49"},
	{"J40 J41 J42 J43 J44 J45 J47", "Z82.5"},
	{"M05 M06 M08 M15 M16 M17 M18 M19", "Z82.61"},
	{"M80 M81", "Z82.62"},
	{"M32 M33 M34 M35 M45", "Z82.69"},
	{"Q61.1 Q61.2 Q61.3", "Z82.71"},
	{"Q", "Z82.79"},
	{"B20", "Z83.0"},
	{"D50 D55 D56 D57 D58 D59 D66 D67 D68 D69 D8", "Z83.2"},
	{"E08 E09 E10 E11 E13", "Z83.3"},
	{"E78.01", "Z83.42"},
	{"E78", "Z83.438"},
	{"E0 E2 E66 E7 E8", "Z83.49"},
	{"H40", "Z83.511"},
	{"D12", "Z83.710"},
	{"K63.5", "Z83.719"},
	{"K5 K7 K80 K86 K90", "Z83.79"},
	{"L20 L40", "Z84.0"},
	{"N18 N20", "Z84.19"},
};

/* Relatives by marriage, and others around the patient */
static const char no_kin_words[] =
	"husband|wife|spouse|partner|fiance|boyfriend|girlfriend|roommate|friend|coworker|"
	"colleague|neighbor|stepmother|stepfather|caregiver|exposed|exposure|contact|contacts";

static const char family_words[] =
	"family|fhx|fh|mother|mom|mother's|father|dad|father's|parent|parents|brother|brothers|"
	"sister|sisters|sibling|siblings|grandmother|grandfather|grandparent|grandparents|aunt|"
	"uncle|cousin|son|daughter|maternal|paternal|relative|relatives";

/* Is it a blood relative's: named as such in one of its sentences, or in the family history? */
static bool
IsOfKin(const McCase *c, const McSuggestion *s)
{
	for (uint32_t i = 0; i < s->nevidence; i++)
	{
		McEvidence e = s->evidence[i];

		if (!mc_sentence_has(c, e, no_kin_words) &&
			(mc_case_finding(c, e)->section == MC_SECTION_FAMILY ||
			 mc_sentence_has(c, e, family_words)))
			return true;
	}
	return false;
}

/* Does the provider's own statement name it as family history: not a list, not a relative met? */
static bool
IsStatedOfFamily(const McCase *c, const McSuggestion *s)
{
	for (uint32_t i = 0; i < mc_evidence_read(s); i++)
	{
		if (mc_section_states(mc_case_finding(c, s->evidence[i])->section) &&
			mc_sentence_has(c, s->evidence[i], "family history|fhx|family hx|fam hx"))
			return true;
	}
	return false;
}

/* Codes of family history for what relatives have; they are optional (I.C.21.c.4). */
void
mc_add_family_history(McCase *c)
{
	McAttributes nothing = {.flags = 0};
	size_t count = c->count;

	/* the mother of a newborn is the subject of maternal codes, no family history */
	if (c->encounter->age_days >= 0 && c->encounter->age_days <= MC_NEWBORN_DAYS)
		return;
	for (size_t i = 0; i < count; i++)
	{
		McSuggestion *s = &c->list[i];
		const char *text;
		McCode code;
		size_t made;
		bool stated;

		if (s->dropped_by != MC_RULE_OTHER_PERSON || !IsOfKin(c, s))
			continue;
		/* a family history is the patient's own */
		if (mc_code_in(s->code, "Z80 Z81 Z82 Z83 Z84"))
		{
			McSectionCategory section = mc_case_finding(c, s->first)->section;

			if (mc_case_find(c, s->code) != NULL)
				continue;
			s->dropped_by = MC_RULE_NONE;
			s->role = MC_ROLE_STATUS;
			if (section == MC_SECTION_FAMILY ||
				(!mc_section_states(section) &&
				 mc_note_states(&c->encounter->notes[s->first.note])))
			{
				s->status = MC_REVIEW;
				s->rules |= MC_RULE_BIT(MC_RULE_LIST_ONLY);
			}
			continue;
		}
		text = mc_history_row(family_rows, sizeof(family_rows) / sizeof(family_rows[0]),
							  s->code);
		code = *text ? mc_in_release(c, mc_code(text), &nothing) : 0;
		if (code == 0)
			continue;
		stated = IsStatedOfFamily(c, s);
		s->status = stated ? MC_SUGGEST : MC_REVIEW;
		s->support = stated ? MC_ASSESSED : MC_LIST_ONLY;
		made = mc_case_derive(c, code, MC_RULE_HISTORY_CODE, &i, 1);
		c->list[made].role = MC_ROLE_STATUS;
	}
}
