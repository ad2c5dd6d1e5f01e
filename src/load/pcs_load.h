/*
 * pcs_load.h
 *		The ICD-10-PCS order file into the table of codes.
 */
#ifndef MC_PCS_LOAD_H
#define MC_PCS_LOAD_H

#include "load/load.h"

extern const McFileKind mc_pcs_kind;

#endif /* MC_PCS_LOAD_H */
