/*
 * stamp.c
 *		Has the terminology changed?
 */
#include "terminology/stamp.h"

#include "access/table.h"
#include "access/tableam.h"
#include "catalog/namespace.h"
#include "executor/tuptable.h"
#include "fmgr.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"
#include "utils/rel.h"
#include "utils/snapmgr.h"
#include "utils/uuid.h"

PG_FUNCTION_INFO_V1(mc_require_current_snapshot_sql);

/* Columns of medcode.terminology_change */
enum
{
	COL_RELATION = 1,
	COL_STAMP
};

static const char *const names[MC_NVERSIONED] = {
	[MC_VERSIONED_TERM] = "term",
	[MC_VERSIONED_ABBREVIATION] = "abbreviation",
	[MC_VERSIONED_GENERIC_WORD] = "generic_word",
	[MC_VERSIONED_SECTION_HEADER] = "section_header",
	[MC_VERSIONED_CUE] = "cue",
	[MC_VERSIONED_ABBREVIATION_RULE] = "abbreviation_rule",
	[MC_VERSIONED_CONDITION_CLASS] = "condition_class",
	[MC_VERSIONED_SYMPTOM] = "symptom",
	[MC_VERSIONED_DRUG] = "drug",
	[MC_VERSIONED_WITH_EXCEPTION] = "with_exception",
	[MC_VERSIONED_WITH_LINK] = "with_link",
	[MC_VERSIONED_NOT_A_CONDITION] = "not_a_condition",
	[MC_VERSIONED_WORD_ROLE] = "word_role",
	[MC_VERSIONED_MEAT_CUE] = "meat_cue",
	[MC_VERSIONED_DISEASE_TEST] = "disease_test",
	[MC_VERSIONED_CLINICAL_INDICATOR] = "clinical_indicator",
	[MC_VERSIONED_RELEASE] = "release",
	[MC_VERSIONED_RETIREMENT] = "retirement",
};

const char *
mc_versioned_name(McVersioned table)
{
	return names[table];
}

McStamp
mc_stamp(void)
{
	Oid relid =
		get_relname_relid("terminology_change", get_namespace_oid("medcode", false));
	Relation relation = table_open(relid, AccessShareLock);
	TableScanDesc scan = table_beginscan(relation, GetActiveSnapshot(), 0, NULL);
	TupleTableSlot *slot = table_slot_create(relation, NULL);
	McStamp stamp = {0};

	while (table_scan_getnextslot(scan, ForwardScanDirection, slot))
	{
		bool isnull;
		Name changed = DatumGetName(slot_getattr(slot, COL_RELATION, &isnull));
		uint64 part[2];

		memcpy(part, DatumGetUUIDP(slot_getattr(slot, COL_STAMP, &isnull))->data,
			   sizeof(part));
		for (int i = 0; i < MC_NVERSIONED; i++)
		{
			if (strcmp(NameStr(*changed), names[i]) == 0)
				stamp.changed |= UINT64CONST(1) << i;
		}
		stamp.count++;
		stamp.sum[0] += part[0];
		stamp.sum[1] += part[1];
		CHECK_FOR_INTERRUPTS();
	}
	ExecDropSingleTupleTableSlot(slot);
	table_endscan(scan);
	table_close(relation, AccessShareLock);
	return stamp;
}

/*
 * medcode.require_current_snapshot(): raises 40001 if the active snapshot sees
 * another terminology than a new one does.
 */
Datum
mc_require_current_snapshot_sql(PG_FUNCTION_ARGS)
{
	McStamp seen = mc_stamp();
	McStamp newest;

	(void) fcinfo;
	PushActiveSnapshot(GetLatestSnapshot());
	newest = mc_stamp();
	PopActiveSnapshot();
	if (!mc_same_stamp(&seen, &newest))
		ereport(ERROR, (errcode(ERRCODE_T_R_SERIALIZATION_FAILURE),
						errmsg("the terminology has changed since the transaction began"),
						errhint("The transaction might succeed if retried.")));
	PG_RETURN_VOID();
}
