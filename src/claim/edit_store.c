/*
 * edit_store.c
 *		The edits of claims that this database holds, as a session keeps them.
 */
#include "claim/edit_store.h"

#include "catalog/pg_type.h"
#include "executor/spi.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/datetime.h"
#include "utils/hsearch.h"
#include "utils/memutils.h"

#include "encounter/encounter.h"
#include "load/ncci_load.h"
#include "terminology/stamp.h"
#include "terminology/version.h"

/* Bytes of pair edits that a session keeps; then they are let go */
#define MAX_PAIR_BYTES (64 * 1024 * 1024)

/* The files of a kind and setting, newest first */
typedef struct EditFile
{
	int64 release_id;
	DateADT from;    /* first day it was published for */
	DateADT reaches; /* first day it speaks of */
} EditFile;

typedef struct EditFiles
{
	EditFile *list;
	int count;
} EditFiles;

/* The edits of one column one code; from: of the newest file that may be asked */
typedef struct PairKey
{
	uint32 column1;
	uint16 setting;
	uint16 unused;
	DateADT from;
} PairKey;

typedef struct PairList
{
	PairKey key;
	uint32 count;
	uint8 *pairs;
} PairList;

/* The medically unlikely edits of one file, by code */
typedef struct MueList
{
	int64 release_id;
	McMue *list;
	int count;
	struct MueList *next;
} MueList;

/* What the session keeps */
static struct
{
	MemoryContext context; /* NULL: nothing */
	McStamp stamp;
	EditFiles ptp[MC_NCCI_SETTINGS];
	EditFiles mue[MC_NCCI_SETTINGS];
	MueList *mues;
	MemoryContext pair_context;
	HTAB *pairs;
	Size pair_bytes;
} kept;

static SPIPlanPtr pair_plan;

/* Run a query of ours, connected to SPI. */
static void
Select(const char *query, int nargs, Oid *types, Datum *values)
{
	if (SPI_execute_with_args(query, nargs, types, values, NULL, true, 0) !=
		SPI_OK_SELECT)
		elog(ERROR, "could not read the edits of claims");
}

static Datum
Value(uint64 row, int column, bool *isnull)
{
	return SPI_getbinval(SPI_tuptable->vals[row], SPI_tuptable->tupdesc, column, isnull);
}

/* The files in use of a kind, by setting */
static void
ReadFiles(const char *kind, EditFiles files[MC_NCCI_SETTINGS])
{
	Oid types[] = {TEXTOID};
	Datum values[] = {CStringGetTextDatum(kind)};
	bool isnull;

	Select(
		"SELECT r.code_system, r.release_id, pg_catalog.lower(r.effective), f.first_day"
		" FROM medcode.current_release AS r"
		" LEFT JOIN medcode.ptp_file AS f ON f.release_id = r.release_id"
		" WHERE r.kind = $1 ORDER BY 3 DESC, 2",
		1, types, values);
	for (int setting = 0; setting < MC_NCCI_SETTINGS; setting++)
		files[setting] =
			(EditFiles){.list = MemoryContextAlloc(kept.context, (SPI_processed + 1) *
																	 sizeof(EditFile))};
	for (uint64 row = 0; row < SPI_processed; row++)
	{
		char *system = SPI_getvalue(SPI_tuptable->vals[row], SPI_tuptable->tupdesc, 1);

		for (int setting = 0; setting < MC_NCCI_SETTINGS; setting++)
			if (strcmp(system, mc_ncci_code_system((McNcciSetting) setting)) == 0)
			{
				EditFile *file = &files[setting].list[files[setting].count++];
				Datum first;

				file->release_id = DatumGetInt64(Value(row, 2, &isnull));
				file->from = DatumGetDateADT(Value(row, 3, &isnull));
				first = Value(row, 4, &isnull);
				file->reaches = isnull ? file->from : DatumGetDateADT(first);
			}
	}
}

static void
ForgetPairs(void)
{
	HASHCTL ctl = {.keysize = sizeof(PairKey), .entrysize = sizeof(PairList)};

	kept.pairs = NULL;
	MemoryContextReset(kept.pair_context);
	kept.pair_bytes = 0;
	ctl.hcxt = kept.pair_context;
	kept.pairs = hash_create("medcode pair edits", 1024, &ctl,
							 HASH_ELEM | HASH_BLOBS | HASH_CONTEXT);
}

void
mc_edits_begin(void)
{
	McStamp stamp = mc_stamp();
	MemoryContext context;
	int nest_level;

	if (kept.context && mc_same_stamp(&kept.stamp, &stamp))
		return;
	if (kept.context)
	{
		context = kept.context;
		memset(&kept, 0, sizeof(kept));
		MemoryContextDelete(context);
	}
	context =
		AllocSetContextCreate(TopMemoryContext, "medcode edits", ALLOCSET_DEFAULT_SIZES);
	nest_level = mc_query_begin();
	PG_TRY();
	{
		kept.context = context;
		kept.pair_context =
			AllocSetContextCreate(context, "medcode pair edits", ALLOCSET_DEFAULT_SIZES);
		ReadFiles("ptp", kept.ptp);
		ReadFiles("mue", kept.mue);
		ForgetPairs();
		kept.stamp = stamp;
	}
	PG_CATCH();
	{
		memset(&kept, 0, sizeof(kept));
		MemoryContextDelete(context);
		PG_RE_THROW();
	}
	PG_END_TRY();
	mc_query_end(nest_level);
}

/* The newest file that speaks of the day, or NULL */
static const EditFile *
FileOn(const EditFiles *files, DateADT day)
{
	for (int i = 0; i < files->count; i++)
		if (files->list[i].reaches <= day)
			return &files->list[i];
	return NULL;
}

bool
mc_ptp_is_loaded(McNcciSetting setting, DateADT day)
{
	return FileOn(&kept.ptp[setting], day) != NULL;
}

bool
mc_mue_is_loaded(McNcciSetting setting, DateADT day)
{
	return FileOn(&kept.mue[setting], day) != NULL;
}

/* Year and quarter (from 0) of a day; those of 2026 for one that is no day of the calendar */
static void
QuarterOf(DateADT day, int *year, int *quarter)
{
	int month;
	int dom;

	*year = 2026;
	*quarter = 0;
	if (DATE_NOT_FINITE(day))
		return;
	j2date(day + POSTGRES_EPOCH_JDATE, year, &month, &dom);
	*quarter = (month - 1) / 3;
}

char *
mc_ptp_mend(McNcciSetting setting, DateADT day)
{
	int year;
	int quarter;

	QuarterOf(day, &year, &quarter);
	return psprintf(
		"SELECT * FROM medcode.load_file('%s-v%02d%dr0-f1.txt', '%04d-Q%d-%s-f1');",
		setting == MC_NCCI_OUTPATIENT ? "ccioph" : "ccipra", Max(year - 1994, 0), quarter,
		year, quarter + 1, mc_ncci_code_system(setting) + strlen("ncci_"));
}

char *
mc_mue_mend(McNcciSetting setting, DateADT day)
{
	static const char *const names[MC_NCCI_SETTINGS] = {
		[MC_NCCI_PRACTITIONER] = "PractitionerServices",
		[MC_NCCI_OUTPATIENT] = "OutpatientHospitalServices",
		[MC_NCCI_DME] = "DMESupplierServices",
	};
	int year;
	int quarter;

	QuarterOf(day, &year, &quarter);
	return psprintf("SELECT * FROM medcode.load_file('MCR_MUE_%s_Eff_%02d-01-%04d.csv');",
					names[setting], quarter * 3 + 1, year);
}

/* Their bytes stand in the order of what they mean. */
static int
CompareRecords(const void *a, const void *b)
{
	return memcmp(a, b, MC_PTP_PAIR_SIZE);
}

/* Add the stored lists of a code in the files of one quarter to a list of the session's. */
static void
ReadPairs(const EditFile *file, int nfiles, uint32 column1, PairList *list)
{
	Oid types[] = {INT8ARRAYOID, TEXTOID};
	Datum *ids = palloc((Size) nfiles * sizeof(Datum));
	Datum values[2];
	char code[MC_HCPCS_LENGTH + 1];
	bool isnull;
	Size size = 0;

	for (int i = 0; i < nfiles; i++)
		ids[i] = Int64GetDatum(file[i].release_id);
	mc_hcpcs_print(column1, code);
	values[0] = PointerGetDatum(construct_array(ids, nfiles, INT8OID, sizeof(int64),
												FLOAT8PASSBYVAL, TYPALIGN_DOUBLE));
	values[1] = CStringGetTextDatum(code);
	if (pair_plan == NULL)
	{
		SPIPlanPtr plan = SPI_prepare("SELECT pairs FROM medcode.ptp_list"
									  " WHERE release_id = ANY ($1) AND column1 = $2",
									  lengthof(types), types);

		if (plan == NULL || SPI_keepplan(plan) != 0)
			elog(ERROR, "could not prepare the query for pair edits: %s",
				 SPI_result_code_string(SPI_result));
		pair_plan = plan;
	}
	if (SPI_execute_plan(pair_plan, values, NULL, true, 0) != SPI_OK_SELECT)
		elog(ERROR, "could not read the pair edits of a code");
	for (uint64 row = 0; row < SPI_processed; row++)
		size += (Size) VARSIZE_ANY_EXHDR(DatumGetByteaPP(Value(row, 1, &isnull)));
	if (size == 0)
		return;
	list->pairs = MemoryContextAllocHuge(kept.pair_context, size);
	kept.pair_bytes += size;
	size = 0;
	for (uint64 row = 0; row < SPI_processed; row++)
	{
		bytea *stored = DatumGetByteaPP(Value(row, 1, &isnull));

		memcpy(list->pairs + size, VARDATA_ANY(stored), VARSIZE_ANY_EXHDR(stored));
		size += VARSIZE_ANY_EXHDR(stored);
	}
	/* of a code that two parts have */
	if (SPI_processed > 1)
		qsort(list->pairs, size / MC_PTP_PAIR_SIZE, MC_PTP_PAIR_SIZE, CompareRecords);
	if (!mc_ptp_list_is_valid(list->pairs, size))
		ereport(ERROR, (errcode(ERRCODE_DATA_CORRUPTED),
						errmsg("the stored pair edits of code %s cannot be used", code),
						errhint("Load the file again under another name.")));
	list->count = (uint32) (size / MC_PTP_PAIR_SIZE);
}

/*
 * The edits of a column one code on a day, from the newest quarter that has the code:
 * a quarter's parts may be loaded one by one.
 */
static const PairList *
PairsOn(McNcciSetting setting, uint32 column1, DateADT day)
{
	const EditFiles *files = &kept.ptp[setting];
	const EditFile *end = files->list + files->count;
	const EditFile *file = FileOn(files, day);
	PairKey key = {.column1 = column1, .setting = (uint16) setting};
	PairList read = {.pairs = NULL};
	PairList *list;
	int nest_level;

	if (file == NULL)
		return NULL;
	key.from = file->from;
	list = hash_search(kept.pairs, &key, HASH_FIND, NULL);
	if (list)
		return list;
	if (kept.pair_bytes > MAX_PAIR_BYTES)
		ForgetPairs();
	nest_level = mc_query_begin();
	while (file < end && read.count == 0)
	{
		const EditFile *first = file;

		while (file < end && file->from == first->from)
			file++;
		ReadPairs(first, (int) (file - first), column1, &read);
	}
	mc_query_end(nest_level);
	read.key = key;
	list = hash_search(kept.pairs, &key, HASH_ENTER, NULL);
	*list = read;
	return list;
}

/* The day as pairs count it */
static int
PairDay(DateADT day)
{
	return day + POSTGRES_EPOCH_JDATE - UNIX_EPOCH_JDATE;
}

bool
mc_ptp_find(McNcciSetting setting, uint32 column1, uint32 column2, DateADT day,
			McPtpPair *pair)
{
	const PairList *list = PairsOn(setting, column1, day);

	return list &&
		   mc_ptp_list_find(list->pairs, list->count, column2, PairDay(day), pair);
}

size_t
mc_ptp_count(McNcciSetting setting, uint32 column1, DateADT day)
{
	const PairList *list = PairsOn(setting, column1, day);

	return list ? list->count : 0;
}

static int
CompareMue(const void *a, const void *b)
{
	const McMue *left = a;
	const McMue *right = b;

	return left->code < right->code ? -1 : left->code > right->code;
}

/* The edits of a file, read at first use */
static const MueList *
MuesOf(int64 release_id)
{
	Oid types[] = {INT8OID};
	Datum values[] = {Int64GetDatum(release_id)};
	MueList *mues;
	int nest_level;
	bool isnull;

	for (mues = kept.mues; mues; mues = mues->next)
		if (mues->release_id == release_id)
			return mues;
	nest_level = mc_query_begin();
	Select("SELECT code, units, mai FROM medcode.mue_value WHERE release_id = $1", 1,
		   types, values);
	mues = MemoryContextAllocZero(kept.context, sizeof(MueList));
	mues->release_id = release_id;
	mues->list = MemoryContextAlloc(kept.context, (SPI_processed + 1) * sizeof(McMue));
	for (uint64 row = 0; row < SPI_processed; row++)
	{
		text *code = DatumGetTextPP(Value(row, 1, &isnull));

		mues->list[mues->count++] =
			(McMue){.code = mc_hcpcs_parse(VARDATA_ANY(code), VARSIZE_ANY_EXHDR(code)),
					.units = DatumGetInt32(Value(row, 2, &isnull)),
					.mai = DatumGetInt16(Value(row, 3, &isnull))};
	}
	mc_query_end(nest_level);
	qsort(mues->list, (size_t) mues->count, sizeof(McMue), CompareMue);
	mues->next = kept.mues;
	kept.mues = mues;
	return mues;
}

const McMue *
mc_mue_find(McNcciSetting setting, uint32 code, DateADT day)
{
	const EditFile *file = FileOn(&kept.mue[setting], day);
	const MueList *mues = file ? MuesOf(file->release_id) : NULL;
	McMue wanted = {.code = code};

	return mues ? bsearch(&wanted, mues->list, (size_t) mues->count, sizeof(McMue),
						  CompareMue)
				: NULL;
}

McNcciSetting
mc_ncci_setting_by_name(const char *name)
{
	switch (mc_setting_by_name(name))
	{
		case MC_PROFESSIONAL:
			return MC_NCCI_PRACTITIONER;
		case MC_OUTPATIENT:
		case MC_ED:
		case MC_OBSERVATION:
			return MC_NCCI_OUTPATIENT;
		case -1:
			break;
		default:
			return MC_NCCI_UNKNOWN;
	}
	if (strcmp(name, "dme") == 0)
		return MC_NCCI_DME;
	ereport(
		ERROR,
		(errcode(ERRCODE_INVALID_PARAMETER_VALUE), errmsg("not a setting"),
		 errhint(
			 "Settings are professional, outpatient, ed, observation, dme, inpatient, "
			 "snf, rehab, home_health and hospice.")));
}
