/*
 * tabular_note.c
 *	  What the notes of the Tabular List at a code say of another code (ICD-10-CM Guidelines I.A.13,
 *	  I.A.17).
 */
#include "encounter/tabular_note.h"

/* Begin with the notes at a code and above it.  NULL if it has no card. */
static const McCard *
NotesAt(const McCase *c, McCode code, uint16_t *node, McCardNotes *notes)
{
	const McCard *card = mc_case_card(c, code, node);

	if (*node == MC_NO_NODE)
		return NULL;
	mc_card_notes_begin(card, *node, notes);
	return card;
}

unsigned
mc_note_kinds(const McCase *c, McCode code)
{
	uint16_t node;
	McCardNotes notes;
	const McCard *card = NotesAt(c, code, &node, &notes);
	const McCardNote *note;
	unsigned kinds = 0;

	while (card && (note = mc_card_notes_next(&notes)) != NULL)
	{
		if (note->level == MC_PLACE_CODE)
			kinds |= 1u << note->kind;
	}
	return kinds;
}

bool
mc_note_names(const McCase *c, McCode code, McTabularNote kind, McCode other)
{
	uint16_t node;
	McCardNotes notes;
	const McCard *card = NotesAt(c, code, &node, &notes);
	const McCardNote *note;

	while (card && (note = mc_card_notes_next(&notes)) != NULL)
	{
		if (note->kind == kind && note->level == MC_PLACE_CODE &&
			mc_card_note_covers(card, note, other))
			return true;
	}
	return false;
}

/*
 * Does a note name a code of the part's category, or that of the part; or, standing at the
 * code itself, none at all?
 */
static bool
AsksFor(const McCard *card, const McCardNote *note, uint16_t node, McCode part)
{
	for (uint32_t i = 0; i < note->references; i++)
	{
		const McCardReference *r = &card->references[note->first_reference + i];

		if (mc_icd10cm_category(r->first) == mc_icd10cm_category(part) ||
			mc_card_reference_covers(r, part))
			return true;
	}
	return note->references == 0 && note->place == node;
}

bool
mc_is_asked_for(const McCase *c, McCode code, McCode part)
{
	uint16_t node;
	McCardNotes notes;
	const McCard *card = NotesAt(c, code, &node, &notes);
	const McCardNote *note;

	while (card && (note = mc_card_notes_next(&notes)) != NULL)
	{
		if ((note->kind == MC_TABULAR_USE_ADDITIONAL ||
			 note->kind == MC_TABULAR_CODE_ALSO || note->kind == MC_TABULAR_CODE_FIRST) &&
			note->level == MC_PLACE_CODE && AsksFor(card, note, node, part))
			return true;
	}
	return false;
}

bool
mc_asks_for(const McCase *c, McCode code, McCode other)
{
	uint16_t node;
	McCardNotes notes;
	const McCard *card = NotesAt(c, code, &node, &notes);
	const McCardNote *note;

	while (card && (note = mc_card_notes_next(&notes)) != NULL)
	{
		if (note->kind == MC_TABULAR_USE_ADDITIONAL &&
			mc_card_note_covers(card, note, other))
			return true;
	}
	return false;
}
