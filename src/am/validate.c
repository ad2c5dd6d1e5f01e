/*
 * validate.c
 *		Is an operator class one that the access method can use?
 */
#include "am/am.h"

#include "access/amvalidate.h"
#include "access/htup_details.h"
#include "catalog/pg_amop.h"
#include "catalog/pg_opclass.h"
#include "catalog/pg_opfamily.h"
#include "catalog/pg_type.h"
#include "fmgr.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"
#include "utils/regproc.h"
#include "utils/syscache.h"

/* Report a fault of an operator family, as other access methods do. */
static void
Complain(const char *family, const char *fault, Oid operator)
{
	ereport(INFO,
			(errcode(ERRCODE_INVALID_OBJECT_DEFINITION),
			 errmsg("operator family \"%s\" of access method medcode %s", family, fault),
			 OidIsValid(operator) ? errdetail("Operator: %s.", format_operator(operator))
								  : 0));
}

/* Is a function the one that the index answers? */
static bool
IsOccurs(Oid function)
{
	FmgrInfo info;

	if (!OidIsValid(function))
		return false;
	fmgr_info(function, &info);
	return info.fn_addr == mc_occurs_sql;
}

/* Faults of one operator of the family; their number. */
static int
CheckOperator(const char *family, Form_pg_amop entry)
{
	int faults = 0;

	if (entry->amopstrategy != MC_STRATEGY_OCCURS)
	{
		Complain(family, "has an operator with a strategy other than 1", entry->amopopr);
		faults++;
	}
	if (entry->amoppurpose != AMOP_SEARCH || OidIsValid(entry->amopsortfamily))
	{
		Complain(family, "has an ordering operator", entry->amopopr);
		faults++;
	}
	if (!IsOccurs(get_opcode(entry->amopopr)))
	{
		Complain(family, "has an operator that is not medcode.occurs", entry->amopopr);
		faults++;
	}
	if (!check_amop_signature(entry->amopopr, BOOLOID, TEXTOID, TEXTOID))
	{
		Complain(family, "has an operator that is not boolean over two texts",
				 entry->amopopr);
		faults++;
	}
	return faults;
}

/*
 * The class must be for text, its family must have the operator phrase <@ note and
 * none else, and no support function.
 */
bool
mc_am_validate(Oid opclass)
{
	HeapTuple class_row = SearchSysCache1(CLAOID, ObjectIdGetDatum(opclass));
	HeapTuple family_row;
	Form_pg_opclass class_form;
	char *family;
	CatCList *operators;
	CatCList *functions;
	int faults = 0;
	bool complete = false;

	if (!HeapTupleIsValid(class_row))
		elog(ERROR, "cache lookup failed for operator class %u", opclass);
	class_form = (Form_pg_opclass) GETSTRUCT(class_row);
	family_row = SearchSysCache1(OPFAMILYOID, ObjectIdGetDatum(class_form->opcfamily));
	if (!HeapTupleIsValid(family_row))
		elog(ERROR, "cache lookup failed for operator family %u", class_form->opcfamily);
	family = NameStr(((Form_pg_opfamily) GETSTRUCT(family_row))->opfname);
	operators =
		SearchSysCacheList1(AMOPSTRATEGY, ObjectIdGetDatum(class_form->opcfamily));
	functions = SearchSysCacheList1(AMPROCNUM, ObjectIdGetDatum(class_form->opcfamily));

	if (class_form->opcintype != TEXTOID || OidIsValid(class_form->opckeytype))
	{
		Complain(family, "has a class that is not for text", InvalidOid);
		faults++;
	}
	for (int i = 0; i < operators->n_members; i++)
	{
		Form_pg_amop entry = (Form_pg_amop) GETSTRUCT(&operators->members[i]->tuple);

		faults += CheckOperator(family, entry);
		complete |= entry->amopstrategy == MC_STRATEGY_OCCURS &&
					entry->amoplefttype == TEXTOID && entry->amoprighttype == TEXTOID;
	}
	if (!complete)
	{
		Complain(family, "lacks the operator of strategy 1 for text", InvalidOid);
		faults++;
	}
	if (functions->n_members > 0)
	{
		Complain(family, "has a support function, and needs none", InvalidOid);
		faults++;
	}
	ReleaseCatCacheList(functions);
	ReleaseCatCacheList(operators);
	ReleaseSysCache(family_row);
	ReleaseSysCache(class_row);
	return faults == 0;
}
