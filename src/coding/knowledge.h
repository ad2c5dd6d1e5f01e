/*
 * knowledge.h
 *	  What the Guidelines and medicine say of conditions, as rows: which last,
 *	  which symptoms belong to a disease, which conditions are linked, what a
 *	  drug tells.
 *
 * Rows are added, then sorted once; look-ups allocate nothing.  A code in a row
 * stands for all below it, and the row with the longest code decides.
 */
#ifndef MC_KNOWLEDGE_H
#define MC_KNOWLEDGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "match/terminology.h"
#include "text/document.h"
#include "text/host.h"

/* How long a condition lasts */
typedef enum McConditionClass
{
	MC_CLASS_UNKNOWN, /* no row says */
	MC_CLASS_ACUTE,
	MC_CLASS_CHRONIC,
	MC_CLASS_LIFELONG,
	MC_CLASS_STATUS,
	MC_NCLASSES
} McConditionClass;

/* How two conditions come to be linked */
typedef enum McLinkKind
{
	MC_LINK_PRESUMED, /* under "with" or "in" of the Index (Guidelines I.A.15) */
	MC_LINK_WRITTEN,  /* the note has to say so: "due to", NEC, exceptions */
	MC_LINK_NEVER     /* another cause is meant */
} McLinkKind;

/* A combination: cause with condition is code, and manifestation beside it */
typedef struct McLink
{
	McCode cause;         /* code or heading: Hypertension I10 */
	McCode condition;     /* code or heading: N18 */
	McCode code;          /* code or heading to choose below: I12; see mc_link_code() */
	McCode manifestation; /* second code of the pair, 0: none */
	uint8_t kind;         /* McLinkKind */
	uint8_t beside;       /* 1: the condition's own code is given as well */
	uint8_t unused[6];
} McLink;

/* What a drug tells */
typedef struct McDrug
{
	McCode long_term; /* code of Z79; 0: none */
	uint32_t first_indication;
	uint32_t nindications;
} McDrug;

typedef struct McKnowledge McKnowledge;

extern McKnowledge *mc_knowledge_create(const McHost *host);

/* Add rows; codes are as mc_icd10cm, headings allowed. */
extern void mc_knowledge_add_class(McKnowledge *knowledge, McCode code,
								   McConditionClass condition_class);
extern void mc_knowledge_add_symptom(McKnowledge *knowledge, McCode symptom,
									 McCode disease);
extern void mc_knowledge_add_link(McKnowledge *knowledge, const McLink *link);
extern void mc_knowledge_add_exception(McKnowledge *knowledge, McCode cause,
									   McCode condition, McLinkKind kind);
/* drug: a name, UTF-8, zero terminated; long_term or indication is 0 */
extern bool mc_knowledge_add_drug(McKnowledge *knowledge, const char *drug,
								  McCode long_term, McCode indication);
extern void mc_knowledge_finish(McKnowledge *knowledge);

extern McConditionClass mc_condition_class(const McKnowledge *knowledge, McCode code);

/* Is it routinely part of any disease? */
extern bool mc_is_ever_integral(const McKnowledge *knowledge, McCode symptom);

/* Is the symptom routinely part of the disease (Guidelines I.B.5)? */
extern bool mc_is_integral(const McKnowledge *knowledge, McCode symptom, McCode disease);

/*
 * The link of two conditions of a note: of several the one with the longest
 * cause, then the longest condition, then a presumed one, then the lowest code.  Its kind
 * has the exceptions applied.  False when the Index has none.
 */
extern bool mc_link_find(const McKnowledge *knowledge, McCode cause, McCode condition,
						 McLink *link);

/*
 * The link's code for this cause: of a pair whose first code is the cause, whatever code
 * that has.  A heading remains to be narrowed.
 */
static inline McCode mc_link_code(const McLink *link, McCode cause);

/* Is the code a cause of any link?  For passing quickly over those that are not. */
extern bool mc_link_has_cause(const McKnowledge *knowledge, McCode cause);

/*
 * The drug whose name begins at a token of the document; *last gets the last token of
 * it.  NULL: none.  The longest name wins.
 */
extern const McDrug *mc_drug_at(const McKnowledge *knowledge, const McDocument *doc,
								uint32_t token, uint32_t *last);

/* May a word of this key begin a drug's name?  Most do not. */
extern bool mc_may_begin_drug(const McKnowledge *knowledge, uint64_t key);

/* Is the drug given for the condition? */
extern bool mc_drug_treats(const McKnowledge *knowledge, const McDrug *drug,
						   McCode condition);

/* Does a code stand under a heading, or is it that code itself? */
static inline bool
mc_code_is_under(McCode code, McCode heading)
{
	/* bits behind the last character of the heading */
	unsigned behind = heading ? (unsigned) __builtin_ctzll(heading) & ~7u : 0;

	return heading == 0 || (code ^ heading) >> behind == 0;
}

static inline McCode
mc_link_code(const McLink *link, McCode cause)
{
	return mc_code_is_under(cause, link->code) ? cause : link->code;
}

#endif /* MC_KNOWLEDGE_H */
