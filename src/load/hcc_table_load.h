/*
 * hcc_table_load.h
 *		Tables of risk adjustment models into theirs: how each kind is loaded.
 */
#ifndef MC_HCC_TABLE_LOAD_H
#define MC_HCC_TABLE_LOAD_H

#include "load/hcc_table_file.h"
#include "load/load.h"

/* Values that a row has, at most */
#define MC_HCC_VALUES 7

/* The columns of a table, as mc_rows_begin() wants them, and the values of a row in their order */
extern const char *mc_hcc_table_columns(McHccTable table);
extern void mc_hcc_table_values(McHccTable table, const McHccRow *row, Datum *values,
								bool *nulls);

/* By table; those of MC_HCC_TABLES kinds */
extern const McFileKind mc_hcc_table_kinds[];

#endif /* MC_HCC_TABLE_LOAD_H */
