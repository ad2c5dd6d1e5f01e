/*
 * meat.h
 *	  MEAT: was a diagnosis monitored, evaluated, assessed or treated in a note?
 *
 * A convention of risk adjustment, not a rule of CMS: each diagnosis should have one of the
 * four in each note that is to prove it.  docs/meat.md has the scale and what it rests on.
 */
#ifndef MC_MEAT_H
#define MC_MEAT_H

#include "context/cue.h"
#include "encounter/encounter.h"
#include "meat/shingle.h"

typedef enum McMeatElement
{
	MC_MEAT_MONITOR,
	MC_MEAT_EVALUATE,
	MC_MEAT_ASSESS,
	MC_MEAT_TREAT,
	MC_MEAT_NELEMENTS
} McMeatElement;

#define MC_MEAT_BIT(element) (1u << (element))

/* How a sign is linked to the diagnosis, the closest first */
typedef enum McMeatLink
{
	MC_MEAT_SENTENCE, /* in the sentence that names it */
	MC_MEAT_PROBLEM,  /* in what is written under it */
	MC_MEAT_DRUG,     /* a drug that is given for it */
	MC_MEAT_TEST,     /* a test of it */
	MC_MEAT_NLINKS
} McMeatLink;

/* Ascending: how well a note proves a diagnosis */
typedef enum McMeatGrade
{
	MC_MEAT_CONTRADICTED, /* denied, and affirmed nowhere */
	MC_MEAT_UNCERTAIN,    /* only as a possibility */
	MC_MEAT_HISTORY_ONLY, /* only as a thing of the past */
	MC_MEAT_LIST_ONLY,    /* only in lists, findings of tests, the review of systems */
	MC_MEAT_NAMED,        /* by the provider, without any element */
	MC_MEAT_MODERATE,     /* with an element */
	MC_MEAT_STRONG,       /* assessed or treated where the assessment names it */
	MC_MEAT_NGRADES
} McMeatGrade;

/* The names in results: M, E, A, T; sentence, ...; CONTRADICTED, ... */
extern const char mc_meat_letters[];
extern const char *mc_meat_link_name(McMeatLink link);
extern const char *mc_meat_grade_name(McMeatGrade grade);

/* What counts, as the caller chooses */
typedef struct McMeatScale
{
	unsigned strong;  /* elements of which one makes it strong: bits */
	unsigned minimum; /* elements that make it moderate: 1 to 4 */
} McMeatScale;

/* Cues of elements, tests of diseases, indicators of conditions: compiled rows */
typedef struct McMeatWords
{
	McCues cues;  /* category: McMeatElement */
	McCues tests; /* id: number of a disease in the list */
	const McCode *diseases;
	size_t ndiseases;
	McCues indicators; /* what a condition shows itself by; id: number in the list */
	const McCode *indicated;
	size_t nindicated;
} McMeatWords;

/* Is this a section in which the name of a drug or a test says nothing of the patient's state? */
extern bool mc_meat_is_beside(McSectionCategory section);

/* Is this a place where the provider tells what was done now? */
extern bool mc_meat_counts(McSectionCategory section);

/* A place in the note that shows an element */
typedef struct McMeatSign
{
	McMeatElement element;
	McMeatLink link;
	uint32_t first_token;
	uint32_t last_token;
	bool assessed; /* where the assessment or the plan names the diagnosis */
	bool copied;   /* in a paragraph of an earlier note */
} McMeatSign;

typedef struct McMeatRow
{
	McCode code;
	McMeatGrade grade;
	McMeatGrade uncopied; /* what is left of it without copied text */
	unsigned elements;    /* bits */
	uint32_t finding;     /* that names it best */
	bool denied;          /* denied elsewhere in the note */
	McMeatSign *signs;    /* by place */
	size_t nsigns;
} McMeatRow;

typedef struct McMeat
{
	McMeatRow *list; /* by the place of the finding that names it best, then code */
	size_t count;
} McMeat;

/*
 * Grade each diagnosis of a note.  earlier: shingles of the member's earlier notes; NULL:
 * none are known.
 */
extern void mc_meat(const McHost *host, const McTerminology *terminology,
					const McNote *note, const McMeatWords *words,
					const McMeatScale *scale, const McShingleSet *earlier, McMeat *meat);

#endif /* MC_MEAT_H */
