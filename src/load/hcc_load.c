/*
 * hcc_load.c
 *		What the loaders of risk adjustment files share.
 */
#include "load/hcc_load.h"

#include "utils/builtins.h"
#include "utils/memutils.h"

#include "pg_host.h"

void
mc_hcc_models_begin(McLoad *load, McHccModels *models)
{
	memset(models, 0, sizeof(*models));
	models->load = load;
	if (!mc_hcc_edition_read(load->edition->release, &models->edition))
		ereport(
			ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("release \"%s\" tells no payment year", load->edition->release),
			 errhint(
				 "Name it so: SELECT * FROM medcode.load_file('F2824T1N.TXT', 'V28-PY2024');")));
}

const char *
mc_hcc_models_named(const McHccModels *models)
{
	if (models->edition.model[0] == '\0')
		ereport(
			ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE), errmsg("the model is not known"),
			 errdetail("The file does not name it, and release \"%s\" does not either.",
					   models->load->edition->release),
			 errhint(
				 "Name it with the release: SELECT * FROM medcode.load_file('F2824T1N.TXT', 'V28-PY2024');")));
	return models->edition.model;
}

void
mc_hcc_models_note(McHccModels *models, uint32 line, const char *model, int payment_year)
{
	const McHccEdition *edition = &models->edition;
	McHost host = mc_pg_host(models->load->context);

	if (edition->model[0] != '\0' && strcmp(edition->model, model) != 0)
		mc_load_refuse(models->load, line, "the model is %s, that of the release is %s",
					   model, edition->model);
	if (payment_year == 0)
		payment_year = edition->first_year;
	else if (payment_year < edition->first_year || payment_year > edition->last_year)
		mc_load_refuse(models->load, line,
					   "the payment year %d is not one that the release names",
					   payment_year);
	/* rows of a model mostly stand together */
	for (size_t i = models->count; i > 0; i--)
		if (models->list[i - 1].payment_year == payment_year &&
			strcmp(models->list[i - 1].model, model) == 0)
			return;
	MC_GROW(&host, models->list, models->count, models->capacity);
	strlcpy(models->list[models->count].model, model, MC_RISK_MODEL_SIZE);
	models->list[models->count++].payment_year = payment_year;
}

void
mc_hcc_models_end(McHccModels *models)
{
	McRows *rows = mc_rows_begin(models->load, "hcc_model", "model payment_year");

	for (size_t i = 0; i < models->count; i++)
	{
		Datum values[2];

		values[0] = CStringGetTextDatum(models->list[i].model);
		values[1] = Int32GetDatum(models->list[i].payment_year);
		mc_rows_add(rows, values, NULL);
	}
	mc_rows_end(rows);
}
