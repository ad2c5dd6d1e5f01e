/*
 * grade.h
 *	  Roman numerals that grade a disease.
 */
#ifndef MC_GRADE_H
#define MC_GRADE_H

#include "text/host.h"
#include "text/token.h"
#include "text/word.h"

/*
 * Give a token whose word could be a Roman numeral the word of its digits, if
 * stage, type, grade or the like stands before it: stage IIIb is stage 3b, the
 * pronoun I is not 1.  first is the first token of the text, token the last one
 * read; the words before it have their flags.
 */
extern void mc_read_grade(const McHost *host, McWords *words, const McToken *first,
						  McToken *token);

#endif /* MC_GRADE_H */
