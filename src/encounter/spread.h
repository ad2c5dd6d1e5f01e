/*
 * spread.h
 *	  What the words of a note say of the spread of a cancer.
 */
#ifndef MC_SPREAD_H
#define MC_SPREAD_H

#include "encounter/case.h"
#include "encounter/neoplasm_site.h"

/* Most sites read in one encounter */
#define MC_MAX_SPREADS 32

typedef enum McSpreadKind
{
	MC_SPREAD_TO,       /* a secondary site */
	MC_SPREAD_FROM,     /* a primary */
	MC_SPREAD_SOMEWHERE /* metastatic cancer of a primary, not said where */
} McSpreadKind;

/* What the words of a note say of a spread */
typedef struct McSpread
{
	McSpreadKind kind;
	uint32_t note;
	uint32_t first; /* tokens of it */
	uint32_t last;
	uint32_t at; /* where the site stands */
	const McNeoplasmSite *site;
	McAttributes said; /* side */
} McSpread;

typedef struct McSpreads
{
	McSpread list[MC_MAX_SPREADS];
	size_t count;
} McSpreads;

/*
 * Read "metastatic to bone and liver", "brain mets", "metastatic from the colon", "metastatic
 * colon cancer" in all notes, as far as they are affirmed of the patient.
 */
extern void mc_read_spreads(const McCase *c, McSpreads *spreads);

#endif /* MC_SPREAD_H */
