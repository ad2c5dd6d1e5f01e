/*
 * hcc_macro_load.h
 *		Macros and coefficients of CMS's software into the tables: how each kind
 *		is loaded.
 */
#ifndef MC_HCC_MACRO_LOAD_H
#define MC_HCC_MACRO_LOAD_H

#include "load/load.h"

extern const McFileKind mc_hcc_label_macro_kind;
extern const McFileKind mc_hcc_hierarchy_macro_kind;
extern const McFileKind mc_hcc_edit_macro_kind;
extern const McFileKind mc_hcc_wide_kind;

#endif /* MC_HCC_MACRO_LOAD_H */
