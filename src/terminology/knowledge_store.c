/*
 * knowledge_store.c
 *		Coding knowledge of a version, from its rows or from its image.
 *
 *		medcode.write_knowledge(version integer, starter integer)
 */
#include "terminology/knowledge_store.h"

#include "executor/spi.h"
#include "fmgr.h"
#include "lib/stringinfo.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/memutils.h"

#include "pg_host.h"
#include "terminology/block_store.h"
#include "terminology/icd10cm.h"
#include "terminology/knowledge_image.h"

/* Rows fetched at a time */
#define FETCH_ROWS 5000

PG_FUNCTION_INFO_V1(mc_write_knowledge_sql);

static const McBlockTable image_table = {
	.name = "knowledge_image",
	.version = "version",
	.block = "image",
	.what = "the image of the coding knowledge",
};

typedef struct Reading
{
	McKnowledge *knowledge;
	int ignored; /* drugs whose names cannot be found */
	char *first; /* the first of them, as its id */
} Reading;

typedef void (*RowReader)(Reading *to, HeapTuple row, TupleDesc desc);

/* A code in a column; 0 for NULL */
static McCode
RowCode(HeapTuple row, TupleDesc desc, int column)
{
	char *text = SPI_getvalue(row, desc, column);
	McIcd10cm code = MC_ICD10CM_NONE;
	size_t position;

	if (text)
	{
		(void) mc_icd10cm_parse(text, strlen(text), &code, &position);
		pfree(text);
	}
	return code;
}

static bool
RowIs(HeapTuple row, TupleDesc desc, int column, const char *value)
{
	char *text = SPI_getvalue(row, desc, column);
	bool same = text != NULL && strcmp(text, value) == 0;

	if (text)
		pfree(text);
	return same;
}

/* code, class */
static void
ReadClass(Reading *to, HeapTuple row, TupleDesc desc)
{
	static const char *const names[MC_NCLASSES] = {
		[MC_CLASS_ACUTE] = "acute",
		[MC_CLASS_CHRONIC] = "chronic",
		[MC_CLASS_LIFELONG] = "lifelong",
		[MC_CLASS_STATUS] = "status",
	};

	for (int i = MC_CLASS_ACUTE; i < MC_NCLASSES; i++)
	{
		if (RowIs(row, desc, 2, names[i]))
			mc_knowledge_add_class(to->knowledge, RowCode(row, desc, 1),
								   (McConditionClass) i);
	}
}

/* symptom, disease */
static void
ReadSymptom(Reading *to, HeapTuple row, TupleDesc desc)
{
	mc_knowledge_add_symptom(to->knowledge, RowCode(row, desc, 1), RowCode(row, desc, 2));
}

/* cause, condition, code, manifestation, presumed, beside */
static void
ReadLink(Reading *to, HeapTuple row, TupleDesc desc)
{
	McLink link = {
		.cause = RowCode(row, desc, 1),
		.condition = RowCode(row, desc, 2),
		.code = RowCode(row, desc, 3),
		.manifestation = RowCode(row, desc, 4),
		.kind = RowIs(row, desc, 5, "t") ? MC_LINK_PRESUMED : MC_LINK_WRITTEN,
		.beside = RowIs(row, desc, 6, "t"),
	};

	mc_knowledge_add_link(to->knowledge, &link);
}

/* cause, condition, rule */
static void
ReadException(Reading *to, HeapTuple row, TupleDesc desc)
{
	mc_knowledge_add_exception(
		to->knowledge, RowCode(row, desc, 1), RowCode(row, desc, 2),
		RowIs(row, desc, 3, "explicit_link") ? MC_LINK_WRITTEN : MC_LINK_NEVER);
}

/* drug, kind, code, drug_id */
static void
ReadDrug(Reading *to, HeapTuple row, TupleDesc desc)
{
	bool long_term = RowIs(row, desc, 2, "long_term_use");
	McCode code = RowCode(row, desc, 3);
	char *name = SPI_getvalue(row, desc, 1);

	if (!mc_knowledge_add_drug(to->knowledge, name, long_term ? code : 0,
							   long_term ? 0 : code) &&
		to->ignored++ == 0)
		to->first = SPI_getvalue(row, desc, 4);
	pfree(name);
}

/*
 * What is read.  own names the columns for whose values a site's rows take the place
 * of all others.  order: of several rows for the same the last one counts.
 */
static const struct
{
	const char *relation;
	const char *fields;
	const char *own;
	const char *order;
	RowReader reader;
} tables[] = {
	{"condition_class", "t.code, t.class", NULL,
	 "t.origin = 'site', t.class COLLATE \"C\" DESC", ReadClass},
	{"symptom", "t.symptom, t.disease", NULL, NULL, ReadSymptom},
	{"with_link",
	 "t.cause, t.condition, t.code, t.manifestation, t.link <> 'due_to' AND NOT t.nec, t.beside",
	 "cause condition", NULL, ReadLink},
	{"with_exception", "t.cause, t.condition, t.rule", "cause condition", NULL,
	 ReadException},
	{"drug", "t.drug, t.kind, t.code, t.drug_id", NULL,
	 "t.origin = 'site', t.code COLLATE \"C\" DESC", ReadDrug},
};

/* SQL condition that no row of the site is for the same */
static char *
NotReplaced(const McVersion *version, const char *relation, const char *own)
{
	StringInfoData text;
	char *names;
	char *rest = NULL;

	if (own == NULL)
		return pstrdup("true");
	initStringInfo(&text);
	appendStringInfo(&text,
					 "(t.origin = 'site' OR NOT EXISTS (SELECT FROM medcode.%s AS o"
					 " WHERE o.origin = 'site' AND %s",
					 relation, mc_version_condition(version, relation, "o"));
	names = pstrdup(own);
	for (char *name = strtok_r(names, " ", &rest); name;
		 name = strtok_r(NULL, " ", &rest))
		appendStringInfo(&text, " AND o.%s = t.%s", name, name);
	appendStringInfoString(&text, "))");
	return text.data;
}

McKnowledge *
mc_knowledge_read(const McHost *host, const McVersion *version)
{
	Reading reading = {.knowledge = mc_knowledge_create(host)};

	for (size_t i = 0; i < lengthof(tables); i++)
	{
		Portal portal = SPI_cursor_open_with_args(
			NULL,
			psprintf("SELECT %s FROM medcode.%s AS t WHERE %s AND %s%s%s",
					 tables[i].fields, tables[i].relation,
					 mc_version_condition(version, tables[i].relation, "t"),
					 NotReplaced(version, tables[i].relation, tables[i].own),
					 tables[i].order ? " ORDER BY " : "",
					 tables[i].order ? tables[i].order : ""),
			0, NULL, NULL, NULL, true, 0);

		for (;;)
		{
			SPI_cursor_fetch(portal, true, FETCH_ROWS);
			if (SPI_processed == 0)
				break;
			for (uint64 j = 0; j < SPI_processed; j++)
			{
				tables[i].reader(&reading, SPI_tuptable->vals[j], SPI_tuptable->tupdesc);
				CHECK_FOR_INTERRUPTS();
			}
			SPI_freetuptable(SPI_tuptable);
		}
		SPI_freetuptable(SPI_tuptable);
		SPI_cursor_close(portal);
	}
	mc_knowledge_finish(reading.knowledge);
	if (reading.ignored > 0)
		ereport(
			WARNING,
			(errmsg("%d rows of medcode.drug can never act and are ignored",
					reading.ignored),
			 errdetail("Their names have no word or too many; the first is drug_id %s.",
					   reading.first)));
	return reading.knowledge;
}

McKnowledge *
mc_knowledge_read_image(const McHost *host, int32 version)
{
	size_t size;
	char *image = mc_block_read(&image_table, version, host, &size);
	McKnowledge *knowledge = image ? mc_knowledge_image_open(host, image, size) : NULL;

	if (image && knowledge == NULL)
		mc_release(host, image);
	return knowledge;
}

/*
 * medcode.write_knowledge(version, starter): writes the image of the knowledge of a
 * version that holds this edition of the starter, in the place of those of other
 * versions: of these a session reads the rows.  Returns its bytes.
 */
Datum
mc_write_knowledge_sql(PG_FUNCTION_ARGS)
{
	McVersion version = {.number = PG_GETARG_INT32(0), .starter = PG_GETARG_INT32(1)};
	int nest_level = mc_query_begin();
	McHost host = mc_pg_host(CurrentMemoryContext);
	McKnowledge *knowledge = mc_knowledge_read(&host, &version);
	size_t size = mc_knowledge_image_size(knowledge);
	char *image;

	if (size > MaxAllocSize - VARHDRSZ - 1)
		ereport(ERROR, (errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
						errmsg("the coding knowledge is too large: %zu bytes", size)));
	image = palloc(size);
	mc_knowledge_image_write(knowledge, image);
	if (SPI_execute("DELETE FROM medcode.knowledge_image", false, 0) != SPI_OK_DELETE)
		elog(ERROR, "could not remove the older image of the coding knowledge");
	mc_block_write(&image_table, version.number, image, size);
	mc_query_end(nest_level);
	PG_RETURN_INT64((int64) size);
}
