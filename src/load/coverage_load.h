/*
 * coverage_load.h
 *		Coverage policies into their table.
 */
#ifndef MC_COVERAGE_LOAD_H
#define MC_COVERAGE_LOAD_H

#include "load/load.h"

extern const McFileKind mc_coverage_kind;

#endif /* MC_COVERAGE_LOAD_H */
