/*
 * neoplasm_graft.h
 *	  Malignancies of organs that were transplanted.
 */
#ifndef MC_NEOPLASM_GRAFT_H
#define MC_NEOPLASM_GRAFT_H

#include "encounter/case.h"

/* The complication of the transplant and C80.2 before each of them (I.C.2.r) */
extern void mc_settle_graft_cancers(McCase *c);

#endif /* MC_NEOPLASM_GRAFT_H */
