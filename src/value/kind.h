/*
 * kind.h
 *	  What a number is: measured, aimed at, the normal range, a limit to act on.
 */
#ifndef MC_KIND_H
#define MC_KIND_H

#include "value/between.h"
#include "value/value.h"

/* What is said before the name of a measure */
typedef struct McBefore
{
	bool goal;
	bool reference;
	bool earlier;
	bool instruction;
	bool order;
	bool specimen;
} McBefore;

/*
 * Read the tokens from first on, up to the name at token name.  begins: mc_word_begins() of
 * each word of the note.
 */
extern void mc_read_before(const McMeasures *measures, const McDocument *doc,
						   const uint8_t *begins, uint32_t first, uint32_t name,
						   McBefore *before);

/* Is it a limit, < or >=? */
extern bool mc_is_limit(McComparator comparator);

/* Is it a range or limit of a laboratory test? */
extern bool mc_is_lab_range(const McMeasures *measures, uint16_t measure,
							const McAmounts *amounts, McComparator comparator);

/* The kind of a value; before is NULL for all but the first value of a name. */
extern McValueKind mc_kind_of_value(const McMeasures *measures, uint16_t measure,
									const McAmounts *amounts, McSectionCategory section,
									const McBefore *before, const McBetween *seen);

#endif /* MC_KIND_H */
