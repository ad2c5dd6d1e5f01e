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

/* What the session keeps */
static struct
{
	MemoryContext context; /* NULL: nothing */
	McStamp stamp;
	McEditFiles files[MC_NEDIT_KINDS][MC_NCCI_SETTINGS];
	McEditList *lists;
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

/* Names of the kinds in medcode.release */
static const struct
{
	const char *kind;
	const char *code_system; /* NULL: that of the setting */
} kinds[MC_NEDIT_KINDS] = {
	[MC_EDITS_PTP] = {"ptp", NULL},
	[MC_EDITS_MUE] = {"mue", NULL},
	[MC_EDITS_ADD_ON] = {"add_on", "ncci"},
	[MC_EDITS_MCE] = {"mce", "mce"},
	[MC_EDITS_POA] = {"poa_exempt", "icd10cm"},
	[MC_EDITS_HCPCS] = {"codes", "hcpcs"},
	[MC_EDITS_CPT] = {"codes", "cpt"},
};

/* Which files a row of medcode.release belongs to; NULL: none that edits use */
static McEditFiles *
FilesOf(const char *kind, const char *code_system)
{
	for (int i = 0; i < MC_NEDIT_KINDS; i++)
	{
		if (strcmp(kind, kinds[i].kind) != 0)
			continue;
		if (kinds[i].code_system && strcmp(code_system, kinds[i].code_system) == 0)
			return &kept.files[i][0];
		for (int setting = 0; !kinds[i].code_system && setting < MC_NCCI_SETTINGS;
			 setting++)
			if (strcmp(code_system, mc_ncci_code_system((McNcciSetting) setting)) == 0)
				return &kept.files[i][setting];
	}
	return NULL;
}

/* The files in use */
static void
ReadFiles(void)
{
	bool isnull;

	Select(
		"SELECT r.kind, r.code_system, r.release_id, pg_catalog.lower(r.effective), f.first_day"
		" FROM medcode.current_release AS r"
		" LEFT JOIN medcode.ptp_file AS f ON f.release_id = r.release_id"
		" WHERE r.kind IN ('ptp', 'mue', 'add_on', 'mce', 'poa_exempt')"
		"  OR r.kind = 'codes' AND r.code_system IN ('hcpcs', 'cpt')"
		" ORDER BY 4 DESC, 3 DESC",
		0, NULL, NULL);
	for (uint64 row = 0; row < SPI_processed; row++)
	{
		char *kind = SPI_getvalue(SPI_tuptable->vals[row], SPI_tuptable->tupdesc, 1);
		char *system = SPI_getvalue(SPI_tuptable->vals[row], SPI_tuptable->tupdesc, 2);
		McEditFiles *files = FilesOf(kind, system);
		McEditFile *file;
		Datum first;

		if (files == NULL)
			continue;
		if (files->list == NULL)
			files->list =
				MemoryContextAlloc(kept.context, SPI_processed * sizeof(McEditFile));
		file = &files->list[files->count++];
		file->release_id = DatumGetInt64(Value(row, 3, &isnull));
		file->from = DatumGetDateADT(Value(row, 4, &isnull));
		first = Value(row, 5, &isnull);
		file->reaches = isnull ? file->from : DatumGetDateADT(first);
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
		ReadFiles();
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

const McEditFiles *
mc_edit_files(McEditKind kind, McNcciSetting setting)
{
	return &kept.files[kind][kinds[kind].code_system ? 0 : setting];
}

const McEditFile *
mc_edit_file_on(McEditKind kind, McNcciSetting setting, DateADT day)
{
	const McEditFiles *files = mc_edit_files(kind, setting);

	for (int i = 0; i < files->count; i++)
		if (files->list[i].reaches <= day)
			return &files->list[i];
	return NULL;
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
mc_edit_mend(McEditKind kind, McNcciSetting setting, DateADT day)
{
	static const char *const services[MC_NCCI_SETTINGS] = {
		[MC_NCCI_PRACTITIONER] = "PractitionerServices",
		[MC_NCCI_OUTPATIENT] = "OutpatientHospitalServices",
		[MC_NCCI_DME] = "DMESupplierServices",
	};
	int year;
	int quarter;
	char *file = NULL;

	QuarterOf(day, &year, &quarter);
	switch (kind)
	{
		case MC_EDITS_PTP:
			return psprintf(
				"SELECT * FROM medcode.load_file('%s-v%02d%dr0-f1.txt', '%04d-Q%d-%s-f1');",
				setting == MC_NCCI_OUTPATIENT ? "ccioph" : "ccipra", Max(year - 1994, 0),
				quarter, year, quarter + 1,
				mc_ncci_code_system(setting) + strlen("ncci_"));
		case MC_EDITS_MUE:
			file = psprintf("MCR_MUE_%s_Eff_%02d-01-%04d.csv", services[setting],
							quarter * 3 + 1, year);
			break;
		case MC_EDITS_ADD_ON:
			file = psprintf("AOC_V%04dQ%d-MCR.txt", year, quarter + 1);
			break;
		case MC_EDITS_MCE:
			file = psprintf("MCE_code_edits_FY%04d.txt", year + (quarter == 3));
			break;
		case MC_EDITS_POA:
			file = psprintf("POAexemptCodesFY%02d.txt", (year + (quarter == 3)) % 100);
			break;
		case MC_EDITS_HCPCS:
			file = psprintf("HCPC%04d_CONTR_ANWEB.txt", year);
			break;
		default:
			return psprintf("SELECT * FROM medcode.load_file('cpt_codes.tsv', '%04d');",
							year);
	}
	return psprintf("SELECT * FROM medcode.load_file('%s');", file);
}

/* Their bytes stand in the order of what they mean. */
static int
CompareRecords(const void *a, const void *b)
{
	return memcmp(a, b, MC_PTP_PAIR_SIZE);
}

/* Add the stored lists of a code in the files of one quarter to a list of the session's. */
static void
ReadPairs(const McEditFile *file, int nfiles, uint32 column1, PairList *list)
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
	const McEditFiles *files = mc_edit_files(MC_EDITS_PTP, setting);
	const McEditFile *end = files->list + files->count;
	const McEditFile *file = mc_edit_file_on(MC_EDITS_PTP, setting, day);
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
		const McEditFile *first = file;

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

int
mc_ptp_day(DateADT day)
{
	return day + POSTGRES_EPOCH_JDATE - UNIX_EPOCH_JDATE;
}

bool
mc_ptp_list(McNcciSetting setting, uint32 column1, DateADT day, const uint8 **list,
			size_t *count)
{
	const PairList *found = PairsOn(setting, column1, day);

	*list = found ? found->pairs : NULL;
	*count = found ? found->count : 0;
	return found != NULL;
}

const McEditList *
mc_edit_list(const McEditFile *file, const char *query, size_t size,
			 bool (*add)(HeapTuple row, TupleDesc desc, void *item, McEditList *list),
			 int (*compare)(const void *, const void *))
{
	Oid types[] = {INT8OID};
	Datum values[] = {Int64GetDatum(file->release_id)};
	McEditList *list;
	int nest_level;

	for (list = kept.lists; list; list = list->next)
		if (list->release_id == file->release_id)
			return list;
	nest_level = mc_query_begin();
	Select(query, 1, types, values);
	list = MemoryContextAllocZero(kept.context, sizeof(McEditList));
	list->release_id = file->release_id;
	list->items = MemoryContextAllocHuge(kept.context, (SPI_processed + 1) * size);
	for (uint64 row = 0; row < SPI_processed; row++)
		if (add(SPI_tuptable->vals[row], SPI_tuptable->tupdesc,
				(char *) list->items + list->count * size, list))
			list->count++;
	mc_query_end(nest_level);
	qsort(list->items, list->count, size, compare);
	list->next = kept.lists;
	kept.lists = list;
	return list;
}

McNcciSetting
mc_ncci_setting(int setting)
{
	switch (setting)
	{
		case MC_PROFESSIONAL:
			return MC_NCCI_PRACTITIONER;
		case MC_OUTPATIENT:
		case MC_ED:
		case MC_OBSERVATION:
			return MC_NCCI_OUTPATIENT;
		default:
			return MC_NCCI_UNKNOWN;
	}
}

McNcciSetting
mc_ncci_setting_by_name(const char *name)
{
	int setting = mc_setting_by_name(name);

	if (setting != -1)
		return mc_ncci_setting(setting);
	if (strcmp(name, "dme") == 0)
		return MC_NCCI_DME;
	ereport(
		ERROR,
		(errcode(ERRCODE_INVALID_PARAMETER_VALUE), errmsg("not a setting"),
		 errhint(
			 "Settings are professional, outpatient, ed, observation, dme, inpatient, "
			 "snf, rehab, home_health and hospice.")));
}
