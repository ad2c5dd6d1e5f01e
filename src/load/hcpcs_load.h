/*
 * hcpcs_load.h
 *		The HCPCS Level II file into the table of codes.
 *
 * A modifier is a row too, with {"modifier": true} in its attributes and not
 * billable by itself; it has two characters, so that it cannot be taken for a
 * code.
 */
#ifndef MC_HCPCS_LOAD_H
#define MC_HCPCS_LOAD_H

#include "load/load.h"

extern const McFileKind mc_hcpcs_kind;

#endif /* MC_HCPCS_LOAD_H */
