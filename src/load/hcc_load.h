/*
 * hcc_load.h
 *		What the loaders of risk adjustment files share.
 */
#ifndef MC_HCC_LOAD_H
#define MC_HCC_LOAD_H

#include "load/hcc_edition.h"
#include "load/load.h"

/* Models and payment years of a file, as rows for medcode.hcc_model */
typedef struct McHccModels
{
	McLoad *load;
	McHccEdition edition; /* what the name of the release tells */
	struct
	{
		char model[MC_RISK_MODEL_SIZE];
		int payment_year;
	} * list;
	size_t count;
	size_t capacity;
} McHccModels;

/* Begin: reads the name of the release.  Raises 22023 if it tells no payment year. */
extern void mc_hcc_models_begin(McLoad *load, McHccModels *models);

/*
 * The model of a file that does not name it: that of the release's name.
 * Raises 22023, with the statement that mends it, if that does not either.
 */
extern const char *mc_hcc_models_named(const McHccModels *models);

/*
 * Note that a row of the file is of that model and payment year, 0: that of
 * the release.  Refuses the file if the release's name tells another.
 */
extern void mc_hcc_models_note(McHccModels *models, uint32 line, const char *model,
							   int payment_year);

/* Write the rows. */
extern void mc_hcc_models_end(McHccModels *models);

#endif /* MC_HCC_LOAD_H */
