/*
 * body_side.h
 *	  Which side of the body an encounter speaks of, by body part.
 */
#ifndef MC_BODY_SIDE_H
#define MC_BODY_SIDE_H

#include "encounter/case.h"

/* Most pairs of side and body part kept */
#define MC_MAX_BODY_SIDES 128

typedef struct McBodySides
{
	struct McBodySide
	{
		uint64_t stem; /* key of the body part's stem */
		uint16_t side; /* values of MC_AXIS_SIDE */
		bool examined; /* named in an examination or a result */
	} list[MC_MAX_BODY_SIDES];
	size_t count;
} McBodySides;

/* Read "right knee", "pain in both hips", "elbow, left" in all notes of a case. */
extern void mc_body_sides(const McCase *c, McBodySides *sides);

/*
 * The side named for a body part: one value, or 0 where none or more than one is.  What
 * the history or the assessment says counts before the examination, which looks at
 * both.
 */
extern uint16_t mc_body_side_of(const McBodySides *sides, uint64_t stem);

#endif /* MC_BODY_SIDE_H */
