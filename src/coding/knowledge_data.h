/*
 * knowledge_data.h
 *	  The arrays behind coding knowledge, for the code that fills them and for
 *	  the one that writes them down.
 *
 * Before mc_knowledge_finish() the arrays are in the order in which rows came, and
 * drug rows have one code each; afterwards they are sorted, each pair of codes is
 * there once, and nothing changes any more.  No element has a pointer, so
 * that the arrays can be written as they are.
 */
#ifndef MC_KNOWLEDGE_DATA_H
#define MC_KNOWLEDGE_DATA_H

#include "coding/knowledge.h"

/* Most tokens of a drug's name */
#define MC_MAX_DRUG_TOKENS 8

struct McClassRow
{
	McCode code;
	uint32_t order;           /* number in which it came; 0 when finished */
	uint32_t condition_class; /* McConditionClass */
};

struct McSymptomRow
{
	McCode symptom;
	McCode disease;
};

struct McExceptionRow
{
	McCode cause;
	McCode condition;
	uint64_t kind; /* McLinkKind */
};

/* A name of a drug; before finish, a row of it */
struct McDrugName
{
	uint32_t first_key; /* its tokens, in keys */
	uint32_t nkeys;
	uint32_t order; /* number in which it came; 0 when finished */
	uint32_t unused;
	McDrug drug;
	McCode indication; /* of a row; 0 when finished */
};

/* Bits by which most words are told not to begin a drug's name */
#define MC_DRUG_BITS 65536

/* ... and most pairs of codes that there is no row for them */
#define MC_PAIR_BITS 16384

typedef struct McPairBits
{
	uint64_t bits[MC_PAIR_BITS / 64]; /* by the categories of both */
} McPairBits;

struct McKnowledge
{
	const McHost *host;
	uint64_t drug_bits[MC_DRUG_BITS / 64]; /* by the key of a name's first token */
	McPairBits symptom_bits;
	McPairBits link_bits;
	struct McClassRow *classes; /* by code */
	size_t nclasses;
	size_t classes_cap;
	struct McSymptomRow *symptoms; /* by symptom, disease */
	size_t nsymptoms;
	size_t symptoms_cap;
	McLink *links; /* by cause, condition, kind, code */
	size_t nlinks;
	size_t links_cap;
	struct McExceptionRow *exceptions; /* by cause, condition */
	size_t nexceptions;
	size_t exceptions_cap;
	struct McDrugName *drugs; /* by first key, longest first, by keys */
	size_t ndrugs;
	size_t drugs_cap;
	uint64_t *keys; /* of tokens, as cues have them */
	size_t nkeys;
	size_t keys_cap;
	McCode *indications;
	size_t nindications;
	size_t indications_cap;
};

/* Set the bits from the finished rows. */
extern void mc_knowledge_mark(McKnowledge *knowledge);

#endif /* MC_KNOWLEDGE_DATA_H */
