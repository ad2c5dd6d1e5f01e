/*
 * final_statement.h
 *	  Which note of an inpatient stay is its final statement.
 */
#ifndef MC_FINAL_STATEMENT_H
#define MC_FINAL_STATEMENT_H

#include "encounter/encounter.h"

/*
 * Mark the notes, which are in the order of their dates, that are not the final
 * statement of the stay, from which alone uncertain diagnoses are coded (ICD-10-CM
 * Guidelines II.H, III.C): the last discharge summary is it, or, where the caller says
 * that the stay has been concluded (final_note 1), the last note.  A note that is not
 * signed counts only where none is.  Nothing is marked where neither holds.
 */
extern void mc_choose_final_note(McNote *notes, size_t nnotes, int final_note);

#endif /* MC_FINAL_STATEMENT_H */
