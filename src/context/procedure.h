/*
 * procedure.h
 *	  Does a phrase name a procedure rather than a condition?
 */
#ifndef MC_PROCEDURE_H
#define MC_PROCEDURE_H

#include <stdbool.h>
#include <stdint.h>

#include "text/document.h"

/*
 * Do tokens first to last name something that is done: a word for an operation or
 * treatment, or a word with the ending of one (-ectomy, -plasty, -scopy), at the
 * end of the phrase or before "of" ("hip replacement", "repair of hernia")?
 */
extern bool mc_is_procedure(const McDocument *doc, uint32_t first, uint32_t last);

/*
 * The token behind an operation that takes away what it is done for, and that
 * begins at token first and ends before end: at most two words and one such as
 * nephrectomy, resection, transplant.  first when there is none; bypasses, stents
 * and what opens a vessel leave the disease.
 */
extern uint32_t mc_operation_end(const McDocument *doc, uint32_t first, uint32_t end);

#endif /* MC_PROCEDURE_H */
