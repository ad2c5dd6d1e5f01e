/*
 * words_store.c
 *		The words that meat() and audit() look for, from the tables of this database.
 */
#include "meat/words_store.h"

#include "executor/spi.h"
#include "miscadmin.h"
#include "utils/memutils.h"

#include "pg_host.h"
#include "terminology/icd10cm.h"
#include "terminology/stamp.h"
#include "terminology/version.h"

static const char *const element_names[MC_MEAT_NELEMENTS] = {
	[MC_MEAT_MONITOR] = "monitor",
	[MC_MEAT_EVALUATE] = "evaluate",
	[MC_MEAT_ASSESS] = "assess",
	[MC_MEAT_TREAT] = "treat",
};

/* A copy of the session's, made anew when the terminology has changed */
typedef struct KeptWords
{
	MemoryContext context;
	McHost host;
	int32 version; /* asked for; 0: all that is seen */
	McStamp stamp;
	McMeatWords words;
} KeptWords;

static KeptWords *kept;

static char *
Column(uint64 row, int column)
{
	return SPI_getvalue(SPI_tuptable->vals[row], SPI_tuptable->tupdesc, column);
}

static void
ReadRows(const McVersion *version, const char *table, const char *columns)
{
	if (SPI_execute(psprintf("SELECT %s FROM medcode.%s AS t WHERE %s ORDER BY 1, 2",
							 columns, table, mc_version_condition(version, table, "t")),
					true, 0) != SPI_OK_SELECT)
		elog(ERROR, "could not read table medcode.%s", table);
}

static void
ReadCues(KeptWords *k, const McVersion *version)
{
	ReadRows(version, "meat_cue", "t.phrase, t.element");
	mc_cues_init(&k->host, &k->words.cues);
	for (uint64 i = 0; i < SPI_processed; i++)
	{
		const char *element = Column(i, 2);

		for (int e = 0; e < MC_MEAT_NELEMENTS; e++)
		{
			if (strcmp(element, element_names[e]) == 0)
				(void) mc_cues_add(&k->words.cues, Column(i, 1), i, (McCueCategory) e,
								   MC_CUE_BOTH, 0);
		}
		CHECK_FOR_INTERRUPTS();
	}
	mc_cues_finish(&k->words.cues);
}

/*
 * Phrases that each belong to a condition: its tests, its indicators.  Returns the
 * conditions; the id of a cue is a number among them.
 */
static const McCode *
ReadPhrases(KeptWords *k, const McVersion *version, const char *table,
			const char *columns, McCues *cues, size_t *count)
{
	McCode *conditions;

	ReadRows(version, table, columns);
	conditions = MemoryContextAlloc(k->context, (SPI_processed + 1) * sizeof(McCode));
	mc_cues_init(&k->host, cues);
	for (uint64 i = 0; i < SPI_processed; i++)
	{
		const char *code = Column(i, 2);
		size_t position;

		(void) mc_icd10cm_parse(code, strlen(code), &conditions[i], &position);
		(void) mc_cues_add(cues, Column(i, 1), i, (McCueCategory) 0, MC_CUE_BOTH, 0);
		CHECK_FOR_INTERRUPTS();
	}
	mc_cues_finish(cues);
	*count = SPI_processed;
	return conditions;
}

/* What is made goes to the session only when it is complete. */
const McMeatWords *
mc_meat_words(int32 asked)
{
	McStamp stamp = mc_stamp();
	McVersion version = {0};
	MemoryContext context;
	KeptWords *fresh;
	int nest_level;

	if (kept && kept->version == asked && mc_same_stamp(&kept->stamp, &stamp))
		return &kept->words;
	nest_level = mc_query_begin();
	context = AllocSetContextCreate(CurrentMemoryContext, "medcode meat words",
									ALLOCSET_DEFAULT_SIZES);
	fresh = MemoryContextAllocZero(context, sizeof(KeptWords));
	fresh->context = context;
	fresh->host = mc_pg_host(context);
	fresh->version = asked;
	fresh->stamp = stamp;
	if (asked)
		version = mc_version_find(asked);
	ReadCues(fresh, &version);
	fresh->words.diseases = ReadPhrases(fresh, &version, "disease_test", "t.test, t.code",
										&fresh->words.tests, &fresh->words.ndiseases);
	fresh->words.indicated =
		ReadPhrases(fresh, &version, "clinical_indicator", "t.phrase, t.code",
					&fresh->words.indicators, &fresh->words.nindicated);
	MemoryContextSetParent(context, CacheMemoryContext);
	mc_query_end(nest_level);
	if (kept)
		MemoryContextDelete(kept->context);
	kept = fresh;
	return &kept->words;
}
