/*
 * mue_load.h
 *		Medically unlikely edits into their table.
 */
#ifndef MC_MUE_LOAD_H
#define MC_MUE_LOAD_H

#include "load/load.h"

extern const McFileKind mc_mue_kind;

#endif /* MC_MUE_LOAD_H */
