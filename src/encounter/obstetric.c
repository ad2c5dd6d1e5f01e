/*
 * obstetric.c
 *	  Pregnancy and childbirth turn a note over: conditions have codes of chapter 15, first, and
 *	  their own code beside it (ICD-10-CM Guidelines I.C.15.a, Tabular List O00-O9A).
 */
#include <string.h>

#include "encounter/gestation.h"
#include "encounter/wording.h"

typedef struct ObstetricRow
{
	const char *headings; /* of the condition */
	const char *code; /* of chapter 15 in pregnancy; trimester or childbirth below it */
	bool keep;        /* the condition's own code goes with it */
} ObstetricRow;

/* The first row that holds decides. */
static const ObstetricRow rows[] = {
	{"E10", "O24.0", true},
	{"E11", "O24.1", true},
	{"E08 E09 E13", "O24.8", true},
	{"I11", "O10.1", true},
	{"I12", "O10.2", true},
	{"I13", "O10.3", true},
	{"I15", "O10.4", true},
	{"I26", "O88.2", true},
	{"I80.0 I80.3", "O22.2", false},
	{"I82.4", "O22.3", true},
	{"I83", "O22.0", false},
	{"K64", "O22.4", false},
	{"N10 N11 N12 N13.6", "O23.0", false},
	{"N30", "O23.1", false},
	{"N34", "O23.2", false},
	{"N39.0", "O23.4", false},
	{"N72", "O23.51", false},
	{"N76", "O23.59", true},
	{"A15 A17 A18 A19", "O98.0", true},
	{"A50 A51 A52 A53", "O98.1", true},
	{"A54", "O98.2", true},
	{"A55 A56 A57 A58 A59 A60 A63 A64", "O98.3", true},
	{"B15 B16 B17 B18 B19", "O98.4", true},
	{"B20 Z21", "O98.7", true},
	{"B50 B51 B52 B53 B54 B58", "O98.6", true},
	{"A8 A9 B0 B2 B30 B33 B34 U07.1", "O98.5", true},
	{"A0 A2 A3 A4 B37", "O98.8", true},
	{"D50 D51 D52 D53 D55 D56 D57 D58 D59 D60 D61 D62 D63 D64", "O99.0", true},
	{"D65 D66 D67 D68 D69 D7 D8", "O99.1", true},
	{"C", "O9A.1", true},
	{"D25", "O34.1", true},
	{"E66", "O99.21", true},
	{"E0 E2 E3 E4 E5 E6 E7 E83 E84 E85 E86 E87 E88", "O99.28", true},
	{"F10", "O99.31", true},
	{"F17", "O99.33", true},
	{"F1", "O99.32", true},
	{"F53", "", false},
	{"F", "O99.34", true},
	{"G", "O99.35", true},
	{"I1", "", false},
	{"I60 I61 I62 I63 I67 I0 I2 I3 I4 I5 I7", "O99.4", true},
	{"J", "O99.5", true},
	{"K70 K71 K72 K73 K74 K75 K76 K80 K81 K82 K83", "O26.6", true},
	{"K", "O99.6", true},
	{"L", "O99.7", true},
	{"N17 N18 N19 N20 N21 N23 N28", "O26.83", true},
	{"R73.01 R73.02 R73.03 R73.09", "O99.810", false},
};

/* Is it an illness of the pregnancy that the note says before all else? */
static const char chronic_words[] =
	"chronic|pre-existing|preexisting|pre existing|essential|longstanding|long standing|chtn|"
	"prior to pregnancy|before pregnancy";

/* The code of chapter 15 for what is said, or 0 */
static McCode
Choose(const McCase *c, const char *heading, const McGestation *g)
{
	McAttributes said = g->said;
	McCode code;

	if (said.value[MC_AXIS_TRIMESTER] == 0)
		said.value[MC_AXIS_TRIMESTER] = 1u << MC_TRIMESTER_PREGNANCY;
	code = mc_in_release(c, mc_code(heading), &said);
	if (code == 0 && g->delivers)
		code = mc_in_release(c, mc_code(heading), &g->by_weeks);
	if (code == 0 && g->said.value[MC_AXIS_TRIMESTER] == 0)
		code = mc_in_release(c, mc_code(heading), &g->said);
	return code != 0 && mc_code_in(code, heading) ? code : 0;
}

static bool
IsCalledChronic(const McCase *c, const McSuggestion *s)
{
	for (uint32_t i = 0; i < mc_evidence_read(s); i++)
	{
		if (mc_sentence_has(c, s->evidence[i], chronic_words))
			return true;
	}
	return false;
}

/* Put the code of chapter 15 first, and the condition beside it or in its place. */
static void
Turn(McCase *c, size_t number, McCode code, bool keep)
{
	McSuggestion *s = &c->list[number];
	McSuggestionStatus status;
	size_t made;

	status = s->status;
	made = mc_case_derive(c, code, MC_RULE_PREGNANCY, &number, 1);
	if (c->list[made].status > status)
		c->list[made].status = status;
	if (keep)
		c->list[number].paired_with = code;
	else
		mc_case_drop(&c->list[number], MC_RULE_PREGNANCY, code);
}

/*
 * Hypertension in pregnancy: pre-existing (O10.0), with pre-eclampsia (O11), or not said which
 * (O16); what is called gestational has its own code already.
 */
static void
TurnHypertension(McCase *c, size_t number, const McGestation *g)
{
	bool chronic = IsCalledChronic(c, &c->list[number]);
	McSuggestion *eclampsia = mc_case_find_under(c, mc_code("O14"));
	McSuggestion *own = mc_case_find_under(c, mc_code("O13"));
	McCode code;

	if (own == NULL)
		own = mc_case_find_under(c, mc_code("O10"));
	if (eclampsia != NULL && chronic)
	{
		code = Choose(c, "O11", g);
		if (code == 0)
			return;
		mc_case_drop(eclampsia, MC_RULE_PREGNANCY, code);
		Turn(c, number, code, false);
		return;
	}
	if (eclampsia != NULL || own != NULL)
	{
		mc_case_drop(&c->list[number], MC_RULE_PREGNANCY,
					 eclampsia ? eclampsia->code : own->code);
		return;
	}
	code = Choose(c, chronic ? "O10.0" : "O16", g);
	if (code != 0)
		Turn(c, number, code, false);
}

static void
TurnOne(McCase *c, size_t number, const McGestation *g)
{
	McSuggestion *s = &c->list[number];
	McCode condition = s->code;

	/* what was there before the pregnancy is there now */
	if (s->rules & MC_RULE_BIT(MC_RULE_HISTORY_CHRONIC) && s->support == MC_ASSESSED &&
		IsCalledChronic(c, s))
	{
		s->status = MC_SUGGEST;
		s->rules &= ~MC_RULE_BIT(MC_RULE_HISTORY_CHRONIC);
	}
	if (mc_code_in(condition, "I10"))
	{
		TurnHypertension(c, number, g);
		return;
	}
	if (mc_code_in(condition, "R11.0 R11.1 R11.2") && !g->delivers)
	{
		/* vomiting of early pregnancy has its own category */
		McCode code = mc_case_find_under(c, mc_code("O21"))
						  ? mc_case_find_under(c, mc_code("O21"))->code
						  : Choose(c, "O21.9", g);

		if (code != 0 && !mc_code_in(condition, "R11.0"))
			Turn(c, number, code, false);
		return;
	}
	for (size_t k = 0; k < sizeof(rows) / sizeof(rows[0]); k++)
	{
		McCode code;

		if (!mc_code_in(condition, rows[k].headings))
			continue;
		/* kidney disease is in the code of its hypertension */
		if (mc_code_in(condition, "N18") &&
			mc_case_number_in(c, "I12 I13 O10.2 O10.3") < c->count)
			return;
		/* gestational diabetes, or a pair named already, stands for it */
		code = rows[k].code[0] ? Choose(c, rows[k].code, g) : 0;
		if (code != 0 && mc_code_in(code, "O24") &&
			mc_case_find_under(c, mc_code("O24.4")) != NULL)
			code = 0;
		if (code != 0)
			Turn(c, number, code, rows[k].keep);
		return;
	}
}

/* The trimester for codes of chapter 15 that the note gave without it */
static void
AddTrimester(McCase *c, size_t number, const McGestation *g)
{
	McCode heading = c->list[number].code;
	McCode better;

	if (g->said.value[MC_AXIS_TRIMESTER] == 0 ||
		(mc_case_is_billable(c, heading) &&
		 strstr(mc_case_title(c, heading), "unspecified trimester") == NULL))
		return;
	/* from "unspecified trimester" back to its heading, over the fetus behind it too: O41.00X0 */
	while (mc_icd10cm_length(heading) > MC_ICD10CM_CATEGORY_LEN &&
		   (mc_case_is_billable(c, heading) || mc_case_title(c, heading)[0] == '\0' ||
			strstr(mc_case_title(c, heading), "unspecified trimester") != NULL))
	{
		int shift = 8 * (8 - mc_icd10cm_length(heading));

		heading &= ~((McCode) 0xFF << shift);
	}
	for (int pass = 0; pass < 2; pass++)
	{
		better = mc_in_release(c, heading, pass == 0 ? &g->said : &g->by_weeks);
		if (better != 0 && mc_code_is_under(better, heading) &&
			strstr(mc_case_title(c, better), "unspecified trimester") == NULL)
		{
			(void) mc_case_recode(c, number, better, MC_RULE_PREGNANCY);
			return;
		}
	}
}

/* How gestational diabetes is controlled: insulin before drugs before diet (I.C.15.i) */
static void
AddControl(McCase *c, size_t number)
{
	static const struct
	{
		const char *words;
		char character;
	} controls[] = {
		{"insulin|insulin controlled", '4'},
		{"metformin|glyburide|oral hypoglycemic|oral hypoglycemics|oral medication", '5'},
		{"diet|diet controlled", '0'},
	};
	const McSuggestion *s = &c->list[number];

	if (!mc_code_in(s->code, "O24.419 O24.439"))
		return;
	for (size_t k = 0; k < sizeof(controls) / sizeof(controls[0]); k++)
	{
		for (uint32_t i = 0; i < mc_evidence_read(s); i++)
		{
			McCode code =
				(s->code & ~((McCode) 0xFF << 16)) | (McCode) controls[k].character << 16;

			if (!mc_sentence_has(c, s->evidence[i], controls[k].words) ||
				!mc_case_is_billable(c, code))
				continue;
			(void) mc_case_recode(c, number, code, MC_RULE_PREGNANCY);
			return;
		}
	}
}

/* A birth at term without any complication (I.C.15.n.1) */
static void
AddNormalDelivery(McCase *c, const McGestation *g)
{
	size_t basis = mc_case_number_in(c, "Z3A Z37 Z34");
	size_t made;

	if (!g->delivers || g->stillborn || g->twins || basis == c->count ||
		mc_case_number_in(c, "O") < c->count || !mc_case_is_billable(c, mc_code("O80")) ||
		!(g->weeks >= 37 || mc_notes_have(c, "full term|term delivery")) ||
		!mc_notes_have(c,
					   "uncomplicated|normal spontaneous|nsvd|normal vaginal delivery"))
		return;
	made = mc_case_derive(c, mc_code("O80"), MC_RULE_PREGNANCY, &basis, 1);
	/* the basis was a heading, the birth is not in doubt */
	c->list[made].status = MC_SUGGEST;
}

/* Z3A beside codes of chapter 15 and supervision, not beside abortive outcomes (I.C.21.c.11) */
static void
AddWeeks(McCase *c, const McGestation *g)
{
	char text[] = "Z3A.00";
	size_t basis = mc_case_number_in(c, "O09 O1 O2 O3 O4 O6 O7 O80 O82 O98 O99 O9A Z34");
	size_t heading = mc_case_number_in(c, "Z3A");
	size_t made;

	if (g->weeks < 1 || basis == c->count ||
		mc_case_number_in(c, "O00 O01 O02 O03 O04 O07 O08") < c->count)
		return;
	if (g->weeks < 8)
		text[5] = '1';
	else if (g->weeks > 42)
	{
		text[4] = '4';
		text[5] = '9';
	}
	else
	{
		text[4] = (char) ('0' + g->weeks / 10);
		text[5] = (char) ('0' + g->weeks % 10);
	}
	if (!mc_case_is_billable(c, mc_code(text)))
		return;
	if (heading < c->count)
	{
		if (!mc_case_is_billable(c, c->list[heading].code) ||
			c->list[heading].code == mc_code(text))
		{
			made = mc_case_recode(c, heading, mc_code(text), MC_RULE_PREGNANCY);
			c->list[made].status = c->list[basis].status;
			c->list[made].role = MC_ROLE_STATUS;
		}
		return;
	}
	made = mc_case_derive(c, mc_code(text), MC_RULE_PREGNANCY, &basis, 1);
	c->list[made].role = MC_ROLE_STATUS;
}

/* Outcome of delivery on the mother's record of the birth (I.C.15.b.5) */
static void
AddOutcome(McCase *c, const McGestation *g)
{
	size_t basis = mc_case_number_in(c, "O1 O2 O3 O4 O6 O7 O80 O82 O98 O99 O9A");
	McAttributes nothing = {.flags = 0};
	size_t made;
	McCode code;

	if (!g->delivers || basis == c->count || mc_case_number_in(c, "Z37") < c->count)
		return;
	code = mc_in_release(c,
						 mc_code(g->twins ? (g->stillborn ? "Z37.9" : "Z37.2")
										  : (g->stillborn ? "Z37.1" : "Z37.0")),
						 &nothing);
	if (code == 0)
		return;
	made = mc_case_derive(c, code, MC_RULE_PREGNANCY, &basis, 1);
	c->list[made].role = MC_ROLE_STATUS;
}

/* The provider says that the pregnancy does not matter: it is only named. */
static void
NameIncidental(McCase *c)
{
	size_t basis = mc_case_number_in(c, "A B C D E F G H I J K L M N R S T");

	if (basis == c->count || mc_case_number_in(c, "Z33.1") < c->count ||
		!mc_case_is_billable(c, mc_code("Z33.1")))
		return;
	basis = mc_case_derive(c, mc_code("Z33.1"), MC_RULE_PREGNANCY, &basis, 1);
	c->list[basis].role = MC_ROLE_STATUS;
}

/* First or later pregnancy: Z34.0-, Z34.8- (Alphabetic Index, Pregnancy, supervision) */
static void
NameParity(McCase *c, size_t number)
{
	char parity = 0;
	McCode code = c->list[number].code;

	if (!mc_code_in(code, "Z34.9"))
		return;
	if (mc_notes_have(c, "first pregnancy|normal first pregnancy|primigravida|"
						 "primigravid|g1p0|g1 p0|nulliparous"))
		parity = '0';
	else if (mc_notes_have(c, "second pregnancy|third pregnancy|fourth pregnancy|fifth "
							  "pregnancy|2nd pregnancy|3rd pregnancy|multigravida|"
							  "multigravid|multiparous|g2p1|g3p2|g3p1|g4p3|g2 p1|g3 p2"))
		parity = '8';
	code = (code & ~((McCode) 0xFF << 32)) | (McCode) parity << 32;
	if (parity != 0 && mc_case_is_billable(c, code))
		(void) mc_case_recode(c, number, code, MC_RULE_PREGNANCY);
}

/* The risk that is named stands for high risk as such. */
static void
DropUnnamedRisk(McCase *c)
{
	size_t vague = mc_case_number_in(c, "O09.9");
	size_t named = mc_case_number_in(
		c, "O09.0 O09.1 O09.2 O09.3 O09.4 O09.5 O09.6 O09.7 O09.8 O09.A");

	if (vague < c->count && named < c->count &&
		c->list[named].status <= c->list[vague].status)
		mc_case_drop(&c->list[vague], MC_RULE_LESS_SPECIFIC, c->list[named].code);
}

/* The type of obesity beside its code of chapter 15 (Tabular List, O99.21) */
static void
AddObesity(McCase *c)
{
	size_t obesity = mc_case_number_in(c, "O99.21");
	McCode code;

	if (obesity == c->count || mc_case_number_in(c, "E66") < c->count ||
		!mc_case_is_billable(c, mc_code("E66.9")))
		return;
	code = c->list[obesity].code;
	obesity = mc_case_derive(c, mc_code("E66.9"), MC_RULE_ADDITIONAL, &obesity, 1);
	c->list[obesity].paired_with = code;
}

/*
 * Sepsis of the puerperium: O85, and the organism by B95-B96, not by a code of sepsis
 * (I.C.15.k).
 */
static void
TurnPuerperalSepsis(McCase *c)
{
	static const struct
	{
		const char *sepsis;
		const char *organism;
	} organisms[] = {
		{"A40.0", "B95.0"},   {"A40.1", "B95.1"},   {"A40.3", "B95.3"},
		{"A40", "B95.5"},     {"A41.01", "B95.61"}, {"A41.02", "B95.62"},
		{"A41.1", "B95.7"},   {"A41.2", "B95.8"},   {"A41.3", "B96.3"},
		{"A41.51", "B96.20"}, {"A41.52", "B96.5"},  {"A41", ""},
	};
	size_t count = c->count;

	for (size_t i = 0; i < count; i++)
	{
		if (!mc_is_proposed(&c->list[i]) || !mc_code_in(c->list[i].code, "A40 A41") ||
			c->list[i].nevidence == 0 ||
			!mc_sentence_has(c, c->list[i].first,
							 "puerperal sepsis|postpartum sepsis|puerperal|"
							 "sepsis of the puerperium") ||
			!mc_case_is_billable(c, mc_code("O85")))
			continue;
		(void) mc_case_derive(c, mc_code("O85"), MC_RULE_PREGNANCY, &i, 1);
		for (size_t k = 0; k < sizeof(organisms) / sizeof(organisms[0]); k++)
		{
			McCode organism = mc_code(organisms[k].organism);

			if (!mc_code_in(c->list[i].code, organisms[k].sepsis))
				continue;
			if (organism != 0 && mc_case_is_billable(c, organism))
			{
				size_t made = mc_case_derive(c, organism, MC_RULE_ADDITIONAL, &i, 1);

				c->list[made].paired_with = mc_code("O85");
			}
			break;
		}
		mc_case_drop(&c->list[i], MC_RULE_PREGNANCY, mc_code("O85"));
	}
}

/* The liveborn is coded on its own record, the mother's has the outcome (I.C.15.b.5). */
static void
DropLiveborn(McCase *c)
{
	for (size_t i = 0; i < c->count; i++)
	{
		if (mc_is_proposed(&c->list[i]) && mc_code_in(c->list[i].code, "Z38"))
			mc_case_drop(&c->list[i], MC_RULE_PREGNANCY, 0);
	}
}

/* Drugs against gestational diabetes are in its own code (I.C.15.i). */
void
mc_finish_pregnancy(McCase *c)
{
	McSuggestion *diabetes = mc_case_find_under(c, mc_code("O24.4"));

	if (diabetes == NULL || mc_case_number_in(c, "O24.0 O24.1 O24.3 O24.8 E08 E09 E10 "
												 "E11 E13") < c->count)
		return;
	for (size_t i = 0; i < c->count; i++)
	{
		if (mc_is_proposed(&c->list[i]) &&
			mc_code_in(c->list[i].code, "Z79.4 Z79.84 Z79.85"))
			mc_case_drop(&c->list[i], MC_RULE_PREGNANCY, diabetes->code);
	}
}

void
mc_settle_pregnancy(McCase *c)
{
	McGestation g;
	size_t count = c->count;

	if (mc_is_newborn(c))
	{
		mc_settle_newborn(c);
		return;
	}
	TurnPuerperalSepsis(c);
	mc_gestation(c, &g);
	if (!g.pregnant)
		return;
	DropLiveborn(c);
	if (g.incidental)
	{
		NameIncidental(c);
		return;
	}
	for (size_t i = 0; i < count; i++)
	{
		if (!mc_is_proposed(&c->list[i]))
			continue;
		if (mc_code_in(c->list[i].code, "O Z34"))
		{
			AddTrimester(c, i, &g);
			AddControl(c, i);
			NameParity(c, i);
		}
		else
			TurnOne(c, i, &g);
		mc_interrupt(c->host);
	}
	/* the pregnancy is no incident where a code of chapter 15 is there */
	if (mc_case_number_in(c, "O") < c->count)
	{
		size_t incidental = mc_case_number_in(c, "Z33.1");

		if (incidental < c->count)
			mc_case_drop(&c->list[incidental], MC_RULE_PREGNANCY,
						 c->list[mc_case_number_in(c, "O")].code);
	}
	/* supervision of a normal pregnancy is not with codes of chapter 15 (I.C.15.b.1) */
	for (size_t i = 0; i < c->count; i++)
	{
		size_t own = mc_case_number_in(c, "O");

		if (own < c->count && mc_is_proposed(&c->list[i]) &&
			mc_code_in(c->list[i].code, "Z34") &&
			c->list[own].status <= c->list[i].status)
			mc_case_drop(&c->list[i], MC_RULE_PREGNANCY, c->list[own].code);
	}
	DropUnnamedRisk(c);
	AddObesity(c);
	AddNormalDelivery(c, &g);
	AddWeeks(c, &g);
	AddOutcome(c, &g);
}
