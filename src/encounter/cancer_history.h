/*
 * cancer_history.h
 *	  Malignancies that are treated, and those that are past.
 */
#ifndef MC_CANCER_HISTORY_H
#define MC_CANCER_HISTORY_H

#include "encounter/case.h"

/*
 * Primary malignancies that were removed and are not treated any more become personal
 * history; those called history but still treated are current (ICD-10-CM Guidelines
 * I.C.2.m).
 */
extern void mc_settle_past_cancers(McCase *c);

#endif /* MC_CANCER_HISTORY_H */
