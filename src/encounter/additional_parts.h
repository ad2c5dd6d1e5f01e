/*
 * additional_parts.h
 *	  The subjects of mc_add_additional(), one file each.
 */
#ifndef MC_ADDITIONAL_PARTS_H
#define MC_ADDITIONAL_PARTS_H

#include "encounter/case.h"

/* long_term_drug.c: Z79 for drugs that a condition of the notes is treated with */
extern void mc_add_long_term_drugs(McCase *c);

/* body_mass.c: Z68 beside a diagnosis of weight */
extern void mc_add_body_mass(McCase *c);

/* organism.c: the organism of an infection, in the code or beside it */
extern void mc_add_organisms(McCase *c);

/* sepsis.c: sepsis and severe sepsis */
extern void mc_settle_sepsis(McCase *c);

/* stroke.c: the stroke scale, and tPA that another hospital gave */
extern void mc_add_beside_stroke(McCase *c);

/* not_carried_out.c: why a procedure was not carried out */
extern void mc_settle_not_carried_out(McCase *c);

/* blood_alcohol.c: Y90 beside a disorder by alcohol */
extern void mc_add_blood_alcohol(McCase *c);

/* observation.c: what was suspected and ruled out by observation */
extern void mc_add_observation(McCase *c);

/* postprocedural.c: hemorrhage after a procedure on the system, or on another */
extern void mc_settle_postprocedural(McCase *c);

#endif /* MC_ADDITIONAL_PARTS_H */
