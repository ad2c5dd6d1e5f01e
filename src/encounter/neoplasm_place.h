/*
 * neoplasm_place.h
 *	  Histology first, then place: a lipoma, a melanoma, an adenoma, a lymphoma that was
 *	  named without its site gets the code of the site that its clause names.
 */
#ifndef MC_NEOPLASM_PLACE_H
#define MC_NEOPLASM_PLACE_H

#include "encounter/case.h"

/* Give every suggestion of a neoplasm of no site the site that stands beside its mention. */
extern void mc_place_neoplasms(McCase *c);

#endif /* MC_NEOPLASM_PLACE_H */
