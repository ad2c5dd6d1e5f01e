/*
 * index_reference.h
 *		Where the cross references of the Alphabetic Index lead to.
 *
 * "see" and "see also" are text: the path of titles of another entry, as
 * "Failure, heart" or "Disorder, bone, specified type NEC".  References and
 * titles are compared word by word:
 *
 *	- folded, in the singular, without the words of parentheses, NEC, NOS, of,
 *	  the, and without type, site, form behind "specified";
 *	- a title of one word in several forms (Failure, failed) matches by each of
 *	  them, any other also by what stands before its comma (Fracture,
 *	  traumatic), if nothing better is there; of several such titles the one
 *	  above the reference itself is meant, else the one with most entries below;
 *	- commas do not matter: "Abnormal, uterus in pregnancy" is a path as well;
 *	- a step over a subterm "with", "in", "due to" or the like, or over such a
 *	  word in the reference, is allowed if nothing else leads on;
 *	- if still nothing does, the one entry below the longest prefix whose titles
 *	  have the other words, in whatever order, and at most one word more, is
 *	  meant: "Fracture, tarsal" is Fracture, traumatic > tarsal bone; of several
 *	  none is.
 *
 * This is plain C without PostgreSQL.
 */
#ifndef MC_INDEX_REFERENCE_H
#define MC_INDEX_REFERENCE_H

#include "load/index_file.h"

typedef struct McIndexReferences McIndexReferences;

typedef enum McReferenceStatus
{
	MC_REFERENCE_ENTRY, /* to an entry */
	/*
	 * to a kind of entries: "condition", "Abscess, by site", "Diabetes, by
	 * type, with hyperglycemia"
	 */
	MC_REFERENCE_KIND,
	MC_REFERENCE_NONE /* to nothing in this file */
} McReferenceStatus;

typedef struct McReference
{
	McReferenceStatus status;
	/*
	 * Number of the entry.  Of a kind: below which it has to be chosen, of
	 * nothing: the longest prefix that is there; 0 if there is none.
	 */
	uint32_t entry;
} McReference;

/* Most references of one text that are told */
#define MC_MAX_REFERENCES 16

/* An entry with a see but no code is only a step on the way; so many are taken. */
#define MC_MAX_REFERENCE_HOPS 3

/*
 * Prepare to resolve references within an index that has been read; it must
 * stay.  All memory is the host's.
 */
extern McIndexReferences *mc_references_begin(const McHost *host, const McIndex *index);

/*
 * Resolve the text of a see or see also of the entry with the number from (0:
 * of none).  A text may hold several, separated by a semicolon, or by "and" or
 * "or" where a capital and another main term follow.  Returns how many; fills references
 * (room for MC_MAX_REFERENCES).  An entry never leads to itself, and a chain
 * of references that returns leads nowhere.
 */
extern unsigned mc_references_resolve(const McIndexReferences *references,
									  const char *text, uint32_t from,
									  McReference *found);

#endif /* MC_INDEX_REFERENCE_H */
