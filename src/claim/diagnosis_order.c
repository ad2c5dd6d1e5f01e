/*
 * diagnosis_order.c
 *		Which diagnosis may stand first, and what goes before what (ICD-10-CM
 *		Guidelines I.A.13, I.B.14, I.C.20.a.6, I.C.21.c.15; Medicare Code Editor).
 */
#include <string.h>

#include "claim/claim.h"
#include "coding/card.h"
#include "encounter/case.h"

/* Only behind another code */
static const struct
{
	const char *codes;
	McClaimSeverity severity;
	const char *source;
} never_first[] = {
	{"Z68 R40.21 R40.22 R40.23 R40.24 R29.7 Y90 Z55 Z56 Z57 Z58 Z59 Z60 Z62 Z63 Z64 Z65 Z28.3",
	 MC_FINDING_ERROR, "G I.B.14"},
	{"R65.2", MC_FINDING_ERROR, "G I.C.1.d.1.b"},
	{"B95 B96 B97", MC_FINDING_ERROR, "Tabular List B95-B97; G I.C.1.b"},
	{"Z3A", MC_FINDING_ERROR, "Tabular List Z3A; G I.C.21.c.11"},
	{"Z37", MC_FINDING_ERROR, "Tabular List Z37; G I.C.21.c.11"},
	{"Z15", MC_FINDING_WARNING, "G I.C.21.c.3"},
};

/* Only first, unless the records of several encounters of a day are combined (I.C.21.c.15) */
static const char only_first[] =
	"Z00.0 Z00.1 Z00.2 Z00.3 Z00.5 Z00.7 Z00.8 Z01 Z02 Z04 Z33.2 Z31.81 Z31.83 Z31.84 Z34 "
	"Z39 Z38 Z40 Z42 Z51.0 Z51.1 Z52.0 Z52.1 Z52.2 Z52.3 Z52.4 Z52.5 Z52.6 Z52.8 Z76.1 "
	"Z76.2 Z99.12";

/*
 * Codes that say a part of what is to be reported, and their partners.  Most notes "use
 * additional code" only hold if there is something to say, and are not looked at.
 */
static const struct
{
	const char *codes;
	const char *partner;
	const char *source;
} partners[] = {
	{"I11.0 I13.0 I13.2", "I50", "G I.C.9.a.1, I.C.9.a.3"},
	{"I12 I13", "N18", "G I.C.9.a.2, I.C.9.a.3"},
	{"E08.22 E09.22 E10.22 E11.22 E13.22", "N18", "Tabular List E08-E13"},
	{"E08.621 E09.621 E10.621 E11.621 E13.621", "L97", "Tabular List E08-E13"},
	{"E66", "Z68", "Tabular List E66; G I.B.14"},
	{"O80 O82", "Z37", "G I.C.15.b.5"},
	{"O98.7", "B20 Z21", "G I.C.15.f"},
};

static McClaimFinding *
Find(McClaimCheck *check, McClaimEdit edit, McIcd10cm code, McIcd10cm other)
{
	return mc_claim_find(check, edit, mc_claim_printed(check, code),
						 other ? mc_claim_printed(check, other) : NULL);
}

static void
CheckIntent(McClaimCheck *check, const McDiagnosis *first)
{
	const McCard *card = mc_claim_card(check, first);
	uint16_t intent = mc_card_attributes(card, first->node)->value[MC_AXIS_INTENT];
	McClaimFinding *finding;

	if (intent == 1u << MC_INTENT_UNDERDOSING || intent == 1u << MC_INTENT_ADVERSE_EFFECT)
	{
		finding = Find(check, MC_EDIT_DX_NEVER_FIRST, first->code, 0);
		if (finding)
			finding->source = intent == 1u << MC_INTENT_UNDERDOSING ? "G I.C.19.e.5.c"
																	: "G I.C.19.e.5.a";
	}
}

/* May the first one stand there? */
static void
CheckFirst(McClaimCheck *check, const McDiagnosis *first)
{
	const McCard *card = mc_claim_card(check, first);
	char chapter = (char) (first->code >> 56);
	McMce mce;
	McClaimFinding *finding;

	if ((card->nodes[first->node].flags & MC_TITLE_MANIFESTATION) ||
		check->files->mce(MC_MCE_MANIFESTATION, first->code, check->claim->day, &mce) ==
			MC_LISTED)
		(void) Find(check, MC_EDIT_DX_MANIFESTATION, first->code, 0);
	if (chapter >= 'V' && chapter <= 'Y' && !mc_code_in(first->code, "Y90"))
		(void) Find(check, MC_EDIT_DX_EXTERNAL, first->code, 0);
	for (size_t i = 0; i < sizeof(never_first) / sizeof(never_first[0]); i++)
		if (mc_code_in(first->code, never_first[i].codes))
		{
			finding = Find(check, MC_EDIT_DX_NEVER_FIRST, first->code, 0);
			if (finding)
			{
				finding->source = never_first[i].source;
				finding->severity = never_first[i].severity;
			}
		}
	CheckIntent(check, first);
	if (check->claim->setting != MC_INPATIENT)
		return;
	switch (check->files->mce(MC_MCE_UNACCEPTABLE, first->code, check->claim->day, &mce))
	{
		case MC_NOT_LOADED:
			mc_claim_missing(check, MC_EDIT_NO_MCE, check->claim->day);
			break;
		case MC_LISTED:
			(void) Find(check, MC_EDIT_DX_UNACCEPTABLE, first->code, 0);
			break;
		default:
			break;
	}
	if (check->files->mce(MC_MCE_QUESTIONABLE, first->code, check->claim->day, &mce) ==
		MC_LISTED)
		(void) Find(check, MC_EDIT_DX_QUESTIONABLE, first->code, 0);
}

/* A diagnosis before, or behind, number i that the note names; ndiagnoses: none */
static size_t
Named(const McClaim *claim, const McCard *card, const McCardNote *note, size_t i,
	  bool before)
{
	for (size_t j = before ? 0 : i + 1; j < (before ? i : claim->ndiagnoses); j++)
		if (claim->diagnoses[j].valid &&
			claim->diagnoses[j].code != claim->diagnoses[i].code &&
			mc_card_note_covers(card, note, claim->diagnoses[j].code))
			return j;
	return claim->ndiagnoses;
}

/*
 * What the notes at a code say of code first.  Those that name codes are alternatives: one
 * is enough.  That none is there tells something of manifestations alone, for elsewhere
 * such a list means what may be the case (I50: heart failure due to hypertension); and
 * where a note names the condition in words, whatever stands before may be meant.
 */
static void
CheckCodeFirst(McClaimCheck *check, size_t i)
{
	const McClaim *claim = check->claim;
	const McDiagnosis *d = &claim->diagnoses[i];
	const McCard *card = mc_claim_card(check, d);
	bool manifestation = (card->nodes[d->node].flags & MC_TITLE_MANIFESTATION) != 0;
	size_t behind = claim->ndiagnoses;
	bool in_words = false;
	bool conditional = true;
	uint32_t note_id = 0;
	uint32_t asking = 0;
	const McCardNote *note;
	McCardNotes notes;
	McClaimFinding *finding;

	mc_card_notes_begin(card, d->node, &notes);
	while ((note = mc_card_notes_next(&notes)) != NULL)
	{
		size_t other;

		if (note->kind != MC_TABULAR_CODE_FIRST || note->level != MC_PLACE_CODE)
			continue;
		if (!note->conditional && (note->references == 0 || asking == 0))
			asking = note->note_id;
		if (note->references == 0)
		{
			in_words = in_words || !note->conditional;
			continue;
		}
		if (Named(claim, card, note, i, true) < claim->ndiagnoses)
			return;
		other = Named(claim, card, note, i, false);
		if (other < behind)
		{
			behind = other;
			note_id = note->note_id;
			conditional = note->conditional;
		}
	}
	if (behind < claim->ndiagnoses)
	{
		finding = Find(check, MC_EDIT_DX_ORDER, d->code, claim->diagnoses[behind].code);
		if (finding)
		{
			finding->note_id = note_id;
			if (conditional)
				finding->severity = MC_FINDING_WARNING;
		}
	}
	else if (asking != 0 && (in_words ? i == 0 : manifestation))
	{
		finding = Find(check, MC_EDIT_DX_CODE_FIRST, d->code, 0);
		if (finding)
			finding->note_id = asking;
	}
}

/* An additional code that stands first */
static void
CheckAdditionalFirst(McClaimCheck *check, size_t i)
{
	const McDiagnosis *d = &check->claim->diagnoses[i];
	const McDiagnosis *first = &check->claim->diagnoses[0];
	const McCard *card = mc_claim_card(check, d);
	const McCardNote *note;
	McCardNotes notes;
	McClaimFinding *finding;

	if (i == 0 || !first->valid)
		return;
	mc_card_notes_begin(card, d->node, &notes);
	while ((note = mc_card_notes_next(&notes)) != NULL)
	{
		if (note->kind != MC_TABULAR_USE_ADDITIONAL || note->level != MC_PLACE_CODE ||
			!mc_card_note_covers(card, note, first->code))
			continue;
		finding = Find(check, MC_EDIT_DX_ADDITIONAL_FIRST, first->code, d->code);
		if (finding)
			finding->note_id = note->note_id;
		return;
	}
}

/* A code that is not reported without a partner: is one there? */
static void
CheckPartner(McClaimCheck *check, const McDiagnosis *d)
{
	for (size_t i = 0; i < sizeof(partners) / sizeof(partners[0]); i++)
	{
		bool found = false;
		McClaimFinding *finding;

		if (!mc_code_in(d->code, partners[i].codes))
			continue;
		for (size_t j = 0; j < check->claim->ndiagnoses && !found; j++)
			found = mc_code_in(check->claim->diagnoses[j].code, partners[i].partner);
		if (found)
			continue;
		finding = Find(check, MC_EDIT_DX_ADDITIONAL, d->code, 0);
		mc_finding_detail(check, finding, "%s", partners[i].partner);
		if (finding)
			finding->source = partners[i].source;
	}
}

/* A pregnancy of some trimester has its weeks. */
static void
CheckWeeks(McClaimCheck *check)
{
	const McClaim *claim = check->claim;
	McIcd10cm pregnancy = MC_ICD10CM_NONE;

	for (size_t i = 0; i < claim->ndiagnoses; i++)
	{
		const McDiagnosis *d = &claim->diagnoses[i];

		if (mc_code_in(d->code, "Z3A"))
			return;
		if (d->valid && (char) (d->code >> 56) == 'O' &&
			(mc_card_attributes(mc_claim_card(check, d), d->node)
				 ->value[MC_AXIS_TRIMESTER] &
			 (1u << MC_TRIMESTER_FIRST | 1u << MC_TRIMESTER_SECOND |
			  1u << MC_TRIMESTER_THIRD | MC_UNSPECIFIED)) &&
			(pregnancy == MC_ICD10CM_NONE || d->code < pregnancy))
			pregnancy = d->code;
	}
	if (pregnancy != MC_ICD10CM_NONE)
		(void) Find(check, MC_EDIT_DX_WEEKS, pregnancy, 0);
}

void
mc_check_diagnosis_order(McClaimCheck *check)
{
	const McClaim *claim = check->claim;

	for (size_t i = 0; i < claim->ndiagnoses; i++)
	{
		const McDiagnosis *d = &claim->diagnoses[i];

		if (!d->valid)
			continue;
		if (i == 0)
			CheckFirst(check, d);
		else if (mc_code_in(d->code, only_first) &&
				 !mc_code_in(claim->diagnoses[0].code, only_first))
			(void) Find(check, MC_EDIT_DX_ONLY_FIRST, d->code, 0);
		CheckCodeFirst(check, i);
		CheckAdditionalFirst(check, i);
		CheckPartner(check, d);
		mc_interrupt(check->host);
	}
	CheckWeeks(check);
}
