/*
 * conversion_load.h
 *		The ICD-10-CM conversion table into the table of successions.
 */
#ifndef MC_CONVERSION_LOAD_H
#define MC_CONVERSION_LOAD_H

#include "load/load.h"

extern const McFileKind mc_conversion_kind;

#endif /* MC_CONVERSION_LOAD_H */
