/*
 * hcc_edition.h
 *		What the name of a release of a risk adjustment file tells.
 *
 *		PY2026              a file that names its models itself, of payment year 2026
 *		V28-PY2024          a file of one model: most of CMS's own do not name it
 *		V28-PY2026-midyear  another file for the same, which takes the place of the first
 *		PY2020-PY2027       a file with rows of several payment years
 *
 * Of payment year Y count the dates of service of the year before.
 *
 * Plain C without PostgreSQL; nothing here allocates or raises.
 */
#ifndef MC_HCC_EDITION_H
#define MC_HCC_EDITION_H

#include <stdbool.h>

#include "risk/model_name.h"

#define MC_HCC_CODE_SYSTEM "hcc"

typedef struct McHccEdition
{
	char model[MC_RISK_MODEL_SIZE]; /* empty: the file names its models */
	int first_year;                 /* payment years */
	int last_year;
} McHccEdition;

/* Read the name of a release; false if it tells no payment year. */
extern bool mc_hcc_edition_read(const char *release, McHccEdition *edition);

#endif /* MC_HCC_EDITION_H */
