/*
 * version.c
 *		Versions of the terminology: which rows belong to which.
 */
#include "terminology/version.h"

#include "access/xact.h"
#include "executor/spi.h"
#include "fmgr.h"
#include "utils/builtins.h"
#include "utils/guc.h"
#include "utils/snapmgr.h"

PG_FUNCTION_INFO_V1(mc_draft_version_sql);

int
mc_query_begin(void)
{
	int nest_level = NewGUCNestLevel();

	(void) set_config_option("search_path", "pg_catalog, pg_temp", PGC_USERSET,
							 PGC_S_SESSION, GUC_ACTION_SAVE, true, 0, false);
	if (SPI_connect() != SPI_OK_CONNECT)
		elog(ERROR, "SPI_connect failed");
	return nest_level;
}

void
mc_query_end(int nest_level)
{
	if (SPI_finish() != SPI_OK_FINISH)
		elog(ERROR, "SPI_finish failed");
	AtEOXact_GUC(true, nest_level);
}

/* A column of the first row that the last query gave */
static int32
ResultInt32(int column)
{
	bool isnull;
	Datum value =
		SPI_getbinval(SPI_tuptable->vals[0], SPI_tuptable->tupdesc, column, &isnull);

	return isnull ? 0 : DatumGetInt32(value);
}

McVersion
mc_version_find(int32 number)
{
	McVersion version = {.number = number};
	char *query = psprintf(
		"SELECT starter, words_version, findings_version FROM medcode.terminology_version WHERE version = %d",
		number);

	if (SPI_execute(query, true, 1) != SPI_OK_SELECT)
		elog(ERROR, "could not read the versions of the terminology");
	if (SPI_processed == 0)
		ereport(ERROR, (errcode(ERRCODE_UNDEFINED_OBJECT),
						errmsg("there is no version %d of the terminology", number),
						errhint("SELECT * FROM medcode.versions();")));
	version.starter = ResultInt32(1);
	version.words_version = ResultInt32(2);
	version.findings_version = ResultInt32(3);
	return version;
}

McVersion
mc_version_last(void)
{
	McVersion version = {0};

	if (SPI_execute("SELECT version, starter, words_version, findings_version"
					" FROM medcode.terminology_version"
					" ORDER BY version DESC LIMIT 1",
					true, 1) != SPI_OK_SELECT)
		elog(ERROR, "could not read the versions of the terminology");
	if (SPI_processed == 1)
	{
		version.number = ResultInt32(1);
		version.starter = ResultInt32(2);
		version.words_version = ResultInt32(3);
		version.findings_version = ResultInt32(4);
	}
	return version;
}

bool
mc_version_is_settled(int32 number)
{
	if (SPI_execute(
			psprintf("SELECT FROM medcode.settled_version WHERE version = %d", number),
			true, 1) != SPI_OK_SELECT)
		elog(ERROR, "could not read the settled versions of the terminology");
	return SPI_processed > 0;
}

bool
mc_version_is_own(int32 number)
{
	bool isnull;

	if (SPI_execute(
			psprintf("SELECT xmin FROM medcode.terminology_version WHERE version = %d",
					 number),
			true, 1) != SPI_OK_SELECT)
		elog(ERROR, "could not read the versions of the terminology");
	return SPI_processed == 1 &&
		   TransactionIdIsCurrentTransactionId(DatumGetTransactionId(
			   SPI_getbinval(SPI_tuptable->vals[0], SPI_tuptable->tupdesc, 1, &isnull)));
}

bool
mc_version_has(const McVersion *version, int32 number)
{
	return number <= version->starter ||
		   (number > MC_LAST_STARTER_VERSION && number <= version->number);
}

char *
mc_version_numbered(const McVersion *version, const char *alias)
{
	return psprintf("(%s.version <= %d OR %s.version BETWEEN %d AND %d)", alias,
					version->starter, alias, MC_LAST_STARTER_VERSION + 1,
					version->number);
}

char *
mc_version_condition(const McVersion *version, const char *relation, const char *alias)
{
	if (strcmp(relation, "release") == 0)
		/* of several of one name the last one counts */
		return version->number == 0
				   ? pstrdup("NOT EXISTS (SELECT FROM medcode.release AS n"
							 " WHERE n.code_system = r.code_system AND n.kind = r.kind"
							 " AND n.release = r.release AND n.version > r.version)")
				   : psprintf(
						 "%s AND NOT EXISTS (SELECT FROM medcode.release AS n"
						 " WHERE n.code_system = r.code_system AND n.kind = r.kind"
						 " AND n.release = r.release AND n.version > r.version AND %s)",
						 mc_version_numbered(version, "r"),
						 mc_version_numbered(version, "n"));
	if (version->number == 0)
		return psprintf("NOT EXISTS (SELECT FROM medcode.retirement AS x"
						" WHERE x.relation = '%s' AND x.row_id = %s.%s_id)",
						relation, alias, relation);
	return psprintf("%s AND NOT EXISTS (SELECT FROM medcode.retirement AS x"
					" WHERE x.relation = '%s' AND x.row_id = %s.%s_id AND %s)",
					mc_version_numbered(version, alias), relation, alias, relation,
					mc_version_numbered(version, "x"));
}

/* What draft_version() remembers, and until when it holds */
typedef struct DraftNumber
{
	TimestampTz transaction;
	CommandId command;
	int32 number;
} DraftNumber;

/*
 * medcode.draft_version(): number of the version to come.
 *
 * Default of the columns "version".  Reads the newest committed state, not the
 * snapshot's: a transaction whose snapshot is older than a publish must not add
 * to the version that was frozen.  Once per command is enough, for a command
 * that writes holds a lock that publish() waits for.
 */
Datum
mc_draft_version_sql(PG_FUNCTION_ARGS)
{
	DraftNumber *known = fcinfo->flinfo->fn_extra;
	int32 number;

	if (known && known->transaction == GetCurrentTransactionStartTimestamp() &&
		known->command == GetCurrentCommandId(false))
		PG_RETURN_INT32(known->number);
	/* in parallel mode nothing is written, so that any snapshot will do */
	PushActiveSnapshot(IsInParallelMode() ? GetActiveSnapshot() : GetLatestSnapshot());
	if (SPI_connect() != SPI_OK_CONNECT)
		elog(ERROR, "SPI_connect failed");
	number = Max(mc_version_last().number, MC_LAST_STARTER_VERSION) + 1;
	if (SPI_finish() != SPI_OK_FINISH)
		elog(ERROR, "SPI_finish failed");
	PopActiveSnapshot();

	if (known == NULL)
		known = MemoryContextAlloc(fcinfo->flinfo->fn_mcxt, sizeof(DraftNumber));
	known->transaction = GetCurrentTransactionStartTimestamp();
	known->command = GetCurrentCommandId(false);
	known->number = number;
	fcinfo->flinfo->fn_extra = known;
	PG_RETURN_INT32(number);
}
