/*
 * code_edits_sql.c
 *		medcode.code_edits(a text, b text): typing errors between two codes.
 */
#include "postgres.h"

#include "fmgr.h"
#include "utils/builtins.h"

#include "compat.h"
#include "risk/code_edits.h"

PG_FUNCTION_INFO_V1(mc_code_edits_sql);

Datum
mc_code_edits_sql(PG_FUNCTION_ARGS)
{
	text *a = PG_GETARG_TEXT_PP(0);
	text *b = PG_GETARG_TEXT_PP(1);
	int edits = mc_code_edits(VARDATA_ANY(a), VARSIZE_ANY_EXHDR(a), VARDATA_ANY(b),
							  VARSIZE_ANY_EXHDR(b));

	if (edits < 0)
		ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE),
						errmsg("a code has at most %d characters", MC_CODE_EDITS_MAX)));
	PG_RETURN_INT32(edits);
}
