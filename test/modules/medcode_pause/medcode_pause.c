/*
 * medcode_pause.c
 *		Stops a backend at a test point of medcode, as long as another session wants.
 *
 * CREATE FUNCTION pause_at(point text, advisory_key bigint) RETURNS void
 * LANGUAGE C AS '.../medcode_pause';
 */
#include "postgres.h"

#include "fmgr.h"
#include "utils/builtins.h"
#include "utils/fmgrprotos.h"

PG_MODULE_MAGIC;

PG_FUNCTION_INFO_V1(pause_at);

static char stop_at[NAMEDATALEN];
static int64 stop_key;

/* At the point asked for: wait until nobody else holds the advisory lock. */
static void
Pause(const char *point)
{
	if (strcmp(point, stop_at) != 0)
		return;
	DirectFunctionCall1(pg_advisory_lock_int8, Int64GetDatum(stop_key));
	DirectFunctionCall1(pg_advisory_unlock_int8, Int64GetDatum(stop_key));
}

/*
 * pause_at(point text, advisory_key bigint) returns void
 *
 * From now on this backend stops each time it comes to the point, while another
 * session holds the advisory lock of that key.  A point of NULL: no more.
 */
Datum
pause_at(PG_FUNCTION_ARGS)
{
	void (**hook)(const char *) =
		(void (**)(const char *)) find_rendezvous_variable("medcode_test_point");

	*hook = NULL;
	if (!PG_ARGISNULL(0))
	{
		text_to_cstring_buffer(PG_GETARG_TEXT_PP(0), stop_at, sizeof(stop_at));
		stop_key = PG_GETARG_INT64(1);
		*hook = Pause;
	}
	PG_RETURN_VOID();
}
