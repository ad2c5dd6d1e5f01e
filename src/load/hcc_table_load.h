/*
 * hcc_table_load.h
 *		Tables of risk adjustment models into theirs: how each kind is loaded.
 */
#ifndef MC_HCC_TABLE_LOAD_H
#define MC_HCC_TABLE_LOAD_H

#include "load/hcc_table_file.h"
#include "load/load.h"

/* By table; those of MC_HCC_TABLES kinds */
extern const McFileKind mc_hcc_table_kinds[];

#endif /* MC_HCC_TABLE_LOAD_H */
