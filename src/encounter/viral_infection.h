/*
 * viral_infection.h
 *	  A step of mc_suggest(): HIV, COVID-19 and the infections beside COPD (Guidelines I.C.1, I.C.10).
 */
#ifndef MC_VIRAL_INFECTION_H
#define MC_VIRAL_INFECTION_H

#include "encounter/case.h"

extern void mc_settle_viral_infections(McCase *c);

#endif /* MC_VIRAL_INFECTION_H */
