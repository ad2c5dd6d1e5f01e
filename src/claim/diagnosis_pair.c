/*
 * diagnosis_pair.c
 *		Diagnoses of a claim that do not go together (ICD-10-CM Guidelines I.A.12.a,
 *		I.B.5, I.B.9, I.B.13, I.C.2.m, I.C.4.a, I.C.9.a).
 */
#include <stdlib.h>
#include <string.h>

#include "claim/claim.h"
#include "coding/card.h"
#include "coding/knowledge.h"
#include "encounter/case.h"

/* Types of diabetes, of which a patient has one */
static const char diabetes[] = "E08 E09 E10 E11 E13";

/* What is part of the code beside it */
static const struct
{
	const char *part;
	const char *whole;
	const char *source;
} combinations[] = {
	{"I10", "I11 I12 I13", "G I.C.9.a"},
	{"I11", "I13", "G I.C.9.a.3"},
	{"I12", "I13", "G I.C.9.a.3"},
	{"I10", "O10 O11 O13 O14 O15 O16", "G I.C.15.c"},
	{"E08.9", "E08.0 E08.1 E08.2 E08.3 E08.4 E08.5 E08.6 E08.8", "G I.B.9, I.C.4.a"},
	{"E09.9", "E09.0 E09.1 E09.2 E09.3 E09.4 E09.5 E09.6 E09.8", "G I.B.9, I.C.4.a"},
	{"E10.9", "E10.1 E10.2 E10.3 E10.4 E10.5 E10.6 E10.8", "G I.B.9, I.C.4.a"},
	{"E11.9", "E11.0 E11.1 E11.2 E11.3 E11.4 E11.5 E11.6 E11.8", "G I.B.9, I.C.4.a"},
	{"E13.9", "E13.0 E13.1 E13.2 E13.3 E13.4 E13.5 E13.6 E13.8", "G I.B.9, I.C.4.a"},
};

/* Personal history of a malignant neoplasm, and the neoplasm, by site */
static const struct
{
	const char *history;
	const char *active;
} histories[] = {
	{"Z85.01", "C15"},
	{"Z85.02", "C16"},
	{"Z85.03", "C18"},
	{"Z85.04", "C19 C20 C21"},
	{"Z85.05", "C22"},
	{"Z85.06", "C17"},
	{"Z85.07", "C25"},
	{"Z85.11", "C34"},
	{"Z85.12", "C33"},
	{"Z85.21", "C32"},
	{"Z85.22", "C30 C31"},
	{"Z85.23", "C37"},
	{"Z85.3", "C50"},
	{"Z85.41", "C53"},
	{"Z85.42", "C54 C55"},
	{"Z85.43", "C56"},
	{"Z85.44", "C51 C52 C57"},
	{"Z85.46", "C61"},
	{"Z85.47", "C62"},
	{"Z85.48", "C63.0"},
	{"Z85.51", "C67"},
	{"Z85.52", "C64"},
	{"Z85.53", "C65"},
	{"Z85.54", "C66"},
	{"Z85.59", "C68"},
	{"Z85.6", "C91 C92 C93 C94 C95"},
	{"Z85.71", "C81"},
	{"Z85.72", "C82 C83 C84 C85"},
	{"Z85.79", "C88 C90 C96"},
	{"Z85.810", "C01 C02"},
	{"Z85.818", "C00 C03 C04 C05 C06 C07 C08 C09 C10 C11 C12 C13 C14"},
	{"Z85.820", "C43"},
	{"Z85.821", "C4A"},
	{"Z85.830", "C40 C41"},
	{"Z85.831", "C49"},
	{"Z85.840", "C69"},
	{"Z85.841", "C71"},
	{"Z85.848", "C70 C72"},
	{"Z85.850", "C73"},
	{"Z85.858", "C74 C75"},
};

static McClaimFinding *
Find(McClaimCheck *check, McClaimEdit edit, McIcd10cm code, McIcd10cm other)
{
	return mc_claim_find(check, edit, mc_claim_printed(check, code),
						 other ? mc_claim_printed(check, other) : NULL);
}

/* Are the two a part and its whole, or two types of diabetes?  Says so. */
static bool
CheckKnown(McClaimCheck *check, McIcd10cm a, McIcd10cm b)
{
	McClaimFinding *finding;

	for (size_t i = 0; i < sizeof(combinations) / sizeof(combinations[0]); i++)
	{
		bool forward =
			mc_code_in(a, combinations[i].part) && mc_code_in(b, combinations[i].whole);

		if (!forward && !(mc_code_in(b, combinations[i].part) &&
						  mc_code_in(a, combinations[i].whole)))
			continue;
		finding = Find(check, MC_EDIT_DX_COMBINATION, forward ? a : b, forward ? b : a);
		if (finding)
			finding->source = combinations[i].source;
		return true;
	}
	if (mc_code_in(a, diabetes) && mc_code_in(b, diabetes) &&
		mc_icd10cm_category(a) != mc_icd10cm_category(b))
	{
		(void) Find(check, MC_EDIT_DX_TYPES, a, b);
		return true;
	}
	return false;
}

static void
CheckHistory(McClaimCheck *check, McIcd10cm a, McIcd10cm b)
{
	for (size_t i = 0; i < sizeof(histories) / sizeof(histories[0]); i++)
		if (mc_code_in(a, histories[i].history) && mc_code_in(b, histories[i].active))
			(void) Find(check, MC_EDIT_DX_HISTORY, a, b);
}

/* The Excludes1 note of one that names the other; 0: none */
static uint32_t
Excludes(McClaimCheck *check, const McDiagnosis *d, McIcd10cm other)
{
	const McCard *card = mc_claim_card(check, d);
	const McCardNote *note;
	McCardNotes notes;

	mc_card_notes_begin(card, d->node, &notes);
	while ((note = mc_card_notes_next(&notes)) != NULL)
		if (note->kind == MC_TABULAR_EXCLUDES1 && mc_card_note_covers(card, note, other))
			return note->note_id;
	return 0;
}

/* May two codes of a card say the same but for the side, if they have one? */
static bool
DifferBySide(const McCard *card, uint16_t a, uint16_t b)
{
	const McCardNode *left = &card->nodes[a];
	const McCardNode *right = &card->nodes[b];
	McAttributes one = *mc_card_attributes(card, a);
	McAttributes two = *mc_card_attributes(card, b);

	if (left->words != right->words || left->absent != right->absent ||
		one.value[MC_AXIS_SIDE] == 0 || two.value[MC_AXIS_SIDE] == 0)
		return false;
	one.value[MC_AXIS_SIDE] = two.value[MC_AXIS_SIDE] = 0;
	one.flags = two.flags = 0;
	return memcmp(one.value, two.value, sizeof(one.value)) == 0;
}

/* A complete code that differs by the side alone and has one of these; MC_NO_NODE */
static uint16_t
WithSide(const McClaimCheck *check, const McCard *card, uint16_t node, unsigned sides)
{
	for (uint16_t i = 0; i < card->nnodes; i++)
		if (i != node && (card->nodes[i].flags & MC_CARD_BILLABLE) &&
			DifferBySide(card, node, i) && (mc_claim_side(check, card, i) & sides))
			return i;
	return MC_NO_NODE;
}

/* Two codes of one category: sides that do not go together */
static void
CheckSides(McClaimCheck *check, const McDiagnosis *a, const McDiagnosis *b)
{
	const McCard *card = mc_claim_card(check, a);
	uint16_t one;
	uint16_t two;
	uint16_t both;
	McClaimFinding *finding;

	if (!DifferBySide(card, a->node, b->node))
		return;
	one = mc_claim_side(check, card, a->node);
	two = mc_claim_side(check, card, b->node);
	if (one == 0 || two == 0 || one == two)
		return;
	if ((one | two) == (1u << MC_SIDE_LEFT | 1u << MC_SIDE_RIGHT))
	{
		both = WithSide(check, card, a->node, 1u << MC_SIDE_BILATERAL);
		if (both == MC_NO_NODE)
			return;
		finding = Find(check, MC_EDIT_DX_BOTH_SIDES, a->code, b->code);
		mc_finding_detail(check, finding, "%s",
						  mc_claim_printed(check, card->nodes[both].code));
	}
	else
		(void) Find(check, MC_EDIT_DX_SIDE_TWICE, a->code, b->code);
}

/* A side that is not specified, and could be */
static void
CheckOpenSide(McClaimCheck *check, const McDiagnosis *d)
{
	const McCard *card = mc_claim_card(check, d);
	McClaimFinding *finding;
	uint16_t sided;

	if (mc_claim_side(check, card, d->node) != MC_UNSPECIFIED)
		return;
	sided = WithSide(check, card, d->node, 1u << MC_SIDE_LEFT | 1u << MC_SIDE_RIGHT);
	if (sided == MC_NO_NODE)
		return;
	finding = Find(check, MC_EDIT_DX_SIDE_OPEN, d->code, 0);
	mc_finding_detail(check, finding, "such as %s",
					  mc_claim_printed(check, card->nodes[sided].code));
}

static int
CompareDiagnoses(const void *a, const void *b)
{
	const McDiagnosis *left = *(const McDiagnosis *const *) a;
	const McDiagnosis *right = *(const McDiagnosis *const *) b;

	return left->code < right->code ? -1 : left->code > right->code;
}

/* a stands before b by code. */
static void
CheckPair(McClaimCheck *check, const McDiagnosis *a, const McDiagnosis *b)
{
	const McKnowledge *knowledge = check->terminology->knowledge;

	if (!CheckKnown(check, a->code, b->code))
	{
		uint32_t note_id = Excludes(check, a, b->code);
		McClaimFinding *finding = NULL;

		if (note_id != 0)
			finding = Find(check, MC_EDIT_DX_EXCLUDES1, a->code, b->code);
		else if ((note_id = Excludes(check, b, a->code)) != 0)
			finding = Find(check, MC_EDIT_DX_EXCLUDES1, b->code, a->code);
		if (finding)
			finding->note_id = note_id;
	}
	if (mc_is_integral(knowledge, a->code, b->code))
		(void) Find(check, MC_EDIT_DX_SYMPTOM, a->code, b->code);
	if (mc_is_integral(knowledge, b->code, a->code))
		(void) Find(check, MC_EDIT_DX_SYMPTOM, b->code, a->code);
	CheckHistory(check, a->code, b->code);
	CheckHistory(check, b->code, a->code);
	if (mc_icd10cm_category(a->code) == mc_icd10cm_category(b->code))
		CheckSides(check, a, b);
}

void
mc_check_diagnosis_pairs(McClaimCheck *check)
{
	const McClaim *claim = check->claim;
	const McDiagnosis *valid[MC_CLAIM_MAX_DIAGNOSES];
	size_t n = 0;

	for (size_t i = 0; i < claim->ndiagnoses; i++)
		if (claim->diagnoses[i].valid)
			valid[n++] = &claim->diagnoses[i];
	/* by code, so that the order of the claim tells nothing */
	qsort(valid, n, sizeof(valid[0]), CompareDiagnoses);
	for (size_t i = 0; i < n; i++)
	{
		CheckOpenSide(check, valid[i]);
		for (size_t j = i + 1; j < n; j++)
			CheckPair(check, valid[i], valid[j]);
		mc_interrupt(check->host);
	}
}
