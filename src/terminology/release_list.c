/*
 * release_list.c
 *		The releases of ICD-10-CM that a version has, and which one a date chooses.
 */
#include "terminology/release_list.h"

#include "executor/spi.h"
#include "utils/builtins.h"
#include "utils/memutils.h"

/* Raise an error if there is nothing to find. */
static void
RefuseEmpty(const McVersion *version, int nreleases)
{
	bool terms;

	if (SPI_execute(psprintf("SELECT FROM medcode.term AS t"
							 " WHERE t.code_system = 'icd10cm' AND %s LIMIT 1",
							 mc_version_condition(version, "term", "t")),
					true, 1) != SPI_OK_SELECT)
		elog(ERROR, "could not look for terms");
	terms = SPI_processed > 0;
	SPI_freetuptable(SPI_tuptable);
	if (nreleases == 0 || !terms)
		ereport(
			ERROR,
			(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
			 errmsg("the terminology of this database is empty"),
			 errdetail("It has %d releases of ICD-10-CM and %s.", nreleases,
					   terms ? "terms" : "no terms"),
			 errhint(
				 "SELECT * FROM medcode.load_file('/path/to/icd10cm_order_2026.txt', 'FY2026');")));
}

McReleases
mc_releases_read(const McVersion *version, MemoryContext context)
{
	/* the codes of the extension serve until official ones are loaded */
	char *query =
		psprintf("WITH visible AS (SELECT r.* FROM medcode.release AS r"
				 "  WHERE r.code_system = 'icd10cm' AND r.kind = 'codes' AND %s)"
				 " SELECT v.release_id, v.release, lower(v.effective), k.tabular_id"
				 " FROM visible AS v LEFT JOIN LATERAL ("
				 "  SELECT t.id AS tabular_id FROM ("
				 "   SELECT r.release_id AS id FROM medcode.release AS r"
				 "   WHERE r.code_system = 'icd10cm' AND r.kind = 'tabular'"
				 "   AND r.release = v.release AND %s UNION ALL SELECT 0) AS t"
				 "  WHERE EXISTS (SELECT FROM medcode.code_card AS c"
				 "   WHERE c.release_id = v.release_id AND c.tabular_id = t.id)"
				 "  ORDER BY 1 DESC LIMIT 1) AS k ON true"
				 " WHERE v.origin <> 'starter'"
				 "  OR NOT EXISTS (SELECT FROM visible WHERE origin = 'official')"
				 " ORDER BY 3, 1",
				 mc_version_condition(version, "release", "r"),
				 mc_version_condition(version, "release", "r"));
	McReleases releases;
	bool isnull;

	if (SPI_execute(query, true, 0) != SPI_OK_SELECT)
		elog(ERROR, "could not read the releases");
	releases.count = (int) SPI_processed;
	releases.list = MemoryContextAlloc(context, (SPI_processed + 1) * sizeof(McRelease));
	for (int i = 0; i < releases.count; i++)
	{
		HeapTuple row = SPI_tuptable->vals[i];
		TupleDesc desc = SPI_tuptable->tupdesc;
		McRelease *release = &releases.list[i];

		release->id = DatumGetInt64(SPI_getbinval(row, desc, 1, &isnull));
		release->name = MemoryContextStrdup(context, SPI_getvalue(row, desc, 2));
		release->from = DatumGetDateADT(SPI_getbinval(row, desc, 3, &isnull));
		release->tabular_id = DatumGetInt64(SPI_getbinval(row, desc, 4, &isnull));
		release->has_cards = !isnull;
	}
	SPI_freetuptable(SPI_tuptable);
	RefuseEmpty(version, releases.count);
	return releases;
}

int
mc_releases_choose(const McReleases *releases, const DateADT *as_of)
{
	int chosen = releases->count - 1;

	while (as_of && chosen >= 0 && releases->list[chosen].from > *as_of)
		chosen--;
	return chosen;
}
