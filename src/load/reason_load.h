/*
 * reason_load.h
 *		Claim adjustment reason codes and remark codes into their table.
 */
#ifndef MC_REASON_LOAD_H
#define MC_REASON_LOAD_H

#include "load/load.h"

extern const McFileKind mc_reason_kind;

#endif /* MC_REASON_LOAD_H */
