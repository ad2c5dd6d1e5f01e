/*
 * add_on_load.h
 *		NCCI add-on code edits into their table.
 */
#ifndef MC_ADD_ON_LOAD_H
#define MC_ADD_ON_LOAD_H

#include "load/load.h"

extern const McFileKind mc_add_on_kind;

#endif /* MC_ADD_ON_LOAD_H */
