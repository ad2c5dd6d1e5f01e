/*
 * poa_load.h
 *		The list of POA-exempt codes into its table.
 */
#ifndef MC_POA_LOAD_H
#define MC_POA_LOAD_H

#include "load/load.h"

extern const McFileKind mc_poa_kind;

#endif /* MC_POA_LOAD_H */
