/*
 * misspelt.h
 *	  Suggestions that rest on misspelt words.
 */
#ifndef MC_ENCOUNTER_MISSPELT_H
#define MC_ENCOUNTER_MISSPELT_H

#include "encounter/case.h"

/* Name the rule where nothing but misspelt words supports a code; a doubtful one is for review. */
extern void mc_mark_misspelt(McCase *c);

#endif /* MC_ENCOUNTER_MISSPELT_H */
