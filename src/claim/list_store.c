/*
 * list_store.c
 *		The publishers' lists that claims are checked with, by day of service.
 */
#include "claim/edit_store.h"

#include "catalog/pg_type.h"
#include "executor/spi.h"
#include "utils/builtins.h"
#include "utils/rangetypes.h"

/* A code in lists of the Medicare Code Editor */
typedef struct MceItem
{
	McIcd10cm code;
	int16 list;
	int16 age_from;
	int16 age_to;
} MceItem;

/* A code of HCPCS and the days on which it is valid */
typedef struct HcpcsItem
{
	uint32 code;
	DateADT from;
	DateADT to; /* first day on which it is not */
} HcpcsItem;

static const char *const mce_lists[MC_NMCE_LISTS] = {
	[MC_MCE_NEWBORN] = "newborn",
	[MC_MCE_PEDIATRIC] = "pediatric",
	[MC_MCE_MATERNITY] = "maternity",
	[MC_MCE_ADULT] = "adult",
	[MC_MCE_FEMALE] = "female",
	[MC_MCE_MALE] = "male",
	[MC_MCE_MANIFESTATION] = "manifestation",
	[MC_MCE_UNACCEPTABLE] = "unacceptable_principal",
	[MC_MCE_QUESTIONABLE] = "questionable_admission",
	[MC_MCE_WRONG_PROCEDURE] = "wrong_procedure",
};

/* Items begin with a code of four or of eight bytes. */
static int
CompareHcpcs(const void *a, const void *b)
{
	uint32 left = *(const uint32 *) a;
	uint32 right = *(const uint32 *) b;

	return left < right ? -1 : left > right;
}

static int
CompareIcd10cm(const void *a, const void *b)
{
	McIcd10cm left = *(const McIcd10cm *) a;
	McIcd10cm right = *(const McIcd10cm *) b;

	return left < right ? -1 : left > right;
}

/* The first item with the code, and how many there are */
static const void *
Search(const McEditList *list, const void *code, size_t size,
	   int (*compare)(const void *, const void *), size_t *count)
{
	const char *items = list->items;
	const char *found = bsearch(code, items, list->count, size, compare);
	const char *end = items + list->count * size;
	const char *first = found;

	*count = 0;
	if (found == NULL)
		return NULL;
	while (first > items && compare(first - size, code) == 0)
		first -= size;
	for (const char *at = first; at < end && compare(at, code) == 0; at += size)
		(*count)++;
	return first;
}

/* Columns of a row */
static uint32
HcpcsColumn(HeapTuple row, TupleDesc desc, int column)
{
	bool isnull;
	Datum value = SPI_getbinval(row, desc, column, &isnull);
	text *code;

	if (isnull)
		return MC_HCPCS_NONE;
	code = DatumGetTextPP(value);
	return mc_hcpcs_parse(VARDATA_ANY(code), VARSIZE_ANY_EXHDR(code));
}

static McIcd10cm
Icd10cmColumn(HeapTuple row, TupleDesc desc, int column)
{
	bool isnull;
	text *code = DatumGetTextPP(SPI_getbinval(row, desc, column, &isnull));
	McIcd10cm packed;
	size_t position;

	return mc_icd10cm_parse(VARDATA_ANY(code), VARSIZE_ANY_EXHDR(code), &packed,
							&position) == MC_ICD10CM_OK
			   ? packed
			   : MC_ICD10CM_NONE;
}

static int32
IntColumn(HeapTuple row, TupleDesc desc, int column, int32 none)
{
	bool isnull;
	Datum value = SPI_getbinval(row, desc, column, &isnull);

	return isnull ? none : DatumGetInt32(value);
}

static bool
AddMue(HeapTuple row, TupleDesc desc, void *item, McEditList *list)
{
	McMue *mue = item;

	(void) list;
	mue->code = HcpcsColumn(row, desc, 1);
	mue->units = IntColumn(row, desc, 2, 0);
	mue->mai = (int16) IntColumn(row, desc, 3, 0);
	return true;
}

const McMue *
mc_mue_find(McNcciSetting setting, uint32 code, DateADT day)
{
	const McEditFile *file = mc_edit_file_on(MC_EDITS_MUE, setting, day);
	size_t count;

	if (file == NULL)
		return NULL;
	return Search(mc_edit_list(file,
							   "SELECT code, units, mai::integer FROM medcode.mue_value"
							   " WHERE release_id = $1",
							   sizeof(McMue), AddMue, CompareHcpcs),
				  &code, sizeof(McMue), CompareHcpcs, &count);
}

McNcciSetting
mc_claim_ncci_setting(const McClaim *claim)
{
	return claim->supplier ? MC_NCCI_DME : mc_ncci_setting((int) claim->setting);
}

static McListed
Mue(const McClaim *claim, uint32 code, int32 day, const McMue **found)
{
	McNcciSetting setting = mc_claim_ncci_setting(claim);

	*found = NULL;
	if (setting == MC_NCCI_UNKNOWN)
		return MC_NOT_LISTED;
	if (mc_edit_file_on(MC_EDITS_MUE, setting, day) == NULL)
		return MC_NOT_LOADED;
	*found = mc_mue_find(setting, code, day);
	return *found ? MC_LISTED : MC_NOT_LISTED;
}

static McListed
Ptp(const McClaim *claim, uint32 column1, int32 day, const uint8 **list, size_t *count)
{
	McNcciSetting setting = mc_claim_ncci_setting(claim);

	*list = NULL;
	*count = 0;
	/* suppliers have medically unlikely edits only */
	if (setting == MC_NCCI_UNKNOWN || setting == MC_NCCI_DME)
		return MC_NOT_LISTED;
	return mc_ptp_list(setting, column1, day, list, count) ? MC_LISTED : MC_NOT_LOADED;
}

static bool
AddAddOn(HeapTuple row, TupleDesc desc, void *item, McEditList *list)
{
	McAddOn *add_on = item;

	(void) list;
	add_on->code = HcpcsColumn(row, desc, 1);
	add_on->primary = HcpcsColumn(row, desc, 2);
	add_on->type = (int16) IntColumn(row, desc, 3, 1);
	add_on->from = IntColumn(row, desc, 4, PG_INT32_MIN);
	add_on->to = IntColumn(row, desc, 5, PG_INT32_MAX);
	return true;
}

static McListed
AddOn(uint32 code, int32 day, const McAddOn **found, size_t *count)
{
	const McEditFile *file = mc_edit_file_on(MC_EDITS_ADD_ON, MC_NCCI_PRACTITIONER, day);

	if (file == NULL)
		return MC_NOT_LOADED;
	*found = Search(
		mc_edit_list(
			file,
			"SELECT add_on_code, primary_code, edit_type::integer, effective, deletion"
			" FROM medcode.add_on_pair WHERE release_id = $1",
			sizeof(McAddOn), AddAddOn, CompareHcpcs),
		&code, sizeof(McAddOn), CompareHcpcs, count);
	return *found ? MC_LISTED : MC_NOT_LISTED;
}

static bool
AddMce(HeapTuple row, TupleDesc desc, void *item, McEditList *list)
{
	MceItem *mce = item;
	char *name = SPI_getvalue(row, desc, 2);

	for (int i = 0; i < MC_NMCE_LISTS; i++)
		if (strcmp(name, mce_lists[i]) == 0)
		{
			list->kinds |= 1u << i;
			mce->list = (int16) i;
			mce->code = Icd10cmColumn(row, desc, 1);
			mce->age_from = (int16) IntColumn(row, desc, 3, 0);
			mce->age_to = (int16) IntColumn(row, desc, 4, 0);
			return true;
		}
	return false;
}

/* Files differ in which lists they have: the newest one that has it counts. */
static McListed
Mce(McMceList list, McIcd10cm code, int32 day, McMce *found)
{
	const McEditFiles *files = mc_edit_files(MC_EDITS_MCE, MC_NCCI_PRACTITIONER);

	for (int i = 0; i < files->count; i++)
	{
		const McEditList *rows;
		const MceItem *item;
		size_t count;

		if (files->list[i].from > day)
			continue;
		rows = mc_edit_list(&files->list[i],
							"SELECT code, list, age_from, age_to FROM medcode.mce_code"
							" WHERE release_id = $1 AND code_system = 'icd10cm'",
							sizeof(MceItem), AddMce, CompareIcd10cm);
		if (!(rows->kinds & 1u << list))
			continue;
		item = Search(rows, &code, sizeof(MceItem), CompareIcd10cm, &count);
		for (size_t j = 0; j < count; j++)
			if (item[j].list == (int16) list)
			{
				found->age_from = item[j].age_from;
				found->age_to = item[j].age_to;
				return MC_LISTED;
			}
		return MC_NOT_LISTED;
	}
	return MC_NOT_LOADED;
}

static bool
AddPoa(HeapTuple row, TupleDesc desc, void *item, McEditList *list)
{
	(void) list;
	*(McIcd10cm *) item = Icd10cmColumn(row, desc, 1);
	return true;
}

static McListed
PoaExempt(McIcd10cm code, int32 day)
{
	const McEditFile *file = mc_edit_file_on(MC_EDITS_POA, MC_NCCI_PRACTITIONER, day);
	size_t count;

	if (file == NULL)
		return MC_NOT_LOADED;
	return Search(mc_edit_list(
					  file, "SELECT code FROM medcode.poa_exempt WHERE release_id = $1",
					  sizeof(McIcd10cm), AddPoa, CompareIcd10cm),
				  &code, sizeof(McIcd10cm), CompareIcd10cm, &count)
			   ? MC_LISTED
			   : MC_NOT_LISTED;
}

static bool
AddHcpcs(HeapTuple row, TupleDesc desc, void *item, McEditList *list)
{
	HcpcsItem *code = item;

	(void) list;
	code->code = HcpcsColumn(row, desc, 1);
	code->from = IntColumn(row, desc, 2, PG_INT32_MIN);
	code->to = IntColumn(row, desc, 3, PG_INT32_MAX);
	return code->code != MC_HCPCS_NONE;
}

/* Level II by its own list, the others by one of CPT that a site may have */
static McListed
Hcpcs(uint32 code, int32 day)
{
	McEditKind kind = mc_hcpcs_is_level2(code) ? MC_EDITS_HCPCS : MC_EDITS_CPT;
	const McEditFiles *files = mc_edit_files(kind, MC_NCCI_PRACTITIONER);
	bool loaded = false;
	bool elsewhen = false;

	for (int i = 0; i < files->count; i++)
	{
		const McEditList *list =
			mc_edit_list(&files->list[i],
						 "SELECT code, pg_catalog.lower(valid), pg_catalog.upper(valid)"
						 " FROM medcode.code WHERE release_id = $1",
						 sizeof(HcpcsItem), AddHcpcs, CompareHcpcs);
		size_t count;
		const HcpcsItem *item =
			Search(list, &code, sizeof(HcpcsItem), CompareHcpcs, &count);

		/* the newest list that holds on the day decides; the others only say that a code is known */
		if (item && files->list[i].from <= day && !loaded && item->from <= day &&
			day < item->to)
			return MC_LISTED;
		elsewhen = elsewhen || item != NULL;
		loaded = loaded || files->list[i].from <= day;
	}
	if (!loaded)
		return MC_NOT_LOADED;
	return elsewhen ? MC_LISTED_ELSEWHEN : MC_NOT_LISTED;
}

const McClaimFiles mc_claim_files = {
	.mce = Mce,
	.poa_exempt = PoaExempt,
	.hcpcs = Hcpcs,
	.mue = Mue,
	.ptp = Ptp,
	.ptp_day = mc_ptp_day,
	.add_on = AddOn,
};
