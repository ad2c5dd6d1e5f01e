/*
 * risk_term.h
 *		Reading the names of terms, and the definitions of variables.
 *
 * CMS's names tell what demographic terms are: F65_69 is a woman of 65 to 69,
 * M95_GT a man of 95 or more, NMCAID_ORIGDIS_NEF65 a woman of 65 newly enrolled,
 * without Medicaid, originally disabled; D4 four payment HCCs, D10P ten or more.
 *
 * Plain C without PostgreSQL; nothing here allocates or raises.
 */
#ifndef MC_RISK_TERM_H
#define MC_RISK_TERM_H

#include "risk/risk_model.h"

/*
 * Read the name of a term that needs no definition; false if it is none of
 * those.  name, coefficient and variable stay as they are.
 */
extern bool mc_risk_term_read(const char *name, McRiskTerm *term);

/* The number of "HCC37", whatever its case; 0 if the text is another */
extern int mc_risk_hcc_read(const char *text, size_t length);

#endif /* MC_RISK_TERM_H */
