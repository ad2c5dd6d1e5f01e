/*
 * final_statement.c
 *	  Which note of an inpatient stay is its final statement.
 */
#include "encounter/final_statement.h"

/* How well a note serves as the final statement; 0: not at all */
static int
Rank(const McNote *note, int final_note)
{
	switch (note->kind)
	{
		case MC_DOC_DISCHARGE:
			return note->is_unsigned ? 2 : 4;
		case MC_DOC_LABORATORY:
		case MC_DOC_NURSING:
		case MC_DOC_PROBLEM_LIST:
		case MC_DOC_RADIOLOGY:
		case MC_DOC_PATHOLOGY:
			/* not the statement of the provider who is in charge */
			return 0;
		default:
			if (final_note != 1)
				return 0;
			return note->is_unsigned ? 1 : 3;
	}
}

void
mc_choose_final_note(McNote *notes, size_t nnotes, int final_note)
{
	size_t chosen = nnotes;
	int best = 1;

	for (size_t i = 0; i < nnotes; i++)
	{
		int rank = Rank(&notes[i], final_note);

		/* of equal ones the later */
		if (rank >= best)
		{
			best = rank;
			chosen = i;
		}
	}
	if (chosen == nnotes || nnotes < 2)
		return;
	for (size_t i = 0; i < nnotes; i++)
		notes[i].not_final = i != chosen;
}
