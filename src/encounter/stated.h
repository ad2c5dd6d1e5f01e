/*
 * stated.h
 *	  Words of the notes that are no findings: drugs, allergens, values, organisms,
 *	  dialysis; with what the note says of them.
 */
#ifndef MC_STATED_H
#define MC_STATED_H

#include "encounter/case.h"
#include "text/word_list.h"

/* Most tokens of a sentence that is read, and most places kept of an encounter */
#define MC_MAX_STATED_SENTENCE 1000
#define MC_MAX_STATED          4000

/* Words at a place of a note */
typedef struct McStated
{
	uint32_t note;
	uint32_t first; /* tokens, both included */
	uint32_t last;
	uint32_t sentence;
	uint32_t which; /* number that the finder gave */
	McSectionCategory section;
	McAssertion assertion;
} McStated;

typedef struct McStatedList
{
	McStated *list; /* by note and place */
	size_t count;
	size_t cap;
} McStatedList;

/*
 * What begins at a token of a document: its last token and a number.  False: nothing.
 * end is one past the last token that may be read.
 */
typedef bool (*McFinder)(const void *arg, const McDocument *doc, uint32_t token,
						 uint32_t end, uint32_t *last, uint32_t *which);

/*
 * Which words of a document may begin what a finder finds: sets begins[number of the
 * word].  False: none.
 */
typedef bool (*McMarker)(const void *arg, const McDocument *doc, uint8_t *begins);

/* Is a sentence one to read? */
typedef bool (*McSentenceFilter)(const McDocument *doc, const McSentence *sentence);

/*
 * Everything that a finder finds in the notes, longest first at each place as the finder
 * has it, no token twice, with assertions.  filter may be NULL.
 */
extern void mc_stated_find(const McCase *c, McMarker marker, McSentenceFilter filter,
						   McFinder finder, const void *arg, McStatedList *stated);

/* The same for words: alternatives separated by '|'; which is the number of the alternative. */
extern void mc_stated_words(const McCase *c, const char *words, McStatedList *stated);

/*
 * Do the words of one of the alternatives, separated by '|', begin at a token?  Dots
 * between words are passed over (E. coli).  The longest counts; which may be NULL.
 */
extern bool mc_stated_at(const McDocument *doc, uint32_t token, uint32_t end,
						 const char *words, uint32_t *last, uint32_t *which);

/*
 * Has a note any word that begins one of the alternatives?  It is quick: where not, they
 * need not be looked for.
 */
extern bool mc_stated_may_have(const McCase *c, const char *words);

/* Do they begin anywhere in tokens from..end? */
static inline bool
mc_stated_within(const McDocument *doc, uint32_t from, uint32_t end, const char *words)
{
	return mc_list_within(doc, from, end, words, MC_OVER_DOTS) < end;
}

/* Is it said of the patient, now, without reserve? */
static inline bool
mc_is_stated_now(const McAssertion *a)
{
	return !a->negated && !a->uncertain && !a->hypothetical && !a->historical &&
		   a->experiencer == MC_PATIENT;
}

/* The proposed suggestion that a finding of a note supports; SIZE_MAX: none. */
extern size_t mc_suggestion_of(const McCase *c, uint32_t note, uint32_t finding);

/*
 * Propose a code for words that are no finding.  Findings at the same place are its
 * evidence, often there are none.  An equal code that is proposed already gets the
 * rule only.  Returns its number.
 */
extern size_t mc_case_add_stated(McCase *c, McCode code, McRule rule,
								 const McStated *stated, McSuggestionStatus status,
								 McRole role);

#endif /* MC_STATED_H */
