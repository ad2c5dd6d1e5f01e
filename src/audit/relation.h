/*
 * relation.h
 *	  How the detail of two codes of a category compares.
 */
#ifndef MC_RELATION_H
#define MC_RELATION_H

#include "match/terminology.h"

typedef enum McRelation
{
	MC_UNRELATED,
	MC_LESS_DETAIL, /* the billed code says less of the same condition */
	MC_MORE_DETAIL, /* it says more */
	MC_OTHER_DETAIL /* another side, acuity, type, ... of the same condition */
} McRelation;

/*
 * A billed code beside a documented one, which is another.  Codes of different categories,
 * and those without card, are unrelated.
 */
extern McRelation mc_relation(const McTerminology *terminology, McCode billed,
							  McCode documented);

#endif /* MC_RELATION_H */
