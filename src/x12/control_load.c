/*
 * control_load.c
 *		What loads of all transactions have in common.
 */
#include "x12/control_load.h"

#include "utils/builtins.h"

/* A control number that is there; the columns are NOT NULL. */
static void
AddNumber(McBatch *batch, const char *number)
{
	mc_batch_text(batch, number[0] ? number : "-");
}

void
mc_control_add(McBatch *batch, const McX12Control *control)
{
	AddNumber(batch, control->sender);
	AddNumber(batch, control->receiver);
	AddNumber(batch, control->date);
	AddNumber(batch, control->interchange);
	AddNumber(batch, control->group);
	AddNumber(batch, control->transaction);
	mc_batch_bool(batch, control->test);
}

/* The numbers are not repeated: they are content of the file. */
void
mc_control_known(const char *schema, const char *table)
{
	ereport(ERROR,
			(errcode(ERRCODE_UNIQUE_VIOLATION),
			 errmsg("a transaction of the file has been loaded before"),
			 errdetail("A row of %s has its sender, receiver, date and control numbers.",
					   quote_qualified_identifier(schema, table))));
}

void
mc_control_refuse(const McX12Problem *problem, const char *what)
{
	ereport(ERROR, (errcode(ERRCODE_DATA_EXCEPTION),
					errmsg("the content is no complete and balanced %s", what),
					problem->segment == 0
						? errdetail("The content as a whole: %s.", problem->text)
						: errdetail("Segment %llu%s%s%s: %s.",
									(unsigned long long) problem->segment,
									problem->name[0] ? " (" : "", problem->name,
									problem->name[0] ? ")" : "", problem->text)));
}
