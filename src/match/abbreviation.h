/*
 * abbreviation.h
 *	  Which of its readings an ambiguous abbreviation has in a note.
 */
#ifndef MC_ABBREVIATION_H
#define MC_ABBREVIATION_H

#include "match/terminology.h"
#include "text/document.h"

/* No reading wins: the abbreviation is left alone. */
#define MC_NO_READING UINT32_MAX

/*
 * Choose among the ambiguous ones of n expansions of the abbreviation at a token, by
 * the votes of their rules: what stands in its sentence, its section, what follows.
 * The reading with the most votes wins, if it has any; of equals none.  A reading whose
 * words are written out elsewhere in the note has a vote more.  Where no vote is given
 * for or against any, the usual reading counts, if there is one.  written is of
 * mc_written_out().  Returns the number of the expansion or MC_NO_READING.
 */
extern uint32_t mc_reading(const McDocument *doc, uint32_t token, const McExpansion *list,
						   uint32_t n, uint64_t written);

/*
 * Which of n expansions have their words, two at least, one behind the other somewhere in the
 * note: a bit for each of the first 64.
 */
extern uint64_t mc_written_out(const McDocument *doc, const McExpansion *list,
							   uint32_t n);

#endif /* MC_ABBREVIATION_H */
