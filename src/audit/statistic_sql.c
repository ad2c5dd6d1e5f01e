/*
 * statistic_sql.c
 *		student_quantile, beta_quantile and share_interval for SQL.
 */
#include "postgres.h"

#include "access/htup_details.h"
#include "catalog/pg_type.h"
#include "fmgr.h"
#include "funcapi.h"

#include "audit/statistic.h"

PG_FUNCTION_INFO_V1(mc_student_quantile_sql);
PG_FUNCTION_INFO_V1(mc_beta_quantile_sql);
PG_FUNCTION_INFO_V1(mc_share_interval_sql);

static void
CheckShare(double value, const char *what)
{
	if (!(value > 0.0 && value < 1.0))
		ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE),
						errmsg("%s lies between 0 and 1", what)));
}

Datum
mc_student_quantile_sql(PG_FUNCTION_ARGS)
{
	double p = PG_GETARG_FLOAT8(0);
	double freedom = PG_GETARG_FLOAT8(1);

	CheckShare(p, "p");
	if (!(freedom > 0.0 && freedom < 1e12))
		ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE),
						errmsg("degrees of freedom are above 0 and below 10^12")));
	PG_RETURN_FLOAT8(mc_student_quantile(p, freedom));
}

Datum
mc_beta_quantile_sql(PG_FUNCTION_ARGS)
{
	double p = PG_GETARG_FLOAT8(0);
	double a = PG_GETARG_FLOAT8(1);
	double b = PG_GETARG_FLOAT8(2);

	CheckShare(p, "p");
	if (!(a > 0.0 && a < 1e12 && b > 0.0 && b < 1e12))
		ereport(
			ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("parameters of a beta distribution are above 0 and below 10^12")));
	PG_RETURN_FLOAT8(mc_beta_quantile(p, a, b));
}

Datum
mc_share_interval_sql(PG_FUNCTION_ARGS)
{
	int64 count = PG_GETARG_INT64(0);
	int64 total = PG_GETARG_INT64(1);
	double confidence = PG_GETARG_FLOAT8(2);
	TupleDesc desc;
	double low;
	double high;
	Datum values[2];
	bool nulls[2] = {false, false};

	CheckShare(confidence, "confidence");
	if (count < 0 || total < 1 || count > total)
		ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE),
						errmsg("a share has a count from 0 to its total, which is at "
							   "least 1")));
	if (get_call_result_type(fcinfo, NULL, &desc) != TYPEFUNC_COMPOSITE)
		elog(ERROR, "share_interval returns a row");
	mc_share_interval((double) count, (double) total, confidence, &low, &high);
	values[0] = Float8GetDatum(low);
	values[1] = Float8GetDatum(high);
	PG_RETURN_DATUM(
		HeapTupleGetDatum(heap_form_tuple(BlessTupleDesc(desc), values, nulls)));
}
