/*
 * hcc_format_load.h
 *		CMS's mapping of diagnoses to HCCs into its table.
 */
#ifndef MC_HCC_FORMAT_LOAD_H
#define MC_HCC_FORMAT_LOAD_H

#include "load/load.h"

extern const McFileKind mc_hcc_format_kind;

#endif /* MC_HCC_FORMAT_LOAD_H */
