/*
 * ptp_load.h
 *		NCCI procedure-to-procedure edits into their table.
 */
#ifndef MC_PTP_LOAD_H
#define MC_PTP_LOAD_H

#include "load/load.h"

extern const McFileKind mc_ptp_kind;

#endif /* MC_PTP_LOAD_H */
