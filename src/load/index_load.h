/*
 * index_load.h
 *		The Alphabetic Index and its tables into medcode.index_entry and
 *		medcode.table_cell.
 */
#ifndef MC_INDEX_LOAD_H
#define MC_INDEX_LOAD_H

#include "load/load.h"

extern const McFileKind mc_index_kind;                /* icd10cm_index_2026.xml */
extern const McFileKind mc_external_cause_index_kind; /* icd-10-cm-eindex-2025.xml */
extern const McFileKind mc_neoplasm_table_kind;       /* icd-10-cm-neoplasm-2025.xml */
extern const McFileKind mc_drug_table_kind;           /* icd-10-cm-drug-2025.xml */

#endif /* MC_INDEX_LOAD_H */
