/*
 * between.h
 *	  What stands between the name of a measure and its value, and between values.
 */
#ifndef MC_BETWEEN_H
#define MC_BETWEEN_H

#include "value/value.h"

/* What was read since the name or the last value */
typedef struct McBetween
{
	bool change;  /* an amount of change may follow */
	bool trend;   /* "to" leads to the later value */
	bool between; /* "and" makes a range */
	bool goal;
	bool reference;
	bool normal;
	bool earlier;
	bool order;
	bool instruction;
	bool again; /* one more value follows */
	bool now;   /* ... which is the later one */
	bool comma; /* of a list */
	McComparator comparator;
	uint32_t comparator_first; /* token */
	McEventDate date;
	uint16_t unit; /* Weight (lb): 210 */
	uint32_t unit_first;
	uint32_t unit_last;
	unsigned ntokens;
} McBetween;

/* Nothing is read yet. */
extern void mc_between_begin(McBetween *seen);

/*
 * Take up a word of this role at a token; behind_value: there is a value of the name already.
 * False: it ends the reading.
 */
extern bool mc_between_word(McBetween *seen, McValueRole role, uint32_t token,
							bool behind_value);

/*
 * Take up a sign; behind_name: it is the first token behind the name.  The token to go on from, 0
 * if it ends the reading.
 */
extern uint32_t mc_between_sign(McBetween *seen, const McDocument *doc, uint32_t token,
								uint32_t end, bool behind_value, bool behind_name);

#endif /* MC_BETWEEN_H */
