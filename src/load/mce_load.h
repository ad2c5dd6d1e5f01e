/*
 * mce_load.h
 *		Lists of the Medicare Code Editor into their table.
 */
#ifndef MC_MCE_LOAD_H
#define MC_MCE_LOAD_H

#include "load/load.h"

extern const McFileKind mc_mce_kind;

#endif /* MC_MCE_LOAD_H */
