/*
 * history.h
 *	  What the rules of history share: conditions of the past and of the family.
 */
#ifndef MC_HISTORY_H
#define MC_HISTORY_H

#include "encounter/case.h"

/* What conditions at or below some headings leave behind */
typedef struct McHistoryRow
{
	const char *headings;
	const char *code; /* "": none is derived */
} McHistoryRow;

/* The code of the first row that holds for a condition, "": none */
extern const char *mc_history_row(const McHistoryRow *rows, size_t n, McCode code);

/* The code of personal history that a condition leaves once it is past, "": none */
extern const char *mc_personal_history(McCode code);

/* Put a rule in the place of those that held a suggestion back as past or listed. */
extern void mc_replace_reserve(McSuggestion *s, McRule rule);

/*
 * stroke.c: a past stroke, by number, with the deficits it left (I.C.9.d); true when one
 * was found.
 */
extern bool mc_settle_stroke(McCase *c, size_t stroke);

/*
 * A stroke now, and an earlier one by the words of another mention: both, with what the earlier
 * one left where it left something (I.C.9.d.2).
 */
extern void mc_add_earlier_stroke(McCase *c, size_t number);

/*
 * Are the acute days of a stroke over that one mention calls past?  Away from the hospital
 * they are, where none calls it new (I.C.9.d).
 */
extern bool mc_is_past_stroke(const McCase *c, const McSuggestion *s);

/* family_history.c: codes of family history for what relatives have */
extern void mc_add_family_history(McCase *c);

/* stroke.c: the dominant side of what is paralysed (I.C.6.a) */
extern void mc_settle_dominance(McCase *c);

#endif /* MC_HISTORY_H */
