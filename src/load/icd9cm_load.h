/*
 * icd9cm_load.h
 *		The titles of ICD-9-CM into the table of codes.
 */
#ifndef MC_ICD9CM_LOAD_H
#define MC_ICD9CM_LOAD_H

#include "load/load.h"

extern const McFileKind mc_icd9cm_kind;

#endif /* MC_ICD9CM_LOAD_H */
