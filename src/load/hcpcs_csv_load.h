/*
 * hcpcs_csv_load.h
 *		HCPCS Level II descriptions as CSV into the table of codes.
 */
#ifndef MC_HCPCS_CSV_LOAD_H
#define MC_HCPCS_CSV_LOAD_H

#include "load/load.h"

extern const McFileKind mc_hcpcs_csv_kind;

#endif /* MC_HCPCS_CSV_LOAD_H */
