/*
 * question.h
 *	  Questions: what the notes leave open of a proposed code, and the code that each
 *	  answer leads to.
 */
#ifndef MC_QUESTION_H
#define MC_QUESTION_H

#include "encounter/suggestion.h"

/* In place of an axis: which of the conditions that the heading names */
#define MC_QUESTION_DETAIL MC_NAXES

/* Most answers of a question; what is over is in the Tabular List */
#define MC_MAX_CHOICES 32

typedef struct McChoice
{
	McCode code;
	const char *answer; /* value of the axis, "left"; NULL: the code's title says it */
} McChoice;

typedef struct McQuestion
{
	size_t suggestion; /* number among the suggestions */
	int axis;          /* McAxis, or MC_QUESTION_DETAIL */
	uint32_t nchoices;
	McChoice choices[MC_MAX_CHOICES]; /* by value of the axis, or in tabular order */
} McQuestion;

typedef struct McQuestions
{
	McQuestion *list; /* in the order of the suggestions, then by axis */
	size_t count;
	size_t cap;
} McQuestions;

/* "which side?" for MC_AXIS_SIDE; "more detail" */
extern const char *mc_question_text(int axis);

/* Its name: that of the axis, or "detail" */
extern const char *mc_question_axis(int axis);

/*
 * The questions about proposed suggestions.  Only those that an answer to leads to another
 * code of the release (ICD-10-CM Guidelines I.B.2, I.B.18).
 */
extern void mc_find_questions(const McHost *host, const McTerminology *terminology,
							  const McSuggestions *suggestions, McQuestions *questions);

#endif /* MC_QUESTION_H */
