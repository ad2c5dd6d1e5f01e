/*
 * model_name_sql.c
 *		medcode.hcc_model_name(name text): the name of a risk adjustment model in
 *		the tables, or NULL if this is none.
 */
#include "postgres.h"

#include "fmgr.h"
#include "utils/builtins.h"

#include "compat.h"
#include "risk/model_name.h"

PG_FUNCTION_INFO_V1(mc_hcc_model_name_sql);

Datum
mc_hcc_model_name_sql(PG_FUNCTION_ARGS)
{
	text *given = PG_GETARG_TEXT_PP(0);
	char name[MC_RISK_MODEL_SIZE];

	if (!mc_risk_model_name(VARDATA_ANY(given), VARSIZE_ANY_EXHDR(given), name))
		PG_RETURN_NULL();
	PG_RETURN_TEXT_P(cstring_to_text(name));
}
