/*
 * skin_ulcer.h
 *	  A step of mc_suggest(): ulcers that healed or got worse (Guidelines I.C.12).
 */
#ifndef MC_SKIN_ULCER_H
#define MC_SKIN_ULCER_H

#include "encounter/case.h"

extern void mc_settle_skin_ulcers(McCase *c);

#endif /* MC_SKIN_ULCER_H */
