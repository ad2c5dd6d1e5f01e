/*
 * gem_load.h
 *		The General Equivalence Mappings into the table of mappings.
 */
#ifndef MC_GEM_LOAD_H
#define MC_GEM_LOAD_H

#include "load/load.h"

extern const McFileKind mc_gem_icd9cm_kind;  /* from ICD-9-CM to ICD-10-CM */
extern const McFileKind mc_gem_icd10cm_kind; /* from ICD-10-CM to ICD-9-CM */

#endif /* MC_GEM_LOAD_H */
