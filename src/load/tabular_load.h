/*
 * tabular_load.h
 *		The Tabular List into medcode.tabular_note and what belongs to it.
 */
#ifndef MC_TABULAR_LOAD_H
#define MC_TABULAR_LOAD_H

#include "load/load.h"

/* icd10cm_tabular_2026.xml */
extern const McFileKind mc_tabular_kind;

#endif /* MC_TABULAR_LOAD_H */
