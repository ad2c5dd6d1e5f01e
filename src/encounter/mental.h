/*
 * mental.h
 *	  A step of mc_suggest(): dementia; use, abuse and dependence (Guidelines I.C.5).
 */
#ifndef MC_MENTAL_H
#define MC_MENTAL_H

#include "encounter/case.h"

extern void mc_settle_mental(McCase *c);

#endif /* MC_MENTAL_H */
