/*
 * risk_store.h
 *		Risk adjustment models and code lists as the tables have them, kept by
 *		the session.
 */
#ifndef MC_RISK_STORE_H
#define MC_RISK_STORE_H

#include "postgres.h"

#include "risk/code_list.h"
#include "risk/risk_model.h"

typedef struct McRiskImage
{
	McRiskModel model;
	const McCodeList *codes; /* shared by all models */
	int32 newest_mapped;     /* first day of the newest code of the mapping */
	bool starter;            /* the mapping is the starter's part */
	bool has_edits;          /* are edits loaded for the model? */
} McRiskImage;

/*
 * The model of that name, however it is written, and payment year, 0: the
 * newest loaded, as the active snapshot sees it; with segments and coefficients
 * if scored.  Valid until the next call.  Raises, with the statement that mends
 * it, what is not loaded or contradicts itself.
 */
extern const McRiskImage *mc_risk_image(const char *name, Size length, int payment_year,
										bool scored);

#endif /* MC_RISK_STORE_H */
