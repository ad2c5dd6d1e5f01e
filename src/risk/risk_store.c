/*
 * risk_store.c
 *		Risk adjustment models and code lists, kept by the session.
 */
#include "risk/risk_store.h"

#include "catalog/pg_type.h"
#include "executor/spi.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/date.h"
#include "utils/memutils.h"

#include "terminology/code_set.h"
#include "pg_host.h"
#include "risk/risk_build.h"
#include "terminology/stamp.h"
#include "terminology/version.h"

/* Models kept; an analyst compares two, in two payment years */
#define IMAGES 4

/* Rows fetched at a time */
#define FETCH_ROWS 10000

typedef struct Kept
{
	MemoryContext context; /* NULL: free */
	McStamp stamp;
	int asked_year;
	bool scored;
	uint64 used; /* when, by the count of calls */
	McRiskImage image;
} Kept;

static Kept *kept[IMAGES];
static uint64 calls;

/* The codes of all releases, which all models share */
static struct
{
	MemoryContext context; /* NULL: not read yet */
	McStamp stamp;
	McCodeList list;
} codes;

typedef struct Reader
{
	MemoryContext context;
	McRiskImage *image;
	const char *name;
	int payment_year;
	McRiskRows rows;
} Reader;

/* Run a query with the arguments that all have: $1 a release, $2 the model, $3 the payment year. */
static uint64
RunQuery(const Reader *reader, const char *query, int64 release)
{
	Oid types[] = {INT8OID, TEXTOID, INT4OID};
	const char nulls[] = {' ', ' ', reader->payment_year == 0 ? 'n' : ' '};
	Datum values[] = {Int64GetDatum(release), CStringGetTextDatum(reader->name),
					  Int32GetDatum(reader->payment_year)};

	if (SPI_execute_with_args(query, lengthof(types), types, values, nulls, true, 0) !=
		SPI_OK_SELECT)
		elog(ERROR, "could not read a risk adjustment model");
	return SPI_processed;
}

static int64
Number(uint64 row, int column, int64 if_null)
{
	bool isnull;
	Datum value =
		SPI_getbinval(SPI_tuptable->vals[row], SPI_tuptable->tupdesc, column, &isnull);

	return isnull ? if_null : DatumGetInt64(value);
}

/* A text column, in memory of the image; NULL where it is */
static char *
Text(const Reader *reader, uint64 row, int column)
{
	char *value = SPI_getvalue(SPI_tuptable->vals[row], SPI_tuptable->tupdesc, column);

	return value ? MemoryContextStrdup(reader->context, value) : NULL;
}

static McIcd10cm
Code(uint64 row, int column)
{
	char *value = SPI_getvalue(SPI_tuptable->vals[row], SPI_tuptable->tupdesc, column);
	McIcd10cm code = MC_ICD10CM_NONE;
	size_t position;

	if (value)
	{
		(void) mc_icd10cm_parse(value, strlen(value), &code, &position);
		pfree(value);
	}
	return code;
}

/* The release of a kind that holds; 0: none is loaded and none is required */
static int64
Release(const Reader *reader, const char *kind, bool required)
{
	char *query = psprintf("SELECT CASE WHEN %s OR EXISTS (SELECT FROM medcode.hcc_source"
						   " WHERE kind = '%s' AND model = $2)"
						   " THEN medcode.required_hcc_release('%s', $2, $3) END",
						   required ? "true" : "false", kind, kind);

	(void) RunQuery(reader, query, 0);
	return Number(0, 1, 0);
}

#define ROWS_OF(reader, count, type) \
	MemoryContextAllocZero((reader)->context, Max((count), 1) * sizeof(type))

/*
 * The mapping of the payment year, and of codes that it does not have those of
 * later ones: CMS maps new codes of a year when it has published that year's
 * mapping already, and does not change what it has mapped.
 */
static void
ReadMapping(Reader *reader)
{
	int64 release = Release(reader, "hcc_mapping", true);
	McRiskRows *rows = &reader->rows;
	uint64 count = RunQuery(
		reader,
		"SELECT x.hcc, x.year, x.code FROM ("
		"SELECT m.hcc::bigint, 0::bigint AS year, m.code FROM medcode.hcc_mapping AS m"
		" WHERE m.release_id = $1 AND m.model = $2"
		" UNION ALL SELECT m.hcc, s.payment_year, m.code FROM medcode.hcc_source AS s"
		" JOIN medcode.hcc_mapping AS m ON m.release_id = s.release_id AND m.model = s.model"
		" WHERE s.kind = 'hcc_mapping' AND s.model = $2 AND s.payment_year > $3) AS x"
		" ORDER BY x.code COLLATE \"C\", x.year, x.hcc",
		release);

	reader->image->starter = release < INT64CONST(2147483648);
	rows->mapping = ROWS_OF(reader, count, McRiskMappingRow);
	for (uint64 i = 0; i < count; i++)
	{
		McRiskMappingRow row = {Code(i, 3), (int) Number(i, 1, 0), (int) Number(i, 2, 0)};
		const McRiskMappingRow *last =
			rows->mapping_count > 0 ? &rows->mapping[rows->mapping_count - 1] : NULL;

		if (row.code == MC_ICD10CM_NONE ||
			(last && last->code == row.code && last->later_year != row.later_year))
			continue;
		rows->mapping[rows->mapping_count++] = row;
	}
	SPI_freetuptable(SPI_tuptable);
}

static void
ReadHierarchy(Reader *reader)
{
	uint64 count = RunQuery(
		reader,
		"SELECT hcc::bigint, suppressed::bigint FROM medcode.hcc_hierarchy WHERE release_id = $1 AND model = $2",
		Release(reader, "hcc_hierarchy", true));

	reader->rows.hierarchy = ROWS_OF(reader, count, McRiskPairRow);
	for (uint64 i = 0; i < count; i++)
		reader->rows.hierarchy[reader->rows.hierarchy_count++] =
			(McRiskPairRow){(int) Number(i, 1, 0), (int) Number(i, 2, 0)};
	SPI_freetuptable(SPI_tuptable);
}

static void
ReadLabels(Reader *reader)
{
	uint64 count = RunQuery(
		reader,
		"SELECT hcc::bigint, label FROM medcode.hcc_label WHERE release_id = $1 AND model = $2",
		Release(reader, "hcc_label", false));

	reader->rows.labels = ROWS_OF(reader, count, McRiskLabelRow);
	for (uint64 i = 0; i < count; i++)
		reader->rows.labels[reader->rows.label_count++] =
			(McRiskLabelRow){(int) Number(i, 1, 0), Text(reader, i, 2)};
	SPI_freetuptable(SPI_tuptable);
}

static void
ReadEdits(Reader *reader)
{
	int64 release = Release(reader, "hcc_edit", false);
	uint64 count = RunQuery(
		reader,
		"SELECT hcc::bigint, age_min::bigint, age_max::bigint, (sex = 'female')::int::bigint, code"
		" FROM medcode.hcc_edit WHERE release_id = $1 AND model = $2 ORDER BY line",
		release);

	reader->image->has_edits = release != 0;
	reader->rows.edits = ROWS_OF(reader, count, McRiskEditRow);
	for (uint64 i = 0; i < count; i++)
	{
		int64 female = Number(i, 4, -1);

		reader->rows.edits[reader->rows.edit_count++] = (McRiskEditRow){
			.code = Code(i, 5),
			.sex = female < 0 ? 0
				   : female   ? 'F'
							  : 'M',
			.age_min = (int) Number(i, 2, -1),
			.age_max = (int) Number(i, 3, -1),
			.hcc = (int) Number(i, 1, 0),
		};
	}
	SPI_freetuptable(SPI_tuptable);
}

/* Rows of two texts: variables with definitions, segments with terms */
static McRiskTextRow *
ReadTexts(Reader *reader, const char *query, int64 release, size_t *count)
{
	McRiskTextRow *rows;

	*count = RunQuery(reader, query, release);
	rows = ROWS_OF(reader, *count, McRiskTextRow);
	for (uint64 i = 0; i < *count; i++)
		rows[i] = (McRiskTextRow){Text(reader, i, 1), Text(reader, i, 2)};
	SPI_freetuptable(SPI_tuptable);
	return rows;
}

static void
ReadCoefficients(Reader *reader)
{
	uint64 count = RunQuery(
		reader,
		"SELECT (coefficient * 1000000)::bigint, term FROM medcode.hcc_coefficient WHERE release_id = $1 AND model = $2",
		Release(reader, "hcc_coefficient", true));

	reader->rows.coefficients = ROWS_OF(reader, count, McRiskCoefficientRow);
	for (uint64 i = 0; i < count; i++)
		reader->rows.coefficients[reader->rows.coefficient_count++] =
			(McRiskCoefficientRow){Text(reader, i, 2), Number(i, 1, 0)};
	SPI_freetuptable(SPI_tuptable);
}

/* Factors that hold for a part of the model only are not applied. */
static void
ReadAdjustment(Reader *reader)
{
	McRiskModel *model = &reader->image->model;

	model->has_adjustment =
		RunQuery(
			reader,
			"SELECT (normalization_factor * 1000000)::bigint, (coding_adjustment * 1000000)::bigint"
			" FROM medcode.hcc_adjustment WHERE release_id = $1 AND model = $2 AND payment_year = $3"
			" AND segment = 'all'",
			Release(reader, "hcc_adjustment", true)) > 0;
	if (model->has_adjustment)
	{
		model->normalization = Number(0, 1, 0);
		model->coding = Number(0, 2, 0);
	}
	SPI_freetuptable(SPI_tuptable);
}

/* First days of the releases of codes, and how many codes they have */
static uint64
ReadReleases(const Reader *reader, McCodeList *list, int64 *release)
{
	uint64 codes = 0;
	uint64 count = RunQuery(
		reader,
		"SELECT r.release_id, (lower(r.effective) - date '2000-01-01')::bigint, (r.origin = 'starter')::int::bigint,"
		" coalesce(r.rows, (SELECT count(*) FROM medcode.code AS c WHERE c.release_id = r.release_id))"
		" FROM medcode.current_release AS r"
		" WHERE r.code_system = 'icd10cm' AND r.kind = 'codes' ORDER BY 2, 1",
		0);

	for (uint64 i = count > MC_CODE_RELEASES ? count - MC_CODE_RELEASES : 0; i < count;
		 i++)
	{
		release[list->release_count] = Number(i, 1, 0);
		list->from[list->release_count++] = (int32) Number(i, 2, 0);
		list->partial = Number(i, 3, 0) != 0;
		codes += (uint64) Number(i, 4, 0);
	}
	SPI_freetuptable(SPI_tuptable);
	return codes;
}

/* All codes of all releases */
static void
ReadCodes(const Reader *reader, McCodeList *list)
{
	int64 release[MC_CODE_RELEASES];
	uint64 codes = ReadReleases(reader, list, release);
	uint64 count;

	list->slot_count = mc_code_set_size(codes);
	list->slots = MemoryContextAllocExtended(reader->context,
											 list->slot_count * sizeof(McListedCode),
											 MCXT_ALLOC_HUGE | MCXT_ALLOC_ZERO);
	for (int i = 0; i < list->release_count; i++)
	{
		Oid types[] = {INT8OID};
		Datum values[] = {Int64GetDatum(release[i])};
		Portal portal;

		portal = SPI_cursor_open_with_args(
			NULL,
			"SELECT billable::int::bigint, code FROM medcode.code WHERE release_id = $1",
			1, types, values, NULL, true, 0);
		for (;;)
		{
			SPI_cursor_fetch(portal, true, FETCH_ROWS);
			if (SPI_processed == 0)
				break;
			for (uint64 k = 0; k < SPI_processed; k++)
			{
				McIcd10cm code = Code(k, 2);

				if (code == MC_ICD10CM_NONE)
					continue;
				if (Number(k, 1, 0))
					mc_code_list_slot(list, code)->billable |= UINT32_C(1) << i;
				else
					mc_code_list_slot(list, code)->heading |= UINT32_C(1) << i;
			}
			SPI_freetuptable(SPI_tuptable);
			CHECK_FOR_INTERRUPTS();
		}
		SPI_freetuptable(SPI_tuptable);
		SPI_cursor_close(portal);
	}
	count = RunQuery(
		reader,
		"SELECT (max(s.effective) - date '2000-01-01')::bigint, s.code FROM medcode.succession AS s"
		" WHERE s.release_id = medcode.release_id_on('icd10cm', 'succession', NULL) GROUP BY s.code",
		0);
	for (uint64 i = 0; i < count; i++)
	{
		McIcd10cm code = Code(i, 2);

		if (code != MC_ICD10CM_NONE && mc_code_list_find(list, code))
			mc_code_list_slot(list, code)->changed = (int32) Number(i, 1, 0);
	}
	SPI_freetuptable(SPI_tuptable);
}

/* The first day of the newest code that the mapping knows */
static int32
NewestMapped(const McRiskImage *image)
{
	int32 newest = MC_DAY_UNKNOWN;

	for (size_t i = 0; i < image->model.code_slots; i++)
		if (image->model.codes[i].hcc_count > 0 && image->model.codes[i].later_year == 0)
			newest =
				Max(newest, mc_code_first_day(image->codes, image->model.codes[i].code));
	return newest;
}

/* Read the codes, if they have changed. */
static void
RenewCodes(const McStamp *stamp)
{
	MemoryContext context;
	McCodeList list = {0};
	Reader reader = {.name = ""};

	if (codes.context && mc_same_stamp(&codes.stamp, stamp))
		return;
	context = AllocSetContextCreate(CurrentMemoryContext, "medcode code list",
									ALLOCSET_DEFAULT_SIZES);
	reader.context = context;
	ReadCodes(&reader, &list);
	MemoryContextSetParent(context, CacheMemoryContext);
	if (codes.context)
		MemoryContextDelete(codes.context);
	codes.context = context;
	codes.stamp = *stamp;
	codes.list = list;
}

static void
ReadImage(McRiskImage *image, MemoryContext context, const char *name, int payment_year,
		  bool scored)
{
	McHost host = mc_pg_host(context);
	Reader reader = {context, image, name, payment_year, {0}};
	char problem[MC_RISK_PROBLEM_SIZE];
	McRiskRows *rows = &reader.rows;

	if (payment_year == 0)
	{
		(void) RunQuery(
			&reader,
			"SELECT max(payment_year)::bigint FROM medcode.hcc_source WHERE kind = 'hcc_mapping' AND model = $2",
			0);
		reader.payment_year = (int) Number(0, 1, 0);
	}
	strlcpy(image->model.name, name, MC_RISK_MODEL_SIZE);
	image->model.payment_year = reader.payment_year;
	ReadMapping(&reader);
	ReadHierarchy(&reader);
	ReadLabels(&reader);
	ReadEdits(&reader);
	rows->variables = ReadTexts(
		&reader,
		"SELECT variable, definition FROM medcode.hcc_variable WHERE release_id = $1 AND model = $2"
		" ORDER BY variable COLLATE \"C\"",
		Release(&reader, "hcc_variable", false), &rows->variable_count);
	if (scored)
	{
		rows->segments = ReadTexts(
			&reader,
			"SELECT segment, term FROM medcode.hcc_segment WHERE release_id = $1 AND model = $2",
			Release(&reader, "hcc_segment", true), &rows->segment_count);
		ReadCoefficients(&reader);
		ReadAdjustment(&reader);
	}
	if (!mc_risk_build(&host, rows, &image->model, problem))
		ereport(
			ERROR,
			(errcode(ERRCODE_DATA_EXCEPTION),
			 errmsg("the files of %s for payment year %d do not make a model", name,
					reader.payment_year),
			 errdetail("%s.", problem),
			 errhint(
				 "See which files hold: SELECT * FROM medcode.hcc_source WHERE model = %s;",
				 quote_literal_cstr(name))));
	image->codes = &codes.list;
	image->newest_mapped = NewestMapped(image);
}

/* The place for a new image: a free one, or that not used for the longest time */
static int
OldestPlace(void)
{
	int oldest = 0;

	for (int i = 0; i < IMAGES; i++)
	{
		if (!kept[i])
			return i;
		if (kept[i]->used < kept[oldest]->used)
			oldest = i;
	}
	return oldest;
}

const McRiskImage *
mc_risk_image(const char *given, Size length, int payment_year, bool scored)
{
	McStamp stamp = mc_stamp();
	char name[MC_RISK_MODEL_SIZE];
	MemoryContext context;
	Kept *fresh;
	int nest_level;
	int place = -1;

	if (!mc_risk_model_name(given, length, name))
		ereport(
			ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("not the name of a risk adjustment model"),
			 errhint(
				 "Models are named V28, V24, ESRD V24, RxHCC V08: SELECT DISTINCT model FROM medcode.hcc_model;")));
	calls++;
	for (int i = 0; i < IMAGES; i++)
	{
		if (!kept[i] || strcmp(kept[i]->image.model.name, name) != 0 ||
			kept[i]->asked_year != payment_year || (scored && !kept[i]->scored))
			continue;
		kept[i]->used = calls;
		if (mc_same_stamp(&kept[i]->stamp, &stamp))
			return &kept[i]->image;
		place = i;
	}
	context = AllocSetContextCreate(CurrentMemoryContext, "medcode risk model",
									ALLOCSET_DEFAULT_SIZES);
	fresh = MemoryContextAllocZero(context, sizeof(Kept));
	fresh->context = context;
	fresh->stamp = stamp;
	fresh->asked_year = payment_year;
	fresh->scored = scored;
	fresh->used = calls;
	nest_level = mc_query_begin();
	RenewCodes(&stamp);
	ReadImage(&fresh->image, context, name, payment_year, scored);
	mc_query_end(nest_level);

	if (place < 0)
		place = OldestPlace();
	MemoryContextSetParent(context, CacheMemoryContext);
	if (kept[place])
		MemoryContextDelete(kept[place]->context);
	kept[place] = fresh;
	return &fresh->image;
}
