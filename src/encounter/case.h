/*
 * case.h
 *	  An encounter on its way to its codes: what the steps of mc_suggest() share.
 *
 * Each step is one function over the whole case, in a file of its subject; suggestion.c
 * has their order.  A step adds, changes or drops suggestions; it never takes one out
 * of the list, so that considered() can say what became of it.
 */
#ifndef MC_CASE_H
#define MC_CASE_H

#include "coding/card.h"
#include "coding/knowledge.h"
#include "encounter/suggestion.h"

/*
 * Most pieces of evidence of a code that are read for what stands beside them: more say the
 * same again, and the work would grow with the square of a long note.
 */
#define MC_MAX_READ 64

typedef struct McCase
{
	const McHost *host;
	const McTerminology *terminology;
	const McEncounter *encounter;
	McSuggestion *list;
	size_t count;
	size_t cap;
} McCase;

/* gather.c: the findings that may be coded in the setting, one suggestion a code */
extern void mc_gather(McCase *c);

/* disagreement.c: what one note documents and another denies */
extern void mc_compare_notes(McCase *c);

/* specific.c: what is said of a condition anywhere in the encounter */
extern void mc_make_specific(McCase *c);

/* specific.c: codes give way to more specific ones of the same condition */
extern void mc_keep_most_specific(McCase *c);

/* history.c: history against current, by class of the condition */
extern void mc_settle_history(McCase *c);

/* combine.c: linked conditions, with and due to */
extern void mc_combine(McCase *c);

/* combine.c: does the note say that a condition has nothing to do with another one? */
extern bool mc_is_called_unrelated(const McCase *c, const McSuggestion *s,
								   const McSuggestion *other);

/* hidden_pair.c: a second code within the words of the first */
extern void mc_find_hidden_pairs(McCase *c);

/* pain.c: chronic pain, and acute pain of an injury */
extern void mc_add_pain(McCase *c);

/* diabetes.c: the type that is said once holds for all */
extern void mc_settle_diabetes(McCase *c);

/* hypertension.c: with heart and kidney disease */
extern void mc_combine_hypertension(McCase *c);

/* injury.c: seventh characters and external causes */
extern void mc_complete_injuries(McCase *c);

/* osteoporosis.c: fractures by disease */
extern void mc_settle_osteoporosis(McCase *c);

/* rheumatoid.c: no rheumatoid factor only where it is said */
extern void mc_settle_rheumatoid(McCase *c);

/* said_twice.c: acute on chronic, and each side with a stage of its own */
extern void mc_split_descriptions(McCase *c);

/* neoplasm.c: behaviour, primary and secondary, history */
extern void mc_settle_neoplasms(McCase *c);

/* drug_effect.c: adverse effects, poisoning, underdosing */
extern void mc_settle_drug_effects(McCase *c);

/* obstetric.c: pregnancy, childbirth and the newborn */
extern void mc_settle_pregnancy(McCase *c);

/* additional.c: codes that others ask for: Z79, Z68, Z99.2, organisms */
extern void mc_add_additional(McCase *c);

/* reason.c: the reason for the encounter where nothing definite is found */
extern void mc_settle_reason(McCase *c);

/* symptom.c: symptoms that are part of a disease */
extern void mc_drop_symptoms(McCase *c);

/* conflict.c: excludes1, sex, age, two sides */
extern void mc_find_conflicts(McCase *c);

/* score.c: how likely a coder takes it */
extern void mc_score(McCase *c);

/* sequence.c: roles, pairs and order */
extern void mc_sequence(McCase *c);

/*
 * Helpers of the steps
 */

static inline bool
mc_is_proposed(const McSuggestion *s)
{
	return s->dropped_by == MC_RULE_NONE;
}

static inline uint32_t
mc_evidence_read(const McSuggestion *s)
{
	return s->nevidence < MC_MAX_READ ? s->nevidence : MC_MAX_READ;
}

static inline const McFinding *
mc_case_finding(const McCase *c, McEvidence e)
{
	return &c->encounter->notes[e.note].findings.list[e.finding];
}

static inline const McDocument *
mc_case_document(const McCase *c, McEvidence e)
{
	return c->encounter->notes[e.note].doc;
}

/* The proposed suggestion of a code, or at or below a heading; NULL: none.  The surest, then lowest code. */
extern McSuggestion *mc_case_find(McCase *c, McCode code);
extern McSuggestion *mc_case_find_under(McCase *c, McCode heading);

/* Number of the surest proposed suggestion at or below one of these headings, or count */
extern size_t mc_case_number_in(const McCase *c, const char *headings);

/*
 * Add a code that rests on others: it has the weaker of their statuses and supports, the
 * lower score and the evidence of all.  parts has nparts numbers of suggestions.  If the
 * code is proposed already the evidence and the rule are added to it.  Returns its number.
 */
extern size_t mc_case_derive(McCase *c, McCode code, McRule rule, const size_t *parts,
							 size_t nparts);

/* Tokens first..last of a note support the code too, and are no finding: a drug's name. */
extern void mc_case_add_words(McCase *c, size_t number, uint32_t note, uint32_t first,
							  uint32_t last);

/* Take a suggestion out for a rule; winner: the code in its place, or 0. */
extern void mc_case_drop(McSuggestion *s, McRule rule, McCode winner);

/*
 * Change the code of a suggestion; one that is there already with this code takes
 * over the evidence, and the changed one is dropped.  Returns the number of the one that has the code.
 */
extern size_t mc_case_recode(McCase *c, size_t number, McCode code, McRule rule);

/* What the words beside all evidence of a suggestion state, put together. */
extern void mc_case_said(const McCase *c, const McSuggestion *s, McAttributes *said);

/* A literal code: "E11.9" -> E119 */
extern McCode mc_code(const char *text);

/*
 * code_list.c: is a code at or below one of these headings, separated by blanks:
 * "I10 I11 N18.6"?  headings is a constant, known by its address.
 */
extern bool mc_code_in(McCode code, const char *headings);

/* Does the code stand for a symptom or sign, not for a disease? */
extern bool mc_is_symptom_code(McCode code);

/* The title of a code in the release, or ""; valid until the next look-up. */
extern const char *mc_case_title(const McCase *c, McCode code);

/* Is the code in the release, and complete? */
extern bool mc_case_is_billable(const McCase *c, McCode code);

/* The card of a code's category and the place of the code on it; NULL, MC_NO_NODE: none */
extern const McCard *mc_case_card(const McCase *c, McCode code, uint16_t *node);

/*
 * Do these words stand, as they are, in the sentence of a piece of evidence, or anywhere in
 * the notes?  words: alternatives separated by '|', each some folded words.
 */
extern bool mc_sentence_has(const McCase *c, McEvidence e, const char *words);
extern bool mc_notes_have(const McCase *c, const char *words);

/* Do they stand in any sentence of the evidence? */
extern bool mc_evidence_has(const McCase *c, const McSuggestion *s, const char *words);

/* Is some evidence of a suggestion in a sentence of a note? */
extern bool mc_is_in_sentence(const McCase *c, const McSuggestion *s, uint32_t note,
							  uint32_t sentence);

/* Do two suggestions share a sentence that has one of these words?  words may be NULL: any. */
extern bool mc_share_sentence(const McCase *c, const McSuggestion *a,
							  const McSuggestion *b, const char *words);

#endif /* MC_CASE_H */
