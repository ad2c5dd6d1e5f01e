/*
 * drug_sentence.h
 *	  A sentence that names a drug: what the files on effects of drugs share.
 */
#ifndef MC_DRUG_SENTENCE_H
#define MC_DRUG_SENTENCE_H

#include "encounter/stated.h"

/* A sentence, and the findings in it */
typedef struct McDrugSentence
{
	McCase *c;
	uint32_t note;
	const McDocument *doc;
	const McSentence *sentence;
	uint32_t number; /* of the sentence */
	uint32_t first_finding;
	uint32_t end_finding;
} McDrugSentence;

/* Words between what is said of a drug and its name that add nothing, for mc_stated_at() */
extern const char mc_drug_modifiers[];

/* May a drug bring this about?  Not a drug's own code, nor a status, history or cause. */
extern bool mc_may_be_effect(McCode code);

/* drug_misuse.c: poisoning and underdosing (ICD-10-CM Guidelines I.C.19.e.5.b, c) */
extern void mc_settle_drug_misuse(McCase *c);

/* The proposed suggestion of a finding of the sentence; SIZE_MAX: none. */
static inline size_t
mc_proposed_in(const McDrugSentence *s, uint32_t finding)
{
	return mc_suggestion_of(s->c, s->note, finding);
}

#endif /* MC_DRUG_SENTENCE_H */
